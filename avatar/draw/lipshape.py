"""Where lips are: the contours of a mouth with lips, from its parameters.

Lengths are in widths of the mouth at rest; x runs to the right, y down, (0, 0) is the middle of the closed
lips. Corners have vertical tangents on the outside, so that no pose makes a spike of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import skia

from avatar.character.looks import Look
from avatar.draw.brush import Point, clamp, curve, mix, smooth
from avatar.types import Mouth

Cubic = tuple[Point, Point, Point]

OPEN = 0.012
"""Gap from which there is something to see between the lips."""


@dataclass(frozen=True)
class LipShape:
    """Where the lips are, in widths."""

    left: tuple[float, float]
    """Outer corner."""
    right: tuple[float, float]
    top: float
    """Inner edge of the upper lip, in the middle."""
    bottom: float
    """Inner edge of the lower lip, in the middle."""
    upper: float
    """Thickness of the upper lip."""
    lower: float
    inset: float
    """From the outer corners to the inner ones."""
    roundness: float
    """0 a lens, 1 an ellipse."""
    half: float
    bow: float

    @property
    def gap(self) -> float:
        return self.bottom - self.top

    @property
    def base(self) -> float:
        """Lower contour of the lower lip, in the middle."""
        return self.bottom + self.lower

    def above(self) -> tuple[Cubic, ...]:
        """The upper contour, from the left corner to the right one."""
        (left_x, left_y), (right_x, right_y), half = self.left, self.right, self.half
        peak_x, peak_y = 0.25 * half, self.top - self.upper
        dip = peak_y + self.bow * self.upper * 0.55

        def side(y: float) -> float:
            return y - 0.5 * self.upper - 0.42 * self.roundness * max(0.0, y - peak_y - self.upper)

        return (
            ((left_x, side(left_y)), (-peak_x - 0.36 * half, peak_y), (-peak_x, peak_y)),
            ((-peak_x * 0.55, peak_y), (-peak_x * 0.4, dip), (0.0, dip)),
            ((peak_x * 0.4, dip), (peak_x * 0.55, peak_y), (peak_x, peak_y)),
            ((peak_x + 0.36 * half, peak_y), (right_x, side(right_y)), self.right),
        )

    def outer(self) -> skia.Path:
        """The contour of both lips."""
        (left_x, left_y), (right_x, right_y), half, base = self.left, self.right, self.half, self.base
        reach = 0.52 + 0.12 * self.roundness
        down = 0.20 + 0.34 * self.roundness
        return curve(
            self.left,
            *self.above(),
            ((right_x, mix(right_y, base, down)), (reach * half, base), (0.0, base)),
            ((-reach * half, base), (left_x, mix(left_y, base, down)), self.left),
            close=True,
        )

    def corners(self) -> tuple[Point, Point]:
        """The inner ones."""
        return (self.left[0] + self.inset, self.left[1]), (self.right[0] - self.inset, self.right[1])

    def edge(self, middle: float) -> tuple[Cubic, Cubic]:
        """From the left inner corner over (0, middle) to the right one."""
        (left_x, left_y), (right_x, right_y) = self.corners()
        out = mix(0.32, 0.0, self.roundness) * self.half
        rise = mix(0.42, 0.56, self.roundness)
        flat = mix(0.42, 0.55, self.roundness) * (self.half - self.inset)
        return (
            ((left_x + out, mix(left_y, middle, rise)), (-flat, middle), (0.0, middle)),
            ((flat, middle), (right_x - out, mix(right_y, middle, rise)), (right_x, right_y)),
        )

    def back(self, middle: float) -> tuple[Cubic, Cubic]:
        """The same edge, walked from right to left."""
        (first, second, mid), (third, fourth, _) = self.edge(middle)
        left, _ = self.corners()
        return ((fourth, third, mid), (second, first, left))

    def inner(self) -> skia.Path:
        """The contour of the opening."""
        left, _ = self.corners()
        return curve(left, *self.edge(self.top), *self.back(self.bottom), close=True)


def lip_shape(mouth: Mouth, look: Look) -> LipShape:
    """The lips of a mouth.

    Pressed, they roll in: thinner, flat, and pushed up by the chin.
    Biting, the upper lip rises from the teeth and the lower one is drawn in.
    """
    numbers, press, bite = look.numbers, mouth.closure, mouth.bite
    free = 1.0 - press
    # Corners fall less far than they rise: further, and the lower lip would run out straight into spikes.
    smile = mouth.smile * (1.0 - 0.5 * bite) * (1.0 - 0.5 * press) * (0.75 if mouth.smile < 0.0 else 1.0)
    spread = max(0.0, mouth.width)
    half = 0.5 * (1.0 + 0.20 * spread + 0.26 * min(0.0, mouth.width)) * (1.0 - 0.38 * mouth.rounding)
    half *= (
        (1.0 + 0.12 * max(0.0, smile) - 0.14 * max(0.0, -smile))
        * (1.0 - 0.07 * mouth.jaw)
        * (1.0 - 0.06 * press)
        * (1.0 - 0.06 * bite)
    )
    rest = numbers["rest_smile"] * (1.0 - 0.8 * mouth.rounding) * (1.0 - 0.42 * press) * (1.0 - 0.25 * bite)
    rest *= clamp(1.0 + 1.5 * smile) * (1.0 - 0.6 * smooth(mouth.jaw, 0.0, 0.3))
    # Puckered lips smile with what is around them: corners pulled up all the way would make them square.
    lift = numbers["smile"] * (1.0 - 0.85 * mouth.rounding)
    fall = 0.25 * numbers["drop"] * mouth.jaw * free - 0.02 * press
    smile_left = smile * (1.0 - max(0.0, mouth.skew))
    smile_right = smile * (1.0 - max(0.0, -mouth.skew))
    gap = (numbers["drop"] * mouth.jaw * (1.0 - 0.65 * bite) + 0.08 * smooth(mouth.rounding, 0.5, 1.0)) * free
    # The tongue's tip wants room between the teeth.
    gap += 0.05 * smooth(mouth.tongue, 0.7, 1.0) * smooth(gap, 0.0, 0.1)
    sag = 0.05 * smile * (1.0 - 0.5 * mouth.jaw) * (1.0 - 0.7 * mouth.rounding) - 0.05 * press
    top = sag - (0.10 * gap + (0.08 * mouth.upper + 0.02 * bite) * free)
    bottom = max(top, sag + 0.90 * gap)
    if bite > 0:
        bottom = mix(bottom, top + 0.10, bite)
    # A ring has its corners half way down.
    fall = mix(fall, (top + bottom) / 2, 0.9 * mouth.rounding)
    soft = (1.0 - 0.22 * spread) * (1.0 - 0.06 * max(0.0, smile))
    return LipShape(
        left=(-half - 0.05 * max(0.0, smile_left - smile_right), -(rest + smile_left) * lift + fall),
        right=(half + 0.05 * max(0.0, smile_right - smile_left), -(rest + smile_right) * lift + fall),
        top=top,
        bottom=bottom,
        upper=numbers["upper_lip"] * soft * (1.0 + 0.20 * mouth.rounding) * (1.0 - 0.2 * bite) * (1.0 - 0.56 * press),
        lower=numbers["lower_lip"] * soft * (1.0 + 0.08 * mouth.rounding) * (1.0 - 0.05 * bite) * (1.0 - 0.62 * press),
        inset=mix(0.012, 0.045 + 0.035 * mouth.rounding, smooth(bottom - top, 0.0, 0.08)),
        roundness=clamp(0.25 + 0.75 * mouth.rounding + 0.45 * mouth.jaw),
        half=half,
        bow=numbers["bow"] * (1.0 - 0.55 * mouth.jaw) * (1.0 - 0.8 * press) * (1.0 - 0.4 * spread),
    )
