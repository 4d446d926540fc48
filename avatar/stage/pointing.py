"""A pointer in front of the picture: how much it draws the eyes, and whether it tickles."""

from __future__ import annotations

import math
from collections import deque

from avatar.scene.attending import NOTHING, Attention

COMES_S, GOES_S = 0.25, 0.8
"""Seconds in which a pointer that begins to move draws the eyes, and in which they leave one that rests."""
STAYS_S = 2.5
"""Seconds for which a pointer that rests is still looked at: eyes that stayed for good would stare."""
FOLLOWS_S = 0.09
"""Time constant with which eyes catch up, in seconds: about a saccade's, quick and never a jump."""
LEAST_MOVE = 0.004
"""A pointer that moved less, in shares of the picture, rests: hands tremble, tables shake."""

TICKLE_TURNS, TICKLE_S, TICKLE_REACH = 5, 1.6, 0.02
"""Tickling is a pointer over somebody that turns back so many times within so many seconds, and between two turns goes
at least so far, in shares of the picture."""
TICKLISH_AGAIN_S = 4.0
"""Seconds before somebody who was tickled notices it again."""


class Pointing:
    """Follows one pointer. Times are wall seconds that never go back."""

    def __init__(self) -> None:
        self._at: tuple[float, float] | None = None
        self._eyes = (0.5, 0.5)
        self._share = 0.0
        self._moved = self._asked = -math.inf
        self._turns: deque[float] = deque(maxlen=TICKLE_TURNS)
        self._way = self._farthest = 0.0
        self._tickled = -math.inf

    def move(self, x: float, y: float, wall: float) -> None:
        """The pointer is there now, in shares of the picture; beside it, it may be less than 0 or more than 1."""
        if self._at is None or math.dist(self._at, (x, y)) >= LEAST_MOVE:
            self._turn(x, wall)
            self._at, self._moved = (x, y), wall

    def leave(self) -> None:
        """The pointer is gone: the eyes leave the place where it was."""
        self._moved = min(self._moved, self._asked - STAYS_S)

    def attention(self, wall: float) -> Attention:
        """Where the eyes are drawn now. Call it once for each picture."""
        since, self._asked = wall - self._asked, wall
        wanted = self._at is not None and wall - self._moved < STAYS_S
        if self._at is None or (not wanted and self._share <= 0.0):
            return NOTHING
        if not math.isfinite(since):
            since = 0.0
        if self._share <= 0.0:
            self._eyes = self._at
        self._share += since / COMES_S if wanted else -since / GOES_S
        self._share = min(1.0, max(0.0, self._share))
        near = 1.0 - math.exp(-since / FOLLOWS_S)
        (x, y), (to_x, to_y) = self._eyes, self._at
        self._eyes = (x + (to_x - x) * near, y + (to_y - y) * near)
        return Attention(*self._eyes, self._share * self._share * (3.0 - 2.0 * self._share))

    def tickles(self, wall: float) -> bool:
        """Whether it has just tickled whoever is under it; True once for each time."""
        quick = len(self._turns) == TICKLE_TURNS and wall - self._turns[0] < TICKLE_S
        if not quick or wall - self._tickled < TICKLISH_AGAIN_S:
            return False
        self._tickled = wall
        self._turns.clear()
        return True

    def _turn(self, x: float, wall: float) -> None:
        """Notes where it turns back, across: the farthest place of each way counts."""
        if self._at is None:
            self._farthest = x
            return
        if self._way == 0.0:
            self._way = math.copysign(1.0, x - self._farthest) if abs(x - self._farthest) > TICKLE_REACH else 0.0
            self._farthest = x if self._way else self._farthest
        elif (x - self._farthest) * self._way > 0.0:
            self._farthest = x
        elif (self._farthest - x) * self._way > TICKLE_REACH:
            self._turns.append(wall)
            self._way, self._farthest = -self._way, x
