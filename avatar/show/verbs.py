"""Forms of English verbs, and which words say that somebody does something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_IRREGULAR = {
    "went": "go", "gone": "go", "goes": "go", "left": "leave", "came": "come", "ran": "run", "shook": "shake",
    "shaken": "shake", "stood": "stand", "sat": "sit", "took": "take", "taken": "take", "gave": "give",
    "given": "give",
    "strode": "stride", "stole": "steal", "crept": "creep", "fled": "flee", "wept": "weep", "thought": "think",
    "met": "meet", "made": "make", "held": "hold", "lay": "lie", "lying": "lie", "dying": "die", "swept": "sweep",
    "began": "begin", "spoke": "speak", "fell": "fall", "threw": "throw", "caught": "catch", "drank": "drink",
    "ate": "eat", "sang": "sing", "rose": "rise", "hid": "hide", "led": "lead", "lit": "light", "read": "read",
}  # fmt: skip

STATES = frozenset(
    "is was has wears seems looks-like needs knows owns likes loves hates wants means contains resembles stands-for "
    "lives works belongs costs remains stays consists weighs keeps appears-to this its his hers theirs as us "
    "always perhaps sometimes besides towards upwards downwards backwards forwards yes plus less across".split()
)
"""Words that end in an s and say how somebody is, or nothing that is seen to be done."""

ACTIONS = frozenset(
    "pick take hold put give grab open close shut sit stand rise kneel lie jump dance run walk hide hug kiss "
    "hit slap "
    "push pull throw catch drop drink eat pour read write type dial answer hang knock sing whistle cook clean wave "
    "nod shrug point clap smile laugh frown glare sigh gasp cry weep bow turn look stare glance enter exit leave go "
    "come move cross step shake follow lead climb fall lean reach raise lift lower carry drag search fight point "
    "stretch crawl creep sneak storm stomp stride march rush hurry fold unfold wipe scratch sniff cough sneeze "
    "swallow "
    "chew tap snap press light smoke sip hand pass show pocket unlock lock play stop freeze begin start try pause "
    "wait listen pace circle embrace salute curtsy spin collapse faint wake sleep settle sharpen examine "
    "inspect check "
    "study toss kick punch straighten adjust remove don search pat rub roll cover".split()
)
"""Verbs of action lines, as they stand behind `they`."""

_VOWELS = "aeiou"


@lru_cache(maxsize=4096)
def base_forms(word: str) -> tuple[str, ...]:
    """What a verb may be in its plain form, the word itself last: `waving` is `wave`, or `wav`."""
    return tuple(dict.fromkeys((*_bases(word), word)))


def _bases(word: str) -> Iterator[str]:
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            if ending == "ed" and stem.endswith("i"):
                yield f"{stem[:-1]}y"
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                yield stem[:-1]
            yield f"{stem}e"
            yield stem
    if word.endswith("ies") and len(word) > 4:
        yield f"{word[:-3]}y"
    if word.endswith("es") and len(word) > 3:
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


@lru_cache(maxsize=4096)
def s_forms(word: str) -> tuple[str, ...]:
    """What a verb in any form may be behind `she`: `waving`, `waved` and `wave` are `waves`."""
    return tuple(dict.fromkeys((word, *(_with_s(base) for base in base_forms(word)))))


def _with_s(base: str) -> str:
    if base.endswith("y") and len(base) > 1 and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"


def is_done(word: str, several: bool = False) -> bool:
    """Whether a word behind a subject says that it does something. `several`: the subject is more than one."""
    if word in STATES or not word.isalpha():
        return False
    if several or word.endswith("ing"):
        return any(base in ACTIONS for base in base_forms(word))
    return (word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3) or word in _IRREGULAR


def is_action(word: str) -> bool:
    """Whether a word, in any form, is a verb of action lines."""
    return any(base in ACTIONS for base in base_forms(word))


def is_direction(text: str) -> bool:
    """Whether words in brackets say what somebody does: `picks up spoon`, `holding a sign`; a thought in brackets
    (`sometimes`, `as if`) does not."""
    word = next(iter(text.lower().split()), "").strip(",.;")
    if word in STATES or not word.endswith(("s", "ing")):
        return False
    return any(base in ACTIONS for base in base_forms(word) if base != word)


def is_posture(rest: str) -> bool:
    """Whether words say how somebody holds themselves while they do something else: `hands in pockets`."""
    words = [word.strip(",.!;:") for word in rest.lower().split()[:2]]
    return len(words) == 2 and words[0] in _PARTS and words[1] in _HELD


_PARTS = frozenset("hands arms eyes legs feet fingers fists shoulders lips hair".split())
_HELD = frozenset(
    "in on behind up down at wide closed shut open crossed folded clasped raised tied full high still out outstretched "
    "shaking trembling half".split()
)


def is_noun(word: str, rest: str) -> bool:
    """Whether a word with an s, at the start of a sentence, is rather a thing than a deed: `Waves crash ashore.`"""
    following = [word.strip(",.!;:") for word in rest.lower().split()[1:2]]
    return bool(following) and following[0] not in _BEHIND_VERBS and not following[0].endswith("ly")


_BEHIND_VERBS = frozenset(
    "at to out off in on away back up down around over across left right his her their its the a an and then "
    "again into "
    "from with toward towards both himself herself themselves".split()
)
