"""Captions, as WebVTT and SubRip: a sentence a cue, or what a reader takes in at once; or a word a cue."""

from __future__ import annotations

from avatar.lipsync.formats.base import CueSheet, Format, Options, words_of
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
    words = words_of(timeline, "captions")
    return [Subtitle(word.start, max(word.end, word.start + 0.001), word.value) for word in words]


def _sentences(timeline: CueSheet) -> list[Subtitle]:
    """Captions without what is not spoken. Raises LipSyncError where no words are known."""
    from avatar.lipsync.captioning import captions  # here, since every format is loaded, and few are captions
    from avatar.text import unsaid

    words = words_of(timeline, "captions")
    return captions(unsaid.said(timeline.text).text, words, timeline.duration)


FORMATS = {
    "vtt": Format(".vtt", vtt, "WebVTT: captions by sentence"),
    "srt": Format(".srt", srt, "SubRip: captions by sentence"),
    "vtt-words": Format(".words.vtt", vtt_words, "WebVTT, a word a cue"),
    "srt-words": Format(".words.srt", srt_words, "SubRip, a word a cue"),
}
