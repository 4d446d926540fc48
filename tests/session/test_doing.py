"""What a session does besides talking: acts, looks, plays sounds and shows, changes its character; all of it real."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar import audio
from avatar import config as settings
from avatar.errors import AudioError, AvatarError, StageError
from avatar.session import (
    ClauseStarted,
    FaceFrame,
    ReplyEnded,
    Session,
    ShowEnded,
    ShowStarted,
    SoundEnded,
    SpeechEnded,
    StageChanged,
)
from avatar.session.session import LONGEST_SOUND_S
from avatar.session.stages import Stages
from avatar.types import Clip, Mark, Performance
from tests.session.listening import CONFIG, Listener, held

SEEN = settings.load(None, {"stage.mode": "terminal", "chat.greeting": "false"})
CALM = settings.override(SEEN, "stage.reduced_motion", "true")
SIZE = 240
RATE = 16_000

MOVED = 0.1
"""The part of the picture that a gesture or an expression changes at least; breath and blinks change some 0.05."""

ASIDE = 0.03
"""As `gaze`: eyes that look aside; left to themselves they stay within 0.01."""


def picture(frame: FaceFrame) -> NDArray[np.int16]:
    return np.frombuffer(frame.rgba, np.uint8).reshape(frame.height, frame.width, 4).astype(np.int16)


def difference(listener: Listener, still: NDArray[np.int16]) -> float:
    """The part of its area in which the last picture is another."""
    last = picture(listener.of(FaceFrame)[-1])
    return float((np.abs(last - still).max(axis=2) > 40).mean())


async def changed(listener: Listener, still: NDArray[np.int16], by: float) -> None:
    await listener.such(lambda: difference(listener, still) > by)


def gaze(frame: FaceFrame) -> float:
    """How far right of the white of Juno's eyes their irises are, in parts of the picture; 0 where they are shut."""
    eyes = picture(frame)[int(0.48 * SIZE) : int(0.64 * SIZE), int(0.3 * SIZE) : int(0.72 * SIZE)]
    red, green, blue = eyes[..., 0], eyes[..., 1], eyes[..., 2]
    white, iris = eyes[..., :3].min(axis=2) > 235, (green > red + 25) & (blue > red + 10)
    if white.sum() < 20 or iris.sum() < 20:
        return 0.0
    return float(np.nonzero(iris)[1].mean() - np.nonzero(white)[1].mean()) / SIZE


async def shown(config: settings.Config) -> tuple[Session, Listener, NDArray[np.int16]]:
    """A session that is seen, and its picture as it stands."""
    session, listener = await held(config)
    session.set_face(SIZE, SIZE)
    await listener.until(FaceFrame, 5)
    return session, listener, picture(listener.of(FaceFrame)[-1])


def voice(seconds: float = 1.2) -> Clip:
    """Something that swells and ebbs four times a second, as speech does."""
    t = np.arange(round(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * 140 * n * t) / n for n in range(1, 12))
    return Clip.from_floats((0.2 * tone * (0.5 - 0.5 * np.cos(2 * np.pi * 4 * t))).astype(np.float32), RATE)


async def test_a_gesture_is_seen_at_once_and_nobody_speaks() -> None:
    session, listener, still = await shown(SEEN)
    try:
        session.act("wave")
        await changed(listener, still, MOVED)
    finally:
        await session.close()
    assert not listener.of(ClauseStarted)


async def test_an_expression_ends_when_it_is_told_to() -> None:
    session, listener, still = await shown(CALM)
    try:
        session.act("surprised", seconds=0.8)
        await changed(listener, still, MOVED)
        await listener.such(lambda: difference(listener, still) < 0.08)
    finally:
        await session.close()


async def test_looks_turn_the_eyes_one_way_and_the_other() -> None:
    session, listener, _ = await shown(CALM)
    try:
        for where, sign in (("left", -1), ("right", 1), ("left", -1)):
            session.look(where)
            await listener.such(lambda sign=sign: sign * gaze(listener.of(FaceFrame)[-1]) > ASIDE)  # type: ignore[misc]
    finally:
        await session.close()


@pytest.mark.parametrize(
    ("name", "hint"), [("wawe", "Did you mean 'wave'"), ("zzzz", "There are: neutral, smile"), ("", "There are")]
)
async def test_what_nobody_can_act_is_refused_with_what_was_meant(name: str, hint: str) -> None:
    session = Session(CONFIG)
    with pytest.raises(StageError, match=hint):
        session.act(name)


def test_where_nobody_can_look_is_refused() -> None:
    with pytest.raises(StageError, match="audience, away, left, right"):
        Session(CONFIG).look("behind you")


def test_words_of_replies_and_emoji_ask_for_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Mark] = []
    monkeypatch.setattr(Stages, "act", lambda _, mark: asked.append(mark))
    session = Session(CONFIG)
    for name in ("thumbs up", "thumbs-up", "👍", "grins", "😂", "WAVE", "waves"):
        session.act(name)
    up, laugh, wave = ("gesture", "thumbs-up"), ("expression", "laugh"), ("gesture", "wave")
    assert [(mark.kind, mark.name) for mark in asked] == [up, up, up, ("expression", "smile"), laugh, wave, wave]


