"""How people tell what they do, where they work and what they study, and the same of theirs."""

from __future__ import annotations

import re

from avatar.brain.recall import Said
from avatar.brain.telling_back import is_verb_past
from avatar.brain.trades import find_subject, find_trade, is_known_trade
from avatar.brain.verbs import PASTS, is_verb
from avatar.brain.ways_to_tell import ADVERB, GONE, mark_pauses, told

# ------------------------------------------------------------------------------------------------------------- work

_SUPPOSED = re.compile(
    r"\b(?:thinks?|thought|says?|said|because|cause|if|like|wish|wished|wanted|dream\w*|as though"
    r"|imagine|pretend\w*|told|tells"
    r"|joke\w*|call me|calls me|before|until|till|unless|not)\b"
)
"""What stands before a thing that is not said to be so: "she thinks I sleep there because I'm a bear"."""
_AM_A = re.compile(
    rf"\bi (?:{ADVERB})(?:am|was|have been|had been|became|work as|worked as|will be|used to be|used "
    r"to work as|started as"
    rf"|ended up as|trained as|qualified as|retired as) (?:{ADVERB})((?:an?|the) .+)"
)
_IS_A = re.compile(
    rf"\b(?:is|was|are|were|has been|became|works as|worked as|used to be|'s) (?:{ADVERB})((?:an?|the) .+)"
)
_PLURAL_TRADE = re.compile(r"\b(?:are|were) (?:both |all )?(\w+)s\b")
_TO_BE = re.compile(
    r"\b(?:train|training|study|studying|studied|learn|learning|qualify\w*|hoping|going|about|nearly|year|trained)"
    r"(?: \w+){0,2}? (?:to be(?:come)?|as|a) (an? .+|\w+)"
)


def _find_trades(pattern: re.Pattern[str], said: Said) -> list[str]:
    """The trades that a sentence tells in earnest."""
    plain = mark_pauses(said.text)
    found = (each for each in pattern.finditer(plain) if not _SUPPOSED.search(plain[: each.start()]))
    return [trade for each in found if (trade := find_trade(each[1]))]


def own_trade(said: Said) -> bool:
    """Whether somebody says what they are: "I'm a primary school teacher"."""
    trades = _find_trades(_AM_A, said)
    if any(is_known_trade(trade.split()[-1]) and not trade.startswith("the ") for trade in trades):
        return True
    return bool(re.search(r"\bi\b", said.plain)) and bool(_find_trades(_TO_BE, said))


def shaped_trade(said: Said) -> bool:
    return bool(_find_trades(_AM_A, said))


def their_trade(said: Said) -> bool:
    trade = _find_trades(_IS_A, said)
    many = _PLURAL_TRADE.search(said.plain)
    return bool(trade) or bool(many and is_known_trade(many[1]))


