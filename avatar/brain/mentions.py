"""Of whom each sentence of the user's is: who is named in it, whom "she" stands for, who goes on doing something.

"My daughter's in Spain" is of the daughter, and so are "she rang last night" and "moved out there in May" behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from avatar.brain.meaning import find_place
from avatar.brain.names import sounds_like_name
from avatar.brain.naming import ANY, HE, KIN, KINDS, PETS, SHE, find_meant, find_one
from avatar.brain.recall import Said
from avatar.brain.telling_back import is_verb_past
from avatar.brain.verbs import PASTS

_LATELY = 8
"""Turns in which "she" is still the one who was spoken of."""
_SPOKEN = re.compile(
    r"(?<!\bby )(?<!\bas a )(?<!\blike a )(?<!\bwas a )(?<!\bam a )(?<!\bbe a )(?<!\bbeen a "
    rf")\b({KIN})\b(?! (?:park|food|name|bite|hole|line|house|nap|tag|show|rescue)\b)"
)
_OWNED = re.compile(
    r"\b(?:my|our|the|a|an|one|two|three|four|five|some|her|his|their|old|little|late|big|fat|another"
    r"|of|any|got|and|both)$"
)
_PRONOUN = re.compile(r"\b(she|he|they|her|him|his|them|their)\b")
_NAME = re.compile(
    r"(?<![.!?] )(?<![.!?])(?<!^)(?<!\bin )(?<!\bat )(?<!\bto )(?<!\bfrom )(?<!\bnear )(?<!\bthe )(?<!\bon )(?<!\bof )"
    r"(?<![A-Z][a-z] )(?<![A-Z][a-z]{2} )(?<![A-Z][a-z]{3} )(?<![A-Z][a-z]{4} "
    r")\b([A-ZÀ-Þ][a-zß-ÿ]{1,19}(?:-[A-Z][a-z]+)?)\b"
)
"""A name within a sentence, rather than a place, or the second of two."""
_FIRST = re.compile(
    r"^(?:well |and |but |so |old |our |oh |yes )*((?:Mrs?|Ms|Dr)\.? )?([A-ZÀ-Þ][a-zß-ÿ]{1,19})(?='s\b"
    r"|\b)"
)
_NO_NAMES = frozenset(
    "I Im Ive Ill Id Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March "
    "April May June July "
    "August September October November December Christmas Easter English French German Spanish "
    "Italian God Lord Mr Mrs Ms "
    "Dr St".split()
)
_SHE, _HE = frozenset(SHE), frozenset((*HE, "lad", "fella", "bloke", "man", "boy"))
_FRAGMENT_NAME = re.compile(r"^([A-ZÀ-Þ][a-zß-ÿ]{1,19})(?:[.!]*$|, (?:he|she)(?:'s| is)\b)")
_SHE_SAILS = re.compile(r"\b(?:boat|ship|yacht|dinghy|car|van|motorbike|engine|plane|train|lorry|tractor)\b")
"""A thing that is a "she" as well."""
_FAMILY = frozenset(
    (
        *SHE,
        *HE,
        "child",
        "kid",
        "baby",
        "twin",
        "parent",
        "partner",
        "grandchild",
        "sibling",
        "eldest",
        "oldest",
        "youngest",
        "fiance",
        "fiancé",
        "fiancée",
        "missus",
        "hubby",
    )
)


class Mentions(NamedTuple):
    """Whom some sentences are of, one for each."""

    about: tuple[frozenset[str], ...]
    may_be: tuple[frozenset[str], ...]
    """Whom they may be of, as far as "she" goes."""
    names: Mapping[str, str]
    """Who bears a name: "becky" is "daughter"."""

    def places(self, who: str, *, perhaps: bool = False) -> list[int]:
        """Where somebody is spoken of, by any word for them, or may be."""
        of = self.may_be if perhaps else self.about
        found = [place for place, each in enumerate(of) if any(is_same(who, one, self.names) for one in each)]
        if found or find_one(who) not in _ROLES:
            return found
        return [place for place, each in enumerate(of) if f"{_ELSE}{find_one(who)}" in each]

    @property
    def last(self) -> str:
        """Who was spoken of last; '' for nobody."""
        return next((sorted(each)[0] for each in reversed(self.about) if each), "")


def is_same(asked: str, told: str, names: Mapping[str, str]) -> bool:
    """Whether who is asked for may be who was told of: "kids" are a son and a daughter, "Becky" is the daughter."""
    if asked == told:
        return True
    if told.startswith(_ELSE):
        return False
    asked, told = (find_one(names.get(each, each)) for each in (asked, told))
    if asked == told or told.endswith(f" {asked}"):
        return True
    if asked == "family":
        return told in _FAMILY
    return told in find_meant(asked) or asked in find_meant(told)


def find_mentions(said: Sequence[Said], named: Mapping[str, Sequence[str]]) -> Mentions:
    """Whom each sentence is of. `named`: the names of those that the user told of, by what they are."""
    names = {name.lower(): find_one(who) for who, all_ in named.items() for name in all_}
    about: list[frozenset[str]] = []
    may_be: list[frozenset[str]] = []
    recent: list[tuple[int, str]] = []
    before: Said | None = None
    for each in said:
        found = list(find_spoken(each.plain))
        if (alone := _FRAGMENT_NAME.match(each.text)) and before is not None and about and each.turn - before.turn <= 1:
            whom = find_spoken(before.plain)
            if whom and alone[1] not in _NO_NAMES and _may_name(alone[1]):
                names.setdefault(alone[1].lower(), find_one(whom[-1]))
        subject = [
            *find_spoken(_PRONOUN.split(each.plain)[0]),
            *(names.get(one.lower(), one.lower()) for one in _find_first(each.text, names)),
        ]
        for name in _find_names(each.text, names):
            found.append(names.get(name.lower(), name.lower()))
            if found[-1] != name.lower():
                found.append(name.lower())
        sails = before is not None and before.turn == each.turn and _SHE_SAILS.search(before.plain)
        pointed = [] if sails and not found else list(dict.fromkeys(_PRONOUN.findall(each.plain)))
        for pronoun in pointed:
            if pronoun in _THEY:
                found += _stand_for_several(subject, recent, about, each.turn)
            elif one := _stand_for(pronoun, subject if pronoun in ("he", "she") else (), recent, each.turn):
                found.append(one)
        if not found and _goes_on_doing(each) and before is not None and each.turn - before.turn <= 1 and about:
            found = [*about[-1]]
        recent += [(each.turn, one) for one in reversed(found)]  # "she" is who did something, rather than to whom
        about.append(frozenset(found))
        others = (one for said_in, one in recent if pointed and each.turn - said_in <= 2 * _LATELY)
        may_be.append(frozenset((*found, *(one for one in others if any(_can_be(way, one) for way in pointed)))))
        before = each
    return Mentions(tuple(about), tuple(may_be), names)


@lru_cache(2048)
def find_spoken(plain: str) -> tuple[str, ...]:
    """The words for somebody that a plain sentence holds: "my wife", "a fat old labrador", "mum"."""
    found: list[str] = []
    for each in _SPOKEN.finditer(plain):
        lead = plain[: each.start()].split()[-3:]
        if each[1] not in PETS and each[1] not in _FAMILY and _IS_ONE.search(plain[: each.start()]):
            continue
        if not lead or any(_OWNED.search(one) for one in lead) or each[1] in _FAMILY:
            strange = _STRANGE.search(plain[: each.start()]) and not _HAS.search(plain[: each.start()])
            found.append(f"{_ELSE if strange else ''}{find_one(each[1])}")
    return tuple(found)


_ELSE = "~"
"""Before somebody who need not be the user's: "a lad who thinks second gear is a rumour"."""
_STRANGE = re.compile(r"\b(?:an?|one|some|another|two|three|any|of the|the other) (?:\w+ ){0,2}$")
_HAS = re.compile(
    r"\b(?:is|was|are|having|expecting|have|has|had|got|own|owns|keep|keeps|getting|bought|adopted"
    r"|rescued|called|my|our|with|there are)\b|'ve\b|'s got"
)
_IS_ONE = re.compile(r"\b(?:is|was|am|are|be|been|as|become|became) an? (?:\w+ ){0,2}$")
"""What stands before what somebody is: "she is a teaching assistant"."""


