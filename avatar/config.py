"""Every setting, read once into frozen dataclasses and passed down.

The dataclasses' defaults and `config.toml` in the package say the same; a test holds them together.
"""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from avatar import library
from avatar.errors import ConfigError
from avatar.tables import Bounds, find_line, find_types, merged, parsed, read_toml, suggest
from avatar.types import Rung


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
        config = _merged(config, *read_toml(own, "The settings file"), own)
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
    if table is None or name not in find_types(type(table)):
        every = [f"{s.name}.{f.name}" for s in fields(Config) for f in fields(getattr(config, s.name))]
        raise ConfigError(f"There is no setting {key!r}", remedy=suggest(key, every))
    text = value if find_types(type(table))[name] is str else _toml_value(value)
    return _merged(config, {section: {name: text}}, "", Path(f"--set {key}"))


def _toml_value(text: str) -> Any:
    try:
        return parsed(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _merged(config: Config, table: Mapping[str, Any], text: str, path: Path) -> Config:
    config = merged(config, table, text, path)
    if "brain" in table:
        _check_room(config.brain, path, text)
    return config


def _check_room(brain: BrainConfig, path: Path, text: str) -> None:
    """Raise ConfigError where a reply would take more than half of what the model can take in."""
    if brain.longest > brain.context // 2:
        raise ConfigError(
            f"'longest' ({brain.longest}) leaves too little of 'context' ({brain.context}) for the talk",
            where=find_line(path, text, "brain", "longest"),
            remedy=f"Set longest to {brain.context // 2} or less, or context to {2 * brain.longest} or more.",
        )
