"""The part of something told that says most, to be said back: "a shoebox with ambitions", "two hours about her knees".

Who listens says a piece of it back. What is said back must stand by itself, so it is a thing with what belongs to it,
never a clause: from an article, a number or a noun up to the next verb, joined to the next thing by "of", "with" and
the like. Of several the one that is told with the rarest words. A thing without an article is one only where its
neighbours show it ("sand", in "she got sand in her ears"; "grey", in "he's grey with one floppy ear", is none).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from avatar.brain.meaning import find_word
from avatar.brain.naming import KIN, KINDS, find_named
from avatar.brain.phrase_words import (
    ALWAYS_DONE,
    CALLED,
    COUNTED,
    DETERMINES,
    DOERS,
    EACH,
    ENDS,
    FEW,
    FIRST,
    GIVES,
    JOINS,
    LATER,
    LEANS,
    LIKENED,
    LIKENS,
    LONG_FORMS,
    MORE_DONE,
    MOST_WORDS,
    NEW,
    NO_FIRST_OF_BARE,
    NO_FORMS,
    NOT_FIRST,
    NOTHING_MUCH,
    NUMBERS,
    PLACES,
    PLURAL,
    POINTS_ON,
    POSSESSIVE,
    SAYS_NOTHING,
    TAKES,
    TIMES,
    TOKEN,
    TRAILING,
    WHEN,
)
from avatar.brain.soundness import is_only_typed
from avatar.brain.verbs import PASTS, is_verb


class Phrase(NamedTuple):
    """What may be said back."""

    text: str
    """As the one who said it is told: "your alarm clock"."""
    weight: float


def find_phrase(text: str, said: str = "", known: str = "", is_own: Callable[[str], object] = lambda _: None) -> str:
    """The part of something told, as it was typed, that is worth saying back; '' where there is none. `said`: what it
    answers, of which nothing is said back. `known`: what was told earlier, of which nothing is news. `is_own`: whether
    a text names somebody or something of the character's own."""
    spoken, told = ({*re.findall(r"[a-z']+", each.lower())} for each in (said, known))
    found = [
        each
        for each in find_phrases(text)
        if not (words := {*each.text.lower().split()} - DETERMINES - JOINS) <= spoken
        and not is_only_typed(each.text)
        and not each.text.lower().startswith(_TORN)
        and not words <= told | SAYS_NOTHING
        and not is_own(each.text)
    ]
    found = [each._replace(text=_CALLED_SO.sub(r"\1", each.text)) for each in found]
    best = max(found, key=lambda each: each.weight, default=None)
    if best is None and (done := _ACTIVITY.search(text)) and done["what"].lower() not in spoken | told:
        return done["what"].lower()
    return best.text if best is not None else ""


_TORN = (
    "rid of ",
    "kind of ",
    "sort of ",
    "bit of ",
    "lots of ",
    "lot of ",
    "out of ",
    "none of ",
    "most of ",
    "because of ",
)
"""How a piece begins that is torn from what stood before it: "get rid of the seventh graders"."""
_CALLED_SO = re.compile(r"((?:\S+ ){2,}\S+) (?:love|pet|mate|hen|duck|pal|hun|dear|chuck|babe|bab)")
"""What somebody is called behind a thing without a comma: "it's a shopping centre love"."""
_PERSON = re.compile(rf"\b(?:my|our) ((?:(?!(?:and|or|but|is|was|for|with|to)\b)\w+ )?({KIN}))(?!['’\w])", re.I)
_STYLED = re.compile(r"\b(?:Mrs?|Ms|Miss|Dr|Auntie?|Uncle|Nana?|Grandad|Granny) [A-Z][a-z]+\b(?!['’])")


def find_person(text: str, known: str = "") -> str:
    """Of whom something is told, as the one who said it is told: "your grandson Finlay", "Mrs Rennie"; '' for nobody,
    or where they were told of before. `known`: what was told earlier, plain."""
    told = known.split()
    named = {each.who: each.names[0] for each in find_named(text)}
    for found in _PERSON.finditer(text):
        name = named.get(found[2].lower(), "")
        if (name or found[2].split()[-1]).lower() not in told:
            return f"your {found[1].lower()} {name}".rstrip()
    return next((each[0] for each in _STYLED.finditer(text) if each[0].split()[1].lower() not in told), "")


