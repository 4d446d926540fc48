"""A message as sentences: where it parts, what each one does, and what is left of one without its wrapping.

"haha you're funny! so, do you happen to know what day it is?" is a laugh, praise, and the question "what day is it".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import zip_longest
from typing import NamedTuple

from avatar.brain.asides import leave_out_asides
from avatar.brain.leads import lead
from avatar.brain.left_out import drop_lead, leaves_out_subject
from avatar.brain.names import end_of_introduction, shorten_introduction
from avatar.brain.rejoining import ask_in_full, join_again, leave_out_acts, takes_as
from avatar.brain.spelling import put_typing_right
from avatar.brain.verbs import PASTS

_SENTENCE = 2
"""Fewest words of a sentence that another one is joined to."""
MOST = 6
"""Most sentences of a message that are weighed: the last ones."""


def one_of(phrases: str) -> str:
    """A pattern of phrases between commas, written on as many lines as they need."""
    return "|".join(" ".join(phrase.split()).replace("| ", "|") for phrase in phrases.split(","))


class Act(IntEnum):
    """What a sentence does; the higher, the sooner it is answered."""

    CHATTER = 1
    STATEMENT = 2
    FACT = 3
    FEELING = 4
    REQUEST = 5
    QUESTION = 6


class Sentence(NamedTuple):
    """One sentence of a message."""

    text: str
    """As it was typed, with hasty typing put right."""
    asked: bool
    """Whether it ended in a question mark."""


_ABBREVIATED = (
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\b[A-HJ-Z]\.)"
)
_ENDS = re.compile(
    rf"(?<=[.!?…][\"”’])\s+(?=[A-Z])|(?:(?<=[!?…\n;])|{_ABBREVIATED}(?<=\.)(?!\d))(?![.!?…;\"')])\s*|\n+"
)
_TURNED = re.compile(
    r",?\s+(?=(?:and|but what about|what about|how about) (?:you|yourself|u)\W*$)|,\s+(?=(?:you|u|yourself|hbu"
    r"|wbu)\?+\s*$)",
    re.I,
)
"""Before "and you?": what stands before is a sentence of its own."""
_JOINED = re.compile(
    r",\s+(?=(?:i|i'm|i’m|im|my|we)\b(?! (?:think|guess|suppose|mean|know|hope|believe)\b))"
    r"|,\s+(?=(?:he|she|it|they)(?:['’](?:s|re|d|ll|ve)| (?:is|are|was|were|has|had|have|never|always|still|just))\b)"
    r"|,\s+(?:so )?(?!do you (?:think|know|mind|reckon|remember|recall)\W*$)"
    r"(?=(?:who|what|how|why|where|when|do you|can you|are you|is it|is this|is that|is there|did you|should i"
    r"|will you|have you)\b)"
    r"|,\s+(?=(?:can|could|is|are|was|does|did|will|would|has) (?:the|it|he|she|they|this|that|there|my|your|we|i"
    r"|you) \w)"
    r"|,\s+(?=(?:can|could|will|would|should|may) (?:it|the \w+|he|she|they|we) \w+)"
    r"|(?<!\bme)(?<!\bMe),?\s+(?:and|but)\s+(?=(?:i|i'm|i've|i’m|im|my|we|she|he|they|what|how|why|where|when|who"
    r"|do you|can you|are you|did you|have you|would you|will you)\b)"
    r"|,\s+(?=(?:he|she|they|my \w+) (?:just |also |really )?(?:wants?|asks|asked|is asking|wonders) (?:to know "
    r"|to ask |if |whether ))"
    r"|,\s+(?:and |so |but )?"
    r"(?=(?:please )?(?:tell|give|sing|show|read|play) (?:me|us) (?:a|an|one|some|another|your|about)\b)"
    r"|,\s+(?:so |but |and )?(?=any (?:ideas?|tips?|advice|suggestions?|thoughts?|tricks)\b)"
    r"|\s+so\s+(?=(?:what|how (?:much|many|do|can|should|is)|who|where|when|should|can you|do you)\b)"
    r"|,\s+(?:so |but |and )?(?=(?:can|could|would|should|is|are|does|did|do|has|have|was|were|will) (?:the|a|an"
    r"|your|my|his|her"
    r"|our|he|she|it|they|you|there|that|this) \w+ \w+|any(?:thing|one|body)?\b[^,]*\?)",
    re.I,
)
"""Between two sentences that "and", "but" or a comma joins."""


_LAUGH_BEFORE = re.compile(
    r"(?<=\S\s)(\b(?:lol|haha\w*|lmao+))\s+(?=(?:what|who|why|how|where|when|is|are|do|did|does|have|can)\b)", re.I
)
"""Laughter that does so, before a question."""
_FACE_BEFORE = re.compile("([\U0001f300-\U0001faff\u2600-\u27bf]+|(?<=\\w )[:;=]-?[)(DPp]+|(?<=\\w )<3)\\s+(?=\\w)")
"""A face that ends a sentence as a full stop does: "I'm crying 😂 which one was it"."""


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a message, at most MOST of them, the last ones; empty where it has no words."""
    text = shorten_introduction(put_typing_right(leave_out_acts(text)))
    text = _OF_WHAT.sub(r"\1 for you?", leave_out_asides(text))
    text = _LAUGH_BEFORE.sub(r"\1. ", _FACE_BEFORE.sub(r"\1. ", text))
    pieces = [part for piece in _ENDS.split(text) if piece for part in _TURNED.split(piece.strip())]
    single = [part for piece in pieces for part in _parted(piece)]
    parts = join_again([ask_in_full(*each) for each in zip_longest(single, single[1:], fillvalue="")][: len(single)])
    found = [
        Sentence(
            _AGREES.sub(".", part.strip()),
            "?" in part and not _AGREES.search(part.strip()) and not takes_as(part.strip()),
        )
        for part in parts
        if any(sign.isalnum() for sign in part)
    ]
    if len(found) > 1:
        found = [each for each in found if not _TAG.fullmatch(each.text)] or found
    if len(found) > 1 and _REMEMBERED.fullmatch(found[-1].text) and (found[-2].asked or _ASKS_WH.match(found[-2].text)):
        found[-2:] = [found[-2]._replace(asked=True)]  # it only ends the question before it
    return _join_choices(found)[-MOST:]


