"""Performances and marks as JSON, for scene files."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from avatar.types import (
    VISEMES,
    Clip,
    Mark,
    MarkKind,
    MouthTrack,
    Note,
    Performance,
    Rung,
    Speech,
    Timed,
    TimesFrom,
)

LONGEST_SECONDS = 24 * 3600.0

Json = dict[str, Any]


def performance_to_json(performance: Performance) -> Json:
    """A Performance as JSON: all of it but the samples and the weights."""
    speech, mouth = performance.speech, performance.mouth
    return {
        "who": performance.who,
        "speech": {
            "text": speech.text,
            "voice": speech.voice,
            "language": speech.language,
            "words": [list(word) for word in speech.words],
            "phones": None if speech.phones is None else [list(phone[:3]) for phone in speech.phones],
            "times_from": speech.times_from,
            "spoken": speech.spoken,
            "notes": None if speech.notes is None else [list(note) for note in speech.notes],
            "rate": speech.clip.rate,
            "samples": len(speech.clip.samples),
        },
        "mouth": {"rung": mouth.rung.value, "lead": mouth.lead, "why": mouth.why, "frames": len(mouth.weights)},
        "marks": [asdict(mark) for mark in performance.marks],
        "captions": [list(caption) for caption in performance.captions],
    }


def performance_from_json(table: Json, samples: NDArray[np.int16], rows: NDArray[np.float32]) -> Performance:
    """The Performance that such JSON and arrays describe. `rows`: shape (frames, 15), the mouth's weights, or
    (frames, 16), with its opening behind them.

    Raises KeyError, TypeError or ValueError for JSON that `performance_to_json` would not write.
    """
    speech, mouth = table["speech"], table["mouth"]
    if speech["times_from"] not in get_args(TimesFrom):
        raise ValueError(f"its times come from {speech['times_from']!r}, which is unknown")
    if not np.isfinite(rows).all():
        raise ValueError("a weight or an opening of the mouth is infinite or not a number")
    weights, opening = rows[:, : len(VISEMES)], rows[:, len(VISEMES)] if rows.shape[1] > len(VISEMES) else None
    phones, notes = speech["phones"], speech["notes"]
    return Performance(
        who=read_text(table["who"]),
        speech=Speech(
            clip=Clip(samples, read_whole(speech["rate"])),
            text=read_text(speech["text"]),
            voice=read_text(speech["voice"]),
            language=read_text(speech["language"]),
            words=_timed(speech["words"]),
            phones=None if phones is None else _timed(phones),
            times_from=speech["times_from"],
            spoken=read_text(speech["spoken"]),
            notes=None
            if notes is None
            else tuple(Note(read_time(a), read_time(b), read_time(p), read_text(s)) for a, b, p, s in notes),
        ),
        mouth=MouthTrack(
            weights, Rung(mouth["rung"]), read_time(mouth["lead"]), read_text(mouth["why"]), opening=opening
        ),
        marks=tuple(read_mark(mark) for mark in table["marks"]),
        captions=_timed(table["captions"]),
    )


def read_text(value: Any) -> str:
    """The value, which must be a text; raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def read_time(value: Any) -> float:
    """The value as seconds. Raises TypeError for anything but a number, ValueError for one that is over a day."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    if not abs(value) <= LONGEST_SECONDS:  # put this way round, it refuses NaN too
        raise ValueError(f"a number is out of range: {value!r:.40}")
    return float(value)


def read_whole(value: Any, least: int = -(1 << 63), most: int = 1 << 63) -> int:
    """The value, which must be a whole number in that range; raises TypeError or ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r:.40} is not a whole number")
    if not least <= value <= most:
        raise ValueError(f"a number is out of range: {value!r:.40}")
    return value


def _timed(rows: Any) -> tuple[Timed, ...]:
    return tuple(
        Timed(read_time(a), read_time(b), read_text(value), *map(read_whole, rest[:2])) for a, b, value, *rest in rows
    )


def read_mark(table: Json) -> Mark:
    """The Mark that such JSON describes. Raises KeyError, TypeError or ValueError for any other."""
    if table["kind"] not in get_args(MarkKind):
        raise ValueError(f"there is no kind of mark {table['kind']!r}")
    end = table["end"]
    return Mark(
        table["kind"],
        read_text(table["name"]),
        read_time(table["start"]),
        None if end is None else read_time(end),
        read_time(table["strength"]),
    )
