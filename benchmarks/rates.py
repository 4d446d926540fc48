"""Whether a rate means the same words a minute with every voice.

    python -m benchmarks.rates [VOICE ...] [--rates 120 170 240] [--sentences 5]

Each voice reads a paragraph, sentence by sentence, and more sentences after it where more are asked for. Prints its
words a minute at each rate, without the silence before and after a sentence, and that as a factor on what espeak-ng's
en-us takes for the same. Fails where a factor is off by more than 8 %.

At 170, with the factor left out of `avatar/speech/paces.py`, that is the voice's own pace; how it changes from rate to
rate tells what share of its time is fixed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from avatar import library
from avatar.speech import ENGINES
from avatar.speech.base import Engine, Request, SpokenSound
from avatar.text.clean import speakable
from avatar.types import Voice
from benchmarks.sentences import EDGES, READING

PARAGRAPH = """
The old clock on the station wall had stopped again, so nobody on the platform knew how late the train was.
A woman with a green umbrella asked the guard, who shrugged and looked at his own watch.
It had been raining since the early morning, and the river behind the houses was already brown and fast.
When the train came at last, people got in without a word.
Most of them opened a book, or closed their eyes, and thought of the warm kitchen that was waiting at the end of it.
""".strip().splitlines()
MEASURE = "en-us"
AUDIBLE = 330
"""1 % of full scale."""
CLOSE = 0.08


def heard_s(sound: SpokenSound) -> float:
    """Seconds from the first audible sample to the last."""
    loud = np.flatnonzero(np.abs(np.frombuffer(sound.pcm, "<i2").astype(int)) > AUDIBLE)
    return float(loud[-1] - loud[0]) / sound.rate


def count_words(engine: Engine, voice: Voice, rate: int, texts: Sequence[str]) -> float:
    """Words a minute."""
    spoken = sum(heard_s(engine.speak(Request.of(text, replace(voice, rate=rate)))) for text in texts)
    return 60 * sum(len(text.split()) for text in texts) / spoken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*", default=["hibari-heart"])
    parser.add_argument("--rates", type=int, nargs="*", default=[120, 170, 240])
    parser.add_argument("--sentences", type=int, default=len(PARAGRAPH))
    options = parser.parse_args()
    texts = [speakable(text, "en-US").text for text in [*PARAGRAPH, *READING, *EDGES][: options.sentences]]
    fine = True
    measure: dict[int, float] = {}
    engines: dict[str, Engine] = {}
    for name in (MEASURE, *options.voices):
        voice = replace(library.voice(name), pitch=50, range=50, formants=1.0, effort=0, effects=())
        if voice.engine not in engines:
            kind = ENGINES[voice.engine]
            engines[voice.engine] = kind(*kind.traits.settings())
        cells = ""
        for rate in options.rates:
            words = count_words(engines[voice.engine], voice, rate, texts)
            factor = words / measure.setdefault(rate, words)
            fine = fine and abs(factor - 1) <= CLOSE
            cells += f"{rate:8}: {words:6.1f} {factor:5.2f}"
        print(f"{name:20}{cells}", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