_OR = re.compile(
    r"or (?!(?:what|not|something|is that|was that|are you|do you|did you|should i|am i|whatever|so)\b)\w", re.I
)
_NO_QUESTION_YET = 2
"""Words of a question to which no second part is joined."""


def _join_choices(found: list[Sentence]) -> list[Sentence]:
    """Sentences, where "is he a cat? or one of your machines" is one question."""
    joined: list[Sentence] = []
    for each in found:
        if joined and joined[-1].asked and _OR.match(each.text) and len(joined[-1].text.split()) > _NO_QUESTION_YET:
            joined[-1] = Sentence(f"{joined[-1].text.rstrip('? ')} {each.text.rstrip('?. ')}?", asked=True)
        else:
            joined.append(each)
    return joined


_OF_WHAT = re.compile(
    r"\b((?:is|was|isn't|does|did) (?:it|that)\b[^,.?!]*|(?:what|how)(?:'s| is) (?:it|that)\b[^,.?!]*),"
    r" (?:what you do|(?:being|living|working) [^,.?!]+)\?",
    re.I,
)
"""A question about "it", and behind it what it is about, which is the character's own: "is it lonely, what you do?"."""
_AGREES = re.compile(r"(?<=\w),? (?:ok|okay|alright|all right|deal|promise)\?$(?<!\byou ok\?)", re.I)
"""What asks no more than that it be all right: "I'll say good night before I go, ok?"."""
_TAG = re.compile(r"(?:(?:do )?you )?(?:see|know|get|feel) (?:what i(?: a|['’])?m?(?: mean| saying)|me)\W*", re.I)
"""What asks for no more than a nod, beside a sentence that says something: "see what I mean?"."""
_ASKS_WH = re.compile(r"(?:(?:and|so|but|ok|well),? )*(?:what|who|where|when|why|how|which)\b", re.I)
_REMEMBERED = re.compile(r"(?:and |can |so )*(?:do |can )?(?:you )?(?:still )?(?:recall|remember)\W*", re.I)
"""What ends a question: "do you remember?"."""


_ASKED_TAG = re.compile(
    r"^((?:(?:so|but|oh|well|and),? )*(?:you|it|that|he|she|they|there)\b[^?]*),"
    r" (?:are|do|did|is|was|were|have|has|can|will|would|could|does)(?:n['’]t)?"
    r" (?:you|it|that|he|she|they|there)\s*\?$",
    re.I,
)
"""A statement that only asks for a yes: "you're not going to tell me, are you?"."""
_COLON = re.compile(r"(?<=\w):\s+(?=(?:and |but )?what if\b)", re.I)


def _parted(piece: str) -> list[str]:
    """A sentence as those that it joins; itself where the first would be no sentence ("my sister and I")."""
    piece = _ASKED_TAG.sub(r"\1?", piece)
    if colon := _COLON.search(piece):
        return [piece[: colon.start()], piece[colon.end() :]]
    if said_who := end_of_introduction(piece):
        return [piece[: said_who[0]], *_parted(piece[said_who[1] :])]
    joint = next((found for found in _JOINED.finditer(piece) if _is_joint(piece, found)), None)
    return [piece[: joint.start()], *_parted(piece[joint.end() :])] if joint else [piece]


_NAMED = re.compile(
    r"(?:(?:well|so|and|but|yes|yeah|no|oh|ok),? )*(?:my|our|his|her|their|your|the|both)"
    r"(?: (?:own|big|little|old|older|younger|elder|new|best|twin|step|ex))* \w+(?: \w+'s)?",
    re.I,
)
"""Somebody, of whom nothing is said yet: "my brother", in "my brother and I don't speak"."""
_RELATIVE = re.compile(
    r"(?:who|where|when)(?:['’](?:s|ve|d|re|ll))? (?!(?:are|is|do|does|did|can|will|would) (?:you|i|we|it|he|she"
    r"|they)\b)",
    re.I,
)
_QUOTES = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|say(?:s|ing)?|said|tell(?:s|ing)?|told|wonder(?:s|ed|ing)?"
    r"|wants? to know)\b",
    re.I,
)
"""What says that a question behind it was asked of somebody else, where nothing is asked now."""
_ASKS_NOW = re.compile(
    r",?\s+(?:so |but |and )?(?:can|could|would|should|is|are|does|did|do|has|have|who|what|how"
    r"|why|where|when|will)\b",
    re.I,
)


