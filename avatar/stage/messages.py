"""What the chat and the stage process tell each other.

    down  Open, Perform, Effect, Stop, Begin, Express, Load, Sound, Hush, Move, Face, Hover, View, Overlay, Sketch,
          Surround, Hold, Measure, Quit
    up    Ready, Started, Position, Passed, Finished, Typed, Pointer, Dragged, Touched, Sized, Frame, Closed, Fault,
          Underruns, Measured

Every Perform and Effect has an id, counted up by the sender: a Stop overtakes the sound that is still on its way, and
says up to which id it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from avatar.config import SoundConfig, StageConfig
from avatar.scene.widgets import Widget
from avatar.scenefile import Packed
from avatar.types import CastMember, Mark, Spread
from avatar.wire import Kinds


@dataclass(frozen=True)
class Open:
    """The first message: what kind of stage, and who stands on it."""

    stage: StageConfig
    """Its `mode` is the one that the user asks for."""
    sound: SoundConfig
    cast: tuple[CastMember, ...]
    """Each one's `character` is the path of the character's folder."""
    title: str = ""
    """Title of the window."""
    face: tuple[int, int] = (0, 0)
    """Width and height in pixels of the terminal face."""
    seed: int = 0
    sets: tuple[str, ...] = ()
    """Sets that will be needed besides the configured one."""
    silent: bool = False
    """Whether to leave the sound device alone: opening it has ended a stage process before."""


@dataclass(frozen=True)
class Perform:
    """Someone says a clause, after all that is queued."""

    id: int
    performance: Packed
    at: float | None = None
    """Scene seconds; None: after what is queued."""
    gap: float | None = None
    """Seconds of silence before it; None: as the punctuation before it asks for."""
    gain: float = 1.0


@dataclass(frozen=True)
class Effect:
    """A sound that nobody on the stage makes: laughter, a rimshot."""

    id: int
    rate: int
    """Hz; `blob` is little-endian int16."""
    blob: bytes = b""
    at: float | None = None
    """Scene seconds; None: now."""
    gain: float = 1.0
    spread: Spread = "around"
    """From where it is heard."""


@dataclass(frozen=True)
class Stop:
    """Silence, and everything up to `id` forgotten."""

    id: int


@dataclass(frozen=True)
class Begin:
    """A show, or a part of one, begins: all up to `id` is forgotten, and the scene waits at second `scene` for `Move`.

    Until then the picture stays as it was. From now on the stage sends `Passed`.
    """

    id: int
    scene: float = 0.0
    run: int = 0
    """A number that `Passed` gives back."""


@dataclass(frozen=True)
class Express:
    """A mark, to be acted from now on or, with `at`, from that scene second on."""

    who: str
    mark: Mark
    """A mark whose `start` is 0: `at` says when."""
    at: float | None = None
    id: int = 0
    """Counted with those of Perform and Effect, so that a Begin can forget it; 0: no Begin does."""


@dataclass(frozen=True)
class Load:
    """Another cast, another set, or both; None leaves it as it is."""

    cast: tuple[CastMember, ...] | None = None
    set: str | None = None
    sets: tuple[str, ...] = ()
    """Other sets that will be needed: they are made ready, so that a change of set is seen at once."""


@dataclass(frozen=True)
class Loudness:
    """Volume (linear, 0 to 1) and mute."""

    volume: float
    muted: bool


@dataclass(frozen=True)
class Hush:
    """Nothing is to be heard for a moment, though all goes on; a Stop, or a Hush of no seconds, ends that."""

    seconds: float
    """How long at most."""


@dataclass(frozen=True)
class Move:
    """Another place (scene seconds), another speed (0: pause, else 0.5 to 2); None leaves it as it is."""

    scene: float | None = None
    speed: float | None = None


@dataclass(frozen=True)
class FaceSize:
    """Size in pixels of the terminal face; 0 by 0: nobody looks, send nothing."""

    width: int
    height: int


@dataclass(frozen=True)
class Hover:
    """Where the pointer is over the terminal face; of its own window the stage knows."""

    x: float
    """0 to 1 of the picture, less or more beside it; `y` likewise."""
    y: float
    down: bool = False
    """Whether its button came down there."""


@dataclass(frozen=True)
class View:
    """How the picture is shown."""

    captions: bool
    reduced_motion: bool


@dataclass(frozen=True)
class Overlay:
    """Widgets over the picture, in place of those before."""

    widgets: tuple[Widget, ...]
    """Back to front."""
    shift: tuple[float, float] = (0.0, 0.0)
    """By how much the people below are moved, in shares of the picture's size."""
    calm: bool = False
    """Whether nobody is there to look closely: only what can be seen to move is drawn."""


@dataclass(frozen=True)
class Sketch:
    """What somebody does as it is being edited: seen once there is a Hold, never heard; in place of earlier ones."""

    at: float
    """Scene seconds."""
    performance: Packed
    before: Packed | None = None
    """As it was before it was edited, which shines through; None where it is as it was."""


class Placed(NamedTuple):
    """Something to act at a second of the scene."""

    at: float
    who: str
    mark: Mark
    """Its `start` is 0."""


