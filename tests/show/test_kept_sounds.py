"""Sounds of a show are made once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from avatar.keeping import KeptFolder
from avatar.show import effects
from avatar.show.audience import Laughter
from avatar.show.beds import Bed
from avatar.show.cues import Laugh
from avatar.show.hearing import EARS
from avatar.show.kept_sounds import keep_sounds
from avatar.types import Clip


def test_laughs_and_effects_are_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def house(cue: Laugh, size: str, seed: int) -> Laughter:
        made.append(f"{cue.strength} {size} {seed}")
        return EARS.house(cue, size, seed)

    def effect(name: str) -> Clip:
        made.append(name)
        return EARS.effect(name)

    for _ in range(2):
        ears = keep_sounds(KeptFolder(tmp_path, 10_000_000), EARS._replace(house=house, effect=effect))
        laughs = [ears.house(Laugh(line, 2), "table", 3) for line in (1, 9)]
        ding = ears.effect("rimshot")
    assert made == ["2 table 3", "rimshot"]
    usual = EARS.house(Laugh(1, 2), "table", 3)
    for laugh in laughs:
        assert np.array_equal(laugh.clip.samples, usual.clip.samples)
        assert (laugh.clip.rate, laugh.crest_s, laugh.resume_s) == (usual.clip.rate, usual.crest_s, usual.resume_s)
    assert np.array_equal(ding.samples, EARS.effect("rimshot").samples)


def test_music_is_made_once_and_goes_on_as_it_does(tmp_path: Path) -> None:
    made: list[str] = []

    def bed(name: str) -> Bed:
        made.append(name)
        return effects.make_bed(name)

    for words in ("rain", "rain", "the sound of rain"):
        found = keep_sounds(KeptFolder(tmp_path, 30_000_000), EARS._replace(bed=bed)).bed
        assert found is not None
        heard = found(words)
        for number in (0, 1, heard.count, 2 * heard.count + 1):
            assert np.array_equal(heard.piece(number).samples, effects.make_bed("rain").piece(number).samples)
    assert made == ["rain"]
    kept = next(tmp_path.glob("*.kept"))
    KeptFolder(tmp_path, 30_000_000).put(kept.stem, b"nothing")
    again = keep_sounds(KeptFolder(tmp_path, 30_000_000)).bed
    assert again is not None
    assert np.array_equal(again("rain").again, effects.make_bed("rain").again)
    assert keep_sounds(KeptFolder(tmp_path, 0), EARS._replace(bed=None)).bed is None


def test_what_is_spoilt_is_made_again(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path, 10_000_000)
    usual = keep_sounds(kept).effect("rimshot")
    entry = next(tmp_path.glob("*.kept"))
    kept.put(entry.stem, b"nothing")
    assert np.array_equal(keep_sounds(kept).effect("rimshot").samples, usual.samples)
