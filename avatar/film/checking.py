"""A film read back and held against what it should be."""

from __future__ import annotations

from typing import Any

import av

from avatar.errors import FilmError
from avatar.film.make import Film

SLACK_S = 0.1
"""Seconds by which sound and picture of a film may differ: an encoder fills its last block."""


def check_film(made: Film) -> None:
    """Raise FilmError for a film that is not what it should be: shorter, without sound, without its chapters."""
    try:
        with av.open(str(made.path)) as container:
            video = next(iter(container.streams.video), None)
            audio = next(iter(container.streams.audio), None)
            chapters = len(container.chapters())
            seen, heard = _length(video), _length(audio)
    except (OSError, av.FFmpegError) as error:
        raise FilmError(f"The film can't be read back: {error}", where=made.path, remedy="Film it again.") from error
    faults = [
        *([f"it lasts {seen:.2f} s, not {made.seconds:.2f}"] if abs(seen - made.seconds) > SLACK_S else []),
        *([f"its sound lasts {heard:.2f} s, not {made.seconds:.2f}"] if abs(heard - made.seconds) > SLACK_S else []),
        *([f"it has {chapters} chapters, not {len(made.chapters)}"] if chapters != len(made.chapters) else []),
    ]
    if faults:
        raise FilmError(f"The film is not whole: {'; '.join(faults)}", where=made.path, remedy="Film it again.")


def _length(stream: Any) -> float:
    """Seconds of a stream; 0 of none."""
    return 0.0 if stream is None or not stream.duration else float(stream.duration * stream.time_base)
