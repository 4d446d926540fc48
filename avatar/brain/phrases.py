"""The part of something told that says most, to be said back: "a shoebox with ambitions", "two hours about her knees".

Who listens says a piece of it back. What is said back must stand by itself, so it is a thing with what belongs to it,
never a clause: from an article, a number or a noun up to the next verb, joined to the next thing by "of", "with" and
the like. Of several the one that is told with the rarest words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from avatar.brain.meaning import find_word
from avatar.brain.sentences import one_of
from avatar.brain.verbs import PASTS, is_verb

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,.;:!?()…–—*\"“”]+")
_DETERMINES = frozenset(
    "a an the my our his her their some this these those every each both another half several many no your".split()
)
_POSSESSIVE: Mapping[str, str] = {"my": "your", "our": "your", "mine": "yours", "ours": "yours", "your": "my"}
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen".split()
)
_JOINS = frozenset("of with in on at about for from until till under over behind by without through between".split())
"""What joins a thing to another one that belongs to it."""
_ENDS = re.compile(
    one_of(
        r"""i, you, he, she, it, we, they, me, him, them, us, that, which, who, whom, what, when, where, why, how,
        while, because, since, if, but, so, though, although, as, than, then, there, here, and, or, nor,
        too, also, just, only, even, still, never, once, twice, anyway, always, often, ever, not, very,
        really, quite, almost, again, ago, away, back, up, down, out, off, am, is, are, was, were, be,
        been, being, do, does, did, done, have, has, had, having, can, could, will, would, shall, should,
        may, might, must, went, gone, got, said, says, told, tells, came, comes, made, makes, took, takes,
        gave, gives, goes, left, kept, keeps, put, puts, let, lets, like, called, named, looks, seems,
        seem, feels, felt, to, into, onto, out, after, before, during, today, yesterday, tomorrow,
        tonight, now, soon, later, yet, please, yes, well, oh, ok, okay, hello, hi, thanks, sorry, haha,
        lol, actually, maybe, perhaps, it's, that's, he's, she's, i'm, i've, i'd, i'll, they're, they'd,
        we're, we've, don't, didn't, doesn't, can't, won't, isn't, wasn't, couldn't, there's, you're,
        let's, what's, myself, himself, herself, themselves, something, nothing, anything, everything,
        somebody, someone, either, neither, anybody, anyone, nobody, everyone, everybody, more, most,
        much, less, enough, least, lot, bit, such, own, front, near, along, against, across, around, past,
        towards, inside, outside, upstairs, downstairs, home, kind of, sort of, fine, sure, \w+n't, glad,
        ready, able, worth, instead, together, alone, everywhere, somewhere, anywhere, except"""
    )
)
"""What is no part of a thing, whatever stands before it."""
_LONG_FORMS = re.compile(r"\w{3,}ed|\w{5,}ing")
_NO_FORMS = frozenset(
    "red bed shed seed weed speed feed need creed wedding evening morning building ceiling painting spring string "
    "king ring thing wing sibling pudding stocking earring dressing clothing beginning ending feeling meaning "
    "recording tired bored hundred sacred naked beloved old-fashioned".split()
)
_NOT_FIRST = frozenset("no your this these those each both many another all every as good bad great best".split())
_SAYS_NOTHING = frozenset(
    "thing things time times way ways day days week weeks month year years moment while lot bit kind sort place "
    "people person man woman one ones other others rest end part point reason idea fact case side hour hours minute "
    "minutes morning evening night nights afternoon weekend today same first last next half it stuff guy guys kid "
    "child boy girl kids children living example".split()
)
"""Words that by themselves are nothing which could be said back."""
_TIMES = re.compile(
    r"(?:(?:last|next|this|that|every|all|the|one|some|these|each) )?(?:\w+ )?(?:days?|nights?|weeks?|months?|years?"
    r"|mornings?|evenings?|afternoons?|weekends?|times?|moment|\w+day|summer|winter|spring|autumn|january|february|march"
    r"|april|june|july|august|september|october|november|december|christmas|easter)s?"
)
_MOST_WORDS = 7
_PLURAL = re.compile(r"\w{3,}(?<![sui])s")
"""A word that may be several things: "curious" is none."""
_FEWEST_SAID = 7.5
"""How much a phrase must say: a rare word, or two of some weight."""
_AT_MOST = 9.0
"""The most that one word counts: a name is unknown, and says no more than a rare word."""
_WITH_MORE = 2.5
"""What each further word that says something is worth beside its own weight: "muddy boots" rather than "boots"."""
_LIKENED, _CALLED, _COUNTED = 6.0, 8.0, 2.0
"""What more a comparison says, a name that was given, and a number."""
_LATER = 0.6
"""What more each further place in the message is worth: who tells something ends with it."""


class Phrase(NamedTuple):
    """What may be said back."""

    text: str
    """As the one who said it is told: "your alarm clock"."""
    weight: float


def find_phrase(text: str, said: str = "") -> str:
    """The part of something told, as it was typed, that is worth saying back; '' where there is none. `said`: what it
    answers, of which nothing is said back."""
    known = {*re.findall(r"[a-z']+", said.lower())}
    found = [each for each in find_phrases(text) if not {*each.text.lower().split()} - _DETERMINES <= known]
    best = max(found, key=lambda each: each.weight, default=None)
    return best.text if best is not None and best.weight >= _FEWEST_SAID else ""


def find_phrases(text: str) -> Iterator[Phrase]:
    """Every part of something told that stands by itself, in order."""
    tokens = _TOKEN.findall(text.replace("’", "'"))
    place = 0
    while place < len(tokens):
        words = _take(tokens, place)
        if not words:
            place += 1
            continue
        before = [each.lower() for each in tokens[max(0, place - 2) : place]]
        if any(each in ("not", "never", "no", "without") or each.endswith("n't") for each in before):
            place += len(words)
            continue  # "I'm not a great cook"
        first = place == 0 or not tokens[place - 1][0].isalnum()
        if phrase := _weigh(words, before, place / max(len(tokens), 1), first=first):
            yield phrase
        place += len(words)


def _take(tokens: Sequence[str], start: int) -> list[str]:
    """The words of the thing that begins at a place; none where none does."""
    words = _take_thing(tokens, start)
    while words and (place := start + len(words)) < len(tokens) - 1 and len(words) < _MOST_WORDS:
        joint = tokens[place].lower()
        if joint in _JOINS or (joint in ("called", "named") and tokens[place + 1][:1].isupper()):
            more = _take_thing(tokens, place + 1)
        elif joint == "and" and words[-1][:1].isupper() and tokens[place + 1][:1].isupper():
            more = [tokens[place + 1]]
        else:
            break
        if not more or len(words) + 1 + len(more) > _MOST_WORDS or more[-1].lower() in _SAYS_NOTHING:
            break
        words += [tokens[place], *more]
    return words


def _take_thing(tokens: Sequence[str], start: int) -> list[str]:
    words: list[str] = []
    for place, token in enumerate(tokens[start:], start):
        word = token.lower()
        if not token[0].isalnum():
            break
        determines = word in _DETERMINES
        if determines and words:
            break
        inside = place > 0 and tokens[place - 1][0].isalnum()
        follows = place + 1 < len(tokens) and _goes_on(tokens[place + 1])
        if not determines and _ends(word, token, words, inside=inside, follows=follows):
            break
        words.append(token)
    while words and words[-1].lower() in _DETERMINES:
        words.pop()
    return words


def _goes_on(token: str) -> bool:
    """Whether a token may be the thing itself, behind what it is like: "a big sleeping animal"."""
    word = token.lower()
    return (
        token[0].isalpha()
        and word not in _NUMBERS
        and not (_ENDS.fullmatch(word) or word in _JOINS or word in _DETERMINES or _is_form(word))
    )


def _is_form(word: str) -> bool:
    """Whether a word is a form of a verb."""
    if word in _NO_FORMS:
        return False
    stems = [word, *(word.removesuffix(end) for end in ("s", "es", "d", "ed", "ing") if word.endswith(end))]
    stems += (
        [f"{word[:-3]}e", word[:-4]]
        if word.endswith("ing")
        else [f"{word[:-3]}y"]
        if word.endswith(("ied", "ies"))
        else []
    )
    return word in PASTS or any(map(is_verb, stems)) or bool(_LONG_FORMS.fullmatch(word))


def _ends(word: str, token: str, words: Sequence[str], *, inside: bool, follows: bool) -> bool:
    """Whether a word is no part of the thing whose first words are given."""
    if _ENDS.fullmatch(word) or word in _JOINS or word.endswith("ly"):
        return True
    if inside and token[0].isupper():
        return False
    bare = bool(words) and words[-1].lower() in (_DETERMINES | _NUMBERS)
    described = follows and bool(words) and words[0].lower() in _DETERMINES and word.endswith(("ing", "ed"))
    compound = is_verb(word) and bool(words) and words[0].lower() in _DETERMINES and not words[-1].endswith("s")
    return _is_form(word) and not (bare or described or compound)  # "a bread joke": one thing would joke with an s


def _weigh(words: Sequence[str], before: Sequence[str], place: float, *, first: bool) -> Phrase | None:
    small = [word.lower() for word in words]
    said = [
        each
        for each in small
        if each not in _DETERMINES and each not in _JOINS and each not in ("and", "called", "named")
    ]
    telling = [each for each in said if each not in _SAYS_NOTHING and each not in _NUMBERS and not each.isdigit()]
    if not telling or small[0] in _NOT_FIRST or (len(small) > 1 and small[1] in ("one", "ones") and small[0] == "the"):
        return None
    if _TIMES.fullmatch(" ".join(small)) or small[-1] in _NUMBERS or (len(said) == 1 and said[0] in _SAYS_NOTHING):
        return None
    weights = sorted((min(find_word(each)[1], _AT_MOST) for each in telling), reverse=True)
    weight = weights[0] + _WITH_MORE * (len(telling) - 1)
    called = bool(before) and (before[-1] in ("called", "named") or list(before) == ["called", "me"])
    weight += _CALLED * (called or bool({"called", "named"} & {*small}))
    weight += _LIKENED * bool(before and before[-1] in ("like", "as") and small[0] in ("a", "an"))
    weight += _COUNTED * any(each in _NUMBERS or each.isdigit() for each in small)
    weight += _LATER * place
    alone = len(said) == 1 and len(small) == 1 and not called
    if (
        alone
        and not (words[0][:1].isupper() and not first)
        and not (_PLURAL.fullmatch(small[0]) and not _is_form(small[0]))
    ):
        return None  # "curious" and "soft" are no things
    kept = [_POSSESSIVE.get(word.lower(), word) for word in words]
    if small[-1] == "ones" and small[0] in ("her", "him"):
        kept = kept[1:]  # "I gave her yellow ones"
    if first and (words[0].lower() in _DETERMINES | _NUMBERS or find_word(words[0].lower())[0].any()):
        kept[0] = kept[0].lower()
    return Phrase(" ".join(kept), weight)
