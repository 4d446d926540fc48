"""What the user told in this talk, where a question asks for it: "where am I moving to?", "when's the wedding?".

Nothing is remembered but sentences. A question is answered by the one that holds what it names, or, for what everybody
is asked of themselves (work, home, a journey), by one of the form in which such things are told. Where one names what
is asked for and not what is wanted of it, that is all there is to say, and better than to deny that it was told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avatar.brain.answering import find_type
from avatar.brain.meaning import find_direction, find_kept_directions, find_word
from avatar.brain.naming import KIN, KINDS, find_meant
from avatar.brain.recall import LONGEST_ANSWER, Said, quote_about
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.patterns import split_words
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act
from avatar.brain.verbs import put_in_past
from avatar.brain.wanted import Sure, Wanted

_AGED = (
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven"
    r"|eigh|nine)ty(?: \w+)?)\b"
)
_SLOTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (
            (
                r"\bmy (?:job|work|profession|occupation|trade|living)\b|\bi (?:do|did)(?: (?:for|at) .*)?$"
                r"|\b(?:do|did) i work\b|^(?:where )?i work(?:ed)?\b"
            ),
            (
                r"\bi (?:\w+ )?(?:work|worked|teach|taught|(?:drive|drove|run|ran|clean|train) (?:an?|the|for)|nurse"
                r"|manage|managed|sell|sold|deliver|repair|farm|cook for)\b"
                r"(?! (?:to|home|away|off|out|into|past|by|through|along|over|round|around|back|up|down)\b)"
                r"|\bmy job\b|\bi (?:am|was|will be|used to be) an? (?!kid\b|child\b|boy\b|girl\b|baby\b|teenager\b"
                r"|bit\b|little\b|mess\b|fan\b|big\b|lot\b)\w+"
            ),
        ),
        (
            r"\b(?:(?:i|we) live|am i from|i am from|i come from|is my home|my (?:town|city|address))\b$",
            (
                r"\b(?:i|we) (?:\w+ )?(?:live|come from|are from|am from|grew up|moved to|have moved to)\b"
                r"|\bliving in\b|\bi am an? (?:\w+ )?\w+ (?:in|from) \w+|\bi am (?:in|from) \w+|^(?:in|from) \w+$"
                r"|\b(?:my|our) (?:house|flat|home|place|cottage|bungalow) (?:is |in )"
            ),
        ),
        (
            r"\b(?:am i|are we|will i|do i)(?: \w+)? (?:go|going|moving|travelling|traveling|flying|heading|off)\b",
            (
                r"\b(?:going|moving|travelling|traveling|flying|off|heading|driving) to (?!bed\b|sleep\b|work\b|be\b"
                r"|do\b|have\b|get\b|make\b|try\b|say\b|see\b)\w+"
                r"|\b(?:trip|holiday|flight|bus|train|plane|ferry|boat|coach|tram|way) to \w+"
            ),
        ),
        (
            r"\bi (?:study|studying|studied|read at)\b|\bmy (?:subject|degree|course)\b$",
            (
                r"\bi (?:am )?(?:study\w*|studied)\b|\bi (?:am doing|do|read) (?:a|an|my) (?:degree|course|masters)\b"
                r"|\bmy degree\b|\bi am an? (?:\w+ )?student\b"
            ),
        ),
        (
            r"^how old (?:do |did |am )?i\b|\bmy age\b",
            (
                rf"\bi (?:am|turn|turned|will be|have turned) (?:\w+ )??{_AGED}(?! (?:minutes|hours|miles|weeks|months"
                r"|days|of|per|metres|pounds|kilos|foot|feet|percent)\b)|\byears old\b|\bmy age\b"
            ),
        ),
        (
            (
                r"\bmy (?:problem|trouble|worry|issue|complaint|difficulty|bother)(?: is| was)?$|\bi (?:complain"
                r"|complaining|moan|moaning|worry|worried|struggle|struggling|stuck)(?: about| with| on)?$"
                r"|^(?:was|is) wrong$"
            ),
            (
                r"\b(?:problem|trouble|issue|worry|bother) (?:is|was|with)\b|\bi (?:can not|could not|am worried"
                r"|struggle|keep|am stuck|am scared|am afraid|have lost)\b|\b(?:broken|broke|stuck|will not|does not"
                r"|keeps?|leak\w*|lost|hurts?|aches?)\b"
            ),
        ),
        (
            r"\bmy (?:hobby|hobbies|pastime)\b|\bi do (?:for fun|in my (?:spare|free) time)",
            (
                r"\bi (?:play|collect|knit|paint|draw|sew|garden|fish|swim|run|cycle|sing|dance|bake|read|climb|walk"
                r"|make)\b|\bmy hobby\b|\bin my spare time\b"
            ),
        ),
        (r"\bi (?:like|love|enjoy)(?: doing| most| best)?$", r"\bi (?:\w+ )?(?:like|love|enjoy|adore|am fond of)\b"),
        (r"\bi (?:hate|dislike|can not stand)(?: most)?$", r"\bi (?:\w+ )?(?:hate|dislike|can not stand)\b"),
    )
)  # fmt: skip
"""What everybody is asked of themselves, and how such a thing is told."""
_LIGHT = frozenset(
    "the a an is are was were am be been being do does did doing done have has had i you my your me mine we our us it "
    "he she they his her its their this that to of in on at for from with about again now then just still and or so "
    "what where when who why how which whom will would can could not really exactly please going get got go like tell "
    "told "
    "say said remember recall btw time testing test quick called name names named there some any one ever by as if "
    "myself too also very much many old long kind sort thing last first next".split()
)
"""Words that say nothing of what a question asks for."""
_COLOURS = re.compile(
    r"\b(?:red|blue|green|yellow|orange|purple|pink|brown|black|white|gr[ea]y|silver|gold|golden|beige|turquoise|navy"
    r"|violet|maroon|cream|crimson|scarlet|teal|ginger|blond\w*|tabby|spotted|striped|mauve|lilac|tan)\b"
)
_PLACE = re.compile(
    r"\b(?:in|at|on|to|near|by|from|under|behind|above|outside|opposite|into|onto|over|across|inside|beside|round|off"
    r"|up|down) (?!may\b|june\b|july\b|\w+day\b)\w+"
)
_TIME = re.compile(
    r"\b(?:at|past|to|around|about|until|till|by) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|half|quarter|\d+)\b|\b(?:\d+|today|tonight"
    r"|tomorrow|yesterday|weekend|week|month|year|(?!birthday|holiday|someday)\w+day|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|spring|summer|autumn|winter|christmas|easter|morning"
    r"|evening|noon|midnight|years?|months?|weeks?|ago|soon|o'clock|days?)\b"
)
_NUMBER = re.compile(
    rf"{_AGED}|\b\d[\d.,]*\w*\b|\b(?:couple|dozen|hundred|thousand|million|half|twice|once|first|second|third|no)\b"
)
_SOMEBODY = re.compile(
    rf"\b(?:{KIN}|he|she|they|somebody|someone|nobody|everybody|family|parents|mr|mrs|ms|dr|people|doctor|man|woman|lady"
    r"|lad|gran\w*|uncle|aunt)s?\b"
)
_REASON = re.compile(r"\b(?:because|cause|since|so that|so i|in case|as i|due to|that is why)\b")
_LASTS = re.compile(rf"{_NUMBER.pattern}|{_TIME.pattern}|\b(?:since|always|ages|forever|hours?|minutes?)\b")
_HOLDS: Mapping[str, re.Pattern[str]] = {
    "where": _PLACE, "when": _TIME, "number": _NUMBER, "colour": _COLOURS, "why": _REASON,
    "how long": _LASTS,
}  # fmt: skip
"""What a sentence holds that says where, when, how many, of what colour or why."""
_BY_NOUN: Mapping[str, str] = {
    "colour": "colour", "color": "colour", "colours": "colour", "time": "when", "day": "when", "date": "when",
    "year": "when", "month": "when", "week": "when", "number": "number", "route": "number", "age": "number",
    "size": "number", "line": "number", "floor": "number", "bus": "number", "platform": "number", "town": "where",
    "city": "where", "place": "where", "country": "where", "street": "where", "name": "name", "names": "name",
}  # fmt: skip
"""What is asked for by a noun: "which route" by its number."""
_ALIKE = 0.6
"""Likeness from which one word stands for another: "wedding" for "married"."""
_OF_THAT_SORT = 0.45
"""Likeness from which a word is one of the sort that is asked for: a cello, of instruments."""
_ENOUGH, _HALF, _LITTLE = 0.6, 0.5, 0.34
"""The part of what a question names, by its weight, that a sentence must name; where more was told of the same behind
it; and where it is asked what was told, and nothing names more."""
_ALMOST = 0.85
"""How plainly a word is named by one that stands for it."""
_ALL = 0.84
"""The same of a question that names nobody."""
_SORT = 0.5
"""What the kind of thing that is asked for weighs, beside what it is asked of."""
_FITTING = 0.3
"""What it is worth, beside what a sentence names, that it holds what is wanted."""
_FEWEST = 2
"""Words of a yes or no that the user's own words may answer."""
_LEAST = 3.0
"""The weight of a word that is hardly worth naming."""
_NEXT = 3
"""Turns after something was told in which more of it may be."""


