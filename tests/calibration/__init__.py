"""How well the confidence of an answer tells right from wrong, on data it was not fitted to."""
