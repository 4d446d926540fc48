"""What kind of thing a statement tells: bad news, good news, a plan, a detail of what was told before."""

from __future__ import annotations

import re
from collections.abc import Callable

from avatar.brain.leads import LEAD, lead
from avatar.brain.reactions import Before
from avatar.brain.sentences import Act
from avatar.brain.tones import find_tone

_MODEST = re.compile(
    r"^(?:sorry )?(?:i am )?(?:very |so |really )?(?:bad|terrible|awful|not good|hopeless) (?:at|with)\b"
    r"|\bi (?:am|was) (?:\w+ ){0,2}?(?:bad|terrible|awful|rubbish|hopeless|useless|no good|clumsy|slow) (?:at"
    r"|with|in)\b"
    r"|\bi am not (?:\w+ ){0,2}?(?:good|great) (?:at|with)\b"
    r"|\bmy (?:english|french|german|spanish|spelling|typing|memory|maths|handwriting|singing|cooking)"
    r" is (?:\w+ )?(?:not|bad|terrible|poor|awful|rusty|rubbish|slow)\b"
    r"|\bi (?:can not|could never|could not) (?:\w+ ){0,2}?"
    r"(?:do that|cook|sing|draw|dance|drive|swim|paint|play|read music|dance|ski|bake)\b|\bi suck at\b"
)
_PLANNED = re.compile(
    rf"^{LEAD}going to \w+"
    r"|\bi (?:am (?:\w+ )?(?:going to|planning|thinking (?:of|about)|hoping|trying to|saving|about to)"
    r"|(?:\w+ )?(?:want|plan"
    r"|hope|need|have|intend|ought) to|would (?:\w+ )?(?:like|love) to|had better|got to|would better|can not wait"
    r"|looking forward"
    r"|wish i could)\b|\bwe (?:are (?:going|planning)|will|want to|might)\b"
)
_WILL = re.compile(
    rf"{lead('yeah|no|yes|maybe|perhaps|actually|right|i think|i guess|i suppose|i reckon')}"
    r"(?:i|we) (?:\w+ly |just |probably )?(?:will|should|might|may|must)\b"
)
"""What begins as a plan: not "only about who I'll be"."""
_SOON = re.compile(
    r"(?=.*\b(?:i|we|my|our)\b).*\b(?:tomorrow|tonight|next (?:week|month|year|summer|weekend|monday|friday)"
    r"|this weekend|later)\b"
)
_JUDGED = re.compile(
    r"\bi (?:do not |never )?(?:\w+ )?(?:think|believe|reckon|find|prefer|guess|feel like|doubt|suppose)\b|\b(?:better"
    r"|overrated"
    r"|underrated)\b"
    r"|\b(?:everybody|everyone|nobody|people|men|women|(?<!the )(?<!my )(?<!our )kids|life|money)"
    r" (?:should|always|never|just|are|is|do)\b"
    r"|\bshould\b"
)
_IT_IS = re.compile(r"(?:it|that|this|there|these|those)\b")
_SOMEONE = re.compile(
    r"^(?:\w+ )?(?:he|she|they|my (?!\w+ (?:is|are|was) (?:not )?(?:on|in|at)\b)(?:\w+ ){0,2}?(?:mother|mum|mom"
    r"|father|dad|sister"
    r"|brother|grandmother|granny|grandma|grandfather|grandpa|aunt|uncle|cousin|son|daughter|wife|husband"
    r"|girlfriend|boyfriend"
    r"|partner|friend|friends|mates?|bestie|lad|girl|man|boy|supervisor|manager|doctor|grandsons?|granddaughters?"
    r"|grandkids|nan|boss|neighbours?|neighbors?|roommate|flatmate|teacher|kids?|parents|colleague|coworker|ex"
    r"|niece|nephew|landlord|landlady|baby|in laws?|mother in law|team|customers?|guy|twins?)|there is (?:this"
    r"|a) (?:girl|guy|boy|man"
    r"|woman|person)|(?:some|the) (?:guy|girl|man|woman|lady|boy|kid|driver|waiter|waitress|nurse|teacher)"
    r"|a (?:guy|girl|man|woman|customer|friend|colleague)|the (?:little"
    r"|old|young|older|younger|big|small)(?:est)? one)\b"
)
_OF_THEM = re.compile(r"(?:\w+ ){0,3}?you\b(?! (?:know|see|can|have to|get)\b)|your\b")
"""What is told of the character."""
_SUGGESTS = re.compile(rf"{lead('just|maybe|perhaps')}try (?!to\b|my\b|and\b)['\w]+")
"""What suggests to it what to say or do."""
_PAST = (
    r"(?:went|had|made|did|saw|got|took|bought|found|ate|drank|watched|played|finished|started|met|came"
    r"|cooked|baked"
    r"|painted|tried|visited|worked|walked|ran|drove|flew|slept|woke|called|told|asked|said|gave|sent|wrote"
    r"|built|moved"
    r"|joined|left|quit|stopped|deleted|learned|cleaned|planted|cut|dyed|broke|sold|spent|heard|felt|thought"
    r"|dreamed|dreamt"
    r"|lived|grew|studied|used to|was|just \w+ed|(?!need|feed|speed)\w+ed)"
)
_PASSED = re.compile(rf"\b{_PAST}\b")
_DID = re.compile(rf"\b(?:i|we) (?:\w+ly |just |also |once |even |never |already )?(?:have (?:just )?been|{_PAST})\b")
_OWN = re.compile(r"\b(?:i|we|my|our|me|mine)\b")
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|do|does|did|will|would|can|could|should|may|might|must|go|goes|went"
    r"|get|gets|got"
    r"|make|makes|made|take|takes|say|says|said|want|wants|like|likes|love|loves|need|needs|keep|keeps|think|know"
    r"|lives?"
    r"|works?|plays?|feel|feels|looks?|seems?)\b"
)
_DETAIL_WORDS = 6
"""Most words of something that only adds to what was told."""
_AGED = re.compile(
    r"^(?:he|she|it|they|we|i) (?:is|was|are|were|has|had) (?:about |almost |only |like |just )?(?:\d+|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen"
    r"|[a-z]+ty|\w+ years?)(?: years old| years| months| weeks| old)?$"
)
SAD = frozenset(("=sad",))
"""Kinds after which a mere detail is no light matter."""
_STRANGERS = re.compile(
    r"(?:a|an|some|one|this) (?:\w+ )?(?:man|woman|guy|lady|girl|boy|customer|client|person"
    r"|kid|bloke|colleague)\b"
)
"""Somebody whose troubles may as well be funny."""
_LIGHT_TONES = ("=fond", "=disliked")
_WELL = re.compile(
    r"(?:i am |i feel |i have been |things are )?(?:(?:very|pretty|really|quite|so|all|just|doing) )?(?:fine|good"
    r"|great|well|ok|okay|alright|all right"
    r"|not (?:too |so |very )?bad"
    r"|can not complain|doing (?:well|fine|ok|good)|(?:a bit |a little |much |a lot |so much |feeling )*better"
    r"(?: for (?:saying|talking|telling|having)\b.*)?)(?: today| now)?(?: thanks| thank you| cheers)*(?: mate| man)?"
)
_TOLD_OF_ME = re.compile(r"\b(?:i|we|my|our)\b")
_ADDED = re.compile(
    r"(?:since|for|until|till|because of|with|without|about|around|after|before|mostly|only|just"
    r"|especially|usually)\b(?! (?:got|had|saw|finished|started)\b)"
)
"""How something begins that only adds to what was told: "since I was four"."""
LONG_AGO = re.compile(
    r"\b(?:as a (?:kid|child|boy|girl|teenager)|when (?:i|we) (?:was|were) (?:a |little|young"
    r"|small|kids|at school|\w+$)|back then|back in|once$)\b"
)
"""What was long ago is no trouble of today's."""
_AT_A_LOSS = re.compile(
    r"\bi do not know (?:what to (?:say|do|tell|wear|cook|write|get)|how to|what i should"
    r"|if i should|whether to)\b"
)
_ANSWERED = re.compile(
    r"(?:oh |well |haha )?(?:(no|nope|nah|not really|never)|yes|yeah|yep|yup|of course|definitely|sure)"
    r"(?: (?:i|it|he|she|they|we|that) (?:do|does|did|am|is|are|was|were|have|has|had|can|could|will|would)(?: not)?)?"
    r"(?: (?:thanks|thank you|really|never|not really|not yet|at all|always|sometimes|a bit|a little|very|too"
    r"|actually))*"
)
"""What answers a question by yes or no, and says no more."""
_LEADS_ON = re.compile(
    r"^(?:i hear|i heard|they say|apparently|rumou?r has it|turns out|well|so|and|but|yeah|yes|no|nope|oh|because"
    r"|honestly|actually|i mean|like|nah|yep)\s+(?=\S)"
    r"|\s+(?:i think|i guess|i suppose|i reckon|i am afraid|probably|maybe|apparently|anyway|though)$"
)


