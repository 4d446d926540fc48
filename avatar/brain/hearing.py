"""What a persona makes of one sentence: which of its triggers is meant, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from typing import TypeVar

from avatar.brain.names import may_be_name
from avatar.brain.rive import HOME, MatchRule, PersonaScript
from avatar.brain.rive.likeness import FITS, SURE, Likeness, Likes, asks, find_kind
from avatar.brain.rive.patterns import split_words
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT, is_elsewhere, is_meant
from avatar.brain.sentences import DIED, Act, Sentence, find_act, is_exclamation, peel
from avatar.brain.sorts import find_sorts

_Of = TypeVar("_Of")


class Grade(IntEnum):
    """How surely a trigger is meant, from not at all."""

    NONE = -1
    LOST = 0
    """The catch-all."""
    REMARK = 1
    """What fits anything."""
    OPEN = 2
    """Whatever is said while a question is open."""
    SHAPE = 3
    """The shape of the sentence alone, such as "who is *"."""
    SUBJECT = 4
    """A word that the sentence is about."""
    NEAREST = 5
    """A phrase that shares most of its words."""
    PHRASE = 6
    """A phrase within the sentence."""
    LIKE = 7
    """What means the same as the examples of a likeness."""
    NEAR = 8
    """The same phrase but for words that change nothing."""
    EXACT = 9
    ANSWER = 10
    """An answer that the open question waits for."""
    ALARM = 11
    """Despair, threats, insults: heard before all else."""


ALARMING = 90
"""The weight from which a trigger is heard before all else."""
_DESPAIR = 95
_CRIES = 93
"""The weight from which a trigger hears a cry for help."""
_ASKS_FOR = 66
"""The weight from which a trigger asks for something to be done."""
_OF_HERSELF = 60
"""The weight from which a trigger is about the character, or asks for something."""
_URGENT = 80
"""The weight from which a trigger hears what is hard to say."""
_ANSWERS = 55
"""The weight of an answer to an open question."""
_AFTER_YES = 3
"""Most words that go on with a yes or a no."""
_REMARKS = 30
"""The weight up to which a trigger is a remark."""
_SHAPES = 38
"""The weight up to which a trigger, if no remark, is the shape of a question."""
_CROWDED, _BURIED = 4, 8
"""Other words of weight beside a phrase, from which on it is no longer certain, or hardly, what the sentence "
"is about."""
_MEANT = 4
"""Ways to read a sentence of which the meaning is compared."""
_MOST_OF_IT = 0.5
"""The part of a sentence's words of weight from which on a phrase that names them is what it is about."""
_WHOLE_PHRASE = 5
"""Words of a phrase that is a sentence of its own: no meaning is asked for where one is heard."""
_PLAINLY = 0.75
"""Likeness from which a sentence is meant so, although a phrase names half of it."""
_NEAREST_TRIED = 4
"""Ways to read a sentence for which the nearest phrase is sought."""
_ARTICLES = frozenset(("a", "an", "the"))
_OPEN = frozenset("favourite best good tell kind mean believe ok okay alright".split())
"""Words that say as little as the light ones, in a trigger that leaves the thing itself open."""
_VAGUE = 41
"""The weight up to which a trigger may be a question's shape."""
_HELP = frozenset("help me i need can you please".split())
_AT_YOU = re.compile(r"\b(?:you|your|u|ur|yourself)\b")
_ABUSE = frozenset("stupid dumb ugly rubbish pathetic garbage trash useless".split())
"""Words of abuse that things are called as well."""
_OF_THAT = re.compile(
    r"\b(?:really|i know|(?:is|was|are|were|does|did) (?:it|that|this|he|she|they)|of (?:me|him|her|us|them)"
    r"|(?:it|that|this) (?:was|is|were)|(?:bit|so|pretty) \w+)\b"
)
"""What says of something, rather than of the one who is spoken to: "stupid really", "bit stupid"."""
_ABOUT_YOU = re.compile(r"(?:so |but |and |why |how )?(?:are you|you are)\b")
_NO_GREETING = re.compile(
    r"(?:night|later|peace|morning|evening|afternoon) (?:shift|club|out|time|of|off|owl|today|this|on|in|at"
    r"|school|class|train"
    r"|sickness|person|people|rush|market)\b"
)
"""Time and place rather than a greeting: "night shift"."""
_CALLED = re.compile(r"\bcall me (?:a|an|the|when|back|later|if|tomorrow|at|on|crazy|old|maybe|in|by)\b")
"""What calls for something other than a name."""
_ASKS_BACK = re.compile(
    r"(?:(?:do|did|are|were|have|can|could|will|would) not you|how|what|who|why|where|when|which|do you|are you|can you"
    r"|have you|will you|would you)\b"
)
"""A question of its own, which answers none."""
_GUESSES = re.compile(r"(?:is|could|would|might) it (?:be )?(?:a|an|the|my|your|some)\b")
"""A question that is an answer: "is it a shadow?"."""
_FEW = 2
"""Words that are too few for the nearest phrase to be sought."""
_PLEASANT = 45
"""The weight up to which a trigger is what people say without meaning much by it."""
_SENTENCE = frozenset(
    "i you my your me we our it he she they is am are was were be been have has had do does did will would can"
    " could not no"
    " should got get going this that there what how who why where when".split()
)
"""Words of which a trigger holds one that says something, rather than name it."""
_SHORT_BESIDE = 3
"""Words beside what a trigger names, from which on a sentence tells something else."""
_MINE = 2
"""Words of "my" and what is mine."""
_MEASURES = frozenset("many much far long big old tall deep heavy fast often high rather would should better".split())
"""Words of a question's shape."""
_PART = re.compile(r"\(([^()]*)\)|@\w+|(?<!\w)[*#_](?!\w)|[*#]")
_ASKS = re.compile(r"(?:please )?(?:tell|show|give|sing|draw|ask|explain|help|recommend|teach)\b")
"""What opens a request rather than an answer."""
_ADDRESSED = re.compile(r"\b(?:you|your|u|please)\b")
_SHARED = re.compile(r"\b(?:you|your|we|us|our|i|my|me)\b")
_PLAIN = 4
"""Most words of a question that is about its subject and no more: "what is a robot"."""
_NAMES = "ask_name"
"""The topic of the open question for a name."""
_NO_NAME = re.compile(
    r"\b(?:am|is) (?:a|an|the|from|in|at|on|not|so|very|just|here|fine|good|ok|okay|tired|back|new)\b"
)
"""What says what somebody is rather than who: "I'm a librarian"."""
_TELLS_MOST: Mapping[str, int] = {
    "=bad news": 6, "=good news": 5, "=modest": 4, "=fond": 3, "=planned": 3, "=did": 2, "=of someone": 2, "=judged": 1,
    "=detail": -2, "=told detail": -2, "=nod": -3, "=heard": -2,
}  # fmt: skip
"""How much more a sentence tells than its neighbours, by the occasion that fits it; less, where it only adds."""
_GRIEF = re.compile(rf"\b(?:{DIED}|passed away|funeral(?! march)|broke up|left me|dumped me|miscarriage)\b")
_DANGEROUS = frozenset(
    "bomb bombs weapon weapons gun guns explosive explosives poison hack steal drugs cocaine heroin murder".split()
)
"""Things that people may tell of, and that only who wants them is refused: "we watched a murder film"."""
_INTENDS = re.compile(
    r"\b(?:how (?:do|to|can|would|could)|(?:want|going|plan|need|like|help me|teach me|show me|tell me how|let us)"
    r"(?: \w+)? (?:to )?(?:murder|steal|hack|poison|make|build|get|buy|use|take)|i (?:will|could|should) (?:murder"
    r"|poison|steal|hack)|(?:make|build|get|buy|sell)(?: me| us)? (?:a |some |the )?(?:bomb|gun|weapon|explosive|poison"
    r"|drugs|cocaine|heroin))"
)
"""What says that somebody wants to do harm, or to have the means."""
_AIMED = re.compile(r"\b(?:you|your|u|me|i|my|how|myself)\b")


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
        if self.act is Act.FEELING and _GRIEF.search(self.plain):
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
    if act is Act.FACT and any(_ASKS_BACK.match(form) and plain.endswith(form) for form in forms[1:]):
        act = Act.QUESTION  # "hello, who am I talking to"
    start = Hearing(sentence, plain, act, forms)
    best = start
    for form in forms:
        best = max(best, *_read(script, start, form), key=lambda each: each.grade)
        if best.grade >= Grade.EXACT:
            return best
    for form in forms:
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
            if phrase and asks(act) and (_is_of_another(form, phrase) or not find_sorts(form) <= find_sorts(phrase)):
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
_FAVOURITE = re.compile(r"(?:what|which|who) is your favourite (?:\w+ )?(\w+)")
_SAME_SORT = 0.8
"""Likeness of two words from which on a favourite of the one is one of the other."""


