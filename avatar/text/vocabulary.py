"""What a character can be asked to act, and the words that ask for it: everybody's, and a character's own.

Replies, what language models are told, stage directions of shows, suggestions for what was mistyped, `characters check`
and the list in docs/brains.md all ask a Vocabulary, so that a gesture with its words is written down in one place: the
table below for what every character can do, character.toml for what only one can.

    [gestures.salute]
    words = "salute salutes saluting"
    emoji = "🫡"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from avatar import library
from avatar.errors import LibraryError
from avatar.nearest import find_nearest
from avatar.text.emoji import EMOJI
from avatar.types import Mark

Kind = Literal["expression", "gesture", "look"]

FILE = "character.toml"

WORD = re.compile(r"[^\W\d_][\w-]{0,39}")
"""What can stand in brackets as one word; `thumbs-up` may be written `[thumbs up]` too."""


class Wording(NamedTuple):
    """An expression, a gesture or a look, with the words and emoji that ask for it."""

    kind: Kind
    name: str
    """A word that asks for it, too, except of looks."""
    words: str = ""
    """The words that ask for it in replies, written by people or language models; separated by spaces."""
    emoji: str = ""
    asides: str = ""
    """More words, for stage directions of scripts alone: in a talk, `*hurt*` is mere emphasis."""


EVERYBODYS: tuple[Wording, ...] = (
    Wording("expression", "neutral", "neutral calm relaxed"),
    Wording(
        "expression",
        "smile",
        "smile smiles smiling happy grin grins grinning beam beams beaming warm warmly cheerful cheerfully",
        "😀😃😄🙂😊☺😁🥰😇🤗😍😺❤💛💚💙🧡💜🎉✨🥳",
        "delighted pleased relieved hopeful hopefully fond fondly excited excitedly joy joyful joyfully playful "
        "playfully enthusiastic enthusiastically eager eagerly tender tenderly gentle gently love loving grateful "
        "content amused friendly bright brightly kind kindly sweetly optimistic optimistically cheery",
    ),
    Wording(
        "expression",
        "laugh",
        "laugh laughs laughing giggle giggles giggling chuckle chuckles chuckling haha lol cackles snickers",
        "😂🤣😆😅😹",
    ),
    Wording(
        "expression",
        "smirk",
        "smirk smirks smirking smug smugly mischievous sly slyly whisper whispers whispering",
        "😏😎😈😼🤭",
        "proud proudly confident confidently teasing teasingly flirty cheeky cheekily wicked wickedly triumphant",
    ),
    Wording(
        "expression",
        "surprised",
        "surprised surprise gasp gasps gasping shocked amazed wow startled",
        "😮😯😲😳🤯😱🙀",
        "scared afraid frightened terrified horrified alarmed stunned fear fearful fearfully astonished eek",
    ),
    Wording(
        "expression",
        "sad",
        "sad sadly frown frowns frowning sigh sighs sighing cry cries crying sniffs sniffles pout pouts",
        "😢😭☹🙁😞😔😟🥺💔😿",
        "hurt disappointed desperate desperately melancholy wistful wistfully lonely sorry apologetic sobs sobbing "
        "sadness crestfallen dejected deflated defeated heartbroken mournful mournfully tearful tearfully",
    ),
    Wording(
        "expression",
        "angry",
        "angry angrily glare glares scowl scowls furious annoyed growls huffs",
        "😠😡🤬😤👿",
        "offended indignant impatient impatiently irritated disgusted disgust anger stern sternly grumpy grumpily "
        "frustrated",
    ),
    Wording(
        "expression",
        "thinking",
        "thinking think thinks thoughtful thoughtfully ponder ponders pondering hmm considers curious",
        "🤔🧐🤨",
        "confused puzzled suspicious suspiciously doubtful doubtfully inquisitive inquisitively intrigued confusion "
        "skeptical pensive pensively contemplative hesitant hesitantly",
    ),
    Wording(
        "expression",
        "bored",
        "bored yawn yawns yawning tired sleepy",
        "🥱😴😪😑",
        "weary wearily tiredly exhausted sleepily drowsy drowsily",
    ),
    Wording("expression", "wink", "wink winks winking", "😉😜😘"),
    Wording(
        "expression",
        "embarrassed",
        "embarrassed blush blushes blushing shy shyly sheepish sheepishly awkward",
        "😬🙈🫣🫢",
        "trembling nervous nervously anxious anxiously worried timid timidly flustered bashful bashfully concerned",
    ),
    Wording(
        "expression",
        "deadpan",
        "deadpan flat flatly dry dryly unimpressed",
        "😐😶🙄",
        "sarcastic sarcastically ironic ironically serious seriously stoic",
    ),
    Wording("gesture", "wave", "wave waves waving", "👋"),
    Wording("gesture", "shrug", "shrug shrugs shrugging", "🤷"),
    Wording("gesture", "point", "point points pointing", "👉👆"),
    Wording("gesture", "thumbs-up", "thumbs-up gives-a-thumbs-up giving-a-thumbs-up gives-thumbs-up", "👍"),
    Wording("gesture", "applause", "applause applaud applauds applauding clap claps clapping", "👏"),
    Wording("gesture", "facepalm", "facepalm facepalms", "🤦"),
    Wording("gesture", "nod", "nod nods nodding"),
    Wording("gesture", "shake", "shake shakes"),
    Wording("gesture", "bow", "bow bows bowing curtsy curtsies", "🙇"),
    Wording("look", "away", "look-away looks-away looking-away"),
    Wording("look", "audience", "look-at-you looks-at-you to-audience"),
)
"""What every character can do. A look's name does not ask for it, only its words do: `[away]` may be an answer to a
riddle."""


USUALLY = "normal"
"""The manner that ends another one."""

MANNERS: Mapping[str, str] = {
    "whisper": "whispering whisper whispers whispered hushed sotto",
    "fast": "fast quick quickly rapid rapidly hurried hastily rushed",
    "slow": "slow slowly deliberately drawn-out",
    "loud": "loud loudly shouting shouts yelling yells calling calls",
    "quiet": "quiet quietly softly soft gently muttering mutters murmuring",
    "high": "high squeaky shrill falsetto",
    "low": "low deep gruff gravelly",
    "excited": "excited excitedly breathless eager eagerly",
    "firm": "firm firmly stern sternly serious seriously",
    USUALLY: "normal",
}
"""Manners of speaking, and the words that ask for them; `avatar.performer.delivery` says what each does to a voice."""

MANNER_OF: Mapping[str, str] = {word: name for name, words in MANNERS.items() for word in words.split()}
"""Word to the manner that it asks for."""

NOISES: Mapping[str, str] = {
    "sigh": "sigh sighs sighing",
    "gasp": "gasp gasps gasping",
    "chuckle": "laugh laughs chuckle chuckles giggle giggles",
}
"""What a throat does without words, and the words that ask for it; `avatar.performer.throats` says how each sounds.
`laughing` is a face that words are said with, and no laugh before them, and so is `[laugh]`, its name, in a talk."""

NOISE_OF: Mapping[str, str] = {word: name for name, words in NOISES.items() for word in words.split()}
"""Word to the noise that it asks for."""


@dataclass(frozen=True)
class Vocabulary:
    """All that one character, or a whole cast, can be asked to act."""

    wordings: tuple[Wording, ...] = EVERYBODYS
    """Where two want the same word, a name wins over a word, and a later wording over an earlier one."""

    def mark(self, word: str) -> Mark | None:
        """What a word in a reply asks for, as `grins` asks for a smile; None for other words."""
        return self._marks.get(word.casefold())

    def aside(self, word: str) -> Mark | None:
        """What a word in a stage direction of a script asks for."""
        return self.mark(word) or self._asides.get(word.casefold())

    def emoji(self, sign: str) -> Mark | None:
        """What an emoji asks for, whatever its skin tone."""
        return self._emoji.get(sign[:1])

    def names(self, kind: Kind) -> tuple[str, ...]:
        """All expressions, gestures or looks, by name."""
        return tuple(dict.fromkeys(each.name for each in self.wordings if each.kind == kind))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word that asks for something in a stage direction."""
        return tuple({**self._marks, **self._asides})

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """The words that say what somebody does: `waves`, `salutes`."""
        return tuple(word for word in self._marks if word.endswith("s") and not word.endswith(("ss", "us")))

    def nearest(self, word: str) -> str:
        """The word that somebody may have meant; '' where none is close."""
        return find_nearest(word.casefold(), self.words, 0.7)

    def plus(self, other: Vocabulary) -> Vocabulary:
        """Both in one; where they differ, `other` wins."""
        theirs = set(other.wordings)
        return Vocabulary((*(each for each in self.wordings if each not in theirs), *other.wordings))

    @cached_property
    def _marks(self) -> Mapping[str, Mark]:
        words = {word: _mark(each) for each in self.wordings for word in _split(each.words)}
        return words | {_key(each.name): _mark(each) for each in self.wordings if each.kind != "look"}

    @cached_property
    def _asides(self) -> Mapping[str, Mark]:
        return {word: _mark(each) for each in self.wordings for word in _split(each.asides)}

    @cached_property
    def _emoji(self) -> Mapping[str, Mark]:
        return {sign[0]: _mark(each) for each in self.wordings for sign in EMOJI.findall(each.emoji)}


