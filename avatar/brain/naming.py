"""Whom and what a sentence names: "my kids are called Leo and Ida", "Marta, my flatmate", "a tomato called Gerald".

Somebody is named by what they are to the user, of which there are tables here, and anything may be called something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from avatar.brain.meaning import is_known
from avatar.brain.names import NAMES_TOO, may_be_name, sounds_like_name
from avatar.brain.verbs import PASTS, is_verb

SHE = tuple(
    (
        "lass|mother|mum|mom|mam|mummy|mammy|sister|grandmother|granny|grandma|gran|nan|nana|nanna|nani"
        "|aunt|auntie|daughter|wife|girlfriend|niece"
        "|granddaughter|godmother|goddaughter|stepdaughter|stepmother|stepmum|stepsister|mother in law|sister in law"
    ).split("|")
)
HE = tuple(
    (
        "lad|father|dad|daddy|brother|grandfather|grandpa|grandad|granddad|uncle|son|husband|boyfriend"
        "|nephew|grandson|godfather"
        "|godson|stepson|stepfather|stepdad|stepbrother|father in law|brother in law"
    ).split("|")
)
PETS = tuple(
    (
        "dog|cat|hamster|rabbit|parrot|tortoise|goldfish|fish|bird|guinea pig|horse|pony|snake|lizard"
        "|budgie|budgerigar|ferret"
        "|puppy|kitten|gerbil|pet|whippet|greyhound|spaniel|labrador|lab|terrier|collie|poodle|lurcher|dachshund|beagle"
        "|pug|bulldog|corgi|husky|tabby|moggy|hen|chicken|duck|goat|sheep|pig|donkey|cow|rat|mouse|gecko|canary|turtle"
        "|sheepdog|retriever|alsatian|jack russell|setter|pointer|mongrel"
    ).split("|")
)
ANY = tuple(
    (
        "baby|eldest|oldest|youngest|mate|best mate|colleague|partner|fiance|fiancé|fiancée|cousin|friend|best friend"
        "|boss|teacher|neighbour|neighbor|flatmate|roommate|twin|kid|child|grandchild|housemate|lodger|landlord"
        "|landlady|helper|assistant|apprentice|trainee|student|pupil|intern|manager|supervisor|foreman|workmate"
        "|coworker|tenant|carer|nurse|doctor|dentist|therapist|hairdresser|barber|vet|plumber|builder|cleaner|gardener"
        "|tutor|coach|trainer|instructor|driver|postman|pal|buddy|bestie|ex|hubby|missus|parent|sibling|girl|boy"
        "|client|customer|patient|guest|visitor|babysitter|nanny|godchild|stepchild|in-law|bandmate|teammate|classmate"
        "|penpal|pen pal|date|crush|man|fella|bloke|toddler|bairn|gaffer"
    ).split("|")
)
_ODD_PLURALS: Mapping[str, str] = {
    "wife": "wives", "child": "children", "grandchild": "grandchildren", "godchild": "godchildren",
    "stepchild": "stepchildren", "baby": "babies", "puppy": "puppies", "pony": "ponies", "granny": "grannies",
    "moggy": "moggies", "tabby": "tabbies", "husky": "huskies", "canary": "canaries", "nanny": "nannies",
    "buddy": "buddies", "fish": "fish", "goldfish": "goldfish", "sheep": "sheep", "mouse": "mice", "boss": "bosses",
    "mother in law": "mothers in law", "father in law": "fathers in law", "sister in law": "sisters in law",
    "brother in law": "brothers in law", "landlady": "landladies", "man": "men", "crush": "crushes",
    "postman": "postmen", "foreman": "foremen",
}  # fmt: skip
_ONE = (*SHE, *HE, *PETS, *ANY)
PLURALS: Mapping[str, str] = {
    **{_ODD_PLURALS.get(each, f"{each}s"): each for each in _ONE}, "kids": "kid", "grandkids": "grandchild",
    "folks": "parent", "wee ones": "kid", "little ones": "kid",
}  # fmt: skip
"""Words for several, and for one of them."""
KINDS = frozenset((*_ONE, *PLURALS))
KIN = "|".join(sorted(map(re.escape, KINDS), key=len, reverse=True))
"""All of them, as a pattern."""
_CHILDREN = tuple(
    "child kid son daughter eldest oldest youngest baby twin girl boy lad lass toddler bairn stepson "
    "stepdaughter stepchild".split()
)
_DOGS = (
    *"dog puppy whippet greyhound spaniel labrador lab terrier collie poodle lurcher dachshund beagle pug".split(),
    *"bulldog corgi husky sheepdog retriever alsatian setter pointer mongrel".split(),
    "jack russell",
)
_CATS = ("cat", "kitten", "tabby", "moggy")
_FRIENDS = ("friend", "mate", "best mate", "best friend", "pal", "buddy", "bestie")
_MOTHERS, _FATHERS = ("mother", "mum", "mom", "mam", "mummy", "mammy"), ("father", "dad", "daddy")
_PARTNERS = (
    *("partner", "wife", "husband", "girlfriend", "boyfriend", "fiance", "fiancé", "fiancée", "missus", "hubby"),
    *("fella", "bloke"),
)
_SONS = ("son", "boy", "lad", "bairn", "toddler")
_DAUGHTERS = ("daughter", "girl", "lass", "bairn", "toddler")
_MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("child", "kid"), _CHILDREN), **dict.fromkeys(("son", "boy", "lad"), _SONS),
    **dict.fromkeys(("daughter", "girl", "lass"), _DAUGHTERS), **dict.fromkeys(_DOGS, _DOGS),
    **dict.fromkeys(_CATS, _CATS),
    **dict.fromkeys(_FRIENDS, _FRIENDS), **dict.fromkeys(_MOTHERS, _MOTHERS), **dict.fromkeys(_FATHERS, _FATHERS),
    **dict.fromkeys(("grandmother", "granny", "grandma", "gran", "nan", "nana"), ("grandmother", "granny", "grandma",
                                                                                   "gran", "nan", "nana")),
    **dict.fromkeys(("grandfather", "grandpa", "grandad", "granddad"), ("grandfather", "grandpa", "grandad",
                                                                        "granddad")),
    **dict.fromkeys(("aunt", "auntie"), ("aunt", "auntie")),
    **dict.fromkeys(("fish", "goldfish"), ("fish", "goldfish")),
    **dict.fromkeys(("flatmate", "roommate", "housemate", "lodger"), ("flatmate", "roommate", "housemate", "lodger")),
    **dict.fromkeys(("colleague", "workmate", "coworker"), ("colleague", "workmate", "coworker")),
    **dict.fromkeys(("boss", "manager", "supervisor", "foreman", "gaffer"),
                    ("boss", "manager", "supervisor", "foreman", "gaffer")),
    **dict.fromkeys(("helper", "assistant", "apprentice", "trainee", "intern"),
                    ("helper", "assistant", "apprentice", "trainee", "intern")),
    **dict.fromkeys(("neighbour", "neighbor"), ("neighbour", "neighbor")),
    "partner": _PARTNERS, "fiance": ("fiance", "fiancé", "fiancée"), "wife": ("wife", "missus", "partner"),
    "husband": ("husband", "hubby", "partner", "fella", "bloke"),
    "boyfriend": ("boyfriend", "partner", "fella", "bloke"),
    **dict.fromkeys(("fella", "bloke"), ("fella", "bloke", "husband", "boyfriend", "partner", "hubby")),
    "grandchild": ("grandchild", "grandson", "granddaughter"),
    "sibling": ("sibling", "brother", "sister", "twin"), "parent": ("parent", *_MOTHERS, *_FATHERS), "pet": PETS,
    "bird": ("bird", "parrot", "budgie", "budgerigar", "canary"),
    **dict.fromkeys(("budgie", "budgerigar"), ("budgie", "budgerigar", "bird")), "mother in law": ("mother in law",),
}  # fmt: skip
"""Whom a word for somebody may stand for."""


def find_one(who: str) -> str:
    """A word for one of those that a word stands for: "kid" for "kids"; itself where it is for one."""
    return PLURALS.get(who, who) if who not in _ONE else who


def find_meant(who: str) -> tuple[str, ...]:
    """Whom a word may stand for, itself first: "dog" for a whippet as well, "kids" for a son and a daughter."""
    one = find_one(who)
    return tuple(dict.fromkeys((who, one, *_MEANT.get(one, ()))))


def put_in_plural(who: str) -> str:
    """A word for somebody as it is for several of them."""
    return who if who in PLURALS else next((many for many, one in PLURALS.items() if one == who), f"{who}s")


class Told(NamedTuple):
    """Who is called what."""

    who: str
    """ "daughter", "kids", or a pronoun that stands for somebody spoken of before: "he"."""
    names: tuple[str, ...]


_BIG = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĶĻĽŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ])"
_WORD = r"[^\W\d_]{1,19}(?:-[^\W\d_]+|['’](?!s\b)[^\W\d_]{3,})?"
_CAPITAL = rf"(?:(?:Mrs|Mr|Ms|Miss|Dr)\.? )?{_BIG}{_WORD}(?: {_BIG}{_WORD})?"
"""A name that is written as one: "Inês", "Anne-Marie", "Mrs Oyelaran"."""
_SEVERAL = rf"{_CAPITAL}(?:(?:,| and| &|, and) {_CAPITAL}){{0,5}}"
_MORE = rf"{_CAPITAL}(?:, {_CAPITAL}){{0,4}},?(?: and| &) {_CAPITAL}"
_ANYHOW = rf"(?:{_MORE}|{_CAPITAL}|[^\W\d_]{{2,20}} and [^\W\d_]{{2,20}}(?=\W*$|[,.;!?])|[^\W\d_]{{2,20}})"
"""One or two names, however they are typed: "leo and ida"."""
_FILL = r"(?!(?:in|of|at|on|from|with|by|for|and|to|who|that)\b)[\w-]+ "
_MY = rf"\b(?:my|our) (?:{_FILL}){{0,2}}?"
_ANYBODY = rf"\b(?:my|our|an?|one|the|this|two|three|four|five|some) (?:{_FILL}){{0,2}}?"
_CALLED = r"(?:called|named)"
_TITLED = r"(?:(?:uncle|auntie|aunty|aunt|nan|nanny|grandad|granny|grandpa|cousin|big|little|old) )?"
"""What somebody is called by, before their name."""
_IS = r"(?:['’]s|['’]re| is| are| was| were|s)"
_NAME_IS = r"(?:['’]?s|['’])? names?(?:['’]s| is| are| was| were|,)"
_ONE_OF = rf"(?:an?|one) (?:{_FILL}){{0,2}}?"
_ENDS = r"(?=[,.!?;)]|$| who\b| and\b)"
_BEFORE_VERB = r"(?=(?:is|was|has|had|loves?|likes?|lives?|plays?|works?|said|says|wants?|came|got|went|goes)\b)"
_HOW: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_ANYBODY}(?P<who>{KIN}),?(?:{_IS}|,? who(?:{_IS}))? {_CALLED} {_TITLED}(?P<names>{_ANYHOW})",
        rf"{_MY}(?P<who>{KIN}){_NAME_IS} (?P<names>{_ANYHOW})",
        rf"\b(?:the|my) names? of {_MY}(?P<who>{KIN}) (?:is|are|was|were) (?P<names>{_ANYHOW})",
        rf"{_MY}(?P<who>{KIN}),? (?P<names>{_SEVERAL})",
        rf"{_MY}(?P<who>{KIN}) (?:are|were|is|was) (?P<names>{_MORE})",
        rf"{_MY}(?P<who>{KIN})(?:['’]s| is) (?P<names>{_CAPITAL})(?<!ian)(?<!ean)(?<!ese)(?<!can)[.! ]*$",
        rf"\b(?:have|has|had|got|['’]ve|['’]s|with|and) {_ONE_OF}(?P<who>{KIN}),? (?P<names>{_CAPITAL})",
        rf"\b(?:two|three|four|five|some|both|\d) (?:{_FILL}){{0,2}}?(?P<who>{KIN})(?:,|:| -)? (?P<names>{_MORE})",
        rf"(?P<names>{_CAPITAL}),? (?:(?:and )?(?:he|she|it)(?:['’]s | is | was ))?{_MY}(?P<who>{KIN}){_ENDS}",
        rf"(?P<names>{_CAPITAL})(?:['’]s| is| was) {_MY}(?P<who>{KIN})\b(?!['’])",
        rf"{_MY}(?P<who>{KIN}) (?P<names>[^\W\d_]{{2,20}}) {_BEFORE_VERB}",
        rf"{_MY}(?P<who>{KIN})(?: the most| most| so much| a lot| too| as well| dearly)?, (?P<names>{_CAPITAL})[.! ]*$",
        rf"{_ANYBODY}(?P<who>{KIN}) (?:at home|back home|here|of my own|of mine), (?P<names>{_CAPITAL})(?=[.! ]*$)",
        rf"(?<=[a-z] )(?P<names>{_CAPITAL}) [^.,!?]*, (?:that|this|she|he)(?:['’]s| is| was) my (?P<who>{KIN})[.! ]*$",
    )
)
"""The ways to name somebody who is known by what they are to the user."""
_THING = (
    rf"\b(?:an?|one|my|our|this|the) (?:{_FILL}){{0,2}}?(?P<who>(?-i:[a-zß-ÿ]){{3,20}}),?(?:{_IS}|,? which(?:{_IS}))?"
    rf" {_CALLED} (?P<names>{_CAPITAL})"
)
_CALLS_IT = (
    rf"\b(?:i|we) (?:{_CALLED}|call) (?:my|our|the) (?:{_FILL}){{0,1}}?(?P<who>(?-i:[a-zß-ÿ]){{3,20}}) "
    rf"(?P<names>{_CAPITAL})"
)
_THINGS = tuple(re.compile(pattern, re.I) for pattern in (_THING, _CALLS_IT))
"""The ways to name anything else, which is only believed of a capital."""
_NO_BEARERS = frozenset(
    "book film movie song game show series band album play poem place town village city street road lane pub shop cafe "
    "company firm app website thing something stuff word dish drink restaurant school novel story episode programme "
    "magazine paper brand course team club game river mountain hill island country language recipe cake one bit sort "
    "kind piece tune dance disease illness medicine drug tablet condition hotel church station line somebody someone "
    "man woman guy bloke person people character actor singer author".split()
)
"""What is called something and is nobody of the user's."""
_HE_IS = re.compile(
    rf"\b(?P<who>he|she|it|they)(?:['’]s| is|['’]re| are| was| were|s) {_CALLED} {_TITLED}(?P<names>{_ANYHOW})"
    rf"|\b(?P<is>he|she|it)(?:['’]s| is) (?P<lone>{_CAPITAL})(?<!ian)(?<!ean)(?<!ese)(?<!can)(?=[.! ]*$)"
    rf"|\b(?P<met>him|her)\b[^.,!?]*, (?P<last>{_CAPITAL})(?=[.! ]*$)"
    rf"|\b(?:i|we) (?:{_CALLED}|call) (?P<whom>him|her|it|them) (?P<called>{_SEVERAL})"
    rf"|\b(?P<whose>his|her|its|their) names?(?:{_IS}|,) (?P<name>{_ANYHOW})",
    re.I,
)
"""The name of somebody who was spoken of before."""
_NO_FIRST = frozenset(
    "yesterday tomorrow luckily anyway however later earlier christmas easter unfortunately suddenly apparently "
    "afterwards meanwhile though still".split()
)
"""Words that begin a sentence with a capital and stand before somebody: "Yesterday, my brother"."""


