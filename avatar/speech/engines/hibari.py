"""Natural English voices by hibari: small nets, far faster than real time, that tell how long each phone lasts.

    text ─ hibari's reader ─> tokens of misaki's alphabet ─ net ─> durations ─ net ─> pitch ─ net ─> spectra ─> sound

The net is cut at its durations and run in parts, so that a stressed word can be longer; voices are moved as `spectra`
says. The voice heart lies in hibari's package, others in the user's folder of voices, where `avatar voices get` puts
them: nothing is downloaded here.
"""

from __future__ import annotations

import importlib.util
import json
import re
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.errors import EngineError, EngineMissing
from avatar.nearest import find_nearest
from avatar.speech import misaki
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
from avatar.speech.manner import WHISPER, Moves, find_moves
from avatar.speech.misaki import Symbol, Token
from avatar.speech.nets import Net, open_parts, read_model
from avatar.speech.offsets import find_lag
from avatar.speech.paces import find_pace
from avatar.speech.trimming import LEAD_S, TAIL_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.types import Availability

FOLDER = "hibari"
"""Of the user's folder of voices: where the files of voices lie that are not in the package."""
RATE = 24000
UNIT_S = 0.025
"""Seconds of a duration of 1."""
SLOWEST, FASTEST = 0.5, 2.0
"""How much slower or faster than its own pace the net still speaks well, by its author's word."""
MOST_SYMBOLS = 400
"""Symbols that the net gets at once; its author splits there, too."""
PAUSE_S = 0.4
"""Silence between sentences: a breath."""
QUIET_S = 0.2
"""A text that says nothing."""
LONGER = 1.3
"""Factor on the vowels of stressed words, which last 20 to 40 % longer (Sluijter and van Heuven, JASA 100, 1996)."""

_DURATIONS, _UNROUNDED, _PROSODY, _TEXT, _ENERGY, _PITCH = (
    "/Clip_output_0", "/Div_40_output_0", "/Transpose_55_output_0", "/Transpose_22_output_0", "/Mul_62_output_0", "f0",
)  # fmt: skip
"""Tensors inside the net: how long each symbol lasts, shape (symbols,), and the same before it is rounded; what pitch
and energy are made from; what the sound is made from; and those two, shape (1, frames)."""
_MEASURED = (_UNROUNDED, _PROSODY, _TEXT)
_LONG_RUN = re.compile(r"\d{15}(?=\d)|\S{40}(?=\S{20})")
_SPECTRA = ("lh", "theta", "ln", "lr", "phi")


def _folder() -> Path:
    from avatar import library

    return library.user_dir() / "voices" / FOLDER


def _missing(name: str) -> str:
    """The file of a voice, where it is not here; '' for a name that hibari doesn't know, too, which `speak` tells."""
    if importlib.util.find_spec("hibari") is None or name not in find_voices():
        return ""
    path = _find_file(name)
    return "" if path.is_file() else str(path)


def find_voices() -> dict[str, dict[str, Any]]:
    """hibari's own list of its voices: name to file, accent and so on."""
    return dict(json.loads((_assets() / "voices.json").read_bytes()))


def _find_file(name: str) -> Path:
    about = find_voices()[name]
    folder = _assets() if about.get("bundled") else _folder()
    return folder / str(about["file"])


def _assets() -> Path:
    """Where the package keeps its files; found without importing it, which would bring NumPy."""
    spec = importlib.util.find_spec("hibari")
    if spec is None or spec.origin is None:
        from avatar import installer

        raise EngineMissing("hibari-tts is not installed", remedy=f"Install it: {installer.for_library('hibari-tts')}")
    return Path(spec.origin).parent / "assets"


def _files(name: str) -> tuple[Path, ...]:
    known = importlib.util.find_spec("hibari") is not None and name in find_voices()
    return (_find_file(name),) if known else ()


TRAITS = Traits(
    files=_files,
    patience_s=15.0,  # a long clause on a small or busy machine; that it does nothing is noticed by `computes`
    loading_s=40.0,  # nets and a lexicon of 200,000 words, on a small machine
    computes=True,
    words=True,
    phones=True,
    natural=True,
    memory_mb=230,
    missing=_missing,
    whispers=(Whisper(("",), WHISPER, 0.71),),
    rate=RATE,
)


class _Voice(NamedTuple):
    """A net in three parts."""

    british: bool
    measure: Net
    intone: Net
    shape: Net


class _Sounds(NamedTuple):
    """Floats, -1 to 1."""

    own: NDArray[Any]
    """As the net made it: its edges are where they are, whatever is done to the voice."""
    moved: NDArray[Any]
    """As it is asked for."""


class _Chunk(NamedTuple):
    """What was said at once."""

    samples: NDArray[Any]
    """Floats, -1 to 1."""
    phones: list[Moment]
    """`at` is the number of the phone's token in the chunk."""


