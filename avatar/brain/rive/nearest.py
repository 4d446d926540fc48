"""What is listened for word by word, and which of it is nearest to a message that says it in other words.

"what's your most favourite colour, really" is "what is your favourite colour" with words that change nothing; "which
colour do you like best" shares its rarest words with it. Who is spoken of ("you" or "I") and a "not" must agree.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from avatar.brain.plain import split_words
from avatar.brain.rive.patterns import expand_array

NEAR = 0.6
"""The part of the weight of all words, of message and phrase together, that they must share."""
_MOST_SHARED = 3
"""Weighty stems that a phrase must share where it lacks the one that says most."""
_MOST_FORMS = 96
"""Most ways to say one trigger that are kept."""
_LONGEST = 24
"""Most words of a message that are compared."""

_FILLERS = frozenset(
    "a an the really actually very just ever even any some then too now also honestly exactly quite still maybe please "
    "perhaps most totally truly own oh personally usually normally generally currently best particular sometimes "
    "often lot bit".split()
)
"""Words that a question has or lacks without becoming another one."""
_STEMS: Mapping[str, str] = {
    "enjoy": "like", "love": "like", "prefer": "like", "adore": "like", "fond": "like", "mum": "mother",
    "mom": "mother", "dad": "father", "kid": "child", "children": "child", "afraid": "scared", "frightened": "scared",
    "create": "make", "build": "make", "built": "make", "made": "make", "program": "make", "job": "work",
    "pal": "friend", "buddy": "friend", "mate": "friend", "tune": "song", "picture": "film", "hobbies": "hobby",
    "favourites": "favourite", "which": "what", "went": "go", "gone": "go", "going": "go", "been": "go", "ate": "eat",
    "eaten": "eat", "drank": "drink", "saw": "see", "seen": "see", "met": "meet", "thought": "think", "large": "big",
    "stories": "story", "me": "i", "my": "i", "mine": "i", "your": "you", "yours": "you", "yourself": "you",
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "does": "do", "did": "do", "has": "have",
    "had": "have", "could": "can", "would": "will",
}  # fmt: skip
_MUST_AGREE = frozenset(
    "you i he she they we not never no nothing nobody none without who where when why how more less".split()
)
"""Words that the nearest phrase must have exactly where the message has them."""
_LIGHT = frozenset("be do have can will what to in on at with for about and or that this it you i like go".split())
"""Words that say little of what a message is about: sharing them alone makes nothing near."""


@dataclass(frozen=True, eq=False)
class Phrases:
    """Everything that is listened for word by word."""

    by_core: Mapping[tuple[str, ...], str]
    """Words without fillers to the phrase."""
    texts: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    """Of each phrase."""
    by_stem: Mapping[str, tuple[int, ...]]
    """Where in `texts` a stem occurs, without the light ones."""
    weights: Mapping[str, float]
    """How much a stem says: the rarer, the more."""
    words: frozenset[str]
    """All words that occur."""
    triggers: tuple[str, ...]
    """The trigger of each phrase."""

    @classmethod
    def of(cls, triggers: Iterable[str], arrays: Mapping[str, Sequence[str]]) -> Phrases:
        """The triggers that are phrases, apart from wildcards at their ends; of two that say the same the first."""
        by_core: dict[tuple[str, ...], str] = {}
        of: list[str] = []
        for trigger in triggers:
            for phrase in _forms(trigger, arrays):
                core = _core(phrase)
                if len(core) > 1 and core not in by_core:
                    by_core[core] = phrase
                    of.append(trigger)
        texts = tuple(by_core.values())
        stems = tuple(frozenset(map(stem, core)) for core in by_core)
        places: dict[str, list[int]] = {}
        for place, found in enumerate(stems):
            for each in found:
                places.setdefault(each, []).append(place)
        weights = {each: math.log(1 + len(texts) / len(held)) for each, held in places.items()}
        by_stem = {each: tuple(held) for each, held in places.items() if each not in _LIGHT}
        words = frozenset(word for text in texts for word in split_words(text))
        return cls(by_core, texts, stems, by_stem, weights, words, tuple(of))

    def same(self, message: str) -> str:
        """The phrase that says the same but for words that change nothing; '' where there is none."""
        return self.by_core.get(_core(message), "")

    def nearest(self, message: str) -> str:
        """The phrase that shares most of what a message says; '' where none shares enough."""
        stems = frozenset(map(stem, _core(message)[:_LONGEST]))
        must = stems & _MUST_AGREE
        unknown = math.log(1 + len(self.texts))
        weighty = stems - _LIGHT - _MUST_AGREE
        heaviest = max(weighty, key=lambda each: (self.weights.get(each, unknown), each), default="")
        best, found = NEAR, ""
        for place in sorted({place for each in stems for place in self.by_stem.get(each, ())}):
            other = self.stems[place]
            if other & _MUST_AGREE != must or (heaviest not in other and len(weighty & other) < _MOST_SHARED):
                continue
            shared = sum(self.weights[each] for each in stems & other)
            every = sum(self.weights.get(each, unknown) for each in stems | other)
            if shared > best * every:
                best, found = shared / every, self.texts[place]
        return found


@lru_cache(8192)
def stem(word: str) -> str:
    """A word without its ending, and one word for several that mean the same here."""
    word = _STEMS.get(word, word)
    for ending, instead, least in (("ies", "y", 5), ("ing", "", 6), ("ed", "", 5), ("es", "", 6), ("s", "", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    return _STEMS.get(word, word).removesuffix("e") if len(word) > 3 else word


def _core(text: str) -> tuple[str, ...]:
    words = split_words(text)
    return tuple(word for word in words if word not in _FILLERS) or tuple(words)


def _forms(trigger: str, arrays: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The ways to say a trigger that is a phrase: `[*] (a|b) c [*]` gives "a c" and "b c"."""
    body = re.sub(r"^\[\*\]|\[\*\]$", "", trigger).strip()
    if not body or re.search(r"[*#=]|(?<!\w)_(?!\w)", body) or re.search(r"\([^()]*\(|\[[^\[\]]*\(", body):
        return
    body = re.sub(r"\(?@(\w+)\)?", lambda found: f"({'|'.join(expand_array(found[1], arrays))})", body)
    parts = [
        [*(part[1:-1].split("|")), *([""] if part[0] == "[" else [])] if part[0] in "([" else [part]
        for part in re.findall(r"\([^()]*\)|\[[^\[\]]*\]|[^()\[\]]+", body)
    ]
    for form in itertools.islice(itertools.product(*parts), _MOST_FORMS):
        yield " ".join(" ".join(form).split())
