"""What a persona makes of one sentence: which of its triggers is meant, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from avatar.brain.alike import holds_example, is_borne_out, is_of_another, is_otherwise
from avatar.brain.grading import (
    ABUSE,
    ASKS_BACK,
    OPEN,
    Grade,
    find_literal_words,
    grade_rule,
    is_of_that,
    learns,
    needs_more,
)
from avatar.brain.names import NAME_WITHIN
from avatar.brain.plain import split_words
from avatar.brain.rive import HOME, MatchRule, PersonaScript
from avatar.brain.rive.likeness import Likeness, Likes, asks
from avatar.brain.senses import LIGHT, is_elsewhere
from avatar.brain.sentences import DIED, Act, Sentence, find_act, is_exclamation, peel
from avatar.brain.sorts import find_sorts
from avatar.brain.tones import find_tone

_Of = TypeVar("_Of")


_CRIES = 93
"""The weight from which a trigger hears a cry for help."""
_MEANT = 4
"""Ways to read a sentence of which the meaning is compared."""
_MOST_OF_IT = 0.5
"""The part of a sentence's words of weight from which on a phrase that names them is what it is about."""
_WHOLE_PHRASE = 5
"""Words of a phrase that is a sentence of its own: no meaning is asked for where one is heard."""
_NEAREST_TRIED = 4
"""Ways to read a sentence for which the nearest phrase is sought."""
_VAGUE = 41
"""The weight up to which a trigger may be a question's shape."""
_FEW = 2
"""Words that are too few for the nearest phrase to be sought."""
_PLEASANT = 45
"""The weight up to which a trigger is what people say without meaning much by it."""
_MINE = 2
"""Words of "my" and what is mine."""
_MEASURES = frozenset("many much far long big old tall deep heavy fast often high rather would should better".split())
"""Words of a question's shape."""
_TELLS_MOST: Mapping[str, int] = {
    "=bad news": 6, "=wistful": 15, "=good news": 5, "=funny": 20, "=likened": 3, "=own fault": 6, "=happy": 8,
    "=modest": 4, "=fond": 3, "=planned": 3, "=did": 2, "=of someone": 2, "=judged": 1,
    "=detail": -2, "=told detail": -2, "=nod": -3, "=heard": -2,
}  # fmt: skip
"""How much more a sentence tells than its neighbours, by the occasion that fits it; less, where it only adds."""
_GRIEF = re.compile(rf"\b(?:{DIED}|passed away|funeral(?! march)|broke up|left me|dumped me|miscarriage)\b")


@dataclass(frozen=True)
class Hearing:
    """One sentence, and what it is taken for."""

    sentence: Sentence
    plain: str
    act: Act
    forms: tuple[str, ...]
    """The ways to read it, itself first."""
    grade: Grade = Grade.NONE
    rule: MatchRule | None = None
    form: str = ""
    """What the rule matches."""
    cue: str = ""
    """An occasion that answers it in place of a rule."""
    found: Mapping[str, str] = field(default_factory=dict)
    """What the occasion's words need (`<bot sum>`)."""
    card: str = ""
    """A reply that answers it in place of a rule."""
    echoed: str = ""
    """A part of it that is said back before the answer."""

    @property
    def is_cry(self) -> bool:
        """Whether it is a cry for help."""
        return self.grade is Grade.ALARM and self.rule is not None and self.rule.trigger.weight >= _CRIES

    @property
    def score(self) -> int:
        """How much the sentence deserves the answer: question > feeling > fact > chatter, as far as it is "
        "understood."""
        grade = int(self.grade)
        if self.grade in (Grade.ALARM, Grade.NONE, Grade.LOST, Grade.REMARK):
            return 10 * grade
        if self.grade is Grade.ANSWER:
            return 75 if self.act is not Act.QUESTION else 95
        if self.grade is Grade.OPEN:
            return 45
        base = {Act.QUESTION: 85, Act.REQUEST: 84, Act.FEELING: 70, Act.FACT: 50, Act.STATEMENT: 40, Act.CHATTER: 25}
        told = self.act not in (Act.QUESTION, Act.REQUEST)
        if told and (_GRIEF.search(self.plain) or (self.act > Act.CHATTER and find_tone(self.plain) == "=sad")):
            return base[Act.QUESTION] - 1  # whatever else is told, this is what it is about
        doubtful = self.act in (Act.QUESTION, Act.REQUEST) and self.grade <= Grade.SUBJECT
        return base[self.act] - (25 if doubtful else 0) + grade + _TELLS_MOST.get(self.cue, 0)


