"""What is played below a song: its chords in a style, by the instruments of `avatar.sound`, from beat 0 to an ending.

A style is a table of patterns, a line each player, for bars of two, three and four beats; bars of other lengths are put
together of these. Where chords change within a bar the players follow; where there are none, the drums alone go on.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from avatar.errors import SongError
from avatar.nearest import tell_nearest
from avatar.song.chords import Harmony, read_chord
from avatar.song.score import Remark, Score, loud_at
from avatar.sound.instruments import BASS, BRASS, ELECTRIC, GLOCK, LOW_STRINGS, PIANO, PLUCKED, STRINGS, Instrument
from avatar.sound.levels import limit
from avatar.sound.synth import RATE, Wave, rng
from avatar.sound.tunes import Tune, TuneLine, play
from avatar.types import Clip

LOUDNESS = 0.05
"""Root mean square of what is played, while it is: how far below the voice it goes is for who mixes."""
LIGHT = 0.012
"""The same of percussion below words that are spoken in rhythm."""
ENDING_BEATS = 4.0
"""Beats for which the last chord rings."""
LOWEST_BASS, MIDDLE = 36, 60
"""MIDI: basses lie in the octave from C2, chords around middle C."""
MOST_EVENTS = 60_000
DYNAMICS_S = 0.05
"""Seconds in which what is played follows a change of loudness."""

_NAMES = ("c", "c#", "d", "d#", "e", "f", "f#", "g", "g#", "a", "a#", "b")


class Player(NamedTuple):
    """One line of a style: what is played in a bar of two, three and four beats, one word a thing.

    `R` is the bass note, `V` the fifth below or above it, `X` all of the chord, `1` to `5` its notes from below
    (over the octave where it has fewer), `.` a rest, and of drums their letters; behind the colon are beats.
    """

    plays: Instrument | None
    """None for the drums."""
    two: str
    three: str
    four: str
    gain: float
    held: float = 0.9


@dataclass(frozen=True)
class Style:
    """How a song is accompanied."""

    about: str
    players: tuple[Player, ...]
    swing: float = 0.5
    space: float = 0.9
    """Seconds of reverberation."""


STYLES: dict[str, Style] = {
    "ballad": Style(
        "a piano, its chords one note after the other",
        (
            Player(PIANO, "1:.5 2:.5 3:.5 2:.5", "1:.5 2:.5 3:.5 4:.5 3:.5 2:.5",
                   "1:.5 2:.5 3:.5 4:.5 5:.5 4:.5 3:.5 2:.5", 0.2, 1.6),
            Player(BASS, "R:2", "R:3", "R:2.5 V:1.5", 0.32, 0.95),
            Player(STRINGS, "X:2", "X:3", "X:4", 0.035, 1.0),
        ), space=1.5,
    ),
    "waltz": Style(
        "oom, pah, pah",
        (
            Player(PLUCKED, ".:1 X:1", ".:1 X:1 X:1", ".:1 X:1 .:1 X:1", 0.2, 0.5),
            Player(BASS, "R:1 .:1", "R:1 .:2", "R:1 .:1 V:1 .:1", 0.42, 0.8),
            Player(None, "b:1 h:1", "b:1 h:1 h:1", "b:1 h:1 b:1 h:1", 0.5),
        ),
    ),
    "swing": Style(
        "a small band after midnight",
        (
            Player(ELECTRIC, ".:.5 X:1.5", ".:1 X:1.5 .:.5", ".:.5 X:1 .:1 X:1.5", 0.11, 0.85),
            Player(BASS, "R:1 V:1", "R:1 V:1 R:1", "R:1 2:1 V:1 2:1", 0.4, 0.85),
            Player(None, "b:1 h+b:.5 b:.5", "b:1 h+b:.5 b:.5 b:1", "b:1 h+b:.5 b:.5 b:1 h+b:.5 b:.5", 0.6),
        ), swing=0.64,
    ),
    "rock": Style(
        "drums, bass and an electric piano that means it",
        (
            Player(ELECTRIC, "X:1 X:1", "X:1 X:1 X:1", "X:1.5 X:1.5 X:1", 0.13, 0.8),
            Player(BASS, "R:.5 R:.5 R:.5 R:.5", "R:.5 R:.5 R:.5 R:.5 R:.5 V:.5",
                   "R:.5 R:.5 R:.5 R:.5 R:.5 R:.5 V:.5 R:.5", 0.36, 0.8),
            Player(None, "k+h:.5 h:.5 s+h:.5 h:.5", "k+h:.5 h:.5 h:.5 h:.5 s+h:.5 h:.5",
                   "k+h:.5 h:.5 s+h:.5 h:.5 k+h:.5 k+h:.5 s+h:.5 h:.5", 0.6),
        ), space=0.7,
    ),
    "lullaby": Style(
        "a music box on a shelf",
        (
            Player(GLOCK, "3:.5 2:.5 4:.5 2:.5", "3:.5 2:.5 4:.5 2:.5 5:.5 2:.5",
                   "3:.5 2:.5 4:.5 2:.5 5:.5 2:.5 4:.5 2:.5", 0.1, 1.0),
            Player(PLUCKED, "R:2", "R:3", "R:2 V:2", 0.2, 1.0),
        ), space=1.8,
    ),
    "march": Style(
        "left, right, and a drum in front",
        (
            Player(BRASS, ".:.5 X:.5 .:.5 X:.5", ".:.5 X:.5 .:.5 X:.5 .:.5 X:.5",
                   ".:.5 X:.5 .:.5 X:.5 .:.5 X:.5 .:.5 X:.5", 0.07, 0.5),
            Player(BASS, "R:1 V:1", "R:1 V:1 V:1", "R:1 V:1 R:1 V:1", 0.42, 0.6),
            Player(None, "k:.5 s:.25 s:.25 k:.5 s:.5", "k:1 s:.5 s:.5 k:.5 s:.5",
                   "k:.5 s:.25 s:.25 k:.5 s:.5 k:.5 s:.25 s:.25 k:.5 s:.25 s:.25", 0.5),
        ),
    ),
    "bossa": Style(
        "a guitar by the sea",
        (
            Player(PLUCKED, "X:.5 .:.5 X:.5 X:.5", "X:.5 .:.5 X:.5 .:.5 X:.5 X:.5",
                   "X:1 .:.5 X:1 .:.5 X:.5 X:.5", 0.17, 0.7),
            Player(BASS, "R:1.5 V:.5", "R:1.5 V:1.5", "R:1.5 V:.5 V:1.5 R:.5", 0.38, 0.85),
            Player(None, "h:.5 h:.5 h+x:.5 h:.5", "h+x:.5 h:.5 h:.5 h+x:.5 h:.5 h:.5",
                   "h+x:.5 h:.5 h:.5 h+x:.5 h:.5 h:.5 h+x:.5 h:.5", 0.5),
        ),
    ),
    "hymn": Style(
        "strings that hold every chord",
        (
            Player(STRINGS, "X:2", "X:3", "X:4", 0.08, 1.0),
            Player(LOW_STRINGS, "R:2", "R:3", "R:4", 0.12, 1.0),
        ), space=2.0,
    ),
}  # fmt: skip
"""By name. Gains are those of the instruments in `avatar.show.sounds.tunes`, balanced by their levels."""

OTHERS = {
    "arpeggio": "ballad", "piano": "ballad", "folk": "ballad", "jazz": "swing", "pop": "rock", "music box": "lullaby",
    "cradle": "lullaby", "parade": "march", "polka": "march", "latin": "bossa", "bossa nova": "bossa",
    "strings": "hymn", "choir": "hymn", "gospel": "hymn", "3/4": "waltz",
}  # fmt: skip
"""What people call them."""


SILENT = "none"
"""What is asked for where nothing is to be played."""


class Backing(NamedTuple):
    """What is played, and what there is to say of it."""

    clip: Clip
    """From beat 0 on, at 48 kHz; it rings on after the song's end."""
    style: str
    remarks: tuple[Remark, ...]


