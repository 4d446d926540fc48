"""Who said what, in which order, and what of it counts: with a brain, a performer and a stage that only remember."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest

from avatar.brain import Turn
from avatar.brain.base import Piece, TakenBack, Thought, Waiting
from avatar.config import Config
from avatar.conversation import dialogue as module
from avatar.conversation import speaking
from avatar.conversation.dialogue import LONGEST_MESSAGE, Dialogue
from avatar.conversation.events import (
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    ReplyThought,
    SessionEvent,
    SpeechEnded,
)
from avatar.conversation.speaking import ClauseSpeaker
from avatar.errors import BrainError
from avatar.performer.messages import Mime, Performed
from avatar.scenefile import Packed
from avatar.types import Clip
from tests.conversation.talking import Outlet, Performer, performance


class Brain:
    """Answers with what the test says; where that is None it thinks until it is stopped, and then some more."""

    def __init__(self) -> None:
        self.answer: str | None = "Yes, it is so."
        self.pieces: list[Piece] = []
        """What comes before the answer."""
        self.heard: list[tuple[Turn, ...]] = []
        self.forgot: list[str] = []
        self.trouble: object = None
        self.closed = False
        self.stubborn = asyncio.Event()

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[Piece]:
        self.heard.append(tuple(turns))
        for piece in self.pieces:
            yield piece
        if self.answer is None:
            yield "I think "
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not self.stubborn.is_set():
                    raise
                yield "of something else."
        else:
            for word in self.answer.split(" "):
                yield f"{word} "

    async def forget(self, key: str = "") -> None:
        self.forgot.append(key)

    async def aclose(self) -> None:
        self.closed = True


class Talk:
    """A dialogue and all that is around it."""

    def __init__(self) -> None:
        self.told: list[SessionEvent] = []
        self.outlet = Outlet()
        self.speaker = ClauseSpeaker(Config(), itertools.count(1), self.outlet, self.told.append)
        self.speaker.start(lambda handler: handler)
        self.dialogue = Dialogue(self.speaker, self.told.append)

    async def begin(self) -> Brain:
        brain = Brain()
        await self.dialogue.think_with(brain)  # type: ignore[arg-type]
        return brain

    async def thought(self) -> None:
        """Until the brain is done, or waits."""
        for _ in range(50):
            await asyncio.sleep(0)

    async def hear(self, seconds: float | None = None) -> None:
        """All that is performed is heard, or its first clause for some seconds."""
        await self.thought()
        performer: Any = self.speaker._performer
        answered = 0
        while answered < len(performer.asked):
            request = performer.asked[answered]
            answered += 1
            text = request.text if isinstance(request, Mime) else request.said.shown
            if self.speaker.reply and request.id in self.speaker.reply.parts:
                performer.tell(Performed(request.id, Packed.of(performance(text))))
                if seconds is not None:
                    self.speaker.heard(request.id, seconds, 0)
                    return
                self.speaker.done(request.id)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    monkeypatch.setattr(speaking, "PerformerLink", Performer)
    made = Talk()
    yield made
    made.speaker.forget()


ASKED = Turn("user", "Is it so?")
ANSWERED = Turn("character", "Yes, it is so.", "juno")


async def test_a_question_is_answered_and_both_are_remembered_once_the_answer_was_heard(talk: Talk) -> None:
    brain = await talk.begin()
    await talk.dialogue.say(ASKED.text)
    await talk.thought()
    assert talk.dialogue.turns == (ASKED,)
    assert talk.of(ReplyEnded) == [ReplyEnded(ANSWERED.text)]
    await talk.hear()
    assert talk.dialogue.turns == (ASKED, ANSWERED)
    assert brain.heard == [(ASKED,)]
    assert [type(event) for event in talk.told if not isinstance(event, ReplyText)] == [
        ReplyStarted, ReplyEnded, SpeechEnded,
    ]  # fmt: skip
    assert not await talk.dialogue.stop(), "there is nothing to stop any more"


async def test_thoughts_are_told_and_are_neither_said_nor_remembered(talk: Talk) -> None:
    brain = await talk.begin()
    brain.pieces = [Waiting("The model is being loaded."), Thought("Is it? "), Thought("It is.")]
    await talk.dialogue.say(ASKED.text)
    await talk.hear()
    assert [event.text for event in talk.of(ReplyThought)] == ["Is it? ", "It is."]
    assert [event.text for event in talk.of(Notice)] == ["The model is being loaded."]
    assert talk.dialogue.turns == (ASKED, ANSWERED)


async def test_what_turns_out_to_have_been_thought_is_taken_back(talk: Talk) -> None:
    """It was shown, and spoken perhaps: it falls silent, and the answer begins anew."""
    brain = await talk.begin()
    brain.pieces = ["I wonder whether it is. ", "Perhaps it is. ", TakenBack()]
    await talk.dialogue.say(ASKED.text)
    await talk.thought()
    assert talk.outlet.stops == 1
    assert talk.of(ReplyThought)[0].text == "I wonder whether it is. Perhaps it is. "
    assert talk.of(ReplyEnded) == [ReplyEnded("", interrupted=True), ReplyEnded(ANSWERED.text)]
    await talk.hear()
    assert talk.dialogue.turns == (ASKED, ANSWERED)


async def test_a_preview_is_heard_and_is_no_part_of_the_talk(talk: Talk) -> None:
    await talk.begin()
    await talk.dialogue.preview("This is how I sound.")
    assert talk.speaker.reply is not None
    await talk.hear()
    assert talk.dialogue.turns == ()
    assert talk.of(ReplyText) == talk.of(ReplyEnded) == []
    assert [type(event) for event in talk.told] == [SpeechEnded]
    assert not talk.speaker.scene().entries, "nor of what is exported"
    await talk.dialogue.preview("And this is how.")
    await talk.hear(0.5)
    assert await talk.dialogue.stop()
    assert talk.dialogue.turns == ()


async def test_the_character_may_speak_first(talk: Talk) -> None:
    brain = await talk.begin()
    brain.answer = "Hello!"
    await talk.dialogue.greet()
    await talk.hear()
    assert brain.heard == [()]
    assert talk.dialogue.turns == (Turn("character", "Hello!", "juno"),)


async def test_without_a_brain_it_says_so(talk: Talk) -> None:
    with pytest.raises(BrainError, match="has not been started"):
        await talk.dialogue.say("Hello?")


async def test_who_interrupts_cuts_the_answer_to_what_was_heard(talk: Talk) -> None:
    brain = await talk.begin()
    await talk.dialogue.say(ASKED.text)
    await talk.hear(0.5)
    brain.answer = "Well then."
    await talk.dialogue.say("Wait.")
    said = talk.dialogue.turns[1]
    assert said.who == "character"
    assert ANSWERED.text.startswith(said.text)
    assert said != ANSWERED
    assert talk.of(ReplyEnded)[1] == ReplyEnded(said.text, interrupted=True)
    await talk.hear()
    assert [turn.text for turn in talk.dialogue.turns] == [ASKED.text, said.text, "Wait.", "Well then."]
    assert brain.heard[1] == (ASKED, said, Turn("user", "Wait."))


async def test_stopped_before_a_word_was_heard_it_has_said_nothing(talk: Talk) -> None:
    await talk.begin()
    await talk.dialogue.say(ASKED.text)
    assert await talk.dialogue.stop()
    assert talk.dialogue.turns == (ASKED,)
    assert talk.told[-2:] == [ReplyEnded("", interrupted=True), SpeechEnded()]


async def test_what_a_brain_says_after_it_was_stopped_reaches_nobody(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOPPING_S", 0.01)
    brain = await talk.begin()
    brain.answer = None
    brain.stubborn.set()
    await talk.dialogue.say(ASKED.text)
    await talk.thought()
    assert await talk.dialogue.stop()
    told = len(talk.told)
    await talk.thought()
    assert len(talk.told) == told
    assert "something" not in "".join(event.text for event in talk.of(ReplyText))


async def test_a_message_without_end_is_cut_and_that_is_told(talk: Talk) -> None:
    brain = await talk.begin()
    await talk.dialogue.say("x" * LONGEST_MESSAGE)
    assert talk.of(Notice) == []
    await talk.dialogue.say("y" * (LONGEST_MESSAGE + 1))
    assert [notice.severity for notice in talk.of(Notice)] == ["warning"]
    assert "100,000" in talk.of(Notice)[0].text
    await talk.thought()
    assert len(brain.heard[-1][-1].text) == LONGEST_MESSAGE


async def test_it_says_exactly_what_it_is_given_without_its_brain(talk: Talk) -> None:
    await talk.dialogue.say_exactly("And now this.")
    await talk.hear()
    assert talk.dialogue.turns == (Turn("character", "And now this.", "juno"),)


@pytest.mark.parametrize("text", ["What is heard.", ""])
async def test_a_sound_counts_as_said_where_its_words_are_known(talk: Talk, text: str) -> None:
    await talk.dialogue.mime(Clip.silence(1.0, 8000), text)
    assert talk.of(ReplyText) == ([ReplyText(text)] if text else [])
    assert talk.of(ReplyEnded) == [ReplyEnded(text)]
    await talk.hear()
    assert talk.dialogue.turns == ((Turn("character", text, "juno"),) if text else ())
    assert talk.of(SpeechEnded) == [SpeechEnded()]


async def test_an_answer_is_given_again_in_place_of_the_first(talk: Talk) -> None:
    brain = await talk.begin()
    assert not await talk.dialogue.again()
    await talk.dialogue.say(ASKED.text)
    await talk.hear()
    brain.answer = "No."
    assert await talk.dialogue.again()
    await talk.hear()
    assert brain.heard == [(ASKED,), (ASKED,)]
    assert talk.dialogue.turns == (ASKED, Turn("character", "No.", "juno"))


async def test_a_message_is_taken_back_with_all_that_answered_it(talk: Talk) -> None:
    await talk.begin()
    assert await talk.dialogue.take_back() == ""
    earlier = (
        Turn("user", "Hello."),
        Turn("character", "Hello.", "juno"),
        ASKED,
        ANSWERED,
        Turn("character", "Really.", "juno"),
    )
    talk.dialogue.recall(earlier)
    assert await talk.dialogue.take_back() == ASKED.text
    assert talk.dialogue.turns == earlier[:2]


async def test_it_forgets_one_thing_and_goes_on_or_everything_and_begins_anew(talk: Talk) -> None:
    brain = await talk.begin()
    talk.dialogue.recall((ASKED, ANSWERED))
    await talk.dialogue.unlearn("name")
    assert talk.dialogue.turns == (ASKED, ANSWERED)
    await talk.dialogue.unlearn()
    assert talk.dialogue.turns == ()
    assert brain.forgot == ["name", ""]


async def test_another_brain_takes_over_and_the_one_before_is_closed(talk: Talk) -> None:
    first = await talk.begin()
    second = await talk.begin()
    assert first.closed
    assert not second.closed
    await talk.dialogue.think_with(None)
    assert second.closed


async def test_why_another_brain_answers_is_told_once_and_again_when_it_is_another_reason(talk: Talk) -> None:
    brain = await talk.begin()
    for trouble in ("The server is gone", "The server is gone", None, "The server is gone", "No key"):
        brain.trouble = trouble
        await talk.dialogue.say("Hm?")
        await talk.hear()
    assert [notice.text for notice in talk.of(Notice)] == ["The server is gone", "The server is gone", "No key"]
