"""The values that travel from text to picture: the first file to read.

    text ─ brain ─> reply ─ sentences ─> clause
    clause ─ speech ─> Speech ─ lipsync ─> MouthTrack ─ performer ─> Performance
    Performances, sounds, marks ─> Scene ─ stage ─> Pose ─> picture and sound

All are frozen. Times are seconds as floats, counted from the start of the thing that holds them, unless a name says
otherwise. Arrays are never written to once they are inside one of these.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""An array of 32-bit floats; its shape is said where it is used."""

FRAME_RATE = 100
"""Frames a second of every MouthTrack."""

VISEMES = ("sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "ih", "oh", "ou")
"""The 15 visemes of the Oculus (OVR) lip sync set, in that set's order: the columns of `MouthTrack.weights`."""


@dataclass(frozen=True, eq=False)
class Clip:
    """Mono sound.

    `samples` is int16, shape (count,); `rate` is in Hz. int16 so that FLAC keeps it exactly.
    """

    samples: NDArray[np.int16]
    rate: int

    def __post_init__(self) -> None:
        if self.samples.dtype != np.int16 or self.samples.ndim != 1:
            raise ValueError(
                f"a Clip holds int16 samples in one dimension, not {self.samples.dtype} {self.samples.shape}"
            )
        if self.rate <= 0:
            raise ValueError(f"a Clip's rate is a positive number of Hz, not {self.rate}")

    @classmethod
    def from_floats(cls, samples: NDArray[np.floating], rate: int) -> Clip:
        """A Clip from samples in [-1, 1], shape (count,); NaN becomes 0, what lies outside is clipped."""
        clean = np.nan_to_num(np.asarray(samples, np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
        return cls((np.clip(clean, -1.0, 1.0) * 32767.0).round().astype(np.int16), rate)

    @classmethod
    def silence(cls, seconds: float, rate: int) -> Clip:
        return cls(np.zeros(max(0, round(seconds * rate)), np.int16), rate)

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / self.rate

    def floats(self) -> NDArray[np.float32]:
        """The samples as float32 in [-1, 1), shape (count,)."""
        return self.samples.astype(np.float32) / np.float32(32768.0)


class Timed(NamedTuple):
    """A value (a word, an IPA phone, a caption) with its place in time."""

    start: float
    """Seconds from the start of the clip that it belongs to."""
    end: float
    """Seconds; never before `start`."""
    value: str
    at: int = -1
    """For words: index of the first character in `Speech.text`; -1 where unknown."""
    length: int = 0
    """For words: how many characters of `Speech.text` it covers; 0 where unknown."""

    def moved(self, seconds: float, characters: int = 0) -> Timed:
        """The same so much later, and so much further on in the text."""
        at = self.at + characters if self.at >= 0 else self.at
        return self._replace(start=self.start + seconds, end=self.end + seconds, at=at)


class Note(NamedTuple):
    """One sung note."""

    start: float
    """Seconds from the start of the clip."""
    end: float
    pitch: float
    """MIDI note number; 69 is A4, 440 Hz."""
    syllable: str
    """What is sung on it; '' where it goes on with the syllable of the note before."""


TimesFrom = Literal["engine", "alignment", "none"]
"""Who knew the times in a Speech: the voice engine itself, an alignment with the sound, or nobody."""


@dataclass(frozen=True, eq=False)
class Speech:
    """One clause, spoken: the sound, and whatever times its voice knows."""

    clip: Clip
    text: str
    """What was said, as the listener should read it (captions, transcript)."""
    voice: str
    language: str = "en"
    """BCP 47 tag, as `en`, `en-GB`, `de`."""
    words: tuple[Timed, ...] = ()
    phones: tuple[Timed, ...] | None = None
    """IPA phones; None where the voice does not tell. Silences have the value ''."""
    times_from: TimesFrom = "none"
    spoken: str = ""
    """The text as the engine got it (numbers spelled out, marks removed); '' where it equals `text`."""
    notes: tuple[Note, ...] | None = None


class Rung(StrEnum):
    """How a mouth was made, best first."""

    EDITED = "edited"
    """Cues or curves corrected by hand, read from a file."""
    VOICE = "voice"
    """Phone times from the voice engine itself."""
    SCORE = "score"
    """Phones placed by the notes of a song, as they are sung."""
    ALIGNED = "aligned"
    """Phones of the known text, aligned to the sound by the model."""
    MODEL = "model"
    """The model on the sound alone."""
    ESTIMATED = "estimated"
    """Phones of the known text, with durations by rule, stretched over the voiced parts of the sound."""
    LOUDNESS = "loudness"
    """How far the mouth opens follows how loud it is."""


@dataclass(frozen=True, eq=False)
class MouthTrack:
    """What a mouth does, `FRAME_RATE` times a second.

    `weights`: float32, shape (frames, 15), each row over `VISEMES`, non-negative, summing to 1. Frame i holds the
    lips at time i / FRAME_RATE of the clip; the lips' lead over the sound is already in it.
    """

    weights: NDArray[np.float32]
    rung: Rung
    lead: float = 0.0
    """Seconds that the weights run ahead of the sound; letter cues, which are written at sound time, take it out."""
    why: str = ""
    """Why a better rung was not used; '' where none was expected."""
    drawn: NDArray[np.uint8] | None = None
    """The one mouth that an animator would draw at each frame, at the time of the sound (no lead): index into VISEMES,
    shape (frames,). None: read it off the weights. For cues; not kept in saved scenes."""
    opening: NDArray[np.float32] | None = None
    """How far the lips are open, estimated from the sound, in distances between the eyes, shape (frames,), with the
    lips' lead in it. None: read it off the weights. Jaws follow it (`character.mouth.blend`)."""

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or self.weights.shape[1] != len(VISEMES) or self.weights.dtype != np.float32:
            raise ValueError(f"a MouthTrack holds float32 (frames, 15), not {self.weights.dtype} {self.weights.shape}")
        if self.opening is not None and self.opening.shape != self.weights.shape[:1]:
            raise ValueError(f"an opening of {self.opening.shape} for weights of {self.weights.shape}")

    @property
    def duration(self) -> float:
        return len(self.weights) / FRAME_RATE

    def at(self, t: float) -> NDArray[np.float32]:
        """Viseme weights at `t` seconds, shape (15,), interpolated between frames; silence outside the track."""
        place = t * FRAME_RATE
        if len(self.weights) == 0 or not 0.0 <= place <= len(self.weights) - 1:
            return _SILENCE
        low = math.floor(place)
        high = min(low + 1, len(self.weights) - 1)
        share = np.float32(place - low)
        mixed: NDArray[np.float32] = self.weights[low] * (1 - share) + self.weights[high] * share
        return mixed

    def opening_at(self, t: float) -> float | None:
        """The opening at `t` seconds, interpolated between frames; 0 outside the track, None where it has none."""
        if self.opening is None:
            return None
        place = t * FRAME_RATE
        if not 0.0 <= place <= len(self.opening) - 1:
            return 0.0
        low = math.floor(place)
        share = place - low
        return float(self.opening[low] * (1 - share) + self.opening[min(low + 1, len(self.opening) - 1)] * share)

    def part(self, start: int, end: int | None = None) -> MouthTrack:
        """The frames from `start` to before `end`."""
        drawn = None if self.drawn is None else self.drawn[start:end]
        opening = None if self.opening is None else self.opening[start:end]
        return replace(self, weights=self.weights[start:end], drawn=drawn, opening=opening)


_SILENCE = np.zeros(len(VISEMES), np.float32)
_SILENCE[0] = 1.0
_SILENCE.setflags(write=False)

MarkKind = Literal[
    "expression",
    "gesture",
    "emphasis",
    "question",
    "look",
    "state",
    "dance",
    "move",
    "enter",
    "exit",
    "set",
    "title",
    "chapter",
    "fade",
    "prop",
    "hat",
    "camera",
    "clock",
    "head",
    "brows",
]
"""expression and gesture name one of the character's; emphasis and question are words to act on; look names whom or
what to look at ("audience", "away", a cast member); prop names what the right hand holds from now on ("phone",
"sign:THE END"; "" for nothing); hat what is on the head ("bowler", "cap:#c4573f"; "none" for nothing);
state is what the character is doing ("idle", "listening",
"thinking", "speaking"); dance is a move in beats that goes on from start to end (`avatar/scene/dancing.py` says how its
name is read); head and brows are keys of a curve from start to end, which hold them where somebody put them
(`avatar/scene/keying.py` reads their names).

The rest stage a show. move names a place ("left", "centre", "right", or "2/3": second from the left of three); enter
and exit bring a cast member on and off (whoever never enters is there from the start). set names the set behind the
cast; title is a text shown as a card from start to end; chapter names what begins here; fade is "in" or "out", from and
to black, from start to end; clock begins what idles (blinks, glances, sway) anew, as a cut does, and is named by a seed
(`avatar/scene/clocks.py`): these five belong to no one, their Entry's `who` is ''. camera is
a cut: name is the shot (`avatar/scene/camera.py` says how it is read), `who` whom it shows ('' for everybody), and end
how long a shot that moves takes to arrive."""


@dataclass(frozen=True)
class Mark:
    """Something to act: an expression, a gesture, a stressed word, a glance."""

    kind: MarkKind
    name: str
    start: float = 0.0
    """Seconds from the start of the Performance (or from its Entry's start, where it stands alone in a Scene)."""
    end: float | None = None
    """Seconds; None: an expression holds until the next one, a gesture takes its own time."""
    strength: float = 1.0
    """0 to 1."""


@dataclass(frozen=True, eq=False)
class Performance:
    """One character says one clause: complete, needs no voice and no model to be played, filmed, saved or loaded."""

    who: str
    """Name of the cast member."""
    speech: Speech
    mouth: MouthTrack
    marks: tuple[Mark, ...] = ()
    captions: tuple[Timed, ...] = ()

    @property
    def duration(self) -> float:
        return self.speech.clip.duration


@dataclass(frozen=True)
class Place:
    """Where a cast member stands. `x` and `y`: 0 to 1 of the picture, of the character's anchor (bottom centre)."""

    x: float = 0.5
    y: float = 1.0
    scale: float = 1.0
    """Height relative to filling the picture."""
    facing: float = 0.0
    """-1 looks left, 0 at the audience, 1 right."""


@dataclass(frozen=True)
class CastMember:
    """A role: who plays it, with which voice, where."""

    who: str
    character: str
    """Name of a character in the library."""
    voice: str = ""
    """Name of a voice in the library; '' for the character's own."""
    place: Place = Place()


Spread = Literal["around", "middle", "sides"]
"""How a sound is heard that nobody on stage makes: all around; the same from left and right; or added to the left and
taken from the right, which makes stereo of one that is heard from the middle."""


@dataclass(frozen=True, eq=False)
class Entry:
    """Something that happens in a Scene: someone speaks, a sound is heard, a mark is acted."""

    start: float
    """Seconds from the start of the Scene."""
    who: str
    """A cast member; '' for what comes from nowhere (music, laughter)."""
    what: Performance | Clip | Mark
    gain: float = 1.0
    """Linear gain of its sound."""
    spread: Spread = "around"
    """From where a sound of nobody's is heard."""

    @property
    def end(self) -> float:
        """Seconds; a Mark without an end ends where it starts."""
        if isinstance(self.what, Mark):
            return self.start + (self.what.end if self.what.end is not None else self.what.start)
        return self.start + self.what.duration


@dataclass(frozen=True, eq=False)
class Scene:
    """Who does what when, on one clock: all that a stage or a film needs."""

    cast: tuple[CastMember, ...]
    entries: tuple[Entry, ...] = ()
    """In order of `start`."""
    set: str = "plain"
    """Name of the set behind the cast."""
    title: str = ""
    seed: int = 0
    """Seed of everything that looks random in it (blinks, glances, idle life)."""
    meta: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def duration(self) -> float:
        return max((entry.end for entry in self.entries), default=0.0)

    def of(self, who: str) -> tuple[Entry, ...]:
        """The entries of one cast member."""
        return self._by_who.get(who, ())

    @cached_property
    def _by_who(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.who, []).append(entry)
        return {who: tuple(entries) for who, entries in found.items()}

    def added(self, *entries: Entry) -> Scene:
        """This Scene with more in it; live play grows a Scene this way."""
        merged = tuple(sorted((*self.entries, *entries), key=lambda entry: entry.start))
        return Scene(self.cast, merged, self.set, self.title, self.seed, self.meta)


@dataclass(frozen=True)
class Voice:
    """A voice as `voices/NAME.toml` defines it."""

    name: str
    engine: str
    """Name of an engine in `avatar.speech.ENGINES`."""
    id: str
    """What the engine calls it: `en-gb`, a SAPI id, a path inside the user's voices folder."""
    language: str = "en"
    """BCP 47."""
    rate: int = 170
    """Words a minute, as espeak-ng counts them."""
    pitch: int = 50
    """0 to 100, 50 is the voice's own."""
    range: int = 50
    """Liveliness of intonation, 0 to 100."""
    variant: str = ""
    """espeak-ng's voice variants (`f2`, `croak`)."""
    formants: float = 1.0
    """Factor on the formants of a neural voice, 0.7 (a large head) to 1.4 (a small one)."""
    effort: int = 0
    """How hard a neural voice speaks: -50 hushed to 50 shouted."""
    effects: tuple[str, ...] = ()
    """What the sound goes through, by name (`avatar.speech.effects`): a loudspeaker, a cave."""
    gain: float = 1.0
    """Linear gain that brings it level with the other voices."""
    licence: str = ""
    description: str = ""


class Availability(NamedTuple):
    """Whether a back-end works here and, if not, what would make it work."""

    works: bool
    detail: str
    """What was found (a version, a path) or what is missing."""
    remedy: str = ""
    """The exact command or step that would make it work; '' where it works."""


# ---------------------------------------------------------------------------------------------------------- the pose


class Mouth(NamedTuple):
    """A parametric mouth. 0 is at rest; 1 is the most that the character's mouth does. Blends linearly."""

    jaw: float = 0.0
    """How far the jaw has dropped, 0 to 1."""
    width: float = 0.0
    """-1 corners pulled in, 1 spread wide."""
    rounding: float = 0.0
    """Lips brought in and forward, 0 to 1."""
    closure: float = 0.0
    """Lips pressed together, 0 to 1: 1 shuts the mouth whatever the jaw does."""
    bite: float = 0.0
    """Lower lip tucked under the upper teeth, 0 to 1."""
    upper: float = 0.0
    """Upper lip raised, 0 to 1."""
    teeth: float = 0.0
    """How much the teeth show, 0 to 1."""
    tongue: float = 0.0
    """Tongue tip up at or between the teeth, 0 to 1."""
    smile: float = 0.0
    """Corners: -1 down, 1 up; from the expression, survives speech."""
    skew: float = 0.0
    """Lopsided: -1 the picture's left corner does the smiling, 1 the right one, 0 both."""


class Eyes(NamedTuple):
    """Both eyes. Left and right are the picture's, not the character's."""

    gaze_x: float = 0.0
    """-1 left, 1 right."""
    gaze_y: float = 0.0
    """-1 up, 1 down."""
    open_left: float = 1.0
    """0 shut, 1 as at rest, 1.3 wide."""
    open_right: float = 1.0
    squint: float = 0.0
    """Lower lids up, 0 to 1."""


class Brows(NamedTuple):
    """-1 to 1 each; 0 at rest. A positive tilt lifts the inner end (worried), a negative one lowers it (angry)."""

    raise_left: float = 0.0
    raise_right: float = 0.0
    tilt_left: float = 0.0
    tilt_right: float = 0.0


class Head(NamedTuple):
    """Moves of the head. Shifts in head heights, angles in degrees."""

    x: float = 0.0
    y: float = 0.0
    """Positive is down."""
    roll: float = 0.0
    """Positive tips clockwise."""
    yaw: float = 0.0
    """Positive turns to the picture's right; drawn as parallax."""
    pitch: float = 0.0
    """Positive looks down."""


class Body(NamedTuple):
    """Moves of the body. Shifts in head heights, angles in degrees."""

    x: float = 0.0
    y: float = 0.0
    lean: float = 0.0
    """Degrees, positive to the picture's right."""
    breath: float = 0.0
    """0 breathed out, 1 breathed in."""
    squash: float = 0.0
    """Share of its height by which it is lower, and half as much wider; negative stretches it."""
    width: float = 0.0
    """What its width is off its own: -1 is seen from the edge, -2 from behind a mirror, as a card that turns."""


class Arm(NamedTuple):
    """One arm: a hand pose by name, and where the hand is. `name` '' is the arm at rest."""

    name: str = ""
    x: float = 0.0
    """Shift of the hand in head heights from its place at rest."""
    y: float = 0.0
    angle: float = 0.0
    """Degrees."""
    shown: float = 0.0
    """0 at rest (out of sight for a bust), 1 fully in its gesture."""


class Hop(NamedTuple):
    """A small jump when somebody begins to speak."""

    height: float = 0.0
    """0 on the ground, 1 at its highest."""
    speed: float = 0.0
    """1 as it takes off, -1 as it lands."""


@dataclass(frozen=True, eq=False)
class Pose:
    """Everything drawn of one character at one instant: what both painters draw from."""

    mouth: Mouth = Mouth()
    visemes: NDArray[np.float32] = field(default_factory=lambda: _SILENCE)
    """The raw weights, shape (15,), for mouths made of sprites, LEDs or beaks."""
    sprite: int = 0
    """Index into VISEMES of the shape that a sprite mouth holds now (hold times applied)."""
    shape: str = ""
    """Name of the picture that shows `sprite`, for mouths made of pictures."""
    eyes: Eyes = Eyes()
    brows: Brows = Brows()
    head: Head = Head()
    body: Body = Body()
    left: Arm = Arm()
    right: Arm = Arm()
    extras: Mapping[str, float] = field(default_factory=dict)
    """Weights of layers that expressions switch on (blush, sweat, tears), by name, 0 to 1."""
    swings: Mapping[str, float] = field(default_factory=dict)
    """Where what goes to and fro by itself is, by name, -1 to 1."""
    frames: Mapping[str, int] = field(default_factory=dict)
    """Which picture of those that follow on each other is seen, by name; 1 is the first, and where nothing is said."""
    hop: Hop = Hop()
    held: str = ""
    """What the right hand holds, as a mark of the kind "prop" names it; '' for nothing."""
    worn: str = ""
    """What is on the head, as a mark of the kind "hat" names it; '' for nothing."""
    donned: float = 1.0
    """How far it is on: 0 as it comes, 1 on the head."""
    beside: float = 0.0
    """How far it has come up beside them, 0 to 1, where they have no hand for it."""
    place: Place = Place()
