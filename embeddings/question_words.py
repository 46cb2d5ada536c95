"""The words of Vietnamese questions: what frames them, what they ask for, what they count.

All are folded syllables as :func:`embeddings.question.understand` prepares them: in a question
with diacritics a syllable that only looks like a question word when folded ("máy" like "mấy")
carries OTHER behind it and matches nothing here.
"""

from __future__ import annotations

import re

from corpus.vietnamese import fold

OTHER = "_"

# What a marked syllable must be to count as the question word that it folds to.
MARKED: dict[str, set[str]] = {}
for _word in (
    "mấy nào đâu đầu sao gì thứ khi bao nhiêu lâu giờ ngày tháng năm hôm lúc cuối tiền tiên giá lương"
    " quê lịch phạt"
).split():
    MARKED.setdefault(fold(_word), set()).add(_word)

# Said around a question, never about its subject.
_FRAMES = """
cho em hoi|cho toi hoi|cho minh hoi|cho hoi|em hoi|xin hoi|cho em xin|cho toi xin|cho minh xin
cho em biet|cho toi biet|cho minh biet|cho biet|xin cho biet|lam on|vui long|giup em|giup toi
giup minh|giup|toi muon biet|em muon biet|minh muon biet|muon biet|toi muon hoi|em muon hoi
muon hoi|toi can biet|can biet|toi can tim|thong tin ve|tim hieu ve|xin thong tin|noi ve|noi gi ve
cho minh xem|cho toi xem|cho em xem|cho xem|kinh de nghi|de nghi cung cap|cung cap|trich nguyen van|kinh nho|anh chi cho|nho anh chi|em can ghi vao
ad oi|admin oi|bot oi|ban oi|anh chi oi|moi nguoi oi|shop oi|bac oi|em oi|ad|admin|bot|a oi
la gi|la nhung gi|la nhu the nao|nhu the nao|the nao|ra sao|lam sao|bang cach nao|nhu nao
co phai la|co phai|phai khong|dung khong|duoc khong|khong a|khong nhi|khong vay|hay khong
hay chua|chua a|vay a|vay nhi|the a|the nhi|the nhe|voi a|voi nhe|a nhe|di a|di ban
bao nhieu|bao lau|bao gio|khi nao|luc nao|hom nao|ngay nao|nam nao|thang nao|o dau|tai dau
noi nao|nguoi nao|ong nao|ba nao|vi nao|dong chi nao|nhung ai|la ai|do ai|boi ai|cua ai|ai la
vi sao|tai sao|sao lai|nhung gi|cai gi|dieu gi|viec gi|nhung nao|gom nhung|bao gom|gom co|gom
liet ke|ke ten|ke ra|neu ro|neu ten|neu du|neu|hay cho|danh sach|tat ca|toan bo|day du|chi tiet
cu the|chuc em|cam on ad|cam on|xin chao|chao ad|chao ban|hi ad|hello|ban tin|trong bai|bai viet
theo ban tin|theo bai|may ban|moi nguoi|theo do|co duoc nhac toi|duoc nhac toi
"""
FRAMES = re.compile(
    r"\b(?:"
    + "|".join(sorted((f for f in re.split(r"[|\n]", _FRAMES) if f), key=len, reverse=True))
    + r")\b"
)

# Single syllables that carry grammar, not a subject. A marked question is compared as written, so
# that "bí thư" does not lose its "bí" to the passive "bị".
FUNCTION = frozenset(
    """
    là gì nào ai mấy đâu sao thế vậy ạ nhỉ nhé hả hở ư với của và hay hoặc thì mà có không chưa
    được bị cho để đến từ tại ở trong ngoài trên dưới về những các một số này kia đó đây ấy cũng
    đã đang sẽ rằng nếu khi lúc sau trước theo bằng như cái con chỉ vì nên do bởi rồi lại vẫn
    rất lắm quá hơn từng tôi em mình bạn ad anh ông bà hỏi biết ra vào lên xuống đi ơi giùm
    giúp hãy nhiều bao dc ko k hok hem z v vs r j the what is are how who when which of in for and
    """.split()
)
# Without diacritics some look like words that name a subject: để and đề, số, đang and Đảng.
FOLDED_FUNCTION = frozenset(fold(word) for word in FUNCTION) - frozenset(
    "de so do bi tu tai dang ba ban con can ong anh chi hay len di".split()
)

