"""espeak-ng: sound and exact times of phones, words and sentences, in one pass and in no time.

Versions 1.51 and 1.52 of the library agree on times, but 1.52 alone puts stress marks into its phones: with 1.51 no
phone says that it is stressed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import EngineError, EngineMissing
from avatar.nearest import find_nearest
from avatar.speech.base import Moment, Progress, Request, SpokenSound, Traits, Whisper, no_progress, phones_without_gaps
from avatar.speech.mnemonics import find_mnemonics

if TYPE_CHECKING:
    from avatar.speech.espeak_library import EspeakEvent, Library, Rendering
    from avatar.types import Availability

SLOWEST, FASTEST = 80, 450
"""Words a minute that the library takes (espeakRATE_MINIMUM, espeakRATE_MAXIMUM)."""

_WOMEN = ("f", "linda", "steph", "belinda", "aunty", "alicia", "anika", "andrea", "annie")
"""How the variants of women's voices begin."""

_LANGUAGE_SWITCH = re.compile(r"\([\w-]*\)?")
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_SPACED = re.compile(r"\S+")


def find_library() -> tuple[str, ...]:
    """Paths of the library and its data; () where the library is missing, which the engine then reports."""
    from avatar import library
    from avatar.errors import LibraryError

    try:
        found = library.espeak()
    except LibraryError:
        return ()
    return found.library, str(found.data or "")


def _files(voice_id: str) -> tuple[Path, ...]:
    from avatar import library
    from avatar.errors import LibraryError

    try:
        found = library.espeak()
    except LibraryError:
        return ()
    path = Path(found.library)
    return (path, *((found.data,) if found.data else ()))


TRAITS = Traits(
    files=_files,
    patience_s=None,
    computes=True,
    words=True,
    phones=True,
    # `whisperf` comes as loud as speech
    whispers=(Whisper(_WOMEN, "whisperf", 0.6), Whisper(("",), "whisper", 1.0)),
    rate=22050,
    settings=find_library,
)


class Espeak:
    """The espeak engine."""

    name = "espeak"
    traits = TRAITS

    def __init__(self, library: str = "", data: str = "") -> None:
        """`library` and `data`: where libespeak-ng and its data are, if the caller knows; else they are looked for."""
        self._place = (library, Path(data) if data else None) if library else None
        self._library: Library | None = None
        self._voices: dict[str, str] = {}

    def availability(self) -> Availability:
        from avatar import library
        from avatar.errors import LibraryError
        from avatar.types import Availability

        try:
            found = library.espeak()
        except LibraryError as error:
            return Availability(False, error.what, error.remedy)
        return Availability(True, f"{found.library} ({found.origin})")

    def warm(self, request: Request) -> None:
        self._prepare(self._loaded(), request)

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        library = self._loaded()
        library.renew()
        self._prepare(library, request)
        progress()
        script = write_script(request)
        rendering = library.render(script.text, script.with_phonemes)
        return _sound(rendering, script, request.text)

    def _loaded(self) -> Library:
        if self._library is None:
            from avatar.speech.espeak_library import Library

            self._library = Library(*(self._place or look_for_library()))
            self._voices = self._library.voices()
        return self._library

    def _prepare(self, library: Library, request: Request) -> None:
        """Voice and settings, every time: choosing a voice resets them, and two voices may share the engine."""
        library.choose(self._file(request.voice_id), self._variant(library, request.variant))
        from avatar.speech import espeak_library

        library.set(espeak_library.RATE, min(max(request.rate, SLOWEST), FASTEST))
        library.set(espeak_library.PITCH, min(max(request.pitch, 0), 99))
        library.set(espeak_library.RANGE, min(max(request.range, 0), 99))

    def _file(self, voice_id: str) -> str:
        file = self._voices.get(voice_id.lower())
        if file is None:
            close = find_nearest(voice_id.lower(), self._voices)
            hint = f"Did you mean {close!r}? " if close else ""
            raise EngineError(f"espeak-ng has no voice {voice_id!r}", remedy=f"{hint}See `espeak-ng --voices`.")
        return file

    def _variant(self, library: Library, variant: str) -> str:
        """The variant, if it exists: the library would accept any, and ignore one that it does not have."""
        if variant and not (library.info()[1] / "voices" / "!v" / Path(variant).name).is_file():
            raise EngineError(f"espeak-ng has no variant {variant!r}", remedy="See `espeak-ng --voices=variant`.")
        return variant


ENGINE = Espeak


def look_for_library() -> tuple[str, Path | None]:
    """Paths of the library and its data; None where it knows its data itself. Raises EngineMissing."""
    from avatar import library
    from avatar.errors import LibraryError

    try:
        found = library.espeak()
    except LibraryError as error:
        raise EngineMissing(error.what, remedy=error.remedy) from error
    return found.library, found.data


# ------------------------------------------------------------------------------------------------- text, out and back


class _Swap(NamedTuple):
    """A stretch of the script that stands for a word of the request."""

    start: int
    end: int
    at: int
    length: int


