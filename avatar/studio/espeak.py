"""Speech by espeak-ng with the true time of every phone, for training.

The library is driven directly, since a training set needs thousands of voices, variants, rates and pitches in minutes.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, Union, byref, c_char_p, c_int, c_short, c_uint, c_void_p, string_at
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avatar import library
from avatar.studio.manifest import DatasetError
from avatar.types import Clip, Timed

STOP_LEAD = 0.04
"""Seconds by which the lips have met before the burst that espeak-ng marks an unvoiced stop with."""
_UNVOICED_STOPS = ("p", "t", "k", "c", "q", "ʈ")

_READS_WELL = {"cmn": "cmn-latn-pinyin"}
"""Voices that stand in for others: the one called `cmn` reads most characters as the English for their pinyin."""

_SYNCHRONOUS, _PHONEME_EVENTS, _PHONEME_IPA, _NO_EXIT = 2, 1, 2, 0x8000
_UTF8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_EVENT_END, _EVENT_PHONEME = 0, 7


class _Id(Union):
    _fields_ = (("number", c_int), ("name", c_char_p), ("string", ctypes.c_char * 8))


class _Event(Structure):
    _fields_ = (
        ("type", c_int), ("unique_identifier", c_uint), ("text_position", c_int), ("length", c_int),
        ("audio_position", c_int), ("sample", c_int), ("user_data", c_void_p), ("id", _Id),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(_Event))


class SpeakingStyle(NamedTuple):
    """How to speak."""

    voice: str
    """espeak-ng's name with an optional variant: `en-us+f3`."""
    rate: int = 170
    """Words a minute."""
    pitch: int = 50
    """0 to 100."""
    range: int = 50


class Rendered(NamedTuple):
    """Sound and its phones: contiguous from 0 to the end, silences ''."""

    clip: Clip
    phones: tuple[Timed, ...]


class _Library:
    def __init__(self) -> None:
        found = library.espeak()
        self.lib = ctypes.CDLL(str(found.library))
        data = str(found.data).encode() if found.data else None
        self.rate = self.lib.espeak_Initialize(_SYNCHRONOUS, 0, data, _PHONEME_EVENTS | _PHONEME_IPA | _NO_EXIT)
        if self.rate <= 0:
            raise DatasetError("espeak-ng can't start", where=found.library, remedy="Install espeak-ng.")
        self.sound: list[bytes] = []
        self.events: list[tuple[float, str]] = []
        self._callback = _Callback(self._received)
        self.lib.espeak_SetSynthCallback(self._callback)

    def _received(self, samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            self.sound.append(string_at(samples, count * 2))  # type: ignore[arg-type]
        at = 0
        while events[at].type != _EVENT_END:  # type: ignore[index]
            event = events[at]  # type: ignore[index]
            if event.type == _EVENT_PHONEME:
                self.events.append((event.audio_position / 1000.0, event.id.string.decode("utf-8", "ignore")))
            at += 1
        return 0


@lru_cache(maxsize=1)
def _library() -> _Library:
    return _Library()


def render(text: str, style: SpeakingStyle) -> Rendered:
    """Speak `text`. Raises DatasetError where espeak-ng has no such voice."""
    engine = _library()
    base, plus, variant = style.voice.partition("+")
    if engine.lib.espeak_SetVoiceByName(f"{_READS_WELL.get(base, base)}{plus}{variant}".encode()) != 0:
        raise DatasetError(f"espeak-ng has no voice {style.voice!r}", remedy="`espeak-ng --voices` lists them.")
    for parameter, value in ((_RATE, style.rate), (_PITCH, style.pitch), (_RANGE, style.range)):
        engine.lib.espeak_SetParameter(parameter, value, 0)
    engine.sound, engine.events = [], []
    raw = text.encode()
    engine.lib.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, _UTF8, byref(c_uint()), None)
    engine.lib.espeak_Synchronize()
    clip = Clip(np.frombuffer(b"".join(engine.sound), np.int16), engine.rate)
    return Rendered(clip, _phones(engine.events, clip.duration))


def _phones(events: list[tuple[float, str]], duration: float) -> tuple[Timed, ...]:
    spans: list[Timed] = []
    for i, (start, name) in enumerate(events):
        bare = name.strip("ˈˌ_:|; ")
        if bare.startswith(_UNVOICED_STOPS) and spans and spans[-1].value:
            start = max(start - STOP_LEAD, (spans[-1].start + start) / 2)
        if spans:
            spans[-1] = spans[-1]._replace(end=max(start, spans[-1].start))
        end = events[i + 1][0] if i + 1 < len(events) else duration
        spans.append(Timed(start if spans else 0.0, max(start, end), bare))
    return tuple(spans)
