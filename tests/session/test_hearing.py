"""Somebody speaks to a session: real ears with a virtual microphone, and a scripted recogniser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from avatar.config import Config, override
from avatar.ears import link, messages
from avatar.errors import EngineMissing
from avatar.session import ClauseStarted, EarsChanged, Notice, ReplyEnded, Session, SpeechEnded, SpeechHeard, hearing
from avatar.session.hearing import DEEP, HUSH_S, SLIGHT, Hearing, choose_nod
from avatar.session.stages import Stages
from tests.ears import speech
from tests.ears.microphone import opening, say
from tests.session.listening import CONFIG, held


@pytest.fixture
def recogniser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "script").write_text("Hello there.")
    monkeypatch.setattr(link, "opening", lambda config, spoken: opening(tmp_path, config.ears.pause_s))
    return tmp_path


async def test_without_a_recogniser_it_says_what_to_get(home: Path) -> None:
    session, _ = await held(CONFIG)
    with pytest.raises(EngineMissing, match="avatar get ears whisper-base"):
        session.listen("open")
    assert session.ears == "off"
    await session.close()


async def test_settings_that_ask_for_ears_that_are_not_there_are_told(home: Path) -> None:
    session, listener = await held(override(CONFIG, "ears.mode", "open"))
    await listener.until(Notice)
    assert "avatar get ears" in listener.of(Notice)[0].text
    await session.close()


@pytest.mark.usefixtures("recogniser", "sink")
async def test_it_hears_and_falls_silent_when_somebody_speaks() -> None:
    config = override(CONFIG, "ears.mode", "open")
    # A sound server on a busy machine may stand still in what it is given, which is no end of what is said.
    session, listener = await held(override(config, "ears.pause_s", "2.0"))
    await listener.such(lambda: any(each.on for each in listener.of(EarsChanged)))
    await session.say_exactly("This is a long story that nobody asked for. " * 6)
    await listener.until(ClauseStarted)
    speaking = asyncio.create_task(asyncio.to_thread(say, speech.spoken()))
    await listener.such(lambda: any(each.interrupted for each in listener.of(ReplyEnded)))
    await listener.such(lambda: SpeechHeard("Hello there.", final=True) in listener.events)
    await speaking
    assert listener.of(SpeechHeard)[0] == SpeechHeard("")
    assert len([each for each in listener.of(SpeechHeard) if each.final]) == 1
    await session.close()


@pytest.mark.usefixtures("recogniser", "sink")
async def test_its_own_voice_is_not_heard() -> None:
    session, listener = await held(override(CONFIG, "ears.mode", "open"))
    await listener.such(lambda: any(each.on for each in listener.of(EarsChanged)))
    await session.say_exactly("This is a long story that nobody asked for, and that nobody interrupts. " * 3)
    await listener.until(SpeechEnded)
    assert listener.of(SpeechHeard) == []
    assert not any(each.interrupted for each in listener.of(ReplyEnded))
    await session.close()


@pytest.mark.usefixtures("recogniser", "card")
async def test_push_to_talk_listens_once_and_again_is_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    lit: list[bool] = []
    monkeypatch.setattr(Stages, "lamp", lambda stages, on: lit.append(on))
    session, listener = await held(CONFIG)
    session.push_to_talk()
    assert session.ears == "push"
    await listener.such(lambda: any(each.on for each in listener.of(EarsChanged)))
    assert lit[-1]
    await asyncio.to_thread(say, speech.spoken())
    await listener.such(lambda: SpeechHeard("Hello there.", final=True) in listener.events)
    await listener.such(lambda: not listener.of(EarsChanged)[-1].on)
    assert not lit[-1]
    session.push_to_talk()
    await listener.such(lambda: listener.of(EarsChanged)[-1].on)
    session.push_to_talk()
    await listener.such(lambda: SpeechHeard("", final=True) in listener.events)
    session.listen("off")
    assert listener.of(EarsChanged)[-1] == EarsChanged("off", False)
    assert not lit[-1]
    await session.close()


@pytest.mark.usefixtures("recogniser", "card")
async def test_who_does_not_want_to_interrupt_is_not_heard_meanwhile() -> None:
    session, listener = await held(override(override(CONFIG, "ears.mode", "open"), "ears.interrupt", "false"))
    await listener.such(lambda: any(each.on for each in listener.of(EarsChanged)))
    await session.say_exactly("This is a long story that nobody asked for. " * 3)
    await listener.until(ClauseStarted)
    await asyncio.to_thread(say, speech.spoken("Stop!", 1.5))
    await listener.until(SpeechEnded)
    assert not any(each.interrupted for each in listener.of(ReplyEnded))
    await session.close()


@pytest.mark.usefixtures("recogniser", "card")
async def test_changed_settings_are_heard_with() -> None:
    session, listener = await held(override(CONFIG, "ears.mode", "open"))
    await listener.such(lambda: any(each.on for each in listener.of(EarsChanged)))
    await session.apply(override(session.config, "ears.pause_s", "1.0"))
    await listener.such(lambda: [each.on for each in listener.of(EarsChanged)][-2:] == [False, True])
    assert session.ears == "open"
    await session.close()


@pytest.mark.parametrize(
    ("spoken_s", "since_s", "strength"),
    [(0.5, 60.0, 0.0), (1.0, 60.0, SLIGHT), (1.0, 0.5, 0.0), (5.0, 0.5, 0.0), (5.0, 2.0, DEEP)],
)
def test_a_listener_nods_after_some_speech_and_deeply_after_much(
    spoken_s: float, since_s: float, strength: float
) -> None:
    assert choose_nod(spoken_s, since_s) == strength


class Listener:
    """What ears need of a session, on a clock of its own; its stage overhears nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, config: Config) -> None:
        self.config, self.busy, self.now = config, False, 50.0
        self.nods: list[tuple[float, float]] = []
        self.hushes: list[float] = []
        links: list[Callable[[messages.Up], None]] = []
        monkeypatch.setattr(link, "opening", lambda config, spoken: None)
        monkeypatch.setattr(hearing, "on_loop", lambda take: take)
        monkeypatch.setattr(hearing, "EarsLink", lambda request, take: links.append(take) or MagicMock())
        self._hearing = Hearing(self, self, lambda event: None, lambda: self.now)  # type: ignore[arg-type]
        self._hearing.listen("open")
        self.tell = links[0]

    def overhear(self, take: object) -> None:
        pass

    def lamp(self, on: bool) -> None:
        pass

    def hush(self, seconds: float) -> None:
        self.hushes.append(seconds)

    def listening(self, on: bool) -> None:
        pass

    def act(self, name: str, *, strength: float) -> None:
        assert name == "nod"
        self.nods.append((self.now, strength))

    def speak(self, *seconds: float) -> None:
        """Stretches of speech with pauses of a second in between."""
        for number, each in enumerate(seconds):
            self.tell(messages.Resumed() if number else messages.Began())
            self.now += each
            self.tell(messages.Paused())
            self.now += 1.0
        self.tell(messages.Heard("so"))


def test_it_nods_in_pauses_as_the_settings_say(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    somebody = Listener(monkeypatch, CONFIG)
    somebody.speak(1.0, 0.3, 6.0)
    assert somebody.nods == [(51.0, SLIGHT), (pytest.approx(59.3), DEEP)]
    rigid = Listener(monkeypatch, override(CONFIG, "ears.nods", "false"))
    rigid.speak(3.0)
    assert rigid.nods == []


def test_it_holds_its_breath_where_somebody_may_be_about_to_speak(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    somebody = Listener(monkeypatch, CONFIG)
    somebody.tell(messages.Suspected(True))
    assert somebody.hushes == []  # it is silent anyway
    somebody.busy = True
    somebody.tell(messages.Suspected(True))
    somebody.tell(messages.Suspected(False))
    assert somebody.hushes == [HUSH_S, 0.0]
    stubborn = Listener(monkeypatch, override(CONFIG, "ears.interrupt", "false"))
    stubborn.busy = True
    stubborn.tell(messages.Suspected(True))
    assert stubborn.hushes == []


def test_the_session_begins_deaf() -> None:
    assert Session(CONFIG).ears == "off"
