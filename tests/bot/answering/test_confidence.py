from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.confidence import CAP, confidence, judge
from embeddings.background import default_background
from embeddings.evidence import Evidence
from embeddings.question import Question, Wanted, understand
from embeddings.quoting import WEIGHTS
from tests.corpus.texts import texts
from tests.embeddings.hits import hit

SHARE = st.floats(0, 1)
EVIDENCE = st.builds(
    Evidence,
    meaning=st.floats(-1, 1),
    words=SHARE,
    closeness=st.floats(-1, 1),
    syllables=SHARE,
    pairs=SHARE,
    around=SHARE,
    pairs_around=SHARE,
    missing=SHARE,
    kind=st.sampled_from([0.0, 1.0]),
)
GOOD = "Bệnh viện Bạch Mai tiếp nhận 20 máy thở."
SURE = ((1.0, 1.0),)
MANY = "9" * 5_000  # digits, more than Python reads as a number


QUESTIONS = st.sampled_from(
    [
        understand("Máy thở?"),
        understand("Tháng 4/2021 bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở do ai tặng?"),
    ]
)


@given(QUESTIONS, EVIDENCE)
def test_confidence_is_a_share(question: Question, one: Evidence) -> None:
    assert 0.0 < confidence(question, one) < 1.0


@given(QUESTIONS, EVIDENCE, st.sampled_from([f.name for f in dataclasses.fields(Evidence)]), SHARE)
def test_more_evidence_never_makes_less_sure(
    question: Question, one: Evidence, name: str, value: float
) -> None:
    low, high = sorted([getattr(one, name), round(value) if name == "kind" else value])
    less, more = (confidence(question, dataclasses.replace(one, **{name: v})) for v in (low, high))
    assert more <= less if name == "missing" else more >= less


def test_what_holds_all_is_trusted_and_what_holds_nothing_is_not() -> None:
    question = understand("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?")
    assert confidence(question, Evidence(1, 1, 1, 1, 1, 1, 1, 0, 1)) > 0.9
    assert confidence(question, Evidence(0, 0, 0, 0, 0, 0, 0, 1, 0)) < 0.2


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?", "ours"),
        ("Sở Y tế tiếp nhận bao nhiêu máy thở?", "city"),  # asks about another body
    ],
)
def test_among_others_what_is_under_the_ministrys_name_comes_first(
    question: str, first: str
) -> None:
    hits = [
        hit(GOOD, bulletin="city", title="Tin thành phố", matches=SURE),
        hit(GOOD, bulletin="ours", title="Tin của Bộ Y tế", matches=((0.9, 0.9),)),
    ]
    for mixed, expected in ((False, "city"), (True, first)):
        judged = judge(understand(question), hits, default_background(), mixed=mixed)
        assert judged[0].hit.bulletin.id == expected


def test_sentences_are_judged_best_first() -> None:
    question = understand("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?")
    hits = [hit("Các tỉnh họp. Trời mưa.", bulletin="a"), hit(GOOD, bulletin="b", matches=SURE)]
    judged = judge(question, hits, default_background())
    assert len(judged) == 3
    assert (judged[0].hit.bulletin.id, judged[0].sentence, judged[0].doubt) == ("b", 0, None)
    scores = [one.score for one in judged]
    assert scores == sorted(scores, reverse=True)


def test_of_equal_sentences_the_one_of_the_better_hit_comes_first() -> None:
    better = dataclasses.replace(hit(GOOD, bulletin="b", matches=SURE), score=0.75)
    hits = [hit(GOOD, bulletin="a", matches=SURE), better]
    first, second = judge(understand("máy thở"), hits, default_background())
    assert [one.hit.bulletin.id for one in (first, second)] == ["b", "a"]
    assert first.score - second.score == pytest.approx(WEIGHTS["hit"] * (0.75 - 0.5), rel=1e-4)
    assert first.confidence == second.confidence


@pytest.mark.parametrize(
    ("question", "code", "values"),
    [
        ("Ở Chợ Rẫy bệnh viện tiếp nhận 20 máy thở à?", "not_here", {"names": "Chợ Rẫy"}),
        ("Bệnh viện tiếp nhận máy thở trong bao lâu?", "answer_type", {"wanted": Wanted.DURATION}),
        ("Tháng 5/2020 bệnh viện tiếp nhận 20 máy thở à?", "unsure_near", {}),
    ],
)
def test_what_was_asked_for_and_is_not_there_caps_the_confidence(
    question: str, code: str, values: dict[str, str]
) -> None:
    [one] = judge(understand(question), [hit(GOOD, matches=SURE)], default_background())
    assert one.doubt is not None
    assert (one.doubt.code, one.doubt.values) == (code, values)
    assert one.confidence <= CAP