class EspeakText(NamedTuple):
    """The text as espeak-ng gets it."""

    text: str
    swaps: tuple[_Swap, ...] = ()

    @property
    def with_phonemes(self) -> bool:
        return bool(self.swaps)

    def place(self, at: int) -> int:
        """Index in the request's text of index `at` of the script."""
        shift = 0
        for swap in self.swaps:
            if at < swap.start:
                break
            if at < swap.end:
                return swap.at
            shift = swap.at + swap.length - swap.end
        return at + shift


def write_script(request: Request) -> EspeakText:
    """The request's text, words with known sounds written as `[[...]]` where espeak-ng has names for the sounds."""
    pieces: list[str] = []
    swaps: list[_Swap] = []
    done = size = 0
    for known in request.pronounced:
        names = find_mnemonics(known.ipa)
        if names is None or known.at < done:
            continue
        before, swapped = request.text[done : known.at], f"[[{names}]]"
        pieces += (before, swapped)
        size += len(before) + len(swapped)
        swaps.append(_Swap(size - len(swapped), size, known.at, known.length))
        done = known.at + known.length
    pieces.append(request.text[done:])
    return EspeakText("".join(pieces), tuple(swaps))


# --------------------------------------------------------------------------------------------------- events to times


def _sound(rendering: Rendering, script: EspeakText, text: str) -> SpokenSound:
    from avatar.speech.espeak_library import PHONEME, WORD

    rate = rendering.rate
    duration = len(rendering.pcm) / 2 / rate
    named = [
        Moment(event.sample / rate, event.sample / rate, name_phone(event.phone))
        for event in rendering.events
        if event.kind == PHONEME
    ]
    phones = phones_without_gaps(named, duration)
    words = time_words([event for event in rendering.events if event.kind == WORD], rate, script, text, phones)
    return SpokenSound(rendering.pcm, rate, words, phones, "engine")


def name_phone(raw: str) -> str:
    """An event's phone as IPA: '' for pauses and marks of a change of language, secondary stress taken out."""
    return _LANGUAGE_SWITCH.sub("", raw).replace("ˌ", "").strip("_|~ ") if raw else ""


def time_words(
    events: Sequence[EspeakEvent], rate: int, script: EspeakText, text: str, phones: Sequence[Moment]
) -> tuple[Moment, ...]:
    """Words with their places in `text`.

    The library's places need mending: a number gives several events within one word, and so do some phrases that it
    knows by heart ("deja vu"), while small words may share one ("of the"), which is divided between two phones.
    """
    groups: list[tuple[int, list[float]]] = []
    end = -1
    for event in events:
        at = script.place(event.at)
        if not 0 <= at < len(text):
            continue
        if groups and at < end:
            groups[-1][1].append(event.sample / rate)
            continue
        groups.append((at, [event.sample / rate]))
        swapped = next((swap.length for swap in script.swaps if swap.at == at), 0)
        end = at + max(1, swapped or event.length)
    found: list[Moment] = []
    for index, (at, starts) in enumerate(groups):
        limit = groups[index + 1][0] if index + 1 < len(groups) else len(text)
        found += _shared(text, at, limit, starts)
    return _ended(found, phones)


def _shared(text: str, at: int, limit: int, starts: list[float]) -> list[Moment]:
    """The words in `text[at:limit]`, which began at `starts`."""
    words = list(_WORD.finditer(text, at, limit))
    if not words:
        return []
    if len(words) > 1 and len(starts) > 1:
        first, rest = words[:-1], words[-1:]
        spans = [(first[0].start(), first[-1].end()), (rest[0].start(), rest[0].end())]
        return [Moment(t, t, text[a:b], a, b - a) for t, (a, b) in zip((starts[0], starts[-1]), spans, strict=True)]
    first_at, last_end = words[0].start(), words[-1].end()
    return [Moment(starts[0], starts[0], text[first_at:last_end], first_at, last_end - first_at)]


def _ended(words: Sequence[Moment], phones: Sequence[Moment]) -> tuple[Moment, ...]:
    """Each word from its first phone to its last one before the next word: pauses belong to no word."""
    ended: list[Moment] = []
    voiced = [phone for phone in phones if phone.value]
    index = 0
    for number, word in enumerate(words):
        until = words[number + 1].start if number + 1 < len(words) else float("inf")
        while index < len(voiced) and voiced[index].end <= word.start:
            index += 1
        first = index
        while index < len(voiced) and voiced[index].start < until - 1e-6:
            index += 1
        ended += _divided(word, voiced[first:index], until)
    return tuple(ended)


def _divided(word: Moment, phones: Sequence[Moment], until: float) -> list[Moment]:
    """A word with its end; "of the" as two, each with as much of the phones as it has of the letters."""
    parts = [part for part in _SPACED.finditer(word.value) if any(map(str.isalnum, part[0]))]
    if len(parts) < 2 or len(phones) < len(parts):
        start, end = (max(word.start, phones[0].start), phones[-1].end) if phones else (word.start, word.start)
        return [word._replace(start=start, end=max(start, min(end, until)))]
    whole = sum(len(part[0]) for part in parts)
    found: list[Moment] = []
    done = letters = 0
    for left, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
        letters += len(part[0])
        last = min(max(done + 1, round(len(phones) * letters / whole)), len(phones) - left)
        start, end = max(word.start, phones[done].start), min(phones[last - 1].end, until)
        found.append(Moment(start, max(start, end), part[0], word.at + part.start(), len(part[0])))
        done = last
    return found
