"""Whether a sentence may answer a question that was asked."""

from __future__ import annotations

import re

_YES = re.compile(
    r"(?:oh |well |haha )?(?:yes|yeah|yep|yup|no|nope|nah|not|never|sure|maybe|perhaps|of course|definitely|absolutely"
    r"|probably|sometimes|always|a bit|a little|kind of|sort of|only|both|neither|either|very|too|quite|a lot|all|none"
    r"|some|most|because|when|if|depends|go on|please|i (?:guess|think|hope|suppose|doubt)"
    r"|(?:i (?:do|did|am|was|have|would|will|can|could)|it (?:is|was|does|did))(?: not)?(?: \w+)?$)\b"
)
_TURNS_AWAY = re.compile(r"(?:right|ah|oh|of course|i see|sorry|anyway|ok|okay|well)\b.*\b(?:you|the|that|it)\b")
"""What takes up what the character said, and answers nothing."""
_ASIDE = re.compile(r"(?:he|she|they|you|your|this|not|never|that|there|a guy|some guy|anyway|also|so|and)\b")
_NUMBERED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred"
    r"|dozens?|many|few|lots?|all|none"
    r"|half|years?|months?|weeks?|days?|hours?|minutes?|ages|long|once|twice|never|always|every|since|only|too"
    r"|enough|plenty|couple|not)\b"
)
_PLACED = re.compile(
    r"\b(?:in|on|at|near|from|by|to|under|behind|outside|inside|here|there|home|nowhere|everywhere|somewhere|town"
    r"|city|village|house|street)\b"
)
_FARING = re.compile(
    r"\b(?:good|great|fine|ok|okay|alright|all right|well|bad|awful|terrible|tired|busy|so so|meh|nice|lovely"
    r"|long|boring|quiet|sad|happy|stressed"
    r"|better|worse|same|sick|ill|lonely|hungry|sleepy|hectic|slow|weird|rough|usual|fun|exciting|hot|cold|not"
    r"|i am (?!in\b|at\b|on\b|a\b|an\b|from\b|the\b)|i feel|my (?:day|week|weekend)|can not complain)\b"
)
_TIMED = re.compile(
    r"\b(?:\d+|today|tomorrow|yesterday|ago|last|next|on|in|at|when|since|morning|evening|night|always|never|once"
    r"|week|month|year|soon|now)\b"
)
_PERSONAL = re.compile(
    r"\b(?:my|me|i|nobody|noone|no one|everybody|everyone|someone|somebody|friends?|family|mother|father|mum|mom"
    r"|dad|wife|husband|people|myself"
    r"|a|an|the|he|she|they|we|just)\b|^\w+(?: \w+)?$"
)
_AUXILIARY = re.compile(
    r"(?:and |so |but |or |well )?(?:is|are|was|were|do|does|did|have|has|had|can|could|would|will|should|may"
    r"|shall|am)\b"
)
_GUESS = re.compile(r"(?:is|could|would|might) it\b")
"""An answer to a riddle, asked."""
_HOW = re.compile(r"\b(?:by|at|in|on|through|with|when|because|just|i|we|my|it|he|she|they)\b|^\w+(?:ly)$")
_SHORT_ANSWER = 3


def looks_like_answer(question: str, plain: str) -> bool:
    """Whether a plain sentence may answer the question that a reply ended in ('' for none): "never heard of him" is no
    place, "she cried all morning" no yes or no."""
    asked = re.sub(r"[^\w' ]", "", question).strip().lower()
    words = len(plain.split())
    if _GUESS.match(plain):
        return True
    if _TURNS_AWAY.match(plain):
        return False
    if not asked:
        return not _ASIDE.match(plain)
    if _AUXILIARY.match(asked):
        return bool(_YES.match(plain)) or words <= _SHORT_ANSWER
    for opening, pattern in (
        (r"how(?:'s|s)?(?: are| is| was| has| have)? (?:you|your|things|it|the)\b", _FARING),
        (r"how (?:did|do|does|come|was|were)\b", _HOW),
        (r"how (?:many|much|long|old|often|far|big|tall)\b", _NUMBERED),
        (r"where\b", _PLACED),
        (r"when\b", _TIMED),
        (r"who\b|whos\b|whose\b|who'", _PERSONAL),
    ):
        if re.search(rf"\b{opening}", asked):
            return bool(pattern.search(plain)) or (words <= _SHORT_ANSWER and pattern is not _HOW)
    return not _ASIDE.match(plain) or words <= 1


TURNED = re.compile(
    r"^(?:and |so )?(?:you|yours|how (?:are|about|was) you\w*|what about you|and how are you|which (?:would|one"
    r"|is|do) .*you.*|what(?:'s| is) "
    r"(?:yours|your .*)|what (?:do|would) you (?:say|think|do).*|what would yours be|where do you stand|do you)\W*$",
    re.I,
)
"""A question that only hands the user's own back."""
NOT_BAD = re.compile(r"\bnot (?:too |so |that |all that )?bad\b")
"""How somebody is, who is not bad."""
IS_WELL = re.compile(
    r"^(?:i am |i feel )?(?:\w+ ){0,2}?(?:fine|good|great|well|ok|okay|alright|all right|not (?:too |so )?bad"
    r"|tired|busy|so so)\b"
)
"""How somebody is, told in passing."""