class Hibari:
    """The hibari engine. A voice's id is hibari's name of it."""

    name = "hibari"
    traits = TRAITS

    def __init__(self) -> None:
        self._voices: dict[str, _Voice] = {}
        self._readers: dict[bool, Any] = {}
        self._numbers: dict[str, int] = {}

    def availability(self) -> Availability:
        from avatar import installer
        from avatar.types import Availability

        for module, package in (("hibari", "hibari-tts"), ("onnxruntime", "onnxruntime")):
            if importlib.util.find_spec(module) is None:
                return Availability(False, f"{package} is not installed", installer.for_library(package))
        return Availability(True, f"hibari-tts: {', '.join(name for name in find_voices() if not _missing(name))}")

    def warm(self, request: Request) -> None:
        self.speak(Request("Zyxt.", request.voice_id))  # no word, so that the net for unknown words is loaded, too

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        import numpy as np

        voice, reader = self._ready(request.voice_id)
        progress()
        tokens = _read(reader, request, voice.british)
        progress()
        pieces: list[NDArray[Any]] = []
        phones: list[Moment] = []
        words: list[Moment] = []
        size = 0
        for chunk in misaki.split_tokens(tokens, MOST_SYMBOLS):
            if pieces:
                pieces.append(np.zeros(round(PAUSE_S * RATE), np.float32))
                size += len(pieces[-1])
            said = self._said(voice, chunk, request)
            begun = size / RATE
            placed = [each._replace(start=each.start + begun, end=each.end + begun) for each in said.phones]
            phones += placed
            words += misaki.time_words(request.text, chunk, placed)
            pieces.append(said.samples)
            size += len(said.samples)
            progress()
        if not pieces:
            pieces.append(np.zeros(round(QUIET_S * RATE), np.float32))
        pcm = (np.clip(np.concatenate(pieces), -1, 1) * 32767).round().astype("<i2").tobytes()
        whole = phones_without_gaps([each._replace(at=-1) for each in phones], len(pcm) / 2 / RATE)
        # "alignment", not "engine": as Piper's, these spans include a stop's closure
        return SpokenSound(pcm, RATE, tuple(words), whole, "alignment")

    def _said(self, voice: _Voice, tokens: Sequence[Token], request: Request) -> _Chunk:
        import numpy as np

        from avatar.speech.edges import settle

        symbols = [each for each in misaki.find_symbols(tokens) if each.letter in self._numbers]
        ids = np.array([[0, *(self._numbers[each.letter] for each in symbols), 0]])
        pace = min(max(find_pace("hibari", request.voice_id, request.rate), SLOWEST), FASTEST)
        feeds = {"ids": ids, "speed": np.array([pace], np.float32)}
        given = dict(zip(_MEASURED, voice.measure.run(feeds, _MEASURED), strict=True))
        given[_DURATIONS] = np.array(round_evenly(given.pop(_UNROUNDED).tolist()), np.float32)
        stressed = _stressed(tokens, request)
        given[_DURATIONS][1:-1] = lengthen(given[_DURATIONS][1:-1].tolist(), symbols, stressed)
        seconds = (given[_DURATIONS] * UNIT_S).tolist()
        told = misaki.time_symbols(symbols, seconds[1:-1], seconds[0])
        moves = find_moves(request, misaki.time_words(request.text, tokens, told))
        made = _sounded(voice, given, moves, zlib.crc32(ids.tobytes()))
        lag = find_lag("hibari", pace)
        phones, _ = settle(phones_without_gaps(told, len(made.own) / RATE), (), made.own, RATE, lag)
        return _trimmed(made.moved, phones)

    def _ready(self, name: str) -> tuple[_Voice, Any]:
        """The voice and who reads for it; what isn't loaded yet of both is loaded side by side."""
        if name in self._voices or (about := find_voices().get(name)) is None:
            voice = self._voice(name)
            return voice, self._reader(voice.british)
        with ThreadPoolExecutor(1) as beside:
            reading = beside.submit(self._reader, about["british"])
            return self._voice(name), reading.result()

    def _voice(self, name: str) -> _Voice:
        if name not in self._voices:
            self._voices[name] = _opened(name)
            self._numbers = json.loads((_assets() / "vocab.json").read_bytes())
        return self._voices[name]

    def _reader(self, british: bool) -> Any:
        if british not in self._readers:
            from hibari.g2p import G2P

            self._readers[british] = G2P(british=british)
        return self._readers[british]


ENGINE = Hibari


def _opened(name: str) -> _Voice:
    """A voice's net. Raises EngineError where its file is not here, or is no voice of hibari's."""
    voices = find_voices()
    if name not in voices:
        close = find_nearest(name, voices)
        hint = f"Did you mean {close!r}? " if close else ""
        raise EngineError(f"hibari has no voice {name!r}", remedy=f"{hint}It has: {', '.join(voices)}.")
    path = _find_file(name)
    if not path.is_file():
        raise EngineError(
            f"The voice {name} is not here", where=path, remedy=f"Get it: `avatar voices get hibari-{name}`."
        )
    parts: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
        ([], _MEASURED),
        ([_DURATIONS, _PROSODY], [_PITCH, _ENERGY]),
        ([_DURATIONS, _TEXT, _PITCH, _ENERGY], _SPECTRA),
    )
    return _Voice(voices[name]["british"], *open_parts(read_model(path), parts, where=path))