def style_of(score: Score, wanted: str = "") -> tuple[str, tuple[Remark, ...]]:
    """The style that a song is played in: what is wanted, what the song says, else what its meter asks for."""
    asked = (wanted or score.style).strip().lower()
    name = OTHERS.get(asked, asked)
    if name in STYLES:
        return name, ()
    usual = "waltz" if score.meters[0].beats / score.meters[0].pulse == 3 else "ballad"
    if not asked:
        return usual, ()
    said = f"there is no style {asked[:30]!r}, and {usual} is played. {tell_nearest(asked, [*STYLES, *OTHERS])}"
    return usual, (Remark("", f"{said.strip()} There are {', '.join(STYLES)}."),)


def find_style(wanted: str) -> str:
    """The style that somebody means by a name, '' for none that is known; `SILENT` for one without a backing."""
    name = wanted.strip().lower()
    name = OTHERS.get(name, name)
    return name if name in STYLES or name == SILENT else ""


def restyled(score: Score, style: str) -> Score:
    """The song with another backing: a name of STYLES, or `SILENT`. Raises SongError for any other."""
    found = find_style(style)
    if not found:
        close = tell_nearest(style.strip().lower(), [*STYLES, *OTHERS])
        remedy = f"{close} There are {', '.join(STYLES)}, and {SILENT}.".strip()
        raise SongError(f"There is no style {style[:30]!r}", where=score.title, remedy=remedy)
    return replace(score, chords=()) if found == SILENT else replace(score, style=found)


