"""How fast each voice speaks by itself, so that a rate means the same words a minute with every engine.

espeak-ng is the measure: it takes words a minute. Nets take a factor on their own pace, which differs from voice to
voice, and with some of them a part of the time stays whatever they are told. `python -m benchmarks.rates VOICE ...`
finds these figures, and shows what is left of the differences.
"""

from __future__ import annotations

from typing import NamedTuple

from avatar.speech.base import USUAL_RATE

LEAST_S = 0.1
"""Of a voice's own second, so much is left at the highest rates: none asks for less than nothing."""


class OwnPace(NamedTuple):
    """How fast a voice speaks at the pace that its net has by itself."""

    words: float
    """Words a minute, as a factor on espeak-ng's at USUAL_RATE, both reading the same English."""
    fixed: float
    """Share of its time that stays as it is, whatever pace it is told."""
    reason: str


PACES = {
    "hibari": OwnPace(1.05, 0.0, "heart, from 85 to 340 words a minute; its others were distilled in the same way"),
    "kokoro": OwnPace(1.03, 0.0, "the mean of the 28 English styles of KOKORO_WORDS, for those that were not measured"),
    "piper": OwnPace(1.0, 0.27, "VITS rounds each step up and each symbol has one at least; as fast as any"),
    "piper en_US-joe-medium.onnx": OwnPace(1.07, 0.27, "from 85 to 340 words a minute"),
}
"""By engine, and for a voice of its own by engine and id."""

KOKORO_WORDS = {
    "af_alloy": 1.00, "af_aoede": 1.04, "af_bella": 1.02, "af_heart": 1.05, "af_jessica": 1.16, "af_kore": 1.01,
    "af_nicole": 0.68, "af_nova": 1.03, "af_river": 1.13, "af_sarah": 1.02, "af_sky": 1.06, "am_adam": 1.04,
    "am_echo": 0.99, "am_eric": 1.13, "am_fenrir": 1.04, "am_liam": 1.11, "am_michael": 0.95, "am_onyx": 1.02,
    "am_puck": 1.06, "am_santa": 0.97, "bf_alice": 1.01, "bf_emma": 1.07, "bf_isabella": 1.07, "bf_lily": 1.03,
    "bm_daniel": 1.06, "bm_fable": 1.03, "bm_george": 0.90, "bm_lewis": 0.96,
}  # fmt: skip
"""`OwnPace.words` of Kokoro's English styles, by the durations that its net gives to 25 sentences."""


def find_pace(engine: str, voice_id: str, rate: int, words: float | None = None) -> float:
    """The factor on its own pace at which a voice speaks so many words a minute; 2 is twice as fast.

    `words`: as in OwnPace, where the engine knows better than its table.
    """
    own = PACES.get(f"{engine} {voice_id}") or PACES[engine]
    wanted = USUAL_RATE / max(rate, 1) * (own.words if words is None else words)
    return (1 - own.fixed) / max(wanted - own.fixed, LEAST_S)
