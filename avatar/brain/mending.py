"""What puts right how the user was understood, and what a user offers: "nobody is ill, I'm the nurse", "she's alive!",
"I was asking about the bell", "would you like me to bring you a bun?"; and what a user says only to go on from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.leads import LEAD, lead
from avatar.brain.sentences import BARE_DEED

_LEAD = lead("no|nope|nah|huh|hey|actually|what|though|although")
_MISTAKEN = re.compile(
    rf"{_LEAD}(?:you (?:have |just )?(?:misunderstood|misheard|misread|got (?:me|it|that) wrong|did not (?:understand"
    r"|hear|listen|get (?:me|that|it)))(?: (?:me|that|it|there|again))*"
    r"|(?:that|this|it) (?:is|was) not (?:what i (?:said|say|meant|mean|asked|was asking|was saying|was talking about)"
    r"|my question|the question|an answer|about (?:that|it|him|her))(?: .*)?"
    r"|(?:that|it|you) (?:does|do|did) not (?:answer|tell) (?:me |my )?.*"
    r"|(?:i|we) (?:did not|never) (?:say|mean|ask)(?: (?:that|it|so|anything like that))?"
    r"|not what i (?:said|meant|asked|mean)"
    r"|i (?:only |just )?asked (?:you )?(?:what|who|where|when|why|how|if|whether) .+ and you .+"
    r"|(?:i|it) (?:was|am) (?:only |just )?(?:joking|kidding|teasing|making a joke|having a laugh|pulling your leg"
    r"|being (?:funny|silly|sarcastic)|a joke)(?: (?:about|with) .*)?"
    r"|(?:and |but |so )*you (?:have )?(?:(?:really|totally|completely|just) )?(?:lost|confused) me"
    r"(?: (?:a bit|a little|there|now|again|completely|totally))*"
    r"|(?:i|we) (?:was|were|am|are) (?:only |just )?(?:talking|asking|speaking|on) about (?:.+))"
)
"""What says that something was taken wrongly."""
_NOT_SO = re.compile(
    rf"{_LEAD}(?:he|she|they|it|everyone|everybody|my \w+|\w+) (?:"
    r"(?:is|are|was|were|did) not (?:very much |actually |really |even )?(?:dead|died|die|ill|sick|hurt|gone|sad)"
    r"|(?:is|are|was|were) (?:(?:still|very much|perfectly|quite|all|just|only) )*"
    r"(?:alive|fine|ok|okay|well|here|living|with us|around))(?: .*)?"
    rf"|{_LEAD}(?:nobody|no one) (?:died|(?:is|was) (?:ill|dead|sad|hurt|sick|gone)|got hurt)(?: .*)?"
    rf"|{_LEAD}(?:it|that|this) (?:was|is) (?:(?:really|actually|quite|very|so|meant to be|all|a) )*"
    r"(?:funny|joke|good|nice|brilliant|great|lovely|hilarious|good thing|happy one)"
    r"(?: (?:though|really|actually|not (?:sad|bad)|thing))*"
)
"""What says that it is not as bad as the character took it."""
_FINE = re.compile(
    rf"{_LEAD}(?:do not worry )?i am (?:(?:really|quite|all) )*(?:not (?:sad|ill|sick|upset|worried|cross|angry|hurt"
    r"|dying)|fine|ok|okay|all right|alright|good|happy)(?: (?:really|now|though|thanks?|thank you|again|it comes .*))*"
    rf"|{_LEAD}(?:(?:it is |that is )(?:all )?|all )(?:fine|ok|okay|good)(?: (?:really|now))*"
    rf"|{_LEAD}(?:it was )?(?:long ago|a long time ago)(?: (?:really|now))*"
)
"""What says that its speaker is all right."""
_MEANT = re.compile(
    rf"{_LEAD}i (?:mean|meant|was asking|asked)(?: to ask)? (?!it\b|that\b|really\b|well\b|no\b|about\b)(.+)"
)
"""A question that is asked again: "no I mean is he dead"."""
_OFFERS = re.compile(
    r"(?:and |so |oh )*(?:(?:would you like|do you want|shall i|should i|can i|may i|could i)(?: me to)? (?:\w+ )?"
    r"(?:bring|send|leave|read|sing|tell|get|buy|make|fetch|lend|draw|show|knit|give|come) (?:.+ )?"
    r"(?:you|anything|something|it|there|next time)\b.*"
    r"|(?:i (?:will|would|can|could|shall|might|am going to)|we (?:will|can|could)) (?:\w+ )?"
    r"(?:(?:bring|send|leave|lend|save|keep|buy|make|knit|bake|build|draw|read|show) (?:.+ )?(?:for |to )?you\b.*"
    r"|leave (?:.+ )?(?:on|open) for you.*"
    r"|(?:come (?:and )?(?:see|visit)|visit|help|look after) you\b.*)"
    r"|.*\byou (?:could|can|may) (?:sit|stay|live|sleep) (?:there|here|on it|in it|with (?:me|us)|by it)\b.*"
    r"|you can (?:always )?(?:ask me|count on me|come to me|call me|lean on me|tell me|have mine|borrow mine)\b.*"
    r"|(?:oh )?i (?:want|would love|would like) to (?:come and )?(?:sit|visit|come|live|stay|be|hide)"
    r" (?:there|in there|with you|down there|over there|by the \w+)\b.*"
    r"|i would (?:love|like) to (?:meet|visit|hug|help|see) you\b.*)"
)
"""Something that the user would do for the character."""
_NO_OFFER = re.compile(
    r"\b(?:a lie|the truth|you know|tell you (?:what|that|about|the)|make you (?:laugh|feel|sad|angry|cry))\b"
)


_OF_OTHERS = re.compile(
    r"\b(?:bring|send|leave|read|tell|get|buy|make|fetch|lend|draw|show|knit|give) (?:her|him|them|my \w+)\b"
    r"|\bdo you (?:think|reckon)\b"
)
"""What is meant for somebody else: "should I send her a card, do you think?"."""


def find_mistaken(plain: str, *, low: bool) -> bool:
    """Whether a plain sentence says that the character took something wrongly. `low`: it has just been sorry for the
    user."""
    return bool(_MISTAKEN.fullmatch(plain)) or (low and bool(_NOT_SO.fullmatch(plain)))


def reassures(plain: str) -> bool:
    """Whether a plain sentence says that its speaker is all right."""
    return bool(_FINE.fullmatch(plain))


_ALL_WELL = re.compile(
    rf"{lead('no|nah|nope|honestly')}(?:(?:it is|that is) (?:(?:really|quite|honestly) )*(?:all right|alright|ok|okay"
    r"|fine)|(?:i am|we are|he is|she is|they are) (?:(?:all|both|really|quite|doing|just|honestly) )*(?:all right"
    r"|alright|ok|okay|fine|managing|getting by|coping|used to it|not having a bad day|not (?:sad|upset)))"
    r"(?: (?:really|now|though|honestly|thanks?|thank you|again))*"
)
"""What says of whoever was told of that nothing sad is left of it: "it's all right", "we're managing"."""


def is_all_well(plain: str) -> bool:
    """Whether a plain sentence says that whoever was told of, or its speaker, is all right."""
    return reassures(plain) or bool(_ALL_WELL.fullmatch(plain))


def find_asked_again(plain: str) -> str:
    """The question that a plain sentence asks again, in other words or more plainly; '' for none."""
    found = _MEANT.fullmatch(plain)
    return found[1] if found else ""


_CONSOLES = re.compile(
    r"(?:(?:oh|aw+|ah|no|my|that is so sad|how sad) )*(?:(?:\w+ )?i am (?:(?:so|very|really|truly|terribly) )*sorry"
    r"|(?:so |very |really )*sorry(?= (?:to hear|for your loss|about (?:him|her|them))\b))"
    r"(?: (?:to hear (?:that|it|about .*)|for your loss|about (?:that|it|him|her|them|your \w+|the \w+)|for you|dear))?"
    r"(?: \w+)?"
)
"""What is sorry for somebody, rather than excuses itself."""
_OF_ITS_TALE = re.compile(
    r"(?:oh |aw+ |but |and |wow |well )*(?:that|it|this|all that|all this)(?: (?:must|does|really|all|just))*"
    r" (?:sounds?|seems?|is|was|must|feels|have|be|makes|made)\b"
)
"""What is said of what the character told: "that sounds lonely" is no mood of the user's."""