class Found(NamedTuple):
    """What was told."""

    text: str
    """Quoted."""
    whole: bool
    """Whether it answers the question, rather than speak of the same."""


def find_told(wanted: Wanted, said: Sequence[Said]) -> Found | None:
    """What the user told that a question wants; None where they told nothing of it."""
    told = [each for each in said if _is_telling(each)]
    if not told:
        return None
    asked = wanted.plain if wanted.noun else wanted.rest
    for form, answer in _SLOTS:
        if wanted.sure > Sure.MAYBE and (form.search(asked) or form.search(f"{wanted.wh} {wanted.rest}")):
            found = [each for each in reversed(told) if answer.search(each.plain)]
            if not _PAST.search(asked):
                found.sort(key=lambda each: bool(_USED_TO.search(each.plain)))
            kind = _find_kind(wanted)
            best = next((each for each in found if kind not in _HOLDS or _HOLDS[kind].search(each.plain)), None)
            if best is not None or found:
                best = best or found[0]
                return Found(quote_about([best.text], answer), whole=True)
            break
    return _of_words(wanted, told)


_PAST = re.compile(r"\b(?:was|were|did|used)\b")
_USED_TO = re.compile(r"\bi (?:was|used to)\b")


def _is_telling(said: Said) -> bool:
    if said.act is Act.REQUEST:
        return bool(re.match(r"(?:please )?(?:remember|do not forget|remind me)\b", said.plain))
    return said.act not in (Act.QUESTION, Act.CHATTER)