_ACTIVITY = re.compile(
    r"\b(?:(?:just )?start(?:ed|ing)?|doing|do|loves?|likes?|enjoys?|into|(?:took|take|taken|taking) up|learn(?:ing|t)?"
    r"|tried|trying|teach(?:es|ing)?|miss(?:es|ed)?|(?:gave|given|giving) up|hooked on|mad about|good at|back to)"
    r" (?:a bit of |some |a spot of |the )?(?P<what>(?!go|do|be|hav|gett|mak|try|think|feel|see|work|look|com|tak|us"
    r"|putt|say|morn|even|noth|someth|anyth|everyth|thing\b|king\b|living|ask|tell|wait|hop|mean|let|keep|want)"
    r"(?:\w{2,}ing|pottery|karate|yoga|judo|ballet|origami|archery|chess|bridge|darts|bowls|calligraphy|carpentry"
    r"|woodwork|crochet|embroidery|photography|pilates|taxidermy))(?=[,.!?;]|$| (?:at|on|in|with|again|now|this|last"
    r"|every|for|since|and|but|club|classes|lessons|after)\b)",
    re.I,
)
"""What somebody does with their time, which stands without an article: "I've just started woodturning"."""


def find_phrases(text: str) -> Iterator[Phrase]:
    """Every part of something told that stands by itself, in order."""
    tokens = TOKEN.findall(text.replace("’", "'").replace("%", " percent"))
    place = 0
    while place < len(tokens):
        words = _take(tokens, place)
        if not words or (words[0].lower() == "her" and place and tokens[place - 1].lower() in GIVES):
            place += 1  # "I gave her yellow tulips"
            continue
        before = [each.lower() for each in tokens[max(0, place - 2) : place]]
        if any(each in ("not", "never", "no", "without") or each.endswith("n't") for each in before):
            place += len(words)
            continue  # "I'm not a great cook"
        if (
            before
            and before[-1] in ("in", "of")
            and place > 1
            and tokens[place - 2][:1].isupper()
            and words[-1][:1].isupper()
        ):
            place += len(words)
            continue  # "Wind in the Willows"
        likened = "like" in [each.lower() for each in tokens[max(0, place - 4) : max(0, place - 1)]]
        if before in (["that", "has"], ["that", "have"]) or (likened and len(words) < FEW and before[-1:] != ["like"]):
            place += len(words)
            continue  # "anything that has a plug", "like he's got a pass"
        first = place == 0 or not tokens[place - 1][0].isalnum()
        after = tokens[place + len(words)].lower() if place + len(words) < len(tokens) else ""
        if _stands(words, before, after, first=first) and (
            phrase := _weigh(_leave_out_when(words), before, place / max(len(tokens), 1), first=first)
        ):
            yield phrase
        place += len(words)


def _leave_out_when(words: Sequence[str]) -> list[str]:
    """The words of a thing without when it was: "my reading glasses on Tuesday"."""
    text = " ".join(words)
    while (bare := WHEN.sub("", text)) != text:
        text = bare
    return text.split()


def _stands(words: Sequence[str], before: Sequence[str], after: str, *, first: bool) -> bool:
    """Whether the words are a thing, rather than what something is like or what is done: an article or a number shows
    it, or else their neighbours do."""
    small = [word.lower() for word in words]
    last = before[-1] if before and not first else ""
    if small[0] in POINTS_ON or (last in LIKENS and small[0] not in ("a", "an")) or (first and last in LIKENS):
        return False
    if small[0] in DETERMINES or small[0] in NUMBERS or small[0].isdigit() or {"called", "named"} & {*small}:
        return True
    if last in ("called", "named") or (last == "me" and [*before][:1] == ["called"]):
        return True
    several = bool(PLURAL.fullmatch(small[-1])) and not _is_form(small[-1])
    given = several and len(words) > 1 and last in TAKES | {"her", "him", "them", "me"}
    is_known = any(find_word(word)[0].any() or word != word.lower() for word in words)
    if (small[0] in NO_FIRST_OF_BARE and not given) or not is_known:
        return False
    if words[0] != small[0] and not first:
        return len(words) > 1 or last in ("in", "from", "to", "near", "at")  # somebody alone is no thing
    if last in TAKES or (after in ("is", "was", "are", "were") and len(words) > 1):
        return True
    if several:
        return _is_form(last) if len(words) == 1 else last not in DOERS
    return first and bool(JOINS & {*small})


