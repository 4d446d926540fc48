"""What was found in a song, written for players and games; and the pitches that it takes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from avatar.errors import SongError
from avatar.song.reading import parse_lyrics
from avatar.song.recorded.aligning import SungSong
from avatar.song.recorded.pitches import find_pitches, track
from avatar.song.recorded.scoring import make_score
from avatar.song.writing import write_score
from avatar.types import Clip, MouthTrack, Rung, Timed

RATE = 16_000


def tone(midi: float, seconds: float) -> np.ndarray:
    """A voice-like tone: a dozen harmonics, a little vibrato."""
    t = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * 440 * 2 ** ((midi - 69) / 12) * (t + 0.0006 * np.sin(2 * np.pi * 5.5 * t))
    return 0.1 * sum(np.sin(n * phase) / n for n in range(1, 13))


@pytest.fixture(scope="module")
def song() -> SungSong:
    text = "Toaster, my love\nding"
    parts = [(0.5, 0), (0.6, 60), (0.6, 64), (0.3, 0), (0.5, 67), (0.7, 55), (0.6, 0), (1.0, 72), (0.3, 0)]
    samples = np.concatenate([tone(midi, s) if midi else np.zeros(round(s * RATE)) for s, midi in parts])
    syllables = (
        Timed(0.5, 1.1, "Toas", 0, 4), Timed(1.1, 1.7, "ter", 4, 3), Timed(2.0, 2.5, "my", 9, 2),
        Timed(2.5, 3.2, "love", 12, 4), Timed(3.8, 4.8, "ding", 17, 4),
    )  # fmt: skip
    words = (Timed(0.5, 1.7, "Toaster", 0, 7), *syllables[2:])
    lines = (Timed(0.5, 3.2, "Toaster, my love", 0, 16), Timed(3.8, 4.8, "ding", 17, 4))
    seconds = len(samples) / RATE
    track = MouthTrack(np.zeros((round(seconds * 100), 15), np.float32), Rung.ALIGNED)
    voice = Clip.from_floats(samples.astype(np.float32), RATE)
    return SungSong(track, lines, words, syllables, (), text, voice, True, seconds, 0.1, "en", "The Toaster", "Nobody")


def written(song: SungSong, ending: str, recording: str = "") -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"words{ending}"
        write_score(make_score(song), path, recording=recording)
        return path.read_text("utf-8")


def test_an_enhanced_lrc_is_read_as_it_was_written(song: SungSong) -> None:
    text = written(song, ".lrc")
    assert "[00:00.50]<00:00.50>Toas<00:01.10>ter, <00:02.00>my <00:02.50>love<00:03.20>" in text
    found = parse_lyrics(text)
    assert (found.title, found.author, found.language) == ("The Toaster", "Nobody", "en")
    assert [line.text for line in found.lines] == ["Toaster, my love", "ding"]
    assert [(at, word.start) for at, word in found.lines[0].places()] == [(0, 0.5), (9, 2.0), (12, 2.5)]


def test_an_ultrastar_has_the_notes_that_were_sung(song: SungSong) -> None:
    rows = written(song, ".txt", "toaster.mp3").splitlines()
    assert {"#TITLE:The Toaster", "#ARTIST:Nobody", "#MP3:toaster.mp3", "#GAP:0"} <= set(rows)
    bpm = float(next(row for row in rows if row.startswith("#BPM"))[5:])
    notes = [found.groups() for row in rows if (found := re.fullmatch(r": (\d+) (\d+) (-?\d+) (.*)", row))]
    assert [(pitch, text) for _, _, pitch, text in notes] == [
        ("0", "Toas"), ("4", "ter,"), ("7", " my"), ("-5", " love"), ("12", "ding"),
    ]  # fmt: skip
    seconds = [int(start) * 15 / bpm for start, *_ in notes]
    assert np.allclose(seconds, [0.5, 1.1, 2.0, 2.5, 3.8], atol=0.03)
    ends = [int(start) + int(length) for start, length, *_ in notes]
    assert all(end <= int(after[0]) for end, after in zip(ends, notes[1:], strict=False))
    assert any(re.fullmatch(r"- \d+", row) for row in rows)
    assert rows[-1] == "E"


def test_what_has_no_pitch_is_freestyle(song: SungSong) -> None:
    noise = Clip.from_floats(np.random.default_rng(1).normal(size=len(song.voice.samples)) * 0.1, RATE)
    assert all(
        row.startswith("F ") for row in written(replace(song, voice=noise), ".txt").splitlines() if row[0] in ":F"
    )


@pytest.mark.parametrize("midi", [40.0, 57.0, 69.3, 81.0])
def test_pitches_are_right_to_a_tenth_of_a_semitone(midi: float) -> None:
    clip = Clip.from_floats(tone(midi, 0.8).astype(np.float32), RATE)
    (found,) = find_pitches(clip, [Timed(0.0, 0.8, "la")])
    assert found is not None
    assert abs(found - midi) < 0.1


def test_silence_and_nothing_have_no_pitch() -> None:
    assert not track(np.zeros(RATE, np.float32), RATE).any()
    assert find_pitches(Clip.silence(1.0, RATE), [Timed(0.2, 0.2, "x"), Timed(5.0, 6.0, "y")]) == [None, None]


def test_marks_stay_with_their_words(song: SungSong) -> None:
    text = "“Oh,” (my love)!"
    syllables = (Timed(0.5, 1.0, "Oh", 1, 2), Timed(1.0, 1.5, "my", 7, 2), Timed(1.5, 2.0, "love", 10, 4))
    lines = (Timed(0.5, 2.0, text, 0, len(text)),)
    notes = make_score(replace(song, text=text, syllables=syllables, lines=lines)).parts[0].notes
    assert [(note.syllable, note.begins) for note in notes] == [("“Oh,”", True), ("(my", True), ("love)!", True)]


def test_a_song_without_words_is_not_written(song: SungSong) -> None:
    with pytest.raises(SongError, match="no words"):
        make_score(replace(song, syllables=()))
