"""Captions in several languages as tracks of a film, which players let their viewers choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av

from avatar import files
from avatar.errors import FilmError

LARGEST = 8 << 20
"""Bytes of a file of captions."""

ENDINGS = (".srt", ".vtt", ".ass")

_MS = Fraction(1, 1000)

_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What the encoder of MP4's text tracks wants to know before it is opened; plain white text."""


class Line(NamedTuple):
    """A caption: milliseconds, and its text."""

    start: int
    end: int
    text: str


def read_captions(path: Path) -> list[Line]:
    """The captions of an .srt, .vtt or .ass file, in the order of their times. Raises FilmError."""
    try:
        if path.stat().st_size > LARGEST:
            raise FilmError("These captions are over 8 MiB", where=path, remedy="Cut them into several.")
        with av.open(str(path)) as container:
            stream = next(iter(container.streams.subtitles), None)
            if stream is None:
                raise FilmError("There are no captions in this", where=path, remedy=f"Use {', '.join(ENDINGS)}.")
            lines = sorted(_lines(container, stream))
    except OSError as error:
        what = f"The captions can't be read: {error.strerror or 'damaged'}"
        raise FilmError(what, where=path, remedy="Check the file.") from error
    except (av.FFmpegError, UnicodeDecodeError) as error:
        raise FilmError("These are no captions", where=path, remedy=f"Use {', '.join(ENDINGS)}, in UTF-8.") from error
    if not lines:
        raise FilmError("There is no caption in this", where=path, remedy="Write one, or take the file out.")
    return lines


def _lines(container: Any, stream: Any) -> Iterator[Line]:
    for packet in container.demux(stream):
        data = bytes(packet)
        if packet.pts is None or not data:
            continue
        text = data.decode("utf-8")
        if stream.codec_context.name in ("ass", "ssa"):
            text = text.split(",", 8)[-1].replace("\\N", "\n")
        start = round(packet.pts * stream.time_base * 1000)
        length = round((packet.duration or 0) * stream.time_base * 1000)
        if length > 0 and text.strip():
            yield Line(max(0, start), max(0, start) + length, text.strip())


def add_tracks(path: Path, tracks: Mapping[str, list[Line]]) -> None:
    """Put captions into an MP4, by language; the packets of picture and sound stay as they are. Raises FilmError."""
    if not tracks:
        return
    try:
        with files.drafted(path, suffix=".mp4") as made, av.open(str(path)) as source:
            _copy(source, made, tracks)
    except OSError as error:
        what = f"The captions can't be put into the film: {error.strerror or error}"
        raise FilmError(what, where=path, remedy="Make room on the disk.") from error
    except av.FFmpegError as error:
        raise FilmError(f"The captions can't be put into the film: {error}", where=path) from error


def _copy(source: Any, made: Path, tracks: Mapping[str, list[Line]]) -> None:
    with av.open(str(made), "w", format="mp4", options={"movflags": "+faststart"}) as target:
        streams = {each.index: target.add_stream_from_template(each) for each in source.streams if each.type != "data"}
        texts = []
        for language, lines in tracks.items():
            stream: Any = target.add_stream("mov_text")
            stream.codec_context.subtitle_header = _HEADER
            stream.metadata["language"] = name_language(language)
            texts.append((stream, lines))
        target.metadata.update(source.metadata)
        target.start_encoding()
        target.set_chapters(source.chapters())
        for stream, lines in texts:
            for packet in _packets(lines):
                packet.stream = stream
                target.mux(packet)
        for packet in source.demux([each for each in source.streams if each.index in streams]):
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)


def _packets(lines: list[Line]) -> Iterator[Any]:
    """Text samples of 3GPP timed text: a length of two bytes, and the words."""
    until = 0
    for line in lines:
        start, end = max(line.start, until), max(line.end, until)
        if end <= start:
            continue
        words = line.text.encode()[:0xFFFF]
        packet = av.Packet(len(words).to_bytes(2, "big") + words)
        packet.time_base, packet.pts, packet.dts, packet.duration = _MS, start, start, end - start
        yield packet
        until = end


_THREE = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin",
    "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor",
    "nb": "nob", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe",
    "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""ISO 639-1 to 639-2, which MP4 has room for."""


def name_language(tag: str) -> str:
    """The code that an MP4 writes for a language's tag; "und" where there is none."""
    first = tag.lower().replace("_", "-").partition("-")[0]
    return _THREE.get(first, first if len(first) == 3 and first.isalpha() else "und")
