"""A song put on stage: who sings when, what is heard below, who dances, on one clock.

    score + company ─> Arrangement ─ opening ─> set, faces, count-in: known before anybody has sung
                                   ├ body ─> backing, dances, glances
                                   ├ lines ─> one sung line after the other, as soon as it is made
                                   └ closing ─> bows

Played live, filmed, baked or put into a show, it is the same entries. The clock begins at 0; the song's first beat is
at `Arrangement.origin`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from time import monotonic
from typing import NamedTuple

import numpy as np

from avatar.scene.dancing import Step
from avatar.song.company import Role, part_of
from avatar.song.counting import bar_before, count_in, make_clicks
from avatar.song.dancing import Dancer, Stop, choreograph
from avatar.song.joining import SungLine
from avatar.song.planning import split_lines
from avatar.song.score import GridBeat, Remark, Score, SungNote, text_of
from avatar.song.singing import Tell, Wishes, sing_lines
from avatar.sound.levels import mean_loudness
from avatar.speech.speaker import Speaker
from avatar.types import CastMember, Clip, Entry, Mark, Scene

LEAD_S = 0.1
"""Seconds before the count-in: the picture is there first."""
BREATH_S = 1.0
"""A sung line begins at most so many seconds before its first note: breath, and consonants before the beat."""
FIRST_S = 0.8
"""The first line begins at most so many seconds before its first note: there is no line before it to leave room for."""
SMILES_ON_S = 2.0
"""Seconds into the song for which the opening's smile lasts; by then the song's own has come."""
AFTER_S = 2.4
"""Seconds for which the picture stays after the last note: a bow."""
BELOW_DB = 8.2
"""dB by which the backing is less loud than the voice: words are understood over it (lead vocals stand 6 to 9 dB above
a pop song's band)."""
VOICE_LUFS = -19.0
"""Loudness of a sung line, where none is known."""
MOST_UP_DB = 12.0
"""A backing is raised by no more."""
REST_BARS = 1.0
"""A rest of all, with no chord below it, is a stop where it lasts a bar; shorter ones are breaths."""
FERMATA = 0.6
"""A tempo below this share of those around it is a fermata."""
GLANCE_S = 1.4
"""Seconds for which a singer looks at who sings next."""


class SongStep(NamedTuple):
    """A part of a song on stage."""

    start: float
    """Seconds before which nothing starts that comes in a later step."""
    t: float
    """Seconds up to which everything is there once this step is."""
    entries: tuple[Entry, ...]
    who: str = ""
    text: str = ""
    """The line that is sung in it; '' for none."""


class ToSing(NamedTuple):
    """A line of a part, before it is sung."""

    start: float
    """Seconds of the song at which its first note begins."""
    end: float
    role: int
    """Index into the arrangement's roles."""
    text: str


@dataclass(frozen=True, eq=False)
class Arrangement:
    """A song and who performs it."""

    score: Score
    roles: tuple[Role, ...]
    backing: Clip | None = None
    """What is played below, beginning on beat 0."""
    counted: bool = True
    """Whether somebody counts in."""
    dances: bool = True
    seed: int = 0
    set: str = "studio"
    gain: float = 1.0
    """Linear gain of the backing, on top of the usual balance."""
    waited: int = 0
    """Bars that were counted beyond the count-in, since the singers were not ready."""

    @cached_property
    def backing_lufs(self) -> float:
        """How loud the backing is."""
        return mean_loudness(self.backing.floats(), self.backing.rate) if self.backing else -70.0

    @property
    def head(self) -> Scene:
        """Cast, set and title, without entries."""
        cast: tuple[CastMember, ...] = tuple(role.member for role in self.roles)
        return Scene(cast, (), self.set, self.score.title, self.seed)

    @cached_property
    def origin(self) -> float:
        """Seconds of the scene at which beat 0 is."""
        if not self.counted:
            return max(LEAD_S, BREATH_S)
        counted = -self._count[0].second if self._count else BREATH_S
        return LEAD_S + counted + self.waited * self._bar[1]

    @cached_property
    def _count(self) -> tuple[GridBeat, ...]:
        return count_in(self.score) if self.counted else ()

    @cached_property
    def _bar(self) -> tuple[tuple[GridBeat, ...], float]:
        """The beats of one more bar of the count-in, before beat 0, and its seconds."""
        return bar_before(self.score)

    @property
    def end(self) -> float:
        """Seconds of the scene at which the last note, or the backing, is over."""
        return self.origin + max(self.score.duration, self.backing.duration if self.backing else 0.0)

    @property
    def total(self) -> float:
        return self.end + AFTER_S

    @cached_property
    def lines(self) -> tuple[ToSing, ...]:
        """Every line that is sung, in order of time."""
        found = [
            ToSing(self.score.seconds(notes[0].start), self.score.seconds(notes[-1].end), number, text_of(notes))
            for number, role in enumerate(self.roles)
            if role.part >= 0
            for notes in split_lines(part_of(self.score, role))
        ]
        return tuple(sorted(found))

    def begins(self, number: int) -> float:
        """Seconds of the scene before which nothing of a line, or of those after it, is heard. The first one's begins
        with the scene; one past the last is the end."""
        if number <= 0:
            return 0.0
        return self.origin + self.lines[number].start - BREATH_S if number < len(self.lines) else self.end

    # --------------------------------------------------------------------------------------------------- the entries

    @property
    def opened(self) -> float:
        """Seconds of the scene up to which the opening lasts: nothing of the song is seen or heard before."""
        first = self.lines[0].start - FIRST_S if self.lines else 0.0
        return max(0.0, self.origin + min(0.0, first))

    def opening(self) -> tuple[Entry, ...]:
        """What is there from the start, whatever the key: people, faces, the count-in and who goes along with it."""
        found = [Entry(0.0, "", Mark("set", self.set))]
        if len(self.roles) > 1:
            found += [Entry(0.0, role.who, Mark("enter", "")) for role in self.roles]
        until = self.origin + SMILES_ON_S
        found += [Entry(0.0, role.who, Mark("expression", "smile", 0.0, until, SMILE)) for role in self.roles]
        if self._count:
            found += [Entry(LEAD_S, "", make_clicks(self._count)), *self._counted_dance(LEAD_S, self._count)]
        return _in_order(found)

    def more_count(self) -> tuple[Entry, ...]:
        """The last of the bars that are counted beyond the count-in."""
        beats, _ = self._bar
        start = self.origin + beats[0].second
        smile = Mark("expression", "smile", 0.0, self.origin + SMILES_ON_S - start, SMILE)
        smiles = [Entry(start, role.who, smile) for role in self.roles]
        return _in_order([Entry(start, "", make_clicks(beats)), *smiles, *self._counted_dance(start, beats)])

    def body(self, voice_lufs: float = VOICE_LUFS) -> tuple[Entry, ...]:
        """What lasts for the whole song: faces, the backing, the dances. `voice_lufs`: how loud the singers are."""
        smile = Mark("expression", "smile", 0.0, self.end - self.origin, SMILE)
        found = [Entry(self.origin, role.who, smile) for role in self.roles]
        if self.backing is not None:
            found.append(Entry(self.origin, "", self.backing, balance(self.backing_lufs, voice_lufs) * self.gain))
        return _in_order([*found, *self._danced(), *self._glances()])

    def closing(self) -> tuple[Entry, ...]:
        """What comes after the last note."""
        bows = [Entry(self.end + 0.3, role.who, Mark("gesture", "bow")) for role in self.roles if role.part >= 0]
        return (*bows, Entry(self.total, "", Mark("state", "idle")))

    def _danced(self) -> Iterator[Entry]:
        """Everybody's dance, from the count-in to the end."""
        if not self.dances:
            return
        score = self.score
        whole = self.end - self.origin
        grid = score.beat_grid(score.beat(whole))
        people = {role.who: role for role in self.roles}
        dancers = [Dancer(role.who, self._sung_by(role.who), role.energy) for role in people.values()]
        danced = choreograph(grid, whole, dancers, lambda a, b: liveliness(score, a, b), find_stops(score), self.seed)
        for who, marks in danced.items():
            for mark in marks:
                assert mark.end is not None
                lasting = Mark("dance", mark.name, 0.0, mark.end - mark.start, mark.strength)
                yield Entry(self.origin + mark.start, who, lasting)

    def _counted_dance(self, start: float, beats: Sequence[GridBeat]) -> Iterator[Entry]:
        """Heads go along while it is counted in, from a second of the scene on up to the song's first beat."""
        first = next((beat.second for beat in self.score.beat_grid()), 0.0)
        lasts = first - beats[0].second
        if self.dances and lasts / len(beats) > 60.0 / COUNTED_BPM:
            bob = Mark("dance", str(Step("bob", len(beats))), 0.0, lasts, COUNTED)
            for who in dict.fromkeys(role.who for role in self.roles):
                yield Entry(start, who, bob)

    def _sung_by(self, who: str) -> tuple[tuple[float, float], ...]:
        return tuple((line.start, line.end) for line in self.lines if self.roles[line.role].who == who)

    def _glances(self) -> Iterator[Entry]:
        """Who has sung a line looks at whom the next one is sung by."""
        for line, following in pairwise(self.lines):
            if self.roles[line.role].who != self.roles[following.role].who and following.start >= line.end - 0.1:
                who, other = self.roles[line.role].who, self.roles[following.role].who
                yield Entry(self.origin + line.end, who, Mark("look", other, 0.0, GLANCE_S))


SMILE = 0.5
"""How far everybody smiles: whoever sings with a whole one has no vowels left."""
COUNTED = 0.5
"""Strength of the dance in a count-in."""
COUNTED_BPM = 170.0
"""A count-in that is faster is not danced."""


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.start))


