"""Rendered speech: some on which a net's answers are held while it learns, other to judge what it does to other voices.

espeak-ng's voices, high and low, a child's, whispered, in noise, sung and in other languages, as `avatar studio
evaluate --voices` makes them, and hibari's natural voice where it is installed. What is rendered is kept in the cache.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.lipsync import features
from avatar.speech import ENGINES
from avatar.speech.base import Request
from avatar.studio import espeak, manifest, sentences, splits, timing, voices
from avatar.studio.dataset import find_human
from avatar.studio.manifest import Utterance
from avatar.types import Clip, Timed

SPOKEN, FOREIGN, SLOW = 40, 18, 12
"""Sentences by espeak-ng that answers are held on: by its English voices, in other languages, and as slow and level as
singing."""
TELEPHONE = 4
"""One of so many is held on as a telephone lets it through, too."""
_PASSED = slice(5, 34)
"""Bands that a telephone lets through: 300 to 3400 Hz."""
NATURAL = 30
"""Sentences by hibari, of which every third judges and the others are held on."""
EACH, JUDGES = 40, 24
"""Recordings of each known corpus that answers are held on, and those that judge."""
LONGEST = 1000
"""Frames of such a recording that answers are held on."""
JUDGED_TONGUES = 1
"""Sentences in each other language that judge."""
_SEED = 8_000_000_000
"""Beyond the seeds that training texts are made from."""
_VOICES = ("en-us", "en-us", "gmw/en", "en-gb-scotland", "en-gb-x-rp", "en-029")
_KINDS = ("", "f1", "f2", "f3", "f4", "m1", "m2", "m3", "m5", "m7", "klatt", "klatt2", "Annie", "Gene", "Lee", "steph")


def judged(folder: Path) -> list[Utterance]:
    """Labelled speech of other voices; kept in `folder`."""
    made = list(manifest.read(voices.make(folder / "voices", spoken=JUDGED_TONGUES)))
    return made + _natural(folder, range(0, NATURAL, 3))


def held(folder: Path) -> Iterator[NDArray[np.float32]]:
    """Log-mel frames of speech that answers are held on; what is slow to make is kept in `folder`."""
    for number, (text, style) in enumerate(_styles()):
        mel = _mel(espeak.render(text, style).clip)
        yield mel
        if number % TELEPHONE == 0:
            yield _narrow(mel)
    for utterance in _natural(folder, [number for number in range(NATURAL) if number % 3]):
        yield _mel(audio.read(Path(utterance.audio)))


def _styles() -> Iterator[tuple[str, espeak.SpeakingStyle]]:
    """What is said, and how."""
    languages = sentences.list_languages()
    for number in range(SPOKEN + FOREIGN + SLOW):
        dice = random.Random(number)
        text = sentences.make_english(_SEED + number)
        if number < SPOKEN:
            kind = dice.choice(_KINDS)
            voice = dice.choice(_VOICES) + (f"+{kind}" if kind else "")
            yield text, espeak.SpeakingStyle(voice, dice.randint(130, 210), dice.randint(15, 90), dice.randint(25, 75))
        elif number < SPOKEN + FOREIGN:
            language = languages[number % len(languages)]
            yield sentences.make_up(language, _SEED + number), espeak.SpeakingStyle(language, dice.randint(130, 180))
        else:
            yield text, espeak.SpeakingStyle("en-us", 80, dice.randint(20, 80), range=0)


def _narrow(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    """The frames without what a telephone leaves out."""
    out = mel.copy()
    out[:, : _PASSED.start] = out[:, _PASSED.stop :] = np.float32(np.log(features.FLOOR))
    return out


def of_corpora(folder: Path) -> tuple[list[NDArray[np.float32]], list[Utterance]]:
    """Of the known corpora in a folder: speech that answers are held on, and the part that no net learned from, timed
    as `avatar studio evaluate` times it, to judge by."""
    spoken: list[NDArray[np.float32]] = []
    judges: list[Utterance] = []
    for every in find_human(folder).values():
        spoken += [_mel(audio.read(Path(u.audio)))[:LONGEST] for u in _some(splits.training(every), EACH)]
        timed = [u if u.phones else timing.time_utterance(u) for u in _some(splits.judging(every), JUDGES)]
        judges += timing.keep_surest([u for u in timed if u is not None])
    return spoken, judges


def _some(utterances: Sequence[Utterance], most: int) -> Sequence[Utterance]:
    """So many of them at most, from all over."""
    return utterances[:: -(-len(utterances) // most)] if utterances else ()


def _mel(clip: Clip) -> NDArray[np.float32]:
    return features.log_mel(features.to_16k(clip))


def _natural(folder: Path, numbers: Sequence[int]) -> list[Utterance]:
    """hibari's sentences of these numbers, with the times that it tells; [] where it is not installed."""
    if importlib.util.find_spec("hibari") is None or importlib.util.find_spec("onnxruntime") is None:
        return []
    done = folder / f"hibari-{numbers[0]}-{len(numbers)}.jsonl"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write(done, list(_spoken(folder, numbers)))
    return list(manifest.read(done))


def _spoken(folder: Path, numbers: Sequence[int]) -> Iterator[Utterance]:
    engine = ENGINES["hibari"]()
    for number in numbers:
        text = sentences.make_english(_SEED + 1000 + number)
        sound = engine.speak(Request(text, "heart", "en-US"))
        path = folder / f"hibari-{number:02d}.flac"
        audio.write(path, Clip(np.frombuffer(sound.pcm, "<i2"), sound.rate))
        phones = tuple(Timed(p.start, p.end, p.value.lstrip("ˈ")) for p in sound.phones or ())
        extra: dict[str, object] = {"group": "natural"}
        yield Utterance(path.name, "hibari", "en-US", "Apache-2.0", "engine", text, phones, extra=extra)
