"""What stands in a dialog and is not spoken: who speaks, what else is heard, headings.

    ANN: [laughs] The fox (pause) jumps.     said: The fox jumps.

What is left out is left as spaces, so that each word stays where it stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from avatar.text.directions import silence
from avatar.text.tracked import Span
from avatar.text.vocabulary import USUAL


class Said(NamedTuple):
    """A dialog without what is not spoken."""

    text: str
    """As long as the dialog."""
    left_out: tuple[str, ...]
    """What was left out, each once, in order."""

    @property
    def told(self) -> tuple[str, ...]:
        """What is to be told of it; () where nothing was left out."""
        more = f" and {len(self.left_out) - 5} more" if len(self.left_out) > 5 else ""
        return (f"not taken as spoken: {', '.join(self.left_out[:5])}{more}",) if self.left_out else ()


_SQUARE = re.compile(r"(?<!\\)\[(?!\[)[^\[\]\n]{1,120}\](?![(\[])")
"""Notes of subtitles and scripts; a link's words, `[words](address)`, and a formula, `\\[x\\]`, are spoken."""
_ROUND = re.compile(r"\(([^()\n]{1,60})\)")
_STARRED = re.compile(r"(?<![\w*])\*([^\W\d_][^*\n]{0,40})\*(?![\w*])")
_ALONE = re.compile(r"^[ \t]*\([^()\n]{1,120}\)[ \t]*$", re.MULTILINE)
"""A line of nothing but a parenthesis."""
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+\S[^\n]*$", re.MULTILINE)
"""A heading in Markdown."""

_LABEL = re.compile(
    r"^(?P<lead>[ \t]*(?:>+|[-–—•])?[ \t]*)"
    r"(?P<name>[^\W_][\w.'’&/#-]{0,24}(?:[ ][\w.'’&/#-]{1,24}){0,3})"
    r"(?P<how>[ \t]*\([^()\n]{1,60}\))?[ \t]*[:：](?=\s+\S)",
    re.MULTILINE,
)
"""A name and a colon at the start of a line, perhaps with how it is said: "ANN (whispering): "."""

_NO_SPEAKERS = frozenset(
    "note notes warning caution attention tip hint remember important example question answer step chapter part scene "
    "act title subject re ps todo fact reason result rule summary achtung hinweis beispiel attention exemple nota "
    "advertencia ejemplo".split()
)
"""Words before a colon that are read out."""

_HEARD = frozenset(
    "applause applauds clapping cheering cheers music song singing laughter laugh laughs laughing chuckle chuckles "
    "chuckling giggle giggles giggling sigh sighs sighing cough coughs coughing sniff sniffs sniffling gasp gasps "
    "gasping groan groans moan moans sob sobs sobbing cry cries crying scream screams screaming yell yells shout "
    "shouts shouting whisper whispers whispering breath breaths breathing breathes inhale inhales exhale exhales yawn "
    "yawns "
    "hiccup hiccups burp burps snort snorts grunt grunts hum hums humming whistle whistles whistling inaudible "
    "unintelligible crosstalk silence silent noise beat pause pauses static clears throat offscreen quietly softly "
    "loudly "
    "lachen lacht seufzt hustet musik applaus pause rires rire soupir musique applaudissements risas música aplausos "
    "suspira".split()
)
"""What notes between round brackets or stars tell, where they stand among spoken words."""
_TRIMMINGS = frozenset("a an the to his her their my with and in out of at up off continues continuing".split())


def said(dialog: str) -> Said:
    """A dialog without names of speakers, notes and headings."""
    kept = list(dialog)
    left_out: dict[str, None] = {}
    for start, end in sorted({*_spans(dialog.replace("\r", "\n"))}):
        left_out.setdefault(" ".join(dialog[start:end].split()))
        kept[start:end] = [sign if sign in "\r\n" else " " for sign in dialog[start:end]]
    return Said("".join(kept), tuple(left_out))


def _spans(text: str) -> Iterator[Span]:
    yield from _speakers(text)
    for pattern in (_SQUARE, _ALONE, _HEADING):
        yield from (Span(*match.span()) for match in pattern.finditer(text))
    for pattern in (_ROUND, _STARRED):
        yield from (Span(*match.span()) for match in pattern.finditer(text) if _is_note(match[1]))


def _is_note(words: str) -> bool:
    """Whether words between brackets tell what is heard or done rather than what is said."""
    plain = words.casefold().strip(" .!…")
    if silence(plain) is not None or USUAL.mark(plain.replace(" ", "-")) is not None:
        return True
    each = re.findall(r"[^\W_]+", plain)
    return any(word in _HEARD for word in each) and all(
        word in _HEARD or word in _TRIMMINGS or word.endswith("ly") for word in each
    )


def _speakers(text: str) -> Iterator[Span]:
    """Names before a colon: capitals in a text that has small letters, and names on every line or more than once."""
    labels = [each for each in _LABEL.finditer(text) if each["name"].casefold() not in _NO_SPEAKERS]
    if not labels:
        return
    bare = _LABEL.sub("", text)
    names = [each["name"].casefold() for each in labels]
    lines = sum(1 for line in text.splitlines() if line.strip())
    throughout = len(labels) > 1 and len(labels) * 2 >= lines
    small = any(map(str.islower, bare))
    for label, name in zip(labels, names, strict=True):
        capitals = label["name"].isupper() and small
        titled = all(word[:1].isupper() or word[:1].isdigit() for word in label["name"].split())
        if capitals or (titled and (throughout or names.count(name) > 1)):
            yield Span(label.end("lead"), label.end())
