"""Subtitles as text: SubRip as players read it, and WebVTT as https://www.w3.org/TR/webvtt1/ has it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple


class Subtitle(NamedTuple):
    """One subtitle; times in seconds."""

    start: float
    end: float
    text: str
    who: str = ""
    """The speaker's name; '' leaves it out."""


def write_srt(subtitles: Iterable[Subtitle]) -> str:
    """Subtitles as SubRip, each speaker's name before the text."""
    blocks = []
    for number, each in enumerate(subtitles, 1):
        text = f"{each.who}: {each.text}" if each.who else each.text
        blocks.append(f"{number}\n{_clock(each.start, ',')} --> {_clock(each.end, ',')}\n{text}\n")
    return "\n".join(blocks)


def write_vtt(subtitles: Iterable[Subtitle]) -> str:
    """Subtitles as WebVTT, each speaker's name in a voice span."""
    blocks = ["WEBVTT\n"]
    for each in subtitles:
        text = escape(each.text, quote=False)
        if each.who:
            text = f"<v {escape(each.who, quote=False)}>{text}</v>"
        blocks.append(f"{_clock(each.start, '.')} --> {_clock(each.end, '.')}\n{text}\n")
    return "\n".join(blocks)


def _clock(t: float, point: str) -> str:
    seconds, milliseconds = divmod(round(max(0.0, t) * 1000), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{milliseconds:03}"
