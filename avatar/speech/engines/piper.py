"""Offline neural voices by Piper, with the times of their phones from the durations that their nets compute.

A voice is two files, NAME.onnx and NAME.onnx.json, in the user's voices folder; its id is the path of the first.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import os
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.errors import EngineError, EngineMissing
from avatar.speech.base import (
    Moment,
    Progress,
    Request,
    SpokenSound,
    Traits,
    no_progress,
    phones_without_gaps,
)
from avatar.speech.manner import find_moves
from avatar.speech.nets import Net, Node, find_nodes, open_net, open_part, read_model
from avatar.speech.offsets import find_lag
from avatar.speech.paces import find_pace
from avatar.speech.trimming import trim_sound
from avatar.text.clean import Speakable
from avatar.text.tracked import Tracked
from avatar.text.written import Sound, shared, worded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.types import Availability

_SILENT = frozenset("^$_ .,;:!?…—-\"'()¡¿«»“”")
"""What stands between phones in Piper's alphabet: start, end, padding, spaces, punctuation."""
_BEFORE = frozenset("ˈˌ")

SLOWEST, FASTEST = 0.25, 4.0
"""Factors on its own pace: beyond, nothing is understood."""
MOST_THREADS = 4
"""Its larger nets gain from some cores; the picture needs the others."""


def _missing(voice_id: str) -> str:
    """The file of a voice that is not in the user's folder; '' where both are."""
    from avatar import library

    path = library.user_dir() / "voices" / voice_id
    return next((str(each) for each in (path, path.with_name(f"{path.name}.json")) if not each.is_file()), "")


def _files(voice_id: str) -> tuple[Path, ...]:
    from avatar import library

    path = library.user_dir() / "voices" / voice_id
    return path, path.with_name(f"{path.name}.json")


TRAITS = Traits(
    files=_files,
    loading_s=20.0,  # a large net on a small machine
    kept=True,
    computes=True,
    words=True,
    phones=True,
    natural=True,
    missing=_missing,
    extra="piper",
)


class Piper:
    """The piper engine. A voice's variant is the speaker's name or number, where the voice has several."""

    name = "piper"
    traits = TRAITS

    def __init__(self) -> None:
        self._voices: dict[str, Any] = {}

    def availability(self) -> Availability:
        from avatar import installer, library
        from avatar.types import Availability

        if importlib.util.find_spec("piper") is None:
            return Availability(False, "piper-tts is not installed", installer.for_extra("piper"))
        folder = library.user_dir() / "voices"
        count = len(list(folder.glob("**/*.onnx"))) if folder.is_dir() else 0
        return Availability(True, f"piper-tts, {count} voice files in {folder}")

    def warm(self, request: Request) -> None:
        self._voice(request.voice_id)

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        voice = self._voice(request.voice_id)
        progress()
        chunks: list[Any] = []
        for chunk in _synthesised(voice, request):
            chunks.append(chunk)
            progress()
        pcm = b"".join(chunk.audio_int16_bytes for chunk in chunks)
        sound = SpokenSound(pcm, voice.config.sample_rate)
        aligned = [chunk.phoneme_alignments for chunk in chunks]
        if not chunks or not all(aligned):
            return _moved(sound, request)
        symbols = time_symbols(aligned, [len(chunk.audio_float_array) for chunk in chunks], sound.rate)
        phones = phones_without_gaps(merge_symbols(symbols), sound.duration)
        words = time_words(symbols, request.text, _symbols_alone(voice, request))
        told = SpokenSound(pcm, sound.rate, words, phones, "alignment")
        from avatar.speech.edges import settle_sound  # brings NumPy, which reading the traits must not

        return _moved(trim_sound(settle_sound(told, find_lag("piper", _pace(request)))), request)

    def _voice(self, voice_id: str) -> Any:
        path = _file(voice_id)
        if voice_id not in self._voices:
            self._voices[voice_id] = _loaded(path)
        return self._voices[voice_id]


ENGINE = Piper


def _file(voice_id: str) -> Path:
    """The voice's model. Raises EngineError where it is not in the user's voices folder."""
    from avatar import library

    folder = (library.user_dir() / "voices").resolve()
    path = (folder / voice_id).resolve()
    if not path.is_relative_to(folder):
        raise EngineError(
            f"The voice file {voice_id!r} is outside of the voices folder", where=folder, remedy="Move it there."
        )
    for needed in (path, path.with_name(f"{path.name}.json")):
        if not needed.is_file():
            raise EngineError("A file of the voice is missing", where=needed, remedy=_how_to_get(voice_id))
    return path


def _how_to_get(voice_id: str) -> str:
    from avatar.catalogue.entries import look_up

    found = look_up(voice_id)
    return f"Get it: `avatar voices get {found.name}`." if found else "Put it there, with its .onnx.json."