def consoles(plain: str) -> bool:
    """Whether a plain sentence is sorry for the character."""
    return bool(_CONSOLES.fullmatch(plain))


def is_of_its_tale(plain: str) -> bool:
    """Whether a plain sentence says of what the character told how it is."""
    return bool(_OF_ITS_TALE.match(plain))


def is_offer(plain: str) -> bool:
    """Whether a plain sentence offers the character something kind."""
    bare = re.sub(r" you know$", "", plain)
    if re.match(r"(?:and |so |oh |listen |look )*(?:can|may|could) i (?:just )?(?:tell|ask|show) you\b", bare):
        return False  # it is the user who wants to be heard
    if re.match(r"(?:and |so |oh )*(?:should|shall|can|may|could) i\b", bare) and not re.search(r"\byou\b", bare):
        return False  # "should I give it back"
    return bool(_OFFERS.fullmatch(bare)) and not _NO_OFFER.search(bare) and not _OF_OTHERS.search(bare)


_ECHO_WORDS = 4
"""Most words of the character's that are said back as a question before they are answered: "the left knee?"."""
_ASKS = re.compile(
    rf"{lead('no')}(?:who|whom|whose|what|where|when|why|how|which|any"
    r"|and you|you|your|or|ever|got|more"
    r"|another|is|are|was|were|do|does|did|can|could|will|would|should|have|has|had|am|may|shall|tell|remember)\b"
)
_MERELY_REACTS = re.compile(
    r"(?:oh |ah |haha |lol |wait )*(?:is|was|does|did) (?:it|that|he|she)(?: really)?|(?:oh )?really|huh|what|hm+"
    r"|(?:who |what )?me|did you know (?:that|it)|(?:do|did|am|was) i|you what|pardon|oh yes|you think"
    r"|know what i mean|right|ok|yeah|no|(?:so |oh |ah )*you mean .*"
)
"""What waits for no answer where its speaker goes on: "is it? I was asking about the telly"."""