_CALLING = (
    r"hello|hullo|hi|hey|morning|evening|afternoon|night|thanks|cheers|oh|ah|ok|well|right|yes|no|sorry|bye|so|and you"
)


def _without_name(plain: str, name: str) -> str:
    """A sentence that calls the character by name, without the name: "hello Fern, only me"."""
    return re.sub(rf"\b({_CALLING}) {re.escape(name.casefold())} (?=\S)", r"\1 ", plain) if name else plain


def hear(script: PersonaScript, sentence: Sentence, plain: str, name: str) -> Hearing:
    """What the script makes of a sentence. `plain`: in the form in which triggers are written."""
    plain = _without_name(plain, name)
    act = find_act(plain, asked=sentence.asked)
    forms = tuple(peel(plain, asked=act is Act.QUESTION, name=name))
    if act in (Act.CHATTER, Act.STATEMENT) and not is_exclamation(plain):
        act = next(
            (other for form in forms if (other := find_act(form, asked=False)) in (Act.QUESTION, Act.REQUEST)), act
        )
    if act is Act.FACT and any(ASKS_BACK.match(form) and plain.endswith(form) for form in forms[1:]):
        act = Act.QUESTION  # "hello, who am I talking to"
    start = Hearing(sentence, plain, act, forms)
    best = start
    for form in forms:
        best = max(best, *_read(script, start, form), key=lambda each: each.grade)
        if best.grade >= Grade.EXACT:
            return best
    kept = not asks(act) and best.grade >= Grade.PHRASE and best.rule is not None and learns(best.rule)
    for form in forms if not kept else ():  # what is learnt stays with the rule that learns it
        if rule := script.book.by_example.get(form):
            return Hearing(sentence, plain, act, forms, Grade.EXACT, rule, form)
    for form in forms:
        best = max(
            best, _through(script, start, script.book.phrases.same(form), Grade.NEAR), key=lambda each: each.grade
        )
    if best.grade < Grade.NEAREST:
        for form in forms[:_NEAREST_TRIED]:
            if len(split_words(form)) <= _FEW:
                continue
            phrase = script.book.phrases.nearest(form)
            if phrase and asks(act) and (is_of_another(form, phrase) or not find_sorts(form) <= find_sorts(phrase)):
                continue
            found = _through(script, start, phrase, Grade.NEAREST)
            best = max(best, found, key=lambda each: each.grade)
    return _by_meaning(script, best) if best.grade < Grade.NEAR and len(split_words(plain)) > _FEW else best


_OF_SOMEBODY = re.compile(r"(?!.*\b(?:you|your)\b).*\b(?:he|she|it|they|that|him|her|them)\b")
"""What is asked of somebody or something that was spoken of, rather than of the character."""
_OF_THEM = re.compile(
    r"(?:(?:and|so|but|oh|lol) )?(?:(?:who|what|where|when|why|how) )?(?:is|was|are|were|does|do|did|has|have|had"
    r"|can|could|will|would) (?:he|she|they)\b"
)
"""What is asked of somebody else, whoever else it names: "is he your kid"."""


_OF_YOU = frozenset(("you", "your", "yours", "yourself"))


_WHICH_ONE = re.compile(r"\bwhich ones?\b")
_GUESSES_AT = re.compile(r"(?:(?:and|so|or|oh|hm) )*(?:maybe|perhaps|probably|because|possibly)\b")


