"""What a viewer can tell from a mouth: shut for P, open for A, round for OO, teeth for F; and the mood behind it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.character.mouth import FILMED, SHAPES, blend, shape_mouth
from avatar.types import VISEMES, Mouth


def weights(**visemes: float) -> NDArray[np.float32]:
    row = np.zeros(len(VISEMES), np.float32)
    for name, value in visemes.items():
        row[VISEMES.index(name)] = value
    return row


def test_every_viseme_has_a_shape() -> None:
    assert tuple(SHAPES) == VISEMES


@pytest.mark.parametrize("name", VISEMES)
def test_a_lone_viseme_is_its_shape(name: str) -> None:
    assert shape_mouth(weights(**{name: 1.0})) == pytest.approx(SHAPES[name], abs=1e-6)


def test_shapes_are_far_enough_apart_to_be_told() -> None:
    told = ["sil", "PP", "FF", "TH", "aa", "E", "ou"]
    for first in told:
        for second in told:
            if first != second:
                assert max(abs(a - b) for a, b in zip(SHAPES[first], SHAPES[second], strict=True)) > 0.4


def test_only_these_sounds_do_that() -> None:
    """As phoneticians describe them: who shuts the lips, who bites, who rounds, whose tongue is seen."""
    shapes = {name: value._asdict() for name, value in SHAPES.items()}

    def those(part: str, least: float = 0.001) -> set[str]:
        return {name for name, value in shapes.items() if value[part] >= least}

    assert those("closure") == {"PP"}
    assert those("bite") == {"FF"}
    assert those("rounding") == {"CH", "RR", "oh", "ou"}
    assert those("tongue", 0.3) == {"TH", "DD", "nn"}
    assert not those("tongue") & {"sil", "PP", "FF", "CH", "SS", "oh", "ou"}, "teeth or lips are before it"
    assert those("teeth", 0.9) == {"FF", "CH", "SS"}
    assert those("jaw", 0.5) == {"aa", "E", "oh"}
    assert not those("jaw") & {"sil", "PP"}
    assert all(value["width"] < 0 for name, value in shapes.items() if name in those("rounding"))
    assert shapes["aa"]["jaw"] > shapes["oh"]["jaw"] > shapes["E"]["jaw"] > shapes["ih"]["jaw"] > shapes["SS"]["jaw"]
    assert shapes["ou"]["rounding"] > shapes["oh"]["rounding"] > shapes["CH"]["rounding"] > shapes["RR"]["rounding"]


def test_blending_is_continuous() -> None:
    last = shape_mouth(weights(aa=1.0))
    for step in range(1, 101):
        now = shape_mouth(weights(aa=1.0 - step / 100, PP=step / 100))
        assert max(abs(a - b) for a, b in zip(now, last, strict=True)) < 0.05
        last = now


def test_lips_are_shut_before_the_weight_is_full() -> None:
    assert shape_mouth(weights(PP=0.75, aa=0.25)).closure == pytest.approx(1.0)


def test_a_smile_keeps_its_corners_while_speaking() -> None:
    smile = Mouth(smile=0.85, width=0.35)
    for name in VISEMES:
        assert blend(weights(**{name: 1.0}), smile).smile == 0.85


def test_a_laughing_mouth_still_closes_for_m() -> None:
    laugh = Mouth(jaw=0.7, smile=1.0, upper=0.5, teeth=0.8)
    closed = blend(weights(PP=1.0), laugh)
    assert closed.closure == 1.0
    assert closed.jaw == pytest.approx(0.0, abs=1e-6)
    assert closed.teeth < 0.01


def test_an_expression_opens_a_silent_mouth() -> None:
    assert blend(weights(sil=1.0), Mouth(jaw=0.6)).jaw == pytest.approx(0.6)


def test_parameters_stay_in_range() -> None:
    random = np.random.default_rng(7)
    for _ in range(200):
        row = random.dirichlet(np.full(len(VISEMES), 0.3)).astype(np.float32)
        mouth = blend(row, Mouth(*random.uniform(0, 1, len(Mouth._fields)).tolist()))
        assert -1.0 <= mouth.width <= 1.0
        for value in (mouth.jaw, mouth.rounding, mouth.closure, mouth.bite, mouth.upper, mouth.teeth, mouth.tongue):
            assert 0.0 <= value <= 1.0


def test_a_jaw_goes_where_it_is_heard_to_go() -> None:
    vowel = weights(E=1.0)
    jaws = [blend(vowel, Mouth(), opening).jaw for opening in (0.02, 0.06, 0.1, 0.14)]
    assert jaws == sorted(jaws)
    assert jaws[-1] - jaws[0] > 0.3
    usual = blend(vowel, Mouth(), FILMED["E"]).jaw
    assert blend(vowel, Mouth()).jaw < usual <= 1.0


def test_lips_that_are_shut_or_bitten_stay_so_whatever_is_heard() -> None:
    for name in ("PP", "FF"):
        unheard = blend(weights(**{name: 1.0}), Mouth())
        assert blend(weights(**{name: 1.0}), Mouth(), 0.15) == pytest.approx(unheard)


def test_noise_in_a_pause_opens_no_mouth() -> None:
    assert blend(weights(sil=1.0), Mouth(), FILMED["sil"]).jaw < 0.08
    assert blend(weights(sil=1.0), Mouth(), 0.0).jaw == 0.0


def test_vowels_keep_their_order_where_each_is_heard_as_usual() -> None:
    jaw = {name: blend(weights(**{name: 1.0}), Mouth(), FILMED[name]).jaw for name in VISEMES}
    assert jaw["aa"] > jaw["E"] > jaw["oh"] > jaw["ih"] > jaw["ou"]