@dataclass(frozen=True)
class Surround:
    """What is acted around the sketches, in place of all that was told of it before."""

    marks: tuple[Placed, ...] = ()
    seed: int | None = None
    """Of what looks random; None: the stage's own."""
    fresh: bool = True
    """Whether what was sketched is forgotten."""


@dataclass(frozen=True)
class Hold:
    """From now on the sketches are seen in place of the scene."""

    scene: float | None = None
    """The second that is looked at; None: the one that is heard."""


@dataclass(frozen=True)
class Overhear:
    """Tell what is played, as `Played`, from now on or no more: whoever hears a microphone has to know."""

    on: bool


@dataclass(frozen=True)
class Measure:
    """Ask for a `Measured` of the time since the last one."""


@dataclass(frozen=True)
class Quit:
    """The end."""


Down = (
    Open
    | Perform
    | Effect
    | Stop
    | Begin
    | Express
    | Load
    | Loudness
    | Hush
    | Move
    | FaceSize
    | Hover
    | View
    | Overlay
    | Sketch
    | Surround
    | Hold
    | Overhear
    | Measure
    | Quit
)
DOWN: Kinds[Down] = Kinds(Down)


@dataclass(frozen=True)
class Ready:
    """The stage is open, or something about it has changed: sent again whenever the sound comes or goes."""

    mode: str
    """`window`, `terminal` or `none`; the link itself also says `gone`, where no stage process can run."""
    sound: str = ""
    """Name of the sound device; '' where there is none."""
    latency: float = 0.0
    """Seconds between writing a sample and hearing it."""
    why: str = ""
    """Why the mode is not the one asked for; '' where it is."""
    drawn: str = ""
    """What draws the window: the graphics interface and the driver's own name."""


@dataclass(frozen=True)
class Started:
    """A clause is heard from now on."""

    id: int
    at: float
    """Scene seconds."""


@dataclass(frozen=True)
class Position:
    """How far a clause is heard; about 20 a second."""

    id: int
    t: float
    """Seconds from the clause's start."""
    word: int
    """Index into `Speech.words`; -1 before the first, or where the voice knows none."""


@dataclass(frozen=True)
class Passed:
    """How far a show is heard; about ten a second while it moves."""

    scene: float
    """Scene seconds."""
    run: int = 0
    """The number from the Begin before it."""


@dataclass(frozen=True)
class Finished:
    """A clause is over."""

    id: int
    heard: float
    """Seconds of it that were heard; 0 where it never began."""
    whole: bool
    """Whether it was heard to its end."""


@dataclass(frozen=True)
class Typed:
    """Text typed into the window. Other keys come as terminals send them: "\\x1b" is Esc, "\\x1b[C" an arrow."""

    text: str


@dataclass(frozen=True)
class Pointer:
    """A finger, or the left button of the mouse, came down in the window or went up."""

    x: float
    """0 to 1 of the picture."""
    y: float
    down: bool


@dataclass(frozen=True)
class Dragged:
    """The pointer was moved with its button down: where it is now. A window that is moved by its picture sends none."""

    x: float
    """0 to 1 of the picture; beside it, at the edge."""
    y: float


@dataclass(frozen=True)
class Touched:
    """Somebody on the stage was touched by the pointer."""

    how: Literal["poke", "tickle"]
    part: Literal["head", "body"]


@dataclass(frozen=True)
class Sized:
    """The window has this many pixels now."""

    width: int
    height: int


@dataclass(frozen=True)
class FacePicture:
    """A picture for the terminal face: `blob` is RGBA, 8 bits each, not premultiplied, row by row from the top."""

    width: int
    height: int
    blob: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Closed:
    """The window's close button was pressed."""


@dataclass(frozen=True)
class StageFault:
    """Something went wrong that the user should know; the stage goes on."""

    text: str
    """What happened and what to do."""


@dataclass(frozen=True)
class Reopened:
    """Sent by the link itself during a show: the stage died, and the next one waits to be told everything anew."""


@dataclass(frozen=True)
class Underruns:
    """How many times the sound device has run dry since it was opened."""

    count: int


@dataclass(frozen=True)
class Measured:
    """What the stage cost since the last `Measure`."""

    seconds: float
    frames: int
    late: int
    """Frames shown after their slot, a sixtieth of a second at 60 frames a second, was over."""
    own_ms: tuple[float, ...]
    """Milliseconds of Python's own thread time for each frame: pose, rig, painting of live layers, before GL calls."""
    gl_ms: tuple[float, ...]
    """Milliseconds of thread time for each frame in GL calls and the flip."""
    underruns: int
    scene: float
    """Scene seconds heard now."""


@dataclass(frozen=True)
class Played:
    """What the sound device plays, while `Overhear` is on: silence too, for an echo is found by when it was played."""

    start: float
    """Wall time (`time.perf_counter`) at which its first sample is heard."""
    rate: int
    blob: bytes
    """Mono int16, little-endian."""


Up = (
    Ready
    | Started
    | Position
    | Passed
    | Finished
    | Typed
    | Pointer
    | Dragged
    | Touched
    | Sized
    | FacePicture
    | Closed
    | StageFault
    | Underruns
    | Measured
    | Played
)
UP: Kinds[Up] = Kinds(Up)

StageEvent = Up | Reopened
"""What the link reports: all that the stage sends up, and what it knows itself."""
