"""Months and years of plans, several bulletins at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts import Texts
from bot.types import Answer, Outcome
from bot.wording import render
from tests.bot.asking import Ask, asking, quoted, sources

VI = Texts("vi")
WORDS = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy")
TITLE = "Một số nhiệm vụ trọng tâm của Bộ Y tế trong {}"
LEAD = "Trong cuộc họp tổng kết {}, Bộ Y tế đã đề ra một số nhiệm vụ trọng tâm trong {} như sau:"


def plan(title: str, lead: str, *tasks: str) -> str:
    """A bulletin in the manner of the ministry's."""
    items = [f"{word} là: {task}" for word, task in zip(WORDS, tasks, strict=False)]
    return "\n\n".join((title, lead, *items)) + "\n"


APRIL_2020 = plan(
    TITLE.format("tháng 4 năm 2020"),
    LEAD.format("Quý I năm 2020", "tháng 4"),
    "Mua thêm máy thở cho các bệnh viện tuyến tỉnh.",
    "Tập huấn điều trị cho bác sĩ tuyến huyện.",
    "Lập các đội phản ứng nhanh.",
)
APRIL_2021 = plan(
    TITLE.format("tháng 4 năm 2021"),
    LEAD.format("hoạt động Quý I năm 2021", "tháng 4 và Quý 2"),
    "Hoàn thiện các văn bản quy phạm pháp luật.",
    "Giám sát chặt chẽ tình hình dịch COVID-19.",
    "Thử nghiệm lâm sàng vắc xin trong nước.",
    "Kiểm tra các doanh nghiệp trang thiết bị y tế.",
)
JULY_2021 = plan(
    TITLE.format("tháng 7 năm 2021"),
    LEAD.format("6 tháng đầu năm 2021", "tháng 7 và Quý III"),
    "Tổ chức chiến dịch tiêm chủng vắc xin trên toàn quốc.",
    "Chuẩn bị giường hồi sức tại các tỉnh phía Nam.",
)
YEAR_2022 = (
    "Phương hướng, nhiệm vụ năm 2022 của ngành Y tế\n\n"
    "Hội nghị tổng kết công tác năm 2021 đã họp tại Hà Nội.\n\n"
    "Trong năm 2022, ngành Y tế có nhiệm vụ củng cố y tế cơ sở, tăng lương cho bác sĩ trạm y tế"
    " xã và tiêm mũi nhắc lại cho người dân.\n"
)
STRATEGY = (
    "Chiến lược quốc gia về dinh dưỡng\n\n"
    "Bộ Y tế trình Chính phủ Chiến lược quốc gia về dinh dưỡng giai đoạn 2021-2030, tầm nhìn đến"
    " năm 2045.\n\n"
    "Mục tiêu đến năm 2030, tỷ lệ suy dinh dưỡng ở trẻ em dưới 5 tuổi dưới 15%.\n"
)
APRIL_2019 = plan(
    TITLE.format("tháng 4 năm 2019"),
    "Bộ Y tế đã đề ra các nhiệm vụ trọng tâm trong tháng 4 như sau:",
    "Tiêm vắc xin sởi cho trẻ em.",
    "Kiểm tra bếp ăn trường học.",
)
DATES = {
    "april_2020": "2020-04-02",
    "april_2021": "2021-04-05",
    "july_2021": "2021-07-03",
    "year_2022": "2022-01-10",
    "strategy": "2022-02-15",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    texts = {
        "april_2020": APRIL_2020,
        "april_2021": APRIL_2021,
        "july_2021": JULY_2021,
        "year_2022": YEAR_2022,
        "strategy": STRATEGY,
        "april_2019": APRIL_2019,  # undated
    }
    with asking(tmp_path_factory.mktemp("plans"), DATES, **texts) as asked:
        yield asked


def others(answer: Answer) -> list[str]:
    return [head.id for head in answer.others]


# -- one list of several -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "bulletin", "count"),
    [
        ("Nhiệm vụ tháng 4/2021", "april_2021", 4),
        ("nhiem vu thang 4 nam 2020 la gi", "april_2020", 3),
        ("Nhiệm vụ tháng 4 năm 2019 gồm những gì?", "april_2019", 2),
        ("NHIỆM VỤ QUÝ II NĂM 2021", "april_2021", 4),
        ("Tháng 5 năm 2021 Bộ Y tế có nhiệm vụ gì?", "april_2021", 4),  # in the second quarter
        ("nhiệm vụ 6 tháng đầu năm 2021", "april_2021", 4),  # July only looks back on them
        ("Nhiệm vụ quý 3/2021", "july_2021", 2),
        ("thang 8/2021 bo y te lam gi", "july_2021", 2),
        ("nhiệm vụ 6 tháng cuối năm 2021", "july_2021", 2),
        ("tháng 7/2021", "july_2021", 2),
    ],
)
def test_the_list_of_the_period_is_quoted_and_no_other(
    ask: Ask, question: str, bulletin: str, count: int
) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.count) == (Outcome.ANSWERED, count)
    assert sources(answer) == [bulletin] * count
    assert others(answer) == []


