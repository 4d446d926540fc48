"""What kind of thing a statement tells: bad news, good news, a plan, a detail of what was told before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from avatar.brain.reactions import Before
from avatar.brain.sentences import Act, one_of

_BAD_WORDS = one_of(
    r"""broke, broken, lost, stolen, stole, late, delayed, cancel+ed, fail, failed, failing, crash(?:ed)?, threw up,
        puked,
    vomit\w*, cried, crying, hurts?, hurting, killing me, kicking my \w+, ached?, aching, numb, ringing, itchy, sore,
    swollen, sick, ill, allergic, not (?:very |so |too )?well, fired, laid off, went bust, bankrupt, skint, yelled,
    shouted,
    argu(?:ed|ing|ment), fight, fighting, fought, rude, ruined, spilled, spilt, burn(?:ed|t), forgot, missed (?:my|the),
    stuck, leak(?:s|ed|ing)?, flooded, nois[ey]+, loud, annoy\w+, awful, terrible, horrible, boring, worst, worse, hate,
    stressful, stressed, exhausting, exhausted, painful, pain, headache, toothache, migraine, hard, difficult, tough,
    struggl\w+, alone, lonely, embarrass\w+, ghosted, dumped, bad, sad, unfair, mean, rough, nightmare, mess, messy,
    dying, died, dead, debt, expensive, overtime, extra work, traffic, broke down, breaks? down, do not know how, do not
    know any\w*, raising (?:my|the|our) rent, rent went up, scared, worried, nervous, afraid, upset, angry, mad,
    disappoint\w+, soaked, freezing, no (?:sleep|time|money|fun|luck|idea what to), nothing done,
    (?:have )?done nothing,
    can not (?:sleep|afford|find|stop|stand|concentrate|focus|believe), picked on, laughed at, fell, had a fall,
    tripped,
    injured, sprained, hospital, surgery, flat tyre, flat tire, power cut, frustrat\w+, gross, disgusting, scam\w*,
    hacked,
    bills?, let me down, fined, (?:a|the) cold, the flu, fever, hungover, hangover, overslept, ran out of,
    keeps? \w+ing me,
    complain\w*, never (?:listens?|helps?|calls?|does|cleans?|answers?), hates me, ignor\w+, cheated, lied, sucks?,
    exams? (?:is|are|coming), deadline, stolen, bitten, stung, homesick, miss (?:him|her|them|home|my)""",
)
_GOOD_WORDS = one_of(
    r"""won, passed, promot\w+, got (?:the|a|an) (?:\w+ )?(?:job|offer|raise|place|interview|promotion), got in,
        engaged, married,
    getting married, pregnant, was born, graduat\w+, finished (?:my|the|it)?, finally, new (?:job|house|flat|
    apartment|car|
    puppy|kitten|dog|baby|bike|guitar), recovered, better now, success\w*, paid off, day off, weekend off,
    went (?:really |so |
    very )?well, going (?:really |so |very )?well, quit (?:smoking|drinking), sober, scored, succeeded, managed to,
    learned
    to, proud of, so (?:happy|excited|proud), best (?:thing|day|news|night|week) ever, passed (?:my|the), my birthday,
    said yes, loved (?:it|every), dream come true, got better, feel(?:ing)? (?:much |a lot |so much )?better"""
)
_FOND_WORDS = one_of(
    r"""great, amazing, awesome, best, fun, beautiful, lovely, excited, happy, delicious, yummy, perfect, wonderful,
        fantastic,
    brilliant, sunny, relaxing, cosy, cozy, gorgeous, (?:so|really|pretty|very) (?:good|nice|cool|sweet), good at,
    nice, love
    (?:my|it|the|how|that), enjoyed, hilarious, funny, cute, adorable, sweet, cool, tasty, peaceful, kind, favourite"""
)
_BAD, _GOOD, _FOND = (re.compile(rf"\b(?:{words})\b") for words in (_BAD_WORDS, _GOOD_WORDS, _FOND_WORDS))
_UNFAIR = re.compile(r"\b(?:fair|good|great|well|nice|fun|easy|right|working|happy|enough|sure)\b")
"""What is bad behind a "not"."""
_NOT = re.compile(r"\b(?:not|no|never|nothing|without|hardly) (?:\w+ ){0,2}?$")
_SELDOM_BAD = re.compile(r"\bnot (?:too |so |that )?(?:bad|hard|difficult|terrible)\b|\bused to (?:be|hate)\b")
_MODEST = re.compile(
    r"\bi (?:am|was) (?:\w+ ){0,2}?(?:bad|terrible|awful|rubbish|hopeless|useless|no good|clumsy|slow) (?:at|with|in)\b"
    r"|\bi am not (?:\w+ ){0,2}?(?:good|great) (?:at|with)\b|\bi (?:can not|could never|could not) (?:\w+ ){0,2}?"
    r"(?:do that|cook|sing|draw|dance|drive|swim|paint|play|read music|dance|ski|bake)\b|\bi suck at\b"
)
_PLANNED = re.compile(
    r"\bi (?:am (?:\w+ )?(?:going to|planning|thinking (?:of|about)|hoping|trying to|saving|about to)"
    r"|(?:\w+ )?(?:want|plan"
    r"|hope|need|have|intend|ought) to|would (?:\w+ )?(?:like|love) to|will|should|might|may|must|had better"
    r"|got to|would better|can not wait|looking forward"
    r"|wish i could)\b|\b(?:tomorrow|tonight|next (?:week|month|year|summer|weekend|monday|friday)|this weekend"
    r"|later)\b"
    r"|\bwe (?:are (?:going|planning)|will|want to|might)\b"
)
_JUDGED = re.compile(
    r"\bi (?:\w+ )?(?:think|believe|reckon|find|prefer|guess|feel like|doubt|suppose)\b|\b(?:better|overrated"
    r"|underrated)\b"
    r"|\b(?:everybody|everyone|nobody|people|men|women|kids|life|money) (?:should|always|never|just|are|is|do)\b"
    r"|\bshould\b"
)
_IT_IS = re.compile(r"(?:it|that|this|there|these|those)\b")
_SOMEONE = re.compile(
    r"^(?:\w+ )?(?:he|she|they|my (?!\w+ (?:is|are|was) (?:not )?(?:on|in|at)\b)(?:\w+ ){0,2}?(?:mother|mum|mom"
    r"|father|dad|sister"
    r"|brother|grandmother|granny|grandma|grandfather|grandpa|aunt|uncle|cousin|son|daughter|wife|husband"
    r"|girlfriend|boyfriend"
    r"|partner|friend|friends|boss|neighbours?|neighbors?|roommate|flatmate|teacher|kids?|parents|colleague|coworker|ex"
    r"|niece|nephew|landlord|landlady|baby|in laws?|mother in law|team|customers?|guy|twins?)|there is (?:this"
    r"|a) (?:girl|guy|boy|man"
    r"|woman|person)|some (?:guy|girl|man|woman)|a (?:guy|girl|man|woman|customer|friend|colleague)|the (?:little"
    r"|old|young|older|younger|big|small)(?:est)? one)\b"
)
_OF_THEM = re.compile(r"(?:\w+ ){0,2}?you\b(?! (?:know|see|can|have to|get|should)\b)|your\b")
"""What is told of the character."""
_PAST = (
    r"(?:went|had|made|did|saw|got|took|bought|found|ate|drank|read|watched|played|finished|started|met|came"
    r"|cooked|baked"
    r"|painted|tried|visited|worked|walked|ran|drove|flew|slept|woke|called|told|asked|said|gave|sent|wrote|built|moved"
    r"|joined|left|quit|stopped|deleted|learned|cleaned|planted|cut|dyed|broke|sold|spent|heard|felt|thought"
    r"|dreamed|dreamt"
    r"|lived|grew|studied|used to|was|just \w+ed|\w+ed)"
)
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
    r"^(?:he|she|it|they|we|i) (?:is|was|are|were|has|had) (?:about |almost |only |like |just )?(?:\d+|[a-z]+teen"
    r"|[a-z]+ty|\w+ years?)(?: years old| years| months| weeks| old)?$"
)
_TONES: Mapping[int, str] = {-1: "=bad news", 1: "=fond", 2: "=good news"}
SAD = frozenset(("=detail sad", "=sad"))
"""Kinds after which a mere detail is no light matter."""
_LEADS_ON = re.compile(
    r"^(?:well|so|and|but|yeah|yes|no|nope|oh|because|honestly|actually|i mean|like|nah|yep)\s+(?=\S)"
)


def find_telling(plain: str, act: Act, before: Before) -> str:
    """The occasion of something told that nothing in the script is about; '' where it is of no kind.

    `before`: what was told just before, which a mere detail belongs to.
    """
    if act in (Act.QUESTION, Act.REQUEST):
        return ""
    if _OF_THEM.match(plain):
        return "=of you"
    bare = plain
    while (stripped := _LEADS_ON.sub("", bare)) != bare:
        bare = stripped
    sad = before.kind in SAD
    if _AGED.fullmatch(bare) or (
        len(bare.split()) <= _DETAIL_WORDS and not _VERB.search(bare) and not _OWN.search(bare)
    ):
        if tone := _TONES.get(find_tone(bare)):
            return tone
        return "" if not before.told else "=detail sad" if sad else "=detail"
    if _MODEST.search(bare):
        return "=modest"
    if tone := _TONES.get(find_tone(bare)):
        return tone if tone != "=fond" or not _PLANNED.search(bare) else "=planned"
    kinds: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("=planned", _PLANNED.search),
        ("=of someone", _SOMEONE.match),
        ("=judged", _JUDGED.search),
        ("=did", _DID.search),
        ("=detail", _IT_IS.match),
        ("=own", _OWN.search),
    )
    few = len(bare.split()) <= _DETAIL_WORDS
    kind = next((cue for cue, fits in kinds if fits(bare)), ("=detail" if few else "=judged") if before.told else "")
    return "=detail sad" if sad and kind in ("=detail", "=did", "=own", "=judged") else kind


def find_tone(plain: str) -> int:
    """Whether something told is bad (-1), good news (2), liked (1) or none of it (0)."""
    if _SELDOM_BAD.search(plain):
        return 1
    bad = [found for found in _BAD.finditer(plain) if not _NOT.search(plain[: found.start()])]
    if bad or any(_NOT.search(plain[: found.start()]) for found in _UNFAIR.finditer(plain)):
        return -1
    for tone, pattern in ((2, _GOOD), (1, _FOND)):
        if any(not _NOT.search(plain[: found.start()]) for found in pattern.finditer(plain)):
            return tone
    return 0
