"""The benchmark's document and its program say the same, and its measures are what they claim."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner

from bot.types import Answer, Outcome, Quote, Reason
from embeddings.types import Slice
from tests import golden
from tests.bench.__main__ import DOCUMENT, main
from tests.bench.measure import ChildFailed, Reading, run
from tests.bench.news import BadNews, write_articles
from tests.bench.report import BEGIN, END, NOT_RUN, Circumstances, NoMarkers, renewed, section
from tests.bench.rows import GROUPS, AtLeast, Beside, Group, Row, Under, beir
from tests.golden import Golden, Judged, judge, shares

WHERE = Circumstances(dt.date(2021, 11, 26), "2 cores, 23 GiB", "make bench", (0.5, 1.0))
EMPTY = f"# Benchmarks\n\n{BEGIN}\n\n{END}\n\nAfterword.\n"


def cells(document: str) -> list[list[str]]:
    """The table rows of a document, heads and rules apart."""
    rows = [line[2:-2].split(" | ") for line in document.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0] != "what"]


def line(row: Row, **readings: float) -> list[str]:
    """The cells of one row."""
    values = {key.replace("_", "."): Reading(value) for key, value in readings.items()}
    [found] = cells(section([Group("A group", (row,))], values, WHERE))
    return found


# -- the document ------------------------------------------------------------------------------


def test_the_document_holds_every_row_and_heading_of_the_program_in_order() -> None:
    document = DOCUMENT.read_text("utf-8")
    rows = [row for group in GROUPS for row in group.rows]
    written = cells(document)[: len(rows)]
    assert [row[0] for row in written] == [row.what for row in rows]
    headings = re.findall(r"^## (.+)$", document, re.MULTILINE)
    assert headings[: len(GROUPS)] == [group.title for group in GROUPS]


def test_the_document_states_the_aims_of_the_program() -> None:
    rows = [row for group in GROUPS for row in group.rows]
    for row, (_, _, aim, _) in zip(rows, cells(DOCUMENT.read_text("utf-8")), strict=False):
        if not isinstance(row.aim, Beside):  # its words hold what was measured without articles
            assert aim == (row.aim.text(row.unit, {}) if row.aim else "")


def test_keys_of_rows_are_all_different() -> None:
    keys = [row.key for group in GROUPS for row in group.rows]
    assert len(keys) == len(set(keys))


# -- the table ---------------------------------------------------------------------------------


def test_a_row_shows_what_was_measured_what_is_aimed_at_and_whether_it_is_met() -> None:
    cold = Row("cold", "a cold ask", "s", Under(1.2))
    assert line(cold, cold=0.8) == ["a cold ask", "0.80 s", "under 1.20 s", "yes"]
    assert line(cold, cold=1.2)[3] == "**no**"


def test_a_row_without_a_reading_says_not_run_and_nothing_of_being_met() -> None:
    assert line(Row("cold", "a cold ask", "s", Under(1.2)))[1::2] == [NOT_RUN, ""]


def test_a_row_without_an_aim_only_informs() -> None:
    assert line(Row("n", "passages", "count"), n=357_199) == ["passages", "357,199", "", ""]


def test_an_aim_of_at_least_is_met_by_the_very_value() -> None:
    assert line(Row("p", "P@1", "share", AtLeast(0.935)), p=0.935)[3] == "yes"
    assert line(Row("p", "P@1", "share", AtLeast(0.935)), p=0.934)[3] == "**no**"


def test_an_aim_beside_another_row_shows_it_and_allows_hardly_less() -> None:
    row = Row("news", "quoted", "share", Beside("two.quoted"))
    assert line(row, news=0.90, two_quoted=0.93)[2:] == [
        "3 points less than alone (93.0%) at most",
        "yes",
    ]
    assert line(row, news=0.89, two_quoted=0.93)[3] == "**no**"
    assert line(row, news=0.89)[3] == ""


def test_a_note_stands_beside_its_value() -> None:
    group = Group("A group", (Row("cold", "a cold ask", "s"),))
    measured = section([group], {"cold": Reading(0.8, "7 runs, 0.70 to 0.90")}, WHERE)
    assert cells(measured)[0][1] == "0.80 s (7 runs, 0.70 to 0.90)"


def test_date_machine_load_and_command_stand_above_the_tables() -> None:
    head = section([], {}, WHERE)
    for part in ("2021-11-26", "2 cores, 23 GiB", "0.5 before and 1.0 after", "make bench"):
        assert part in head


def test_a_folder_that_is_not_known_gets_rows_without_aims() -> None:
    assert [row.aim for row in beir("mine").rows] == [None] * len(beir("alqac").rows)


def test_renewing_keeps_what_stands_around_the_markers_and_replaces_what_is_between() -> None:
    once = renewed(EMPTY, "measured")
    assert renewed(once, "measured") == once
    assert renewed(once, "anew") == EMPTY.replace(f"{BEGIN}\n\n", f"{BEGIN}\n\nanew\n\n")


@pytest.mark.parametrize("document", ["", BEGIN, f"{END} {BEGIN}", EMPTY + EMPTY])
def test_a_document_without_both_markers_once_is_refused(document: str) -> None:
    with pytest.raises(NoMarkers):
        renewed(document, "measured")


# -- what measures -----------------------------------------------------------------------------


def test_a_childs_peak_counts_what_it_took(tmp_path: Path) -> None:
    child = run([sys.executable, "-c", "len(b'1' * 2_000_000_000)"], cwd=tmp_path)
    assert 2e9 < child.peak < 2.2e9


def test_a_child_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match="status 3:\nno index") as caught:
        run([sys.executable, "-c", "import sys; print('no index', file=sys.stderr); sys.exit(3)"],
            cwd=tmp_path)  # fmt: skip
    assert caught.value.status == 3


def test_a_child_sees_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANTIN_INDEX", "elsewhere")
    child = run([sys.executable, "-c", "import os; print('BANTIN_INDEX' in os.environ)"],
                cwd=tmp_path)  # fmt: skip
    assert child.output.strip() == "False"


def test_the_process_that_measures_loads_nothing_large() -> None:
    """A child inherits its peak, so what measures must be the smaller one."""
    code = "import sys, tests.bench.__main__; print({'numpy', 'faiss', 'torch'} & {*sys.modules})"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == "set()"


def test_a_news_file_that_is_not_there_is_refused_before_anything_is_measured() -> None:
    result = CliRunner().invoke(main, ["--news", "missing.jsonl.zst"])
    assert result.exit_code == 2
    assert "missing.jsonl.zst" in result.output


# -- news --------------------------------------------------------------------------------------


def news_file(place: Path, *articles: object) -> Path:
    path = place / "news.jsonl.zst"
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    path.write_bytes(zstandard.compress(lines.encode("utf-8")))
    return path


def article(title: str) -> dict[str, object]:
    return {"title": title, "abstract": "Tóm tắt.", "body": ["Đoạn một.", "Đoạn hai."]}


def test_articles_become_files_with_blank_lines_between_paragraphs(tmp_path: Path) -> None:
    source = news_file(tmp_path, article("Một"), article("Hai"), article("Ba"))
    assert write_articles(source, tmp_path, 2) == 2
    assert [path.name for path in sorted(tmp_path.glob("*.txt"))] == [
        "news-000001.txt",
        "news-000002.txt",
    ]
    text = (tmp_path / "news-000002.txt").read_text("utf-8")
    assert text == "Hai\n\nTóm tắt.\n\nĐoạn một.\n\nĐoạn hai.\n"


@pytest.mark.parametrize("bad", [[], {"title": "Một"}, article("Hai") | {"body": "Đoạn"}])
def test_a_line_that_is_no_article_is_named(tmp_path: Path, bad: object) -> None:
    with pytest.raises(BadNews, match="line 2"):
        write_articles(news_file(tmp_path, article("Một"), bad), tmp_path, 5)


# -- golden questions --------------------------------------------------------------------------


def asked(kind: str = "fact", *groups: tuple[str, ...], count: int | None = None) -> Golden:
    question = "Bộ Y tế họp khi nào?"
    return Golden("1", kind, question, groups, bool(groups), count, chat=False)


def answered(*quotes: str, outcome: Outcome = Outcome.ANSWERED, count: int | None = None) -> Answer:
    slices = tuple(Quote(Slice("b", 0, len(text), text), "b#0") for text in quotes)
    return Answer("?", "?", outcome, Reason("sentence"), slices, count=count)


def test_evidence_is_quoted_when_one_alternative_of_every_group_stands_in_some_quote() -> None:
    wanted = asked("fact", ("ngày 5",), ("Hà Nội", "thủ đô"))
    assert judge(wanted, answered("Họp ngày  5", "tại Thủ đô"), 0.0).quoted
    assert not judge(wanted, answered("Họp tại Thủ đô"), 0.0).quoted
    assert not judge(wanted, answered("Họp ngày", "5 tại Thủ đô"), 0.0).quoted


def test_a_question_that_cannot_be_asked_is_neither_quoted_nor_answered() -> None:
    judged = judge(asked("offtopic"), None, 0.0)
    assert (judged.quoted, judged.answered) == (False, False)


def test_shares_are_taken_over_the_questions_that_they_speak_of() -> None:
    refused = answered(outcome=Outcome.REFUSED)
    judged = [
        judge(asked("fact", ("ngày 5",)), answered("ngày 5", outcome=Outcome.UNSURE), 0.0),
        judge(asked("list", ("một",), count=1), answered("một", count=2), 0.0),
        judge(asked("offtopic"), refused, 0.0),
        judge(asked("near"), refused, 0.0),
        judge(asked("near"), answered("gần"), 0.0),
    ]
    assert shares(judged) == {
        "quoted": 1.0,
        "answered": 0.5,
        "lists": 0.0,
        "offtopic": 1.0,
        "near": 0.5,
    }


def test_every_share_that_has_a_row_can_be_taken_from_the_golden_questions() -> None:
    perfect = [
        Judged(one, None, quoted=True, answered=one.answerable, counted=True, seconds=0.0)
        for one in golden.read()
    ]
    assert set(shares(perfect).values()) == {1.0}
