"""Words as captions: WebVTT and SRT, one word a cue."""

from __future__ import annotations

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.text import subtitles
from avatar.text.subtitles import Subtitle


def vtt(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_vtt(_words(timeline))


def srt(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_srt(_words(timeline))


def _words(timeline: CueSheet) -> list[Subtitle]:
    """The words, each at least a millisecond long. Raises LipSyncError where none are known."""
    if not timeline.words:
        raise LipSyncError("No words are known to make captions of", remedy="Give the text that is said (--text).")
    return [Subtitle(word.start, max(word.end, word.start + 0.001), word.value) for word in timeline.words]


FORMATS = {
    "vtt": Format(".vtt", vtt, "WebVTT, a word a cue"),
    "srt": Format(".srt", srt, "SRT, a word a cue"),
}
