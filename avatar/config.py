"""Every setting, read once into frozen dataclasses and passed down.

The dataclasses' defaults and `config.toml` in the package say the same; a test holds them together.
"""

from __future__ import annotations

import math
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from avatar import library
from avatar.errors import ConfigError
from avatar.nearest import find_nearest
from avatar.tables import parsed
from avatar.types import Rung


class Bounds(NamedTuple):
    """Least and most that a number may be, both included."""

    least: float
    most: float
    unit: str = ""
    """Of what, where the setting's name does not say."""


@dataclass(frozen=True)
class CharacterConfig:
    name: str = "juno"


@dataclass(frozen=True)
class VoiceConfig:
    name: str = ""
    rate: float = field(default=1.0, metadata={"bounds": Bounds(0.5, 2.0, "times the voice's own speed")})
    pitch: int = field(
        default=0, metadata={"bounds": Bounds(-50, 50, "added to the voice's own, which goes from 0 to 100")}
    )
    follow: bool = True


StageMode = Literal["auto", "window", "terminal", "none"]


@dataclass(frozen=True)
class StageConfig:
    mode: StageMode = "auto"
    width: int = field(default=720, metadata={"bounds": Bounds(64, 7680)})
    height: int = field(default=720, metadata={"bounds": Bounds(64, 4320)})
    fps: int = field(default=60, metadata={"bounds": Bounds(10, 120)})
    set: str = "plain"
    captions: bool = False
    borderless: bool = False
    on_top: bool = False
    fullscreen: bool = False
    transparent: bool = False
    click_through: bool = False
    follow_pointer: bool = True
    reduced_motion: bool = False


@dataclass(frozen=True)
class SoundConfig:
    device: str = ""
    volume: float = field(default=1.0, metadata={"bounds": Bounds(0, 1)})
    muted: bool = False
    latency: Literal["low", "safe", "long"] = "low"
    offset_ms: float = field(default=0, metadata={"bounds": Bounds(-1000, 1000)})
    offsets: Mapping[str, float] = field(default_factory=dict)

    def offset_for(self, device: str) -> float:
        """Milliseconds by which the picture is to be later than the sound of a device."""
        bounds = Bounds(-1000, 1000)
        return min(bounds.most, max(bounds.least, self.offsets.get(device, self.offset_ms)))


@dataclass(frozen=True)
class BrainConfig:
    name: str = "persona"
    timeout_s: float = field(default=20.0, metadata={"bounds": Bounds(0.1, 600)})
    url: str = "http://127.0.0.1:11434/v1"
    model: str = ""
    key_variable: str = "AVATAR_API_KEY"
    context: int = field(default=8192, metadata={"bounds": Bounds(512, 10_000_000)})
    longest: int = field(default=600, metadata={"bounds": Bounds(16, 100_000)})
    temperature: float = field(default=0.8, metadata={"bounds": Bounds(0, 2)})
    thinking: bool = True
    card: str = ""
    instructions: str = ""
    slow: bool = False


@dataclass(frozen=True)
class SpeechConfig:
    engine: str = "auto"
    fallback: str = "en-gb"
    narration: Literal["silent", "narrator"] = "silent"
    narrator_voice: str = ""
    timeout_s: float = field(default=1.5, metadata={"bounds": Bounds(0.1, 60)})
    cache_mb: int = field(default=64, metadata={"bounds": Bounds(0, 100_000)})
    gtts: bool = False
    network: tuple[str, ...] = ()
    pronunciations: Mapping[str, str] = field(default_factory=dict)

    def allows(self, engine: str) -> bool:
        """Whether the user lets an engine send what is said to a server."""
        return engine in self.network or (engine == "gtts" and self.gtts)

    def permission(self, engine: str) -> str:
        """The line of config.toml that would let an engine do so. gtts has its own, which is older than the list."""
        return "speech.gtts = true" if engine == "gtts" else f'speech.network = ["{engine}"]'


@dataclass(frozen=True)
class LipSyncConfig:
    rungs: tuple[str, ...] = tuple(rung for rung in Rung if rung != Rung.SCORE)  # a song's mouth is no choice


@dataclass(frozen=True)
class ChatConfig:
    theme: Literal["auto", "dark", "light"] = "auto"
    history: bool = True
    greeting: bool = True
    speaks_first_s: float = field(default=240.0, metadata={"bounds": Bounds(0, 86_400)})


@dataclass(frozen=True)
class EarsConfig:
    mode: Literal["off", "push", "open"] = "off"
    device: str = ""
    recogniser: str = ""
    language: str = ""
    pause_s: float = field(default=0.6, metadata={"bounds": Bounds(0.3, 5)})
    interrupt: bool = True
    nods: bool = True


CameraStyle = Literal["off", "calm", "lively"]


