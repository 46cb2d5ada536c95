"""From the bytes of a file to the text of a bulletin: one loader for each format."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType

from corpus.errors import Unreadable
from corpus.loaders.base import Loaded, Loader
from corpus.loaders.text import TextLoader

__all__ = ["LOADERS", "VERSION", "Loaded", "Loader", "loader_for"]

VERSION = 1  # of all loaders; bulletins read with another version are read again

_ALL: tuple[Loader, ...] = (TextLoader(),)

# By the file's ending, lower-case, with its dot.
LOADERS = MappingProxyType({ending: loader for loader in _ALL for ending in loader.endings})


def loader_for(path: PurePath | str) -> Loader:
    """The loader of a file's format.

    Raises Unreadable("format") where no loader knows the ending.

    >>> loader_for("thang-4.TXT").endings
    ('.txt', '.md')
    """
    ending = PurePath(path).suffix.lower()
    if ending not in LOADERS:
        raise Unreadable("format", ending)
    return LOADERS[ending]
