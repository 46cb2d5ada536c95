"""Who asks, and where they work, is no part of what is asked."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold
from embeddings.introductions import without_introduction

INTRODUCED = [
    (
        "mình làm kiểm dịch ở Mộc Bài, nghe bảo sắp có thông tư cho cửa khẩu, nó hướng dẫn cái j",
        "nghe bảo sắp có thông tư cho cửa khẩu, nó hướng dẫn cái j",
    ),
    ("Mình ở quê thì khám từ xa có lợi gì cho mình ko", "khám từ xa có lợi gì cho mình ko"),
    ("em ở Nghệ An, cho em hỏi quý 2 Bộ làm những gì ạ", "quý 2 Bộ làm những gì ạ"),
    (
        "Em là phóng viên mới vào nghề, tối nay phải nộp bài, cho em xin tên mấy vị lãnh đạo",
        "tên mấy vị lãnh đạo",
    ),
    ("e o nghe an, cho e hoi thang 4 bo y te lam gi", "thang 4 bo y te lam gi"),
    (
        "Chào ad, mình sống ở Cà Mau, bệnh viện nào được nối khám từ xa",
        "bệnh viện nào được nối khám từ xa",
    ),
    (
        "Dạ em chào anh chị, em quê Quảng Nam, cho em hỏi kế hoạch tiêm chủng mở rộng ạ",
        "kế hoạch tiêm chủng mở rộng ạ",
    ),
    (
        "Nhà em ở Lạng Sơn, Bộ có kế hoạch gì cho cửa khẩu không ạ",
        "Bộ có kế hoạch gì cho cửa khẩu không ạ",
    ),
    (
        "Tôi tên Nguyễn Văn Bình, 45 tuổi, ở Hải Phòng, xin hỏi ai là Bộ trưởng Bộ Y tế",
        "ai là Bộ trưởng Bộ Y tế",
    ),
    ("Cơ quan tôi đóng tại Đồng Tháp, cho tôi biết nhiệm vụ tháng 4", "nhiệm vụ tháng 4"),
    (
        "Chúng tôi đang học ở Đại học Y Hà Nội, muốn hỏi Nanocovax thử tới giai đoạn mấy",
        "Nanocovax thử tới giai đoạn mấy",
    ),
    (
        "em là sinh viên y khoa, Nanocovax thử nghiệm tới giai đoạn mấy rồi ạ",
        "Nanocovax thử nghiệm tới giai đoạn mấy rồi ạ",
    ),
    (
        "Mình là giáo viên cấp 2, không rành y tế lắm, cho mình xin danh sách nhiệm vụ quý 2",
        "danh sách nhiệm vụ quý 2",
    ),
    (
        "Tui ở miền Tây, vắc xin nào đang được thử nghiệm vậy",
        "vắc xin nào đang được thử nghiệm vậy",
    ),
    ("toi song o da nang, nhiem vu trong tam quy 2 la gi", "nhiem vu trong tam quy 2 la gi"),
    (
        "Em từ Gia Lai, cho em hỏi bao nhiêu bệnh viện nối mạng khám từ xa",
        "bao nhiêu bệnh viện nối mạng khám từ xa",
    ),
    (
        "Tôi làm ở Sở Y tế Cần Thơ, năm 2021 Bộ có bao nhiêu nhiệm vụ",
        "năm 2021 Bộ có bao nhiêu nhiệm vụ",
    ),
    (
        "Thưa Bộ, tôi đang công tác tại Trung tâm y tế huyện Sa Pa, đại hội Đảng bộ họp mấy ngày",
        "đại hội Đảng bộ họp mấy ngày",
    ),
    ("Mình người Huế, cho mình hỏi chiến lược vắc xin", "chiến lược vắc xin"),
    ("Alo ad ơi mình ở xa trung tâm, cho mình hỏi khám từ xa là gì", "khám từ xa là gì"),
    ("em đang làm báo ở Sài Gòn, cho em xin số ca mắc trong bản tin", "số ca mắc trong bản tin"),
    (
        "Cháu là học sinh lớp 12 ở Thanh Hoá, đang làm bài tập, cho cháu hỏi ai là Thứ trưởng",
        "ai là Thứ trưởng",
    ),
    (
        "mk ở Bắc Ninh, khi nào Bộ ban hành thông tư về kiểm dịch",
        "khi nào Bộ ban hành thông tư về kiểm dịch",
    ),
    (
        "Phòng khám em nằm ở Quận 7, cho em hỏi quy định an toàn thực phẩm",
        "quy định an toàn thực phẩm",
    ),
    (
        "Em công tác ở trạm y tế xã vùng cao, mạng hay đứt, cho em hỏi hồ sơ sức khỏe là gì",
        "hồ sơ sức khỏe là gì",
    ),
    (
        "Gia đình mình ở Tây Ninh, bảo hiểm y tế thông tuyến khi nào",
        "bảo hiểm y tế thông tuyến khi nào",
    ),
    (
        "Kính gửi Bộ Y tế, em làm điều dưỡng ở Bệnh viện Chợ Rẫy, Bộ có kế hoạch tuyển người không",
        "Bộ có kế hoạch tuyển người không",
    ),
    ("Mình đang sống tại TP.HCM, ai dự buổi gặp mặt báo chí", "ai dự buổi gặp mặt báo chí"),
    ("Con là cháu của một bác sĩ ở Vinh, cho con hỏi Bộ có mấy nhiệm vụ", "Bộ có mấy nhiệm vụ"),
    (
        "Tôi là chủ nhà thuốc ở Biên Hòa, Bộ siết đấu thầu thuốc thế nào",
        "Bộ siết đấu thầu thuốc thế nào",
    ),
    ("Mình là dân ngoại đạo, quý 2 ngành y tế làm gì vậy", "quý 2 ngành y tế làm gì vậy"),
    ("Bên mình làm báo ở Đắk Lắk, cho mình xin bài về Bằng khen", "bài về Bằng khen"),
    (
        "Chào bác sĩ, em là mẹ bỉm sữa ở Quảng Bình, bao giờ có vắc xin trong nước",
        "bao giờ có vắc xin trong nước",
    ),
    (
        "Dạ thưa, tôi nguyên là cán bộ y tế ở Bến Tre, xin cho biết phương hướng năm 2021",
        "phương hướng năm 2021",
    ),
    ("e ten Lan o Vinh Phuc, cho e hoi nhiem vu quy 2", "nhiem vu quy 2"),
    ("Mình ở Phú Quốc muốn hỏi bao nhiêu điểm cầu khám từ xa", "bao nhiêu điểm cầu khám từ xa"),
    (
        "Quê em ở Hà Giang, có bao nhiêu điểm cầu khám từ xa được kết nối ạ",
        "có bao nhiêu điểm cầu khám từ xa được kết nối ạ",
    ),
    (
        "Xin chào, tôi là Nam, hiện đang sống ở Nha Trang. Cho tôi hỏi Nanocovax do ai sản xuất?",
        "Nanocovax do ai sản xuất?",
    ),
    (
        "Em dạy ở trường cấp 1, giáo viên có được ưu tiên tiêm không ạ",
        "giáo viên có được ưu tiên tiêm không ạ",
    ),
    (
        "cháu học trường Y Thái Bình, cho cháu xin số bệnh nhân nặng được cứu sống",
        "số bệnh nhân nặng được cứu sống",
    ),
    (
        "Em làm bên truyền thông của một công ty dược, quý 2 có gì đáng chú ý",
        "quý 2 có gì đáng chú ý",
    ),
    ("toi o can tho thi kham tu xa o dau", "kham tu xa o dau"),
    (
        "mình là người dân bình thường thôi, bộ y tế có kế hoạch gì trong tháng 4",
        "bộ y tế có kế hoạch gì trong tháng 4",
    ),
    (
        "em ở vùng sâu vùng xa, cho em hỏi khám chữa bệnh từ xa hoạt động thế nào",
        "khám chữa bệnh từ xa hoạt động thế nào",
    ),
    (
        "Em là Hoa phóng viên báo Lao Động, chị cho em xin tên Bí thư Đảng ủy Khối",
        "tên Bí thư Đảng ủy Khối",
    ),
    (
        "Em là nhà báo, tháng 4 Bộ làm gì, cho em xin danh sách cụ thể",
        "tháng 4 Bộ làm gì, cho em xin danh sách cụ thể",
    ),
]

ONLY_THE_PLACE = [
    (
        "Bên em sản xuất kinh doanh trang thiết bị y tế ở Bình Dương, Bộ có thanh kiểm tra ko ạ",
        "Bên em sản xuất kinh doanh trang thiết bị y tế, Bộ có thanh kiểm tra ko ạ",
    ),
    (
        "Công ty em bán máy thở ở Hà Nội, quý 2 Bộ thanh tra những gì ạ",
        "Công ty em bán máy thở, quý 2 Bộ thanh tra những gì ạ",
    ),
    (
        "ben em mo phong kham o thu duc, bo co kiem tra phong kham tu nhan khong",
        "ben em mo phong kham, bo co kiem tra phong kham tu nhan khong",
    ),
    (
        "em đang làm kế toán cho một bệnh viện ở Hà Tĩnh, viện phí có tăng không ạ",
        "em đang làm kế toán cho một bệnh viện, viện phí có tăng không ạ",
    ),
    (
        "Chúng tôi là doanh nghiệp sản xuất sinh phẩm tại Long An, hồ sơ cấp phép lưu hành cần gì",
        "Chúng tôi là doanh nghiệp sản xuất sinh phẩm, hồ sơ cấp phép lưu hành cần gì",
    ),
]

PART_OF_THE_QUESTION = [
    "Bộ Y tế có hỗ trợ gì cho chỗ em ở Huế không",
    "Bệnh viện em ở Huế có được nối khám từ xa không",
    "em đọc ở bản tin tháng 4, nhiệm vụ nào là quan trọng nhất",
    "còn ở Huế thì Bộ có kế hoạch gì không",
    "Em làm luận văn về y tế cơ sở ở Lào Cai, bản tin có nói gì không",
    "Tối ở Hà Nội họp gì, ai dự vậy",
    "bên em nhập vắc xin từ Nga, Bộ có kiểm tra không",
    "Em thấy ở Hải Dương có dịch, Bộ làm gì rồi ạ",
    "Mình ở giai đoạn nào của thử nghiệm vắc xin rồi, bao giờ xong",
    "Em ở khu cách ly, Bộ có hướng dẫn gì không",
    "Bộ trưởng ở Hà Nội hay ở Huế, cho em hỏi",
    "em ở Huế có được tiêm không",
    "mẹ em ở Nghệ An sốt cao, cho em hỏi uống gì",
    "Người dân ở Bình Dương, bao giờ được tiêm",
    "tỉnh em ở miền núi, được phân bổ bao nhiêu vắc xin",
    "Mình ở Việt Nam có mấy loại vắc xin đang thử nghiệm",
    "Tôi ở giai đoạn 3 thử nghiệm, vắc xin nào được tiêm",
    "em làm đề tài khám từ xa ở Quảng Ninh, số liệu thế nào",
    "Em nghe nói ở Mộc Bài có kiểm dịch, thông tư nào quy định",
    "Bộ Y tế làm việc ở Huế, kết quả thế nào",
    "Con ơi, Bộ ở đâu, cho hỏi",
    "em muốn hỏi ở Hà Nội có bao nhiêu bệnh viện",
    "tôi từ chối tiêm, Bộ có quy định gì không",
    "mình là nước đang phát triển, tự sản xuất vắc xin được không",
    "minh tiem o benh vien bach mai, gio sao",
    "Em tên gì",
    "Chúng tôi sản xuất vắc xin Nanocovax, giai đoạn mấy rồi",
    "người nhà em ở Đà Nẵng được xuất viện, ở đó còn bao nhiêu ca",
    "còn là sinh viên, có được tiêm không",
]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "Kính gửi quý Bộ, tôi công tác tại Sở Y tế Nghệ An, xin được hỏi ai là Bộ trưởng?",
            "ai là Bộ trưởng?",
        ),
        (
            "Dạ cho em hỏi, em làm ở Trung tâm Kiểm soát bệnh Lâm Đồng, đại hội họp mấy ngày ạ?",
            "đại hội họp mấy ngày ạ?",
        ),
        ("toi lam viec o so y te ha noi xin hoi thang 4 bo lam gi", "thang 4 bo lam gi"),
        ("tôi là phóng viên báo Tuổi Trẻ. Xin hỏi: Bộ trưởng là ai?", "Bộ trưởng là ai?"),
        (
            "Thưa Bộ trưởng, em là sinh viên, em muốn hỏi kế hoạch tiêm vắc xin",
            "kế hoạch tiêm vắc xin",
        ),
    ],
)
def test_an_introduction_is_left_out(text: str, rest: str) -> None:
    assert without_introduction(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tôi bị sốt ở Huế, uống thuốc gì?",
        "nhiệm vụ tháng 4 tôi muốn hỏi là gì",
        "ai làm việc tại buổi họp, xin hỏi chút",
        "Bộ trưởng là ai, tôi là nhà báo, xin hỏi thêm ông ấy họp khi nào",
        "Tôi công tác tại Sở Y tế Nghệ An, xin hỏi",
        "Tôi là cán bộ y tế bị sốt, cho hỏi uống thuốc gì?",  # a patient tells more
        "Tôi phụ trách vắc xin Nanocovax, cho hỏi giai đoạn mấy?",
    ],
)
def test_what_introduces_nobody_to_a_question_stays(text: str) -> None:
    assert without_introduction(text) == text


@pytest.mark.parametrize(("text", "rest"), INTRODUCED)
def test_who_asks_is_left_out_in_whatever_words(text: str, rest: str) -> None:
    assert without_introduction(text) == rest


@pytest.mark.parametrize(("text", "rest"), ONLY_THE_PLACE)
def test_what_somebody_makes_stays_and_the_place_goes(text: str, rest: str) -> None:
    assert without_introduction(text) == rest


@pytest.mark.parametrize("text", PART_OF_THE_QUESTION)
def test_what_only_looks_like_an_introduction_is_asked_about(text: str) -> None:
    assert without_introduction(text) == text


def test_without_diacritics_most_are_left_out_too() -> None:
    same = [without_introduction(fold(text)) == fold(rest) for text, rest in INTRODUCED]
    assert sum(same) >= 0.9 * len(same)


@pytest.mark.parametrize("text", ["em ở ", "cho em hỏi ", "tôi là cán bộ ", "dạ, ", "em ở Huế, "])
def test_the_longest_messages_are_read_in_time(text: str) -> None:
    began = time.perf_counter()
    without_introduction(text * 10_000)
    assert time.perf_counter() - began < 5


WORDS = st.sampled_from("tôi em là làm ở tại cho hỏi xin nhà báo Huế , . gì".split())


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_what_is_left_was_typed_and_ends_as_it_ended(text: str) -> None:
    rest, typed = without_introduction(text).split(), iter(text.split())
    assert all(word in typed for word in rest)
    assert rest[-1:] == text.split()[-1:]
