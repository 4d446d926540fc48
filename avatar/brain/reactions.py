"""Short answers to what the character just said ("really?", "why?", "same"), and small favours ("wish me luck")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from avatar.brain.leads import LEADS
from avatar.brain.sentences import one_of

_READ = 1024
"""Forms of sentences of which it is kept what they are: each is looked at several times in its turn."""


@dataclass(frozen=True)
class Before:
    """What was said just before."""

    kind: str = ""
    """The occasion of the user's last sentence; '' where it had none."""
    asked: bool = False
    """Whether the character's last reply ended in a question."""
    told: bool = False
    """Whether the user has told anything yet, to which a detail can belong."""
    said: str = ""
    """The character's last reply, without directions."""
    low: bool = False
    """Whether something sad was told within the last turns."""
    nodded: bool = False
    """Whether the character has merely nodded, not long ago."""


_REACTIONS: Mapping[str, str] = {
    "=really": """really, seriously, srsly, for real, no way,
        are you (?:sure|serious|joking|kidding)(?: about that)?, you sure, is (?:that|this|it) (?:really )?true,
        is that so, no kidding, you did, you have, you what, get out, you do, you can, you were, (?:oh )?come on,
        (?:really|wow) though, honestly, is that (?:really )?(?:a thing|right), i do not believe (?:you|that|it),
        that can not be true, wait what, wait really""",
    "=why so": r"""why,
        (?:but |and )?why (?!do\b|does\b|did\b|is\b|are\b|was\b|were\b|would\b|can\b|should\b|have\b|has\b|the\b|
        you\b)\w+(?: \w+)?, (?:but |and )?why (?:not|though|so|is that|that|exactly|that one)?, how come, how so,
        (?:but )?why do you (?:say|think) (?:that|so), what makes you (?:say|think) (?:that|so), for what reason,
        says who""",
    "=and then": """again, once more, one more time, more, go on, tell me more, keep going, and then(?: what)?,
        then what, (?:and |so )?what happened(?: (?:then|next|after that|in the end))?, and after that,
        how did (?:that|it) (?:go|end|work out|turn out), what came of (?:that|it), and, so then what""",
    "=approved": r"""
        that is (?:very |so |really )?(?:kind|nice|sweet|good) of you(?: to (?:say|ask|offer)(?: so|that)?)?, grand,
        sick, so sick, thank (?:goodness|god|heavens), glad to hear (?:it|that), good to hear, phew,
        that is (?:manageable|doable|fine by me|a relief|the spirit), lucky(?:\s(?:you|thing|devil))?, ya+y, woohoo,
        (?:that is |that was |it is |sounds |how |very |so |pretty |really |quite |actually |what a |a |
        an )*(?:nice|cool|great|good|awesome|amazing|lovely|sweet|neat|deep|interesting|impressive|beautiful|
        brilliant|wonderful|fantastic|clever|smart|wise|cute|fun|perfect|excellent|fascinating|helpful|honest|
        kind|convenient|cheeky|not (?:too\s|so\s|that\s)?bad(?: at all)?|poetic|sensible|reasonable|logical|
        class|mint|ace|mega|lush|magic|hilarious|adorable|brave|generous|thoughtful|useful|dope|lit|epic)(?:\s(?:one|
        answer|choice|pick|idea|thought|to know|advice|of you|actually|thing|line|attitude|plan|way to put it|
        to hear))*, wow, good for you,
        i (?:really |quite |kind of )?(?:like|love)d? (?:it|that|this|that one),
        i enjoyed (?:it|that),
        i am (?:going to )?(?:steal|stealing|nick|nicking|keep|keeping|use|using|having) that(?: one)?(?: for .*)?,
        (?:i )?(?:might|may|could|should|will|must|am going to) (?:have to )?(?:put|write|use|steal|nick|frame|print|
        save|keep|remember) (?:that|this|it)(?: one)?(?: (?:on|up|in|down|for|as) .*)?,
        that is the (?:nicest|kindest|sweetest|loveliest|best) thing .*, that (?:means|meant) a lot(?: to me)?,
        (?:that is |that has |it has |that |it )?(?:actually |really |just )?(?:given|gave|gives) me (?:goosebumps|
        chills|shivers|a lump in (?:my|the) throat)(?: now)?,
        (?:that|you|it)(?: has| have)? (?:actually |really |just )?(?:made|makes) me (?:smile|think|well up|tear up)
        (?: a bit)?,
        made my (?:day|night|evening),
        (?:that is |what )?(?:a )?(?:lovely|nice|beautiful|great|good|brilliant) (?:image|picture|thought|line|phrase|
        way of (?:putting|saying|looking at) it),
        (?:(?:now )?(?:that|this)(?: one)? is |much )?(?:better|funnier|nicer),
        (?:that|this) one is (?:good|funny|nice|great), love it, love that, like it, well said, well put""",
    "=seen": """anyway, anyways, so anyway, well anyway, moving on, next, ok, okay, ok then, okay then, i see, hm,
        hmm, right, alright, all right, fair enough, fair, got it, oh, ah, oh ok, ah ok, oh i see, ah i see,
        makes sense, that makes sense, noted, understood, good point, fair point, gotcha, oh well, i guess,
        i guess so, i suppose, i suppose so, if you say so, sure, fine, mm, mhm, uh huh""",
    "=agreed": """we agree(?: then)?, (?:aw+ )?bless (?:him|her|them|it|you)(?: heart| cotton socks)?,
         then we agree, same, same here, me too, me neither, so do i, so am i,
        neither do i, i agree, agreed, exactly, totally, true, so true, very true, that is (?:so |very )?true,
        you are right, (?:that is |yes )*(?:exactly|precisely) (?:it|that|right|so|what i (?:mean|meant|thought)),
        that is (?:it|the one|the thing) exactly, that sums (?:it|that) up,
        (?:you have |you )?(?:hit|got) (?:it|the nail) (?:in one|on the head|exactly), spot on, bang on, too true,
        i know right, right, indeed, absolutely, i think so too, i feel the same, i know the feeling,
        i can relate, relatable, tell me about it, i know""",
    "=granted": r"""sad, so sad, (?:that is |how )(?:very |so |really |a bit )*(?:sad|tragic),
        (?:well |a )?(?:bit|proper|kind of|sort of|pretty|quite|very|so|really|well) (?:sad|grim|harsh|weird|strange|
        dark|odd|creepy|bleak|morbid)(?: (?:that|that is|is that|innit|mate))?,
        that is (?:mad|mental|nuts|wild|crazy|bonkers|insane|grim|bleak),
        (?:aw+ )?poor (?:him|her|them|thing|guy|man|woman), weird, strange, odd, creepy, so weird,
        how (?:weird|strange|odd),
        (?:that is |what )?(?:a )?(?:real )?(?:shame|pity), too bad, that made me (?:groan|cringe|cry|sad),
        (?:that|this)(?: one| joke| answer)? (?:is|was|sounds|seems) (?:(?:a bit|a little|kind of|sort of|so|very|
        quite|rather|too|really|pretty|just) )*(?:short|dark|weak|lame|mid|bad|terrible|awful|weird|strange|odd|
        harsh|mean|rude|random|silly|creepy|long|quick|fast|slow|sad|cheesy|corny|specific|vague|old|confusing|
        bold|deep|a lot|much|unusual|unexpected|complicated|extreme|cruel|morbid|grim|not an answer|no answer|
        dramatic)""",
    "=laughed": r"""says the .*, (?:that|you|it)(?: has| have)? (?:really |actually |just )?made me (?:snort|laugh|
        giggle|chuckle|cackle|howl|lol)(?: out loud)?,
        you have (?:really )?got me (?:giggling|laughing|in stitches)(?: here| now)?,
        you (?:do |really )?(?:make me (?:laugh|giggle)|crack me up),
        i am (?:giggling|in stitches|chuckling)(?: here| now)?, (?:that is )?rich(?: coming)? from you,
        coming from you, you can talk, look who is talking, pot kettle(?: black)?,
        (?:you )?cheeky? (?:thing|bugger|sod|monkey|so and so)?, cheek""",
    "=ack fact": "did you know(?: that| this)?, you knew that, bet you did not know that",
    "=nod": r"""give over, help yourself, take your time, steady on, behave(?: yourself)?, leave off,
        get away(?: with (?:you|it))?, get off with you, pull the other one(?: it has got bells on)?, come off it,
        give it a rest, fair do(?:'?s| is)?,
        fair enough then, pack it in, chance would be a fine thing, never mind eh, easily done, swings and roundabouts,
        you do that, crack on, suit yourself, it is just a saying(?: .*)?,
        no shame, (?:well )?i never, you do not say, thought so, (?:i )?knew it, imagine(?: that)?,
        fancy that, go figure, you know, do not ask(?: me)?(?:\s(?:how|why))?, sh+, no offen[cs]e, none taken,
        (?:oh )?my(?: oh my)?, ach well, ah well, that will do,
        that is what (?:i am afraid of|i thought|i said|i mean|i figured|she said|they all say),
        (?:oo+h+|aa+h+|e+w+|yikes|phew|oops|whoops|gosh|jeez|blimey|crikey|brr|hooray|woo+|hmph)+,
        good (?:lord|grief|heavens|god), (?:my|oh my) (?:god|goodness|word), i thought (?:not|so|as much),
        probably(?: not)?, i guess not, that is (?:ok|okay|fine|alright), (?:i would )?(?:like|love) to think so,
        i do not mind(?: really)?, no harm done, fair play, never mind that, no (?:big deal|problem),
        do not (?:laugh|judge|be mad|worry)(?:\s(?:me|at me))?, all good,
        it is (?:ok|okay|fine|alright|all right|nothing)(?:\s(?:i guess|really|now))?, no worries, i am fine, i bet,
        i hope so, i think so, i guess so, we will see, typical, figures, worth a (?:shot|try|go),
        you know how it is, such is life, that is life, it is what it is, it happens, could be worse, i can imagine,
        who knows, time will tell, one day, some day, i wish, if only, hopefully, i hope not, same old,
        story of my life, i suppose so, i am sure, i think i (?:am|do|did|will|can)(?:\s(?:mostly|so))?""",
}
"""What answers to what the character just said, by the occasion."""
_REACTED = {cue: re.compile(one_of(said)) for cue, said in _REACTIONS.items()}
_LEADING = re.compile(rf"(?:(?:{LEADS}|no|yes|nah|m+|yeah|hehe|omg|gosh|yep)\s+)+(?=\S)")
_NAMING = re.compile(
    r"\s+(?:mom|mum|dad|boss|sir|love|dear|honey|ngl|tbh|imo|fr|man|mate|dude|bro|pal|buddy|lol"
    r"|haha|though|then|huh)$"
)


