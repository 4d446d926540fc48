"""How a line is said: faster, higher, louder than its voice usually speaks, or in a whisper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from avatar.types import Voice

WHISPERS = {"espeak": ("whisper", "whisperf")}
"""Engine to its variants that whisper: for a man's voice and a woman's. What other engines speak is
made a whisper afterwards (`performer.whisper`)."""

WHISPER_GAIN = {"whisper": 1.0, "whisperf": 0.6}
"""Brings a whisper some 5 dB below speech, as measured; `whisperf` comes as loud as speech."""

HUSHED = 0.45
"""The gain of a voice whose whisper is made of its speech: 5 dB below it to the ear, as those of the others."""

_HIGH = ("f", "linda", "steph", "belinda", "aunty", "alicia", "anika", "andrea", "annie")
"""How the variants of women's voices begin."""


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
    """The voice that speaks so. The gain is in it, and no voice is driven beyond what it can do."""
    gain = voice.gain * delivery.gain
    variant = voice.variant
    if delivery.whisper:
        low, high = WHISPERS.get(voice.engine, ("", ""))
        whisper = high if variant.lower().startswith(_HIGH) else low
        gain *= WHISPER_GAIN.get(whisper, HUSHED)
        variant = whisper or variant
    return replace(
        voice,
        rate=round(min(max(voice.rate * delivery.rate, 60), 450)),
        pitch=min(100, max(0, voice.pitch + delivery.pitch)),
        gain=gain,
        variant=variant,
    )
