"""Messages that stand for themselves after another question, and such as go on from it."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Dialogue
from bot.engine import Engine
from bot.texts import Texts
from bot.types import Answer, Outcome
from corpus.vietnamese import fold, syllables
from tests.bot.asking import TODAY
from tests.golden import plain

# The question before, the message, and what is quoted for it.
STANDING = (
    (
        "Vắc xin Nanocovax thử nghiệm giai đoạn mấy?",
        "ai trình bày báo cáo của Đảng ủy Bộ Y tế",
        "Đỗ Xuân Tuyên",
    ),
    ("Bộ Y tế đề ra mấy nhiệm vụ?", "ai trinh bay bao cao cua dang uy", "Đỗ Xuân Tuyên"),
    ("Nhiệm vụ thứ năm là gì?", "ke hoach thang 5", "Một là"),
    ("Ai tặng Bằng khen cho Đảng ủy Bộ Y tế?", "nhiem vu quy 2 nam 2021", "Một là"),
    (
        "Đại hội Đảng bộ Bộ Y tế tổ chức mấy ngày?",
        "Kiểm dịch y tế tại cửa khẩu cần gì",
        "tiêu chuẩn cơ sở vật chất",
    ),
    ("Bộ trưởng Bộ Y tế là ai?", "bao nhieu diem cau kham chua benh tu xa", "1.000 điểm cầu"),
    ("nhiem vu thang 4 nam 2021", "chong dich lan 3 the nao", "chiến dịch chống dịch lần 3"),
    ("Nhiệm vụ thứ tư là gì?", "Nanocovax giai đoạn mấy", "giai đoạn 2 vắc xin Nanocovax"),
    ("Bằng khen do ai tặng?", "de an kham chua benh tu xa", "Đề án khám chữa bệnh từ xa"),
    ("COVIVAC giai đoạn mấy?", "thu truong bo y te la ai", "Đỗ Xuân Tuyên"),
    (
        "Nhiệm vụ thứ nhất tháng 4 là gì?",
        "Tháng 4/2021 Bộ Y tế có kế hoạch gì về vắc xin?",
        "Nanocovax",
    ),
    ("Đại hội kết thúc ngày nào?", "Phương hướng năm 2021 của Đảng ủy", "y tế dự phòng"),
    ("Nhiệm vụ thứ hai tháng 4 là gì?", "khai báo y tế bắt buộc với ai", "người nhập cảnh"),
    ("nhiệm vụ tháng 4/2021", "thuoc co bi thieu khong", "thiếu thuốc"),
    ("Nguyễn Thanh Long là ai", "kế hoạch quý 2", "Một là"),
    ("Ai là Bộ trưởng Bộ Y tế?", "nhiem vu trong tam", "Một là"),
    ("Nhiệm vụ thứ bảy là gì?", "xay dung benh an dien tu", "Bệnh án điện tử"),
)
GOING_ON = (
    (
        "Đại hội Đảng bộ Bộ Y tế tổ chức trong mấy ngày?",
        "thuc hien may noi dung",
        "4 nội dung theo quy định",
    ),
    ("Nhiệm vụ tháng 4 năm 2021 là gì?", "thang 5 thi sao", "Một là"),
    ("Nhiệm vụ trọng tâm tháng 4?", "quý 2", "Một là"),
    ("Vắc xin Nanocovax giai đoạn mấy?", "covivac thi sao", "giai đoạn 1 vắc xin COVIVAC"),
    (
        "Hệ thống khám chữa bệnh từ xa ra đời thế nào?",
        "ket noi bao nhieu diem cau",
        "1.000 điểm cầu",
    ),
    ("Đại hội các chi bộ trực thuộc bắt đầu từ ngày nào?", "ket thuc khi nao", "15/7/2020"),
    (
        "Báo cáo của Đảng uỷ Bộ Y tế tại buổi làm việc cho biết gì?",
        "ai trình bày vậy",
        "Đỗ Xuân Tuyên",
    ),
    ("Đảng ủy Bộ Y tế được tặng gì?", "ai tang", "Đảng uỷ Khối các cơ quan Trung ương tặng"),
    ("Chuẩn kết nối liên thông giữa mấy phần mềm?", "phần mềm nào", "Bệnh án điện tử"),
    (
        "Chiến lược bảo vệ chăm sóc sức khỏe nhân dân giai đoạn nào?",
        "tam nhin den nam nao",
        "tầm nhìn đến năm 2040",
    ),
    ("Nhiệm vụ thứ sáu tháng 4 là gì?", "phối hợp với bộ nào", "Bộ Tư pháp, Bộ Nội vụ"),
    ("nhiem vu thu ba thang 4 la gi", "noi gi ve covivac", "giai đoạn 1 vắc xin COVIVAC"),
    ("Bộ Y tế yêu cầu các điểm tiêm chủng điều gì?", "de lam gi", "số lượng tiêm kịp thời"),
    ("Huỳnh Tấn Việt là ai?", "ong ay danh gia cao gi", "đánh giá cao"),
    ("Khám chữa bệnh từ xa kết nối bao nhiêu điểm cầu?", "trong bao lâu", "45 ngày"),
    ("Đề án khám chữa bệnh từ xa giai đoạn nào?", "kết nối mấy phần mềm", "3 phần mềm"),
)


def _after(engine: Engine, before: str, text: str) -> Answer:
    dialogue = Dialogue(engine, Texts("vi"), today=TODAY)
    dialogue.reply(before)
    return dialogue.answer(text)


def _is_quoted(words: str, answer: Answer) -> bool:
    return any(plain(words) in plain(quote.slice.text) for quote in answer.quotes)


@pytest.mark.parametrize(("before", "text", "said"), STANDING)
def test_a_question_with_a_subject_of_its_own_is_asked_as_it_stands(
    shipped: Engine, before: str, text: str, said: str
) -> None:
    answer = _after(shipped, before, text)
    assert [*map(fold, syllables(answer.understood))] == [*map(fold, syllables(text))]
    assert answer.outcome is Outcome.ANSWERED
    assert _is_quoted(said, answer)


@pytest.mark.parametrize(("before", "text", "said"), GOING_ON)
def test_a_question_that_lacks_its_subject_takes_that_of_the_one_before(
    shipped: Engine, before: str, text: str, said: str
) -> None:
    answer = _after(shipped, before, text)
    assert answer.outcome is Outcome.ANSWERED
    assert _is_quoted(said, answer)
