"""Words as captions: WebVTT and SRT, one word a cue. Sources: W3C WebVTT; the SubRip format as players read it."""

from __future__ import annotations

from html import escape

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import Options, Timeline
from avatar.types import Timed


def vtt(timeline: Timeline, options: Options) -> str:
    cues = [
        f"{_clock(w.start, '.')} --> {_clock(w.end, '.')}\n{escape(w.value, quote=False)}\n" for w in _words(timeline)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def srt(timeline: Timeline, options: Options) -> str:
    cues = [
        f"{i}\n{_clock(w.start, ',')} --> {_clock(w.end, ',')}\n{w.value}\n" for i, w in enumerate(_words(timeline), 1)
    ]
    return "\n".join(cues)


def _words(timeline: Timeline) -> list[Timed]:
    """The words, each at least a millisecond long. Raises LipSyncError where none are known."""
    if not timeline.words:
        raise LipSyncError("No words are known to make captions of", remedy="Give the text that is said.")
    return [word._replace(end=max(word.end, word.start + 0.001)) for word in timeline.words]


def _clock(seconds: float, point: str) -> str:
    whole, ms = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{ms:03d}"
