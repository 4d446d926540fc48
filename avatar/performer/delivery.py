"""How a line is said: faster, higher, louder than its voice usually speaks, or in a whisper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from avatar.speech import traits
from avatar.types import Voice

HUSHED = 0.45
"""Gain of a whisper that is made from speech (`performer.whisper`): it sounds 5 dB softer than the speech, as the
whispers of engines that have their own do."""


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

    def plus(self, other: Delivery) -> Delivery:
        """Both at once."""
        return Delivery(
            round(self.rate * other.rate, 4),
            self.pitch + other.pitch,
            round(self.gain * other.gain, 4),
            self.whisper or other.whisper,
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
        gain=gain,
        variant=variant,
    )
