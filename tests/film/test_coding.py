"""Sound that is encoded in pieces: no seam is heard, and what is kept is what would be made."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from avatar.film import coding
from avatar.film.coding import FRAME, PIECE, make_coder, prepare_sound
from avatar.film.encoders import Packet
from avatar.film.shape import find_bits
from avatar.keeping import KeptFolder

RATE = 48_000


@pytest.fixture
def kept(tmp_path: Path) -> KeptFolder:
    return KeptFolder(tmp_path / "kept", 2_000_000)


def speech(seconds: float, seed: int = 3) -> np.ndarray:
    """Syllables of tones and noise, with gaps, shape (count, 2), int16."""
    chance = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE)) / RATE
    loud = np.exp(-9 * (t % 0.21)) * (t % 1.7 < 1.3)
    tones = sum(np.sin(2 * np.pi * 140 * n * t) / n for n in range(1, 12))
    wave = loud * (tones + 0.3 * chance.standard_normal(len(t)))
    return (6000 * np.stack([wave, 0.8 * wave], axis=1)).astype(np.int16)


def coded(samples: np.ndarray, kept: KeptFolder | None, block: int = 31_337, kind: str = "mp4") -> list[Packet]:
    coder = make_coder(kind, RATE, 2, find_bits(0), kept)
    packets = [packet for at in range(0, len(samples), block) for packet in coder.encode(samples[at : at + block])]
    return [*packets, *coder.end()]


def whole(samples: np.ndarray) -> list[bytes]:
    """All of it by one encoder."""
    context: Any = av.CodecContext.create("aac", "w")
    context.sample_rate, context.time_base = RATE, Fraction(1, RATE)
    prepare_sound(context, "mp4", 2, find_bits(0))
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    return [bytes(packet) for part in (frame, None) for packet in context.encode(part)]


def heard(packets: list[bytes], count: int) -> np.ndarray:
    """What a player decodes, shape (count, 2)."""
    setup: Any = av.CodecContext.create("aac", "w")
    setup.sample_rate, setup.time_base = RATE, Fraction(1, RATE)
    prepare_sound(setup, "mp4", 2, find_bits(0))
    setup.open()
    decoder: Any = av.CodecContext.create("aac", "r")
    decoder.extradata, decoder.sample_rate, decoder.layout = setup.extradata, RATE, "stereo"
    frames = [frame.to_ndarray() for data in packets for frame in decoder.decode(av.Packet(data))]
    return np.concatenate(frames, axis=1).T[FRAME : FRAME + count]


def noise(samples: np.ndarray, packets: list[bytes]) -> np.ndarray:
    """RMS of what encoding adds, of each frame."""
    found = heard(packets, len(samples))
    off = found - samples[: len(found)] / 32768
    count = len(off) // FRAME
    return np.sqrt(np.square(off[: count * FRAME].reshape(count, -1)).mean(axis=1))


def test_no_seam_is_heard() -> None:
    samples = speech(32.0)
    packets = coded(samples, None)
    pieces, one = noise(samples, [packet.data for packet in packets]), noise(samples, whole(samples))
    seams = range(PIECE, len(pieces) - 2, PIECE)
    assert len(seams) >= 5
    for seam in seams:
        near = slice(seam - 2, seam + 2)
        assert pieces[near].max() < 2.0 * one[near].max() + 1e-4
    assert pieces.mean() == pytest.approx(one.mean(), rel=0.1)


@pytest.mark.parametrize("kind", ["mp4", "webm", "mov"])
def test_packets_follow_each_other_to_the_last_sample(kind: str) -> None:
    samples = speech(11.0)[:-777]
    packets = coded(samples, None, kind=kind)
    assert all(one.pts + one.lasts == after.pts for one, after in pairwise(packets))
    assert packets[-1].pts + packets[-1].lasts == len(samples)


def test_what_is_kept_is_what_would_be_made(kept: KeptFolder) -> None:
    samples = speech(17.0)
    anew = coded(samples, None)
    assert coded(samples, kept, 48_000) == anew
    assert coded(samples, kept, 5_000) == anew


def test_only_what_sounds_otherwise_is_encoded(kept: KeptFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = speech(32.0)
    coded(samples, kept)
    made: list[int] = []
    encode = coding.PieceCoder._encode

    def count(self: coding.PieceCoder, shown: np.ndarray) -> list[Packet]:
        made.append(len(shown))
        return encode(self, shown)

    monkeypatch.setattr(coding.PieceCoder, "_encode", count)
    changed = samples.copy()
    changed[12 * RATE : 13 * RATE] //= 2
    found = coded(changed, kept)
    assert len(made) == 1
    assert found == coded(changed, None)


def test_what_is_spoilt_or_anothers_is_made_anew(kept: KeptFolder) -> None:
    samples = speech(17.0)
    anew = coded(samples, kept)
    one, other, third, *_ = sorted(kept.folder.glob("*.kept"))
    one.write_bytes(one.read_bytes()[:-7])
    other.write_bytes(third.read_bytes())
    kept.put(third.stem, b"no packets")
    assert coded(samples, kept) == anew


def test_what_is_kept_stays_within_its_bound(tmp_path: Path) -> None:
    small = KeptFolder(tmp_path / "small", 200_000)
    for seed in range(2):
        assert coded(speech(17.0, seed), small) == coded(speech(17.0, seed), None)
        assert sum(path.stat().st_size for path in small.folder.iterdir()) <= 200_000
