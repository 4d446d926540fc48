"""Sung lines put together to one performance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from avatar import audio
from avatar.lipsync.made import worst_rung
from avatar.song.score import Remark
from avatar.types import FRAME_RATE, VISEMES, Clip, MouthTrack, Performance, Timed


class SungLine(NamedTuple):
    """A line of a song, performed."""

    start: float
    """Seconds from the start of the song; a little before 0 where consonants or a breath come before a first beat."""
    performance: Performance
    remarks: tuple[Remark, ...] = ()

    @property
    def end(self) -> float:
        return self.start + self.performance.duration


def join_lines(lines: Sequence[SungLine]) -> SungLine:
    """Lines that follow each other as one; their texts are joined by line breaks."""
    rate = lines[0].performance.speech.clip.rate
    start = min(each.start for each in lines)
    length = max(each.end for each in lines) - start
    samples = np.zeros(int(np.ceil(length * rate)) + 1, np.float32)
    gathered: list[tuple[float, int, Performance]] = []
    at = 0
    for each in lines:
        clip = audio.resample(each.performance.speech.clip, rate)
        first = round((each.start - start) * rate)
        samples[first : first + len(clip.samples)] += clip.floats()[: len(samples) - first]
        gathered.append((each.start - start, at, each.performance))
        at += len(each.performance.speech.text) + 1
    clip = Clip.from_floats(samples, rate)
    first_speech = lines[0].performance.speech
    speech = replace(
        first_speech,
        clip=clip,
        text="\n".join(each.performance.speech.text for each in lines),
        spoken="",
        words=tuple(word.moved(later, place) for later, place, p in gathered for word in p.speech.words),
        phones=_joined_phones(gathered, clip.duration),
        notes=tuple(
            note._replace(start=note.start + later, end=note.end + later)
            for later, _, p in gathered
            for note in p.speech.notes or ()
        ),
    )
    captions = tuple(each.moved(later, place) for later, place, p in gathered for each in p.captions)
    mouth = _joined_mouths(gathered, clip.duration)
    remarks = tuple(remark for each in lines for remark in each.remarks)
    return SungLine(start, Performance(lines[0].performance.who, speech, mouth, captions=captions), remarks)


def _joined_phones(gathered: Sequence[tuple[float, int, Performance]], duration: float) -> tuple[Timed, ...]:
    sounding = [
        phone.moved(later)
        for later, _, performance in gathered
        for phone in performance.speech.phones or ()
        if phone.value
    ]
    found = [Timed(0.0, 0.0, "")]
    for phone, following in pairwise([*sounding, Timed(duration, duration, "")]):
        begin = max(phone.start, found[-1].end)
        if begin > found[-1].end + 1e-6:
            found.append(Timed(found[-1].end, begin, ""))
        end = max(min(phone.end, following.start), begin)
        found.append(Timed(begin, end, phone.value))
    found.append(Timed(found[-1].end, max(duration, found[-1].end), ""))
    return tuple(each for each in found if each.end > each.start)


def _joined_mouths(gathered: Sequence[tuple[float, int, Performance]], duration: float) -> MouthTrack:
    """The mouths at their times; where two lines overlap, the one that is less at rest."""
    count = int(np.ceil(duration * FRAME_RATE - 1e-6))
    weights = np.zeros((count, len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    for later, _, performance in gathered:
        own = performance.mouth.weights
        first = max(0, int(np.ceil(later * FRAME_RATE)))
        last = min(count, int((later + performance.mouth.duration) * FRAME_RATE))
        if last <= first or len(own) < 2:
            continue
        at = np.clip(np.arange(first, last) - later * FRAME_RATE, 0, len(own) - 1.001)
        low = at.astype(int)
        share = (at - low).astype(np.float32)[:, None]
        placed = own[low] * (1 - share) + own[low + 1] * share
        moves = placed[:, 0] < weights[first:last, 0]
        weights[first:last][moves] = placed[moves]
    mouths = [performance.mouth for _, _, performance in gathered]
    return MouthTrack(weights, worst_rung(mouths), mouths[0].lead)
