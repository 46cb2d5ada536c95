"""Noise: an ordered table of small rules that label slices and never edit.

Each rule takes the text and the slices of its lines that no earlier rule has labelled, and yields
the slices that answer nothing. What is *not* noise weighs as much: a rule that is not sure leaves
the line alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from corpus.aligned import Span, compose
from corpus.lines import lines, subtract, trimmed
from corpus.stamps import TOP, stamp
from corpus.types import Noise

VERSION = 2  # of the rules below; passages cut with another version are cut again

Rule = Callable[[str, Sequence[Span]], Iterator[Span]]

# Labels of links below an article that mean nothing else ...
_SURE = (
    "Tin liên quan|Các tin liên quan|Tin bài liên quan|Bài viết liên quan|Các tin khác|Tin khác"
    "|Các tin đã đưa|Tin đã đưa|Tin cùng chuyên mục|Tin mới hơn|Tin cũ hơn"
)
# ... and those that might head a section, so that only the very end of a text makes them labels.
_LOOSE = "Phản hồi|Gửi phản hồi|Ý kiến bạn đọc|Bình luận|Chia sẻ|In trang|Về đầu trang"
_GLUED = r"(?:(?<=[.!?…)\]”\"/])|(?<=[^\W\d_]))"
_SURE_TAIL = re.compile(rf"{_GLUED}(?:(?:{_SURE})\s*:?\s*)+$")
_ANY_TAIL = re.compile(rf"{_GLUED}(?:(?:{_SURE}|{_LOOSE})\s*:?\s*)+$")
_SURE_LINE = re.compile(rf"(?:(?:{_SURE})\s*[:.]?\s*)+")
_ANY_LINE = re.compile(rf"(?:(?:{_SURE}|{_LOOSE})\s*[:.]?\s*)+")
_LABEL_ENDS = frozenset(label[-1] for label in f"{_SURE}|{_LOOSE}".split("|")) | {
    ":"
}  # last letters of the labels, for a quick look
_TAIL_WIDTH = 200  # code points at a line's end among which glued labels are looked for
_OFFICE = re.compile(
    r"(?:Phòng|Văn phòng|Vụ|Cục|Tổng cục|Ban|Thanh tra|Trung tâm|Viện|Bệnh viện|Sở|Bộ"
    r"|Cổng [Tt]hông tin|Báo|Tạp chí|Tổ|Khoa|Công đoàn|Đảng ủy|Đảng uỷ)\s[^.!?:;…,]{2,70}"
)
_OFFICE_WORDS = 14  # a longer line is a sentence
# Words that make a sentence of a line that begins with the name of an office. Case counts:
# "Vụ Tổ chức cán bộ" is a name.
_VERB = re.compile(
    r"(?<!\w)(?:đã|đang|sẽ|vừa|được|bị|là|có|cho|tặng|trao|yêu cầu|đề nghị|khuyến cáo|thông báo"
    r"|tổ chức|ban hành|phối hợp|thực hiện|triển khai|tiếp tục|chỉ đạo|tiếp nhận|ghi nhận|công bố"
    r"|phát biểu|làm việc|tại|không|cần|phải|về|để|khi|xây dựng|hướng dẫn|kiểm tra|họp|chúc"
    r"|kính|hợp tác|nhận|gửi|đón|thăm|cấp|ký|đăng|mời|giao|nêu|hỗ trợ|tham gia)(?!\w)"
)
_BYLINE = re.compile(
    r"(?:Nguồn|Tin|Ảnh|Tin,\s?ảnh|Tin bài|Tin và ảnh|Bài,\s?ảnh|Bài và ảnh)\s?:\s?\S.{0,60}"
)
_FILING = re.compile(r"(?<=[.!?…;”\"/])\s*(\(\d{1,5}\.(?:\s\d{1,3}|\d{1,2})\))$")
_END_MARK = re.compile(r"(?:(?<=\s)[./]*/\.|(?<=[^\s/])/+\.)$")
_REPEATED_WORDS = 3  # shorter lines may repeat in a table


def _slices(rule: Rule, text: str) -> list[str]:
    """What a rule labels in a text, for the examples below."""
    return [text[start:end] for start, end in rule(text, lines(text))]


def wordless_line(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """A line without a letter or digit: a lone ``|``, a rule of dashes, an emoji.

    >>> _slices(wordless_line, "Tin\\n |\\xa0\\n***\\n24/7")
    ['|', '***']
    """
    for start, end in rest:
        if not text[start].isalnum() and not any(c.isalnum() for c in text[start:end]):
            yield start, end


def publication_stamp(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """A line that only says when a page was put up. A bare date counts near the top alone.

    >>> _slices(publication_stamp, "Tin\\n26/11/2021 | 09:50 AM\\nHọp ngày 21/3/2020.")
    ['26/11/2021 | 09:50 AM']
    """
    for index, (start, end) in enumerate(rest):
        match = stamp(text[start:end])
        if match and (index < TOP or match["clock"] or match["late"]):
            yield start, end


def closing_label(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """Labels of what stood below the article, on their own line or glued to its last one.

    >>> _slices(closing_label, "Tin\\nVăn phòng Bộ Y tế.Tin liên quan\\nPhản hồi\\nCác tin khác")
    ['Tin liên quan', 'Phản hồi', 'Các tin khác']
    >>> _slices(closing_label, "Tin\\nPhản hồi\\nPhản hồi của người dân được tiếp nhận.")
    []
    """
    last = _last_of_body(text, rest)
    for index, (start, end) in enumerate(rest):
        whole, glued = (_ANY_LINE, _ANY_TAIL) if index >= last else (_SURE_LINE, _SURE_TAIL)
        if index and whole.fullmatch(text, start, end):
            yield start, end
        elif text[end - 1] in _LABEL_ENDS:
            match = glued.search(text, max(start, end - _TAIL_WIDTH), end)
            if match:
                yield match.span()


def _last_of_body(text: str, rest: Sequence[Span]) -> int:
    """Index of the last line that is more than labels."""
    for index in range(len(rest) - 1, 0, -1):
        if not _ANY_LINE.fullmatch(text, *rest[index]):
            return index
    return 0


def filing_number(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """An office's filing number after the last sentence of a line.

    >>> _slices(filing_number, "Bộ giao. (449. 1)\\nVi rút Corona (SARS-CoV-2)\\nTăng (1.5)")
    ['(449. 1)']
    """
    for start, end in rest:
        if text[end - 1] == ")" and (match := _FILING.search(text, max(start, end - 20), end)):
            yield match.span(1)


def end_mark(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """The mark that closes an official text; the full stop of its sentence stays.

    >>> _slices(end_mark, "tặng Bằng khen./.\\nhết ./.\\ntrực 24/7.")
    ['/.', './.']
    """
    for start, end in rest:
        if text[end - 1] == "." and (match := _END_MARK.search(text, max(start, end - 6), end)):
            yield match.span()


def office_credit(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """The office that wrote the text, on the last line, or lines that name sources there.

    >>> _slices(office_credit, "Tin\\nBộ giao.\\nPhòng KSTTHC, Văn phòng Bộ Y tế.")
    ['Phòng KSTTHC, Văn phòng Bộ Y tế.']
    >>> _slices(office_credit, "Tin\\nHọp.\\nVăn phòng Bộ Y tế tặng Bằng khen cho Phòng KSTTHC.")
    []
    """
    for index in range(len(rest) - 1, 0, -1):
        start, end = rest[index]
        if _BYLINE.fullmatch(text, start, end):
            yield start, end
            continue
        if _is_office(text[start:end]) and text[rest[index - 1][1] - 1] in '.!?…)/"”':
            yield start, end
        return


def _is_office(line: str) -> bool:
    """Whether a line is names of offices and nothing more, the smaller before the larger."""
    if len(line.split()) > _OFFICE_WORDS or _VERB.search(line):
        return False
    names = line.removesuffix(".").split(",")
    return all(_OFFICE.fullmatch(name.strip()) for name in names)


def repeated_line(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """The second copy of a line that stands twice in a row, or of the title near the top.

    >>> _slices(repeated_line, "Tin\\nĐồng chí A phát biểu.\\n\\nĐồng chí A phát biểu.\\nHết")
    ['Đồng chí A phát biểu.']
    """
    for index, (before, here) in enumerate(pairwise(rest), start=1):
        copies = [before] if index >= TOP else [before, rest[0]]
        if any(_same(text, copy, here) for copy in copies):
            yield here


def _same(text: str, one: Span, other: Span) -> bool:
    if text[one[0]] != text[other[0]] or text[one[1] - 1] != text[other[1] - 1]:
        return False
    words = text[slice(*one)].split()
    return len(words) >= _REPEATED_WORDS and words == text[slice(*other)].split()


def repeated_half(text: str, rest: Sequence[Span]) -> Iterator[Span]:
    """The second copy where a caption was glued to itself.

    >>> _slices(repeated_half, "Tin\\nĐồng chí A phát biểu.Đồng chí A phát biểu.\\nHa ha ha ha")
    ['Đồng chí A phát biểu.']
    """
    for start, end in rest:
        middle = (start + end + 1) // 2
        if end - start < 2 or text[start] != text[middle]:
            continue
        first = trimmed(text, start, middle)
        if text[slice(*first)] == text[middle:end] and _is_caption(text[middle:end]):
            yield middle, end


def _is_caption(half: str) -> bool:
    return len(half.split()) >= _REPEATED_WORDS and half[0].isupper() and half[-1] in ".!?…)"


# In this order: what an earlier rule labelled, a later one does not see.
RULES: tuple[Rule, ...] = (
    wordless_line,
    publication_stamp,
    closing_label,
    filing_number,
    end_mark,
    office_credit,
    repeated_line,
    repeated_half,
    wordless_line,  # again, for stops that the rules above have left alone on their line
)


def label_noise(text: str) -> tuple[Noise, ...]:
    """Every slice that answers nothing, sorted and disjoint; its kind is the rule's name.

    White space that is more than one line break is labelled ``blank``.

    >>> [(n.kind, n.start) for n in label_noise("Tin\\n\\n|\\nHọp xong./.")]
    [('blank', 3), ('wordless_line', 5), ('end_mark', 16)]
    """
    composed = compose(text)
    plain = composed.text
    all_lines = rest = lines(plain)
    found = [Noise(*composed.span(*gap), "blank") for gap in _blanks(plain, all_lines)]
    for rule in RULES:
        labelled = list(rule(plain, rest))
        found.extend(Noise(*composed.span(*one), rule.__name__) for one in labelled)
        rest = subtract(plain, rest, sorted(labelled)) if labelled else rest
    return tuple(sorted(found, key=lambda noise: noise.start))


def _blanks(text: str, all_lines: Sequence[Span]) -> Iterator[Span]:
    edges = [0, *(edge for line in all_lines for edge in line), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        inner = start > 0 and end < len(text)
        if start < end and (not inner or len(text[start:end].splitlines()) > 1):
            yield start, end
