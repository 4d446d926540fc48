"""How a line is said: faster, higher, louder than its voice usually speaks, or in a whisper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from avatar.speech import traits
from avatar.types import Voice

HUSHED = 0.45
"""Gain of a whisper that is made from speech (`performer.whisper`): it sounds 5 dB softer than the speech, as the
whispers of engines that have their own do."""


FORMANTS = (0.7, 1.4)
"""Least and most factor on a voice's formants: beyond, no head is so large or so small."""


@dataclass(frozen=True)
class Delivery:
    """Changes to a voice for one line."""

    rate: float = 1.0
    """Factor on words a minute."""
    pitch: int = 0
    """Added to the voice's pitch (0 to 100)."""
    gain: float = 1.0
    """Linear factor on loudness."""
    whisper: bool = False
    range: int = 0
    """Added to the voice's liveliness (0 to 100): below 0 flatter, as deadpan is."""
    effort: int = 0
    """Added to how hard a natural voice speaks (-50 hushed to 50 shouted); others know none."""
    formants: float = 1.0
    """Factor on the formants of a natural voice: a smile draws the lips back, which shortens the mouth."""

    def plus(self, other: Delivery) -> Delivery:
        """Both at once."""
        return Delivery(
            round(self.rate * other.rate, 4),
            self.pitch + other.pitch,
            round(self.gain * other.gain, 4),
            self.whisper or other.whisper,
            self.range + other.range,
            self.effort + other.effort,
            round(self.formants * other.formants, 4),
        )


def delivered(voice: Voice, delivery: Delivery) -> Voice:
    """The voice with a delivery's changes in it, gain included, each kept within what a voice can do."""
    gain = voice.gain * delivery.gain
    variant = voice.variant
    if delivery.whisper:
        whispers = (each for each in traits(voice.engine).whispers if variant.lower().startswith(each.begins))
        whisper = next(whispers, None)
        gain *= whisper.gain if whisper else HUSHED
        variant = whisper.variant if whisper else variant
    return replace(
        voice,
        rate=round(min(max(voice.rate * delivery.rate, 60), 450)),
        pitch=min(100, max(0, voice.pitch + delivery.pitch)),
        range=min(100, max(0, voice.range + delivery.range)),
        effort=min(50, max(-50, voice.effort + delivery.effort)),
        formants=round(min(FORMANTS[1], max(FORMANTS[0], voice.formants * delivery.formants)), 4),
        gain=gain,
        variant=variant,
    )