@pytest.mark.parametrize("question", ["Nhiệm vụ tháng 4", "nhiem vu thang tu la gi", "tháng 4"])
def test_a_month_of_any_year_is_the_newest_and_older_ones_are_named_with_their_dates(
    ask: Ask, question: str
) -> None:
    answer = ask(question)
    assert sources(answer) == ["april_2021"] * 4
    assert others(answer) == ["april_2020", "april_2019"]
    shown = render(answer, VI).splitlines()
    assert any("tháng 4 năm 2021" in line for line in shown)  # the year is shown
    after = shown[shown.index(VI.say("others")) + 1 :]
    assert "tháng 4 năm 2020 (02/04/2020)" in after[0]
    assert "tháng 4 năm 2019 (không ghi ngày)" in after[1]


def test_without_a_period_the_newest_list_is_quoted_and_an_undated_one_is_last(ask: Ask) -> None:
    answer = ask("Nhiệm vụ trọng tâm của Bộ Y tế là gì?")
    assert set(sources(answer)) == {"july_2021"}
    assert others(answer) == ["april_2021", "april_2020", "april_2019"]


def test_a_year_is_answered_by_its_months_the_newest_first(ask: Ask) -> None:
    for question in ("Nhiệm vụ năm 2021", "Nhiệm vụ từ tháng 4 đến tháng 7 năm 2021"):
        answer = ask(question)
        assert set(sources(answer)) == {"july_2021"}
        assert others(answer) == ["april_2021"]


def test_two_months_are_answered_by_two_lists(ask: Ask) -> None:
    answer = ask("Nhiệm vụ tháng 4 và tháng 7 năm 2021")
    assert (answer.outcome, answer.count) == (Outcome.ANSWERED, None)
    assert sources(answer) == ["july_2021"] * 2 + ["april_2021"] * 4


def test_an_item_is_of_the_list_of_its_month(ask: Ask) -> None:
    assert quoted(ask("Nhiệm vụ thứ hai của tháng 4")) == [
        "Hai là: Giám sát chặt chẽ tình hình dịch COVID-19."
    ]
    assert quoted(ask("nhiem vu thu hai thang 4 nam 2020")) == [
        "Hai là: Tập huấn điều trị cho bác sĩ tuyến huyện."
    ]


def test_among_years_of_months_that_use_the_same_words_the_newest_is_found(tmp_path: Path) -> None:
    months = [(year, month) for year in (2019, 2020, 2021) for month in range(1, 13)]
    texts = {
        f"p{year}_{month:02}": plan(
            TITLE.format(f"tháng {month} năm {year}"),
            f"Bộ Y tế đã đề ra một số nhiệm vụ trọng tâm trong tháng {month} như sau:",
            *(f"Triển khai việc số {n} tại các địa phương." for n in range(year - 2017)),
        )
        for year, month in months
    }
    dates = {f"p{year}_{month:02}": f"{year}-{month:02}-03" for year, month in months}
    with asking(tmp_path, dates, **texts) as ask:
        for question, newest, older in (
            ("Nhiệm vụ tháng 11", "p2021_11", ["p2020_11", "p2019_11"]),
            ("nhiem vu thang 11 nam 2020", "p2020_11", []),
            ("Nhiệm vụ quý 3 năm 2020", "p2020_09", ["p2020_08", "p2020_07"]),
            ("Nhiệm vụ trọng tâm là gì?", "p2021_12", ["p2021_11", "p2021_10", "p2021_09"]),
        ):
            answer = ask(question)
            assert set(sources(answer)) == {newest}, question
            assert others(answer) == older, question


