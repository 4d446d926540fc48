"""Action lines read: who comes, goes, moves, waves; and from that, who is on stage as each scene begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from avatar.show import groups, props, tongues, verbs
from avatar.show.elements import ActionLine, DialogueBlock, Element, Problem, SceneHeading, shorten
from avatar.show.words import StageWords
from avatar.types import Mark

_SENTENCE = re.compile(r"(?:[^.!?;…]|(?<=\b[A-Z])\.|(?<=\bMr)\.|(?<=\bDr)\.)+[.!?;…]*")
_WITH = re.compile(r"\bwith (?P<name>[\w' -]+?)(?: (?:behind|beside|after|at|in|on)\b|[,.!?;]|$)")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_JOINT = re.compile(
    r",? (?:and then|and|then|but|as|while|before|und|dann|et|puis|y|luego|e|poi|depois|и)(?= )|, |; | [-–—]+ "
)
_NOT = re.compile(
    r"n['’]t\b|\b(?:not|never|neither|without|no longer|about to|going to|wants? to|refuses? to|nicht|nie|ne"
    r"|pas|não|non|не)\b"
)
_LEAD = re.compile(
    r"(?:(?:then|now|and|so|but|again|finally|suddenly|meanwhile|still|there|here|at (?:last|once|this)"
    r"|just then|in \w+"
    r"|\w+ly|plötzlich|dann|da|soudain|puis|de repente|entonces|luego|poi|então|вдруг|затем),?\s+)+",
    re.I,
)
_AUX = re.compile(
    r"(?:(?:is|are|was|were|can be|is seen|are seen|(?:starts?|begins?)(?=\s+(?:to\s|\w+ing\b))|both|all|also|just"
    r"|each)\s+(?:to\s+)?)+",
    re.I,
)
_BRINGS = re.compile(
    r"(?i:with|mit|avec|con|com) (?:an?|the|his|her|their|einem|einer|un|une|una|um|uma) (?:\w+ )?(\w+)$"
)
_ALL = re.compile(r"(?:everyone|everybody|all|they all|alle|tous|todos|tutti)\b", re.I)
_BUT = re.compile(
    r",?\s+(?:(?P<sure>except(?: for)?|apart from|save for|außer|bis auf|sauf|excepto|salvo|tranne|exceto)|but)\s+",
    re.I,
)
"""What those follow who do not; a mere `but` does so right behind `everybody`."""
_OBJECT = re.compile(r"\b(at|to|towards?) (him|her|them|each other|the other)\b(?! [a-z])")
_NO_SUBJECT = frozenset(
    "to at with of for from by behind beside like than near towards toward around over under and between about "
    "after before".split()
)


class Deed(NamedTuple):
    """Somebody does something."""

    who: tuple[str, ...]
    """Roles; empty for everybody who is on stage."""
    mark: Mark
    but: tuple[str, ...] = ()
    """Those of everybody who do not."""


class Undone(NamedTuple):
    """What one of the cast is said to do and nobody here can act."""

    who: tuple[str, ...]
    verb: str
    sentence: str


UNDONE = "`avatar docs shows` lists what can be acted. What is for readers alone stands in [[ ]] or behind an =."


def tell_undone(line: int, undone: Undone) -> Problem:
    """What a writer is told of it."""
    who, does = " and ".join(undone.who) or "Everybody", "do" if len(undone.who) > 1 else "does"
    what = f"Nobody can act this, and so {who} {does} not: “{undone.verb}”"
    return Problem(line, shorten(undone.sentence), what, UNDONE, undone=True)


class Scenario(NamedTuple):
    """What an action line says."""

    deeds: tuple[Deed, ...] = ()
    named: tuple[str, ...] = ()
    """Roles that the line is about, which puts them on stage."""
    undone: tuple[Undone, ...] = ()
    doubt: str = ""
    """A sentence that names somebody and a verb close to a known one; '' where there is no such sentence."""
    meant: str = ""
    """The known verb that its verb is close to."""


class Company:
    """Who `he`, `she` and `they` are as a scene goes on: those who spoke or acted last."""

    def __init__(self, genders: Mapping[str, str] | None = None) -> None:
        """`genders`: role to "he" or "she", of those of whom it is known."""
        self._genders = genders or {}
        self._recent: list[str] = []

    def note(self, *who: str) -> None:
        """They spoke, or did something."""
        for each in who:
            if each in self._recent:
                self._recent.remove(each)
            self._recent.append(each)

    @property
    def last(self) -> tuple[str, ...]:
        """Who did; () for nobody yet."""
        return tuple(self._recent[-1:])

    def called(self, pronoun: str) -> tuple[str, ...]:
        """Whom `he` or `she` stands for: the last of whom the other is not known; () for nobody."""
        sure = [who for who in self._recent if self._genders.get(who) == pronoun]
        return tuple((sure or [who for who in self._recent if who not in self._genders])[-1:])

    def pair(self, count: int) -> tuple[str, ...]:
        """The last so many, in order; () where there are not so many."""
        return tuple(self._recent[-count:]) if len(self._recent) >= count else ()


class ActionReader:
    """Reads action lines: made once for a show, since it knows all its names."""

    def __init__(self, words: StageWords) -> None:
        self._words = words
        self._names = _names(words)

    def read(self, text: str, company: Company) -> Scenario:
        """What an action line asks of whom. `company` learns who it is about."""
        deeds: list[Deed] = []
        named: list[str] = []
        undone: list[Undone] = []
        doubt = meant = ""
        acted = _BRACKETS.sub(lambda found: f", {found[1]}," if self._words.deed(found[1]) else "", text)
        for sentence in _SENTENCE.findall(acted):
            done = _Sentence(self._words, self._names, company, sentence.strip(' "“”'))
            done.read()
            named += [*done.named, *(who for deed in done.deeds for who in deed.who if who not in done.named)]
            deeds += done.deeds
            slip = next((each for each in done.undone if not verbs.is_action(each.verb)), None)
            if slip and not doubt and (close := self._words.misspelt(slip.rest, next(iter(done.named), ""))):
                doubt, meant = sentence.strip(), close
            else:
                undone += [Undone(each.who, each.verb, sentence.strip()) for each in done.undone]
        return Scenario(tuple(deeds), tuple(named), tuple(undone), doubt, meant)


class _Left(NamedTuple):
    """A clause that was not acted."""

    who: tuple[str, ...]
    verb: str
    rest: str


class _Sentence:
    """One sentence of an action, clause by clause."""

    def __init__(self, words: StageWords, names: re.Pattern[str] | None, company: Company, text: str) -> None:
        self._words, self._names, self._company = words, names, company
        self._text, self._but = _without_exceptions(text, names, words)
        self.deeds: list[Deed] = []
        self.named: list[str] = []
        self.undone: list[_Left] = []
        self._who: tuple[str, ...] | None = None
        """Who the sentence is about so far; () for everybody, None for nobody yet."""
        self._refused = False
        """Whether it is said that somebody does not do what follows."""
        self._waiting: list[Mark] = []
        """What somebody does whose name is still to come: `Laughing, Bea sits.`"""

    def read(self) -> None:
        self._read()
        if self._but:
            self.deeds = [deed._replace(but=self._but) if not deed.who else deed for deed in self.deeds]
            self._company.note(*self._but)

    def _read(self) -> None:
        if self._inverted():
            return
        at = said = 0
        for joint in [*_JOINT.finditer(self._text), None]:
            end = joint.start() if joint else len(self._text)
            if end <= said:
                continue  # between two names of one subject
            found = self._subject(self._text[at:])
            subject_ends = len(self._text) - len(found[1]) if found else at
            if joint and end < subject_ends:
                said = subject_ends
                continue
            clause = self._text[at:end].strip()
            if clause:
                self._clause(clause, self._text[at:].strip(), first=at == 0)
            at = joint.end() if joint else at

    # ------------------------------------------------------------------------------------------------------- subjects

    def _inverted(self) -> bool:
        """`Enter BEA, left`, `Exit MAX and BEA`, `Exeunt.`, `Entra BEA`: read as a whole."""
        if len(self._text) > 160 or not self._names:
            return False
        verb, _, after = self._text.partition(" ")
        mark = self._words.deed(verb.strip(".:,"))
        if mark is None or mark.kind not in ("enter", "exit"):
            return False
        found = self._names.match(after.lstrip(": "))
        if found is None:
            everybody = after.strip(" .,").lower() in ("all", "both", "everyone", "everybody", "omnes", "")
            if everybody and (verb.lower().strip(".:,") == "exeunt" or (after.strip(" .,") and mark.kind == "exit")):
                self.deeds.append(Deed((), mark))
                return True
            return False
        who = tuple(_roles(found["who"], self._words))
        place = self._words.deed(f"{verb} {after[found.end() :]}")
        self._name(who)
        self.deeds.append(Deed(who, place if place and place.kind == mark.kind else mark))
        return True

    def _subject(self, clause: str) -> tuple[tuple[str, ...], str] | None:
        """Who a clause is about, () for everybody, and what follows; None where it names nobody first."""
        lead = _LEAD.match(clause)
        for start in dict.fromkeys((0, lead.end() if lead else 0)):
            rest = clause[start:]
            found = self._names.match(rest) if self._names else None
            if found is not None:
                return tuple(_roles(found["who"], self._words)), rest[found.end() :].strip()
            word = re.match(r"[^\W\d_]+(?: (?:beide|alle|tous|deux|due|dos|two|both|all)\b)*", rest)
            for said in dict.fromkeys((word[0], word[0].split()[0])) if word else ():
                pronoun = self._pronoun(said.lower())
                if pronoun is not None:
                    return pronoun, rest[len(said) :].strip()
        return None

    def _pronoun(self, word: str) -> tuple[str, ...] | None:
        """Whom a pronoun stands for; None for another word, and where nobody is there whom it could mean."""
        he, she, they = pronouns()
        if word in they and not (word in she and self._company.called("she")):
            pair = self._company.pair(2)
            return pair if word.startswith(("both", "beide", "les deux", "los dos", "i due", "os dois")) else ()
        if word in he or word in she:
            return self._company.called("he" if word in he else "she") or None
        return None

    def _name(self, who: tuple[str, ...]) -> None:
        self._who = who
        self.named += [each for each in who if each not in self.named]
        self._company.note(*who)

    # -------------------------------------------------------------------------------------------------------- clauses

    def _clause(self, clause: str, onward: str, first: bool) -> None:
        found = self._subject(clause)
        if found is not None:
            self._name(found[0])
            rest = found[1].lstrip(", ")
            self.deeds += [Deed(self._who or (), mark) for mark in self._waiting]
            self._waiting = []
        elif self._who is None and (inside := self._inside(clause)) is not None:
            self._name(inside[0])
            rest = inside[1]
        else:
            rest = _LEAD.sub("", clause, count=1) if _LEAD.match(clause) else clause
        if self._who is None and first and (brings := _BRINGS.match(clause)):  # `With a shrug, Bea leaves`
            self._waiting += [mark for mark in [self._words.mark(brings[1].lower())] if mark]
            return
        self._refused = bool(_NOT.search(clause)) or (self._refused and found is None)
        if not rest or self._refused:
            return
        rest = _AUX.sub("", rest, count=1) if (aux := _AUX.match(rest)) and aux.end() < len(rest) else rest
        rest = _OBJECT.sub(self._object, rest, count=1)
        handed = props.read_deed(rest, self._names)
        mark = handed.mark if handed else self._words.deed(rest, next(iter(self._who or ()), ""))
        if mark is not None and self._who is None:
            self._without_subject(rest, mark, first)
        elif mark is not None:
            self._do(mark, onward)
        elif self._who is not None:
            self._leave_undone(rest)
        if handed is not None and self._who is not None:
            self.deeds += [Deed((each,), Mark("prop", handed.thing)) for each in _roles(handed.to, self._words)]

    def _object(self, found: re.Match[str]) -> str:
        """`at him` with the name that it stands for."""
        who = self._who or ()
        recent = [each for each in self._company.pair(2) if each not in who]
        meant = {"him": self._company.called("he"), "her": self._company.called("she")}.get(found[2], ())
        named = [each for each in meant if each not in who] or recent
        return f"{found[1]} {named[0]}" if named else found[0]

    def _inside(self, clause: str) -> tuple[tuple[str, ...], str] | None:
        """Somebody in the middle of a clause who does something there: `Behind him, Bea waves`."""
        for found in self._names.finditer(clause) if self._names else ():
            before = clause[: found.start()].split()
            if before and before[-1].lower().strip(",") in _NO_SUBJECT:
                continue
            who = tuple(_roles(found["who"], self._words))
            rest = clause[found.end() :].strip()
            if self._words.deed(_AUX.sub("", rest, count=1), who[0]) is not None:
                return who, rest
        return None

    def _without_subject(self, rest: str, mark: Mark, first: bool) -> None:
        """`Storms out.` is about who acted or spoke last; `Laughing, Bea sits` about who is yet to come."""
        verb = rest.split()[0].lower().strip(",.!")
        if verb.endswith("ing") and first and _JOINT.search(self._text):
            self._waiting.append(mark)
        elif (
            first
            and self._company.last
            and (verb.endswith("s") or tongues.translate(rest))
            and not verbs.is_noun(verb, rest)
        ):
            self._name(self._company.last)
            self._do(mark, rest)

    def _do(self, mark: Mark, onward: str) -> None:
        who = self._who or ()
        self.deeds.append(Deed(who, mark))
        companion = _WITH.search(_JOINT.split(onward, maxsplit=1)[0])
        if mark.kind in ("enter", "exit") and companion:
            self.deeds += [Deed((each,), mark) for each in _roles(companion["name"], self._words) if each not in who]

    def _leave_undone(self, rest: str) -> None:
        word = next(iter(re.findall(r"[\w'’-]+", rest.lower())), "")
        who = self._who or ()
        if verbs.is_posture(rest):
            return
        if verbs.is_done(word, several=len(who) != 1) or (word.endswith("ed") and verbs.is_action(word)):
            self.undone.append(_Left(who, word, rest))


def _without_exceptions(text: str, names: re.Pattern[str] | None, words: StageWords) -> tuple[str, tuple[str, ...]]:
    """`Everyone leaves except Dot` as `Everyone leaves`, and who does not; nobody where the sentence isn't of all."""
    for found in _BUT.finditer(text) if names and _ALL.match(text) else ():
        whom = names.match(text[found.end() :]) if names else None
        if whom is not None and (found["sure"] or not text[: found.start()].count(" ")):
            rest = f"{text[: found.start()]} {text[found.end() + whom.end() :].lstrip(', ')}".strip()
            return re.sub(r"\s+([.!?])", r"\1", rest), tuple(_roles(whom["who"].rstrip(","), words))
    return text, ()


