"""The people, animals and things that the user tells of: what they are called, and what was said of them.

"A daughter called Ellie", "my kids are Leo and Ida", "my dog is named Rex" and, of the one spoken of last, "he's called
Toby" are kept (`avatar/brain/naming.py` hears them), and asked for by what they are to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from avatar.brain.leads import lead
from avatar.brain.names import NAME_WITHIN, asks_for_name, may_be_name
from avatar.brain.naming import (
    ANY,
    HE,
    KIN,
    KINDS,
    PETS,
    PLURALS,
    SHE,
    find_lone,
    find_lone_names,
    find_meant,
    find_named,
    find_one,
    find_pointed,
    put_in_plural,
)
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act
from avatar.brain.verbs import is_verb

_EITHER = frozenset((*PETS, *ANY))
"""Of whom "he" may be said, and "she"."""
_SPOKEN = re.compile(rf"\b(?:my|our|a|an|one|the|two|three|four|some) (?:[\w-]+ ){{0,2}}?({KIN})\b", re.I)
_MINE = re.compile(rf"\b(?:my|our) (?:[\w-]+ ){{0,1}}?({KIN})\b", re.I)
_DEAR = re.compile(r"\b[Mm]y ([A-ZÀ-Þ][a-zß-ÿ]{1,19})\b(?! (?:name|[A-Z]))")
"""Somebody near who is named alone: "I'm the same with my Ron"."""
_THAT_IS = re.compile(rf"(?:that|he|she)(?:['’]s| is) (?:my|our) ({KIN})\b", re.I)
"""What says who somebody is that was just named: "Keith's baked. That's my husband"."""
_SIBLINGS = ("brother", "sister", "sibling", "twin")
_PARTNERS = frozenset("husband wife partner boyfriend girlfriend".split())
_ONLY = frozenset(
    "husband wife partner boyfriend girlfriend fiance fiancé fiancée mother mum mom mam father dad boss missus".split()
)
"""Of whom one has one: another name takes the place of the first."""
_ASKED_ANY = re.compile(rf"\byou (?:\w+ )?(?:have|got|get)\b.*?\b({KIN})\b", re.I)
"""What asks the character for its own, and is mostly asked back: "do you have any brothers or sisters?"."""
_ASKS_BACK = re.compile(r"\b(?:any|you|yours|yourself|many)\b", re.I)
_ANSWERED = re.compile(
    r"(?:(?:yes|yeah|yep|just|only|the|one|oh|well|a|an|i've got|i have|there's|it's)[ ,.]+)+"
    r"(?P<name>(?-i:[A-ZÀ-Þ])[a-zß-ÿ]+)\b(?=[,.! ]|$)",
    re.I,
)
"""A name that answers it: "just the one, Darren"."""
_IS_THE_PET = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][a-zß-ÿ]+)(?:['’]s| is) (?:an?|the|our|my) (?:[\w-]+ ){0,2}?"
    rf"(?P<who>{'|'.join(PETS)}|cockapoo|labradoodle)\b",
    re.I,
)
"""What says which animal a name is: "Biscuit is the DOG"."""
_INSTEAD = re.compile(r"(?:no|nope|actually|sorry|i meant|wait)\b", re.I)
_RATHER_THAN = re.compile(r"\bnot ([^\W\d_]{2,20})[.! ]*$", re.I)
"""What puts a name in place of another: "no, he's called Toby", "he's called Toby, not Tony"."""
_GENDERS = {"he": HE, "his": HE, "him": HE, "she": SHE, "her": SHE}
_THEY = ("they", "their", "them")
_DO_YOU = r"(?:do you (?:still )?(?:remember|recall|know) )?"
_OF = r"(?:my|our|the) (?P<who>[\w' -]+?)"
_BE = r"(?:is|was|are|were)"
_ASKED_NAME = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:.* )?(?:what {_BE}|remember|recall|know|tell me) {_OF}(?:'?s|')? names?(?: {_BE}| called| again)*",
        rf"(?:.* )?what (?:{_BE} )?{_OF} (?:{_BE} )?(?:called|named)(?: again)?",
        rf"(?:(?:and|so|what about) )*{_OF}(?:'?s|')? names?(?: again)?",
        rf"(?:.* )?{_OF}\b.* what {_BE} (?:he|she|it|they) called(?: again)?",
        rf"(?:.* )?what (?:do|did) (?:i|we) (?:call|name) {_OF}",
        rf"(?:.* )?(?:what {_BE} |remember |recall |know )the names? of {_OF}(?: again)?",
        rf"(?:.* )?who {_BE} (?:my|our) (?P<who>[\w' -]+?)(?: again)?",
        rf"{_DO_YOU}what (?:{_BE} )?(?P<who>he|she|it|they) (?:{_BE} )?(?:called|named)(?: again)?",
        rf"{_DO_YOU}(?:what {_BE} )?(?P<who>his|her|its|their) names?(?: {_BE})?(?: again)?",
        rf"(?:.* )?what did i (?:say|tell you)(?: that)? (?P<who>his|her|its|their) names? {_BE}",
        rf"(?:.* )?what did i (?:say|tell you|call)(?: that)? {_OF}(?:'?s|')? (?:names? )?{_BE}(?: called)?",
        r"(?:do )?you (?:still )?(?:remember|recall|know) (?:my|our) (?P<who>[\w' -]+?)(?: again)?",
    )
)
_AND_WHOSE = re.compile(
    rf"(?:(?:aww?|oh|ok|good|haha|yes|yeah) )*(?:and|what about|how about) {_OF}(?:'?s|')?(?: names?)?"
)
"""What asks for one more name: "and my nan's?"."""
_ASKED_WHO = re.compile(
    r"(?:(?:and|so|do you (?:still )?(?:remember|recall|know)) )*who(?: (?:is|was))? ([\w-]+(?: [\w-]+)?)"
    r"(?: is| again)?"
    r"|(?:do )?(?:you )?(?:still )?(?:remember|recall|know) ([\w-]+)"
)
_ASKED_OF = re.compile(
    rf"{_DO_YOU}(?:what|who|where|when|which|how old|how long|why)(?: \w+)? "
    rf"(?:do|does|did|is|was|are|were|has|have|will|can) (he|she|it|they|my (?:\w+ )?(?:{KIN})|\w+)(?: (.+))?"
)
_AGE = re.compile(r"\b(?:\d+|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty))\b")
_IS_A_PET = re.compile(
    rf"\b(?:he|she|it)(?:['’]s| is| was) (?:an?|our|my|the) (?:[\w-]+ ){{0,3}}?({'|'.join(map(re.escape, PETS))})\b",
    re.I,
)
"""What says of whom a name was: "her name is Duchess and she's a tortoise"."""
_BEFORE = re.compile(r" before (?:i|we|you) (?:go|leave|log off|forget|stop|sleep|finish)(?: now)?$")
_THERE_ARE = re.compile(r"(?:there|they|that)(?:['’]s|['’]re| are)\b", re.I)
_ASKS_THEIRS = re.compile(r"\b(?:called|name)\b", re.I)
"""What asks for the name of somebody of theirs, where it is not for the user's own."""
_NAMED_BEFORE = re.compile(
    r"\b(?:and |but )?(?P<name>[^\W\d_]{2,}), "
    r"(?P<asks>(?:do|can) you (?:still )?(?:remember|recall) (?:when|where|what|how))"
    r" (?:she|he)(?P<is>['’]?s| is| was)\b",
    re.I,
)
"""Somebody who is named before a question for what was told of them: "and Niamh, do you remember when she's due?"."""
_SPOKEN_BEFORE = re.compile(
    rf"\b(?:and |but )?(?:what about )?(?P<whom>(?:my|our) (?:[\w-]+ )?(?:{KIN})), "
    r"(?P<asks>(?:do|can) you (?:still )?(?:remember|recall|know)) (?:her|his|their|its) (?P<what>\w+)\b",
    re.I,
)
"""The same, of whom only what they are to the user is said: "what about my daughter, do you remember her name?"."""
_LONGEST = 110
"""Characters of `written`: what a variable of a script holds. Who was told of first is forgotten first."""
_LATELY = 6
"""Turns in which "she" is still the one who was spoken of last."""
_WRITTEN = re.compile(r"(.+?) ([^a-zß-ÿ].*)")
"""One of `written`: whose name begins with a capital."""
_COMMON = frozenset(
    "hope grace joy will may june april rose mark bill pat art rich grant faith chance hunter star".split()
)
"""Names that are words as well, and get no capital for being one."""


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
        self._pending: tuple[int, tuple[str, ...]] = 0, ()
        """Names of one who was only pointed at, and in which turn."""
        self._dear = ""
        """Whom the user calls "my Ron", and nothing else."""
        self._asked_any: tuple[int, str] = 0, ""
        """Whom the user asked the character for, and in which turn."""
        self._told_name_in = -2
        """The turn in which a name was asked for last."""
        self._before: tuple[int, tuple[str, ...]] = 0, ()
        """The turn of the last sentence, and the names within it."""
        self._mine: list[str] = []
        """Who was called "my brother", the last one at the end."""
        for each in known.split(", "):
            if found := _WRITTEN.fullmatch(each):
                self.named.setdefault(found[1], []).append(found[2])

    @property
    def written(self) -> str:
        """All of them in one line: "daughter Ellie, grandson Toby"."""
        return ", ".join(f"{who} {name}" for who, names in self.named.items() for name in names)

    @property
    def has_pet(self) -> bool:
        """Whether the user told of an animal of theirs."""
        return any(find_one(who) in PETS for who in self.named)

    def take_in(self, text: str, turn: int, asked: str = "") -> str:
        """Learn what a sentence tells of them; the name that is new, '' for none. `asked`: what the character had just
        asked."""
        before = self._last if turn - self._said_in <= _LATELY else ""
        if (pet := _IS_THE_PET.search(text)) and may_be_name(pet["name"]):
            who = pet["who"].lower() if pet["who"].lower() in PETS else "dog"
            if any(pet["name"] in names for each, names in self.named.items() if each not in PETS):
                self._forget([pet["name"]])
                return self._keep(who, pet["name"], turn)
        if name := self._find_answered(text, turn, asked):
            return self._keep(self._of_answered(), name, turn)
        if (theirs := _THAT_IS.match(text)) and self._before[0] == turn and len(named := {*self._before[1]}) == 1:
            self._before = 0, ()
            return self._keep(find_one(theirs[1].lower()), named.pop(), turn)
        self._before = turn, tuple(each for each in NAME_WITHIN.findall(text) if may_be_name(each))
        self._mine += [found[1].lower() for found in _MINE.finditer(text)]
        spoken = [found[1].lower() for found in _SPOKEN.finditer(text)]
        if not spoken and before and (alone := self._find_alone(text, before, turn, asked)):
            return [self._keep(before, name, turn) for name in alone][-1]
        if spoken:
            self._last, self._said_in = spoken[-1], turn
        if (dear := _DEAR.search(text)) and may_be_name(dear[1]):
            self._dear = dear[1]
        learned = self._keep_all(text, spoken[-1] if spoken else before, turn)
        if (found := _IS_A_PET.search(text)) and self._pending[1] and turn == self._pending[0]:
            self._forget(self._pending[1])  # it was taken for somebody else's
            learned = [self._keep(found[1].lower(), name, turn) for name in self._pending[1]][-1]
        if spoken:
            self._last = spoken[-1]
        return learned

    def _find_answered(self, text: str, turn: int, asked: str) -> str:
        """The name that answers what the user had asked the character for, and was asked back; '' for none."""
        if turn != self._asked_any[0] + 1 or not _ASKS_BACK.search(asked):
            return ""
        found = _ANSWERED.match(text)
        return found["name"] if found and may_be_name(found["name"]) else ""

    def _of_answered(self) -> str:
        """Who that is: whoever of the user's was spoken of before of those that it may be."""
        who = find_one(self._asked_any[1])
        may_be = _SIBLINGS if who in _SIBLINGS else (who,)
        return next((each for each in reversed(self._mine) if each in may_be and each not in self.named), who)

    def _find_alone(self, text: str, before: str, turn: int, asked: str) -> tuple[str, ...]:
        """The names that a sentence is, of who was spoken of just before: "Callum", "there are two, Salt and Pip"."""
        lone = find_lone(text) if self._is_still(turn, asked) and not self.named.get(before) else ""
        if lone:
            return (lone,)
        soon = turn == self._said_in or (turn == self._said_in + 1 and _THERE_ARE.match(text))
        return find_lone_names(text) if before in PLURALS and soon else ()

    def _keep_all(self, text: str, last: str, turn: int) -> str:
        """Keeps all that a sentence names; the last name, '' for none. `last`: who was spoken of last."""
        pointed = find_pointed(text)
        named = find_named(text)
        learned = ""
        for who, names in named or [each._replace(who=self._meant(each.who, last)) for each in pointed]:
            if not who:
                continue
            wrong = _RATHER_THAN.search(text)
            if _INSTEAD.match(text) or (wrong and wrong[1].lower() != names[0].lower()):
                self.named.pop(who, None)
            for name in names:
                learned = self._keep(f"a {who}" if _is_met(who, text) else who, name, turn)
        if pointed and not named:
            self._pending = turn, pointed[-1].names
        return learned

    def _is_still(self, turn: int, asked: str) -> bool:
        """Whether a name alone is that of who was spoken of last: right behind it, or asked for by the character."""
        return turn == self._said_in or (
            turn == self._said_in + 1 and bool(_ASKS_THEIRS.search(asked)) and not asks_for_name(asked)
        )

    def name_whom(self, text: str) -> str:
        """A text in which a question names whom it is of, where somebody of theirs stands before it: "do you remember
        when Niamh's due?"."""
        text = _SPOKEN_BEFORE.sub(r"\g<asks> \g<whom>'s \g<what>", text)
        return _NAMED_BEFORE.sub(
            lambda found: f"{found['asks']} {found['name']}{found['is']}" if self._bearing(found["name"]) else found[0],
            text,
        )

    def note(self, text: str, turn: int) -> None:
        """Remembers of whom a question speaks, so that "he" is known: "can I bring my dog?"."""
        if found := _ASKED_ANY.search(text):
            self._asked_any = turn, found[1].lower()
        if spoken := [found[1].lower() for found in _MINE.finditer(text)]:
            self._last, self._said_in = spoken[-1], turn

    def find_one_in(self, text: str) -> str:
        """The one of theirs of whom a text tells: "Moira", or "your sister"; '' for nobody, and for several."""
        known = (name for names in self.named.values() for name in names)
        named = {name for name in known if re.search(rf"\b{re.escape(name)}\b", text, re.I)}
        spoken = {found[1].lower() for found in _MINE.finditer(text)}
        if len(named) == 1:
            who = next(iter(named))
            others = spoken - {find_one(each) for each, names in self.named.items() if who in names}
            return "" if others else who
        alone = spoken.pop() if len(spoken) == 1 and not named else ""
        return f"your {alone}" if alone and alone not in PLURALS else ""

    def give_capitals(self, text: str) -> str:
        """A text in which their names are written as names, however they were typed."""
        for name in (each for names in self.named.values() for each in names):
            if not is_verb(name.lower()) and name.lower() not in _COMMON | LIGHT:
                text = re.sub(rf"(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bsome )\b{re.escape(name.lower())}\b", name, text)
        return text

    def find_name(self, forms: Iterable[str], turn: int) -> Answer | None:
        """The name that is asked for, or who bears a name; None where it is not asked for, or not known."""
        for each in forms:
            form = _BEFORE.sub("", each)
            for pattern in (*_ASKED_NAME, *([_AND_WHOSE] if turn <= self._told_name_in + 1 else [])):
                if (found := pattern.fullmatch(form)) and (known := self._find(found["who"], turn)):
                    self._last, self._said_in = known.who, turn
                    self._told_name_in = turn
                    return known
            if (found := _ASKED_WHO.fullmatch(form)) and (known := self._bearing(found[1] or found[2])):
                return known
        return None

    def asks_name(self, forms: Iterable[str]) -> str:
        """Whose name is asked for, known or not: "daughter"; '' for nobody's."""
        asked = (found["who"] for form in forms for pattern in _ASKED_NAME if (found := pattern.fullmatch(form)))
        return next((who for each in asked if (who := _last_of(each)) in KINDS), "")

    def find_said(self, forms: Iterable[str], said: Sequence[Said]) -> Said | None:
        """What was said of one of them that a question asks for ("what does she love?"); None for nothing."""
        for form in forms:
            found = _ASKED_OF.fullmatch(form)
            if found is None or re.search(r"\b(?:called|named?|names)\b", form):
                continue
            names = self._ways_to_say(found[1])
            if not names:
                continue
            words = split_words(re.sub(r"\b(?:she|he|it|they|about|of|do|now|again|there|for)\b", " ", found[2] or ""))
            wanted = {stem(word) for word in words}
            about = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
            for each in reversed(said):
                if each.act in (Act.QUESTION, Act.CHATTER, Act.REQUEST) or not about.search(each.plain):
                    continue
                told = {stem(word) for word in split_words(each.plain)}
                if (wanted and wanted <= told) or ("how old" in form and _AGE.search(each.plain)):
                    return each
        return None

    def _ways_to_say(self, subject: str) -> list[str]:
        """The words for one of them: "she", "daughter", "ellie"; none where it is nobody known."""
        if subject in ("he", "she", "it", "they"):
            if subject == "it" and find_one(self._last) in {*SHE, *HE, *ANY}:
                return [subject]  # nobody's nephew is an "it"
            many = find_one(self._last) != self._last
            return [subject, *([self._last] if self._last and many == (subject == "they") else [])]
        who = _last_of(subject.removeprefix("my ")) if subject.startswith("my ") else ""
        if bearer := self._bearing(subject):
            who = bearer.who
        if who not in KINDS:
            return []
        one = find_one(who)
        pronouns = ["they"] if who in PLURALS and who != one else []
        pronouns = pronouns or (["she"] if one in SHE else ["he"] if one in HE else ["he", "she", "it"])
        return [who, *(name.lower() for name in self.named.get(who, ())), *(pronouns if who == self._last else [])]

    def _keep(self, who: str, name: str, turn: int) -> str:
        if who in _ONLY and self.named.get(who, [name]) != [name]:
            del self.named[who]
        names = self.named.setdefault(who, [])
        if name not in names:
            names.append(name)
        while len(self.written) > _LONGEST and len(self.named) > 1:
            del self.named[next(iter(self.named))]
        self._last, self._said_in = who, turn
        return name

    def _forget(self, names: Sequence[str]) -> None:
        """Takes names back from whoever bears them."""
        self.named = {
            who: left for who, every in self.named.items() if (left := [each for each in every if each not in names])
        }

    def _meant(self, pronoun: str, last: str) -> str:
        """Whom "he" means: the one spoken of last, where it can be, or else the last one who can be."""
        other = {"he": SHE, "his": SHE, "him": SHE, "she": HE, "her": HE}.get(pronoun, ())
        return "" if last in other else last

    def _find(self, who: str, turn: int) -> Answer | None:
        """Who is called what, by a word for them, or by a pronoun."""
        if who in _GENDERS or who in (*_THEY, "it", "its"):
            they = who in _THEY
            one = find_one(self._last) == self._last
            thing = who in ("it", "its") and self._last not in {*SHE, *HE}
            may_be = they or (one and (thing or self._last in {*_GENDERS.get(who, ()), *_EITHER}))
            lately = bool(self._last) and turn - self._said_in <= _LATELY
            return self._find(self._last, turn) if lately and may_be else None
        words = who.split()
        ways = [each for start in range(len(words)) if (each := " ".join(words[start:]).removesuffix("'s"))]
        for way in (each for whole in ways for each in dict.fromkeys((whole, whole.removesuffix("s")))):
            meant: list[str] = [
                told
                for each in find_meant(way)
                for told in self.named
                if _is_one(told, each) and (each == way or not told.startswith("a "))
            ]
            names = self.named.get(way) or [name for each in meant for name in self.named[each]]
            if not names and self._dear and way in _PARTNERS:
                names = [self._dear]
            if names:
                several = list(dict.fromkeys(names))
                whose = put_in_plural(way) if len(several) > 1 and way in KINDS else way
                if len(several) == 1 and way in PLURALS and meant:
                    whose = find_one(meant[0])
                return Answer(_join(several), whose)
        return None

    def _bearing(self, name: str) -> Answer | None:
        """Who bears a name, or the first of two that somebody bears."""
        asked = name.lower().removesuffix("'s")
        found = ((who, each) for who, names in self.named.items() for each in names)
        return next(
            (
                Answer(each, find_one(who.removeprefix("a ")))
                for who, each in found
                if asked == each.lower() or asked in re.split(r"[ -]", each.lower())
            ),
            None,
        )


