"""What is said only in passing, or only begins what is told: "detective stories, I'm afraid", "guess who rang, my mum".

It is left out before a message is parted into sentences: it is neither a fear, nor a question, nor a request.
"""

from __future__ import annotations

import re

from avatar.brain.verbs import PASTS

_ENDS = r"(?=\s*(?:[.!;]|$))"
_AFRAID = re.compile(rf", i['’]?m (?:only )?afraid(?:(?=,)|{_ENDS})", re.I)
"""What regrets what it is said of."""
_SENTENCE = re.compile(r"[.!?;]")
_WHEN_AFRAID = re.compile(r"\W*(?:\w+\W*|(?:at|in|when|if|every|most|sometimes|often)\b.*)", re.I | re.S)
"""What stands before a fear, rather than before a regret: "well, I'm afraid", "at night, I'm afraid"."""
_NO_ASIDE = (
    "do|did|don['’]?t|can|would|should|might|will|if|what|whom?|that|how|as|than|all|everything|anything|nothing|much"
    "|many|people|person|ones?|some(?:one|body)|any(?:one|body)|every(?:one|body)|things?|stuff|way|words?|songs?|let"
    "|because|when|before|until|till|and|but|or|so|where|why|now|like"
)
_YOU_KNOW = re.compile(
    rf"(?P<said>\w), you know(?:(?=,)|{_ENDS})|\b(?!(?:{_NO_ASIDE})\b)(?P<last>\w\w+) you know{_ENDS}", re.I
)
"""What asks for no more than to be heard; "the people you know" and "how do you know" need it."""
_DEAR = re.compile(
    r", (?:love|pet|hun|petal)(?=\s*(?:[.!?;]|$))|\b(?P<greets>thanks?|thank you|ta|cheers|hello|hiya?|morning|night"
    r"|bye|sorry|please|yes|no|aye|ok|okay|right) (?:love|pet|hen|hun|duck|petal)(?=[,.!;])",
    re.I,
)
"""Whom it is said to, at its end or behind a greeting: "chicken, duck, and rice" names none."""
_TELL_YOU_WHAT = re.compile(r"(?:^|(?<=[.!?;,] ))(?:(?:and|but|so|well),? )?(?:i['’]?ll )?tell you what,? (?=\w)", re.I)
_MAY_ASK = re.compile(
    r",? (?:if (?:an? |the )?(?:\w+ )?(?:\w+ )?may ask(?: so)?|if (?:you|ya) do(?:n['’]?t| not) mind (?:me|my) asking"
    r"|if it['’]?s not too personal|if that['’]?s not rude|(?:be|now be) honest(?: with me)?|tell (?:me )?the truth)"
    r"(?=\s*[?!.]|\s*$)",
    re.I,
)
"""What only makes polite, or earnest, what is asked before it: "were you ever in love, if an old man may ask?"."""
_HAPPENED = rf"(?:{'|'.join(sorted(PASTS))}|was|were|had|been|[a-z]{{2,}}ed)"
_GUESS_WHO = re.compile(
    r"(?:^|(?<=[.!?;,] ))(?:(?:and|but|so|well|oh),? )?(?:you['’]?ll never )?guess (?:who|what|where)(?:['’]s)? "
    rf"(?:(?:i|he|she|we|they|my \w+)(?:['’]ve|['’]d)? )?(?:(?:just|only|also) )*{_HAPPENED}\b(?: \w+){{0,3}}"
    r"(?:, |[.!?]+ )(?=\S+ \S)",
    re.I,
)
"""What is told in the next breath; "guess what colour my coat is" is a game."""


_PUT_IN = re.compile(
    r",? (?:by the (?:by|way)|i wonder|as it happens|pray|would you say)(?=\s*\?)"
    r"|, (?:then|perhaps|i wonder|by the (?:by|way)|as it happens|pray|so to speak),(?= \w)",
    re.I,
)
"""What is put into a question and asks nothing: "have you been to many towns, then, besides Crewe?"."""


def leave_out_asides(text: str) -> str:
    """A message without them."""
    text = _PUT_IN.sub("", text)
    text = _AFRAID.sub(lambda found: found[0] if _fears(text[: found.start()]) else "", text)
    text = _YOU_KNOW.sub(r"\g<said>\g<last>", text)
    text = _DEAR.sub(lambda found: found["greets"] or "", text)
    text = _MAY_ASK.sub("?" if "?" not in text else "", text) if _MAY_ASK.search(text) else text
    return _TELL_YOU_WHAT.sub("", _GUESS_WHO.sub("", text))


def _fears(before: str) -> bool:
    """Whether what stands before "I'm afraid" makes a fear of it."""
    return bool(_WHEN_AFRAID.fullmatch(_SENTENCE.split(before)[-1]))
