"""What a sentence names that can be asked about: "the conductor" in "the conductor is a tyrant", and what sort it is.

Where nothing is listened for, a question about the very thing that was named is better than a nod.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from avatar.brain.meaning import Floats, find_directions
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import one_of

_DETERMINED = re.compile(r"(?<![\w'])(a|an|the|my|our|his|her|their|some|this|these|those|two|three|four) (?=[a-z])")
_PLACED = re.compile(
    r"\b(?:in|on|at|by|from|near|behind|under|over|into|onto|inside|outside|after|before|during|past)$"
)
"""Before what only says where or when."""
_ENDS = re.compile(
    r"(?:\w+ed|\w{2,}(?<!str)(?<!spr)(?<!th)(?<!build)(?<!paint)(?<!even)(?<!morn)(?<!ceil)(?<!wedd)ing|\w+ly|"
    + one_of(
        r"""who, which, said, says, paid, came, went, made, makes, got, gave, gives, took, takes, threw, left, lost,
        found, told, tells, ran, runs, fell, broke, breaks, sat, sits, stood, stands, slept, sleeps, ate, eats, drank,
        bought, sold, sent, kept, keeps, put, puts, let, lets, looks, sounds, smells, tastes, feels, felt, wants, needs,
        lives, works, plays, comes, goes, thinks, knows, knew, thought, won, met, saw, sees, heard, hears, wrote,
        reads, read, drove, flew, grew, blew, sang, hid, bit, hit, cut, hurt, hurts, won't, opens, closes, starts,
        stops, happens, helps, calls, across, along, around, against, between, behind, under, near, through, without,
        until, while, since, during, before, after, again, ago, away, back, next, last, every, each, ever, once, else,
        yet, soon, later, instead, together, alone, much, like, likes, loves, hates, lately, anyway, though, everywhere,
        somewhere, anywhere, off, down, up, out, is, was, gone, done, dead, broken, finished,
        wrong, full, empty, too, only, both, either, neither"""
    )
    + r")"
)
"""What ends the name of a thing."""
_NO_THING = frozenset(
    "lot bit little few while moment time times day days week weekend month year hour minute morning evening afternoon "
    "night way thing things kind sort one ones other others same rest end top bottom front side middle half most whole "
    "first second last next best worst point fact idea reason people person man woman guy mess shame pity joke "
    "mistake problem matter case something nothing everything anything couple dozen hundred thousand million piece "
    "part place world one two three four five six seven eight nine ten eleven twelve twenty clock "
    "knee knees foot feet hand hands head neck back leg legs arm arms eye eyes ear ears tooth teeth heart hip hips "
    "hair "
    "btw lol tbh innit "
    "face fuss sense difference living effort noise impression start go look try break chance".split()
)
"""Words that name nothing by themselves which could be asked about."""
_NAMES = re.compile(
    r"(?<=[a-z,;] )(?!I\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Christmas|Easter)([A-Z][a-zà-ÿ]{2,}(?: [A-Z][a-zà-ÿ]{2,})?)\b"
)
_CALLED = re.compile(
    r"\b(?:she|he|who|her name|his name)(?:'s|s| is| was)? (?:called |named )?([A-Z][a-zà-ÿ]+)", re.ASCII
)
"""Somebody who is told by name: "she's called Dorota"."""
_LONGEST = 3
_IS = re.compile(
    r"(?<!there)(?:'m|'s|'re| am| is| are| was| were| been| be|^is|^was)(?: (?:just|only|still|once|not|such))?$"
)
"""Before what somebody or something is: "I was a student", "it's a monster"."""
_NO_NAME = re.compile(
    r".*'s|(?!forest|guest|chest|nest|west|harvest|request|protest|interest|test|contest|priest)\w{3,}est"
)
"""What ends no name: "Anna's", "the hardest"."""
_COMPARED = re.compile(r"\b(?:like|than|as \w+ as)$")
"""Before what something is only compared to: "I creak like a gate"."""
_YOURS: Mapping[str, str] = {"my": "your", "our": "your", "a": "the", "an": "the", "some": "the"}
_SORTS: Mapping[str, str] = {
    "person": """friend, mother, father, brother, sister, son, daughter, grandson, grandmother, uncle, boss, teacher,
        doctor, neighbour, conductor, nurse, wife, husband, baby, child, boy, girl, colleague, driver, customer,
        manager, dentist, landlord, cousin, captain, priest, lady, buyer, seller, guest, visitor,
        builder, plumber, vet, farmer, student, flatmate, roommate, mate, girlfriend, boyfriend,
        partner, niece, nephew, nan, nana, gran, granny, missus, hubby, fella, bloke, lad,
        lass, papa, pupil, headteacher, aunt, granddaughter, grandad, grandma, mum, mom, dad, supervisor, landlady""",
    "animal": """dog, cat, horse, bird, rabbit, hamster, parrot, tortoise, cow, sheep, fish, spider, hedgehog, fox,
        snake, budgie, kitten, puppy, goldfish, pony, hen, mouse""",
    "place": """town, city, village, street, park, beach, mountain, river, island, country, school, church, hotel,
        station, shop, museum, lake, forest, garden, kitchen""",
    "food": """bread, cake, soup, cheese, pie, pasta, salad, chicken, rice, chocolate, biscuit, stew, sandwich, pizza,
        curry, apple, tomato, wine, coffee""",
    "event": """wedding, party, concert, match, exam, meeting, trip, holiday, interview, funeral, birthday, lesson,
        rehearsal, race, appointment, journey, festival""",
    "work": """song, book, film, novel, poem, painting, album, symphony, game, play, story, photograph, sculpture,
        opera, symphony, drawing, music""",
    "thing": """machine, car, chair, table, lamp, computer, phone, bag, shoe, clock, knife, box, tool, bicycle, engine,
        watch, instrument, guitar, boat, hat, coat, key, telescope, needle, wheel""",
}  # fmt: skip
"""Sorts of things, by words for some of them."""
_APART = 0.06
"""How much nearer its sort must be than the next one."""
_ALIKE = 0.35
"""Likeness to the nearest words of a sort from which on a thing is of it."""


class Thing(NamedTuple):
    """What can be asked about."""

    told: str
    """As the one who named it would be told: "your neck", "the conductor", "Mahler"."""
    sort: str
    """One of `_SORTS`; '' where it is not known."""
    are: str
    """ "is" or "are"."""


def find_thing(text: str) -> Thing | None:
    """The thing that a sentence, as it was typed, names first of all; None where it names none."""
    found = sorted(_named(text), key=lambda each: each[0])
    for _, told, head in found:
        if (called := _CALLED.search(text)) and called[1] == told:
            return Thing(told, "person", "is")
        plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
        return Thing(told, _find_sort(head), "are" if plural else "is")
    return None


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    """What is named: how little it is to the point, as it is told, and its last word."""
    for found in _NAMES.finditer(text):
        placed = bool(_PLACED.search(text[: found.start()].rstrip().lower()))
        yield 1 + 3 * placed, found[1], found[1].split()[-1].lower()
    bare = re.sub(r"[^\w' ,.;-]", " ", text.lower())
    for found in _DETERMINED.finditer(bare):
        words = _until_end(bare[found.end() :])
        if not words or words[-1] in _NO_THING or len(words[-1]) < 3 or _NO_NAME.fullmatch(words[-1]):
            continue
        before = bare[: found.start()].rstrip()
        if found[1] in ("a", "an") and (_IS.search(before) or _COMPARED.search(before)):
            continue
        placed = bool(_PLACED.search(before))
        order = {"my": 0, "our": 0, "a": 0, "an": 0}.get(found[1], 2) + 3 * placed
        yield order, " ".join([_YOURS.get(found[1], found[1]), *words]), words[-1]


def _until_end(rest: str) -> list[str]:
    """The words of a name, from behind its article."""
    words: list[str] = []
    for each in re.finditer(r"([\w'-]+)([,.;]?) ?", rest):
        word = each[1]
        if word in LIGHT or _ENDS.fullmatch(word) or not word.removesuffix("'s").isalpha():
            break
        words.append(word)
        if each[2] or _sort_of().get(word) == "person":
            break
    return words if len(words) <= _LONGEST else []


@cache
def _sort_of() -> Mapping[str, str]:
    return {word.strip(): sort for sort, words in _SORTS.items() for word in words.split(",")}


@cache
def _sorts() -> tuple[tuple[str, Floats], ...]:
    return tuple((sort, find_directions([word.strip() for word in words.split(",")])) for sort, words in _SORTS.items())


def _find_sort(word: str) -> str:
    """What sort of thing a word is for."""
    if one := next((each for each in (word, word.removesuffix("s")) if each in _sort_of()), ""):
        return _sort_of()[one]
    direction = find_directions([word])[0]
    near = sorted((float(np.sort(words @ direction)[-3:].mean()), sort) for sort, words in _sorts())
    (second, _), (best, sort) = near[-2:]
    return sort if best >= _ALIKE and best - second >= _APART else ""