_SUPPOSES = re.compile(
    r"(?:(?:and|so|but|well|hm+|oh|ok|then),? )*if (?:you|i|we|he|she|they|it) (?:could|had|were|was|got|can)\b", re.I
)
"""What is asked of what is not so: it can't do without its beginning."""


_ASKS_SOMEBODY = re.compile(r"\b(?:ask|asked|asking|asks) (?:him|her|them|my \w+|people|everyone|everybody)\b", re.I)
"""What is asked of somebody else, whose words are no question here: "I want to ask her things, like is this normal"."""
_ABOUT = re.compile(r"\b(?:what|how) about (?:\w+ ){0,2}\w+$", re.I)
"""What names somebody of whom something is asked behind it: "what about Biscuit, can he join"."""


_YES_OR_NO = re.compile(r"(?:is|are|was|does|did|has) ", re.I)
"""What begins a yes or no."""


def _is_joint(piece: str, found: re.Match[str]) -> bool:
    """Whether two sentences meet here, rather than two names, or somebody and what is told of them, or what would be if
    something were."""
    if _SUPPOSES.match(piece):
        return False
    first, second = piece[: found.start()], piece[found.end() :]
    if _ASKS_SOMEBODY.search(first) and "?" not in piece:
        return False
    if len(first.split()) < _SENTENCE or _NAMED.fullmatch(first.strip()) or _ABOUT.search(first):
        return False
    if "?" not in piece and _QUOTES.search(first) and _ASKS_NOW.match(piece, found.start()):
        return False
    if "?" not in piece and _YES_OR_NO.match(second):
        return False  # "it's a Rayburn, does the hot water as well" leaves out who does
    return "?" in piece or not _RELATIVE.match(second) or "," not in found[0]


# ------------------------------------------------------------------------------------------------ what a sentence does

