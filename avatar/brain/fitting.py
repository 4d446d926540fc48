"""What fits a sentence that no phrase of the script is about: what kind of thing it is, and so which occasion answers.

"my landlord is raising the rent" is bad news, "nights mostly" adds to what was told before, "really?" doubts what the
character just said, "is pizza better than burgers?" wants one of two. A character writes a few answers to each kind
(`=bad news`, `=detail`, `=really`, `=choice`); none of them says more than the kind does, so that none is beside the
point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from avatar.brain.agreeing import find_agreed
from avatar.brain.either import find_several
from avatar.brain.facts import look_up_fact
from avatar.brain.finer import find_either
from avatar.brain.following import find_named, find_next
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, is_literal, is_vague, names, says_whose
from avatar.brain.leads import lead
from avatar.brain.meaning import find_share_known
from avatar.brain.own_words import find_kind_said
from avatar.brain.plain import split_words
from avatar.brain.questions import find_asking, find_choice
from avatar.brain.reactions import Before, find_favour, find_reaction, likens
from avatar.brain.recall import quote, tell_back
from avatar.brain.rive import PersonaScript
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act, find_acknowledgement
from avatar.brain.taking_up import (
    ASSENT,
    ECHOED,
    NODS,
    ask_about,
    echo,
    is_light,
    take_up,
    take_up_gently,
)
from avatar.brain.telling import LONG_AGO, find_telling
from avatar.brain.tones import find_tone, is_glad

_ASKS = (Act.QUESTION, Act.REQUEST)
_INSISTS = ("=really", "=why so", "=why ask", "=and then")
"""Reactions whose answer hangs on what was said, whatever else the script listens for."""
_LONGEST_REACTION = 7
"""Words."""
_WEATHER = (
    "rain",
    "raining",
    "rained",
    "snow",
    "snowing",
    "snowed",
    "sunny",
    "storm",
    "windy",
    "foggy",
    "weather",
    "hot",
    "cold",
)
"""Subjects of which there is only one thing to tell."""
_OUTSIDE = re.compile(
    r"(?:and |but |so |fair enough )?(?:it|there|the weather|today|outside|still|what|rain|snow"
    r"|been)\b"
)
_SHORT = 3
"""Words of a statement that is too short for the nearest phrase to be meant."""
FELT: Mapping[str, str] = {
    "praise": "=praised", "sad": "=sad", "worried": "=worried", "tired": "=tired", "happy": "=happy",
    "laugh": "=laughed",
}  # fmt: skip
"""Occasions that answer what is felt where no trigger does, by what could be acknowledged of it."""


_POINTED = re.compile(
    r"\bi (?:\w+ )?(?:like|love|enjoy|hate|prefer|play) (?:mine|ours|how|when|where|what"
    r"|it when|the way|being)\b"
)
"""What is liked is no thing that could be named."""


def fit(script: PersonaScript, heard: Hearing, before: Before, first: Callable[[], bool]) -> Hearing:
    """The hearing with the occasion that fits it, where the script itself has nothing as sure.

    `first`: draws the first of two.
    """
    if heard.cue or heard.grade is Grade.ALARM:
        return heard
    if _is_likened(heard, before) and script.has("=likened"):
        return replace(heard, cue="=likened", rule=None, grade=Grade.OPEN)
    if heard.grade is Grade.LIKE and not (before.low and heard.act not in _ASKS and heard.rule and is_light(heard)):
        return _either(script, heard, first) or _reacting(script, heard, before) or heard
    if heard.rule is not None and (cue := heard.rule.trigger.redirect or "") in _OF_ITSELF:
        return _of_itself(script, replace(heard, cue=cue), before)
    if heard.grade is Grade.ANSWER:
        return (_chosen(script, heard, first) if heard.sentence.asked else None) or heard
    if before.low and (low := take_up_gently(script, heard)):
        return low
    for found in (
        _known(script, heard),
        _reacting(script, heard, before),
        _chosen(script, heard, first),
        _asked(heard),
        _told(script, heard, before, first),
    ):
        if found is not None and found.cue in _OF_ITSELF:
            return _of_itself(script, found, before)
        if found is not None and found.cue in NODS and (before.nodded or not script.is_fresh(found.cue)):
            found = ask_about(script, found) or replace(found, cue="=heard" if found.cue == "=detail" else "=nod")
        if found is not None and found.cue in ECHOED and not script.is_fresh(found.cue):
            found = ask_about(script, found) or echo(script, found) or replace(found, cue="=heard")
        if (
            found is not None
            and script.has(found.cue)
            and (script.is_fresh(found.cue) or (is_vague(heard) and found.cue not in _VAGUE_CUES))
        ):
            return found
    return heard


def _is_likened(heard: Hearing, before: Before) -> bool:
    """Whether the user compares what the character has just said to something of theirs."""
    told = bool(before.said) and not before.asked and heard.grade < Grade.NEAR and heard.act not in _ASKS
    return told and likens(heard.plain)


_VAGUE_CUES = ("=detail", "=of you", "=nod")
"""Occasions that say so little that they are better not said twice."""


def _known(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """A fact that is asked for, or a favour that costs nothing."""
    if fact := look_up_fact(heard.forms):
        return replace(heard, cue="=fact", found={"sum": fact}, grade=Grade.EXACT, act=Act.QUESTION)
    if heard.grade < Grade.PHRASE and script.has("=honest agree") and (deed := find_agreed(heard.plain)):
        return replace(heard, cue="=honest agree", found={"deed": deed}, grade=Grade.EXACT, act=Act.REQUEST)
    cue = find_favour(heard.forms)
    if not cue and heard.act is Act.REQUEST and heard.grade <= Grade.LOST and heard.plain.startswith("do not "):
        cue = "=nod"
    return replace(heard, cue=cue, grade=Grade.EXACT, act=Act.REQUEST) if cue else None


_GRIEVES = ("=sad", "=detail sad")
_LIKED = re.compile(r"(?:^|\bi (?:really |kind of |do |also )?)(?:like|love|liked|loved) (?:it|that|this)$")


_WHY_THAT = re.compile(r"(?:(?:but|and|so|ok) )?why (?:was it |is it )?(?:a |an |the |in |on |at |your )*([\w']+)")
"""What asks for the reason of one word of what the character just said: "why the monocle?"."""


def _reacting(script: PersonaScript, heard: Hearing, before: Before) -> Hearing | None:
    """A short answer to what the character just said."""
    if len(split_words(heard.plain)) > _LONGEST_REACTION:
        return None
    cue = find_reaction(heard.forms, asked=heard.sentence.asked, before=before)
    if not cue and (why := _WHY_THAT.fullmatch(heard.plain)) and why[1] in split_words(before.said.lower()):
        cue = "=why so"
    if before.kind in _GRIEVES and ASSENT.fullmatch(heard.plain):
        return replace(heard, cue="=detail sad", grade=Grade.EXACT)
    sure = heard.grade > Grade.NEAREST and not any(_LIKED.search(form) for form in heard.forms)
    if not cue or (sure and cue not in _INSISTS) or (cue == "=why so" and _names_why(script, heard)):
        return None
    act = Act.REQUEST if cue in _INSISTS else Act.CHATTER
    cue = next(
        (
            each
            for each in _by_kind_said(cue, before.said, denied="not" in heard.plain)
            if script.has(each) and script.is_fresh(each)
        ),
        cue,
    )
    return replace(heard, cue=cue, grade=Grade.EXACT, act=act)


def _names_why(script: PersonaScript, heard: Hearing) -> bool:
    """Whether the script itself knows why the very thing that is asked about is so: "why only endings"."""
    if heard.rule is None or heard.grade < Grade.PHRASE or not script.has_left(heard.rule):
        return False
    return any(word not in LIGHT and names(heard, word) for word in split_words(heard.plain))


def _by_kind_said(cue: str, said: str, *, denied: bool) -> tuple[str, ...]:
    """Occasions that answer "why?" and "and then?" by what kind of thing the character just said, the best first.

    `denied`: it is asked why not.
    """
    if cue == "=why so":
        return ("=why claim",) if denied else (f"=why {find_kind_said(said)}",)
    if cue == "=and then":
        return ("=then past",) if find_kind_said(said) == "past" else ("=then now",)
    return ()


def _chosen(script: PersonaScript, heard: Hearing, first: Callable[[], bool]) -> Hearing | None:
    """One of two that are asked for."""
    own = heard.rule is not None and heard.grade >= Grade.NEAREST and not is_vague(heard, whole=False)
    if own and (Grade.NEAR <= heard.grade < Grade.ANSWER or names(heard, "or")):
        return None
    if either := _either(script, heard, first):
        return either
    found = find_choice(heard.forms, first) if heard.act is Act.QUESTION or " or " in heard.plain else None
    return replace(heard, cue=found.cue, found=found.found, grade=Grade.NEAR, act=Act.QUESTION) if found else None


_OF_TWO = 3
"""Ways to read a question of which it is asked whether it is about one of two."""


def _either(script: PersonaScript, heard: Hearing, first: Callable[[], bool]) -> Hearing | None:
    """Which of two it is with the character, or is to its taste."""
    told_of_two = heard.rule is not None and any(" or " in each for each in heard.rule.trigger.examples)
    if " or " not in heard.plain or told_of_two or not (heard.act is Act.QUESTION or heard.sentence.asked):
        return None
    if several := find_several(heard.sentence.text):
        one = script.choose(several)
        other = script.choose([each for each in several if each != one])
    elif two := find_either(heard.forms[:_OF_TWO]):
        one, other = (two.first, two.second) if first() else (two.second, two.first)
    else:
        return None
    cue = "=honest self either" if script.is_fresh("=honest self either") else "=choice"
    found = {"first": one, "second": other, "one": one[:1].upper() + one[1:], "other": other}
    return replace(heard, cue=cue, found=found, grade=Grade.NEAR, act=Act.QUESTION)


def _asked(heard: Hearing) -> Hearing | None:
    """A question that the script has no more for than its shape."""
    open_still = heard.grade is Grade.OPEN
    if (
        not open_still
        and heard.grade <= Grade.NEAREST
        and heard.act is Act.QUESTION
        and (_OF_THAT.fullmatch(heard.plain) or _POINTS_BACK.fullmatch(heard.plain))
    ) or (
        heard.grade is Grade.PHRASE
        and heard.act is Act.QUESTION
        and (
            _POINTS_AT_LAST.fullmatch(heard.plain)
            or (_POINTS_BACK.fullmatch(heard.plain) and is_vague(heard, whole=False))
        )
    ):
        return replace(heard, cue="=of that", grade=max(heard.grade, Grade.SHAPE))
    if heard.act is not Act.QUESTION or heard.grade >= Grade.NEAR or open_still:
        return None
    of_world = heard.grade is Grade.SUBJECT and _passes_by(heard)
    found = find_asking(heard.forms, alone=is_vague(heard) or of_world)
    if found is None or (found.cue in _ADVICE and heard.grade is Grade.PHRASE and not is_vague(heard, whole=False)):
        return None
    told = {key: tell_back(value) for key, value in found.found.items()}
    return replace(heard, cue=found.cue, found=told, grade=max(heard.grade, Grade.SHAPE))


_ADVICE = ("=suggest", "=should")
"""What a phrase that names the thing itself has better advice on."""
_OF_ITSELF = ("=of me", "=of that")
"""Questions about the character, or about what it just said, that nothing in the script is about."""
_WANTED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("name", r"\b(?:names?|named|called)\b|\bcall (?:it|him|her|them)\b"),
        ("number", r"\bhow (?:many|much|old|long|far|big|tall|often|fast|deep|heavy|high|late)\b"),
        ("where", r"\bwhere\b"),
        ("when", r"\bwhen\b|\bwhat (?:time|year|day)\b"),
        ("who", r"\b(?:who|whom|whose)\b"),
        ("why", r"\bwhy\b|\bhow come\b|\bwhat for\b"),
        ("how", r"\bhow\b"),
    )
)
"""What kind of answer is wanted, by how it is asked."""


def _find_wanted(plain: str) -> str:
    """What kind of answer a question wants: the one that its first asking word calls for; '' for none."""
    found = [
        (place.start(), order, kind)
        for order, (kind, pattern) in enumerate(_WANTED)
        if (place := pattern.search(plain)) and kind != "name"
    ]
    return "name" if _WANTED[0][1].search(plain) else min(found, default=(0, 0, ""))[2]


def _of_itself(script: PersonaScript, heard: Hearing, before: Before) -> Hearing:
    """What the character can tell besides, of the kind that is wanted: a name, a number."""
    kind = _find_wanted(heard.plain)
    points = heard.cue == "=of that" and bool(before.said)
    if points and (card := find_next(script.book.facts, heard.plain, kind, before.said, script.is_given)):
        return replace(heard, card=card, grade=Grade.EXACT)
    if card := find_named(script.book.facts, heard.plain, script.is_given):
        return replace(heard, card=card, grade=Grade.EXACT)
    return heard


_OF_THAT = re.compile(
    r"(?:(?:and|so|but|oh|ok) )?(?:(?:by|with|to|from|for|of|in|on|at|about|as) (?:what|who|whom|which|where)"
    r"|(?:what|where|who|when|how|which|since when|what for|how long|how many|how often|how much|which ones?|what kind"
    r"|where to|where from|who with|with whom|how far|how big|how old)(?: (?:is|are|was|were|did|does|do|will|would"
    r"|has|have|can))?"
    r"(?: (?:it|that|this|he|she|they|those|these|there))?(?: (?:is|was|about|like|from|for|called|then|now|mean"
    r"|do|go|come from|look like|made of|happen))*"
    r"|(?:is|was|are|were|does|did|do|has|have|can|will|would) (?:it|that|he|she|they|this)(?: \w+){0,2})"
)
"""What asks on about what the character just said: "what is it about?", "where are they?", "does it hurt?"."""


_POINTS_BACK = re.compile(
    r"(?!.*\b(?:i|my|me|we|you|your|should|think)\b)(?:(?:and|so|but|oh|ok) )?"
    r"(?:who (?!is|are|was|am|cares|knows)\w+(?: there| in there)?"
    r"|(?:who|what|where|when|how|why|which)\b(?: \w+){0,4} (?:it|that|them|him|her|he|she|they)(?: \w+){0,4})"
)
"""The same, with a verb of its own: "who made it?"."""
_POINTS_AT_LAST = re.compile(
    r"(?:(?:and|so|but) )?(?:who|when|where|why|how)(?: (?:did|does|do|was|were|is|are))?(?: (?:you|they|he|she))?"
    r" \w+ (?:it|that|them|him|her)"
)
"""The same, whatever verb a trigger listens for: "who wrote it?"."""
_FOR_ANYBODY = re.compile(r"\b(?:for|to) you\b")
_BELIEVED = re.compile(r"do you (?:think|believe|reckon) (?!of\b|about\b|in\b)")
_WH = re.compile(r"(?:and |so |but )?(?:what|who|where|when|why|how|which)\b(?! (?:do you think (?:of|about)|about)\b)")
_FEWEST_ASKED = 5
"""Words of a question from which on one of them says too little of what it asks."""
_OF_WORLD = re.compile(
    r"(?:is|are|do|does|can|could|will|would|should|did|was|were|has|have) (?!.*\b(?:you|your"
    r"|i|my|we|it)\b)"
)
"""A yes or no that is asked of the world."""


def _passes_by(heard: Hearing) -> bool:
    """Whether a question asks for more than a word about one of its words: "do you think people still need books?"."""
    plain = _FOR_ANYBODY.sub("", heard.plain)
    if _OF_WORLD.match(plain) or _BELIEVED.match(plain):
        return True
    listed = heard.rule is not None and "@" not in heard.rule.trigger.text
    return listed and bool(_WH.match(plain)) and len(split_words(plain)) >= _FEWEST_ASKED


_KNOWN = 0.75
"""How much of a sentence must be known for it to add to what was told."""
_JOKED = ("=bad news", "=disliked")
"""Kinds that are no such thing where they are told with a laugh."""
_LAUGHS = re.compile(r"^(?:haha|lol)\b|\b(?:haha|lol)$")
_BAD = ("=bad news",)
"""Kinds that a mere detail is more of."""


def _told(script: PersonaScript, heard: Hearing, before: Before, first: Callable[[], bool]) -> Hearing | None:
    """Something told that the script has a word for at most."""
    if heard.act in _ASKS or (heard.act is Act.CHATTER and heard.grade > Grade.LOST):
        return None
    kind = "" if LONG_AGO.search(heard.plain) else FELT.get(find_acknowledgement(heard.plain), "")
    cue = find_telling(heard.plain, heard.act, before)
    if (
        kind
        and cue not in ("=modest", "=sad", "=funny", "=wistful")
        and (
            heard.act is Act.FEELING
            or kind == "=praised"
            or (kind == "=laughed" and len(split_words(heard.plain)) <= _SHORT)
        )
    ):
        cue = kind
    if not cue or not _is_doubtful(heard, cue, before):
        return None
    if cue == "=detail" and find_share_known(heard.plain) < _KNOWN:
        return None  # of words that nobody knows nothing is told
    if cue in _JOKED and _LAUGHS.search(heard.plain):
        cue = "=laughed" if script.has("=laughed") else cue
    if before.kind in _BAD and cue == "=detail" and not is_glad(heard.plain):
        cue = "=disliked"
    fitting = replace(heard, cue=cue, grade=max(Grade.SHAPE, min(heard.grade, Grade.OPEN)))
    return take_up(script, fitting, before, first) or fitting


_LEAVES = re.compile(
    rf"{lead('alright')}(?:i )?(?:have|got|need|must|should|better|would better"
    r"|am going)"
    r" (?:to )?(?:go|run|leave|dash|head out|get going|be going|be off|bed)\b"
)


_OF_OTHERS = re.compile(r"(?:and |but |so |well )?(?:he|she|they)\b")
"""What is told of somebody, and is not about a word of it: "he wants soup"."""
_ANYTHING = ("ask_thing", "ask_day", "ask_feel")
"""Open questions that anything may answer."""


_PLAINLY = ("=sad", "=wistful", "=funny")
"""Tones that say more of what is told than a phrase by the way."""


def _is_doubtful(heard: Hearing, cue: str, before: Before) -> bool:
    """Whether the script's own rule is less sure than what kind of thing is told."""
    if _LEAVES.match(heard.plain) and heard.grade > Grade.REMARK:
        return False
    tone = find_tone(heard.plain)
    if tone in _PLAINLY and heard.grade <= Grade.PHRASE and (heard.act is not Act.FEELING or says_whose(heard)):
        return True
    if heard.grade <= Grade.PHRASE and (LONG_AGO.search(heard.plain) or cue == "=advice"):
        return True
    words = len(split_words(heard.plain))
    remark = heard.grade is Grade.REMARK and is_literal(heard)
    if heard.grade <= Grade.REMARK:
        return not remark
    if heard.grade is Grade.OPEN:
        topic = heard.rule.topic if heard.rule is not None else ""
        if topic in _ANYTHING or (topic == "ask_name" and words > _SHORT):
            return True
        return bool(tone) or cue in ("=modest", "=planned", "=of you", "=did", "=of someone")
    if heard.grade is Grade.SUBJECT:
        return (
            heard.act is not Act.FEELING
            and (words > _SHORT or bool(_OF_OTHERS.match(heard.plain)) or (before.asked and words > 1))
            and not (_OUTSIDE.match(heard.plain) and any(names(heard, each) for each in _WEATHER))
        )
    if heard.grade is Grade.SHAPE:
        return bool(tone) or not heard.plain.startswith("i ") or cue in ("=planned", "=judged", "=did", "=of someone")
    if says_whose(heard):
        return heard.act is not Act.FEELING and (bool(tone) or words > _SHORT)
    if heard.grade is Grade.PHRASE:
        return bool(_POINTED.search(heard.plain))
    return heard.grade is Grade.NEAREST and heard.act is not Act.FEELING


_FEW, _MANY = 2, 16
"""Words of a sentence that is a word or two, and most words of one that is taken in."""
_TELLS = LIGHT - {"a", "an", "the", "of", "to", "in", "on", "at"}
"""Words of which something that is told holds one."""


def for_want_of(script: PersonaScript, heard: Hearing) -> Hearing:
    """What is said where nothing is listened for: to a question, to something told, to a lone word."""
    words = heard.plain.split()
    found: dict[str, str] = {}
    if heard.act is Act.QUESTION:
        if card := find_named(script.book.facts, heard.plain, script.is_given):
            return replace(heard, card=card, grade=Grade.EXACT)
        cue = "=unknown"
    elif heard.act is Act.REQUEST:
        cue = "=beyond"
    elif len(words) <= _FEW:
        cue, found = "=word", {"told": quote(heard.sentence.text).rstrip("!,")}
    elif asked := ask_about(script, heard):
        return asked
    elif len(words) <= _MANY and set(words) & _TELLS:
        cue = "=heard"
    else:
        return heard
    return replace(heard, cue=cue, found=found) if script.has(cue) else heard
