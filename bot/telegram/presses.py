"""Buttons that are pressed, and what is typed after the bot's name in other chats."""

from __future__ import annotations

import time

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.state import Pending, Turn, Vote
from bot.telegram import buttons
from bot.telegram.buttons import Pressed, Verb
from bot.telegram.desk import Asker, Desk, address
from bot.telegram.incoming import Callback, Inline, Post
from bot.telegram.layout import escaped
from bot.telegram.questions import Questions
from bot.telegram.sending import Undelivered
from bot.telegram.talks import Result
from bot.telegram.turns import keyboard
from bot.texts import Texts

INLINE_AGE = 20.0  # seconds after which nobody waits for the results of what they typed
PRESS_AGE = 300.0  # and after which Telegram takes no answer to a button
TWICE = 1.0  # seconds after an answer within which the same button was merely pressed twice
INLINE_CACHE = 60  # seconds that Telegram may give the same results to the same person
LONGEST_BUTTON = 64  # characters of the line above inline results


class Presses:
    """What buttons do."""

    def __init__(self, desk: Desk, questions: Questions) -> None:
        self._desk = desk
        self._questions = questions

    async def pressed(self, one: Pending, callback: Callback) -> None:
        """Does what a button says, or says kindly that it is too old for that.

        Raises Undelivered where a chat takes no answer, Unauthorized, StateFailed.
        """
        desk, under = self._desk, callback.message
        button = buttons.read(callback.data)
        asker = desk.asker(one, callback.sender)
        if time.time() - one.kept > PRESS_AGE:
            desk.state.finish(one.id)
            return
        if not desk.is_allowed(asker):
            await self._end(one, callback, asker.texts.say("telegram_closed"))
            return
        if under is None or button is None:
            await self._too_old(one, callback, asker)
            return
        if button.verb is Verb.ASK:  # alone in that it sends a message
            await self._ask(one, callback, under, button, asker)
            return
        try:
            await self._do(one, callback, under, button, asker)
        except Undelivered:  # the message is gone, or too old to be edited
            await self._too_old(one, callback, asker)

    async def _do(
        self, one: Pending, callback: Callback, under: Post, button: Pressed, asker: Asker
    ) -> None:
        match button.verb:
            case Verb.SOURCES:
                toast = None
                await self._sources(under, button, asker)
            case Verb.LANGUAGE:
                toast = await self._language(under, button, asker)
            case Verb.ERASE | Verb.KEEP:
                toast = await self._erase(one, under, button, asker)
            case _:
                turn = self._turn(button, asker)
                if turn is None:
                    await self._too_old(one, callback, asker)
                    return
                toast = await self._of_turn(under, button, asker, turn)
        await self._end(one, callback, toast)

    def _turn(self, button: Pressed, asker: Asker) -> Turn | None:
        """The turn of a button, where it is still kept and of this chat."""
        turn = self._desk.state.turns.turn(button.number)
        return turn if turn and turn.chat == asker.chat else None

    async def _end(self, one: Pending, callback: Callback, toast: str | None) -> None:
        await self._desk.sender.toast(callback.id, toast)
        self._desk.state.finish(one.id)

    async def _of_turn(self, under: Post, button: Pressed, asker: Asker, turn: Turn) -> str | None:
        """Does what concerns an answer; what is to be said shortly, if anything."""
        match button.verb:
            case Verb.UP | Verb.DOWN:
                return self._vote(button, asker, turn)
            case Verb.ANSWER:
                await self._edit(under, asker, turn.html, keyboard(turn, asker.texts))
                return None
            case _:
                return await self._pages(under, button, asker, turn)

    async def _pages(self, under: Post, button: Pressed, asker: Asker, turn: Turn) -> str | None:
        """Shows a page of further passages, or of the quotes in their context, in place."""
        talks = self._desk.talks
        work = talks.more if button.verb is Verb.MORE else talks.context
        pages = await self._desk.think(lambda: work(asker.lang, turn.after))
        if not pages:
            more = button.verb is Verb.MORE
            return asker.texts.say("no_more" if more else "telegram_nothing_around")
        page = min(button.page, len(pages) - 1)
        paging = buttons.under_page(button.verb, turn.id, page, len(pages), asker.texts)
        await self._edit(under, asker, pages[page], paging)
        return None

    def _vote(self, button: Pressed, asker: Asker, turn: Turn) -> str:
        match self._desk.state.vote(turn.id, asker.person, up=button.verb is Verb.UP):
            case Vote.NEW:
                return asker.texts.say("vote_thanks")
            case Vote.CHANGED:
                return asker.texts.say("vote_changed")
            case Vote.SAME:
                return asker.texts.say("vote_same")
            case Vote.GONE:
                return asker.texts.say("telegram_too_old")

    async def _ask(
        self, one: Pending, callback: Callback, under: Post, button: Pressed, asker: Asker
    ) -> None:
        turn = self._turn(button, asker)
        if turn is None or button.page >= len(turn.suggestions):
            await self._too_old(one, callback, asker)
            return
        question = turn.suggestions[button.page]
        if self._was_just_asked(one, asker, question):
            await self._end(one, callback, None)
            return
        await self._desk.sender.toast(callback.id)
        await self._questions.ask(one, address(under), asker, question)

    def _was_just_asked(self, one: Pending, asker: Asker, question: str) -> bool:
        """Whether a button is pressed once more before the answer to the first press was there."""
        last = self._desk.state.turns.last_turn(asker.chat, asker.person)
        if last is None or last.message is not None or last.question != question:
            return False
        return one.kept < last.at + TWICE

    async def _sources(self, under: Post, button: Pressed, asker: Asker) -> None:
        html, page, pages = await self._desk.think(
            lambda: self._desk.talks.sources(asker.lang, button.page)
        )
        paging = buttons.under_page(Verb.SOURCES, 0, page, pages, asker.texts)
        await self._edit(under, asker, html[0], paging)

    async def _language(self, under: Post, button: Pressed, asker: Asker) -> str:
        if button.number != asker.person:
            return asker.texts.say("telegram_not_yours")
        self._desk.state.set_lang(asker.person, button.argument)
        said = Texts("en" if button.argument == "en" else "vi").say("telegram_language_is")
        await self._edit(under, asker, escaped(said), None)
        return said

    async def _erase(self, one: Pending, under: Post, button: Pressed, asker: Asker) -> str | None:
        if button.number != asker.person:
            return asker.texts.say("telegram_not_yours")
        code = "telegram_kept_on"
        if button.verb is Verb.ERASE:
            self._desk.state.finish(one.id)  # first: the press itself is to be forgotten, too
            self._desk.forget(one)
            code = "telegram_erased"
        await self._edit(under, asker, escaped(asker.texts.say(code)), None)
        return None

    async def _edit(
        self, under: Post, asker: Asker, html: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        await self._desk.sender.edit(under.chat.id, under.message_id, html, keyboard)
        self._desk.spend(under.chat.id, asker.person)

    async def _too_old(self, one: Pending, callback: Callback, asker: Asker) -> None:
        await self._end(one, callback, asker.texts.say("telegram_too_old"))


class InlineQueries:
    """Answers in other chats, for their people to send."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def typed(self, one: Pending, inline: Inline) -> None:
        """Gives the best passages, unless that is too late."""
        desk = self._desk
        asker = desk.asker(one, inline.sender)
        if time.time() - one.kept > INLINE_AGE or desk.state.inbox.is_followed(one):
            desk.state.finish(one.id)
            return
        found: tuple[Result, ...] = ()
        if inline.query.strip() and desk.is_allowed(asker):
            found = await desk.think(lambda: desk.talks.inline(inline.query, asker.lang))
        articles = [_article(number, result) for number, result in enumerate(found)]
        hint = asker.texts.say(self._hint(asker, inline.query))[:LONGEST_BUTTON]
        await desk.sender.results(
            inline.id,
            articles,
            None if articles else InlineQueryResultsButton(hint, start_parameter="inline"),
            cache_seconds=INLINE_CACHE,
        )
        desk.state.finish(one.id)

    def _hint(self, asker: Asker, query: str) -> str:
        """The code of what is said where there are no results."""
        if not self._desk.is_allowed(asker):
            return "telegram_closed"
        return "inline_nothing" if query.strip() else "inline_type"


def _article(number: int, result: Result) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=str(number),
        title=result.title,
        description=result.description,
        input_message_content=InputTextMessageContent(
            result.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
