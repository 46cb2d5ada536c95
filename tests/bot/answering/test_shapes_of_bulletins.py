"""Bulletins of other shapes than plans: questions with answers, laws, tables, notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.types import Answer, Outcome
from tests.bot.asking import Ask, asking, quoted, sources

ASKED = (
    "Giải đáp chính sách bảo hiểm y tế của Bộ Y tế\n\n"
    "Bạn đọc hỏi: Mất thẻ bảo hiểm y tế thì có được khám không?\n\n"
    "Trả lời: Được, dùng căn cước công dân gắn chip. Không cần xin cấp lại thẻ.\n\n"
    "Bạn đọc hỏi: Trẻ em dưới sáu tuổi có phải đóng tiền không?\n\n"
    "Không, ngân sách đóng toàn bộ.\n"
)
LAW = (
    "Luật Phòng bệnh: tóm tắt theo điều\n\n"
    "Luật gồm 6 chương, 46 điều. Bộ Y tế tóm tắt:\n\n"
    + "\n\n".join(
        f"Điều {n}. {what}."
        for n, what in (
            (3, "Giải thích từ ngữ: dịch, vùng dịch, người tiếp xúc"),
            (12, "Khai báo: cơ sở y tế khai báo trong 24 giờ"),
            (22, "Tiêm chủng bắt buộc: danh mục do Bộ trưởng ban hành"),
            (38, "Trường học không bán nước ngọt có ga"),
        )
    )
    + "\n"
)
TABLE = (
    "Sốt xuất huyết 9 tháng năm 2026 theo địa phương\n\n"
    "Số ca mắc và tử vong từng tỉnh:\n\n"
    "Hội nghị ngày 12 ở Cà Mau\n\n"
    "Đắk Lắk: 3.410 / 1\n\nBình Dương: 2.218 / 0\n\nCần Thơ: 1.905 / 2\n"
)
NOTICE = (
    "Thông báo tuyển dụng viên chức năm 2026 của Trung tâm Thông tin y tế\n\n"
    "Hồ sơ gồm phiếu đăng ký theo mẫu và bản sao văn bằng. Hồ sơ gửi về Phòng Tổ chức, số 9 Trần"
    " Thánh Tông. Hạn nộp hồ sơ tuyển dụng viên chức là 17 giờ ngày 20/11/2026.\n\n"
    "Điện thoại: 024 3736 8315.\n"
)
POSTS = (
    "Bộ Y tế trao quyết định bổ nhiệm\n\n"
    "Nhân dịp này, bà Vi Thị Minh Châu, Cục trưởng Cục Dân số, cảm ơn lãnh đạo Bộ. Phó Cục trưởng"
    " Cục Phòng bệnh Trần Thị An dự buổi lễ.\n\n"
    "Ông Lê Văn Bình giữ chức Cục trưởng Cục Phòng bệnh.\n"
)
QUARTERS = (
    "Kế hoạch hành động năm 2026 của Bộ Y tế: nhiệm vụ theo từng quý\n\n"
    "Bộ Y tế giao các đơn vị thực hiện.\n\n"
    "QUÝ I\n1. Hướng dẫn khám sức khỏe.\n2. Hoàn thành bệnh án điện tử.\n\n"
    "QUÝ II\n1. Trình hai nghị định.\n2. Phát động tiêm vắc xin.\n3. Kiểm tra bệnh viện.\n"
)
REASONS = (
    "Họp báo thường kỳ của Bộ Y tế\n\n"
    "Hội nghị y tế toàn quốc dự kiến ngày 28/12, do Văn phòng Bộ chủ trì.\n\n"
    "Hội nghị y tế toàn quốc bị lùi để các tỉnh tập trung chống dịch.\n\n"
    "Thời gian bác sĩ luân phiên tăng lên mười hai tháng. Lý do: sáu tháng thì địa phương không giữ"
    " được người.\n\n"
    "Đợt đầu tiêm tại sáu tỉnh Lào Cai, Nghệ An, Gia Lai, Đồng Nai, Vĩnh Long và Cà Mau.\n"
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    texts = dict(  # noqa: C408
        asked=ASKED,
        law=LAW,
        table=TABLE,
        notice=NOTICE,
        posts=POSTS,
        quarters=QUARTERS,
        why=REASONS,
    )
    with asking(
        tmp_path_factory.mktemp("shapes"), dict.fromkeys(texts, "2026-10-01"), **texts
    ) as a:
        yield a


def first(answer: Answer) -> str:
    assert answer.outcome is Outcome.ANSWERED, answer.reason
    return " ".join(quoted(answer)[0].split())


def test_a_question_of_a_bulletin_is_quoted_with_its_answer(ask: Ask) -> None:
    said = first(ask("mat the bao hiem y te co duoc kham khong"))
    assert said.endswith("Trả lời: Được, dùng căn cước công dân gắn chip.")
    assert "không?" in said
    said = first(ask("Trẻ em dưới sáu tuổi có phải đóng tiền bảo hiểm y tế không?"))
    assert said.endswith("Không, ngân sách đóng toàn bộ.")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Điều 22 Luật Phòng bệnh nói gì?", "Điều 22. Tiêm chủng bắt buộc"),
        ("dieu 38 luat phong benh quy dinh gi", "Điều 38. Trường học không bán"),
        ("Luật Phòng bệnh điều 12 nói gì?", "Điều 12. Khai báo"),
        ("Điều 3 nói gì?", "Điều 3. Giải thích từ ngữ"),
    ],
)
def test_the_article_of_a_law_is_quoted_by_its_number(ask: Ask, question: str, said: str) -> None:
    assert first(ask(question)).startswith(said)


@pytest.mark.parametrize("text", ["a", "Y", "đ?", "7"])
def test_a_letter_or_a_number_alone_asks_nothing(ask: Ask, text: str) -> None:
    assert ask(text).outcome is Outcome.REFUSED


def test_an_article_that_no_bulletin_has_is_not_answered_by_another(ask: Ask) -> None:
    assert ask("Điều 45 Luật Phòng bệnh nói gì?").outcome is not Outcome.ANSWERED


def test_the_parts_of_a_law_are_counted(ask: Ask) -> None:
    assert "6 chương, 46 điều" in first(ask("Luật Phòng bệnh có mấy chương, bao nhiêu điều?"))


def test_the_row_of_a_table_tells_the_figure_of_its_place(ask: Ask) -> None:
    said = first(ask("9 thang nam 2026 dak lak co bao nhieu ca sot xuat huyet"))
    assert said == "Đắk Lắk: 3.410 / 1"


def test_a_line_with_a_number_and_a_place_is_no_row(ask: Ask) -> None:
    answer = ask("Cà Mau có bao nhiêu ca sốt xuất huyết 9 tháng năm 2026?")
    assert answer.outcome is not Outcome.ANSWERED


def test_a_title_is_no_answer_where_a_sentence_tells_the_day_or_the_place(ask: Ask) -> None:
    assert "20/11/2026" in first(ask("Hạn nộp hồ sơ tuyển dụng viên chức là ngày nào?"))
    assert "số 9 Trần Thánh Tông" in first(ask("Hồ sơ gửi về đâu?"))


def test_a_telephone_number_is_told_where_one_is_asked_for(ask: Ask) -> None:
    assert "024 3736 8315" in first(ask("Số điện thoại tuyển dụng viên chức?"))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Cục trưởng Cục Dân số là ai?", "Vi Thị Minh Châu"),  # no common family name
        ("ai đứng đầu Cục Phòng bệnh", "Lê Văn Bình"),  # and not the deputy
        ("ai dang lam cuc truong cuc phong benh", "Lê Văn Bình"),
    ],
)
def test_who_heads_an_office_is_told_however_it_is_asked(
    ask: Ask, question: str, name: str
) -> None:
    assert name in first(ask(question))


@pytest.mark.parametrize(("quarter", "items"), [("I", 2), ("II", 3)])
def test_headings_that_only_name_a_period_are_planned_as_the_title_says(
    ask: Ask, quarter: str, items: int
) -> None:
    answer = ask(f"Nhiệm vụ Quý {quarter} năm 2026")
    assert (set(sources(answer)), answer.count) == ({"quarters"}, items)


def test_who_does_something_is_no_reason_for_it(ask: Ask) -> None:
    assert "để các tỉnh tập trung" in first(ask("Vì sao Hội nghị y tế toàn quốc bị lùi?"))


def test_the_reason_may_stand_in_the_next_sentence(ask: Ask) -> None:
    said = first(ask("Vì sao bác sĩ luân phiên tăng lên mười hai tháng?"))
    assert said == "Lý do: sáu tháng thì địa phương không giữ được người."


def test_provinces_are_named_without_the_word_for_them(ask: Ask) -> None:
    assert "Lào Cai, Nghệ An" in first(ask("Đợt đầu tiêm ở những tỉnh nào?"))
