"""Stage directions inside a reply: `[smile]`, `*laughs*`, `(beat)`, `[pause 0.8]` and emoji.

A direction is acted, and neither spoken nor shown; text that merely looks like one (a link, an aside in prose) stays.
Emoji are shown and acted, but not spoken; so are narration (`*She tilts her head.*`), and directions that nobody here
can act (`[clears throat]`). Models write more manners of them than brackets: the table of tags names those in use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from avatar.text import narration
from avatar.text.emoji import EMOJI
from avatar.text.vocabulary import MANNER_OF, NOISE_OF, USUAL, USUALLY, Vocabulary
from avatar.types import Mark

BEAT = 0.6
"""Seconds of a `(beat)`: long enough to be heard as meant, short enough not to be heard as an end (stand-up practice
puts it between half a second and a second)."""

FEWEST_WORDS = 2
"""Words of narration that somebody else may say; one alone is a direction that nobody here knows."""

LONGEST_PAUSE = 5.0
"""Seconds; a reply may not silence its speaker for longer."""

# [smile], [pause 0.8], *laughs softly*, (beat): short, one line, letters, digits, dots, blanks and hyphens only.
_DIRECTION = re.compile(
    r"(?<!\w)\[(?P<square>[^\W\d_][\w .\-]{0,39})\](?![(:])"
    r"|(?<![\w*])\*(?P<star>[^\W\d_][\w .,'\-]{0,39})\*(?![\w*])"
    r"|\((?P<round>[^\W\d_][\w .\-]{0,39})\)"
)
# More between stars than a direction holds: whole sentences.
_NARRATION = rf"(?<![\w*])\*(?![\s*])(?P<narration>[^*\n]{{2,{narration.LONGEST}}})(?<!\s)\*(?![\w*])"
# <|EMOTE_HAPPY|>, <emotion>happy</emotion>, <happy>Nice</happy>, {smile}, :smile:
_TAG = re.compile(
    r"<\|(?:\w+_)?(?P<emote>[A-Z]{2,20})\|>|<emotion>\s*(?P<emotion>\w{2,20})\s*</emotion>|</?(?P<element>\w{2,20})>"
    r"|\{(?P<brace>[^\W\d_]{2,20})\}|(?<!\w):(?P<colon>[^\W\d_]{2,20}):(?!\w)"
)
_CANDIDATE = re.compile(
    f"(?P<code>```.*?(?:```|$)|`[^`\n]*`)|(?P<emoji>{EMOJI.pattern})|{_DIRECTION.pattern}|{_NARRATION}|{_TAG.pattern}",
    re.DOTALL,
)
_ENDING = re.compile(r"[.,!?;:…]*\s*")
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


class Noise(NamedTuple):
    """A sigh, a gasp or a laugh, and where."""

    at: int
    """As in Placed."""
    name: str
    """One of `avatar.text.vocabulary.NOISES`."""


class Tone(NamedTuple):
    """A manner of speaking, from some place on."""

    at: int
    """As in Placed."""
    name: str
    """One of `avatar.text.vocabulary.MANNERS`."""


class Silent(NamedTuple):
    """Text that is shown and not spoken."""

    at: int
    """Index in `Marked.shown` of its first character."""
    end: int
    """And of the one after its last."""
    told: bool = False
    """Whether it is narration, between stars."""


@dataclass(frozen=True)
class Marked:
    """A clause, or any text, its directions taken out and listed: parsed where text comes in, acted by a performer."""

    shown: str
    """For the eye: no directions, emoji kept."""
    marks: tuple[Placed, ...] = ()
    """In order of `at`."""
    pauses: tuple[Pause, ...] = ()
    """In order of `at`."""
    silent: tuple[Silent, ...] = ()
    """In order, none in another."""
    tones: tuple[Tone, ...] = ()
    """How it is to be said, from the first of them on; before it, as its voice does. In order of `at`, each with words
    after it, and those after the first with words before them."""
    noises: tuple[Noise, ...] = ()
    """In order of `at`."""

    @property
    def spoken(self) -> str:
        """For the ear: without emoji too."""
        text = self.shown
        for each in reversed(self.silent):
            text = f"{text[: each.at]} {text[each.end :]}"
        return _tidy(EMOJI.sub(" ", text))

    @property
    def told(self) -> tuple[Silent, ...]:
        """The narration in it that somebody else may say."""
        return tuple(
            each for each in self.silent if each.told and len(self.shown[each.at : each.end].split()) >= FEWEST_WORDS
        )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say and nothing to do."""
        return not (self.shown.strip() or self.marks or self.pauses or self.noises)


