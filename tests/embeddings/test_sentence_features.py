from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from embeddings.background import Background, default_background
from embeddings.question import understand
from embeddings.sentence_features import NAMES, features
from tests.corpus.texts import texts
from tests.embeddings.hits import hit

EVERYTHING_RARE = Background(100, [])


def column(name: str, question: str, *found: str) -> list[float]:
    """One feature of all sentences of these texts, each of them a hit."""
    rows = features(understand(question), [hit(text) for text in found], EVERYTHING_RARE)
    return [round(value, 4) for value in rows[:, NAMES.index(name)].tolist()]


def test_a_syllable_counts_more_the_nearer_it_stands_to_the_question_word() -> None:
    near, far = column("focus", "Bò lợn nào?", "Lợn ăn. Bò ăn.")
    assert near + far == pytest.approx(1.0, abs=1e-3)
    assert far / near == pytest.approx(math.exp(-1 / 12), abs=1e-3)


def test_without_a_question_word_its_end_is_what_is_asked_about() -> None:
    last, first = column("focus", "bò lợn", "Lợn ăn. Bò ăn.")
    assert last > first


def test_a_syllable_counts_more_the_fewer_sentences_have_it() -> None:
    once, often = column("focus", "Nào, bò lợn nào?", "Lợn ăn.", "Bò ăn. Bò ngủ.")[:2]
    assert once > often


def test_among_all_passages_a_pair_counts_that_one_of_them_has() -> None:
    found = column("among_pairs", "lợn bò ăn", "Bò ăn. Bò ăn.", "Lợn bò. Mưa. Nắng. Gió.")
    two, one = math.log1p(4.5 / 2.5), math.log1p(5.5 / 1.5)
    here, there = round(two / (two + one), 4), round(one / (two + one), 4)
    assert found == [here, here, there, 0.0, 0.0, 0.0]


def test_a_number_counts_behind_the_same_syllable_only() -> None:
    found = column("numbers", "Bước 2 làm gì?", "Bước 2: in. Bước 1: đọc 2 trang.")
    assert found == [1.0, 0.0]
    assert column("numbers", "Năm 2021 in gì?", "In năm 2021.") == [0.0]  # a date, no number
    assert column("numbers", "Bước nào?", "Bước 2: in.") == [0.0]


def test_what_no_passage_has_weighs_nothing() -> None:
    assert column("focus", "bò lợn gà", "Bò lợn. Trời mưa.") == [1.0, 0.0]


def test_what_stands_above_is_what_the_sentence_itself_lacks() -> None:
    none, some, nothing_more = column("before", "bò lợn", "Bò ăn. Lợn ngủ. Lợn kêu.")
    assert none == nothing_more == 0.0
    assert some > 0.5
    assert column("lead", "bò lợn", "Bò gồm:\n- lợn;\n- lợn.")[0] == 0.0
    assert min(column("lead", "bò lợn", "Bò gồm:\n- lợn;\n- lợn.")[1:]) > 0.5
    assert column("under_heading", "bò lợn", "Bò nhà\nLợn ngủ.")[1] == 0.5


def test_the_opener_of_a_list_has_what_its_best_item_adds() -> None:
    assert column("items", "bò lợn", "Bò gồm:\n- trâu;\n- lợn.") == [0.5, 0.0, 0.0]
    repeated = column("repeated", "phá rừng", "Ai làm điều sau bị phạt:\n- phá rừng.")
    assert repeated == [1.0, 0.0]


def test_a_sentence_that_only_repeats_the_question_tells_nothing_new() -> None:
    assert column("nothing_new", "Phá rừng thì sao?", "Phá rừng. Bị phạt tù.") == [1.0, 0.0]


@pytest.mark.parametrize(
    ("question", "defines"),
    [("Phá rừng là gì?", [1.0, 0.0]), ("Ai phá rừng?", [0.0, 0.0])],
)
def test_a_definition_names_its_subject_before_its_verb(
    question: str, defines: list[float]
) -> None:
    assert column("defines", question, "1. Phá rừng là chặt cây. Nơi đó là nhà.") == defines


def test_a_definition_begins_with_just_the_term_that_is_asked_for() -> None:
    text = "1. Phá rừng là chặt cây. Người phá rừng là tội phạm."
    assert column("begins", "Phá rừng là gì?", text) == [1.0, 0.0]
    assert column("begins", "Ai phá rừng?", text) == [0.0, 0.0]


def test_only_questions_for_yes_or_no_want_the_sentence_that_says_the_same() -> None:
    assert column("closed_precise", "Có được phá rừng không?", "Phá rừng.") == [1.0]
    assert column("closed_precise", "Ai phá rừng?", "Phá rừng.") == [0.0]


def test_nothing_is_told_of_no_hits() -> None:
    assert features(understand("máy thở"), [], EVERYTHING_RARE).shape == (0, len(NAMES))


@given(texts(), texts())
def test_every_sentence_has_finite_features(question: str, text: str) -> None:
    one, other = hit(text), hit("Máy thở.")
    rows = features(understand(question), [one, other], default_background())
    assert rows.shape == (len(one.sentences) + 1, len(NAMES))
    assert np.all(np.isfinite(rows))