_AUX = "is|are|was|were|am|can|could|will|would|should|shall|have|has|had|do|does|did|may|might"
_ASKING = re.compile(
    rf"(?!have (?:a|an|fun)\b|had (?:a|an|some|my|no|it (?:since|for|with|from))\b)(?:and |so |but |or "
    rf"|then )?(?:(?:who|whom|what|where|when|why|how|which|whose)\b"
    r"|(?:is|are|was|were|does|did|would|could|should) (?!not\b|do with\b|love\b|like\b|be\b|have\b)\w+ \w+"
    r"|(?:you )?ever \w+ \w+|do \w+s \w+"
    rf"|(?:{_AUX}) (?:not )?(?:you|i|we|they|he|she|it|this|that|these|those|there|your|my|the|a|an|any|anyone|anybody"
    rf"|people|our|his|her|their|cats|dogs|robots|machines|computers)\b|any \w+ (?:left|going|yet|there|handy)$"
    rf"|any (?:\w+ )?(?:idea|jokes?|tips?|plans?|thoughts|tricks|news"
    r"|advice|suggestions)\b|(?:as|by|with|from|to|of) (?:what|who|whom)$)"
)
_ORDERING = re.compile(
    r"(?:please )?(?:tell|show|give|sing|say|make|let us|play|read|write|spell|flip|toss|roll|guess|pick|choose|explain"
    r"|describe|talk|speak|teach|help|recommend|suggest|calculate|convert|compute|solve|count|dance|wave|smile|laugh"
    r"|entertain|surprise|cheer|ask|name|imagine|pretend|draw|remember|forget|stop|repeat|do(?! up\b)|be|define"
    r"|translate|have (?:a|another) (?:\w+ )?(?:look|think|guess|rummage|peek|go|try))\b"
)
_ORDERING_THEN = re.compile(
    r"(?:(?:ok|okay|well|right|alright|all right|oh|please|now|go on|then|so|and|haha|poor thing) )+"
    r"(?:tell|show|give|sing|read|explain|describe|teach|recommend|suggest) (?:me|us)\b"
)
_TAGGED = re.compile(
    r".* yes or no|(?:a )?(?:bit|little) .* (?:are|were|is) not (?:you|he|she|it|they)"
    r"|(?:so )?(?:you|he|she|it|that|they|this|your \w+)(?: \w+){2,} (?:huh|right|eh|innit|correct)"
    r"|.*\b(?:you|he|she|it|they|that) .* (?:is|are|was|were|do|does|did|have|has|can|will) not (?:you|he|she|it|they)"
)
"""A question that ends like one."""
_LEFT_OUT = re.compile(
    r"do not (?!tell|laugh|worry|ask|go|leave|stop|be|forget|eat|touch|judge|say|cry|do|make|let|you|talk|lie"
    r"|give|call)\w+"
)
"""What leaves out who does it: "don't feel it"."""
_READ_THEN = re.compile(
    r"(?:read|let|put|set|cut|shut|spread) (?!me\b|us\b).*\b(?:till|until|before|when|while|because|since|as)\b"
    r"(?!.*\byou\b).*\b(?:was|were|had|went|came|got|said|\w{3,}ed)\b"
)
"""What was done, by a verb that is the same then as now: "read them in the bath till the water was cold"."""
_I_LEFT_OUT = re.compile(
    r"(?:and |so |but |well |then |just |also )*(?:had (?:a|an|my|our|some|no|to|about|such|the|another)\b"
    r"|did (?:\d+|two|three|four|five|six|seven|eight|nine|ten|about|loads|nothing|well|ok|okay)\b"
    r"|(?:did|have|am) (?:a|an|my|some|no|another)\b(?! (?:look|guess|go|think|try|listen|seat|rest|nice|good"
    r"|great|lovely|fun|safe|happy)\b)(?! (?:\w+ ){1,3}(?:come|arrive|arrived|work|worked|go|gone|get|got|help)\b)"
    r"|(?:was|were) (?:a|an|such|so|about|at|in|on|going|just|out|up|always|never|really|very|quite)\b"
    r"|(?:is|are) (?:a (?:bit|little|lot|shame|pity|pain|joy|mess)|so|very|really|quite|always|never)\b"
    r"|do (?:up|without|over)\b|would (?:have been|never|always|hate|rather)\b)"
)
"""What is told with its "I" or "it" left out: "had a difficult shift last week", "was a long day"."""
_OF_THING = re.compile(r"did (?:my|our|your|his|her|their|the) \w+ \w+(?: \w+){0,2}")
"""What asks of something though it has no question mark: "did my parcel arrive"."""
_DOING = re.compile(r"(?:please )?do (?:a|an|it|that|this|another|one|some|your)\b(?! \w+ (?:have|need|want|like)\b)")
"""An order that begins like a question."""
_THINGS = (
    "phone", "battery", "laptop", "computer", "car", "plant", "wifi", "internet", "tv", "telly", "radio", "oven",
    "engine", "boiler", "fridge", "freezer", "kettle", "mixer", "toaster", "cooker", "drill", "heating", "printer",
    "lamp", "bulb", "motor", "pump", "dishwasher", "tablet", "headphones", "camera", "mower", "van",
    "bike", "hoover", "machine", "whether he", "whether she",
    "how he", "how she", "how they", "if he", "if she", "when he", "when she",
)  # fmt: skip
DIED = "".join(f"(?<!{each} )(?<!{each} just )" for each in _THINGS) + "died"
"""Somebody died, rather than something."""
DIES = "|".join(each for each in _THINGS if " " not in each)
"""Things that are said to die."""
_MOODS = one_of(
    r"""sad, unhappy, melancholy, gloomy, empty, hollow, worthless, invisible,
        down(?! (?:in|at|to|here|there|by|on|the|for|from|under|with)\b), low(?! (?:on|in)\b), blue, miserable,
        depressed, awful, terrible, upset,
        heartbroken, hopeless,
    lonely, alone, happy, glad, excited, proud, delighted, tired, exhausted, sleepy, ill, sick, angry,
    furious, mad, annoyed, cross, stressed, worried, anxious, nervous, scared, afraid, frightened,
    overwhelmed, bored, jealous, ashamed, embarrassed, guilty, homesick, in love, grateful, hurt, lost, broken"""
)
_FEELING = re.compile(
    rf"\bi (?:am|feel|am feeling|was|felt|have been|have been feeling|get"
    rf"|still feel) (?:\w+ ){{0,3}}?(?:{_MOODS})\b(?! (?:at|with)\b)"
    r"|\bi (?:(?!would\b)\w+ )?(?:miss(?:ed)?(?! (?:it|that|this|out|the (?:bus|train|point|start|end))\b)"
    r"|cried|am crying|can not stop crying|can not sleep|hate my|love (?:him|her|them))\b"
    rf"|\b(?:makes|made) me (?:\w+ ){{0,2}}?(?:{_MOODS})\b"
    rf"|\b(?:{DIED}|passed away|funeral(?! march)|broke up|left me|dumped me|divorced|heart attack|cancer)\b"
    r"|\b(?:no one|nobody|noone) (?:likes|loves|understands|listens|talks|cares)\b"
)
_TELLING = re.compile(r"\b(?:i|my|we|our|me|mine)\b")
_SIGNS = one_of(
    r"""haha\w*, hehe\w*, ha, he, er, erm, um, uh, lol, lmao, rofl, hello, hullo, hi, hey, hiya, yo, howdy, good
    (?:morning|afternoon|evening|day), morning, thanks?, thank you, ty, cheers, ok, okay, k, yes, yeah, yep,
    yup, no, nope, nah, oh, ah, aha, hm, hmm, wow, cool, nice, great, good, right, sure, alright, all, well,
    so, fine, sorry, please, really, interesting, awesome, funny, true, exactly, indeed, there, very, too,
    i (?:do|did|have|was|am|will|would|can|could)(?: not)?, not really,
    again, one, much, a, lot, that is, it is, sounds, i see, got it, fair enough, never mind, my bad, omg,
    damn, aww?, yay, huh, oops"""
)
_CHATTER = re.compile(rf"(?:(?:{_SIGNS})\b ?)+")


_ASKING_HOW = re.compile(r"how (?:are|is|was|do|does|did|can|could|would|many|much|old|come|far|long|about|to|so)\b")
_CRYING_OUT = re.compile(
    r"how \w+(?: \w+)?|how \w+ (?:they|you|it|he|she|that|this|we) (?:is|are|was|were)\b.*|what an? .*"
)
"""What begins like a question and is none without a question mark: "how practical", "what a day"."""


_CLAUSE = re.compile(
    r"(?:when|where|while|whenever) (?:i|we|he|she|they|it|my|our|the|his|her|everybody|everyone|people|somebody"
    rf"|someone|nobody|no one) (?:\w+ )?(?:{'|'.join(sorted(PASTS))}|was|were|am|is|had|have|has|lived|worked|went"
    rf"|got|grew|used|did|do|can"
    r"|\w+ed|\w+(?<!s)s)\b"
)
"""What begins like a question, and only says when or where: "when I was a student"."""


