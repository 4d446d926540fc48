"""Which sentence of a message is answered, and what is said to the others of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from avatar.brain.asking_back import is_baffled
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.leads import LEAD, lead
from avatar.brain.mending import (
    asks_for_rest,
    consoles,
    has_lost_it,
    is_asked_for_other,
    is_echo,
    is_of_its_tale,
    leads_up,
    takes_promise,
    urges,
)
from avatar.brain.plain import make_plain, split_words
from avatar.brain.reactions import Before, find_reaction
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.senses import find_weighty
from avatar.brain.sentences import Act, find_acknowledgement, find_act
from avatar.brain.sheet import make_bare

_SAYS_LITTLE = re.compile(
    r"=(?:tale .*|calls you|honest (?!agree|should|what to|how best|ideas|tips|counsel).*|of that|asked (?:back|word)"
    r"|of me|of it.*"
    r"|unknown|really"
    r"|and then|why .*|confirmed|not told|not sure|held|think|asked"
    r"|beyond|how to)"
)
"""Occasions that answer no first question before a second one is answered: what they say may contradict it."""
_ECHOES = re.compile(r"=(?:honest said|honest lost|asked back|confirmed|held|of that|really|unknown|think|asked)")
"""Those of them that say least."""
_FEW = 2
"""Words of a sentence that is a word or two."""
_OF_ME = re.compile(r"\b(?:i|me|my|mine|we|us|our)\b")
_FELT = ("sad", "worried", "tired")
_REACTIONS = ("=granted", "=approved", "=agreed", "=seen")


def withholds(heard: Hearing) -> bool:
    """Whether a sentence is heard as one that keeps the name back: "no paws, just boots"."""
    return heard.grade is Grade.ANSWER and heard.rule is not None and heard.rule.topic == "ask_name"


_BIDS = re.compile(rf"{lead('please')}(?:be|do not be) (?!my\b|a\b)\w+(?: now| please| with me| for me)?")
"""What asks for a manner, beside what is asked: "be careful, I work for one"."""


_INSULTED_WORDS = 4
"""Most words of an insult that may be one's own: "what an idiot"."""
_OF_SOMEBODY = re.compile(r"\b(?:you|your|u|ur|he|she|they|him|her|them)\b")
_DID_MYSELF = re.compile(r"\b(?:i|me|my|myself)\b")


def take_back_insults(heard: Sequence[Hearing]) -> list[Hearing]:
    """The sentences of a message, of which a bare insult beside what the user did is no insult: "I put my king on the
    wrong square. idiot" is said of oneself."""
    own = any(_DID_MYSELF.search(each.plain) and not _OF_YOU.search(each.plain) for each in heard)
    heard = [_take_from_others(each) for each in heard]
    return [
        replace(each, cue="=own fault", rule=None, grade=Grade.SHAPE, act=Act.FEELING)
        if own and each.grade is Grade.ALARM and not each.is_cry and _is_bare(each.plain)
        else each
        for each in heard
    ]


_OF_YOU = re.compile(r"\b(?:you|your|yours|u|ur)\b")
_OF_OTHERS = re.compile(
    r"\b(?:he|she|they|we|everyone|everybody|nobody|(?:my|his|her|their|our) \w+"
    r"|the (?!joke|jokes|last|first|one|riddle)\w+)"
    r" (?:(?:is|are|was|were|will|can|do|does|did|has|have|had|would)(?: not)?|got|never|always) "
)
"""Of whom something rude is said who isn't the character: "they don't do shit", "my father is not funny"."""


def _take_from_others(heard: Hearing) -> Hearing:
    """A sentence that was heard as rude to the character, as not understood where it is said of somebody else."""
    if heard.grade is not Grade.ALARM or heard.is_cry or heard.rule is None or not _OF_OTHERS.search(heard.plain):
        return heard
    if not _RUDE.search(heard.rule.trigger.text):
        return heard
    act = Act.QUESTION if heard.sentence.asked else Act.STATEMENT
    return replace(heard, cue="", rule=None, grade=Grade.LOST, act=act)


_RUDE = re.compile(r"\b(?:shit|not funny|idiot|stupid|useless)\b")
"""What a rule listens for that hears rudeness."""


def _is_bare(plain: str) -> bool:
    return len(plain.split()) <= _INSULTED_WORDS and not _OF_SOMEBODY.search(plain)