_ASKS_BACK = re.compile(r"(?:\w+ ){1,6}(?:what|who|whom|where|when|which|how many)(?: exactly| then)?")
"""What asks for the rest of what the character said: "stays with one what?"."""


_ASKS_ITSELF = re.compile(r"(?:where|who|when|why|how|what|which|where to|who with|what for)")
_ANSWERS_IT = re.compile(
    r"(?:oh|well|um+|er+|just|only|because|cos|at (?:the|an?|my)|in (?:the|an?|my)|on (?:the|an?|my)|to (?:the|my)"
    r"|with my|my|well)\b(?! (?:yes|no|ok|okay)\b)"
)


def is_asked_for_other(plain: str, behind: str) -> bool:
    """Whether a plain question is what the other might ask, and the sentence behind it answers it: "where? oh, at an
    airport"."""
    return bool(_ASKS_ITSELF.fullmatch(plain) and _ANSWERS_IT.match(behind))


def asks_for_rest(plain: str) -> bool:
    """Whether a plain question asks for the rest of what was just said: "very nearly what?"."""
    return bool(_ASKS_BACK.fullmatch(plain)) and not _MERELY_REACTS.fullmatch(plain)


def is_echo(plain: str) -> bool:
    """Whether a plain question only says back a word before the next sentence answers it: "me? I'm building a bed"."""
    if asks_for_rest(plain) or BARE_DEED.fullmatch(plain):
        return False
    return bool(_MERELY_REACTS.fullmatch(plain)) or (len(plain.split()) <= _ECHO_WORDS and not _ASKS.match(plain))


