"""libespeak-ng by ctypes: only what the espeak engine needs of its C interface (speak_lib.h, revision 12)."""

from __future__ import annotations

import ctypes
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from avatar.errors import EngineError, EngineMissing
from avatar.silent import without_sound

WORD, SENTENCE, PHONEME, SAMPLE_RATE = 1, 2, 7, 8
_SYNCHRONOUS = 2
_PHONEME_EVENTS, _PHONEME_IPA, _DONT_EXIT = 0x0001, 0x0002, 0x8000
_UTF8, _PHONEMES = 1, 0x100
RATE, PITCH, RANGE = 1, 3, 4
_CHARACTER = 1
_IPA, _BETWEEN = 0x02, "_"
_LANGUAGE = re.compile(r"\([\w-]*\)")
"""Marks of a change of language among phonemes, as `(en)`."""


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_void_p), ("string", ctypes.c_ubyte * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class EspeakEvent(NamedTuple):
    """Something that espeak-ng tells of its sound."""

    kind: int
    """WORD, SENTENCE or PHONEME."""
    sample: int
    """Where in the sound."""
    at: int
    """Index of a character in the text; for words and sentences."""
    length: int
    """Characters; for words."""
    phone: str
    """For PHONEME: IPA."""


@dataclass(frozen=True)
class Rendering:
    """What one call of the synthesiser gave."""

    pcm: bytes
    rate: int
    events: tuple[EspeakEvent, ...]


def _loader(posix: str, windows: str) -> Any:
    """A function of the system's own loader, which counts how often a library was loaded."""
    found = getattr(ctypes.CDLL("kernel32"), windows) if os.name == "nt" else getattr(ctypes.CDLL(None), posix)
    found.restype = ctypes.c_void_p
    return found


def _load(path: str) -> int:
    """A library's handle. Raises OSError."""
    if os.name == "nt":
        handle = _loader("dlopen", "LoadLibraryW")(ctypes.c_wchar_p(path))
    else:
        handle = _loader("dlopen", "LoadLibraryW")(path.encode(), ctypes.c_int(os.RTLD_NOW))
    if not handle:
        ctypes.CDLL(path)  # says why
        raise OSError(f"{path} can't be loaded")
    return int(handle)


def _unload(handle: int) -> None:
    """Give a loaded library back to the system; a system that keeps it does no harm."""
    _loader("dlclose", "FreeLibrary")(ctypes.c_void_p(handle))


class Library:
    """One loaded libespeak-ng. A process may hold only one: it keeps global state."""

    def __init__(self, path: str, data: Path | None) -> None:
        """Raises EngineMissing where it can't be loaded or finds no data."""
        self._path, self._data = path, data
        self._pieces: list[bytes] = []
        self._events: list[EspeakEvent] = []
        self._callback = _Callback(self._collect)
        self._rendered = False
        self._open()

    def _open(self) -> None:
        try:
            self._handle = _load(self._path)
            self._lib: Any = ctypes.CDLL(self._path, handle=self._handle)
        except OSError as error:
            what = f"libespeak-ng can't be loaded: {error}"
            raise EngineMissing(what, where=self._path, remedy="Reinstall espeak-ng.") from error
        self._declare()
        self._seeds = self._dice()
        options = _PHONEME_EVENTS | _PHONEME_IPA | _DONT_EXIT
        data = str(self._data).encode() if self._data else None
        with without_sound():
            self.rate = self._lib.espeak_Initialize(_SYNCHRONOUS, 0, data, options)
        if self.rate <= 0:
            where = self._data or self._path
            raise EngineMissing("libespeak-ng has no espeak-ng-data", where=where, remedy="Reinstall espeak-ng.")
        self._lib.espeak_SetSynthCallback(self._callback)

    def renew(self) -> None:
        """Load the library anew if it has spoken: the flutter of a voice goes on from sentence to sentence, in memory
        that only an unloaded library gives back, so that a sentence would sound and last as those before it have left
        it. Voice and settings have to be chosen again. Takes three milliseconds."""
        if not self._rendered:
            return
        self._lib.espeak_Terminate()
        _unload(self._lib._handle)
        self._open()
        self._rendered = False

    def _declare(self) -> None:
        lib = self._lib
        lib.espeak_Initialize.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
        lib.espeak_SetSynthCallback.argtypes = (_Callback,)
        lib.espeak_SetSynthCallback.restype = None
        lib.espeak_SetVoiceByName.argtypes = (ctypes.c_char_p,)
        lib.espeak_SetParameter.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int)
        lib.espeak_ListVoices.argtypes = (ctypes.c_void_p,)
        lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        lib.espeak_Info.argtypes = (ctypes.POINTER(ctypes.c_char_p),)
        lib.espeak_Info.restype = ctypes.c_char_p
        lib.espeak_TextToPhonemes.argtypes = (ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int)
        lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        lib.espeak_Synth.argtypes = (
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip

    def _dice(self) -> tuple[Any, ...]:
        """The functions that seed the noise of whispers and breath: the C library's and, since 1.52, espeak-ng's."""
        found = [] if os.name == "nt" else [ctypes.CDLL(None).srand]
        found += [getattr(self._lib, name) for name in ("espeak_ng_SetRandSeed",) if hasattr(self._lib, name)]
        for seed in found:
            seed.argtypes, seed.restype = (ctypes.c_long,), ctypes.c_int
        return tuple(found)

    def info(self) -> tuple[str, Path]:
        """Version and data folder."""
        path = ctypes.c_char_p()
        version = self._lib.espeak_Info(ctypes.byref(path)) or b"unknown"
        return version.decode(), Path((path.value or b"").decode())

    def voices(self) -> dict[str, str]:
        """Every voice's file (as `gmw/en`) by its language (lower case, as `en-gb`), by its name, and by the file."""
        found: dict[str, str] = {}
        listing = self._lib.espeak_ListVoices(None)
        for index in range(10_000):
            if not listing[index]:
                break
            voice = listing[index].contents
            file = voice.identifier.decode("utf-8", "replace")
            # Languages come as one byte of priority and a C string; the first is what the voice is best at.
            language = ctypes.cast(ctypes.addressof(voice.languages.contents) + 1, ctypes.c_char_p).value or b""
            for key in (language.decode("utf-8", "replace"), voice.name.decode("utf-8", "replace"), file):
                found.setdefault(key.lower(), file)
        return found

    def choose(self, file: str, variant: str) -> None:
        """Speak with a voice's file and a variant from now on. Raises EngineError."""
        name = f"{file}+{variant}" if variant else file
        if self._lib.espeak_SetVoiceByName(name.encode()) != 0:
            raise EngineError(f"espeak-ng has no voice {name!r}", remedy="See the ids that `espeak-ng --voices` lists.")

    def set(self, parameter: int, value: int) -> None:
        self._lib.espeak_SetParameter(parameter, value, 0)

    def render(self, text: str, with_phonemes: bool = False) -> Rendering:
        """The sound of a text. `with_phonemes`: `[[...]]` in it holds espeak-ng's phoneme names. Raises EngineError."""
        self._pieces, self._events, self._rendered = [], [], True
        for seed in self._seeds:
            # The same text sounds the same each time.
            seed(1)
        encoded = text.replace("\0", " ").encode("utf-8", "replace")
        flags = _UTF8 | (_PHONEMES if with_phonemes else 0)
        status = self._lib.espeak_Synth(encoded, len(encoded) + 1, 0, _CHARACTER, 0, flags, None, None)
        if status != 0:
            raise EngineError(f"espeak-ng refused the text, error {status}")
        return Rendering(b"".join(self._pieces), self.rate, tuple(self._events))

    def phonemes(self, text: str) -> list[list[str]]:
        """The phones of a text's words, without making its sound: IPA, stress marks before vowels.

        A word is what espeak-ng says as one: "in the" may be. The voice is the one that was chosen last.
        """
        encoded = ctypes.create_string_buffer(text.replace("\0", " ").encode("utf-8", "replace"))
        rest = ctypes.cast(encoded, ctypes.c_char_p)
        words: list[list[str]] = []
        while rest.value:  # one clause a call; the library sets it to NULL at the end
            said = self._lib.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA | ord(_BETWEEN) << 8) or b""
            clause = _LANGUAGE.sub(_BETWEEN, said.decode("utf-8", "ignore"))
            words += [[phone for phone in word.split(_BETWEEN) if phone.strip("ˈˌ-")] for word in clause.split()]
        return [word for word in words if word]

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        """Called by the library. The trap: an exception here would be printed and dropped, so nothing may raise."""
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != 0:
            event = events[index]
            if event.type == SAMPLE_RATE:
                self.rate = event.id.number or self.rate
            elif event.type in (WORD, SENTENCE, PHONEME):
                raw = bytes(event.id.string).split(b"\0")[0] if event.type == PHONEME else b""
                # 8 bytes may end within a character.
                phone = raw.decode("utf-8", "ignore")
                self._events.append(EspeakEvent(event.type, event.sample, event.text_position - 1, event.length, phone))
            index += 1
        return 0
