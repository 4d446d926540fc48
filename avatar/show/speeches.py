"""One speech, cut into sentences: each with how it is said, and what is acted at which of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from avatar.performer.delivery import MANNERS, Delivery
from avatar.show import languages, notes, verbs
from avatar.show.cues import Act, Cue, Say, ScriptedPause, Spot
from avatar.show.elements import Aside, Problem, SpokenWords
from avatar.show.words import Asked, StageWords
from avatar.text import directions, sentences
from avatar.text.directions import Tone
from avatar.text.vocabulary import Vocabulary
from avatar.types import Mark

SUNG = Delivery(rate=0.85, pitch=4)
"""A song that is only spoken is at least not hurried."""

_INLINE = re.compile(
    r"\((?P<round>[^\W\d_][^()]{0,60})\)|\[(?P<square>[^\W\d_][^\[\]]{0,60})\](?!\()|<(?P<tag>[^\W\d_][^<>]{0,40})>"
)

_THOUGHTS = frozenset("i i'm you we it it's he's she's that which who as if or but not than like is was".split())
"""First words of what is said in brackets, and no direction."""

_UNKNOWN = "This direction is not known, and so it is left out"

_OPEN, _SHUT, _LINE = "\ue810", "\ue811", "\ue812"
"""Signs in a text while it is read: where a stress begins, where it ends, and where a line of the script ends."""


@dataclass
class _Text:
    """A stretch of speech without directions, and where everything in it is."""

    plain: str = ""
    stressed: list[tuple[int, int]] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    """Index of the first character that stands on a line, and that line."""
    marks: list[Spot] = field(default_factory=list)
    pauses: list[tuple[int, float, int]] = field(default_factory=list)
    """Where a silence is, its seconds, and its line."""
    noises: list[tuple[int, str]] = field(default_factory=list)
    """Where a throat is heard, and with which noise."""
    tones: list[Tone] = field(default_factory=list)
    """As `Marked.tones`."""

    def line(self, at: int) -> int:
        return next((line for start, line in reversed(self.lines) if start <= at), self.lines[0][1])


class SpeechCollector:
    """Collects the parts of a speech; `cues` and `problems` grow meanwhile."""

    def __init__(
        self,
        who: str,
        words: StageWords,
        together: bool = False,
        unseen: bool = False,
        manner: Delivery | None = None,
        language: str = "",
        *,
        asked: bool = False,
    ) -> None:
        """`language`: as `Say.language`; `asked`: the script says so."""
        self.language, self.asked = language, asked
        self.recording = ""
        """The path of the recording that holds the words which come next; '' for none."""
        self.cues: list[Cue] = []
        self.problems: list[Problem] = []
        self._who, self._words, self._together, self._unseen = who, words, together, unseen
        self._always = self._manner = manner or Delivery()
        self._run: list[SpokenWords] = []
        self._pending: list[tuple[int, Mark]] = []
        """Marks, with their lines, that the next word brings."""
        self._look: Mark | None = None
        self._first = True
        self._noise = ""

    def take(self, part: SpokenWords | Aside) -> None:
        """The next part."""
        if isinstance(part, Aside):
            self.flush()
            self._aside(part)
            return
        for found in _INLINE.finditer(part.text):
            what = self._meant(part.line, found)
            if what is None:
                continue
            self.take(part.cut(0, found.start()))
            if isinstance(what, Aside):
                self.take(what)
            elif isinstance(what, Problem):
                self.problems.append(what)
            else:
                self.flush()
                self.cues.append(what)
            self.take(part.cut(found.end(), len(part.text)))
            return
        if part.text:
            self._words_come(part)

    def _meant(self, line: int, found: re.Match[str]) -> Aside | Cue | Problem | None:
        """What brackets within a line are: a direction, a sound, something that nobody here can do; None for words."""
        text = found["round"] or found["square"] or found["tag"]
        if found["tag"] and (cue := notes.hear(line, text)):
            return cue
        if found["round"]:
            if text.split()[0].lower() in _THOUGHTS:
                return None
            if self._asks(text):
                return Aside(line, text)
        elif not directions.read(found[0], self._words.vocabulary(self._who)).shown.strip():
            return None  # it is acted at its place
        if cue := notes.hear(line, text):
            return cue
        if not found["round"] and self._asks(text):
            return Aside(line, text)
        if found["round"] and not verbs.is_direction(text) and not _TO_SOMEBODY.match(text):
            return None
        return Problem(line, found[0], _UNKNOWN, self._words.nearest(text.split()[0]))

    def _asks(self, text: str) -> bool:
        """Whether brackets within a line are a direction and not a thought in brackets."""
        asked = self._words.aside(text, self._who)
        return asked != Asked() and not asked.unknown

    def _words_come(self, part: SpokenWords) -> None:
        if (self._run and self._run[-1].sung != part.sung) or part.sung:
            self.flush()
        self._run.append(part)

    def end(self, punch: bool = False) -> None:
        """No more parts come. `punch`: the house laughs next."""
        self.flush(punch)
        self._act()

    def _aside(self, aside: Aside) -> None:
        if language := languages.asked(aside.text):
            self.language, self.asked = language, True
            return
        asked = self._words.aside(aside.text, self._who)
        if asked.unknown and asked == Asked(unknown=asked.unknown) and (cue := notes.hear(aside.line, aside.text)):
            self.cues.append(cue)
            return
        for unknown in asked.unknown:
            hint = self._words.nearest(unknown)
            self.problems.append(Problem(aside.line, f"({aside.text[:60]})", "This direction is not known", hint))
        if asked.manner or any(mark.kind == "expression" for mark in asked.marks):
            self._manner = self._always.plus(asked.delivery)
        self._noise = asked.noise or self._noise
        for mark in asked.marks:
            if mark.kind == "look":
                self._look = mark
            self._pending.append((aside.line, mark))
        if asked.pause:
            self._act()
            self.cues.append(ScriptedPause(aside.line, asked.pause, self._together))

    def _act(self) -> None:
        """What was asked for with no word following is done in silence."""
        for line, mark in self._pending:
            self.cues.append(Act(line, self._who, mark, waits=mark.kind == "gesture"))
        self._pending = []

    def flush(self, punch: bool = False) -> None:
        """Turn the words so far into sentences. `punch`: the last one is what the house laughs at, however short."""
        if not self._run:
            return
        sung = self._run[0].sung
        text = _read(self._run, self._words.vocabulary(self._who))
        self._run = []
        cuts = [*sorted([*text.pauses, *((at, 0.0, 0) for at, _ in text.noises)]), (len(text.plain), 0.0, 0)]
        start = 0
        for end, silence, line in cuts:
            self._noise = next((noise for at, noise in text.noises if at == start), self._noise)
            self._sentences(text, start, end, sung, punch and not silence and end == len(text.plain))
            if silence:
                self._act()
                self.cues.append(ScriptedPause(line, silence, self._together))
            start = end
        self._pending += [(text.line(spot.at), spot.mark) for spot in text.marks if spot.at >= len(text.plain.rstrip())]

    def _sentences(self, text: _Text, start: int, end: int, sung: bool, punch: bool) -> None:
        clauses = [] if self.recording else sentences.split(text.plain[start:end])
        if self.recording:  # all that it holds is one
            clauses, punch = [sentences.Clause(text.plain[start:end], 0)], False
        for clause in [*clauses[:-1], *_turned(clauses[-1])] if punch and clauses else clauses:
            said = clause.text.strip()
            at = start + clause.start + len(clause.text) - len(clause.text.lstrip())
            if not any(sign.isalnum() for sign in said):
                self._unsaid(text.line(at), said)
                continue
            spots = [Spot(0, mark) for _, mark in self._pending]
            if self._look and self._look not in [mark for _, mark in self._pending]:
                spots.append(Spot(0, self._look))
            self._pending = []
            spots += [Spot(spot.at - at, spot.mark) for spot in text.marks if at <= spot.at < at + len(said)]
            spots += [
                Spot(first - at, Mark("emphasis", "", strength=1.0))
                for first, last in text.stressed
                if at <= first < at + len(said)
            ]
            manner = self._manner.plus(SUNG) if sung else self._manner
            tones = _tones(text, at, len(said))
            if len(tones) == 1 and not tones[0].at:
                manner, tones = manner.plus(MANNERS[tones[0].name].delivery), ()
            self.cues.append(
                Say(
                    text.line(at), self._who, said, manner, tuple(sorted(spots, key=lambda spot: spot.at)),
                    self._together, self._unseen, self._first, sung, tones, "" if sung else self._noise,
                    languages.of_line(said, self.language, self.asked), self.recording,
                )
            )  # fmt: skip
            self._first, self._noise = False, ""
        self.recording = ""

    def _unsaid(self, line: int, said: str) -> None:
        """A line of dots or dashes alone is a silence."""
        if said and not all(sign in "\"'”’»)" for sign in said):
            self._act()
            self.cues.append(ScriptedPause(line, directions.BEAT, self._together))


_TO_SOMEBODY = re.compile(r"(?:to|at|towards?) (?:the |his |her |their )?(?!I\b)[A-Z]\w")
"""Brackets within a line that say to whom it is said: `(to Piper)` is no thought, as `(to be fair)` is."""


def _tones(text: _Text, at: int, length: int) -> tuple[Tone, ...]:
    """The manners of a sentence, by places in it: the one in which it begins, and those that begin within it."""
    before = [Tone(0, tone.name) for tone in text.tones if tone.at <= at]
    return (*before[-1:], *(Tone(tone.at - at, tone.name) for tone in text.tones if at < tone.at < at + length))


_TURN = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])[.!?…]+[\"'”’)]*\s+(?=[\"'“‘]?[A-Z0-9])")


def _turned(clause: sentences.Clause) -> list[sentences.Clause]:
    """A clause cut before its last sentence: short ones are usually spoken in one breath, but a turn needs its hold."""
    turns = list(_TURN.finditer(clause.text))
    if not turns:
        return [clause]
    at = turns[-1].end()
    return [sentences.Clause(clause.text[:at], clause.start), sentences.Clause(clause.text[at:], clause.start + at)]


def _read(run: Sequence[SpokenWords], vocabulary: Vocabulary) -> _Text:
    """The words of a run with inline directions (`[smile]`, `(beat)`) taken out, and asterisks that stress nothing."""
    marked = directions.read(f"{_LINE} ".join(_stressed(words) for words in run), vocabulary)
    placed, pauses = list(marked.marks), list(marked.pauses)
    noises, tones = list(marked.noises), list(marked.tones)
    text = _Text(lines=[(0, run[0].line)])
    out: list[str] = []
    length = 0
    opened = -1
    following = iter(run[1:])
    for index, sign in enumerate([*marked.shown, ""]):
        while placed and placed[0].at <= index:
            text.marks.append(Spot(length, placed.pop(0).mark))
        while pauses and pauses[0].at <= index:
            text.pauses.append((length, pauses.pop(0).seconds, text.lines[-1][1]))
        while noises and noises[0].at <= index:
            text.noises.append((length, noises.pop(0).name))
        while tones and tones[0].at <= index:
            text.tones.append(Tone(length, tones.pop(0).name))
        if sign == _OPEN:
            opened = length
        elif sign == _SHUT:
            text.stressed.append((opened, length))
        elif sign == _LINE:
            # Its first word comes after a space, where something is before it.
            text.lines.append((length + bool(out and out[-1] != " "), next(following).line))
        elif (sign != "*" or _is_inside(marked.shown, index)) and not (sign == " " and (not out or out[-1] == " ")):
            out.append(sign)
            length += len(sign)
    text.plain = "".join(out)
    return text


def _is_inside(text: str, at: int) -> bool:
    """Whether a sign stands in the middle of a word, as the star of `f*ck` does."""
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _stressed(words: SpokenWords) -> str:
    """The text with signs around what is stressed."""
    pieces, at = [], 0
    for stress in _merged(words.stressed):
        pieces += [words.text[at : stress[0]], _OPEN, words.text[stress[0] : stress[1]], _SHUT]
        at = stress[1]
    return "".join([*pieces, words.text[at:]])


def _merged(stresses: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches as (first, past the last), those that touch made one."""
    merged: list[tuple[int, int]] = []
    for at, length in stresses:
        if merged and at <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], at + length))
        else:
            merged.append((at, at + length))
    return merged