def _by_meaning(script: PersonaScript, heard: Hearing) -> Hearing:
    """The likeness, or the phrase, that a sentence is nearest to in meaning; the hearing as it is where a rule hears
    more of it."""
    asked = asks(heard.act)
    lost = asked and heard.grade <= Grade.SHAPE and not _OF_SOMEBODY.match(heard.plain)
    form, like = _nearest(script.book.likes, heard)
    if _GUESSES_AT.match(heard.plain) or _WHICH_ONE.search(heard.plain):
        return heard  # "maybe because of the lid" asks no more than whether it is so; "which one" names nothing
    if not any(word not in LIGHT and word.isalpha() for word in split_words(heard.plain)):
        return heard  # "where was that?" is about what was just said
    if like and not (like.is_sure or (lost and like.is_likely) or (not asked and holds_example(form, like))):
        like = None
    if like and (_misses_subject(heard, like) if asked else not script.has_left(like.of)):
        like = None
    if like and (_has_other(heard, like) if asked else _is_thin(heard, like) or not _is_told(form, like)):
        like = None
    if not asked and heard.grade is Grade.PHRASE and heard.rule is not None and learns(heard.rule):
        return heard
    covered = covers(heard) if heard.grade is Grade.PHRASE else 0.0
    if heard.grade is Grade.PHRASE and heard.rule and len(find_literal_words(heard.rule, heard.form)) >= _WHOLE_PHRASE:
        return heard
    if covered == 1 or (covered >= _MOST_OF_IT and (like is None or not like.is_plain)):
        return heard
    if asked and heard.grade < Grade.PHRASE:
        _, phrase = _nearest(script.book.questions, heard)
        if phrase and (_has_other(heard, phrase) or _misses_subject(heard, phrase)):
            phrase = None
        if phrase and (phrase.is_plain or (lost and phrase.is_likely)) and (like is None or phrase.fit >= like.fit):
            through = _through(script, heard, phrase.example, Grade.LIKE)
            return replace(through, grade=Grade.LIKE) if through is not heard else heard
    return replace(heard, grade=Grade.LIKE, rule=like.of, form=form) if like else heard


_SAYS_LITTLE, _SAYS_MORE = 1, 3
"""Most words of weight of an example that says little, and fewest of a sentence that says more."""
_SMALL = frozenset(
    "right ok say said tell talk let make do thing things anything something everything bit never only "
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy".split()
)
"""Words of an example that say as little as the light ones."""
_OF_ANOTHER = re.compile(r"(?:and |but |so |well |no |yes |oh )*(?:he|she|it|they)\b(?!.*\b(?:i|me|my|we|our)\b)")
_OWN = re.compile(r"(?:i|my|we)\b(?!.*\b(?:he|she|it|they|him|her|them)\b)")
_HAVING = re.compile(r"(?:do you|have you|is there|are there)(?: have| got| own)? (?:a|an|any) (?:\w+ )?(\w+)")


def _shares_a_name(heard: Hearing, like: Likeness[MatchRule]) -> bool:
    """Whether all of weight that something told shares with an example is a name: "me and Pickle" pickles nothing."""
    names = {name.lower() for name in NAME_WITHIN.findall(heard.sentence.text)}
    shared = {*split_words(heard.plain)} & {*split_words(like.example)} - LIGHT - _SMALL
    return bool(names) and bool(shared) and shared <= names


def _is_thin(heard: Hearing, like: Likeness[MatchRule]) -> bool:
    """Whether something told is like an example by its small words alone ("I will tell her"), or like what one tells of
    oneself, and is about another ("it won't drink")."""
    if _shares_a_name(heard, like):
        return True
    if like.is_plain:
        return False
    if _OF_ANOTHER.match(heard.plain) and _OWN.match(like.example):
        return True
    said, example = {*split_words(heard.plain)}, {*split_words(like.example)}
    if example & _OF_YOU and not said & _OF_YOU:
        return True
    words, own = said - LIGHT - _SMALL, example - LIGHT - _SMALL
    return len(own) <= _SAYS_LITTLE and len(words) >= _SAYS_MORE and not own & words


def _is_told(form: str, like: Likeness[MatchRule]) -> bool:
    """Whether something told is borne out by its words to be what a likeness hears."""
    return is_borne_out(form, like, like.of.trigger.examples)


def _has_other(heard: Hearing, like: Likeness[_Of]) -> bool:
    """Whether a question is whether the character has a thing which the likeness is not about."""
    found = _HAVING.fullmatch(heard.plain)
    return found is not None and not like.is_plain and found[1] not in split_words(like.example)


_WHOLLY = 0.8
"""Likelihood from which on it does not matter what a rule listens for in a question."""


def _misses_subject(heard: Hearing, like: Likeness[_Of]) -> bool:
    """Whether a question's subject, for which a rule listens, is none of what a likeness is about."""
    if heard.grade is not Grade.SUBJECT or heard.rule is None or like.fit >= _WHOLLY:
        return False
    return not {*find_literal_words(heard.rule, heard.form)} & {*split_words(like.example)}


