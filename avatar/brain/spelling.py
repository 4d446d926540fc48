"""Hasty typing put right before a sentence is heard or told back: "ive got" is "I've got", "whats ur name" is "what's
your name".

One table for what can't be anything else, and one for words that are words of their own as well ("well", "ill",
"were"), which count only beside certain neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SURE: Mapping[str, str] = {
    "i": "I", "im": "I'm", "ive": "I've", "i'm": "I'm", "i've": "I've", "i'd": "I'd", "i'll": "I'll",
    "youre": "you're", "your're": "you're", "youve": "you've", "youd": "you'd", "youll": "you'll",
    "hes": "he's", "hed": "he'd", "shes": "she's", "itll": "it'll", "weve": "we've",
    "theyre": "they're", "theyve": "they've", "theyd": "they'd", "theyll": "they'll",
    "thats": "that's", "thatll": "that'll", "theres": "there's", "heres": "here's", "whats": "what's",
    "wheres": "where's", "whens": "when's", "whys": "why's", "whyd": "why did",
    "howd": "how did", "whered": "where did", "whatd": "what did",
    "hows": "how's", "whatve": "what have", "whove": "who have", "couldof": "could have", "itd": "it'd",
    "thatd": "that'd", "whod": "who'd", "alot": "a lot", "whereabouts": "where",
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "cant": "can't", "wont": "won't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "werent": "weren't", "havent": "haven't", "hasnt": "hasn't",
    "hadnt": "hadn't", "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't", "mustnt": "mustn't",
    "couldve": "could've", "wouldve": "would've", "shouldve": "should've",
    "u": "you", "tho": "though", "wanna": "want to", "gonna": "going to", "gotta": "got to", "lemme": "let me",
    "gimme": "give me", "dunno": "don't know", "tryna": "trying to", "cuz": "because", "coz": "because",
    "pls": "please", "plz": "please", "thx": "thanks", "abt": "about", "thru": "through", "hwo": "who", "whos": "who's",
    "ppl": "people", "wdym": "what do you mean",
}  # fmt: skip
"""What a word is meant for, wherever it stands."""
_MISTYPED_MOST = tuple(
    "what where when which whose does there them would could should about have your with then they this that because "
    "happened really after think know like been were said people".split()
)
"""Words of which two letters are often exchanged in haste."""
_OTHERS_MEANT = frozenset(("three",))
"""What is a word of its own when two letters of another one are exchanged."""


def _exchange_letters(word: str) -> list[str]:
    """A word with each two neighbouring letters exchanged: "waht", "whta" for "what"."""
    ways = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
    return [each for each in ways if each != word and each not in _OTHERS_MEANT]


_MEANT: Mapping[str, str] = {**{wrong: word for word in _MISTYPED_MOST for wrong in _exchange_letters(word)}, **_SURE}
"""What a word is meant for, with those in which two letters are exchanged."""
_OPENS = r"(?:^|(?<=[.,!?;] )|(?<=\bso )|(?<=\bbut )|(?<=\bbecause )|(?<=\bcos )|(?<=\bthink )|(?<=\bhope )|(?<=\bok ))"
_SOON = (
    "be|have|go|get|see|do|try|tell|take|come|call|ask|let|just|never|probably|make|need|give|bring|think|keep|check"
    "|wait|find|start|say|talk|leave|miss|text|send|look|remember|always|put|buy|eat|show|definitely|maybe|also"
)
_RATHER = (
    "like|love|rather|say|be|have|never|better|go|prefer|want|hate|been|forgotten|probably|really|ask|guess|take|always"
    "|only|just|call|do"
)
_NOT_ILL = (
    r"(?<!\bam )(?<!\bwas )(?<!\bis )(?<!\bare )(?<!\bfeel )(?<!\bfelt )(?<!\bfell )(?<!'m )(?<!'s )(?<!\bvery )"
    r"(?<!\breally )"
)
_IT_IS = (
    "a|an|the|so|very|not|been|just|really|too|my|your|called|time|about|like|pretty|quite|only|all|always|never|that|what"
    "|because|ok|okay|fine|good|great|nice|bad|cold|hot|late|hard|fun|raining|snowing|going|getting|doing|making|killing"
    "|driving|working|hurting|got|in|on|at|me|for|from"
)
_NO_SHED = r"(?<!\bthe )(?<!\ba )(?<!\bmy )(?<!\bour )(?<!\bgarden )"
_HAD = "been|have|be|like|love|never|rather|said|gone|had|probably"
_BESIDE: tuple[tuple[str, str], ...] = (
    (r"\br (?=(?:you|we|they|u)\b)", "are "),
    (r"\bur (?=(?:like an?|a|an|the|so|very|not|welcome|right|too|funny|nice|cool|sweet|the best|joking)\b)",
        "you're "),
    (r"\bur\b", "your"),
    (r"\byour (?=(?:a|an|not|welcome|so|very(?! own)|joking|kidding)\b)", "you're "),
    (_OPENS + r"were (?=(?:\w{2,}ing|off|both|all|not|still|just)\b)", "we're "),
    (_OPENS + r"well (?=(?:be|see|go|need|all|both|probably|miss|find|meet)\b(?! (?:you know|here"
     r"|on\b(?! \w+ing))\b))", "we'll "),
    (_NOT_ILL + rf"\bill (?=(?:{_SOON})\b)", "I'll "),
    (rf"(?<!\bmy )(?<!\byour )(?<!\ban )(?<!\bthe )(?<!\bphoto )(?<!\buser )\bid (?=(?:{_RATHER})\b)", "I'd "),
    (rf"\bits (?=(?:{_IT_IS})\b)", "it's "),
    (_OPENS + r"its (?=\w{3,}ing\b)", "it's "),
    (_NO_SHED + rf"\bshed (?=(?:{_HAD})\b)", "she'd "),
    (_OPENS + r"wed (?=(?:" + _HAD + r")\b)", "we'd "),
    (_OPENS + r"lets (?=\w)", "let's "),
)  # fmt: skip
"""What a word is meant for beside certain others, and what it is then."""
_WORD = re.compile(rf"(?<![\w'’])(?:{'|'.join(sorted(map(re.escape, _MEANT), key=len, reverse=True))})(?![\w'’])", re.I)
_NEIGHBOURS = tuple((re.compile(pattern, re.I), instead) for pattern, instead in _BESIDE)


def put_typing_right(text: str) -> str:
    """A message as it would be written with care: "ive got a dog, hes called rex" -> "I've got a dog, he's called
    rex". What is in capitals throughout, such as "ID", stays."""
    text = _WORD.sub(lambda found: _as_typed(found[0], _MEANT[found[0].lower()]), text)
    for pattern, instead in _NEIGHBOURS:
        text = pattern.sub(lambda found, instead=instead: _as_typed(found[0], instead), text)  # type: ignore[misc]
    return text


def _as_typed(typed: str, meant: str) -> str:
    """A word with the capital that was typed. Several capitals stand for something else: "US", "PPL"."""
    if len(typed.strip()) > 1 and typed.strip().isupper():
        return typed
    return meant[0].upper() + meant[1:] if typed[0].isupper() else meant