def _is_other_favourite(plain: str, example: str) -> bool:
    """Whether a favourite is asked for of another sort than an example names: a dinosaur is no animal."""
    found = _FAVOURITE.fullmatch(plain)
    return found is not None and find_cover([found[1]], split_words(example))[0] < _SAME_SORT


_OF_YOU = frozenset(("you", "your", "yours", "yourself"))
_ABOUT = re.compile(
    r"\b(?:tell|told|talk|speak|hear|know|more)\b.* (?:about|of) (?!it$|that$|this$|him$|her$|them$)(.+)"
)
_SHOULD = re.compile(r"\b(?:should|shall) (?:i|we)\b")
_STATED = re.compile(r"(?:(?:so|but|and|oh|well|then|wait) )*(?:you|it|that|this|he|she|they|i|we|there|your|my|the)\b")
_WH = re.compile(r"(?:who|whose|what|where|when|why|how|which)\b")
_MISSED = 4.4
"""The weight of a word from which on an example that has nothing like it is about something else."""


def _weighty(plain: str) -> list[str]:
    return [word for word in split_words(plain) if word not in LIGHT and word.isalpha()]


_WHICH_ONE = re.compile(r"\bwhich ones?\b")
_GUESSES_AT = re.compile(r"(?:(?:and|so|or|oh|hm) )*(?:maybe|perhaps|probably|because|possibly)\b")
_THIRD = frozenset("he him his she her hers they them their theirs".split())


