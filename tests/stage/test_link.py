"""The stage process as the chat sees it: speaks, stops, dies, comes back, does without."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from avatar import children
from avatar.config import Config, SoundConfig, StageConfig, StageMode
from avatar.errors import LibraryError
from avatar.film.mixing import Mixed
from avatar.stage.link import Stage
from avatar.stage.messages import FacePicture, Finished, Position, Ready, StageFault, Started
from avatar.types import CastMember, Entry, Mark, Scene
from tests import virtual
from tests.stage.playing import Ear, clause, tone, until

Opener = Callable[..., tuple[Stage, Ear]]


@pytest.fixture
def open_stage(tmp_path: Path) -> Iterator[Opener]:
    opened: list[Stage] = []

    def make(mode: StageMode = "none", sound: SoundConfig | None = None, **options: object) -> tuple[Stage, Ear]:
        ear = Ear()
        config = Config(stage=StageConfig(mode=mode, width=320, height=320), sound=sound or SoundConfig())
        stage = Stage(config, ear, log_path=tmp_path / "stage.log", **options)  # type: ignore[arg-type]
        opened.append(stage)
        return stage, ear

    yield make
    for stage in opened:
        stage.close()


def test_clauses_are_heard_and_told_of_in_order(sink: virtual.Sink, open_stage: Opener) -> None:
    stage, ear = open_stage()
    assert ear.wait(Ready, lambda event: bool(event.sound)).mode == "none"
    with sink.recording() as recording:
        stage.perform(1, clause(0.4))
        stage.perform(2, clause(0.4))
        ear.wait(Finished, lambda event: event.id == 2)
        assert recording.loudest > 10_000
    told = [(type(event).__name__, event.id) for event in ear.events if isinstance(event, Started | Finished)]
    assert told == [("Started", 1), ("Finished", 1), ("Started", 2), ("Finished", 2)]
    assert all(event.whole for event in ear.of(Finished))
    assert {event.word for event in ear.of(Position)} == {0, 1}


def test_a_stage_that_was_started_ahead_is_the_one_that_plays(tmp_path: Path, display: str, open_stage: Opener) -> None:
    children.ahead("avatar.stage", "window", log_path=tmp_path / "stage.log")
    early = children._EARLY["avatar.stage"]
    stage, ear = open_stage("window")
    assert stage.pid == early.pid
    assert ear.wait(Ready).mode == "window"


def test_with_a_long_buffer_a_stop_is_heard_at_once(sink: virtual.Sink, open_stage: Opener) -> None:
    stage, ear = open_stage(sound=SoundConfig(latency="long"))
    ear.wait(Ready, lambda event: bool(event.sound))
    with sink.recording() as recording:
        stage.perform(1, clause(30.0))
        told = ear.wait(Position, lambda event: event.t > 0.3).t
        stage.stop()
        finished = ear.wait(Finished)
        assert not finished.whole
        assert finished.heard >= told
        until(lambda: len(recording.samples) > virtual.RATE and not recording.samples[-9600:].any(), "it is silent")
        heard = (np.abs(recording.samples.astype(int)) > 1000).sum() / virtual.RATE
    # Half a second more was written: it is neither heard nor told of.
    assert heard == pytest.approx(finished.heard, abs=0.2)


@pytest.mark.alone
def test_two_who_stand_apart_are_heard_apart_as_in_a_film_and_a_sound_of_the_house_all_around(
    sink: virtual.Sink, open_stage: Opener
) -> None:
    people = (CastMember("left", "juno"), CastMember("right", "bolt"))
    stage, ear = open_stage(cast=people)
    ear.wait(Ready, lambda event: bool(event.sound))
    track = Mixed(Scene(people))
    for n, who in enumerate(("left", "right")):
        track.add([Entry(float(n), who, clause(1.0, who=who))])
    expected = track.take(96_000)
    with sink.recording(channels=2) as recording:
        for n, who in enumerate(("left", "right"), start=1):
            until(lambda: len(recording.samples) > 4800 and not recording.samples[-4800:].any(), "it is silent")
            begun = len(recording.samples)
            stage.perform(n, clause(1.0, who=who))
            ear.wait(Finished, lambda event, n=n: event.id == n)
            found = decibels(recording.samples[begun:])
            assert found == pytest.approx(decibels(expected[(n - 1) * 48_000 : n * 48_000]), abs=0.3)
            assert (found > 2.0) if who == "left" else (found < -2.0)
        begun = len(recording.samples)
        stage.effect(3, clause(1.0, hertz=300.0).speech.clip)
        ear.wait(Finished, lambda event: event.id == 3)
        left, right = recording.samples[begun:].astype(float).T
        assert np.abs(left - right).max() > 3000, "all around is not from the middle"
        until(lambda: not recording.samples[-4800:].any(), "it is silent")
        begun, middle = len(recording.samples), clause(1.0, hertz=300.0).speech.clip
        stage.begin(1, 0.0)
        stage.effect(4, middle, at=0.5, gain=0.5, spread="middle")
        stage.effect(5, middle, at=0.5, gain=0.5, spread="sides")
        stage.move(speed=1.0)
        ear.wait(Finished, lambda event: event.id == 5)
    left, right = recording.samples[begun:].astype(int).T
    assert np.abs(left).max() > 3000, "what is recorded at the left is heard there"
    assert np.abs(right).max() < 10, "and nowhere else"


def decibels(both: np.ndarray) -> float:
    """By how much left is louder than right."""
    left, right = np.sqrt(np.square(both.astype(float)).mean(axis=0))
    return float(20 * np.log10(left / right))


def test_stop_silences_and_tells_how_far_it_got(sink: virtual.Sink, open_stage: Opener) -> None:
    stage, ear = open_stage()
    ear.wait(Ready, lambda event: bool(event.sound))
    with sink.recording() as recording:
        stage.perform(1, clause(30.0))
        stage.perform(2, clause(30.0))
        ear.wait(Position, lambda event: event.t > 0.3)
        stage.stop()
        first = ear.wait(Finished, lambda event: event.id == 1)
        assert ear.wait(Finished, lambda event: event.id == 2).heard == 0.0
        assert not first.whole
        assert 0.3 < first.heard < 10.0
        until(lambda: not recording.samples[-2400:].any(), "silence")
        stage.perform(3, clause(0.2))
        assert ear.wait(Finished, lambda event: event.id == 3).whole


def test_without_a_sound_device_it_says_so_and_goes_on(open_stage: Opener) -> None:
    stage, ear = open_stage()
    stage.perform(1, clause(0.3))
    assert ear.wait(Finished).whole
    assert "No sound" in ear.wait(StageFault).text
    assert ear.of(Ready)[-1].sound == ""


def test_where_nothing_is_to_be_heard_no_sound_is_missed(open_stage: Opener) -> None:
    stage, ear = open_stage(sound=SoundConfig(muted=True))
    stage.perform(1, clause(0.3))
    assert ear.wait(Finished).whole
    until(lambda: len(ear.of(Ready)) > 1, "there is no device")
    assert not ear.of(StageFault)
    stage.sound(1.0, muted=False)
    assert "No sound" in ear.wait(StageFault).text


@pytest.mark.alone
def test_a_server_that_dies_while_nobody_looks_costs_no_word_of_the_next_clause(
    display: str, open_stage: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with virtual.null_sink() as sink, virtual.Screen(display) as screen:
        for name, value in sink.env.items():
            monkeypatch.setenv(name, value)
        stage, ear = open_stage("window")
        ear.wait(Ready, lambda event: bool(event.sound))
        assert "ALSA plug-in" in sink.control("list", "clients")
        until(lambda: float(screen.grab(320, 320).mean()) > 40, "the character is in the window")
        window = next(each for each in screen.windows() if screen.geometry(each)[2:4] == (320, 320))
        screen.hide(window, hidden=True)
        until(lambda: "ALSA plug-in" not in sink.control("list", "clients"), "the device rests")
        sink.kill()
        with virtual.null_sink(sink.folder) as back, back.recording() as recording:
            stage.perform(1, clause(1.0))
            assert ear.wait(Finished).whole
            until(lambda: recording.loudest > 0 and not recording.samples[-4800:].any(), "it ends")
            assert not [event for event in ear.of(StageFault) if "sound" in event.text]
        assert (np.abs(recording.samples) > 1000).sum() / virtual.RATE == pytest.approx(0.98, abs=0.05)


def test_without_a_display_the_face_goes_to_the_terminal(open_stage: Opener) -> None:
    stage, ear = open_stage("auto", face=(48, 32))
    ready = ear.wait(Ready)
    assert ready.mode == "terminal"
    assert "window" in ready.why
    still = ear.wait(FacePicture)
    assert (still.width, still.height, len(still.blob)) == (48, 32, 48 * 32 * 4)
    stage.perform(1, clause(0.5))
    ear.wait(Finished)
    assert len({event.blob for event in ear.of(FacePicture)}) > 3
    stage.face(20, 10)
    ear.wait(FacePicture, lambda event: (event.width, event.height) == (20, 10))


def test_killed_in_mid_sentence_it_comes_back_and_says_the_sentence_again(open_stage: Opener) -> None:
    stage, ear = open_stage()
    first = stage.pid
    stage.perform(1, clause(1.0))
    stage.perform(2, clause(0.2))
    ear.wait(Position, lambda event: event.t > 0.2)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert "opened again" in ear.wait(StageFault, lambda event: "stopped unexpectedly" in event.text).text
    assert ear.wait(Finished, lambda event: event.id == 2).whole
    assert [(event.id, event.whole) for event in ear.of(Finished)] == [(1, True), (2, True)]
    assert [event.id for event in ear.of(Started)] == [1, 1, 2]
    assert stage.pid != first


def test_what_was_stopped_is_not_said_again_by_the_next_one(open_stage: Opener) -> None:
    stage, ear = open_stage()
    ear.wait(Ready)
    pid = stage.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    stage.perform(1, clause(5.0))
    stage.stop()
    os.kill(pid, signal.SIGKILL)
    assert not ear.wait(Finished, lambda event: event.id == 1).whole
    stage.perform(2, clause(0.2))
    assert ear.wait(Finished, lambda event: event.id == 2).whole
    assert 1 not in {event.id for event in ear.of(Started)}


def test_a_stage_that_keeps_dying_gets_simpler_until_the_chat_goes_on_in_writing(open_stage: Opener) -> None:
    stage, ear = open_stage("terminal")
    stage.perform(1, clause(30.0))
    while stage.mode != "gone":
        pid = stage.pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        until(lambda before=pid: stage.pid != before or stage.mode == "gone", "the next stage")
    assert not ear.wait(Finished, lambda event: event.id == 1).whole
    stage.perform(2, clause(1.0))
    assert ear.wait(Finished, lambda event: event.id == 2) == Finished(2, 0.0, False)
    assert ear.of(Ready)[-1].mode == "gone"


def test_a_sound_system_that_aborts_takes_the_sound_and_leaves_the_picture(open_stage: Opener, tmp_path: Path) -> None:
    pytest.importorskip("sounddevice")
    if sys.platform != "linux":
        pytest.skip("ALSA is Linux's")
    nothing = tmp_path / "empty.conf"
    nothing.write_text("")
    stage, ear = open_stage("terminal", face=(32, 32), env={"ALSA_CONFIG_PATH": str(nothing)})
    stage.perform(1, clause(0.3))
    assert ear.wait(Finished, lambda event: event.id == 1).whole
    assert ear.of(Ready)[-1].mode == stage.mode == "terminal"
    assert not ear.of(Ready)[-1].sound
    assert (
        len([event for event in ear.of(StageFault) if "without sound" in event.text or "No sound" in event.text]) == 1
    )
    ear.wait(FacePicture)


def test_an_abort_that_was_not_the_sounds_is_a_death_like_others(open_stage: Opener) -> None:
    stage, ear = open_stage("terminal")
    stage.perform(1, clause(30.0))
    while stage.mode != "gone":
        pid = stage.pid
        if pid is not None:
            os.kill(pid, signal.SIGABRT)
        until(lambda before=pid: stage.pid != before or stage.mode == "gone", "the next stage")
    assert not ear.wait(Finished, lambda event: event.id == 1).whole


def test_closing_leaves_nothing_behind(open_stage: Opener) -> None:
    stage, ear = open_stage()
    stage.perform(1, clause(30.0))
    ear.wait(Started)
    pid = stage.pid
    assert pid is not None
    stage.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    told = len(ear.events)
    stage.perform(2, clause(0.1))
    assert len(ear.events) == told


def test_everything_else_that_can_be_asked(open_stage: Opener) -> None:
    stage, ear = open_stage("terminal", face=(32, 32))
    ear.wait(Ready)
    stage.express("thinking")
    stage.express(Mark("expression", "smile"))
    stage.view(captions=True, reduced_motion=True)
    stage.sound(0.5, muted=True)
    stage.load("juno", "plain")
    stage.effect(1, tone(0.2), gain=0.5)
    assert ear.wait(Finished).whole
    stage.perform(2, clause(30.0))
    ear.wait(Position, lambda event: event.id == 2 and event.t > 0.1)
    stage.move(speed=2.0)
    stage.move(scene=29.0)
    assert ear.wait(Finished, lambda event: event.id == 2).whole
    assert not [event for event in ear.of(StageFault) if "No sound" not in event.text]


def test_an_unknown_set_is_told_and_the_old_one_stays(open_stage: Opener) -> None:
    stage, ear = open_stage("terminal", face=(32, 32))
    ear.wait(Ready)
    stage.load(set_name="the moon")
    assert "the moon" in ear.wait(StageFault, lambda event: "set" in event.text).text
    stage.perform(1, clause(0.2))
    assert ear.wait(Finished).whole


def test_an_unknown_character_is_refused_at_once(open_stage: Opener) -> None:
    stage, _ = open_stage()
    with pytest.raises(LibraryError, match="nobody"):
        stage.load("nobody")
