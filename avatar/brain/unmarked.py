"""Questions that no mark shows: "you got any pets or just cursor", "I asked if you had a favourite book"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.calls import find_call
from avatar.brain.plain import make_plain
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.sentences import Act, Sentence, find_act

_ASKS = 0.65
"""How likely a message without a question mark must ask something of the character, or for advice, to be a question."""
_MAY_ASK = re.compile(
    r"\b(?:what|who|whose|where|when|why|how|which)\b|\bis (?:that|this) (?:you|yours|a)\b"
    r"|\b(?:do|does|did|is|are|was|were|have|has|can|could|would|will|should|shall) (?:not )?"
    r"(?:you|i|it|he|she|they|we|my|your|the)\b|^(?:and |so |but |lol |haha )*(?:you|got|any|ever)\b"
    r"|\byou (?:ever|got|like|think|reckon|know|fancy)\b"
)
"""What a sentence without a question mark must hold to be a question."""
_ASKS_THESE = ("you", "recall", "advice", "choice")


_ASKED_BEFORE = re.compile(
    r"(?:.*?[,;.!] )?(?:(?:but|well|no|yes|yeah|and|so|oh|nah|lol|haha),? )*i (?:did |just |only |was |already )*"
    r"ask(?:ed|ing)?(?: you)? (?:(?:if|whether) (?=[\w'’]+ [\w'’]+)|(?=(?:what|who|where|when|why|how|which)\b))"
    r"(?P<asked>[^.?!]+?)(?:, (?:\w+|if you .*))?\W*",
    re.I,
)
"""What asks once more by telling what was asked: "I asked if you had a favourite book"."""


def _ask_again(sentence: Sentence) -> Sentence:
    """A sentence that tells what its speaker has asked, as that question."""
    found = _ASKED_BEFORE.fullmatch(sentence.text) if len(sentence.text) <= LONGEST_MESSAGE else None
    return sentence._replace(text=f"{found['asked']}?", asked=True) if found else sentence


def mark_asked(sentences: Sequence[Sentence], text: str, before: str) -> Sequence[Sentence]:
    """The sentences of a message, the last one as a question where the whole asks something though no mark says so:
    "you got any pets or just cursor"."""
    sentences = [_ask_again(each) for each in sentences]
    if not sentences or any(each.asked for each in sentences):
        return sentences
    asked = find_call(text, before).asked
    if sum(asked[each] for each in _ASKS_THESE) < _ASKS:
        return sentences
    last = sentences[-1]
    plain = make_plain(last.text, LONGEST_MESSAGE)
    if not _MAY_ASK.search(plain) or find_act(plain, asked=False) is Act.REQUEST:
        return sentences
    return [*sentences[:-1], last._replace(text=f"{last.text.rstrip('.! ')}?", asked=True)]