class Singing:
    """An arrangement while it is sung: lines are made in order, each once, and kept."""

    def __init__(self, arrangement: Arrangement, speaker: Speaker, tell: Tell) -> None:
        self.arrangement = arrangement
        self.remarks: list[Remark] = []
        """What the singers had to change."""
        self.rate = 0.0
        """Seconds that it takes to make a second of song, as measured so far."""
        self._lines: list[SungLine] = []
        self._singers = [self._sung(role, speaker, tell) if role.part >= 0 else iter(()) for role in arrangement.roles]
        self._spent = self._made = 0.0

    def _sung(self, role: Role, speaker: Speaker, tell: Tell) -> Iterator[SungLine]:
        assert role.voice is not None
        score = self.arrangement.score
        wishes = Wishes(who=role.who, semitones=role.semitones, seed=self.arrangement.seed)
        return sing_lines(part_of(score, role), score, role.voice, speaker, wishes, tell)

    def line(self, number: int) -> SungLine:
        """A line of `Arrangement.lines`, sung; those before it are sung first."""
        planned = self.arrangement.lines
        while len(self._lines) <= number:
            began = monotonic()
            made = next(self._singers[planned[len(self._lines)].role])
            self._lines.append(made)
            self.remarks += made.remarks
            if len(self._lines) > 1:  # the first one waits for its engine
                self._spent += monotonic() - began
                self._made += made.performance.duration
                self.rate = self._spent / max(self._made, 1e-3)
        return self._lines[number]

    def steps(self, first: int = 0) -> Iterator[SongStep]:
        """The song from a line on, each step as soon as it is made; the opening comes with the first."""
        for number in range(first, len(self.arrangement.lines) + 1):
            yield self.step(number, opens=number == first)

    def step(self, number: int, opens: bool = False, opened: bool = False) -> SongStep:
        """One line, or what comes after the last. `opens`: with what is in force when it begins; `opened`: the opening
        has been told already."""
        arrangement, lines = self.arrangement, self.arrangement.lines
        start, until = self.begins(number), self.begins(number + 1)
        entries: list[Entry] = []
        if opens:
            before = () if opened else arrangement.opening()
            found = (*before, *arrangement.body(_strength(self.line(0))))
            entries += [each for entry in found if (each := _rest(entry, start)) is not None]
            start = arrangement.opened if opened else start
        if number >= len(lines):
            entries += arrangement.closing()
            return SongStep(start, arrangement.total, _in_order(entries))
        made = self.line(number)
        who = arrangement.roles[lines[number].role].who
        entries.append(Entry(max(0.0, arrangement.origin + made.start), who, made.performance, self._gain))
        return SongStep(start, max(start, until), _in_order(entries), who, lines[number].text)

    def begins(self, number: int) -> float:
        """Seconds of the scene before which no line from this one on begins; the first step begins with the scene."""
        return self.arrangement.begins(number)

    @property
    def _gain(self) -> float:
        """Several voices at once are as loud as fewer, a little more so."""
        singers = max(1, sum(role.part >= 0 for role in self.arrangement.roles))
        return math.pow(singers, -0.35)


