from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given

from embeddings.background import Background, default_background
from embeddings.evidence import evidence, share
from embeddings.question import understand
from tests.corpus.texts import texts
from tests.embeddings.hits import hit

# "gia" (price) is common, "may" (machine) less so, "tho" (breath) rare, anything else unknown.
BACKGROUND = Background(100, ["gia\t80", "may\t20", "may_tho\t2", "tho\t4"])
COUNTS = {"gia": 80, "may": 20, "may_tho": 2, "tho": 4}
MACHINES = "Máy thở sản xuất trong nước. Một chiếc có giá 20 triệu đồng."


def rarity(term: str) -> float:
    count = COUNTS.get(term, 0)
    return math.log(1 + (100 - count + 0.5) / (count + 0.5))


def test_a_share_is_weighted_by_rarity() -> None:
    weights = {"a": 3.0, "b": 1.0}
    assert share(weights, frozenset("a")) == 0.75
    assert share(weights, frozenset("b")) == 0.25
    assert share(weights, frozenset("xab")) == 1.0
    assert share(weights, frozenset("x")) == 0.0


def test_who_wants_nothing_is_given_nothing() -> None:
    assert share({}, frozenset("a")) == 0.0


def test_the_evidence_of_each_sentence_is_what_can_be_counted_by_hand() -> None:
    question = understand("Máy thở giá bao nhiêu tiền?")
    assert question.subject == ("may", "tho", "gia", "tien")
    assert question.subject_pairs == ("may_tho", "tho_gia")
    found = hit(MACHINES, matches=((0.7, 0.6), (0.5, 0.4)))
    first, second = evidence(question, found, BACKGROUND)
    whole = sum(map(rarity, question.subject))
    by_pairs = sum(map(rarity, question.subject_pairs))

    assert (first.meaning, first.words, first.closeness) == (0.7, 0.6, 0.25)
    assert (second.meaning, second.words, second.closeness) == (0.5, 0.4, 0.25)
    assert first.syllables == pytest.approx((rarity("may") + rarity("tho")) / whole)
    assert second.syllables == pytest.approx(rarity("gia") / whole)
    assert first.pairs == pytest.approx(rarity("may_tho") / by_pairs)
    assert second.pairs == 0.0
    for one in (first, second):
        assert one.around == pytest.approx(1 - rarity("tien") / whole)
        assert one.pairs_around == pytest.approx(rarity("may_tho") / by_pairs)
        assert one.missing == 1.0  # no document of the background has "tien"
    assert (first.kind, second.kind) == (0.0, 1.0)


def test_heading_and_title_stand_around_a_sentence() -> None:
    question = understand("máy thở giá")
    bare, headed, titled = (
        evidence(question, hit("Giá cả.", heading=heading, title=title), BACKGROUND)[0]
        for heading, title in (("", ""), ("Về máy thở", ""), ("", "Máy thở"))
    )
    assert bare.around == pytest.approx(rarity("gia") / sum(map(rarity, ("may", "tho", "gia"))))
    assert headed.around == titled.around == 1.0
    assert bare.missing == pytest.approx(rarity("tho") / rarity(""))
    assert headed.missing == titled.missing == 0.0
    assert bare.syllables == headed.syllables == titled.syllables


def test_what_is_written_with_other_diacritics_does_not_stand_there() -> None:
    fake = hit("Thuốc của quốc gia.")
    [exact] = evidence(understand("thuốc giả"), fake, BACKGROUND)
    [folded] = evidence(understand("thuoc gia"), fake, BACKGROUND)
    assert exact.syllables < folded.syllables == 1.0


def test_restored_diacritics_count_where_they_are_sure() -> None:
    fake = hit("Thuốc của quốc gia.")
    restored = replace(understand("thuoc gia"), text="thuốc giả")
    [folded] = evidence(restored, fake, BACKGROUND)
    [exact] = evidence(replace(restored, sure=frozenset({"thuốc", "giả"})), fake, BACKGROUND)
    assert exact.syllables < folded.syllables == 1.0


def test_who_acts_is_no_evidence_where_it_is_the_ministry() -> None:
    text = hit("Bộ Y tế mua thuốc. Bộ Y tế họp.")
    bought, met = evidence(understand("Bộ Y tế mua thuốc gì?"), text, BACKGROUND)
    assert (bought.syllables, bought.pairs, met.syllables, met.pairs) == (1.0, 1.0, 0.0, 0.0)
    [named] = evidence(understand("Đảng ủy Bộ Y tế"), hit("Bộ Y tế họp."), BACKGROUND)
    [alone] = evidence(understand("Bộ Y tế"), hit("Bộ Y tế họp."), BACKGROUND)
    assert 0.0 < named.syllables < alone.syllables == 1.0


def test_a_slip_stands_where_its_letters_do() -> None:
    [one] = evidence(understand("máy thơr, mấy thở"), hit("Máy thở."), BACKGROUND)
    assert 0.0 < one.syllables < 1.0
    [slip] = evidence(understand("máy thỡ"), hit("Máy thở."), BACKGROUND)
    assert slip.syllables == 1.0


def test_fields_come_in_their_order() -> None:
    [one] = evidence(understand("máy thở"), hit("Máy thở."), BACKGROUND)
    assert one.values() == (0.0, 0.0, 0.25, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0)


@given(texts(), texts())
def test_shares_lie_between_nothing_and_all(question: str, text: str) -> None:
    asked = understand(question)
    found = hit(text)
    all_evidence = evidence(asked, found, default_background())
    assert len(all_evidence) == len(found.sentences)
    for one in all_evidence:
        for value in (one.syllables, one.pairs, one.around, one.pairs_around, one.missing):
            assert 0.0 <= value <= 1.0 + 1e-9
        assert one.syllables <= one.around + 1e-9
        assert one.pairs <= one.pairs_around + 1e-9
        assert one.kind in (0.0, 1.0)