def leave_out_quotes(heard: list[Hearing], said: str) -> list[Hearing]:
    """The sentences of a message without what only says the character's own words back before another one: "one can't
    shelve a feeling... I'm nicking that", "what does what sound like? Gareth?". `said`: its last reply."""
    told = {*split_words(make_bare(said))} | _TURNED_WORDS
    kept = [
        each
        for place, each in enumerate(heard)
        if place == len(heard) - 1 or each.card or each.grade is Grade.ALARM or not _is_quote(each.plain, told)
    ]
    return kept or heard


def _is_quote(plain: str, told: set[str]) -> bool:
    words = split_words(plain)
    return len(words) >= _FEWEST_QUOTED and all(word in told for word in words) and len(find_weighty(plain)) > 0


_FEWEST_QUOTED = 4
"""Words of what is said back as a quotation."""
_TURNED_WORDS = frozenset("you your i my me mine yours am are is not do what can".split())
"""Words that differ where another one says the same."""


def leave_out_echoes(heard: list[Hearing]) -> list[Hearing]:
    """The sentences of a message without those that only stand beside another one: questions that the user answers at
    once ("me? I'm building a bed"), or asks more fully, what leads up to something, or urges an answer; and from where
    it says that the character was mistaken."""
    last = next((place for place in range(len(heard) - 1, -1, -1) if not heard[place].sentence.asked), -1)
    told = heard[last].act in (Act.FACT, Act.STATEMENT, Act.FEELING) if last >= 0 else False
    if any(_asks_whole(each) and not is_baffled(each.plain) for each in heard):
        heard = [each for each in heard if not is_baffled(each.plain)]  # "you lost me. What should I call it?"
        last = next((place for place in range(len(heard) - 1, -1, -1) if not heard[place].sentence.asked), -1)
    mended = next(
        (place for place, each in enumerate(heard) if each.cue == "=mistaken" and not has_lost_it(each.plain)), 0
    )
    kept = [
        each
        for place, each in enumerate(heard)
        if place >= mended
        and not (told and place < last and _is_echoed(each))
        and not (place < len(heard) - 1 and _YOU_MEAN.fullmatch(each.plain) and each.sentence.asked)
        and not _BIDS.fullmatch(each.plain)
        and not (_AND_YOU.fullmatch(each.plain) and any(_asks_whole(other) for other in heard if other is not each))
        and not _stands_beside(each, heard[:place], heard[place + 1 :])
    ]
    return kept or heard


_AND_YOU = re.compile(r"(?:(?:and|so|but|what about|how about) )*(?:you|yourself)(?: then| too)?")
"""What only says of whom the question beside it asks: "what about you, have you always worked nights?"."""


def _asks_whole(each: Hearing) -> bool:
    """Whether a sentence asks a whole question, rather than says words of the last reply back."""
    whole = find_act(each.plain, asked=False) is Act.QUESTION
    return each.sentence.asked and whole and len(each.plain.split()) > _FEW


def _stands_beside(each: Hearing, before: Sequence[Hearing], behind: Sequence[Hearing]) -> bool:
    """Whether a sentence says nothing of its own beside the others of its message."""
    if each.grade is Grade.ALARM:
        return _is_of_oneself(each, (*before, *behind))
    if not (before or behind):
        return False
    if _MOVES_ON.fullmatch(each.plain):
        return bool(behind)
    if leads_up(each.plain):
        return bool(behind)
    if _OPENS.fullmatch(each.plain) and behind and is_asked(behind[0]):
        return True
    if before and is_asked(before[-1]) and (_TRAILS.fullmatch(each.plain) or _offers_two(each, before[-1])):
        return True
    if urges(each.plain) or urges(make_plain(each.sentence.text, LONGEST_MESSAGE)):
        return any(is_asked(other) and not urges(other.plain) for other in (*before, *behind))
    if has_lost_it(each.plain):
        return any(asks_for_rest(other.plain) and other.card for other in (*before, *behind))
    if asks_for_rest(each.plain) and not each.card:
        return any(has_lost_it(other.plain) for other in (*before, *behind))
    if each.cue == "=honest said" and any(has_lost_it(other.plain) for other in behind):
        return True
    if each.sentence.asked and behind and is_asked_for_other(each.plain, behind[0].plain):
        return not behind[0].sentence.asked
    return _is_echoed(each) and any(other.sentence.asked or has_lost_it(other.plain) for other in behind)


