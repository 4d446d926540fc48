"""What the user told in this talk, where a question asks for it: "where am I moving to?", "when's the wedding?".

Nothing is remembered but sentences. A question is answered by the one that holds what it names, or, for what everybody
is asked of themselves (work, home, a journey), by one of the form in which such things are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from avatar.brain.answering import find_type
from avatar.brain.meaning import find_direction, find_kept_directions, find_word
from avatar.brain.recall import Said, quote
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.patterns import split_words
from avatar.brain.sentences import Act

_ASKED = re.compile(
    r"(?:(?:and|so|but|ok|now|right|then|well|hey|oh|fern|juno|knox) )*"
    r"(?:(?:do|can|could) you (?:still )?(?:remember|recall|tell me|know|say|guess) |(?:remember|recall|tell me) )?"
    r"(?P<wh>what|where|when|who|why|how|which)\b(?P<rest> .+)"
)
_DID_SAY = re.compile(
    r"^(?: (?:name|thing|one))? ?(?:did|have|had|was it) i (?:just |already |ever )?(?:say|said|tell you|told you"
    r"|mention"
    r"|mentioned)(?: to you)?(?: about| that)? ?"
)
_ABOUT_ME = re.compile(r"\b(?:i|my|me|mine|we|our)\b")
_BY_THE_WAY = re.compile(r" i (?:hope|guess|bet|think|suppose|suspect|presume|wonder|mean|take it)\b")
"""What is said in passing of oneself, in a question about something else."""
_KNOWS = re.compile(r"(?:do|can|could) you (?:know|tell me|say|guess)\b")
"""What asks for knowledge: "do you know where Cyprus is"."""
_NOT_TOLD = re.compile(
    r"\b(?:should|could|can|would|shall|must|name|called)\b|\b(?:do|can) i (?:look|seem|sound|get|know)\b"
)
"""What asks for advice, or for a name, which is kept elsewhere."""
_SLOTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (
            r"\bmy (?:job|work|profession|occupation|trade)\b|\b(?:do )?i do(?: (?:for|at) .*)?$|\bdo i work\b",
            (
                r"\bi (?:\w+ )?(?:work|teach|drive|nurse|run|manage|sell|deliver|repair|farm|train|clean|cook for)\b"
                r"|\bmy job\b|\bi am an? (?!bit\b|little\b|fan\b|big\b|lot\b|mess\b)\w+|\bi (?:was|used to be) an? \w+"
            ),
        ),
        (
            r"\b(?:do i live|am i from|do i come from|is my home|my (?:town|city))\b",
            (
                r"\bi (?:live|come from|am from|grew up|moved to)\b|\bi am an? (?:\w+ )?\w+ (?:in|from) \w+"
                r"|^(?:in|from) \w+$"
            ),
        ),
        (
            r"\b(?:am i|are we|will i|do i)(?: \w+)? (?:go|going|moving|travelling|traveling|flying|heading|off)\b",
            (
                r"\b(?:going|moving|travelling|traveling|flying|off|heading|driving) to (?!bed\b|sleep\b|work\b|be\b"
                r"|do\b|have\b|get\b|make\b|try\b|say\b|see\b)\w+|\b(?:trip|holiday|flight) to \w+"
            ),
        ),
        (r"\bi (?:study|studying|read at)\b|\bmy subject\b", r"\bi (?:am )?(?:study\w*|do|read)\b"),
    )
)
"""What everybody is asked of themselves, and how such a thing is told."""
_LIGHT = frozenset(
    "the a an is are was were am be been do does did have has had i you my your me mine we our it he she they his her "
    "its "
    "their this that to of in on at for with about again now then just still and or so what where when who why how "
    "which "
    "will would can could not really exactly please was going get got like tell told say said remember btw time "
    "testing "
    "test you quick".split()
)
_PLACE = re.compile(r"\b(?:in|at|on|to|near|by|from|under|behind) (?!may\b|june\b|july\b|\w+day\b)\w+")
_TIME = re.compile(
    r"\bat (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|\b(?:\d+|today|tonight|tomorrow"
    r"|yesterday|weekend|week|month|year|\w+day|january|february|march|april|may|june"
    r"|july"
    r"|august|september|october|november|december|spring|summer|autumn|winter|christmas|easter|morning|evening|noon"
    r"|midnight|years?|months?|weeks?|ago|soon)\b"
)
_HOLDS = {"where": _PLACE, "when": _TIME, "number": re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|couple|dozen|hundred)\b"
)}  # fmt: skip
"""What a sentence holds that says where, when or how many."""
_ALIKE = 0.6
"""Likeness from which one word stands for another: "wedding" for "married"."""
_ENOUGH, _HALF = 0.6, 0.5
"""The part of what a question names that a sentence must name; and where more was told of the same behind it."""
_NEXT = 3
"""Turns after something was told in which more of it may be."""


def find_told(forms: Iterable[str], said: Sequence[Said]) -> str:
    """What the user told that a plain question, in one of its forms, asks for, quoted; '' for nothing."""
    told = [each for each in said if each.act not in (Act.QUESTION, Act.REQUEST, Act.CHATTER)]
    for form in list(forms)[:2]:
        asked = _ASKED.fullmatch(form)
        if asked is None or not told:
            continue
        rest = _DID_SAY.sub(
            "", asked["rest"].strip() if _DID_SAY.match(asked["rest"].strip()) else asked["rest"]
        ).strip()
        rest = _BY_THE_WAY.sub("", rest)
        if _NOT_TOLD.search(rest) or (_KNOWS.match(form) and not _ABOUT_ME.search(rest)):
            continue
        if found := _of_slot(rest, told):
            return quote(found.text)
        if found := _of_words(f"{asked['wh']} {rest}", rest, told):
            return quote(found.text)
    return ""


def _of_slot(rest: str, told: Sequence[Said]) -> Said | None:
    for asked, form in _SLOTS:
        if asked.search(rest):
            return next((each for each in reversed(told) if form.search(each.plain)), None)
    return None


def _of_words(question: str, rest: str, told: Sequence[Said]) -> Said | None:
    """The sentence that holds what a question names and, in it or behind it, what is wanted of that."""
    wanted = {word for word in split_words(rest.replace("'s", "")) if word not in _LIGHT}
    mine = bool(_ABOUT_ME.search(rest)) or any(_is_called(word, told) for word in wanted)
    holds = _HOLDS.get(find_type(question))
    if not wanted or not (mine or (holds and re.search(r"\bthe\b", question))):
        return None
    best: tuple[float, int, Said | None] = 0.0, 0, None
    for place, each in enumerate(told):
        about = [each, *_going_on(told, place)]
        named = [{word for word in wanted if _names(word, {*split_words(one.plain)})} for one in about]
        share = len(set().union(*named)) / len(wanted)
        enough = _ENOUGH if len(about) == 1 else _HALF
        if share < enough or not named[0] or (share, each.turn) < best[:2]:
            continue
        if holds is not None:
            answer = next((one for one in about if holds.search(one.plain)), None)
        else:
            near = find_kept_directions(one.plain for one in about) @ find_direction(question)
            spots = range(share < _ENOUGH, len(about))
            answer = about[
                max(spots, key=lambda spot: (len(named[spot] - named[0]), len(named[spot]), float(near[spot])))
            ]
        if answer is not None:
            best = share, each.turn, answer
    return best[2]


_GOES_ON = re.compile(
    r"(?:and |but |so )?(?:he|she|it|they|his|her|their|in|on|at|with|for|about|only|just|since|until)\b"
)


def _going_on(told: Sequence[Said], place: int) -> list[Said]:
    """What was told right behind a sentence, of the same: "she is at university", after "my daughter ..."."""
    found: list[Said] = []
    for each in told[place + 1 :]:
        if each.turn > told[place].turn + _NEXT or not _GOES_ON.match(each.plain):
            break
        found.append(each)
    return found


def _is_called(word: str, told: Sequence[Said]) -> bool:
    """Whether a word is the name of somebody whom the user has told of."""
    return any(re.search(rf"\b{re.escape(word.capitalize())}\b", each.text) for each in told)


def _names(word: str, told: set[str]) -> bool:
    """Whether words that were told hold one, in some form of it, or one that stands for it."""
    if stem(word) in map(stem, told):
        return True
    direction = find_word(word)[0]
    return any(float(find_word(each)[0] @ direction) >= _ALIKE for each in told if each not in _LIGHT)
