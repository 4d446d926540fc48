"""A cue format: the words, one a line, with their times in milliseconds."""

from __future__ import annotations

from avatar.lipsync.formats import CueSheet, Format, Options


def write(timeline: CueSheet, options: Options) -> str:
    return "".join(f"{round(1000 * word.start)} {word.value}\n" for word in timeline.words)


BEATS = Format(".beats", write, "a word and its milliseconds a line")
