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
    "n": "and", "w": "with", "tmrw": "tomorrow", "tmr": "tomorrow",
    "u": "you", "tho": "though", "wanna": "want to", "gonna": "going to", "gotta": "got to", "lemme": "let me",
    "gimme": "give me", "dunno": "don't know", "tryna": "trying to", "cuz": "because", "coz": "because",
    "pls": "please", "plz": "please", "thx": "thanks", "abt": "about", "thru": "through", "hwo": "who", "whos": "who's",
    "ppl": "people", "wdym": "what do you mean", "somethin": "something", "nothin": "nothing", "anythin": "anything",
    "everythin": "everything", "summat": "something", "smth": "something",
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
    "|driving|working|hurting|got|in|on|at|me|for|from|probably|maybe|perhaps|whatever|actually|definitely|basically"
    "|literally|obviously|apparently|mostly|hardly|nearly|almost|already|still|either|nothing|something|more|less|no"
    "|kind of|sort of|his|her|their|our|yours|mine|him|us|them|there|here|where|when|how|why|if|over|off|out|up|down"
    "|gone|broken|friday|saturday|sunday|monday|tuesday|wednesday|thursday|tomorrow|today|tonight|\\w+['’]s"
)
_OF_ITS = (
    r"(?! ?(?:own|\w+ (?:\w+ ){0,2}?(?:is|are|was|were|has|have|had|does|did|do|looks?|looked"
    r"|seems?|smells?|makes?|made|keeps?|kept|goes|went|gets?|got|comes?|came|fell|broke|hurts?|needs?|can|could|will|would|won't|can't|isn't|wasn't)\b))"
)
"""What no owner stands before: "its tail is wagging"."""
_ONE_EACH = (
    "wife|husband|mum|mom|mam|dad|nan|gran|nana|granddad|grandad|grandma|grandpa|boyfriend|girlfriend|partner|missus"
    "|boss|landlord|landlady|fella|fiance|hubby|eldest|youngest|oldest|mother|father"
)
"""Of whom one has one, mostly."""
_SOMEBODY = (
    "son|daughter|brother|sister|kid|dog|cat|friend|neighbour|neighbor|cousin|uncle|aunt|auntie|niece|nephew|grandson"
    "|granddaughter|flatmate|housemate|colleague|baby|lad|lass|rabbit|hamster|teacher|car|boiler|knee|back|phone|laptop"
    "|house|flat|job|manager|doctor"
)
_IS_SO = (
    "been|a|an|not|so|very|really|too|gone|called|coming|going|getting|having|starting|moving|leaving|working|doing"
    "|staying|poorly|ill|pregnant"
    "|just (?:got|had|started|been|had|bought|passed|left|turned) (?:his|her|its|a|an)|got his|got her"
)
"""What follows on one, not on several: these would have "are" or "have" before it."""
_WE_ARE = (
    r"\w{2,}ing|off|both|all|not|still|just|called|from|due|meant|supposed|married|engaged|only|never|always|so|very|too"
    r"|a|an|in|at|on|up|out|over|back|down"
)
_NO_SHED = r"(?<!\bthe )(?<!\ba )(?<!\bmy )(?<!\bour )(?<!\bgarden )"
_HAD = "been|have|be|like|love|never|rather|said|gone|had|probably"
_BESIDE: tuple[tuple[str, str], ...] = (
    (r"\br (?=(?:you|we|they|u)\b)", "are "),
    (r"\bur (?=(?:like an?|a|an|the|so|very|not|welcome|right|too|funny|nice|cool|sweet|the best|joking)\b)",
        "you're "),
    (r"\bur\b", "your"),
    (r"\byour (?=(?:a|an|not|welcome|so|very(?! own)|joking|kidding)\b)", "you're "),
    (_OPENS + rf"were (?=(?:{_WE_ARE})\b(?! (?:you|they|we|i|he|she)\b))(?![^.!?]*\?)", "we're "),
    (_OPENS + r"well (?=(?:be|see|go|need|all|both|probably|miss|find|meet)\b(?! (?:you know|here"
     r"|on\b(?! \w+ing))\b))", "we'll "),
    (_NOT_ILL + rf"\bill (?=(?:{_SOON})\b)", "I'll "),
    (rf"(?<!\bmy )(?<!\byour )(?<!\ban )(?<!\bthe )(?<!\bphoto )(?<!\buser )\bid (?=(?:{_RATHER})\b)", "I'd "),
    (rf"\bits (?=(?:{_IT_IS})\b)", "it's "),
    (_OPENS + r"its (?=\w{3,}ing\b)", "it's "),
    (rf"(?:{_OPENS}|(?<=\bsays )|(?<=\bsaid )|(?<=\breckons ))" + r"its (?=\w)" + _OF_ITS, "it's "),
    (r"\bits (?=['\"])", "it's "),
    (rf"\b(my|his|her) ({_ONE_EACH})s (?=(?:{_IS_SO}|just|got|had|in|on|at|the|my|being|\w{{3,}}ing)\b(?! law| crime))",
        r"\1 \2's "),
    (rf"\b(my|his|her) ({_ONE_EACH}|{_SOMEBODY})s (?=(?:{_IS_SO}|\w{{3,}}ing)\b)", r"\1 \2's "),
    (r"(?<=\bmy )names (?=(?!are\b|were\b|and\b|on\b|in\b|have\b|both\b|come\b)\w)", "name's "),
    (r"(?:^|(?<=[.,!?] )|(?<=\bthe ))names (?=(?!(?:are|were|and|on|of|in|like|for|please)\b)\w)", "name's "),
    (_NO_SHED + rf"\bshed (?=(?:{_HAD})\b)", "she'd "),
    (_OPENS + r"wed (?=(?:" + _HAD + r")\b)", "we'd "),
    (_OPENS + r"lets (?=\w)", "let's "),
    (_OPENS + r"mines (?=(?!are\b|were\b|and\b|in\b|of\b|closed\b|shut\b)\w)", "mine's "),
)  # fmt: skip
"""What a word is meant for beside certain others, and what it is then."""
_WORD = re.compile(rf"(?<![\w'’])(?:{'|'.join(sorted(map(re.escape, _MEANT), key=len, reverse=True))})(?![\w'’])", re.I)
_NEIGHBOURS = tuple((re.compile(pattern, re.I), instead) for pattern, instead in _BESIDE)


_DRAWN_OUT = re.compile(r"\b(hi|hey|hello|hiya|bye|no|so|yes|yeah|please|thanks|what|wow|really|sorry)(\w)\2*\b", re.I)
"""What is written as it is drawn out: "hii", "sooo", "byeee"."""


def put_typing_right(text: str) -> str:
    """A message as it would be written with care: "ive got a dog, hes called rex" -> "I've got a dog, he's called
    rex". What is in capitals throughout, such as "ID", stays."""
    text = _DRAWN_OUT.sub(lambda found: found[1] if found[1].lower().endswith(found[2].lower()) else found[0], text)
    text = _WORD.sub(lambda found: _as_typed(found[0], _MEANT[found[0].lower()]), text)
    for pattern, instead in _NEIGHBOURS:
        text = pattern.sub(lambda found, instead=instead: _as_typed(found[0], found.expand(instead)), text)  # type: ignore[misc]
    return text


def _as_typed(typed: str, meant: str) -> str:
    """A word with the capital that was typed. Several capitals stand for something else: "US", "PPL"."""
    if len(typed.strip()) > 1 and typed.strip().isupper():
        return typed
    return meant[0].upper() + meant[1:] if typed[0].isupper() else meant