def _find_kind(wanted: Wanted) -> str:
    """What kind of answer is wanted: "where", "when", "number", "who", "name", "colour", "why"; '' for any."""
    if wanted.wh in ("about", "whether"):
        return "name" if re.search(r"\bnames?\b", wanted.rest) and wanted.wh == "about" else ""
    if re.search(r"\b(?:called|names?|named)\b", wanted.plain) and wanted.wh == "what":
        return "name"
    if wanted.wh == "how long":
        return wanted.wh
    noun = wanted.noun.split()[-1] if wanted.noun else ""
    return _BY_NOUN.get(noun, "") or find_type(f"{wanted.wh} x")


def _of_words(wanted: Wanted, told: Sequence[Said]) -> Found | None:
    """The sentence that holds what a question names and, in it or behind it, what is wanted of that."""
    words = [word for word in dict.fromkeys(split_words(re.sub(r"'s?\b", "", wanted.rest))) if word not in _LIGHT]
    kind = _find_kind(wanted)
    noun = wanted.noun.split()[-1] if wanted.noun and kind not in _HOLDS else ""
    if noun and _HAVING.issuperset(words):
        words = [noun]  # "what car do I drive?"
    if wanted.wh == "whether" and wanted.sure is Sure.MINE and len(words) < _FEWEST:
        return None
    if not words or (wanted.sure is Sure.MAYBE and not _may_be_users(wanted, words, kind, told)):
        return None
    weights = {noun: _SORT * max(find_word(noun)[1], _LEAST)} if noun else {}
    weights |= {word: max(find_word(word)[1], _LEAST) for word in words}
    whole = sum(weights.values())
    sure_of_all = wanted.sure is Sure.MAYBE or (wanted.wh == "whether" and wanted.sure is Sure.MINE)
    best: tuple[float, Found] | None = None
    for place, each in enumerate(told):
        about = [each, *_going_on(told, place)]
        named = [_find_named(words, noun, one) for one in about]
        if not named[0]:
            continue
        share = sum(weights[word] * max(one.get(word, 0.0) for one in named) for word in weights) / whole
        alone = sum(weights[word] * named[0].get(word, 0.0) for word in weights) / whole
        least = _ALL if sure_of_all else _ENOUGH if len(about) == 1 or alone == share else _HALF
        answer = _find_answer(about, named, kind, noun, words, wanted)
        fits = answer is not None and share >= least
        enough = _LITTLE if wanted.sure is Sure.FIRMLY else _HALF
        plainly = any(named[0].get(word) == 1 for word in words)
        if not fits and (sure_of_all or share < enough or not plainly):
            continue
        score = share + _FITTING * fits + each.turn / 1000
        if best is None or score >= best[0]:
            place_of = answer if answer is not None else 0
            texts = [one.text for one in about[: place_of + 1] if one.turn == about[place_of].turn]
            short = len(" ".join(texts)) <= LONGEST_ANSWER
            if len(texts) > 1 and not short and not _POINTS.match(about[place_of].plain):
                texts = texts[-1:]
            if place_of == 0 and not _weighty(each) - {*map(stem, words)}:
                texts = _beside(told, place)  # "I'm kind of nervous" does not say of what
            best = score, Found(quote_about(texts, _HOLDS.get(kind), words), whole=fits)
    return best[1] if best else None


