"""How something told sounds: grave, bad, wistful, funny, good, disliked or liked."""

from __future__ import annotations

import re

from avatar.brain.sentences import DIED, DIES, one_of

_GRAVE_WORDS = one_of(
    DIED
    + r""",
    dumped(?! (?:the|my|it)\b), broke up, split up, getting divorced, a divorce,
    lost (?:my|his|her|our) (?:\w+ )?(?:friend|mother|mum|mom|father|dad|sister|brother|wife|husband|son|daughter|
    baby|dog|cat|gran\w*|nan|nana|nanna|nanny|partner|fiance|twin|auntie|mam|uncle|aunt|cousin),
    (?<!plant is )(?<!phone is )(?<!battery is )(?<!plants are )(?<!laptop is )dying,
    (?:husband|wife|partner|boyfriend|girlfriend) (?:left|walked out), passed away,
    (?:\w+ )?passed (?:away|this (?:morning|week|afternoon)|last (?:night|week|month|year)|yesterday|today|peacefully|
    on |in (?:her|his|the) (?:sleep|night)), funeral,
    (?:he|she|they|mum|dad|mother|father|husband|wife|who) passed (?:\w+ )?(?:years?|months?|weeks?|last|in|ago|on),
    (?:dad|dads|father|mum|mom|mother)(?: is| was| are)? not around,
    (?:he|she|dad|mum|mom|father|mother) left (?:us|me|when),
    (?:i|we) (?:have )?(?:just )?lost (?:someone|somebody|a (?:\w+ )?friend|him|her)(?! \w+),
    (?:i|we) (?:have )?(?:just )?lost (?:someone|somebody)(?: \w+)?(?: \w+)?(?: \w+)?,
    never (?:told|said|got to|had the chance to|had a chance to|thanked) (?:my|him|her|them |goodbye|sorry|tell|say|
    thank),
    (?:cancer|alzheimer s?|alzheimer's|alzheimers|dementia|a stroke)(?! (?:ward|unit|clinic|nurse|nurses|research|
    home|care|patients?|charity)), heart attack, miscarriage, hospice, intensive care, life support, coma,
    terminal(?:ly)?, did not make it, (?:he|she) is (?:long gone|gone (?:too|as well)),
    (?:dad|mum|mother|father|husband|wife) is gone,
    (?:dad|mum|mam|mother|father|husband|wife|nan|gran|grandad|grandpa|granny) went {WHEN},
    no longer with us, not with us any ?more,
    (?:in|to|into) (?:prison|jail|rehab), arrested, relapsed, drinking again, did not (?:know|recognise|recognize) me,
    (?:does|do|did|will|would) not (?:speak|talk) to (?:me|us), not speaking to (?:me|each other|us),
    stopped (?:talking|speaking)(?! about\b),
    (?:have|has|had) not (?:spoken|talked)(?: to (?:me|him|her|each other))?, fell out with (?:my|him|her), estranged,
    had a fall, in (?:the )?hospital, not (?:very |so |too )?well, (?:has|have|had|with) parkinson\w*, hiv, leukemia,
    tumou?r, (?:could|did) not (?:save|revive) (?:him|her|them|it)?,
    (?:man|woman|patient|boy|girl|baby|child|person|lady|lad) (?:who |that )?(?:we|they|i) could not save,
    lost (?:a|the|my|our|another) (?:\w+ )?(?:patient|baby|child|resident), died on (?:us|me|shift),
    buried (?:my|our|his|her|him|a friend), laid to rest,
    (?:put|had) (?:\w+ )?(?:\w+ )?(?:\w+ )?to sleep(?! (?:at|by|early|late|in|with|on)\b), i am a widow(?:er)?,
    (?:was|been|am) widowed"""
)
_BAD_WORDS = one_of(
    r"""nobody (?:has |have |had )?(?:remembered|came|noticed|called|turned up),
    (?:a|the|one|got|big|bit of a) (?:\w+ )?problem, (?:dropped|pulled|backed|bailed) out, redundant,
    (?:difficult|hard|rough|bad|awful|terrible|horrible|tough|long|grim|rubbish) (?:shift|day|night|week|month|year|
    time), i lost(?! my (?:virginity|head|mind|marbles)\b), broke, broken, lost, stolen, stole, delayed, cancel+ed,
    fail, failed, failing, crash(?:ed)?, threw up, puked, vomit\w*, cried, crying, hurts?, hurting, killing me,
    kicking my \w+, ached?, aching, numb, arthritis, asthma, diabetes, sciatica, gout, shingles, epilepsy, infection,
    insomnia, depression, anxiety, colic, bad (?:back|knees?|hips?|hands?|heart|chest|leg|shoulder|eyes?|neck),
    (?:hands?|knees?|eyes?|legs?|backs?) (?:is|are) (?:\w+ )?bad, ears? (?:\w+ )(?:\w+ )?ringing,
    (?:{THINGS}) (?:just |has |have |finally )*died, itchy, sore, swollen, stiff (?:neck|back|shoulders?|knees?),
    sick, ill, allergic, fired, laid off, went bust, bankrupt, skint, broke up, yelled, shouted, argu(?:ed|ing|ment),
    fighting, fought, ruined, spilled, spilt, burn(?:ed|t), forgot, missed (?:my|the),
    (?<!i )(?<!we )(?<!he )(?<!she )(?<!they )stuck(?! (?:it|them|to)\b), leak(?:s|ed|ing)?, flooded, awful, stressed,
    stressful, exhausted, exhausting, pain, headache, toothache, migraine, struggl\w+,
    (?<!he is )(?<!is just )(?<!they are )(?<!are just )(?<!he was )(?<!they were )lonely, ghosted, dumped,
    nightmare, debt, (?:might|could|will|to) lose (?:my|the|our|it), losing (?:my|the|our), overtime, extra work,
    broke down, breaks? down, do not know how, raising (?:my|the|our) rent, rent went up, (?<=i am )scared,
    (?<=i was )scared, scared(?! of\b), worried, nervous,
    upset, angry, disappoint\w+, soaked, freezing, no (?:sleep|time|money|luck), nothing done, (?:have )?done nothing,
    can not (?:sleep|afford|find|stop|concentrate|focus|believe), picked on, laughed at, fell (?!asleep|in love),
    tripped, injured, sprained, surgery, flat tyre, flat tire, power cut, frustrat\w+, scam\w*, hacked, let me down,
    fined, the flu, fever, hungover, hangover, overslept, ran out of, complain\w*, hates me, ignor\w+, cheated,
    lied to, exams? (?:is|are|coming), deadline, bitten, bit (?:me|my|him|her), bites me, biting me, operation, stung,
    scared stiff, (?:hip|knee|knees|cataract) done,
    having (?:my|a|the) (?:\w+ )?(?:hip|knee|eyes?|heart|back|tooth|teeth) (?:done|out),
    feet (?:are|is) (?:\w+ )?(?:killing|sore), homesick, gutted, giving me (?:gyp|grief|trouble|hell),
    (?:playing|acting) up, robbery, barely slept, hardly slept, did not sleep, up all night, not working,
    (?:it|he|she) escaped, ran away, (?:plant|phone|battery|laptop|cactus|tree)s? (?:is|are) dying, argh+, ugh+,
    dammit, damn, kill me, cracked, wrecked, unusable, trashed, busted, oof, crap, knocked (?:over|down|me), smashed,
    ripped, stained, start (?:again|over), dropped (?:it|my)"""
)
_DISLIKED_WORDS = one_of(
    r"""(?:was|is|were|been|so|pretty|really|bit|total|absolute) rubbish,
    i wish (?:i|he|she|they|it|we|my), boring, can not (?:stand|bear) (?:it|him|her|them|my|the \w+),
    driv(?:es|ing|e) me (?:up the wall|mad|crazy|nuts|bonkers|insane|round the bend), tangled,
    keeps? (?:\w+ )?(?:getting|breaking|falling|losing|stopping|crashing|failing), lazy, stupid, useless,
    (?<!would )(?<!'d )hates?, rude, hard, difficult, tough, unfair, (?<!i )(?<!even )(?<!that )(?<!it )(?<!you )mean,
    rough, mess, messy, noisy,
    loud, annoy\w+, terrible, horrible, worst, worse, bad, sad, gross, disgusting, expensive, traffic, embarrass\w+,
    painful, bills?, sucks?, too (?:much|many|long|late|early|hot|cold|old|small|big|expensive), endless, queue, ugly,
    stinks?, exhausting, (?:is|are|was|were|went|going|goes|all|so|something|gone) wrong, overrated,
    never (?:listens?|helps?|calls?|does|cleans?|answers?), thinks? i am (?:crazy|mad|weird|lazy), nonsense, fight"""
)
_GOOD_WORDS = one_of(
    r"""won, (?:he|she|they) (?:is|are|was|were) (?:absolutely |totally |perfectly )?(?:fine|all right|alright|safe|
    better|well)(?: now| again)?,
    (?:ran|finished|completed|did|swam|cycled|climbed|walked) (?:my|our|a whole|a full) (?:first )?(?:10k|5k|
    half marathon|marathon|race|triathlon|mountain|munro|channel), made (?:it )?up with (?:my|him|her|them),
    (?:talking|speaking) (?:again|to me again), i (?:just )?passed, promot\w+,
    got (?:the|a|an) (?:\w+ )?(?:job|offer|raise|place|interview|promotion),
    got in(?! (?:from|to|the|my|late|at)\b), engaged, (?:getting|got|been|just) married, pregnant,
    (?<!since )(?<!when )(?<!before )(?<!after )(?:he|she|they|baby|son|daughter|niece|nephew|grand\w+) was born,
    graduat\w+, finished (?:my|the|it)?, finally,
    new (?:job|house|flat|apartment|car|puppy|kitten|dog|baby|bike|guitar), recovered, better now, success\w*,
    paid off, day off, weekend off, went (?:really |so |very )?well, going (?:really |so |very )?well,
    quit (?:smoking|drinking), sober, scored, succeeded, managed to, (?:have|just|finally|never) learned to,
    proud of, so (?:happy|excited|proud),
    best (?:thing|day|news|night|week) ever, passed (?:my|the|his|her|their|our|a), all clear,
    my birthday, said yes, loved (?:it|every),
    dream come true, got better, feel(?:ing)? (?:much |a lot |so much )?better"""
)
_FOND_WORDS = one_of(
    r"""great(?! (?:aunt|uncle|gran\w*|nan|big)\b), amazing, awesome,
    (?:is|are|was|were|the|its|ever) (?:very )?best(?! friend), fun, beautiful, lovely, excited, happy, delicious,
    yummy, perfect, wonderful, fantastic, brilliant, sunny, relaxing, cosy, cozy, gorgeous,
    (?:so|really|pretty|very) (?:good|nice|cool|sweet), good at, nice, love (?:my|it|the|how|that), enjoyed,
    hilarious, funny, cute, adorable, sweet, cool, tasty, peaceful, kind(?! of\b), favourite"""
)
_WISTFUL_WORDS = one_of(
    r"""s?(?:he|they) (?:is|are|was|were) (?:just |only |a bit |very |so )?lonely, s?he gets (?:\w+ )?lonely,
    (?:bit|so|very|too|really|quite|rather|awfully|awful) (?:quiet|empty) (?:now|here|without|in here|since|
    these days|at home|of an evening),
    (?:it is|its|house is|place is|flat is|home is) (?:\w+ )?(?:quiet|empty) (?:now|without|since),
    never (?:once |ever |really )?(?:said|told (?:me|us|him|her)|say|says) (?:that )?(?:i|he|she|they) loved?,
    not any ?more$, used to (?:ring|call|phone|visit|meet|write to) (?:my \w+|him|her|them),
    (?:every time|whenever) i \w+ (?:it|one|that)(?: up| on)? i think of (?:him|her|them),
    think of (?:him|her|them) (?:every|when|whenever), (?:he|she|they) (?:is|are) gone(?: now)?$,
    (?:he|she|they) (?:went|left) {WHEN},
    (?:has|have) been gone (?:for )?(?:\w+ )?(?:\w+ )?(?:years?|months?)(?: now)?$,
    too quiet,
    (?:house|flat|home|place) (?:is|feels|seems) (?:so|very|too|really|awfully|a bit|all|terribly) (?:quiet|empty|
    big), (?:into|in) a (?:care|nursing) home, (?:was|were|is|are) not there (?:today|this morning|any ?more|again),
    nobody(?:'s|has)? (?:remembered|called|rang|rung|came|turned up|noticed|visited|wished),
    (?:have|has) not (?:left the house|been out|seen (?:anyone|anybody|a soul)|spoken to (?:anyone|anybody|a soul)),
    do not know (?:anyone|anybody|a soul) (?:here|there)?,
    quiet (?:now|without|since) (?:\w+ )?(?:he|she|they|him|her|them|my \w+)?,
    (?:is|are|was) not the same (?:without|since|any ?more|now|on (?:my|your) own),
    since (?:he|she|they|my \w+|the kids|the children) (?:left|moved|went|passed|grew|has been gone|have been gone),
    only (?:see|hear from|speak to|talk to) (?:him|her|them|my \w+|each other) (?:when|at|on|once|twice|every|a few),
    (?:do|does|did) not (?:come|visit|ring|call|phone|write|play)(?: \w+)?(?: \w+)? (?:any ?more|now|these days|much),
    never (?:rings?|calls?|visits?|phones?)(?: me| us)?, used to have (?:him|her|them|[a-z]+) (?:round|over|to stay),
    (?:grew|grow|growing|grown) up (?:so |too )?(?:fast|quick(?:ly)?), all grown(?: up)?,
    shut (?:up )?in (?:his|her|their) rooms?,
    (?:keep|still) (?:reaching for|reach for|picking up|pick up) (?:the|my) phone, (?:half|whole) (?:the|a) bed,
    (?:his|her|their) (?:empty |old )?(?:chair|room|coat|side of the bed) (?:is|still|empty),
    wish (?:he|she|they) (?:was|were|lived|could) (?:still |here|near|closer|see|be)(?: \w+)?,
    (?:would|she'd|he'd) have loved"""
)
_FUNNY_WORDS = one_of(
    r"""funny(?! (?:feeling|taste|smell|turn|money|bone|old|how|looks?|noise)\b), hilarious, in stitches,
    (?:fell|falling) asleep on the (?:bus|train|tube|tram),
    (?:put|poured|used|wore|sent|packed|brushed|ate|drank|posted) (?:\w+ )?(?:\w+ )?(?:\w+ )?(?:\w+ )?instead of,
    (?:was|were|am|had (?:me|us)) haha, made (?:me|us|him|her|them|everyone|everybody|the whole \w+) (?:all )?laugh,
    (?:could|can) not stop laughing, wet (?:my|him|her)self, giggl\w+, cracked (?:me|us) up,
    laughed (?:till|until|so hard|so much|out loud|like),
    (?:was|were|is|are) (?:\w+ )?(?:laughing|howling)(?! at (?:me|us|him|her|them|my)\b), cried laughing,
    on my head (?:all along|the whole time|all the time), (?:was|were) on (?:my|his|her) head,
    in my (?:hand|other hand|pocket) (?:all along|the whole time|all the time),
    (?:swore|insist(?:s|ed)|announced|declared|refused to believe) (?:that )?(?:it|that|he|she|they|is|his|her|the)"""
)
_WHEN = (
    r"(?:just )?(?:last (?:year|month|week|spring|summer|autumn|winter|christmas|january|february|march|april|may|june"
    r"|july|august|september|october|november|december)|(?:in|at|this|around) (?:the )?(?:spring|summer|autumn|winter"
    r"|christmas|easter|new year|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|(?:\w+ ){1,3}(?:years?|months?|weeks?) ago)(?: now)?$"
)
"""When somebody left, who then is not said to have gone anywhere."""
_TONED = tuple(
    (cue, re.compile(rf"\b(?:{words})(?!\w)"))
    for cue, words in (
        ("=sad", _GRAVE_WORDS.replace("{WHEN}", _WHEN)),
        ("=funny", _FUNNY_WORDS),
        ("=wistful", _WISTFUL_WORDS.replace("{WHEN}", _WHEN)),
        ("=bad news", _BAD_WORDS.replace("{THINGS}", DIES)),
        ("=good news", _GOOD_WORDS),
        ("=disliked", _DISLIKED_WORDS),
        ("=fond", _FOND_WORDS),
    )
)
"""Occasions by the words that call for them, the gravest first."""
_UNFAIR = re.compile(r"\b(?:fair|good|great|well|nice|fun|easy|right|working|happy|enough|sure)\b")
"""What is bad behind a "not"."""
_NOT = re.compile(r"\b(?:not|no|never|nothing|without|hardly) (?:\w+ ){0,2}?$")
_SELDOM_BAD = re.compile(r"\bnot (?:too |so |that )?(?:bad|hard|difficult|terrible)\b|\bhappy tears\b")


