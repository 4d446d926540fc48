"""How the nets are built: what training, export and learning from corrections must agree on. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NetShape:
    """How a net is built."""

    name: str
    blocks: tuple[tuple[int, int], ...]
    """For each block (dilation in steps, 1 where it looks both ways or 0 where it looks back alone)."""
    width: int = 224
    neck: int = 80

    @property
    def left(self) -> int:
        """Steps of context before."""
        return 1 + sum(d if both else 2 * d for d, both in self.blocks)

    @property
    def right(self) -> int:
        """Steps of context after."""
        return 1 + sum(d for d, both in self.blocks if both)


SHAPES = {
    # 0.62 s both ways
    "whole": NetShape("whole", tuple((d, 1) for d in (1, 2, 4, 8, 1, 2, 4, 8)), neck=128),
    # four steps and half a window ahead: 97.5 ms
    "live": NetShape("live", ((1, 1), (1, 1), (1, 1), (2, 0), (4, 0), (1, 0), (2, 0), (6, 0))),
}
