"""A reply as the JSON object that scripts read; its fields are fixed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot import wording
from bot.texts import Texts
from embeddings.types import Hit

if TYPE_CHECKING:  # a conversation loads what searches: not for --help
    from bot.dialogue.reply import Reply

# JSON allows these raw, but some readers end a line at them and terminals obey some.
_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def report(reply: Reply, texts: Texts) -> dict[str, object]:
    """The object of a reply that has an answer. Raises ValueError for one that has none."""
    answer = reply.answer
    if answer is None:
        raise ValueError(reply.problem)
    return {
        "question": answer.question,
        "understood": answer.understood,
        "outcome": str(answer.outcome),
        "answer": reply.text,
        "quotes": [
            {
                "text": quote.slice.text,
                "passage": quote.passage,
                "start": quote.slice.start,
                "end": quote.slice.end,
            }
            for quote in answer.quotes
        ],
        "passages": [_passage(hit) for hit in answer.hits],
        "reason": {"code": answer.reason.code, "sentence": wording.sentence(answer, texts)},
    }


def problem(question: str, code: str, texts: Texts) -> dict[str, object]:
    """The object of a line that could not be asked; ``code`` as in bot.errors.BadQuestion."""
    error = {"code": code, "sentence": texts.say(f"question_{code}")}
    return {"question": question, "error": error}


def dumps(value: object) -> str:
    """One line of JSON, Vietnamese letters as they are.

    >>> dumps({"text": "Bộ Y tế\\u2028"})
    '{"text": "Bộ Y tế\\\\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _passage(hit: Hit) -> dict[str, object]:
    passage, head = hit.passage, hit.bulletin
    return {
        "id": passage.id,
        "bulletin": head.id,
        "title": head.title,
        "date": head.date.isoformat() if head.date else None,
        "source": head.url or head.source,
        "heading": passage.heading,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": hit.score,
    }