def _find_first(text: str, names: Mapping[str, str]) -> list[str]:
    """The name that a sentence begins with."""
    first = _FIRST.match(text)
    if first is None or first[2] in _NO_NAMES:
        return []
    known = first[2].lower() in names
    return [first[2]] if known or first[1] or sounds_like_name(first[2]) else []


def _find_names(text: str, names: Mapping[str, str]) -> list[str]:
    within = () if _OWN_NAME.search(text) else _NAME.findall(text)
    return [*_find_first(text, names), *(name for name in within if name not in _NO_NAMES)]


_OWN_NAME = re.compile(
    r"\b(?:I'm|I am|my name's|my name is|call me|it's|this is) [A-Z]\w+(?:[.! ]*$|,? (?:here|by the "
    r"way|btw))"
)
"""What says who its speaker is."""


def _may_name(word: str) -> bool:
    return find_place(word.lower()) is None or len(word) > 3


def _stand_for(pronoun: str, here: Sequence[str], recent: Sequence[tuple[int, str]], turn: int) -> str:
    """Whom a pronoun stands for: one of the same sentence, or the last one who can be meant."""
    spoken = [*(one for said_in, one in recent if turn - said_in <= _LATELY), *here]
    return next((one for one in reversed(spoken) if _can_be(pronoun, one)), "")


