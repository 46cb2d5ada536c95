"""bantin at a real terminal, over the shipped bulletins."""

from __future__ import annotations

import os
import re
import shlex
import signal
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from rich.text import Text

from bot.exits import CUT_OFF, INTERRUPTED
from bot.texts import Texts
from embeddings.build import build
from embeddings.encoder import Encoder
from tests import pictures
from tests import terminal as tmux
from tests.embeddings.building import write
from tests.terminal import BANTIN, Terminal, terminal, until

VI, EN = Texts("vi"), Texts("en")
PROMPT = VI.say("prompt").strip()
TASKS = "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?"
REPORT = "Ai trình bày báo cáo của Đảng ủy?"
LAST_TASK = "Thủ tướng Chính phủ giao."
FINDING = "do đồng chí Đỗ Xuân Tuyên"

pytestmark = pytest.mark.skipif(
    not tmux.available(), reason="tmux, which plays the terminal, is not installed"
)

Talk = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def talk(shipped_index: Path, tmp_path: Path) -> Talk:
    """Opens a conversation over the shipped bulletins; its state lies in tmp_path/state."""

    def start(
        *options: str,
        command: tuple[str, ...] = BANTIN,
        columns: int = 100,
        rows: int = 60,
        **settings: str,
    ) -> AbstractContextManager[Terminal]:
        ours = {
            "BANTIN_INDEX": str(shipped_index),
            "BANTIN_STATE": str(tmp_path / "state"),
            "BANTIN_TODAY": "2021-04-20",
        }
        return terminal(*command, *options, columns=columns, rows=rows, **ours | settings)

    return start


# -- a conversation ----------------------------------------------------------------------------


def test_a_conversation_of_several_turns_until_ctrl_d(talk: Talk) -> None:
    with talk() as shown:
        greeted = shown.wait_for_end(PROMPT)
        assert VI.say("about") in greeted
        shown.ask(TASKS)
        assert "7 mục:" in shown.wait_for(LAST_TASK)
        shown.ask("còn quý 2?")
        shown.wait_for("Hiểu là:")
        shown.wait_for_end(PROMPT)
        shown.ask("/help")
        shown.wait_for("/nguon các bản tin đang có")
        shown.ask("giá vàng hôm nay")
        assert "Kho có 2 bản tin" in shown.wait_for("Bản tin gần nhất:")
        shown.wait_for_end(PROMPT)
        shown.press("C-d")
        assert shown.ended() == 0
        assert "Traceback" not in shown.screen()


@pytest.mark.parametrize("command", ["/thoat", "/quit"])
def test_leaving_by_command_says_goodbye(talk: Talk, command: str) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.ask(command)
        assert shown.ended() == 0
        assert VI.say("goodbye") in shown.screen()


def test_english_is_spoken_throughout(talk: Talk) -> None:
    with talk("--lang", "en", rows=20) as shown:
        shown.wait_for_end(EN.say("prompt").strip())
        shown.ask(TASKS)
        shown.wait_for("Enter goes on, q stops")
        shown.press("C-c")
        shown.wait_for(EN.say("stopped"))
        shown.type("/sou")
        shown.press("Tab")
        shown.wait_for_end("/sources")
        shown.press("Enter")
        said = shown.wait_for("Bulletins at hand: 2")
        assert "Bạn hỏi" not in said


# -- Ctrl-C ------------------------------------------------------------------------------------


