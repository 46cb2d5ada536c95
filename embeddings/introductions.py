"""What people say of themselves before they ask: "tôi công tác tại Sở Y tế Nghệ An, xin hỏi …"."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.vietnamese import fold, tokens

_I = r"(?:toi|em|minh|chau|tui|con|chung (?:toi|em|minh|chau))"
_AM = (
    rf"{_I} (?:hien |nay |dang |hien dang |hien nay |hien tai )?"
    r"(?:cong tac|lam viec|lam (?:o|tai|ben)|"
    r"la (?:mot )?(?:can bo|chuyen vien|nhan vien|bac s[iy]|y ta|ke toan|ky su"
    r"|lanh dao|duoc si|dieu duong|y si|ho sinh|nha bao"
    r"|phong vien|bien tap vien|bien tap|cong chuc|vien chuc|giao vien|giang vien|sinh vien"
    r"|nghien cuu vien|(?:pho )?truong (?:phong|khoa|tram)|nguoi dan|dang vien))\b"
)
_ASK = (
    rf"(?<!khong )(?:xin|cho|muon|can|kinh|de nghi)(?: duoc| phep| phep duoc)?(?: cho)?(?: {_I})?"
    r" (?:hoi|biet)\b"
)
# A patient tells more than where they work.
_ILL = re.compile(r"\b(?:bi|dau|sot|nhiem|mac|kho tho|dot quy|huyet ap|dang benh|om|met)\b")
# Up to the words that ask, or, where they come first, up to the next comma.
_GREETING = r"(?:(?!(?:gi|nao|ai|sao|dau|khong|chua) )[^ ,]+ ){0,6}(?:, )?"
_INTRODUCTION = re.compile(
    rf"^{_GREETING}{_AM} .*?(?:, )?(?:va |nay )?(?:{_I} )?{_ASK}(?: ,)?(?: rang| la)? ?"
    rf"|{_ASK} (?:, )?{_AM}[^,]*, "
)
_COMMA = re.compile(r"[,.;:!?\n–-]")
_LEFT = 3  # words at least that must be left to ask


@lru_cache(maxsize=8)  # a message is read for illness, as a follow-up and as a question
def without_introduction(text: str) -> str:
    """A question without who asks it and where they work, which it is not about; else itself.

    >>> without_introduction("Em là nhà báo ở Huế, cho em hỏi đại hội họp khi nào?")
    'đại hội họp khi nào?'
    >>> without_introduction("Tôi bị sốt ở Huế, uống thuốc gì?")
    'Tôi bị sốt ở Huế, uống thuốc gì?'
    """
    words = list(tokens(text))
    plain, starts = "", []  # and where each word stands in plain
    done = 0
    for word in words:
        if done and _COMMA.search(text, done, word.start):
            plain += ", "
        starts.append(len(plain))
        plain += fold(word.form) + " "
        done = word.end
    found = _INTRODUCTION.search(plain)
    if not found or _ILL.search(plain, 0, found.end()):
        return text
    left = [word for word, start in zip(words, starts, strict=True) if start >= found.end()]
    return text[left[0].start :] if len(left) >= _LEFT else text
