"""What the user told, told back to them as a sentence: "I'm training to be a paramedic" is "You're training to be a
paramedic".

What is said beside it ("well", "you know", "don't judge me") is left out, and a sentence without its subject gets it
back. What speaks to the character can't be turned round, and nothing is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from avatar.brain.facts import PLACES
from avatar.brain.verbs import PASTS, is_verb

_KEPT = 512
"""Sentences of which it is kept what they are without a name."""
LONGEST_TOLD = 200
"""Characters of what is told back."""
_TURNED: Mapping[str, str] = {
    "i am": "you are", "i was": "you were", "am i": "are you", "was i": "were you", "i'm": "you're", "im": "you're",
    "i've": "you've", "ive": "you've", "i'd": "you'd", "i'll": "you'll", "i ain't": "you ain't", "i": "you",
    "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "we're": "you're",
    "we've": "you've", "we'd": "you'd", "we'll": "you'll", "us": "you", "our": "your", "ours": "yours",
    "ourselves": "yourselves",
}  # fmt: skip
_WORD = re.compile(rf"(?<![\w'])(?:{'|'.join(sorted(_TURNED, key=len, reverse=True))})(?![\w']|\.\w)", re.I)
_ADVERB = r"(?:(?:just|really|still|never|always|only|also|sort of|kind of|actually|usually|nearly|almost|\w+ly) )"
_I_WAS = re.compile(rf"\bi ({_ADVERB}+)(am|was)\b", re.I)
"""Where a word stands between "I" and its verb: "I never was"."""
_THE_ONE_WHO = re.compile(r"\bi (who|that) (am|was)\b", re.I)
_ADDRESSED = re.compile(
    r"(?<!\bif )(?<!\bwhen )(?<!\bwhere )(?<!\bwhenever )(?<!\buntil )\b(?:you|your|yours|yourself"
    r"|you['’]\w+|ur|u)\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:if|when|where|whenever|until) you (?:know|want|like|ask|mean|think|can|are|were|had|have"
    r"|see|must|don['’]t|do)\b",
    re.I,
)
"""What speaks to the character in a clause in which "you" may be anybody: "if you know what I mean"."""
_NO_SIGNS = re.compile(r"[\[\](){}<>|*_~#\\]+|(?<!\w)['‘’](?=\s|$)")
_OPENING = re.compile(
    r"^(?:(?:so|well|and|but|or|also|yes|yeah|yep|no|nope|nah|ok|okay|right|alright|haha\w*|hehe\w*"
    r"|lol|lmao|oh|ooh|ah|aw+"
    r"|um+|er+m?|h+m+|hi|hiya|hello|hey|heya|anyway|anyways|wait|man|dude|mate|love|ugh|then|like|basically|normally|actually"
    r"|honestly|tbh|ngl|btw|by the way|to be honest|to be fair|i mean|you know|you see|let me see|let me think|mind you"
    r"|as i (?:said|say)|like i said|i tell a lie|no wait|fair enough|sorry|thanks|thank you|cheers"
    r"|good|great|cool|nice"
    r"|on a (?:happier|lighter|sadder|brighter) note|omg|the (?:thing|trouble|problem|truth|point) is(?: that)?"
    r"|thing is|if i['’]?m honest|guess what|eh|ha|same|because|cos|since)(?:[,.!:;]+\s*"
    r"| (?=\S)|\s*-\s*))+",
    re.I,
)
_NO_OPENING = re.compile(
    r"^(?:like|good|great|nice|right|same|since|then|no|love|cool)\b(?! ?[,.!:;-])(?! (?:i|my|we|it|he|she|they)\b)"
    r"|^since \w+",
    re.I,
)
"""What begins a sentence in earnest, though it may be said in passing: "no idea", "like a rabbit"."""
_WITHIN = re.compile(
    r"(?<=\w),? (?:actually|basically|literally|obviously|honestly|to be honest|tbh|you know|mind "
    r"you)(?=,| \w)",
    re.I,
)
"""What is said in passing in the middle of a sentence."""
_CLOSING = re.compile(
    r"(?:,? (?:i )?(?:should|would|could) have (?:said|mentioned|told you)"
    r"|(?:,? (?:haha\w*|hehe\w*|lol|lmao|tbh|ngl|btw|xd+|x+|though|tho|anyway|actually|honestly|mind "
    r"you|you know|you see"
    r"|i suppose|i guess|i reckon|i must say|to be honest|to be fair|by the way|as it happens|as it "
    r"were|if i['’]?m honest"
    r"|bless (?:him|her|them|it)|of course|obviously|literally|innit|if you must know|believe it or not|you might say"
    r"|as you do|(?:so )?(?:pray for me|wish me luck)|(?:do not|don['’]t) (?:laugh|judge(?: me)?|ask(?: me)?"
    r"|tell (?:him|her|them|anyone))|if you (?:had not|hadn['’]t|have not|haven['’]t|did not"
    r"|didn['’]t) (?:guessed|noticed"
    r"|gathered|guess|notice)))"
    r"|[,;:] (?:mate|man|love|pal|dear|me|mind|right|eh|please|really|remember|sorry|i think|basically|so there|somehow"
    r"|if you like|thank god|thankfully|luckily)|[,;:\s-]+)+[.!]*$",
    re.I,
)
_JOINT = re.compile(
    r"(?:,| -|;)?\s+(?:(?:and|but|so|because|cos) )?(?=(?:i|he|she|it|they|we|you|there|that|this)(?:['’]\w+)? \w)"
    r"|(?:,|;)\s+(?:and |but |so )?(?=(?:my|our|his|her|their|your|the|don['’]t|do not|please|which|what|how|do|is|are"
    r"|can|could|would|will)\b)",
    re.I,
)
"""Where what speaks to the character may be left out."""
_SUBJECTLESS = re.compile(
    r"(?:(?P<did>used to|tried to|had to|went|did|was|were|retired|moved|worked|started|finished|got|left|lost|had)"
    r"|(?P<been>been)|(?P<just>just|only just|finally|already|never|always|still|recently|currently|mostly))\b",
    re.I,
)
_STATE = re.compile(
    r"(?:semi[- ])?(?:retired|married|divorced|single|widowed|unemployed|engaged|pregnant)(?: (?:now"
    r"|with|to|and)\b|,|$)",
    re.I,
)
_GOT = re.compile(r"got (?=(?:an?|the|my|two|three|four|five|some|no|another|loads|lots)\b)", re.I)
_NO_VERB_FIRST = frozenset(
    "bit lost left like read set cut put hit cost let hurt shut light lay felt mine may sound fit".split()
)
"""Pasts that may be other words, where a sentence begins."""
_NAMED_PLACES = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
_DAYS = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august|september|october"
    r"|november|december|christmas|easter|english|french|german|spanish|italian|welsh|irish|scottish|polish)\b"
)


_PLACES = re.compile(
    rf"(?<=\bto )(?:{_NAMED_PLACES})\b|(?<=\bin )(?:{_NAMED_PLACES})\b|(?<=\bfrom )(?:{_NAMED_PLACES})\b"
    rf"|(?<=\bat )(?:{_NAMED_PLACES})\b|(?<=\bnear )(?:{_NAMED_PLACES})\b"
)


def say_back(text: str, who: str = "you") -> str:
    """A sentence of the user's as it is said to them, with a capital and without the stop; '' where that can't be done.
    `who`: whom it is about where it doesn't say so ("moved out three weeks ago")."""
    bare = _tidy(text)
    if _speaks_to(bare):
        bare = _tidy(_leave_out_addressed(bare))
    if not bare or "?" in bare or _speaks_to(bare) or _is_torn(bare):
        return ""
    bare = _give_subject(bare, who)
    bare = _I_WAS.sub(lambda found: f"I {found[1]}{_agree(found[2])}", bare)
    bare = _THE_ONE_WHO.sub(lambda found: f"I {found[1]} {_agree(found[2])}", bare)
    told = _WORD.sub(lambda found: _keep_case(found[0], _TURNED[found[0].lower().replace("’", "'")]), bare)
    told = _PLACES.sub(lambda found: found[0].title(), _DAYS.sub(lambda found: found[0].capitalize(), told))
    return told[:1].upper() + told[1:]