_YES_OR_NO = 7
"""What `find_kind` calls a yes or no."""


def _asks_other(form: str, like: Likeness[_Of]) -> bool:
    """Whether a question asks for something else than an example does: a yes or no, a joke that is not dirty, what was
    said rather than what there is."""
    one, other = find_kind(form), find_kind(like.example)
    if one and other and one != other and _YES_OR_NO in (one, other) and like.near < _WORD_FOR_WORD:
        return True
    sorts, others = find_sorts(form), find_sorts(like.example)
    if sorts and others and not sorts & others:
        return True
    return one == 0 and find_cover(_weighty(like.example), split_words(form))[1] > _MISSED_OF_IT


_WORD_FOR_WORD = 0.93
"""Likeness from which on it does not matter how a question begins."""
_MISSED_OF_IT = 6.0
"""The weight of a word of what is to be done that a request must name."""


def _is_of_another(plain: str, example: str) -> bool:
    """Whether a question is about somebody who was spoken of, and an example about nobody: "do you still think about
    them" is no "what do you think about"."""
    return bool({*split_words(plain)} & _THIRD) and not {*split_words(example)} & _THIRD


_OF_ME = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our"))


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
    if like and not (like.is_sure or (lost and like.is_likely)):
        like = None
    if like and (_misses_subject(heard, like) if asked else not script.has_left(like.of)):
        like = None
    if like and (_is_thin(heard, like) if not asked else _has_other(heard, like)):
        like = None
    covered = covers(heard) if heard.grade is Grade.PHRASE else 0.0
    if heard.grade is Grade.PHRASE and heard.rule and len(_literal_words(heard.rule, heard.form)) >= _WHOLE_PHRASE:
        return heard
    if covered == 1 or (covered >= _MOST_OF_IT and (like is None or like.near < _PLAINLY)):
        return heard
    if asked and heard.grade < Grade.PHRASE:
        _, phrase = _nearest(script.book.questions, heard)
        if phrase and _has_other(heard, phrase):
            phrase = None
        sure = phrase and phrase.fit >= FITS and (phrase.is_plain or (lost and phrase.is_likely))
        if phrase and sure and (lost or phrase.near >= _PLAINLY) and (like is None or phrase.near >= like.near):
            through = _through(script, heard, phrase.example, Grade.LIKE)
            return replace(through, grade=Grade.LIKE) if through is not heard else heard
    return replace(heard, grade=Grade.LIKE, rule=like.of, form=form) if like else heard


