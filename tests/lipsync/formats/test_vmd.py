"""MikuMikuDance's motions, read byte by byte."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import CueSheet, Options, vmd
from tests.lipsync.timelines import HI, MARY, MOMENTS, SHOWN


def read_vmd(raw: bytes) -> dict[str, list[tuple[int, float]]]:
    """A motion as Kaitai's mmd_vmd reads it: every byte accounted for."""
    magic, model, bones, count = struct.unpack_from("<30s20sII", raw)
    assert magic == b"Vocaloid Motion Data 0002".ljust(30, b"\0")
    assert model.rstrip(b"\0").decode("shift-jis")
    assert bones == 0
    morphs: dict[str, list[tuple[int, float]]] = {}
    for i in range(count):
        name, frame, weight = struct.unpack_from("<15sIf", raw, 58 + 23 * i)
        morphs.setdefault(name.partition(b"\0")[0].decode("shift-jis"), []).append((frame, weight))
    assert raw[58 + 23 * count :] == bytes(12)
    return morphs


@pytest.mark.parametrize("timeline", [MARY, SHOWN, *MOMENTS])
def test_mikumikudance_gets_its_vowels_in_its_frames(timeline: CueSheet) -> None:
    morphs = read_vmd(vmd.write(timeline, Options()))
    assert list(morphs) == list("あいうえおん")
    for keys in morphs.values():
        frames = [frame for frame, _ in keys]
        assert frames == sorted(set(frames))
        assert frames[0] == 0
        assert frames[-1] < max(1, timeline.duration * 30)
        assert all(0 <= weight <= 1 for _, weight in keys)


def test_mikumikudances_mouths_are_those_of_the_sounds() -> None:
    morphs = read_vmd(vmd.write(SHOWN, Options()))
    shown = {
        t: {name: float(np.interp(t * 30, *zip(*keys, strict=True))) for name, keys in morphs.items()}
        for t in (0.25, 0.75, 1.25, 1.75, 2.25)
    }
    assert not any(shown[0.25].values())
    assert [max(shown[t], key=lambda name: shown[t][name]) for t in (0.75, 1.25, 1.75, 2.25)] == list("んあいう")
    assert len(morphs["お"]) == 2


def test_mikumikudance_has_one_frame_rate() -> None:
    assert vmd.write(HI, Options(fps=30)) == vmd.write(HI, Options())
    with pytest.raises(LipSyncError, match="30 frames"):
        vmd.write(HI, Options(fps=24))