_WHEN_HE_DID = re.compile(
    r"(?:when|where|while|whenever) (?:i|we|he|she|they|it|my \w+|our \w+) (?:\w+ly |just |first )?(\w+)"
)


def _tells_when(plain: str) -> bool:
    """Whether a sentence begins by saying when something was done: "when I left he sat on my suitcase"."""
    found = _WHEN_HE_DID.match(plain)
    return found is not None and found[1] in PASTS


_UNMARKED = re.compile(
    rf"{lead('no way')}(?:"
    r"which (?:is|was|are|were) (?:the|your|his|her|their|it|that one|better|worse|bigger|older)\b.*"
    r"|(?:has|have|had|did|does) (?:one|anyone|anybody|someone|somebody|any of (?:them|you)|everyone|nobody) .+"
    r"|(?:anyone|anybody) (?:ever|else|there|else ever)\b.*"
    r"|(?:could|can|would|will|should|did|do|does|is|are|was|were|have|has) not (?:you|he|she|they|it|we) .+"
    r"|is (?:that|this|it) (?:really )?(?:true|so|right)"
    r"|(?:when|where|what|who|how)s the .+|if .+ (?:what|who|where|how) (?:would|will|do) (?:you|he|she|they) .+"
    r"|(?:\w+ ){1,5}(?:of|for|by|with|to|from|than|about|at) (?:what|whom?))"
)
"""What asks, though it has no mark: "which is the kindest one", "two from the left of what"."""
_NO_QUESTION = re.compile(r"(?:i|we|my|it is|that is|this is|depends|guess|know|wonder|no idea|not sure)\b")


def find_act(plain: str, *, asked: bool) -> Act:
    """What a plain sentence does. `asked`: it ended in a question mark."""
    asked = asked or bool(_UNMARKED.fullmatch(plain) and not _NO_QUESTION.match(plain))
    if not asked and _I_LEFT_OUT.match(plain) and not plain.endswith(" not"):
        return Act.FEELING if _FEELING.search(plain) else Act.FACT
    if not asked and leaves_out_subject(plain) and not (_TAGGED.fullmatch(plain) or _OF_THING.fullmatch(plain)):
        return Act.FEELING if _FEELING.search(plain) else Act.FACT if _TELLING.search(plain) else Act.STATEMENT
    if not asked and is_exclamation(plain):
        return Act.STATEMENT
    if not asked and plain.startswith(("which is ", "which was ", "which means ", "which makes ")):
        return Act.STATEMENT
    if not asked and (_CLAUSE.match(plain) or _tells_when(plain)):
        return Act.FACT if _TELLING.search(plain) else Act.STATEMENT
    if not asked and _DOING.match(plain):
        return Act.REQUEST
    if asked or _ASKING.match(plain) or _TAGGED.fullmatch(plain):
        return Act.QUESTION
    if _READ_THEN.match(plain):
        return Act.STATEMENT
    if (_ORDERING.match(drop_lead(plain)) and not _LEFT_OUT.match(plain)) or _ORDERING_THEN.match(plain):
        return Act.REQUEST
    if _FEELING.search(plain):
        return Act.FEELING
    if _CHATTER.fullmatch(plain):
        return Act.CHATTER
    return Act.FACT if _TELLING.search(plain) else Act.STATEMENT


_NICE = (
    "funny|nice|sweet|kind|great|awesome|cute|lovely|amazing|the best|cool|clever|smart|wonderful|brilliant|good|fun"
)
ACKNOWLEDGED: Mapping[str, re.Pattern[str]] = {
    "praise": re.compile(
        r"\byou (?:are|have been|were) (?:\w+ )?(?:good company|a (?:\w+ )?(?:girl|friend|listener|person|woman))\b"
        r"|\bthat made me (?:smile|laugh)\b|"
        rf"\byou (?:are|have been|were) (?:\w+ ){{0,2}}?(?:{_NICE}|wise|lovely|helpful|adorable|hilarious|pretty"
        rf"|beautiful)\b"
        r"|\bi (?:\w+ )?(?:like|love) (?:you|your|talking to you)\b"
        r"|\b(?:talking|chatting|explaining|telling|saying)\b.* (?:to|with) you (?:\w+ )?(?:made|makes|helped|helps)\b"
        rf"|\bthat (?:is|was) (?:\w+ )?(?:{_NICE}|hilarious|a good one)\b(?! of\b)|\b(?:good|nice) one\b"
    ),
    "sad": re.compile(
        r"\b(?:did not make it|in hospital)\b"
        r"|\bi (?:am|feel|felt|am feeling) (?:\w+ ){0,2}?(?:awful|terrible|empty|hollow|worthless|invisible"
        r"|melancholy|gloomy|down|low|lost|numb)\b(?! (?:at|with)\b)"
        rf"|\b(?:sad|unhappy|miserable|depressed|upset|heartbroken|hopeless|lonely|{DIED}|passed away"
        r"|funeral(?! march)|broke up|left me|dumped me|divorced|crying|cried|miss|missed)\b"
    ),
    "worried": re.compile(
        r"\b(?:stressed|worried|anxious|nervous|scared|(?<!i am )afraid|afraid of|overwhelmed|angry|furious|annoyed)\b"
    ),
    "tired": re.compile(r"\b(?:tired|exhausted|sleepy|ill|sick|knackered|long day)\b"),
    "happy": re.compile(
        r"\bi (?:am|feel) (?:\w+ )?(?:happy|glad|excited|proud|delighted|(?:good|great|fine"
        r"|well)\b(?! at\b))"
    ),
    "thanks": re.compile(r"\b(?:thanks|thank you|cheers)\b"),
    "sorry": re.compile(r"\b(?:sorry|apologies|my bad)\b"),
    "laugh": re.compile(r"\b(?:haha\w*|hehe\w*|lol|lmao|rofl)\b"),
    "hello": re.compile(r"(?:hello|hullo|hi|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings)\b"),
    "fact": re.compile(r"\b(?:i|my|we|our)\b.* .* "),
}
"""What a word in passing is made of, by the occasion (`=ack praise`) that acknowledges it before something else is
answered; the first that fits counts."""