def _take(tokens: Sequence[str], start: int) -> list[str]:
    """The words of the thing that begins at a place; none where none does."""
    words = _take_thing(tokens, start)
    while words and (place := start + len(words)) < len(tokens) - 1 and len(words) < MOST_WORDS:
        joint = tokens[place].lower()
        if len(words) == 1 and words[0][:1].isupper() and joint in JOINS - {"of"} and not _begins_with_thing(words[0]):
            break  # "I'll tell Zosia about the critic"
        if joint == "with" and start and tokens[start - 1].lower() in LEANS and tokens[place + 1].lower() in DETERMINES:
            break  # "he banged on the wall with a shoe"
        named = tokens[place + 1][0].isupper() or tokens[place + 1].lower() in DETERMINES
        if joint == "at" and not named:
            break  # "it got my thumb at school"
        if tokens[place + 1][0].isdigit() and joint in ("at", "until", "till", "from"):
            break  # "on the couch at 9"
        if joint in ("called", "named") and tokens[place + 1][:1].isupper():
            return [*words, tokens[place], *_take_names(tokens, place + 1)]
        if joint in JOINS:
            more = _take_thing(tokens, place + 1)
        elif joint == "and" and words[-1][:1].isupper() and tokens[place + 1][:1].isupper():
            more = [tokens[place + 1]]
        else:
            break
        if not more or len(words) + 1 + len(more) > MOST_WORDS or more[-1].lower() in SAYS_NOTHING:
            break
        words += [tokens[place], *more]
    return words


def _take_names(tokens: Sequence[str], start: int) -> list[str]:
    """The names that begin at a place: "Salt, Pepper and Kevin"."""
    names = [tokens[start]]
    place = start + 1
    while place < len(tokens):
        more = tokens[place + 1][:1] if place + 1 < len(tokens) else ""
        if not (tokens[place][:1].isupper() or (tokens[place] in (",", "and") and more.isupper())):
            break
        names.append(tokens[place])
        place += 1
    return names


def _take_thing(tokens: Sequence[str], start: int) -> list[str]:
    words: list[str] = []
    for place, token in enumerate(tokens[start:], start):
        word = token.lower()
        if not token[0].isalnum():
            break
        determines = word in DETERMINES
        if determines and words:
            break
        if place == start and word.endswith("ed") and _is_served(tokens, place):
            words.append(token)
            continue  # "I've been eating pickled onions"
        if words and words[-1].lower() in KINDS and _is_form(word):
            break  # "my dad fixed radios"
        inside = place > 0 and tokens[place - 1][0].isalnum()
        follows = place + 1 < len(tokens) and _goes_on(tokens[place + 1])
        if not determines and _ends(word, token, words, inside=inside, follows=follows):
            break
        words.append(token)
    while words and words[-1].lower() in DETERMINES | TRAILING:
        words.pop()
    return words


def _begins_with_thing(word: str) -> bool:
    """Whether a word with a capital may be a thing at the beginning of a sentence, such as a number or several."""
    return word.lower() in NUMBERS or word[0].isdigit() or bool(PLURAL.fullmatch(word))


def _is_served(tokens: Sequence[str], place: int) -> bool:
    """Whether a word such as "pickled" says of what kind the things are that somebody has, eats or makes."""
    more = tokens[place + 1] if place + 1 < len(tokens) else "."
    return place > 0 and tokens[place - 1].lower() in TAKES and _goes_on(more) and bool(PLURAL.fullmatch(more))


def _goes_on(token: str) -> bool:
    """Whether a token may be the thing itself, behind what it is like: "a big sleeping animal"."""
    word = token.lower()
    return (
        token[0].isalpha()
        and word not in NUMBERS
        and not (ENDS.fullmatch(word) or word in JOINS or word in DETERMINES or _is_form(word))
    )


def _is_form(word: str) -> bool:
    """Whether a word is a form of a verb."""
    if word in NO_FORMS:
        return False
    stems = [word, *(word.removesuffix(end) for end in ("s", "es", "d", "ed", "ing") if word.endswith(end))]
    stems += (
        [f"{word[:-3]}e", word[:-4]]
        if word.endswith("ing")
        else [f"{word[:-3]}y"]
        if word.endswith(("ied", "ies"))
        else []
    )
    known = any(is_verb(each) or each in MORE_DONE for each in stems)
    return known or word in PASTS or bool(LONG_FORMS.fullmatch(word))