def _rest(entry: Entry, t: float) -> Entry | None:
    """What is left of an entry of the opening from a second of the scene on."""
    if entry.start >= t:
        return entry
    what = entry.what
    if isinstance(what, Clip):
        rest = what.samples[round((t - entry.start) * what.rate) :]
        return replace(entry, start=t, what=Clip(rest, what.rate)) if len(rest) > what.rate // 20 else None
    if isinstance(what, Mark) and what.end is not None and entry.end <= t:
        return None
    return entry


def _strength(line: SungLine) -> float:
    """LUFS of a line."""
    clip = line.performance.speech.clip
    found = mean_loudness(clip.floats(), clip.rate)
    return found if found > SILENT_LUFS else VOICE_LUFS


SILENT_LUFS = -60.0
"""What is not louder could not be sung."""


def balance(backing_lufs: float, voice_lufs: float) -> float:
    """Linear gain that puts a backing below the voice."""
    return 10 ** (min(MOST_UP_DB, voice_lufs - BELOW_DB - backing_lufs) / 20)


# ------------------------------------------------------------------------------------------------- reading the score


def liveliness(score: Score, start: float, end: float) -> float:
    """How lively a song is between two seconds, against the whole of it: by how much is sung, how high, how loud."""
    first, last = score.beat(start), score.beat(end)
    here = [note for part in score.parts for note in part.notes if first <= note.start < last]
    pitches = [note.pitch for part in score.parts for note in part.notes if note.pitch is not None]
    if not here or not pitches:
        return BETWEEN
    notes = sum(len(part.notes) for part in score.parts)
    density = (len(here) / max(1e-6, end - start)) / max(1e-6, notes / max(1e-6, score.duration))
    own = [note.pitch for note in here if note.pitch is not None]
    higher = (float(np.mean(own)) - float(np.mean(pitches))) if own else 0.0
    loud = float(np.mean([note.loud for note in here]))
    return float(np.clip(1.0 + 0.15 * (density - 1.0) + 0.03 * higher + 0.5 * (loud - 1.0), 0.7, 1.35))


