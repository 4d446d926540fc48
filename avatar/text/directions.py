"""Stage directions inside a reply: `[smile]`, `*laughs*`, `(beat)`, `[pause 0.8]` and emoji.

What is a direction acts and is neither spoken nor shown; what merely looks like one (a link, a footnote, an aside in
prose) stays text. Emoji stay in the shown text and act as well; the spoken text does without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from avatar.types import Mark

BEAT = 0.6
"""Seconds of a `(beat)`: long enough to be heard as meant, short enough not to be heard as an end (stand-up practice
puts it between half a second and a second)."""

LONGEST_PAUSE = 5.0
"""Seconds; a reply may not silence its speaker for longer."""

# Canonical expression -> the words that ask for it. The words are what writers of replies and language models use.
EXPRESSIONS: dict[str, str] = {
    "neutral": "neutral calm relaxed",
    "smile": "smile smiles smiling happy grin grins grinning beam beams beaming warm warmly cheerful cheerfully",
    "laugh": "laugh laughs laughing giggle giggles giggling chuckle chuckles chuckling haha lol cackles snickers",
    "smirk": "smirk smirks smirking smug smugly mischievous sly slyly whisper whispers whispering",
    "surprised": "surprised surprise gasp gasps gasping shocked amazed wow startled",
    "sad": "sad sadly frown frowns frowning sigh sighs sighing cry cries crying sniffs sniffles pout pouts",
    "angry": "angry angrily glare glares scowl scowls furious annoyed growls huffs",
    "thinking": "thinking think thinks thoughtful thoughtfully ponder ponders pondering hmm considers curious",
    "bored": "bored yawn yawns yawning tired sleepy",
    "wink": "wink winks winking",
    "embarrassed": "embarrassed blush blushes blushing shy shyly sheepish sheepishly awkward",
    "deadpan": "deadpan flat flatly dry dryly unimpressed",
}

_GESTURES: dict[str, str] = {
    "wave": "wave waves waving",
    "shrug": "shrug shrugs shrugging",
    "point": "point points pointing",
    "applause": "applause applaud applauds applauding clap claps clapping",
    "facepalm": "facepalm facepalms",
    "bow": "bow bows bowing curtsy curtsies",
    "nod": "nod nods nodding",
    "shake": "shake shakes",
    # Bea's and Max's own; with anybody else they do nothing.
    "score": "score",
    "chicken": "chicken",
}

_LOOKS: dict[str, str] = {
    "away": "look-away looks-away looking-away",
    "audience": "look-at-you looks-at-you to-audience",
}

_EMOJI: dict[str, str] = {
    "smile": "😀😃😄🙂😊☺😁🥰😇🤗😍😺❤💛💚💙🧡💜🎉✨👍🥳",
    "laugh": "😂🤣😆😅😹",
    "smirk": "😏😎😈😼🤭",
    "surprised": "😮😯😲😳🤯😱🙀",
    "sad": "😢😭☹🙁😞😔😟🥺💔😿",
    "angry": "😠😡🤬😤👿",
    "thinking": "🤔🧐🤨",
    "bored": "🥱😴😪😑",
    "wink": "😉😜😘",
    "embarrassed": "😬🙈🫣🫢",
    "deadpan": "😐😶🙄",
}

_EMOJI_GESTURES: dict[str, str] = {
    "wave": "👋",
    "shrug": "🤷",
    "applause": "👏",
    "facepalm": "🤦",
    "bow": "🙇",
    "point": "👉👆",
}

_WORDS: dict[str, Mark] = {
    word: Mark(kind, name)  # type: ignore[arg-type]
    for kind, table in (("expression", EXPRESSIONS), ("gesture", _GESTURES), ("look", _LOOKS))
    for name, words in table.items()
    for word in words.split()
}
_BY_EMOJI: dict[str, Mark] = {
    sign: Mark(kind, name)  # type: ignore[arg-type]
    for kind, table in (("expression", _EMOJI), ("gesture", _EMOJI_GESTURES))
    for name, signs in table.items()
    for sign in signs
}

# A whole emoji: a base sign with what may follow it (variation selector, skin tone, joined signs, keycaps, flags).
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[#*0-9]\ufe0f?\u20e3"
    "|[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*){0,7})"
)

# [smile], [pause 0.8], *laughs softly*, (beat): short, one line, letters, digits, dots, blanks and hyphens only.
_DIRECTION = re.compile(
    r"(?<!\w)\[(?P<square>[A-Za-z][A-Za-z0-9 .\-]{0,39})\](?![(:])"
    r"|(?<![\w*])\*(?P<star>[A-Za-z][A-Za-z0-9 .,'\-]{0,39})\*(?![\w*])"
    r"|\((?P<round>[A-Za-z][A-Za-z0-9 .\-]{0,39})\)"
)
_PAUSE = re.compile(r"(?:pause|wait|silence)(?: for)?(?: (\d{1,3}(?:\.\d{1,3})?) ?(?:s|sec|seconds?)?)?")
_BEATS = {"beat": BEAT, "a beat": BEAT, "short beat": BEAT / 2, "long beat": 2 * BEAT, "longer beat": 2 * BEAT}
_STAGE_ADVERBS = frozenset(
    "a an the softly quietly gently loudly nervously at you slightly brightly broadly to "
    "himself herself themselves with out its head eyes hands shoulders while".split()
)


@dataclass(frozen=True)
class Pause:
    """A silence asked for in a reply."""

    seconds: float


class Placed(NamedTuple):
    """A direction with its place."""

    at: int
    """Index into `Marked.shown` of the character that it stands before; its length where it stands at the end."""
    what: Mark | Pause


@dataclass(frozen=True)
class Marked:
    """A reply with its directions taken out."""

    shown: str
    """For the eye: no directions, emoji kept."""
    marks: tuple[Placed, ...] = ()
    """In order of `at`."""

    @property
    def spoken(self) -> str:
        """For the ear: without emoji too."""
        return _tidy(EMOJI.sub(" ", self.shown))


def read(text: str) -> Marked:
    """Takes the directions out of a reply or a piece of one.

    Blanks left doubled by a direction become one; all else is kept to the letter. Code between backticks is not
    looked into.
    """
    shown: list[str] = []
    found: list[Placed] = []
    length = 0
    at = 0
    for part in re.finditer(
        f"(?P<code>```.*?(?:```|$)|`[^`\n]*`)|(?P<emoji>{EMOJI.pattern})|{_DIRECTION.pattern}", text, re.S
    ):
        what = _meaning(part)
        if what is None:
            continue
        kept = text[at : part.start()]
        shown.append(kept)
        length += len(kept)
        at = part.end()
        if part["emoji"]:
            found.append(Placed(length, what))
            shown.append(part[0])
            length += len(part[0])
            continue
        at = _joined(shown, text, at)
        length = sum(map(len, shown))
        found.append(Placed(length, what))
    shown.append(text[at:])
    return Marked("".join(shown), tuple(found))


def strip(text: str) -> str:
    """The text for the eye, its directions dropped."""
    return read(text).shown


def expression(word: str) -> str | None:
    """The canonical name of the expression that a word asks for, as `grin` asks for `smile`; None for other words."""
    mark = _WORDS.get(word.casefold())
    return mark.name if mark is not None and mark.kind == "expression" else None


def _joined(shown: list[str], text: str, at: int) -> int:
    """Where to go on reading after a direction, so that blanks on both its sides become one."""
    before = "".join(shown[-2:])
    if (not before or before[-1] in " \t\n") and at < len(text) and text[at] == " ":
        return at + 1
    if before.endswith(" ") and (at == len(text) or text[at] in ".,!?;:\n"):
        shown[-1] = shown[-1].rstrip(" ") if shown[-1].strip(" ") or len(shown) == 1 else ""
    return at


def _meaning(part: re.Match[str]) -> Mark | Pause | None:
    """What a candidate asks for; None where it is just text."""
    if part["code"]:
        return None
    if part["emoji"]:
        return _BY_EMOJI.get(part["emoji"][0])
    for group in ("square", "star", "round"):
        if part[group]:
            return _direction(part[group].casefold().strip(" ."), lenient=group == "star")
    return None


def _direction(words: str, *, lenient: bool) -> Mark | Pause | None:
    """`lenient`: `*laughs softly*` counts as `laughs`; in brackets the direction must stand alone, for there prose
    is likelier."""
    if words in _BEATS:
        return Pause(_BEATS[words])
    pause = _PAUSE.fullmatch(words)
    if pause:
        return Pause(min(float(pause[1]), LONGEST_PAUSE) if pause[1] else BEAT)
    mark = _WORDS.get(words.replace(" ", "-")) or _WORDS.get(words)
    if mark is not None or not lenient:
        return mark
    first, *rest = re.split(r"[ ,.]+", words)
    if first in _STAGE_ADVERBS and rest:
        first, *rest = rest
    mark = _WORDS.get(first)
    # "*shake the bottle first*" is emphasis, "*shakes head*" a direction: only known trimmings may follow.
    return mark if mark is not None and all(word in _STAGE_ADVERBS or word.endswith("ly") for word in rest) else None


def _tidy(text: str) -> str:
    return re.sub(r" +([.,!?;:])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()