_OWN_FAULT = re.compile(
    r"(?:(?:i am|i was|i feel|what|that was|how) )?(?:so |such |a |an |really |just |being |of me |very )*"
    r"(?:stupid|idiot|idiotic|daft|dumb|moron|plonker|muppet|wally|fool|numpty|dope|twit|donkey|dimwit|klutz)"
    r"(?: (?:sometimes|today|really|of me|me|that i am|i am))*"
)
"""A hard word that is said of oneself."""
_ADVISES = re.compile(
    r"(?:(?:so|well|but|and|then|haha|oh|maybe|i think|i reckon|honestly|i said|i only said"
    r"|all i said was) )*you (?:really )?(?:should|ought to|need to|had better|would better|could always|want to try)"
    r" (?!be\b|have\b|know\b|see\b|hear\b)\w+.*"
)
"""What advises the character: "you should write back to him"."""
_AT_ONCE: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("=planned", re.compile("going to ").match),
    ("=own fault", re.compile(rf"(?=.*\b(?:i|me)\b){_OWN_FAULT.pattern}").fullmatch),
    ("=advice", _AT_A_LOSS.search),
)
"""Occasions that are plain, whatever was told before."""


def _speaks_to_it(plain: str) -> bool:
    return bool(_OF_THEM.match(plain) or _SUGGESTS.match(plain))