def is_exclamation(plain: str) -> bool:
    """Whether a plain sentence cries out: "how practical", "what a day"."""
    return bool(_CRYING_OUT.fullmatch(plain)) and not _ASKING_HOW.match(plain)


def find_acknowledgement(plain: str) -> str:
    """What of a plain sentence can be acknowledged in passing: a key of ACKNOWLEDGED; '' for nothing."""
    found = ((kind, pattern.search(plain)) for kind, pattern in ACKNOWLEDGED.items())
    return next((kind for kind, place in found if place and not _is_denied(plain, place)), "")


_DENIED = re.compile(
    r"\bnot (?:\w+ ){0,2}?(?:sad|unhappy|upset|lonely|stressed|worried|anxious|nervous|scared|afraid|angry|tired"
    r"|exhausted|sleepy|ill|sick|happy|glad|good|great|fine|funny|nice)\b"
)


def _is_denied(plain: str, place: re.Match[str]) -> bool:
    """Whether a feeling is said not to be felt: "no, I am not scared"."""
    found = _DENIED.search(plain)
    return found is not None and found.end() <= place.end() + 1


# --------------------------------------------------------------------------------------- what stands around a sentence

_YOU_CAN = "can|could|would|will"
_WRAPPERS = (  # said to be polite, or to lead up to a question
    rf"(?:{_YOU_CAN}) you (?:please |maybe |perhaps |possibly )?(?:tell|explain to|remind) (?:me|us)(?: please)?",
    r"(?:can|could|may|might) i (?:please |just )?ask(?: you)?(?: a question| something)?",
    r"do you (?:happen to |perhaps |by any chance |even |actually )?know(?: maybe)?",
    r"(?:do you )?have (?:you )?(?:any|an|the (?:slightest|faintest)) idea(?: of)?|any idea",
    r"do you (?:think|believe|reckon|suppose)(?: that)?",
    r"i (?:was|am|have been) (?:just |only )?wondering|i (?:just |often |always )?wonder(?:ed)?",
    r"i (?:would|want to|wanted to|should) (?:just |really )?(?:like to |love to )?(?:know|ask(?: you)?|find out)",
    r"i (?:would like|want|need) you to",
    r"i am (?:just |really )?(?:curious|interested)(?: about| to know)?|just curious|out of curiosity",
    r"(?:he|she|they|my (?:\w+ )?\w+) (?:just )?(?:wants? to know|would like to know|is asking|asks|wonders)",
    r"would you mind (?:telling me|saying)",
    r"you (?:really |just )?(?:have|need|must|have got)(?: to)?(?= (?:tell|show|explain|sing|read)\b)",
    r"(?:please )?(?:tell|remind) (?:me|us)(?: please| again| about| something about)?",
    r"let me ask(?: you)?(?: this| something)?",
    r"(?:i have |i have got |i got )?(?:a |one |another |just a )?(?:\w+ )?question(?: for you)?(?: is)?",
    (
        r"(?:(?:and|so|but|now|oh) )?(?:he|she|they|my \w+|\w+) (?:(?:just|also|really) )?(?:wants|want|wanted"
        r"|would like|would love) to (?:know|ask(?: you)?)"
        r"(?! (?:more|about|me|you|everything|all)\b)|(?:(?:and|so|but|now|oh) )?(?:he|she|they|my \w+) (?:is|was|are"
        r"|keeps) (?:just )?(?:asking|wondering)"
    ),
    r"what i (?:want|wanted|would like|meant|need) to (?:know|ask)(?: you)? is",
    r"the (?:question|thing) is",
    r"(?:now )?i (?:have|must|need|have got|had|should|shall)(?: to)? (?:just )?(?:ask|tell you|mention|say)(?: you)?",
    r"(?:is it true|are you sure|did you know)(?: that)?",
    r"(?:in )?your (?:honest )?opinion",
    r"(?:can|could|will|would) you(?: please)?",
    r"(?:are you able|would you be able|is it possible) to",
    r"(?:how|what) about (?:you )?(?:telling me|you tell me)",
)
_SMALL_WORDS = one_of(
    r"""so, well, ok, okay, k, oh+, ah+, oo+h, aw+, aha, uh, um, erm?, h?mm+, hm, haha\w*, hehe\w*, lol, lmao, omg,
    wow, yeah, wait, hang on, hold on, yes, yep, no, right, now, and, but, or,
    anyways?, by the way, btw, actually, listen, look, see, guess what,
    please, go on, go on then, come on, alright, all right, cool, nice, great, seriously, honestly, basically, just,
    then, also, thanks,
    thank you, sorry, excuse me, (?:hi|hello|hey|hiya) there, not bad, fine, good, sure, true, exactly, one more thing,
    for example,
    speaking of which, like i said, hello, hullo, hi, hey, hiya, yo, dude, bro, mate, dear, my dear, darling,
    sweetie, sweetheart, good morning, good evening, good afternoon, maybe, perhaps, to be honest, tbh, ngl,
    (?:you know|i heard|i guess|i mean|i suppose|i bet|i think|i swear)(?: that)?"""
)
_WRAPPER = re.compile(rf"(?:{'|'.join(f'(?:{each})' for each in _WRAPPERS)})\s+(?:(?:if|whether) )?(?=\S)")
_SMALL_WORD = re.compile(rf"(?:{_SMALL_WORDS})\s+(?=\S)")
_TAILS = one_of(
    r"""please, though, then, by the way, btw, tell me, you know, right, or what, or something, or not, exactly,
    anyway, actually, mate, dude, bro, sir, madam, my friend, lol, haha\w*, at all, again, if you do not
    mind (?:me asking|my asking|saying|telling me), if you (?:do not mind|can|want|know|would|like), if i
    may ask, for me, dear, my dear, darling, today, these days, at the moment, at the minute, at present, just now,
    currently,
    nowadays, lately, right now, now, usually, and all, huh, eh, really, i wonder, in general, too, as well, thanks,
    thank you, so far, in your opinion, do you think, do you know(?: that much| at all)?, do you even know,
    (?:do|can) you (?:still )?(?:recall|remember), innit, (?:is|are|do|does|was|can|will|have)
    not (?:it|you|they|he|she|that|i|we), first, yourself, by yourself, or so, yet, already, honestly,
    seriously, ever, i (?:would|must) say, i reckon, i guess, i suppose, if i am honest, mind you,
    out of (?:all )?(?:of )?(?:them|those|these|that)(?: all)?, of all(?: time| of (?:them|those|these))?, of them all,
    bless (?:him|her|it|them), in there, over there, out there, with you"""
)
_TRAIL = re.compile(rf"\s+(?:{_TAILS})$")
_SUBJECT = r"(?:you|i|we|they|he|she|it|this|that|there|(?:your|my|the|his|her|our|their|a|an) \w+(?: \w+)?|\w+s)"
_WORDS = (
    r"(?:who|what|where|when|why|how|which|whose)(?: (?:many|much|old|long|far|often|big|tall|fast)|(?: \w+){0,2}?)?"
)
_INDIRECT = re.compile(rf"({_WORDS}) ({_SUBJECT}) ({_AUX})( .*)?")
_INDIRECT_DO = re.compile(rf"({_WORDS}) (you|i|we|they) (?!{_AUX}|not\b)(\w+.*)")
_STATED = re.compile(rf"({_SUBJECT}) ({_AUX})( .*)")
_STATED_DO = re.compile(rf"you (?!{_AUX}|not\b)(\w+.*)")
_REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(?:and )?who are you when you are at home", "who are you"),
        (r"(?:are|were) you (?:a (?:big |great )?fan of|fond of|into|keen on|crazy about) (.+)", r"do you like \1"),
        (r"do you (?:really |actually )?(?:enjoy|love|fancy|prefer|dig) (.+)", r"do you like \1"),
        ((r"(?:what do you think|what are your thoughts|how do you feel|what is your (?:opinion|take|view)|"
            r"any thoughts) (?:about|of|on) (.+)"), r"do you like \1"),
        (r"what is it with you and (.+)", r"do you like \1"),
        (r"(?:do|did) you have a favourite (.+)", r"what is your favourite \1"),
        ((r"(?:what|which) (\w+) do you (?:like|love|prefer|enjoy)(?: (?:best|most|the most|"
            r"the best))?"), r"what is your favourite \1"),
        (r"(?:and )?your favourite (.+)", r"what is your favourite \1"),
        (r"favourite (.+)", r"what is your favourite \1"),
        (r"(.*?)\b(?:kind|kinds|sort|sorts|type|types) of (.+)", r"\1\2"),
        (
            (
                r"(?:(?:and|so|but|do you have|have you got|you got|got) )*any (?:(?:other|more) )?(family|pets|kids"
                r"|children|brothers or sisters|brothers|sisters|siblings|friends|hobbies|relatives|relations)"
            ),
            r"do you have any \1",
        ),
        (
            (
                r"(?:do you )?(?:know|have|got) any (?!other\b|more \w+$|family|pets|kids|child|brother|sister|sibling"
                r"|friend|hobb|relati)(?:good |funny |more )?(.+)"
            ),
            r"tell me a \1",
        ),
        (r"(?:you )?ever (heard|seen|been|had|tried|met|read|played|thought) (.+)", r"have you ever \1 \2"),
        (r"(?:you )?ever (\w+)(.*)", r"do you ever \1\2"),
        (r"(?:do you have |have you got )?any (?:tips|advice|ideas|suggestions) (?:for|on|against) (.+)",
            r"what helps with \1"),
        (r"do you ever (.+)", r"do you \1"),
        (r"do you (?:drink|eat|listen to|watch|read|play) (.+)", r"do you like \1"),
        (r"do you (\w+)", r"can you \1"),
        (r"(?:have you|do you) got (.+)", r"do you have \1"),
        (r"(?:what|which) one (is|are|do|was) (.+)", r"what \1 \2"),
        (r"have you ever (.+)", r"have you \1"),
        (r"did you ever (.+)", r"have you ever \1"),
        (r"would you (?:like|want|love) to (.+)", r"do you want to \1"),
        ((r"(who|what|where|why|how|when) (?:even|exactly|actually|on earth|the hell|the heck|in the world)"
            r" (.+)"), r"\1 \2"),
        ((r"it (?:has been|is been|was) (?:very |really |so |such )?(?:a )?(?:pleasure|nice|lovely|fun|great)"
            r"(?: (?:to (?:talk|chat|meet)|talking|chatting|meeting).*)?"), "nice talking to you"),
        (r"what (?:should|shall|can|do|may) i call you", "what is your name"),
        (r"what (?:do|would) you (?:want|like|prefer) to be called|what do (?:people|they|your friends) call you",
            "what is your name"),
        ((r"(?:with )?(?:who|whom) am i (?:talking|speaking|chatting|writing)(?: (?:to|with))?"
            r"|who is (?:this|that|there)"), "who are you"),
        (r"(?:with )?whom? do i have the (?:honou?r|pleasure).*", "what is your name"),
        ((r"(?:i|we) (?:can|could|will|should|want to) be (?:your )?friends?(?: now)?"
            r"|let us be friends"), "are we friends"),
        ((r"(hello|hi|hey|hiya|yo) (?:there |my |little |old )*(?:guy|friend|buddy|dude|man|mate|pal|bro|lady|one"
            r"|stranger|all|everyone|world|darling|dear|sir|miss|beautiful|handsome|gorgeous|lovely|love|cutie"
            r"|bot|robot)"), r"\1"),
        (r"(?:can|could|may) i (tell|ask) you (something|a question|a secret|a story) .+", r"can i \1 you \2"),
        (r"(?:so )?(?:what is this place|where am i|what is this(?: place| app| thing| site)?)", "where are you"),
        (r"(?:are you |you )?(?:alright|all right|all good|ok|okay)", "how are you"),
        (r"how (?:are|is) (?:it|things|life|you|everything) (?:going|doing|hanging|keeping)", "how are you"),
    )
)  # fmt: skip
_WHO_IS_WITH = re.compile(r"(?:\w+ )*(?:who|anyone|anybody|someone|somebody) (?:\w+ )*with you$")
_GREETS_AGAIN = re.compile(r"(?:hello|hullo|hi|hey|hiya) again\b")
_FEW = 2
"""Words of which one may be left when what trails it is taken off."""
_MOST_FORMS = 14


