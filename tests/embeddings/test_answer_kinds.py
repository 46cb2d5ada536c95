from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from embeddings.amounts import figures
from embeddings.answer_kinds import holds_kind
from embeddings.persons import people
from embeddings.question import understand
from tests.corpus.texts import texts

MONEY = "Máy thở giá bao nhiêu tiền?"
SHARE = "Tỷ lệ tiêm chủng là bao nhiêu phần trăm?"
DURATION = "Đại hội kéo dài bao lâu?"
DATE = "Đại hội kết thúc khi nào?"
GIVER = "Ai tặng Bằng khen?"
PERSON = "Ai trình bày báo cáo?"
FIGURE = "Số lượng là bao nhiêu?"
MEMBERS = "Có bao nhiêu đảng viên?"
PHASE = "Vắc xin thử nghiệm giai đoạn mấy?"
BODY = "Cơ quan nào cấp phép cho vắc xin?"
FIRMS = "Có bao nhiêu doanh nghiệp vi phạm?"
FACT = "Bộ Y tế chỉ đạo đơn vị thế nào?"
RECORD = "Bệnh án điện tử là gì?"
LIST = "Bộ Y tế đề ra mấy nhiệm vụ?"

HELD = [
    (MONEY, "Mỗi liều giá 120.000 đồng."),
    (MONEY, "Kinh phí 25,2 nghìn tỷ đồng"),
    (MONEY, "khoảng 3 triệu USD"),
    (MONEY, "Phạt 2 TRIỆU ĐỒNG"),
    (SHARE, "đạt 95,5%"),
    (SHARE, "100 % cơ sở"),
    (SHARE, "chín mươi phần trăm"),
    (DURATION, "chỉ trong vòng 45 ngày"),
    (DURATION, "tổ chức trong 02 ngày"),
    (DURATION, "kéo dài ba tháng"),
    (DATE, "kết thúc ngày 15/7/2020"),
    (DATE, "trong tháng 4 và Quý 2"),
    (PERSON, "Đồng chí Huỳnh Tấn Việt phát biểu."),
    (PERSON, "Báo cáo do Đảng uỷ Bộ Y tế trình bày"),
    (GIVER, "Đảng uỷ Khối tặng Bằng khen cho Đảng ủy Bộ."),
    (GIVER, "Đảng ủy Bộ được Đảng uỷ Khối tặng Bằng khen."),
    ("Ai tìm ra loại vi rút này?", "Masayoshi Son tìm ra loại vi rút này."),
    ("Ai là người quyết định mở ngành đào tạo?", "Hiệu trưởng ký quyết định mở ngành đào tạo."),
    ("Giao dịch này do ai xác lập?", "Giao dịch này do người đại diện xác lập."),
    ("Người thực hành là ai?", "Người thực hành là người trực tiếp làm."),
    ("Hợp đồng có hiệu lực khi nào?", "Hợp đồng có hiệu lực kể từ thời điểm đăng ký."),
    ("Lịch được báo vào lúc nào?", "Đầu khóa học, lịch được báo cho học viên."),
    ("Phương thức được công bố ở đâu?", "Phương thức được công bố trong đề án tuyển sinh."),
    ("Có bao nhiêu đợt tiêm chủng?", "Mỗi năm có 2 đợt tiêm chủng."),
    (FIGURE, "trên 1.000 điểm cầu"),
    (FIGURE, "gồm bảy nhóm"),
    (FIGURE, "chỉ một nhóm"),
    ("Máy thở nhập từ nước nào?", "Máy thở nhập từ Đức."),
    ("Ai đứng đầu Cục?", "Ông Trần Văn Hai đứng đầu Cục."),
    (FIGURE, "lần thứ XXII"),
    (MEMBERS, "Đảng bộ có 1.200 đảng viên."),
    (MEMBERS, "1.200 nữ đảng viên"),
    (PHASE, "thử nghiệm lâm sàng giai đoạn 2"),
    (PHASE, "giai đoạn thứ ba"),
    (BODY, "Vắc xin do Cục Quản lý Dược cấp phép."),
    (FIRMS, "Thanh tra phát hiện 12 doanh nghiệp vi phạm."),
    ("Tỉnh nào có nhiều điểm cầu?", "Các điểm cầu ở Nghệ An."),
    ("Đặt ở thành phố nào?", "đặt tại thành phố Huế"),
    ("Hồ sơ được định nghĩa là gì?", "Hồ sơ là giấy tờ của một người."),
    ("Vì sao hội nghị bị lùi?", "Hội nghị bị lùi do COVID-19 diễn biến phức tạp"),
    ("Những giải pháp tháng 4 là gì?", "Trong tháng 4, giải pháp là tiêm chủng."),
    ("Thông tư về kiểm dịch số mấy?", "Thông tư số 12/2021/TT-BYT về kiểm dịch"),
    ("Quyết định về lộ trình số bao nhiêu?", "Quyết định 3188/QĐ-BYT về lộ trình"),
    ("Có bao nhiêu giường bệnh?", "số giường bệnh đạt 34,7 giường trên 10.000 dân"),
    ("Có bao nhiêu ca sốt xuất huyết?", "320.331 trường hợp mắc sốt xuất huyết"),
    ("Bốn nội dung là những nội dung nào?", "Đại hội thực hiện 4 nội dung sau:"),
    ("Có bao nhiêu nội dung?", "Đại hội đã hoàn thành 4 nội dung."),
    (RECORD, "Bệnh án điện tử là bệnh án được lập bằng phương tiện điện tử."),
    (RECORD, "Bệnh án điện tử (gọi tắt là EMR)"),
    ("Có mấy bác sĩ nào đi dự không vậy?", "Bộ cử bác sĩ đi dự."),  # "mấy" makes a plural
    (FACT, "Để phòng dịch."),
    (LIST, "Một là: Tiếp tục."),
]
NOT_HELD = [
    (FIGURE, "phát triển một số trung tâm"),
    (FIGURE, "là một trong những nước đầu tiên"),
    ("Máy thở nhập từ nước nào?", "hoàn thiện hồ sơ lưu hành máy thở"),
    ("Tiêm chủng ở phường nào?", "yêu cầu các điểm tiêm chủng tăng tốc"),
    ("Ai đứng đầu hệ thống y tế dự phòng?", "Đảng uỷ Bộ chỉ đạo hệ thống y tế dự phòng"),
    (MONEY, "Mỗi liều giá rất cao."),
    (GIVER, "Đảng ủy Bộ Y tế được tặng Bằng khen"),  # by whom?
    (MONEY, "Có 120.000 liều."),
    (MONEY, "hội đồng gồm 5 người"),
    (SHARE, "95 cơ sở"),
    (SHARE, "một phần"),
    (DURATION, "Đại hội diễn ra trang trọng."),
    (DURATION, "trên 1.000 điểm cầu"),
    (DATE, "chỉ trong vòng 45 ngày"),
    (DATE, "đang được chuẩn bị"),
    (PERSON, "tiêm vắc xin cho người dân"),
    (PERSON, "đeo khẩu trang"),
    ("Ai là Bộ trưởng Bộ Y tế?", "Bộ trưởng Bộ Y tế nói về dịch bệnh."),
    ("Ai là người ký quyết định của Hiệu trưởng?", "Có quyết định của Hiệu trưởng."),
    ("Ai tìm ra Masayoshi Son?", "Masayoshi Son rất giỏi."),
    ("Hợp đồng có hiệu lực từ ngày nào?", "Hợp đồng có hiệu lực kể từ thời điểm đăng ký."),
    (FIGURE, "nhiều điểm cầu"),
    (MEMBERS, "Đảng viên tham dự đông đủ."),
    (MEMBERS, "Ngày 5/4, hội nghị biểu dương các đảng viên"),
    (PHASE, "Ngày 26/11/2021 vắc xin được thử nghiệm"),
    ("Tỉnh nào có nhiều điểm cầu?", "Các điểm cầu ở tuyến cơ sở trong cả nước."),
    ("Hồ sơ được định nghĩa là gì?", "Hoàn thiện hồ sơ trong tháng 4."),
    (RECORD, "Xây dựng chuẩn kết nối giữa bệnh án điện tử và hồ sơ sức khỏe."),
    (BODY, "Tiếp tục thử nghiệm để được cấp phép cho vắc xin."),
    (FIRMS, "kiểm tra các đơn vị, doanh nghiệp"),  # no six: "VI"
    ("Số lượng là bao nhiêu?", "tiếp cận nhiều nguồn vắc xin phòng COVID-19"),
    ("Vì sao hội nghị bị lùi?", "Hội nghị do Văn phòng Bộ chủ trì."),
    ("Thông tư về kiểm dịch số mấy?", "Hoàn chỉnh Thông tư về kiểm dịch."),
    ("Bốn nội dung của đại hội là những nội dung nào?", "Đại hội đã hoàn thành 4 nội dung."),
]


