"""Whether a text holds the kind of thing that a question wants: an amount, a day, a name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.periods import find_periods
from corpus.vietnamese import fold, is_foreign, nfc
from embeddings.amounts import holds_amount, only_counts
from embeddings.answer_form import defined
from embeddings.offices import names_others
from embeddings.persons import CAPITALS, people, spans_of_persons
from embeddings.places import PROVINCE
from embeddings.question import Question, Wanted
from embeddings.question_words import NAMED_PERSON, REASON

_PLACE = re.compile(
    r"\b(?:cả nước|toàn quốc|trong nước|nước ta|toàn cầu)\b|"
    r"\b(?:tại|ở|Tại|Ở)\s+(?:[A-ZĐÂÁÀÔ]|bệnh viện|tỉnh|thành phố|xã|huyện|quận|trụ sở|hội trường"
    r"|cửa khẩu|nước|khu|trung tâm|cơ sở|tuyến)"
    r"|\b[Đđ]ịa (?:điểm|chỉ)\s*:"
    r"|\b(?:trong|trên|tại)\s+(?:đề án|trang|cổng|hệ thống|website|danh mục|sổ)\b"
    r"|\b(?:tỉnh|thành phố|TP\.?|huyện|quận|đường|số)\s+[A-ZĐÂÁÀÔ\d]"
)
# "Tỉnh nào?" wants the name of one.
_ASKS_NAMED_PLACE = re.compile(r"\b(?:tinh|thanh pho|huyen|quan|xa|dia phuong|nuoc|quoc gia) nao\b")
# "Nơi nào được chọn?" may be an office; "ở nơi nào" is none.
_ASKS_CHOSEN = re.compile(r"^(?:noi|cho) nao\b")
_NAMED_PLACE = re.compile(
    rf"\b(?:{PROVINCE})\b"
    r"|\b(?:[Tt]ại|[Ởở]|[Tt]ừ|[Ss]ang|[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Xx]ã|[Nn]ước)"
    rf"\s+[{CAPITALS}]"
)
# The number of a document: "số 12/2021/TT-BYT", "1234/QĐ-BYT".
_DOCUMENT_NUMBER = re.compile(r"\bsố:?\s*\d|\d/(?:\d{4}/)?(?:qđ|tt|nđ|ct|nq|kh|cv)\b")
# Roles and bodies, each with the word behind it.
_BODY = re.compile(
    r"\b(?:Bộ|Đảng ủy|Đảng uỷ|Ban|Cục|Vụ|Viện|Sở|Chính phủ|Quốc hội|Thủ tướng|Khối|Tổ chức"
    r"|Văn phòng|Phòng|Ngành|ngành|Việt Nam|[Hh]iệu trưởng|[Gg]iám đốc|[Cc]hủ tịch|[Tt]rưởng"
    r"|[Tt]hủ trưởng|[Cc]ơ quan|[Hh]ội đồng|[Tt](?:òa|oà) án|[ỦUủu](?:ỷ|y) ban|[Cc]án bộ|[Đđ]ơn vị"
    r"|^Người|(?<=do )người|(?<=bởi )người|(?<=của )người)\b(?:\s+\w+)?"
)
# "Các đơn vị hoàn thiện hồ sơ" says of no body which it is, "đơn vị quản lý" does.
_GENERIC = re.compile(r"(?:don vi|co quan|can bo|nguoi)\b(?! (?:quan|chuyen|chu|truc|dao))")
# Other bodies that do things; "phòng, chống" is none.
_LESSER_BODY = re.compile(
    r"(?<!các )(?<!những )\b(?:[Kk]hoa|[Tt]rường|[Tt]rung tâm|[Tt]rạm|[Vv]iện|[Bb]ộ môn"
    r"|[Dd]oanh nghiệp|[Cc]ông ty"
    r"|phòng(?!,? (?:và )?(?:chống|dịch|ngừa|bệnh|COVID|tránh|khám)))\b(?! học)"
)
_CAPITALISED = re.compile(rf"\b[{CAPITALS}][a-zà-ỹđ]+(?:[ \t]+[{CAPITALS}][a-zà-ỹđ]+)+")
# "Ai là người quyết định …" asks for a role, "ai là bộ trưởng" for a name.
_WHO_DOES = re.compile(r"\bai la nguoi\b(?! dung dau| lanh dao)")
_IS_WHOEVER = re.compile(r"\blà (?:những )?(?:người|cá nhân|cán bộ|tổ chức|thành viên)\b")
# Who asks for a day, a month or a year wants a date.
_ASKS_DAY = re.compile(r"\b(?:ngay|hom|thang|nam|quy|gio) (?:nao|may|bao nhieu)\b|\bmay gio\b")
_ASKS_ONE_DAY = re.compile(r"\b(?:ngay|hom) (?:nao|may|bao nhieu)\b")
_WEEK = dt.timedelta(days=7)
_MOMENT = re.compile(
    r"\b(?:kể từ|thời điểm|ngay sau|sau khi|trước khi|khi|nếu"
    r"|(?:đầu|giữa|cuối) (?:khóa|khoá|kỳ|năm|quý|tháng))\b"
)
# Whom something is for or done to need have no name: "cho những ai?".
_WHOM = re.compile(r"\b(?:cho|voi|nhung) ai\b")
# Who does something: "ai tặng".
_DOING = re.compile(r"^ai (?:da |se |dang )?(?P<verb>(?!la |duoc |bi |co |khong |phai )\w+)\b")
# Who signed is told by no "đăng ký".
_SIGNS = re.compile(r"\b(?:ai|nguoi(?: nao)?)(?: da)? ky\b(?! (?:thi|hop))|\bdo ai ky\b")
_SIGNED = re.compile(r"(?<!đăng )\bký\b", re.IGNORECASE)
# "Do đồng chí … trình bày", "do Văn phòng chủ trì" is no reason.
_BECAUSE = re.compile(
    r"\b(?:(?i:vì|bởi|nhờ|nên|nhằm|để|nguyên nhân|l[ýí] do|xuất phát|trước tình hình)"
    r"|[Dd]o(?! (?:đồng chí|ông|bà|Bộ|Cục|Vụ|Viện|Sở|Ban|Phòng|Văn phòng|Trung tâm|Hội|Tổ|Chính phủ"
    r"|Thủ tướng|Quốc hội|(?:Thứ|Bộ|Cục|Vụ) trưởng)\b))\b"
)
# Who asks for a definition wants more than a mention.
_DEFINITION = re.compile(r"\bdinh nghia\b")
_DEFINING = re.compile(r"\s(?:là|gồm|bao gồm)\s|\b(?:được hiểu|nghĩa)\b", re.IGNORECASE)
# Or puts it in quotation marks and goes on to tell about it.
_SAYS_WHAT = re.compile(r" (?:(?:la|gom|bao gom|duoc hieu|co nghia|nghia|viet tat)\b|[:(”\"])")
_TERM = 6  # syllables; what is longer asks for a fact
# "Hồ sơ gồm những giấy tờ gì?"
_PAPERS = re.compile(
    r"\b(?:nhung|cac|may) (?:loai )?giay to\b|\bgiay to (?:gi|nao)\b|\bho so\b.* gom\b"
)
_PAPER = re.compile(
    r"\b(?:gồm|bản sao|phiếu|giấy|tờ khai|đơn (?:xin|đề nghị|đăng ký))\b", re.IGNORECASE
)
_GROUP = re.compile(
    r"\b(?:người|nhân dân|doanh nghiệp|đơn vị|cán bộ|đảng viên|đội ngũ|chuyên gia|cấp ủy|cơ sở)\b"
)


@lru_cache(maxsize=1_024)  # asked where a sentence is chosen, and again where it is judged
def holds_kind(question: Question, text: str) -> bool:
    """Whether ``text`` holds what the question word calls for; always true for facts that are no
    reasons, no definitions and no papers.
    """
    text = nfc(text)
    lower = text.lower()
    match question.wanted:
        case Wanted.MONEY | Wanted.SHARE | Wanted.DURATION | Wanted.FIGURE:
            return holds_amount(question, lower)
        case Wanted.DATE:
            return _tells_date(question, text) or _tells_when(question, lower)
        case Wanted.PERSON:
            return _tells_who(question, text)
        case Wanted.BODY:
            return any(not _GENERIC.match(body) for body in _bodies(question, text)) or bool(
                _LESSER_BODY.search(text)
            )
        case Wanted.PLACE:
            place = (
                _NAMED_PLACE if _ASKS_NAMED_PLACE.search(" ".join(question.syllables)) else _PLACE
            )
            chosen = _ASKS_CHOSEN.search(" ".join(question.syllables))
            return bool(place.search(text) or (chosen and any(_bodies(question, text))))
        case Wanted.PEOPLE:
            return len(set(people(text))) > 1
        case Wanted.NUMBER:
            return bool(_DOCUMENT_NUMBER.search(lower))
        case Wanted.LIST if question.asked and only_counts(question, text):
            return False
        case Wanted.FACT if _only_mentions(question, text):
            return False
        case _:
            return all(said.search(text) for said in _telling(question.syllables))


def _only_mentions(question: Question, text: str) -> bool:
    """Whether a text names what is to be defined and does not say what it is."""
    term = defined(question.text)
    if question.periods or not 2 <= len(term) <= _TERM:
        return False
    said = " ".join(re.findall(r"\w+|[:(”\"]", fold(text)))
    found = re.search(rf"\b{' '.join(map(re.escape, term))}\b(?P<behind>.*)", said)
    return found is not None and not _SAYS_WHAT.match(found["behind"])


def asks_reason(question: Question) -> bool:
    """Whether a question asks why."""
    return bool(REASON.search(" ".join(question.syllables)))


@lru_cache(maxsize=64)  # asked again for every sentence
def _telling(asked: tuple[str, ...]) -> list[re.Pattern[str]]:
    """What a text says that gives the reason, the definition or the papers asked for."""
    words = " ".join(asked)
    return [
        said
        for asking, said in ((REASON, _BECAUSE), (_DEFINITION, _DEFINING), (_PAPERS, _PAPER))
        if asking.search(words)
    ]


def _tells_date(question: Question, text: str) -> bool:
    """Whether a text names a time; a day or a few, where a day is asked for."""
    found = (mention.period for mention in find_periods(text))
    day = _ASKS_ONE_DAY.search(" ".join(question.syllables))
    return any(not day or one.last - one.first < _WEEK for one in found)


def _tells_when(question: Question, lower: str) -> bool:
    """Whether a text gives the moment or the condition that "khi nào" may ask for, too."""
    asked = " ".join(question.syllables)
    return not _ASKS_DAY.search(asked) and bool(_MOMENT.search(lower))


def _tells_who(question: Question, text: str) -> bool:
    """Whether a text names a person, or, where no name is asked for, a role or body that the
    question does not name itself.
    """
    asked = " ".join(question.syllables)
    if (doing := _DOING.search(asked)) and _is_only_done(doing["verb"], fold(text)):
        return False
    if names_others(question, text) or (_SIGNS.search(asked) and not _SIGNED.search(text)):
        return False
    if spans_of_persons(text) or (_WHOM.search(asked) and _GROUP.search(text)):
        return True
    if any(fold(name) not in asked for name in _foreign_names(text)):
        return True
    if _WHO_DOES.search(asked) or not NAMED_PERSON.search(asked):
        return any(_bodies(question, text))
    return not _OFFICE.search(asked) and bool(_IS_WHOEVER.search(text))


def _bodies(question: Question, text: str) -> Iterator[str]:
    """The roles and bodies, folded, that a text names and the question does not name itself."""
    asked = " ".join(question.syllables)
    said = (" ".join(fold(match.group()).split()) for match in _BODY.finditer(text))
    return (body for body in said if body not in asked)


def _foreign_names(text: str) -> Iterator[str]:
    """Runs of two capitalised words and more, one of them no Vietnamese syllable."""
    for match in _CAPITALISED.finditer(text):
        if any(is_foreign(fold(word)) for word in match.group().split()):
            yield match.group()


def _is_only_done(verb: str, folded: str) -> bool:
    """Whether a text says of somebody that it was done to them ("được tặng"), and by nobody."""
    before = re.findall(rf"(\w+)\W+{re.escape(verb)}\b", folded)
    return bool(before) and all(word == "duoc" for word in before)


# Who asks for an office wants its name; all folded.
_ASKS_OFFICE = re.compile(r"\bla ai\b|\bchuc (?:vu|danh|gi|nao)\b|^ai la\b|\bwho is\b")
_OFFICE = re.compile(
    r"\b(?:bi thu|uy vien|(?:bo|thu|cuc|vu|vien|khoa|phong|hieu|ban|doi) truong|chu tich|giam doc"
    r"|tong thong|thu tuong|chu nhiem|pho \w+ truong|nha \w+|vua|hoang de|bac si|giao su)\b"
)


def holds_office(question: Question, folded: str) -> bool:
    """Whether a folded text names an office; always true where the question asks for none."""
    return not _asks_office(question.syllables) or bool(_OFFICE.search(folded))


@lru_cache(maxsize=64)  # asked again for every sentence
def _asks_office(asked: tuple[str, ...]) -> bool:
    return bool(_ASKS_OFFICE.search(" ".join(asked)))


# What an answer says beside the kind of thing: folded words of the question, and those of answers.
_CUES = tuple(
    (re.compile(rf"\b(?:{asked})\b"), re.compile(said))
    for asked, said in (
        ("tai sao|vi sao|ly do|nguyen nhan", r"\b(?:vi|do|boi|nham|nen|de|nguyen nhan|ly do)\b"),
        ("muc dich|de lam gi|nham", r"\b(?:nham|de|muc dich|giup|vi)\b"),
        (
            "khi nao|luc nao|thoi diem|bao gio|thoi gian nao",
            r"\b(?:khi|thoi diem|ngay|thang|nam|sau|truoc|ke tu|dau|cuoi)\b",
        ),
        ("o dau|tai dau|noi nao|vao dau", r"\b(?:tai|o|trong|tren|vao|theo)\b"),
        (
            "ai|nguoi nao|don vi nao|co quan nao|to chuc nao",
            r"\b(?:nguoi|hoi dong|truong|khoa|phong|co quan|don vi|bo|toa an|chinh phu|giam doc"
            r"|chu tich|ong|ba|vua)\b",
        ),
        ("bao nhieu|may|bao lau", r"\d|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b"),
        ("nhu the nao|the nao|bang cach nao|ra sao", r"\b(?:bang|theo|thong qua|nhu|phai|duoc)\b"),
        ("la gi|la ai|goi la gi", r"\bla\b"),
        ("truong hop nao|dieu kien", r"\b(?:neu|khi|truong hop|dieu kien|phai)\b"),
        ("gom|bao gom", r"\b(?:gom|co|bao gom)\b|:"),
        ("phai khong|co phai", r"\b(?:phai|can)\b"),
        ("duoc\\b.*\\bkhong", r"\bduoc\b"),
    )
)


def holds_cue(question: Question, folded: str) -> float:
    """The share, in [0, 1], of the question's cues that a folded text has a word for.

    >>> from embeddings.question import understand
    >>> holds_cue(understand("Vì sao phải hoãn?"), "hoan vi thieu vac xin")
    1.0
    """
    wanted = _cues(question.syllables)
    return sum(bool(said.search(folded)) for said in wanted) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=64)  # asked again for every sentence
def _cues(asked: tuple[str, ...]) -> list[re.Pattern[str]]:
    """What answers to a question of these syllables say."""
    words = " ".join(asked)
    return [said for asking, said in _CUES if asking.search(words)]