def test_ctrl_c_takes_back_what_was_typed_then_hints_then_ends(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.type("nửa câu")
        shown.wait_for("nửa câu")
        shown.press("C-c")
        shown.wait_for_end(PROMPT)
        shown.press("C-c")
        shown.wait_for_end(f"{VI.say('interrupted')} {PROMPT}")
        shown.press("C-c")
        assert shown.ended() == INTERRUPTED
        assert "Traceback" not in shown.screen()


SLOW = """
import os, time
from pathlib import Path
from bot.console import talking as console
from bot.dialogue.conversation import Dialogue
from bot.texts import Texts
from tests.bot.fakes import FakeEngine

class Slow(FakeEngine):
    def ask(self, question, **more):
        print("đang tìm", flush=True)
        time.sleep(1000)

texts = Texts("vi")
console.converse(Dialogue(Slow(), texts), texts, console.face(texts, Path(os.devnull, "history")))
"""


def test_ctrl_c_stops_an_answer_and_the_conversation_goes_on() -> None:
    with terminal(sys.executable, "-c", SLOW) as shown:
        shown.wait_for_end(PROMPT)
        shown.ask("một")
        shown.wait_for("đang tìm")
        shown.press("C-c")
        shown.wait_for_end(f"{VI.say('stopped')} {PROMPT}")
        shown.press("C-d")
        assert shown.ended() == 0
        assert "Traceback" not in shown.screen()


# -- pages -------------------------------------------------------------------------------------


@pytest.fixture
def page(talk: Talk) -> Iterator[Terminal]:
    """A terminal that shows the first page of seven tasks."""
    with talk(rows=12) as shown:
        shown.wait_for_end(PROMPT)
        shown.ask(TASKS)
        first = shown.wait_for_end("q để thôi —")
        assert "Một là:" in first
        assert LAST_TASK not in first
        yield shown


def test_enter_goes_on_to_the_end_and_the_hints_vanish(page: Terminal) -> None:
    said = page.turn_pages_to(f"? {PROMPT}")  # after the last suggestion
    assert "q để thôi" not in said
    for number in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy"):
        assert said.count(f" {number} là:") == 1


def test_q_leaves_the_rest(page: Terminal) -> None:
    page.ask("q")
    assert LAST_TASK not in page.wait_for_end(PROMPT)


def test_what_else_is_typed_below_a_page_is_the_next_message(page: Terminal) -> None:
    page.ask(REPORT)
    said = page.wait_for(FINDING)
    assert f"{PROMPT} {REPORT}" in said
    assert LAST_TASK not in said


def test_ctrl_c_below_a_page_leaves_the_rest(page: Terminal) -> None:
    page.press("C-c")
    assert LAST_TASK not in page.wait_for_end(f"{VI.say('stopped')} {PROMPT}")


def test_ctrl_d_below_a_page_ends_the_conversation(page: Terminal) -> None:
    page.press("C-d")
    assert page.ended() == 0


# -- how it looks ------------------------------------------------------------------------------


@pytest.mark.parametrize("term", ["screen", "dumb"])
def test_at_20_columns_it_wraps_at_words_and_loses_none(talk: Talk, term: str) -> None:
    with talk(columns=20, rows=300, TERM=term) as narrow, talk(columns=200, TERM=term) as wide:
        for shown in (narrow, wide):
            shown.wait_for_end(PROMPT)
            shown.ask(REPORT)
            shown.wait_for(VI.say("go_on"))
            shown.wait_for_end(PROMPT)
        words, whole = narrow.folded(), wide.folded()
    assert words.replace(" ", "") == whole.replace(" ", "")
    # What is typed is wrapped by letters as it comes.
    broken = set(whole.split()) - set(words.split()) - set(REPORT.split())
    assert all(len(word) > 18 for word in broken)


def test_a_quote_stands_out_of_its_passage(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.say(REPORT, PROMPT)
        styled = shown.screen(styled=True)
    assert "\x1b[1m“Báo cáo của Đảng uỷ" in styled
    assert "COVID- 19.”\x1b[0;2m" in styled.replace("\x1b[39m\x1b[49m", "")


def test_no_colour_is_used_at_all_least_of_all_with_no_color(talk: Talk) -> None:
    with talk(NO_COLOR="1") as shown:
        shown.wait_for_end(PROMPT)
        shown.say(REPORT, PROMPT)
        styled = shown.screen(styled=True)
    assert "“Báo cáo của Đảng uỷ" in styled
    assert not re.search(r"\x1b\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])m", styled)


def test_a_dumb_terminal_gets_plain_text(talk: Talk) -> None:
    with talk(TERM="dumb", rows=20) as shown:
        shown.wait_for_end(PROMPT)
        shown.ask(TASKS)
        shown.wait_for_end("q để thôi —")
        shown.ask(REPORT)
        shown.wait_for(FINDING)
        assert "\x1b" not in shown.screen(styled=True).replace("\x1b[0m", "")
        shown.press("C-d")
        assert shown.ended() == 0


# -- typing ------------------------------------------------------------------------------------


def test_tab_completes_a_command_and_shows_what_commands_do(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.type("/")
        shown.press("Tab")
        shown.wait_for(VI.say("command_quen"))
        shown.press("C-c")
        shown.wait_for_end(PROMPT)
        shown.type("/ng")
        shown.press("Tab")
        shown.wait_for_end("/nguon")
        shown.press("Enter")
        shown.wait_for("Kho có 2 bản tin")


def test_tab_picks_what_was_suggested(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.ask("/vidu")
        said = shown.wait_for_end(PROMPT)
        shown.wait_for(VI.say("examples"))
        said = shown.wait_for_end(PROMPT)
        asked = said.partition(f"{VI.say('examples')} - ")[2].partition(" - ")[0]
        shown.press("Tab")
        shown.wait_for(f"{PROMPT} {asked}")


def test_many_pasted_lines_are_one_message(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.paste("Bộ Y tế đề ra\nmấy nhiệm vụ\r\n\n  trong tháng 4?\n")
        shown.wait_for_end(TASKS)
        shown.press("Enter")
        shown.wait_for(LAST_TASK)
        assert shown.folded().count("7 mục:") == 1


def test_a_pasted_book_is_too_long(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.paste("một hai ba bốn\n" * 5_000)
        shown.press("Enter")
        shown.wait_for(VI.say("question_too_long"))
        shown.wait_for_end(PROMPT)


def test_decomposed_letters_are_read_like_composed_ones(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.ask(unicodedata.normalize("NFD", TASKS))
        shown.wait_for("7 mục:")


# -- history -----------------------------------------------------------------------------------


def test_what_was_asked_is_found_again_by_its_beginning_in_the_next_conversation(
    talk: Talk, tmp_path: Path
) -> None:
    with talk() as shown:
        for text in (TASKS, REPORT):
            shown.wait_for_end(PROMPT)
            shown.say(text, PROMPT)
        shown.press("C-d")
        assert shown.ended() == 0
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.type("Bộ")
        shown.press("Up")
        shown.wait_for_end(f"{PROMPT} {TASKS}")
    assert stat.S_IMODE((tmp_path / "state" / "history").stat().st_mode) == 0o600


def test_a_history_that_cannot_be_kept_is_told_once_and_the_talk_goes_on(talk: Talk) -> None:
    with talk(BANTIN_STATE=os.devnull) as shown:
        shown.wait_for_end(PROMPT)
        for _ in range(2):
            shown.say(REPORT, PROMPT)
        shown.press("Up")
        shown.wait_for_end(f"{PROMPT} {REPORT}")
        assert shown.folded().count("Không lưu được các câu đã hỏi") == 1


# -- what is not trusted -----------------------------------------------------------------------

EVIL = "\x1b]0;chiếm\x07\x1b[2J\x1b[31m"


def test_escape_sequences_in_a_question_do_nothing_to_the_terminal(talk: Talk) -> None:
    with talk() as shown:
        shown.wait_for_end(PROMPT)
        shown.paste(f"{EVIL}giá vàng [bold]hôm nay[/bold] :smile:")
        shown.press("Enter")
        shown.wait_for("Đã tìm:")
        shown.wait_for_end(PROMPT)
        assert VI.say("about") in shown.folded()  # the screen was not cleared
        assert "\x1b[31m" not in shown.screen(styled=True)
        assert "chiếm" not in shown.title()


def test_escape_sequences_in_a_bulletin_do_nothing_to_the_terminal(
    tmp_path: Path, model: Encoder
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    evil = f"Bộ Y tế [bold]tiêm chủng[/bold] {EVIL}cho 500 trẻ em :smile: trong tháng 4."
    write(corpus, tin=f"Kế hoạch {EVIL}tiêm chủng\n\n{evil}\n")
    build(corpus, index, model)
    folders = "--corpus", str(corpus), "--index", str(index)
    with terminal(*BANTIN, *folders, BANTIN_STATE=str(tmp_path / "state")) as shown:
        shown.wait_for_end(PROMPT)
        shown.ask("Bộ Y tế tiêm chủng cho bao nhiêu trẻ em?")
        said = shown.wait_for("500 trẻ em :smile:")
        assert "[bold]tiêm chủng[/bold]" in said
        assert VI.say("about") in said
        assert "\x1b[31m" not in shown.screen(styled=True)
        assert "chiếm" not in shown.title()


# -- ends --------------------------------------------------------------------------------------


WATCHER = """
import pathlib, signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
ended = subprocess.call([sys.executable, "-m", "bot"])
pathlib.Path(sys.argv[1]).write_text(f"{ended}.")
"""


@pytest.mark.parametrize("below_a_page", [False, True])
def test_a_terminal_that_hangs_up_ends_it(talk: Talk, tmp_path: Path, below_a_page: bool) -> None:
    """Seen by a program that outlives the terminal."""
    status = tmp_path / "status"
    with talk(command=(sys.executable, "-c", WATCHER, str(status)), rows=12) as shown:
        shown.wait_for_end(PROMPT)
        if below_a_page:
            shown.ask(TASKS)
            shown.wait_for_end("q để thôi —")
        shown.hang_up()
        until(lambda: status.exists() and status.read_text().endswith("."))
    # The terminal may be found gone first; then the signal meets a program that is ending already.
    assert status.read_text() in (f"{CUT_OFF}.", f"{-signal.SIGHUP}.")


def test_a_reader_that_goes_ends_it(talk: Talk) -> None:
    command = f'{shlex.join(BANTIN)} | head -1; echo "status ${{PIPESTATUS[0]}}"'
    with talk(command=("bash", "-c", command)) as shown:
        for times in (1, 2):
            shown.wait_for(PROMPT, times=times)
            shown.ask(REPORT)
        assert f"status {CUT_OFF}" in shown.wait_for("status")
        assert "Traceback" not in shown.screen()


def test_answers_that_go_to_a_file_stand_there_alone(talk: Talk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = f"{shlex.join(BANTIN)} > {shlex.quote(str(out))}"
    with talk(command=("bash", "-c", command)) as shown:
        shown.wait_for_end(PROMPT)
        shown.say(REPORT, PROMPT)
        shown.press("C-d")
        assert shown.ended() == 0
        assert FINDING not in shown.folded()
    kept = out.read_text("utf-8")
    assert kept.startswith("“Báo cáo của Đảng uỷ")
    assert PROMPT not in kept


# -- the documents -----------------------------------------------------------------------------


def test_the_picture_shows_what_the_program_says_now(shipped_index: Path, tmp_path: Path) -> None:
    """``python -m tests.pictures`` draws it anew."""
    now = Text.from_ansi(pictures.played(shipped_index, tmp_path)).plain
    assert pictures.words(pictures.PICTURE.read_text("utf-8")) == now.split()