_CALLS = r"(?:aw+|oh+|ah+|hey|hi|no|yes|yeah|well|so|ok|but|ooh|haha|lol|please|sorry),? "


@lru_cache(_KEPT)
def leave_out_name(text: str, name: str) -> str:
    """A sentence without the name by which it speaks to the character: "aw fern, the presentation!"."""
    if not name or name.lower() not in text.lower():
        return text
    bare = re.sub(
        rf"^({_CALLS}){re.escape(name)}(?:[,!.:]+ | )|, {re.escape(name)}(?=[.!?]*$)", r"\1", text, flags=re.I
    )
    bare = re.sub(rf"^{re.escape(name)}[,!:]+ ", "", bare, flags=re.I)
    return bare if re.search(r"\w", bare) else text


_SHORT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), instead)
    for pattern, instead in (
        (r"\bcan't\b", "cannot"), (r"\bwon't\b", "will not"), (r"\bshan't\b", "shall not"), (r"\bain't\b", "are not"),
        (r"(?<=\w)n't\b", " not"), (r"(?<=\w)'re\b", " are"), (r"(?<=\w)'ve\b", " have"), (r"(?<=\w)'ll\b", " will"),
        (r"\b(he|she|it|that|there|who|what|here)'s (?=(?:got|been|had|gone|just|never|always|already)\b)", r"\1 has "),
        (r"\b(he|she|it|that|there|who|what|here)'s\b", r"\1 is"),
        (r"(?<=\w)'d (?=(?:better|been|had|gone|got|never|just|no|an?|the|two|three|\w+ed)\b)", " had "),
        (r"(?<=\w)'d\b", " would"),
    )
)  # fmt: skip


def write_out(told: str) -> str:
    """What is told back without short forms: "You are training"."""
    for pattern, instead in _SHORT:
        told = pattern.sub(instead, told)
    return told


