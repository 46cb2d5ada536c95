"""What people say of themselves before they ask: "tôi công tác tại Sở Y tế Nghệ An, xin hỏi …".

A message is read as its words without diacritics, with ", " wherever a clause ends. Every pattern
begins at the first word and repeats words a bounded number of times or one way only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.vietnamese import Token, fold, is_marked, tokens

_I = r"(?:toi|em|e|minh|mk|chau|tui|con|chung (?:toi|em|minh|chau))"
_NOW = r"(?:hien |nay |dang |hien dang |hien nay |hien tai |nguyen |von )?"
_AM = (
    rf"{_I} {_NOW}(?:cong tac|lam viec|lam (?:o|tai|ben)|"
    r"la (?:mot )?(?:can bo|chuyen vien|nhan vien|bac s[iy]|y ta|ke toan|ky su"
    r"|lanh dao|duoc si|dieu duong|y si|ho sinh|nha bao"
    r"|phong vien|bien tap vien|bien tap|cong chuc|vien chuc|giao vien|giang vien|sinh vien"
    r"|nghien cuu vien|(?:pho )?truong (?:phong|khoa|tram)|nguoi dan|dang vien|hoc sinh))\b"
)
_ASK = (
    rf"(?<!khong )(?:xin|cho|muon|can|kinh|de nghi)(?: duoc| phep| phep duoc)?(?: cho)?(?: {_I})?"
    r" (?:hoi|biet|xin)\b"
)
_ASKED = rf"(?:(?:, )?{_ASK}(?: chut| ti| xiu)?(?: ,)?(?: rang| la)? ?)?"

# Whose place it is: "bên em", "công ty chúng tôi". Of "tỉnh em" more is asked than who lives there.
_OURS = (
    r"(?:(?:ben|nha|que|gia dinh|cong ty|co quan|don vi|phong kham|nha thuoc|truong|lop|xuong|co so"
    r"|benh vien|trung tam|tram|khoa) (?:cua |nha )?)?"
)
_LIVE = (
    r"(?:o|(?:sinh )?song (?:o|tai)|(?:cu )?tru (?:o|tai)|(?:dong|nam|hoc|day) (?:o|tai)"
    r"|hoc truong|que|nguoi|den tu|tu|ten|la|cong tac|lam viec|lam (?:o|tai|ben|cho)"
    r"|lam (?:[^ ,]+ ){1,3}(?:o|tai|ben))"
)
_ASKS_OR_HEARD = r"(?:gi|j|nao|ai|sao|nghe(?! an | ,)|doc|thay|xem)"
# What is asked, and what tells more than who asks: "em đọc ở bản tin", "mình ở giai đoạn nào".
_MORE = (
    rf"(?:(?:{_ASKS_OR_HEARD}|khong|ko|k|chua|thi|(?:o|t[oớ]i|den|tu|tan) dau"
    r"|bao (?:gio|nhieu|lau)|nhap|mua|tiem|chich|(?<!phong )kham|phu trach|de tai|khao sat|bao cao"
    r"|(?:luan|tieu|khoa) (?:van|luan)|cach ly|phong toa|(?:vung|o|tam) dich|giai doan"
    r"|(?:quy|thang) [^ ]+|ban tin|thong tu|nuoc|viet nam|vac xin|vaccine?|va[ck]xin) )"
)
_MAKE = r"(?:san xuat|kinh doanh|nhap khau|phan phoi|cung cap) "  # what is made may be the subject
_WORDS = rf"(?:(?!{_MORE}|{_ASK})[^ ,]+ )"
_OPENING = (
    rf"(?:(?:{_ASK}|da|vang|a|u|alo|hi|hello|xin|kinh|chao|gui|thua|ad|admin|oi|anh|chi|ban|bac|si"
    rf"|quy|vi|bo|truong|y|te|cac|nhe|voi|bantin|bot|{_I}(?= (?:chao|xin|kinh))) (?:, )?){{0,12}}"
)
_GREETING = r"(?:(?!(?:gi|nao|ai|sao|dau|khong|chua) )[^ ,]+ ){0,6}(?:, )?"

# Up to the words that ask, unless a question or what was heard or read stands between.
_UP_TO_ASKING = re.compile(
    rf"{_GREETING}{_AM} (?:(?!\b{_ASKS_OR_HEARD} ).)*?(?:, )?(?:va |nay )?(?:{_I} )?{_ASK}"
    r"(?: chut| ti| xiu)?(?: ,)?(?: rang| la)? ?"
)
# Where they do not come, up to the end of the clause.
_CLAUSE = re.compile(
    rf"{_OPENING}{_OURS}{_I} {_NOW}(?={_LIVE} )(?!la nuoc)(?:(?!{_MAKE}){_WORDS}){{2,14}}?"
    rf"(?:, |thi |(?={_ASK}))"
    rf"(?:(?:(?:o|tai|que|{_NOW}(?:lam|hoc|song)) {_WORDS}{{1,8}}|{_WORDS}{{1,3}}tuoi ), ){{0,3}}"
    rf"(?:(?:{_I}|anh|chi|ad|bac) )?{_ASKED}"
)
# Where the clause tells what is asked about, the place alone.
_PLACE = re.compile(
    rf"{_OPENING}{_OURS}{_I} {_WORDS}{{1,12}}?(?P<place>(?:o|tai) {_WORDS}{{1,5}}), "
)
# A patient tells more than where they work.
_ILL = re.compile(
    r"\b(?:(?<!thiet )bi|(?<!thu )dau|sot|nhiem|mac|kho tho|dot quy|huyet ap|dang benh|om|met"
    r"|(?:mang|co) (?:thai|bau)|ung thu|tieu duong|benh nen)\b"
)
_BREAK = re.compile(r"[,;:!?\n–-]|\.(?=\s)")
_PLACE_KIND = frozenset(
    "tỉnh huyện xã quận phường thành phố thị trấn tp kcn khu công nghiệp".split()
)
_LEFT = 3  # words at least that must be left to ask
# Words of the patterns that others look like without their diacritics: "còn", "tới", "nghề".
_EXACT = {
    fold(word): word
    for word in (
        "tôi em mình cháu con tui ở tại từ quê là tên người gì nào ai sao không chưa thì đâu"
        " nghe đọc thấy xem nhập mua tiêm khám nước hỏi biết xin cho muốn cần học dạy"
    ).split()
}


@lru_cache(maxsize=8)  # a message is read for illness, as a follow-up and as a question
def without_introduction(text: str) -> str:
    """A question without who asks it and where they work, which it is not about; else itself.

    >>> without_introduction("Em là nhà báo ở Huế, cho em hỏi đại hội họp khi nào?")
    'đại hội họp khi nào?'
    >>> without_introduction("Bên em bán máy thở ở Huế, liệu Bộ có kiểm tra không?")
    'Bên em bán máy thở, liệu Bộ có kiểm tra không?'
    >>> without_introduction("Tôi bị sốt ở Huế, uống thuốc gì?")
    'Tôi bị sốt ở Huế, uống thuốc gì?'
    """
    words = tuple(tokens(text))
    plain, starts = _plain(text, words)
    for pattern in (_UP_TO_ASKING, _CLAUSE):
        found = pattern.match(plain)
        if found and not _ILL.search(plain, 0, found.end()):
            left = [word for word, at in zip(words, starts, strict=True) if at >= found.end()]
            if len(left) >= _LEFT:
                return text[left[0].start :]
    return _without_place(text, words, plain, starts)


def _without_place(text: str, words: Sequence[Token], plain: str, starts: Sequence[int]) -> str:
    """A message whose first clause is about who asks, without the place that it names."""
    found = _PLACE.match(plain)
    if not found or _ILL.search(plain, 0, found.end()):
        return text
    first, end = found.span("place")
    place = [word for word, at in zip(words, starts, strict=True) if first <= at < end]
    if not _is_name(text, place[1:]):
        return text
    return text[: place[0].start].rstrip() + text[place[-1].end :]


def _is_name(text: str, words: Sequence[Token]) -> bool:
    """Whether these words are written as a name is, where the message has capital letters."""
    if text == text.lower():
        return True
    written = [text[word.start : word.end] for word in words]
    return all(not w[0].islower() or w.lower() in _PLACE_KIND for w in written)


def _plain(text: str, words: Sequence[Token]) -> tuple[str, list[int]]:
    """The words without diacritics and the ends of clauses, and where each word stands there."""
    plain, starts, done, marked = "", [], 0, is_marked(text)
    for word in words:
        if done and _BREAK.search(text, done, word.end):
            plain += ", "
        starts.append(len(plain))
        plain += _folded(word.form, marked=marked) + " "
        done = word.end
    return plain, starts


def _folded(form: str, *, marked: bool) -> str:
    """A word without diacritics, unless others would make it a word of the patterns."""
    folded = fold(form)
    if folded == "con" and not marked:  # who begins a question so goes on: "còn ở Huế"
        return "còn"
    return form if form not in (folded, _EXACT.get(folded, form)) else folded
