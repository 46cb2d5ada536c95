from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, syllables
from embeddings.question import Question, Wanted, as_typed, names_nothing, understand
from embeddings.terms import search_syllables
from tests.corpus.cases import cases
from tests.corpus.texts import texts

TODAY = dt.date(2026, 11, 1)
CASES = cases("questions.json")


def _as_written(question: Question) -> dict[str, Any]:
    """A question in the form of the labelled cases."""
    return {
        "wanted": question.wanted.value,
        "asked": question.asked,
        "ordinals": list(question.ordinals),
        "subject": " ".join(question.subject),
        "names": list(question.names),
        "periods": [
            [p.first.isoformat(), p.last.isoformat(), *(["any year"] if p.any_year else [])]
            for p in question.periods
        ],
    }


def _wanted_of(case: Any) -> str | None:
    wanted: str | None = case.get("wanted")
    return wanted


@pytest.mark.parametrize("case", CASES)
def test_a_question_is_understood(case: dict[str, Any]) -> None:
    expected = {name: value for name, value in case.items() if name not in ("label", "text")}
    understood = _as_written(understand(case["text"], today=TODAY))
    assert {name: understood[name] for name in expected} == expected


def test_every_kind_of_answer_has_a_case() -> None:
    found = {_wanted_of(case.values[0]) for case in CASES}
    assert found - {None} == {wanted.value for wanted in Wanted}


@pytest.mark.parametrize("case", CASES)
def test_a_decomposed_question_is_understood_alike(case: dict[str, Any]) -> None:
    composed = understand(case["text"], today=TODAY)
    decomposed = understand(unicodedata.normalize("NFD", case["text"]), today=TODAY)
    assert _as_written(decomposed) == _as_written(composed)
    assert decomposed.syllables == composed.syllables


def test_two_spellings_are_understood_alike() -> None:
    old, new = understand("Đảng uỷ đề ra mấy nhiệm vụ?"), understand("Đảng ủy đề ra mấy nhiệm vụ?")
    assert _as_written(old) == _as_written(new)
    assert old.syllables == new.syllables


def test_marks_decide_whether_a_question_counts_as_marked() -> None:
    assert understand("Nhiệm vụ là gì?").marked
    assert not understand("nhiem vu la gi?").marked


def test_days_that_do_not_exist_are_named_as_written() -> None:
    question = understand("Ngày 31/2/2021 có gì?")
    assert question.impossible == ("Ngày 31/2/2021",)
    assert question.periods == ()


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Mục tiêu đến năm 2030 là gì?", True),
        ("muc tieu den het nam 2030", True),
        ("Mục tiêu năm 2030 là gì?", False),
        ("Mục tiêu đến tháng 4/2030 là gì?", False),
    ],
)
def test_a_year_may_be_that_by_which_something_is_reached(text: str, *, until: bool) -> None:
    question = understand(text)
    assert question.until == (set(question.periods) if until else set())


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Bản tin ngày 26/11/2021 nói gì?", True),
        ("ban tin 26/11/2021", True),
        ("Các bản tin đăng tháng 11/2021", True),
        ("Bản tin tháng 11/2021 nói gì?", False),  # or of what was planned for it
        ("Ngày 26/11/2021 có gì?", False),
    ],
)
def test_a_period_may_be_that_of_the_bulletin_itself(text: str, *, published: bool) -> None:
    question = understand(text)
    assert question.published == (set(question.periods) if published else set())


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("Nhiệm vụ năm", True),
        ("nhiem vu nam la gi", True),
        ("Nhiệm vụ năm của Bộ Y tế là gì?", True),
        ("Nhiệm vụ năm 2021 là gì?", False),
        ("Nhiệm vụ năm nay là gì?", False),
        ("Nhiệm vụ thứ năm là gì?", False),
        ("Nhiệm vụ của năm là gì?", False),
    ],
)
def test_the_fifth_and_the_year_are_one_word(text: str, *, either: bool) -> None:
    assert understand(text, today=TODAY).fifth_or_year is either


def test_a_period_that_is_said_twice_is_asked_about_once() -> None:
    question = understand("Tháng 4/2021, quý 2/2021 và lại tháng 4 năm 2021 có gì?")
    assert question.period_words == ("Tháng 4/2021", "quý 2/2021")
    assert len(question.periods) == 2


def test_a_question_of_thousands_of_names_is_read_like_a_short_one() -> None:
    name = "bà Lan Anh gặp Nguyễn Văn An"
    alone, often = understand(name), understand(", ".join([name] * 300))
    assert set(often.names) == set(alone.names)
    assert len(often.names) == 300 * len(alone.names)


