"""How people tell where they live and come from, how old they are, what ails them and what they are doing, and the same
of theirs."""

from __future__ import annotations

import re

from avatar.brain.recall import Said
from avatar.brain.ways_to_tell import ADVERB, AGED, NOT_YEARS, mark_pauses, told, written

# --------------------------------------------------------------------------------------------------------- the table

_IN = r"(?:in|at|on|near|outside|over|up|down|round|by|above|behind|with|out|opposite|off)"
lives = told(
    rf"\bi (?:{ADVERB})(?:live|am living|am based|have lived|lived|rent|am renting)\b (?:\w+ )?{_IN}\b"
    rf"|\bwe (?:{ADVERB})(?:live|are living)\b (?:\w+ )?{_IN}\b"
)
moved = told(
    rf"\b(?:i|we) (?:{ADVERB})(?:moved|have moved|am moving|am living) (?:back )?(?:to|into|in) "
    rf"(?!be\b|do\b|see\b|get\b)\w+|\b(?:i|we) (?:am|are) (?:{ADVERB})(?:in|based in|out in|up in"
    r"|down in|over in) \w+ now\b|\bbut (?:living|now) in \w+"
)
have_place = told(
    r"\b(?:my|our) (?:house|flat|home|place|cottage|bungalow|caravan|boat|room) (?:is )?(?:in|at|on"
    r"|above|near|by)\b|\b(?:house|flat|terrace|cottage|bungalow|room|place) (?:in|above|over|near|by"
    r"|on) \w+"
)
am_in = written(
    r"\b(?:I'm|I am|[Ww]e're|[Ww]e are|retired|,|living|from) (?:out |up |down |over |here )?(?:in"
    r"|from) (?:the )?[A-ZÀ-Þ]|^(?:in|from|out in|up in) (?:the )?[A-ZÀ-Þ]"
)
come_from = told(
    r"\bi (?:am|was|come|came) (?:originally )?(?:from|over from)\b|\bfrom \w+ originally\b|\bi "
    r"(?:was )?(?:born|grew up|was raised|brought up)\b|\bborn and bred\b|\bi grew up\b|\bwe (?:come"
    r"|came) from\b"
)
_OWN_AGE = re.compile(
    rf"\b(?:i|we) (?P<verb>am|are|turn|turned|will be|have turned|was) (?:{ADVERB}|nearly |almost "
    rf"|about |now )*{AGED}\b{NOT_YEARS}(?! month)"
    r"|\bi am .*years old\b|\bmy age\b"
)
_OF_ANOTHER_DAY = re.compile(r"\b(?:before|until|till|when|by the time|since|if|once|as soon as|after) $")


def now_aged(said: Said) -> bool:
    """Whether somebody says how old they are, rather than were, or want to be."""
    plain = mark_pauses(said.text)
    every = (each for each in _OWN_AGE.finditer(plain) if not _OF_ANOTHER_DAY.search(plain[: each.start()]))
    found = next(every, None)
    return found is not None and found["verb"] != "was"


