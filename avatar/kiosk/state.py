"""What the kiosk is doing, what may happen to it, what it then wants done: values only. `machine` holds the rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from avatar.config import KioskConfig
from avatar.errors import ConfigError
from avatar.kiosk import staff
from avatar.kiosk.blocking import Blocked
from avatar.kiosk.session import Visit
from avatar.kiosk.staff import Chord, Guard


class Mode(StrEnum):
    ATTRACT = "attract"
    """Nobody is there."""
    ASLEEP = "asleep"
    """Nobody is there, and it is a quiet hour."""
    GREETING = "greeting"
    """Someone came, and the character speaks first."""
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    PIN = "pin"
    STAFF = "staff"


ALONE = (Mode.ATTRACT, Mode.ASLEEP)

VISITED = (Mode.GREETING, Mode.LISTENING, Mode.THINKING, Mode.SPEAKING)


class Now(NamedTuple):
    """Now, on both clocks: only quiet hours go by the one that can be set."""

    t: float
    """Monotonic seconds."""
    minute: int = 720
    """Of the local day, 0 to 1439."""


# ------------------------------------------------------------------------------------------------- what may happen


class Tick(NamedTuple):
    """Time has passed."""


class Touched(NamedTuple):
    """A finger came down (or the mouse's button)."""

    x: float
    y: float
    widget: str = ""
    """Id of what was touched; '' where nothing was."""


class Lifted(NamedTuple):
    widget: str = ""
    """Id of what is below now."""


class Typed(NamedTuple):
    """Keys of a keyboard: text, or control characters."""

    text: str


class EarsOpened(NamedTuple):
    """A microphone was opened, or closed."""

    on: bool


class Spoken(NamedTuple):
    """A visitor speaks, and this was understood so far."""

    text: str
    final: bool = False
    """They have ended."""


class Replying(NamedTuple):
    """A reply is being thought of."""


class ClauseHeard(NamedTuple):
    """A clause begins to be heard."""

    text: str


class ReplyGrew(NamedTuple):
    """The reply goes on: more text, or the next word."""


class ReplyOver(NamedTuple):
    """The reply was heard to its end, or was stopped."""


class Wished(NamedTuple):
    """The visitor asked for a song."""

    name: str


class ShowOver(NamedTuple):
    """A show from the playlist, or a song, ended."""


class Faulty(NamedTuple):
    """Something broke and was mended, for the staff to read."""

    text: str


class Safe(NamedTuple):
    """Safe mode began or ended."""

    on: bool


class Sized(NamedTuple):
    """The picture has these proportions now."""

    width: int
    height: int


KioskEvent = (
    Tick | Touched | Lifted | Typed | EarsOpened | Spoken | Replying | ClauseHeard | ReplyGrew | ReplyOver | Wished
    | ShowOver | Faulty | Safe | Sized
)  # fmt: skip

# ---------------------------------------------------------------------------------------------- what is to be done


class Ask(NamedTuple):
    """The visitor says this."""

    text: str


class Exactly(NamedTuple):
    """The character says this, whatever its brain thinks."""

    text: str


class Greet(NamedTuple):
    pass


class Quieten(NamedTuple):
    """Stop speaking, thinking and playing."""


class Forget(NamedTuple):
    """The visitor has left: nothing of the visit remains."""


class Attend(NamedTuple):
    """Look as if listening, or not."""

    on: bool


class Hear(NamedTuple):
    """Listen to one thing that is said; while it listens: that was all."""


class Play(NamedTuple):
    """A show from the playlist, or a song that was asked for."""

    name: str


class UseLanguage(NamedTuple):
    language: str


class UseCharacter(NamedTuple):
    name: str


class Restart(NamedTuple):
    pass


class ShutDown(NamedTuple):
    pass


KioskAction = (
    Ask | Exactly | Greet | Quieten | Forget | Attend | Hear | Play | UseLanguage | UseCharacter | Restart | ShutDown
)  # fmt: skip

# ------------------------------------------------------------------------------------------------------- the rules


@dataclass(frozen=True, eq=False)
class Rules:
    """The host's settings, read once."""

    config: KioskConfig
    quiet: tuple[tuple[int, int], ...] = ()
    """First and last minute (not included) of the day; one may run over midnight."""
    blocked: Blocked = field(default_factory=lambda: Blocked(()))
    characters: tuple[str, ...] = ()
    """Characters that the staff may choose from."""
    ears: bool = False
    """Whether visitors may speak instead of typing."""

    @classmethod
    def of(
        cls,
        config: KioskConfig,
        characters: tuple[str, ...] = (),
        blocked: Blocked | None = None,
        *,
        ears: bool = False,
    ) -> Rules:
        """Raises ConfigError for quiet hours or a PIN that can't be understood."""
        staff.check_secret(config.pin)
        return cls(config, tuple(map(read_hours, config.quiet)), blocked or Blocked(()), characters, ears)

    def is_quiet(self, minute: int) -> bool:
        return any(
            first <= minute < last if first <= last else minute >= first or minute < last for first, last in self.quiet
        )


def read_hours(text: str) -> tuple[int, int]:
    """ "22:00-08:30" as minutes of the day. Raises ConfigError."""
    try:
        first, last = text.split("-")
        return _minute(first), _minute(last)
    except ValueError as error:
        raise ConfigError(
            f"kiosk.quiet holds {text!r}, which are no hours", remedy='Write them as "22:00-08:30".'
        ) from error


def _minute(text: str) -> int:
    hour, minute = map(int, text.strip().split(":"))
    if not (0 <= hour <= 24 and 0 <= minute < 60 and hour * 60 + minute <= 1440):
        raise ValueError(text)
    return hour * 60 + minute


# -------------------------------------------------------------------------------------------------------- the state


@dataclass(frozen=True)
class Settled:
    """What the staff may change, and what outlives a restart where the disk can be written."""

    volume: float = 1.0
    character: str = ""
    shows: bool = True
    """Whether the playlist is played."""


@dataclass(frozen=True)
class Figure:
    """What the screen is laid out by of a character's drawing; in heights of its page, down from where it stands."""

    name: str = ""
    """Whose it is; '' for anybody's."""
    mouth_left: float = -0.15
    mouth_top: float = -0.45
    mouth_right: float = 0.15
    mouth_bottom: float = -0.18
    """The mouth at its widest, wherever a gesture has the head."""
    floor: float = 0.0
    """How far the body is drawn on below the page."""


@dataclass(frozen=True)
class State:
    """All that the kiosk knows at a moment."""

    mode: Mode = Mode.ATTRACT
    t: float = 0.0
    """The last moment it knows of."""
    since: float = 0.0
    """When `mode` began."""
    seen: float = 0.0
    """The last sign of a visitor."""
    progress: float = 0.0
    """The last sign of the reply."""
    typed: str = ""
    keyboard: bool = False
    """Whether the touch keyboard is up."""
    shift: bool = False
    symbols: bool = False
    held: str = ""
    """Id of the widget under the finger."""
    hearing: bool = False
    """Whether a microphone is open."""
    caption: str = ""
    remark: str = ""
    """A line of the screen's own, for a moment."""
    remark_until: float = 0.0
    language: str = "en"
    visit: Visit = field(default_factory=Visit)
    pace: Visit = field(default_factory=Visit)
    """The questions of the last minute, counted across visits: anyone can end a visit and begin another."""
    chord: Chord = field(default_factory=Chord)
    guard: Guard = field(default_factory=Guard)
    settled: Settled = Settled()
    quiet: bool = False
    """Whether it is a quiet hour."""
    talking: bool = False
    """Whether a reply is thought of or heard."""
    attracted: float = 0.0
    """When something was last said or shown to nobody."""
    lines: int = 0
    """How many were said to nobody."""
    played: float = 0.0
    shows: int = 0
    playing: str = ""
    """The show that is on."""
    excused: int = 0
    """Index of the next answer to a blocked word."""
    faults: tuple[str, ...] = ()
    """The last few, the latest first."""
    fault_count: int = 0
    safe: bool = False
    size: tuple[int, int] = (1920, 1080)
    figure: Figure = Figure()
    """Of the character that is there."""

    @property
    def visited(self) -> bool:
        return self.mode in VISITED

    def into(self, mode: Mode) -> State:
        return self if mode is self.mode else replace(self, mode=mode, since=self.t)


def begin(t: float, language: str, settled: Settled = Settled()) -> State:
    """The kiosk as it starts at a monotonic second."""
    return State(t=t, since=t, seen=t, progress=t, attracted=t, played=t, language=language, settled=settled)


def volume(state: State, rules: Rules) -> float:
    """How loud it is now, 0 to 1."""
    return state.settled.volume * (rules.config.quiet_volume if state.quiet else 1.0)


def dimmed(state: State, rules: Rules) -> float:
    """How dark it is now, 0 to 1."""
    config = rules.config
    if state.mode is Mode.ASLEEP:
        return max(config.dim, 0.85)
    alone = state.mode is Mode.ATTRACT and not state.playing and state.t - state.seen > config.dim_after_s
    return config.dim if alone else 0.0
