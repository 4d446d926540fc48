"""How clauses go from the brain to the ear: by an outlet and a performer that only remember."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from avatar.config import Config
from avatar.conversation import speaking as module
from avatar.conversation.events import Notice, SessionEvent, SignOfLife, SpeechEnded
from avatar.conversation.reply import Reply
from avatar.conversation.speaking import AHEAD, ClauseSpeaker
from avatar.performer.messages import Mime, Performed, PerformFailed, Pong, Told
from avatar.scenefile import Packed
from avatar.text.directions import Marked
from avatar.types import Clip, Performance
from tests.conversation.talking import Outlet, Performer, performance


class Talk:
    """A ClauseSpeaker and all that is around it."""

    def __init__(self) -> None:
        self.outlet, self.told, self.over = Outlet(), list[SessionEvent](), list[str]()
        self.speaker = ClauseSpeaker(Config(), itertools.count(1), self.outlet, self.told.append)
        self.reply = Reply(None)

    def begin(self) -> None:
        self.speaker.begin(self.reply, self.over.append)

    def hand_on(self, *texts: str) -> None:
        for text in texts:
            self.speaker.hand_on(self.reply, Marked(text))

    @property
    def performer(self) -> Performer:
        found: Any = self.speaker._performer
        assert isinstance(found, Performer)
        return found

    def come(self, id_: int, text: str) -> None:
        """The performer answers."""
        self.performer.tell(Performed(id_, Packed.of(performance(text))))

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    """With a performer."""
    monkeypatch.setattr(module, "PerformerLink", Performer)
    made = Talk()
    made.speaker.start(lambda handler: handler)
    made.begin()
    yield made
    made.speaker.forget()


@pytest.fixture
def mute() -> Talk:
    """Without a performer: it was not started, or is closed."""
    made = Talk()
    made.begin()
    return made


def test_without_a_performer_everything_can_still_be_asked_and_stopped(mute: Talk) -> None:
    mute.hand_on("Hello there. ")
    mute.speaker.configure(Config())
    mute.speaker.ask_for_life()
    assert mute.speaker.pid is None
    assert mute.speaker.stop() == ""
    assert mute.outlet.stops == 1
    assert mute.speaker.stop() is None
    mute.speaker.close()


def test_without_a_performer_a_sound_is_over_at_once(mute: Talk) -> None:
    mute.speaker.hand_on_sound(mute.reply, Clip.silence(1.0, 8000), "Hello.")
    mute.speaker.thought(mute.reply)
    assert mute.over == ["Hello."]
    assert mute.told == [SpeechEnded()]


def test_the_performer_is_told_of_settings_and_asked_for_life_until_it_is_closed(talk: Talk) -> None:
    performer = talk.performer
    assert performer.warmed == [Config().character.name]
    talk.speaker.configure(Config())
    talk.speaker.ask_for_life()
    assert (len(performer.configured), performer.pings, talk.speaker.pid) == (1, 1, 42)
    performer.tell(Pong())
    performer.tell(Told("Thai is spoken by another voice."))
    assert talk.told == [SignOfLife("performer"), Notice("Thai is spoken by another voice.", "warning")]
    talk.speaker.close()
    assert performer.closed
    assert talk.speaker.pid is None


def test_a_few_clauses_are_performed_ahead_and_the_next_when_one_was_heard(talk: Talk) -> None:
    texts = [f"Sentence {n}. " for n in range(AHEAD + 3)]
    talk.hand_on(*texts)
    asked = talk.performer.asked
    assert [each.id for each in asked] == list(range(1, AHEAD + 1))
    assert talk.speaker.owed == tuple(range(1, AHEAD + 1))
    talk.come(1, texts[0])
    assert talk.outlet.performed == [1]
    assert len(asked) == AHEAD, "what is performed but not heard is still ahead"
    talk.speaker.done(1)
    assert [each.id for each in asked] == list(range(1, AHEAD + 2))
    assert talk.speaker.owed == tuple(range(2, AHEAD + 2))
    talk.speaker.done(99)
    assert len(asked) == AHEAD + 1, "nobody knows that one"


def test_a_reply_is_over_once_it_was_thought_and_all_of_it_heard(talk: Talk) -> None:
    talk.hand_on("One. ", "Two.")
    for id_, text in ((1, "One. "), (2, "Two.")):
        talk.come(id_, text)
        talk.speaker.done(id_)
    assert talk.over == []
    talk.speaker.thought(talk.reply)
    assert talk.over == ["One. Two."]
    assert talk.outlet.states == ["thinking", "idle"]
    assert talk.of(SpeechEnded) == [SpeechEnded()]
    assert talk.speaker.reply is None


def test_what_nothing_is_said_of_is_shown_and_not_performed(talk: Talk) -> None:
    talk.hand_on("", "One.")
    assert [each.id for each in talk.performer.asked] == [1]
    assert talk.reply.shown == "One."


def test_a_stop_keeps_what_was_heard_and_cancels_the_rest(talk: Talk) -> None:
    talk.hand_on("One two three four. ", "Five.")
    talk.come(1, "One two three four. ")
    talk.speaker.sounds(1)
    talk.speaker.heard(1, 0.5, 1)
    assert talk.speaker.stop() == "One two"
    assert talk.performer.cancelled == [2]
    assert talk.outlet.stops == 1
    talk.come(2, "Five.")
    assert talk.outlet.performed == [1], "what comes after the stop is not said"
    assert talk.speaker.last_scene().duration == pytest.approx(0.5, abs=0.25)


def test_a_clause_that_fails_is_told_and_the_next_goes_on(talk: Talk) -> None:
    talk.hand_on("One. ", "Two.")
    talk.performer.tell(PerformFailed(1, "No voice"))
    talk.performer.tell(PerformFailed(77, "Of another reply"))
    assert talk.told == [Notice("No voice", "error")]
    talk.come(2, "Two.")
    assert talk.outlet.performed == [2]


def test_without_a_stage_what_was_performed_counts_as_heard(talk: Talk) -> None:
    talk.outlet.there = False
    talk.hand_on("One.")
    talk.come(1, "One.")
    talk.speaker.thought(talk.reply)
    assert talk.over == ["One."]


def test_a_new_stage_says_what_the_old_one_had_not(talk: Talk) -> None:
    talk.hand_on("One. ", "Two. ", "Three.")
    for id_, text in ((1, "One. "), (2, "Two. ")):
        talk.come(id_, text)
    talk.speaker.done(1)
    talk.outlet.performed.clear()
    talk.speaker.perform_again()
    assert talk.outlet.performed == [2]


def test_a_stage_that_is_closed_had_said_what_it_was_given(talk: Talk) -> None:
    talk.hand_on("One. ", "Two.")
    talk.come(1, "One. ")
    talk.speaker.let_go()
    assert talk.speaker.owed == (2,)
    talk.speaker.go_on()
    talk.come(2, "Two.")
    talk.speaker.done(2)
    talk.speaker.thought(talk.reply)
    assert talk.over == ["One. Two."]


def test_a_sound_has_its_text_in_its_place(talk: Talk) -> None:
    talk.hand_on("First. ")
    talk.speaker.hand_on_sound(talk.reply, Clip.silence(1.0, 8000), "Then this.")
    mime = talk.performer.asked[-1]
    assert isinstance(mime, Mime)
    assert (mime.id, mime.rate, len(mime.blob), mime.text) == (2, 8000, 16_000, "Then this.")
    assert talk.reply.parts[2].at == len("First. ")
    assert talk.reply.shown == "First. Then this."


def test_another_reply_is_another_scene_and_the_talk_holds_both_until_it_is_forgotten(talk: Talk) -> None:
    def said(text: str) -> None:
        talk.hand_on(text)
        id_ = talk.performer.asked[-1].id
        talk.come(id_, text)
        talk.speaker.done(id_)
        talk.speaker.thought(talk.reply)

    said("One.")
    talk.reply = Reply(None)
    talk.begin()
    said("And two.")

    def texts(scene: Any) -> list[str]:
        return [each.what.speech.text for each in scene.entries if isinstance(each.what, Performance)]

    assert texts(talk.speaker.scene()) == ["One.", "And two."]
    assert texts(talk.speaker.last_scene()) == ["And two."]
    talk.speaker.forget()
    assert texts(talk.speaker.scene()) == []
