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


_SAID_AGAIN = re.compile(r"\W*(?P<asked>[^.?!]+ or [^.?!]+?),? i (?:said|asked|meant)\W*", re.I)
"""What is put once more with "I said" behind it: "big or small, I said"."""
_LEAD = r"(?:(?:and|so|but|no|nah|yes|yeah|lol|haha|ok|okay|oh|well|hey|anyway)[, ]+)*"
_OF_YOU = re.compile(
    rf"{_LEAD}(?:"
    r"(?P<are>you (?:any good|still (?:there|here|up|awake|with me)|there|ok|okay|alright|all right|busy|awake)\b)"
    r"|(?P<do>you (?:get|have|know|see|need|want) (?:any|many|much)\b)"
    r"|(?:are|do|did|have|can|could|will|would|were) you\b|(?:do|did|does|is|are) your\b"
    r"|(?:got|had|know|seen|heard|met|made|invented) any\b|any(?:one|body) else\b"
    r"|(?!(?:maybe|about|like|just|only|a|an|one|two|three|more|yes|yeah|no|either|it|that|sooner|i|we|my)\b)[a-z]+"
    r"(?: [a-z]+)? or (?!(?:so|less|two|three|four|more|not|something|whatever|other|no|later|anything|never)\b)[a-z]+"
    r"(?: [a-z]+)?\W*$).*",
    re.I,
)
"""How a question of the character begins, whether it has a mark or not."""
_REQUESTS = re.compile(rf"{_LEAD}(?:can|could|will|would) you\b", re.I)


def _ask_of_you(sentence: Sentence) -> Sentence:
    """A sentence that begins as a question of the character does, as that question: "u any good w cars"."""
    found = None if sentence.asked else _OF_YOU.fullmatch(sentence.text)
    if found is None or _REQUESTS.match(sentence.text):
        return sentence
    text = sentence.text.rstrip(".! ")
    verb = "are" if found["are"] else "do" if found["do"] else ""
    at = found.start(verb) if verb else 0
    return sentence._replace(text=f"{verb} {text[at:]}?".lstrip(), asked=True)


def _ask_again(sentence: Sentence) -> Sentence:
    """A sentence that tells what its speaker has asked, as that question."""
    if len(sentence.text) <= LONGEST_MESSAGE and (again := _SAID_AGAIN.fullmatch(sentence.text)):
        return sentence._replace(text=f"{again['asked']}?", asked=True)
    found = _ASKED_BEFORE.fullmatch(sentence.text) if len(sentence.text) <= LONGEST_MESSAGE else None
    return sentence._replace(text=f"{found['asked']}?", asked=True) if found else sentence


def mark_asked(sentences: Sequence[Sentence], text: str, before: str) -> Sequence[Sentence]:
    """The sentences of a message, the last one as a question where the whole asks something though no mark says so:
    "you got any pets or just cursor"."""
    sentences = [_ask_of_you(_ask_again(each)) for each in sentences]
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
