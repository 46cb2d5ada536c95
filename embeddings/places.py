"""Provinces and cities of Vietnam by name."""

from __future__ import annotations

import re

from corpus.vietnamese import fold

# The 63 there were until 1 July 2025; the 34 since then (Resolution 202/2025/QH15) keep names of
# these.
_PROVINCES = """
An Giang | Bà Rịa | Vũng Tàu | Bạc Liêu | Bắc Giang | Bắc Kạn | Bắc Ninh | Bến Tre | Bình Dương
Bình Định | Bình Phước | Bình Thuận | Cà Mau | Cao Bằng | Cần Thơ | Đà Nẵng | Đắk Lắk | Đắk Nông
Điện Biên | Đồng Nai | Đồng Tháp | Gia Lai | Hà Giang | Hà Nam | Hà Nội | Hà Tĩnh | Hải Dương
Hải Phòng | Hậu Giang | Hòa Bình | Hưng Yên | Khánh Hòa | Kiên Giang | Kon Tum | Lai Châu
Lạng Sơn | Lào Cai | Lâm Đồng | Long An | Nam Định | Nghệ An | Ninh Bình | Ninh Thuận | Phú Thọ
Phú Yên | Quảng Bình | Quảng Nam | Quảng Ngãi | Quảng Ninh | Quảng Trị | Sóc Trăng | Sơn La
Tây Ninh | Thái Bình | Thái Nguyên | Thanh Hóa | Huế | Tiền Giang | Hồ Chí Minh | Trà Vinh
Tuyên Quang | Vĩnh Long | Vĩnh Phúc | Yên Bái
"""
_NAMES = [name.strip() for name in re.split(r"[|\n]", _PROVINCES) if name.strip()]
# Without their diacritics some are other words, too: "đánh giá lại", "đa năng".
_AMBIGUOUS = frozenset(
    "gia lai|da nang|can tho|hoa binh|thai binh|hue|long an|son la|an giang|dien bien".split("|")
)
FOLDED_PROVINCE = "|".join(name for name in map(fold, _NAMES) if name not in _AMBIGUOUS)
# As a pattern over composed text with its capitals; "Thanh Hoá" is "Thanh Hóa".
PROVINCE = "|".join(_NAMES).replace("Hóa", "H(?:óa|oá)").replace("Hòa", "H(?:òa|oà)")
