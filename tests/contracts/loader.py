"""What every loader must do: inherit, give the loader and samples, and these tests run."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from corpus.errors import Unreadable
from corpus.loaders import LOADERS, Loaded, Loader


class LoaderContract(ABC):
    """One file format. ``sample`` is a file of it, and ``text`` what a reader must see there."""

    loader: Loader
    text: str

    @abstractmethod
    def sample(self) -> bytes:
        """The bytes of an ordinary file whose text is ``text``."""

    @abstractmethod
    def blank(self) -> bytes:
        """A well-formed file without any words."""

    def test_it_reads_the_text(self) -> None:
        assert self.loader.load(self.sample()).text == self.text

    def test_it_reads_the_same_twice(self) -> None:
        assert self.loader.load(self.sample()) == self.loader.load(self.sample())

    def test_it_returns_what_the_format_says(self) -> None:
        assert isinstance(self.loader.load(self.sample()), Loaded)

    def test_its_endings_are_its_own(self) -> None:
        assert self.loader.endings
        for ending in self.loader.endings:
            assert ending == ending.lower()
            assert ending.startswith(".")
            assert type(LOADERS[ending]) is type(self.loader)

    @pytest.mark.parametrize(
        "data",
        [b"", b"\x00" * 64, b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256)), b"\xff\xfe\x00"],
        ids=["nothing", "zeros", "a picture", "every byte", "half a character"],
    )
    def test_what_is_not_of_the_format_is_unreadable(self, data: bytes) -> None:
        with pytest.raises(Unreadable) as caught:
            self.loader.load(data)
        assert caught.value.code in {"binary", "empty", "encoding"}

    def test_a_file_without_words_is_empty(self) -> None:
        with pytest.raises(Unreadable) as caught:
            self.loader.load(self.blank())
        assert caught.value.code == "empty"

    def test_a_truncated_file_is_read_or_refused_but_never_breaks(self) -> None:
        data = self.sample()
        for end in range(0, len(data), max(1, len(data) // 50)):
            assert refusal(self.loader, data[:end]) in {None, "binary", "empty", "encoding"}


def refusal(loader: Loader, data: bytes) -> str | None:
    """The code with which a loader refuses a file; None where it reads words from it."""
    try:
        loaded = loader.load(data)
    except Unreadable as error:
        return error.code
    return None if loaded.text.strip() else "read without words"