_ALONE = re.compile(
    rf"(?:(?:and|called|named|it['’]?s|he['’]?s|she['’]?s) )?(?P<name>{_BIG}{_WORD})(?:[.! ]*$|,? "
    r"(?:his|her|the) name is|, (?:he|she)(?:['’]s| is| was)\b)"
)
"""A name behind somebody who was only spoken of: "my son. Callum, he's 16"."""


_ALL_ALONE = re.compile(
    r"(?:(?:there['’]?s|there are|they['’]re|they are|that['’]s)(?: (?:two|three|four|five)(?: of them)?[,:]?)? )?"
    rf"(?P<names>{_MORE})[.! ]*$",
    re.I,
)
"""The names behind several who were only spoken of: "there are two, Salt and Vinegar"."""


_IN_SMALL = re.compile(
    rf"\b(?:my|our|an?) (?:(?:new|little|wee|baby|eldest|youngest|big|older|younger|twin) )*({KIN}),?"
    r" ([a-zà-ÿ]{3,12})(?=[,.!]| (?:is|was|has|who|just|says|said|came)\b|$)"
)
"""Somebody with a name that is no word, in small letters: "we've a new baby, saoirse,"."""


def find_lone_names(text: str) -> tuple[str, ...]:
    """The names that a sentence lists, of several who were just spoken of; none for none."""
    found = _ALL_ALONE.match(text)
    return _split(found["names"]) if found else ()