def test_relative_words_count_from_today_alone() -> None:
    assert understand("Kế hoạch năm nay").periods == ()
    [period] = understand("Kế hoạch năm nay", today=dt.date(2021, 4, 1)).periods
    assert (period.first, period.last) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def test_pairs_are_neighbours_in_the_question() -> None:
    question = understand("Máy thở nào được cấp phép?")
    assert question.content == ("may", "tho", "cap", "phep")
    assert question.content_pairs == ("may_tho", "cap_phep")  # "nào được" stands between


def test_a_period_is_content_but_no_subject() -> None:
    question = understand("Họp tháng 4 năm 2021")
    assert question.subject == ("hop",)
    assert question.subject_pairs == ()
    assert question.content == ("hop", "thang", "4", "nam", "2021")


@pytest.mark.parametrize(
    ("marked", "unmarked"),
    [
        ("Bác sỹ chích ngừa", "bac sy chich ngua"),
        ("Thuốc ngừa cô vít", "thuoc ngua co vit"),
    ],
)
def test_other_names_are_known_without_diacritics_too(marked: str, unmarked: str) -> None:
    assert understand(unmarked).content == understand(marked).content


def test_what_the_bulletins_call_otherwise_is_searched_under_their_name() -> None:
    assert understand("vaccine của BYT").syllables == tuple("vac xin cua bo y te".split())


@pytest.mark.parametrize(
    "text", ["khi nào vậy?", "Bao nhiêu?", "ai thế ạ", "ở đâu", "khi nao vay", "vì sao", "gì", ""]
)
def test_a_question_word_alone_names_nothing(text: str) -> None:
    assert names_nothing(text)


@pytest.mark.parametrize(
    "text", ["máy thở?", "may tho", "Nanocovax", "COVIVAC thì sao", "quý 2", "ai trình bày?", "5"]
)
def test_whatever_can_be_looked_for_is_named(text: str) -> None:
    assert not names_nothing(text)


@pytest.mark.parametrize(
    ("text", "demands"),
    [
        ("Đeo loại khẩu trang nào?", ("loai",)),
        ("nen deo khau trang loai gi", ("loai",)),
        ("Xây dựng những loại văn bản nào?", ()),  # several need not be called kinds
        ("Phác đồ dùng thuốc nào?", ("thuoc nao",)),
        ("Luật Dược được thông qua ngày nào?", ("thong qua",)),
        ("chien luoc duoc phe duyet khi nao", ("phe duyet",)),
        ("đại hội khai mạc hôm nào", ("khai mac",)),
        ("ai trúng cử bí thư đảng ủy", ("trung cu",)),
        ("ai thay ông Long", ("thay",)),
        ("ai lên thay bộ trưởng", ("len thay",)),
        ("ai thấy ông Long", ()),
        ("điểm cầu nào đông nhất", ("dong nhat",)),
        ("nước nào khai báo sớm nhất", ()),  # "đầu tiên" tells it too
        ("cách cài hồ sơ sức khoẻ điện tử", ("cach cai",)),
        ("tải app khám từ xa ở đâu", ("tai phan mem",)),
        ("tổng đài tư vấn khám từ xa", ("tong dai",)),
        ("Ban hành danh mục nào?", ()),  # no day is asked for
        ("Danh sách gồm những viện nào?", ("vien",)),
        ("Hãng nào cung cấp phần mềm?", ("hang",)),
        ("dai hoi lan thu 23 khi nao", ("lan 23",)),
        ("Trường nào cùng tham gia?", ()),
        ("Ai chủ trì cuộc họp?", ("chu tri",)),
        ("UBND các tỉnh phải làm gì", ("uy ban nhan dan",)),
        ("Có phải cách ly 14 ngày không?", ("14 ngay",)),
        ("7 nhiệm vụ là gì?", ()),
        ("tiêm có mất tiền không", ("mat tien",)),
        ("BHYT trả bao nhiêu phần trăm?", ("bao hiem",)),
        ("tro cap cho nhan vien y te", ("tro cap",)),
        ("Theo Bộ luật Dân sự 2015, người lao động là ai?", ()),  # no amount of people
        ("Được khấu trừ lương trong những trường hợp nào?", ("luong",)),  # no school
        ("Khóa học vi phạm bị gì?", ()),
    ],
)
def test_without_some_words_a_text_cannot_answer(text: str, demands: tuple[str, ...]) -> None:
    assert understand(text).demands == demands


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Paracetamol có trong phác đồ không?", ("paracetamol",)),
        ("Nanocovax giai đoạn mấy?", ("nanocovax",)),
        ("Thuốc có đủ không?", ()),
        ("Vaccine phòng COVID-19 có đủ không?", ()),  # only another spelling
    ],
)
def test_a_coined_word_is_a_name_at_the_beginning_too(text: str, names: tuple[str, ...]) -> None:
    assert understand(text).names == names


