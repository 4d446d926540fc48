"""Walks through a show's cues and chooses its shots by the rules of `camera`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from avatar.scene.camera import SHOTS
from avatar.scene.staging import place_people
from avatar.show.camera import Pace, PlannedShot
from avatar.show.cues import (
    Act,
    Cue,
    Directed,
    Fade,
    Heading,
    Insert,
    Laugh,
    Music,
    Say,
    ScriptedPause,
    Shot,
    Sing,
    SoundCue,
)  # fmt: skip
from avatar.show.lengths import time_cue, time_house
from avatar.show.lookahead import is_seen, time_alone, time_speech
from avatar.show.seen import NEAR, OF_ONE, SOLD, Seen
from avatar.show.timing import find_following, is_punch

LONG_S = 6.5
"""Seconds from which a speech is long."""

PUSH_LEAST_S, PUSH_MOST_S = 4.0, 9.0
"""Seconds that a push takes: a shorter one is a jolt, a longer one nobody sees."""

REACTS_S, HOUSE_S, WAITS_S, CURTAIN_S = 0.9, 0.6, 0.5, 1.2
"""Seconds after which a face is shown in a laugh, all in the house's uproar, a face in a silence, all at the end."""

LONG_SILENCE_S = 1.6
"""Seconds from which a pause has a picture of its own."""

SHOUTS = 15
"""Effort of a voice from which a line is a loud one."""

QUARREL = 4
"""Speeches to and fro after which two are at each other, if they are loud or angry."""

DIALOGUE = 6
"""Speeches to and fro after which two are so deep in their talk that we stand between them."""

CONFESSING = frozenset({"sad", "embarrassed", "thinking"})
STARTLED = frozenset({"surprised"})
HEATED = frozenset({"angry"})
"""Faces that make a speech a confession, a surprise, a quarrel."""

QUIET = frozenset({"quick exchange", "breather", "curtain"})
"""Rows in which nothing happens that asks for another picture of the same two: it looks like the one before, moved."""