_MOVES_ON = re.compile(
    rf"{lead('no|yes')}(?:let us (?:move on|leave (?:it|that)(?: there)?|forget (?:it|that)|talk of something else"
    r"|change the subject)|wait|no wait|hang on|hold on"
    r"|(?:may|can|could) i ask (?:you )?(?:something|another thing|a question)(?: else)?|moving on"
    r"|never mind(?: that| then)?|no matter|forget it|take your time)"
)
"""What leaves something behind before it tells or asks something else."""
_TRAILS = re.compile(
    r"or (?:is|was|would|am|are) (?:that|it|i|we)(?: (?:be|being|sound|just|a bit|a little|too|really|very))*"
    r" (?:\w+ ){0,2}\w+|or (?:not|what|no|nah)|your (?:honest )?(?:opinion|thoughts)|(?:be )?honestly?|yes or no"
)
"""What only doubts the question before it: "should I send it? or is that weird"."""
_YOU_MEAN = re.compile(r"(?:(?:so|oh|and|do|did) )*you mean\b.*|(?:(?!what\b|who\b|how\b).+ )?(?:do |did )?you mean")
"""What makes sure of the character's question before it is answered."""


def _offers_two(each: Hearing, before: Hearing) -> bool:
    """Whether a sentence only says between what a question asks to choose: "what would you do? say something or put up
    with it"."""
    whole = len(before.plain.split()) > _FEW and " or " not in before.plain
    return whole and " or " in each.plain and not each.sentence.asked and not _OF_ME.match(each.plain)


_OPENS = re.compile(
    rf"{lead('yes|no')}(?:and|so|but|and then|so then|well|now|right|ok|oh|wait|hang on"
    r"|hold on|and so)"
)
"""What only opens the question behind it: "and? who was it"."""
_CALLS_NAMES = re.compile(
    r"(?:(?:so|what|such|oh|silly|stupid|complete|total|absolute|bloody|an?|proper|right"
    r"|i am) )*\w+(?: (?:me|that i am|of me|mistake|thing))*"
)
_OF_YOU = re.compile(r"\b(?:you|your|u)\b")


def _is_of_oneself(each: Hearing, others: Sequence[Hearing]) -> bool:
    """Whether a name that is called is the user's own, behind what they tell of themselves: "I put my king on the wrong
    square. idiot"."""
    if each.is_cry or not others or not _CALLS_NAMES.fullmatch(each.plain) or _OF_YOU.search(each.plain):
        return False
    told = any(other.act is Act.FACT and _OF_ME.search(other.plain) for other in others)
    return told and not any(_OF_YOU.search(other.plain) for other in others)


def find_kind_beside(heard: Hearing) -> str:
    """What of a sentence is acknowledged beside the answer to another one: only what is really there, of the user's own
    or said to the character."""
    if consoles(heard.plain):
        return "consoled"
    kind = find_acknowledgement(heard.plain)
    of_its_own = not _OF_ME.search(heard.plain) or is_of_its_tale(heard.plain)
    if kind in _FELT and (of_its_own or heard.sentence.asked):
        return ""
    if kind == "praise" and not _MEANT["praise"].search(heard.plain) and _MEANT["thanks"].search(heard.plain):
        return "thanks"  # "thanks, that's kind"
    meant = _MEANT.get(kind)
    return kind if meant is None or meant.search(heard.plain) else ""


_NOW = r"\bi (?:am|feel|have been|still feel|get|keep)(?: (?!was\b|were\b|not\b|would\b|had\b)\w+){0,5}? "
_MEANT: Mapping[str, re.Pattern[str]] = {
    "praise": re.compile(
        r"\byou (?:really |always )?(?:are|have been|were|made me|make me)\b|\bi (?:\w+ )?(?:like|love) (?:you|your"
        r"|talking to you)\b"
        rf"|^{LEAD}(?:that (?:is|was) (?:\w+ )?(?:funny|hilarious|a good one)|that made me"
        r"|(?:good|nice) one)\b"
    ),
    "thanks": re.compile(
        rf"^{lead('yes|yeah|great|lovely|good|brilliant')}(?:thanks"
        r"|thank you|cheers|ta)\b"
        r"(?! to\b| letters?\b| god\b| goodness\b| heavens\b)|(?<!\bno )(?<!well )(?<!fine )(?<!good )\b(?:thanks"
        r"|thank you)(?: (?:though"
        r"|so much|very much|a lot))?$"
    ),
    "happy": re.compile(r"^(?!.*\b(?:no|not|never) (?:\w+ )?(?:good|great|well|happy|fine)\b)"),
    "sorry": re.compile(
        rf"^{lead('no')}(?:(?:i am )?(?:so |very |really )?sorry|(?:my |many )?apologies"
        r"|my bad)\b"
        r"(?! (?:what|who|where|to hear|for your|about (?:him|her|them|your)|can you|could you"
        r"|i do not (?:understand|get)|you))"
        r"|\bi am (?:so |very |really )?sorry (?:if|for|about|i)\b"
    ),
    "worried": re.compile(_NOW + r"?(?:\w+ )?(?:stressed|worried|anxious|nervous|scared|afraid|overwhelmed|angry"
    r"|furious|annoyed)\b|\bmak(?:es|ing) me\b"),
    "tired": re.compile(_NOW + r"(?:\w+ )?(?:tired|exhausted|sleepy|ill|sick|knackered)\b|\blong day\b"),
    "sad": re.compile(
        r"^(?!.*\b(?:worried|thought|dreamt|dreamed|feared|film|book|if|almost|nearly) )"
        rf"(?:.*?{_NOW}|.*\bi (?:\w+ )?(?:miss|cried)\b|.*\b(?:died|passed away|hospital|funeral|broke up|left me"
        rf"|dumped me"
        r"|divorced)\b|.*\bmakes me\b)"
    ),
}  # fmt: skip
"""How each must be said to be acknowledged: thanks to the character, a feeling of now."""


