from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.evaluation import figures
from bot.evaluation.analysis import cases, risks
from bot.evaluation.page import EXCERPT, PAGE, page, ready, save
from bot.texts import Lang, Texts
from embeddings.evaluate import Measured
from embeddings.question import Wanted
from embeddings.types import Why
from tests.bot.evaluation.measuring import measuring

VI, EN = Texts("vi"), Texts("en")
SCRIPT = "<script>alert(1)</script>"
PASSAGES = {
    "p1": "Bộ Y tế tiêm vắc xin cho nhân viên y tế.",
    "p2": f"Các bệnh viện mua thuốc. {SCRIPT} <img src=x onerror=alert(2)> \u202e&amp;",
    "p3": "Phòng chống dịch là nhiệm vụ của năm.",
}
QUERIES: list[dict[str, object]] = [
    {"_id": 'q"1', "text": f"Bệnh viện mua thuốc gì? {SCRIPT}", "kind": f"của tôi {SCRIPT}"},
    {"_id": "q2", "text": "Tiêm vắc xin cho ai?"},
]
RELEVANT = {'q"1': "p3", "q2": "p1"}


class Parsed(HTMLParser):
    """Tags and attributes of a page, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.words += " "
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += data


def made(
    folder: Path,
    texts: Texts = VI,
    passages: Mapping[str, str] = PASSAGES,
    queries: Sequence[Mapping[str, object]] = QUERIES,
    relevant: Mapping[str, str] = RELEVANT,
) -> tuple[str, Measured]:
    with measuring(folder / "beir", passages, queries, relevant) as done:
        return page(done, texts, source=f"bộ <đo> {SCRIPT}"), done


# -- what it says ------------------------------------------------------------------------------


def test_the_page_holds_what_was_measured(tmp_path: Path) -> None:
    html, done = made(tmp_path)
    words = " ".join(Parsed(html).words.split())
    for name, value in done.scores.items():
        shown = figures.share(value, VI) if isinstance(value, float) else str(value)
        shown = figures.number(value, VI) if name == "ms_per_query" else shown
        assert f"{name} {shown} " in words
    assert done.scores["P@1"] == 0.5
    assert "P@1 50,0% " in words
    assert done.searcher.encoder.name in words
    assert "1 trong 1 câu có đoạn đứng đầu sai" in words


def test_a_miss_shows_its_question_both_passages_and_the_reason(tmp_path: Path) -> None:
    words = " ".join(Parsed(made(tmp_path)[0]).words.split())
    assert f"Bệnh viện mua thuốc gì? {SCRIPT}" in words
    assert re.search(r"Đoạn đúng: p3 Phòng chống dịch là nhiệm vụ của năm\.", words)
    assert "Đoạn đứng đầu: p2 Các bệnh viện mua thuốc." in words
    assert re.search(
        r"Đoạn đúng đứng thứ [23]\. Thua nhiều nhất ở .+: \d,\d\d so với 1,00\.", words
    )


def test_a_long_passage_or_question_is_cut(tmp_path: Path) -> None:
    long = "phòng dịch " * 500
    queries = [{"_id": "q", "text": f"thuốc {long}"}]
    html, _ = made(tmp_path, VI, PASSAGES | {"p3": long}, queries, {"q": "p2"})
    assert f"<blockquote>{long[:EXCERPT]}…</blockquote>" in html
    assert f"<h3>thuốc {long[: EXCERPT - 6]}…</h3>" in html


def test_scores_of_any_range_are_drawn(tmp_path: Path) -> None:
    """A score only orders the hits of one question."""
    with measuring(tmp_path / "beir", PASSAGES, QUERIES, RELEVANT) as done:
        found = [
            replace(case, score=score)
            for case, score in zip(cases(done), (-2.5, 7.25), strict=True)
        ]
        plot = figures.plots_of(done, found, risks(found), VI)[1]
    assert {"-2,50", "2,40", "7,30"} <= set(re.findall(r">(-?\d,\d\d)<", plot.picture))
    assert plot.picture.count('class="right"') == plot.picture.count('class="wrong"') == 1


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_speaks_one_language(tmp_path: Path, lang: Lang) -> None:
    html, _ = made(tmp_path, Texts(lang))
    assert f'<html lang="{lang}">' in html
    for code in ("report_figures", "plot_risk", "axis_latency", "report_misses"):
        assert Texts(lang).say(code) in html
        assert Texts("en" if lang == "vi" else "vi").say(code) not in html
    assert ("50,0%" in html, "50.0%" in html) == (lang == "vi", lang == "en")


def test_without_misses_it_says_so(tmp_path: Path) -> None:
    html, _ = made(tmp_path, relevant={"q2": "p1"})
    assert VI.say("misses_none") in html
    assert "<article" not in html


def test_one_question_that_finds_nothing_has_a_page(tmp_path: Path) -> None:
    html, _ = made(tmp_path, queries=[{"_id": "q", "text": "漢字?"}], relevant={"q": "p1"})
    assert VI.say("miss_nothing") in Parsed(html).words
    assert "100,0%" in html


def test_every_feature_and_every_kind_of_question_has_its_words() -> None:
    assert all(VI.knows(f"feature_{field.name}") for field in fields(Why))
    assert all(VI.knows(f"kind_{kind}") for kind in Wanted)


def test_every_plot_is_there_with_its_caption(tmp_path: Path) -> None:
    parsed = Parsed(made(tmp_path)[0])
    assert parsed.tags.count("svg") == parsed.tags.count("figcaption") == 5
    for plot in ("kinds", "scores", "confidences", "risk", "latency"):
        assert VI.say(f"plot_{plot}") in parsed.words


# -- whom it trusts ----------------------------------------------------------------------------


def test_what_anybody_wrote_is_shown_as_text(tmp_path: Path) -> None:
    html, _ = made(tmp_path)
    parsed = Parsed(html)
    assert not {"script", "img", "iframe", "object", "link", "base"} & set(parsed.tags)
    assert not [name for name, _ in parsed.attributes if name.startswith("on")]
    assert parsed.words.count(SCRIPT) >= 3  # source, question, kind or passage
    assert "\u202e" not in html  # would turn what follows around


def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    html, _ = made(tmp_path)
    names = {name for name, _ in Parsed(html).attributes}
    assert not {"src", "href", "xlink:href", "action", "srcset", "data"} & names
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    assert not re.search(r"url\(|@import|@font-face", style[1])
    assert "http" not in re.sub(r'http-equiv="Content-Security-Policy"', "", html)


# -- how it is written -------------------------------------------------------------------------


def test_it_is_written_into_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    ready(folder)
    assert list(folder.iterdir()) == []
    assert save(folder, "Bộ Y tế") == folder / PAGE
    assert (folder / PAGE).read_text("utf-8") == "Bộ Y tế"
    assert [path.name for path in folder.iterdir()] == [PAGE]
    assert stat.S_IMODE((folder / PAGE).stat().st_mode) == 0o666 & ~umask()


def umask() -> int:
    held = os.umask(0)
    os.umask(held)
    return held


def test_a_page_that_cannot_be_written_whole_leaves_the_earlier_one(tmp_path: Path) -> None:
    save(tmp_path, "trước")
    with pytest.raises(UnicodeEncodeError):
        save(tmp_path, "một nửa \ud800")
    assert (tmp_path / PAGE).read_text("utf-8") == "trước"
    assert [path.name for path in tmp_path.iterdir()] == [PAGE]


def test_names_that_are_no_text_can_be_shown(tmp_path: Path) -> None:
    with measuring(tmp_path / "beir", PASSAGES, QUERIES, RELEVANT) as done:
        save(tmp_path, page(done, EN, source=os.fsdecode(b"beir-\xff")))
    assert "beir-\ufffd" in (tmp_path / PAGE).read_text("utf-8")