_HAVING = frozenset("drive own keep use ride wear work drove owned kept used".split())
"""What is said of things that one has."""
_POINTS = re.compile(r"(?:and |but |so )?(?:he|she|it|they|his|her|its|their)\b")


def _find_answer(
    about: Sequence[Said],
    named: Sequence[Mapping[str, float]],
    kind: str,
    noun: str,
    words: Sequence[str],
    wanted: Wanted,
) -> int | None:
    """Which of some sentences holds what is wanted; None for none."""
    spots = range(len(about))
    if kind == "name":
        return next((spot for spot in spots if _gives_name(about[spot])), None)
    if kind == "who":
        return next((spot for spot in spots if _gives_somebody(about[spot], words)), None)
    if kind == "why" and {*words} <= named[0].keys() and len(_weighty(about[0]) - {*map(stem, words)}) >= _TELLS_WHY:
        return 0  # "I lost a bet and had to shave my beard"
    if kind in _HOLDS:
        holds = _HOLDS[kind]
        others = ((spot, _without(about[spot].plain, words)) for spot in spots)
        return next((spot for spot, rest in others if holds.search(rest)), None)
    if noun:
        sorts = (spot for spot in spots if noun in named[spot])
        return next(sorts, 0 if {*words} <= named[0].keys() else None)
    if wanted.wh in ("about", "whether"):
        return 0
    if wanted.wh == "what" and re.search(r"\b(?:job|work)\b", wanted.rest) and not _WORKS.search(about[0].plain):
        return None
    near = find_kept_directions(one.plain for one in about) @ find_direction(wanted.plain)
    return max(spots, key=lambda spot: (len(named[spot].keys() - named[0].keys()), len(named[spot]), float(near[spot])))


_TELLS_WHY = 2
"""Words of weight beside those of a question from which on a sentence may tell why."""


def _weighty(said: Said) -> set[str]:
    return {stem(word) for word in split_words(said.plain) if word not in LIGHT and word not in _LIGHT}


_WORKS = re.compile(r"\b(?:is|was|as) an? \w+|\b(?:work|job|works|worked|runs?|ran|drives?|drove|teaches|taught)\b")


def _without(plain: str, words: Sequence[str]) -> str:
    """A plain sentence without the words that a question has said itself."""
    return " ".join("-" if word in words else word for word in plain.split())


