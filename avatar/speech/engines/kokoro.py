"""Natural voices by Kokoro-82M, offline, in nine languages and any blend of styles; about real time on two cores.

The net tells how long each letter lasts that it reads, in steps of 25 ms: an inner tensor of it, shown by `nets`. Its
files lie in the folder `kokoro` of the user's voices: the net, and a style for each voice. It draws no noise, so the
same text sounds the same each time.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.errors import EngineError
from avatar.speech.base import (
    Moment,
    Progress,
    Request,
    SpokenSound,
    Traits,
    Whisper,
    no_progress,
    phones_without_gaps,
)
from avatar.speech.engines.espeak import find_library, look_for_library
from avatar.speech.kokoro.letters import NUMBERS, Accent, Voiced
from avatar.speech.kokoro.reading import SENTENCE_ENDS, Phonemes, read_text, split_pieces
from avatar.speech.kokoro.styles import find_file, find_styles, parse_blend, read_voice
from avatar.speech.manner import WHISPER, find_moves
from avatar.speech.offsets import find_lag
from avatar.speech.paces import KOKORO_WORDS, PACES, find_pace
from avatar.speech.trimming import trim_sound
from avatar.tags import base

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.speech.espeak_library import Library
    from avatar.speech.nets import Net
    from avatar.types import Availability

NET = "kokoro-82m-int8.onnx"
GET = "avatar voices get kokoro-heart"
"""The command that brings the net, with its best style."""
RATE = 24000
STEP = 600
"""Samples a step of the durations."""
DURATIONS = "/encoder/Clip_output_0"
"""The tensor inside that holds the steps of each letter, with the silence before and after."""
SLOWEST, FASTEST = 0.5, 2.0
"""Factors on its own pace, beyond which it slurs."""
MOST_THREADS = 4
"""More cores gain little, and the picture needs some."""
SENTENCE_S, CLAUSE_S = 0.38, 0.18
"""Seconds of silence beside those between two pieces, after a sentence and after less."""
QUIET_S = 0.3
"""Seconds of silence that stand for a text with nothing to say."""

TONGUES = {"es": "es", "fr": "fr-fr", "hi": "hi", "it": "it", "pt": "pt-br"}
"""Language to espeak-ng's voice for it, which knows how its words are said; English, Japanese and Mandarin have
rules of their own: what espeak-ng tells of tones is not enough to understand a sentence."""
MANDARIN = "cmn"
"""Stands for espeak-ng's voice where Mandarin is read by its pinyin."""
CANTONESE = re.compile(r"yue\b|zh([-_]\w+)?[-_](yue|hk|mo)\b", re.IGNORECASE)
"""Tags of Chinese that is said otherwise than it is read here."""


def _missing(voice_id: str) -> str:
    """The file of a voice that is not in the user's folder; '' where all are."""
    folder = _folder()
    try:
        shares = parse_blend(voice_id)
    except EngineError:
        return str(find_file(folder, voice_id))
    needed = [folder / NET, *(find_file(folder, each.style) for each in shares)]
    return next((str(path) for path in needed if not path.is_file()), "")


def _files(voice_id: str) -> tuple[Path, ...]:
    folder = _folder()
    try:
        return folder / NET, *(find_file(folder, each.style) for each in parse_blend(voice_id))
    except EngineError:
        return (find_file(folder, voice_id),)


TRAITS = Traits(
    files=_files,
    pinyin=True,
    patience_s=90.0,  # a piece of a dozen seconds on a small machine; that it does nothing is noticed by `computes`
    loading_s=60.0,
    kept=True,
    computes=True,
    words=True,
    phones=True,
    natural=True,
    heavy=True,
    memory_mb=600,
    missing=_missing,
    whispers=(Whisper(("",), WHISPER, 0.56),),
    rate=RATE,
    settings=find_library,
)


class _Tongue(NamedTuple):
    """A language as it is read."""

    espeak: str
    """espeak-ng's voice for it; '' for Japanese, which is read from its kana, MANDARIN for Mandarin."""
    accent: Accent


