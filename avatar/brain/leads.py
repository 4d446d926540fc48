"""What people begin a sentence with before it begins: "oh and", "well ok so", "haha wait", "daft question but".

None of it changes what is asked or told. Every pattern of a whole sentence begins with `LEAD`, or with `lead` and what
may stand before its own kind besides: "no" before what puts something right, "please" before a request.
"""

from __future__ import annotations

_PREFACE = (
    r"(?:this (?:is|might be|may be|sounds?) )?(?:an? )?(?:(?:bit of )?an? )?(?:really |very )?(?:daft|silly|stupid|odd"
    r"|weird|strange|random|quick|funny|serious|cheeky|nosy|dumb|personal|rude) (?:one|question|thing to ask|thought)"
    r"(?: i know| for you)?(?: but)?"
)
"""What excuses a question before it is asked."""
LEADS = (
    r"and|so|but|oh+|oo+h|ok|okay|well|wait|lol|haha|ha|hm+|ah|aha|wow|aw+|um+|er|erm|now|right|then(?! what$)|anyway"
    rf"|sorry|hang on|hold on|by the way|{_PREFACE}"
)
"""Alternatives of a regular expression, of plain words in lower case."""


def lead(more: str) -> str:
    """A pattern of any number of leads, with a blank behind each. `more`: alternatives that may stand there, too."""
    return rf"(?:(?:{LEADS}|{more}) )*"


LEAD = rf"(?:(?:{LEADS}) )*"
"""A pattern of any number of leads, with a blank behind each."""