def _gives_name(said: Said) -> bool:
    return bool(re.search(r"\b(?:called|named|names? (?:is|are|was)|call (?:him|her|it|them))\b", said.plain)) or bool(
        re.search(r"(?<!\bin )(?<!\bat )(?<!\bto )(?<!\bfrom )(?<!\bon )(?<=[\w,] )[A-ZÀ-Þ][^\W\d_]+", said.text)
    )


def _gives_somebody(said: Said, words: Sequence[str]) -> bool:
    """Whether a sentence names somebody whom a question does not."""
    others = {*_SOMEBODY.findall(_without(said.plain, words))}
    named = re.findall(r"(?<=[\w,] )([A-ZÀ-Þ][^\W\d_]+)", said.text)
    return bool(others) or any(each.lower() not in words for each in named)


def _find_named(words: Sequence[str], noun: str, said: Said) -> Mapping[str, float]:
    """Which of some words a sentence names, and how plainly; a noun by anything of its sort, too."""
    found = {word: named for word in (*words, *([noun] if noun else [])) if (named := _names(word, said))}
    return found if not noun or noun in found or not _has_sort(noun, said) else {**found, noun: _ALMOST}


def _has_sort(noun: str, said: Said) -> bool:
    """Whether a sentence holds something of the sort that is asked for: a cello, where it is which instrument."""
    direction = find_word(noun)[0]
    told = (each for each in split_words(said.plain) if each not in _LIGHT)
    return any(float(find_word(each)[0] @ direction) >= _OF_THAT_SORT for each in told)


def _may_be_users(wanted: Wanted, words: Sequence[str], kind: str, told: Sequence[Said]) -> bool:
    """Whether a question that names nobody may be about what the user has told: it names enough of it, or somebody of
    theirs."""
    if any(_is_called(word, told) for word in words):
        return True
    if wanted.wh in ("who", "where", "when") and len(words) > 1:
        return True
    if not _DEFINITE.search(wanted.rest) or (len(words) == 1 and kind not in _HOLDS and kind != "who"):
        return False
    return len(words) > 1 or any(re.search(rf"{_ONES} (?:\w+ )?{words[0]}\b", each.plain) for each in told)


_ONES = r"\b(?:the|my|our|an?|his|her|their|this|that)"
"""What stands before a thing that is told of."""
_DEFINITE = re.compile(r"\b(?:the|this|that|those|these)\b")
_GOES_ON = re.compile(
    r"(?:and |but |so )?(?:he|she|it|they|his|her|their|in|on|at|with|for|about|only|just|since|until)\b"
)


_POINTS_BACK = re.compile(r"\b(?:it|him|her|them|there|one)\b")


def _going_on(told: Sequence[Said], place: int) -> list[Said]:
    """What was told right behind a sentence, of the same: "she is at university", after "my daughter ..."."""
    found: list[Said] = []
    for each in told[place + 1 :]:
        points = _GOES_ON.match(each.plain) or (each.turn == told[place].turn and _POINTS_BACK.search(each.plain))
        if each.turn > told[place].turn + _NEXT or not points:
            break
        found.append(each)
    return found


def _beside(told: Sequence[Said], place: int) -> list[str]:
    """What was told before a sentence in the same message, and the sentence itself."""
    return [each.text for each in told[: place + 1] if each.turn == told[place].turn]


def _is_called(word: str, told: Sequence[Said]) -> bool:
    """Whether a word is the name of somebody whom the user has told of."""
    return any(re.search(rf"\b{re.escape(word.capitalize())}\b", each.text) for each in told)


def _names(word: str, said: Said) -> float:
    """How plainly a sentence that was told names a word: 1 in some form of it, less by one that stands for it."""
    told = {*split_words(said.plain)}
    stems = {*map(stem, told)}
    if {stem(word), stem(put_in_past(word))} & stems or any(put_in_past(each) == word for each in told):
        return 1.0
    if word in KINDS:
        return _ALMOST * any(each in told or stem(each) in stems for each in find_meant(word))
    direction = find_word(word)[0]
    others = (each for each in told if each not in _LIGHT and each not in KINDS)
    return _ALMOST * any(float(find_word(each)[0] @ direction) >= _ALIKE for each in others)
