"""What a question that goes on with the character's last words is about, and what its sheet answers.

"who is he?", "why a goose?", "what boat?", "and then?": whom or what it is about is found in the question or in what
was just said; what is wanted of it picks a line. Where the sheet has none, what is wanted is said with the thing named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from avatar.brain.leads import lead
from avatar.brain.own_questions import ENOUGH, VERY, asks_the_same, find_own, says_more
from avatar.brain.plain import split_words
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import Entry, Line, Sheet, find_nearness, make_bare

_LEAD = lead("really|yeah|nice|cool")
_BE = r"(?:is|was|are|were)"
_THEM = r"(?:he|she|it|they|him|her|them|his|its|their|that|this|those|these|there)"
_WANTED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "then",
            (
                r"(?:then what|and then|(?:what )?happened?\b.*|what came of .*|what became of .*"
                r"|how (?:did|does|do) .* (?:end|go|turn out|work out|happen)|go on|tell me more.*|more about .*|more"
                r"|what (?:did|have) (?:he|she|it|they|you) do(?: (?:then|next|about (?:it|that)))?|what next)$"
            ),
        ),
        ("name", r".*\b(?:names?|named|called)\b|what do you call .*"),
        (
            "why",
            r"(?:why|how come|what for|for what|what makes|what made|for what reason)\b|.*\b(?:reason|the point)\b",
        ),
        ("number", r"how (?:many|much|old|long|big|tall|far|often|heavy|fast|deep|high|small|large)\b"),
        ("when", r"(?:when|what (?:time|year|day)|since when|how long ago)\b"),
        (
            "where",
            (
                r"(?:where|which (?:town|place|city|country))\b"
                r"|(?:do|have) you (?:still )?(?:have|got|keep) (?:it|him|her|them)\b"
            ),
        ),
        (
            "like",
            (
                rf"what (?:{_BE}|does|do|did) .*\blike\b|what colou?r\b|describe\b|how (?:does|did|do) .* look\b"
                r"|what (?:does|did) .* (?:look|sound|smell|taste|feel)\b|what (?:kind|sort) of (?:person|man|woman)\b"
            ),
        ),
        (
            "does",
            (
                r"what (?:does|do|did|can|will|would) .*\b(?:do|say|sing|eat|want|think|play|write|read|make|use)\b"
                r"|what (?:does|did) (?:he|she|it|the \w+) "
                r"(?!look|sound|smell|taste|feel|mean|cost|weigh|like|have)\w+$"
            ),
        ),
        (
            "feels",
            (
                rf"{_BE} \w+(?: \w+)? (?:(?:a|very|really|quite|so|as) )*(?:nice|kind|good|friendly|clever|funny"
                r"|pretty|sweet"
                r"|mean|bad|lovely|horrible|nasty|useful|useless|annoying|rude|polite|cute|strange|odd|weird|grumpy|shy"
                r"|your friend|your favourite)\b"
                r"|(?:do|did|are|were|would|have|will) you\b.*\b(?:like|love|miss|hate|know|see|talk|friends?|close"
                r"|married|get on|get along|mind|afraid|scared|forgive|trust|visit|speak)\b|how do you feel\b"
            ),
        ),
        ("how", r"how\b"),
        ("who", rf"(?:who|whom|whose|what (?:{_BE}|kind|sort)|which|tell me about|what about|about|explain)\b"),
        ("so", r"(?:is|are|was|were|do|does|did|have|has|had|can|could|will|would|should|ever)\b"),
    )
)
"""What is wanted, by how it is asked, the more particular ways first."""
_NEXT_BEST: dict[str, tuple[str, ...]] = {
    "who": ("who", "like", "does", "then"), "then": ("then", "does", "how", "why"), "like": ("like", "who"),
    "does": ("does", "like"), "name": ("name",), "feels": ("feels", "like"), "why": ("why",), "how": ("how",),
}  # fmt: skip
"""Kinds of lines that answer what is wanted, the best first; of others only the kind itself."""
_BARE = re.compile(
    rf"{_LEAD}(?:(?:as|by|with|from|to|of) (?:what|who|whom)"
    r"|why|why not|why is that|why that|how come|who|where|when|how|what for|and then|then what|what then"
    r"|what next|what happened(?: (?:then|next|after(?: that)?|in the end|there|to (?:him|her|it|them)))?"
    r"|how did (?:that|it) (?:end|go|turn out|happen)|tell me more(?: about (?:it|that|him|her|them))?|go on|more"
    r"|and after that|what came of it|like what|such as|which one|which|how so)"
    r"(?: (?:please|then|though|lol|haha|exactly))*"
)
"""What asks on without naming anything."""
_POINTING = re.compile(rf"\b{_THEM}\b")
_ABOUT_ME = re.compile(r"\b(?:i|my|me|mine|we|our|us)\b(?<!tell me)(?<!show me)")
_ASKS = re.compile(
    rf"{_LEAD}(?:who|whom|whose|what|where|when|why|how|which|is|are|am|was|were|do|does|did|have|has|had|can|could|may"
    r"|will|would|tell me|a|an|the|your|any|describe|explain|about|more|really)\b"
)
_ARTICLE = re.compile(r"^(?:the|a|an|my|your) ")
_SMALL = frozenset(
    "thing things one ones time day way bit lot year years name good nice people somebody nobody".split()
)
"""Words that name nothing which could be asked about, however often they are said."""
_ECHO = re.compile(
    rf"{_LEAD}(?:what|which|what kind of|what sort of|whose|why|why the|why a|a|an|the|your|the word)? ?((?:\w+ )?\w+)"
)
"""A thing asked back: "what boat?", "a goose?"."""
_PRONOUN_OF = {
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "they": "they", "them": "they", "their": "they",
    "it": "it", "its": "it",
}  # fmt: skip
_LIKE_ENOUGH = 0.62
"""Likeness of a line to a question from which on it answers it, whatever kind it is of."""
_AS_WRITTEN = 0.9
"""Likelihood to one of its own questions from which on it is that question, in other words at most for a little."""


class Found(NamedTuple):
    """What answers a question that goes on."""

    card: str
    """The line; '' where none fits."""
    wanted: str
    """What was asked for: a kind of line, '' for none."""
    thing: str
    """What it is about, as it is named; '' where nothing was named."""
    entry: Entry | None
    named: bool
    """Whether the question named what it is about."""
    written: bool = False
    """Whether the line is written for this very question of what was just spoken of."""


def find_wanted(plain: str) -> str:
    """What a plain question wants to know: a kind of line; '' for none."""
    bare = re.sub(rf"^{_LEAD}", "", plain)
    return next((kind for kind, pattern in _WANTED if pattern.match(bare)), "")


def is_bare(plain: str) -> bool:
    """Whether a plain sentence asks on and names nothing: "why?", "and then?"."""
    return bool(_BARE.fullmatch(plain))


def find_going_on(
    sheet: Sheet,
    plain: str,
    replies: Sequence[str],
    spoken: Sequence[Entry],
    is_given: Callable[[str], bool],
    asked_of: Sequence[Entry] = (),
    *,
    asked: bool = True,
) -> Found | None:
    """What a plain question asks on about, and the line that answers it; None where it asks about something else.

    `asked`: it is a question, as far as its form or its mark tells. `replies`: the character's last ones, and `spoken`
    what was spoken of by then, the latest first; `asked_of`: what the user's last message named.
    """
    said = replies[0] if replies else ""
    named = sheet.find_named(plain)
    before = sheet.find_named(said)
    teller = sheet.find_telling(said)
    wanted = find_wanted(plain)
    if named and not asked and _is_name(plain, named[-1]) and named[-1] in before:
        return None  # "Gerald! Perfect." asks nothing, where it was just said who that is
    if named:
        return _find_of_named(_most_named(named, before), plain, wanted or "who", is_given, asked=asked)
    if is_bare(plain):
        entries = [teller] if teller else before if wanted in ("then", "who", "where", "") else []
        for entry in entries:
            if card := _pick(entry, plain, wanted, is_given, sure=False):
                return Found(card, wanted, entry.name, entry, named=False)
        return None
    if not _ASKS.match(plain) or not asked:
        return None
    first = [*([teller] if teller else []), *(each for each in asked_of if each in before)]
    if first and (card := _as_written(first[0], plain, is_given)):
        return Found(card, wanted, first[0].name, first[0], named=False)  # "how did you meet" names nobody
    of_user = bool(_ABOUT_ME.search(plain))
    echoed = (thing for each in replies if (thing := find_echoed(plain, each)))
    if not of_user and (thing := next(echoed, "")):
        owned = sheet.find_by_head(thing.split()[-1].lower())
        card = _pick(owned, plain, wanted or "who", is_given, sure=True) if owned is not None else ""
        return Found(card, wanted or "who", thing, owned, named=True)
    meant = _pointed_at(plain, [*first, *reversed(before), *spoken, *sheet.find_unnamed(said)])
    if meant is None or (meant not in before and meant is not teller and _is_somebody_else(plain, said)):
        return None
    if of_user and not _as_written(meant, plain, is_given):
        return None  # "can I see it" may be of anything, unless the sheet has that very question
    return Found(_pick(meant, plain, wanted, is_given, sure=False), wanted, meant.name, meant, named=False)


def find_written(
    sheet: Sheet,
    plain: str,
    replies: Sequence[str],
    spoken: Sequence[Entry],
    is_given: Callable[[str], bool],
    asked_of: Sequence[Entry] = (),
) -> Found | None:
    """The line that is written, word for word, for a plain question of what was just spoken of, though the question
    points at nothing that was: "where did you stay" of a town; None where there is none. As `find_going_on` takes
    them."""
    if not _ASKS.match(plain):
        return None
    said = replies[0] if replies else ""
    teller = sheet.find_telling(said)
    just = [*([teller] if teller else []), *asked_of, *reversed(sheet.find_named(said)), *spoken]
    pointed = {_PRONOUN_OF[word] for word in split_words(plain) if word in _PRONOUN_OF}
    if pointed & {each for entry in just for each in (entry.pronoun, entry.also)}:
        return None
    for entry in dict.fromkeys(just):
        line = next((line for line in entry.lines if plain in line.asked and not is_given(line.text)), None)
        if line is not None:
            return Found(line.text, find_wanted(plain), entry.name, entry, named=False, written=True)
    return None


def _find_of_named(
    entry: Entry, plain: str, wanted: str, is_given: Callable[[str], bool], *, asked: bool
) -> Found | None:
    """What a question that names an entry asks of it, and the line that answers it; None where it asks for something
    else."""
    if _WHO_DID.match(plain) and not _own_answer(entry, plain):
        return None
    if not (asked and _ASKS.match(plain)) and not _is_name(plain, entry):
        return None
    card = _pick(entry, plain, wanted, is_given, sure=True)
    return Found(card, wanted, entry.name, entry, named=True) if card or not _says_more(plain, entry) else None


def _is_name(plain: str, entry: Entry) -> bool:
    """Whether a plain sentence is no more than the name of an entry."""
    return _ARTICLE.sub("", plain) in [_ARTICLE.sub("", make_bare(name)) for name in entry.names]


def _as_written(entry: Entry, plain: str, is_given: Callable[[str], bool]) -> str:
    """The line of an entry that is written for this very question; '' for none."""
    return next((line.text for line in entry.lines if plain in line.asked and not is_given(line.text)), "")


_WHO_DID = re.compile(rf"{_LEAD}(?:who|which) (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|about\b|happened\b)\w+")
"""What asks for somebody who did something with what it names: "who looked after the library"."""


def _says_more(plain: str, entry: Entry) -> bool:
    """Whether a question holds more than what it names and how it asks: "why did you become a puppet"."""
    named = {word for name in entry.names for word in split_words(make_bare(name))}
    return sum(word not in LIGHT and word not in named for word in split_words(plain)) > 1 or bool(
        _OF_YOU.search(plain)
    )


_OF_YOU = re.compile(r"\b(?:did|do|are|were|have) you\b")


def _own_answer(entry: Entry, plain: str) -> bool:
    """Whether an entry has a line for this very question."""
    return find_own(entry, plain, lambda _: True, ENOUGH, names=entry.names)[1] is not None


def find_echoed(plain: str, said: str) -> str:
    """A thing that a plain question takes up from what was just said, as it was said: "fan" for "what fan?"."""
    spoken = {stem(word): word for word in split_words(make_bare(said)) if word not in LIGHT and word not in _SMALL}
    words = [word for word in split_words(plain) if word not in LIGHT and stem(word) in spoken and len(word) > 2]
    if not words:
        return ""
    others = [word for word in split_words(plain) if word not in LIGHT and stem(word) not in spoken]
    found = _ECHO.fullmatch(plain)
    if not found and (others or not find_wanted(plain) or _is_of_you(plain) or _POINTING.search(plain)):
        return ""
    if found and stem(found[1].split()[-1]) not in spoken:
        return ""
    return _as_named(spoken[stem(words[-1])], said)


def _as_named(word: str, said: str) -> str:
    """A word of what was said, as the thing that it is: "the boat" for "I once lost a boat"."""
    if re.search(rf"(?<=[a-z,] ){word.capitalize()}\b", said):
        return word.capitalize()
    determined = rf"\b(?:a|an|the|my|his|her|our|their|your|that|this|some|no|one|two|three) (?:\w+ ){{0,2}}{word}\b"
    return f"the {word}" if re.search(determined, said, re.I) else word


def _is_of_you(plain: str) -> bool:
    return bool(re.search(r"\b(?:do|are|can|will|would|have) you\b(?! (?:mean|call)\b)", plain))


_OWN = re.compile(
    r"\b(?:your|the|an?|any|some|every|other) (?!same\b|end\b|point\b|matter\b|problem\b|story\b|reason\b)\w+"
)


def _has_own_subject(plain: str) -> bool:
    """Whether a question names a subject of its own beside what it points at: "is it true that cats purr"."""
    return not _POINTING.search(plain) or (len(plain.split()) > _LONGEST and bool(_OWN.search(plain)))


_NOTHING = re.compile(
    r"\b(?:what|which) (?:day|time|date|month|year|season|colour|language|weather) is it\b|\bis it (?:late|early"
    r"|raining|snowing|sunny|cold|hot|dark|time|true|possible|ok|okay|worth|hard|easy|christmas|\w+day)\b"
    r"|\bit (?:\w+ )?(?:rain|snow)"
    r"|\bhow (?:is|are) (?:it|they|things) going\b|\b(?:do|does|did|will|would|can|could) it (?:matter|hurt to|be ok)\b"
)
"""Where "it" stands for nothing."""
_SHORT = 4
"""Words of a question that is about no more than what it points at: "where is that?"."""
_LONGEST = 7
"""Words of a question from which on it is about more than what it points at."""


_BY_GENDER = (
    (re.compile(r"\b(?:she|her|hers)\b"), re.compile(r"\b(?:lady|woman|girl|wife|widow|landlady|nurse)\b", re.I)),
    (re.compile(r"\b(?:he|him|his)\b"), re.compile(r"\b(?:man|gentleman|boy|husband|fellow|critic|judge)\b", re.I)),
)


def _is_somebody_else(plain: str, said: str) -> bool:
    """Whether the character's last reply spoke of a woman, or a man, whom it did not name: "she" is that one."""
    return any(asked.search(plain) and spoken.search(said) for asked, spoken in _BY_GENDER)