def _nearest(likes: Likes[_Of], heard: Hearing) -> tuple[str, Likeness[_Of] | None]:
    """What a sentence is most like, in one of the ways to read it, and which one; none where a word that they share
    means something else in it: "he got cold feet"."""
    best: tuple[str, Likeness[_Of] | None] = "", None
    for form in heard.forms[:_MEANT]:
        found = likes.nearest(form, heard.act)
        if found is None or (best[1] is not None and found.fit <= best[1].fit):
            continue
        words = {*split_words(found.example)}
        if asks(heard.act) and (_OF_SOMEBODY.match(heard.plain) or _OF_THEM.match(heard.plain)) and words & _OF_YOU:
            continue
        if asks(heard.act) and is_otherwise(heard.plain, form, found):
            continue
        shared = {*split_words(form)} & words - LIGHT
        if not any(is_elsewhere(word, form) for word in shared):
            best = form, found
    return best


def covers(heard: Hearing) -> float:
    """The part of a sentence's words of weight that its rule names."""
    words = [word for word in split_words(heard.form) if word not in LIGHT]
    named = set(find_literal_words(heard.rule, heard.form)) if heard.rule is not None else set()
    return sum(word in named for word in words) / len(words) if words else 1.0


def is_literal(heard: Hearing) -> bool:
    """Whether a rule names every word of the sentence that it is taken for."""
    return heard.rule is not None and len(find_literal_words(heard.rule, heard.form)) >= len(split_words(heard.form))


def says_whose(heard: Hearing) -> bool:
    """Whether a rule names no more than whose a thing is: "my wife says ...", "on my bus" may be about anything."""
    words = find_literal_words(heard.rule, heard.form) if heard.rule is not None else []
    return words[:1] == ["my"] and len(words) == _MINE


def names(heard: Hearing, word: str) -> bool:
    """Whether the rule that a sentence is taken for names a word of it."""
    return heard.rule is not None and word in find_literal_words(heard.rule, heard.form)


def is_vague(heard: Hearing, *, whole: bool = True) -> bool:
    """Whether a sentence is understood by no more than its shape, such as "how long * ".

    `whole`: a rule for a shape says so by its weight or by what it leaves open; otherwise its words alone count.
    """
    if heard.rule is None or heard.grade <= Grade.SHAPE:
        return True
    words = find_literal_words(heard.rule, heard.form)
    open_end = not whole or needs_more(heard.rule.trigger.text) or heard.rule.trigger.weight <= _VAGUE
    return (
        open_end
        and heard.grade < Grade.NEAR
        and all(word in LIGHT or word in OPEN or word in _MEASURES for word in words)
    )


def _read(script: PersonaScript, start: Hearing, form: str) -> Iterator[Hearing]:
    """What the rules of the open question, and those outside, make of one way to read a sentence."""
    yield start
    for topic in dict.fromkeys((script.topic, HOME)):
        if topic == HOME != script.topic and start.act not in (Act.QUESTION, Act.REQUEST, Act.FEELING, Act.CHATTER):
            continue
        for rule in script.heard(form, topic):
            grade = grade_rule(rule, form, start.act, script.topic, peeled=form != start.plain)
            if grade is Grade.ALARM and {*find_literal_words(rule, form)} <= ABUSE and is_of_that(start.plain):
                grade = Grade.NONE
            yield Hearing(start.sentence, start.plain, start.act, start.forms, grade, rule, form)


def _through(script: PersonaScript, start: Hearing, phrase: str, grade: Grade) -> Hearing:
    """What the rules make of a phrase that stands for the sentence."""
    if not phrase or (find_act(phrase, asked=False) in (Act.QUESTION, Act.REQUEST)) != (
        start.act in (Act.QUESTION, Act.REQUEST)
    ):
        return start
    best = max(_read(script, start, phrase), key=lambda each: each.grade)
    if best.grade is Grade.ALARM or best.grade < Grade.PHRASE:
        return start
    if grade is Grade.NEAREST and best.rule is not None and learns(best.rule):
        return start  # what is only near to something was not said
    pleasantry = best.rule is not None and best.rule.trigger.weight <= _PLEASANT
    if grade is Grade.NEAREST and pleasantry and abs(len(split_words(phrase)) - len(split_words(start.plain))) > 1:
        return start
    return Hearing(start.sentence, start.plain, start.act, start.forms, min(best.grade, grade), best.rule, best.form)