def find_reaction(forms: Iterable[str], *, asked: bool, before: Before) -> str:
    """The occasion of a short answer to what the character just said; '' where a sentence is none.

    `asked`: it ended in a question mark ("right?").
    """
    cue = next(filter(None, map(_find_short_answer, forms)), "")
    if cue == "=why so" and before.asked:
        return "=why ask"
    return "=really" if cue == "=approved" and asked else cue


@lru_cache(_READ)
def _find_short_answer(form: str) -> str:
    """The first of `_REACTIONS` that a plain form is; '' for none."""
    ways = dict.fromkeys((_NAMING.sub("", _LEADING.sub("", form)), form, _NAMING.sub("", form)))
    return next((cue for cue, pattern in _REACTED.items() if any(map(pattern.fullmatch, ways))), "")


_LIKENS = re.compile(
    r"(?:(?:that is|that|sounds?|sort of|kind of|a bit|bit|a little|just|more|very|much|exactly|rather|feels"
    r"|so) )*(?:like|reminds me of|the same as) (?!that$|this$|it$|what$|you\b|i said\b)\S+.*"
)
_MOST_LIKENED = 18
"""Words of a sentence that is no more than a comparison."""


def likens(plain: str) -> bool:
    """Whether a plain sentence compares what the character has just said to something: "sounds like my shed", "like
    keeping the last biscuit in the tin"."""
    bare = _LEADING.sub("", plain)
    return len(bare.split()) <= _MOST_LIKENED and bool(_LIKENS.fullmatch(bare))


