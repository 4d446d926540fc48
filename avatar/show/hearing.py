"""What is heard besides words: laughter that makes room for the next line, music under a scene; and who reacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from avatar.show import audience, beds, effects
from avatar.show.cues import Laugh
from avatar.show.sounds.tunes import TUNES
from avatar.show.timing import seconds
from avatar.types import Clip, Entry, Mark

_MAKERS = {"laugh": audience.laugh, "applause": audience.applaud}
_ONCE = {"entrance": audience.greet_entrance, "gasp": audience.gasp}


def duck(cue: Laugh, house: str, seed: int) -> audience.Laughter:
    """The noise that the audience makes, softer in its tail, over which the next line is spoken."""
    if cue.kind in _MAKERS:
        heard = _MAKERS[cue.kind](cue.strength, house, seed)
    elif cue.kind in _ONCE:
        heard = _ONCE[cue.kind](house, seed)
    else:
        heard = audience.murmur(cue.kind, house, seed)
    clip = heard.clip
    resume = round(heard.resume_s * clip.rate)
    if resume >= len(clip.samples):
        return heard
    gain = np.full(len(clip.samples), seconds("tail talked over gain"), np.float32)
    gain[:resume] = 1.0
    ramp = min(round(0.3 * clip.rate), len(gain) - resume)
    gain[resume : resume + ramp] = np.linspace(1.0, seconds("tail talked over gain"), ramp, dtype=np.float32)
    softer = Clip((clip.samples * gain).round().astype(np.int16), clip.rate)
    return audience.Laughter(softer, heard.crest_s, heard.resume_s)


def react(
    cue: Laugh, heard: audience.Laughter, start: float, speaker: str, others: Sequence[str], faces: Mapping[str, str]
) -> Iterator[Entry]:
    """What those on stage do while the house laughs: the speaker takes it, the partners react once it has begun."""
    if cue.kind != "laugh":
        return
    begins, ends = start + seconds("reaction"), start + max(heard.resume_s, seconds("reaction") + 0.6)
    if others:
        yield Entry(begins, speaker, Mark("look", "audience", 0.0, ends - begins))
    for who in others:
        if cue.strength >= 3:  # the take: a partner shares it with the house, and keeps a straight face
            yield Entry(begins, who, Mark("look", "audience", 0.0, ends - begins))
            yield from _for_now(who, "deadpan", begins, ends, faces)
        elif cue.strength == 2:
            yield Entry(begins, who, Mark("look", speaker, 0.0, ends - begins))
            yield from _for_now(who, "smile", begins, ends, faces)


def _for_now(who: str, face: str, begins: float, ends: float, faces: Mapping[str, str]) -> Iterator[Entry]:
    """An expression until the laugh is over; a face that the script has asked for stays."""
    if faces.get(who, "neutral") == "neutral":
        yield Entry(begins, who, Mark("expression", face, strength=0.7))
        yield Entry(ends, who, Mark("expression", "neutral"))


class Ears(NamedTuple):
    """Where the sounds of a show, other than words, come from."""

    house: Callable[[Laugh, str, int], audience.Laughter] = duck
    """The noise of an audience for a cue, by the kind of house and a seed."""
    effect: Callable[[str], Clip] = effects.make_effect
    bed: Callable[[str], beds.Bed] | None = effects.make_bed


EARS = Ears()
"""Everything as it will be heard."""

SLICES = 4
"""Parts of a piece of music that are put out one by one: the shorter, the sooner it has faded when it is stopped."""


class Underscore:
    """Music under what happens, bit by bit, because nobody knows beforehand when it will be told to end."""

    def __init__(self, bed: Callable[[str], beds.Bed] | None = effects.make_bed) -> None:
        """`bed` None: nothing is heard."""
        self._make = bed
        self._bed: beds.Bed | None = None
        self._start = 0.0
        self._slices = 0
        self._bpm = 0.0

    @property
    def beat(self) -> tuple[float, float] | None:
        """(seconds at which it began, seconds of a beat) of the music that is heard; None for none, and for weather."""
        return (self._start, 60.0 / self._bpm) if self._bed is not None and self._bpm else None

    def begin(self, name: str, t: float) -> list[Entry]:
        """Play this music from `t` on, '' for none; returns the entries that end the music of before."""
        ending = self.end(t)
        if self._make and name and effects.is_bed(name):
            self._bed, self._start, self._slices = self._make(name), t, 0
            self._bpm = TUNES[name].beats_a_minute if name in TUNES else 0.0
        return ending

    def until(self, t: float) -> list[Entry]:
        """The slices that begin before `t` and have not been given out yet."""
        entries: list[Entry] = []
        while self._bed is not None:
            entry = self._entry(self._bed)
            if entry.start >= t:
                break
            entries.append(entry)
            self._slices += 1
        return entries

    def end(self, t: float) -> list[Entry]:
        """The music fades within one more slice."""
        entries = self.until(t)
        if self._bed is not None and self._slices:
            last = self._entry(self._bed)
            assert isinstance(last.what, Clip)
            fade = np.cos(np.linspace(0.0, np.pi / 2, len(last.what.samples))) ** 2
            faded = (last.what.samples * fade).round().astype(np.int16)
            entries.append(Entry(last.start, "", Clip(faded, last.what.rate)))
        self._bed = None
        return entries

    def _entry(self, bed: beds.Bed) -> Entry:
        """The next slice; slices follow each other to the sample."""
        number, part = divmod(self._slices, SLICES)
        clip = bed.piece(number)
        first, last = (len(clip.samples) * each // SLICES for each in (part, part + 1))
        start = self._start + (number * len(clip.samples) + first) / clip.rate
        return Entry(start, "", Clip(clip.samples[first:last], clip.rate))
