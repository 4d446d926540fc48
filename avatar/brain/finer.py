"""What exactly a question wants to know: how long, what kind, what was said, which of two.

A question that no line answers is answered by its form, and the finer the form, the nearer is the answer to what was
asked: "how long have you been here?" wants another answer than "how many are you?".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avatar.brain.idle_words import drop_idle
from avatar.brain.indirect import turn_round

_WHO = r"(?:you|it|he|she|they|that|this|(?:your|the|his|her|their|my|our|a|an|those|these)(?: \w+){1,3}?|\w+(?: \w+)?)"
"""What is asked of, in a question."""
_MOST = (
    r"(?:best|nicest|prettiest|funniest|loveliest|finest|cleverest|strangest|oddest|weirdest|quietest|proudest|coolest"
    r"|most \w+|silliest|rarest|sweetest|happiest)"
)
_FINER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "good",
            (
                r"what (?:is|was|are|were) (?:so |actually |really )?(?:good|great|special|nice|interesting|fun|lovely)"
                r"(?: (?:with|about|in|at|on)\b.*)?"
                r"|what (?:is|was) (?:the )?(?:best (?:thing|part|bit)|nicest (?:thing|part|bit)|fun|good)"
                r" (?:with|about|of|in)\b.*"
            ),
        ),
        (
            "wrong",
            (
                r"what (?:is|was|are|were) (?:so |actually |really )?(?:wrong|bad|different"
                r"|terrible|funny|hard|easy) (?:with|about|in|at|on)\b.*"
                r"|what (?:is|was|are|were) so \w+\b.*"
                r"|what (?:is|was) (?:the )?(?:matter|problem|trouble|worst (?:thing|part|bit))"
                r" (?:with|about|of|in)\b.*"
                rf"|what (?:has|have|had) {_WHO} (?:got )?against\b.*"
            ),
        ),
        (
            "favourite",
            (
                r".*\bfavou?rites?\b.*"
                r"|(?:which|what|who)\b.* do you (?:like|love|prefer|enjoy) (?:the )?(?:best|most|more)\b.*"
                r"|(?:which|what)\b.*\b(?:do|did|would) you \w+.* (?:the )?(?:best|most)"
                rf"|(?:which|what|who) (?:is|was) (?:the|your) {_MOST}\b.*"
            ),
        ),
        (
            "would",
            (
                r"(?:what|which|who)(?: \w+){0,3} would you"
                r" (?!(?:like|say|tell|happen|prefer|rather|recommend)\b)\w+.*"
            ),
        ),
        ("happens", r"what (?:happens|(?:will|would) happen|would (?:you )?happen)\b.*"),
        (
            "happen",
            (
                r"what (?:happened|became|came of|has happened|is going on|was going on|went (?:wrong|on))\b.*"
                r"|how (?:did|does|will|would) .* (?:go|end|turn out|work out|finish|come out)"
                r"(?: (?:then|in the end|up))?"
                r"|how did (?:it|that|this) (?:all )?(?:go|end)\b.*|what (?:next|then)|then what"
            ),
        ),
        (
            "feel",
            (
                r"how (?:do|did|does|would|will|are|were) .*\b(?:feel|feeling|cope)\b.*"
                r"|(?:what|how) (?:does|did|is|was|would) (?:it|that|this) (?:feel|like to|like being)\b.*"
                r"|(?:is|was|does|did) (?:it|that|this|being \w+)(?: \w+){0,2} (?:hard|scary|difficult|easy|fun|strange"
                r"|weird|lonely|boring|sad|uncomfortable|painful|hurt|exciting|tiring|frightening|embarrassing"
                r"|horrible)"
                r" (?:for|on|with) you\b.*"
            ),
        ),
        (
            "think",
            (
                r"what (?:do|did|are|were|would) you (?:\w+ )?(?:think|thinking|ponder|daydream|wonder)(?: about| of)?"
                r"(?: (?:when|while|at|all|in|on|during|before|after)\b.*)?"
                r"|what (?:goes|is going|runs|went|comes|was going) (?:on in|on inside|through|to|round)"
                r" your (?:head|mind)\b.*"
                r"|what is (?:on your mind|in your head)\b.*"
            ),
        ),
        ("call", rf"what (?:do|did|does|would|will|is|was|were|are|have|has|had) {_WHO} (?:\w+ )?call(?:ed|ing)?\b.*"),
        (
            "say",
            (
                rf"what (?:do|did|does|would|will|is|was|were|are|have|has|had) {_WHO} (?:\w+ )?(?:say|said|saying|call"
                r"|calling|sing|sung|singing|tell|told|telling|shout|shouting|whisper|answer|reply|write|written"
                r"|writing"
                r"|ask|asked|recite|hum|humming|yell|talk|talking)\b.*"
            ),
        ),
        ("colour", r"what colou?rs?\b.*"),
        (
            "like",
            (
                r"(?!.*\b(?:you|i) like)what (?:is|are|was|were) .* like(?: \w+){0,3}"
                r"|what (?:does|did|do|would) (?:(?!when\b|if\b|and\b)\w+ )+(?:look|sound|smell|taste|feel)(?: like)?"
                r"(?: \w+){0,3}"
                r"|what shape\b.*|how (?:does|did|do) .* (?:look|sound|smell|taste)(?: \w+){0,2}"
            ),
        ),
        ("time", r"what time\b.*"),
        (
            "past",
            (
                r"(?:when|what (?:year|day|month|century)) (?:did|was|were|had|have)\b.*|when has\b.*"
                r"|(?:since when|how long ago)\b.*"
            ),
        ),
        ("soon", r"when (?:will|would|can|could|shall|are you|is (?:it|he|she|that) \w+ing)\b.*"),
        ("when", r"what (?:year|day|month|century)\b.*"),
        ("where", r"(?:what|which) (?:town|place|city|country|room|street|shelf)\b.*"),
        ("who", r"(?:what|which) (?:person|man|woman|people)\b.*"),
        ("why", r"(?:how come|what (?:for|makes|made)|what is the (?:reason|point))\b.*"),
        (
            "do",
            (
                rf"what (?:do|did|does|would|will|are|were|is|was|have|has|had|can|could) {_WHO} (?:\w+ ){{0,2}}?"
                r"(?:do|doing|done|get up to|getting up to|been up to|up to|use|spend)\b.*"
            ),
        ),
        ("which", r"which (?!kind|sort|type).*|which|what (?:part|half|side|one|bit)\b.*"),
        (
            "kind",
            (
                r"which\b.*|what (?:kind|sort|type)s?\b.*"
                r"|what (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b|had\b|can\b|could\b|will\b|would\b"
                r"|should\b|if\b|about\b|the\b|a\b|an\b|else\b|happened\b|exactly\b|else\b|on\b|in\b|you\b|i\b|it\b)\w+"
                r" (?:is|are|was|were|do|does|did|would|have|has|had|can)\b.*"
            ),
        ),
        ("old", r"how old\b.*"),
        ("long", r"how long\b.*"),
        ("often", r"how often\b.*"),
        ("much", r"how much\b.*|what (?:do|does|did) .* cost\b.*|what (?:is|was) the price\b.*"),
        (
            "size",
            (
                r"how (?:big|far|tall|heavy|fast|deep|high|wide|small|strong|loud|large|thick|thin|quick|hot|cold|close"
                r"|near|little|slow)\b.*"
            ),
        ),
    )
)
"""What is wanted, by how it is asked, the more particular forms first."""
COARSER: Mapping[str, str] = {
    "time": "when", "past": "when", "soon": "when", "which": "kind", "call": "say", "colour": "like", "good": "wrong",
    "happens": "happen", "old": "number",
}  # fmt: skip
"""The wider form of a fine one, for a character that has no lines of the fine one."""
_BEST = re.compile(
    r".*\bfavou?rite ((?!is\b|of\b|out\b|then\b|one\b|thing\b)\w+).*"
    r"|(?:which|what) (\w+) (?:do you (?:like|love|prefer|enjoy)|is your favou?rite)\b.*"
    r"|(?:which|what|who) (?:is|was) (?:the|your) (?:best|nicest|finest|loveliest)"
    r" ((?!thing\b|one\b|part\b|bit\b)\w+).*"
)
"""What something is a favourite of."""
_EITHER = (
    re.compile(
        r"are you (?:more of )?(?:a |an )?(?:more )?(.+?) or (?:more of )?(?:a |an )?(.+?)"
        r"(?: person| guy| girl| kind of person)?"
    ),
    re.compile(r"(?:are|do|were|did|have|can|would) you (.+) or (?:are|do|were|did|have|can|would) you (.+)"),
    re.compile(r"(?:is|was|are|were) your (?:\w+ )?(\w+) or (\w+)"),
    re.compile(
        r"(?:do|did|would|will|can|could) you (?:rather |sooner )?(?:(?:prefer|like|choose|want|love|pick|take) )?"
        r"(?:to )?(.+) or (.+?)(?: better| more| best| most)?"
    ),
    re.compile(r"(?:which|what)\b.* you\b.*?(?:like|prefer|choose|pick|take|better|best|rather|more) (.+) or (.+)"),
    re.compile(r"(?:a |an |the )?(\w+(?: \w+){0,2}) or (?:a |an |the )?(\w+(?: \w+){0,2})"),
)
"""Ways to ask which of two it is with the character, or is to its taste."""
_NO_SECOND = re.compile(
    r"(?:not|no|nah|what|whatever|something|anything|is|are|was|do|does|did|have|has|will|so|else|other|never|nothing"
    r"|someone|somebody|anyone|anybody|like|as in|i mean|at least|rather|ever|neither|either|both"
    r"|maybe|yes|less|just|only|more|later|how|why|where|who|when|would|can|could|did|were)\b"
    r"(?! (?:in|on|at|by|with|alone)\b)"
)
_PLACED = re.compile(r"(?:in|on|at|by|with|under|from|to|for|into|behind|near|alone)\b")
_LONGEST = 5
"""Words of one of the two."""
_POLITE = re.compile(r"^(?:to |be |being |just |a |an |the )(?=\S)| (?:then|now|today|please|person|better|more)$")


class Either(NamedTuple):
    """Two of which one is asked for, from the character's side."""

    first: str
    second: str