def find_lone(text: str) -> str:
    """The name that a sentence is, or begins with, of somebody who was just spoken of; '' for none."""
    found = _ALONE.match(text)
    return found["name"] if found and sounds_like_name(found["name"]) else ""


def find_named(text: str) -> list[Told]:
    """All that a sentence names by what it is: "my son Tom and my daughter Ruth" names two."""
    found = [each for pattern in _HOW for each in _read(pattern, text)]
    things = [each for pattern in _THINGS for each in _read(pattern, text) if each.who not in _NO_BEARERS]
    told: dict[tuple[str, ...], Told] = {}
    for each in (*found, *things):
        if not any({*each.names} & {*other.names} for other in told.values()):
            told[each.names] = each
    return list(told.values()) or [
        Told(found[1].lower(), (found[2].capitalize(),))
        for found in _IN_SMALL.finditer(text)
        if not is_known(found[2]) and may_be_name(found[2])
    ]


def find_pointed(text: str) -> list[Told]:
    """The same, of whom is only pointed at: "he's called Toby"."""
    return [
        Told(who.lower(), names)
        for found in _HE_IS.finditer(text)
        if (who := found["who"] or found["is"] or found["met"] or found["whom"] or found["whose"])
        and (names := _split(found["names"] or found["lone"] or found["last"] or found["called"] or found["name"]))
    ]


