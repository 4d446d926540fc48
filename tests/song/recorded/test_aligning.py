"""Words found in a recording: lines spoken by espeak-ng stand in for a singer, one of our tunes for a band."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from avatar.errors import SongError
from avatar.lipsync.made import RULES
from avatar.show.sounds.tunes import TUNES, play_bars
from avatar.song.reading import parse_lyrics
from avatar.song.recorded import aligning, hearing, separator
from avatar.song.recorded.aligning import SungSong, align_heard, align_song
from avatar.song.recorded.hearing import HeardSong
from avatar.sound.synth import RATE as BAND_RATE
from avatar.types import FRAME_RATE, VISEMES, Clip, Rung
from tests.lipsync.sounds import said

RATE = 16_000
LINES = (
    "My toaster fell in love with me",
    "It glows when I come near",
    "And every morning faithfully",
    "Another piece of bread jumps out of it",
    "My fridge is cold and never smiles",
)
STARTS = (3.0, 8.0, 11.5, 16.0, 22.5)
TEXT = "\n".join(LINES)
OTHER = "\n".join(
    (
        "Twelve zealous wizards quickly judged",
        "the chess games over Sussex hills",
        "while foxes shuffled past the church",
        "to watch the fishing ships at six",
    )
)


class Song(NamedTuple):
    clip: Clip
    ends: tuple[float, ...]
    """Seconds at which each line is over."""


@cache
def song(band: float = 0.0) -> Song:
    """The lines with pauses between; a tune below them, so much as loud as they are."""
    out = np.zeros(28 * RATE, np.float32)
    ends = []
    for text, start in zip(LINES, STARTS, strict=True):
        line = said(text, 4.5, RATE).floats()
        loud = np.flatnonzero(np.abs(line) > 0.02)
        line = line[loud[0] : loud[-1]]
        at = round(start * RATE)
        out[at : at + len(line)] += line
        ends.append(start + len(line) / RATE)
    if band:
        first, again = play_bars(TUNES["cheerful"], np.random.default_rng(1))
        step = BAND_RATE // RATE
        played = np.concatenate([first, again])[::step][: len(out)]
        spoken = np.sqrt(np.mean(out[np.abs(out) > 0.01] ** 2))
        out += (band * spoken / np.sqrt(np.mean(played**2)) * played).astype(np.float32)
    return Song(Clip.from_floats(out / max(1.0, float(np.abs(out).max())), RATE), tuple(ends))


@cache
def heard(band: float = 0.0, separated: bool = False) -> HeardSong:
    return hearing.hear(song(band).clip, separate=False)._replace(separated=separated)


def off(found: SungSong) -> float:
    """Seconds by which lines begin or end off their places, at the worst."""
    assert [line.value for line in found.lines] == list(LINES)
    starts = [abs(line.start - start) for line, start in zip(found.lines, STARTS, strict=True)]
    ends = [abs(line.end - end) for line, end in zip(found.lines, song().ends, strict=True)]
    return max(*starts, *ends)


def lrc(shift: float = 0.0, only: tuple[int, ...] = (0, 1, 2, 3, 4)) -> str:
    rows = [f"[00:{STARTS[n] + shift:05.2f}]{LINES[n]}" if n in only else LINES[n] for n in range(len(LINES))]
    return "\n".join(rows)


@pytest.mark.parametrize("band", [0.0, 0.5])
def test_plain_words_are_found_where_they_are_sung(band: float) -> None:
    found = align_heard(heard(band), parse_lyrics(TEXT))
    assert off(found) < 0.15
    assert found.track.rung == Rung.ALIGNED
    assert found.text == TEXT
    for word in (*found.words, *found.syllables):
        assert found.text[word.at : word.at + word.length] == word.value
    assert "".join(each.value for each in found.syllables) == "".join(word.value for word in found.words)
    assert any("avatar get separator" in remark.said for remark in found.remarks) == (band > 0)


def test_phones_fill_the_song_and_instruments_give_no_mouth() -> None:
    found = align_heard(heard(0.5), parse_lyrics(TEXT))
    assert found.phones[0].start == 0
    assert all(np.isclose(a.end, b.start) for a, b in zip(found.phones, found.phones[1:], strict=False))
    assert np.isclose(found.phones[-1].end, found.duration, atol=0.03)
    shut = found.track.weights[:, 0]
    for start, end in ((0.0, STARTS[0]), *zip(song().ends, (*STARTS[1:], 28.0), strict=True)):
        inside = shut[round((start + 0.3) * FRAME_RATE) : round((end - 0.3) * FRAME_RATE)]
        assert inside.min() > 0.8
    for start, end in zip(STARTS, song().ends, strict=True):
        spoken = found.track.weights[round((start + 0.1) * FRAME_RATE) : round((end - 0.1) * FRAME_RATE)]
        still = np.abs(np.diff(spoken, axis=0)).max(axis=1) < 0.01
        assert max(map(len, "".join("x" if each else " " for each in still).split()), default=0) < 30  # never frozen


def test_lips_shut_where_the_words_say_so() -> None:
    found = align_heard(heard(0.5), parse_lyrics(TEXT))
    pp = VISEMES.index("PP")
    closures = [phone for phone in found.phones if phone.value[:1] in ("p", "b", "m")]
    assert len(closures) >= 8
    for phone in closures:
        frames = slice(round((phone.start - RULES.lead) * FRAME_RATE), round((phone.end - RULES.lead) * FRAME_RATE) + 1)
        assert found.track.weights[frames, pp].max() > 0.9


@pytest.mark.parametrize("only", [(0, 1, 2, 3, 4), (1, 3)])
def test_the_times_of_an_lrc_are_anchors(only: tuple[int, ...]) -> None:
    found = align_heard(heard(0.5), parse_lyrics(lrc(0.3, only)))
    assert off(found) < 0.15


def test_times_of_another_edition_are_moved_and_that_is_told() -> None:
    found = align_heard(heard(), parse_lyrics(lrc(-2.5)))
    assert off(found) < 0.15
    assert any("2.5 s too early" in remark.said for remark in found.remarks)


def test_words_keep_to_their_times() -> None:
    """Where the file says when a word is sung, it is sung then: of two that are the same, too."""
    text = lrc() + "\n[00:26.20]<00:26.20>bread <00:27.00>bread"
    found = align_heard(heard(), parse_lyrics(text))
    bread = [word for word in found.words if word.value == "bread"][-2:]
    assert abs(bread[0].start - 26.2) <= aligning.WORD_SLACK + 0.1
    assert abs(bread[1].start - 27.0) <= aligning.WORD_SLACK + 0.1


def test_times_that_fit_nothing_are_left_out_and_that_is_told() -> None:
    wrong = "\n".join(f"[00:0{n}.10]{line}" for n, line in enumerate(LINES))
    found = align_heard(heard(), parse_lyrics(wrong))
    assert off(found) < 0.3
    assert any("the times in its file don't fit" in remark.said for remark in found.remarks)


def test_lines_after_the_recordings_end_are_left_out_and_that_is_told() -> None:
    found = align_heard(heard(), parse_lyrics(f"{lrc()}\n[01:00.00]And now we all go home"))
    assert off(found) < 0.15
    assert any("1 of 6 lines begin after the recording's end" in remark.said for remark in found.remarks)
    with pytest.raises(SongError, match="All lines begin after"):
        align_heard(heard(), parse_lyrics("[05:00.00]home"))


def test_the_words_of_another_song_are_told_and_move_no_mouth() -> None:
    found = align_heard(heard(), parse_lyrics(OTHER))
    assert found.unsure > aligning.MOST_UNSURE
    assert any("another song's words" in remark.said for remark in found.remarks)
    assert (found.track.rung, found.words, found.lines) == (Rung.MODEL, (), ())
    assert found.track.weights[:, 0].min() < 0.2  # it is not frozen
    timed = align_heard(
        heard(), parse_lyrics("\n".join(f"[00:{3 + 5 * n}.00]{x}" for n, x in enumerate(OTHER.split("\n"))))
    )
    assert [line.value for line in timed.lines] == OTHER.split("\n")
    own = align_heard(heard(), parse_lyrics(TEXT))
    assert own.unsure < 0.2


def test_what_the_words_leave_out_has_a_mouth_where_the_voice_is_alone() -> None:
    shortened = "\n".join(LINES[:3])
    with_voice = align_heard(heard(separated=True), parse_lyrics(shortened))
    without = align_heard(heard(0.5), parse_lyrics(shortened))
    left_out = slice(round((STARTS[4] + 0.3) * FRAME_RATE), round((song().ends[4] - 0.3) * FRAME_RATE))
    assert with_voice.track.weights[left_out, 0].mean() < 0.4
    assert without.track.weights[left_out, 0].mean() > 0.6


def test_the_language_is_the_words() -> None:
    found = align_heard(heard(), parse_lyrics("\n".join(LINES)), "en-gb")
    assert found.language == "en-gb"


@pytest.mark.parametrize(
    ("text", "clip", "told"),
    [
        (TEXT * 40, song().clip, "too many"),
        ("...\n!!", song().clip, "nothing in the words"),
        (TEXT, Clip.silence(0.0, RATE), "no sound"),
    ],
)
def test_what_can_not_belong_together_is_refused_in_words(text: str, clip: Clip, told: str) -> None:
    with pytest.raises(SongError, match=told):
        align_song(clip, parse_lyrics(text))


def test_silence_is_no_song() -> None:
    found = align_song(Clip.silence(30.0, RATE), parse_lyrics(TEXT))
    assert any("another song's words" in remark.said for remark in found.remarks)
    assert found.track.weights[:, 0].min() > 0.9


def test_progress_goes_up_to_the_end() -> None:
    told: list[float] = []
    align_song(song().clip, parse_lyrics(TEXT), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_long_song_is_searched_coarsely_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aligning, "MOST_CELLS", 1e5)
    assert off(align_heard(heard(0.5), parse_lyrics(TEXT))) < 0.15


def test_the_singing_is_taken_out_where_that_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    class Taker:
        def singing(self, blocks):  # type: ignore[no-untyped-def]
            for block in blocks:
                assert block.shape[1] == 2
                yield 0.5 * block.mean(axis=1)

    monkeypatch.setattr(separator, "is_here", lambda: True)
    monkeypatch.setattr(separator, "open_separator", Taker)
    found = align_song(song().clip, parse_lyrics(TEXT))
    assert found.separated
    assert off(found) < 0.15
    assert abs(found.voice.duration - 28) < 0.01
    level = np.abs(found.voice.floats()).max() / np.abs(song().clip.floats()).max()
    assert abs(level - 0.5) < 0.02