def test_the_year_is_said_where_nothing_else_shows_it(tmp_path: Path) -> None:
    lead = "Bộ Y tế đề ra các nhiệm vụ trọng tâm trong tháng 4 như sau:"
    text = plan("Nhiệm vụ trọng tâm của Bộ Y tế", lead, "Mua máy thở.", "Tập huấn bác sĩ.")
    text += "\nBộ đã họp tổng kết quý I năm 2021.\n"
    dated = text.replace("trong tháng 4 như", "trong tháng 4 (cuộc họp năm 2021) như")
    with asking(tmp_path, plan=dated) as ask:
        answer = ask("Nhiệm vụ tháng 4")
        assert sources(answer) == ["plan", "plan"]
        assert VI.say("meant", period="tháng 4 năm 2021") in render(answer, VI)
        named = ask("Nhiệm vụ tháng 4 năm 2021")
        assert VI.say("meant", period="tháng 4 năm 2021") not in render(named, VI)


# -- what is not there ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("Nhiệm vụ quý I năm 2021", "tháng 4 năm 2021"),  # it is only looked back on
        ("Nhiệm vụ tháng 11/2021", "quý 3 năm 2021"),
        ("Nhiệm vụ tháng 3 năm 2020", "tháng 4 năm 2020"),
        ("nhiem vu nam 2023", "năm 2022"),
        ("Nhiệm vụ tháng 9 năm 2018", "tháng 4 năm 2019"),
        ("Nhiệm vụ năm ngoái", "năm 2022"),
        ("Nhiệm vụ tháng 4 năm 3021", "năm 2045"),
    ],
)
def test_what_no_bulletin_plans_for_is_refused_with_what_is_nearest(
    ask: Ask, question: str, nearest: str
) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.REFUSED
    assert VI.say("covers_near", covered=nearest)[:-1] in render(answer, VI)


def test_a_refusal_says_whether_the_period_is_spoken_of_at_all(ask: Ask) -> None:
    for question, code in (
        ("Nhiệm vụ quý I năm 2021", "period_not_planned"),
        ("Nhiệm vụ tháng 11/2021", "period_not_covered"),
        ("Bản tin ngày 4/7/2021", "not_published"),
    ):
        assert ask(question).reason.code == code


def test_results_bring_no_list_of_what_is_planned(ask: Ask) -> None:
    for question in ("Kết quả thực hiện nhiệm vụ quý I năm 2021", "ket qua quy 1 nam 2021"):
        assert not [text for text in quoted(ask(question)) if " là: " in text]


# -- years and plans of many years ---------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Chiến lược dinh dưỡng đến năm 2030",
        "chien luoc quoc gia ve dinh duong nam 2025",
        "Giai đoạn 2021-2030 có chiến lược gì?",
    ],
)
def test_a_year_within_a_plan_of_many_years_is_answered_by_it(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert "giai đoạn 2021-2030" in quoted(answer)[0]


def test_what_is_to_be_reached_by_a_year_is_answered_by_its_target(ask: Ask) -> None:
    answer = ask("Mục tiêu đến năm 2030 là gì?")
    assert answer.outcome is Outcome.ANSWERED
    assert quoted(answer)[0].startswith("Mục tiêu đến năm 2030")


def test_the_tasks_of_the_year_are_those_of_the_year_where_no_list_has_a_fifth(ask: Ask) -> None:
    answer = ask("Nhiệm vụ năm")
    assert answer.outcome is Outcome.ANSWERED
    assert set(sources(answer)) == {"year_2022"}


def test_the_fifth_task_is_meant_where_a_list_has_one(tmp_path: Path) -> None:
    tasks = ["Mua máy thở.", "Tập huấn.", "Truy vết.", "Cách ly.", "Báo cáo Chính phủ."]
    lead = "Bộ Y tế đề ra các nhiệm vụ trọng tâm như sau:"
    text = plan("Nhiệm vụ trọng tâm của Bộ Y tế", lead, *tasks)
    with asking(tmp_path, plan=text, year=YEAR_2022) as ask:
        assert quoted(ask("nhiem vu nam")) == ["Năm là: Báo cáo Chính phủ."]
        assert set(sources(ask("Nhiệm vụ năm 2022"))) == {"year"}


# -- the day of a bulletin -----------------------------------------------------------------------


def test_a_bulletin_is_found_by_its_day(ask: Ask) -> None:
    for question in ("Bản tin ngày 3/7/2021 nói gì?", "Bản tin ngày 3/7 nói gì?", "3/7/2021"):
        answer = ask(question)
        assert answer.outcome is Outcome.ANSWERED
        assert quoted(answer)[0] == TITLE.format("tháng 7 năm 2021")


def test_a_day_without_a_bulletin_is_refused_with_the_nearest_days(ask: Ask) -> None:
    answer = ask("Bản tin ngày 4/7/2021 nói gì?")
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "not_published")
    assert answer.reason.values["covered"].startswith("2021-07-03/2021-07-03, 2021-04-05/")


