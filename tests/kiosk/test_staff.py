"""The way behind the scenes: nobody finds it by chance, and nobody guesses the PIN."""

from __future__ import annotations

import itertools
import random

import pytest

from avatar.errors import ConfigError
from avatar.kiosk import staff
from avatar.kiosk.staff import CORNERS, Chord, Guard

PLACES = {
    "top left": (0.05, 0.05),
    "top right": (0.95, 0.05),
    "bottom right": (0.95, 0.95),
    "bottom left": (0.05, 0.95),
}


def touched(names: list[str], seconds: float = 1.0) -> Chord:
    chord = Chord()
    for number, name in enumerate(names):
        chord = chord.touched(*PLACES[name], 100.0 + number * seconds)
    return chord


def test_four_corners_in_turn_are_the_chord() -> None:
    assert touched(list(CORNERS)).whole


@pytest.mark.parametrize("order", [order for order in itertools.permutations(CORNERS) if order != CORNERS])
def test_no_other_order_is(order: tuple[str, ...]) -> None:
    assert not touched(list(order)).whole


def test_slow_corners_are_not() -> None:
    assert not touched(list(CORNERS), seconds=3.0).whole


def test_a_touch_elsewhere_begins_anew() -> None:
    chord = touched(list(CORNERS[:3])).touched(0.5, 0.5, 103.0).touched(*PLACES["bottom left"], 104.0)
    assert not chord.whole


def test_the_key_three_times_is_the_chord_too() -> None:
    chord = Chord()
    for second in range(3):
        chord = chord.typed(staff.KEY, float(second))
    assert chord.whole
    assert not Chord().typed(staff.KEY, 0.0).typed("a", 0.5).typed(staff.KEY, 1.0).typed(staff.KEY, 1.5).whole


def test_a_hashed_pin_is_known_again_and_its_digits_are_not_in_it() -> None:
    secret = staff.hash_pin("483920")
    assert "483920" not in secret
    assert staff.matches_secret(secret, "483920")
    assert not staff.matches_secret(secret, "483921")
    assert not staff.matches_secret(secret, "")
    staff.check_secret(secret)


def test_a_plain_pin_works_as_well() -> None:
    assert staff.matches_secret("4839", "4839")
    assert not staff.matches_secret("4839", "48390")


@pytest.mark.parametrize("secret", ["", "12", "abcd", "scrypt:", "scrypt:00:00", "٤٨٣٩"])
def test_what_is_no_pin_opens_nothing(secret: str) -> None:
    assert not staff.matches_secret(secret, secret)
    if secret:
        with pytest.raises(ConfigError):
            staff.check_secret(secret)


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12a4", "١٢٣٤"])
def test_what_is_no_pin_is_not_hashed(pin: str) -> None:
    with pytest.raises(ConfigError):
        staff.hash_pin(pin)


def test_wrong_pins_cost_more_and_more_time() -> None:
    guard, now, waits = Guard(), 0.0, []
    for _ in range(9):
        for digit in "0000":
            guard = guard.typed(digit)
        guard, opened = guard.tried("4839", now)
        assert not opened
        waits.append(guard.wait(now))
        now += guard.wait(now)
    assert waits == [0.0, 0.0, 10.0, 30.0, 60.0, 300.0, 900.0, 900.0, 900.0]


def test_while_one_waits_not_even_the_right_pin_opens() -> None:
    guard = Guard("4839", failures=5, locked_until=100.0)
    guard, opened = guard.tried("4839", 99.0)
    assert not opened
    assert guard.failures == 5
    for digit in "4839":
        guard = guard.typed(digit)
    assert guard.tried("4839", 100.0)[1]


def test_a_day_of_guessing_finds_no_pin() -> None:
    """Of ten thousand PINs a day has room for about a hundred."""
    guard, now, tries = Guard(), 0.0, 0
    order = random.Random(7).sample(range(10_000), 10_000)
    for number in order:
        now += guard.wait(now)
        if now > 86_400:
            break
        guard, _ = Guard(f"{number:04}", guard.failures, guard.locked_until).tried("none", now)
        tries += 1
    assert tries < 110


def test_more_digits_than_a_pin_has_are_not_taken() -> None:
    guard = Guard()
    for _ in range(100):
        guard = guard.typed("1")
    assert len(guard.digits) == staff.MOST_DIGITS
    assert guard.typed("x") == guard
    assert guard.typed("٣") == guard
