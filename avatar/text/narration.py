"""What a reply tells between stars of its speaker: "*She tilts her head, her eyes narrowing.*"

It is narration, which nobody says: shown, acted as far as it can be, and not spoken. What stands between stars for
emphasis ("this is *really* important") is said. The two are told apart by how they begin, as readers do.
"""

from __future__ import annotations

import re

from avatar.text.vocabulary import Vocabulary
from avatar.types import Mark

LONGEST = 400
"""Characters between two stars; more is a star that was left open."""

_WHO = frozenset("she he they it her his their its the a an i my".split())
"""How narration begins that is a sentence."""
_FINITE = frozenset("is was are were has had does did".split())
_ACTS = frozenset(
    "adjusts adopts approaches arches bats bends bites blinks bounces breathes brings brushes buries catches chews "
    "clears clenches clicks clutches cocks collapses coughs covers cracks cranes crosses curls dabs dances draws "
    "drops drums ducks dusts edges exhales extends falls fans feigns fiddles fidgets flashes flicks flinches flips "
    "floats flops folds freezes gazes gestures gives glances grabs groans gulps hands hesitates hiccups hides holds "
    "hops hugs hums hushes inhales inspects jumps keeps kicks kneels knocks leans leaps lets licks lifts lights "
    "listens lowers makes mimes mouths moves mumbles murmurs mutters narrows nestles nibbles nudges offers opens "
    "paces pats pauses peeks peers perks picks places plays plops pokes pours presses pretends pulls purrs pushes "
    "puts raises reaches reads reclines removes rests returns rocks rolls rubs runs scans scratches scrunches sets "
    "settles shifts shivers shoots shows shudders shuffles sips sits skips slams slaps slides slips slumps snaps "
    "sneezes snorts speaks spins spreads squeezes squints squirms stammers stands stares starts steps stiffens "
    "stifles stirs stops straightens stretches strokes struts stutters swallows sways sweeps swings takes taps throws "
    "tilts tips trails trembles tries trots tucks tugs turns twirls twists twitches types wags waits walks wanders "
    "watches whirls whistles wiggles wipes wrings writes zooms".split()
)
"""What narration says that somebody does; what the character can act is in its vocabulary."""
_NO_VERBS = frozenset("always perhaps sometimes this thus yes less plus as us its his was is news thanks".split())


def is_narration(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words between stars tell of somebody, and are no emphasis."""
    found = re.findall(r"[\w'’-]+", words.casefold())
    if len(found) < 2:
        return bool(found) and (found[0] in _ACTS or _ing(found[0]) in _ACTS)
    first, second = found[:2]
    if first in _NO_VERBS and second not in _FINITE:
        return False
    if _acts(first, vocabulary):
        return True
    if first in _WHO:
        return len(found) > 3 or any(_acts(word, vocabulary) or word in _FINITE for word in found[1:])
    named = words[:1].isupper() and (_acts(second, vocabulary) or second in _FINITE)
    return named or len(found) > 6


def acted(words: str, vocabulary: Vocabulary) -> list[Mark]:
    """What narration, or an unknown direction, has for a face and hands: its first expression and its first gesture."""
    found: dict[str, Mark] = {}
    for word in re.findall(r"[^\W\d_][\w-]*", words):
        mark = vocabulary.aside(word)
        if mark is not None:
            found.setdefault(mark.kind, mark)
    return list(found.values())


def _acts(word: str, vocabulary: Vocabulary) -> bool:
    return word in _ACTS or _ing(word) in _ACTS or (word.endswith(("s", "ing")) and vocabulary.mark(word) is not None)


def _ing(word: str) -> str:
    """`leaning` as `leans`; '' for other words."""
    return f"{word[:-3]}s" if word.endswith("ing") else ""
