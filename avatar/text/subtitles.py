"""Subtitles as text: SubRip as players read it, WebVTT as https://www.w3.org/TR/webvtt1/ has it, Advanced SubStation
Alpha as libass and Aegisub read it, and LRC, enhanced, as players of songs do.

What is sung has its syllables' times in all of them but SubRip, which has no place for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple


class SungFrom(NamedTuple):
    """Where a syllable begins."""

    t: float
    """Seconds."""
    at: int
    """Index of its first character in the text."""


class Subtitle(NamedTuple):
    """One subtitle; times in seconds."""

    start: float
    end: float
    text: str
    who: str = ""
    """The speaker's name; '' leaves it out."""
    sung: tuple[SungFrom, ...] = ()
    """Where its syllables begin, in order; empty for what is spoken."""

    @property
    def label(self) -> str:
        return f"{self.who}: " if self.who else ""

    def pieces(self) -> list[tuple[float, str]]:
        """When each piece of the text begins to be sung, and the piece; one piece for what is spoken."""
        cuts = [each for each in self.sung if each.at < len(self.text)] or [SungFrom(self.start, 0)]
        cuts[0] = cuts[0]._replace(at=0)
        ends = [each.at for each in cuts[1:]] + [len(self.text)]
        return [(each.t, self.text[each.at : end]) for each, end in zip(cuts, ends, strict=True)]


def write_srt(subtitles: Iterable[Subtitle]) -> str:
    """Subtitles as SubRip, each speaker's name before the text."""
    blocks = []
    for number, each in enumerate(subtitles, 1):
        blocks.append(f"{number}\n{_clock(each.start, ',')} --> {_clock(each.end, ',')}\n{each.label}{each.text}\n")
    return "\n".join(blocks)


def write_vtt(subtitles: Iterable[Subtitle]) -> str:
    """Subtitles as WebVTT, each speaker's name in a voice span; syllables have timestamps, which must lie inside."""
    blocks = ["WEBVTT\n"]
    for each in subtitles:
        text = "".join(_stamp(t, each) + escape(piece, quote=False) for t, piece in each.pieces())
        if each.who:
            text = f"<v {escape(each.who, quote=False)}>{text}</v>"
        blocks.append(f"{_clock(each.start, '.')} --> {_clock(each.end, '.')}\n{text}\n")
    return "\n".join(blocks)


def _stamp(t: float, within: Subtitle) -> str:
    return f"<{_clock(t, '.')}>" if within.start < t < within.end else ""


_ASS = """\
[Script Info]
ScriptType: v4.00+
PlayResX: 1280
PlayResY: 720
WrapStyle: 0

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,40,&H0054CFFF,&H00F4FCFF,&H00160E10,&H80160E10,0,0,0,0,100,100,0,0,1,2.5,0,2,60,60,30,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""SecondaryColour is what is still to be sung, PrimaryColour what has been, as the player of karaoke has it."""


def write_ass(subtitles: Iterable[Subtitle]) -> str:
    """Subtitles as Advanced SubStation Alpha, syllables by its karaoke tags, in hundredths of seconds."""
    rows = [_ASS]
    for each in subtitles:
        body = "".join(f"{tag}{_plain(piece)}" for tag, piece in _karaoke(each)) if each.sung else _plain(each.text)
        start, end = (_clock(t, ".")[1:-1] for t in (each.start, each.end))
        name = each.who.replace(",", " ")
        rows.append(f"Dialogue: 0,{start},{end},Default,{name},0,0,0,,{_plain(each.label)}{body}\n")
    return "".join(rows)


def _karaoke(each: Subtitle) -> list[tuple[str, str]]:
    pieces = each.pieces()
    ends = [t for t, _ in pieces[1:]] + [each.end]
    wait = round(100 * max(0.0, pieces[0][0] - each.start))
    found = [(f"{{\\k{wait}}}", "")] if wait else []
    return found + [
        (f"{{\\kf{round(100 * max(0.0, end - t))}}}", piece) for (t, piece), end in zip(pieces, ends, strict=True)
    ]


def _plain(text: str) -> str:
    """Text in which nothing is an instruction to a player."""
    return " ".join(text.replace("{", "(").replace("}", ")").replace("\\", "/").split(" "))


def write_lrc(subtitles: Iterable[Subtitle]) -> str:
    """Subtitles as LRC, syllables by its enhanced tags; an empty line where nothing is sung for a while."""
    rows: list[str] = []
    last = None
    for each in subtitles:
        if last is not None and each.start - last > _PAUSE_S:
            rows.append(f"[{_lrc(last)}]")
        pieces = "".join(f"<{_lrc(t)}>{piece}" for t, piece in each.pieces()) if each.sung else each.text
        rows.append(f"[{_lrc(each.start)}]{each.label}{pieces}")
        last = each.end
    if last is not None:
        rows.append(f"[{_lrc(last)}]")
    return "\n".join(rows) + "\n"


_PAUSE_S = 2.0
"""A line of LRC stands until the next; after such a pause it is taken away."""


def _lrc(t: float) -> str:
    minutes, rest = divmod(round(max(0.0, t) * 100), 6000)
    return f"{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def _clock(t: float, point: str) -> str:
    seconds, milliseconds = divmod(round(max(0.0, t) * 1000), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{milliseconds:03}"
