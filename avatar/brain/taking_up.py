"""Something told, taken up: with a word on it and what one asks next of it, or gently."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from avatar.brain.frames import find_frame
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.leads import LEAD, lead
from avatar.brain.reactions import Before, find_reaction
from avatar.brain.recall import tell_back
from avatar.brain.rive import PersonaScript
from avatar.brain.sentences import Act
from avatar.brain.things import find_thing
from avatar.brain.tones import find_tone

YOURS = re.compile(r"\b(?:you|your)\b")
"""What is told of the character."""
ASSENT = re.compile(r"(?:yes|yeah|yep|no|nope|mm|hm|i know|right|ok|okay|true|exactly)(?: (?:yes|yeah|i know))?")
"""What says little, and after sad news is no cheer."""


def take_up(script: PersonaScript, heard: Hearing, before: Before, first: Callable[[], bool]) -> Hearing | None:
    """Something told, answered in the very words in which it was told, or with a question about the thing that it
    names; None where it is too long for the one and names nothing for the other."""
    if framed := _framed(script, heard):
        return framed
    if heard.cue == "=planned" and script.is_fresh("=planned"):
        return None
    about = ask_about(script, heard) if heard.cue in _ASKED_ABOUT else None
    told = echo(script, heard)
    asked_before = before.kind.startswith("=about") or before.asked
    return (told or about) if asked_before or (told and first()) else (about or told)


def ask_about(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """A question about the very thing that a sentence names; None where it names none, or the script asks no more."""
    thing = find_thing(heard.sentence.text) if not re.search(r"\bplease$", heard.plain) else None
    cues = (f"=about {thing.sort}", "=about thing", "=about") if thing else ()
    cue = next((cue for cue in cues if script.has(cue) and script.is_fresh(cue)), "")
    if thing is None or not cue or "you" in heard.plain.split():
        return None
    return replace(heard, cue=cue, found={"thing": thing.told, "are": thing.are})


def _framed(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """Something told, taken up, and what one asks of what was done in it; None where no more is to be asked of that, or
    where it is too long to be told back."""
    told = tell_back(heard.sentence.text)
    cue = f"=frame {find_frame(heard.plain)}"
    short = LEAST_ECHOED <= len(told.split()) <= ECHOED_WORDS and told.count(",") <= 1
    if (
        heard.cue not in _TAKES_UP
        or heard.cue in _TONED
        or not short
        or YOURS.search(heard.plain)
        or "you" in heard.plain.split()
        or _IT_IS.match(heard.plain)
        or _RUNS_ON.search(told)
    ):
        return None
    return replace(heard, cue=cue, found={"told": told}) if script.has(cue) and script.is_fresh(cue) else None


def echo(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """A sentence that stands by itself, or a detail, told back; None where it is neither, or is too long."""
    told = tell_back(heard.sentence.text)
    words = len(told.split())
    cue = _TAKES_UP.get(heard.cue, "")
    cue = cue if script.has(cue) and script.is_fresh(cue) else ""
    detail = (
        heard.cue in ("=detail", "=disliked")
        and cue in ("=told detail", "=told disliked")
        and words <= _DETAIL_WORDS
        and not _OF_IT.match(heard.plain)
    )
    whole = bool(_WHOLE.match(heard.plain)) and LEAST_ECHOED <= words <= ECHOED_WORDS and heard.cue in _TAKES_UP
    if not cue or not (detail or whole) or YOURS.search(heard.plain) or told.count(",") > 1:
        return None
    return replace(heard, cue=cue, found={"told": told})


_TAKES_UP: Mapping[str, str] = {
    "=own": "=told own", "=did": "=told did", "=of someone": "=told someone", "=judged": "=told judged",
    "=planned": "=told planned", "=detail": "=told detail", "=fond": "=told fond", "=disliked": "=told disliked",
}  # fmt: skip
"""Occasions that answer what was told in its own words, by what kind of thing it is."""
_TONED = ("=fond", "=disliked")
"""Those whose tone says more than what was done."""
_OF_IT = re.compile(r"(?:\w+ )?(?:it|that|this|there|he|she|they)\b")
_IT_IS = re.compile(r"(?:\w+ )?(?:it|that|this|there) (?:is|was)\b")
"""What is told of something that was named before, and says little when it is told back alone."""
_RUNS_ON = re.compile(r", (?:they|he|she|it|you|and|but|so|the)\b")
"""What tells two things, of which one can't be told back with the other."""
_DETAIL_WORDS = 7
"""Most words of a detail that is told back."""
NODS = ("=detail", "=nod")
"""Occasions that answer with no more than a nod."""
LEAST_ECHOED, ECHOED_WORDS = 3, 12
"""Fewest and most words of what is told back: a shorter sentence says too little, a longer one too much."""
ECHOED = ("=own", "=did", "=of someone", "=judged", "=planned")
"""Kinds of which what was told may be told back."""
_ASKED_ABOUT = ("=own", "=did", "=of someone", "=detail")
"""Kinds of which the thing that they name may be asked about."""
_WHOLE = re.compile(
    rf"{lead('yeah|actually')}(?:i|we|my|our|he|she|they|his|her|their"
    r"|the|some|everybody|people) (?:\w+ ){1,11}\w+$"
)
"""A sentence that stands by itself."""


