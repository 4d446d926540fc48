"""The people and animals that the user tells of: what they are called, and what was said of them.

"A daughter called Ellie", "my grandson Toby", "my dog is named Rex" and, of the one spoken of last, "he's called Toby"
are kept, and asked for by whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from avatar.brain.names import may_be_name
from avatar.brain.recall import Said, quote
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.patterns import split_words
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act

_SHE = (
    "mother|mum|mom|sister|grandmother|granny|grandma|gran|nan|aunt|auntie|daughter|wife|girlfriend|niece|granddaughter"
    "|godmother|goddaughter|stepdaughter|stepmother|stepmum|stepsister|mother in law|sister in law"
)
_HE = (
    "father|dad|brother|grandfather|grandpa|grandad|uncle|son|husband|boyfriend|nephew|grandson|godfather|godson"
    "|stepson|stepfather|stepdad|stepbrother|father in law|brother in law"
)
_PETS = (
    "dog|cat|hamster|rabbit|parrot|tortoise|goldfish|fish|bird|guinea pig|horse|pony|snake|lizard|budgie|ferret|puppy"
    "|kitten|gerbil|pet"
)
_ANY = (
    "baby|eldest|oldest|youngest|mate|best mate"
    "|colleague|partner|fiancée?|cousin|friend|best friend|boss|teacher|neighbour|neighbor|flatmate|roommate|twin"
)
_WHO = rf"{_SHE}|{_HE}|{_PETS}|{_ANY}"
_OF = sorted(_WHO.replace("fiancée?", "fiance|fiancée").split("|"), key=len, reverse=True)
_KIN = "|".join(_OF)
_NAME = r"([^\W\d_]{2,20})"
_CALLED = r"(?:called|named)"
_IS = r"(?:['’]s| is| was|s)"
_EITHER = frozenset(f"{_PETS}|{_ANY}".split("|"))
"""Of whom "he" may be said, and "she"."""
_SPOKEN = re.compile(rf"\b(?:my|our|a|an|one|the) (?:[\w-]+ ){{0,2}}?({_KIN})\b", re.I)
_MINE = re.compile(rf"\b(?:my|our) (?:[\w-]+ ){{0,1}}?({_KIN})\b", re.I)
_TOLD = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:my|our|a|an|one|the) (?:[\w-]+ ){{0,2}}?({_KIN}),?(?:{_IS}|,? who(?:{_IS}))? {_CALLED} {_NAME}",
        rf"\b(?:my|our) (?:[\w-]+ ){{0,2}}?({_KIN})(?:['’]?s)? name(?:{_IS}) {_NAME}",
        rf"\b(?:the|my) name of my (?:[\w-]+ ){{0,2}}?({_KIN}) is {_NAME}",
    )
)
_BY_CAPITAL = re.compile(rf"\b(?:[Mm]y|[Oo]ur) (?:[\w-]+ ){{0,2}}?({_KIN}),? ([A-ZÀ-Þ][a-zß-ÿ]{{1,19}})\b")
_BESIDE_VERB = re.compile(
    rf"\b(?:my|our) (?:[\w-]+ ){{0,2}}?({_KIN}) {_NAME} (?=(?:is|was|has|had|loves?|likes?|lives?|plays?|works?|said"
    r"|says|wants?|came|got|went|goes)\b)",
    re.I,
)
_DEAR = re.compile(r"\b[Mm]y ([A-ZÀ-Þ][a-zß-ÿ]{1,19})\b(?! (?:name|[A-Z]))")
"""Somebody near who is named alone: "I'm the same with my Ron"."""
_PARTNERS = frozenset("husband wife partner boyfriend girlfriend".split())
_OF_LAST = re.compile(rf"\b(he|she|it|they)(?:['’]s| is|['’]re| are|s) {_CALLED} {_NAME}", re.I)
_NAME_OF_LAST = re.compile(rf"\b(his|her|its|their) name(?:{_IS}|,) {_NAME}", re.I)
_INSTEAD = re.compile(r"(?:no|nope|actually|sorry|i meant|wait)\b", re.I)
_RATHER_THAN = re.compile(r"\bnot ([^\W\d_]{2,20})[.! ]*$", re.I)
"""What puts a name in place of another: "no, he's called Toby", "he's called Toby, not Tony"."""
_GENDERS = {"he": _HE, "his": _HE, "she": _SHE, "her": _SHE}
_DO_YOU = r"(?:do you (?:still )?(?:remember|recall|know) )?"
_ASKED_NAME = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:.* )?(?:what (?:is|was)|remember|recall|know|tell me) my (?:\w+ )?({_KIN})(?:'?s)? name(?: is| again)*",
        rf"(?:.* )?what (?:is |was )?(?:my|the) (?:\w+ )?({_KIN}) (?:is )?(?:called|named)(?: again)?",
        rf"(?:(?:and|so|what about) )*my (?:\w+ )?({_KIN})(?:'?s)? name(?: again)?",
        rf"(?:.* )?my (?:\w+ )?({_KIN})\b.* what (?:is|was) (?:he|she|it|they) called(?: again)?",
        rf"(?:.* )?what (?:do|did) i call my (?:\w+ )?({_KIN})",
        rf"(?:.* )?(?:what (?:is|was) |remember |recall |know )the name of my (?:\w+ )?({_KIN})",
        rf"(?:.* )?who (?:is|was) my (?:\w+ )?({_KIN})",
        rf"{_DO_YOU}what (?:is |was )?(he|she|it) (?:is )?(?:called|named)(?: again)?",
        rf"{_DO_YOU}(?:what (?:is|was) )?(his|her|its) name(?: is)?(?: again)?",
        r"(?:.* )?what did i (?:say|tell you)(?: that)? (his|her|its) name (?:is|was)",
        rf"(?:.* )?what did i (?:say|tell you)(?: that)? my (?:\w+ )?({_KIN})(?:'?s)? (?:name )?(?:is|was)(?: called)?",
    )
)
_ASKED_WHO = re.compile(
    r"(?:(?:and|so|do you (?:still )?(?:remember|recall|know)) )*who(?: (?:is|was))? (\w+)(?: is)?"
    r"|(?:do you (?:still )?(?:remember|recall)) (\w+)"
)
_ASKED_OF = re.compile(
    rf"{_DO_YOU}(?:what|who|where|when|which|how old|how long|why)(?: \w+)? "
    rf"(?:do|does|did|is|was|has|will|can) (he|she|it|my (?:\w+ )?(?:{_KIN})|\w+)(?: (.+))?"
)
_AGE = re.compile(r"\b(?:\d+|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty))\b")
_LONGEST = 110
"""Characters of `written`: what a variable of a script holds. Who was told of first is forgotten first."""
_LATELY = 6
"""Turns in which "she" is still the one who was spoken of last."""


class Answer(NamedTuple):
    """What is known of one of them."""

    called: str
    who: str
    """Whose: "daughter"."""


class Relatives:
    """Those that the user tells of in one talk."""

    def __init__(self, known: str = "") -> None:
        """`known`: as `written` gave it in an earlier talk."""
        self.named: dict[str, list[str]] = {}
        self._last = ""
        self._said_in = 0
        self._dear = ""
        """Whom the user calls "my Ron", and nothing else."""
        for each in known.split(", "):
            who, _, name = each.rpartition(" ")
            if who in _OF and name:
                self.named.setdefault(who, []).append(name)

    @property
    def written(self) -> str:
        """All of them in one line: "daughter Ellie, grandson Toby"."""
        return ", ".join(f"{who} {name}" for who, names in self.named.items() for name in names)

    @property
    def has_pet(self) -> bool:
        """Whether the user told of an animal of theirs."""
        return any(who in _PETS.split("|") for who in self.named)

    def take_in(self, text: str, turn: int) -> str:
        """Learn what a sentence tells of them; the name that is new, '' for none."""
        before = self._last
        spoken = [found[1].lower() for found in _SPOKEN.finditer(text)]
        if spoken:
            self._last, self._said_in = spoken[-1], turn
        told = [
            (found[1].lower(), found[2])
            for pattern in (*_TOLD, _BY_CAPITAL, _BESIDE_VERB)
            for found in pattern.finditer(text)
        ] or [
            (self._meant(found[1].lower(), spoken[-1] if spoken else before), found[2])
            for pattern in (_OF_LAST, _NAME_OF_LAST)
            for found in pattern.finditer(text)
        ]
        if (dear := _DEAR.search(text)) and may_be_name(dear[1]):
            self._dear = dear[1]
        learned = ""
        for who, name in told:
            if who and may_be_name(name):
                if _INSTEAD.match(text) or ((wrong := _RATHER_THAN.search(text)) and wrong[1].lower() != name.lower()):
                    self.named.pop(who, None)
                learned = self._keep(who, name, turn)
        return learned

    def note(self, text: str, turn: int) -> None:
        """Remembers of whom a question speaks, so that "he" is known: "can I bring my dog?"."""
        if spoken := [found[1].lower() for found in _MINE.finditer(text)]:
            self._last, self._said_in = spoken[-1], turn

    def give_capitals(self, text: str) -> str:
        """A text in which their names are written as names, however they were typed."""
        for name in (each for names in self.named.values() for each in names):
            text = re.sub(rf"(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bsome )\b{re.escape(name.lower())}\b", name, text)
        return text

    def find_name(self, forms: Iterable[str], turn: int) -> Answer | None:
        """The name that is asked for, or who bears a name; None where it is not asked for, or not known."""
        for form in forms:
            for pattern in _ASKED_NAME:
                if (found := pattern.fullmatch(form)) and (known := self._find(found[1], turn)):
                    self._last, self._said_in = known.who, turn
                    return known
            if (found := _ASKED_WHO.fullmatch(form)) and (known := self._bearing(found[1] or found[2])):
                return known
        return None

    def asks_name(self, forms: Iterable[str]) -> str:
        """Whose name is asked for, known or not: "daughter"; '' for nobody's."""
        asked = (found[1] for form in forms for pattern in _ASKED_NAME if (found := pattern.fullmatch(form)))
        return next((who for who in asked if who in _OF), "")

    def find_said(self, forms: Iterable[str], said: Sequence[Said]) -> str:
        """What was said of one of them that a question asks for ("what does she love?"), quoted; '' for nothing."""
        for form in forms:
            found = _ASKED_OF.fullmatch(form)
            if found is None:
                continue
            names = self._ways_to_say(found[1])
            if not names:
                continue
            words = split_words(re.sub(r"\b(?:she|he|it|about|of|do|now|again|there|for)\b", " ", found[2] or ""))
            wanted = {stem(word) for word in words}
            about = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
            for each in reversed(said):
                if each.act in (Act.QUESTION, Act.CHATTER, Act.REQUEST) or not about.search(each.plain):
                    continue
                told = {stem(word) for word in split_words(each.plain)}
                if (wanted and wanted <= told) or ("how old" in form and _AGE.search(each.plain)):
                    return quote(each.text)
        return ""

    def _ways_to_say(self, subject: str) -> list[str]:
        """The words for one of them: "she", "daughter", "ellie"; none where it is nobody known."""
        who = subject.removeprefix("my ").split(" ", 1)[-1] if subject.startswith("my ") else ""
        who = next((each for each in _OF if subject.startswith("my ") and subject.endswith(each)), who)
        if subject in ("he", "she", "it"):
            return [subject, *([self._last] if self._last else [])]
        if bearer := self._bearing(subject):
            who = bearer.who
        if who not in _OF:
            return []
        pronouns = ["she"] if who in _SHE.split("|") else ["he"] if who in _HE.split("|") else ["he", "she", "it"]
        return [who, *(name.lower() for name in self.named.get(who, ())), *(pronouns if who == self._last else [])]

    def _keep(self, who: str, name: str, turn: int) -> str:
        name = name[:1].upper() + name[1:]
        names = self.named.setdefault(who, [])
        if name not in names:
            names.append(name)
        while len(self.written) > _LONGEST and len(self.named) > 1:
            del self.named[next(iter(self.named))]
        self._last, self._said_in = who, turn
        return name

    def _meant(self, pronoun: str, last: str) -> str:
        """Whom "he" means: the one spoken of last, where it can be, or else the last one who can be."""
        other = {"he": _SHE, "his": _SHE, "she": _HE, "her": _HE}.get(pronoun, "")
        return "" if last in other.split("|") else last

    def _find(self, who: str, turn: int) -> Answer | None:
        if who in _OF:
            names = next(
                (self.named[each] for each in (who, *self.named) if each in self.named and each.endswith(who)), []
            )
            dear = [self._dear] if self._dear and who in _PARTNERS else []
            return Answer(" and ".join(names or dear), who) if names or dear else None
        gender = _GENDERS.get(who, "").split("|")
        if self._last and turn - self._said_in <= _LATELY and self._last in {*gender, *_EITHER}:
            return self._find(self._last, turn)
        return None

    def _bearing(self, name: str) -> Answer | None:
        found = ((who, each) for who, names in self.named.items() for each in names if each.lower() == name.lower())
        return next((Answer(each, who) for who, each in found), None)