def test_population_is_no_number() -> None:
    assert understand("Đề án dân số do ai làm?").subject[-3:-1] == ("dan", "so")
    assert "so" not in understand("Một số nhiệm vụ là gì?").subject


@pytest.mark.parametrize("ending", ["a", "nha", "nha ad", "hihi", "z", "hen", "pls", "luon"])
def test_what_only_ends_a_message_changes_nothing(ending: str) -> None:
    for text in ("nhiem vu thang 4 la gi", "nhiệm vụ tháng 4 là gì"):
        plain, ended = understand(text), understand(f"{text} {ending}")
        assert (ended.wanted, ended.asked) == (plain.wanted, plain.asked)
        assert (ended.subject, ended.periods) == (plain.subject, plain.periods)


def test_an_ending_is_a_word_where_it_stands_before_others() -> None:
    assert "hen" in understand("hen kham benh").subject
    assert understand("kiểm tra mã").subject[-1] == "ma"


@pytest.mark.parametrize(
    ("text", "folded", "typed"),
    [
        ("Ông Đỗ Xuân Tuyên là ai?", ["do", "xuan", "tuyen"], "Đỗ Xuân Tuyên"),
        ("Máy, thở!", ["tho", "may"], "Máy thở"),
        ("máy may", ["may"], "máy may"),
        ("Đảng uỷ", ["uy"], "uỷ"),
        ("máy thở", [], ""),
        ("", ["may"], ""),
    ],
)
def test_folded_syllables_are_given_as_they_were_typed(
    text: str, folded: list[str], typed: str
) -> None:
    assert as_typed(text, folded) == typed


@given(texts())
def test_all_that_a_question_holds_is_all_that_was_typed(text: str) -> None:
    assert syllables(as_typed(text, map(fold, syllables(text)))) == syllables(text)


@pytest.mark.parametrize(
    "law",
    [
        "Theo Bộ luật Dân sự 2015, hoa lợi là gì?",
        "Bộ luật Hình sự năm 2017 có mấy phần?",
        "Nghị định về an toàn thực phẩm 2018 quy định gì?",
    ],
)
def test_the_year_in_the_name_of_a_law_is_no_period(law: str) -> None:
    assert not understand(law).periods


