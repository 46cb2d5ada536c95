"""Messages that are not looked up: courtesy, talk about the bot, and what a doctor is for.

Their words stand in asides.toml, written as bot.phrases.tables explains.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.phrases.tables import Phrases, Reading
from bot.phrases.typed import spelled_out
from corpus.vietnamese import fold, is_foreign, is_marked, tokens
from embeddings.introductions import without_introduction

_CODES = ("about", "goodbye", "thanks", "feeling", "greeting")  # the weightiest first
_AROUND = ("nod", "call", "around")
_CHAT = (*_CODES, *_AROUND, "leaving")
_ENDING = frozenset({"leaving"})
_COURTESY = frozenset({"greeting", "thanks", "goodbye"})
_BREAK = re.compile(r"[,;:!?…\n–—]|(?<!\d)[.-]|[.-](?!\d)")  # "2.000" is one number
_TAIL = 12  # words at the end of a message among which thanks are looked for


def aside(text: str) -> str | None:
    """The code of what a message is if it is not to be looked up, else None.

    >>> aside("cảm ơn ad nhé"), aside("sot 39 do uong thuoc gi"), aside("nhiệm vụ tháng 4")
    ('thanks', 'medical', None)
    """
    said = _read(text)
    if not said.words:
        return None
    kinds = said.cover(_CHAT).get(len(said.words))
    if kinds == _ENDING and text.rstrip().endswith("?"):
        return None  # "kết thúc?" asks for the end of what was spoken of
    if kinds is not None:
        return _weightiest(kinds)
    if _is_medical(said.without("asking")):
        return "medical"
    # Where somebody works is no plan: "tôi là chuyên viên Bộ Y tế, bị sốt, xin hỏi …".
    asked = without_introduction(text)
    return "medical" if asked != text and _is_medical(_read(asked).without("asking")) else None


def without_courtesy(text: str) -> str:
    """A message without the greetings and thanks around it; itself if it is nothing else.

    >>> without_courtesy("Chào ad, còn quý 2? Cảm ơn nhé!")
    'còn quý 2?'
    >>> without_courtesy("Khi nào đại hội kết thúc?")
    'Khi nào đại hội kết thúc?'
    """
    said, words = _read(text), list(tokens(text))
    if len(words) in said.cover(_CHAT):
        return text
    breaks = [bool(_BREAK.search(text, one.end, other.start)) for one, other in pairwise(words)]
    first, last = _begins(said, breaks), _finishes(said, breaks)
    if first >= last:
        return text
    start = words[first].start if first else 0
    end = len(text) if last == len(words) else words[last].start
    return text[start:end].rstrip(" ,;\n") if last < len(words) else text[start:]


def is_english(text: str) -> bool:
    """Whether a message is English: its small words are, and none is Vietnamese.

    >>> is_english("what are the tasks for April?"), is_english("ai la bo truong")
    (True, False)
    """
    table = _words()
    written = re.findall(r"[^\W\d_]+", text)
    words = [w.lower() for at, w in enumerate(written) if not at or w.islower()]  # no names
    words = [w for w in words if w not in table["shared_words"]]
    if any(is_marked(w) or w in table["vietnamese_words"] for w in words):
        return False
    small = [w for w in words if w in table["english_words"]]
    strange = [w for w in words if w not in small and is_foreign(w)]
    return bool(small) and 2 * len(small + strange) > len(words)


def _weightiest(kinds: frozenset[str]) -> str | None:
    """The code of a message that says several things, or "ok" or "ad ơi" alone."""
    if code := next((code for code in _CODES if code in kinds), None):
        return code
    if "leaving" in kinds:
        return "goodbye"
    return "feeling" if "nod" in kinds else "greeting" if "call" in kinds else None


def _is_medical(said: Reading) -> bool:
    """Whether a patient is speaking, or somebody beside one."""
    said = said.without("calling")
    if said.has("danger") or said.without("firm").has("hurting"):
        return True
    many = _asks_of_many(said)
    patient = (_without_others(said) if many else said).without("harmless")
    told = patient.without("reported") if many and said.has("figures") else patient
    if said.has("prescribed") and _has_pain(told):
        return True
    if said.has("public") or (said.has("measures") and not said.has("prescribed")):
        patient = patient.without("planned")
        return (_hurts(patient) or patient.has("disease")) and patient.has("own")
    if many and not patient.has("own"):
        return _hurts(told) or told.without("topical").has("prescribed")
    own, disease = patient.has("own") or patient.has("anybody"), patient.has("disease")
    return (
        _hurts(patient)
        or patient.has("prescribed")
        or (disease and (own or patient.has("advice")))
        or (own and (patient.has("treated") or patient.has("afflicted")))
    )


def _asks_of_many(said: Reading) -> bool:
    """Whether figures, groups or rules are asked about, and nothing that a patient asks."""
    called = said.without("greeting")
    first = next((at for at, word in enumerate(called.words) if word), 0)
    alone = not called.ends("falling", first) and not said.without("harmless").has("helpless")
    return alone and (said.has("figures") or said.has("policy"))


def _without_others(said: Reading) -> Reading:
    """A message without those who are counted, and without children where leave is granted."""
    said = said.without("figures").without("others")
    return said.without("childcare") if said.has("granted") else said


def speaks_of_patient(text: str) -> bool:
    """Whether a message names somebody whose health may be meant, or asks what a doctor is asked.

    >>> speaks_of_patient("vợ tôi cũng vậy"), speaks_of_patient("nhiệm vụ tháng 4 là gì")
    (True, False)
    """
    said = _read(text).without("asking")
    return not said.has("public") and any(map(said.has, ("own", "kin", "advice")))


def _hurts(said: Reading) -> bool:
    return _has_pain(said) or said.has("urgent")


def _has_pain(said: Reading) -> bool:
    return said.without("disease").has("pain")  # "sốt xuất huyết" alone is news


def _begins(said: Reading, breaks: list[bool]) -> int:
    """The word after the greetings and thanks that a message begins with."""
    reached = {
        at: kinds
        for at, kinds in said.cover((*_COURTESY, "feeling", *_AROUND)).items()
        if 0 < at < len(said.words) and kinds & {*_COURTESY, "nod", "feeling"}
    }
    if clauses := [at for at in reached if breaks[at - 1]]:
        return max(clauses)
    loose = [
        at
        for at, kinds in said.cover((*_COURTESY, "called")).items()
        if 0 < at < len(said.words) and kinds & _COURTESY and not said.ends("no_courtesy", at)
    ]
    return max(loose, default=0)


def _finishes(said: Reading, breaks: list[bool]) -> int:
    """The word at which the thanks begin that a message finishes with."""
    size = len(said.words)
    for at in range(max(1, size - _TAIL), size):
        starts = any(said.ends(table, at) for table in _COURTESY)
        if not starts or (said.ends("no_thanks", at - 1) and not breaks[at - 1]):
            continue
        kinds = said.cover((*_COURTESY, *_AROUND), at).get(size)
        if kinds and kinds & _COURTESY:
            return at
    return size


def _read(text: str) -> Reading:
    marked = is_marked(text)
    forms = [spelled_out(token.form, marked=marked) for token in tokens(text)]
    return _phrases().read(forms, marked=marked)


@cache
def _phrases() -> Phrases:
    return Phrases(_tables()["phrases"])


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(fold, text.split())) for name, text in _tables()["words"].items()}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("bot.phrases") / "asides.toml").read_text("utf-8"))
