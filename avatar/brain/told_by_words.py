"""What the user told, found by the words of a question: the sentence that holds what it names and, in it or right
behind it, what is wanted of that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from avatar.brain.holding import HOLDS, find_kind, gives_name, gives_somebody, leave_out
from avatar.brain.meaning import find_direction, find_kept_directions
from avatar.brain.mentions import Whom
from avatar.brain.named_words import (
    TODAY,
    find_named,
    find_stems,
    find_weighty,
    find_words,
    is_much_alike,
    is_of_another,
    names,
    weigh,
)
from avatar.brain.recall import LONGEST_ANSWER, Said
from avatar.brain.rive.nearest import stem
from avatar.brain.tellings import Found, Tellings
from avatar.brain.wanted import Sure, Wanted

_ENOUGH, _HALF, _LITTLE = 0.6, 0.5, 0.34
"""The part of what a question names, by its weight, that a sentence must name; where more was told of the same behind
it; and where it is asked what was told, and nothing names more."""
_ALL = 0.84
"""The same of a question that names nobody."""
_FITTING, _MORE, _BESIDE = 0.3, 0.2, 0.15
"""What it is worth, beside what a sentence names, that it holds what is wanted; that it goes on as the question does
("run with"), or is of the day that it names; and that it names it in so many words, or close by."""
_FEWEST = 2
"""Words of a yes or no that the user's own words may answer."""
_NEXT = 3
"""Turns after something was told in which more of it may be."""
_PARTLY = 2
"""Sentences behind one that answers a question in part, which may say the rest."""
_BRIEF = 2
"""Words of a remark that doesn't end what is told: "badly"."""
_TELLS_WHY = 2
"""Words of weight beside those of a question from which on a sentence may tell why."""
_CLOSE = 6
"""Letters between a word and what is told of it."""
_HAVING = frozenset("drive own keep use ride wear work drove owned kept used".split())
"""What is said of things that one has."""
_SUPPOSED = frozenset("meant supposed happening".split())
"""Words of a question that add nothing to what was to be done: "what was I meant to do before five?"."""
_LIGHT_VERBS = frozenset("have having had has get getting got go going gone went do doing done make makes made".split())
"""Verbs that by themselves say nothing of what is asked for: who is having a baby did not have beans."""
_POINTS = re.compile(r"(?:and |but |so )?(?:he|she|it|they|his|her|its|their)\b")
_THEN = re.compile(r"(?:then|and|or|also|so|but)\b")
"""What goes on with the sentence before it."""
_IS_ONE = re.compile(
    r"(?:it|they) (?:is|was|are|were) (?:an?|the|some|my|called|on|about)\b"
    r"|(?:it is |he is |she is |we are )?called\b"
)
_ASKS_DEED = re.compile(r"^what (?:(?:do|does|did) .+ do|.+ (?:does|did|do))\b")
_GOES_ON = re.compile(
    r"(?:and |but |so )?(?:he|she|it|they|his|her|their|in|on|at|with|for|about|only|just|since|until)\b"
)
_POINTS_BACK = re.compile(r"\b(?:it|him|her|them|there(?! (?:is|was|are|were)\b)|one)\b")
_ONES = r"\b(?:the|my|our|an?|his|her|their|this|that)"
"""What stands before a thing that is told of."""
_DEFINITE = re.compile(r"\b(?:the|this|that|those|these)\b")
_MANY = r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|dozen)"
_OF_ME = re.compile(r"\b(?:do|did|am|was|have|had|can|could|are|were) (?:i|we)\b")
"""What asks for something that the user does."""
_ENDS_WITH = re.compile(r"\b([a-z]+) (with|to|for|from|about|at|on|in|of|by)$")
_BESIDES: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in ("above over on below beneath under underneath", "behind back", "beside next by near opposite")
)
_BESIDE_WHAT = re.compile(r"\b(above|below|beneath|under|underneath|behind|beside|opposite)\b")
"""Where something is to be that a question asks for."""


