"""A line typed at a terminal: edited, completed, and looked up among those typed before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from bot.console.history import History
from bot.dialogue.commands import Place, at, shown
from bot.engine import LONGEST
from bot.lines import Line, checked
from bot.texts import Texts
from corpus.vietnamese import fold


class Prompt:
    """Reads lines, with history and completion."""

    opening: tuple[str, ...] = ("about", "help_hint", "keys_hint")

    def __init__(
        self,
        texts: Texts,
        history: History,
        *,
        source: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._offers = Offers(texts)
        self._history = history
        output = output or _output()
        self._message = FormattedText([("bold", texts.say("prompt"))])
        self._session: PromptSession[str] = PromptSession(
            history=InMemoryHistory(history.lines),
            completer=self._offers,
            complete_while_typing=False,
            enable_history_search=True,
            enable_suspend=True,
            key_bindings=_keys(),
            input=source,
            output=output,
        )
        self._between: PromptSession[str] = PromptSession(
            erase_when_done=True, key_bindings=_keys(), input=source, output=output
        )

    def line(self, typed: Line | None = None) -> Line:
        """The next line; one that was ``typed`` already is shown as if it came now.

        Raises EOFError, KeyboardInterrupt.
        """
        default = typed.text if typed else ""
        text = self._session.prompt(self._message, default=default, accept_default=bool(default))
        if text.strip():
            self._history.add(text)
        return checked(text)

    def go_on(self, hint: str) -> Line:
        """What is typed below a page; the hint vanishes. Raises EOFError, KeyboardInterrupt."""
        return checked(self._between.prompt([("italic", hint)]))

    def offer(self, questions: Sequence[str]) -> None:
        """Tab completes these from now on."""
        self._offers.questions = tuple(questions)


class Offers(Completer):
    """What Tab completes: commands after "/", else the ``questions`` that were suggested last."""

    def __init__(self, texts: Texts) -> None:
        self.questions: tuple[str, ...] = ()
        helps = {one: texts.say(f"command_{one.name}") for one in at(Place.TERMINAL)}
        self._shown = {shown(one, texts): text for one, text in helps.items()}
        self._all = {f"/{name}": h for one, h in helps.items() for name in (one.name, one.alias)}

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """What begins like the text before the cursor, if nothing stands after it."""
        typed = document.text_before_cursor
        if document.text_after_cursor:
            return
        found = self._commands(typed) if typed.startswith("/") else self._questions(typed)
        for text, explained in found.items():
            yield Completion(text, -len(typed), display_meta=explained)

    def _commands(self, typed: str) -> dict[str, str]:
        """Commands as they are called in the language that is spoken, else by their other names."""
        return _beginning(typed, self._shown) or _beginning(typed, self._all)

    def _questions(self, typed: str) -> dict[str, str]:
        return _beginning(typed, dict.fromkeys(self.questions, ""))


def _beginning(typed: str, offered: dict[str, str]) -> dict[str, str]:
    return {text: more for text, more in offered.items() if fold(text).startswith(fold(typed))}


def _output() -> Output:
    """The terminal, which is not asked where its cursor is: an answer that comes late is typed."""
    output = create_output()
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output


def _keys() -> KeyBindings:
    keys = KeyBindings()
    keys.add(Keys.BracketedPaste)(_paste)
    keys.add("c-c", filter=Condition(_is_typed))(_clear)
    return keys


def _is_typed() -> bool:
    return bool(get_app().current_buffer.text)


def _clear(event: KeyPressEvent) -> None:
    """Ctrl-C takes back what was typed; only on an empty line is it a wish to leave."""
    event.current_buffer.reset()


def _paste(event: KeyPressEvent) -> None:
    """Pasted lines become one; what is longer than a question may be is cut to be refused."""
    text = event.data[: 2 * LONGEST]
    event.current_buffer.insert_text(" ".join(text.split())[: LONGEST + 1])
