"""What each cue puts onto the clock: lines with their pauses, laughter, sounds, entrances, looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from avatar.pacing import natural_gap
from avatar.show import audience
from avatar.show.cues import (
    Act,
    Card,
    Chapter,
    Cue,
    Directed,
    Fade,
    Heading,
    Laugh,
    Music,
    Pause,
    Say,
    Sound,
)  # fmt: skip
from avatar.show.timing import seconds
from avatar.types import VISEMES, Entry, Mark, MarkKind, MouthTrack, Performance

Speak = Callable[[Say], Performance]
"""Performs one sentence. Never raises: what can't be spoken comes back silent, with its caption."""


@dataclass
class _Now:
    """What is in force at a moment of the show."""

    scene: Heading | None = None
    on: dict[str, str] = field(default_factory=dict)
    """Who is on stage, and the name of their place."""
    faces: dict[str, str] = field(default_factory=dict)
    """Person to the expression on their face, where it is not neutral."""
    last: Performance | None = None
    """The sentence just said; None where something came after it."""
    speaker: str = ""
    speech: float = 0.0
    """Seconds at which the speech being spoken began."""
    ends: float = 0.0
    """Seconds at which the first of two who speak together has finished."""
    paused: bool = True
    """Whether a silence, a laugh or a sound separates what follows from what came before."""