_RUNS = (
    r"(?:shop|salon|bakery|pub|cafe|restaurant|farm|business|company|firm|garage|stall|school|nursery"
    r"|surgery|practice|gym"
    r"|studio|hotel|bookshop|chippy|takeaway|kennels|stables|market|factory|b and b|barbers?|hairdressers?|library)"
)
_VEHICLES = (
    r"(?:bus|buses|lorry|lorries|truck|taxi|taxis|cab|cabs|van|vans|train|trains|tram|trams|coach"
    r"|coaches|minibus|ambulance|tube|crane|forklift|hgv)"
)
_DEEDS = (
    r"(?:(?:teach|taught)(?! (?:myself|him|her|them|my|me|us)\b)|nurse|nursed|lecture|lectured"
    rf"|(?:drive|drove) (?:an? |the )?(?:\w+ )?{_VEHICLES}"
    r"|(?:run|ran|own|owned|manage|managed|have|had) (?:an? |my |our |the )?(?:own |little |small "
    rf"|\w+ ){{0,3}}?{_RUNS}"
    r"|(?:deliver|delivered) (?:letters|parcels|post|papers|milk|food|pizzas?|takeaways?)"
    r"|(?:sell|sold|repair|repaired|farm|farmed|fix|fixed|mend|mended|build|built|clean|cleaned|cook"
    r"|cooked|cut|design|designed"
    r"|edit|edited) (?:\w+ )?(?:for a living|houses|offices|cars|insurance|shoes|hair|roofs|boats"
    r"|bikes|kitchens|websites|books)"
    r"|do (?:the |some |a bit of )?(?:books|accounts|payroll|removals|deliveries|tarot|nails|hair"
    r"|gardens|plumbing|catering"
    r"|cleaning|gardening|decorating|hairdressing|nursing|teaching|roofing|building|bricklaying"
    r"|joinery|carpentry|childminding"
    r"|plastering|tattoos|taxis|security|admin|accounting|bookkeeping|(?:night|shift) work))"
)
own_deed = told(rf"\bi (?:{ADVERB}){_DEEDS}\b{GONE}")
_MY_JOB = (
    r"\bmy (?:job|trade|profession) (?:is|was)\b|\bi \w+ .*\bfor a living\b|\bi work(?:ed)? as\b|\bi "
    r"(?:am|was) in (?:the )?(?:army|navy|raf|police|hats|fashion|call centre|bank|factory|warehouse"
    r"|mill|mines?|pits?|shipyards?|docks|post office|insurance|banking|sales|retail|marketing|it"
    r"|building trade|civil service|trade|print|music business|theatre|church|merchant navy|forces"
    r"|hospitality|catering|education|advertising|publishing|finance|property|construction)\b|\byears "
    r"in (?:the )?\w+|\bi (?:am|was) on the (?:railways?|buses|trams|tills|bins|boats|rigs|door)\b"
)
own_field = told(_MY_JOB)
own_place = told(
    rf"\bi (?:{ADVERB})(?:work|worked|am working|have worked|was working)(?: \w+){{0,3}}? (?:in|at|for"
    r"|on|with(?= (?:\w+ )?(?:children|kids|people|animals|horses|dogs|adults|wood|metal|clay|glass|computers|numbers"
    r"|students|patients|elderly|the|my|a|an)\b)|nights|days|part time|shifts|over|down)\b"
    rf"|\b(?:job|shifts?) (?:in|at|with) (?:a|an|the)\b|\bwhere i work"
)
own_making = told(
    r"\bi (?:mend|make|fix|repair|build|sell|restore|service|design|cut|lay|fit|train|breed|groom|fly"
    r"|edit|translate|deliver|grow|paint"
    r"|install|test|weave|print|bind|carve|mended|made|built|sold|restored|designed|repaired"
    r"|delivered) (?!my\b|it\b|them\b|a\b|an\b|the\b"
    r"|up\b|some\b|friends\b|things\b)(?:\w+ )?\w+s\b"
)
own_work = told(
    r"\bi \w+ \w+s for (?:a|an|the) \w+|\b(?:took over|inherited|opened|set up|started) (?:the|a|my"
    r"|our) (?:\w+ )?" + _RUNS + r"\b"
    rf"|\bi (?:{ADVERB})(?:work|worked)\b{GONE}|\bmy (?:job|work|boss|shift)\b|\bon (?:nights|shift|call)\b"
)
their_deed = told(
    rf"\b(?:works?|worked|teaches|taught|nurses|lectures|drives? (?:an? |the )?(?:\w+ )?{_VEHICLES}"
    rf"|drove (?:an? |the )?(?:\w+ )?{_VEHICLES}"
    r"|(?:runs?|ran|owns?|owned|manages?|managed) (?:an? |the |her |his |their )?(?:own )?(?:\w+ "
    rf"){{0,2}}?\w+|builds? \w+|makes (?!me\b|him\b|her\b|us\b|it\b)(?:\w+ )?\w+s|sells? \w+"
    r"|does (?:nails|hair|the books|gardens|removals)|deliver\w* \w+|repairs? \w+|fix(?:es)? \w+"
    r"|studies|is (?:studying|training|doing|in (?:the )?(?:army|navy|police|insurance|it))|(?:job"
    r"|work) (?:is|was))\b"
)


