"""Who wrote or published a bulletin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.texts import Texts
from bot.types import Outcome, Scope
from bot.wording import render
from tests.bot.asking import TODAY, Ask, asking, quoted, sources

VISIT = "001_b41c7af6eaf050f0"  # has no byline
TEXTS = {
    "april": "Nhiệm vụ của Bộ Y tế trong tháng 4 năm 2021\n\nBộ Y tế mua máy thở trong tháng 4"
    " năm 2021.\n\nVụ Kế hoạch  -  Tài chính, Bộ Y tế.Tin liên quan\n",
    "july": "Nhiệm vụ của Bộ Y tế trong tháng 7 năm 2021\n\nBộ Y tế mua kim tiêm trong tháng 7"
    " năm 2021.\n\nVăn phòng Bộ Y tế.\n",
    "flood": "Bộ Y tế giúp vùng lũ\n\nĐoàn công tác mang thuốc đến vùng lũ.\n\n"
    "Nguồn: Báo Sức khỏe\nẢnh: Trần Minh\n",
    "school": "Bộ Y tế thăm trường học\n\nĐoàn công tác thăm bếp ăn của trường học.\n\n"
    "Ảnh: Lê Hà\n",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(tmp_path_factory.mktemp("bylines"), **TEXTS) as ask:
        yield ask


@pytest.mark.parametrize(
    "question",
    [
        "Bản tin nhiệm vụ tháng 4 do phòng nào viết?",
        "ban tin nhiem vu thang 4 la cua phong nao",
        "phong nao viet ban tin nhiem vu thang 4",
        "Đơn vị nào của Bộ Y tế đưa bản tin nhiệm vụ tháng 4/2021?",
        "nguồn của bản tin tháng 4",
        "Bài viết về Nanocovax do phòng nào đăng?",
    ],
)
def test_the_byline_is_quoted(shipped: Engine, question: str) -> None:
    answer = shipped.ask(question, today=TODAY)
    assert answer.outcome is Outcome.ANSWERED
    assert quoted(answer) == ["Phòng KSTTHC, Văn phòng Bộ Y tế"]


@pytest.mark.parametrize(
    ("question", "bulletin", "line"),
    [
        ("Bản tin tháng 4 do phòng nào viết?", "april", "Vụ Kế hoạch  -  Tài chính, Bộ Y tế."),
        ("Bản tin tháng 7 do phòng nào viết?", "july", "Văn phòng Bộ Y tế"),
        ("Nguồn của bài viết về vùng lũ?", "flood", "Nguồn: Báo Sức khỏe"),
    ],
)
def test_period_and_subject_tell_which_bulletin_is_meant(
    ask: Ask, question: str, bulletin: str, line: str
) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert (sources(answer), quoted(answer)) == ([bulletin], [line])
    [quote] = answer.quotes
    assert TEXTS[bulletin][quote.slice.start : quote.slice.end] == line
    assert quote.where is None  # bylines stand in no passage


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("ai viết bài về trường học", "Bộ Y tế thăm trường học"),  # but for a photographer
        ("tac gia bai viet ve truong hoc la ai", "Bộ Y tế thăm trường học"),
    ],
)
def test_a_bulletin_without_a_byline_says_so(ask: Ask, question: str, title: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "no_byline")
    assert answer.quotes == ()
    assert f"Bản tin “{title}” không ghi ai viết" in render(answer, Texts("vi"))


def test_a_bulletin_that_is_not_there_has_no_byline(ask: Ask) -> None:
    answer = ask("ai viết bài về bóng đá")
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "nothing_near")
    answer = ask("Bản tin tháng 9/2021 do phòng nào viết?")
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "period_not_covered")


def test_what_a_byline_says_stays_so(shipped: Engine) -> None:
    answer = shipped.ask("Ai là tác giả bản tin nhiệm vụ trọng tâm?", today=TODAY)
    assert (answer.outcome, answer.as_of) == (Outcome.ANSWERED, None)


def test_where_nothing_tells_which_bulletin_is_meant_no_byline_is_sure(shipped: Engine) -> None:
    answer = shipped.ask("ai viết bài này", today=TODAY)
    assert answer.outcome is Outcome.UNSURE
    assert quoted(answer) == ["Phòng KSTTHC, Văn phòng Bộ Y tế"]


def test_in_a_talk_about_one_bulletin_no_other_one_is_meant(shipped: Engine) -> None:
    answer = shipped.ask("ai viết bài này", today=TODAY, scope=Scope(VISIT))
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "no_byline")


def test_the_unit_that_a_sidecar_gives_is_quoted_where_the_text_has_it(tmp_path: Path) -> None:
    text = "Bộ Y tế tặng sách\n\nVụ Y tế tặng sách cho học sinh.\n\nCục Y tế dự phòng.\n"
    for unit, quotes in (
        ("Cục Y tế dự phòng", ["Cục Y tế dự phòng"]),
        ("Vụ Y tế", ["Cục Y tế dự phòng."]),  # that gives the books, and wrote nothing
    ):
        corpus = tmp_path / unit / "corpus"
        corpus.mkdir(parents=True)
        (corpus / "books.toml").write_text(f'unit = "{unit}"\n', "utf-8")
        with asking(tmp_path / unit, books=text) as ask:
            assert quoted(ask("Ai viết bài về tặng sách?")) == quotes