@pytest.mark.parametrize(
    "dated",
    ["Luật nào được thông qua năm 2015?", "Luật sẽ áp dụng trong năm 2015", "Nhiệm vụ năm 2015"],
)
def test_a_year_in_which_something_happens_to_a_law_is_a_period(dated: str) -> None:
    assert understand(dated).periods


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Theo khoản 2 Điều 21, ai xác lập giao dịch?", ()),
        ("Toà án có trách nhiệm gì theo quy định tại Điều 14?", ()),
        ("Điều 21 nói gì?", (21,)),
        ("Nhiệm vụ thứ hai theo Điều 14 là gì?", (2,)),
    ],
)
def test_where_an_answer_stands_is_no_item_that_is_asked_for(
    text: str, places: tuple[int, ...]
) -> None:
    assert understand(text).ordinals == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("nhiệm vụ 3 và 4", (3, 4)),
        ("mục 3 và mục 5 là gì", (3, 5)),
        ("đọc giùm mình mục bốn với", (4,)),
        ("doc nhiem vu hai", (2,)),
        ("mục hai triệu", ()),
        ("nhiệm vụ 2, 3 và 5", (2, 3, 5)),
        ("nhiệm vụ từ 2 đến 4", (2, 3, 4)),
        ("nhiem vu tu hai den bon la gi", (2, 3, 4)),
        ("nhiệm vụ 2-4", (2, 3, 4)),
        ("từ nhiệm vụ thứ hai đến thứ tư", (2, 3, 4)),
        ("nhiệm vụ thứ hai và thứ ba tháng 4 năm 2021", (2, 3)),
        ("nhiệm vụ số bảy", (7,)),
        ("Mục tiêu số ba triệu liều", ()),
        ("nhiệm vụ 3 và 4 bệnh viện", (3,)),
        ("nhiệm vụ từ 2020 đến 2025", ()),
        ("nhiệm vụ từ tháng 4 đến tháng 7", ()),
        ("nhiệm vụ từ 2 đến 4 năm tới", ()),
        ("nhiệm vụ thứ mười", (10,)),
        ("nhiệm vụ thứ mười lăm", (15,)),
        ("nhiệm vụ thứ hai mươi", (20,)),
        ("nhiem vu thu hai muoi mot", (21,)),
        ("nhiệm vụ thứ mười năm 2021", (10,)),
        ("nhiệm vụ thứ 100000000000000000000000", (10**23,)),
    ],
)
def test_numbers_in_words_and_several_places(text: str, places: tuple[int, ...]) -> None:
    assert understand(text, today=TODAY).ordinals == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ngay sau nhiệm vụ thứ tư là nhiệm vụ nào?", (5,)),
        ("sau nhiem vu thu tu la gi", (5,)),
        ("trước nhiệm vụ thứ ba là gì", (2,)),
        ("nhiệm vụ kế tiếp nhiệm vụ thứ hai", (3,)),
        ("nhiệm vụ nào tiếp theo nhiệm vụ số hai tháng 4 năm 2021", (3,)),
        ("việc đứng trước việc cuối cùng", (-2,)),
        ("Sau mục 3 là mục gì?", (4,)),
        ("nhiệm vụ sau nhiệm vụ thứ tư và trước nhiệm vụ thứ sáu", (5,)),
        ("Trước nhiệm vụ đầu tiên là gì?", (0,)),
        ("Sau nhiệm vụ cuối cùng là gì?", (0,)),
        ("nhiệm vụ thứ sáu", (6,)),
        ("nhiem vu thu sau muc tieu thu hai", (6, 2)),
        ("nhiệm vụ thứ tư sau đại hội", (4,)),
        ("Nhiệm vụ thứ tư sau khi họp là gì?", (4,)),
        ("nhiệm vụ sau quý 2", ()),
        ("nhiệm vụ sau tháng 4", ()),
        ("Trước kế hoạch 5 năm có gì?", ()),
        ("sau mục tiêu số ba triệu liều", ()),
    ],
)
def test_an_item_may_be_named_by_the_one_beside_it(text: str, places: tuple[int, ...]) -> None:
    assert understand(text, today=TODAY).ordinals == places


@pytest.mark.parametrize(
    ("text", "written"),
    [("nhiệm vụ thứ -1", "-1"), ("nhiem vu thu 5.5 la gi", "5.5"), ("mục -2", "-2")],
)
def test_what_is_no_place_is_kept_as_written(text: str, written: str) -> None:
    question = understand(text)
    assert (question.ordinals, question.no_place) == ((0,), written)


@pytest.mark.parametrize("text", ["Mục 5.5 nói gì?", "Nhiệm vụ thứ 5. Còn gì nữa?", "thứ 2-4"])
def test_sections_and_sentences_are_no_broken_places(text: str) -> None:
    assert understand(text).no_place == ""


def test_the_party_publishes_nothing() -> None:
    assert understand("Bản tin đăng năm 2020").published
    assert not understand("Đại hội Đảng năm 2020 có gì?").published


@given(texts())
def test_any_text_is_understood(text: str) -> None:
    question = understand(text, today=TODAY)
    assert question.text == text
    assert all(s == fold(s) for s in question.syllables)
    folded = [fold(s) for s in search_syllables(text, folded=False)]
    if folded == list(question.syllables):  # both tables of spellings read it alike
        assert set(question.content) <= {*question.syllables}
        assert set(question.subject) <= {*question.syllables}
    assert set(question.content_pairs) <= set(_pairs(question.syllables))
    assert set(question.subject_pairs) <= set(_pairs(question.syllables))
    assert question == understand(text, today=TODAY)


def _pairs(syllables: tuple[str, ...]) -> list[str]:
    return [f"{a}_{b}" for a, b in pairwise(syllables)]


