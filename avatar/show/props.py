"""Things in hands, in the words of scripts: who picks up the phone, holds up a sign, puts the cup down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from avatar.nearest import find_nearest
from avatar.show import hats
from avatar.types import Mark

WORDS: Mapping[str, str] = {
    "phone": "phone telephone receiver handset landline",
    "mobile": "mobile cellphone cell smartphone iphone walkie-talkie remote",
    "glass": "glass drink tumbler wineglass pint beer water whisky whiskey juice champagne cocktail",
    "cup": "cup mug tea coffee teacup cocoa",
    "bottle": "bottle wine flask",
    "letter": "letter paper note page sheet envelope document contract form list card invoice bill map script will"
    " certificate telegram postcard photo photograph picture",
    "book": "book diary notebook novel bible dictionary manual folder file menu",
    "newspaper": "newspaper paper magazine",
    "sign": "sign placard board banner poster cardboard",
    "microphone": "microphone mic mike",
    "umbrella": "umbrella parasol",
    "flower": "flower flowers rose roses bouquet tulip daisy",
    "fork": "fork",
    "spoon": "spoon ladle",
    "knife": "knife scalpel dagger",
    "pen": "pen pencil marker",
    "key": "key keys",
    "hammer": "hammer gavel mallet",
    "gift": "gift present parcel box package",
    "cake": "cake pie",
    "money": "money cash banknotes notes bills ticket tickets",
}
"""Thing (`character.holding.THINGS`) to the words for it; a word that stands at several counts at the first."""

TAKES = (
    "picks up|pick up|takes out|takes|take|grabs|grab|holds up|hold up|holds|hold|holding|lifts|lift|raises|raise"
    "|pulls out|pull out|produces|answers|answer|gets|fetches|carries|carrying|opens|open|unfolds|reads from|reads"
    "|reading|brings|finds|sips|drinks|raising|clutching|clutches|brandishes|brandishing|waving|waves|with|dials|shows"
)
"""Verbs after which somebody has a thing in hand."""
DROPS = "puts down|put down|puts away|puts back|puts|put|sets down|sets|drops|drop|lays down|lays|throws away|throws"
"""Verbs after which they have not; some need `down` or `away` behind the thing."""
GONE = ("drop", "lay", "puts down", "put down", "puts away", "puts back", "sets down", "throws")
"""Those that need nothing more."""
_AWAY = re.compile(r"\s*\b(?:down|away|back|aside|on the|onto|into|in the|off|out)\b", re.I)
GIVES = "gives|give|hands|hand|passes|pass|offers|offer|brings|throws|shows"
"""Verbs after which somebody else has it."""

_THE = r"(?:(?:the|a|an|his|her|its|their|my|your|that|this|another|up|some|both|one|old|big|little|small)\s+)*"
_PROP_OF = {word: thing for thing, words in reversed(list(WORDS.items())) for word in words.split()}
_NOUN = rf"(?P<noun>(?:[\w-]+\s+){{0,2}}?(?:{'|'.join(sorted(_PROP_OF, key=len, reverse=True))}))\b"
_ANY = re.compile(rf"\b(?:{'|'.join(sorted(_PROP_OF, key=len, reverse=True))})\b", re.I)
_TAKE = re.compile(rf"(?:{TAKES})\s+{_THE}{_NOUN}", re.I)
_DROP = re.compile(rf"(?:{DROPS})\s+(?:down\s+|away\s+|back\s+)?{_THE}{_NOUN}(?P<rest>.*)", re.I | re.S)
_HANG_UP = re.compile(r"hangs?(?:ing)? up\b", re.I)
_QUOTED = re.compile(
    r"[\"“”«]([^\"“”»]{1,80})[\"“”»]|(?:that )?(?:says|reads|saying|reading)[:,]? ([A-Z0-9][^.]{0,78})"
)
_ASIDE = re.compile(
    rf"(?:holding up|holding|with|reading from|reading|into|on|picking up|raising|waving|showing) {_THE}{_NOUN}", re.I
)
_NOTHING = frozenset(("none", "nothing", "no", "off", "away", "down", "empty", ""))


class Handed(NamedTuple):
    """What a direction does with a thing."""

    mark: Mark
    """Of the kind "prop", for whoever the sentence is about."""
    to: str = ""
    """The name of who gets it, as it is written; '' for nobody."""
    thing: str = ""
    """What they get, as a mark names it."""


def read_deed(rest: str, names: re.Pattern[str] | None = None) -> Handed | None:
    """What somebody does with a thing, from what follows their name: `picks up the phone`; None for anything else.

    `names`: finds the name of a role, for those who are given something.
    """
    text = rest.strip()
    if (hat := hats.read_deed(text)) is not None:
        return Handed(hat)
    if _HANG_UP.match(text):
        return Handed(Mark("prop", ""))
    given = _read_gift(text, names)
    if given is not None:
        return given
    found = _DROP.match(text)
    if found and (found.group(0).lower().startswith(GONE) or _AWAY.match(found["rest"])):
        return Handed(Mark("prop", ""))
    found = _TAKE.match(text)
    return Handed(Mark("prop", _named(found["noun"], text))) if found else None


def _read_gift(text: str, names: re.Pattern[str] | None) -> Handed | None:
    """`gives Bea the letter`, `hands the letter to Bea`."""
    verb = re.match(rf"(?:{GIVES})\s+", text, re.I)
    if verb is None or names is None:
        return None
    rest = text[verb.end() :]
    first = names.match(rest)
    if first is not None:
        thing = re.match(rf"\s*{_THE}{_NOUN}", rest[first.end() :], re.I)
        who = first.group(0)
    else:
        thing = re.match(rf"{_THE}{_NOUN}(?:\s+over)?\s+to\s+", rest, re.I)
        second = names.match(rest[thing.end() :]) if thing else None
        who = second.group(0) if second else ""
    if thing is None or not who:
        return None
    return Handed(Mark("prop", ""), who.strip(" ,"), _named(thing["noun"], text))


def read_aside(part: str) -> Mark | None:
    """What a parenthetical says of a hand: `on the phone`, `holding up a sign`, `puts the cup down`."""
    found = _ASIDE.fullmatch(part.strip(" ."))
    if found is not None:
        return Mark("prop", _named(found["noun"], part))
    handed = read_deed(part)
    return handed.mark if handed is not None and not handed.to else None


def read_note(value: str) -> tuple[Mark | None, str]:
    """`[[prop: phone, MAX]]`: the mark and the role's name; no mark where there is no such thing."""
    thing, _, who = value.rpartition(",") if "," in value else (value, "", "")
    words = thing.strip()
    if (hat := hats.read_note(words)) is not None:
        return hat, who.strip()
    if words.lower() in _NOTHING:
        return Mark("prop", ""), who.strip()
    plain = re.sub(r"[\"“”].*", "", words).strip(" :").lower()
    name = _PROP_OF.get(plain.split()[-1]) if plain else None
    if name is None:
        return None, who.strip()
    return Mark("prop", _named(plain.split()[-1], words)), who.strip()


def find_thing(text: str) -> tuple[str, str]:
    """The first thing that a text names, with the words that stand on it, as a mark has it (`letter:I KNOW`), and these
    words; both '' where there is none."""
    quoted = _QUOTED.search(text)
    found = _ANY.search(_QUOTED.sub(" ", text))
    words = (quoted[1] or quoted[2] or "").strip() if quoted else ""
    return (_named(found[0], text) if found else ""), words


def suggest(value: str) -> str:
    """The word for a thing that somebody seems to have meant; '' for none."""
    return find_nearest(value.split(",")[0].strip().lower(), _PROP_OF) or ""


def _named(noun: str, text: str) -> str:
    """A thing with the words that stand on it: `sign:THE END`."""
    thing = _PROP_OF[noun.lower().split()[-1]]
    quoted = _QUOTED.search(text)
    words = (quoted[1] or quoted[2]).strip() if quoted else ""
    return f"{thing}:{words}" if words else thing
