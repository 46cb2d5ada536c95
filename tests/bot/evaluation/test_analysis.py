from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.analysis import (
    KINDS,
    MISSES,
    Case,
    Kind,
    Risk,
    by_kind,
    cases,
    misses,
    risks,
    told,
)
from embeddings.search import CANDIDATES
from tests.bot.evaluation.measuring import measuring, trial


def case(confidence: float, *, right: bool) -> Case:
    return Case(trial("q", "p1"), 0.5, confidence, right)


# -- by kind -----------------------------------------------------------------------------------


def test_kinds_come_with_their_own_recall_the_most_frequent_first() -> None:
    trials = [
        trial("q1", "p1", "p2", kind="list"),
        trial("q2", "p2", "p1", kind="fact"),
        trial("q3", "p1", kind="fact"),
        trial("q4", "p2", kind="fact"),
        trial("q5", "p1", kind="fact"),
    ]
    assert by_kind(trials) == [Kind("fact", 4, 0.5, 0.75), Kind("list", 1, 1.0, 1.0)]


def test_rare_kinds_are_one() -> None:
    trials = [trial(f"q{n}", "p1", kind=f"k{n:02}") for n in range(KINDS + 3)]
    kinds = by_kind([*trials, trial("q", "p2", kind="k99")])
    assert len(kinds) == KINDS + 1
    assert kinds[-1] == Kind(None, 4, 0.75, 0.75)


# -- risk and coverage -------------------------------------------------------------------------


def test_the_risk_is_that_of_the_surest_questions() -> None:
    found = [case(0.2, right=False), case(0.9, right=True), case(0.6, right=False)]
    assert risks(found) == [
        Risk(1 / 3, 0.0, 0.9),
        Risk(2 / 3, 1 / 2, 0.6),
        Risk(1.0, 2 / 3, 0.2),
    ]


def test_questions_of_one_confidence_are_answered_together() -> None:
    found = [case(0.5, right=False), case(0.5, right=True), case(0.4, right=True)]
    assert risks(found) == [Risk(2 / 3, 1 / 2, 0.5), Risk(1.0, 1 / 3, 0.4)]


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.booleans()), min_size=1))
def test_coverage_grows_to_all_questions_and_the_last_risk_is_that_of_all(
    drawn: list[tuple[float, bool]],
) -> None:
    points = risks([case(confidence, right=right) for confidence, right in drawn])
    coverages = [point.coverage for point in points]
    assert coverages == sorted(set(coverages))
    assert points[-1].coverage == 1
    assert points[-1].risk == sum(not right for _, right in drawn) / len(drawn)
    assert told(points)[-1] == points[-1]


def test_told_are_the_first_points_that_reach_a_share() -> None:
    points = risks([case(n / 100, right=True) for n in range(100)])
    assert [point.coverage for point in told(points)] == pytest.approx([0.25, 0.5, 0.75, 0.9, 1])
    assert told(points[-1:]) == points[-1:]


# -- misses ------------------------------------------------------------------------------------

PASSAGES = {
    "p1": "Bộ Y tế tiêm vắc xin cho nhân viên y tế.",
    "p2": "Các bệnh viện mua thuốc.",
    "p3": "Phòng chống dịch là nhiệm vụ của năm.",
}


def test_a_miss_tells_the_place_of_the_wanted_passage_and_the_feature_that_let_it_down(
    tmp_path: Path,
) -> None:
    queries = [
        {"_id": "q1", "text": "Bệnh viện mua thuốc gì?"},  # judged to want another passage
        {"_id": "q2", "text": "Tiêm vắc xin cho ai?"},
    ]
    with measuring(tmp_path, PASSAGES, queries, {"q1": "p3", "q2": "p1"}) as done:
        found = cases(done)
        [miss] = misses(found, done)
    assert [case.right for case in found] == [False, True]
    assert all(0 <= case.score <= 1 and 0 < case.confidence <= 1 for case in found)
    assert (miss.case.trial.query, miss.wanted, miss.first) == ("q1", "p3", "p2")
    assert miss.rank in (2, 3)
    # The double knows no vectors of words, so that there are two features.
    assert miss.features["lexical"][0] == 1.0
    assert set(miss.features) == {"lexical", "dense", "syllables", "pairs", "run"}
    gaps = {name: ours - (theirs or 0.0) for name, (ours, theirs) in miss.features.items()}
    assert miss.let_down is not None
    assert gaps[miss.let_down] == max(gaps.values()) > 0


def test_a_passage_behind_the_hits_is_looked_for_among_all_candidates(tmp_path: Path) -> None:
    passages = {f"p{n}": f"Họp bệnh viện số {n}." for n in range(30)}
    passages["far"] = "Các tỉnh họp."
    queries = [{"_id": "q", "text": "Họp bệnh viện số 7 nào?"}]
    with measuring(tmp_path, passages, queries, {"q": "far"}) as done:
        [miss] = misses(cases(done), done)
    assert miss.first == "p7"
    assert miss.rank is not None
    assert 20 < miss.rank <= 31
    assert miss.features["lexical"][1] is not None


def test_a_passage_that_was_no_candidate_has_no_place(tmp_path: Path) -> None:
    passages = {f"p{n}": f"Họp bệnh viện số {n}." for n in range(CANDIDATES + 5)}
    passages["far"] = "漢字"
    queries = [{"_id": "q", "text": "Họp bệnh viện số 7 nào?"}]
    with measuring(tmp_path, passages, queries, {"q": "far"}) as done:
        [miss] = misses(cases(done), done)
    assert (miss.wanted, miss.rank, miss.let_down) == ("far", None, None)
    assert miss.features["lexical"] == (1.0, None)


def test_a_question_that_found_nothing_is_a_miss_without_features(tmp_path: Path) -> None:
    queries = [{"_id": "q", "text": "漢字?"}]
    with measuring(tmp_path, PASSAGES, queries, {"q": "p2"}) as done:
        [found] = cases(done)
        [miss] = misses([found], done)
    assert (found.score, found.confidence, found.right) == (0.0, 0.0, False)
    assert (miss.wanted, miss.rank, miss.first, dict(miss.features)) == ("p2", None, None, {})


def test_the_worst_misses_come_first_and_no_more_than_a_few(tmp_path: Path) -> None:
    numbers = range(MISSES + 5)
    passages = {f"p{n}": f"Họp bệnh viện số {n}." for n in numbers}
    queries = [{"_id": f"q{n}", "text": f"Bệnh viện số {n} họp gì?"} for n in numbers]
    with measuring(tmp_path, passages, queries, {f"q{n}": "p0" for n in numbers}) as done:
        found = misses(cases(done), done)
    assert len(found) == MISSES
    places = [one.rank or 1_000 for one in found]
    beyond = [place for place in places if place > 20]
    assert places[: len(beyond)] == beyond  # those that are not among the hits
    assert places[len(beyond) :] == sorted(places[len(beyond) :], reverse=True)
