"""What the user told in this talk, where a question asks for it: "where am I moving to?", "when's the wedding?".

Nothing is remembered but sentences. A question is answered by the one that tells what everybody is asked of themselves
and of theirs (`avatar/brain/slots.py`), of whom it asks (`avatar/brain/told_of_somebody.py`), or else by the one that
holds what it names (`avatar/brain/told_by_words.py`). Where one names what is asked for and not what is wanted of it,
that is all there is to say, and better than to deny that it was told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from avatar.brain.holding import HOLDS, find_kind
from avatar.brain.leads import LEAD
from avatar.brain.mentions import Mentions, Whom, find_whom
from avatar.brain.named_words import find_weighty, names
from avatar.brain.naming import KINDS
from avatar.brain.recall import Said
from avatar.brain.rive.nearest import stem
from avatar.brain.sentences import Act
from avatar.brain.slots import HOME, OWN, STUDY, THEIRS, WORK, Slot, find_slot, find_telling
from avatar.brain.telling_back import LONGEST_TOLD, say_all_back
from avatar.brain.tellings import Found, Tellings, gather
from avatar.brain.told_by_words import Question, find_by_words
from avatar.brain.told_of_feelings import find_of_feeling
from avatar.brain.told_of_somebody import find_of_somebody, put_x
from avatar.brain.wanted import Sure, Wanted

__all__ = ["Found", "find_names_told", "find_told", "is_of_theirs", "is_untold", "tell_of_user"]

_MOST = 3
"""Sentences of an account of the user."""
_PRONOUNS = frozenset("she he they her him them his their".split())
_OF_PLACE_OR_TIME = frozenset(("workplace", "home", "origin", "journey", "rising", "year", "school"))
"""Slots that are asked for with where or when."""
_ALONE = frozenset(("work", "workplace", "study", "home", "origin", "age", "doing", "wed"))
"""Slots beside which nothing answers a question for them."""
_FOR_MONEY = re.compile(r"\b(?:job|work|living|money|trade|profession)\b")
_MY_THING = re.compile(r"\b(?:my|our) (?!name\b|own\b|life\b|turn\b|time\b|job\b|work\b)\w+")
_NOBODY = Mentions((), (), {})
_TELLS = frozenset(("name", "where", "when", "number", "colour", "how long"))
_MUSES = re.compile(
    r"\b(?:think|thinks|thinking|want|wants|feel|feels|mean|means|say|says|know|knows|need|needs|look|looks|love|hate)\b"
)
"""What nobody tells, and a question may muse about: "what does my cat think of me?"."""
_OF_THEMSELVES = re.compile(
    rf"{LEAD}(?:i (?!am (?:fine|ok|good|not|so|just|sorry|back|here|tired|lost|confused)\b|mean\b"
    r"|think\b|guess\b|know\b|see\b|like (?:it|that|you)\b|love (?:it|that|you)\b|do not\b|did not\b|can not\b|will\b"
    r"|would\b|said\b|told\b)|my (?!god\b|word\b|bad\b|dear\b|head\b)|we )"
)
"""What begins as what one tells of oneself."""
_X_THING = re.compile(
    r"\b(?:my|our|the) (?:\w+ ){0,2}?(?!about\b|for\b|on\b|at\b|like\b)(\w+?)(?:'s)?"
    r"(?= (?:now|gone|at|called|doing|up|live|lives|about|on|for|in|like)\b|$)"
)
_POINTS = re.compile(r"\b(?:(?:is|was|does|did|has|do|are|were) (?:it|they|that)|it (?:is|was|does|did|has))\b")
_HAPPENED = re.compile(r"what (?:has |had )?happened (?:to|with) X|what became of X|how did X (?:go|end)")
_WHAT_IS = re.compile(r"(?:what|about|how) (?:is |was )?X(?: about| on| for| in)?")
_FAR = 99
"""Words between a thing and what is told of it, where nothing is."""


def find_told(wanted: Wanted, said: Sequence[Said], named: Mapping[str, Sequence[str]] | None = None) -> Found | None:
    """What the user told that a question wants; None where they told nothing of it. `named`: the names of whom they
    told of, by what those are to them."""
    tellings = gather(said, named or {})
    if not tellings.told:
        return None
    whom = find_whom(wanted.rest, tellings.mentions, wanted.noun.split()[-1] if wanted.noun else "")
    if whom is not None and not (wanted.sure is Sure.MAYBE and _is_long_ago(whom, tellings, said)):
        return find_of_somebody(wanted, whom, tellings)
    if feels := find_of_feeling(wanted, tellings.told):
        return tellings.give(feels, whole=True)
    slot = _find_own_slot(wanted)
    if slot is not None:
        kind = find_kind(wanted)
        holding = [each for each in tellings.told if kind not in HOLDS or HOLDS[kind].search(each.plain)]
        one = find_telling(slot, holding, wanted.plain) or find_telling(slot, tellings.told, wanted.plain)
        if one is not None:
            return tellings.give([one], whole=True)
        if slot.name in _ALONE:
            return None
    among = [each for each in tellings.told if each.turn >= said[-1].turn - 1] if _points(wanted) else tellings.told
    return _find_of_thing(wanted, tellings) or find_by_words(Question(wanted, wanted.rest), among, tellings)


def _points(wanted: Wanted) -> bool:
    """Whether a question that names nobody is about what was just spoken of: "what noise does it make?"."""
    return wanted.sure is Sure.MAYBE and bool(_POINTS.search(wanted.rest))


def _find_own_slot(wanted: Wanted) -> Slot | None:
    """What a question asks of the user that everybody is asked."""
    slot = find_slot(OWN, wanted.plain, f"{wanted.wh} {wanted.rest}", wanted.rest) if wanted.sure > Sure.MAYBE else None
    elsewhere = find_kind(wanted) in ("where", "when", "who", "why")
    return None if slot is not None and elsewhere and slot.name not in _OF_PLACE_OR_TIME else slot


def _is_long_ago(whom: Whom, tellings: Tellings, said: Sequence[Said]) -> bool:
    """Whether "she" stands for somebody of the user's who was last spoken of too long ago to be meant."""
    if whom.words not in _PRONOUNS or (whom.who in KINDS and whom.who != tellings.mentions.last):
        return False
    about = tellings.of(whom)
    return not about or about[-1].turn < said[-1].turn - 1