@cache
def pronouns() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words for him, for her, and for several."""
    he, she, they = (frozenset(tongues.all_words(kind)) for kind in ("he", "she", "they"))
    return he, she, they


def _names(words: StageWords) -> re.Pattern[str] | None:
    """One role, or several as `Max, Bea and Bolt`, at the start of a sentence."""
    if not words.roles:
        return None
    one = "|".join(re.escape(role) for role in sorted(words.roles, key=len, reverse=True))
    links = r", and |, | and | & | und | et | y | e | и "
    return re.compile(rf"(?i:\b(?P<who>(?:{one})(?:(?:{links})(?:{one}))*)(?!['’]s?\b)(?!\w),?)")


def _roles(text: str, words: StageWords) -> list[str]:
    parts = re.split(r", and |, | and | & | und | et | y | e | и ", text.strip().lower())
    return [words.roles[part.strip()] for part in parts if part.strip() in words.roles]


# ----------------------------------------------------------------------------------------------- who is on as it begins


def plain_extension(text: str) -> str:
    """An extension without its dots, blanks and apostrophes: `V. O.` is `VO`."""
    return re.sub(r"[\s.'’‘`´/\-]", "", text.upper())


@cache
def _unheard(kind: str) -> frozenset[str]:
    return frozenset(plain_extension(word) for word in tongues.all_words(kind))


def is_unseen(extension: str) -> bool:
    """Whether it marks a voice that comes from nowhere: V.O."""
    return plain_extension(extension) in _unheard("unseen")


def is_off(extension: str) -> bool:
    """Whether it marks a voice whose owner is not in the picture: O.S."""
    return plain_extension(extension) in _unheard("off")


def find_first_on(elements: Sequence[Element], reader: ActionReader, words: StageWords) -> tuple[str, ...]:
    """Who is on stage as the scene that `elements` make up begins: all who are in it and don't come on in it."""
    on: dict[str, None] = {}
    later: set[str] = set()
    company = Company(words.genders)
    for element in elements:
        if isinstance(element, DialogueBlock):
            names = groups.split(element.name, lambda name: name.lower() in words.roles)
            speakers = [words.roles[name.lower()] for name in names if name.lower() in words.roles]
            if not any(is_off(each) or is_unseen(each) for each in element.extensions):
                on |= dict.fromkeys(speakers)
            company.note(*speakers)
        elif isinstance(element, ActionLine):
            scenario = reader.read(element.text, company)
            comes = {who for deed in scenario.deeds if deed.mark.kind == "enter" for who in deed.who}
            later |= comes - on.keys()
            on |= dict.fromkeys(who for who in scenario.named if who not in comes)
    return tuple(who for who in on if who not in later)


def split_scenes(elements: Sequence[Element]) -> list[tuple[int, int]]:
    """First and past-the-last index of the elements of each scene; what comes before the first heading is one too."""
    starts = [index for index, element in enumerate(elements) if isinstance(element, SceneHeading)]
    bounds = [0, *starts, len(elements)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]