_LEADS_UP = re.compile(
    rf"{lead('hey|please|actually')}(?:(?:can|could|will"
    r"|would) you (?:please )?help me(?: out)?"
    r"(?: (?:with|on) (?:something|this|a thing|it))?(?: please)?|i need (?:your |some )?(?:help|advice)"
    r"|(?:can|may|could) i ask(?: you)?(?: (?:something|a question|you something))?|(?:i have |i have got "
    r"|got )?a question"
    r"(?: for you)?|quick question|guess what|you know what|know what|do you know what|want to (?:hear"
    r"|know) (?:something|a secret)"
    r"(?: \w+)?|(?:can|shall|should) i tell you (?:something|a secret)|you will never guess(?: what)?)(?: then"
    r"| please| though)?"
)
"""What leads up to what is said next, and asks for nothing itself."""
_URGES = re.compile(
    rf"{lead('please|yes|yeah|just')}(?:go on(?: then)?|come on(?: then)?"
    r"|go ahead|do tell|tell me"
    r"|do not (?:leave me hanging|keep me (?:waiting|in suspense|guessing)|be shy|hold back|be coy)|out with it"
    r"|spill(?: the beans)?"
    r"|i am (?:all ears|listening|waiting|curious|intrigued|dying to know)|i (?:want|need|have) to know|be honest"
    r"|honestly|answer me"
    r"|try me|test me|hit me|i can take it|the suspense is killing me)(?: (?:then|now|please|haha|though))*"
)
"""What urges an answer to what is asked beside it."""
_LOST_IT = re.compile(
    rf"{lead('no')}(?:you (?:have )?(?:just )?lost me(?: there)?(?: a bit)?|i (?:do"
    r"|did) not (?:understand|get it"
    r"|follow|get that)(?: (?:at all|that|you))?|(?:that|this|it) (?:makes|made) no sense(?: to me)?|i am (?:a bit "
    r"|so |totally )?(?:lost|confused)"
    r"|what (?:are you on about|do you mean)|make sense)(?: .{0,20})?"
)
"""What says that what was just said is not understood."""


_NO_SUCH = re.compile(
    rf"{_LEAD}(?:and )?there (?:is|are|was|were) (?:no|not an?|not any|never an?) (\w+)(?: (?:here"
    rf"|there|at all|though|in it|haha))*"
)
"""What denies something that was taken for granted: "there's no cat"."""


def find_denied(plain: str) -> str:
    """What a plain sentence says that there is none of; '' for nothing."""
    found = _NO_SUCH.fullmatch(plain)
    return found[1] if found else ""


_LOOKS = re.compile(
    rf"{lead('please|go on|no|just')}(?:have|take) (?:a|another) (?:proper |good |quick |little "
    r"|closer )?look(?! at)\b.*"
    rf"|{lead('please|go on|no|just|can you|could you|will you')}(?:look|check|search|try|think"
    r"|go|feel|dig)"
    r"(?: (?:again|harder|there|properly|twice|and (?:look|see|check)|under|inside|behind|in|on|up|through)\b.*)"
)
"""What asks the character to look once more for what it could not find."""


def looks_again(plain: str) -> bool:
    """Whether a plain sentence asks to look once more: "have a look under the cuff then"."""
    return bool(_LOOKS.fullmatch(plain))


def leads_up(plain: str) -> bool:
    """Whether a plain sentence only leads up to what is said next: "can you help me with something?"."""
    return bool(_LEADS_UP.fullmatch(plain))


def urges(plain: str) -> bool:
    """Whether a plain sentence only urges an answer: "don't leave me hanging"."""
    return bool(_URGES.fullmatch(plain))