SOUR = ("=bad news", "=disliked")
"""How something sounds that is nothing to be glad of."""
_GLAD = re.compile(
    r"\b(?:won|happy tears|tears of (?:joy|happiness|laughter)|cried with (?:joy|happiness|laughter)|happy cry\w*"
    r"|lost (?:a|\w+) stone"
    r"|by candlelight|proud|clapped|cheered|cheering|over the moon|the right one|i did it|worth it|so happy|chuffed"
    r"|made my day|standing ovation|laugh(?:ed|ing) about it)\b"
)
"""What makes a thing glad, whatever word of it sounds bad: "she shouted I DID IT, and the whole pool clapped"."""
_BRIGHT = re.compile(r"\b(?:smil\w+|laugh\w+|lovely|beautiful|best (?:day|night|thing)|hilarious|magic|brave)\b")
"""What does so beside a word that was not meant badly."""
_UNDECIDED = re.compile(
    r"\b(?:can|could|do|did) not (?:\w+ )?(?:say|choose|decide|pick|tell|know) (?:which|who|what)\b"
)
"""What likes none better than another."""
_OF_YOU = re.compile(r"\b(?:you (?:are|were|feel|get|sound|look|must be|might be|seem)) (?:\w+ ){0,2}?$")
"""What says how it is with the character, or may be: "you can tell me if you're lonely"."""


