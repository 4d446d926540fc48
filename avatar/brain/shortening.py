"""A plain sentence without what it says beside: the other half of an either, until when, what waits for a yes."""

from __future__ import annotations

import re

from avatar.brain.leads import LEAD
from avatar.brain.verbs import is_verb

_EITHER = re.compile(
    r"((?:can|do|are|is|have|did|will|could|would) you \w+.*?) or (?:only|just|not|do you|are you|is it|can you)\b.*"
)
"""A question with what it may be otherwise: "can you hear me or only read"."""
_MEANWHILE = re.compile(r"^((?:tell|give|say|sing|cheer|show|read) .*?) (?:before|while|until|till|when) (?:i|we) .*$")
"""What is asked for, and until when."""
_TAKEN_FOR = re.compile(
    rf"^{LEAD}you (are) (?:(?:basically|actually|really|literally|just"
    r"|only|some|like|kind of|sort of) )*((?:(?:an?|the|not) )?(?:ai|bot|chat ?bot|robot|computer|program|machine"
    r"|puppet|dummy|doll|toy|drawing|cartoon|picture|fox|animal|real|human|real person|person|fake|code|language model"
    r"|chatgpt|woman|girl|man|boy))$"
)
"""What says what the character is, and waits to hear whether it is so."""
_ASKS_LEAVE = re.compile(
    r"^(?:(?:can|could|may|might) i|i want to|i would like to|let me) (?:please |just )?ask(?: you)? "
    r"(?=(?:how|what|who|why|where|when|which|if|whether)\b)"
)
"""What leads up to a question that follows at once."""


_ELLIPTIC = re.compile(r"^(?:and |so |but )?(?:you )?ever (?!since\b|so\b|after\b)(\w+)(?= |$)|^you ever (\w+)$")
"""A yes or no without its verb: "you ever been in a pub", "ever flood anything"."""
_DONE = re.compile(r"(?:been|had|seen|done|gone|met|heard|thought|\w+ed|\w{2,}(?:en|wn))$")


def _whole(found: re.Match[str]) -> str:
    verb = found[1] or found[2]
    return f"have you ever {verb}" if _DONE.match(verb) and not is_verb(verb) else f"do you ever {verb}"


def shorten(plain: str) -> str:
    """A plain sentence as it asks most briefly: "so you are a robot" is "are you a robot"."""
    plain = _ELLIPTIC.sub(_whole, _ASKS_LEAVE.sub("", plain))
    return _EITHER.sub(r"\1", _MEANWHILE.sub(r"\1", _TAKEN_FOR.sub(r"\1 you \2", plain)))
