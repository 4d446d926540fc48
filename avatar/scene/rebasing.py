"""What a piece of a scene shows, and no more, on a clock of its own.

Two pieces that look alike come out equal, wherever in a scene they stand and whatever came before: times count from
the piece's beginning, what can't be seen any more is gone, what lasts is there without its history. A pose in the
rebased scene is that of the whole one, to a millionth of a second.

Each rule here answers one of `pose`, `staging`, `reading` and `hopping`: how far back and ahead they look. A test holds
them together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from avatar.character.acting import Acting
from avatar.scene import manner
from avatar.scene.camera import list_cuts, view_at
from avatar.scene.clocks import list_clocks
from avatar.scene.dancing import NEXT_S, PASSES_S
from avatar.scene.holding import LOWERED_S, RAISED_S
from avatar.scene.hopping import HOP_S, REST_S
from avatar.scene.pose import blinks_after
from avatar.scene.staging import GLIDE_MOST_S, WIDE, arrange
from avatar.scene.standing import keep_staging
from avatar.scene.timeline import ActingCue, Talk, build_timeline
from avatar.scene.wearing import DONNED_S
from avatar.types import FRAME_RATE, VISEMES, Clip, Entry, Mark, MarkKind, MouthTrack, Performance, Rung, Scene, Speech

BASE_S = 64.0
"""Second at which a rebased piece begins: before it is room for what began earlier."""

SETTLED_S = 10.0
"""What has long come to rest began so long before the piece."""

AFTER_S = 1.5
"""Seconds for which somebody who has finished still settles, is listened to and may blink."""

AHEAD_S: Mapping[str, float] = {
    "talk": max(manner.INHALE, manner.STIRS),
    "emphasis": manner.NOD_BEFORE,
    "question": -manner.QUESTION.delay,
    "dance": PASSES_S,
    "expression": manner.MOOD_LEAD,
}
"""Seconds before a clause or a mark of a kind in which somebody already moves for it; none for others."""

LEFT_S = 2e-3
"""Seconds before a whip at which all is still as it leaves it."""

STEP = 1e-6
"""Seconds that times are rounded to: sums of the same pauses in another order differ by less."""


@dataclass(frozen=True)
class Actor:
    """What there is to know of a character whose piece is rebased."""

    acting: Acting
    hops: bool = False
    """Whether it jumps as it begins to speak."""


class _Span(NamedTuple):
    """The piece, in seconds of the whole scene."""

    begin: float
    end: float
    since: float
    """From when on it counts how stage, shots and what people hold came to be: as it begins, or a moment before a whip
    that is under way then, which still shows what it leaves."""

    def shift(self, t: float) -> float:
        """A time on the piece's clock. Never half a step: halves would be rounded this way and that."""
        return BASE_S + math.floor((t - self.begin) / STEP + 0.618) * STEP


def rebase(
    scene: Scene, begin: float, end: float, actors: Mapping[str, Actor], shape: float = WIDE, reads: bool = False
) -> Scene:
    """The piece from `begin` to `end` seconds as a scene that begins at `BASE_S`.

    `actors`: by the names of the characters; `shape`: width over height of the picture; `reads`: captions are shown, so
    what is said counts too. Sounds are left out: clauses are silent, and as long as they were.
    """
    end -= STEP  # what begins with the next piece is not in this one, however the sum of its pauses is rounded
    span = _Span(begin, end, _find_since(scene, begin))
    set_, staged = keep_staging(scene, span.since, end, span.shift)
    staged += _shots(scene, span)
    bare = Scene(scene.cast, tuple(staged), set_)
    seen = _find_seen(bare, span, shape)
    entries = [*staged, *_clocks(scene, span)]
    keeper = _Keeper(scene, span, actors, reads)
    said: set[str] = set()
    for member in scene.cast:
        acted = list(keeper.keep(member.who, member.who in seen))
        entries += acted
        said |= {entry.who for entry in acted}
    cast = tuple(
        replace(member, voice="") for member in scene.cast if reads or member.who in seen or member.who in said
    )
    there = {member.who for member in cast} | {""}
    kept = sorted((entry for entry in entries if entry.who in there), key=_order)
    return Scene(cast, tuple(kept), set_, seed=scene.seed)


