"""From utterances to frames: pre-processing and augmentation, each step named and switchable.

Steps on the sound: `speed` (tempo and pitch together), `vtl` (vocal-tract length, as a warp of the mel bands; together
with `speed` it also gives pitch alone), `room` (a made-up impulse response), `codec` (Vorbis or MP3 there and back),
`telephone` (8 kHz and mu-law), `level`. Steps on the frames, done anew for every batch in `batches`: `gain`, `colour`,
`noise`, `band`, `mask`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.lipsync import features, phoneset
from avatar.studio.manifest import Utterance
from avatar.types import FRAME_RATE, Floats, Timed

UNKNOWN = 255
"""Label of a frame that nobody has labelled."""

Dice = np.random.Generator


class TrainingFrames(NamedTuple):
    """What a net learns from: frames of one or many utterances, end to end."""

    mel: NDArray[np.float16]
    """(frames, BANDS)."""
    labels: NDArray[np.uint8]
    """(frames,) class, or UNKNOWN."""
    lips: NDArray[np.float16]
    """(frames, 2) opening and width of filmed lips, NaN where there are none."""


def label_frames(phones: Sequence[Timed], count: int) -> NDArray[np.uint8]:
    """The class at the middle of each of `count` frames; a phone of several classes is shared out evenly."""
    out = np.full(count, UNKNOWN, np.uint8)
    for phone in phones:
        parts = phoneset.classes(phone.value) if phone.value else (phoneset.SILENCE,)
        if not parts:  # a glottal stop or a lone mark: it belongs to its neighbours
            continue
        edges = np.linspace(phone.start, phone.end, len(parts) + 1)
        for index, start, end in zip(parts, edges, edges[1:], strict=False):
            out[_frame(start) : _frame(end)] = index
    return out


def _frame(seconds: float) -> int:
    return max(0, int(np.ceil(seconds * FRAME_RATE - 0.5)))


def _room(sound: Floats, dice: Dice) -> Floats:
    decay = dice.uniform(0.08, 0.5)
    count = int(decay * features.RATE)
    tail = dice.normal(size=count) * np.exp(-6.9 * np.arange(count) / count) * 10 ** (-dice.uniform(3, 14) / 20)
    tail *= 1.0 / (np.sqrt((tail**2).sum()) + 1e-9) * dice.uniform(0.15, 0.7)
    tail[0] = 1.0
    size = 1 << (len(sound) + count).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)
    return wet[: len(sound)].astype(np.float32)


def _codec(sound: Floats, dice: Dice) -> Floats:
    import soundfile

    form, kind = (("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III"))[int(dice.integers(2))]
    store = io.BytesIO()
    how = {"subtype": kind, "format": form, "compression_level": dice.uniform(0.5, 0.97)}
    with soundfile.SoundFile(store, "w", features.RATE, 1, **how) as file:
        file.write(np.clip(sound, -1, 1))
    store.seek(0)
    back, _ = soundfile.read(store, dtype="float32")
    # MP3 adds a delay that the labels know nothing of: take out what the two sounds' correlation shows.
    lag = _lag(sound, back) if form == "MP3" else 0
    out = np.zeros_like(sound)
    piece = back[max(0, lag) :][: len(sound)]
    out[: len(piece)] = piece
    return out


def _lag(sound: Floats, back: Floats) -> int:
    size = 1 << (len(sound) + len(back)).bit_length()
    product = np.fft.irfft(np.fft.rfft(back, size) * np.conj(np.fft.rfft(sound, size)), size)
    return int(product[:4000].argmax())


def _telephone(sound: Floats, dice: Dice) -> Floats:
    import soxr

    low = soxr.resample(sound, features.RATE, 8000)
    peak = np.abs(low).max() + 1e-9
    squeezed = np.sign(low) * np.log1p(255 * np.abs(low) / peak) / np.log(256)
    squeezed = np.round(squeezed * 127) / 127
    low = np.sign(squeezed) * (256 ** np.abs(squeezed) - 1) / 255 * peak
    out = np.zeros_like(sound)
    high = soxr.resample(low.astype(np.float32), 8000, features.RATE)[: len(sound)]
    out[: len(high)] = high
    return out


SOUND_STEPS: dict[str, tuple[float, Callable[[Floats, Dice], Floats]]] = {
    "room": (0.3, _room),
    "codec": (0.2, _codec),
    "telephone": (0.06, _telephone),
}
"""Name: (how often, what it does)."""


STEPS = ("speed", "vtl", *SOUND_STEPS)


def prepare_frames(utterance: Utterance, dice: Dice | None = None, steps: Sequence[str] = STEPS) -> TrainingFrames:
    """One utterance as frames: as it is without `dice`, else changed at random by the named steps."""
    clip = audio.read(Path(utterance.audio))
    sound = features.to_16k(clip)
    speed = warp = 1.0
    if dice is not None:
        if "speed" in steps:
            speed = float(np.exp(dice.uniform(-0.17, 0.17)))
        if "vtl" in steps:
            # A sound played faster has its formants raised: the warp takes that out, then adds its own.
            warp = speed * float(np.exp(dice.uniform(-0.15, 0.15)))
        if speed != 1.0:
            import soxr

            sound = soxr.resample(sound, features.RATE * speed, features.RATE)
        for name, (often, step) in SOUND_STEPS.items():
            if name in steps and dice.random() < often:
                sound = step(sound, dice)
    mel = features.log_mel(sound, round(warp, 2))
    phones = [Timed(p.start / speed, p.end / speed, p.value) for p in utterance.phones]
    return TrainingFrames(mel.astype(np.float16), label_frames(phones, len(mel)), _lips(utterance, len(mel), speed))


def _lips(utterance: Utterance, count: int, speed: float) -> NDArray[np.float16]:
    curves = utterance.extra.get("lips")
    if not isinstance(curves, dict):
        return np.full((count, 2), np.nan, np.float16)
    rate = float(curves["rate"])
    # Film frame k is exposed around the middle of its own time.
    at = (np.arange(count) + 0.5) / FRAME_RATE * speed * rate - 0.5
    columns = [np.interp(at, np.arange(len(curves[k])), np.array(curves[k], float)) for k in ("opening", "width")]
    return np.stack(columns, axis=1).astype(np.float16)


def join_parts(parts: Sequence[TrainingFrames]) -> TrainingFrames:
    """Many utterances end to end."""
    return TrainingFrames(*(np.concatenate(column) for column in zip(*parts, strict=True)))
