"""What puts right how the user was understood, and what a user offers: "nobody is ill, I'm the nurse", "she's alive!",
"I was asking about the bell", "would you like me to bring you a bun?"; and what a user says only to go on from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAD = r"(?:(?:no|nope|nah|oh|huh|wait|but|sorry|hey|um|er|er no|hang on|hold on|actually|lol|haha|well|what) )*"
_MISTAKEN = re.compile(
    rf"{_LEAD}(?:you (?:have |just )?(?:misunderstood|misheard|misread|got (?:me|it|that) wrong|did not (?:understand"
    r"|hear|listen|get (?:me|that|it)))(?: (?:me|that|it|there|again))*"
    r"|(?:that|this|it) (?:is|was) not (?:what i (?:said|say|meant|mean|asked|was asking|was saying|was talking about)"
    r"|my question|the question|an answer|about (?:that|it|him|her))(?: .*)?"
    r"|(?:that|it|you) (?:does|do|did) not (?:answer|tell) (?:me |my )?.*"
    r"|(?:i|we) (?:did not|never) (?:say|mean|ask)(?: (?:that|it|so|anything like that))?"
    r"|not what i (?:said|meant|asked|mean)"
    r"|(?:i|we) (?:was|were|am|are) (?:only |just )?(?:talking|asking|speaking|on) about (?:.+))"
)
"""What says that something was taken wrongly."""
_NOT_SO = re.compile(
    rf"{_LEAD}(?:nobody|no one|he|she|they|it|everyone|everybody|my \w+|\w+) (?:is|are|was|were|did) "
    r"(?:(?:not|still|very much|perfectly|quite|all|just|only) )*"
    r"(?:dead|died|die|ill|sick|alive|fine|ok|okay|well|here|living|hurt|gone|sad|with us|around)(?: .*)?"
    rf"|{_LEAD}(?:nobody|no one) (?:died|is ill|is dead|got hurt|is sad|is hurt)(?: .*)?"
)
"""What says that it is not as bad as the character took it."""
_FINE = re.compile(
    rf"{_LEAD}(?:do not worry )?i am (?:(?:really|quite|all) )*(?:not (?:sad|ill|sick|upset|worried|cross|angry|hurt"
    r"|dying)|fine|ok|okay|all right|alright|good|happy)(?: (?:really|now|though|thanks?|thank you|again|it comes .*))*"
    rf"|{_LEAD}(?:it is )?(?:all )?(?:fine|ok|okay|long ago|a long time ago)(?: (?:really|now))*"
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
    r"|i would (?:love|like) to (?:meet|visit|hug|help|see) you\b.*)"
)
"""Something that the user would do for the character."""
_NO_OFFER = re.compile(
    r"\b(?:a lie|the truth|you know|tell you (?:what|that|about|the)|make you (?:laugh|feel|sad|angry|cry))\b"
)


def find_mistaken(plain: str, *, low: bool) -> bool:
    """Whether a plain sentence says that the character took something wrongly. `low`: it has just been sorry for the
    user."""
    return bool(_MISTAKEN.fullmatch(plain)) or (low and bool(_NOT_SO.fullmatch(plain)))


def reassures(plain: str) -> bool:
    """Whether a plain sentence says that its speaker is all right."""
    return bool(_FINE.fullmatch(plain))


def find_asked_again(plain: str) -> str:
    """The question that a plain sentence asks again, in other words or more plainly; '' for none."""
    found = _MEANT.fullmatch(plain)
    return found[1] if found else ""


_CONSOLES = re.compile(
    r"(?:(?:oh|aw+|ah|no|my|that is so sad|how sad) )*(?:(?:\w+ )?i am (?:(?:so|very|really|truly|terribly) )*sorry)"
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
    return bool(_OFFERS.fullmatch(plain)) and not _NO_OFFER.search(plain)


_ECHO_WORDS = 4
"""Most words of the character's that are said back as a question before they are answered: "the left knee?"."""
_ASKS = re.compile(
    r"(?:and |so |but |oh )*(?:who|whom|whose|what|where|when|why|how|which|any|and you|you|your|or|ever|got|more"
    r"|another|is|are|was|were|do|does|did|can|could|will|would|should|have|has|had|am|may|shall|tell|remember)\b"
)
_MERELY_REACTS = re.compile(
    r"(?:oh |ah |haha |lol |wait )*(?:is|was|does|did) (?:it|that|he|she)(?: really)?|(?:oh )?really|huh|what|hm+"
    r"|(?:who |what )?me|did you know (?:that|it)|(?:do|did|am|was) i|you what|pardon|oh yes|you think"
    r"|know what i mean|right|ok|yeah|no|(?:so |oh |ah )*you mean .*"
)
"""What waits for no answer where its speaker goes on: "is it? I was asking about the telly"."""


def is_echo(plain: str) -> bool:
    """Whether a plain question only says back a word before the next sentence answers it: "me? I'm building a bed"."""
    return bool(_MERELY_REACTS.fullmatch(plain)) or (len(plain.split()) <= _ECHO_WORDS and not _ASKS.match(plain))


_RIDDLE = re.compile(
    r"(?:\w+ ){0,6}?(?:why (?:did|do|does|is|was|are|can)"
    r"|what (?:do you (?:call|get)|did|does|is the difference|has|is)|how do you|how many|where (?:do|does|did))\b.*"
)
_NO_PUNCHLINE = re.compile(r"(?:i (?!do not know)|sorry|please|just|my|we|you|that|it is ok)\b")
"""What is no answer to a riddle."""


def is_riddle_answered(sentences: Sequence[tuple[str, bool]]) -> bool:
    """Whether the sentences of a message, plain and each with whether it is asked, are a riddle and its answer."""
    asked = next((place for place, (plain, asks) in enumerate(sentences) if asks and _RIDDLE.fullmatch(plain)), None)
    if asked is None or asked == len(sentences) - 1 or any(asks for _, asks in sentences[asked + 1 :]):
        return False
    of_you = re.search(r"\byou\b(?! (?:call|get)\b)", sentences[asked][0])
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
    r"|(?:is|was) (?:that|it|this) (?:a )?(?:good|ok|okay|bad|silly|stupid|nice)(?: idea| plan| one)?"
)
"""What asks for a word on what the user has just said."""
_FEARS = re.compile(
    r"(?:(?:and|but|so|oh) )*what if (?:i|we|my \w+)\b(?! (?:gave|told|brought|said|asked|came|offered)\b)"
)
"""What is feared rather than asked: "what if I get the numbers wrong"."""
_TAKES = re.compile(
    r"(?:(?:oh|well|then|so|ok|okay|and|please|yes|yeah|yep|sure|of course|i would|i would (?:like|love) that) )*"
    r"(?:please|yes|yeah|go on|go ahead|go for it|do|do it|do that|tell me|i would|i would love (?:that|to)|sure|ok"
    r"|okay|let (?:me|us) hear (?:it|them)|i am listening|i am all ears|recite it|read it|tell it|sing it|start"
    r"|begin|i am ready|show me|go on then|off you go|carry on)(?: (?:then|please|now|go ahead|go on|i am listening))*"
)
"""What takes up what the character said it would do."""
_PROMISES = ("=honest will", "=honest would", "=honest may", "=honest can", "=honest want", "=honest like")
"""Occasions that say what the character would do."""
_SORRY = re.compile(r"\b(?:sorry|ill|hurts?|poor|grieved|hard|alas|sad|loss|unwell|rotten|oh no|oh dear)\b", re.I)
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