def _is_echoed(heard: Hearing) -> bool:
    asks_back = heard.cue.startswith("=asked")
    return heard.sentence.asked and not asks_back and heard.grade is not Grade.ALARM and is_echo(heard.plain)


def says_little(heard: Hearing) -> bool:
    """Whether an occasion of a sentence says so little that another answer comes first."""
    return bool(_SAYS_LITTLE.fullmatch(heard.cue))


def is_asked(heard: Hearing) -> bool:
    """Whether a sentence asks something by itself, whatever it is answered with."""
    if heard.sentence.asked:
        return True
    return not merely_agrees(heard) and any(find_act(form, asked=False) >= Act.REQUEST for form in heard.forms)


def find_better(best: Hearing, heard: Sequence[Hearing]) -> Hearing:
    """Of several questions of a message the one that is really answered, where the best one would be answered by its
    form alone; the last one, where all would."""
    if best.cue == "=mistaken":
        after = [each for each in heard[heard.index(best) + 1 :] if is_asked(each) and not says_little(each)]
        return next((each for each in reversed(after) if each.grade >= Grade.PHRASE), best)
    if best.act < Act.REQUEST or not says_little(best):
        return best
    asked = [each for each in heard if is_asked(each) and each.grade is not Grade.ALARM]
    real = [each for each in asked if not says_little(each) and _is_answered(each) and not merely_agrees(each)]
    more = [each for each in asked if not _ECHOES.fullmatch(each.cue)] if _ECHOES.fullmatch(best.cue) else []
    told = [
        each
        for each in heard
        if each.card and each.grade is Grade.EXACT and not (is_asked(each) or merely_agrees(each))
    ]
    return next(reversed(real), next(reversed(told), next(reversed(more), best)))


def points_loosely(heard: Hearing) -> bool:
    """Whether a question names nothing, and its answer is only the nearest: what is said beside it knows better."""
    return heard.grade is Grade.NEAREST and not find_weighty(_POINTS_AT.sub("", heard.plain))


_POINTS_AT = re.compile(r"\b(?:ones?|it|that|this|he|she|they|him|her|them|ever|met|seen|had|got|know|like)\b")


def find_asked(best: Hearing, heard: Sequence[Hearing]) -> Hearing:
    """What is really asked in a message, where the best sentence asks nothing and was only heard as if it did, or is a
    greeting."""
    greeting = greets(best) and not best.card
    if best.grade in (Grade.ALARM, Grade.ANSWER) or (best.act < Act.REQUEST and not greeting):
        return best
    if (is_asked(best) and not greeting) or (greets(best) and best.card):
        return best
    asked = [
        each
        for each in heard
        if is_asked(each) and not (greets(each) or says_little(each) or each is best or points_loosely(each))
    ]
    return max(asked, key=lambda each: (each.score, heard.index(each)), default=best)


