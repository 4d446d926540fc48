"""Files of edits: JSON with a span a line, so that two versions can be compared; read with bounds, written whole.

docs/edits.md describes the format. What a file holds is data alone: nothing in it is a path, and nothing is executed.
"""

from __future__ import annotations

import json
import math
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from avatar.edits.values import CURVES, EASES, TRACKS, EditFile, Span, TakeEdits, put_in_order
from avatar.errors import EditError
from avatar.files import replacing
from avatar.lipsync.shown import LETTERS
from avatar.types import Timed

ENDING = ".edits"
FORMAT, VERSION = "avatar-edits", 1

LARGEST = 64 << 20
"""Bytes of a file."""
MOST_SPANS = 1_000_000
"""Spans of a file, in all tracks of all takes, with its words, its looks and what fits no more."""
MOST_TAKES = 100_000
LONGEST_S = 48 * 3600.0
"""Seconds of a take, and the latest time in it."""
LONGEST_VALUE, LONGEST_TEXT = 400, 4_000_000
"""Characters of a span's value, and of what a take says."""
_PLACES = 4
"""Decimals of times: a tenth of a millisecond."""


def beside(path: Path) -> Path:
    """Where the edits of a file lie: `talk.wav.edits` beside `talk.wav`."""
    return path.with_name(path.name + ENDING)


def read(path: Path) -> EditFile:
    """The edits in a file; spans that overlap are put in order, which is noted.

    Raises EditError that says what is wrong with it, and where.
    """
    try:
        if stat.S_ISFIFO(path.stat().st_mode):  # nobody writes into it: opening would wait for ever
            raise EditError("This is a pipe, and no file of edits", where=path, remedy="Move it away.")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise EditError(f"The edits can't be read: {why}", where=path, remedy="Check the name.") from error
    if len(raw) > LARGEST:
        raise EditError("The file of edits is over 64 MiB", where=path, remedy="Is it the right file?")
    try:
        return parsed(raw)
    except EditError as error:
        raise EditError(error.what, where=path, remedy=error.remedy) from error


def write(path: Path, edits: EditFile) -> None:
    """Write edits, whole or not at all. Raises EditError where they can't be, or couldn't be read again."""
    raw = written(edits).encode("utf-8", "replace")
    parsed(raw)
    try:
        with replacing(path) as file:
            file.write(raw)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise EditError(f"The edits can't be written: {why}", where=path, remedy="Choose another place.") from error


# ------------------------------------------------------------------------------------------------------------- writing


def written(edits: EditFile) -> str:
    """A file's content; the same for the same edits."""
    takes = ",\n".join("{\n" + ",\n".join(_take_lines(take)) + "\n}" for take in sorted(edits.takes, key=_key))
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "takes": [\n{takes}\n]}}\n'


def _key(take: TakeEdits) -> str:
    return take.take


def _take_lines(take: TakeEdits) -> Iterator[str]:
    for name in ("take", "text", "sound"):
        yield f'"{name}": {_text(getattr(take, name))}'
    yield f'"duration": {_number(take.duration)}'
    yield _rows("words", [_list(word.start, word.end, word.value, word.at, word.length) for word in take.words])
    tracks = [_rows(name, [_span(span) for span in take.of(name)]) for name in TRACKS if take.of(name)]
    yield '"tracks": {' + ("\n" + ",\n".join(tracks) + "\n" if tracks else "") + "}"
    yield _rows("looked", [_list(*each) for each in sorted(take.looked)])
    yield _rows("unplaced", [_list(track, *span, around) for track, span, around in take.unplaced])


def _rows(name: str, rows: Sequence[str]) -> str:
    return f'"{name}": [' + ("\n" + ",\n".join(rows) + "\n" if rows else "") + "]"


def _span(span: Span) -> str:
    return _list(*span) if span.ease else _list(*span[:3])


def _list(*values: object) -> str:
    return "[" + ", ".join(_number(each) if isinstance(each, float) else _text(each) for each in values) + "]"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise EditError(f"{value} is no time", remedy="Times are seconds, as 0.35.")
    return json.dumps(round(float(value), _PLACES) + 0.0)


# ------------------------------------------------------------------------------------------------------------- reading