def has_lost_it(plain: str) -> bool:
    """Whether a plain sentence says that its speaker has not understood."""
    return bool(_LOST_IT.fullmatch(plain))


_RIDDLE = re.compile(
    r"(?:\w+ ){0,6}?(?:why (?:did|do|does|is|was|are|can)"
    r"|what (?:do you (?:call|get)|did|does|is the difference|has|is)|how do you|how many|where (?:do|does|did))\b.*"
)
_TELLS_JOKE = re.compile(
    r"(?:.* )?(?:here is|i have(?: got)?|i will tell you|let me tell you|try|how about|what about|listen to) "
    r"(?:a|an|this|my|another|one of my)\b(?: \w+){0,2}? (?:jokes?|one)\b.*"
    r"|(?:.* )?(?:i will tell you one|here is one|i have (?:got )?one(?: for you)?|have you heard (?:this|the) one)"
    r"(?: then)?"
)
"""What leads up to a joke of the user's."""
_FEWEST_OF_JOKE = 2
"""Sentences of a joke that is told, behind what leads up to it."""


def is_joke_told(sentences: Sequence[tuple[str, bool]]) -> bool:
    """Whether the sentences of a message, plain and each with whether it is asked, announce a joke and tell it."""
    place = next((place for place, (plain, _) in enumerate(sentences) if _TELLS_JOKE.fullmatch(plain)), None)
    return place is not None and len(sentences) - place > _FEWEST_OF_JOKE and not sentences[-1][1]


_NO_PUNCHLINE = re.compile(
    r"(?:i (?!do not know)|give|tell|show|try|go on|let us|let me|one|any|sorry|please|just|my|we|you|that|it is ok|or"
    r"|is|are|was|were|do|does|did|have|has|can|could|will|would|who|what|where|when|why|how|and|he|she)\b"
)
"""What is no answer to a riddle."""
_NO_RIDDLE = re.compile(
    r"\b(?:what|where|why|how)(?: \w+){1,2} (?:it|he|she|they|this|that|there|those|your?"
    r"|yours)\b(?! (?:call|get)\b)"
)
"""What asks about something that was spoken of, which a riddle names."""


_OFFERS_JOKE = re.compile(
    r"\b(?:want|wanna|hear|know|got|have|tell you|try) (?:to hear )?(?:a|another|this|my|one) (?:joke|riddle|one)\b"
)
_ASKS_RIDDLE = re.compile(
    r"(?:.* )?(?:why (?:did|do|does|was|is|are|can not) (?:the|a|an)\b.*|what do you (?:call|get)\b.*|knock knock"
    r"|how many \w+(?: \w+)* does it take\b.*|what is the difference between\b.*|what did (?:the|one) \w+ say\b.*)"
)


def is_riddle_put(sentences: Sequence[tuple[str, bool]]) -> bool:
    """Whether the sentences of a message, plain and each with whether it is asked, offer a joke and begin it with a
    question: "you want a joke? why did the scarecrow get a promotion"."""
    last = sentences[-1][0] if sentences else ""
    return bool(_ASKS_RIDDLE.fullmatch(last)) and any(_OFFERS_JOKE.search(plain) for plain, _ in sentences)


def is_riddle_answered(sentences: Sequence[tuple[str, bool]]) -> bool:
    """Whether the sentences of a message, plain and each with whether it is asked, are a riddle and its answer."""
    asked = next((place for place, (plain, asks) in enumerate(sentences) if asks and _RIDDLE.fullmatch(plain)), None)
    if asked is None or asked == len(sentences) - 1 or any(asks for _, asks in sentences[asked + 1 :]):
        return False
    of_you = re.search(r"\byou\b(?! (?:call|get)\b)", sentences[asked][0])
    if _NO_RIDDLE.search(sentences[asked][0]):
        return False
    return of_you is None and not _NO_PUNCHLINE.match(sentences[asked + 1][0])