_SHORT_OF_LOW = 8
"""Words up to which what is told in a low moment goes on with it."""


_CONSOLES = re.compile(
    r"\b(?:fine|ok|okay|alright|all right|better|recover\w*|on the mend|not too bad|get through"
    r"|coming home|used to it)\b"
)
"""What says that it is not so bad."""


def is_light(heard: Hearing) -> bool:
    """Whether something told is no hard thing by itself: "her name was Chloe", and the like."""
    return find_tone(heard.plain) not in ("=sad", "=bad news") and heard.act is not Act.FEELING


_ANEW = re.compile(rf"{LEAD}(?:anyway|anyways|on a happier note|changing the subject)\b")
_MISSES_ONE = re.compile(r"\bmiss(?:es|ed|ing)? (?:him|her|them)\b")
"""Longing for somebody of whom something sad was just told: not for one who is far away."""
_OF_ONESELF = re.compile(rf"{LEAD}(?:i|we|my \w+|our \w+) ")
_GOES_ON = re.compile(r"\b(?:he|him|his|she|her|hers|they|them|their|it|that|this)\b")


def begins_anew(plain: str) -> bool:
    """Whether what is told in a low moment is another thing: "anyway, I made a lasagne", "I make a decent pudding"."""
    if _ANEW.match(plain):
        return True
    return bool(_OF_ONESELF.match(plain)) and not _GOES_ON.search(plain) and not find_tone(plain)


def take_up_gently(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """What goes on with something sad, taken up gently; None where it is another thing, or good news."""
    words = heard.plain.split()
    if (
        heard.act in (Act.QUESTION, Act.REQUEST, Act.CHATTER)
        or len(words) > _SHORT_OF_LOW
        or heard.grade is Grade.ANSWER
    ):
        return None
    if (
        find_tone(heard.plain) in ("=good news", "=fond", "=sad")
        or YOURS.search(heard.plain)
        or ASSENT.fullmatch(heard.plain)
    ):
        return None
    felt = heard.act is Act.FEELING and heard.grade >= Grade.PHRASE and not _MISSES_ONE.search(heard.plain)
    if felt and heard.rule and script.has_left(heard.rule):
        return None
    if heard.grade in (Grade.EXACT, Grade.NEAR) or find_reaction(heard.forms, asked=False, before=Before()):
        return None
    if _CONSOLES.search(heard.plain) or begins_anew(heard.plain):
        return None
    told = tell_back(heard.sentence.text)
    if not script.has("=told low") or not script.is_fresh("=told low") or told.count(",") > 1:
        return replace(heard, cue="=detail sad", grade=Grade.SHAPE) if script.has("=detail sad") else None
    return replace(heard, cue="=told low", found={"told": told}, grade=Grade.SHAPE)
