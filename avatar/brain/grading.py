"""How surely a trigger is meant by a plain sentence that it matches: by what it names, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from avatar.brain.names import may_be_name
from avatar.brain.plain import split_words
from avatar.brain.rive import HOME, MatchRule
from avatar.brain.senses import LIGHT, is_elsewhere, is_meant
from avatar.brain.sentences import Act, find_act


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
_ARTICLES = frozenset(("a", "an", "the"))
OPEN = frozenset("favourite best good tell kind mean believe ok okay alright".split())
"""Words that say as little as the light ones, in a trigger that leaves the thing itself open."""
_HELP = frozenset("help me i need can you please".split())
_AT_YOU = re.compile(r"\b(?:you|your|u|ur|yourself)\b")
ABUSE = frozenset("stupid dumb ugly rubbish pathetic garbage trash useless".split())
"""Words of abuse that things are called as well."""
_OF_THAT = re.compile(
    r"\b(?:really|i know|(?:is|was|are|were|does|did) (?:it|that|this|he|she|they)|of (?:me|him|her|us|them)"
    r"|(?:it|that|this) (?:was|is|were)|(?:bit|so|pretty) \w+)\b"
)
"""What says of something, rather than of the one who is spoken to: "stupid really", "bit stupid"."""
_ABOUT_YOU = re.compile(r"(?:so |but |and |why |how )?(?:are you|you are)\b")
_QUOTED = re.compile(
    r"\b(?:said|say|says|saying|whispered|wrote|tell|told|tells)(?: (?:me|him|her|us|them|to \w+))? i \w+"
)
"""What somebody said, or never said: "my mum never said I love you"."""
_IN_A_HOUSE = re.compile(
    r"\b(?:live|lives|living|lived|moved) (?:in|into|to|on) (?:an?|my|our|one|two|this|the (?:\w+ )?floor)\b"
)
"""What says in what somebody lives, rather than where: "in a flat with my two mates" is no town."""
_WAITS = ("hang on", "hold on", "wait", "one moment", "one second", "just a moment", "one sec")
"""What asks somebody to wait, where it stands alone."""
_NO_GREETING = re.compile(
    r"(?:night|later|peace|morning|evening|afternoon) (?:shift|club|out|time|of|off|owl|today|this|on|in|at"
    r"|school|class|train"
    r"|sickness|person|people|rush|market)\b"
)
"""Time and place rather than a greeting: "night shift"."""
_DOING = re.compile(r"\bwhat are you (?:up|on|about|\w+ing)\b")
"""What asks for no more than what is done: "what are you going to do tomorrow" asks who nobody is."""
_CALLED = re.compile(r"\bcall me (?:a|an|the|when|back|later|if|tomorrow|at|on|crazy|old|maybe|in|by)\b")
"""What calls for something other than a name."""
ASKS_BACK = re.compile(
    r"(?:(?:do|did|are|were|have|can|could|will|would) not you|how|what|who|why|where|when|which|do you|are you|can you"
    r"|have you|will you|would you)\b"
)
"""A question of its own, which answers none."""
_GUESSES = re.compile(r"(?:is|could|would|might) it (?:be )?(?:a|an|the|my|your|some)\b")
"""A question that is an answer: "is it a shadow?"."""
_SENTENCE = frozenset(
    "i you my your me we our it he she they is am are was were be been have has had do does did will would can"
    " could not no"
    " should got get going this that there what how who why where when".split()
)
"""Words of which a trigger holds one that says something, rather than name it."""
_SHORT_BESIDE = 3
"""Words beside what a trigger names, from which on a sentence tells something else."""
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
_DANGEROUS = frozenset(
    "bomb bombs weapon weapons gun guns explosive explosives poison hack steal drugs cocaine heroin murder".split()
)
"""Things that people may tell of, and that only who wants them is refused: "we watched a murder film"."""
_THINGS_TOO = frozenset(("screw", "cock", "bloody", "dick", "tit", "bugger"))
"""Bad words that are things or names as well."""
_WHOSE = "(?:the|a|an|that|this|your|his|her|my|left over|little|same)"
_INTENDS = re.compile(
    r"\b(?:how (?:do|to|can|would|could)|(?:want|going|plan|need|like|help me|teach me|show me|tell me how|let us)"
    r"(?: \w+)? (?:to )?(?:murder|steal|hack|poison|make|build|get|buy|use|take)|i (?:will|could|should) (?:murder"
    r"|poison|steal|hack)|(?:make|build|get|buy|sell)(?: me| us)? (?:a |some |the )?(?:bomb|gun|weapon|explosive|poison"
    r"|drugs|cocaine|heroin))"
)
"""What says that somebody wants to do harm, or to have the means."""
_AIMED = re.compile(r"\b(?:you|your|u|me|i|my|how|myself)\b")


def grade_rule(rule: MatchRule, form: str, act: Act, topic: str, *, peeled: bool = False) -> Grade:
    """How surely a rule that matches is meant. `peeled`: the form is not the sentence as it stands."""
    text, weight = rule.trigger.text, rule.trigger.weight
    literal = find_literal_words(rule, form)
    if rule.trigger.previous is not None:
        return Grade.ANSWER
    if text == "*":
        return Grade.LOST
    if _names_nobody(rule, form):
        return Grade.NONE
    if rule.topic == topic != HOME:
        return _answering(rule, form, act, literal, peeled=peeled)
    if topic != HOME and weight > _ANSWERS and weight < _ASKS_FOR and learns(rule):
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


_NO_SURNAMES = frozenset("news time day turn fault idea thing problem weather night morning fun one stuff luck".split())
_MAYBE_NAMED = re.compile(r"(?:(?:hello|hi|hey) )?(?:it is|this is|i am) (.+)")
"""What says a name, or else the hour: "it is maya", "it is late"."""


def _names_nobody(rule: MatchRule, form: str) -> bool:
    """Whether a rule takes for a name what is none."""
    said = _MAYBE_NAMED.fullmatch(form)
    if said is None or not any("<set name=" in reply for reply in rule.trigger.replies):
        return False
    words = split_words(said[1])
    if words[-1] in _NO_SURNAMES:
        return True  # "I think it's bad news"
    return not any(may_be_name(each.capitalize()) for each in words)


def _is_mistaken(rule: MatchRule, form: str, act: Act, literal: list[str]) -> bool:
    """Whether a rule matches words that mean something else: praise in "does she think you are funny?", a name in "call
    me a taxi", a farewell in "night shift"."""
    if act is Act.QUESTION and literal[:2] == ["you", "are"] and not _ABOUT_YOU.match(form):
        return True
    if literal == ["what", "are", "you"] and _DOING.search(form):
        return True
    if any("<set name=" in reply for reply in rule.trigger.replies) and _CALLED.search(form):
        return True
    if any("<set place=" in reply for reply in rule.trigger.replies) and _IN_A_HOUSE.search(form):
        return True
    if literal[:1] == ["i"] and _QUOTED.search(form):
        return True
    if " ".join(literal) in _WAITS and len(split_words(form)) > len(literal) + 1:
        return True  # "hang on, that's my line" asks nobody to wait
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
    if weight <= _SHAPES or (besides and _is_open(literal) and not learns(rule)):
        return _shape(rule, act, literal)
    wants = anywhere and _ASKS_FOR <= weight < _URGENT
    if wants and act is not Act.QUESTION and _is_denied(literal, form):
        return Grade.NONE  # "I didn't mean to be rude" asks nobody to be
    if wants and act <= Act.FACT and besides > 1 and not _ADDRESSED.search(form):
        return Grade.NONE  # told of somebody else
    besides = 0 if needs_more(text) else besides
    return Grade.REMARK if besides >= _BURIED else Grade.SUBJECT if besides >= _CROWDED else Grade.PHRASE