_VERY_SURE = 0.75
"""Likeness from which it does not matter how little an example says."""
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


def _is_thin(heard: Hearing, like: Likeness[MatchRule]) -> bool:
    """Whether something told is like an example by its small words alone ("I will tell her"), or like what one tells of
    oneself, and is about another ("it won't drink")."""
    if like.near >= _VERY_SURE:
        return False
    if _OF_ANOTHER.match(heard.plain) and _OWN.match(like.example):
        return True
    said, example = {*split_words(heard.plain)}, {*split_words(like.example)}
    if example & _OF_YOU and not said & _OF_YOU:
        return True
    words, own = said - LIGHT - _SMALL, example - LIGHT - _SMALL
    return len(own) <= _SAYS_LITTLE and len(words) >= _SAYS_MORE and not own & words


def _has_other(heard: Hearing, like: Likeness[_Of]) -> bool:
    """Whether a question is whether the character has a thing which the likeness is not about."""
    found = _HAVING.fullmatch(heard.plain)
    return found is not None and like.near < SURE and found[1] not in split_words(like.example)


def _misses_subject(heard: Hearing, like: Likeness[MatchRule]) -> bool:
    """Whether a question's subject, for which a rule listens, is none of what a likeness is about."""
    if heard.grade is not Grade.SUBJECT or heard.rule is None or like.near >= SURE:
        return False
    return not {*_literal_words(heard.rule, heard.form)} & {*split_words(like.example)}


def _nearest(likes: Likes[_Of], heard: Hearing) -> tuple[str, Likeness[_Of] | None]:
    """What a sentence is most like, in one of the ways to read it, and which one; none where a word that they share
    means something else in it: "he got cold feet"."""
    best: tuple[str, Likeness[_Of] | None] = "", None
    for form in heard.forms[:_MEANT]:
        found = likes.nearest(form, heard.act)
        if found is None or (best[1] is not None and found.near <= best[1].near):
            continue
        words = {*split_words(found.example)}
        if asks(heard.act) and (_OF_SOMEBODY.match(heard.plain) or _OF_THEM.match(heard.plain)) and words & _OF_YOU:
            continue
        if asks(heard.act) and _is_other_favourite(heard.plain, found.example):
            continue
        if asks(heard.act) and words & _OF_ME and not {*split_words(heard.plain)} & _OF_ME:
            continue  # "where does she live" is no "where do I live"
        if asks(heard.act) and _is_of_another(heard.plain, found.example):
            continue
        if asks(heard.act) and _asks_other(form, found):
            continue
        if (about := _ABOUT.search(form)) and find_cover(_weighty(about[1]), split_words(found.example))[1] > _MISSED:
            continue  # "tell me about the van" is no "tell me another"
        if _SHOULD.match(form) and not _SHOULD.search(found.example):
            continue  # "should I open with a joke" asks for none
        if _STATED.match(heard.plain) and _WH.match(found.example):
            continue  # "but you are talking to me" is no "who do you talk to"
        shared = {*split_words(form)} & words - LIGHT
        if not any(is_elsewhere(word, form) for word in shared):
            best = form, found
    return best


def covers(heard: Hearing) -> float:
    """The part of a sentence's words of weight that its rule names."""
    words = [word for word in split_words(heard.form) if word not in LIGHT]
    named = set(_literal_words(heard.rule, heard.form)) if heard.rule is not None else set()
    return sum(word in named for word in words) / len(words) if words else 1.0


def is_literal(heard: Hearing) -> bool:
    """Whether a rule names every word of the sentence that it is taken for."""
    return heard.rule is not None and len(_literal_words(heard.rule, heard.form)) >= len(split_words(heard.form))


def says_whose(heard: Hearing) -> bool:
    """Whether a rule names no more than whose a thing is: "my wife says ...", "on my bus" may be about anything."""
    words = _literal_words(heard.rule, heard.form) if heard.rule is not None else []
    return words[:1] == ["my"] and len(words) == _MINE


