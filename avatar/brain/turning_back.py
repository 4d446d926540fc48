"""Which questions about the character are turned back, once it has answered: "do you like rain?", "and you?".

What everybody has, likes or does may be asked of everybody; what only the character is (a fox, a lamp, behind glass)
may not.
"""

from __future__ import annotations

import re

from avatar.brain.leads import LEAD

_DONE = (
    r"(?:like|love|enjoy|hate|prefer|eat|drink|read|sleep|dream|sing|dance|cook|bake|knit|play|watch|listen|write|paint"
    r"|draw|believe in|worry|cry|swear|travel|swim|garden|collect|remember your|get (?:lonely|bored|cold|scared|nervous"
    r"|angry|homesick|stage fright|on with your)|talk to yourself|have (?:a favourite|any (?:hobbies|brothers|sisters"
    r"|siblings|children|kids|family|friends|pets|plans)))"
)
_TURNS = re.compile(
    rf"{LEAD}(?:do you (?:ever |still |really |often |usually )?{_DONE}\b.*"
    r"|have you (?:ever |always )?(?:been in love|been scared|cried|lost|broken|baked|danced|sung|stolen|lied|travelled"
    r"|had a|been to (?:a|the)|seen (?:a|the) (?:sea|ghost|film|play)|won|fallen)\b.*"
    r"|what (?:is|was) your (?:favourite|worst|best|first|biggest)\b.*"
    r"|what do you (?:like|read|drink|eat|do (?:all day|for fun|at night|in the evenings?|when you|on)|dream|worry|miss"
    r"|listen|watch)\b.*"
    r"|what are you (?:reading|making|working on|afraid of|scared of|doing (?:today|tonight|later))\b.*"
    r"|what makes you (?:happy|laugh|cry|cross|angry|sad)\b.*|how (?:was|is) your (?:day|evening|week)\b.*"
    r"|are you (?:a (?:morning|tea|coffee|dog|cat) person|happy|lonely|shy|religious|superstitious|married"
    r"|musical)\b.*)"
)
_THEIRS = re.compile(r"\b(?:too|as well|yourself|my|me|mine|like i|i do|i am)\b")
"""What shows that the user has told of the same already."""


def may_be_turned(plain: str) -> bool:
    """Whether a plain question may be asked of whoever asked it."""
    return bool(_TURNS.fullmatch(plain)) and not _THEIRS.search(plain)