class Planner:
    """One use: `Planner(directed, pace, house).plan()`."""

    def __init__(self, directed: Directed, pace: Pace, house: str) -> None:
        self._cues, self._pace, self._house = directed.cues, pace, house
        headed = any(isinstance(cue, Heading) for cue in self._cues)
        self._on: dict[str, str] = {} if headed else {member.who: "" for member in directed.cast}
        """Who is on stage, in order, and the name of their place."""
        self._order = [member.who for member in directed.cast]
        self._set = ""
        self._seen = Seen("wide")
        self._t = self._since = 0.0
        self._begun = False
        """Whether any shot has been planned."""
        self._speaker = self._partner = ""
        self._spoke: list[tuple[str, bool]] = []
        """The latest speakers, and whether each was heated."""
        self._singles = 0
        self._new = ""
        """Who has come on and not spoken yet."""
        self._hands: dict[str, str] = {}
        """What each of them has in hand."""
        self._held = ""
        """"held" while the script's shot holds, "hold" while it wants no cut at all."""
        spoken = [index for index, cue in enumerate(self._cues) if isinstance(cue, Say | Sing)]
        self._last_word = spoken[-1] if spoken else len(self._cues)
        self._left = Seen("wide")
        """What was seen before an insert."""
        self._shots: list[PlannedShot] = []
        self._handlers: dict[type, Callable[[int, Any], None]] = {
            Say: self._say, Laugh: self._laugh, ScriptedPause: self._pause, Act: self._act, Heading: self._heading,
            Shot: self._asked, Sing: self._sing, Insert: self._insert,
        }  # fmt: skip

    def plan(self) -> tuple[PlannedShot, ...]:
        if not any(isinstance(cue, Heading) for cue in self._cues):
            self._cut(0, "new place", Seen("wide"))
        for index, cue in enumerate(self._cues):
            handler = self._handlers.get(type(cue))
            if index == self._last_word + 1 and isinstance(cue, Laugh | Music | SoundCue | ScriptedPause | Fade):
                self._close(index, cue)
            elif handler is not None:
                handler(index, cue)
            if self._seen.shot == "insert" and not isinstance(cue, Insert | Shot):
                self._cut(index, "back", self._left if self._left.who in ("", *self._on) else Seen("wide"))
            self._t += time_cue(cue, self._house)
        return tuple(self._shots)

    def _close(self, index: int, cue: Cue) -> None:
        """All is said: the picture that stays is of everybody."""
        if self._on and not self._held:
            self._cut(index, "curtain", Seen("wide"), CURTAIN_S if isinstance(cue, Laugh | ScriptedPause) else 0.0)

    # ----------------------------------------------------------------------------------------------------------- time

    @property
    def _age(self) -> float:
        return self._t - self._since

    def _alone_for(self, index: int, who: str) -> float:
        """Seconds until somebody else has to be seen, from a cue on."""
        return time_alone(self._cues, index, who, self._on, self._house)

    # -------------------------------------------------------------------------------------------------------- cutting

    def _cut(self, index: int, row: str, seen: Seen, after: float = 0.0, lasts: float | None = None) -> bool:
        """Plan a cut; False where the picture would be the one that is there, or a jump."""
        if seen.shot == "wide":
            seen = Seen("wide")
        if seen.shot in OF_ONE and seen.who not in self._on:
            return False
        if len(self._on) < 3 and seen.shot == "two" and len(self._on) == 2:
            seen = Seen("two", *self._on)
        if len(self._on) < 2 and seen.shot in ("two", "over"):
            seen = Seen("medium", next(iter(self._on), ""))
        if self._begun and (self._is_same(seen) or (row in QUIET and self._is_of_the_same(seen))):
            return False
        self._shots.append(PlannedShot(index, after, *seen, lasts, row))
        self._singles = self._singles + 1 if seen.shot in OF_ONE else 0
        self._seen, self._since, self._begun = seen, self._t + after, True
        return True

    def _is_same(self, seen: Seen) -> bool:
        """Whether a cut would change nothing, or so little that it looks like a fault of the film."""
        now = self._seen
        if seen == now:
            return True
        alone = len(self._on) == 1
        same = seen.shot == now.shot == "wide" or (
            seen.who == now.who and (seen.shot in OF_ONE) == (now.shot in OF_ONE) and seen.shot != "wide" != now.shot
        )
        if not same and not alone:
            return False
        return min(seen.begins, now.ends) * 1.2 > max(seen.begins, now.ends)

    def _is_of_the_same(self, seen: Seen) -> bool:
        """Whether it would show the two who are on stage side by side as they are seen already."""
        return len(self._on) == 2 and {seen.shot, self._seen.shot} == {"two", "wide"}

    def _single(self, index: int, row: str, who: str, *shots: str, after: float = 0.0) -> bool:
        """Cut to the first of these shots of somebody that is no jump; to all where none is."""
        return any(self._cut(index, row, Seen(shot, who), after) for shot in (*shots, "wide"))

    def _may_cut(self, least: float | None = None) -> bool:
        return not self._held and self._age >= (self._pace.least if least is None else least)

    # --------------------------------------------------------------------------------------------------------- speech

    def _say(self, index: int, cue: Say) -> None:
        if self._held == "held" and is_seen(cue, self._on) and not self._seen.shows(cue.who):
            self._held = ""
        if cue.first:
            self._address(cue)
        for spot in cue.marks:
            if spot.mark.kind == "prop":
                self._hands[cue.who] = spot.mark.name
        if cue.together or self._joined(index):
            if not self._is_wide_enough(cue):
                self._cut(index, "together", Seen("wide"))
        elif not is_seen(cue, self._on):
            self._listen(index)
        elif cue.first:
            self._speech(index, cue)
        else:
            self._go_on(index, cue)

    def _address(self, cue: Say) -> None:
        if self._speaker != cue.who:
            self._partner, self._speaker = self._speaker, cue.who
        heated = cue.text.endswith("!") or cue.delivery.effort >= SHOUTS or self._faces(cue, HEATED)
        self._spoke = [*self._spoke, (cue.who, heated)][-DIALOGUE:]

    def _is_wide_enough(self, cue: Say) -> bool:
        return self._seen.shot == "wide" or (self._seen.shot == "two" and len(self._on) == 2)

    def _joined(self, index: int) -> bool:
        """Whether somebody will begin to speak while this speech goes on."""
        for cue in self._cues[index + 1 :]:
            if isinstance(cue, Say) and cue.first:
                return cue.together
            if not isinstance(cue, Say | ScriptedPause | Act | Shot):
                return False
        return False

    def _listen(self, index: int) -> None:
        """Somebody is heard and not seen: whoever listens is looked at."""
        if self._may_cut(self._pace.most) or (self._may_cut() and self._seen.shot == "push"):
            whom = self._speaker if self._partner not in self._on else self._partner
            self._single(index, "voice", whom if whom in self._on else next(iter(self._on), ""), "reaction", "medium")

    def _speech(self, index: int, cue: Say) -> None:
        """Somebody begins to speak."""
        who, alone_for = cue.who, self._alone_for(index, cue.who)
        must = not self._seen.shows(who) or self._seen.shot == "push"
        new, self._new = self._new == who, "" if self._new == who else self._new
        if not must and not self._may_cut():
            return
        if self._held and not must:
            return
        if len(self._on) == 1:
            self._alone(index, cue)
        elif alone_for < self._pace.least and not (is_punch(self._cues, index) and alone_for >= 1.0):
            self._exchange(index, must)
        else:
            self._converse(index, cue, must, new)

    def _exchange(self, index: int, must: bool) -> None:
        if must or self._age >= self._pace.most:
            both = Seen("two", self._speaker, self._partner) if self._are_neighbours() else Seen("wide")
            following = next((each.who for each in self._cues[index + 1 :] if isinstance(each, Say)), "")
            if following in self._on and following not in (both.who, both.other):
                both = Seen("wide")
            _ = self._cut(index, "quick exchange", both) or self._cut(index, "quick exchange", Seen("wide"))

    def _are_neighbours(self) -> bool:
        """Whether speaker and partner stand side by side: a gap in a two-shot looks like somebody left out."""
        if self._partner not in self._on or self._speaker not in self._on:
            return False
        places = place_people({who: self._on[who] for who in self._order if who in self._on})
        row = sorted(self._on, key=lambda who: places[who].x)
        return abs(row.index(self._speaker) - row.index(self._partner)) == 1

    def _converse(self, index: int, cue: Say, must: bool, new: bool) -> None:
        """The shot of somebody among others who has the time for one."""
        who = cue.who
        lasts = time_speech(self._cues, index, self._house)
        if self._faces(cue, STARTLED):
            self._single(index, "surprise", who, "whip" if self._pace.whips and must else "close", "medium")
        elif self._confesses(index, cue) and lasts >= PUSH_LEAST_S:
            self._push(index, "confession", who, lasts)
        elif new:
            shots = ("whip", "medium") if self._pace.whips and must else ("medium", "close")
            self._single(index, "newcomer", who, *shots)
        elif is_punch(self._cues, index):
            self._single(index, "punch line", who, "close", "medium")
        elif lasts >= LONG_S:
            self._push(index, "long speech", who, lasts)
        elif self._quarrels() and not self._is_covered(who):
            row = Seen("over", who, self._partner)
            _ = self._cut(index, "quarrel", row) or self._single(index, "speaker", who, "close", "medium")
        elif self._singles >= self._pace.singles:
            self._cut(index, "breather", Seen("wide"))
        elif must and len(self._on) == 2 and self._alternate(DIALOGUE) and not self._is_covered(who):
            _ = self._cut(index, "dialogue", Seen("over", who, self._partner)) or self._single(
                index, "speaker", who, "medium", "close"
            )
        elif must or self._age >= self._pace.most or self._seen.shot not in OF_ONE:
            self._single(index, "speaker", who, "medium", "close")

    def _alone(self, index: int, cue: Say) -> None:
        lasts = time_speech(self._cues, index, self._house)
        if is_punch(self._cues, index):
            self._single(index, "punch line", cue.who, "close", "medium")
        elif lasts >= LONG_S and self._seen.shot != "push":
            self._push(index, "confession" if self._confesses(index, cue) else "long speech", cue.who, lasts)
        elif self._seen.shot == "wide":
            self._single(index, "nearer", cue.who, "close")
        else:
            self._single(index, "new thought", cue.who, "wide" if self._seen.ends > 0.6 else "close", "medium")

    def _push(self, index: int, row: str, who: str, lasts: float) -> None:
        lasts = min(PUSH_MOST_S, max(PUSH_LEAST_S, lasts))
        if not self._cut(index, row, Seen("push", who), 0.0, lasts):
            self._single(index, "nearer", who, "close", "medium")

    def _go_on(self, index: int, cue: Say) -> None:
        """The next sentence of a speech."""
        if self._held:
            return
        must = not self._seen.shows(cue.who)
        if is_punch(self._cues, index) and (must or self._may_cut()) and self._seen.shot not in SOLD:
            self._single(index, "punch line", cue.who, "close", "medium")
        elif must or (self._may_cut(self._pace.most) and self._alone_for(index, cue.who) >= 1.0):
            if self._seen.shot in ("wide", "two"):
                self._single(index, "nearer", cue.who, "medium" if len(self._on) > 1 else "close", "close")
            elif self._seen.ends < SHOTS["close"].size:
                self._single(index, "nearer", cue.who, "close", "medium")
            else:
                self._cut(index, "breather" if len(self._on) > 1 else "new thought", Seen("wide"))

    def _faces(self, cue: Say, faces: frozenset[str]) -> bool:
        return any(spot.mark.kind == "expression" and spot.mark.name in faces for spot in cue.marks if spot.at <= 0)

    def _confesses(self, index: int, cue: Say) -> bool:
        before = self._cues[index - 1] if index else None
        waited = isinstance(before, ScriptedPause) and before.seconds >= 1.0
        return waited or cue.delivery.whisper or self._faces(cue, CONFESSING)

    def _quarrels(self) -> bool:
        """Whether the same two have been at each other for some speeches."""
        return self._alternate(QUARREL) and sum(heated for _, heated in self._spoke[-QUARREL:]) >= 2

    def _alternate(self, count: int) -> bool:
        """Whether the last speeches, that many, went to and fro between two who are both there."""
        names = [who for who, _ in self._spoke[-count:]]
        there = len(names) == count and self._partner in self._on
        return there and len(set(names)) == 2 and all(a != b for a, b in pairwise(names))

    def _is_covered(self, who: str) -> bool:
        """Whether the partner's shoulder would hide what somebody holds: things are held on the picture's right."""
        if not self._hands.get(who) or self._partner not in self._on:
            return False
        places = place_people({each: self._on[each] for each in self._order if each in self._on})
        return places[self._partner].x > places[who].x

    # ------------------------------------------------------------------------------------------------------- silences

    def _laugh(self, index: int, cue: Laugh) -> None:
        waits = time_house(cue, self._house)
        others = [who for who in self._on if who != self._speaker]
        if self._held or self._house == "none" or cue.kind not in ("laugh", "applause"):
            return
        if cue.strength >= 4 and waits >= HOUSE_S + 1.5 and self._age + HOUSE_S >= self._pace.least:
            self._cut(index, "house", Seen("wide"), HOUSE_S)
        elif cue.kind == "laugh" and others and cue.strength >= 2 and waits >= REACTS_S + 1.0:
            whom = self._partner if self._partner in others else others[0]
            if self._age + REACTS_S >= min(self._pace.least, 1.8) and not self._is_next(index, self._speaker, waits):
                self._cut(index, "reaction", Seen("reaction", whom), REACTS_S)

    def _is_next(self, index: int, who: str, waits: float) -> bool:
        """Whether the one who got the laugh goes on, so soon that two more cuts would flicker."""
        following = find_following(self._cues, index)
        return isinstance(following, Say) and following.who == who and waits - REACTS_S < 1.4

    def _pause(self, index: int, cue: ScriptedPause) -> None:
        others = [who for who in self._on if who != self._speaker]
        if cue.seconds < LONG_SILENCE_S or cue.together or not others or not self._may_cut(self._pace.least - WAITS_S):
            return
        whom = self._partner if self._partner in others else others[0]
        if self._seen.shot != "push":
            self._single(index, "silence", whom, "reaction", "medium", after=WAITS_S)

    # -------------------------------------------------------------------------------------------------------- picture

    def _act(self, index: int, cue: Act) -> None:
        kind = cue.mark.kind
        if kind == "enter":
            self._new = cue.who if cue.who not in self._on else self._new
            self._on[cue.who] = cue.mark.name or self._on.get(cue.who, "")
        if kind in ("enter", "exit", "move"):
            if self._held != "hold":
                self._cut(index, "comes or goes", Seen("wide"))
            if kind == "exit":
                self._on.pop(cue.who, None)
            elif kind == "move" and cue.who in self._on:
                self._on[cue.who] = cue.mark.name
        elif kind == "gesture" and not self._held and (self._seen.shot in NEAR or not self._seen.shows(cue.who)):
            self._single(index, "gesture", cue.who, "medium", "wide")
        elif kind == "prop":
            self._take(index, cue.who, cue.mark.name)
        elif kind == "expression" and not self._seen.shows(cue.who) and self._may_cut():
            self._single(index, "reaction", cue.who, "reaction", "medium")

    def _take(self, index: int, who: str, thing: str) -> None:
        """Somebody has another thing in hand, or none."""
        self._hands[who] = thing
        seen = self._seen
        there = seen.shot in OF_ONE and seen.who == who and not (seen.shot == "over" and self._is_covered(who))
        if thing and not there and not self._held and (self._may_cut() or not seen.shows(who)):
            self._single(index, "thing", who, "medium", "close")

    def _heading(self, index: int, cue: Heading) -> None:
        on = dict(cue.people)
        if cue.set != self._set or list(on) != list(self._on):
            self._begun = False  # another picture, whatever the shot
        self._on, self._set = on, cue.set
        self._held = self._new = ""
        self._spoke, self._speaker, self._partner = [], "", ""
        self._hands = {} if cue.name else self._hands
        self._cut(index, "new place", Seen("wide"))

    def _asked(self, index: int, cue: Shot) -> None:
        shot, _, other = cue.name.partition(" ")
        if shot == "auto":
            self._held = ""
            self._cut(index, "script", Seen("wide"))
        elif shot == "hold":
            self._held = "hold"
        else:
            who = cue.who or self._speaker or next(iter(self._on), "")
            seen = Seen("wide") if shot == "wide" or who not in self._on else Seen(shot, who, other)
            if self._cut(index, cue.row, seen) or self._seen == seen:
                self._held = "held"

    def _insert(self, index: int, cue: Insert) -> None:
        """A thing alone, and then what was seen before."""
        self._left = self._seen if self._seen.shot != "insert" else self._left
        self._cut(index, "insert", Seen("insert", "", cue.thing))

    # ------------------------------------------------------------------------------------------------------------ song

    def _sing(self, index: int, cue: Sing) -> None:
        """Whoever sings the line is seen, all between the lines; two who sing at once both are."""
        lines = cue.song.lines
        if cue.number >= len(lines) or cue.number == 0 or len(self._on) == 1:
            if cue.number >= len(lines) or self._may_cut(0.0 if cue.number == 0 else self._pace.least):
                row = "dance" if cue.number in (0, len(lines)) else "refrain"
                if cue.number in (0, len(lines)) or self._seen.shot != "wide":
                    self._cut(index, row, Seen("wide"))
                elif self._may_cut(self._pace.most):
                    self._single(index, "verse", cue.who, "medium", "close")
            return
        line = lines[cue.number]
        others = [each for each in lines if each is not line and each.start < line.end and each.end > line.start]
        if others or not self._may_cut():
            if not self._seen.shows(cue.who) or (others and self._seen.shot != "wide"):
                self._cut(index, "refrain", Seen("wide"))
        elif self._singles >= 2:
            self._cut(index, "refrain", Seen("wide"))
        else:
            self._single(index, "verse", cue.who, "medium", "close")
