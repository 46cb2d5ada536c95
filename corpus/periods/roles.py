"""What a text does with a period: looks back on it, plans for it, or only names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.aligned import Span
from corpus.types import Role
from corpus.vietnamese import fold

_REPORTED = (
    "tổng kết|sơ kết|báo cáo|kết quả|thành tích|thành tựu|đạt được|ghi nhận|tính đến|vừa qua|đã"
)
_PLANNED = (
    "nhiệm vụ|kế hoạch|phương hướng|mục tiêu|chiến lược|đề án|quy hoạch|định hướng|tầm nhìn"
    "|lộ trình|dự kiến|phấn đấu|hướng tới|giải pháp trọng tâm|đến năm|sẽ|sắp|triển khai"
    r"|chương trình công tác|chương trình(?=\s*$)"
)
# "triển khai trong tháng 4" plans, "đã triển khai" looks back, "triển khai Nghị quyết" is neither.
_DONE = re.compile(r"(?:đã|được|tình hình|kết quả)\s+$")
_SOME = "(?:các|những|một số|cac|nhung|mot so)"
# "Kết quả thực hiện nhiệm vụ quý I" looks back on what was planned.
_FULFILLED = re.compile(
    r"(?:thực hiện|triển khai|hoàn thành|thuc hien|trien khai|hoan thanh)"
    rf"(?:\s+{_SOME})?\s+$"
)
_LOOKS_BACK = re.compile(
    r"(?:kết quả|tình hình|tổng kết|sơ kết|đánh giá|báo cáo|đã|hoàn thành|việc"
    r"|ket qua|tinh hinh|tong ket|so ket|danh gia|bao cao|da|hoan thanh|viec)\s+"
    r"(?:(?:việc|công tác|viec|cong tac)\s+)?$"
)
_DURING = re.compile(r"(?<!\w)(?:trong|vào|từ)\s+$")
_CLAUSE = re.compile(r";|(?<=\w),(?=\s+(?:trong khi|còn|nhưng)(?!\w))")
_OPENING = re.compile(r"(?:^|[,:(;])\s*(?:cũng |và |riêng |bước )?(?:trong|vào|sang|từ|đến)?\s*$")
# A document's own date says when it was signed, whatever the sentence is about.
_SIGNED = re.compile(
    r"(?:(?<!\w)số\s+[\w/.-]+|[\w-]+/[\w/]*-\w[\w-]*|quyết định|nghị định|thông tư|chỉ thị"
    r"|công văn)\s*,?\s*(?:ban hành\s+)?$"
)
# "Công tác Quý III và nhiệm vụ Quý IV": the plan is for the second, and the first is over.
_THEN_PLANS = re.compile(
    rf"\s*(?:,|và|va|-|–)\s+(?:{_SOME}\s+)?(?:{_PLANNED}|{fold(_PLANNED)})(?!\w)"
)
_PAST = re.compile(r"\s*(?:vừa\s+)?qua(?!\w)")

_WINDOW = 400  # code points around a period in which its clause is looked for
_BEFORE = 40  # code points ahead of a cue that say whether it is fulfilled
_BEHIND = 150  # code points behind it in which its cue may stand


def _cue(reported: str, planned: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:(?P<reported>{reported})|(?P<planned>{planned}))(?!\w)")


_MARKED_CUE = _cue(_REPORTED, _PLANNED)
_BARE_CUE = _cue(fold(_REPORTED), fold(_PLANNED))
_MARK = re.compile(r"[^\W\d_a-z]")  # "da" is skin in a text with marks, and "đã" in one without


def role(text: str, sentence: Span, mention: Span) -> Role:
    """The role of the period at ``mention`` in its sentence; ``text`` is lower-case, composed.

    The nearest cue before it in its clause governs; where it opens its part of the sentence, or
    nothing stands before it, the next cue behind it does.

    >>> role("tổng kết quý i và nhiệm vụ tháng 4", (0, 34), (27, 34)).value
    'planned'
    """
    near = max(sentence[0], mention[0] - _WINDOW), min(sentence[1], mention[1] + _WINDOW)
    start, end = _clause(text, near, mention)
    ahead, behind = text[start : mention[0]], text[mention[1] : min(end, mention[1] + _BEHIND)]
    if _SIGNED.search(ahead, max(0, len(ahead) - 60)):
        return Role.MENTIONED
    cues = list(_cues(ahead))
    if _PAST.match(behind) or (ahead.strip() and not cues and _THEN_PLANS.match(behind)):
        return Role.REPORTED
    if _OPENING.search(ahead) or not cues:
        following = next(_cues(behind.partition(",")[2] if behind[:1] == "," else behind), None)
        if following and not (cues and _is_far(following, behind)):
            return following[0]
    return cues[-1][0] if cues else Role.MENTIONED


def _is_far(cue: tuple[Role, int], behind: str) -> bool:
    """Whether another part of the sentence begins before the cue."""
    return "," in behind[1 : cue[1]]


def _clause(text: str, sentence: Span, mention: Span) -> Span:
    start, end = sentence
    for match in _CLAUSE.finditer(text, *sentence):
        if match.end() <= mention[0]:
            start = match.end()
        elif match.start() >= mention[1]:
            return start, match.start()
    return start, end


def _cues(text: str) -> Iterator[tuple[Role, int]]:
    pattern = _MARKED_CUE if _MARK.search(text) else _BARE_CUE
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        weak = fold(match.group()) == "trien khai"
        if match["planned"] and not weak and _is_fulfilled(text[: match.start()]):
            yield Role.REPORTED, match.start()
            continue
        if not weak or (_DURING.search(text) and not _DONE.search(before)):
            yield (Role.REPORTED if match["reported"] else Role.PLANNED), match.start()


def _is_fulfilled(ahead: str) -> bool:
    """Whether the plan named next is one that is looked back on."""
    done = _FULFILLED.search(ahead, max(0, len(ahead) - _BEFORE))
    return bool(done and _LOOKS_BACK.search(ahead[: done.start()][-_BEFORE:]))