_WHICH_ONE = re.compile(rf"{_LEAD}which (?:one|of)\b")
"""What asks for one of several, and so points at none."""


def _most_named(named: Sequence[Entry], before: Sequence[Entry]) -> Entry:
    """Of what a question names, what was not spoken of before, or else the last."""
    return next((entry for entry in reversed(named) if entry not in before), named[-1])


def _pointed_at(plain: str, near: Iterable[Entry]) -> Entry | None:
    """What "he", "she", "it" or "they" stand for: the last thing named that may be pointed at so."""
    if _has_own_subject(plain):
        return None
    entries = list(dict.fromkeys(near))
    if _WHICH_ONE.match(plain):
        return None
    words = [word for word in split_words(plain) if word in _PRONOUN_OF]
    if not words:
        short = len(plain.split()) <= _SHORT and re.search(r"\b(?:that|this|those)$", plain)
        return entries[0] if entries and short and not _WHO_DID.match(plain) else None
    if _NOTHING.search(plain):
        return None
    meant = next((entry for entry in entries if _PRONOUN_OF[words[0]] in (entry.pronoun, entry.also)), None)
    return meant if meant is None or not _WHO_DID.match(plain) or _own_answer(meant, plain) else None


def _pick(entry: Entry, plain: str, wanted: str, is_given: Callable[[str], bool], *, sure: bool) -> str:
    """The line of an entry that answers best what is asked of it; '' where none does.

    `sure`: it was asked for by name, so that any line will do where who or what it is was asked.
    """
    fresh = [line for line in entry.lines if not is_given(line.text)]
    if not fresh:
        return ""
    if _asks_only_who(entry, plain):
        fresh = [line for line in fresh if line.kind or plain in line.asked]
    asked, own = find_own(entry, plain, lambda line: line in fresh, ENOUGH, names=entry.names)
    if own is not None and asked >= VERY and (asked >= _AS_WRITTEN or asks_the_same(entry, plain, own)):
        return own.text
    if line := next(
        (line for line in _in_turn(entry, wanted) if line in fresh and _is_about(entry, line, plain)), None
    ):
        return line.text
    if own is not None and (asked >= _AS_WRITTEN or says_more(entry, plain)):
        return own.text
    if wanted in ("so", ""):
        return ""  # what is near to a yes or no is none
    near = find_nearness(entry, plain)
    scores = {
        line.text: float(near[spot])
        for spot, line in enumerate(entry.lines)
        if line in fresh and line.kind and _is_about(entry, line, plain)
    }
    best = max(scores, key=lambda text: scores[text], default="")
    if best and (scores[best] >= _LIKE_ENOUGH or wanted == "then" or (sure and wanted == "who")):
        return best
    return ""


