"""Emoji and other little pictures made of signs: which they are, and which of them a voice leaves out."""

from __future__ import annotations

import re

_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEYCAP = "[#*0-9]\ufe0f?\u20e3"
_PICTURE = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_CHANGED = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
"""What may follow a picture: how it is to be drawn, and a colour of skin."""

EMOJI = re.compile(
    f"(?:{_FLAG}|{_KEYCAP}|{_PICTURE}{_CHANGED}(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff]{_CHANGED}){{0,7}})"
)
"""One whole emoji: a picture with all that belongs to it, a flag of two letters, or a key with its cap."""

_JOINING = "[\ufe0e\ufe0f\u20e3\u200d]"
"""What is left of emoji that were cut in two. A key's cap goes too, and its digit is said: it counts something."""

_DRAWN = (
    "[\u2190\u2191\u2193-\u21d1\u21d3-\u21ff\u2300-\u23ff\u2500-\u25ff\u2900-\u297f\u3030\u303d\u3297\u3299"
    "\u203c\u2049\u2139\U0001f1e6-\U0001f1ff\U0001fb00-\U0001fbff]"
)
"""Arrows, boxes and signs that engines spell out, but for the two arrows that mean "to" and "therefore"."""

_FACE = r"(?<!\w)(?:[:;=8][-'^]?[()\[\]DPpOo/\\|*3]{1,3}|[xX]D|<3|\^_\^|-_-|¯\\?_\(ツ\)_/¯)(?!\w)"

UNSAID = re.compile(f"(?:{_PICTURE}|{_DRAWN}|{_JOINING})+|{_FACE}")
"""Runs of pictures, arrows, boxes and faces made of brackets, which are shown but never spoken."""
