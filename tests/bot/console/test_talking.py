"""A conversation over lines, at a terminal, and in one batch."""

from __future__ import annotations

import errno
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import batch
from bot.console import talking as console
from bot.console.plain import PlainPrompt
from bot.dialogue.conversation import Dialogue
from bot.dialogue.reply import Reply
from bot.lines import LONGEST, Line, checked, lines
from bot.texts import Texts
from tests.bot.fakes import INTERRUPTED, REFUSED, FakeEngine

VI = Texts("vi")
FIRST = "Bộ Y tế đề ra mấy nhiệm vụ trọng tâm?"
SECOND = "Vắc xin Nanocovax thử nghiệm lâm sàng thế nào?"
CITATION = "— Nhiệm vụ tháng 4, 26/11/2021. Nguồn: april.txt"


def piped(text: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    console.answer_lines(io.BytesIO(text), Dialogue(FakeEngine(), VI), VI)
    return tuple(capsys.readouterr())  # type: ignore[return-value]


def typed(*keys: str | type[BaseException]) -> tuple[FakeEngine, FakeFace]:
    """Lets a person type these lines and press these keys."""
    engine, face = FakeEngine(), FakeFace(*keys)
    console.converse(Dialogue(engine, VI), VI, face)
    return engine, face


def alone(text: str) -> Reply:
    return Dialogue(FakeEngine(), VI).reply(text)


class FakeFace:
    """A person who types these lines and presses these keys; what was said and shown."""

    opening: tuple[str, ...] = ("about", "help_hint")

    def __init__(self, *keys: str | type[BaseException]) -> None:
        self.told: list[str] = []
        self.shown: list[Reply] = []
        self._keys: Iterator[str | type[BaseException]] = iter(keys)

    def ask(self) -> Line:
        key = next(self._keys)
        if isinstance(key, str):
            return checked(key)
        raise key

    def tell(self, text: str) -> None:
        self.told.append(text)

    def welcome(self, reply: Reply) -> None:
        self.told.append(reply.text)

    def show(self, reply: Reply) -> None:
        self.shown.append(reply)


def test_every_line_is_a_turn_and_answers_are_parted_by_a_blank_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, err = piped(f"{FIRST}\r\n{SECOND}".encode(), capsys)
    assert out == f"“{FIRST}”\n{CITATION}\n\n“{SECOND}”\n{CITATION}\n"
    assert err == ""


def test_a_refusal_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert piped(f"{REFUSED}\n".encode(), capsys) == (VI.say("nothing_near") + "\n", "")


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
    assert piped(f"{command}\n".encode(), capsys)[0].startswith(VI.say("help") + "\n")


# -- with a person -----------------------------------------------------------------------------


def test_it_greets_answers_and_ends_with_the_input() -> None:
    engine, face = typed(FIRST, "", " ", SECOND, EOFError)
    assert engine.asked[0] == FIRST
    welcome = VI.say("welcome", bulletins=2)
    assert face.told == [f"{VI.say('about')}\n{VI.say('help_hint')}", welcome]
    assert [reply.text for reply in face.shown] == [f"“{a}”\n{CITATION}" for a in (FIRST, SECOND)]


def test_leaving_says_goodbye_and_asks_for_nothing_more() -> None:
    _, face = typed("/thoat")
    assert [reply.text for reply in face.shown] == [VI.say("goodbye")]


def test_one_interruption_is_forgiven_and_two_in_a_row_end_it() -> None:
    engine, face = typed(KeyboardInterrupt, FIRST, KeyboardInterrupt, "/thoat")
    assert engine.asked == [FIRST]
    assert face.told.count(VI.say("interrupted")) == 2
    with pytest.raises(KeyboardInterrupt):
        typed(KeyboardInterrupt, KeyboardInterrupt, FIRST)


def test_an_interrupted_answer_is_dropped_and_the_conversation_goes_on() -> None:
    engine, face = typed(INTERRUPTED, KeyboardInterrupt, FIRST, EOFError)
    assert engine.asked == [INTERRUPTED, FIRST]
    assert any(VI.say("stopped") in told for told in face.told)
    assert len(face.shown) == 1


def test_typed_bytes_that_are_no_text_are_told_and_the_rest_goes_on() -> None:
    engine, face = typed("h\udcffi", FIRST, EOFError)
    assert engine.asked == [FIRST]
    assert face.shown[0].text == VI.say("question_undecodable")


def test_a_terminal_that_has_gone_is_like_a_reader_that_has_gone() -> None:
    class Gone(FakeFace):
        def show(self, reply: Reply) -> None:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(BrokenPipeError):
        console.converse(Dialogue(FakeEngine(), VI), VI, Gone(FIRST))


def test_answers_that_go_to_a_file_stand_there_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = iter([FIRST, ""])

    def read(prompt: str = "") -> str:
        if line := next(keys):
            return line
        raise EOFError

    monkeypatch.setattr("builtins.input", read)
    face = console.face(VI, Path("never-made"))
    console.converse(Dialogue(FakeEngine(SECOND), VI, suggest=True), VI, face)
    out, err = capsys.readouterr()
    assert out == f"“{FIRST}”\n{CITATION}\n\n"
    assert err.startswith(VI.say("about"))
    assert err.count(VI.say("prompt")) == 2


def test_a_line_that_python_cannot_decode_is_a_line_with_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(prompt: str = "") -> str:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    monkeypatch.setattr("builtins.input", read)
    assert PlainPrompt(VI).line() == Line("", "undecodable")


def test_what_only_a_terminal_needs_is_loaded_only_there(shipped_index: Path) -> None:
    program = (
        "import sys; from bot.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    print({'rich', 'prompt_toolkit', 'bot.console.terminal'} & set(sys.modules))"
    )
    for *args, asked in (["ask", FIRST, ""], [FIRST]):
        command = [sys.executable, "-c", program, "--index", str(shipped_index), *args]
        done = subprocess.run(command, input=asked.encode(), capture_output=True, check=True)
        assert done.stdout.decode().endswith("\nset()\n")


# -- in one batch ------------------------------------------------------------------------------


def test_a_batch_gives_one_object_a_line_in_order_errors_included(
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = io.BytesIO("một\n \n".encode() + b"\xff\n" + b"x" * 2_000 + "\ntừ chối".encode())
    assert batch.answer_all(source, alone, VI) == 2
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
    assert batch.answer_all(io.BytesIO("từ chối\n".encode()), alone, VI) == 0
    assert capsys.readouterr().err == ""


# -- lines ------------------------------------------------------------------------------------


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