class Kokoro:
    """The kokoro engine. A voice's id is a style, or a blend of some: `af_heart*0.6 + bf_emma*0.4`."""

    name = "kokoro"
    traits = TRAITS

    def __init__(self, library: str = "", data: str = "") -> None:
        """`library` and `data`: where libespeak-ng and its data are, if the caller knows; else they are looked for."""
        self._place = (library, Path(data) if data else None) if library else None
        self._library: Library | None = None
        self._files: dict[str, str] = {}
        self._net: Net | None = None
        self._voices: dict[str, NDArray[Any]] = {}

    def availability(self) -> Availability:
        from avatar import installer
        from avatar.types import Availability

        if importlib.util.find_spec("onnxruntime") is None:
            return Availability(False, "onnxruntime is not installed", installer.for_library("onnxruntime"))
        folder = _folder()
        if not (folder / NET).is_file():
            return Availability(False, f"its net is not in {folder}", GET)
        return Availability(True, f"Kokoro-82M, {len(find_styles(folder))} styles in {folder}")

    def warm(self, request: Request) -> None:
        self._phonemes(find_tongue(request.language))
        self._voice(request.voice_id)
        self._opened()

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        from avatar.speech.moving import move_sound

        tongue = find_tongue(request.language)
        voice = self._voice(request.voice_id)
        pieces = split_pieces(read_text(request, self._phonemes(tongue), tongue.accent))
        sounds: list[SpokenSound] = []
        for piece in pieces:
            sounds.append(trim_sound(self._said(piece, voice, request)))
            progress()
        sound = join_sounds(sounds, [find_pause(piece) for piece in pieces])
        return move_sound(sound, find_moves(request, sound.words))

    def _said(self, piece: Sequence[Voiced], voice: NDArray[Any], request: Request) -> SpokenSound:
        """A piece's sound with its times, as long as the net makes it."""
        import numpy as np

        from avatar.speech.edges import settle_sound

        numbers = [NUMBERS[letter] for each in piece for letter in each.letters]
        pace = min(
            max(find_pace("kokoro", request.voice_id, request.rate, find_words(request.voice_id)), SLOWEST), FASTEST
        )
        feeds = {
            "tokens": np.array([[0, *numbers, 0]], np.int64),
            "style": voice[None, len(numbers) - 1],
            "speed": np.array([pace], np.float32),
        }
        audio, steps = self._opened().run(feeds, ("audio", DURATIONS))
        pcm = (np.clip(audio.ravel(), -1, 1) * 32767).round().astype("<i2").tobytes()
        seconds = (steps.ravel() * (STEP / RATE)).tolist()
        if len(seconds) != len(numbers) + 2 or abs(sum(seconds) - len(pcm) / 2 / RATE) > STEP / RATE:
            raise EngineError(
                "The net tells other times than its sound has", where=_folder() / NET, remedy="Get it again."
            )
        phones = time_phones(piece, seconds)
        told = SpokenSound(pcm, RATE, time_words(phones, request.text), (), "alignment")
        # "alignment", not "engine": as Piper's, these spans include a stop's closure
        whole = phones_without_gaps([each._replace(at=-1, length=0) for each in phones], told.duration)
        return settle_sound(replace(told, phones=whole), find_lag("kokoro", pace))

    def _opened(self) -> Net:
        if self._net is None:
            from avatar.speech.nets import open_net

            path = _folder() / NET
            if not path.is_file():
                raise EngineError("Kokoro's net is not here", where=path, remedy=f"Get it: `{GET}`.")
            threads = min(os.cpu_count() or 1, MOST_THREADS)
            self._net = open_net(path, shown=[DURATIONS], threads=threads)
        return self._net

    def _voice(self, voice_id: str) -> NDArray[Any]:
        if voice_id not in self._voices:
            self._voices[voice_id] = read_voice(_folder(), voice_id)
        return self._voices[voice_id]

    def _phonemes(self, tongue: _Tongue) -> Phonemes:
        """What tells the phones of a text in this language. Raises EngineMissing where espeak-ng is."""
        if not tongue.espeak:
            from avatar.speech.kokoro.kana import sound_text

            return sound_text
        if tongue.espeak == MANDARIN:
            from avatar.speech.kokoro import mandarin

            mandarin.load()
            return lambda text: mandarin.sound_text(text, self._phonemes(_Tongue("en-us", "none")))
        if self._library is None:
            from avatar.speech.espeak_library import Library

            self._library = Library(*(self._place or look_for_library()))
            self._files = self._library.voices()
        self._library.choose(self._files.get(tongue.espeak, tongue.espeak), "")
        return self._library.phonemes