# ------------------------------------------------------------------------------------------------------ text to tokens


def _read(reader: Any, request: Request, british: bool) -> list[Token]:
    """The tokens of a text. Numbers and short forms are words by now: hibari's own rewriting of texts is left out."""
    found: list[Token] = []
    at = 0
    text = _plain(request.text)
    said = reader.phonemize_tokens(reader.tokenize(_linked(request, british)))
    for each in said:
        start = text.find(each.text, at, at + len(each.text) + 20)
        if start >= 0:
            end = at = start + len(each.text)
        else:  # its tokenizer drops signs that it doesn't know
            start = end = at
        found.append(Token(start, end, (each.phonemes or "").strip(), bool(each.whitespace)))
    return found


def _linked(request: Request, british: bool) -> str:
    """The text, with known sounds as hibari's reader takes them: `[word](/symbols/)`."""
    pieces: list[str] = []
    done = 0
    text = _plain(request.text)
    for known in request.pronounced:
        symbols = misaki.spell(known.ipa, british)
        if symbols is None or known.at < done:
            continue
        word = text[known.at : known.at + known.length]
        pieces += [_parted(text[done : known.at]), f"[{word}](/{symbols}/)"]
        done = known.at + known.length
    return "".join([*pieces, _parted(text[done:])])


def _plain(text: str) -> str:
    """The text without what hibari's reader would take for sounds; as long as before."""
    return text.replace("[", "(").replace("]", ")").replace("’", "'")


def _parted(text: str) -> str:
    """The text with spaces in runs that are too long for a word: hibari's reader takes cubic time for them."""
    return _LONG_RUN.sub(r"\g<0> ", text)


def _stressed(tokens: Sequence[Token], request: Request) -> frozenset[int]:
    """The numbers of tokens that are to be emphasised."""
    return frozenset(
        number
        for number, token in enumerate(tokens)
        if any(token.start < at + length and at < token.end for at, length in request.stressed)
    )


def round_evenly(durations: Sequence[float]) -> list[int]:
    """Durations as whole units, at least 1, whose sums keep up with the unrounded ones.

    The net itself rounds each alone. Most are near 2, so that nearly all of a sentence would change at the same pace:
    asked for 200 words a minute it spoke 224, for 240 it spoke 341.
    """
    found: list[int] = []
    told = asked = 0.0
    for each in durations:
        asked += each
        found.append(max(1, round(asked - told)))
        told += found[-1]
    return found


def lengthen(durations: Sequence[float], symbols: Sequence[Symbol], stressed: frozenset[int]) -> list[float]:
    """Durations with those of stressed tokens' vowels longer, by one unit at least."""
    longer = [each.token in stressed and each.letter in misaki.VOWELS for each in symbols]
    return [max(round(d * LONGER), d + 1) if each else d for d, each in zip(durations, longer, strict=True)]


# ---------------------------------------------------------------------------------------------------- tokens to sound


def _sounded(voice: _Voice, given: dict[str, NDArray[Any]], moves: Moves, seed: int) -> _Sounds:
    import numpy as np
    from hibari import dsp

    from avatar.speech import spectra

    pitch, energy = voice.intone.run(_for(voice.intone, given), (_PITCH, _ENERGY))
    pitches = spectra.plan(pitch[0], moves)
    given |= {_PITCH: pitches.told[None], _ENERGY: energy}
    harmonics, phase, noise, free, free_phase = (
        each[0] for each in voice.shape.run(_for(voice.shape, given), _SPECTRA)
    )
    own = spectra.Spectra(harmonics, phase, noise, free, free_phase, pitches.told)
    moved = spectra.change(own, pitches.heard, moves)
    sounds = [dsp.synth(*each, np.random.default_rng(seed)) for each in ((own,) if moved is own else (own, moved))]
    return _Sounds(sounds[0], sounds[-1])


def _for(net: Net, given: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name: given[name] for name in net.inputs}


def _trimmed(samples: NDArray[Any], phones: Sequence[Moment]) -> _Chunk:
    """The sound from shortly before its first phone to shortly after its last."""
    voiced = [each for each in phones if each.value]
    first = max(round((voiced[0].start - LEAD_S) * RATE), 0)
    last = round((voiced[-1].end + TAIL_S) * RATE)
    shift = first / RATE
    moved = [each._replace(start=max(each.start - shift, 0.0), end=max(each.end - shift, 0.0)) for each in phones]
    return _Chunk(_faded(samples[first:last].copy()), moved)


def _faded(samples: NDArray[Any]) -> NDArray[Any]:
    """The samples with an edge of 5 ms, so that a cut within breath is not heard."""
    import numpy as np

    size = min(len(samples) // 2, RATE // 200)
    edge = np.linspace(0, 1, size, dtype=np.float32)
    samples[:size] *= edge
    samples[len(samples) - size :] *= edge[::-1]
    return samples
