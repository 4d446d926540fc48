"""Silence before and after what is said."""

from __future__ import annotations

import pytest

from avatar.speech.base import Moment, SpokenSound
from avatar.speech.trimming import LEAD_S, TAIL_S, trim_sound

RATE = 1000
PHONES = (Moment(0.0, 0.5, ""), Moment(0.5, 0.6, "h"), Moment(0.6, 0.8, "aɪ"), Moment(0.8, 1.2, ""))


def test_a_sound_begins_and_ends_with_what_is_said() -> None:
    sound = SpokenSound(bytes(2400), RATE, (Moment(0.5, 0.8, "Hi", 0, 2),), PHONES, "alignment")
    found = trim_sound(sound)
    assert found.duration == pytest.approx(LEAD_S + 0.3 + TAIL_S)
    assert found.phones is not None
    assert [each.value for each in found.phones] == ["", "h", "aɪ", ""]
    assert [each.start for each in found.phones] == pytest.approx([0.0, LEAD_S, LEAD_S + 0.1, LEAD_S + 0.3])
    assert found.phones[-1].end == pytest.approx(found.duration)
    assert found.words[0][:2] == pytest.approx((LEAD_S, LEAD_S + 0.3))


def test_little_silence_stays_as_it_is() -> None:
    sound = SpokenSound(bytes(600), RATE, (), (Moment(0.0, 0.3, "a"),), "alignment")
    assert trim_sound(sound) == sound


@pytest.mark.parametrize("phones", [None, (), (Moment(0.0, 1.2, ""),)])
def test_a_sound_without_phones_stays_whole(phones: tuple[Moment, ...] | None) -> None:
    sound = SpokenSound(bytes(2400), RATE, (), phones)
    assert trim_sound(sound) is sound