def names(heard: Hearing, word: str) -> bool:
    """Whether the rule that a sentence is taken for names a word of it."""
    return heard.rule is not None and word in _literal_words(heard.rule, heard.form)


def is_vague(heard: Hearing, *, whole: bool = True) -> bool:
    """Whether a sentence is understood by no more than its shape, such as "how long * ".

    `whole`: a rule for a shape says so by its weight or by what it leaves open; otherwise its words alone count.
    """
    if heard.rule is None or heard.grade <= Grade.SHAPE:
        return True
    words = _literal_words(heard.rule, heard.form)
    open_end = not whole or _needs_more(heard.rule.trigger.text) or heard.rule.trigger.weight <= _VAGUE
    return (
        open_end
        and heard.grade < Grade.NEAR
        and all(word in LIGHT or word in _OPEN or word in _MEASURES for word in words)
    )


def _read(script: PersonaScript, start: Hearing, form: str) -> Iterator[Hearing]:
    """What the rules of the open question, and those outside, make of one way to read a sentence."""
    yield start
    for topic in dict.fromkeys((script.topic, HOME)):
        if topic == HOME != script.topic and start.act not in (Act.QUESTION, Act.REQUEST, Act.FEELING, Act.CHATTER):
            continue
        for rule in script.heard(form, topic):
            grade = _graded(rule, form, start.act, script.topic, peeled=form != start.plain)
            if grade is Grade.ALARM and {*_literal_words(rule, form)} <= _ABUSE and _is_of_that(start.plain):
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
    if grade is Grade.NEAREST and best.rule is not None and _learns(best.rule):
        return start  # what is only near to something was not said
    pleasantry = best.rule is not None and best.rule.trigger.weight <= _PLEASANT
    if grade is Grade.NEAREST and pleasantry and abs(len(split_words(phrase)) - len(split_words(start.plain))) > 1:
        return start
    return Hearing(start.sentence, start.plain, start.act, start.forms, min(best.grade, grade), best.rule, best.form)


def _graded(rule: MatchRule, form: str, act: Act, topic: str, *, peeled: bool = False) -> Grade:
    """How surely a rule that matches is meant. `peeled`: the form is not the sentence as it stands."""
    text, weight = rule.trigger.text, rule.trigger.weight
    literal = _literal_words(rule, form)
    if rule.trigger.previous is not None:
        return Grade.ANSWER
    if text == "*":
        return Grade.LOST
    if _names_nobody(rule, form):
        return Grade.NONE
    if rule.topic == topic != HOME:
        return _answering(rule, form, act, literal, peeled=peeled)
    if topic != HOME and weight > _ANSWERS and weight < _ASKS_FOR and _learns(rule):
        return Grade.ANSWER  # it says more than the answer that was waited for
    if _is_mistaken(rule, form, act, literal):
        return Grade.NONE
    if weight >= ALARMING:
        return _alarm(rule, form, act, literal)
    if not re.search(r"[*#]|(?<!\w)_(?!\w)", text):
        return Grade.EXACT if len(literal) > 1 or weight >= _SHAPES else Grade.REMARK
    if weight <= _REMARKS:
        return Grade.REMARK
    grade = _within(rule, form, act, literal, answering=topic != HOME)
    if grade is Grade.PHRASE and text.startswith(("[*]", "*")) and act in (Act.FACT, Act.STATEMENT):
        passing = bool(literal) and not set(literal) & _SENTENCE
        if passing and len(split_words(form)) - len(literal) > _SHORT_BESIDE:
            return Grade.SUBJECT  # "she worked at a train station" is not about stations
    return grade


_MAYBE_NAMED = re.compile(r"(?:(?:hello|hi|hey) )?(?:it is|this is|i am) (.+)")
"""What says a name, or else the hour: "it is maya", "it is late"."""


def _names_nobody(rule: MatchRule, form: str) -> bool:
    """Whether a rule takes for a name what is none."""
    said = _MAYBE_NAMED.fullmatch(form)
    if said is None or not any("<set name=" in reply for reply in rule.trigger.replies):
        return False
    return not any(may_be_name(each.capitalize()) for each in split_words(said[1]))