# ------------------------------------------------------------------------------ what goes on with what was just said


_ENDS_IT = re.compile(
    r"(?:.* )?(?:do not|would rather not|rather not|not ready to|can not) (?:really )?(?:want to |wanna "
    r"|like to )?(?:talk|speak|think|go on)"
    r" about (?:it|that|this|him|her|them|my \w+)\b.*|(?:.* )?(?:let us not|can we not) (?:talk|speak) about (?:it"
    r"|that|this|him|her|them)\b.*"
    r"|(?:let us|can we|shall we) (?:talk|speak) about (?:something|anything) (?:else|more cheerful|nicer|happier"
    r"|lighter|different|cheerful|nice|happy)\b.*"
    r"|(?:let us |can we )?change the subject(?: please)?|drop it(?: please)?"
)
"""What asks to speak of something else."""
_VERDICT = re.compile(
    r"(?:so |and |well |but |now )*what do you (?:think|say|reckon)(?: (?:of|about) (?:it|that|this))?(?: then| now)?"
    r"|(?:so |and )?(?:do you )?(?:like|approve)(?: of)? (?:it|that|the idea|my idea|the plan)"
    r"|(?:is|was) (?:that|it|this) (?:a )?(?:good|ok|okay|bad|silly|stupid|nice|daft|mad|crazy"
    r"|terrible|weird|sensible|decent)(?: idea| plan| one)?"
)
"""What asks for a word on what the user has just said."""
_FEARS = re.compile(
    rf"{LEAD}what if (?:i|we|my \w+|he|she|they|nobody|everyone|everybody|it)\b(?! (?:gave|told"
    r"|brought|said|asked|came|offered)\b)"
)
"""What is feared rather than asked: "what if I get the numbers wrong"."""
_TAKES = re.compile(
    r"(?:(?:oh|well|then|so|ok|okay|and|please|yes|yeah|yep|sure|of course|i would|i would (?:like|love) that) )*"
    r"(?:please|yes|yeah|go on|go ahead|go for it|do|do it|do that|tell me|i would|i would love (?:that|to)|sure|ok"
    r"|okay|let (?:me|us) hear (?:it|them)|i am listening|i am all ears|recite it|read it|tell it|sing it|start"
    r"|begin|i am ready|show me|go on then|off you go|carry on)(?: (?:then|please|now|go ahead|go on|i am listening))*"
)
"""What takes up what the character said it would do."""
_PROMISES = tuple(f"=honest {kind}" for kind in ("will", "agree", "would", "may", "can", "want", "like"))
"""Occasions that say what the character would do."""
_SORRY = re.compile(
    r"\b(?:bother|ouch|lousy|nuisance|wretched|disagreeable|tiresome|no fun|sympath\w+"
    r"|sorry|ill|hurts?|poor|grieved|hard|alas|sad|loss|unwell|rotten|oh no|oh dear)\b",
    re.I,
)
"""What a reply holds that takes what was told for bad news."""


def ends_it(plain: str) -> bool:
    """Whether a plain sentence asks to speak of something else."""
    return bool(_ENDS_IT.fullmatch(plain))


def asks_verdict(plain: str) -> bool:
    """Whether a plain sentence asks for a word on what its speaker has just said."""
    return bool(_VERDICT.fullmatch(plain))


def fears(plain: str) -> bool:
    """Whether a plain sentence says what is feared, in the form of a question."""
    return bool(_FEARS.match(plain))


def takes_promise(plain: str) -> bool:
    """Whether a plain sentence takes up what the character said it would do."""
    return bool(_TAKES.fullmatch(plain))


def is_promise(cue: str) -> bool:
    """Whether an occasion says what the character would do."""
    return cue.startswith(_PROMISES)


def is_sorry(said: str) -> bool:
    """Whether a reply of the character's takes what was told for bad news."""
    return bool(_SORRY.search(said))
