"""The staff's way in: a chord that nobody makes by chance, then a PIN, with longer waits after wrong ones."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, replace

from avatar.errors import ConfigError

CORNERS = ("top left", "top right", "bottom right", "bottom left")
"""Touched in this order: around the screen once, with the clock."""

CORNER = 0.12
"""How large a corner is, in widths and heights of the picture."""

CORNERS_WITHIN_S = 6.0

KEY = "\x0b"
"""Ctrl+K on a keyboard."""

KEY_TIMES = 3

KEYS_WITHIN_S = 3.0

LEAST_DIGITS, MOST_DIGITS = 4, 12

FREE_TRIES = 3
"""Wrong PINs before the first wait."""

WAITS_S = (10.0, 30.0, 60.0, 300.0, 900.0)
"""Waits after the third wrong PIN, the fourth, and so on; the last one from then on. At a quarter of an hour a try,
half of all four-digit PINs take seven weeks."""

_COST = {"n": 1 << 14, "r": 8, "p": 1}
"""scrypt's cost: 16 MB and a twentieth of a second on a PC (RFC 7914)."""


def hash_pin(pin: str, salt: bytes | None = None) -> str:
    """What may stand in the settings instead of the PIN. Raises ConfigError for a text that is no PIN."""
    if not is_pin(pin):
        raise ConfigError(
            "That is no PIN", remedy=f"Take {LEAST_DIGITS} to {MOST_DIGITS} digits: the staff screen has only those."
        )
    salt = os.urandom(16) if salt is None else salt
    return f"scrypt:{salt.hex()}:{_scrypt(pin, salt).hex()}"


def is_pin(pin: str) -> bool:
    return LEAST_DIGITS <= len(pin) <= MOST_DIGITS and pin.isascii() and pin.isdigit()


def check_secret(secret: str) -> None:
    """Raises ConfigError where kiosk.pin is neither empty, nor digits, nor what `hash_pin` makes."""
    if secret and not is_pin(secret) and _parts(secret) is None:
        raise ConfigError(
            "kiosk.pin is neither a PIN nor one that was hashed", remedy="Run `avatar kiosk pin`, and copy its line."
        )


def matches_secret(secret: str, digits: str) -> bool:
    """Whether these digits are the PIN; wrong ones take as long as right ones. An empty secret has none."""
    parts = _parts(secret)
    if parts is not None:
        salt, want = parts
        return hmac.compare_digest(_scrypt(digits, salt), want)
    same = hmac.compare_digest(hashlib.sha256(secret.encode()).digest(), hashlib.sha256(digits.encode()).digest())
    return same and is_pin(secret)


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, dklen=32, maxmem=64 << 20, **_COST)


def _parts(secret: str) -> tuple[bytes, bytes] | None:
    kind, _, rest = secret.partition(":")
    salt, _, want = rest.partition(":")
    try:
        found = bytes.fromhex(salt), bytes.fromhex(want)
    except ValueError:
        return None
    return found if kind == "scrypt" and len(found[0]) >= 8 and len(found[1]) == 32 else None


# -------------------------------------------------------------------------------------------------------- the chord


@dataclass(frozen=True)
class Chord:
    """How far someone has come with the corners or the key."""

    corners: tuple[float, ...] = ()
    """When each corner so far was touched."""
    keys: tuple[float, ...] = ()

    def touched(self, x: float, y: float, now: float) -> Chord:
        """A touch in the picture: the next corner counts, anything else begins anew."""
        corner = find_corner(x, y)
        if corner == CORNERS[len(self.corners) % len(CORNERS)] and not self._stale(now):
            return replace(self, corners=(*self.corners, now))
        return replace(self, corners=(now,) if corner == CORNERS[0] else ())

    def typed(self, text: str, now: float) -> Chord:
        recent = tuple(at for at in self.keys if 0 <= now - at <= KEYS_WITHIN_S)
        return replace(self, keys=(*recent, now) if text == KEY else ())

    @property
    def whole(self) -> bool:
        return len(self.corners) >= len(CORNERS) or len(self.keys) >= KEY_TIMES

    def _stale(self, now: float) -> bool:
        return bool(self.corners) and not 0 <= now - self.corners[0] <= CORNERS_WITHIN_S


def find_corner(x: float, y: float) -> str:
    """Name of the corner that a place of the picture (0 to 1) is in; '' for none."""
    row = "top" if y < CORNER else "bottom" if y >= 1 - CORNER else ""
    column = "left" if x < CORNER else "right" if x >= 1 - CORNER else ""
    return f"{row} {column}" if row and column else ""


# ---------------------------------------------------------------------------------------------------------- the PIN


@dataclass(frozen=True)
class Guard:
    """Counts wrong PINs, for as long as the kiosk runs and across all visitors."""

    digits: str = ""
    failures: int = 0
    locked_until: float = 0.0
    """Monotonic seconds."""

    def wait(self, now: float) -> float:
        """Seconds until the next try is taken."""
        return max(0.0, self.locked_until - now)

    def typed(self, digit: str) -> Guard:
        return (
            replace(self, digits=(self.digits + digit)[:MOST_DIGITS]) if digit.isascii() and digit.isdigit() else self
        )

    def erased(self) -> Guard:
        return replace(self, digits=self.digits[:-1])

    def cleared(self) -> Guard:
        return replace(self, digits="")

    def tried(self, secret: str, now: float) -> tuple[Guard, bool]:
        """Try the digits: the Guard afterwards, and whether they are the PIN. During a wait no digits are."""
        if self.wait(now) > 0:
            return self.cleared(), False
        if matches_secret(secret, self.digits):
            return Guard(), True
        failures = self.failures + 1
        over = failures - FREE_TRIES
        wait = WAITS_S[min(over, len(WAITS_S) - 1)] if over >= 0 else 0.0
        return Guard("", failures, now + wait), False
