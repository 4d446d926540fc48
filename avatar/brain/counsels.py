"""In what form advice is wanted, where it can't be told on what.

"Should I ring her?" wants to be decided for, "what do I say to him?" wants words, "is that too much?" wants to hear
whether it will do. A character has some advice for each form which serves whatever it is on (`=counsel decide`).
"""

from __future__ import annotations

import re

from avatar.brain.leads import lead

_LEAD = lead("no|yes|yeah|honestly|seriously|maybe|i mean|tell me|do you think|do you reckon|you think|like")
_SHALL = r"(?:should|shall|can|could|would|do|might|ought|must)"
_SOMEBODY = r"(?:him|her|them|my|our|the|somebody|someone)"
_CHILDREN = r"(?:kids?|children|grandchildren|boys|girls)"
_DOES = (
    r"(?:go|do it|book|sign|buy|take|accept|say yes|risk|send|stay|leave|move|swap|tell|ring|call|keep|sell|try|bother"
    r"|quit)"
)
_MORE = (
    r"(?:like|such as|as in|for) (?:what|instance)(?: exactly)?"
    r"|(?:yeah |yes |ok |sure )*but (?:how|what)(?: exactly)?|(?:how|what) exactly"
    r"|how (?:do|would|can|should) (?:i|you|we) do that|give me (?:one|an|some) (?:idea|example)s?"
)
_CALM = (
    r".*\b(?:sleep|calm(?: down)?|relax|nerves|nervous|worrying|anxious|switch off"
    r"|stop (?:worrying|thinking|panicking|fretting))\b.*"
)
_NAME = r".*\bwhat\b.*\b(?:call|name)\b.*|.*\bnames? for\b.*|.*\bgood name\b.*"
_GIFT = (
    r".*\b(?:presents?|gifts?)\b.*"
    rf"|.*\bwhat\b.*\b(?:bring|buy|get|give|take) (?:(?:to|for) )?{_SOMEBODY}\b.*"
)
_FOOD = (
    r".*\bwhat\b.*\b(?:cook|eat|bake|have for (?:tea|dinner|lunch|supper|breakfast))\b.*"
    r"|.*\b(?:recipe|for (?:tea|dinner|supper))\b.*"
)
_READ = r".*\bwhat\b.*\b(?:read|watch|listen to)\b.*|.*\b(?:good (?:book|film|song)|recommend\w*)\b.*"
_OCCUPY = (
    r".*\b(?:weekend|saturday|sunday|rainy|half ?term|holidays?|afternoon)\b.*"
    rf"\b(?:{_CHILDREN}|do|idea|year old|yr old)\b.*"
    rf"|.*\b(?:do with|entertain|keep) (?:the |my |two |some |them |a )*(?:{_CHILDREN}|busy)\b.*"
)
_WORDS = (
    r".*\b(?:what|how)\b.*\b(?:say|tell|write to|text|put it|word it|reply|answer)\b.*"
    rf"|{_LEAD}what would you (?:say|tell|write|text|reply)\b.*"
)
_DECIDE = (
    rf"{_LEAD}{_SHALL} (?:i|we)\b.*|.*\b(?:should|shall) (?:i|we)\b.*\bor\b.*"
    rf"|{_LEAD}(?:would|do) you (?:just )?{_DOES}\b.*|.*\bworth (?:it|a|the|doing|\w+ing)\b.*"
    r"|.*\b(?:can not|not|do not know|unsure) (?:decide|sure|whether|if)\b.*|.*\b(?:i|we) (?:should|ought to)\b.*"
)
_VERDICT = (
    rf"{_LEAD}(?:is|was|are|am|were|would|does|did) (?:it|that|this|i|we|he|she|they)\b.*"
    r"|.*\btoo (?:much|old|young|late|early|soon|long|short)\b.*"
    r"|(?:so )?(?:how|what) (?:is|does|about) (?:that|this|it)\b.*|.*\bwhat do you think\b.*"
    r"|.*\b(?:silly|daft|stupid|mad|weird|wrong|bad)\b.*"
)
_OUTCOME = (
    rf"{_LEAD}(?:will|would|might|can|could) (?:it|i|he|she|they|we|that|the|my)\b.*"
    r"|.*\b(?:think|reckon|suppose)\b.*\b(?:will|would|could|(?:am|is|are) going to)\b.*"
)
_PERSON = (
    r".*\b(?:with|about|get|make|handle|deal with|help|stop|convince) (?:my|him|her|them|an?|our|someone|somebody"
    rf"|people|the (?:{_CHILDREN}|boss|manager|neighbours?|lad))\b.*"
)
_METHOD = r".*\bhow (?:do|can|should|would|could|on earth|to|best)\b.*|.*\b(?:tips?|tricks?|best way)\b.*"
ANY, OUTCOME = "problem", "outcome"
"""The form of what only asks what to do, and of what asks how it will turn out."""
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("more", _MORE), ("calm", _CALM), ("name", _NAME), ("gift", _GIFT), ("food", _FOOD), ("read", _READ),
        ("occupy", _OCCUPY), ("words", _WORDS), ("decide", _DECIDE), ("verdict", _VERDICT), (OUTCOME, _OUTCOME),
        ("person", _PERSON), ("method", _METHOD),
    )
)  # fmt: skip
"""Forms of what wants advice, the more particular ones first."""


def find_counsel(plain: str) -> str:
    """The form in which a plain sentence wants advice: "decide", "words", ...; `ANY` for no more than that it does."""
    return next((kind for kind, pattern in _FORMS if pattern.fullmatch(plain)), ANY)
