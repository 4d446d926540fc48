"""Recordings of several: a character each, whose lips move only while they speak."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from avatar.errors import AudioError, ConfigError
from avatar.film.sound import RecordedTracks
from avatar.film.speakers import Turn, find_stretches, find_turns, read_cast, scene_of, split_channels
from avatar.lipsync import sound
from avatar.lipsync.formats import CueSheet
from avatar.types import VISEMES, CastMember, MouthTrack, Performance, Rung, Timed

CAST = (CastMember("ANN", "bea"), CastMember("BOB", "max"))


def voice(seconds: float, hz: float) -> np.ndarray:
    """Something like a voice: a buzz that comes and goes four times a second."""
    t = np.arange(round(sound.RATE * seconds)) / sound.RATE
    return (0.3 * np.sign(np.sin(2 * np.pi * hz * t)) * np.abs(np.sin(2 * np.pi * 2 * t))).astype(np.float32)


def two_channels(path: Path, bleed: float = 0.1) -> None:
    """Ann for two seconds on the left, then Bob for two on the right; each heard faintly by the other's microphone."""
    ann, bob, still = voice(2.0, 210), voice(2.0, 110), np.zeros(sound.RATE * 2, np.float32)
    left, right = np.concatenate([ann, still]), np.concatenate([still, bob])
    both = np.stack([left + bleed * right, right + bleed * left], axis=1)
    soundfile.write(path, both, sound.RATE)


def test_a_cast_is_read_from_names_with_characters_or_characters_alone() -> None:
    assert read_cast("ann=bea,bob=max") == CAST
    assert read_cast("bea, max") == (CastMember("BEA", "bea"), CastMember("MAX", "max"))
    for wrong in ("ann=", "bea,,max", "bea,bea", ",".join(f"a{each}=bea" for each in range(9))):
        with pytest.raises(ConfigError):
            read_cast(wrong)


def test_each_speaks_on_their_own_channel_and_rests_on_the_other(tmp_path: Path) -> None:
    two_channels(tmp_path / "talk.wav")
    scene, _ = scene_of(tmp_path / "talk.wav", CAST)
    assert scene.cast == CAST
    for who, begins in (("ANN", 0.0), ("BOB", 2.0)):
        for entry in scene.entries:
            assert isinstance(entry.what, Performance)
            if entry.who != who:
                continue
            lips = 1.0 - entry.what.mouth.weights[:, VISEMES.index("sil")]
            t = entry.start + np.arange(len(lips)) / 100
            others = (t < begins - 0.2) | (t > begins + 2.2)
            assert lips[others].max(initial=0.0) < 0.1
    moved = {entry.who for entry in scene.entries}
    assert moved == {"ANN", "BOB"}


def two_tracks(path: Path) -> None:
    """A film with a sound track for each: Ann for two seconds, then Bob for two."""
    ann, bob, still = voice(2.0, 210), voice(2.0, 110), np.zeros(sound.RATE * 2, np.float32)
    with av.open(str(path), "w") as container:
        for _ in range(2):
            container.add_stream("pcm_s16le", rate=sound.RATE, layout="mono")
        for number, samples in enumerate((np.concatenate([ann, still]), np.concatenate([still, bob]))):
            frame = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16)[None], format="s16", layout="mono")
            frame.rate, frame.pts = sound.RATE, 0
            container.mux(container.streams.audio[number].encode(frame))


def test_each_speaks_on_their_own_track_and_is_heard_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "talk.mkv"
    two_tracks(path)
    scene, _ = scene_of(path, CAST)
    for who, begins in (("ANN", 0.0), ("BOB", 2.0)):
        spoken = [entry for entry in scene.entries if entry.who == who]
        assert spoken
        for entry in spoken:
            assert isinstance(entry.what, Performance)
            lips = 1.0 - entry.what.mouth.weights[:, VISEMES.index("sil")]
            t = entry.start + np.arange(len(lips)) / 100
            assert lips[(t < begins - 0.2) | (t > begins + 2.2)].max(initial=0.0) < 0.1
    together = RecordedTracks(path, [0.25, 0.75])
    heard = together.take(4 * together.rate).astype(float)
    together.close()
    ann, bob = (np.abs(heard[part]).mean(axis=0) for part in (slice(0, 90_000), slice(100_000, 190_000)))
    assert ann[0] > 1.2 * ann[1] > 0.0
    assert bob[1] > 1.2 * bob[0] > 0.0


def test_a_number_of_tracks_that_is_not_that_of_speakers_is_told(tmp_path: Path) -> None:
    path = tmp_path / "talk.mkv"
    two_tracks(path)
    with pytest.raises(AudioError, match="2 sound tracks are of 2 speakers, and 3 are named"):
        scene_of(path, (*CAST, CastMember("CY", "gus")))


def test_channels_that_hold_the_same_are_refused_with_what_to_do(tmp_path: Path) -> None:
    same = np.stack([voice(1.0, 200)] * 2, axis=1)
    with pytest.raises(AudioError, match="hold the same") as told:
        split_channels(same, tmp_path)
    assert "ANN: Hello." in told.value.remedy
    with pytest.raises(AudioError, match="hold the same"):
        split_channels(np.zeros((0, 2), np.float32), tmp_path)
    two_channels(tmp_path / "talk.wav")
    with pytest.raises(AudioError, match="3 speakers"):
        scene_of(tmp_path / "talk.wav", (*CAST, CastMember("EVE", "juno")))


def test_names_before_what_they_say_are_turns() -> None:
    text = "ANN: Hello there.\nBob: Hi.\nIt is late: go.\nANN: Right."
    assert find_turns(text, CAST) == [Turn(5, "ANN"), Turn(23, "BOB"), Turn(48, "ANN")]
    assert find_turns("Eve: Hi.\nAnn: Hello.", CAST) == [Turn(5, "BOB"), Turn(14, "ANN")]
    assert find_turns("Well, hello: you.\nANN: Hi.", CAST) == []
    assert find_turns("No names at all.", CAST) == []
    with pytest.raises(ConfigError, match="Nobody is cast for EVE"):
        find_turns("ANN: A.\nBOB: B.\nEVE: C.", CAST)


def test_who_speaks_goes_by_the_words_that_were_found() -> None:
    text = "ANN: Hello there. BOB".replace(" BOB", "\nBOB: Hi you.")
    words = (Timed(0.2, 0.5, "Hello"), Timed(0.5, 1.0, "there"), Timed(1.4, 1.6, "Hi"), Timed(1.6, 1.9, "you"))
    track = MouthTrack(np.zeros((250, len(VISEMES)), np.float32), Rung.LOUDNESS)
    sheet = CueSheet(track, 2.5, "talk", text, words, (), (), ())
    assert find_stretches(sheet, find_turns(text, CAST), text) == [("ANN", 0, 120), ("BOB", 120, 250)]
    with pytest.raises(AudioError, match="not found"):
        find_stretches(CueSheet(track, 2.5, "talk", text, (), (), (), ()), find_turns(text, CAST), text)