def _is_met(who: str, text: str) -> bool:
    """Whether somebody is only met, rather than the user's: "a lad called Gus"."""
    found = re.search(rf"\b(?:an?|some|another) (?:[\w-]+ ){{0,2}}?{re.escape(who)}\b", text, re.I)
    return who in _ANYBODYS and found is not None and not _HAS.search(text[: found.start()])


_ANYBODYS = frozenset("lad lass boy girl man bloke fella kid child".split())
_HAS = re.compile(r"\b(?:have|has|had|got|with|my|our)\b|['’]ve\b", re.I)


def _is_one(told: str, asked: str) -> bool:
    """Whether somebody who was told of is who is asked for: a "best friend" is a "friend"."""
    return find_one(told) == asked or told == asked or told.endswith(f" {asked}")


def _last_of(who: str) -> str:
    """The word for somebody that ends what is said of them: "sister" of "little sister"."""
    words = who.split()
    ways = (" ".join(words[start:]) for start in range(len(words)))
    return next((way for each in ways for way in (each, each.removesuffix("s")) if way in KINDS), "")


def _join(names: Sequence[str]) -> str:
    """Names as they are listed: "Bea, Joan and Flo"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


_TOLD_YOU = re.compile(
    rf"{lead('no|hey|actually|yes')}i (?:(?:did|have|just|already|literally|definitely) )*"
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
