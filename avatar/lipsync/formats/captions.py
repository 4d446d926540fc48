"""Words as captions: WebVTT and SRT, one word a cue, or a sentence, or what a reader takes in at once.

Captions of sentences follow what broadcasters ask for (BBC subtitle guidelines; Netflix's timed text style guide): two
lines of some 42 characters, at most 7 s, and no less than 5/6 s where the next one allows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.text import subtitles
from avatar.text.sentences import split
from avatar.text.subtitles import Subtitle
from avatar.types import Timed

LINE = 42
"""Characters of a line, more or less; a caption has two."""
LONGEST, SHORTEST = 7.0, 5 / 6
"""Seconds of a caption."""
PAUSE = 1.0
"""Seconds of silence that no caption spans."""


def vtt(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_vtt(_words(timeline))


def srt(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_srt(_words(timeline))


def vtt_sentences(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_vtt(_sentences(timeline))


def srt_sentences(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_srt(_sentences(timeline))


def _words(timeline: CueSheet) -> list[Subtitle]:
    """The words, each at least a millisecond long. Raises LipSyncError where none are known."""
    if not timeline.words:
        raise LipSyncError("No words are known to make captions of", remedy="Give the text that is said (--text).")
    return [Subtitle(word.start, max(word.end, word.start + 0.001), word.value) for word in timeline.words]


def _sentences(timeline: CueSheet) -> list[Subtitle]:
    """The sentences, long ones cut where one breathes. Raises LipSyncError where no words are known."""
    spoken = _words(timeline)
    ends = [clause.end for clause in split(timeline.text, longest=2 * LINE)]
    groups = [[timeline.words[0]]]
    for before, word in pairwise(timeline.words):
        new_clause = bisect_right(ends, before.at) != bisect_right(ends, word.at)
        if new_clause or word.start - before.end >= PAUSE or _too_much([*groups[-1], word]):
            groups.append([])
        groups[-1].append(word)
    following = [group[0] for group in groups[1:]]
    until = [word.start for word in following] + [max(timeline.duration, spoken[-1].end)]
    texts = _texts(timeline.text, groups, ends)
    return [
        Subtitle(group[0].start, max(group[-1].end, min(group[0].start + SHORTEST, after)), _lines(text))
        for group, after, text in zip(groups, until, texts, strict=True)
    ]


def _too_much(words: Sequence[Timed]) -> bool:
    """Whether words are more than one reads at once."""
    return sum(len(word.value) + 1 for word in words) - 1 > 2 * LINE or words[-1].end - words[0].start > LONGEST


def _texts(text: str, groups: Sequence[Sequence[Timed]], ends: Sequence[int]) -> list[str]:
    """What is written for each group of words, with its punctuation, where their places in the text are known."""
    if any(word.at < 0 for group in groups for word in group):
        return [" ".join(word.value for word in group) for group in groups]
    cuts = [0]
    for group, following in pairwise(groups):
        clause = bisect_right(ends, group[-1].at)
        cuts.append(min(ends[clause], following[0].at) if clause < len(ends) else following[0].at)
    return [text[a:b] for a, b in pairwise([*cuts, len(text)])]


def _lines(text: str) -> str:
    """A text on one line, or on two of much the same length."""
    words = text.split()
    whole = " ".join(words)
    if len(whole) <= LINE or len(words) < 2:
        return whole
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return "\n".join(min(halves, key=lambda pair: max(map(len, pair))))


FORMATS = {
    "vtt": Format(".vtt", vtt, "WebVTT, a word a cue"),
    "srt": Format(".srt", srt, "SRT, a word a cue"),
    "vtt-sentences": Format(".sentences.vtt", vtt_sentences, "WebVTT, a sentence a cue"),
    "srt-sentences": Format(".sentences.srt", srt_sentences, "SRT, a sentence a cue"),
}
