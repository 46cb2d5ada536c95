from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from corpus.sentences import sentences
from tests.corpus.cases import cases
from tests.corpus.texts import texts


@pytest.mark.parametrize("case", cases("sentences.json"))
def test_a_text_falls_into_its_sentences(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[start:end] for start, end in sentences(text)] == case["sentences"]


@given(texts())
def test_sentences_are_ordered_disjoint_and_bare_of_white_space(text: str) -> None:
    found = sentences(text)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(edges)
    for start, end in found:
        assert start < end
        assert not text[start].isspace()
        assert not text[end - 1].isspace()


@given(texts())
def test_only_white_space_lies_outside_sentences(text: str) -> None:
    inside = "".join(text[start:end] for start, end in sentences(text))
    assert "".join(inside.split()) == "".join(text.split())


@given(texts())
def test_every_text_with_words_has_a_sentence(text: str) -> None:
    assert bool(sentences(text)) == bool(text.strip())
