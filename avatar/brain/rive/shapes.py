"""A place and a trade as they are said again, cut from a message that goes on: "swansea, up the hill, and I love it".

A wildcard holds all that stands behind "I live in", in small letters and without a comma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_GOES_ON = re.compile(
    r" (?:(?:and|but|so) )?(?:i|we|you|he|she|it|they|there|that|this|because|cause|since|though"
    r"|although|which|where|who|but"
    r"|so|now|originally|actually|really|mostly|anyway|these days|at the moment|for (?:about |nearly "
    r"|over |almost )?(?:\d+"
    r"|a|an|the|some|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|years|ages|now|my|our|work)"
    r"|when|until|till|as|by myself|all my life|and (?:my|our|the|her|his|work|have|am|love|hate|was|is|been|it))\b.*"
)
"""What goes on behind a place or a trade."""
_BESIDE = re.compile(
    r" (?:up|down|at|by|near|on|over|above|behind|with|in|just|right|about|outside|and) (?:the|a|an|my"
    r"|our|\w+ing)\b.*"
)
"""What tells more of a place that has a name."""
_DETERMINED = re.compile(r"(?:a|an|the|my|our|this|that|one|some|two)\b")
_SMALL = frozenset("in on of the near by upon and up over under a an at le la de next to with from for".split())
_TURNED: Mapping[str, str] = {"my": "your", "our": "your", "me": "you", "i": "you", "us": "you", "mine": "yours"}
_MOST_PLACE, _MOST_TRADE = 16, 5
"""Words of a place, and of a trade."""
_PAST_TRADE = re.compile(
    r" (?:in|at|for|with|and|but|who|on|so|because|when|from|here|now|too|to|or|though|then|over|which"
    r"|that|i|we|he|she|it"
    r"|they|my|again|really|actually|before|after|since|all|part time|full time|nights|at the moment)\b.*"
)


def shape_place(text: str) -> str:
    """A place with its capitals: "Newcastle upon Tyne"; or, where it has no name, from the other side: "a flat with
    your two mates"."""
    bare = _GOES_ON.sub("", f"{text} ").strip()
    if _DETERMINED.match(bare):
        return " ".join(_TURNED.get(word, word) for word in bare.split()[:_MOST_PLACE])
    bare = _BESIDE.sub("", bare)
    words = bare.split()[:_MOST_TRADE]
    return " ".join(
        word if place and word in _SMALL else word[:1].upper() + word[1:] for place, word in enumerate(words)
    )


def shape_trade(text: str) -> str:
    """A trade without what is told beside it: "primary school teacher", of "a primary school teacher in Leeds"."""
    bare = re.sub(r"^(?:an?|the) ", "", text.strip())
    return " ".join(_PAST_TRADE.sub("", bare).split()[:_MOST_TRADE])