def _is_mistaken(rule: MatchRule, form: str, act: Act, literal: list[str]) -> bool:
    """Whether a rule matches words that mean something else: praise in "does she think you are funny?", a name in "call
    me a taxi", a farewell in "night shift"."""
    if act is Act.QUESTION and literal[:2] == ["you", "are"] and not _ABOUT_YOU.match(form):
        return True
    if any("<set name=" in reply for reply in rule.trigger.replies) and _CALLED.search(form):
        return True
    return rule.trigger.text.startswith("(@") and bool(_NO_GREETING.match(form))


def _within(rule: MatchRule, form: str, act: Act, literal: list[str], *, answering: bool) -> Grade:
    """How surely a rule with wildcards is meant, by what it names and what stands beside it in the sentence.

    `answering`: a question is open.
    """
    text, weight = rule.trigger.text, rule.trigger.weight
    anywhere = text.startswith(("[*]", "*"))
    named = [word for word in literal if word not in _ARTICLES]
    if "help" in named and set(named) <= _HELP and len(split_words(form)) > len(literal) + 1:
        return Grade.NONE  # help with something is not how this works
    if len(named) == 1 and anywhere and named[0] not in LIGHT:
        if answering and weight < _ASKS_FOR and act <= Act.FACT:
            return Grade.REMARK  # an answer is full of words that would be subjects elsewhere
        meant = is_meant(named[0], form, act, request=weight >= _ASKS_FOR)
        if weight < _ASKS_FOR and act is Act.QUESTION and not _SHARED.search(form) and len(form.split()) > _PLAIN:
            return Grade.REMARK  # it asks for a fact, which the subject alone is no answer to
        return (Grade.PHRASE if weight >= _ASKS_FOR else Grade.SUBJECT) if meant else Grade.NONE
    if not anywhere and len(named) == 1 and weight < _ASKS_FOR and act in (Act.FACT, Act.STATEMENT, Act.QUESTION):
        beside = sum(word not in LIGHT and word not in literal for word in split_words(form))
        if beside > 1 or act is Act.QUESTION:
            return Grade.REMARK  # "wait, who is Gerald?" asks nobody to wait
    if anywhere and any(is_elsewhere(word, form, " ".join(literal)) for word in named):
        return Grade.NONE
    if act is Act.QUESTION and weight < _OF_HERSELF and literal[:1] in (["i"], ["my"]):
        return Grade.REMARK  # what is told of somebody in a question is not what it asks
    besides = sum(word not in LIGHT and word not in literal for word in split_words(form))
    if weight <= _SHAPES or (besides and _is_open(literal) and not _learns(rule)):
        return _shape(rule, act, literal)
    wants = anywhere and _ASKS_FOR <= weight < _URGENT
    if wants and act is not Act.QUESTION and _is_denied(literal, form):
        return Grade.NONE  # "I didn't mean to be rude" asks nobody to be
    if wants and act <= Act.FACT and besides > 1 and not _ADDRESSED.search(form):
        return Grade.NONE  # told of somebody else
    besides = 0 if _needs_more(text) else besides
    return Grade.REMARK if besides >= _BURIED else Grade.SUBJECT if besides >= _CROWDED else Grade.PHRASE


def _is_denied(literal: Sequence[str], form: str) -> bool:
    """Whether a plain sentence says "not" shortly before it comes to what a rule names."""
    return bool(re.search(rf"\b(?:not|never) (?:\w+ ){{0,3}}{re.escape(' '.join(literal))}\b", form))


def _shape(rule: MatchRule, act: Act, literal: list[str]) -> Grade:
    """A rule that names nothing: "I know how to swim" asks nothing, and "how are you made" is not "how are you"."""
    asking = literal == ["or"] or find_act(" ".join(literal), asked=False) is Act.QUESTION
    leaves_open = _needs_more(rule.trigger.text) or rule.trigger.weight <= _SHAPES
    return Grade.NONE if asking and (act < Act.REQUEST or not leaves_open) else Grade.SHAPE