async def test_a_sound_with_a_mouth_is_a_reply_like_any_other(tmp_path: Path) -> None:
    session, listener = await held(CONFIG)
    file = tmp_path / "voice.wav"
    audio.write(file, voice())
    try:
        assert await session.play(file, mouth=True, text="Well, well.") is None
        await listener.until(SpeechEnded)
        scene = session.last_scene()
        await session.play(voice(), mouth=True)
        await listener.until(SpeechEnded, 2)
    finally:
        await session.close()
    (entry,) = scene.entries
    assert isinstance(entry.what, Performance)
    assert np.array_equal(entry.what.speech.clip.samples, audio.read(file).samples)
    assert (entry.what.mouth.weights[:, 0] < 0.5).any(), "the mouth stays shut"
    assert entry.what.captions[0].value == "Well, well."
    assert listener.of(ReplyEnded) == [ReplyEnded("Well, well."), ReplyEnded("")]
    first, second = listener.of(ClauseStarted)
    assert (first.text, second.text) == ("Well, well.", "")
    assert first.rung != "voice"
    assert [turn.text for turn in session.turns] == ["Well, well."]


async def test_a_sound_with_a_mouth_is_stopped_like_a_reply() -> None:
    session, listener = await held(CONFIG)
    try:
        await session.play(voice(30.0), mouth=True)
        await listener.until(ClauseStarted)
        assert await session.stop()
        await listener.until(SpeechEnded)
        assert session.last_scene().duration < 20.0
    finally:
        await session.close()


async def test_a_sound_beside_the_talk_interrupts_nothing() -> None:
    session, listener = await held(CONFIG)
    try:
        await session.say_exactly("This goes on while something else is heard.")
        await listener.until(ClauseStarted)
        number = await session.play(voice(0.3), gain=0.5)
        await listener.until(SoundEnded)
        await listener.until(SpeechEnded)
    finally:
        await session.close()
    assert listener.of(SoundEnded) == [SoundEnded(number or 0, True)]
    assert [each.interrupted for each in listener.of(ReplyEnded)] == [False]


async def test_a_sound_is_stopped_too() -> None:
    session, listener = await held(CONFIG)
    try:
        await listener.until(StageChanged)
        number = await session.play(voice(60.0))
        assert await session.stop()
        await listener.until(SoundEnded)
        assert not await session.stop()
    finally:
        await session.close()
    assert listener.of(SoundEnded) == [SoundEnded(number or 0, False)]


async def test_sounds_that_can_not_be_played_are_refused(tmp_path: Path) -> None:
    session = Session(CONFIG)
    with pytest.raises(AudioError, match="no such sound file"):
        await session.play(tmp_path / "none.wav")
    with pytest.raises(AudioError, match="play it in a show"):
        await session.play(Clip.silence(LONGEST_SOUND_S + 1, 100))


async def test_another_character_is_seen_and_speaks_and_the_talk_goes_on() -> None:
    session, listener, still = await shown(CALM)
    try:
        await session.say_exactly("I am the first of us.")
        await listener.until(ClauseStarted)
        await session.load("gus")
        await changed(listener, still, 0.2)
        await session.say_exactly("And I am the second.")
        await listener.until(SpeechEnded, 2)
        scene = session.scene()
    finally:
        await session.close()
    assert [member.who for member in scene.cast][-1] == "gus"
    assert session.turns[-1].text == "And I am the second."
    assert session.config.character.name == "gus"


SHOW = """Title: Small

INT. A ROOM

JUNO
Good evening, everybody.
"""


async def test_a_show_is_played_in_the_middle_of_a_talk(tmp_path: Path) -> None:
    file = tmp_path / "small.fountain"
    file.write_text(SHOW)
    session, listener, _ = await shown(CALM)
    try:
        await session.say_exactly("This is what I was about to say before the show began, and it is long.")
        await listener.until(ClauseStarted)
        await session.play_show(str(file))
        assert session.showing
        assert listener.of(ReplyEnded)[-1].interrupted
        assert listener.of(ShowStarted) == [ShowStarted("Small")]
        seen = len(listener.of(FaceFrame))
        await listener.until(ShowEnded)
        assert len(listener.of(FaceFrame)) > seen
        assert not session.showing
        await session.say_exactly("And on we go.")
        await listener.until(SpeechEnded, 2)
    finally:
        await session.close()
    assert listener.of(ShowEnded) == [ShowEnded()]


async def test_a_show_ends_when_somebody_speaks_or_stops_it(tmp_path: Path) -> None:
    file = tmp_path / "small.fountain"
    file.write_text(SHOW.replace("Good evening", "Good evening to you all, and I mean it, each and every one"))
    session, listener = await held(CONFIG)
    try:
        await session.play_show(str(file))
        assert await session.stop()
        assert not session.showing
        await session.play_show(str(file))
        await session.say_exactly("Enough.")
        assert not session.showing
        await listener.until(SpeechEnded)
    finally:
        await session.close()
    assert listener.of(ShowEnded) == [ShowEnded(), ShowEnded()]


async def test_a_show_that_is_not_there_is_refused_and_the_talk_goes_on(tmp_path: Path) -> None:
    session, listener = await held(CONFIG)
    try:
        for name in ("no-such-show", str(tmp_path / "none.fountain"), str(tmp_path / "none.scene")):
            with pytest.raises(AvatarError):
                await session.play_show(name)
            assert not session.showing
        await session.say_exactly("Never mind.")
        await listener.until(SpeechEnded)
    finally:
        await session.close()
    assert not listener.of(ShowStarted)