_THEY = ("they", "them", "their")


def _stand_for_several(
    here: Sequence[str], recent: Sequence[tuple[int, str]], about: Sequence[frozenset[str]], turn: int
) -> list[str]:
    """Whom "they" stands for: those of the sentence before, or the last ones who are several."""
    if about and len(about[-1]) > 1:
        return sorted(about[-1])
    spoken = [*(one for said_in, one in recent if turn - said_in <= _SOON), *here]
    return next(([one] for one in reversed(spoken) if one in _SEVERAL), [])


_ROLES = frozenset(ANY) - frozenset("baby kid child girl boy man fella bloke date crush guest visitor patient".split())
"""Who may be the user's, though they say "a landlady"."""
_SOON = 2
"""Turns in which "they" are still those who were spoken of."""
_SEVERAL = frozenset(
    ("twin", "kid", "child", "parent", "grandchild", "neighbour", "friend", "cat", "dog", "hen", "colleague")
)
"""Whom the user mostly tells of as several."""


def _can_be(pronoun: str, one: str) -> bool:
    one = one.removeprefix(_ELSE)
    if pronoun in ("they", "them", "their"):
        return True
    other = _HE if pronoun in ("she", "her") else _SHE
    return one not in other


def _goes_on_doing(said: Said) -> bool:
    """Whether a sentence begins with its verb, and so goes on about who was spoken of."""
    first = said.plain.split()[0] if said.plain else ""
    return (
        first in PASTS
        or is_verb_past(first)
        or bool(
            re.match(r"(?:just |only |always |still )?\w{2,}(?:s|ing|ed)\b", said.plain)
            and said.plain.split()[0] not in KINDS
        )
    )


_ASKED_OF = re.compile(
    rf"\b(?:my|our) (?:[\w']+ ){{0,2}}?({KIN})(?:'s|s')?\b|\b(?:my|our) ({KIN})s\b|\b(?:my|our) "
    r"(family)\b"
)
_HE_IS = re.compile(
    r"^(?:(?:is|are|was|were|does|do|did|has|have|had|will|can) )?(?:not )?(she|he|they|her|his|him"
    r"|their|them)\b|\b(she|he|they|her|his|him|their|them)$|\b(she|he|they|him|her|them)\b"
)


class Whom(NamedTuple):
    """Of whom a question is."""

    who: str
    words: str
    """The words of the question that say so."""


def find_whom(rest: str, mentions: Mentions, noun: str = "") -> Whom | None:
    """Of whom a question is: "my little boy", "Becky", "she"; None where it is of nobody. `noun`: what it asks for,
    which may be who is pointed at ("what kind of dog is he?")."""
    if found := _ASKED_OF.search(rest):
        return Whom(next(filter(None, found.groups())), found[0])
    known = {*mentions.names, *(one for each in mentions.about for one in each if one not in KINDS)}
    for word in re.findall(r"[\w-]+", rest):
        bare = word.removesuffix("'s")
        if bare in known:
            return Whom(bare, word)
    if noun in KINDS and (found := _HE_IS.search(rest)):
        return Whom(noun, next(filter(None, found.groups())))
    if (found := _HE_IS.search(rest)) and not re.search(r"\b(?:i|my|me|we|our)\b", rest.replace(found[0], "")):
        pronoun = next(filter(None, found.groups()))
        spoken = [one for each in mentions.about for one in sorted(each) if _can_be(pronoun, one)]
        return Whom(spoken[-1], pronoun) if spoken else None
    return None