def _is_denied(literal: Sequence[str], form: str) -> bool:
    """Whether a plain sentence says "not" shortly before it comes to what a rule names."""
    return bool(re.search(rf"\b(?:not|never) (?:\w+ ){{0,3}}{re.escape(' '.join(literal))}\b", form))


def _shape(rule: MatchRule, act: Act, literal: list[str]) -> Grade:
    """A rule that names nothing: "I know how to swim" asks nothing, and "how are you made" is not "how are you"."""
    asking = literal == ["or"] or find_act(" ".join(literal), asked=False) is Act.QUESTION
    leaves_open = needs_more(rule.trigger.text) or rule.trigger.weight <= _SHAPES
    return Grade.NONE if asking and (act < Act.REQUEST or not leaves_open) else Grade.SHAPE


def _answering(rule: MatchRule, form: str, act: Act, literal: list[str], *, peeled: bool) -> Grade:
    """How surely a sentence is an answer to the open question that the rule belongs to."""
    if rule.topic == _NAMES and _NO_NAME.search(form) and learns(rule):
        return Grade.NONE
    open_end = needs_more(rule.trigger.text)
    if literal:
        if rule.topic == _NAMES and literal[0] == "i":
            return Grade.NONE  # "I'm not going in" keeps no name back
        if act is Act.FEELING:
            return Grade.NEAREST  # feelings are heard by whatever says most of them
        if rule.trigger.text.startswith(("(@yes)", "(@no)")) and len(split_words(form)) - len(literal) > _AFTER_YES:
            asks = act is Act.QUESTION and ASKS_BACK.match(form)
            return Grade.NONE if asks else Grade.OPEN  # "I do not know how this works" is no "no"
        asking = find_act(form, asked=False) is Act.QUESTION
        return Grade.NONE if asking and (open_end or ASKS_BACK.match(form)) else Grade.ANSWER
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
    return all(word in LIGHT or word in OPEN for word in literal)