def _find_since(scene: Scene, begin: float) -> float:
    cuts = [cut for cut in list_cuts(scene) if cut.start <= begin + STEP]
    if len(cuts) < 2 or cuts[-1].shot != "whip" or cuts[-1].start + cuts[-1].seconds <= begin + STEP:
        return begin
    before = cuts[-1].start - LEFT_S
    # Between two sets nothing whips.
    return before if arrange(scene, before).set == arrange(scene, begin + STEP).set else begin


def _order(entry: Entry) -> tuple[float, str, str, str]:
    what = entry.what
    return (entry.start, entry.who, *((what.kind, what.name) if isinstance(what, Mark) else ("", "")))


def _find_seen(staged: Scene, span: _Span, shape: float) -> set[str]:
    """Whoever can be seen in the piece: those on stage that the camera shows."""
    changes = {entry.start + after for entry in staged.entries for after in (0.0, GLIDE_MOST_S)}
    changes |= {cut.start + cut.seconds for cut in list_cuts(staged)}
    last = span.shift(span.end) - STEP
    changes |= {t - 2 * STEP for t in changes}  # who has gone is not there until they come again
    moments = {BASE_S, last, *(t for t in changes if BASE_S < t < last)}
    found = set(arrange(staged, span.shift(span.since), shape).places) if span.since < span.begin else set[str]()
    for t in moments:
        shown = view_at(staged, t, shape).shown
        found |= {who for who in arrange(staged, t, shape).places if shown is None or who in shown}
    return found


def _shots(scene: Scene, span: _Span) -> Iterator[Entry]:
    """The shot in force as the piece begins, and those that begin in it; of a whip also the shot that it leaves."""
    cuts = [cut for cut in list_cuts(scene) if cut.start < span.end]
    begun = sum(cut.start <= span.begin + STEP for cut in cuts)
    first = max(0, begun - (2 if span.since < span.begin else 1))
    for cut in cuts[first:]:
        # A hand may have begun to rise before it, or after.
        settled = cut.start <= span.since - RAISED_S and cut.start + cut.seconds <= span.since + STEP
        start = BASE_S - SETTLED_S - cut.seconds if settled else span.shift(cut.start)
        name = f"{cut.shot} {cut.other}" if cut.other else cut.shot
        yield Entry(start, cut.who, Mark("camera", name, 0.0, cut.seconds or None))


def _clocks(scene: Scene, span: _Span) -> Iterator[Entry]:
    """The clock in force as the piece begins, and those that begin in it."""
    clocks = sorted(list_clocks(scene.entries))
    before = [each for each in clocks if each[0] <= span.begin + STEP]
    for t, name in [before[-1] if before else (0.0, ""), *clocks[len(before) :]]:
        if t < span.end:
            yield Entry(span.shift(t), "", Mark("clock", name))


class _Hold(NamedTuple):
    """How marks of a kind that lasts come and go."""

    latest: int
    """How many of the latest `pose` eases over each other."""
    rise: float
    fall: float


HOLDS: Mapping[MarkKind, _Hold] = {
    "expression": _Hold(manner.MOODS_KEPT, manner.MOOD_CHANGE - manner.MOOD_LEAD, manner.MOOD_GOES),
    "state": _Hold(2, manner.STATE.rise, manner.STATE.fall),
    "look": _Hold(2, manner.HEAD_AFTER_EYES, manner.HEAD_AFTER_EYES),
    "prop": _Hold(2, max(RAISED_S, LOWERED_S), 0.0),
    "hat": _Hold(2, DONNED_S, 0.0),
}


IN_HAND = ("prop", "hat")
"""Kinds of marks for which the camera makes room."""