def parsed(raw: bytes) -> EditFile:
    """The edits in a file's content. Raises EditError."""
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        what = f"This is no whole file of edits: {error}"
        raise EditError(what, remedy="Take a copy of it, or remove it.") from error
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise EditError("This is no file of edits", remedy='It begins with {"format": "avatar-edits".')
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise EditError(f"{version!r} is no version of a file of edits", remedy="Take a copy of it.")
    if version > VERSION:
        what = f"The edits are of version {version}, and this avatar reads up to {VERSION}"
        raise EditError(what, remedy="Update avatar; the file stays as it is.")
    takes = _rows_of(data.get("takes"), "takes")
    if len(takes) > MOST_TAKES:
        raise EditError(f"There are edits of {len(takes)} takes, and {MOST_TAKES} is the most")
    reading = _Reading()
    read_ = tuple(reading.take(each, f"take {number}") for number, each in enumerate(takes, 1))
    twice = len(read_) - len({take.take for take in read_})
    if twice:
        raise EditError(f"{twice} takes are there twice", remedy="Remove one of each.")
    return EditFile(read_, tuple(reading.notes))


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _rows_of(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        raise EditError(f"{place} is no list")
    return value


class _Reading:
    """One file on its way in: what was counted and noted in it so far."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._left = MOST_SPANS

    def take(self, value: object, place: str) -> TakeEdits:
        if not isinstance(value, Mapping):
            raise EditError(f"{place} is no object")
        key = _line(value.get("take", ""), f"{place}, take")
        tracks = value.get("tracks", {})
        if not isinstance(tracks, Mapping):
            raise EditError(f"{place}, tracks is no object")
        unknown = [str(name) for name in tracks if name not in TRACKS]
        if unknown:
            raise EditError(f"{place} has no track {unknown[0]!r}", remedy=f"There are {', '.join(TRACKS)}.")
        return TakeEdits(
            key,
            _paragraphs(value.get("text", ""), f"{place}, text"),
            _line(value.get("sound", ""), f"{place}, sound"),
            _time(value.get("duration", 0.0), f"{place}, duration"),
            tuple(self._words(value.get("words", []), f"{place}, words")),
            {name: row for name in TRACKS if name in tracks and (row := self._track(tracks[name], name, place))},
            tuple(self._looked(value.get("looked", []), f"{place}, looked")),
            tuple(self._unplaced(value.get("unplaced", []), f"{place}, unplaced")),
        )

    def _counted(self, value: object, place: str) -> Iterable[tuple[list[object], str]]:
        rows = _rows_of(value, place)
        self._left -= len(rows)
        if self._left < 0:
            raise EditError(f"There are over {MOST_SPANS:,} spans in it", remedy="Is it the right file?")
        for number, row in enumerate(rows, 1):
            yield _rows_of(row, f"{place} {number}"), f"{place} {number}"

    def _words(self, value: object, place: str) -> Iterator[Timed]:
        for row, at in self._counted(value, place):
            start, end, word, *more = _of_length(row, 3, 5, at)
            first, length = ([*more, -1, 0] if not more else [*more, 0])[:2]
            yield Timed(*_times(start, end, at), _line(word, at), _whole(first, at), _whole(length, at))

    def _track(self, value: object, name: str, place: str) -> tuple[Span, ...]:
        spans = [_span_of(row, name, at) for row, at in self._counted(value, f"{place}, {name}")]
        ordered, mended = put_in_order(spans, points=name in CURVES)
        if mended:
            self.notes.append(f"{mended} of the edits of {name} overlapped: the earlier ones end where the later begin")
        return ordered

    def _looked(self, value: object, place: str) -> Iterator[tuple[float, float]]:
        for row, at in self._counted(value, place):
            start, end = _of_length(row, 2, 2, at)
            yield _times(start, end, at)

    def _unplaced(self, value: object, place: str) -> Iterator[tuple[str, Span, str]]:
        for row, at in self._counted(value, place):
            track, *span, around = _of_length(row, 6, 6, at)
            if track not in TRACKS:
                raise EditError(f"{at} is of no track", remedy=f"There are {', '.join(TRACKS)}.")
            yield str(track), _span_of(span, str(track), at), _line(around, at)


def _of_length(row: list[object], least: int, most: int, place: str) -> list[object]:
    if not least <= len(row) <= most:
        raise EditError(f"{place} holds {len(row)} values", remedy=f"It has {least} to {most}.")
    return row


def _span_of(row: list[object], track: str, place: str) -> Span:
    start, end, value, *ease = _of_length(row, 3, 4, place)
    how = ease[0] if ease else ""
    if how not in EASES:
        raise EditError(f"{place} has the ease {str(how)[:40]!r}", remedy=f"There are {', '.join(EASES[1:])}.")
    text = _line(value, place)
    check_value(track, text, place)
    return Span(*_times(start, end, place), text, str(how))


def check_value(track: str, value: str, place: str) -> None:
    """Raises EditError where a track can't hold a value."""
    if track == "mouths" and value and value not in LETTERS:
        raise EditError(f"{place}: there is no mouth {value!r}", remedy=f"There are {', '.join(LETTERS)}.")
    if track in CURVES and value:
        numbers(value, place)


MOST_NUMBERS = 8
"""Numbers of a key of a curve."""


def numbers(value: str, place: str = "a key") -> tuple[float, ...]:
    """The numbers of a curve's key, as "0.4" or "0.1 0 -5". Raises EditError."""
    try:
        found = tuple(float(each) for each in value.split())
    except ValueError as error:
        raise EditError(f"{place}: {value!r} is no number", remedy="Write a number, as 0.4.") from error
    if not 0 < len(found) <= MOST_NUMBERS or not all(math.isfinite(each) and abs(each) <= 1000 for each in found):
        raise EditError(f"{place}: {value!r} is no key of a curve", remedy="Write numbers between -1000 and 1000.")
    return found


def _times(start: object, end: object, place: str) -> tuple[float, float]:
    first, last = _time(start, place), _time(end, place)
    if last < first:
        raise EditError(f"{place} ends at {last:g} s, before it starts", remedy="Put its times right.")
    return first, last


def _time(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_S:
        raise EditError(f"{place}: {str(value)[:40]} is no time", remedy="Times are seconds from 0 to 172800.")
    return float(value)


def _whole(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value <= LONGEST_TEXT:
        raise EditError(f"{place}: {str(value)[:40]} is no place in a text")
    return value


def _line(value: object, place: str) -> str:
    """A text of one line, without control characters, which could do things to a terminal."""
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        raise EditError(f"{place} holds what is no text of up to {LONGEST_VALUE} characters")
    return _without_controls(value)


def _paragraphs(value: object, place: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise EditError(f"{place} is no text of up to {LONGEST_TEXT:,} characters")
    return "\n".join(map(_without_controls, value.replace("\t", " ").split("\n")))


def _without_controls(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each in _JOINERS else " " for each in text)


_JOINERS = "\u200c\u200d"
"""Unseen, and part of how Persian, Hindi and others are written."""
