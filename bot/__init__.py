"""How people ask. What holds for every way of asking is settled here, before numpy is loaded."""

import os

# The matrices of one question are small: threads wait longer for one another than they compute.
# On two cores a question of ALQAC takes half the processor time with one thread, and half the time
# where something else runs beside it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
