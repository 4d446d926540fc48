"""Which line of a character's own goes on with its last replies, where a question asks on about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from avatar.brain.answering import GENERIC, MISSED
from avatar.brain.asking_on import find_wanted
from avatar.brain.continuations import Continuations
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, covers
from avatar.brain.leads import lead
from avatar.brain.meaning import find_direction
from avatar.brain.own_questions import ENOUGH, VERY, find_own, is_about_same
from avatar.brain.plain import split_words
from avatar.brain.recall import find_question_back
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.ranking import find_cover, find_fits
from avatar.brain.senses import LIGHT, find_weighty
from avatar.brain.sentences import Act, one_of
from avatar.brain.sheet import Entry, Line, Sheet, make_bare

_HEARKENED = 3
"""The character's last replies that may be asked about by a word of theirs."""
_LEAD = lead("yeah|no|really|eh|i mean|what")
_TRAIL = r"(?: (?:please|then|though|lol|haha|exactly|mate|dear|love|pal|again|anyway|tho))*"
_OF_THE_TALK = ("=why ask", "=i asked", "=you asked", "=you said", "=we talked", "=and you")
"""What is asked about the talk itself, and about nothing that was said in it."""
_THAT = r"(?: (?:it|that|this|he|she|they|those|these|there|him|her|them))?"
_ASKED_BARE: Mapping[str, str] = {
    "why": r"""why(?: not)?, why (?:is|was|would|are|were|did|do)THAT(?: (?:so|you|happen))?, how come, what for,
        for what, for what reason, why (?:so|that|though), why do you (?:say|think) (?:that|so), says who,
        what makes you (?:say|think) (?:that|so), why did you(?: (?:do|say) (?:that|it|so))?""",
    "what": r"""(?:what|how) do you mean(?: by (?:that|this|it))?, what does (?:that|it|this)(?: even)? mean, meaning,
        meaning what, what (?:is|was|are|were) (?:that|it|those|they)(?: (?:about|all about|like|then|
        supposed to mean))?, huh, you what, explain(?: (?:that|it|yourself))?, like what, such as, in what way,
        (?:i )?(?:do|did) not (?:get|understand|follow)(?: (?:it|that|you|what you mean))?, i am (?:lost|confused),
        what are you (?:on about|talking about|saying), (?:that|this|it|you) (?:makes?|made) no sense, which is,
        (?:you are|you have) (?:losing|lost) me, which(?: (?:one|ones))?, wdym,
        (?:a|an|the) what, what kind, what sort""",
    "who": r"who, who (?:is|was|are|were)THAT, (?:by|with|to|from|for) (?:who|whom), whose, who did, who does",
    "where": r"where, where (?:is|was|are|were|did|does|do)THAT(?: (?:go|now|from|to|live))?, where (?:to|from)",
    "when": r"when, when (?:is|was|did|are|were)THAT(?: (?:happen|start|end))?, since when, how long ago",
    "how": r"""how, how (?:does|did|do|is|was|can|could|would)THAT(?: (?:work|happen|even work|go|possible|do it|be))?,
        how so, how (?:did|do|does|would|can) (?:you|he|she|they|it) (?:do|manage)(?: (?:that|it|this))?""",
    "so": r"""really, seriously, for real, no way, are you (?:sure|serious|joking|kidding)(?: about that)?,
        is (?:that|this|it) (?:really )?(?:true|so|right), is that so, did (?:you|it|he|she|they), do you, have you,
        are you, was it, is it, were you, can you, no kidding, you did, you do, you have, honestly, truly""",
    "more": r"""go on, (?:tell me |say )?more, tell me(?: (?:more )?(?:about )?(?:it|that|this))?, and,
        and then(?: what)?, then what, what (?:then|next|else|happened),
        what happened (?:next|then|after(?: that)?|in the end|there),
        what happened to (?:it|him|her|them), how did (?:it|that) (?:go|end|turn out|work out),
        what came of (?:it|that), and after that, do tell, keep going, carry on,
        is that (?:all|it)(?: .*)?, (?:and )?the (?:rest|whole story)""",
}
_BARE: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(f"{_LEAD}(?:{one_of(asked.replace('THAT', _THAT))}){_TRAIL}")
    for kind, asked in _ASKED_BARE.items()
}
"""What asks on about the last line and names nothing, by what is wanted."""
_TURNS: Mapping[str, tuple[str, ...]] = {
    "why": ("why",), "what": ("what", "who", "more", "how"), "who": ("who", "what"), "where": ("where",),
    "when": ("when",), "how": ("how", "more"), "more": ("more", "why", "what", "how"), "so": ("so", "more", "why"),
}  # fmt: skip
"""Kinds of lines that answer what is wanted, the best first."""
_AS_ASKED: Mapping[str, str] = {
    "then": "more", "why": "why", "when": "when", "where": "where", "like": "what", "how": "how",
    "who": "what", "so": "so", "feels": "so",
}  # fmt: skip
"""What a question that names something wants, by what `find_wanted` calls it; names and numbers want lines of their
own."""
_WHO = re.compile(rf"{_LEAD}(?:who|whom|whose)\b")
_POINTS = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|its|their|(?<!in )(?<!out )(?<!over )(?<!up )(?<!down )there)\b"
    r"|\b(?:that|this|those|these)(?: (?:is|was|are|were|has|had|does|did|will|would|can|could|all|about|then|really"
    r"|for|to|from|like|so|mean|happen|work|go)\b|$)"
)
"""What stands for something said before: "that noise" names a thing of its own."""
_MINE = re.compile(r"\b(?:i|my|me|mine|we|our|us)\b(?<!tell me)(?<!show me)(?<!give me)(?<!remind me)")
_ECHOED = re.compile(
    rf"{_LEAD}(?:what|which|what kind of|what sort of|whose|why|who|a|an|the|your)? ?((?:\w+ ){{0,2}}\w+)"
)
_MY = re.compile(rf"{_LEAD}my ((?:\w+ )?\w+)")
"""A thing of the user's that the character named, asked back: "my spacing?"."""
_ASKED_BACK = re.compile(
    rf"{_LEAD}(?!(?:do|did|is|are|was|were|does|have|has|can|could|would|will|who|why|where|when|how|tell)\b)"
    r"(?:\w+ ){0,2}?(\w+)(?: (?:you|him|her|it|them|me))?(?: (?:to|of|for|with|about|at))? (what|whom?|where|when)"
    r"(?: .*)?"
)
"""A word of the character's with a question word behind it: "asked you what?", "used to what, mornings?"."""
_HELD = re.compile(
    r"(?!.*\b(?:never|not|nothing|what|who|where|when|why|how)\b.*\b(?:said?|told|mentioned)\b)"
    r"(?:no |but |wait |oi |haha |lol |and |hang on |though )*(?:you|u) (?:\w+ )?(?:\w+ )?(?:said|say|told|mentioned"
    r"|brought|called)\b.*"
)
"""What holds the character to its own words: "but you said that you live in one"."""
_NOTHING = re.compile(
    r"\b(?:day|time|date|month|year|season|weather) is it\b|\bis it (?:late|early|raining|sunny|cold|hot|dark)\b"
    r"|\bhow (?:is|are) (?:it|things) going\b|\bdoes it matter\b"
)
"""Where "it" stands for nothing."""
_OF_TODAY = re.compile(rf"{_LEAD}(?:what|which) (?:day|date|time|year|month) is it(?: today| now)?")
"""What the calendar knows, unless a line's own question is this very one."""
_LONGEST = 7
"""Words of a question that is about no more than what it points at."""
_OTHERS = 2
"""Most words of weight of a question beside those that it takes up."""
_AS_WRITTEN = 0.99
"""Likelihood from which on a question stands in an entry word for word: what day it is asks of no line, near as it may
be to whether the time was right."""
_SOMEBODY = re.compile(r"\b(?:he|him|his|she|her|hers)\b")
_NEAR_ENOUGH = (0.5, 0.6)
"""Likelihood from which on a line of the last reply, and of the one before it, is taken where nothing else answers."""
_REMARKED = 0.85
"""Likelihood to one of its own from which on a remark that asks nothing is answered by it."""
_SURER = 0.85
"""Likelihood from which on a question of the last line's own comes before a rule that hears every word of it."""
_ONE = re.compile(r"\b(?:ones?|others?)\b")
ANYWHERE = 0.55
"""Likelihood to a question that is written for another line from which on it is this one."""
_TRIED = 16
"""Such questions that are looked at, the nearest by their words first."""
_FORMS = 3
"""Ways to read a question of which it is asked what they are like."""
_FIRM = ("why", "where", "when", "who", "how")
"""Kinds of lines that answer by themselves what is asked for by the first word."""


