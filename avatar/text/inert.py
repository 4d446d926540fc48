"""Text from outside made harmless: what could act on a terminal or hide in one is taken out.

`inert` is for text that is processed further, such as a script or a model's reply; `avatar.ui.inert`, for text on the
screen, is stricter.
"""

from __future__ import annotations

import re

ESCAPES = re.compile(
    r"""
    \x1b\[ [0-?]* [ -/]* [@-~]                      # CSI: colours, cursor moves
  | \x9b [0-?]* [ -/]* [@-~]                        # CSI as one C1 character
  | (?: \x1b[\]PX^_] | [\x9d\x90\x98\x9e\x9f] )     # OSC, DCS, SOS, PM, APC: titles, links, clipboard ...
    [^\x07\x1b\x90\x98\x9c-\x9f\n]* (?: \x07 | \x1b\\ | \x9c | (?=[\n\x1b\x90\x98\x9d-\x9f]) )
  | \x1b [ -/]+ [0-~] | \x1b [0-OQ-WYZ\\`-~]        # escapes of two characters and more
    """,
    re.VERBOSE,
)
"""ECMA-48 control sequences. A string sequence that is never closed ends with its line or where the next one begins:
otherwise ten thousand openings would cost ten thousand searches to the end of the text."""

UNFINISHED = re.compile(
    r"""
    (?: \x1b | \x1b [ -/]+ | (?: \x1b\[ | \x9b ) [0-?]* [ -/]*
      | (?: \x1b[\]PX^_] | [\x9d\x90\x98\x9e\x9f] ) [^\x07\x1b\x90\x98\x9c-\x9f\n]* \x1b?
    ) \Z
    """,
    re.VERBOSE,
)
"""The beginning of a control sequence at the end of a piece of a stream."""

LONGEST_ESCAPE = 4096
"""Most characters of an unfinished sequence that are held back while its end may still come."""

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional controls: they make a line read otherwise than it is (Unicode TR 36)."""

MOST_COMBINING = 4
"""Marks on one letter; Vietnamese needs 2, pointed Hebrew 3. More is a flood that covers other lines."""


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_INVISIBLE = re.compile(r"([\u200b-\u200f\u2060-\u2064\u00ad])[\u200b-\u200f\u2060-\u2064\u00ad]+")
_LONE = re.compile(r"[\ud800-\udfff]")
_COMBINING = re.compile(rf"([\u0300-\u036f]{{{MOST_COMBINING}}})[\u0300-\u036f]+")


def inert(text: str) -> str:
    """The text without what could act on a terminal or hide in one; line ends and tabs stay."""
    text = UNFINISHED.sub("", ESCAPES.sub("", text))
    text = _LONE.sub("\ufffd", _CONTROL.sub("", text))
    return _COMBINING.sub(r"\1", _INVISIBLE.sub(r"\1", text))