_NEW_CLAUSE = re.compile(
    r" (?:(?:and|but|so|because|when|if|though|although|which|while|since|as|where|until|then) )?(?:i"
    r"|he|she|it|we|you|they|that|there)"
    r"\b.*| (?:but|because|which|though|although|so|when|if)\b.*",
    re.I,
)


def tidy(said: str) -> str:
    """What stood behind "I like", from the other side and without what went on behind it: "your garden", of "my garden
    but it is small"."""
    return _WORD.sub(lambda found: _TURNED[found[0].lower().replace("’", "'")], _NEW_CLAUSE.sub("", said))


def say_all_back(sentences: list[str]) -> str:
    """Several sentences that were said back, as one text without its last stop."""
    return ". ".join(dict.fromkeys(filter(None, sentences)))


def _speaks_to(bare: str) -> bool:
    """Whether a sentence speaks to the character, rather than of what anybody does: "it works if you kick it"."""
    return bool(_ADDRESSED.search(bare) or _GENERAL.search(bare))


def _tidy(text: str) -> str:
    bare = " ".join(_NO_SIGNS.sub(" ", text.replace("’", "'").replace("…", " ")).split())
    bare = _WITHIN.sub("", bare)
    bare = re.sub(r"(?<=[.!])[.!]+", "", re.sub(r"[^\w\s]{3,}", " ", bare)).strip(" .!,;:-")
    before = ""
    while before != bare:
        before = bare
        if not _NO_OPENING.match(bare):
            bare = _OPENING.sub("", bare, count=1)
        bare = _CLOSING.sub("", bare)
    return re.sub(r"\s+([,.;:!?])", r"\1", bare).strip(" .!,;:-")


def _leave_out_addressed(bare: str) -> str:
    """The longest part of a sentence that doesn't speak to the character; '' where none says anything."""
    ends = [0, *(found.end() for found in _JOINT.finditer(bare)), len(bare)]
    runs = [""]
    for start, end in pairwise(ends):
        part = bare[start:end]
        runs = [*runs, ""] if _speaks_to(part) else [*runs[:-1], runs[-1] + part]
    longest = max((_UNFINISHED.sub("", each) for each in runs), key=lambda each: len(each.split()))
    return longest if len(longest.split()) >= _SAYING else ""


_SAYING = 3
"""Words from which on a part of a sentence says something."""
_UNFINISHED = re.compile(
    r"(?:,| -|;|\s|\b(?:and|but|so|because|cos|which|that|if|as|when|like|what|(?:and |she |he |they "
    r"|i )?(?:\w+ )?(?:says?"
    r"|said|thinks?|thought|reckons?|knows?|hopes?|means?|told me|tells me|bet|guess|wonder))\b)*\s*$",
    re.I,
)
"""What waits for a part that was left out."""


def _is_torn(bare: str) -> bool:
    """Whether a sentence is a part of one that can't stand alone: "which is awkward"."""
    return bool(re.match(r"(?:which|who|whose|than|whether)\b", bare, re.I)) or bare.count('"') % 2 == 1


def _give_subject(bare: str, who: str) -> str:
    """A sentence that begins with its verb, with whom it is about."""
    first = re.split(r"[ ,]", bare.lower(), maxsplit=1)[0]
    rest = bare[0].lower() + bare[1:]
    if who == "you" and _STATE.match(bare):
        return f"you're {rest}"
    found = _SUBJECTLESS.match(bare)
    if _GOT.match(bare) or (found and found["been"]):
        return f"{who}'ve {rest}" if who in ("you", "they") else f"{who}'s {rest}"
    if found and (found["did"] or (found["just"] and _is_past(bare.lower().split()[1:2]))):
        return f"{who} {re.sub('^was ', 'were ', rest) if who in ('you', 'they') else rest}"
    plain_forms = (first[:-1], first[:-2], f"{first[:-3]}y")
    third = first.endswith("s") and any(map(is_verb, plain_forms)) and len(bare.split()) > 1
    if who in ("he", "she", "it") and third:
        return f"{who} {rest}"
    return f"{who} {rest}" if _is_past([first]) and first not in _NO_VERB_FIRST else bare


def _is_past(words: list[str]) -> bool:
    return bool(words) and (words[0] in PASTS or is_verb_past(words[0]) or words[0] in ("been", "done", "gone"))


def is_verb_past(word: str) -> bool:
    """Whether a word is the regular past of a verb that is known: "retired"."""
    if not word.endswith("ed"):
        return False
    stems = (word[:-1], word[:-2], word[:-3] if word[-3:-2] == word[-4:-3] else "", f"{word[:-3]}y")
    return any(each and is_verb(each) for each in stems)


def _agree(verb: str) -> str:
    return "are" if verb.lower() == "am" else "were"


def _keep_case(typed: str, turned: str) -> str:
    return (
        turned[0].upper() + turned[1:] if typed[:1].isupper() and typed[:1] != "I" and typed.lower() != "i" else turned
    )