def read(text: str, vocabulary: Vocabulary = USUAL) -> Marked:
    """Takes the directions out of a reply or a piece of one; `vocabulary` knows what its speaker can act.

    Two spaces around a direction become one; all else is kept to the letter. Code between backticks is left alone.
    """
    shown: list[str] = []
    found: list[tuple[int, Mark | float]] = []
    silent: list[Silent] = []
    noises: list[Noise] = []
    tones: list[Tone] = []
    at = 0
    for part in _CANDIDATE.finditer(text):
        what = _meaning(part, vocabulary)
        if what is None:
            continue
        shown.append(text[at : part.start()])
        at = part.end()
        if what.stays:
            length = sum(map(len, shown))
            shown.append(part[0])
            if not part["emoji"]:
                silent.append(Silent(length, length + len(part[0]), what.told))
        else:
            at = _joined(shown, text, at)
            length = sum(map(len, shown))
        tones += [Tone(length, what.manner)] if what.manner else []
        noises += [Noise(length, what.noise)] if what.noise else []
        found += [(length, each) for each in what.asked]
    shown.append(text[at:])
    whole = "".join(shown)
    return Marked(
        whole,
        tuple(Placed(place, what) for place, what in found if isinstance(what, Mark)),
        tuple(Pause(place, what) for place, what in found if not isinstance(what, Mark)),
        tuple(silent),
        _with_words(tones, whole, silent),
        tuple(noises),
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


def _with_words(tones: list[Tone], shown: str, silent: list[Silent]) -> tuple[Tone, ...]:
    """The tones that have words to be said in; one that only follows all words is meant for them."""
    if not tones:
        return ()
    heard = shown
    for each in silent:
        heard = heard[: each.at] + " " * (each.end - each.at) + heard[each.end :]
    tones = [Tone(_ENDING.match(heard, tone.at).end(), tone.name) for tone in tones]  # type: ignore[union-attr]
    ends = [tone.at for tone in tones[1:]] + [len(heard)]
    kept = [tone for tone, end in zip(tones, ends, strict=True) if _has_words(heard[tone.at : end])]
    if not kept:
        return (Tone(0, tones[-1].name),) if _has_words(heard) and tones[-1].name != USUALLY else ()
    if not _has_words(heard[: kept[0].at]):
        kept = [kept[0]._replace(at=0), *kept[1:]]
    return tuple(kept[1:] if kept[0] == (0, USUALLY) else kept)


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _joined(shown: list[str], text: str, at: int) -> int:
    """Where to go on reading after a direction, so that blanks on both its sides become one."""
    before = "".join(shown[-2:])
    if (not before or before[-1] in " \t\n") and at < len(text) and text[at] == " ":
        return at + 1
    if before.endswith(" ") and (at == len(text) or text[at] in ".,!?;:\n"):
        shown[-1] = shown[-1].rstrip(" ") if shown[-1].strip(" ") or len(shown) == 1 else ""
    return at


class _Meaning(NamedTuple):
    """What a candidate is."""

    asked: tuple[Mark | float, ...]
    """Marks, or seconds of silence."""
    stays: bool = False
    """Whether it is shown; it is not spoken, at any rate."""
    manner: str = ""
    """As `Tone.name`."""
    noise: str = ""
    """As `Noise.name`."""
    told: bool = False
    """As `Silent.told`."""


def _meaning(part: re.Match[str], vocabulary: Vocabulary) -> _Meaning | None:
    """What a candidate asks for; None where it is just text."""
    if part["code"]:
        return None
    if part["emoji"]:
        mark = vocabulary.emoji(part["emoji"])
        return _Meaning((mark,), stays=True) if mark is not None else None
    asked = _asked(part, vocabulary)
    return asked._replace(noise=_noise(part[0], vocabulary)) if asked else None


def _noise(direction: str, vocabulary: Vocabulary) -> str:
    """What a throat is asked to do by a direction as it stands there; '' for nothing.

    The name of an expression alone asks for the face alone, as the end of a tag asks for nothing: `[laugh]` is seen,
    `[laughs]` heard.
    """
    words = re.findall(r"[^\W_]+", direction.casefold())
    if direction.startswith("</") or (len(words) == 1 and words[0] in vocabulary.names("expression")):
        return ""
    return next((NOISE_OF[word] for word in words if word in NOISE_OF), "")


def _asked(part: re.Match[str], vocabulary: Vocabulary) -> _Meaning | None:
    """The same of a direction, narration or a tag, but for the noise."""
    for group in ("square", "star", "round"):
        if part[group]:
            words = part[group].casefold().strip(" .")
            asked = _direction(words, vocabulary, lenient=group != "round" or words.endswith("ly"))
            if asked is None and group == "round" and words.endswith("ly"):
                asked = vocabulary.aside(words)
            manner = _manner(words, group)
            if asked is not None or manner:
                known = (asked,) if asked is not None else tuple(narration.acted(words, vocabulary))
                return _Meaning(known, manner=manner)
            return _untold(group, part[group], vocabulary)
    if part["narration"]:
        return _untold("star", part["narration"], vocabulary)
    return _tag(part, vocabulary)


def _untold(group: str, words: str, vocabulary: Vocabulary) -> _Meaning | None:
    """A direction in no known words, or narration; None for text. Brackets in a talk hold directions; stars may hold
    emphasis, parentheses an aside."""
    if group == "square":
        mark = vocabulary.aside(words.casefold().strip(" .").replace(" ", "-"))
        if mark is not None:
            return _Meaning((mark,))
        silent = len(words) > 1
    else:
        silent = group == "star" and narration.is_narration(words, vocabulary)
    told = group == "star"
    return _Meaning(tuple(narration.acted(words, vocabulary)), stays=True, told=told) if silent else None


def _tag(part: re.Match[str], vocabulary: Vocabulary) -> _Meaning | None:
    """A mark in a manner of other programs; those that can't be meant for an eye vanish, known or not."""
    word = next((part[group] for group in ("emote", "emotion", "element", "brace", "colon") if part[group]), "")
    mark = vocabulary.aside(word)
    if mark is None:
        return _Meaning(()) if part["emote"] or part["emotion"] else None
    ends = part[0].startswith("</")
    manner = MANNER_OF.get(word.casefold(), "")
    return _Meaning(() if ends else (mark,), manner=USUALLY if manner and ends else manner)


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


def _manner(words: str, group: str) -> str:
    """The manner of speaking that a direction asks for; '' for none. Between stars, where emphasis is likelier, and in
    parentheses, where an aside is, it takes a word that says what somebody does, or how.
    """
    found = [word for word in re.split(r"[ ,.]+", words) if word not in _STAGE_ADVERBS or word in MANNER_OF]
    manners = [MANNER_OF[word] for word in found if word in MANNER_OF]
    if group == "square":
        return next(iter(manners), "")
    telling = found[0].endswith(("s", "ing") if group == "star" else ("s", "ing", "ly")) if found else False
    plain = all(word in MANNER_OF or word.endswith("ly") for word in found)
    return manners[0] if manners and telling and plain and found[0] in MANNER_OF else ""


def _tidy(text: str) -> str:
    return re.sub(r" +([.,!?;:])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()