def _answering(rule: MatchRule, form: str, act: Act, literal: list[str], *, peeled: bool) -> Grade:
    """How surely a sentence is an answer to the open question that the rule belongs to."""
    if rule.topic == _NAMES and _NO_NAME.search(form) and _learns(rule):
        return Grade.NONE
    open_end = _needs_more(rule.trigger.text)
    if literal:
        if act is Act.FEELING:
            return Grade.NEAREST  # feelings are heard by whatever says most of them
        if rule.trigger.text.startswith(("(@yes)", "(@no)")) and len(split_words(form)) - len(literal) > _AFTER_YES:
            asks = act is Act.QUESTION and _ASKS_BACK.match(form)
            return Grade.NONE if asks else Grade.OPEN  # "I do not know how this works" is no "no"
        asking = find_act(form, asked=False) is Act.QUESTION
        return Grade.NONE if asking and (open_end or _ASKS_BACK.match(form)) else Grade.ANSWER
    if peeled:
        return Grade.NONE  # what is left of "good afternoon, dear" is no name
    if rule.trigger.weight:  # a single word, such as a name
        return Grade.ANSWER if act in (Act.STATEMENT, Act.FACT) else Grade.NONE
    asking = find_act(form, asked=False) is Act.QUESTION and not _GUESSES.match(
        form
    )  # "a clock?" is an answer, if a doubtful one
    if asking or (act is Act.REQUEST and _ASKS.match(form)):
        return Grade.NONE
    return Grade.LOST if act is Act.CHATTER else Grade.OPEN


def _is_open(literal: Sequence[str]) -> bool:
    """Whether a trigger names nothing, so that what the sentence is about is left open."""
    return all(word in LIGHT or word in _OPEN for word in literal)


def _learns(rule: MatchRule) -> bool:
    return any("<set " in reply for reply in rule.trigger.replies)


def _alarm(rule: MatchRule, form: str, act: Act, literal: list[str]) -> Grade:
    """An insult or a threat has somebody whom it is aimed at; a cry for help needs nobody."""
    if literal[:1] == ["kill"] and not _AIMED.search(form):
        return Grade.NONE  # "will it not kill him" asks nobody to
    if len(literal) != 1:
        return Grade.ALARM
    meant = is_meant(literal[0], form, Act.QUESTION, request=False)
    if literal[0] in _DANGEROUS:
        return Grade.ALARM if meant and _INTENDS.search(form) else Grade.NONE
    if literal[0] in _ABUSE and not _AT_YOU.search(form) and _says_of_thing(literal[0], form):
        return Grade.NONE
    aimed = rule.trigger.weight >= _DESPAIR or len(split_words(form)) <= 3 or bool(_AIMED.search(form))
    return Grade.ALARM if meant and aimed else Grade.NONE


def _says_of_thing(word: str, form: str) -> bool:
    """Whether a word of abuse stands before what it is said of: "an ugly thing, but I keep it"."""
    after = re.search(rf"\b{re.escape(word)} (\w+)", form)
    return after is not None and after[1] not in LIGHT


def _is_of_that(plain: str) -> bool:
    """Whether a plain sentence says of something, rather than to somebody, that it is stupid, or the like."""
    return bool(_OF_THAT.search(plain)) and not _AT_YOU.search(plain)


def _needs_more(text: str) -> bool:
    """Whether a trigger has a wildcard that must stand for something."""
    return bool(re.search(r"[*#]|(?<!\w)_(?!\w)", text.replace("[*]", "")))


def _literal_words(rule: MatchRule, form: str) -> list[str]:
    """The words of a sentence that the trigger names, rather than leaves open."""
    return [*_find_literal_words(rule, form)]


@lru_cache(1024)
def _find_literal_words(rule: MatchRule, form: str) -> tuple[str, ...]:
    """The same, kept: a turn asks for them again and again."""
    always, named = _split_trigger(rule.trigger.text)
    found = rule.pattern.match(form)
    groups = found.groups() if found else ()
    said = [group for is_named, group in zip(named, groups, strict=False) if group and is_named]
    return (*always, *split_words(" ".join(said)))


@lru_cache(8192)
def _split_trigger(text: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """The words that a trigger names in any case, and which of its groups name more."""
    bare = re.sub(r"\[[^\[\]]*\]", " ", text)
    parts = [part for part in _PART.finditer(bare) if part[0][0] != "@"]
    return (*split_words(_PART.sub(" ", bare)),), tuple(bool(part[1]) and part[1] not in "*#_" for part in parts)