def _read(pattern: re.Pattern[str], text: str) -> Iterator[Told]:
    for found in pattern.finditer(text):
        if names := _split(found["names"]):
            yield Told(found["who"].lower(), names)


_PARTS = re.compile(r",? and |, | & ", re.I)
_TITLE = re.compile(r"(?:Mrs|Mr|Ms|Miss|Dr)\.? ", re.I)


def _split(names: str) -> tuple[str, ...]:
    """The names of one or several, as names are written; none where the first of them is none."""
    found: list[str] = []
    for each in _PARTS.split(names):
        titled = _TITLE.match(each)
        bare = each[titled.end() :] if titled else each
        if not _may_be_called(bare) or (not found and bare.lower() in _NO_FIRST):
            break
        found.append(" ".join(part[:1].upper() + part[1:] for part in each.split()))
    return tuple(found)


def _may_be_called(name: str) -> bool:
    """Whether a name of one or two words may be one."""
    return all(may_be_name(part) and not _is_done(part) for part in re.split(r"[ '’-]", name) if part != "")


def _is_done(word: str) -> bool:
    """Whether a word in small letters says what somebody does: "writes", in "my mam writes like that"."""
    if word in NAMES_TOO or not word.islower():
        return False
    return word in PASTS or (word.endswith("s") and (is_verb(word[:-1]) or is_verb(word[:-2])))
