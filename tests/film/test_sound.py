"""Recordings in films: heard as they are."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from avatar.errors import AudioError
from avatar.film.sound import Recorded
from tests.lipsync.films import film


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