@pytest.mark.parametrize(("question", "text"), HELD)
def test_a_text_holds_the_kind_of_thing_asked_for(question: str, text: str) -> None:
    assert holds_kind(understand(question), text)


@pytest.mark.parametrize(("question", "text"), NOT_HELD)
def test_a_text_does_not_hold_the_kind_of_thing_asked_for(question: str, text: str) -> None:
    assert not holds_kind(understand(question), text)


@pytest.mark.parametrize(("question", "text"), HELD)
def test_a_decomposed_text_holds_what_it_held(question: str, text: str) -> None:
    assert holds_kind(understand(question), unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Bộ trưởng Nguyễn Thanh Long cho biết", True),
        ("PGS.TS Đỗ Xuân Tuyên", True),
        ("ông Lê An", True),
        (unicodedata.normalize("NFD", "đồng chí Huỳnh Tấn Việt"), True),
        ("Bộ Y tế", False),
        ("Hà nội mưa", False),
        ("nguyễn thanh long", False),
        ("Thủ tướng Chính phủ", False),
        ("", False),
    ],
)
def test_a_person_is_known_by_the_family_name(text: str, *, named: bool) -> None:
    assert bool(people(text)) is named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Các đồng chí: Huỳnh Tấn Việt; Nguyễn  Thanh\nLong và Bộ Y tế, Lê An.",
            ["Huỳnh Tấn Việt", "Nguyễn Thanh Long", "Lê An"],
        ),
        ("Lê An gặp Lê An", ["Lê An", "Lê An"]),
        ("Đỗ Xuân Tuyên, Uỷ viên Ban cán sự Đảng", ["Đỗ Xuân Tuyên"]),
        ("ông Tuyên", []),
    ],
)
def test_persons_are_named_in_their_order_as_they_are_written(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        (MEMBERS, "Năm 2020 Đảng bộ có 1.200 đảng viên, 45 chi bộ.", {"1200"}),
        (MEMBERS, "1.200 nữ đảng viên và hai đảng viên dự bị", {"1200", "2"}),
        (MEMBERS, "45 chi bộ", set()),
        (MEMBERS, "Tháng 4, đảng viên họp; năm 2021, đảng viên mới", set()),
        ("Có bao nhiêu ca nặng?", "Có 120 ca mắc, 5 ca nặng.", {"5"}),
        ("Có bao nhiêu ca nặng?", "là 20 ca, không phải 22 ca", {"20"}),
        ("Có bao nhiêu người khỏi bệnh?", "Có 120 người mắc bệnh sởi.", set()),
        (MEMBERS, "số đảng viên tăng lên 1.250, có 45 chi bộ", {"1250"}),
        (PHASE, "giai đoạn 2 vắc xin Nanocovax, giai đoạn thứ ba vắc xin COVIVAC", {"2", "3"}),
        (MONEY, "Chi 25,2 tỷ đồng, rồi 3 triệu USD cho 12 xã.", {"25,2 ty dong", "3 trieu usd"}),
        (SHARE, "đạt 95,5%, tăng 3 phần trăm ở 12 xã", {"95,5", "3"}),
        (DURATION, "họp trong 02  ngày, từ ngày 5/4", {"2 ngay"}),
        (FIGURE, "trên 1.000 điểm cầu", set()),  # of what is not said
        (FACT, "20 máy thở", set()),
        (DATE, "ngày 15/7/2020", set()),
        (LIST, "7 nhiệm vụ", set()),
    ],
)
def test_the_figures_asked_for_are_told_from_others(
    question: str, text: str, found: set[str]
) -> None:
    assert figures(understand(question), text) == found


@pytest.mark.parametrize(("question", "text"), HELD)
def test_a_decomposed_text_gives_the_same_figures(question: str, text: str) -> None:
    asked = understand(question)
    assert figures(asked, unicodedata.normalize("NFD", text)) == figures(asked, text)


@given(texts())
def test_figures_are_found_only_where_the_kind_is_held(text: str) -> None:
    for question in (MONEY, SHARE, DURATION, MEMBERS, PHASE):
        asked = understand(question)
        assert bool(figures(asked, text)) <= holds_kind(asked, text)


@given(texts())
def test_any_text_holds_a_plain_fact(text: str) -> None:
    assert holds_kind(understand(FACT), text)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Hoãn vì thiếu vắc xin.", True),
        ("Nhờ công nghệ đã kết nối, ca nặng được cứu sống.", True),
        ("Báo cáo do đồng chí Đỗ Xuân Tuyên trình bày.", False),
        ("Tiếp tục theo dõi thử nghiệm.", False),
    ],
)
def test_a_question_for_a_reason_wants_one(text: str, tells: bool) -> None:
    assert holds_kind(understand("Vì sao phải hoãn?"), text) is tells
