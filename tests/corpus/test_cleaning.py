from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from corpus.cleaning import RULES, label_noise
from tests.corpus.cases import cases
from tests.corpus.texts import texts


def _labelled(text: str) -> list[list[str]]:
    return [[n.kind, text[n.start : n.end]] for n in label_noise(text) if n.kind != "blank"]


@pytest.mark.parametrize("case", cases("cleaning.json"))
def test_noise_is_labelled_and_nothing_else(case: dict[str, Any]) -> None:
    assert _labelled(case["text"]) == case["noise"]


def test_every_rule_explains_itself_by_an_example() -> None:
    assert all(rule.__doc__ and ">>>" in rule.__doc__ for rule in RULES)


def test_blank_lines_and_no_break_spaces_are_blank() -> None:
    text = "\ufeff\u00a0\nTin\n\n\u00a0\nHọp\n"
    blanks = [text[n.start : n.end] for n in label_noise(text) if n.kind == "blank"]
    assert blanks == ["\n\n\u00a0\n", "\n"]


def test_a_lone_line_break_is_not_noise() -> None:
    assert label_noise("các đơn vị,\ndoanh nghiệp") == ()


@given(texts())
def test_noise_is_sorted_and_disjoint(text: str) -> None:
    noise = label_noise(text)
    edges = [edge for one in noise for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(one.start < one.end for one in noise)
    assert edges[-1:] <= [len(text)]


@given(texts())
def test_blank_noise_is_blank_and_the_rest_is_not(text: str) -> None:
    for one in label_noise(text):
        assert text[one.start : one.end].isspace() == (one.kind == "blank")