def find_finer(plain: str) -> str:
    """What exactly a plain question wants, where that is more than its first word says: "long", "kind", "say" ...; ''
    where it is not."""
    return next((kind for kind, pattern in _FINER if pattern.fullmatch(plain)), "")


_THEN = re.compile(
    r"(?:(?:what|who|where|when|why|how|which)\b(?: (?!do\b|does\b|can\b|will\b|would\b|should\b)\w+){0,3}? )?"
    r"(?:did|was|were|had|have|has)\b"
)
_SUPPOSED = re.compile(
    r"(?:(?:what|who|where|when|why|how|which)\b(?: \w+){0,3}? )?(?:would|could|should|will|might)\b"
)


def find_tense(plain: str) -> str:
    """Of what time a plain question is: "then", "would" of what is only thought of or still to come, "" of what is."""
    return "then" if _THEN.match(plain) else "would" if _SUPPOSED.match(plain) else ""


def find_favoured(plain: str) -> str:
    """Of what a plain question asks for a favourite: "colour"; '' where that is not said in one word."""
    found = _BEST.fullmatch(plain)
    return next(filter(None, found.groups()), "") if found else ""


def find_either(forms: Sequence[str]) -> Either | None:
    """The two of which a question asks which one it is, or would be, with the character; None for none."""
    for form in map(drop_idle, forms):
        for pattern in _EITHER:
            found = pattern.fullmatch(form)
            if found is None or _NO_SECOND.match(found[2]) or _NO_SECOND.match(found[1]):
                continue
            one, other = (turn_round(_POLITE.sub("", each.strip())) for each in found.groups())
            if place := _PLACED.match(other):  # "live in the shed or in the house" asks for a place
                where = re.search(rf"\b{place[0]}\b.*", one)
                one = where[0] if where else one
            if one and other and one != other and max(len(each.split()) for each in (one, other)) <= _LONGEST:
                return Either(one, other)
    return None