def learns(rule: MatchRule) -> bool:
    return any("<set " in reply for reply in rule.trigger.replies)


def _alarm(rule: MatchRule, form: str, act: Act, literal: list[str]) -> Grade:
    """An insult or a threat has somebody whom it is aimed at; a cry for help needs nobody."""
    if literal[:1] == ["kill"] and not _AIMED.search(form):
        return Grade.NONE  # "will it not kill him" asks nobody to
    if literal[:1] and literal[0] in _THINGS_TOO and re.search(rf"\b{_WHOSE} {re.escape(literal[0])}\b", form):
        return Grade.NONE  # "and what about the screw you mentioned?"
    if len(literal) != 1:
        return Grade.ALARM
    meant = is_meant(literal[0], form, Act.QUESTION, request=False)
    if literal[0] in _DANGEROUS:
        return Grade.ALARM if meant and _INTENDS.search(form) else Grade.NONE
    if literal[0] in ABUSE and not _AT_YOU.search(form) and _says_of_thing(literal[0], form):
        return Grade.NONE
    aimed = rule.trigger.weight >= _DESPAIR or len(split_words(form)) <= 3 or bool(_AIMED.search(form))
    return Grade.ALARM if meant and aimed else Grade.NONE


def _says_of_thing(word: str, form: str) -> bool:
    """Whether a word of abuse stands before what it is said of: "an ugly thing, but I keep it"."""
    after = re.search(rf"\b{re.escape(word)} (\w+)", form)
    return after is not None and after[1] not in LIGHT


def is_of_that(plain: str) -> bool:
    """Whether a plain sentence says of something, rather than to somebody, that it is stupid, or the like."""
    return bool(_OF_THAT.search(plain)) and not _AT_YOU.search(plain)


def needs_more(text: str) -> bool:
    """Whether a trigger has a wildcard that must stand for something."""
    return bool(re.search(r"[*#]|(?<!\w)_(?!\w)", text.replace("[*]", "")))


def find_literal_words(rule: MatchRule, form: str) -> list[str]:
    """The words of a sentence that the trigger names, rather than leaves open."""
    return [*_find_words_kept(rule, form)]


@lru_cache(1024)
def _find_words_kept(rule: MatchRule, form: str) -> tuple[str, ...]:
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
