"""Sessions held for real: the persona or a scripted brain, espeak-ng, and a stage without window."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from avatar import config as settings
from avatar import library
from avatar import session as talk
from avatar.brain import BRAINS, Setup, SimpleBrain, Turn
from avatar.brain.rive import PersonaScript
from avatar.errors import BrainError, LibraryError
from avatar.show.play import ShowPlayer
from avatar.text import directions, vocabulary
from avatar.types import Performance
from tests.session.listening import CONFIG, held


class Scripted(SimpleBrain):
    """A brain that says what it is told to, token by token: the session must not care who thinks."""

    name = "scripted"
    script: str = ""
    error: BrainError | None = None

    def __init__(self, setup: Setup) -> None:
        self.cancelled = False

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[str]:
        try:
            for at in range(0, len(self.script), 7):
                await asyncio.sleep(0)
                yield self.script[at : at + 7]
            if self.error:
                raise self.error
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled = True
            raise


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], settings.Config]:
    def make(script: str, error: BrainError | None = None) -> settings.Config:
        monkeypatch.setattr(Scripted, "script", script)
        monkeypatch.setattr(Scripted, "error", error)
        monkeypatch.setitem(BRAINS, "scripted", Scripted)
        return settings.override(CONFIG, "brain.name", "scripted")

    return make


async def test_the_persona_answers_aloud() -> None:
    session, listener = await held(CONFIG)
    try:
        await session.say("Hello! My name is Ada.")
        await listener.until(talk.SpeechEnded)
    finally:
        await session.close()
    reply = listener.of(talk.ReplyEnded)[0].text
    assert reply
    assert "".join(event.text for event in listener.of(talk.ReplyText)).rstrip() == reply
    assert session.turns == (Turn("user", "Hello! My name is Ada."), Turn("character", reply, "juno"))
    assert {event.rung for event in listener.of(talk.ClauseStarted)} == {"voice"}
    assert len(listener.of(talk.Latency)) == 1
    words = [reply[event.at : event.at + event.length] for event in listener.of(talk.WordSpoken)]
    assert len(words) > 2
    assert all(word.strip(".,!?").isprintable() and word == word.strip() for word in words)


async def test_what_nobody_asked_for_has_no_latency() -> None:
    session, listener = await held(CONFIG)
    try:
        await session.greet()
        await listener.until(talk.SpeechEnded)
    finally:
        await session.close()
    assert listener.of(talk.ClauseStarted)
    assert listener.of(talk.Latency) == []


async def test_clauses_are_heard_in_order_and_directions_are_not_shown(
    scripted: Callable[..., settings.Config],
) -> None:
    script = "[smile] One is first. Two comes second here. *laughs* Three is last, isn't it? (beat) Done now."
    session, listener = await held(scripted(script))
    try:
        await session.say("go")
        await listener.until(talk.SpeechEnded)
    finally:
        await session.close()
    shown = "One is first. Two comes second here. Three is last, isn't it? Done now."
    assert listener.of(talk.ReplyEnded) == [talk.ReplyEnded(shown)]
    assert "".join(event.text for event in listener.of(talk.ReplyText)) == shown
    heard = "".join(event.text for event in listener.of(talk.ClauseStarted))
    assert heard.split() == shown.split()
    places = [event.at for event in listener.of(talk.WordSpoken)]
    assert places == sorted(places)


async def test_an_interruption_keeps_what_was_heard(scripted: Callable[..., settings.Config]) -> None:
    script = " ".join(f"This is sentence number {n} of a long story." for n in range(40))
    session, listener = await held(scripted(script))
    try:
        await session.say("tell me")
        await listener.until(talk.WordSpoken, 8)
        assert await session.stop()
        assert not await session.stop()
        ended = listener.of(talk.ReplyEnded)[-1]
        assert ended.interrupted
        assert ended.text
        assert script.startswith(ended.text)
        assert len(ended.text) < 200
        assert session.turns[-1] == Turn("character", ended.text, "juno")
        await session.say_exactly("And now this.")
        await listener.until(talk.SpeechEnded, 2)
        assert session.turns[-1] == Turn("character", "And now this.", "juno")
    finally:
        await session.close()


async def test_a_brain_that_fails_is_told_of(scripted: Callable[..., settings.Config]) -> None:
    session, listener = await held(
        scripted("I was about to say ", BrainError("The server is gone", remedy="Start it."))
    )
    try:
        await session.say("well?")
        await listener.until(talk.SpeechEnded)
    finally:
        await session.close()
    assert talk.Notice("The server is gone. Start it.", "error") in listener.events
    assert listener.of(talk.ReplyEnded)[0].text == "I was about to say"


async def test_a_reply_without_end_is_cut(
    scripted: Callable[..., settings.Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatar.conversation.thinking.LONGEST_REPLY", 1000)
    session, listener = await held(scripted("word " * 1000))
    try:
        await session.say("go on")
        await listener.until(talk.ReplyEnded)
        await session.stop()
    finally:
        await session.close()
    assert any("cut off" in event.text for event in listener.of(talk.Notice))
    assert len(listener.of(talk.ReplyEnded)[0].text) <= 1000


async def test_the_performer_may_die(scripted: Callable[..., settings.Config]) -> None:
    session, listener = await held(scripted("First there is this. Then there is that. And then it ends."))
    try:
        os.kill(session.pids()["performer"], signal.SIGKILL)
        await session.say("go")
        await listener.until(talk.SpeechEnded)
    finally:
        await session.close()
    assert "".join(event.text for event in listener.of(talk.ClauseStarted)).split()[-1] == "ends."


async def test_unknown_characters_and_voices_are_refused_by_name() -> None:
    session, _ = await held(CONFIG)
    try:
        with pytest.raises(LibraryError, match="no character called 'nobody'"):
            await session.load("nobody")
        with pytest.raises(LibraryError, match=r"no voice called 'en-bg'.*Did you mean"):
            await session.set_voice("en-bg")
    finally:
        await session.close()


ODD = {
    "empty": "",
    "blank": " ",
    "emoji": "🙂🙃",
    "control": "\0\x1b[31m",
    "arabic": "مرحبا كيف حالك",
    "long": "a" * 200_000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_messages_are_answered(text: str) -> None:
    session, listener = await held(CONFIG)
    try:
        await session.say(text)
        await listener.until(talk.ReplyEnded)
    finally:
        await session.close()
    assert listener.of(talk.ReplyEnded)[0].text


async def test_settings_are_taken_over_while_it_runs() -> None:
    session, listener = await held(CONFIG)
    try:
        await session.say_exactly("One, two.")
        await listener.until(talk.SpeechEnded)
        config = settings.override(CONFIG, "voice.name", "en-us")
        config = settings.override(config, "sound.offset_ms", "40")
        opened = len(listener.of(talk.StageChanged))
        await session.apply(config)
        await listener.until(talk.StageChanged, opened + 1)
        await session.say_exactly("Three, four.")
        await listener.until(talk.SpeechEnded, 2)
        assert session.config == config
        assert listener.of(talk.ClauseStarted)[-1].voice == "en-us"
        with pytest.raises(LibraryError):
            await session.apply(settings.override(config, "voice.name", "nobody"))
        assert session.config == config
    finally:
        await session.close()


async def test_a_conversation_of_before_goes_on() -> None:
    session, _ = await held(CONFIG)
    try:
        turns = (Turn("user", "Hello."), Turn("character", "Hello yourself.", "juno"))
        session.recall(turns)
        assert session.turns == turns
    finally:
        await session.close()


async def test_a_server_that_is_gone_is_told_once_and_the_persona_speaks(unused_tcp_port: int) -> None:
    pytest.importorskip("openai")
    gone = settings.override(CONFIG, "brain.url", f"http://127.0.0.1:{unused_tcp_port}/v1")
    config = settings.override(settings.override(gone, "brain.name", "server"), "brain.model", "none")
    session, listener = await held(config)
    try:
        for count in (1, 2):
            await session.say("hello there")
            await listener.until(talk.SpeechEnded, count)
    finally:
        await session.close()
    assert all(event.text for event in listener.of(talk.ReplyEnded))
    told = [event.text for event in listener.of(talk.Notice) if "can't be reached" in event.text]
    assert len(told) == 1


async def test_the_whole_conversation_is_a_scene_and_an_interrupted_end_is_cut(
    scripted: Callable[..., settings.Config],
) -> None:
    config = scripted("This is the first of two. And this here is the second sentence.")
    session, listener = await held(config)
    try:
        await session.say("go")
        await listener.until(talk.SpeechEnded)
        await session.say("and again")
        await listener.until(talk.WordSpoken, len(listener.of(talk.WordSpoken)) + 2)
        await session.stop()
        scene, last = session.scene(), session.last_scene()
    finally:
        await session.close()
    performed = [entry.what for entry in scene.entries if isinstance(entry.what, Performance)]
    assert len(performed) == 3
    assert performed[2].speech.text == performed[0].speech.text
    assert 0.0 < performed[2].duration < performed[0].duration
    assert last.duration == pytest.approx(performed[2].duration)
    assert scene.entries[2].start > scene.entries[1].end + 1.0


async def test_an_answer_is_given_again_and_a_message_taken_back(scripted: Callable[..., settings.Config]) -> None:
    session, listener = await held(scripted("Yes, that is so."))
    try:
        assert not await session.again()
        assert await session.take_back() == ""
        await session.say("is it?")
        await listener.until(talk.SpeechEnded)
        assert await session.again()
        await listener.until(talk.SpeechEnded, 2)
        assert session.turns == (Turn("user", "is it?"), Turn("character", "Yes, that is so.", "juno"))
        assert await session.take_back() == "is it?"
        assert session.turns == ()
    finally:
        await session.close()


async def test_a_reply_in_another_language_has_another_voice() -> None:
    session, listener = await held(CONFIG)
    try:
        await session.say_exactly("Das weiß ich leider nicht, aber ich sehe nach.")
        await listener.until(talk.SpeechEnded)
        await session.say_exactly("สวัสดีครับ ผมชื่อจูโน")
        await listener.until(talk.SpeechEnded, 2)
    finally:
        await session.close()
    assert list(dict.fromkeys(event.voice for event in listener.of(talk.ClauseStarted))) == ["de", "en-gb-bright"]
    assert any("Thai" in notice.text for notice in listener.of(talk.Notice))


def test_a_talk_does_not_wait_for_what_only_shows_need() -> None:
    code = "import sys, avatar.session; print({'avatar.show.play', 'avatar.film'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


async def test_a_poke_is_told_and_answered_in_character() -> None:
    session, listener = await held(settings.override(CONFIG, "stage.mode", "terminal"))
    try:
        session.set_face(80, 80)
        session.keep_company()
        await listener.until(talk.FaceFrame)
        session.hover(0.5, 0.9, down=True)
        await listener.until(talk.SpeechEnded)
    finally:
        await session.close()
    assert [event.how for event in listener.of(talk.Touched)] == ["poke"]
    assert session.turns[-1].who == "character"
    assert session.turns[-1].text in [shown.strip() for shown in _lines("=poked")]
    assert not listener.of(talk.Latency), "nobody asked"


def _lines(occasion: str) -> list[str]:
    cards = PersonaScript.load(library.character("juno") / "persona").cards(occasion)
    return [directions.strip(card, vocabulary.named("juno")) for card in cards]


async def test_left_alone_it_says_something_and_never_over_a_reply() -> None:
    session, listener = await held(settings.override(CONFIG, "chat.speaks_first_s", "0.3"))
    try:
        session.keep_company()
        await listener.until(talk.SpeechEnded)
        assert session.turns[-1].text in _lines("=alone")
    finally:
        await session.close()


# ------------------------------------------------------------------------------------------------------------ songs


async def test_a_song_is_asked_for_in_words_and_goes_by_the_settings_while_it_is_sung(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    told: list[str] = []
    monkeypatch.setattr(ShowPlayer, "sound", lambda self, volume, muted: told.append(f"{volume:.1f} {muted}"))
    monkeypatch.setattr(ShowPlayer, "view", lambda self, captions, reduced_motion: told.append(f"captions {captions}"))
    session, listener = await held(settings.override(CONFIG, "voice.name", "en-gb"))
    try:
        assert session.find_song("Do birds sing?") == ""
        song = session.find_song("sing me something")
        await session.play_show(song)
        assert not told
        await session.set_volume(0.3)
        await session.set_muted(True)
        assert "0.3 False" in told
        assert "0.3 True" in told
        await session.apply(settings.override(session.config, "stage.captions", "true"))
        assert told[-1] == "captions True"
        assert session.find_song("another song please") != song
        assert not session.wants_silence("What was that?")
        assert session.wants_silence("Stop, please.")
        await session.stop()
        await listener.until(talk.ShowEnded)
        assert not session.wants_silence("Stop, please.")
        assert session.turns == ()
    finally:
        await session.close()


async def test_an_offer_of_the_character_s_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    session, listener = await held(CONFIG)
    try:
        assert session.find_song("yes please") == ""
        await session.say_exactly("Shall I sing you the lullaby?")
        await listener.until(talk.SpeechEnded)
        assert session.find_song("yes please") == "lullaby-for-a-cursor"
    finally:
        await session.close()