_ASSENTS = re.compile(
    rf"{lead('yes|yeah|yep|no|nope|nah')}(?:yes|yeah|yep|no|nope|ok|okay|true|exactly|indeed"
    r"|right|really"
    r"|i (?:do|am|did|have|was|will|would|can|could)(?: not)?|i (?:do|am) too|it is|it was|that is (?:true|right|it"
    r"|exactly it|so true)"
    r"|(?:i suppose |i guess |and |so |maybe |perhaps )*that is (?:why|all|how it is|life|just it)"
    r"|(?:it|that) is (?:all )?(?:ok|okay|fine|all right|alright)|no worries|not at all"
    r"|absolutely|definitely|sure|of course|not really|sort of|kind of|more or less|in a way"
    r"|please do|thank you|thanks)(?: (?:actually|really|though"
    r"|indeed|too|then))*"
)
"""What says yes or no, and tells nothing."""
_TOLD = (Act.FACT, Act.FEELING)
_FEWEST_TOLD = 4
"""Words of a sentence that tells something beside a yes or a no."""


def find_told(best: Hearing, heard: Sequence[Hearing]) -> Hearing:
    """What is told in a message, where the best sentence only says yes or no, or agrees, or asks for the rest of
    something of which there is no more."""
    if asks_for_rest(best.plain) and not best.card:
        own = [
            each for each in heard if each.act in _TOLD and _OF_ME.search(each.plain) and not _OF_YOU.search(each.plain)
        ]
        return max(own, key=lambda each: (each.score, heard.index(each)), default=best)
    if best.grade in (Grade.ALARM, Grade.ANSWER) or not merely_agrees(best) or best.sentence.asked:
        return best
    others = [
        each
        for each in heard
        if each is not best
        and len(each.plain.split()) >= _FEWEST_TOLD
        and not merely_agrees(each)
        and not is_reaction(each)
    ]
    return max(others, key=lambda each: (each.score, heard.index(each)), default=best)


def merely_agrees(heard: Hearing) -> bool:
    """Whether a sentence only says yes or no, or agrees with what was said."""
    return bool(_ASSENTS.fullmatch(heard.plain)) or takes_promise(heard.plain)


def _is_answered(heard: Hearing) -> bool:
    """Whether a sentence is answered by more than its form."""
    return heard.grade >= Grade.PHRASE or (bool(heard.card) and heard.grade is Grade.NEAREST)


def greets(heard: Hearing) -> bool:
    """Whether a sentence is a greeting."""
    return heard.rule is not None and heard.rule.trigger.text.startswith("(@hello)")


def is_news(heard: Hearing) -> bool:
    """Whether a sentence tells of the user what deserves an answer of its own: "I'm Marta, my oven died"."""
    if heard.cue == "=met" or greets(heard) or withholds(heard) or says_little(heard):
        return False
    return heard.act in (Act.FACT, Act.FEELING) and (bool(heard.cue) or heard.grade > Grade.LOST)


def is_reaction(heard: Hearing) -> bool:
    """Whether a sentence is about what the character said: "sad", of a sad story, is no mood."""
    return find_reaction(heard.forms, asked=heard.sentence.asked, before=Before()) in _REACTIONS


def leaves_room(heard: Hearing) -> bool:
    """Whether a message leaves room to come back to something earlier: "ok", "I see", or nothing to hold on to."""
    if find_reaction(heard.forms, asked=heard.sentence.asked, before=Before()) == "=seen":
        return True
    lost = not heard.cue and heard.act is Act.STATEMENT and heard.grade <= Grade.LOST
    return lost and len(heard.plain.split()) <= _FEW


_OF_REPLY = re.compile(
    rf"{lead('yeah|yes|no|hey')}"
    r"(?:(?:that|this)(?: one)? (?:is|was|sounds?|does|did|has)"
    r"|(?:it )?sounds? (?:like|good|nice|lovely|great|right|about)|(?:i )?(?:love|like|liked|loved) (?:that|this|it)"
    r"|(?:a bit |kind of |sort of |just |more |very )?like (?:a|an|the|my|when|keeping|being|having|\w+ing)\b"
    r"|(?:it is|it was) like|says (?:the|a)|as if)\b"
)
"""What says something of the character's last line, rather than tells of the user: "that is a good last line", "like
keeping the last biscuit in the tin"."""
_EXCLAIMS = re.compile(r"(?:(?:oh|ooh|ah|aw+|haha|lol|ha|hey|wow|omg) )+(?!i\b|we\b|my\b|our\b)(?:[\w']+ ?){1,5}")
"""What laughs, or cries out, and says a word or two of it: "haha the full title"."""


def is_of_reply(heard: Hearing) -> bool:
    """Whether a sentence is about what the character has just said, so that nothing of it is said back as news."""
    return bool(_OF_REPLY.match(heard.plain) or _EXCLAIMS.fullmatch(heard.plain))
