"""A film's sound: the stage's own mix, and recordings as they are."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from avatar import scenefile
from avatar.errors import AudioError
from avatar.film.sound import RATE, Mixed, Recorded
from avatar.sound.clock import Clock
from avatar.sound.mix import Mixer
from avatar.types import Clip, Entry, Scene
from tests.film.scenes import CAST, said, small, tone
from tests.lipsync.films import film


def crowded() -> Scene:
    """Many sounds over each other, at times that fall between samples."""
    entries = [Entry(0.1 + 0.1237 * n, "ANA", said("ANA", "One two.", 0.7, pitch=150 + 31 * n)) for n in range(8)]
    entries.append(Entry(0.3333, "", tone(1.0, 90.0, 48_000, 0.9), 1.3))
    return Scene(CAST, tuple(sorted(entries, key=lambda entry: entry.start)))


def mixed(scene: Scene, block: int) -> np.ndarray:
    track = Mixed()
    track.add(scene.entries)
    count = round(scene.duration * RATE)
    return np.concatenate([track.take(min(block, count - at)) for at in range(0, count, block)])[:, 0]


@pytest.mark.parametrize("scene", [small(), crowded()], ids=["small", "crowded"])
def test_the_film_has_the_samples_that_the_stage_plays(scene: Scene) -> None:
    """The stage mixes in buffers of a device's size, the film in whole segments."""
    stage = Mixer(Clock(0.0), RATE)
    for entry in scene.entries:
        clip = getattr(entry.what, "speech", entry).clip if hasattr(entry.what, "speech") else entry.what
        if isinstance(clip, Clip):
            stage.add(clip, entry.start, gain=entry.gain)
    count = round(scene.duration * RATE)
    live = np.concatenate([stage.mix(480) for _ in range(-(-count // 480))])[:count]
    assert np.array_equal(mixed(scene, 48_000), Clip.from_floats(live, RATE).samples)
    assert np.array_equal(mixed(scene, 48_000), mixed(scene, 777))


def test_a_saved_scene_sounds_the_same() -> None:
    """`avatar say --wav` rounds each sound before it adds them up: eight at once differ by less than eight steps."""
    scene = crowded()
    other = scenefile.to_sound(scene, RATE).samples.astype(int)
    ours = mixed(scene, 48_000).astype(int)
    count = min(len(other), len(ours))
    assert np.abs(other[:count] - ours[:count]).max() < 8


def test_sounds_that_are_over_are_let_go() -> None:
    track = Mixed()
    for n in range(50):
        track.add([Entry(n * 1.0, "", tone(0.9, rate=8000))])
        track.take(RATE)
    assert len(track._sounds) <= 2


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (48_000, 1), (22_050, 2), (96_000, 1)])
def test_a_recording_keeps_its_channels_and_its_rate(tmp_path: Path, rate: int, channels: int) -> None:
    path = tmp_path / "talk.wav"
    t = np.arange(rate) / rate
    wave = np.stack([0.4 * np.sin(2 * np.pi * (300 + 200 * c) * t) for c in range(channels)], axis=1)
    soundfile.write(path, wave, rate, subtype="PCM_16")
    track = Recorded(path)
    assert (track.rate, track.channels) == (rate if rate in (44_100, 48_000) else 48_000, channels)
    got = np.concatenate([track.take(1000) for _ in range(track.rate // 1000)])
    track.close()
    if track.rate == rate:
        exact, _ = soundfile.read(path, dtype="int16", always_2d=True)
        assert np.array_equal(got, exact[: len(got)])
    assert got.std(axis=0) / 32768 == pytest.approx(0.283, abs=0.01)


def test_a_films_own_track_is_heard_when_it_is_in_the_film(tmp_path: Path) -> None:
    """As its mouth is made: the second track, which is the film's own, from 0.6 s on, with a pause in it."""
    track = Recorded(film(tmp_path / "a.mkv", {"ger": 0.2, "eng": 0.6}, default="eng", gap=0.3))
    got = track.take(track.rate * 2)[:, 0]
    track.close()
    heard = np.abs(got.reshape(200, -1).astype(float)).max(axis=1) > 1000  # every hundredth of a second
    assert np.flatnonzero(np.diff(heard.astype(int))).tolist() == pytest.approx([59, 109, 139, 189], abs=1)


def test_silence_follows_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "short.wav"
    soundfile.write(path, np.full(100, 0.5), 48_000)
    track = Recorded(path)
    got = track.take(300)
    track.close()
    assert got[:100].all()
    assert not got[100:].any()


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no such sound file"):
        Recorded(tmp_path / "none.wav")
    text = tmp_path / "text.mp3"
    text.write_text("not a sound at all")
    with pytest.raises(AudioError, match="be read"):
        Recorded(text)
    silent = tmp_path / "silent.mp4"
    with av.open(str(silent), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width = stream.height = 16
        container.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(AudioError, match="no sound in this file"):
        Recorded(silent)