@given(st.integers(1, 99))
def test_a_place_in_a_list_is_read_in_digits(place: int) -> None:
    for text in (f"nhiệm vụ thứ {place}", f"nhiem vu so {place} la gi", f"Mục {place} ghi gì?"):
        question = understand(text)
        assert question.ordinals == (place,)
        assert question.wanted is Wanted.ITEM


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Bộ trưởng nói gì về y tế học đường?", "y te hoc duong"),
        ("bo y te co lam gi voi rac thai y te khong", "rac thai y te"),
        ("Bộ có kế hoạch nào cho bệnh viện tuyến huyện năm 2021 không ạ", "benh vien tuyen huyen"),
        ("Việc gì liên quan tới cửa khẩu?", "cua khau"),
        ("Bộ Y tế có tăng lương cho bác sĩ không", "tang luong cho bac si"),
        ("ngành y tế đã có triển khai hồ sơ sức khỏe chưa?", "ho so suc khoe"),
        ("bo y te lam gi de giam ti le sinh", "giam ti le sinh"),
        ("kế hoạch phòng chống bệnh lao của Bộ Y tế", "phong chong benh lao"),
        ("Bộ Y tế có chương trình phòng chống ung thư nào?", "phong chong ung thu"),
        ("thủ tục cấp phép mở phòng khám tư", "cap phep mo phong kham tu"),
        ("ho chieu vac xin xin cap o dau", "ho chieu vac xin"),
        ("đề ra nhiệm vụ cho khoảng thời gian nào?", ""),
        ("Bộ Y tế có kế hoạch gì cho quý 2 năm 2021?", ""),
        ("Nhiệm vụ tháng 4 là gì?", ""),
        ("Công tác về dân số thế nào?", ""),
    ],
)
def test_what_something_is_said_about(text: str, topic: str) -> None:
    assert understand(text, today=TODAY).topic == topic


@pytest.mark.parametrize(
    ("text", "demands"),
    [
        ("vắc xin pfizer giai đoạn mấy", ("pfizer",)),
        ("vắc xin covid giai đoạn mấy", ()),
        ("thuốc phòng dịch có đủ không", ()),
    ],
)
def test_a_thing_with_a_name_of_its_own_is_demanded(text: str, demands: tuple[str, ...]) -> None:
    assert understand(text).demands == demands


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Bản tin nhiệm vụ tháng 4 do phòng nào viết?", "nhiem vu"),
        ("phong nao viet ban tin nhiem vu thang 4", "nhiem vu"),
        ("Đơn vị nào của Bộ Y tế đưa bản tin nhiệm vụ tháng 4/2021?", "nhiem vu"),
        ("tác giả bài viết về đảng bộ là ai", "ve dang bo"),
        ("tac gia bai viet ve dang bo la ai", "ve dang bo"),
        ("Bài viết về đề án vắc xin do ai viết?", "ve de an vac xin"),
        ("ai đưa tin về Nanocovax", "ve nanocovax"),
        ("nguồn của bản tin tháng 4", ""),
        ("Bản tin tháng 4 nguồn ở đâu?", ""),
        ("Bản tin này của ai?", ""),
        ("Bản tin này được viết bởi đơn vị nào?", ""),
        ("Cho hỏi người viết bản tin tháng 4 là ai", ""),
        ("ai ra bản tin này", ""),
        ("tác giả là ai?", ""),
        ("ai viết bài này", ""),
    ],
)
def test_who_wrote_a_bulletin_is_asked_and_of_which(text: str, topic: str) -> None:
    question = understand(text, today=TODAY)
    assert (question.wanted, question.topic) == (Wanted.PUBLISHER, topic)


@pytest.mark.parametrize(
    "text",
    [
        "ai ký quyết định",
        "đơn vị nào viết báo cáo",
        "phòng nào xây dựng đề án",
        "ai đưa tin giả",
        "Ai viết bài hát về COVID?",
        "ai làm",
        "tác giả bộ sách là ai",
        "Bản tin nói đề án do ai viết?",
        "Theo bản tin, báo cáo do ai trình bày?",
        "Bài viết về kit xét nghiệm do ai làm?",
        "Bài viết về chiến lược do ai công bố?",
        "Đơn vị nào đưa ra nhiệm vụ trong bản tin?",
        "Bản tin nào nói về Nanocovax?",
        "nguồn vắc xin ở đâu",
        "Nguồn lực cho nhiệm vụ tháng 4",
    ],
)
def test_who_wrote_or_did_something_else_is_another_question(text: str) -> None:
    assert understand(text, today=TODAY).wanted is not Wanted.PUBLISHER


@pytest.mark.parametrize(
    "text",
    [
        "Các cơ sở y tế được kết nối thế nào?",
        "Toàn bộ kế hoạch của Bộ Y tế là gì?",
        "Cán bộ xây dựng đề án với ai?",
    ],
)
def test_a_body_is_not_seen_inside_other_words(text: str) -> None:
    assert understand(text).bodies == ()


def test_points_that_are_connected_are_no_list() -> None:
    assert understand("Các điểm cầu kết nối thế nào?").wanted is not Wanted.LIST
    assert understand("Đã kết nối 1.000 điểm cầu chưa?").wanted is not Wanted.LIST
