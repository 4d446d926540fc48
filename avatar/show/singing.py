"""A song as something that can be played, filmed or baked: what `avatar sing` gives to the player of shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from avatar.show import clapping
from avatar.show.cues import Bookmark
from avatar.show.performing import PerformedCue
from avatar.show.sources import ShowStop
from avatar.song.arranging import Arrangement, Singing
from avatar.song.singing import Tell
from avatar.speech import traits
from avatar.speech.speaker import Speaker
from avatar.types import Entry

SAFE = 0.8
"""Seconds that a second of song may take to be made while it is played: the stage needs the rest of the machine."""


class SongSource:
    """A song, sung a few lines ahead of what is heard. A cue is a line of it."""

    def __init__(self, arrangement: Arrangement, speaker: Speaker, tell: Tell, house: str = "none") -> None:
        """`house`: who claps along and applauds. `tell` hears of what the singers had to change."""
        self.arrangement = arrangement
        self.singing = Singing(arrangement, speaker, tell)
        self._speaker, self._tell, self._house = speaker, tell, house
        self._lock = threading.Lock()
        self.head = arrangement.head
        self.sets: tuple[str, ...] = (arrangement.set,)
        whos = [role.who for role in arrangement.roles]
        self.stops = tuple(
            ShowStop(number, number + 1, whos[line.role], line.text) for number, line in enumerate(arrangement.lines)
        )
        self.scenes: tuple[Bookmark, ...] = (Bookmark(arrangement.score.title, 1, 0),)

    def prepare(self, notice: str = "") -> None:
        """Make what a slow voice has to have made before the song begins: the first line, or more. `notice` is told
        where it is more."""
        lines = self.arrangement.lines
        self.singing.line(0)
        voices = (role.voice for role in self.arrangement.roles)
        if not any(traits(voice.engine).heavy for voice in voices if voice is not None):
            return  # sung several times as fast as it is heard
        self.singing.line(min(1, len(lines) - 1))
        told = False
        for number in range(2, len(lines)):
            rate = self.singing.rate / SAFE
            made = lines[number].start
            if rate <= 1.0 or (self.arrangement.score.duration - made) * (rate - 1.0) <= made:
                return
            if notice and not told:
                told = True
                self._tell(notice)
            self.singing.line(number)

    def steps(self, cue: int) -> Iterator[PerformedCue]:
        with self._lock:
            singing = self.singing.steps(min(cue, len(self.stops) - 1))
            for number, step in enumerate(singing, cue):
                entries = step.entries
                if number == cue and self._house != "none":
                    begins = self.at(cue)
                    claps = (each for each in self._claps if each.end > begins)
                    entries = tuple(sorted((*entries, *claps), key=lambda each: each.start))
                yield PerformedCue(number, number + 1, step.start, step.t, entries)

    @property
    def _claps(self) -> tuple[Entry, ...]:
        """What the house does: claps along, and applauds."""
        return tuple(clapping.clap_along(self.arrangement, self._house))

    def at(self, cue: int) -> float:
        return self.singing.begins(cue)

    @property
    def total(self) -> float:
        return self.arrangement.total

    def close(self) -> None:
        self._speaker.close()
