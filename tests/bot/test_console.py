"""A conversation over lines, at a terminal, and in one batch."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import batch, console
from bot.dialogue import Dialogue
from bot.lines import LONGEST, Line, checked, lines
from bot.texts import Texts
from tests.bot.fakes import FakeEngine

VI = Texts("vi")


def piped(text: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    console.answer_lines(io.BytesIO(text), Dialogue(FakeEngine(), VI), VI)
    return tuple(capsys.readouterr())  # type: ignore[return-value]


def typed(keys: list[str | type[BaseException]], monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Lets a person type these lines and press these keys."""
    rest: Iterator[str | type[BaseException]] = iter(keys)

    def read(prompt: str = "") -> str:
        key = next(rest)
        if isinstance(key, str):
            return key
        if key is UnicodeDecodeError:
            raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
        raise key

    monkeypatch.setattr("builtins.input", read)
    engine = FakeEngine()
    console.converse(Dialogue(engine, VI), VI)
    return engine


def test_every_line_is_a_turn_and_answers_are_parted_by_a_blank_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, err = piped("một\r\nhai".encode(), capsys)
    citation = "— Nhiệm vụ tháng 4, 26/11/2021. Nguồn: april.txt"
    assert out == f"“một”\n{citation}\n\n“hai”\n{citation}\n"
    assert err == ""


def test_a_refusal_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert piped("từ chối\n".encode(), capsys) == (VI.say("nothing_near") + "\n", "")


def test_lines_that_cannot_be_asked_are_told_aside_and_the_rest_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, err = piped(b"\n\xff\xfe\n" + b"a" * 2_000 + b"\nmot\n", capsys)
    assert out.startswith("“mot”")
    assert err.splitlines() == [
        VI.say(f"question_{code}") for code in ("empty", "undecodable", "too_long")
    ]


def test_no_input_ends_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert piped(b"", capsys) == ("", "")


@pytest.mark.parametrize("command", ["/thoat", "/quit", " /THOAT "])
def test_leaving_ends_the_conversation_and_leaves_the_rest_unread(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = piped(f"{command}\nmột\n".encode(), capsys)
    assert (out, err) == ("", VI.say("goodbye") + "\n")


@pytest.mark.parametrize("command", ["/trogiup", "/help"])
def test_help_is_given_when_asked_for(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert piped(f"{command}\n".encode(), capsys)[0] == VI.say("help") + "\n"


def test_at_a_terminal_it_greets_answers_and_ends_with_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = typed(["một", "", "hai", EOFError], monkeypatch)
    out, err = capsys.readouterr()
    assert engine.asked == ["một", "hai"]
    assert err.startswith(VI.say("about"))
    assert out.count("— Nhiệm vụ tháng 4") == 2


def test_one_interruption_is_forgiven_and_two_in_a_row_end_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = typed([KeyboardInterrupt, "một", KeyboardInterrupt, "/thoat"], monkeypatch)
    assert engine.asked == ["một"]
    with pytest.raises(KeyboardInterrupt):
        typed([KeyboardInterrupt, KeyboardInterrupt, "một"], monkeypatch)
    assert VI.say("interrupted") in capsys.readouterr().err


def test_typed_bytes_that_are_no_text_are_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = typed([UnicodeDecodeError, "h\udcffi", "một", EOFError], monkeypatch)
    assert engine.asked == ["một"]
    assert capsys.readouterr().err.count(VI.say("question_undecodable")) == 2


def test_a_batch_gives_one_object_a_line_in_order_errors_included(
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = io.BytesIO("một\n \n".encode() + b"\xff\n" + b"x" * 2_000 + "\ntừ chối".encode())
    assert batch.answer_all(source, FakeEngine().ask, VI) == 2
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [f["outcome"] if "outcome" in f else f["error"]["code"] for f in found] == [
        "answered",
        "empty",
        "undecodable",
        "too_long",
        "refused",
    ]
    assert [f["question"] for f in found][::2] == ["một", "\ufffd", "từ chối"]
    assert all(f["error"]["sentence"] for f in found[1:4])
    assert err.count("\n") == 1


def test_a_batch_without_bad_lines_is_done_also_when_something_was_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert batch.answer_all(io.BytesIO("từ chối\n".encode()), FakeEngine().ask, VI) == 0
    assert capsys.readouterr().err == ""


def test_a_conversation_remembers_its_last_answer_only() -> None:
    dialogue = Dialogue(FakeEngine(), VI)
    dialogue.reply("một")
    dialogue.reply("hai")
    dialogue.reply("/trogiup")
    assert dialogue.last is not None
    assert dialogue.last.question == "hai"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r")), max_size=5))
def test_lines_come_out_as_they_went_in(texts: list[str]) -> None:
    texts = [text.lstrip("\ufeff") for text in texts]
    raw = "".join(f"{text}\n" for text in texts).encode()
    assert list(lines(io.BytesIO(raw))) == [Line(text) for text in texts]


@given(st.binary(max_size=40))
def test_any_bytes_give_a_line_for_each_newline_and_one_for_the_rest(raw: bytes) -> None:
    found = list(lines(io.BytesIO(raw)))
    assert len(found) == raw.count(b"\n") + (not raw.endswith(b"\n") and bool(raw))


def test_an_endless_line_is_cut_and_the_next_one_is_whole() -> None:
    found = list(lines(io.BytesIO(b"x" * (3 * LONGEST) + b"\nmot\n" + b"y" * LONGEST)))
    assert [(len(line.text), line.problem) for line in found] == [
        (LONGEST, "too_long"),
        (3, None),
        (LONGEST, None),
    ]


def test_an_argument_that_is_no_utf8_is_seen_by_its_surrogates() -> None:
    assert checked("hỏi") == Line("hỏi")
    assert checked("h\udcff").problem == "undecodable"