def play_backing(score: Score, style: str = "", seed: int = 0) -> Backing | None:
    """What is played below a song; None for one without chords. `style`: a name of STYLES, '' for the song's own.

    The same song, style and seed sound the same to the sample.
    """
    name, remarks = style_of(score, style)
    harmonies, told = _harmonies(score)
    if not any(each.harmony for each in harmonies):
        return None
    chosen = STYLES[name]
    bars = tuple(_bars(score))
    first = score.pickup % 1.0  # a tune swings within its beats, which begin with the bars
    swing = chosen.swing if score.meters[0].pulse == 1 else 0.5
    lines = tuple(
        TuneLine(player.plays, notes, player.gain, player.held)
        for player in chosen.players
        if (notes := _words(_line(player, bars, harmonies), first))
    )
    tune = Tune(chosen.about, score.tempos[0].bpm, lines, swing, space=chosen.space)
    sound = play(tune, rng(seed, 16), lambda beat: score.seconds(beat + first) - score.seconds(0.0))
    sound = sound * _dynamics(score, len(sound))
    loud = math.sqrt(float(np.mean(np.square(sound)))) if len(sound) else 0.0
    sound = limit(sound * (LOUDNESS / loud if loud > 0 else 1.0))
    return Backing(Clip.from_floats(sound, RATE), name, (*remarks, *told))


def _dynamics(score: Score, size: int) -> Wave | float:
    """Factors that make what is played as loud as the score says, shape (size,)."""
    if not score.dynamics:
        return 1.0
    times = np.arange(0.0, size / RATE + DYNAMICS_S, DYNAMICS_S)
    louds = [loud_at(score.dynamics, score.beat(float(time)) + 1e-6) for time in times]
    return np.interp(np.arange(size) / RATE, times, louds)


def play_beats(count: int, seconds: float, seed: int = 0) -> Clip:
    """Light percussion for words without a tune: so many beats, `seconds` apart; it rings on a little after them."""
    notes = " ".join(("b:1", "b+h:.5 h:.5")[number % 2] for number in range(count))
    sound = play(Tune("brushes", 60.0 / seconds, (TuneLine(None, notes),), space=0.6), rng(seed, 17))
    loud = math.sqrt(float(np.mean(np.square(sound)))) if len(sound) else 0.0
    return Clip.from_floats(limit(sound * (LIGHT / loud if loud > 0 else 1.0)), RATE)


# ------------------------------------------------------------------------------------------------------------- chords


class _Sounding(NamedTuple):
    at: float
    """Beats."""
    harmony: Harmony | None


def _harmonies(score: Score) -> tuple[tuple[_Sounding, ...], tuple[Remark, ...]]:
    """Chords in order; one that isn't known is told, and the one before goes on."""
    found: list[_Sounding] = []
    told: dict[str, Remark] = {}
    for chord in score.chords:
        try:
            found.append(_Sounding(chord.at, read_chord(chord.symbol)))
        except ValueError as error:
            told.setdefault(chord.symbol, Remark(f"beat {chord.at:g}", f"{error}; the chord before it goes on"))
    return tuple(found), tuple(told.values())


def _voiced(harmony: Harmony, before: tuple[int, ...]) -> tuple[int, ...]:
    """The chord's notes around middle C, in the inversion that is nearest to the chord before."""
    tones = sorted({(harmony.root + tone) % 12 for tone in _four(harmony.tones)})
    centre = sum(before) / len(before) if before else float(MIDDLE)
    best: tuple[int, ...] = ()
    best_cost = math.inf
    for turn in range(len(tones)):
        for octave in (3, 4, 5):
            notes = [12 * octave + tones[turn]]
            for step in range(1, len(tones)):
                tone = tones[(turn + step) % len(tones)]
                notes.append(notes[-1] + (tone - notes[-1]) % 12)
            middle = sum(notes) / len(notes)
            cost = abs(middle - centre) + 0.6 * abs(middle - MIDDLE)
            if cost < best_cost:
                best, best_cost = tuple(notes), cost
    return best


def _four(tones: Sequence[int]) -> Sequence[int]:
    """At most four notes: the fifth goes first, then what is stacked highest but one; colours stay."""
    if len(tones) <= 4:
        return tones
    kept = [tone for tone in tones if tone != 7]
    return kept if len(kept) <= 4 else (*kept[:3], kept[-1])


def _key(midi: int) -> str:
    return f"{_NAMES[midi % 12]}{midi // 12 - 1}"


# --------------------------------------------------------------------------------------------------------------- bars


class _Bar(NamedTuple):
    at: float
    beats: float
    pulse: float