def _plans(plain: str) -> bool:
    """Whether something told is a plan: not "had a man in tonight who'd lost his hat"."""
    return bool(_PLANNED.search(plain) or _WILL.match(plain) or (_SOON.match(plain) and not _PASSED.search(plain)))


def _find_whose(plain: str) -> str:
    """The occasion of what is no doing of the user's: it speaks to the character, or says what somebody else said."""
    if plain.startswith("'"):
        return "=detail"  # "'don't mind me, I'll sit in the dark'" is no plan
    return "=advised" if _ADVISES.match(plain) else "=of you" if _speaks_to_it(plain) else ""


def find_telling(plain: str, act: Act, before: Before) -> str:
    """The occasion of something told that nothing in the script is about; '' where it is of no kind.

    `before`: what was told just before, which a mere detail belongs to.
    """
    if act in (Act.QUESTION, Act.REQUEST):
        return ""
    if cue := _find_whose(plain):
        return cue
    bare = plain
    while (stripped := _LEADS_ON.sub("", bare)) != bare:
        bare = stripped
    sad = before.kind in SAD
    if before.asked and not sad and (answer := _ANSWERED.fullmatch(plain)):
        return "=told no" if answer[1] else "=told yes"
    if told := next((cue for cue, fits in _AT_ONCE if fits(bare)), ""):
        return told
    if LONG_AGO.search(bare) and find_tone(bare) != "=sad":
        return "=did"
    if _WELL.fullmatch(bare):
        return "=happy"
    if _MODEST.search(bare):
        return "=modest"
    few = len(bare.split()) <= _DETAIL_WORDS
    if (
        (few and _ADDED.match(bare))
        or _AGED.fullmatch(bare)
        or (few and not _VERB.search(bare) and not _TOLD_OF_ME.search(bare))
    ):
        if tone := find_tone(bare):
            return tone
        return "" if not before.told else "=detail sad" if sad else "=detail"
    strangers = bool(_STRANGERS.match(bare)) and not _OWN.search(bare)
    if tone := "" if strangers else find_tone(bare):
        return "=planned" if tone in _LIGHT_TONES and _plans(bare) else tone
    kinds: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("=planned", _plans),
        ("=of someone", _SOMEONE.match),
        ("=judged", _JUDGED.search),
        ("=did", _DID.search),
        ("=detail", _IT_IS.match),
        ("=own", _OWN.search),
    )
    kind = next((cue for cue, fits in kinds if fits(bare)), "=detail" if before.told else "")
    return "=detail sad" if sad and kind in ("=detail", "=did", "=own", "=judged") else kind