def _loaded(path: Path) -> Any:
    try:
        from piper import PiperConfig, PiperVoice
    except ImportError as error:
        from avatar import installer

        raise EngineMissing(
            "piper-tts is not installed", remedy=f"Install it: {installer.for_extra('piper')}"
        ) from error
    try:
        settings = json.loads(path.with_name(f"{path.name}.json").read_bytes())
        config = PiperConfig.from_dict(settings)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"The voice can't be loaded: {error}", where=path, remedy="Download it again.") from error
    return PiperVoice(session=open_halves(path), config=config)


def _pace(request: Request) -> float:
    return min(max(find_pace("piper", request.voice_id, request.rate), SLOWEST), FASTEST)


def _synthesised(voice: Any, request: Request) -> Iterable[Any]:
    from piper.config import SynthesisConfig

    settings = SynthesisConfig(
        speaker_id=_speaker(voice, request.variant),
        length_scale=voice.config.length_scale / _pace(request),
    )
    known = inspect.signature(voice.synthesize).parameters
    options = {"include_alignments": True} if "include_alignments" in known else {}
    return voice.synthesize(_with_sounds(request), settings, **options)  # type: ignore[no-any-return]


def _moved(sound: SpokenSound, request: Request) -> SpokenSound:
    """The sound with the request's pitch, range, formants, effort and stress, none of which Piper knows."""
    from avatar.speech.moving import move_sound

    # a variant is a speaker here, so a whisper is made later, of the speech
    return move_sound(sound, find_moves(replace(request, variant=""), sound.words))


def _with_sounds(request: Request) -> str:
    """The text, with known sounds as Piper reads them."""
    text = request.text
    for known in reversed(request.pronounced):
        text = f"{text[: known.at]}[[{known.ipa}]]{text[known.at + known.length :]}"
    return text


def _speaker(voice: Any, variant: str) -> int | None:
    if not variant:
        return None
    number = voice.config.speaker_id_map.get(variant, int(variant) if variant.isdecimal() else -1)
    if not 0 <= number < max(voice.config.num_speakers, 1):
        names = ", ".join(list(voice.config.speaker_id_map)[:20]) or "only one"
        raise EngineError(f"The voice has no speaker {variant!r}", remedy=f"It has: {names}.")
    return int(number)


# ------------------------------------------------------------------------------------------------------------ the net


class _Inside(NamedTuple):
    """Names of tensors inside a Piper net, which is VITS (https://arxiv.org/abs/2106.06103)."""

    durations: str
    """Frames of each symbol: text to durations is one half of the net, from there to sound the other."""
    chance: str
    """Noise that the durations are drawn with, shape (1, 2, symbols)."""
    noise: str
    """Noise that the sound is drawn with, as large as `mean`."""
    mean: str
    """What the sound is made from, shape (1, channels, frames), but for the noise."""
    spread: str
    """Factor of the noise, of the same shape."""