aged = told(
    rf"\bi (?:am|turn|turned|will be|have turned|was) (?:{ADVERB}|nearly |almost |about "
    rf")*{AGED}\b{NOT_YEARS}(?! month)|\bi am .*years old\b|\bmy age\b"
)
their_age = told(
    rf"(?:\b(?:is|are|was|were|be|turns?|turned|turning|aged|nearly|almost|about)|'s) (?:{ADVERB}"
    rf"|nearly |almost |about |already )*{AGED}\b{NOT_YEARS}|\b{AGED} (?:years?|months?|weeks?)(?: "
    rf"old)?\b|\b(?:of|aged) {AGED}\b(?=$| who| and| called)|\b(?:eighteen|nineteen) months\b"
    r"|\b\w+(?:tieth|teenth|first|ninth|eighth) (?:birthday|party)\b|'s \w+(?:tieth|teenth)\b"
)
_HOLDS_PLACE = (
    r"\b(?:in|at|near|outside|to|from|over in|up in|out in) (?!it\b|that\b|this\b|them\b|the (?:end"
    r"|morning|evening|same|moment)\b|a (?:bit|while|minute|way)\b|least\b|once\b|first\b|\w+ing\b"
    r"|her\b|his\b|my (?:head|mind)\b|bed\b|all\b|me\b|us\b|time\b|half\b|be\b|do\b|get\b|see\b|have\b"
    r"|\d)\w+"
)
was_in = written(
    r"\b[Ii](?: was|'ve been| have been| spent| lived| had \w+ years) (?:\w+ (?:years|months) )?(?:in"
    r"|at|near) [A-ZÀ-Þ]"
)
their_home = told(
    rf"\b(?:lives?|lived|living|moved|moving|stays?|based|emigrated|settled)\b.*{_HOLDS_PLACE}"
    rf"|\b(?:lives?|lived) {_IN}\b|\bmoved (?:to|into)\b"
)
their_town = written(
    r"\b(?:is|are|was|lives?|lived|living|stands|works?|studies|studying|went|gone|moved|got|been"
    r"|stays?|[’']s|[’']re|[’']ve"
    r" been)\b[^.,!?]*? (?:in|near|to|over in|out in|up in|down in|from|outside) (?:the )?[A-ZÀ-Þ]"
)
their_stay = told(
    r"(?:\b(?:is|are|was|were|stands|sits|works|studies|studying|went|gone|got|stuck|been|have|has)|'s"
    rf"|'re)\b(?: \w+){{0,6}}? (?:in|at|near|to|over in|out in|up in|down in|off in|away in|back in"
    rf"|from|inside|under|behind|on) (?!it\b|that\b|this\b|time\b|{AGED}\b)\w+"
)
_ILL = (
    r"(?:ill|sick|\w*pox|measles|mumps|infection|bug|rash|tonsil\w*|fractur\w*|sprain\w*|bruis\w*|nits"
    r"|migraines?|headache|toothache|bad \w+|high blood pressure|diabetes|anxiety|poorly|unwell|hurts?"
    r"|broke|broken|leak\w*|died|operation|hip|knee|arthritis|cancer|cold|flu|fever|cracked|stuck|lost"
    r"|burns?|pain|sore|bad|hospital|vet|not work\w*|will not|does not|stopped|limp\w*|allerg\w*"
    r"|asthma|dementia|stroke|heart|deaf|blind|no (?:hot )?\w+|wrong|trouble|problem|faulty|noise"
    r"|smells?|won't|jams?|rattl\w*|scared|sad|worried|upset|cross|hates?|fail\w*|leaking|damp|mould"
    r"|missing|dead|flat|puncture\w*|tired|redundant)"
)
has_got = told(r"\b(?:has|have) got (?!an? (?:cat|dog|car|house|job|boy|girl|brother|sister)\b)\w+")
ails = told(rf"\b{_ILL}\b")
doing = told(
    r"\b(?:is|are|has been|have been|been|he's|she's) (?!called\b|going to\b)(?:\w+ )?(?!nothing\b"
    r"|anything\b|something\b|everything\b|evening\b|morning\b)\w{2,}ing\b"
)
own_doing = told(
    r"\b(?:i|we) (?:am|are|was|were|have been) (?:\w+ )?(?!nothing\b|anything\b|something\b|going "
    r"to\b)\w{2,}ing\b"
)
in_year = told(
    rf"\b(?:first|second|third|fourth|final|last|{AGED}(?:st|nd|rd|th)?) year\b(?! old)|\byear (?:one"
    r"|two|three|seven|eight|nine|ten|eleven|\d+)\b"
)
wed = told(
    r"\b(?:i|we|my|our)\b.*\b(?:married|marriages?|wed|wedding|anniversary|husband|wife"
    r"|together)\b.*\b(?:\d+|years?|months?)|\b(?:\d+|\w+) years (?:married|together)\b"
)