ENGINE = Kokoro


def _folder() -> Path:
    from avatar import library

    return library.user_dir() / "voices" / "kokoro"


def find_tongue(language: str) -> _Tongue:
    """How a language (BCP 47) is read. Raises EngineError for one that Kokoro does not speak."""
    name = base(language)
    if name == "en":
        american = language.lower().replace("_", "-") in ("en", "en-us", "en-ca")
        return _Tongue("en-us", "american") if american else _Tongue("en-gb", "british")
    if name == "ja":
        return _Tongue("", "none")
    if name == "zh" and not CANTONESE.match(language):
        return _Tongue(MANDARIN, "none")
    if name not in TONGUES:
        spoken = ", ".join(("en", "ja", "zh", *TONGUES))
        raise EngineError(f"Kokoro does not speak {language!r} here", remedy=f"It speaks {spoken}; take another voice.")
    return _Tongue(TONGUES[name], "none")


def find_words(voice_id: str) -> float:
    """How fast a blend of styles speaks by itself: as `paces.OwnPace.words`."""
    usual = PACES["kokoro"].words
    return sum(each.weight * KOKORO_WORDS.get(each.style, usual) for each in parse_blend(voice_id))


# ------------------------------------------------------------------------------------------------ durations to times


def time_phones(piece: Sequence[Voiced], seconds: Sequence[float]) -> list[Moment]:
    """The phones of a piece in time, pauses '' among them, each with the word that it is of.

    `seconds` of each letter, with those of the silence before and after. A phone's begin with the space and the stress
    mark before it: neither sounds of itself.
    """
    found = [Moment(0.0, seconds[0], "")]
    done = 1
    for each in piece:
        end = found[-1].end + sum(seconds[done : done + len(each.letters)])
        found.append(Moment(found[-1].end, end, each.phone, each.at, each.length))
        done += len(each.letters)
    return [*found, Moment(found[-1].end, found[-1].end + seconds[done], "")]


def time_words(phones: Sequence[Moment], text: str) -> tuple[Moment, ...]:
    """The written words, each from its first phone to its last."""
    words: list[Moment] = []
    for each in phones:
        if each.at < 0:
            continue
        if words and words[-1].at == each.at:
            words[-1] = words[-1]._replace(end=each.end)
        else:
            words.append(each._replace(value=text[each.at : each.at + each.length]))
    return tuple(words)


# ---------------------------------------------------------------------------------------------------- pieces to sound


def find_pause(piece: Sequence[Voiced]) -> float:
    """Seconds of silence after a piece that another one follows."""
    return SENTENCE_S if piece[-1].letters[:1] in tuple(SENTENCE_ENDS) else CLAUSE_S if not piece[-1].phone else 0.0


def join_sounds(sounds: Sequence[SpokenSound], pauses: Sequence[float]) -> SpokenSound:
    """One sound of all, with a pause after each but the last; a short silence where there are none."""
    if not sounds:
        return SpokenSound(bytes(2 * round(QUIET_S * RATE)), RATE, (), (Moment(0.0, QUIET_S, ""),), "alignment")
    pcm = b""
    words: list[Moment] = []
    phones: list[Moment] = []
    for sound, pause in zip(sounds, pauses, strict=True):
        shift = len(pcm) / 2 / RATE
        moved = [each._replace(start=each.start + shift, end=each.end + shift) for each in sound.words]
        if words and moved and words[-1].at == moved[0].at:  # a word longer than a piece
            words[-1] = words[-1]._replace(end=moved.pop(0).end)
        words += moved
        phones += [each._replace(start=each.start + shift, end=each.end + shift) for each in sound.phones or ()]
        phones.append(Moment(shift + sound.duration, shift + sound.duration, ""))
        pcm += sound.pcm + bytes(2 * round(pause * RATE))
    pcm = pcm[: len(pcm) - 2 * round(pauses[-1] * RATE)]
    return SpokenSound(pcm, RATE, tuple(words), phones_without_gaps(phones, len(pcm) / 2 / RATE), "alignment")
