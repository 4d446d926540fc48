"""How loud a sung line is: what comes before a beat is under it, and nothing in a syllable is louder than its vowel."""

from __future__ import annotations

import numpy as np

from avatar.song.balance import STEP_DB, SWELL_FROM_REST_DB, find_gains
from avatar.song.planning import Pitch, Sung
from avatar.song.syllables import SpokenPhone
from avatar.speech.moving import FRAME_S

RATE, BINS = 24_000, 513

Row = tuple[str, float, float, str, int, float]
"""Phone, start, end, role, syllable, dB that it was spoken with."""


def levels(*rows: Row) -> dict[str, np.ndarray]:
    """dB of each phone's moments after all was balanced, against the loudest."""
    phones = [Sung(SpokenPhone(n, a, b, 0, False), a, b, role, syllable) for n, a, b, role, syllable, _ in rows]  # type: ignore[arg-type]
    times = np.arange(round((rows[-1][2] - rows[0][1]) / FRAME_S)) * FRAME_S + rows[0][1]
    of = np.searchsorted([row[2] for row in rows], times + 1e-9)
    said = np.array([row[5] for row in rows])[of]
    envelope = np.full((len(times), BINS), 1e-6) * 10 ** (said[:, None] / 10)
    gains = find_gains(times, of, phones, envelope, RATE, [Pitch(rows[0][1], rows[-1][2], 60.0, 1.0)])
    db = said + 10 * np.log10(gains)
    return {row[0]: (db - db.max())[of == number] for number, row in enumerate(rows)}


def test_an_l_grows_into_its_vowel_and_lets_go_at_the_beat() -> None:
    found = levels(("l", -0.08, 0.0, "onset", 0, 0.0), ("a", 0.0, 0.5, "vowel", 0, 0.0))
    assert found["l"][0] < -SWELL_FROM_REST_DB + 4
    assert found["l"][-5] < -STEP_DB + 2.5
    assert found["a"][2:].min() > -3
    assert (np.diff(found["l"]) > -0.1).all()


def test_a_soft_consonant_is_left_alone() -> None:
    loud = levels(("m", -0.08, 0.0, "onset", 0, 0.0), ("a", 0.0, 0.5, "vowel", 0, 0.0))
    soft = levels(("m", -0.08, 0.0, "onset", 0, -40.0), ("a", 0.0, 0.5, "vowel", 0, 0.0))
    assert loud["m"].mean() > soft["m"].mean()
    assert np.ptp(soft["m"]) < 2


def test_no_coda_is_louder_than_its_vowel() -> None:
    found = levels(("ɔ", 0.0, 0.4, "vowel", 0, -12.0), ("ɹ", 0.4, 0.48, "coda", 0, 6.0))
    assert found["ɹ"].max() <= np.median(found["ɔ"][-16:])


def test_a_vowel_that_follows_on_another_is_heard_to_begin() -> None:
    found = levels(("o", 0.0, 0.4, "vowel", 0, 0.0), ("a", 0.4, 0.8, "vowel", 1, 0.0))
    assert found["o"][-5:].min() < found["o"][20:40].mean() - 3
    assert found["a"][4:].min() > -3


def test_nothing_but_consonants_is_left_as_it_was() -> None:
    assert np.ptp(levels(("s", 0.0, 0.3, "onset", 0, 0.0))["s"]) == 0
