"""Words of a question that ask nothing and can't be told back: "what on earth is a codpiece", "what's that when it's at
home", "whose was it, if you don't mind me asking", "which one, love"."""

from __future__ import annotations

import re

_WITHIN = re.compile(
    r"\b((?:what|who|where|when|why|how|which)(?: else)?) (?:on earth|in the world|the (?:heck|hell|devil|dickens)"
    r"|in (?:heaven|god)s? name)(?= )"
)
"""What only stresses the asking word."""
_HAPPEN = re.compile(r"\b(you|i|he|she|they|it) happen to (?=\w)|\bby any chance (?=\w)|\bperchance ")
_BEHIND = re.compile(
    r"(?<=\w) (?:when (?:it|he|she|they|that|this|its|hes|shes)(?: is| are)? at home"
    r"|if you do not mind(?: me| my)?(?: asking)?|if (?:i )?may(?: ask)?|if i (?:can|could|might) ask|may i ask"
    r"|if it is not (?:too |a )?(?:rude|personal|nosy|cheeky)(?: (?:a )?question)?(?: to ask)?|by any chance|actually"
    r"|at the end of the day|when all is said and done|this time (?:a)?round|off the top of your head|so to speak"
    r"|as it were|pray|pray tell|out of interest|just out of interest|out of curiosity|come to that"
    r"|come to think of it|for that matter|if you will|i ask you|or owt|or nowt"
    r"|or (?:like|i mean|at least|rather) (?:somebody|someone|something|anybody|anyone|anything)\b.*)$"
)
"""What is put behind a question to be polite, or to take one's time."""
_ENDEARMENTS = (
    "love|lovey|luv|duck|ducky|mate|pal|hun|hon|pet|dear|darling|sweetheart|petal|chuck|hen|lovely|old (?:chap|thing)"
)
_NO_CALL = (
    r"(?<!\ba)(?<!\ban)(?<!\bthe)(?<!\bmy)(?<!\byour)(?<!\bhis)(?<!\bher)(?<!\bits)(?<!\bin)(?<!\bof)(?<!\bfor)"
    r"(?<!\bto)(?<!\band)(?<!\bor)(?<!\blike)(?<!\blove)(?<!\bis)(?<!\bbe)(?<!\btrue)(?<!\breal)(?<!\bbest)"
    r"(?<!\bany)(?<!\bsome)(?<!\babout)(?<!\bfind)(?<!\bno)(?<!\bas)(?<!\beat)(?<!\bold)(?<!\bi)"
    r"(?<!\byou)(?<!\bthey)(?<!\bwe)(?<!\bso)(?<!\btoo)(?<!\bwith)(?<!\bour)(?<!\btheir)(?<!\bmakes)(?<!\bfirst)"
    r"(?<!\bwhat)(?<!\bhow)(?<!\bvery)(?<!\bmade)(?<!\bkeep)(?<!\bone)(?<!\blittle)(?<!\bthat)(?<!\bthis)"
)
_CALLS = re.compile(rf"(?<=\w\w){_NO_CALL} (?:(?:me|my) )?(?:{_ENDEARMENTS})$")
"""What the character is called in passing, where it is nothing that the question is about ("are you in love")."""


_DOES = re.compile(r"\b(?:do|does|did|can|could|will|would|to|who) (?:\w+ ){0,3}love$")
"""Where "love" is what somebody does."""


def _drop_call(plain: str) -> str:
    return plain if _DOES.search(plain) else _CALLS.sub("", plain)


def drop_idle(plain: str) -> str:
    """A plain question without the words that ask nothing; as it was where nothing else would be left."""
    bare = _HAPPEN.sub(lambda found: f"{found[1]} " if found[1] else "", _WITHIN.sub(r"\1", plain))
    while (shorter := _BEHIND.sub("", bare)) != bare or (shorter := _drop_call(bare)) != bare:
        bare = shorter
    return bare or plain