def _bars(score: Score) -> Iterator[_Bar]:
    """Bars up to the end of the one that the song ends in; a pickup is none."""
    ends = [meter.at for meter in score.meters[1:]] + [math.inf]
    stop = max(score.end, score.pickup + 1e-3)
    for number, (meter, end) in enumerate(zip(score.meters, ends, strict=True)):
        at = score.pickup if number == 0 else meter.at
        while at < min(end, stop) - 1e-6:
            yield _Bar(at, min(meter.beats, end - at), meter.pulse)
            at += meter.beats


class _Event(NamedTuple):
    """Something that is played."""

    at: float
    beats: float
    keys: tuple[str, ...]
    accent: bool = False


def _pattern(player: Player, count: int) -> Iterator[tuple[float, float, str]]:
    """(pulse, pulses, what) of a bar of so many pulses, put together of fours, threes and twos."""
    at = 0.0
    left = count
    while left > 0:
        size = left if left <= 4 else 3 if left in {5, 6} else 4
        words = {1: player.two, 2: player.two, 3: player.three, 4: player.four}[size]
        spent = 0.0
        for word in words.split():
            what, _, length = word.partition(":")
            if spent < size - 1e-9:
                yield at + spent, min(float(length), size - spent), what
            spent += float(length)
        at += size
        left -= size


def _line(player: Player, bars: Sequence[_Bar], harmonies: Sequence[_Sounding]) -> list[_Event]:
    """All that one player plays, and the ending."""
    events: list[_Event] = []
    starts = [each.at for each in harmonies]
    voicings = _voicings(harmonies)
    for bar in bars:
        for pulse, pulses, what in _pattern(player, max(1, round(bar.beats / bar.pulse))):
            start, length = bar.at + pulse * bar.pulse, pulses * bar.pulse
            length = min(length, bar.at + bar.beats - start)
            if what == "." or length <= 1e-6:
                continue
            if player.plays is None:
                events.append(_Event(start, length, tuple(what.split("+")), pulse == 0))
                continue
            inner = [at for at in starts if start + 1e-6 < at < start + length - 1e-6]
            for one, after in pairwise([start, *inner, start + length]):
                number = bisect_right(starts, one + 1e-6) - 1
                if number >= 0 and (harmony := harmonies[number].harmony):
                    events += _sounded(what, harmony, voicings[number], one, after - one, pulse == 0)
        if len(events) > MOST_EVENTS:
            break
    return events + _ending(player, bars, harmonies, voicings)


def _voicings(harmonies: Sequence[_Sounding]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    before: tuple[int, ...] = ()
    for each in harmonies:
        before = _voiced(each.harmony, before) if each.harmony else before
        found.append(before)
    return found


def _sounded(
    what: str, harmony: Harmony, voicing: Sequence[int], at: float, beats: float, accent: bool
) -> list[_Event]:
    """A word of a pattern, over a chord."""
    bass = LOWEST_BASS + harmony.bass
    bass += 12 if bass < 40 else 0
    if what == "R":
        return [_Event(at, beats, (_key(bass),), accent)]
    if what == "V":
        fifth = next((tone for tone in harmony.tones if tone in {6, 7, 8}), 0)
        note = LOWEST_BASS + (harmony.root + fifth) % 12
        return [_Event(at, beats, (_key(note + (12 if note < 40 else 0)),))]
    if what == "X":
        return [_Event(at, beats, tuple(_key(note) for note in voicing), accent)]
    number = int(what) - 1
    if number >= 0 and voicing:
        octave, step = divmod(number, len(voicing))
        return [_Event(at, beats, (_key(voicing[step] + 12 * octave),), accent)]
    return []


def _ending(
    player: Player, bars: Sequence[_Bar], harmonies: Sequence[_Sounding], voicings: Sequence[tuple[int, ...]]
) -> list[_Event]:
    """The last chord once more on the beat behind the last bar, ringing; nothing where it has ended in silence."""
    last = harmonies[-1]
    if last.harmony is None or not bars:
        return []
    at = bars[-1].at + bars[-1].beats
    if player.plays is None:
        return [_Event(at, 1.0, ("k", "C"), True)]
    basses = any(word in player.four for word in "RV") and "X" not in player.four
    return _sounded("R" if basses else "X", last.harmony, voicings[-1], at, ENDING_BEATS, True)


def _words(events: Sequence[_Event], first: float) -> str:
    """Events as a line of `Tune`, whose words follow one another, from beat `first` on."""
    words: list[str] = []
    at = 0.0
    for each in sorted(events):
        rest = round(each.at - first - at, 6)
        if rest > 0:
            words.append(f"r:{rest:.6f}")
            at += rest
        beats = round(each.beats, 6)
        words.append(f"{'+'.join(each.keys)}:{beats:.6f}{'!' if each.accent else ''}")
        at += beats
    return " ".join(words)