class _Keeper:
    """Finds what of each cast member's acting counts in the piece."""

    def __init__(self, scene: Scene, span: _Span, actors: Mapping[str, Actor], reads: bool) -> None:
        self._scene, self._span, self._reads = scene, span, reads
        self._actors = {member.who: actors[member.character] for member in scene.cast}
        spoken = [(entry.start, entry.end) for entry in scene.entries if isinstance(entry.what, Performance)]
        self._first = min((start for start, end in spoken if end >= span.begin - AFTER_S), default=math.inf)
        self._spoken = [each for each in spoken if each[0] >= self._first]

    def keep(self, who: str, seen: bool) -> Iterator[Entry]:
        """The entries of one of them; of whoever can't be seen only when they speak."""
        line = build_timeline(self._scene, who)
        for talk in line.talks:
            if self._first <= talk.start < self._span.end + (AHEAD_S["talk"] if seen else 0.0):
                yield self._talk(who, talk, seen)
        if not seen:
            return
        actor = self._actors[who]
        for kind, cues in (("gesture", line.gestures), ("emphasis", line.beats), ("question", line.questions),
                           ("dance", line.dances), ("head", line.heads), ("brows", line.brows)):  # fmt: skip
            over = _OVER[kind]
            for cue in cues.cues:
                if cue.start < self._span.end + AHEAD_S.get(kind, 0.0) and self._span.begin < over(cue, actor.acting):
                    yield self._mark(who, kind, cue)
        for kind, cues in (
            ("expression", line.expressions),
            ("state", line.states),
            ("look", line.looks),
            ("prop", line.props),
            ("hat", line.hats),
        ):
            known = [cue for cue in cues.cues if kind != "expression" or cue.name in actor.acting.expressions]
            yield from (self._mark(who, kind, cue) for cue in self._held(kind, known))

    # ------------------------------------------------------------------------------------------------------- speaking

    def _talk(self, who: str, talk: Talk, seen: bool) -> Entry:
        """A clause: all of its mouth while it is said, and only its end or its beginning before and after."""
        begin, end, _ = self._span
        hop_s = HOP_S + REST_S if self._actors[who].hops else 0.0
        if talk.end <= begin - max(manner.MOUTH_FADE, hop_s) and not self._overlaps(talk):
            lasts = self._length_like(who, talk)
            return Entry(self._span.shift(talk.end) - lasts, who, _said(who, lasts))
        if talk.start >= end and not self._reads:
            return Entry(self._span.shift(talk.start), who, _said(who, 1.0))
        start = self._span.shift(talk.start)
        what = talk.what
        clip = Clip(np.zeros(len(what.speech.clip.samples), np.int16), what.speech.clip.rate)
        if not seen and not self._reads:
            return Entry(start, who, _said(who, clip.duration))
        if not self._reads:
            return Entry(start, who, Performance(who, Speech(clip, "", ""), _bare(what.mouth)))
        # A question is marked already: its text must not mark it again.
        text = what.speech.text if what.speech.notes is not None or not what.captions else ""
        settled = (Mark("question", "", -BASE_S, -BASE_S),) if text else ()
        speech = Speech(clip, text, "", notes=what.speech.notes)
        return Entry(start, who, Performance(who, speech, _bare(what.mouth), settled, what.captions))

    def _overlaps(self, talk: Talk) -> bool:
        """Whether somebody else speaks at the same time: then it counts who began when."""
        return any(start < talk.end and talk.start < end for start, end in self._spoken if (start, end) != talk[:2])

    def _length_like(self, who: str, talk: Talk) -> float:
        """One of two lengths for a clause that is over: all that counts is whether it ends with a blink."""
        blinks = blinks_after(talk.end - talk.start, self._scene.seed, who)
        lengths = (1.0 + number / FRAME_RATE for number in range(10 * FRAME_RATE))
        return next((each for each in lengths if blinks_after(each, self._scene.seed, who) == blinks), 1.0)

    # ---------------------------------------------------------------------------------------------------------- marks

    def _mark(self, who: str, kind: str, cue: ActingCue) -> Entry:
        lasts = None if cue.end == math.inf else _rounded(cue.end - cue.start) + cue.within
        start = self._span.shift(cue.start) - cue.within
        return Entry(start, who, Mark(_KINDS[kind], cue.name, cue.within, lasts, cue.strength))

    def _held(self, kind: str, cues: list[ActingCue]) -> Iterator[ActingCue]:
        """The marks that last: those in force as the piece begins, without their history, and those that come."""
        hold, begin = HOLDS[_KINDS[kind]], self._span.since if kind in IN_HAND else self._span.begin
        now = [cue for cue in cues if cue.start <= begin]
        kept: list[ActingCue] = []
        for cue in reversed(now[-hold.latest :]):
            cue, covers = self._settled(kind, cue, hold)
            kept.append(cue)
            if covers:
                break
        while kept and _does_nothing(kind, kept[-1]):
            kept.pop()
        for place, cue in enumerate(reversed(kept)):
            if cue.start <= begin - hold.rise:
                cue = cue._replace(start=begin - SETTLED_S + place * 0.01, within=0.0)
            yield cue
        yield from (cue for cue in cues if begin < cue.start < self._span.end + AHEAD_S.get(kind, 0.0))

    def _settled(self, kind: str, cue: ActingCue, hold: _Hold) -> tuple[ActingCue, bool]:
        """A mark as it counts from the piece's beginning on; whether it hides what came before it for good."""
        begin = self._span.since if kind in IN_HAND else self._span.begin
        if kind == "look" and cue.end == math.inf and cue.name == "away":
            cue = cue._replace(end=cue.start + manner.AWAY_LASTS)
        come = cue.start <= begin - hold.rise
        if kind in IN_HAND:  # a thing is held until another one, or none, is
            return cue._replace(end=math.inf), come
        if cue.end + hold.fall <= begin:
            if kind == "expression":
                return cue._replace(name="neutral", end=math.inf, strength=1.0), True
            return cue._replace(name="", end=begin - SETTLED_S / 2, strength=1.0), False
        if kind == "expression":
            return cue, come and cue.strength >= 1.0
        return cue, come and cue.end == math.inf


