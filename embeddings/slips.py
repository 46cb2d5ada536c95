"""Reads what was typed with the input method off or without spaces: Telex, VNI, joined words.

A syllable is decoded only where it is none as it was typed and one when decoded.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from corpus.vietnamese import is_foreign, is_marked, place_tones

# Of Telex and of VNI: acute, grave, hook, tilde, dot below.
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONES |= dict(zip("12345", _TONES.values(), strict=True))
_SHAPES = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_HAT, _HORN, _BREVE = _SHAPES.values()
_WORD = re.compile(r"(?i)(?<![^\W_])[a-z]{2,12}(?![^\W_])")
# Letters with digits in or behind them; what follows a number is none.
_VNI = re.compile(r"(?i)(?<![^\W_])[a-z]{1,12}[1-9][a-z1-9]{0,12}(?![^\W_])")
_JOINED = re.compile(r"(?i)(?<![^\W_])[a-z]{5,40}(?![^\W_])")
# The same with numbers in it, "nhiemvuthang4lagi"; a unit belongs to the number behind it.
_NUMBERED = re.compile(
    r"(?i)(?<![^\W_])[a-z]{5,40}\d{1,4}(?:[a-z]{2,40}\d{1,4})*(?:[a-z]{2,40})?(?![^\W_])"
)
_UNIT = r"(?:thang|quy|nam|ngay|muc|so)"
_PIECE = re.compile(rf"(?i){_UNIT}(?=\d)|\d+|[a-z]+?(?={_UNIT}?(?:\d|$))")
_VOWELS = re.compile(r"[aeiouy]+")
_SHAPED = re.compile(r"[aeiouy][\u0302\u0306\u031b]?")
# What is counted: "thang4" and "quy1" name a month and a quarter.
_COUNTED = frozenset(
    "thang quy nam ngay lan muc dot khoa dieu khoan cau so tuan to lop tang phan cap y ky hang "
    "bai chuong giai doan phien tap nhom vong loai buoc mui cum khu ca f t q".split()
)
SYLLABLE = 7  # letters at most: "nghiêng"

Known = Callable[[str], int]
Stands = Callable[[str], bool]


def composed(text: str, known: Known, stands: Stands) -> str:
    """The text with Telex and VNI keys turned into the diacritics that they stand for.

    ``known`` tells how often a folded syllable occurs, ``stands`` whether a marked one exists.

    >>> composed("tieem chungr", lambda s: 0, lambda s: True)
    'tiêm chủng'
    """
    with_digits = _vni(text, stands)
    return _WORD.sub(lambda found: _telexed(found[0], known, stands), with_digits)


def _telexed(raw: str, known: Known, stands: Stands) -> str:
    form = raw.lower()
    if known(form):
        return raw
    decoded = telex(form)
    return cased(raw, decoded) if decoded != form and stands(decoded) else raw


def _vni(text: str, stands: Stands) -> str:
    """Digits behind vowels; a last digit alone may as well be a number of its own."""
    found = [(m, vni(m[0].lower())) for m in _VNI.finditer(text)]
    good = [(m, form) for m, form in found if is_marked(form) and stands(form)]
    inside = [m for m, _ in good if not re.fullmatch(r"\D+\d", m[0])]
    sure = bool(inside) or sum(not _is_counted(m) for m, _ in good) > 1
    out, at = [], 0
    for match, form in good:
        if sure or (not _is_counted(match) and match[0][-1] in _SHAPES):
            out += [text[at : match.start()], cased(match[0], form)]
            at = match.end()
    return "".join([*out, text[at:]])


def _is_counted(match: re.Match[str]) -> bool:
    return match[0].rstrip("123456789").lower() in _COUNTED


@lru_cache(maxsize=2_048)
def telex(form: str) -> str:
    """A lower-case syllable as Telex composes it.

    >>> telex("nhieemj"), telex("dduwowcj"), telex("vuj"), telex("truowngf")
    ('nhiệm', 'được', 'vụ', 'trường')
    """
    tone = ""
    vowels = _VOWELS.search(form)
    key = max((at for at in map(form.rfind, "sfrxj") if vowels and at >= vowels.end()), default=0)
    if key:
        tone = _TONES[form[key]]
        form = form[:key] + form[key + 1 :]
    form = re.sub(r"^dd|^d(?=.*d$)", "đ", form)
    form = form.removesuffix("d") if form.startswith("đ") else form
    form = re.sub(r"(?<!q)(?:uwow?|uow(?=[a-z]))", f"u{_HORN}o{_HORN}", form)  # but "thuở"
    form = re.sub(r"([aeo])\1", rf"\1{_HAT}", form)
    form = re.sub(r"([ou])w", rf"\1{_HORN}", form)
    form = form.replace("aw", f"a{_BREVE}")
    return _toned(form, tone)


@lru_cache(maxsize=2_048)
def vni(form: str) -> str:
    """A lower-case syllable as VNI composes it.

    >>> vni("khong6"), vni("nhie65m"), vni("d9u7o7c5"), vni("thang1")
    ('không', 'nhiệm', 'được', 'tháng')
    """
    digits = re.findall(r"\d", form)
    tones = [_TONES[d] for d in digits if d in "12345"]
    plain = re.sub(r"\d", "", form)
    if "9" in digits:
        plain = re.sub("d", "đ", plain, count=1)
    for shape in (d for d in dict.fromkeys(digits) if d in _SHAPES):
        letters = {"6": "aeo", "7": "uo", "8": "a"}[shape]
        if shape == "7" and (both := re.search(r"(?<!q)uo(?=[a-z])", plain)):
            plain = f"{plain[: both.start()]}u{_HORN}o{_HORN}{plain[both.end() :]}"
        else:
            plain = re.sub(f"(?<!q)([{letters}])", rf"\1{_SHAPES[shape]}", plain, count=1)
    return _toned(plain, tones[-1] if tones else "") if len(tones) < 2 else form


def _toned(form: str, tone: str) -> str:
    """A syllable with its tone where spelling wants it."""
    if not tone:
        return place_tones(form)
    loose = unicodedata.normalize("NFD", form)
    at = _tone_place(loose)
    return place_tones(loose[:at] + tone + loose[at:]) if at else form


def _tone_place(loose: str) -> int:
    """Behind the vowel that bears the tone, 0 where there is none.

    That is the last one with a mark, else the vowel before the last where no consonant ends the
    syllable, else the last. The u of "qu" and the i of "gi" are consonants before a vowel.
    """
    begins = re.match(r"qu(?=[aeiouy])|gi(?=[aeiouy])", loose)
    vowels = list(_SHAPED.finditer(loose, begins.end() if begins else 0))
    if not vowels:
        return 0
    shaped = [m for m in vowels if len(m[0]) > 1]
    if shaped:
        return shaped[-1].end()
    open_ended = vowels[-1].end() == len(loose)
    return vowels[-2 if open_ended and len(vowels) > 1 else -1].end()


def cased(raw: str, form: str) -> str:
    """A form in the capitals of what was typed: all of them, the first, or none."""
    if raw.isupper() and len(raw) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if raw[0].isupper() else form


def split(text: str, known: Known, paired: Known) -> str:
    """The text with spaces between words that were typed as one: "botruong".

    Both parts and their pair are ``known`` and ``paired``, folded, and the whole is not. Numbers
    stand apart from letters that can be parted ("nhiemvuthang4lagi"), but stay in "covid19".
    """

    def parted(raw: str) -> str:
        return raw if known(raw.lower()) else _parted(raw, paired)

    def numbered(raw: str) -> str:
        spaced = [parted(piece) for piece in _PIECE.findall(raw)]
        words = [piece for piece in spaced if not piece.isdecimal()]
        right = " " in spaced[0] and all(" " in one or known(one.lower()) for one in words)
        return " ".join(spaced) if right else raw

    with_numbers = _NUMBERED.sub(lambda found: numbered(found[0]), text)
    return _JOINED.sub(lambda found: parted(found[0]), with_numbers)


def _parted(raw: str, paired: Known) -> str:
    """The likeliest way to cut a word into syllables, by the rarest of its pairs; the word itself
    where no way has only known pairs.
    """
    form = raw.lower()
    # For each place and each syllable that may end there, the best way: its rarest pair, its cuts.
    ways: list[dict[int, tuple[float, tuple[int, ...]]]] = [{} for _ in range(len(form) + 1)]
    for end in range(1, len(form) + 1):
        for start in range(max(0, end - SYLLABLE), end):
            if is_foreign(form[start:end]):
                continue
            if start == 0:
                ways[end][start] = (math.inf, (0, end))
                continue
            longer = [
                (min(often, paired(f"{form[before:start]}_{form[start:end]}")), (*cuts, end))
                for before, (often, cuts) in ways[start].items()
            ]
            if longer and max(longer)[0] > 0:
                ways[end][start] = max(longer)
    whole = [way for way in ways[-1].values() if len(way[1]) > 2]
    cuts = max(whole)[1] if whole else (0, len(raw))
    return " ".join(raw[a:b] for a, b in pairwise(cuts))
