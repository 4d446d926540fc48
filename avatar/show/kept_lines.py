"""Spoken lines, kept by what they were made of: a show that is filmed again speaks only what has changed.

The name of a take is a hash of its text and delivery, the voice with its files, the character's and the user's
pronunciations, the settings of speech and lip sync, the net that moves mouths, and the code that performs. A line that
another voice had to speak is not kept: the next time its own may be there again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from avatar import library, wire
from avatar.config import Config
from avatar.digests import digest, hash_code, list_versions
from avatar.errors import AvatarError, ProtocolError
from avatar.keeping import KeptFolder
from avatar.lipsync import installed
from avatar.performer.choosing import tuned, voice_for
from avatar.scenefile import Packed
from avatar.scenefile.packed import PackedHead
from avatar.show.cues import Say
from avatar.speech import traits
from avatar.speech.capability import Purpose
from avatar.types import CastMember, Voice

CODE = ("lipsync", "performer", "scenefile", "scene/prominence.py", "speech", "text", "types.py")
"""The modules and packages that make a Performance of a line."""

LIBRARIES = (
    "ai-edge-litert", "espeakng-loader", "gtts", "hibari-tts", "num2words", "numpy", "onnxruntime", "phonemizer-fork",
    "piper-tts", "pykakasi", "pypinyin", "pyttsx3", "pyworld", "scipy", "soxr",
)  # fmt: skip
"""Installed packages whose versions may change how a line sounds or looks."""

LARGEST_HASHED = 1 << 30
"""Bytes of a voice's file; of a larger one only name, size and date count."""

log = logging.getLogger(__name__)


SHARE = 0.2
"""Share of what may be kept of films that is left to lines."""


def open_lines(megabytes: int, notice: Callable[[str], None] = lambda text: None) -> KeptFolder:
    """The lines that are kept; `megabytes`: what may be kept of films in all."""
    return KeptFolder(library.cache_dir() / "lines", round(megabytes * SHARE * 1_000_000), notice)


class KeptLines:
    """The lines of one show."""

    def __init__(self, kept: KeptFolder, config: Config, cast: Mapping[str, CastMember], purpose: Purpose) -> None:
        self._kept, self._config, self._cast, self._purpose = kept, config, cast, purpose
        self._voices: dict[str, tuple[Voice, str] | None] = {}

    def name(self, say: Say) -> str:
        """The name of a line's take; '' where nobody knows beforehand who will speak it."""
        cast = self._voice(say.who)
        if cast is None:
            return ""
        try:
            return digest((cast[1], say.text, say.tones, say.delivery, say.stressed, say.language, self._heard(say)))
        except TypeError as error:
            log.warning("a line is not kept: %s", error)
            return ""

    def get(self, name: str) -> Packed | None:
        """What was kept by a name."""
        data = self._kept.get(name) if name else None
        if data is None:
            return None
        size = int.from_bytes(data[:4], "little")
        try:
            return Packed(wire.from_bytes(PackedHead, data[4 : 4 + size]), data[4 + size :])
        except (ProtocolError, ValueError) as error:
            log.warning("a take can't be read: %s", error)
            return None

    def has(self, name: str) -> bool:
        """Whether there seems to be a take by a name."""
        return bool(name) and self._kept.has(name)

    def put(self, name: str, say: Say, take: Packed) -> None:
        """Keep a take, if its own voice spoke it, or its recording was heard."""
        cast = self._voices.get(say.who)
        if name and cast is not None and take.head.voice == ("" if say.take else cast[0].name):
            head = wire.to_bytes(take.head)
            self._kept.put(name, len(head).to_bytes(4, "little") + head + bytes(take.blob))

    def _heard(self, say: Say) -> str:
        return hash_file(Path(say.take)) if say.take else ""

    def _voice(self, who: str) -> tuple[Voice, str] | None:
        """The voice that speaks for somebody, and a hash of all but the line that shapes what they say."""
        if who not in self._voices:
            try:
                self._voices[who] = self._described(self._cast[who])
            except (AvatarError, OSError) as error:
                log.info("lines of %s are not kept: %s", who, error)
                self._voices[who] = None
        return self._voices[who]

    def _described(self, member: CastMember) -> tuple[Voice, str]:
        character = library.character(member.character)
        voice = tuned(voice_for(self._config, character, member.voice, self._purpose), self._config)
        own = library.read_toml(character / "character.toml").get("pronunciations", {})
        pronunciations = {str(key): str(value) for key, value in own.items()} if isinstance(own, dict) else {}
        files = [hash_file(path) for path in traits(voice.engine).files(voice.id)]
        learned = installed.own(installed.NET, voice.name)
        files += [hash_file(learned)] if learned is not None else []
        told = (
            describe_code(),
            voice,
            files,
            *list_settings(self._config),
            pronunciations,
            member.who,
        )
        return voice, digest(told)


def list_settings(config: Config) -> tuple[object, ...]:
    """The settings that shape how lines sound and how mouths move for them."""
    return replace(config.speech, cache_mb=0, timeout_s=1.0), config.voice, config.lipsync


@cache
def describe_code() -> str:
    """A hash of the code that performs lines, of its libraries and of the nets that it moves mouths by."""
    nets = [hashlib.sha256(installed.read(name)).digest() for name in ("whole.tflite", "live.tflite") if _there(name)]
    return digest((hash_code(CODE), list_versions(LIBRARIES), nets))


def _there(name: str) -> bool:
    try:
        return bool(installed.read(name))
    except AvatarError:
        return False


def hash_file(path: Path) -> str:
    """A hash of a file, or of what is known of a folder or a very large one."""
    try:
        found = path.stat()
        if path.is_dir() or found.st_size > LARGEST_HASHED:
            return digest((str(path), found.st_size, found.st_mtime_ns))
        return _hash_content(path, found.st_mtime_ns, found.st_size)
    except OSError:
        return digest(str(path))  # a library that the system finds by its name


@lru_cache(maxsize=4096)
def _hash_content(path: Path, changed: int, size: int) -> str:
    """The hash of a file as it was at that moment."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
