"""A song as something that can be played, filmed or baked: what `avatar sing` gives to the player of shows.

    opening (count-in) ── heard at once
    key ─> first line, on a thread      ─> the song, a few lines ahead of what is heard
        └> backing, on another

What takes long is made while the opening sounds; where it is not ready by then, the count-in goes on by whole bars.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

from avatar.edits.takes import edited_entries, edits_by_place
from avatar.edits.values import NO_EDITS, EditFile
from avatar.show import clapping
from avatar.show.cues import Bookmark
from avatar.show.performing import PerformedCue
from avatar.show.sources import ShowStop
from avatar.song.arranging import Arrangement, Singing, SongStep
from avatar.song.backing import Backing, play_backing
from avatar.song.score import Remark, Score
from avatar.song.singing import Tell
from avatar.song.tuning import find_transposition
from avatar.speech import traits
from avatar.speech.speaker import Speaker
from avatar.types import Entry

Made = TypeVar("Made")

SAFE = 0.8
"""Seconds that a second of song may take to be made while it is played: the stage needs the rest of the machine."""
COUNTED_S = 6.0
"""Seconds for which the count-in goes on at most where the singers are not ready; then it is told, and all wait."""
SLOW = "This voice is slow here: the song begins as soon as enough of it is sung."


class SongSource:
    """A song, sung a few lines ahead of what is heard. A cue is a line of it."""

    def __init__(
        self, arrangement: Arrangement, speaker: Speaker, tell: Tell, house: str = "none", transpose: int | None = 0,
        own: bool = True, edits: EditFile = NO_EDITS,
    ) -> None:  # fmt: skip
        """Begins to sing at once, on a thread of its own.

        `arrangement`: without a backing, which is made here. `house`: who claps along and applauds. `tell` hears, on
        any thread, of what the singers had to change. `transpose`: semitones; None: to where the parts lie best.
        `own`: whether the speaker is closed with the song, instead of stopped. `edits`: what was put right in its
        lines.
        """
        self._arranged = arrangement
        self._speaker, self._tell, self._house, self._transpose = speaker, tell, house, transpose
        self._own = own
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._counting = self._late = False
        """Whether only the opening has been given so far, and whether the count-in was given up."""
        self.head = arrangement.head
        self.sets: tuple[str, ...] = (arrangement.set,)
        whos = [role.who for role in arrangement.roles]
        self.stops = tuple(
            ShowStop(number, number + 1, whos[line.role], line.text) for number, line in enumerate(arrangement.lines)
        )
        self.scenes: tuple[Bookmark, ...] = (Bookmark(arrangement.score.title, 1, 0),)
        self._edits = edits_by_place(edits, [(stop.who, stop.text) for stop in self.stops])
        self._ready: Future[Singing] = _begun(self._begin, "song")

    @property
    def arrangement(self) -> Arrangement:
        """The song as it is known so far: key and backing come while it is made."""
        return self._arranged

    @property
    def remarks(self) -> list[Remark]:
        """What the singers had to change so far."""
        done = self._ready.done() and self._ready.exception() is None
        return self._ready.result().remarks if done else []

    # ------------------------------------------------------------------------------------------------ before it begins

    def _begin(self) -> Singing:
        """The song in its key, with its backing, its first line sung. Raises AvatarError where nobody can sing it."""
        score = self._arranged.score
        roles = self._arranged.roles
        moved = find_transposition(score, roles, self._speaker) if self._transpose is None else self._transpose
        score = score.transposed(moved) if moved else score
        backing = _begun(lambda: self._accompanied(score), "backing")
        singing = Singing(replace(self._arranged, score=score), self._speaker, self._tell)
        singing.line(0)
        played = backing.result()
        with self._turn:
            clip = played.clip if played else None
            self._arranged = replace(self._arranged, score=score, backing=clip)
            singing.arrangement = self._arranged
        return singing

    def _accompanied(self, score: Score) -> Backing | None:
        backing = play_backing(score, seed=self._arranged.seed)
        for remark in backing.remarks if backing else ():
            self._tell(str(remark))
        return backing

    def _gets_ahead(self, singing: Singing) -> None:
        """Make what a slow voice has to have made before the song begins: two lines, or more."""
        lines, total = self._arranged.lines, self._arranged.score.duration
        voices = (role.voice for role in self._arranged.roles)
        if not any(traits(voice.engine).heavy for voice in voices if voice is not None):
            return  # sung several times as fast as it is heard
        singing.line(min(1, len(lines) - 1))
        for number in range(2, len(lines)):
            rate, made = singing.rate / SAFE, lines[number].start
            if rate <= 1.0 or (total - made) * (rate - 1.0) <= made:
                return
            singing.line(number)

    # ------------------------------------------------------------------------------------------------------- the steps

    def steps(self, cue: int) -> Iterator[PerformedCue]:
        with self._lock:
            cue = min(cue, len(self.stops) - 1)
            if cue == 0:
                yield self._opening()
            singing = self._ready.result()
            if cue == 0:
                self._gets_ahead(singing)
            for number in range(cue, len(self.stops) + 1):
                step = self._first(singing) if number == cue == 0 else singing.step(number, opens=number == cue)
                edits = self._edits.get(number)
                entries = step.entries
                if edits is not None:
                    entries = edited_entries(entries, self.stops[number].who, edits)
                if number == cue and self._house != "none":
                    begins = step.start
                    claps = (each for each in self._claps if each.end > begins)
                    entries = tuple(sorted((*entries, *claps), key=lambda each: each.start))
                yield PerformedCue(number, number + 1, step.start, step.t, entries)

    def _opening(self) -> PerformedCue:
        """What sounds at once: it needs neither key nor voice."""
        with self._turn:
            self._arranged = replace(self._arranged, waited=0)
            self._counting, self._late = True, False
            opening = self._arranged
        return PerformedCue(0, 1, 0.0, opening.opened, opening.opening(), self._count_on)

    def _count_on(self) -> PerformedCue | None:
        """One more bar of the count-in; None once the first line is there, or nobody wants to count any longer."""
        with self._turn:
            more = replace(self._arranged, waited=self._arranged.waited + 1)
            begins = self._arranged.opened
            if not self._counting or self._late:
                return None
            if not more.counted or more.origin - replace(more, waited=0).origin > COUNTED_S:
                self._late = True
            else:
                self._arranged = more
                return PerformedCue(0, 1, begins, more.opened, more.more_count(), self._count_on)
        self._tell(SLOW)
        return None

    def _first(self, singing: Singing) -> SongStep:
        """The first line, after as many bars as were counted until it was there."""
        while True:
            with self._turn:
                late = self._late and self._arranged.counted
                arranged = replace(self._arranged, waited=self._arranged.waited + late)
            singing.arrangement = arranged
            step = singing.step(0, opens=True, opened=True)
            with self._turn:
                if self._arranged.waited + late != arranged.waited or (self._late and not late):
                    continue  # another bar was counted meanwhile
                self._arranged, self._counting = arranged, False
            if late:  # everybody stood and waited: they are counted in anew
                step = step._replace(entries=tuple(sorted((*step.entries, *arranged.more_count()), key=_start)))
            return step

    @property
    def _claps(self) -> tuple[Entry, ...]:
        """What the house does: claps along, and applauds."""
        return tuple(clapping.clap_along(self._arranged, self._house))

    def at(self, cue: int) -> float:
        return self._arranged.begins(cue)

    @property
    def total(self) -> float:
        return self._arranged.total

    def close(self) -> None:
        if self._own:
            self._speaker.close()
        else:
            self._speaker.stop()


def _start(entry: Entry) -> float:
    return entry.start


def _begun(make: Callable[[], Made], name: str) -> Future[Made]:
    """What a thread of its own makes."""
    made: Future[Made] = Future()

    def work() -> None:
        try:
            made.set_result(make())
        # A thread's boundary: whoever asks for the result gets it.
        except BaseException as error:  # noqa: BLE001
            made.set_exception(error)

    threading.Thread(target=work, name=name, daemon=True).start()
    return made