class Halves:
    """A Piper net that draws its noise from its text, so that a text always sounds the same.

    It stands for the session of a PiperVoice, which asks it for everything: the sound, then the frames of each symbol.
    """

    def __init__(self, first: Net, second: Net, inside: _Inside) -> None:
        self._first, self._second, self._inside = first, second, inside

    def run(self, _: None, feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        import numpy as np

        inside = self._inside
        ids = feeds["input"]
        chance = np.random.default_rng(zlib.crc32(ids.tobytes()))
        given = {**feeds, inside.chance: chance.standard_normal((1, 2, ids.shape[1]), np.float32)}
        between = (inside.durations, inside.mean, inside.spread)
        given |= zip(between, self._first.run(_for(self._first, given), between), strict=True)
        given[inside.noise] = chance.standard_normal(given[inside.mean].shape, np.float32)
        return [*self._second.run(_for(self._second, given), ["output"]), given[inside.durations]]


class Whole:
    """A net in one piece, whose noise can't be had or that has none; as Halves."""

    def __init__(self, net: Net, durations: str) -> None:
        self._net, self._durations = net, durations

    def run(self, _: None, feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        return self._net.run(_for(self._net, feeds), ["output", *filter(None, [self._durations])])


def _for(net: Net, feeds: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name: feeds[name] for name in net.inputs}


def open_halves(path: Path) -> Halves | Whole:
    """A voice's net. Raises EngineError."""
    whole = read_model(path)
    threads = min(os.cpu_count() or 1, MOST_THREADS)
    try:
        nodes = list(find_nodes(whole))
    except ValueError as error:
        raise EngineError(f"The voice can't be loaded: {error}", where=path, remedy="Download it again.") from error
    inside = find_inside(nodes)
    if inside is None:
        ceil = [node.outputs[0] for node in nodes if node.kind == "Ceil"]
        durations = ceil[0] if len(ceil) == 1 else ""
        return Whole(open_net(whole, where=path, shown=[durations] if durations else [], threads=threads), durations)
    between = (inside.durations, inside.mean, inside.spread)
    return Halves(
        open_part(whole, where=path, fed=[inside.chance], wanted=between, threads=threads),
        open_part(whole, where=path, fed=[inside.noise, *between], wanted=["output"], threads=threads),
        inside,
    )


def find_inside(nodes: Sequence[Node]) -> _Inside | None:
    """Where a net of Piper's usual make draws its noise; None for one of another make."""
    ceil = [node.outputs[0] for node in nodes if node.kind == "Ceil"]
    drawn = [node for node in nodes if node.kind == "RandomNormalLike"]
    if len(ceil) != 1 or len(drawn) != 2:
        return None
    noise = drawn[1].outputs[0]
    spread = [name for node in nodes if node.kind == "Mul" and noise in node.inputs for name in node.inputs]
    if len(spread) != 2:
        return None
    spread.remove(noise)
    return _Inside(ceil[0], drawn[0].outputs[0], noise, drawn[1].inputs[0], spread[0])


# ---------------------------------------------------------------------------------------------- alignments to times


def time_symbols(aligned: Sequence[Sequence[Any]], sizes: Sequence[int], rate: int) -> list[Moment]:
    """Piper's symbols (code points of IPA, punctuation) in time. `sizes`: samples of each sentence's sound."""
    symbols: list[Moment] = []
    begun = 0
    for alignments, size in zip(aligned, sizes, strict=True):
        at = begun
        for each in alignments:
            symbols.append(Moment(at / rate, (at + int(each.num_samples)) / rate, each.phoneme))
            at += int(each.num_samples)
        begun += size
    return _without_spaces(symbols)


def _without_spaces(symbols: Sequence[Moment]) -> list[Moment]:
    """The symbols with spaces that take no time: a space sounds like the phone after it, or is part of a pause."""
    found: list[Moment] = []
    for i, each in enumerate(symbols):
        before = symbols[i - 1].value if i else ""
        if each.value == " ":
            found.append(each._replace(end=each.start))
        elif before == " " and (i < 2 or symbols[i - 2].value not in _SILENT):
            found.append(each._replace(start=symbols[i - 1].start))
        else:
            found.append(each)
    return found


def merge_symbols(symbols: Sequence[Moment]) -> list[Moment]:
    """Whole phones: stress joins what follows (secondary stress is dropped), length and accents what goes before."""
    phones: list[Moment] = []
    stress: Moment | None = None
    for each in symbols:
        if each.value == " ":
            continue
        if each.value in _SILENT:
            phones.append(each._replace(value=""))
        elif each.value in _BEFORE:
            stress = each
        elif phones and phones[-1].value and (each.value in "ːˑʲʷʰ" or unicodedata.combining(each.value[0])):
            phones[-1] = phones[-1]._replace(end=each.end, value=phones[-1].value + each.value)
        else:
            start = stress.start if stress else each.start
            phones.append(Moment(start, each.end, ("ˈ" if stress and stress.value == "ˈ" else "") + each.value))
            stress = None
    return phones


def time_words(symbols: Sequence[Moment], text: str, alone: Callable[[str], Sequence[str]]) -> tuple[Moment, ...]:
    """The words of a text in time; `alone` gives the symbols of a word that stands alone.

    The spaces between the phones don't tell words: espeak-ng, which makes them, joins "in the" and splits numbers.
    """
    groups: list[list[Moment]] = [[]]
    for each in symbols:
        if each.value in _SILENT:
            groups.append([])
        else:
            groups[-1].append(each)
    spoken = [group for group in groups if group]
    written = worded(text, Speakable(text, Tracked.of(text)))
    words = {text[slice(*place)] for place in written.words}
    single = {word: tuple(each for each in alone(word) if each not in _SILENT) for word in words}
    sounds = [Sound(tuple(each.value for each in group), (0,) * len(group)) for group in spoken]
    left = chain.from_iterable(spoken)
    found: list[Moment] = []
    for (start, end), sound in shared(written, sounds, single):
        own = list(islice(left, len(sound.phones)))
        found.append(Moment(own[0].start, own[-1].end, text[start:end], start, end - start))
    return tuple(found)


def _symbols_alone(voice: Any, request: Request) -> Callable[[str], Sequence[str]]:
    """What says the symbols of a word of the request alone."""
    known = {request.text[each.at : each.at + each.length]: each.ipa for each in request.pronounced}

    def alone(word: str) -> Sequence[str]:
        return known.get(word) or [each for sentence in voice.phonemize(word) for each in sentence]

    return alone
