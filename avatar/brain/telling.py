"""What kind of thing a statement tells: bad news, good news, a plan, a detail of what was told before."""

from __future__ import annotations

import re
from collections.abc import Callable

from avatar.brain.reactions import Before
from avatar.brain.sentences import DIED, Act, one_of

_GRAVE_WORDS = one_of(
    DIED
    + r""",
    dumped(?! the| my| it), broke up, split up, getting divorced, a divorce,
    lost (?:my|his|her|our) (?:\w+ )?(?:friend|mother|mum|mom|father|dad|sister|brother|wife|husband|son|daughter|
    baby|dog|cat|gran\w*|uncle|aunt|cousin),
    (?<!plant is )(?<!phone is )(?<!battery is )(?<!plants are )(?<!laptop is )dying,
    (?:husband|wife|partner|boyfriend|girlfriend) (?:left|walked out), passed away,
    (?:\w+ )?passed (?:away|this (?:morning|week|afternoon)|last (?:night|week|month|year)|yesterday|today|peacefully|on
    |in (?:her|his|the) (?:sleep|night)), funeral,
    (?:he|she|they|mum|dad|mother|father|husband|wife|who) passed (?:\w+ )?(?:years?|months?|weeks?|last|in|ago|on),
    (?:dad|dads|father|mum|mom|mother)(?: is| was| are)? not around,
    (?:he|she|dad|mum|mom|father|mother) left (?:us|me|when),
    (?:i|we) (?:have )?(?:just )?lost (?:someone|somebody|a (?:\w+ )?friend|him|her)(?! \w+),
    (?:i|we) (?:have )?(?:just )?lost (?:someone|somebody)(?: \w+){0,3},
    never (?:told|said|got to|had the chance to|had a chance to|thanked) (?:my|him|her|them
    |goodbye|sorry|tell|say|thank),
    (?:cancer|alzheimer s?|alzheimer's|alzheimers|dementia|a stroke)(?! (?:ward|unit|clinic|nurse|nurses|research|home|
    care|patients?|charity)), heart attack, miscarriage, hospice,
    intensive care, life support, coma, terminal(?:ly)?, did not make it, did not (?:know|recognise|recognize) me,
    (?:does|do|did|will|would) not (?:speak|talk) to (?:me|us), not speaking to (?:me|each other|us),
    stopped (?:talking|speaking)(?! about\b),
    (?:have|has|had) not (?:spoken|talked)(?: to (?:me|him|her|each other))?, fell out with (?:my|him|her), estranged,
    had a fall, in (?:the )?hospital, not (?:very |so |too )?well, (?:has|have|had|with) parkinson\w*, hiv,
    leukemia, tumou?r"""
)
_BAD_WORDS = one_of(
    r"""broke, broken, lost, stolen, stole, delayed, cancel+ed, fail, failed, failing, crash(?:ed)?, threw up,
    puked, vomit\w*, cried, crying, hurts?, hurting, killing me, kicking my \w+, ached?, aching, numb,
    arthritis, asthma, diabetes, sciatica, gout, shingles, epilepsy, infection, insomnia, depression, anxiety, colic,
    bad (?:back|knees?|hips?|hands?|heart|chest|leg|shoulder|eyes?|neck),
    (?:hands?|knees?|eyes?|legs?|backs?) (?:is|are) (?:\w+ )?bad,
    ears? (?:\w+ )(?:\w+ )?ringing, (?:phone|battery|laptop|computer|car) (?:just )?died, itchy, sore, swollen,
    stiff (?:neck|back|shoulders?|knees?), sick, ill, allergic, fired, laid off, went bust, bankrupt, skint,
    broke up, yelled, shouted, argu(?:ed|ing|ment), fighting, fought, ruined, spilled, spilt, burn(?:ed|t), forgot,
    missed (?:my|the),
    (?<!i )(?<!we )(?<!he )(?<!she )(?<!they )stuck(?! (?:it|them|to)\b),
    leak(?:s|ed|ing)?, flooded, awful, stressed, stressful, exhausted, exhausting, pain,
    headache, toothache, migraine, struggl\w+, lonely, ghosted, dumped, nightmare, debt,
    (?:might|could|will|to) lose (?:my|the|our|it), losing (?:my|the|our), overtime, extra work, broke down,
    breaks? down, do not know how, do not know any\w*, raising (?:my|the|our) rent, rent went up, scared, worried,
    nervous, upset, angry, disappoint\w+, soaked, freezing, no (?:sleep|time|money|luck), nothing done,
    (?:have )?done nothing, can not (?:sleep|afford|find|stop|stand|concentrate|focus|believe), picked on,
    laughed at, fell (?!asleep|in love), tripped, injured, sprained, surgery, flat tyre, flat tire, power cut,
    frustrat\w+, scam\w*, hacked, let me down, fined, the flu, fever, hungover, hangover, overslept, ran out of,
    complain\w*, hates me, ignor\w+, cheated, lied to, exams? (?:is|are|coming), deadline, bitten,
    bit (?:me|my|him|her), bites me, biting me, operation, stung, scared stiff,
    (?:hip|knee|knees|cataract) done,
    having (?:my|a|the) (?:\w+ )?(?:hip|knee|eyes?|heart|back|tooth|teeth) (?:done|out),
    feet (?:are|is) (?:\w+ )?(?:killing|sore), homesick,
    gutted, giving me (?:gyp|grief|trouble|hell), (?:playing|acting) up, robbery, barely slept, hardly slept,
    did not sleep, up all night, not working, (?:it|he|she) escaped, ran away,
    (?:plant|phone|battery|laptop|cactus|tree)s? (?:is|are) dying, argh+, ugh+, dammit, damn, kill me, cracked,
    wrecked, unusable, trashed, busted, oof, crap, knocked (?:over|down|me), smashed, ripped, stained,
    start (?:again|over), dropped (?:it|my)"""
)
_DISLIKED_WORDS = one_of(
    r"""i wish (?:i|he|she|they|it|we|my), boring,
    tangled, keeps? (?:\w+ )?(?:getting|breaking|falling|losing|stopping|crashing|failing), lazy,
    stupid, useless, hates, rude, weird, hard, difficult, tough, unfair, (?<!i )mean, rough, mess, messy, noisy,
    loud, annoy\w+, terrible, horrible, worst, worse, bad, sad, gross, disgusting, expensive, traffic, hate,
    embarrass\w+, painful, bills?, sucks?, too (?:much|many|long|late|early|hot|cold|old|small|big|expensive),
    endless, queue, ugly, smells?, stinks?, exhausting, wrong, overrated,
    never (?:listens?|helps?|calls?|does|cleans?|answers?), thinks? i am (?:crazy|mad|weird|lazy), nonsense, fight"""
)
_GOOD_WORDS = one_of(
    r"""won, i (?:just )?passed, promot\w+, got (?:the|a|an) (?:\w+ )?(?:job|offer|raise|place|interview|promotion),
    got in(?! from\b| to\b| the\b| my\b| late\b| at\b),
    engaged, (?:getting|got|been|just) married, pregnant,
    (?<!since )(?<!when )(?<!before )(?<!after )(?:he|she|they|baby|son|daughter|niece|nephew|grand\w+) was born,
    graduat\w+, finished (?:my|the|it)?,
    finally, new (?:job|house|flat|apartment|car|puppy|kitten|dog|baby|bike|guitar), recovered, better now,
    success\w*, paid off, day off, weekend off, went (?:really |so |very )?well, going (?:really |so |very )?well,
    quit (?:smoking|drinking), sober, scored, succeeded, managed to, learned to, proud of,
    so (?:happy|excited|proud), best (?:thing|day|news|night|week) ever, passed (?:my|the), my birthday, said yes,
    loved (?:it|every), dream come true, got better, feel(?:ing)? (?:much |a lot |so much )?better"""
)
_FOND_WORDS = one_of(
    r"""great, amazing, awesome, best(?! friend), fun, beautiful, lovely, excited, happy, delicious, yummy, perfect,
    wonderful, fantastic, brilliant, sunny, relaxing, cosy, cozy, gorgeous,
    (?:so|really|pretty|very) (?:good|nice|cool|sweet), good at, nice, love (?:my|it|the|how|that), enjoyed,
    hilarious, funny, cute, adorable, sweet, cool, tasty, peaceful, kind(?! of\b), favourite"""
)
_TONED = tuple(
    (cue, re.compile(rf"\b(?:{words})(?!\w)"))
    for cue, words in (
        ("=sad", _GRAVE_WORDS),
        ("=bad news", _BAD_WORDS),
        ("=good news", _GOOD_WORDS),
        ("=disliked", _DISLIKED_WORDS),
        ("=fond", _FOND_WORDS),
    )
)
"""Occasions by the words that call for them, the gravest first."""
_UNFAIR = re.compile(r"\b(?:fair|good|great|well|nice|fun|easy|right|working|happy|enough|sure)\b")
"""What is bad behind a "not"."""
_NOT = re.compile(r"\b(?:not|no|never|nothing|without|hardly) (?:\w+ ){0,2}?$")
_SELDOM_BAD = re.compile(
    r"\bnot (?:too |so |that )?(?:bad|hard|difficult|terrible)\b|\blaugh\w* (?:till|until"
    r"|so hard|so much)\b|\bcried laughing\b|\bhappy tears\b"
)
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
    r"\bi (?:am (?:\w+ )?(?:going to|planning|thinking (?:of|about)|hoping|trying to|saving|about to)"
    r"|(?:\w+ )?(?:want|plan"
    r"|hope|need|have|intend|ought) to|would (?:\w+ )?(?:like|love) to|will|should|might|may|must|had better"
    r"|got to|would better|can not wait|looking forward"
    r"|wish i could)\b|\b(?:tomorrow|tonight|next (?:week|month|year|summer|weekend|monday|friday)|this weekend"
    r"|later)\b"
    r"|\bwe (?:are (?:going|planning)|will|want to|might)\b"
)
_JUDGED = re.compile(
    r"\bi (?:do not |never )?(?:\w+ )?(?:think|believe|reckon|find|prefer|guess|feel like|doubt|suppose)\b|\b(?:better"
    r"|overrated"
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
_PAST = (
    r"(?:went|had|made|did|saw|got|took|bought|found|ate|drank|watched|played|finished|started|met|came"
    r"|cooked|baked"
    r"|painted|tried|visited|worked|walked|ran|drove|flew|slept|woke|called|told|asked|said|gave|sent|wrote"
    r"|built|moved"
    r"|joined|left|quit|stopped|deleted|learned|cleaned|planted|cut|dyed|broke|sold|spent|heard|felt|thought"
    r"|dreamed|dreamt"
    r"|lived|grew|studied|used to|was|just \w+ed|(?!need|feed|speed)\w+ed)"
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
    r"|can not complain|doing (?:well|fine|ok|good))(?: today| now)?(?: thanks| thank you| cheers)*(?: mate| man)?"
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
    if before.asked and not sad and (answer := _ANSWERED.fullmatch(plain)):
        return "=told no" if answer[1] else "=told yes"
    if _AT_A_LOSS.search(bare):
        return "=advice"
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
        return "=planned" if tone in _LIGHT_TONES and _PLANNED.search(bare) else tone
    kinds: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("=planned", _PLANNED.search),
        ("=of someone", _SOMEONE.match),
        ("=judged", _JUDGED.search),
        ("=did", _DID.search),
        ("=detail", _IT_IS.match),
        ("=own", _OWN.search),
    )
    kind = next((cue for cue, fits in kinds if fits(bare)), "=detail" if before.told else "")
    return "=detail sad" if sad and kind in ("=detail", "=did", "=own", "=judged") else kind


def find_tone(plain: str) -> str:
    """The occasion that answers how something told sounds: grave, bad, good, disliked or liked; '' for none of it, and
    for both of two that are set against each other ("lovely but loud")."""
    one, but, other = plain.partition(" but ")
    if but and {_find_tone(one), _find_tone(other)} in ({"=fond", "=disliked"}, {"=fond", "=bad news"}):
        return ""
    return _find_tone(plain)


def _find_tone(plain: str) -> str:
    if _SELDOM_BAD.search(plain):
        return "=fond"
    for cue, pattern in _TONED:
        if any(not _NOT.search(plain[: found.start()]) for found in pattern.finditer(plain)):
            return cue
    unfair = any(_NOT.search(plain[: found.start()]) for found in _UNFAIR.finditer(plain))
    return "=disliked" if unfair else ""
