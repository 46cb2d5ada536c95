"""What must survive the program: SQLite, one file, one process.

It knows chats and persons as numbers and updates as texts, and nothing of the messenger they are
from.
"""

from bot.state.store import State as State
from bot.state.types import Arrival as Arrival
from bot.state.types import Pending as Pending
from bot.state.types import Stats as Stats
from bot.state.types import Turn as Turn
from bot.state.types import Vote as Vote