_SAYS_LITTLE = frozenset(
    "is was has had does did says said thinks thought likes liked loves loved hates hated wants "
    "wanted needs needed knows "
    "knew means meant looks looked seems seemed gets got sounds goes feels felt".split()
)


def their_habit(said: Said) -> bool:
    """Whether a sentence begins with what somebody does or did: "my mum sings in the choir"."""
    verb = next((word for word in said.plain.split()[:6] if _is_finite(word)), "")
    return bool(verb) and verb not in _SAYS_LITTLE


def their_past(said: Said) -> bool:
    verb = next((word for word in said.plain.split()[:6] if _is_finite(word)), "")
    return verb in PASTS or is_verb_past(verb) or bool(re.search(r"\b(?:was|were|used to)\b", said.plain))


def _is_finite(word: str) -> bool:
    if word in PASTS or is_verb_past(word) or word in ("is", "has", "does", "goes"):
        return True
    return word.endswith("s") and (is_verb(word[:-1]) or is_verb(word[:-2]))


def place_of_work(said: Said) -> bool:
    if re.search(
        r"\bi (?:\w+ ){0,2}?work(?:ed|ing)?\b(?: \w+){0,4}? (?:in|at|for|on|over|down) \w+|\bjob (?:in|at"
        r"|with)\b|\bwhere i work",
        said.plain,
    ):
        return True
    return (own_trade(said) or own_field(said)) and bool(
        re.search(r"\b(?:at|in|for|on) (?:the|a|an)\b|\b(?:at|in|for) [A-Z]", said.text)
    )


# ------------------------------------------------------------------------------------------------------------- study

_STUDY_VERB = re.compile(
    rf"\bi (?:{ADVERB})(?:am |was |have been )?(?:{ADVERB})(?:study|studying|studied|do|doing|did"
    r"|read|reading|take|taking|took|learn"
    r"|learning|started|starting|got into|in my \w+ year of) (.+)"
)


_AT_SCHOOL = re.compile(r"\b(?:i am (?:at|in) (?!work\b|home\b|the\b|a\b|bed\b)|revising (?:for )?)(.+)")


def studies(said: Said) -> bool:
    found = _STUDY_VERB.search(said.plain) or _AT_SCHOOL.search(said.plain)
    if found and find_subject(found[1]):
        return True
    student = re.search(r"\bi (?:am|was) an? ([\w ]+?) student\b", said.plain)
    return bool(student) or bool(
        re.search(
            r"\bmy (?:degree|course|phd|masters) (?:is|was) (?:in|on)?\b|\bdegree in\b|\bi (?:am|was) "
            r"(?:studying|reading)\b",
            said.plain,
        )
    )


def own_school(said: Said) -> bool:
    return bool(
        re.search(
            r"\b(?:study|studying|studied|student|doing|at uni\w*|at college|degree|started|read|\w+ year)\b",
            said.plain,
        )
    ) and bool(re.search(r"\b(?:at|in) [A-ZÀ-Þ]", said.text))


at_school = told(
    r"\bi (?:\w+ )?(?:study|studied|am (?:\w+ )?student|am at (?:uni|university|college)|started "
    r"(?:uni|college|university))\b|\bmy (?:degree|course|dissertation)\b|\bi (?:am|was) an? student\b"
)


def their_study(said: Said) -> bool:
    return bool(_AT_STUDY.search(said.plain)) and bool(find_subject(said.plain))


def their_school(said: Said) -> bool:
    return bool(_AT_STUDY.search(said.plain)) and bool(re.search(r"\b(?:at|in) [A-ZÀ-Þ]", said.text))


_AT_STUDY = re.compile(
    r"\b(?:doing|studying|studies|studied|does|did|reading|reads|learning|taking|degree|started|at "
    r"(?:uni\w*|college|school))\b"
)