def test_the_day_of_a_plan_is_not_its_period(ask: Ask) -> None:
    answer = ask("Nhiệm vụ tháng 1 năm 2022")
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "period_not_covered")


# -- plans and results of one period -------------------------------------------------------------

JANUARY = plan(
    TITLE.format("Quý I năm 2021"),
    "Hội nghị tổng kết công tác năm 2020 giao các nhiệm vụ trọng tâm Quý I năm 2021 như sau:",
    "Bảo đảm thuốc dịp Tết Nguyên đán.",
    "Tiêm thử vắc xin Nanocovax.",
)
HALF_YEAR = (
    "Kết quả công tác y tế 6 tháng đầu năm 2021\n\n"
    "Trong 6 tháng đầu năm 2021, ngành Y tế đã tiêm 3 triệu liều vắc xin.\n\n"
    "Trong Quý I năm 2021, cả nước ghi nhận 1.200 ca mắc COVID-19.\n\n"
    "Sáu tháng cuối năm, ngành sẽ tập trung tiêm vắc xin cho công nhân.\n"
)
FIVE_YEARS = (
    "Kế hoạch 5 năm 2021-2025 của ngành Y tế\n\n"
    "Giai đoạn 2021-2025, ngành Y tế phấn đấu đạt 12 bác sĩ trên 1 vạn dân.\n"
)


@pytest.fixture(scope="module")
def ask_roles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    texts = {"jan": JANUARY, "april": APRIL_2021, "half": HALF_YEAR, "five": FIVE_YEARS}
    dates = {"jan": "2021-01-05", "april": "2021-04-05", "half": "2021-07-08"}
    with asking(tmp_path_factory.mktemp("roles"), dates, **texts) as asked:
        yield asked


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Nhiệm vụ quý I năm 2021", "Một là: Bảo đảm thuốc"),
        ("nhiem vu thang 2 nam 2021", "Một là: Bảo đảm thuốc"),
        ("Nhiệm vụ quý II năm 2021", "Một là: Hoàn thiện"),
        ("Kết quả quý I năm 2021", "Trong Quý I năm 2021, cả nước ghi nhận"),
        ("Kết quả 6 tháng đầu năm 2021 là gì?", "Trong 6 tháng đầu năm 2021"),
        ("Kế hoạch 6 tháng cuối năm 2021", "Sáu tháng cuối năm, ngành sẽ"),
        ("Mục tiêu giai đoạn 2021-2025", "Giai đoạn 2021-2025, ngành Y tế phấn đấu"),
        ("Năm 2023 phấn đấu bao nhiêu bác sĩ trên 1 vạn dân?", "Giai đoạn 2021-2025"),
    ],
)
def test_plans_and_results_of_one_period_are_kept_apart(
    ask_roles: Ask, question: str, first: str
) -> None:
    answer = ask_roles(question)
    assert answer.outcome is Outcome.ANSWERED
    assert quoted(answer)[0].startswith(first)


def test_each_of_two_quarters_brings_its_own_list(ask_roles: Ask) -> None:
    assert sources(ask_roles("Nhiệm vụ quý I và quý II năm 2021")) == ["april"] * 4 + ["jan"] * 2


# -- among bulletins of others -------------------------------------------------------------------


@pytest.fixture(scope="module")
def ask_among_others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    towns = (
        "Huế Vinh Hà Nội Cần Thơ Đà Lạt Mỹ Tho Nha Trang Quy Nhơn Sa Đéc Tuy Hòa Bắc Ninh".split()
    )
    others = {
        f"road_{number}": f"Làm đường ở {town}\n\nTheo kế hoạch, dự án ở {town} khởi công trong"
        f" quý III năm 2021.\n\nNhà thầu ở {town} có nhiệm vụ sửa cầu trong quý I năm 2021.\n"
        for number, town in enumerate(towns)
    }
    with asking(tmp_path_factory.mktemp("others"), april_2021=APRIL_2021, **others) as asked:
        yield asked


@pytest.mark.parametrize(
    "question", ["ke hoach quy III nam 2021", "nhiệm vụ quý I?", "Nhiệm vụ quý 3 năm 2021 là gì?"]
)
def test_the_plans_of_others_are_no_answer(ask_among_others: Ask, question: str) -> None:
    assert ask_among_others(question).outcome is not Outcome.ANSWERED


def test_the_plans_of_the_ministry_are_answered_among_others(ask_among_others: Ask) -> None:
    answer = ask_among_others("Nhiệm vụ quý II năm 2021")
    assert sources(answer) == ["april_2021"] * 4