@dataclass(frozen=True)
class Question:
    """What a question wants, by its words."""

    wanted: Wanted
    rest: str
    """What it asks of, without the words for whom."""
    whom: Whom | None = None
    strictly: bool = False
    """Whether all of it must be named in so many words."""

    @cached_property
    def kind(self) -> str:
        """What kind of answer it wants."""
        return find_kind(self.wanted)

    @cached_property
    def noun(self) -> str:
        """What kind of thing it asks for, where only a word tells that."""
        return self.wanted.noun.split()[-1] if self.wanted.noun and self.kind not in HOLDS else ""

    @cached_property
    def words(self) -> list[str]:
        """What it names."""
        words = [word for word in find_words(self.rest) if word not in _SUPPOSED] or find_words(self.rest)
        if self.noun and _HAVING.issuperset(words):
            return [self.noun]  # "what car do I drive?"
        if not words and self.wanted.noun and self.whom is None:
            return [self.wanted.noun.split()[-1]]  # "which bus do I get?"
        return [word for word in words if word not in TODAY] or words

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each of its words counts."""
        rest = self.wanted.rest.replace(self.whom.words, "we") if self.whom is not None else self.wanted.rest
        return weigh(self.words, self.noun, rest)

    @cached_property
    def is_theirs(self) -> bool:
        """Whether it is surely asked of something of the user's."""
        named = self.whom is not None and self.whom.who not in ("she", "he", "they")
        return self.wanted.sure > Sure.MAYBE or named

    @property
    def is_of_all(self) -> bool:
        """Whether all that it names must be told."""
        return not self.is_theirs or (self.wanted.wh == "whether" and self.wanted.sure is Sure.MINE)

    @property
    def holds(self) -> re.Pattern[str] | None:
        """What a sentence holds that answers it."""
        return HOLDS.get(self.kind)


@dataclass(frozen=True)
class _Window:
    """A sentence, and what was told of the same behind it."""

    asked: Question
    about: Sequence[Said]

    @cached_property
    def named(self) -> Sequence[Mapping[str, float]]:
        return [find_named(self.asked.words, self.asked.noun, one) for one in self.about]

    @cached_property
    def share(self) -> float:
        weights = self.asked.weights
        every = (weights[word] * max(one.get(word, 0.0) for one in self.named) for word in weights)
        return sum(every) / sum(weights.values())

    @cached_property
    def alone(self) -> float:
        """The share of the first sentence by itself."""
        weights = self.asked.weights
        return sum(weights[word] * self.named[0].get(word, 0.0) for word in weights) / sum(weights.values())

    @cached_property
    def is_plain(self) -> bool:
        """Whether the first sentence names a word of the question as it is."""
        return any(self.named[0].get(word) == 1 for word in self.asked.words)

    @cached_property
    def names_all(self) -> bool:
        return all(self.named[0].get(word) == 1 for word in self.asked.words)

    @cached_property
    def answer(self) -> int | None:
        """Which of its sentences holds what is wanted; None for none."""
        return _find_answer(self)

    @cached_property
    def fits(self) -> bool:
        """Whether it answers the question."""
        asked, first = self.asked, self.named[0]
        of_all = self.alone == self.share or len(self.about) == 1
        least = _ALL if asked.is_of_all else _ENOUGH if of_all else _HALF
        if self.answer is None or self.share < least or _stands_elsewhere(asked.wanted.rest, self.about):
            return False
        if first.get(asked.noun) == 1 or not asked.words:
            return True
        named = bool(first.keys() & {*asked.words})
        return named and (self.is_plain or len(asked.words) > 1 or is_much_alike(asked.words, self.about[0]))

    @cached_property
    def is_worth_it(self) -> bool:
        """Whether it is of what is asked, if it does not answer it."""
        named = any(self.named[0].get(word) == 1 for word in self.asked.words if word not in _LIGHT_VERBS)
        if self.asked.is_of_all or not named:
            return False
        return self.share >= (_LITTLE if self.asked.wanted.sure is Sure.FIRMLY else _HALF)

    @cached_property
    def score(self) -> float:
        asked, first = self.asked, self.about[0]
        close = (
            self.fits and self.answer == 0 and asked.holds is not None and _is_close(first, asked.words, asked.holds)
        )
        thing = bool(asked.noun) and bool(re.search(rf"{_ONES} (?:\w+ ){{0,2}}?{re.escape(asked.noun)}\b", first.plain))
        with_it = _follows_on(first.plain, asked.wanted.rest)
        today = bool({*first.plain.split()} & TODAY & {*asked.wanted.rest.split()})
        beside = _BESIDE * (close + thing + self.alone + 2 * self.is_plain)
        return self.share + _FITTING * self.fits + _MORE * (with_it + today) + beside + first.turn / 1000