def is_glad(plain: str) -> bool:
    """Whether a plain sentence says of something how glad it was, whatever else it sounds like."""
    return bool(_GLAD.search(plain))


def is_bright(plain: str) -> bool:
    """Whether a plain sentence says something bright, too, so that it is no bad news as a whole."""
    return is_glad(plain) or bool(_BRIGHT.search(plain))


def _is_meant(cue: str, before: str) -> bool:
    """Whether a word that sounds so is no denial, and nothing bad that is said of the character."""
    return not _NOT.search(before) and not (cue in SOUR and _OF_YOU.search(before))


def find_tone(plain: str) -> str:
    """The occasion that answers how something told sounds: grave, funny, wistful, bad, good, disliked or liked; '' for
    none of it, and for both of two that are set against each other ("lovely but loud")."""
    one, but, other = plain.partition(" but ")
    if but and {_find_tone(one), _find_tone(other)} in ({"=fond", "=disliked"}, {"=fond", "=bad news"}):
        return ""
    if but and _find_tone(one) in ("=disliked", "=bad news") and not _find_tone(other):
        return ""  # "she's scared of the water, but she comes every week"
    return _find_tone(plain)


def _find_tone(plain: str) -> str:
    if _SELDOM_BAD.search(plain):
        return "=fond"
    for cue, pattern in _TONED:
        if not any(_is_meant(cue, plain[: found.start()]) for found in pattern.finditer(plain)):
            continue
        if cue in SOUR and _GLAD.search(plain):
            return "=good news"  # "she shouted I DID IT, and the whole pool clapped"
        if cue == "=fond" and _UNDECIDED.search(plain):
            continue
        return cue
    unfair = any(_NOT.search(plain[: found.start()]) for found in _UNFAIR.finditer(plain))
    return "=disliked" if unfair else ""
