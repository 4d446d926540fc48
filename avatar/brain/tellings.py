"""All that the user told in a talk, whole and put right, and of whom each sentence of it is; and how it is given back.

Sentences are told back turned round (`avatar/brain/telling_back.py`), and quoted where that can't be done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from avatar.brain.completing import complete
from avatar.brain.mentions import Mentions, Whom, find_mentions
from avatar.brain.named_words import names
from avatar.brain.naming import HE, SHE, find_one
from avatar.brain.recall import Said, quote_about
from avatar.brain.sentences import Act
from avatar.brain.telling_back import LONGEST_TOLD, say_all_back, say_back

_KEPT = 4
"""Talks, as far as they have come, of which it is kept what was told."""


class Found(NamedTuple):
    """What was told."""

    text: str
    """Quoted."""
    whole: bool
    """Whether it answers the question, rather than speak of the same."""
    told: str = ""
    """Told back; '' where it can't be turned round."""


class Tellings(NamedTuple):
    """What was told, one sentence after the other, and of whom."""

    told: tuple[Said, ...]
    mentions: Mentions

    def of(self, whom: Whom, *, perhaps: bool = False) -> list[Said]:
        """What was told of somebody, or may have been."""
        return [self.told[place] for place in self.mentions.places(whom.who, perhaps=perhaps)]

    def of_thing(self, thing: str) -> list[Said]:
        """What was told of a thing, and right behind that of it."""
        places = {place for place, each in enumerate(self.told) if names(thing, each) == 1}
        for place, each in enumerate(self.told):
            if place - 1 in places and each.turn <= self.told[place - 1].turn + 1 and _OF_IT.match(each.plain):
                places.add(place)
        return [self.told[place] for place in sorted(places)]

    def around(self, about: Sequence[Said]) -> list[Said]:
        """What was told, of whomever, in the turns of some sentences, right before and behind."""
        turns = {each.turn + step for each in about for step in (-1, 0, 1)}
        return [each for each in self.told if each.turn in turns and not re.match(r"(?:i|my)\b", each.plain)]

    def beside(self, one: Said) -> list[Said]:
        """What was told before a sentence in the same message, and the sentence itself."""
        place = next((place for place, each in enumerate(self.told) if each is one), None)
        return [one] if place is None else [each for each in self.told[: place + 1] if each.turn == one.turn]

    def behind(self, one: Said) -> Said | None:
        """What was told next."""
        place = next((place for place, each in enumerate(self.told) if each is one), len(self.told))
        return self.told[place + 1] if place + 1 < len(self.told) else None

    def say(self, said: Said) -> str:
        """A sentence as it is told back; '' where that can't be done."""
        return say_back(said.text, self._find_doer(said))

    def give(
        self, tellings: Sequence[Said], *, whole: bool, holds: re.Pattern[str] | None = None, words: Sequence[str] = ()
    ) -> Found:
        """Some sentences as an answer. `holds`, `words`: which part of them counts, where they are too long."""
        back = [self.say(each) for each in tellings]
        told = say_all_back(back) if all(back) else ""
        texts = [each.text for each in tellings]
        if len(told) > LONGEST_TOLD:
            told = say_back(quote_about(texts, holds, words).strip("… "))
        return Found(quote_about(texts, holds, words), whole, told)

    def _find_doer(self, said: Said) -> str:
        """Who does what a sentence without a subject tells: "you", or whom the one before it is of."""
        place = next((place for place, each in enumerate(self.told) if each is said), 0)
        before = self.told[place - 1] if place and self.told[place - 1].turn == said.turn else None
        if before is None or re.match(r"(?:well |and |so |but )*(?:i|we|my|our|just|only)\b", before.plain):
            return "you"
        if found := re.match(r"(?:well |and |so |but )*(he|she|they|it)\b", before.plain):
            return found[1]
        about = self.mentions.about[place] if place < len(self.mentions.about) else frozenset()
        one = find_one(next(iter(sorted(about)))) if about else ""
        return "she" if one in SHE else "he" if one in HE else "you"


_OF_IT = re.compile(r"(?:and |but |so )?(?:it|they|she|he|its)\b")


def gather(said: Sequence[Said], named: Mapping[str, Sequence[str]]) -> Tellings:
    """All that was told. `named`: the names of whom the user told of, by what those are to them."""
    return _gather(tuple(said), tuple((who, tuple(every)) for who, every in named.items()))


@lru_cache(_KEPT)
def _gather(said: tuple[Said, ...], named: tuple[tuple[str, tuple[str, ...]], ...]) -> Tellings:
    told = tuple(each for each in complete(said) if is_telling(each))
    return Tellings(told, find_mentions(told, dict(named)))


def is_telling(said: Said) -> bool:
    """Whether a sentence tells something."""
    if said.act is Act.REQUEST:
        return bool(re.match(r"(?:please )?(?:remember|do not forget|remind me)\b", said.plain))
    if said.act is Act.QUESTION:
        return not said.text.rstrip().endswith("?") and bool(
            _ONLY_LOOKS_ASKED.match(said.plain) or re.fullmatch(r"[A-Za-zÀ-ÿ]+!", said.text)
        )
    return said.act is not Act.CHATTER


_ONLY_LOOKS_ASKED = re.compile(
    r"(?:had|have|has|was|were|did) (?:an?|the|my|our|some|it|to|two|three)\b"
    r"|(?:who|which) (?:is|was|are|has|works?|lives?) .*\b(?:and|is|was|i|my)\b"
)
"""What begins like a question and tells something: "had a difficult shift last week"."""