@dataclass(frozen=True)
class ShowConfig:
    camera: CameraStyle = "calm"


@dataclass(frozen=True)
class KioskConfig:
    buttons: tuple[str, ...] = ("Who are you?", "Tell me a joke", "What can you do?", "Are you a robot?")
    languages: tuple[str, ...] = ("en",)
    keyboard: Literal["touch", "none"] = "touch"
    volume_buttons: bool = False
    captions: bool = True
    greeting: bool = True
    idle_s: float = field(default=60.0, metadata={"bounds": Bounds(5, 3600)})
    attract: tuple[str, ...] = (
        "Hello! You may talk to me.",
        "Touch a question, or type one of your own.",
        "I have all day. Ask me something!",
    )
    attract_every_s: float = field(default=120.0, metadata={"bounds": Bounds(5, 86_400)})
    playlist: tuple[str, ...] = ()
    playlist_every_s: float = field(default=900.0, metadata={"bounds": Bounds(30, 86_400)})
    quiet: tuple[str, ...] = ()
    quiet_volume: float = field(default=0.3, metadata={"bounds": Bounds(0, 1)})
    dim: float = field(default=0.5, metadata={"bounds": Bounds(0, 0.95)})
    dim_after_s: float = field(default=600.0, metadata={"bounds": Bounds(10, 86_400)})
    pixel_shift: int = field(default=6, metadata={"bounds": Bounds(0, 40)})
    pin: str = ""
    longest_text: int = field(default=200, metadata={"bounds": Bounds(10, 2000)})
    most_per_minute: int = field(default=12, metadata={"bounds": Bounds(1, 120)})
    blocked_words: str = ""
    blocked_answers: tuple[str, ...] = (
        "I would rather talk about something else.",
        "That's a word I don't use. Ask me another!",
    )
    brain_patience_s: float = field(default=10.0, metadata={"bounds": Bounds(1, 120)})
    safe_character: str = "juno"
    store: bool = False
    keep_days: int = field(default=7, metadata={"bounds": Bounds(1, 365)})


@dataclass(frozen=True)
class FilmConfig:
    loudness: float = field(default=-16.0, metadata={"bounds": Bounds(-31, 0, "LUFS; 0 leaves it as it is")})
    room: bool = True
    cache_mb: int = field(default=2000, metadata={"bounds": Bounds(0, 1_000_000)})


@dataclass(frozen=True)
class Config:
    """All settings; one attribute a table of config.toml."""

    character: CharacterConfig = CharacterConfig()
    voice: VoiceConfig = VoiceConfig()
    stage: StageConfig = StageConfig()
    sound: SoundConfig = SoundConfig()
    brain: BrainConfig = BrainConfig()
    speech: SpeechConfig = SpeechConfig()
    lipsync: LipSyncConfig = LipSyncConfig()
    chat: ChatConfig = ChatConfig()
    ears: EarsConfig = EarsConfig()
    show: ShowConfig = ShowConfig()
    kiosk: KioskConfig = KioskConfig()
    film: FilmConfig = FilmConfig()


def load(path: Path | None = None, overrides: Mapping[str, str] | None = None) -> Config:
    """The user's settings over the defaults, then `overrides` ("sound.volume" -> "0.5", values as on a command line).

    `path` None is the user's own file, which need not exist; one that is named must. Raises ConfigError that names
    file, line and remedy.
    """
    config = Config()
    own = path or library.config_path()
    if path is not None or _is_there(own):
        config = _merged(config, *_read(own), own)
    for key, value in (overrides or {}).items():
        config = override(config, key, value)
    return config


