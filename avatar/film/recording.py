"""A recording as a scene: a character lip-syncs it, clause by clause."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np

from avatar.film.sound import open_sound
from avatar.lipsync import sound, tool
from avatar.lipsync.formats import CueSheet
from avatar.lipsync.lines import captions
from avatar.types import FRAME_RATE, CastMember, Clip, Entry, Floats, Performance, Scene, Speech, Timed

SHORTEST_S = 1.2
"""Seconds of a clause at least: breath, beats and glances go by clauses."""

LONGEST_S = 12.0
"""Seconds of a clause at most, pauses or not."""

PAUSE_S = 0.18
"""Seconds of rest that end a clause."""

QUIET = 0.06
"""Share of the loudest moments' loudness below which nobody speaks: -24 dB."""


def scene_of(
    path: Path,
    character: str,
    *,
    text: str = "",
    language: str = "en",
    speaker: str | None = None,
    cues: Path | None = None,
    set_name: str = "plain",
    seed: int = 0,
    finish: Callable[[CueSheet], CueSheet] = lambda sheet: sheet,
) -> tuple[Scene, str]:
    """The recording as a scene, and why better rungs could not make its mouth; '' where the best one made it.

    `speaker`: with whose net it is heard, None for the one that was learned in its folder; `finish`: what puts into its
    cues what people edited. Raises AudioError where the sound can't be read, LipSyncError where the cues can't.
    """
    open_sound(path).close()
    timeline = finish(tool.lipsync(path, text=text, language=language, speaker=speaker, cues=cues))
    samples = np.concatenate([*sound.blocks(path), np.zeros(0, np.float32)])
    heard = Clip.from_floats(samples, sound.RATE)
    entries = [
        Entry(start / FRAME_RATE, character, make_clause(heard, timeline, character, start, end, language))
        for start, end in find_clauses(heard)
    ]
    cast = (CastMember(character, character),)
    why = timeline.track.why
    return Scene(cast, tuple(entries), set_name, path.stem, seed), why


def find_clauses(heard: Clip) -> list[tuple[int, int]]:
    """The clauses' starts and ends in frames of the mouth, without gaps; cut where it is quiet, so between words."""
    hop = heard.rate // FRAME_RATE
    frames = -(-len(heard.samples) // hop)
    power = np.zeros(frames * hop, np.float32)
    power[: len(heard.samples)] = np.square(heard.floats())
    return cut_clauses(np.sqrt(power.reshape(frames, hop).mean(axis=1)))


def cut_clauses(loud: Floats) -> list[tuple[int, int]]:
    """The same by the loudness of each frame (root mean square), shape (frames,)."""
    frames = len(loud)
    quiet = loud < QUIET * np.percentile(loud, 95) if frames else loud > 0
    cuts, run = [0], 0
    for place, resting in enumerate(quiet):
        run = run + 1 if resting else 0
        since = place - cuts[-1]
        if (since >= SHORTEST_S * FRAME_RATE and run >= PAUSE_S * FRAME_RATE) or since >= LONGEST_S * FRAME_RATE:
            cuts.append(place)
            run = 0
    return list(itertools.pairwise([*cuts, max(frames, cuts[-1] + 1)]))


def make_clause(heard: Clip, timeline: CueSheet, who: str, start: int, end: int, language: str) -> Performance:
    """A stretch of the recording as one clause, with those of its words that are known."""
    begin, until = start / FRAME_RATE, end / FRAME_RATE
    words = [word for word in timeline.words if begin <= word.start < until]
    said, placed = _text_of(words, begin)
    track = timeline.track
    hop = sound.RATE // FRAME_RATE
    speech = Speech(
        Clip(heard.samples[start * hop : end * hop], heard.rate), said, "", language, tuple(placed), None,
        "alignment" if placed else "none",
    )  # fmt: skip
    mouth = track.part(start, end)
    return Performance(who, speech, mouth, captions=captions(speech))


def _text_of(words: list[Timed], begin: float) -> tuple[str, list[Timed]]:
    """The words as a text, and each with its time in the clause and its place in that text."""
    text, placed = "", []
    for word in words:
        text = f"{text} " if text else ""
        placed.append(_moved(word, begin, len(text)))
        text += word.value
    return text, placed


def _moved(word: Timed, begin: float, at: int) -> Timed:
    """The same word counted from `begin`, standing at `at` in a text."""
    return word._replace(start=word.start - begin, end=word.end - begin, at=at, length=len(word.value))
