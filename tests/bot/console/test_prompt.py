"""Lines typed with editing, completion and history; keys come from a pipe."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.console.history import KEPT, History
from bot.console.prompt import Offers, Prompt
from bot.engine import LONGEST
from bot.lines import Line
from bot.texts import Texts

VI, EN = Texts("vi"), Texts("en")
LEFT, SHIFT_LEFT, DELETE, BACKSPACE, CTRL_H = (
    "\x1b[D", "\x1b[1;2D", "\x1b[3~", "\x7f", "\x08",
)  # fmt: skip

Keys = Callable[[str | bytes], Prompt]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


@pytest.fixture
def pressed(kept: Path) -> Iterator[Keys]:
    """A prompt at which these keys have been pressed already."""
    with create_pipe_input() as source:

        def press(keys: str | bytes) -> Prompt:
            source.send_bytes(keys if isinstance(keys, bytes) else keys.encode())
            return Prompt(VI, History(kept), source=source, output=DummyOutput())

        yield press


# -- editing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("nhiệm vụ", "nhiệm vụ"),
        (f"tieng{BACKSPACE * 3}ếng", "tiếng"),  # an input method takes back what it changes
        (f"Bo{CTRL_H}ộ", "Bộ"),
        (f"dd{BACKSPACE * 2}đ", "đ"),
        (f"tê{SHIFT_LEFT}ế", "tế"),  # or marks it and types over it
        (f"tuyê{BACKSPACE}yê{LEFT * 2}{DELETE}", "tuyê"),
        ("e\u0302\u0301", "e\u0302\u0301"),
        (f"e\u0302\u0301{BACKSPACE}\u0300", "e\u0302\u0300"),
        (unicodedata.normalize("NFD", "Bộ Y tế"), unicodedata.normalize("NFD", "Bộ Y tế")),
    ],
)
def test_what_input_methods_send_gives_what_was_meant(pressed: Keys, keys: str, text: str) -> None:
    assert pressed(f"{keys}\r").line() == Line(text)


def test_pasted_lines_become_one_and_nothing_is_sent_before_enter(pressed: Keys) -> None:
    prompt = pressed("hỏi \x1b[200~một\r\n\n  hai\tba\n\x1b[201~ bốn\r")
    assert prompt.line() == Line("hỏi một hai ba bốn")


def test_a_pasted_book_is_cut_where_it_is_surely_too_long(pressed: Keys) -> None:
    prompt = pressed(f"\x1b[200~{'một hai ' * (LONGEST // 4)}\x1b[201~\r")
    assert LONGEST < len(prompt.line().text) <= LONGEST + 1


def test_what_is_no_text_is_a_line_with_a_problem(pressed: Keys) -> None:
    assert pressed(b"h\xffi\r").line().problem == "undecodable"


def test_ctrl_c_takes_back_what_was_typed_and_leaves_an_empty_line(pressed: Keys) -> None:
    prompt = pressed("nửa câu\x03một\r\x03\x04")
    assert prompt.line().text == "một"
    with pytest.raises(KeyboardInterrupt):
        prompt.line()
    with pytest.raises(EOFError):
        prompt.line()


# -- history -----------------------------------------------------------------------------------


def test_messages_are_kept_for_the_next_conversation_blank_ones_are_not(
    pressed: Keys, kept: Path
) -> None:
    prompt = pressed("một\r \rhai\r")
    for _ in range(3):
        prompt.line()
    assert History(kept).lines == ("một", "hai")


def test_what_is_typed_below_a_page_is_kept_only_if_it_is_a_message(
    pressed: Keys, kept: Path
) -> None:
    prompt = pressed("q\rmột\r")
    assert prompt.go_on("còn 3 dòng") == Line("q")
    typed = prompt.go_on("còn 2 dòng")
    assert History(kept).lines == ()
    assert prompt.line(typed) == Line("một")
    assert History(kept).lines == ("một",)


def test_the_file_is_its_owners_alone_also_if_it_was_not(kept: Path) -> None:
    History(kept).add("một")
    kept.chmod(0o644)
    assert History(kept).lines == ("một",)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_file_of_anything_is_read_and_only_its_end(kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_bytes(b"\xff\xfe\x00\n" + b"mot\r\x0c\n" * (KEPT + 5))
    lines = History(kept).lines
    assert len(lines) == KEPT
    assert set(lines) == {"mot\r\x0c"}


def test_what_is_kept_is_one_line_that_drives_no_terminal(kept: Path) -> None:
    History(kept).add("một\x1b[31m\nhai\udcff")
    assert kept.read_text("utf-8") == "một\ufffd[31m hai\ufffd\n"


def test_a_file_that_fails_later_is_told_once(kept: Path) -> None:
    history = History(kept)
    assert history.problem() is None
    kept.unlink()
    kept.mkdir()
    history.add("một")
    history.add("hai")
    assert history.problem() == "Is a directory"
    assert history.problem() is None


# -- completion --------------------------------------------------------------------------------


def offered(offers: Offers, text: str, cursor: int | None = None) -> list[str]:
    document = Document(text, cursor)
    return [c.text for c in offers.get_completions(document, CompleteEvent())]


def test_commands_are_completed_in_the_language_that_is_spoken_and_then_in_the_other() -> None:
    assert offered(Offers(VI), "/ng") == ["/nguon"]
    assert offered(Offers(VI), "/M") == ["/moi"]
    assert offered(Offers(EN), "/so") == ["/sources"]
    assert offered(Offers(VI), "/sou") == ["/sources"]
    assert len(offered(Offers(VI), "/")) == len(set(offered(Offers(EN), "/"))) > 5


def test_every_command_is_offered_with_its_help() -> None:
    found = Offers(VI).get_completions(Document("/"), CompleteEvent())
    assert VI.say("command_vidu") in [c.display_meta_text for c in found]


@pytest.mark.parametrize("text", ["ng", "hỏi /ng", " /ng", "/ng x", "/x"])
def test_nothing_else_is_completed_like_a_command(text: str) -> None:
    assert offered(Offers(VI), text) == []


def test_suggested_questions_are_completed_with_or_without_diacritics() -> None:
    offers = Offers(VI)
    offers.questions = ("Có mấy nhiệm vụ?", "Ai trình bày?")
    assert offered(offers, "") == ["Có mấy nhiệm vụ?", "Ai trình bày?"]
    assert offered(offers, "co") == ["Có mấy nhiệm vụ?"]
    assert offered(offers, "có mấy nhiệm", 2) == []