# What lists are made of. GENERIC ones say nothing about which list is meant.
GENERIC = "viec|dau viec|cong viec|muc|noi dung|diem|y|phan|dieu|khoan|mang cong tac|cong tac"
NOUNS = (
    "nhiem vu|phuong huong|muc tieu|phan mem|giai phap|bien phap|nguyen tac|buoc|de an|du an"
    f"|chi tieu|hoat dong|nhom|yeu to|van ban|san pham|linh vuc|he thong|{GENERIC}"
)

_NUMBERS = {
    "mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|" + "|".join(_NUMBERS) + ")"
_ORDINAL = re.compile(
    rf"(?<!lan )(?<!dot )(?<!cap )\bthu (?P<a>{_NUMBER})\b(?! truong| tuong)"
    rf"|\b(?:{NOUNS}|so) (?:so |thu )?(?P<b>\d{{1,2}})\b(?! (?:nam|thang|ngay|phan|nhiem))"
    rf"|\b(?:muc|y|phan|doan|nhiem vu|viec) (?P<c>{_NUMBER}) la\b"
)
_FIRST_ONES = re.compile(rf"\b(?P<n>{_NUMBER}) (?:{NOUNS})(?: \w+){{0,3}} dau(?: tien)?\b")
_FIRST = re.compile(rf"\b(?:{NOUNS})(?: \w+){{0,3}} (?:dau tien|mo dau)\b|\bdau tien la\b")
_LAST = re.compile(rf"\b(?:{NOUNS})(?: \w+){{0,3}} (?:cuoi cung|sau cung|sau chot|cuoi|chot)\b")
_LAST_BUT_ONE = re.compile(r"\b(?:ap chot|ke cuoi|gan cuoi)\b")


def ordinals(plain: str) -> tuple[int, ...]:
    """The places in a list that are asked for, from 1, or from -1 backwards; none if none is."""
    if match := _FIRST_ONES.search(plain):
        return tuple(range(1, _number(match["n"]) + 1))
    for pattern, place in ((_LAST_BUT_ONE, -2), (_FIRST, 1), (_LAST, -1)):
        if pattern.search(plain):
            return (place,)
    match = _ORDINAL.search(plain)
    return (_number(match["a"] or match["b"] or match["c"]),) if match else ()


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


MONEY = re.compile(
    r"\b(?:bao nhieu|may) (?:tien|dong|ty|trieu|ngan|nghin|usd|do la)\b"
    r"|\bgia (?:\w+ ){0,6}bao nhieu"
    r"|\b(?:kinh phi|ngan sach|chi phi|hoc phi|vien phi|luong|gia ca|muc phat|phat|so tien|tien)\b"
    r".*\bbao nhieu\b|\bton bao nhieu\b"
)
SHARE = re.compile(r"\b(?:bao nhieu|may) (?:phan tram|%)|\bty le\b.*\bbao nhieu\b|bao nhieu %")
DURATION = re.compile(
    r"\bbao lau\b|\b(?:may|bao nhieu) (?:ngay|thang|nam|tuan|gio|phut|hom)\b(?! nao)|\bmat may\b"
)
PUBLICATION = re.compile(
    r"\b(?:ban tin|bai|bai viet|tin)\b.*\b(?:dang|dang tai|cong bo|phat hanh|ra)\b.*"
    r"\b(?:ngay nao|khi nao|bao gio|luc nao|hom nao|ngay may|may gio|ngay bao nhieu|thoi gian nao)"
    r"|\bngay (?:dang|cong bo|phat hanh|dang tai)\b"
)
DATE = re.compile(
    r"\b(?:khi nao|bao gio|luc nao|ngay nao|hom nao|thang nao|nam nao|ngay may|thang may|nam may"
    r"|thoi gian nao|thoi diem nao|ngay thang nao|nam bao nhieu|when)\b"
)
PERSON = re.compile(
    r"\b(?:ai|nguoi nao|ong nao|ba nao|(?<!don )vi nao|dong chi nao|lanh dao nao|nhan vat nao|who)\b"
    r"|\bten (?:\w+ ){0,4}(?:la gi|gi)\b|\bbo truong (?:\w+ ){0,6}ten\b"
)
FIGURE_BEFORE = re.compile(r"\b(?:bao nhieu|may|how many|so luong) (?P<noun>\w+(?: \w+)?)")
FIGURE_AFTER = re.compile(
    r"\b(?P<noun>giai doan|lan|khoa|phien|ky|dot|chang|tang|cap) (?:thu )?(?:may|bao nhieu)\b"
)
FIGURE = re.compile(r"\b(?:bao nhieu|may|how many|so luong)\b")
# Things that a text must name itself to answer for them, whatever else it says of the subject.
ATTRIBUTES = re.compile(
    r"\b(?:trieu chung|dau hieu|nguyen nhan|tac dung phu|bien chung|lieu luong|cach chua|thuoc gi"
    r"|dia chi|tru so|so dien thoai|dien thoai|duong day nong|hotline|email|website|trang web|link"
    r"|gia ban|gia tien|(?<!danh )(?<!quoc )(?<!tham )(?<!chuyen )(?<!the )gia|hoc phi|vien phi|le phi|kinh phi|ngan sach|tien thuong|muc thuong|luong"
    r"|muc phat|bi phat|que|que quan|tuoi|sinh nam|tieu su|vo|lich|lich tiem|gio lam viec|ket qua"
    r"|bang cap|hoc vi|tu vong|ca mac|so ca|thu tuc|so tien)\b"
)
PEOPLE = re.compile(
    r"\b(?:(?:nhung|cac) (?:dong chi|lanh dao|nguoi|ong|nhan vat|quan chuc)|nhung ai|ten ai)\b"
)
# Ministries other than that of health, and the like.
BODIES = re.compile(
    r"\b(?:bo (?:giao duc|cong an|quoc phong|tu phap|noi vu|cong thuong|tai chinh|ngoai giao"
    r"|giao thong|xay dung|nong nghiep|lao dong|van hoa|thong tin|khoa hoc|tai nguyen|ke hoach)"
    r"|so y te|ngan hang nha nuoc|quoc hoi|toa an|vien kiem sat|mat tran to quoc)\b"
)
NAMED_PERSON = re.compile(r"\bten\b|\b(?:nguoi|ong|ba|(?<!don )vi|dong chi) nao\b")
WHICH = re.compile(
    r"\b(?P<noun>cong ty|hang|truong|benh vien|tinh|thanh pho|dia phuong|nha may"
    r"|ngan hang|phong kham|doanh nghiep)(?: \w+){0,2} nao\b"
)
# "Mấy bác sĩ … giúp như thế nào?": here "mấy" only makes a plural.
MERE_PLURAL = re.compile(r"^may\b.*\b(?:khong|chua|the nao|ra sao|gi|nao)\b[^?]*$")
COUNTED = re.compile(rf"\b(?:may|bao nhieu) (?P<noun>{NOUNS})\b")
ASKED_LIST = re.compile(
    r"\b(?:liet ke|ke ten|ke ra|danh sach|gom (?:nhung|co)|bao gom|gom gi|tat ca|toan bo|neu du"
    r"|nhung gi|nhung ai|list)\b"
)
BEFORE_WHICH = re.compile(r"\b(?P<noun>[a-z]+ [a-z]+) (?:nao|gi|la gi|la nhung gi|ra sao)\b")
SEVERAL = re.compile(rf"\b(?:\d{{1,2}}|cac|nhung) (?P<noun>{NOUNS})\b")
OPEN_ENDED = re.compile(
    rf"\b(?P<noun>(?!(?:{GENERIC})\b)(?:{NOUNS}))\b.*\b(?:la gi|la nhung gi|gom gi|ra sao|the nao|gi)$"
)
LIST_NOUN = re.compile(rf"\b(?P<noun>{NOUNS})\b")
ENDS_IN_NOUN = re.compile(rf"\b(?P<noun>{NOUNS})$")