def _mark(wording: Wording) -> Mark:
    return Mark(wording.kind, wording.name)


def _key(name: str) -> str:
    """A name as it is written in brackets: lower case, hyphens for spaces."""
    return "-".join(name.casefold().split())


def _split(words: str) -> list[str]:
    return words.casefold().split()


USUAL = Vocabulary()
"""What every character can be asked for."""


def of(folder: Path) -> Vocabulary:
    """What the character in a folder can be asked for; the usual alone where its file can't be read."""
    return Vocabulary((*EVERYBODYS, *own(folder)))


def named(character: str) -> Vocabulary:
    """What a character of the library can be asked for; the usual alone where the library has none of that name."""
    try:
        return of(library.character(character))
    except LibraryError:
        return USUAL


def own(folder: Path) -> tuple[Wording, ...]:
    """What a character's file adds: its own expressions and gestures, and words for those that everybody has."""
    try:
        table = library.read_toml(folder / FILE)
    except LibraryError:
        return ()
    return tuple(_wordings(table))


def _wordings(table: Mapping[str, Any]) -> Iterator[Wording]:
    kinds: tuple[tuple[Kind, str], ...] = (("expression", "expressions"), ("gesture", "gestures"))
    for kind, key in kinds:
        rows = table.get(key)
        for name, row in rows.items() if isinstance(rows, dict) else ():
            texts = {each: row[each] for each in ("words", "emoji") if isinstance(row, dict) and each in row}
            yield Wording(kind, name, **{each: text for each, text in texts.items() if isinstance(text, str)})