_TOLD_YOU = re.compile(
    r"(?:(?:no|but|hey|um|er|well|oh|actually|wait|yes) )*i (?:(?:did|have|just|already|literally|definitely) )*"
    r"(?:(?:tell|told) you|mentioned|(?:said|say)(?= (?:that|so|it|already|just now|before|earlier)\b|$)"
    r"|(?<=already )said|(?<=did )say)(?: (?:to you|that|already|just now|before|earlier|it|so))*(?: (.+))?"
)
_SURELY = re.compile(r"\bi (?:did|have|just|already|literally|definitely)\b|\bi told you(?: |$)|\balready\b")
_MEANT = re.compile(
    r"(?:(?:oh|wait|um) )*(?:(?:no|nah|nope|sorry|not that|not really) )+i (?:mean|meant|was talking about) "
    r"(?!(?:it|that|really|well)$)(.+)"
)
_NO_FACT = re.compile(
    r"(?:to|about|a|an|everything|nothing|something|not|in|on|for|i (?:hate|love|like) you|what|how|when|you|no|yes|hi"
    r"|hello|goodbye|sorry|thanks)\b"
)


def find_correction(plain: str) -> tuple[str, str] | None:
    """The occasion of a correction, and the rest of it: "i did tell you he is called toby" is (`=did tell`, "he is
    called toby"), "no i mean with my maths" (`=meant`, "with my maths"); None where a plain sentence is none."""
    if found := _MEANT.fullmatch(plain):
        return "=meant", found[1]
    found = _TOLD_YOU.fullmatch(plain)
    if found is None or not _SURELY.search(plain) or (found[1] and _NO_FACT.match(found[1])):
        return None
    return "=did tell", found[1] or ""


_ASKED = LIGHT | {"name", "favourite", "old", "call", "called", "remember", "recall", "again", "tell", "told"}
"""Words that say nothing of what a question asks for."""


def was_spoken_of(plain: str, said: Sequence[Said]) -> bool:
    """Whether the user has told anything of what a question asks for, so that it can't be said that it was not told."""
    wanted = {stem(word) for word in split_words(plain.replace("'s", "")) if word not in _ASKED}
    told = [{stem(word) for word in split_words(each.plain)} for each in said if each.act is not Act.QUESTION]
    return any(2 * len(wanted & words) >= len(wanted) > 0 for words in told)
