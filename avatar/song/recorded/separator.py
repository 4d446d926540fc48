"""The singing in a recorded song, without what is played: by Spleeter's nets, where the user has them.

The nets see a spectrogram of 12 s at a time, which overlaps its neighbours on both sides, so that memory does not grow
with the song and no seam is heard. What comes out is as long as what went in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from avatar.catalogue import entries, shelf
from avatar.errors import LibraryError
from avatar.song.recorded.checkpoint import read_checkpoint
from avatar.song.recorded.unet import BINS, MIX, PLAYED, SUNG, write_model
from avatar.speech.nets import Net, open_net
from avatar.types import Floats

ENTRY = "separator"
"""Its name in the catalogue."""
RATE = 44_100
"""Hz that the nets learned from."""

FRAME, HOP = 4096, 1024
SEEN, CONTEXT = 512, 64
"""Frames that the nets see at once, and those on either side that are only looked at."""
_GAIN = np.float32(1.5)
"""What Hann windows, laid on twice, add up to at a quarter's distance."""
_LEAD = FRAME - HOP
"""Samples of silence before the sound, so that as many frames lie over its first sample as over any."""
_TINY = np.float32(1e-10)


def is_here() -> bool:
    """Whether the separator was got."""
    return not shelf.lacking(entries.entry(ENTRY))


def open_separator(threads: int = 1) -> Separator:
    """The nets, ready. Raises LibraryError where they are not here, EngineError where they are damaged."""
    entry = entries.entry(ENTRY)
    if shelf.lacking(entry):
        raise LibraryError("What takes the singing out of a song is not here", remedy=f"avatar get {ENTRY}")
    paths = {each.name.rpartition(".")[2]: shelf.place(each) for each in entry.files}
    index, data = paths["index"], next(path for end, path in paths.items() if end != "index")
    return Separator(open_net(write_model(read_checkpoint(index, data)), where=data, threads=threads))


class Separator:
    """Takes the singing out of a song."""

    def __init__(self, net: Net) -> None:
        self._net = net
        turn = 2 * np.pi * np.arange(FRAME, dtype=np.float32) / FRAME
        self._window = (0.5 - 0.5 * np.cos(turn)).astype(np.float32)

    def singing(self, blocks: Iterable[Floats]) -> Iterator[Floats]:
        """The singing alone, mono blocks of shape (count,), of stereo blocks at RATE, shape (count, 2)."""
        step = SEEN - 2 * CONTEXT
        held = np.zeros((CONTEXT * HOP + _LEAD, 2), np.float32)
        tail = np.zeros(_LEAD, np.float32)
        need = (SEEN - 1) * HOP + FRAME
        skip, given, count = _LEAD, 0, 0
        for block in _ended(blocks):
            if block is not None:
                count += len(block)
                held = np.concatenate([held, block.astype(np.float32)])
            else:  # enough silence for the last sample to come out
                held = np.concatenate([held, np.zeros((need + step * HOP, 2), np.float32)])
            while len(held) >= need and (block is not None or given < count):
                out = self._sung(held[:need])
                out[: len(tail)] += tail
                ready, tail = out[: step * HOP], out[step * HOP :]
                held = held[step * HOP :]
                ready, skip = ready[skip:], max(0, skip - len(ready))
                ready = ready[: count - given] if block is None else ready
                given += len(ready)
                if len(ready):
                    yield ready

    def _sung(self, samples: Floats) -> Floats:
        """What is sung in the inner frames of SEEN frames' samples, laid over each other, shape (samples,)."""
        views = np.lib.stride_tricks.sliding_window_view(samples, FRAME, axis=0)[::HOP].transpose(1, 0, 2)
        spectrum = np.fft.rfft(views * self._window).astype(np.complex64)
        mix = np.ascontiguousarray(np.abs(spectrum[..., :BINS]), np.float32)
        mask = self._mask(mix)[:, CONTEXT:-CONTEXT]
        inner = spectrum[:, CONTEXT:-CONTEXT]
        kept = np.zeros(inner.shape[1:], np.complex64)
        kept[:, :BINS] = (inner[..., :BINS] * mask).mean(axis=0)
        frames = np.fft.irfft(kept, FRAME).astype(np.float32) * (self._window / _GAIN)
        out = np.zeros((len(frames) - 1) * HOP + FRAME, np.float32)
        quarters = frames.reshape(len(frames), FRAME // HOP, HOP)
        rows = out.reshape(-1, HOP)
        for quarter in range(FRAME // HOP):
            rows[quarter : quarter + len(frames)] += quarters[:, quarter]
        return out

    def _mask(self, mix: Floats) -> NDArray[np.float32]:
        """The share of each magnitude that is sung: what one net guesses, over both guesses.

        Spleeter squares them, which sounds cleaner; as they are, more is left of consonants and of the ends of notes.
        """
        sung, played = self._net.run({MIX: mix[None]}, (SUNG, PLAYED))
        share: Floats = (sung[0] + _TINY / 2) / (sung[0] + played[0] + _TINY)
        return share


def _ended(blocks: Iterable[Floats]) -> Iterator[Floats | None]:
    """The blocks, and None at their end."""
    yield from blocks
    yield None