def find_by_words(asked: Question, among: Sequence[Said], tellings: Tellings) -> Found | None:
    """The sentence, of some that were told, that a question asks for; None where none is near enough."""
    wanted = asked.wanted
    if wanted.wh == "whether" and wanted.sure is Sure.MINE and len(find_words(asked.rest)) < _FEWEST:
        return None
    if not asked.words or (not asked.is_theirs and not _may_be_users(asked, among)):
        return None
    best: _Window | None = None
    for place, each in enumerate(among):
        of_another = asked.whom is None and _OF_ME.search(wanted.rest) and is_of_another(each)
        behind = _going_on(among, place, asked.words) if asked.whom is None else _following(among, place)
        window = _Window(asked, [each, *behind])
        if not window.named[0] or ((asked.strictly or of_another) and not window.names_all):
            continue
        if (window.fits or window.is_worth_it) and (best is None or window.score >= best.score):
            best = window
    if best is None:
        return None
    return tellings.give(_choose(best, tellings), whole=best.fits, holds=asked.holds, words=asked.words)


def _choose(window: _Window, tellings: Tellings) -> list[Said]:
    """The sentences of a window that are given as the answer."""
    asked, about, named = window.asked, window.about, window.named
    last = window.answer if window.answer is not None else 0 if asked.whom is not None else min(len(about) - 1, _PARTLY)
    while window.answer is None and about[last].turn != about[0].turn:
        last -= 1
    more = (spot for spot, one in enumerate(named) if any(one[word] == 1 for word in one.keys() - named[0].keys()))
    last = max([last, *more])
    if window.answer == 0 and asked.wanted.wh in ("what", "which") and len(about) > 1 and _IS_ONE.match(about[1].plain):
        last = max(last, 1)  # "I'm running the school play. It's the Pied Piper"
    chosen = [one for one in about[: last + 1] if one.turn - about[last].turn >= -1]
    if (
        len(chosen) > 1
        and len(" ".join(one.text for one in chosen)) > LONGEST_ANSWER
        and not _POINTS.match(about[last].plain)
    ):
        chosen = chosen[-1:]
    if asked.kind == "why" and window.fits and last == 0 and not HOLDS["why"].search(about[0].plain):
        chosen = tellings.beside(about[0])[-2:]
    if last == 0 and not find_weighty(about[0]) - {*map(stem, asked.words)}:
        chosen = tellings.beside(about[0])  # "I'm kind of nervous" does not say of what
    return [*tellings.beside(chosen[0])[-2:-1], *chosen] if _THEN.match(chosen[0].plain) else chosen


def _find_answer(window: _Window) -> int | None:
    asked, about, named = window.asked, window.about, window.named
    spots, words, kind, wanted = range(len(about)), asked.words, asked.kind, asked.wanted
    if kind == "name":
        return next((spot for spot in spots if gives_name(about[spot])), None)
    if kind == "who":
        return next((spot for spot in spots if gives_somebody(about[spot], words)), None)
    rest_of_it = find_weighty(about[0]) - find_stems(words)
    if kind == "why" and {*words} <= named[0].keys():
        if len(rest_of_it) >= _TELLS_WHY:
            return 0  # "I lost a bet and had to shave my beard"
        if len(about) > 1 and not HOLDS[kind].search(about[0].plain):
            return 1  # "I broke my arm. I fell off the monkey bars"
    if (holds := asked.holds) is not None:
        others = ((spot, leave_out(about[spot].plain, words)) for spot in spots)
        return next((spot for spot, left in others if holds.search(left)), None)
    if asked.noun:
        if words and window.names_all:
            return 0
        sorts = (spot for spot in spots if asked.noun in named[spot])
        return next(sorts, 0 if {*words} <= named[0].keys() else None)
    if wanted.wh in ("about", "whether"):
        return 0
    if wanted.wh in ("how", "why") and len(about) > 1 and not rest_of_it:
        return 1
    if _ASKS_DEED.search(wanted.plain) and len(about) > 1:
        return max(spots, key=lambda spot: (len(find_weighty(about[spot]) - {*map(stem, words)}), -spot))
    near = find_kept_directions(one.plain for one in about) @ find_direction(wanted.plain)
    return max(spots, key=lambda spot: (len(named[spot].keys() - named[0].keys()), len(named[spot]), float(near[spot])))


