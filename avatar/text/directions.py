"""Stage directions inside a reply: `[smile]`, `*laughs*`, `(beat)`, `[pause 0.8]` and emoji.

A direction is acted, and neither spoken nor shown; text that merely looks like one (a link, a footnote, an aside in
prose) stays. Emoji are shown and acted, but not spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from avatar.text.emoji import EMOJI
from avatar.text.vocabulary import USUAL, Vocabulary
from avatar.types import Mark

BEAT = 0.6
"""Seconds of a `(beat)`: long enough to be heard as meant, short enough not to be heard as an end (stand-up practice
puts it between half a second and a second)."""

LONGEST_PAUSE = 5.0
"""Seconds; a reply may not silence its speaker for longer."""

# [smile], [pause 0.8], *laughs softly*, (beat): short, one line, letters, digits, dots, blanks and hyphens only.
_DIRECTION = re.compile(
    r"(?<!\w)\[(?P<square>[^\W\d_][\w .\-]{0,39})\](?![(:])"
    r"|(?<![\w*])\*(?P<star>[^\W\d_][\w .,'\-]{0,39})\*(?![\w*])"
    r"|\((?P<round>[^\W\d_][\w .\-]{0,39})\)"
)
_CANDIDATE = re.compile(
    f"(?P<code>```.*?(?:```|$)|`[^`\n]*`)|(?P<emoji>{EMOJI.pattern})|{_DIRECTION.pattern}", re.DOTALL
)
_PAUSE = re.compile(r"(?:pause|wait|silence)(?: for)?(?: (\d{1,3}(?:\.\d{1,3})?) ?(?:s|sec|seconds?)?)?")
_BEATS = {"beat": BEAT, "a beat": BEAT, "short beat": BEAT / 2, "long beat": 2 * BEAT, "longer beat": 2 * BEAT}
_STAGE_ADVERBS = frozenset(
    "a an the softly quietly gently loudly nervously at you slightly brightly broadly to "
    "himself herself themselves with out its head eyes hands shoulders while".split()
)


class Placed(NamedTuple):
    """Something to act, and where."""

    at: int
    """Index in `Marked.shown` of the character that follows it; `len(shown)` at the end."""
    mark: Mark


class Pause(NamedTuple):
    """A silence, and where."""

    at: int
    """As in Placed."""
    seconds: float


@dataclass(frozen=True)
class Marked:
    """A clause, or any text, its directions taken out and listed: parsed where text comes in, acted by a performer."""

    shown: str
    """For the eye: no directions, emoji kept."""
    marks: tuple[Placed, ...] = ()
    """In order of `at`."""
    pauses: tuple[Pause, ...] = ()
    """In order of `at`."""

    @property
    def spoken(self) -> str:
        """For the ear: without emoji too."""
        return _tidy(EMOJI.sub(" ", self.shown))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say and nothing to do."""
        return not (self.shown.strip() or self.marks or self.pauses)


def read(text: str, vocabulary: Vocabulary = USUAL) -> Marked:
    """Takes the directions out of a reply or a piece of one; `vocabulary` knows what its speaker can act.

    Two spaces around a direction become one; all else is kept to the letter. Code between backticks is left alone.
    """
    shown: list[str] = []
    found: list[tuple[int, Mark | float]] = []
    length = 0
    at = 0
    for part in _CANDIDATE.finditer(text):
        what = _meaning(part, vocabulary)
        if what is None:
            continue
        kept = text[at : part.start()]
        shown.append(kept)
        length += len(kept)
        at = part.end()
        if part["emoji"]:
            found.append((length, what))
            shown.append(part[0])
            length += len(part[0])
            continue
        at = _joined(shown, text, at)
        length = sum(map(len, shown))
        found.append((length, what))
    shown.append(text[at:])
    return Marked(
        "".join(shown),
        tuple(Placed(place, what) for place, what in found if isinstance(what, Mark)),
        tuple(Pause(place, what) for place, what in found if not isinstance(what, Mark)),
    )


def strip(text: str, vocabulary: Vocabulary = USUAL) -> str:
    """The text for the eye, its directions dropped."""
    return read(text, vocabulary).shown


def silence(words: str) -> float | None:
    """Seconds of the silence that a direction asks for; None where it asks for something else."""
    if words in _BEATS:
        return _BEATS[words]
    pause = _PAUSE.fullmatch(words)
    return (min(float(pause[1]), LONGEST_PAUSE) if pause[1] else BEAT) if pause else None


def _joined(shown: list[str], text: str, at: int) -> int:
    """Where to go on reading after a direction, so that blanks on both its sides become one."""
    before = "".join(shown[-2:])
    if (not before or before[-1] in " \t\n") and at < len(text) and text[at] == " ":
        return at + 1
    if before.endswith(" ") and (at == len(text) or text[at] in ".,!?;:\n"):
        shown[-1] = shown[-1].rstrip(" ") if shown[-1].strip(" ") or len(shown) == 1 else ""
    return at


def _meaning(part: re.Match[str], vocabulary: Vocabulary) -> Mark | float | None:
    """What a candidate asks for, a Mark or seconds of silence; None where it is just text."""
    if part["code"]:
        return None
    if part["emoji"]:
        return vocabulary.emoji(part["emoji"])
    for group in ("square", "star", "round"):
        if part[group]:
            return _direction(part[group].casefold().strip(" ."), vocabulary, lenient=group == "star")
    return None


def _direction(words: str, vocabulary: Vocabulary, *, lenient: bool) -> Mark | float | None:
    """What words between brackets or stars ask for; None for words that ask for nothing and so stay text.

    `lenient`: `*laughs softly*` counts as `laughs`; between brackets, where prose is likelier, the direction must stand
    alone.
    """
    seconds = silence(words)
    if seconds is not None:
        return seconds
    known = vocabulary.mark(words.replace(" ", "-"))
    if known is not None or not lenient:
        return known
    first, *rest = re.split(r"[ ,.]+", words)
    if first in _STAGE_ADVERBS and rest:
        first, *rest = rest
    mark = vocabulary.mark(first)
    # "*shake the bottle first*" is emphasis, "*shakes head*" a direction: only known trimmings may follow.
    return mark if mark is not None and all(word in _STAGE_ADVERBS or word.endswith("ly") for word in rest) else None


def _tidy(text: str) -> str:
    return re.sub(r" +([.,!?;:])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()
