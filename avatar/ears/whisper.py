"""A recogniser's process that hears with Whisper: `python -m avatar.ears.whisper FOLDER`.

CTranslate2 computes the net. What is usually put in front of it, faster-whisper, fills every utterance up with silence
to half a minute, since the net was trained so, which makes "hello" cost what half a minute does. Here the window is
little longer than the utterance. A net that runs out of sound begins the sentence anew; the times that it writes tell
where the sound ended, and what it writes behind that is left out.
"""

from __future__ import annotations

import logging
import math
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import processes
from avatar.ears import messages
from avatar.ears.features import RATE, log_mel
from avatar.errors import AvatarError, EngineError, EngineMissing
from avatar.installer import for_extra

LONGEST_S = 30.0
"""Seconds that the net can take in."""

BEHIND_S, SHORTEST_S = 2.0, 5.0
"""Seconds of silence that an utterance is given, and of the least window: with less the net makes words up."""

STEP_S = 0.02
"""Seconds of a step of the times that it writes."""

SLACK_S = 0.3
"""Seconds before the end of the sound from which on a written time is its end."""

LATEST_START = 50
"""Steps within which its first words must begin."""

TOKENS_A_SECOND, TOKENS_MORE = 8, 24
"""Bounds of what is written: nobody says more, so it goes in circles."""

NOBODY, UNSURE = 0.6, -1.0
"""Where it thinks that nobody spoke, and is no surer of its words than this (their mean log probability), it heard
none (Radford et al., section 4.5)."""

_WARM_S = 2.0
"""Seconds of sound with which its pace is measured."""

log = logging.getLogger(__name__)


class Whisper:
    """Writes down what somebody says."""

    def __init__(self, folder: Path) -> None:
        """`folder`: a model as CTranslate2 has it. Raises EngineError, EngineMissing."""
        try:
            import ctranslate2
        except ImportError as error:
            raise EngineMissing("CTranslate2 isn't installed", remedy=f"Install it: {for_extra('ears')}") from error
        try:
            self._tokens = (folder / "vocabulary.txt").read_text("utf-8").split("\n")
            self._net = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=2)
            self._storage = ctranslate2.StorageView.from_array
            places = {token: place for place, token in enumerate(self._tokens)}
            self._places = places
            self._end, self._zero = places["<|endoftext|>"], places["<|notimestamps|>"] + 1
            self._start, self._task = places["<|startoftranscript|>"], places["<|transcribe|>"]
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            remedy = "Get it again: `avatar get ears whisper-base`."
            raise EngineError(f"The recogniser can't be opened: {error}", where=folder, remedy=remedy) from error

    def write(self, samples: NDArray[np.float32], language: str) -> str:
        """What is said in at most LONGEST_S seconds of samples, in [-1, 1] at RATE; '' where nothing is.

        `language`: two letters; '' is found out, and so is one that the net doesn't know.
        """
        seconds = min(len(samples) / RATE, LONGEST_S)
        window = min(max(math.ceil(2 * (seconds + BEHIND_S)) / 2, SHORTEST_S), LONGEST_S)
        sound = self._net.encode(self._storage(log_mel(samples, window)[np.newaxis]))
        prompt = [self._start, self._language(sound, language), self._task]
        found = self._net.generate(
            sound, [prompt], beam_size=1, max_length=len(prompt) + TOKENS_MORE + round(TOKENS_A_SECOND * seconds),
            max_initial_timestamp_index=LATEST_START, return_scores=True, return_no_speech_prob=True,
        )[0]  # fmt: skip
        if found.no_speech_prob > NOBODY and found.scores[0] < UNSURE:
            return ""
        return self._text(list(self._within(found.sequences_ids[0], seconds)))

    def _language(self, sound: Any, language: str) -> int:
        known = self._places.get(f"<|{language}|>")
        return known if language and known is not None else self._places[self._net.detect_language(sound)[0][0][0]]

    def _within(self, tokens: Sequence[int], seconds: float) -> Iterator[int]:
        """The words among tokens, up to the time at which the sound ends."""
        segment: list[int] = []
        some = False
        for token in tokens:
            if token < self._end:
                segment.append(token)
            elif token >= self._zero:
                yield from segment
                some, segment = some or bool(segment), []
                if some and (token - self._zero) * STEP_S >= seconds - SLACK_S:
                    return
        yield from segment

    def _text(self, tokens: Sequence[int]) -> str:
        raw = bytes(_bytes()[letter] for token in tokens for letter in self._tokens[token])
        return raw.decode("utf-8", "ignore").strip()


@cache
def _bytes() -> dict[str, int]:
    """The letter that a vocabulary writes for each byte (that of GPT-2: what can't be seen is moved up to 256)."""
    seen = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in seen]
    return {chr(byte): byte for byte in seen} | {chr(256 + place): byte for place, byte in enumerate(hidden)}


def measure_pace(whisper: Whisper) -> float:
    """Seconds that it takes for a second of sound. The first time loads what comes later to nobody's delay."""
    noise = np.random.default_rng(0).normal(0.0, 0.01, round(_WARM_S * RATE)).astype(np.float32)
    whisper.write(noise, "en")
    began = time.perf_counter()
    whisper.write(noise, "en")
    return (time.perf_counter() - began) / _WARM_S


def main(args: Sequence[str]) -> int:
    """Serve until the pipe ends. `args`: the model's folder."""
    channel = processes.serve(messages.ASK, messages.ANSWER)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s whisper %(levelname)s %(message)s")
    try:
        whisper = Whisper(Path(args[0]))
        channel.send(messages.Ready(Path(args[0]).name, measure_pace(whisper)))
        while True:
            message = channel.receive()
            if message is not None:
                samples = np.frombuffer(message.blob, "<f4")
                channel.send(messages.Written(message.number, whisper.write(samples, message.language)))
    except EOFError:
        return 0
    except AvatarError as error:
        channel.send(messages.Failed(str(error)))
    except Exception as error:  # a process boundary: the ears say what happened, and start another one
        log.exception("the recogniser failed")
        channel.send(messages.Failed(f"The recogniser failed: {type(error).__name__}: {error}"))
    channel.close()
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