def _may_be_users(asked: Question, told: Sequence[Said]) -> bool:
    """Whether a question that names nobody may be about what the user has told: it names enough of it, or somebody of
    theirs."""
    words, wanted = asked.words, asked.wanted
    if any(re.search(rf"\b{re.escape(word.capitalize())}\b", each.text) for word in words for each in told):
        return True
    if wanted.wh in ("who", "where", "when") and len(words) > 1:
        return True
    many = re.compile(rf"{_MANY} (?:\w+ )?{re.escape(words[0])}\b")
    if wanted.wh == "how many" and any(many.search(each.plain) for each in told):
        return True
    if len(words) > 1 and any(all(names(word, each) == 1 for word in words) for each in told):
        return True
    if not _DEFINITE.search(wanted.rest) or (len(words) == 1 and asked.kind not in HOLDS and asked.kind != "who"):
        return False
    return len(words) > 1 or any(re.search(rf"{_ONES} (?:\w+ )?{words[0]}\b", each.plain) for each in told)


def _going_on(told: Sequence[Said], place: int, words: Sequence[str]) -> list[Said]:
    """What was told right behind a sentence, of the same: "she is at university", after "my daughter ...", or what
    names more of some words."""
    found: list[Said] = []
    for each in told[place + 1 :]:
        soon = each.turn <= told[place].turn + 1
        points = bool(_GOES_ON.match(each.plain)) or (soon and bool(_POINTS_BACK.search(each.plain)))
        points = points or (soon and any(names(word, each) == 1 and not names(word, told[place]) for word in words))
        if each.turn > told[place].turn + _NEXT:
            break
        if points or each.turn == told[place].turn:
            found.append(each)
        elif len(each.plain.split()) > _BRIEF:
            break
    return found


def _following(told: Sequence[Said], place: int) -> list[Said]:
    """What was told of the same one soon behind a sentence."""
    return [each for each in told[place + 1 :] if each.turn <= told[place].turn + _NEXT]


def _is_close(said: Said, words: Sequence[str], holds: re.Pattern[str]) -> bool:
    """Whether what a sentence holds stands right behind a word of the question: "parked at a services"."""
    stems = {*map(stem, words)}
    ends = [found.end() for found in re.finditer(r"[\w']+", said.plain) if stem(found[0]) in stems]
    return any((held := holds.search(said.plain, end)) is not None and held.start() - end <= _CLOSE for end in ends)


def _follows_on(plain: str, rest: str) -> bool:
    """Whether a sentence has a verb with the preposition that a question ends in: "who do I run with?"."""
    found = _ENDS_WITH.search(rest)
    if found is None or not find_words(found[1]):
        return False
    words = plain.split()
    spots = [spot for spot, word in enumerate(words) if stem(word) == stem(found[1])]
    return any(found[2] in words[spot + 1 : spot + 5] for spot in spots)


def _stands_elsewhere(rest: str, about: Sequence[Said]) -> bool:
    """Whether a question asks what is below something, and nothing is told that is."""
    beyond = _BESIDE_WHAT.findall(rest)
    groups = [group for group in _BESIDES if beyond and beyond[-1] in group]
    return bool(beyond) and not any(group & {*each.plain.split()} for group in groups for each in about)