class Stagecraft:
    """Walks through cues and collects entries. `t` is where the next cue may begin."""

    def __init__(self, directed: Directed, speak: Speak, house: str, seed: int) -> None:
        self._cues, self._cast = directed.cues, [member.who for member in directed.cast]
        self._speak, self._house, self._seed = speak, house, seed
        self._now = _Now(on=dict.fromkeys(self._cast, ""))
        self._entries: list[Entry] = []
        self.t = 0.0
        self._handlers: dict[type, Callable[[int, Any], float]] = {
            Say: self._say, Pause: self._pause, Laugh: self._laugh, Sound: self._sound, Music: self._music,
            Act: self._act, Heading: self._heading, Card: self._card, Chapter: self._chapter, Fade: self._fade,
        }  # fmt: skip

    def do(self, index: int, cue: Cue) -> float:
        """Perform a cue; returns the seconds at which it is first seen or heard."""
        return self._handlers[type(cue)](index, cue)

    def taken(self) -> tuple[Entry, ...]:
        """The entries since the last time, in order."""
        entries, self._entries = self._entries, []
        return tuple(sorted(entries, key=lambda entry: entry.start))

    # ------------------------------------------------------------------------------------------- beginning and ending

    def foresee(self, cue: Cue) -> None:
        """Remember what stays of a cue that is passed over."""
        if isinstance(cue, Heading):
            self._now.scene, self._now.on, self._now.faces = cue, dict(cue.people), {}
        elif isinstance(cue, Act):
            self._remember(cue.who, cue.mark)
        elif isinstance(cue, Say):
            for spot in cue.marks:
                self._remember(cue.who, spot.mark)

    def _remember(self, who: str, mark: Mark) -> None:
        now = self._now
        if mark.kind == "expression":
            now.faces[who] = mark.name
        elif mark.kind == "enter":
            now.on[who] = mark.name or now.on.get(who, "")
        elif mark.kind == "exit":
            now.on.pop(who, None)
        elif mark.kind == "move" and who in now.on:
            now.on[who] = mark.name

    def open(self, first: Cue | None) -> None:
        """The stage as it is when the first cue comes."""
        if isinstance(first, Heading):
            return
        if self._now.scene:
            self._put("", "set", self._now.scene.set)
        self._people(self._now.on)
        for who, face in self._now.faces.items():
            self._put(who, "expression", face)

    def close(self) -> float:
        """The moment at which the picture stays when all is over."""
        start = self.t
        self.t += seconds("end")
        self._put("", "state", "idle", self.t)  # nobody's: it only makes the scene last until here
        return start

    def _people(self, on: dict[str, str]) -> None:
        for who in self._cast:
            self._put(who, "enter" if who in on else "exit", on.get(who, ""))

    def _put(self, who: str, kind: MarkKind, name: str, at: float | None = None, lasts: float | None = None) -> None:
        start = self.t if at is None else at
        self._entries.append(Entry(start, who, Mark(kind, name, 0.0, lasts)))

    # --------------------------------------------------------------------------------------------------------- speech

    def _say(self, index: int, cue: Say) -> float:
        now = self._now
        performance = _acted(self._speak(cue), cue)
        if cue.together and cue.first:
            now.ends, self.t = self.t, now.speech
        else:
            self.t += self._gap(index, cue, performance)
        start = self.t
        if cue.first and not cue.together:
            now.speech, now.ends = start, start
        self._face(cue, start)
        self._entries.append(Entry(start, cue.who, performance))
        self.t = start + performance.duration
        if not self._goes_on_together(index):
            self.t = max(self.t, now.ends)
        now.last, now.speaker, now.paused = performance, cue.who, False
        return start

    def _goes_on_together(self, index: int) -> bool:
        following = self._cues[index + 1] if index + 1 < len(self._cues) else None
        return isinstance(following, Say | Pause) and following.together and not getattr(following, "first", False)

    def _gap(self, index: int, cue: Say, performance: Performance) -> float:
        """Seconds between what was heard last and this sentence."""
        now = self._now
        if now.paused:
            return 0.0
        natural = natural_gap(now.last, performance)
        punch = self._is_punch(index)
        if not cue.first:
            return max(natural, seconds("hold before a punch line")) if punch else natural
        if cue.who != now.speaker:
            return max(0.0, seconds("retort" if punch else "change of speaker"))
        return max(natural, seconds("same speaker again"))

    def _is_punch(self, index: int) -> bool:
        """Whether the audience laughs right after this cue."""
        following = self._cues[index + 1] if index + 1 < len(self._cues) else None
        return isinstance(following, Laugh) and following.kind == "laugh"

    def _face(self, cue: Say, start: float) -> None:
        """A face made in an earlier speech is dropped as a new one begins."""
        now = self._now
        makes = [spot for spot in cue.marks if spot.mark.kind == "expression"]
        if cue.first and now.faces.get(cue.who, "neutral") != "neutral" and not any(spot.at == 0 for spot in makes):
            self._put(cue.who, "expression", "neutral", start)
            now.faces[cue.who] = "neutral"
        for spot in makes:
            now.faces[cue.who] = spot.mark.name

    def _pause(self, index: int, cue: Pause) -> float:
        start = self.t
        self.t += cue.seconds
        self._now.paused, self._now.last = True, None
        if not self._goes_on_together(index):
            self.t = max(self.t, self._now.ends)
        return start

    # ---------------------------------------------------------------------------------------------------------- sound

    def _laugh(self, index: int, cue: Laugh) -> float:
        heard = (audience.laugh if cue.kind == "laugh" else audience.applause)(
            cue.strength, self._house, self._seed + index
        )
        start = self.t
        if heard.clip.duration:
            self._entries.append(Entry(start, "", heard.clip))
        self.t = start + heard.resume_s + seconds("after a laugh")
        self._now.paused, self._now.last = True, None
        return start

    def _sound(self, index: int, cue: Sound) -> float:
        start = self.t
        self._now.paused, self._now.last = True, None
        return start

    def _music(self, index: int, cue: Music) -> float:
        return self.t

    # -------------------------------------------------------------------------------------------------------- picture

    def _act(self, index: int, cue: Act) -> float:
        start = self.t
        self._put(cue.who, cue.mark.kind, cue.mark.name)
        self._remember(cue.who, cue.mark)
        if cue.waits:
            lasts = {"enter": "enter", "exit": "exit", "move": "move"}.get(cue.mark.kind, "act then speak")
            self.t += seconds(lasts)
            self._now.paused = True
        return start

    def _heading(self, index: int, cue: Heading) -> float:
        start = self.t
        self._put("", "set", cue.set)
        self.foresee(cue)
        self._people(self._now.on)
        for who in self._now.on:
            self._put(who, "expression", "neutral")
        self.t += seconds("scene begins")
        self._now.paused, self._now.speaker = True, ""
        return start

    def _card(self, index: int, cue: Card) -> float:
        start = self.t
        lasts = max(seconds("card"), seconds("card a word") * len(cue.text.split()))
        self._put("", "title", cue.text, lasts=lasts)
        self.t += lasts
        self._now.paused = True
        return start

    def _chapter(self, index: int, cue: Chapter) -> float:
        self._put("", "chapter", cue.name)
        return self.t

    def _fade(self, index: int, cue: Fade) -> float:
        start = self.t
        self._put("", "fade", cue.way, lasts=seconds("fade"))
        self.t += seconds("fade")
        self._now.paused = True
        return start


def _acted(performance: Performance, cue: Say) -> Performance:
    """The sentence with the script's own marks in it, and resting lips for a voice-over."""
    own = [replace(spot.mark, start=when(spot.at, performance)) for spot in cue.marks]
    marks = [*performance.marks, *own]
    mouth = performance.mouth
    if cue.unseen:
        rest = np.zeros_like(mouth.weights)
        rest[:, VISEMES.index("sil")] = 1.0
        mouth = MouthTrack(rest, mouth.rung)
        marks = [mark for mark in marks if mark.kind not in ("emphasis", "question")]
    return replace(performance, mouth=mouth, marks=tuple(sorted(marks, key=lambda mark: mark.start)))


def when(at: int, performance: Performance) -> float:
    """When the character at index `at` of a sentence is said."""
    words = [word for word in performance.speech.words if word.at >= 0]
    if at <= 0:
        return 0.0
    if not words:
        return performance.duration * min(1.0, at / max(1, len(performance.speech.text)))
    return next((word.start for word in words if word.at + word.length > at), words[-1].end)
