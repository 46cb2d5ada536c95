from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.confidence import CAP, NAMES, Judged, judge
from bot.answering.standing import INTERCEPT, WEIGHTS, Standing, settled, standing
from embeddings.background import default_background
from embeddings.question import understand
from embeddings.types import Hit
from tests.embeddings.hits import hit

QUESTION = understand("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?")
SURE = ((1.0, 1.0),)
SHARE = st.floats(0, 1)
STANDING = st.builds(Standing, SHARE, SHARE, SHARE, SHARE)
HELD = hit("Bệnh viện Bạch Mai tiếp nhận 20 máy thở.", bulletin="a", matches=SURE)
OTHER = hit("Bệnh viện Chợ Rẫy tiếp nhận thêm 30 giường cho bệnh nhân nặng.", bulletin="b")


def judged(*hits: Hit) -> list[Judged]:
    return judge(QUESTION, hits, default_background())


def stands(*hits: Hit) -> Standing:
    found = judged(*hits)
    return standing(found[0], found, hits)


def settles(among: Standing, found: Hit = HELD) -> float:
    return settled(QUESTION, judged(found)[0], among)


def test_where_nothing_else_is_found_nothing_comes_near() -> None:
    assert stands(HELD) == Standing(1.0, 1.0, 1.0, 1.0)


def test_a_rival_narrows_the_margin_and_the_lead() -> None:
    among = stands(dataclasses.replace(HELD, score=0.6), OTHER)
    assert 0 < among.lead < 1
    nearer = dataclasses.replace(OTHER, sentences=HELD.sentences, score=0.6)
    assert stands(dataclasses.replace(HELD, score=0.6), nearer).lead == 0.0


def test_the_same_bulletin_and_who_says_the_same_do_not_compete() -> None:
    same = dataclasses.replace(
        hit("Bệnh viện Bạch Mai đã tiếp nhận 20 máy thở.", bulletin="c", matches=SURE),
        closeness=0.9,
    )
    own = dataclasses.replace(
        hit("Bệnh viện Bạch Mai cám ơn.", bulletin="a", start=99), closeness=0.9
    )
    assert stands(HELD, same, own) == Standing(1.0, 1.0, 1.0, 1.0)


def test_who_terms_or_vectors_put_first_is_told() -> None:
    nearer = dataclasses.replace(OTHER, closeness=HELD.closeness + 0.1)
    assert (stands(HELD, nearer).vectors, stands(HELD, nearer).terms) == (0.0, 1.0)
    why = dataclasses.replace(OTHER.why, lexical=1.0)
    ahead = dataclasses.replace(OTHER, why=why)
    assert (stands(HELD, ahead).vectors, stands(HELD, ahead).terms) == (1.0, 0.0)


@given(STANDING, st.sampled_from([field.name for field in dataclasses.fields(Standing)]), SHARE)
def test_who_stands_better_is_never_less_sure(among: Standing, name: str, value: float) -> None:
    low, high = sorted([getattr(among, name), value])
    less, more = (dataclasses.replace(among, **{name: one}) for one in (low, high))
    assert settles(less) <= settles(more)


@given(STANDING)
def test_nobody_is_surer_than_by_itself_and_a_doubt_caps(among: Standing) -> None:
    [best] = judged(HELD)
    assert 0 < settles(among) <= best.confidence
    assert settles(among, OTHER) <= CAP


def test_a_crowd_of_rivals_leaves_a_weak_sentence_unsure() -> None:
    weak = hit("Bệnh viện Bạch Mai thiếu 9 máy thở.", matches=((0.4, 0.4),))
    assert settles(Standing(0, 0, 0, 0), weak) < settles(Standing(1, 1, 1, 1), weak)


def test_names_that_were_asked_for_are_shown_at_least() -> None:
    question = understand("Những ai dự họp?")
    found = hit("Dự họp có Huỳnh Tấn Việt, Nguyễn Thanh Long.")
    [best] = judge(question, [found], default_background())
    assert settled(question, best, Standing(0, 0, 0, 0)) >= NAMES


def test_no_weight_is_negative_and_all_together_can_be_sure() -> None:
    assert min(WEIGHTS.values()) > 0
    assert INTERCEPT + sum(WEIGHTS.values()) > 2