@pytest.mark.parametrize(
    ("asked", "here"),
    [("lần 22", True), ("lần thứ 22", True), ("lần 12", False), ("đợt 22", False)],
)
def test_a_numbered_event_may_have_a_roman_number(asked: str, here: bool) -> None:
    held = hit("Sau đại hội lần thứ XXII, ban thường vụ tổ chức tập huấn.", matches=SURE)
    question = understand(f"Sau đại hội {asked} có tổ chức tập huấn không?")
    [one] = judge(question, [held], default_background())
    assert (one.doubt is None) is here


@pytest.mark.parametrize(
    ("asked", "held", "here"),
    [
        ("22", f"thứ {MANY}", False),
        ("007", "thứ 7", True),
        ("7", "thứ 007", True),
        ("0", "thứ bậc", False),
    ],
)
def test_a_numbered_event_may_have_any_number(asked: str, held: str, *, here: bool) -> None:
    text = f"Sau đại hội lần {held}, ban thường vụ tổ chức tập huấn."
    question = understand(f"Sau đại hội lần {asked} có tổ chức tập huấn không?")
    [one] = judge(question, [hit(text, matches=SURE)], default_background())
    assert (one.doubt is None) is here


@pytest.mark.parametrize(
    ("text", "here"), [("Cách ly 14 ngày.", True), ("Cách ly 2 ngày.", True), ("Cách ly.", False)]
)
def test_an_amount_that_is_asked_about_may_be_put_right(text: str, *, here: bool) -> None:
    question = understand("Có phải cách ly 14 ngày không?")
    [one] = judge(question, [hit(text, matches=SURE)], default_background())
    assert (one.doubt is None) is here


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("Bộ tăng lương cho bác sĩ.", True),
        ("Lương của bác sĩ tăng.", True),
        ("Bộ nói về bác sĩ Lương.", False),
        ("Bộ tăng chất lượng bác sĩ.", False),
    ],
)
def test_a_name_or_another_word_tells_no_wages(text: str, *, here: bool) -> None:
    question = understand("Bộ có tăng lương bác sĩ nào?")
    [one] = judge(question, [hit(text, matches=SURE)], default_background())
    assert (one.doubt is None) is here


@pytest.mark.parametrize("place", ["heading", "title"])
def test_a_name_may_stand_in_heading_or_title(place: str) -> None:
    question = understand("Bệnh viện Bạch Mai tiếp nhận 20 máy thở à?")
    text = "Nơi này tiếp nhận 20 máy thở."
    [without] = judge(question, [hit(text, matches=SURE)], default_background())
    assert without.doubt is not None
    named = hit(text, matches=SURE, **{place: "Tin Bệnh viện Bạch Mai"})  # type: ignore[arg-type]
    [judged] = judge(question, [named], default_background())
    assert judged.doubt is None
    assert judged.confidence > without.confidence


def test_nothing_is_judged_without_hits() -> None:
    assert judge(understand("máy thở"), [], default_background()) == []


@given(texts(), texts())
def test_every_sentence_of_any_text_is_judged_once(question: str, text: str) -> None:
    found = hit(text)
    judged = judge(understand(question), [found], default_background())
    assert sorted(one.sentence for one in judged) == list(range(len(found.sentences)))
    for one in judged:
        assert 0.0 <= one.confidence <= (CAP if one.doubt else 1.0)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Bệnh viện làm gì với máy thở?", None),
        ("Bệnh viện làm gì với thuốc giả?", "thuốc giả"),
        ("Bệnh viện nói gì về máy giặt không ạ?", "máy giặt"),
        ("Bộ Y tế có cấm thuốc lá điện tử không", "cấm thuốc lá điện tử"),
    ],
)
def test_what_something_is_said_about_must_stand_in_the_passage(
    text: str, missing: str | None
) -> None:
    found = [hit(GOOD, bulletin="b", matches=SURE)]
    best = judge(understand(text), found, default_background())[0]
    assert (best.doubt.values["names"] if best.doubt else None) == missing