class Found(NamedTuple):
    """A line that goes on, and whether it was asked for without a name."""

    card: str
    bare: bool
    last: bool = True
    """Whether it goes on with the very last reply."""


class Continuing:
    """What was gone on with in one talk. Not thread-safe."""

    def __init__(self, script: PersonaScript, known: Continuations, sheet: Sheet) -> None:
        self._script = script
        self._known = known
        self._sheet = sheet
        self._offered: tuple[int, set[str]] = (0, set())
        """The lines that were found in a turn: two questions of one message get two answers."""

    def answer_own(self, heard: Hearing, replies: Sequence[str], turn: int, enough: float = VERY) -> Hearing | None:
        """What the entries of the very last reply have for a question that is written there, whatever else listens for
        it; None where none is as near as `enough`, or what the question names has a nearer one in the sheet."""
        self._begin(turn)
        if heard.grade is Grade.ALARM or not replies:
            return None
        if _NOTHING.search(heard.plain):
            enough = max(enough, _AS_WRITTEN)
        if heard.grade in (Grade.NEAR, Grade.EXACT) or (heard.grade is Grade.PHRASE and covers(heard) == 1):
            enough = max(enough, _SURER)  # a rule is written for it as well
        if not (asks(heard.act) or heard.sentence.asked):
            enough = max(enough, _REMARKED)  # "poor thing" is written for, too, and next to nothing is a question
        entries = self._known.find_entries(replies[0])
        best: tuple[float, str] = (0.0, "")
        for form in dict.fromkeys((heard.plain, *heard.forms[:_FORMS])):
            for entry in entries:
                near, line = find_own(entry, form, self._is_left, enough, near=True)
                if line is None or (_OF_TODAY.fullmatch(form) and form not in line.asked):
                    continue
                if near > best[0] and not self._is_nearer_in_sheet(form, near):
                    best = near, line.text
        return self._offer(heard, best[1]) if best[1] else None

    def _is_nearer_in_sheet(self, plain: str, near: float) -> bool:
        if near >= VERY:
            return False
        return any(
            find_own(entry, plain, self._is_left, near, names=entry.names)[1] for entry in self._sheet.find_named(plain)
        )

    def _begin(self, turn: int) -> None:
        if turn != self._offered[0]:
            self._offered = turn, set()

    def _offer(self, heard: Hearing, card: str) -> Hearing:
        self._offered[1].add(card)
        return replace(heard, card=card, cue="", grade=Grade.EXACT, act=Act.QUESTION)

    def answer(self, heard: Hearing, replies: Sequence[str], turn: int) -> Hearing | None:
        """What goes on with the character's last replies, the latest first, where a sentence asks on about them; None
        where it doesn't, or nothing is left. `turn`: the number of the message, from 1."""
        self._begin(turn)
        if (heard.grade in (Grade.ALARM, Grade.ANSWER) and not asks(heard.act)) or (
            find_question_back(heard.forms) in _OF_THE_TALK
        ):
            return None
        for form in dict.fromkeys((heard.plain, *heard.forms[:3])):
            found = self._find(form, replies, asked=asks(heard.act) or heard.sentence.asked)
            if found is not None and (found.bare or self._may_answer(heard, form, found)):
                return self._offer(heard, found.card)
        return None

    def answer_nearest(self, heard: Hearing, replies: Sequence[str]) -> Hearing | None:
        """What the entries of the character's last two replies have for a question that nothing else answers: of their
        own questions the nearest, or else a line of the kind that is wanted; None where there is none of either."""
        if _MINE.search(heard.plain) or _NOTHING.search(heard.plain) or not (asks(heard.act) or heard.sentence.asked):
            return None
        for place, reply in enumerate(replies[: len(_NEAR_ENOUGH)]):
            of_nobody = _SOMEBODY.search(heard.plain) and not _SOMEBODY.search(make_bare(reply))
            for entry in () if of_nobody else self._known.find_entries(reply):
                card = self._nearest_own(entry, heard, _NEAR_ENOUGH[place]) or (
                    self._of_kind(entry, heard.plain) if place == 0 else ""
                )
                if card:
                    return replace(heard, card=card, cue="", grade=Grade.EXACT, act=Act.QUESTION)
        return None

    def answer_anywhere(self, heard: Hearing, enough: float = ANYWHERE) -> Hearing | None:
        """What is written for a question of this kind in the sheet, or about some other line, for one that nothing else
        answers and that names all that it is about; None where none is as likely as `enough`, or is about something
        else as well."""
        if _MINE.search(heard.plain) or _POINTS.search(heard.plain) or not (asks(heard.act) or heard.sentence.asked):
            return None
        if heard.cue == "=honest lost" or _ONE.search(heard.plain):
            return None  # it is no whole question, or names nothing
        for written, directions in (self._sheet.questions, self._known.questions):
            for form in dict.fromkeys((heard.plain, *heard.forms[:_FORMS])) if written else ():
                if not any(word not in GENERIC for word in find_weighty(form)):
                    continue
                alike = directions @ find_direction(form)
                best = np.argpartition(alike, -min(_TRIED, len(alike)))[-_TRIED:]
                fits = find_fits(form, [written[place][2] for place in best], asking=True)
                for place in fits.argsort()[::-1]:
                    _, line, asked = written[best[place]]
                    if fits[place] < enough:
                        break
                    if self._is_left(line) and is_about_same(form, line, asked):
                        return replace(heard, card=line.text, cue="", grade=Grade.NEAREST, act=Act.QUESTION)
        return None

    def _nearest_own(self, entry: Entry, heard: Hearing, enough: float) -> str:
        """The line that answers the question of an entry's own which comes nearest; '' where none is near enough."""
        found = [find_own(entry, form, self._is_left, enough, near=True) for form in heard.forms[:_FORMS]]
        line = max(found, key=lambda each: each[0], default=(0.0, None))[1]
        return line.text if line is not None else ""

    def _of_kind(self, entry: Entry, plain: str) -> str:
        """The line of an entry for what is asked by its first word, where the question names nothing that is foreign to
        it: a reply tells of several things, and "how" asks of one of them; '' for none."""
        kind = _find_kind(plain)
        if kind not in _FIRM:
            return ""
        if self._sheet.find_named(plain):
            return ""
        return next(
            (line.text for line in entry.of_kind(kind) if self._is_left(line) and _holds(entry, line, plain)), ""
        )

    def asks_back(self, heard: Hearing, replies: Sequence[str]) -> bool:
        """Whether a question asks for the rest of the character's last reply, in words of it: "which great men?",
        "stays with one what?"."""
        return bool(replies) and heard.sentence.asked and bool(_find_rest_of(heard.plain, replies[0], _REST, _WHICH))

    def is_bare(self, heard: Hearing) -> bool:
        """Whether a sentence asks on and names nothing."""
        return any(pattern.fullmatch(heard.plain) for pattern in _BARE.values())

    def is_held(self, heard: Hearing, replies: Sequence[str]) -> bool:
        """Whether a sentence holds the character to its own words: "you said that you dust the machines"."""
        if not _HELD.fullmatch(heard.plain):
            return False
        said = {stem(word) for reply in replies[: 2 * _HEARKENED] for word in find_weighty(make_bare(reply))}
        return any(stem(word) in said for word in find_weighty(heard.plain))

    def _may_answer(self, heard: Hearing, form: str, found: Found) -> bool:
        """Whether a line that was found by its words is surer than what the script, or the sheet, has for them: of the
        very last reply it is, but for a rule that hears exactly this."""
        if not found.last and self._sheet.find_named(form):
            return False
        rule = heard.rule
        grades = (Grade.EXACT,) if found.last else (Grade.NEAR, Grade.EXACT)
        whole = heard.grade in grades or (heard.grade is Grade.PHRASE and covers(heard) == 1)
        sure = rule is not None and whole and self._script.has_left(rule)
        return not (sure and not _POINTS.search(form) and len(form.split()) > _OTHERS)

    def _is_left(self, line: Line) -> bool:
        return not self._script.is_given(line.text) and line.text not in self._offered[1]

    def _find(self, plain: str, replies: Sequence[str], *, asked: bool) -> Found | None:
        if (mine := _MY.fullmatch(plain)) and replies and f"your {mine[1]}" in make_bare(replies[0]):
            plain = f"your {mine[1]}"
        bare = next((kind for kind, pattern in _BARE.items() if pattern.fullmatch(plain)), "")
        back = (
            (_find_asked_back(plain, replies[0]) or _find_rest_of(plain, replies[0], _REST))
            if asked and replies
            else ""
        )
        if bare := bare or back:
            for entry in self._known.find_entries(replies[0]) if replies else ():
                own = find_own(entry, plain, self._is_left, ENOUGH)[1] if back else None
                if card := own.text if own else self._pick(entry, plain, bare, bare=True):
                    return Found(card, bare=True)
            return None
        held = bool(_HELD.fullmatch(plain))
        echo = _ECHOED.fullmatch(plain)
        if (not asked and not held and not (echo and plain.startswith(("what ", "which ", "who ", "why ")))) or (
            _MINE.search(plain) or _NOTHING.search(plain)
        ):
            return None
        for place, reply in enumerate(replies[:_HEARKENED]):
            for entry in self._known.find_entries(reply):
                if self._is_about(plain, entry, reply, last=place == 0, held=held) and (
                    card := self._pick(entry, plain, "what" if held else _find_kind(plain))
                ):
                    return Found(card, bare=False, last=place == 0)
        return None

    def _is_about(self, plain: str, entry: Entry, reply: str, *, last: bool, held: bool) -> bool:
        """Whether a question takes up a word of a reply, or points at it, or is one of the entry's own."""
        if last and find_own(entry, plain, self._is_left, ENOUGH)[1] is not None:
            return True
        said = {stem(word) for word in find_weighty(make_bare(reply))}
        words = find_weighty(plain)
        shared = [word for word in words if stem(word) in said and (word not in GENERIC or held)]
        others = len(words) - len(shared)
        kind = _find_kind(plain)
        if shared and (others <= _OTHERS or held) and kind != "so":
            return bool(kind) or held
        points = bool(_POINTS.search(plain)) and len(plain.split()) <= _LONGEST and others <= _OTHERS
        return last and points and bool(kind)

    def _pick(self, entry: Entry, plain: str, kind: str, *, bare: bool = False) -> str:
        """The line of an entry that answers best; '' where none is left. `bare`: nothing is named in the question."""
        own = None if bare else find_own(entry, plain, self._is_left, ENOUGH)[1]
        if own is not None:
            return own.text
        kinds = ("who", "what") if kind == "what" and _WHO.match(plain) else _TURNS.get(kind, ())
        if not bare and kind not in ("why", "so"):
            if "favourite" in plain.split():
                return ""
            kinds = kinds if kinds[:1] == ("who",) else kinds[:1]
            lines = (line for line in entry.of_kind(*kinds) if self._is_left(line))
            return next((line.text for line in lines if _holds(entry, line, plain)), "")
        if kind == "so" and not bare:  # a reason answers no yes or no
            return next((line.text for line in entry.of_kind("so") if self._is_left(line) and _says(line, plain)), "")
        return next((line.text for line in entry.of_kind(*kinds) if self._is_left(line)), "")