_ONLY_WHO = re.compile(
    rf"{_LEAD}(?:(?:who|what) {_BE}|(?:(?:can|could|will|would) you )?(?:tell me|talk)(?: (?:a bit|something|some))?"
    r"(?: more)? about|(?:what|how|more) about|describe|explain)(?: (?:the|a|an|this|that|your))?"
)
"""What asks who or what something is, and no more, before its name."""


def _asks_only_who(entry: Entry, plain: str) -> bool:
    """Whether a question only asks who or what something is, so that no question of its own is meant."""
    names = (_ARTICLE.sub("", make_bare(name)) for name in entry.names)
    return any(plain.endswith(f" {name}") and _ONLY_WHO.fullmatch(plain[: -len(name) - 1]) for name in names)


_MISSED = 4.4
"""The weight of a word of a question from which on a line that has nothing like it answers another one."""
_ASKING = LIGHT | frozenset(
    "name names named called call like look looks happen happened happens tell said old made many long far big kind "
    "sort about then next after end ended go mean first last time times thing things ever really still exactly "
    "please".split()
)
"""Words that say how it is asked, and not of what."""


_HOW_LONG = re.compile(rf"{_LEAD}how (?:long|old|often|late|early|far)\b")
_LASTS = re.compile(
    r"\b(?:years?|months?|weeks?|days?|nights?|hours?|minutes?|seconds?|winters?|summers?|autumns?|springs?|centur\w+"
    r"|since|ago|until|till|ever|always|age|old|young\w*|birthday|once|twice|times|every|never|miles?|mondays?|tuesdays?"
    r"|fridays?|sundays?|christmas|lifetime|forty|thirty|ninety|eighty|seventy|sixty|fifty)\b"
)
_REASONS = ("why", "how", "where")
_HAVING = frozenset("wear have keep use carry need got hold like made make".split())
"""Verbs that say no more than that it is there: "why do you wear a monocle"."""


def _is_about(entry: Entry, line: Line, plain: str) -> bool:
    """Whether a line of the kind that is wanted holds all that the question names: "is he magnetic" is no "so" of any
    sort."""
    if line.kind == "number" and _HOW_LONG.match(plain) and not _LASTS.search(make_bare(line.text)):
        return False  # "how long have you been here" asks for no number of books
    names = {word for name in entry.names for word in split_words(make_bare(name))}
    words = [word for word in split_words(plain) if word not in _ASKING and word not in names and word.isalpha()]
    if not words or (line.kind in _REASONS and len(words) == 1 and words[0] in _HAVING):
        return line.kind != "so"
    told = [word for word in split_words(f"{make_bare(line.text)} {' '.join(line.asked)}") if word not in LIGHT]
    if line.kind == "who":
        told += [word for name in entry.names for word in split_words(make_bare(name))]
    return bool(told) and find_cover(words, told)[1] < _MISSED


def _in_turn(entry: Entry, wanted: str) -> Iterator[Line]:
    return entry.of_kind(*_NEXT_BEST.get(wanted, (wanted,)))
