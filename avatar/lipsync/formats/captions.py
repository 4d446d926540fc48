"""Captions, as WebVTT and SubRip: a sentence a cue, or what a reader takes in at once; or a word a cue."""

from __future__ import annotations

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.text import subtitles
from avatar.text.subtitles import Subtitle


def vtt(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_vtt(_sentences(timeline))


def srt(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_srt(_sentences(timeline))


def vtt_words(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_vtt(_words(timeline))


def srt_words(timeline: CueSheet, options: Options) -> str:
    return subtitles.write_srt(_words(timeline))


def _words(timeline: CueSheet) -> list[Subtitle]:
    """The words, each at least a millisecond long. Raises LipSyncError where none are known."""
    if not timeline.words and timeline.text.strip():
        what = "The words of the text were not found in the sound, so there are no captions"
        more = "Part of the text may be missing or too much, or it is in another language: check it against the sound."
        raise LipSyncError(what, remedy=more)
    if not timeline.words:
        raise LipSyncError("No words are known to make captions of", remedy="Give the text that is said (--text).")
    return [Subtitle(word.start, max(word.end, word.start + 0.001), word.value) for word in timeline.words]


def _sentences(timeline: CueSheet) -> list[Subtitle]:
    """Captions without what is not spoken. Raises LipSyncError where no words are known."""
    from avatar.lipsync.captioning import captions  # here, since every format is loaded, and few are captions
    from avatar.text import unsaid

    _words(timeline)
    return captions(unsaid.said(timeline.text).text, timeline.words, timeline.duration)


FORMATS = {
    "vtt": Format(".vtt", vtt, "WebVTT: captions by sentence"),
    "srt": Format(".srt", srt, "SubRip: captions by sentence"),
    "vtt-words": Format(".words.vtt", vtt_words, "WebVTT, a word a cue"),
    "srt-words": Format(".words.srt", srt_words, "SubRip, a word a cue"),
}
