"""What kind of thing the character itself has just said: a taste, a habit, something that happened, advice.

"why?" and "and then?" after a line of which nothing more is known are answered by its kind, so that the answer belongs
to the line: why one likes a thing is another question than why one did it.
"""

from __future__ import annotations

import re

from avatar.brain.sentences import one_of

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        (
            "kind",
            (
                r"\b(?:i'm|i am) (?:so |very |really )?(?:sorry|glad|pleased|delighted|on your side)\b"
                r"|\bpoor (?:you|thing)\b"
                r"|\b(?:oh no|oh dear|well done|good for you|how (?:nice|lovely|kind|sad|awful)|thank you)\b"
                r"|^(?:ouch|bravo)"
                r"|\b(?:it|that) must (?:have been|be)\b|\byou(?:'ve| have) (?:got )?my (?:full )?sympathy\b"
            ),
        ),
        (
            "advice",
            (
                r"(?:^|[.!] )(?:try|go|take|tell|write|don't|do not|never|always|start|let|keep|ask|put|stay|leave"
                r"|begin|choose|sleep|read|look|be|have|give|bring|get|make|wait|buy)"
                r" (?!me\b|us\b|on\b|with me\b)\w+"
            ),
        ),
        (
            "taste",
            (
                r"\b(?:i|one)(?:'d| would| do| rather| always)? (?:\w+ )?(?:like|love|hate|prefer|adore|dislike"
                r"|enjoy|admire)s?\b"
                r"|\b(?:favourite|fond of|can't stand|can't bear|don't care for)\b"
                r"|\bi'd (?:choose|pick|have|take|go for)\b"
            ),
        ),
        (
            "past",
            r"\b(?:i|we|he|she|they|it|one) (?:once |only |never |just |even )?(?:"
            + one_of(
                r"""was, were, had, did, went, came, saw, got, took, lost, found, made, built, said, told, asked, left,
                gave, ran, fell, broke, met, tried, used to, kept, stood, sat, heard, thought, wore, played, \w+ed"""
            )
            + r")\b|\bonce\b|\bthere was\b",
        ),
        (
            "habit",
            (
                r"\b(?:i|we|one) (?:\w+ )?(?:keep|make|build|do|live|sleep|have|work|play|read|go|sit|wear|use|write"
                r"|collect|am|try|talk|wait|hang|work)\b|\bi(?:'m|'ve)\b"
            ),
        ),
    )
)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
CLAIM = "claim"
"""What is said of the world, or of anything else."""


def find_kind_said(said: str) -> str:
    """The kind of a reply, without directions: "kind", "advice", "taste", "past", "habit" or "claim"."""
    sentences = [each for each in _SENTENCE_ENDS.split(said) if not each.rstrip('" ').endswith("?")]
    text = " ".join(sentences)
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), CLAIM)
