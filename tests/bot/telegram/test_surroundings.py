"""Quotes shown between what stands around them in their bulletin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.parts import Kind, Part
from bot.telegram.surroundings import surroundings
from bot.texts import Texts
from bot.types import Answer, Outcome, Quote, Reason
from embeddings.types import Slice
from tests.embeddings.building import write

BULLETIN = """Hội nghị tập huấn

Ngày 5/3 khai mạc hội nghị tập huấn về
phòng, chống dịch.

Hội nghị có 300 đại biểu. Ông Minh trình bày báo cáo. Bà Lan kết luận hội nghị.

Lớp học bế mạc chiều cùng ngày.
"""
Around = Callable[..., list[tuple[Kind, str, str, str]]]


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Around]:
    """What stands around some words of the bulletin."""
    write(tmp_path / "corpus", lop=BULLETIN, ngan="Một dòng thôi.\n")
    engine = Engine.open(tmp_path / "corpus", tmp_path / "index", may_build=True)

    def shown(*words: str, bulletin: str = "lop") -> list[tuple[Kind, str, str, str]]:
        text = BULLETIN if bulletin == "lop" else "Một dòng thôi.\n"
        hits = {hit.passage.id: hit for hit in engine.ask("hội nghị một dòng", top=20).hits}
        quotes = []
        for one in words:
            start = text.index(one)
            (passage,) = [
                hit.passage
                for hit in hits.values()
                if hit.passage.bulletin == bulletin and hit.passage.start <= start < hit.passage.end
            ]
            part = Slice(bulletin, start, start + len(one), one)
            quotes.append(Quote(part, passage.id))
        answer = Answer("", "", Outcome.ANSWERED, Reason("found"), tuple(quotes))
        found = surroundings(replace(answer, hits=tuple(hits.values())), engine, VI)
        return [_told(part) for part in found if part.kind is not Kind.CITATION]

    yield shown
    engine.close()


VI = Texts("vi")
BEFORE = (Kind.SAID, "Ngày 5/3 khai mạc hội nghị tập huấn về phòng, chống dịch.", "", "")
AFTER = (Kind.SAID, "Lớp học bế mạc chiều cùng ngày.", "", "")


def _told(part: Part) -> tuple[Kind, str, str, str]:
    return part.kind, part.text, part.before, part.after


def test_a_sentence_stands_in_its_paragraph_and_that_between_its_neighbours(
    around: Around,
) -> None:
    sentence = "Ông Minh trình bày báo cáo."
    before, after = "Hội nghị có 300 đại biểu.", "Bà Lan kết luận hội nghị."
    assert around(sentence) == [BEFORE, (Kind.QUOTE, sentence, before, after), AFTER]


def test_of_two_sentences_of_a_paragraph_each_is_told_apart(around: Around) -> None:
    first, second = "Hội nghị có 300 đại biểu.", "Bà Lan kết luận hội nghị."
    between = "Ông Minh trình bày báo cáo."
    assert around(first, second) == [
        BEFORE,
        (Kind.QUOTE, first, "", between),
        (Kind.QUOTE, second, "", ""),
        AFTER,
    ]


def test_what_overlaps_is_shown_once(around: Around) -> None:
    whole = "Ông Minh trình bày báo cáo. Bà Lan kết luận hội nghị."
    shown = around(whole, "Bà Lan kết luận hội nghị.")
    assert "".join(" ".join(one) for one in shown).count("Bà Lan") == 1


def test_a_whole_paragraph_stands_between_its_neighbours(around: Around) -> None:
    whole = BULLETIN.splitlines()[5]
    assert around(whole) == [BEFORE, (Kind.QUOTE, whole, "", ""), AFTER]


def test_around_a_bulletin_that_is_quoted_whole_there_is_nothing(around: Around) -> None:
    assert around("Một dòng thôi.", bulletin="ngan") == []