BARE_DEED = re.compile(
    r"(?:ring|call|phone|tell|ask|write to|go|buy|take|wear|cook|make|bake|get|try|visit|text|message|invite|say)"
    r" (?:my|him|her|them|it|the|a|an|home|sorry|there)\b.{0,30}"
)
"""What asks whether one should do it, with the rest left out: "ring my mum?"."""


def peel(plain: str, *, asked: bool, name: str = "") -> list[str]:
    """The ways to read a plain sentence, itself first: without what wraps it, in the order of a direct question, in
    other words. `name`: the character's, which is no part of what is said."""
    forms = {plain: asked}
    waiting = [plain]
    while waiting and len(forms) < _MOST_FORMS:
        form = waiting.pop(0)
        for found, question in _read_otherwise(form, asked=forms[form], name=name.casefold()):
            if found and found not in forms:
                forms[found] = question
                waiting.append(found)
    return list(forms)[:_MOST_FORMS]


def _read_otherwise(plain: str, *, asked: bool, name: str) -> Iterator[tuple[str, bool]]:
    """Ways to read a sentence with one thing less, or turned round once, and whether it then is a question."""
    if name:
        yield re.sub(rf"^{re.escape(name)} (?=\S)|(?<=\S) {re.escape(name)}$", "", plain), asked
    if _WRAPPER.match(plain):
        yield _WRAPPER.sub("", plain, count=1), True
    if _SMALL_WORD.match(plain) and not _GREETS_AGAIN.match(plain):
        yield _SMALL_WORD.sub("", plain, count=1), asked
    trailed = plain if _WHO_IS_WITH.match(plain) else _TRAIL.sub("", plain)
    if len(trailed.split()) > 1 or len(plain.split()) <= _FEW:
        yield trailed, asked
    if found := _INDIRECT.fullmatch(plain):
        yield f"{found[1]} {found[3]} {found[2]}{found[4] or ''}", True
    elif found := _INDIRECT_DO.fullmatch(plain):
        yield f"{found[1]} do {found[2]} {found[3]}", True
    elif asked and (found := _STATED.fullmatch(plain)):
        yield f"{found[2]} {found[1]}{found[3] or ''}", True
    elif asked and (found := _STATED_DO.fullmatch(plain)):
        yield f"do you {found[1]}", True
    elif asked and BARE_DEED.fullmatch(plain):
        yield f"should i {plain}", True
    yield from (
        (pattern.sub(instead, plain), asked)
        for pattern, instead in _REWORDED
        if pattern.fullmatch(plain) and (asked or instead != "how are you")
    )