def _does_nothing(kind: str, cue: ActingCue) -> bool:
    """Whether the oldest of the marks that are kept leaves things as if there were none."""
    if kind == "expression":
        return cue.name == "neutral"
    return not cue.name or (kind == "state" and cue.name not in ("thinking", "listening"))


Over = Callable[[ActingCue, Acting], float]


def _gesture_over(cue: ActingCue, acting: Acting) -> float:
    gesture = acting.gestures.get(cue.name)
    return -math.inf if gesture is None else cue.start + gesture.duration


_OVER: Mapping[str, Over] = {
    "gesture": _gesture_over,
    "emphasis": lambda cue, acting: cue.start + manner.NOD_AFTER,
    "question": lambda cue, acting: min(
        cue.start + manner.QUESTION_LASTS, cue.end + manner.QUESTION.stay + manner.QUESTION.fall
    ),
    "dance": lambda cue, acting: cue.end + NEXT_S,
    "head": lambda cue, acting: cue.end,
    "brows": lambda cue, acting: cue.end,
}
"""Seconds of the scene at which a mark of a kind has done all that it does."""

_KINDS: Mapping[str, MarkKind] = {
    "gesture": "gesture", "emphasis": "emphasis", "question": "question", "dance": "dance", "expression": "expression",
    "state": "state", "look": "look", "prop": "prop", "head": "head", "brows": "brows", "hat": "hat",
}  # fmt: skip

RATE = 1000
"""Hz of the silence that stands for a clause of which only the times count."""


def _said(who: str, seconds: float) -> Performance:
    """A clause of which nothing is seen but that somebody speaks."""
    clip = Clip(np.zeros(round(seconds * RATE), np.int16), RATE)
    return Performance(who, Speech(clip, "", ""), MouthTrack(_SHUT, Rung.LOUDNESS))


_SHUT = np.zeros((1, len(VISEMES)), np.float32)
_SHUT[0, VISEMES.index("sil")] = 1.0


def _bare(mouth: MouthTrack) -> MouthTrack:
    """What of a mouth is seen."""
    return MouthTrack(mouth.weights, Rung.LOUDNESS, opening=mouth.opening)


def _rounded(seconds: float) -> float:
    return math.floor(seconds / STEP + 0.618) * STEP
