"""What somebody who is told something asks next, by what was done: of a thing that was made, how it came out; of one
who said something, what was answered.

Each frame is an occasion (`=frame made`), whose replies take up what was told (`<bot told>`) and ask that.
"""

from __future__ import annotations

import re

from avatar.brain.sentences import one_of
from avatar.brain.verbs import is_verb

_ME = (
    r"\b(?:i|we)\b(?: (?:\w+ly|just|also|only|even|once|still|have|had|am|was|were|been|ve|then|finally|both"
    r"|all)){0,3}"
)
_OTHER = (
    r"^(?:he|she|they|it|one|some|somebody|someone|everybody|everyone|nobody|(?:my|the|our|a|an|some|this|that|his|her"
    r"|their)(?: \w+){1,3}?)"
)
_YEARS = (
    r"(?:\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?: \w+)?|\w+teen|ten|eleven|twelve)"
    r"(?: years old| now)?"
)
_DONE: tuple[tuple[str, str], ...] = (
    ("used", (r"\b(?:i used to|when i was (?:little|young|small|at school|a (?:kid|child|boy|girl))|as a (?:kid"
    r"|child))\b")),
    ("said", rf"{_OTHER} (?:\w+ )?(?:"
        + one_of("""says?, said, told, tells, thinks?, thought, reckon(?:s|ed)?, ask(?:s|ed), wants?, wanted,
        complain(?:s|ed),
        shouted, insist(?:s|ed), promised, texted, wrote, rang""") + r")\b"),
    ("unable", r"\b(?:i|we) (?:can|could) (?:not|never)\b(?! mind\b)"),
    ("must", r"\b(?:i|we) (?:\w+ )?(?:need to|have (?:got )?to|must|got to|should|am supposed to|ought to|had to)\b"),
    ("wants", r"\b(?:i|we) (?:\w+ )?(?:"
        + one_of("""want, would like, would love, hope, dream of, am thinking of, am hoping, fancy, am going to,
        am planning,
        will, might, plan to, am off to, am about to""") + r")\b"),
    ("bought", rf"{_ME} (?:bought|ordered|picked up|treated myself|splashed out|paid|found|won|got given)\b"),
    ("made", rf"{_ME} (?:"
        + one_of("""made, built, cooked, baked, painted, wrote, knitted, fixed, mended, planted, sewed, drew,
        invented, making,
        building, cooking, baking, painting, writing, knitting, fixing, learning, learned, learnt, practising, cleaned,
        tidied""") + r")\b"),
    ("went", rf"{_ME} (?:"
        + one_of("""went, go, drove, walked, flew, to, travelled, visited, cycled, got back, came back, came home,
        ran, swam,
        climbed, sailed, took the""") + r")\b"),
    ("saw", rf"{_ME} (?:"
        + one_of("""saw, watched, met, heard, tried, played, read, watching, reading, playing, listening, listened,
        ate, had""")
        + r")\b"),
    ("studies", (r"\b(?:at|to) (?:uni|university|college)\b|\b(?:studying|studies|study|training to be"
    r"|doing (?:law|medicine|maths|history|physics|art|music|engineering|nursing"
    r"|(?:a|an|his|her|my) (?:degree|phd|a levels?|gcses?|exams?)))\b")),
    ("works", (r"\bi (?:work|teach|drive|study|run|serve|nurse|sell|deliver|manage)\b|\bi am an? \w+|\bmy job\b")),
    ("from", r"^(?:he|she|they|it) (?:is|are|was|comes?|lives?|lived) (?:\w+ )?(?:from|in|near|outside)\b"),
    ("lives", r"\b(?:i|we) (?:live|moved|grew up|come from|am from|are from|am in|are in|rent|share|stay)\b"),
    ("has", (r"\b(?:i|we) (?:\w+ )?(?:have|have got|got|own|keep) (?:a|an|the|my|our|no|some|two|three"
    r"|four|five|lots|many|\d+)\b")),
    ("did", rf"{_OTHER} (?:\w+ly |just |once |always |even )?(?:"
        + one_of(r"""threw, took, gave, did, went, came, left, got, made, bit, ate, broke, ran, kept, put, stole, hit,
        found, brought, sent, won, fell, cut, sat, bought, sang, \w{3,}ed""") + r")\b"),
    ("age", rf"^i (?:am|turn|turned|will be) (?:about |nearly |only |almost |just )?{_YEARS}$"),
    ("aged", rf"{_OTHER} (?:is|are|was|turns|turned|will be) (?:about |nearly |only |almost |just )?{_YEARS}$"),
    ("are", (rf"{_OTHER} (?:is|are|was|were|has|have|had|does|do|likes?|loves?|lives?|works?|keeps?|never|always"
    rf"|\w+s)\b")),
    ("does", r"\b(?:i|we) \w+\b"),
)  # fmt: skip
_FRAMES = tuple((name, re.compile(pattern)) for name, pattern in _DONE)
_LEADING = re.compile(
    r"^(?:(?:well|so|and|but|yeah|yes|no|oh|ok|haha|actually|nah|anyway|also|then|because|honestly) )+"
)


def find_frame(plain: str) -> str:
    """What kind of doing something told is about, such as "made"; '' where it is of none."""
    bare = _LEADING.sub("", plain)
    if bare.startswith("i do not know"):
        return ""
    if (there := _TRAVELS.search(bare)) and not is_verb(there[1]):
        return "travels"
    found = next((name for name, pattern in _FRAMES if pattern.search(bare)), "")
    return "" if found == "does" and not _has_verb(bare) else found


_TRAVELS = re.compile(
    r"\b(?:i|we) (?:am|are|will be)(?: \w+)? (?:going|flying|off|driving|moving|travelling|traveling|heading"
    r"|sailing) to "
    r"(?!bed\b|sleep\b|work\b|be\b|the (?:doctor|dentist|hospital)\b)(?:the |a )?(\w+)"
)
"""A journey that is planned: "I'm going to Lisbon"."""
_NO_DOING = frozenset("am was were not have had been do did will would".split())


def _has_verb(bare: str) -> bool:
    """Whether somebody does something: "I am not scared" is no doing."""
    words = bare.split()
    return any(is_verb(word) for word in words[1:4]) and not _NO_DOING & {*words[1:4]}