def _is_there(own: Path) -> bool:
    """Whether there is a settings file. Raises ConfigError where nobody can tell, as in another user's folder."""
    try:
        return stat.S_ISREG(own.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        remedy = "Make that folder yours, or name another file: --config FILE."
        raise ConfigError(f"The settings can't be read: {error.strerror}", where=own, remedy=remedy) from error


def override(config: Config, key: str, value: str) -> Config:
    """One setting changed: key as "section.name", value as typed on a command line. Raises ConfigError."""
    section, _, name = key.partition(".")
    table = getattr(config, section, None) if name else None
    if table is None or name not in _hints(type(table)):
        every = [f"{s.name}.{f.name}" for s in fields(Config) for f in fields(getattr(config, s.name))]
        raise ConfigError(f"There is no setting {key!r}", remedy=_suggestion(key, every))
    text = value if _hints(type(table))[name] is str else _toml_value(value)
    return _merged(config, {section: {name: text}}, "", Path(f"--set {key}"))


def _toml_value(text: str) -> Any:
    try:
        return parsed(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        if path.stat().st_size > library.LARGEST_TOML:
            raise ConfigError("The settings file is over 1 MiB", where=path, remedy="It should be a few lines of TOML.")
        text = path.read_text("utf-8")
        return parsed(text), text
    except OSError as error:
        raise ConfigError(
            f"The settings can't be read: {error.strerror}", where=path, remedy="Check the name."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError("The settings are not UTF-8 text", where=path, remedy="Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The settings are not TOML: {error}", where=path, remedy="Mend that line.") from error


def _merged(config: Config, table: Mapping[str, Any], text: str, path: Path) -> Config:
    changed: dict[str, Any] = {}
    for section, values in table.items():
        current = getattr(config, section, None) if section in _hints(Config) else None
        where = _place(path, text, section)
        if current is None:
            raise ConfigError(
                f"There is no table [{section}]", where=where, remedy=_suggestion(section, _hints(Config))
            )
        if not isinstance(values, Mapping):
            raise ConfigError(f"{section!r} must be a table", where=where, remedy=f"Write [{section}] on its own line.")
        new = {name: _checked(current, section, name, value, text, path) for name, value in values.items()}
        changed[section] = replace(current, **new)
        if section == "brain":
            _check_room(changed[section], path, text)
    return replace(config, **changed)


def _check_room(brain: BrainConfig, path: Path, text: str) -> None:
    """Raise ConfigError where a reply would take more than half of what the model can take in."""
    if brain.longest > brain.context // 2:
        raise ConfigError(
            f"'longest' ({brain.longest}) leaves too little of 'context' ({brain.context}) for the talk",
            where=_place(path, text, "brain", "longest"),
            remedy=f"Set longest to {brain.context // 2} or less, or context to {2 * brain.longest} or more.",
        )


def _checked(section: Any, section_name: str, name: str, value: Any, text: str, path: Path) -> Any:
    """The value as its dataclass wants it. Raises ConfigError."""
    where = _place(path, text, section_name, name)
    remedy = "Mend that line." if text else "Give another value."
    hints = _hints(type(section))
    if name not in hints:
        raise ConfigError(
            f"There is no setting {name!r} in [{section_name}]", where=where, remedy=_suggestion(name, hints)
        )
    want = hints[name]
    fine = _converted(want, value)
    if fine is None:
        raise ConfigError(f"{name!r} must be {_described(want)}, not {value!r}", where=where, remedy=remedy)
    bounds = next(f for f in fields(section) if f.name == name).metadata.get("bounds")
    if bounds and not bounds.least <= fine <= bounds.most:
        span = f"{bounds.least:g} to {bounds.most:g} {bounds.unit}".rstrip()
        raise ConfigError(f"{name!r} must be {span}, not {value!r}", where=where, remedy=remedy)
    return fine


def _converted(want: Any, value: Any) -> Any:
    """`value` as type `want`, or None where it isn't."""
    if get_origin(want) is Literal:
        return value if value in get_args(want) and isinstance(value, str) else None
    if get_origin(want) is tuple:
        return tuple(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else None
    if get_origin(want) is not None:
        each_is = get_args(want)[1]
        found = {key: _converted(each_is, each) for key, each in value.items()} if isinstance(value, dict) else None
        return found if found is not None and None not in found.values() else None
    if want is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    return value if type(value) is want else None


def _described(want: Any) -> str:
    if get_origin(want) is Literal:
        return "one of " + ", ".join(get_args(want))
    if get_origin(want) is tuple:
        return "a list of texts"
    if get_origin(want) is not None:
        return "lines of name = number" if get_args(want)[1] is float else 'lines of word = "text"'
    return {bool: "true or false", int: "a whole number", float: "a number", str: 'a "text"'}[want]


def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _suggestion(name: str, known: Any) -> str:
    close = find_nearest(name, known)
    return f"Did you mean {close!r}?" if close else f"There are: {', '.join(known)}."


def _place(path: Path, text: str, section: str, name: str = "") -> str:
    """ "FILE, line N" of a key, found by searching the text, since the TOML reader gives no line numbers."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([\w.\"'-]+)", line)
        if header:
            parts = header[1].strip("\"'").split(".")
            inside = parts[0] == section
            if inside and (not name or (len(parts) > 1 and parts[1] == name)):
                return f"{path}, line {number}"
        elif any(re.match(rf"\s*{key}\b", line) for key in _spellings(section, name, inside)):
            return f"{path}, line {number}"
    return str(path)


def _spellings(section: str, name: str, inside: bool) -> list[str]:
    """Patterns of how a key may be written on a line of its own: `name`, "name" or `section.name`."""
    plain = [name] if inside and name else [] if name else [section]
    dotted = [rf"{re.escape(section)}\s*\.\s*{re.escape(name)}"] if name else []
    return [rf"[\"']?{re.escape(each)}" for each in plain] + dotted