_GUESSED = re.compile(
    r"(?:guess what|you know what|know what|you will never guess(?: what)?|want to (?:hear|know) something(?: \w+)?)"
)
_PASSED_ON = re.compile(
    r"(?:please )?(?:give|send) (?:him|her|them|\w+) (?:my|our|a) (?:love|regards|best|hug|kiss|best wishes).*"
    r"|(?:please )?(?:say|tell) (?:him|her|them|\w+)? ?(?:hi|hello)(?: (?:to|from|for) .+)?"
    r"|(?:please |and |so )*tell (?!me\b|us\b|you\b)(?:the |your |my )?\w+(?: \w+)? (?:that )?(?:i|we)\b.*"
    r"|(?:please |and |so )*let (?!me\b|us\b)(?:the |your )?\w+ know (?:that )?(?:i|we)\b.*"
    r"|(?:please |and |so )*thank (?!you\b|me\b)(?:the |your )?\w+(?: \w+)? (?:for|from) me"
    r"|(?:please |and |oh |so |ps )*say (?:a (?:big |little )?)?(?:good ?night|night|night night|goodbye|bye|hello"
    r"|hi|hey|thanks"
    r"|thank you|sorry|well done|happy birthday|cheers) to .+"
)
_LUCK = re.compile(
    r"(?:please )?(?:wish me luck|cross your fingers.*|fingers crossed|keep your fingers crossed.*|pray for me)"
)
_KEPT = r"(?:that|this|it|him|her|them|(?:my |our )?\w+)"
_SECRET = re.compile(
    r"(?:please |and )?(?:do not tell (?!me\b|us\b)\w+\b.*|keep (?:it|this"
    r"|that) (?:a secret|between us|to yourself)"
    r"|between (?:us|you and me)|that is a secret|it is a secret|(?:pinky )?promise(?: me)?|cross your heart"
    r"|you promise)"
    rf"|(?:(?:please|can you|could you|you will|you) )*(?:do not|never) forget {_KEPT}"
    r"(?: (?:for me|please|will you|ok))*"
    rf"|(?:(?:please|will you|can you|could you|would you|you will|and) )*(?:remember|keep) {_KEPT}"
    r"(?: safe| in mind| a little)*(?: (?:for me|will you|would you|ok|please))+"
)


def find_favour(forms: Iterable[str]) -> str:
    """The occasion of something that is asked for and costs nothing: luck, silence, "guess what". '' for none."""
    for form in forms:
        for cue, pattern in (
            ("=guess what", _GUESSED),
            ("=pass on", _PASSED_ON),
            ("=luck", _LUCK),
            ("=promise", _SECRET),
        ):
            if pattern.fullmatch(form):
                return cue
    return ""