def _holds(entry: Entry, line: Line, plain: str) -> bool:
    """Whether a line, with what it goes on about, holds all that a question names: "he has a patient look" is nothing
    that a moth eats."""
    words = [word for word in find_weighty(plain) if word not in GENERIC]
    told = find_weighty(" ".join([make_bare(line.text), *map(make_bare, entry.names)]))
    return not words or (bool(told) and find_cover(words, told)[1] < MISSED)


def _says(line: Line, plain: str) -> bool:
    """Whether a yes or no is about all that a question names."""
    words = [word for word in split_words(plain) if word not in GENERIC and word.isalpha()]
    told = [word for word in split_words(make_bare(line.text)) if word not in LIGHT]
    return not words or (bool(told) and find_cover(words, told)[1] < MISSED)


def _find_asked_back(plain: str, said: str) -> str:
    """What is asked for by a word of what was just said and a question word behind it: "half what?"; '' for nothing."""
    found = _ASKED_BACK.fullmatch(plain)
    if (
        found is None
        or found[1] in LIGHT
        or stem(found[1]) not in {stem(word) for word in split_words(make_bare(said))}
    ):
        return ""
    return "who" if found[2].startswith("who") else found[2]


_REST = re.compile(
    rf"{_LEAD}(?P<said>(?:\w+ ){{1,6}}?)(?:of |to |with |for |from |in |at |by |about )?(?P<wanted>what|whom?|where"
    rf"|when|which)"
    r"(?: (?:exactly|then|though|sorry|again))*"
)
"""What asks for the rest of what was said, with the words before it."""
_WHICH = re.compile(
    rf"{_LEAD}(?P<wanted>what|which|whose) (?P<said>(?!(?:is|are|was|were|do|did|does|about|if|should|would|could"
    rf"|can|will|have|has"
    rf"|had|am|may|might|must|shall|happened|else|next|then)\b)(?:\w+ ){{0,2}}\w+)"
)
"""What asks which of the things that were said is meant."""


def _find_rest_of(plain: str, said: str, *patterns: re.Pattern[str]) -> str:
    """What is asked for by a question that only says the character's own words back, with a question word: "which great
    men"; '' for nothing. All of its words must stand in what was said."""
    for pattern in patterns:
        found = pattern.fullmatch(plain)
        words = split_words(found["said"]) if found else []
        spoken = split_words(make_bare(said))
        if (
            found
            and words
            and any(word not in _ASKING for word in words)
            and {*map(stem, words)} <= {*map(stem, spoken)}
        ):
            return (
                "who"
                if found["wanted"].startswith(("whom", "whose", "who"))
                else _WANTED_BY.get(found["wanted"], "what")
            )
    return ""


_WANTED_BY = {"where": "where", "when": "when"}
_ASKING = frozenset("and so but oh who what where when why how do did is are was were you".split())
"""Words of which one alone says nothing back."""


def _find_kind(plain: str) -> str:
    """What a question that names something, or points at it, wants: one of KINDS; '' for none."""
    if wanted := find_wanted(plain):
        return _AS_ASKED.get(wanted, "")
    return "what" if _ECHOED.fullmatch(plain) else ""
