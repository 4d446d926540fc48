"""Where a mouth may be wrong."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync import doubting, phoneset, shown
from avatar.types import FRAME_RATE, Clip, Floats, Timed

SURE = 0.97
APA = [Timed(0.0, 0.3, "ɑ"), Timed(0.3, 0.42, "p"), Timed(0.42, 0.8, "ɑ")]
AGREED = ((30, {"aa": SURE}), (12, {"p": SURE}), (38, {"aa": SURE}))
HEARD_K = ((30, {"aa": SURE}), (12, {"k": SURE}), (38, {"aa": SURE}))


def _heard(*frames: tuple[int, dict[str, float]]) -> Floats:
    """Scores of so many frames each, in which the net gives sounds these chances."""
    rows = []
    for count, told in frames:
        row = np.full(len(phoneset.CLASSES), (1 - sum(told.values())) / len(phoneset.CLASSES))
        for name, chance in told.items():
            row[phoneset.INDEX[name]] += chance
        rows += [row] * count
    return np.log(np.array(rows, np.float32))


def _doubt(
    scores: Floats, phones: list[Timed] | None = None, text: bool = True, clip: Clip | None = None
) -> doubting.Doubt:
    said = APA if phones is None else phones
    return doubting.doubt(shown.drawn_of(said, len(scores)), said, scores, text=text, clip=clip)


@pytest.mark.parametrize("text", [True, False])
def test_nobody_need_look_where_text_sound_and_mouth_agree(text: bool) -> None:
    doubt = _doubt(_heard(*AGREED), text=text)
    assert doubt.chance.shape == doubt.worth.shape == (80,)
    assert ((doubt.chance > 0) & (doubt.chance < doubting.LEAST)).all()
    assert doubting.places(doubt) == ()


def test_a_phone_that_is_not_heard_comes_first_and_says_so() -> None:
    first = doubting.places(_doubt(_heard(*HEARD_K)))[0]
    assert first.value == "text says p, sound says k"
    assert first.start == pytest.approx(0.3, abs=0.05)
    assert first.end == pytest.approx(0.42, abs=0.05)


def test_where_two_mouths_are_as_likely_both_are_named() -> None:
    scores = _heard((30, {"aa": SURE}), (12, {"v": 0.4, "b": 0.58}), (38, {"aa": SURE}))
    doubt = _doubt(scores, [APA[0], APA[1]._replace(value="v"), APA[2]], text=False)
    assert doubting.places(doubt)[0].value == "G or A"


def test_a_boundary_that_is_heard_elsewhere_is_told_as_one() -> None:
    phones = [Timed(0.0, 0.4, "s"), Timed(0.4, 0.8, "ɛ")]
    (place,) = doubting.places(_doubt(_heard((28, {"s": SURE}), (52, {"eh": SURE})), phones, text=False))
    assert place.value == "when B becomes C"
    assert 0.2 < place.start < place.end < 0.45


def test_what_is_drawn_alike_is_not_doubted() -> None:
    scores = _heard((80, {"t": 0.33, "d": 0.33, "n": 0.3}))
    assert doubting.places(_doubt(scores, [Timed(0.0, 0.8, "t")], text=False)) == ()


def test_a_missed_closure_is_worth_more_than_a_vowel_a_little_too_open() -> None:
    vowel = [Timed(0.0, 0.8, "ɛ")]
    shut = _doubt(_heard((30, {"eh": SURE}), (12, {"p": SURE}), (38, {"eh": SURE})), vowel)
    spread = _doubt(_heard((30, {"eh": SURE}), (12, {"iy": SURE}), (38, {"eh": SURE})), vowel)
    assert (shut.worth / shut.chance)[32:40].mean() > 1.3 * (spread.worth / spread.chance)[32:40].mean()


def test_loud_places_come_before_quiet_ones() -> None:
    phones = [p._replace(start=p.start + shift, end=p.end + shift) for shift in (0.0, 0.8) for p in APA]
    samples = np.repeat(np.array([600, 12_000], np.int16), 12_800)
    places = doubting.places(_doubt(_heard(*HEARD_K, *HEARD_K), phones, clip=Clip(samples, 16_000)), seconds=60)
    assert places[0].start > 0.8 > places[-1].start


def test_a_minute_has_its_worst_seconds_named_and_no_more() -> None:
    dice = np.random.default_rng(2)
    sounds = dice.integers(1, len(phoneset.CLASSES), 600)
    phones = [Timed(i / 10, (i + 1) / 10, phoneset.IPA[sound]) for i, sound in enumerate(sounds)]
    heard = _heard(*((10, {phoneset.CLASSES[sound]: SURE}) for sound in dice.permutation(sounds)))
    doubt = _doubt(heard, phones)
    few, many = doubting.places(doubt), doubting.places(doubt, seconds=30)
    assert 2.5 < sum(p.end - p.start for p in few) < 4.5
    assert many[: len(few)] == few
    assert len(many) > 3 * len(few)
    assert all(p.end - p.start <= 0.51 for p in many)


def test_long_sound_in_blocks_and_packed_is_doubted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = np.random.default_rng(3)
    sounds = dice.integers(0, len(phoneset.CLASSES), 120)
    phones = [Timed(i / 10, (i + 1) / 10, phoneset.IPA[sound]) for i, sound in enumerate(sounds)]
    heard = _heard(*((10, {phoneset.CLASSES[sound]: 0.7}) for sound in sounds))
    whole = _doubt(heard, phones)
    small = doubting.doubt(shown.drawn_of(phones, len(heard)), phones, doubting.packed(heard), text=True)
    np.testing.assert_allclose(small.chance, whole.chance, atol=0.03)
    assert (small.heard == whole.heard).mean() > 0.99
    monkeypatch.setattr(doubting, "_BLOCK", 250)
    np.testing.assert_allclose(_doubt(heard, phones).chance, whole.chance, atol=1e-5)


def test_what_somebody_looked_at_is_not_doubted() -> None:
    doubt = _doubt(_heard(*HEARD_K))
    assert doubting.places(doubting.settled(doubt, [(0.25, 0.47)])) == ()
    assert doubting.places(doubting.settled(doubt, [(0.5, 0.7)])) == doubting.places(doubt)


def test_pieces_join() -> None:
    part = _doubt(_heard(*AGREED))
    both = doubting.joined([part, part])
    assert len(both.chance) == len(both.said) == 160
    assert (both.chance[80:] == part.chance).all()


def test_a_mouth_that_lasts_longer_than_what_is_heard() -> None:
    phones = [Timed(0.0, 0.1, "s")]
    nothing = np.zeros((0, len(phoneset.CLASSES)), np.float32)
    drawn = shown.drawn_of(phones, 11)
    assert len(doubting.doubt(drawn, phones, _heard((10, {"s": SURE})), text=False).chance) == 11
    assert len(doubting.doubt(drawn[:3], phones, nothing, text=False).chance) == 3
    assert doubting.places(doubting.doubt(drawn[:0], (), nothing, text=True)) == ()


def test_every_sound_has_letters_that_will_do_and_is_as_far_from_others_as_they_look() -> None:
    apart, accepted, _ = doubting.tables()
    assert set(doubting.LOOKS) == set(shown.LETTERS)
    assert accepted.any(axis=1).all()
    assert ((apart == 0) == (accepted > 0)).all()


def test_a_minute_has_no_more_places_than_somebody_gets_through() -> None:
    count = 60 * FRAME_RATE
    chance = np.where(np.arange(count) % 50 < 10, np.float32(0.9), np.float32(0.0)).astype(np.float32)
    nothing = np.zeros(count, np.uint8)
    doubt = doubting.Doubt(chance, chance, nothing, nothing, np.full(count, doubting.NO_TEXT, np.uint8), nothing)
    assert len(doubting.places(doubt, 60.0)) == doubting.MOST
