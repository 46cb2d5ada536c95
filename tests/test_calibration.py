from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from bot.answering.confidence import CAP
from bot.answering.sentences import NEAR, SURE
from embeddings.encoder import Encoder
from tests.calibration import curve
from tests.calibration.cases import (
    EVIDENCE,
    Case,
    bulletins,
    is_held_out,
    of_benchmark,
    of_strangers,
    of_texts,
)
from tests.calibration.curve import Curve
from tests.calibration.picture import PICTURE, chosen, drawn
from tests.calibration.refit import confidences, fitted, shifted

DOCUMENT = (PICTURE.parent / "retrieval.md").read_text("utf-8")
TEXTS = ("Bệnh viện Bạch Mai tiếp nhận 20 máy thở.", "Trời mưa ở Huế.")
ASKED = ("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?", "Trời mưa ở đâu?")


def case(value: float, *, right: bool, question: str = "", doubted: bool = False) -> Case:
    values = dict.fromkeys(EVIDENCE, value)
    return Case(question, value, value, values, doubted, answerable=right, right=right)


def lines(path: Path, rows: list[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


# -- cases ----------------------------------------------------------------------------------------


def test_a_text_that_answers_is_surer_than_the_text_of_another_question(
    tmp_path: Path, model: Encoder
) -> None:
    rows: list[dict[str, object]] = [
        {"question": q, "context": t, "answerable": True} for q, t in zip(ASKED, TEXTS, strict=True)
    ]
    own, strange = of_texts(lines(tmp_path / "texts.jsonl", rows), model)
    assert [one.right for one in own] == [True, True]
    assert [one.right or one.answerable for one in strange] == [False, False]
    assert min(one.confidence for one in own) > SURE > max(one.confidence for one in strange)


def test_a_question_of_a_benchmark_is_asked_with_and_without_its_passage(
    tmp_path: Path, model: Encoder
) -> None:
    lines(tmp_path / "corpus.jsonl", [{"_id": f"p{n}", "text": t} for n, t in enumerate(TEXTS)])
    lines(tmp_path / "queries.jsonl", [{"_id": "q", "text": ASKED[0]}])
    lines(tmp_path / "answers.jsonl", [{"_id": "q", "answers": ["20 máy thở"]}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\tp0\t1\n", "utf-8")
    there, gone = of_benchmark(tmp_path, model)
    assert (there.answerable, there.right) == (True, True)
    assert (gone.answerable, gone.right) == (False, False)
    assert there.confidence > SURE > gone.confidence


def test_what_strangers_ask_of_the_bulletins_is_never_right(model: Encoder) -> None:
    with bulletins(model) as searcher:
        [one] = of_strangers(["Cách nấu phở bò ngon tại nhà"], searcher)
    assert not one.right
    assert one.confidence < SURE


def test_nothing_is_surer_than_it_is_by_itself_and_a_doubt_caps_it(model: Encoder) -> None:
    with bulletins(model) as searcher:
        [one] = of_strangers(["Bộ Y tế ở Atlantis tiếp nhận bao nhiêu máy thở?"], searcher)
    assert one.doubted
    assert one.confidence <= min(one.alone, CAP)


def test_a_question_is_held_out_with_all_its_texts() -> None:
    asked = [case(0.0, right=True, question=f"câu {n}") for n in range(200)]
    assert 60 < sum(map(is_held_out, asked)) < 140
    again = [case(1.0, right=False, question=one.question) for one in asked]
    assert [is_held_out(one) for one in asked] == [is_held_out(one) for one in again]


# -- the curve ------------------------------------------------------------------------------------


def test_a_curve_tells_who_is_answered_hedged_and_refused() -> None:
    of = Curve.of(
        [
            case(0.9, right=True),
            case(SURE, right=False),
            case(NEAR, right=True),
            case(0.1, right=False),
        ]
    )
    assert of.chosen == [0.5, 0.5]
    assert of.told == [0.5, 0.5, 0.0]
    assert of.untold == [0.5, 0.0, 0.5]
    assert of.points[0] == [0.25, 0.0]
    assert of.coverage_at == [0.25, 0.25, 0.25]
    assert of.auc == 0.75


def test_a_thinned_curve_ends_where_all_are_answered() -> None:
    points = curve.risk_coverage(np.linspace(0, 1, 1_000), np.arange(1_000) >= 500)
    few = curve.thinned(points)
    assert len(few) <= curve.SHOWN + 1
    assert few[-1] == points[-1] == (1.0, 0.5)


def test_curves_are_read_as_they_were_written(tmp_path: Path) -> None:
    curves = {"một": Curve.of([case(0.9, right=True), case(0.1, right=False)])}
    curve.write(curves, tmp_path / "table.json")
    assert curve.read(tmp_path / "table.json") == (SURE, NEAR, curves)


# -- the refit ------------------------------------------------------------------------------------


def test_more_evidence_never_makes_less_sure_even_where_the_data_say_so() -> None:
    backwards = [case(1.0, right=False), case(0.0, right=True)] * 20
    assert fitted([backwards])[1:].tolist() == [0.0] * len(EVIDENCE)
    forwards = [case(0.0, right=False), case(1.0, right=True)] * 20
    assert min(fitted([forwards])[1:]) > 0


def test_as_many_are_answered_as_before_and_doubts_are_capped() -> None:
    cases = [case(n / 100, right=n > 50) for n in range(100)]
    weights = shifted(np.asarray([-1.0, *[1.0] * len(EVIDENCE)]), cases)
    assert np.mean(confidences(weights, cases) >= SURE) == pytest.approx(1 - SURE)
    doubted = [dataclasses.replace(cases[-1], doubted=True)]
    assert confidences(weights, doubted).tolist() == [CAP]


# -- picture and document -------------------------------------------------------------------------


def test_the_numbers_are_of_the_thresholds_in_use() -> None:
    sure, near, curves = curve.read()
    assert (sure, near) == (SURE, NEAR)
    assert all(one.points[-1][0] == 1.0 for one in curves.values())


def test_the_picture_shows_these_numbers() -> None:
    _, _, curves = curve.read()
    picture = PICTURE.read_text("utf-8")
    assert picture == drawn(curves)
    words = [text.text for text in ElementTree.fromstring(picture).findall("{*}text")]
    assert {*curves, *map(chosen, curves.values())} <= set(words)


def test_the_document_shows_the_picture_and_the_same_numbers() -> None:
    _, _, curves = curve.read()
    assert f"]({PICTURE.name})" in DOCUMENT
    section = DOCUMENT.partition("\n## Knowing that it does not know\n")[2].partition("\n## ")[0]
    for name, one in curves.items():
        shares = [one.auc, *one.coverage_at, *one.chosen, *one.told[:2], *one.untold[:2]]
        row = " | ".join(f"{100 * share:.1f}" for share in shares)
        assert f"| {name} | {one.questions:,} | {row} |" in section
    assert re.search(rf"\b{SURE}\b.*\b{NEAR}\b", section)