BETWEEN = 1.1
"""How lively it is where nobody sings: who has nothing to sing can dance."""


def find_stops(score: Score) -> tuple[Stop, ...]:
    """Where everything stands still: rests of all with no chord below them, and fermatas."""
    found = [Stop(score.seconds(start), score.seconds(end)) for start, end in _rests(score)]
    for before, here, after in zip(score.tempos, score.tempos[1:], score.tempos[2:], strict=False):
        bar = max((meter.beats for meter in score.meters), default=4.0)
        if here.bpm < FERMATA * min(before.bpm, after.bpm) and after.at - here.at <= bar:
            found.append(Stop(score.seconds(here.at), score.seconds(after.at)))
    return tuple(sorted(found))


def _rests(score: Score) -> Iterator[tuple[float, float]]:
    """Beats between which nothing sounds."""
    notes: list[SungNote] = sorted((note for part in score.parts for note in part.notes), key=lambda note: note.start)
    ends = 0.0
    for note in notes:
        bar = next(meter.beats for meter in reversed(score.meters) if meter.at <= ends + 1e-6)
        if note.start - ends >= REST_BARS * bar and ends > 0 and not _chord_sounds(score, ends, note.start):
            yield ends, note.start
        ends = max(ends, note.end)


def _chord_sounds(score: Score, start: float, end: float) -> bool:
    before = [chord for chord in score.chords if chord.at <= start + 1e-6][-1:]
    inside = [chord for chord in score.chords if start < chord.at < end - 1e-6]
    return any(chord.symbol.upper().replace(".", "") != "NC" for chord in (*before, *inside))
