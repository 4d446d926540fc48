"""What somebody who is told something asks next, by what was done: of a thing that was made, how it came out; of one
who said something, what was answered.

Each frame is an occasion (`=frame made`), whose replies take up what was told (`<bot told>`) and ask that.
"""

from __future__ import annotations

import re

from avatar.brain.leads import LEADS
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
_ONE = r"(?:a|an|the|my|our|some|his|her|another|two|three|four) (?:\w+ ){0,3}?"
_SHOWN = (
    r"(?:films?|movies?|shows?|plays?|match|game|band|gig|concert|series|episode|exhibition|musical|opera|documentary"
    r"|panto|ballet|book|novel|programme)\b"
)
"""What is seen or read to be liked or not."""
_SERVED = (
    r"(?:curry|pizza|soup|pasta|burger|sandwich|breakfast|lunch|dinner|takeaway|chips|roast|stew|pie|cake|salad|steak"
    r"|omelette|kebab|noodles|sausages?|sushi|tacos?|beer|wine|pint|cocktail|coffee|meal|pudding|porridge|toast|eggs?)\b"
)
_TRADES = (
    r"(?:nurse|chef|cook|baker|builder|plumber|mechanic|electrician|teacher|driver|doctor|dentist|vet|farmer|gardener"
    r"|engineer|programmer|developer|librarian|paramedic|pharmacist|postman|postwoman|carer|cleaner|accountant|lawyer"
    r"|solicitor|waiter|waitress|barista|hairdresser|electrician|carpenter|joiner|painter|decorator|translator|writer"
    r"|journalist|photographer|musician|actor|dancer|designer|architect|scientist|researcher|lecturer|student"
    r"|midwife|physio|therapist|soldier|pilot|police officer|firefighter|lorry driver|bus driver|train driver"
    r"|taxi driver|shop assistant|receptionist|secretary|manager|fisherman|welder|tailor|florist|butcher)\b"
)
_PLACED = r"(?: \w+){0,3}? (?:to|into|up|round|around|across|through|along|over to|all the way to) "
_NOWHERE = (
    r"(?!(?:the |my )?(?:bed|sleep|work|school|pieces|town on|the doctor|doctor|dentist|hospital|toilet|loo|bathroom"
    r"|sofa|floor|wall|fridge|door|window|kitchen|him|her|them|you|me)\b)"
)
_DONE: tuple[tuple[str, str], ...] = (
    ("used", r"\b(?:i|we) (?:\w+ly )?used to (?!it\b|that\b|this\b|the\b|have\b)"),
    ("said", rf"{_OTHER} (?:\w+ly |just |once |always |actually )?(?:"
        + one_of("""says?, said, told (?:me|us), tells (?:me|us), asked (?:me|us), complain(?:s|ed), shouted (?:at)?,
        promised (?:me|us)?, texted me, wrote to me, rang me""") + r")\b"),
    ("unable", r"\b(?:i|we) (?:can|could) (?:not|never)\b(?! (?:mind|wait|complain|believe|stand|help)\b)"),
    ("must", (r"\b(?:i|we) (?:\w+ )?(?:need to|have (?:got )?to|must|got to|am supposed to|ought to)"
        r"(?! (?:say|admit|go|run|leave|be off|know|ask|tell you)\b)\b")),
    ("wants", r"\b(?:i|we) (?:\w+ )?(?:"
        + one_of("""want to, would like to, would love to, hope to, dream of, am thinking of, am planning,
        plan to""") + r") (?!know\b|ask\b|say\b|tell\b|hear\b)"),
    ("bought", rf"{_ME} (?:bought|ordered|treated myself to|splashed out on) (?:a|an|some|the|my|two|three|new)\b"),
    ("made", rf"{_ME} (?:"
        + one_of("""built, cooked, baked, painted, knitted, sewed, drew, invented, building, baking, painting,
        knitting, sewing, carved, welded, crocheted""") + rf")\b|{_ME} (?:made|making) {_ONE}(?!joke\b|mistake\b"
        r"|mess\b|note\b|list\b|fuss\b|start\b|cup\b|brew\b|tea\b|lemsip\b|point\b|friend\b|call\b|fool\b)\w+"),
    ("went", (rf"{_ME} (?:went|drove|walked|flew|travelled|cycled|sailed|climbed|hiked){_PLACED}{_NOWHERE}"
        rf"|{_ME} visited\b")),
    ("saw", (rf"{_ME} (?:watched|read|watching|reading|listened to) {_ONE}\w+|{_ME} (?:saw|seen) {_ONE}{_SHOWN}"
        rf"|{_ME} (?:ate|had|tried) {_ONE}{_SERVED}")),
    ("studies", (r"\b(?:started|starting|am at|is at|go to|going to|doing my|at) (?:uni|university|college)\b"
    r"|\b(?:i|he|she|they|we|\w+) (?:am|is|are) (?:studying|training to be|training as"
    r"|doing (?:law|medicine|maths|history|geography|physics|art|music|engineering|nursing|chemistry|biology|english"
    r"|(?:a|an|his|her|my) (?:degree|phd|masters|a levels?|gcses?|apprenticeship)))\b"
    r"|\bi (?:study|am studying)\b|\btraining to be an?\b")),
    ("works", (r"\bi (?:work (?:nights |days |shifts |part time |full time )?(?:in|at|for|with|as)"
    r"|teach|nurse|sell|deliver|manage|repair|look after)\b"
    rf"|\bi drive an? (?:\w+ )?(?:bus|lorry|taxi|cab|train|tram|van|truck)\b|\bi am an? (?:\w+ ){{0,2}}?{_TRADES}")),
    ("from", r"^(?:he|she|they) (?:is|are|was|comes?|lives?|lived) (?:\w+ )?(?:from|near|outside)\b"),
    ("lives", (r"\b(?:i|we) (?:live (?:in|near|by) (?!a\b|my\b|the\b|an\b)|(?:just |have )?moved (?:in|to|into|here)"
        r"|grew up (?:in|near|on)|come from|am from|are from)\b")),
    ("did", rf"{_OTHER} (?:\w+ly |just |once |always |even )?(?:"
        + one_of(r"""threw, took, gave, did, went, came, left, got, made, bit, ate, broke, ran, kept, put, stole, hit,
        found, brought, sent, won, fell, cut, sat, bought, sang, \w{3}\w*ed""") + r")\b"),
    ("age", rf"^i (?:am|turn|turned|will be) (?:about |nearly |only |almost |just )?{_YEARS}$"),
    ("aged", rf"{_OTHER} (?:is|are|was|turns|turned|will be) (?:about |nearly |only |almost |just )?{_YEARS}$"),
    ("are", (rf"{_OTHER} (?:is|are|was|were|has|have|had|does|do|likes?|loves?|lives?|works?|keeps?|never|always"
    rf"|\w+s)\b")),
    ("does", r"\b(?:i|we) \w+\b"),
)  # fmt: skip
_FRAMES = tuple((name, re.compile(pattern)) for name, pattern in _DONE)
_LEADING = re.compile(rf"^(?:(?:{LEADS}|yeah|yes|no|actually|nah|also|because|honestly) )+")


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
_OFTEN = re.compile(r"(?:\w+ly|just|also|still|often|always|sometimes|mostly|even|only)$")
_NO_DOING = frozenset(
    "like love hate know think want need mean guess hope feel see hear understand remember forget believe have do lose "
    "die break fall find get let make put say tell keep start stop try seem agree bet wish suppose mind miss".split()
)
"""Verbs of which it is not asked how one likes it."""


def _has_verb(bare: str) -> bool:
    """Whether it is told what somebody is used to do: "I made a joke" is done, and "I am not scared" is no doing."""
    words = [word for word in bare.split()[1:4] if not _OFTEN.match(word)]
    return bool(words) and is_verb(words[0]) and words[0] not in _NO_DOING