def find_names_told(said: Sequence[Said], named: Mapping[str, Sequence[str]]) -> set[str]:
    """The names of all whom the user told of, in small letters."""
    mentions = gather(said, named).mentions
    return {
        *mentions.names,
        *(one for each in mentions.about for one in each if one not in KINDS and one[:1].isalpha()),
    }


def is_untold(wanted: Wanted, *, heeded: bool) -> bool:
    """Whether a question of which nothing was told asks for what only the user can tell, of themselves, or of somebody
    or something of theirs: "what's my cat doing?", "when's my exam?". `heeded`: the script has an answer to it."""
    whom = find_whom(wanted.rest, _NOBODY)
    if wanted.sure < Sure.MINE or _MUSES.search(wanted.rest):
        return False
    if whom is None:
        slot = None if heeded else find_slot(OWN, wanted.plain, f"{wanted.wh} {wanted.rest}", wanted.rest)
        if slot is not None and slot.name in _ALONE and (slot is not WORK or _FOR_MONEY.search(wanted.rest)):
            return True
        kinds = ("name", "when") if heeded else ("name", "when", "where", "colour", "how long")
        return find_kind(wanted) in kinds and bool(_MY_THING.search(wanted.rest))
    return find_slot(THEIRS, put_x(wanted, whom.words)) is not None or find_kind(wanted) in _TELLS


def is_of_theirs(wanted: Wanted) -> bool:
    """Whether a question asks of somebody of the user's, rather than of themselves."""
    return find_whom(wanted.rest, _NOBODY) is not None


def tell_of_user(said: Sequence[Said], named: Mapping[str, Sequence[str]]) -> Found | None:
    """The most that can be said of the user: what they do, where they live, and what else they told of themselves."""
    tellings = gather(said, named)
    slots = (WORK, STUDY, HOME)
    first = [one for slot in slots if (one := find_telling(slot, tellings.told, "what do i do")) is not None]
    own = (each for each in tellings.told if _OF_THEMSELVES.match(each.plain) and each.act is not Act.FEELING)
    told = (each for each in own if not any(way(each) for slot in slots for way in slot.ways))  # or put right since
    others = [each for each in told if len(find_weighty(each)) > 1]
    chosen: list[Said] = []
    for each in (*first, *sorted(others, key=lambda each: -min(_MOST, len(find_weighty(each))))):
        back = tellings.say(each)
        if back and len(say_all_back([*map(tellings.say, chosen), back])) <= LONGEST_TOLD:
            chosen.append(each)
        if len(chosen) == _MOST:
            break
    return tellings.give([each for each in tellings.told if each in chosen], whole=True) if chosen else None


# ------------------------------------------------------------------------------------------------------ of a thing


def _find_of_thing(wanted: Wanted, tellings: Tellings) -> Found | None:
    """What was told of a thing that is all that a question names: "what's wrong with my boiler?"."""
    for found in _X_THING.finditer(wanted.rest):
        about = tellings.of_thing(found[1])
        if not about:
            continue
        plain = wanted.plain.replace(found[0], "X")
        if (one := _find_by_slot(found[1], about, plain)) is not None:
            return tellings.give([one], whole=True)
        if _HAPPENED.fullmatch(plain):
            return tellings.give(about[-2:], whole=True)
        if wanted.sure > Sure.MAYBE and _WHAT_IS.fullmatch(plain):
            last = next(each for each in reversed(tellings.told) if names(found[1], each) == 1)
            after = tellings.behind(last)
            bare = not find_weighty(last) - {stem(found[1])} and after is not None and after.turn == last.turn
            goes_on = after is not None and (bare or re.match(r"it (?:is|was)\b", after.plain))
            return tellings.give([last, after] if after is not None and goes_on else [last], whole=True)
    return None


def _find_by_slot(thing: str, about: Sequence[Said], plain: str) -> Said | None:
    """What tells where a thing is, what ails it or how old it is."""
    slot = find_slot(THEIRS, plain)
    if slot is None or slot.name not in ("stay", "ails", "age"):
        return None
    if slot.name == "stay":
        about = [each for each in about if _is_placed(thing, each)]
    if slot.name == "ails":
        about = sorted(about, key=lambda each: -_find_distance(thing, each, slot))
    return find_telling(slot, about, plain)


def _is_placed(thing: str, said: Said) -> bool:
    """Whether a sentence says where a thing is, rather than what is there: "a girl on the course"."""
    spots = [each.end() for each in re.finditer(r"[\w']+", said.plain) if stem(each[0]) == stem(thing)]
    return not spots or any(HOLDS["where"].search(said.plain, spot) for spot in spots)


def _find_distance(thing: str, said: Said, slot: Slot) -> int:
    """How far what ails a thing stands from it, in words; far where it isn't named."""
    words = said.plain.split()
    spots = [spot for spot, word in enumerate(words) if stem(word) == stem(thing)]
    ails = [spot for spot, word in enumerate(words) if slot.ways[0](said._replace(plain=word, text=word))]
    return min((abs(spot - other) for spot in spots for other in ails), default=len(words) if not spots else _FAR)
