"""Bulletins that are hard to show: long lists, addresses, HTML, titles without end."""

from __future__ import annotations

from pathlib import Path

URL = "https://example.vn/tin/hoi-nghi-sot-xuat-huyet?so=1&nam=2024"
TITLE = "Hội nghị <b>phòng, chống</b> sốt xuất huyết & sốt rét"
LONG_TITLE = "Chương trình tiêm chủng mở rộng cho trẻ em trên toàn quốc " * 40
ITEMS = 60

LIST = "Những việc cần làm về trang thiết bị y tế là gì?"
PRESENTER = "Ai trình bày báo cáo kết quả phòng, chống sốt xuất huyết?"
MONEY = "Các tỉnh bố trí bao nhiêu tiền mua vật tư, hóa chất?"
GOAL = "Mục tiêu tiêm chủng mở rộng năm 2024 là gì?"

PRESENTED = (
    "Thứ trưởng Nguyễn Văn Minh trình bày báo cáo kết quả phòng, chống sốt xuất huyết trong năm "
    "qua, trong đó nêu rõ số ca mắc giảm 30% so với cùng kỳ."
)

_LIST = """Những việc cần làm về trang thiết bị y tế

Bộ Y tế giao các đơn vị {count} việc về trang thiết bị y tế sau đây:

{items}
"""
_MEETING = f"""Hội nghị phòng, chống sốt xuất huyết

Sáng ngày 5/3, Bộ Y tế tổ chức hội nghị phòng, chống sốt xuất huyết tại Hà Nội.

{PRESENTED} Các địa phương phía Nam đã chủ động diệt lăng quăng, bọ gậy tại cộng đồng, vận động \
người dân đậy kín dụng cụ chứa nước và phun hóa chất tại các điểm nguy cơ cao. Sở Y tế các tỉnh \
tiếp tục giám sát dịch tễ, điều tra ca bệnh trong vòng 24 giờ.

Kết luận hội nghị, Bộ trưởng yêu cầu các tỉnh bố trí 500 tỷ đồng mua vật tư, hóa chất \
<b>trước ngày 30/6</b> & báo cáo về Cục Y tế dự phòng.
"""
_CHILDREN = """Chương trình tiêm chủng mở rộng

Chương trình tiêm chủng mở rộng đặt mục tiêu 95% trẻ dưới 1 tuổi được tiêm đủ vắc xin trong năm \
2024.
"""
_ITEM = (
    "{n}. Rà soát, sửa đổi, bổ sung quy trình chuyên môn số {n} về quản lý trang thiết bị y tế tại "
    "các cơ sở khám bệnh, chữa bệnh tuyến tỉnh và tuyến huyện, bảo đảm đủ nhân lực, vật tư, hóa "
    "chất; báo cáo kết quả thực hiện hằng tháng theo mẫu thống nhất của Bộ."
)


def items() -> list[str]:
    """The items of the long list, as they stand."""
    return [_ITEM.format(n=n) for n in range(1, ITEMS + 1)]


def write_plans(corpus: Path) -> None:
    """Writes the bulletins into a folder."""
    corpus.mkdir(parents=True, exist_ok=True)
    listed = _LIST.format(count=ITEMS, items="\n".join(items()))
    for name, text in {"viec": listed, "hop": _MEETING, "tiem": _CHILDREN}.items():
        (corpus / f"{name}.txt").write_text(text, "utf-8")
    told = f'title = "{TITLE}"\ndate = 2024-03-05\nurl = "{URL}"\n'
    (corpus / "hop.toml").write_text(told, "utf-8")
    (corpus / "tiem.toml").write_text(f'title = "{LONG_TITLE.strip()}"\n', "utf-8")