def _ends(word: str, token: str, words: Sequence[str], *, inside: bool, follows: bool) -> bool:
    """Whether a word is no part of the thing whose first words are given."""
    if ENDS.fullmatch(word) or word in JOINS or word.endswith("ly"):
        return True
    if word.removesuffix("'s") != word and word.removesuffix("'s") in KINDS and not follows:
        return True  # "my son's in prison"
    if inside and token[0].isupper():
        return False
    bare = bool(words) and words[-1].lower() in (DETERMINES | NUMBERS)
    described = follows and bool(words) and words[0].lower() in DETERMINES and word.endswith(("ing", "ed"))
    may_be_thing = (is_verb(word) or word in MORE_DONE) and word not in ALWAYS_DONE
    compound = may_be_thing and bool(words) and words[0].lower() in DETERMINES and not words[-1].endswith("s")
    return _is_form(word) and not (bare or described or compound)  # "a bread joke": one thing would joke with an s


def _weigh(words: Sequence[str], before: Sequence[str], place: float, *, first: bool) -> Phrase | None:
    small = [word.lower() for word in words]
    said = [
        each
        for each in small
        if each not in DETERMINES and each not in JOINS and each not in ("and", "called", "named")
    ]
    telling = [each for each in said if each not in SAYS_NOTHING and each not in NUMBERS and not each.isdigit()]
    if not telling or small[0] in NOT_FIRST or (len(small) > 1 and small[1] in ("one", "ones") and small[0] == "the"):
        return None
    if small[0] in ("its", "it's") and len(small) <= FEW:
        return None  # "its yusufs" is "it's Yusuf's"
    if small[-1].endswith(("'s", "s'")) or (len(small) > 1 and small[1] in ("name", "names", "name's")):
        return None  # "its darren's", "her names Cerys"
    if small[0] == "a" and small[-1] in ("level", "levels"):
        return None
    head = next((each for each, more in pairwise(small) if more in JOINS), small[-1])
    whose = small[0] in POSSESSIVE or small[0] in ("his", "her", "their", "the")
    if whose and (head in KINDS or (len(small) > 1 and small[-2] in KINDS and words[-1][:1].isupper())):
        return None  # "my mate Dave has bought a llama" is about the llama
    counted = small[0] in NUMBERS and bool(telling)  # "two hours about her knees"
    if (head in SAYS_NOTHING and not counted) or head in NOTHING_MUCH or head in NUMBERS or head[0].isdigit():
        return None
    if TIMES.fullmatch(" ".join(small)) or small[-1] in NUMBERS or (len(said) == 1 and said[0] in SAYS_NOTHING):
        return None
    called = bool(before) and (before[-1] in ("called", "named") or list(before) == ["called", "me"])
    placed = bool(before) and before[-1] in PLACES and len(small) <= FEW
    if not called and placed and (len(telling) == 1 or small[0] == "the"):
        return None  # "on an app", "in Brighton", "on the fourth floor"
    if len(telling) == 1 and not called and not _says_enough(small, telling[0], capital=words[-1][:1].isupper()):
        return None
    weight = EACH * (len(telling) - 1) + LATER * place
    weight += CALLED * (called or bool({"called", "named"} & {*small}))
    weight += LIKENED * bool(before and before[-1] in LIKENS and small[0] in NEW)
    weight += FIRST * ((small[0] in NEW) - bool(before and before[-1] in PLACES))
    weight += COUNTED * any(each in NUMBERS or each.isdigit() for each in small)
    kept = [POSSESSIVE.get(word.lower(), word) for word in words]
    if small[-1] == "ones" and small[0] in ("her", "him"):
        kept = kept[1:]  # "I gave her yellow ones"
    if first and (words[0].lower() in DETERMINES | NUMBERS or find_word(words[0].lower())[0].any()):
        kept[0] = kept[0].lower()
    return Phrase(" ".join(kept).replace(" ,", ","), weight)


def _says_enough(small: Sequence[str], word: str, *, capital: bool) -> bool:
    """Whether a thing of one word says something: "a lemsip", "two sugars", "goosebumps", but not "the chair"."""
    if small[0] in NEW or small[0] in NUMBERS or small[0].isdigit() or capital:
        return True
    return len(small) == 1 and bool(PLURAL.fullmatch(word)) and not _is_form(word) and not find_word(word)[0].any()
