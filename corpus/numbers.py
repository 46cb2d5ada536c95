"""Number words, with their marks: "ba", "thứ tư", "mười lăm"."""

from __future__ import annotations

COUNTS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip
SEVERAL = {word: number for word, number in COUNTS.items() if number > 1}
# What names a place in a row: "thứ nhất", "tháng tư".
PLACES = COUNTS | {"nhất": 1, "nhì": 2, "tư": 4, "bẩy": 7}
# What follows tens; "mười năm" are ten years.
ONES = {w: n for w, n in COUNTS.items() if n not in (5, 10)} | {
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
TEENS = {f"mười {word}": 10 + number for word, number in ONES.items()}
