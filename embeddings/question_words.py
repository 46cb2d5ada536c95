"""What Vietnamese questions ask for, as patterns over the words of question_words.toml.

All are folded syllables as :func:`embeddings.question.understand` prepares them: in a question
with diacritics a syllable that only looks like a question word when folded ("máy" like "mấy")
carries OTHER behind it and matches nothing here.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from corpus.vietnamese import fold

OTHER = "_"
_TABLE: dict[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def alternatives(*names: str) -> str:
    """The phrases of tables as one group of a pattern, the longest first."""
    phrases = [p.strip() for name in names for p in re.split(r"[|\n]", _TABLE[name])]
    return "|".join(sorted(filter(None, phrases), key=len, reverse=True))


MARKED: dict[str, set[str]] = {}  # by folded form
for _word in _TABLE["marked"].split():
    MARKED.setdefault(fold(_word), set()).add(_word)

FRAMES = re.compile(rf"\b(?:{alternatives('frames', 'latest')})\b")

COMPOUNDS = re.compile(rf"\b(?:{alternatives('compounds')})\b")

# A marked question is compared as written, so that "bí thư" does not lose its "bí" to "bị".
FUNCTION = frozenset(_TABLE["function"].split())
FOLDED_FUNCTION = frozenset(map(fold, FUNCTION)) - frozenset(_TABLE["ambiguous"].split())

ENDINGS = frozenset(_TABLE["endings"].split())
FOLDED_ENDINGS = frozenset(map(fold, ENDINGS))

GENERIC = alternatives("generic")
NOUNS = alternatives("nouns", "generic")

PLACE = re.compile(
    r"\b(?:o dau|tai dau|(?:gui|nop)(?: \w+)? (?:ve|den|toi) dau|(?<!di )ve dau"
    r"|cho nao|noi nao|dia diem nao|dia phuong nao"
    r"|(?:tinh|huyen|xa|thanh pho|vung|khu vuc) nao|(?:tu|o|sang) (?:nuoc|quoc gia) nao"
    r"|o (?:phuong|quan|duong|pho) nao|where)\b"
)
MONEY = re.compile(
    r"\b(?:bao nhieu|may) (?:tien|dong|ty|trieu|ngan|nghin|usd|do la)\b"
    r"|\bgia (?:\w+ ){0,6}(?:bao )?nhieu\b|\b(?:het|ton|mat) nhieu tien\b"
    r"|^gia (?!(?:dinh|tri|tang|nhap|han|cam|suc|doan|tham|cong|thiet|gao)\b)\w+|^gia$"
    r"|\b(?:kinh phi|ngan sach|chi phi|hoc phi|vien phi|luong|gia ca|muc phat|phat|so tien|tien)\b"
    r".*\bbao nhieu\b(?! (?:nam|thang|tuan|ngay|gio)\b)|\bton bao nhieu\b"
    r"|^muc (?:phu cap|luong|ho tro|tro cap|thuong|phi|gia|dong|phat)\b(?!.*\b(?:nao|gi|sao)\b)"
    r"|\b(?:dong|nop|tra|thu|mua|ban) .*\bbao nhieu (?:mot|1|moi) \w+$"
)
SHARE = re.compile(
    r"\b(?:bao nhieu|may) (?:phan tram|%)|\bty le\b.*\b(?:bao nhieu|ra sao)\b|bao nhieu %"
    r"|^ty le\b(?!.*\b(?:nao|gi|sao)\b)"
)
DURATION = re.compile(
    r"\bbao lau\b|\bmat may\b|(?<!quy )(?<!thang )(?<!ngay )\b(?:may|bao nhieu)"
    r" (?:ngay|thang|nam|tuan|phut|hom|tieng)\b(?! nao)"
)
PUBLICATION = re.compile(
    r"\b(?:ban tin|bai|bai viet|tin)\b.*\b(?:dang|dang tai|cong bo|phat hanh|ra)\b.*"
    r"\b(?:ngay nao|ngay gio nao|gio nao|khi nao|bao gio|luc nao|hom nao|hoi nao|ngay may|may gio"
    r"|ngay bao nhieu"
    r"|thoi gian nao)"
    r"|\bngay (?:dang|cong bo|phat hanh|dang tai)\b"
    r"|^(?:ngay nao|khi nao|bao gio|luc nao|hom nao|hoi nao)(?: thi)? (?:dang|dang tai|cong bo|ra)"
    r"(?: cai)? (?:ban tin|bai viet|bai|tin)\b"
    r"|^(?:duoc )?(?:dang|cong bo|ra)(?: luc| vao| hom)?"
    r" (?:ngay nao|khi nao|bao gio|luc nao|may gio)"
    r"|^(?:ngay nao|khi nao|bao gio|luc nao|may gio|may h|ngay may) (?:duoc )?(?:dang|cong bo)$"
)
# Who wrote or published a bulletin; a match has one group at most, what the bulletin is about.
_WRITER = (
    r"(?:ai|(?:nguoi|don vi|phong|phong ban|co quan|bo phan|to chuc|vu|cuc|ban|bao|cho|noi) nao)"
    r"(?: (?:cua|thuoc|trong|o) (?:bo y te|bo|nganh y te|van phong(?: bo)?(?: y te)?))?"
    r"(?: la nguoi| da)?"
)
_WROTE = r"(?:viet|bien soan|soan|bien tap|dang tai|dang|dua)"
_PUBLISHED = rf"(?:{_WROTE}|soan thao|cong bo|phat hanh|ra|lam)"
_AUTHOR = (
    rf"(?:tac gia{OTHER}?|nguon|nguon tin|xuat xu|nguoi {_WROTE}"
    rf"|(?:don vi|phong|co quan|bo phan) {_PUBLISHED})"
)
_OF_WHEN = r"nay|do|ay|tren|thang|quy|nam|ngay"
# "Bài" and "tin" alone may be a song and a rumour.
_BULLETIN = (
    r"(?:ban tin|bai viet|bai bao|mau tin|tin bai"
    rf"|(?:bai|tin)(?= (?:{_OF_WHEN}|ve|noi ve|viet ve|nhiem vu|ai|do|cua)\b|$))"
)
_SOME_BULLETIN = rf"{_BULLETIN}(?: (?:{_OF_WHEN}|\d+))*"
# "Bản tin nói đề án do ai viết" asks who wrote the scheme.
_BULLETIN_ABOUT = (
    rf"{_BULLETIN}((?: (?:noi |viet )?ve\b.*?)|(?: (?!(?:noi|neu|cho|rang|ghi|nhac|bao cao|de an"
    r"|du an|van ban|quyet dinh|thong tu|nghi dinh|phan mem)\b)\w+)*?)"
)
_BY = r"(?: la)?(?: (?:do|cua|boi|duoc))?"
_END = r"(?: (?:len|tai|vay|the|a|nhi|day|ra|bai|tin|ban tin|bai viet|nay|do))*$"
PUBLISHER = re.compile(
    r"(?:^|\b(?:hoi|biet|oi) )(?:"
    rf"{_WRITER} (?:{_WROTE}|cong bo|phat hanh){_END}"
    rf"|{_WRITER} {_PUBLISHED}(?: ra| len)? {_SOME_BULLETIN}(.*)"
    rf"|{_SOME_BULLETIN}{_BY} {_WRITER}(?: {_PUBLISHED})?{_END}"
    rf"|{_BULLETIN_ABOUT}{_BY} {_WRITER} {_WROTE}{_END}"
    rf"|{_BULLETIN_ABOUT}(?: la)? (?:cua|do) {_WRITER}{_END}"
    rf"|{_BULLETIN_ABOUT} {_WROTE} (?:boi|do) {_WRITER}{_END}"
    rf"|(?:o )?(?:cuoi|chan) {_BULLETIN_ABOUT} (?:ghi|de|ky)(?: ten)? {_WRITER}{_END}"
    rf"|(?:ai la |ten )?{_AUTHOR}(?: cua)? {_SOME_BULLETIN}(.*)"
    rf"|(?:ai la )?tac gia{OTHER}?(?: la)?(?: {_WRITER})?{_END}"
    rf"|{_SOME_BULLETIN} (?:co |lay )?{_AUTHOR}(?: la)? (?:gi|nao|dau|o dau|tu dau|{_WRITER}){_END}"
    r")"
)
# Which bulletins there are, of what is asked about.
_BULLETINS = re.compile(
    r"(?:(?:\b(?:nhung|cac|may|liet ke|danh sach|tong hop|tim)\b(?: \w+){0,2}?"
    r" (?:ban tin|bai viet|bai bao|tin bai|(?<!thong )tin(?! (?:hoc|dung|don|rang|nhan)\b))\b"
    r"(?: nao)?)|\b(?:ban tin|bai viet|tin bai) nao\b)"
    r"(?! (?:noi|neu|viet|cho biet|ghi) (?:gi|the nao))(?P<behind>.*)$"
)
_ABOUT = re.compile(
    r"^(?: da| co| duoc| dang)*(?: noi| viet| dang| dua)?"
    r" (?:ve|lien quan (?:den|toi)|nhac (?:den|toi)|de cap (?:den|toi)?|noi den) (?P<topic>.+)$"
)
_NO_TOPIC = re.compile(r"\b(?:nao|gi|khong|chua|vay|the|a|nhi)$")


def bulletins_about(asked: str) -> str | None:
    """What bulletins are asked for about, folded; empty for those of a period alone, None where
    a question asks for no bulletins.

    >>> bulletins_about("liet ke cac ban tin noi ve thuoc la")
    'thuoc la'
    >>> bulletins_about("cac ban tin thang 9"), bulletins_about("cac ban tin noi gi ve lao")
    ('', None)
    """
    found = _BULLETINS.search(asked)
    if not found:
        return None
    about = _ABOUT.search(found["behind"])
    return _NO_TOPIC.sub("", about["topic"]).strip() if about else ""


DATE = re.compile(
    r"\b(?:khi nao|bao gio|luc nao|ngay nao|hom nao|thang nao|nam nao|ngay may|thang may|nam may"
    r"|may gio|(?<!dai )hoi nao|thoi gian nao|thoi diem nao|ngay thang nao|nam bao nhieu|when"
    r"|quy nao|quy may)\b"
)
OFFICE = (
    r"(?:chanh (?:van phong|thanh tra)|(?:pho )?(?:bo|thu|cuc|vu|vien|hieu|ban|khoa|phong) truong"
    r"|(?:pho )?(?:(?:tong )?bi thu|chu tich|(?:tong )?giam doc|chu nhiem|thu tuong|tong thong))"
)
# Who holds an office: "Bộ trưởng Bộ Y tế là ai?", "bộ trưởng bộ y tế hiện nay", "bộ trưởng y tế".
HOLDS = re.compile(
    rf"\bai (?:(?:dang )?(?:lam|giu chuc|dam nhiem)(?: chuc)? )?{OFFICE}\b"
    rf"|\b{OFFICE}\b.*\b(?:la ai|ten)\b|\b(?:ai la|ai dang la|ten)\b(?: \w+){{0,3}} {OFFICE}\b"
    rf"|(?:^|\bhoi ){OFFICE}(?: \w+){{0,6}} (?:hien nay|hien tai|bay gio|duong nhiem)\b"
    r"(?!.*\b(?:gi|nao|sao)\b)"
    rf"|(?:^|\bhoi ){OFFICE}(?: bo)? y te$"
)
# Which body does something: "cơ quan nào cấp phép"; not "những đơn vị nào", which wants a list.
BODY = re.compile(
    r"(?<!nhung )(?<!cac )\b(?:don vi|co quan|to chuc|bo phan|phong ban|bo nganh|ban nganh) nao\b"
)
# What goes by a name and is nobody: "tên đề án là gì?".
_NAMED_WORK = (
    "(?:de an|du an|ke hoach|chien luoc|chuong trinh|phan mem|vac xin|thuoc|thong tu|luat)"
)
PERSON = re.compile(
    r"\b(?:ai|nguoi nao|(?<!nhung )(?<!cac )ca nhan nao|ong nao|ba nao"
    r"|(?<!don )vi nao|dong chi nao|lanh dao nao|nhan vat nao"
    r"|who)\b"
    r"|\bten (?:cua )?(?:bo truong|thu truong|bi thu|dong chi|ong|ba|vi|nguoi)\b.*\bgi\b"
    rf"|^(?!.*\b{_NAMED_WORK}\b).*\bten (?:\w+ ){{0,4}}(?:la gi|gi)\b"
    r"|\bbo truong (?:\w+ ){0,6}ten\b"
    rf"|^{OFFICE} nao\b"
)
# How many of what: "bao nhiêu điểm cầu", "tổng số liều vắc xin", "số đại biểu dự đại hội".
_NO_NOUN = (
    "bao|may|la|cua|hieu|dien|duong day|nha|tai khoan|do|hoa|sanh|voi|luong_?"
    "|lieu (?:nay|tren|dich|benh|co|cong|thong|bao)"
)
_AMOUNT_OF = rf"(?:\b(?:so luong_?|tong_? so)|^so)\b(?! (?:{_NO_NOUN})\b)"
FIGURE_BEFORE = re.compile(rf"(?:\b(?:bao nhieu|may|how many)|{_AMOUNT_OF}) (?P<noun>\w+(?: \w+)?)")
FIGURE_AFTER = re.compile(
    r"\b(?P<noun>giai doan|lan|khoa|phien|ky|dot|chang|tang|cap) (?:thu )?(?:may|bao nhieu)\b"
)
# "Máy thở" typed without its diacritics counts nothing.
FIGURE = re.compile(
    r"\b(?:bao nhieu|(?<!bo )(?<!bang )may(?! (?:tho|moc|bay|tinh|xet nghiem|chieu)\b)|how many)\b"
    rf"|^(?!.*\b(?:gi|nao|ai)\b)(?!.*\b(?:khong|chua)$)(?:.*? )?{_AMOUNT_OF}"
)
# The number by which a document goes.
_DOCUMENT = "(?:thong tu|nghi dinh|quyet dinh|cong van|chi thi|nghi quyet|van ban|ke hoach|luat)"
DOCUMENT = re.compile(rf"\b{_DOCUMENT}\b")
DOCUMENT_NUMBER = re.compile(
    rf"\bso hieu (?:cua )?{_DOCUMENT}\b"
    rf"|\b{_DOCUMENT}\b(?: \w+){{0,12}}? so (?:hieu )?(?:may|bao nhieu|nao)\b"
)
# Those at the head of the state, whose words no other bulletin tells.
SPEAKER = re.compile(
    r"\b(?P<who>(?:pho )?thu_? tuong|chu tich nuoc|chu tich quoc hoi|tong bi thu)\b(?: \w+){0,4}?"
    r" (?:phat_? bieu|noi|cho biet|khang dinh|nhan manh|danh gia|khen|phe binh)\b"
)
ATTRIBUTES = re.compile(
    r"(?<!danh )(?<!quoc )(?<!tham )(?<!chuyen )(?<!the )(?<!dan )"
    rf"\b(?:{alternatives('attributes')})\b"
    r"(?! doan| dinh| nhap| cam| suc| tang| voi| pham)(?!(?<=luong) (?:thi|van)\b)"
)
PEOPLE = re.compile(
    r"\b(?:nhung|cac) (?:dong chi|lanh dao|nguoi|ong|nhan vat|quan chuc|ca nhan)\b"
    r"|(?:^|\b(?:co|gom|la) )nhung ai\b|\bten ai\b"
    r"|\b(?:ke ten|liet ke|xin ten)(?: \w+){0,2} (?:vi|ong|dong chi|nguoi|lanh dao)\b"
)
_HEALTH = r"(?:bo|nganh)(?: y te)?"
# What a text must speak of to answer.
TOPICS = tuple(
    re.compile(pattern)
    for pattern in (
        # What something is said or done about: "nói gì về sốt xuất huyết", "làm gì với rác thải".
        r"\b(?:gi|nao|the nao|ra sao)(?: \w+){0,3}?"
        r" (?:ve|voi|doi voi|cho|de|lien quan (?:den|toi))"
        r" (?P<topic>(?!(?:nhau|(?:nuoc |dan |nguoi )?minh|em|toi|chung ta)\b).+)$",
        # What somebody does: "thứ trưởng nào phụ trách dược phẩm".
        rf"^{OFFICE} nao (?!(?:la|co|duoc|bi|phai)\b)(?P<topic>.+)$",
        # What the ministry does or does not: "Bộ Y tế có tăng lương không".
        rf"^{_HEALTH} (?:da |dang |se )*co (?:(?:trien khai|thuc hien|tien hanh|lam|dinh) )*"
        r"(?P<topic>.+?)(?: hay)? (?:khong|chua)$",
        # What is planned against or for something: "kế hoạch phòng chống bệnh lao".
        r"\b(?:ke hoach|nhiem vu|chien luoc|chuong trinh)(?: gi| nao)?"
        r" (?P<topic>(?:phong|chong|giam|cho|ve) (?!.*\b(?:nao|gi|may|nhieu|ai)\b).+?)"
        rf"(?: cua {_HEALTH})?$",
        r"\b(?:ke hoach|chien luoc|chuong trinh) (?P<topic>(?:phong|chong|giam) \w+(?: \w+){0,4})"
        rf" nao(?: cua {_HEALTH})?$",
        # What is to be applied for: "thủ tục mở phòng khám", "hộ chiếu vắc xin xin cấp ở đâu".
        r"^(?:xin )?(?:thu_? tuc|quy trinh|ho so(?! suc khoe)|dieu kien)(?: de)? "
        r"(?P<topic>(?!.*\b(?:ai|nhieu)\b)(?!.* (?:khong|chua)$).+?)"
        r"(?: (?:can|gom|gui|nop|la|nhu|tai)\b.*)?$",
        r"^(?P<topic>.+?)(?: duoc)? (?:xin|cap|nop|mua|dang ky|lam|nhan)(?: \w+)? (?:o|tai) dau$",
    )
)
REASON = re.compile(
    r"\b(?:vi sao|tai sao|nguyen nhan|ly do)\b|\b(?:do|vi) dau$|^sao (?!(?:no|luc|vay|the|roi)\b)"
)
# A thing that goes by a name of its own, typed small: "vắc xin pfizer".
NAMED_THING = re.compile(
    r"\b(?:vac xin|vaccine|thuoc|bien the|vi rut|virus|hang|tap doan|cong ty|hay|hoac)"
    r" (?P<name>[a-z]+)\b"
)
# "Cơ sở y tế", "toàn bộ kế hoạch", "cán bộ xây dựng" are no such bodies.
BODIES = re.compile(
    rf"(?<!co )(?<!toan )(?<!can )(?<!noi )(?<!cuc )\b(?:{alternatives('bodies')})\b"
)
# Who asks for how things stand now wants the newest of all that is told.
LATEST = re.compile(
    rf"\b(?:{alternatives('latest')})\b|(?<!vien )(?<!so )(?<!tram )(?<!dau )(?<!noi )\bgan nhat\b"
)
DOMAIN = re.compile(rf"\b(?:{alternatives('domain')})\b")
# What is planned, and what a text says that speaks of plans or of who makes them.
PLANS = re.compile(r"\b(?:ke hoach|nhiem vu|chien luoc|chuong trinh|phuong huong)\b")
OURS = re.compile(r"\b(?:bo|nganh) y te\b")
PLANNED = re.compile(
    rf"{PLANS.pattern}|\b(?:de an|du an|trien khai|tiep tuc|xay dung|hoan thien|day manh)\b"
    rf"|{OURS.pattern}"
)
# Who plans, or what for.
OUR_WORK = re.compile(rf"\bbo\b|\bnganh\b|{DOMAIN.pattern}|{PLANS.pattern}")
NAMED_PERSON = re.compile(
    rf"^{OFFICE} nao\b|{HOLDS.pattern}"
    r"|^ai la\b|\bla ai\b|\bai (?:dang )?dung dau\b|\bten\b"
    r"|\b(?:nguoi|ong|ba|(?<!don )vi|dong chi) nao\b"
)
# "lần 3", "giai đoạn 2": a text about another one does not answer.
NUMBERED = re.compile(
    r"\b(?P<what>lan|giai doan|dot|nhiem ky)(?: thu)? (?P<number>\d{1,2})\b(?! (?:thang|nam|ngay))"
)
# "Điều 22 Luật Phòng bệnh": a text about another article does not answer.
# "Theo Điều 22, …" only says where it stands.
ARTICLE = re.compile(
    r"(?<!theo )(?<!tai )(?<!o )(?<!khoan \d )(?<!khoan \d\d )(?<!diem \w )"
    r"\b(?:dieu|chuong) \d{1,3}\b"
)
IS_ARTICLE = re.compile(r"(?:dieu|chuong) \d")
# "Cách ly 14 ngày", "tiêm 3 mũi": a text that gives no amount of days or shots does not answer.
AMOUNTS = re.compile(r"\b\d{1,3} (?:ngay|gio|tuan|lieu|mui|trieu|ty)\b")
EVENTS = re.compile(
    rf"\b(?:{alternatives('events')})\b"
    r"|(?<=\bai )(?:len )?thay(?= (?:ong|ba|bo truong|thu truong|dong chi|the)\b)"
)
# "Tỉnh nào đông nhất": of several that are told, nobody else says which.
SUPERLATIVE = re.compile(
    r"\bnao (?:\w+ ){0,2}(?P<most>(?:dong|lon|nhieu|cao|thap|it|tot|rong|nang|dat|re) nhat)\b"
)
# "Loại khẩu trang nào": one kind of a thing, which several ("những loại … nào") need not be called.
WHICH_KIND = re.compile(r"(?<!nhung )(?<!cac )\b(?P<noun>loai)(?: \w+){0,2} (?:nao|gi)\b")
OWNERS = frozenset(alternatives("owners").split("|"))
WHICH = re.compile(
    rf"\b(?P<noun>{alternatives('owners')})(?! hop\b)(?: \w+){{0,2}} nao\b"
    r"(?!.* cung\b(?! cap| ung))"
)
# "Mấy bác sĩ … giúp như thế nào?": here "mấy" only makes a plural.
MERE_PLURAL = re.compile(
    r"\bmay\b.*\b(?:khong|chua)(?: (?:vay|the|a|nhi|ha|ta|day))*$"
    r"|\bmay (?!\w+ nao\b)(?:\w+ ){2,8}nao\b"
    r"|^may\b.*\b(?:khong|chua|the nao|ra sao|gi|nao)\b[^?]*$"
)
_NO_POINT = r"(?! (?:cau|tiem|nong|kham|xet|dich)\b)"
# "Bao nhiêu điểm cầu" counts things; "bao nhiêu điểm" may count the points of a list.
COUNTED = re.compile(rf"\b(?:may|bao nhieu) (?P<noun>{NOUNS})\b{_NO_POINT}")
# "Những nội dung công tác lớn nào"
SEVERAL_WHICH = re.compile(
    rf"\b(?:cac|nhung) (?P<noun>{NOUNS})"
    r"(?: (?!(?:tai|o|trong|do|duoc|bi|cua|tu|vao|theo)\b)\w+){0,3} nao\b"
)
# "Luật có mấy chương, bao nhiêu điều?" wants their number.
PARTS = re.compile(
    rf"\b{_DOCUMENT}\b(?: \w+){{0,20}} (?:may|bao nhieu) (?P<noun>chuong|dieu|khoan|phu luc)\b"
)
# "Mấy nhiệm vụ này công bố ở cuộc họp nào?" counts nothing.
WHERE_SAID = re.compile(
    r"^may\b.*\b(?:(?:o|tai|trong|tu) (?:\w+ ){1,3}nao|o dau|do ai|khi nao|ngay nao|bao gio)\b"
)
ASKED_LIST = re.compile(
    r"\b(?:liet ke|ke ten|ke ra|danh sach|gom (?:nhung|co)|bao gom|gom gi|tat ca|toan bo|neu du"
    r"|nhung gi|nhung ai|list)\b"
)
BEFORE_WHICH = re.compile(
    r"\b(?P<noun>[a-z]+ [a-z]+) (?P<word>nao|gi|la gi|la nhung gi|ra sao|the nao)\b"
)
SEVERAL = re.compile(rf"\b(?:\d{{1,2}}|cac|nhung) (?P<noun>{NOUNS})\b{_NO_POINT}")
OPEN_ENDED = re.compile(
    rf"\b(?P<noun>(?!(?:{GENERIC})\b)(?:{NOUNS}))\b{_NO_POINT}.*"
    r"\b(?:la gi|la nhung gi|gom gi|ra sao|the nao|gi)$"
)
LIST_NOUN = re.compile(rf"\b(?P<noun>{NOUNS})\b{_NO_POINT}")
ENDS_IN_NOUN = re.compile(rf"\b(?P<noun>{NOUNS})$")
