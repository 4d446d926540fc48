"""What every voice engine is: a Request in, a Sound with times out.

Nothing here imports numpy: an engine process that does without it starts three times as fast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from avatar.text.pronounce import Pronounced

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.types import Availability, Voice

TimesFrom = Literal["engine", "alignment", "none"]
"""As `avatar.types.TimesFrom`, which can't be had without importing numpy."""

USUAL_RATE = 170
"""Words a minute of a voice that leaves its rate alone."""

DECIMALS = 5
"""Decimal places of times in seconds: 10 µs is less than one sample."""


@dataclass(frozen=True)
class Request:
    """What an engine is asked to say, and how. The fields after `text` are a Voice's (see `avatar.types.Voice`)."""

    text: str
    """Speakable text: no markup, no control characters."""
    voice_id: str
    language: str = "en"
    rate: int = USUAL_RATE
    pitch: int = 50
    range: int = 50
    variant: str = ""
    formants: float = 1.0
    effort: int = 0
    stressed: tuple[tuple[int, int], ...] = ()
    """Words to be emphasised, each by its place and length in `text`, in order; engines that can't say them plainly."""
    pronounced: tuple[Pronounced, ...] = ()
    """Words with known sounds, in order; engines that can't be told sounds say the word as they would."""

    @classmethod
    def of(
        cls,
        text: str,
        voice: Voice,
        pronounced: tuple[Pronounced, ...] = (),
        stressed: tuple[tuple[int, int], ...] = (),
    ) -> Request:
        return cls(
            text, voice.id, voice.language, voice.rate, voice.pitch, voice.range, voice.variant, voice.formants,
            voice.effort, stressed, pronounced,
        )  # fmt: skip


class Moment(NamedTuple):
    """A word or phone in time; as `avatar.types.Timed`, which can't be had without importing numpy."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    value: str
    """The word, or the IPA phone; '' for silence."""
    at: int = -1
    """For words: index of the first character in `Request.text`; -1 where unknown."""
    length: int = 0


@dataclass(frozen=True)
class SpokenSound:
    """What an engine said."""

    pcm: bytes
    """Mono samples, int16, little-endian."""
    rate: int
    """Hz."""
    words: tuple[Moment, ...] = ()
    phones: tuple[Moment, ...] | None = None
    """IPA phones without gaps from start to end, silences ''; a vowel with primary stress begins with 'ˈ' where the
    engine tells. None where the engine tells no phones."""
    times_from: TimesFrom = "none"

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.pcm) / 2 / self.rate


def round_times(sound: SpokenSound) -> SpokenSound:
    """The sound with times rounded to DECIMALS, as it is sent and stored."""
    phones = None if sound.phones is None else tuple(map(_rounded, sound.phones))
    return replace(sound, words=tuple(map(_rounded, sound.words)), phones=phones)


def _rounded(moment: Moment) -> Moment:
    return moment._replace(start=round(moment.start, DECIMALS), end=round(moment.end, DECIMALS))


Progress = Callable[[], None]
"""An engine calls it whenever it got further, so that a slow one can be told from a stuck one."""


def no_progress() -> None:
    """A Progress that does nothing."""


class Whisper(NamedTuple):
    """A voice variant of an engine that whispers."""

    begins: tuple[str, ...]
    """Beginnings of the names of the voice variants that it stands in for; ("",) fits all."""
    variant: str
    gain: float
    """Linear factor that brings it some 5 dB below speech."""


def _nothing(voice_id: str) -> str:
    return ""


def _no_files(voice_id: str) -> tuple[Path, ...]:
    return ()


@dataclass(frozen=True)
class Traits:
    """What an engine is like: all that others need to know of it before it speaks."""

    patience_s: float | None = 4.0
    """Most seconds without progress until it counts as stuck; None: `speech.timeout_s` of the settings."""
    loading_s: float = 0.0
    """Most seconds for loading a voice, where that takes longer than `patience_s`; 0: no voice takes long."""
    kept: bool = False
    """Its sounds are slow to make, and so are kept on disk."""
    sends_to: str = ""
    """Who gets to know what is said, as "a server of Google's"; '' where that stays on this machine. An engine that
    sends it on speaks only where the settings allow it, and is never chosen unasked."""
    computes: bool = False
    """It waits for no network or device: if it was asked and does nothing, it hangs, whatever patience is left."""
    words: bool = False
    """It tells when each word is said."""
    phones: bool = False
    """It tells when each phone is said, with those of its voices that can."""
    whispers: tuple[Whisper, ...] = ()
    """Its own whispers, of which the first that fits is used; without any, its speech is turned into a whisper."""
    rate: int = 0
    """Hz of its sound; 0 where that is each voice's own."""
    languages: tuple[str, ...] = ()
    """BCP 47; () where each voice names its own."""
    natural: bool = False
    """Its voices sound like people: they are preferred where this machine carries them."""
    heavy: bool = False
    """It may well be slower than real time: talks use it only once this machine was seen to be fast enough."""
    memory_mb: int = 0
    """Megabytes that its process takes, where that is worth looking at before it starts."""
    missing: Callable[[str], str] = _nothing
    """Which file of the voice with this id is not here, '' where all are; looks, and opens nothing."""
    files: Callable[[str], tuple[Path, ...]] = _no_files
    """The files that shape the sound of the voice with this id: where they change, it sounds otherwise."""
    kanji: bool = False
    """It reads Japanese as it is written; any other engine gets it in kana."""
    pinyin: bool = False
    """It reads Chinese by pinyin, for which it needs the extra `chinese`."""
    extra: str = ""
    """Extra of talking-avatar that has its library, as the installer knows it; '' where that is always there."""
    settings: Callable[[], tuple[str, ...]] = tuple
    """Gives the arguments of its class: the parent looks them up once, so that each new process need not."""


class Engine(Protocol):
    """A back-end that speaks."""

    name: str
    traits: Traits

    def availability(self) -> Availability:
        """Whether it works here and, if not, the exact command that would make it work. Loads nothing heavy."""
        ...

    def warm(self, request: Request) -> None:
        """Load what the first `speak` with this voice would load. Raises EngineError."""
        ...

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        """Say it. Raises EngineError, EngineMissing."""
        ...


def phones_without_gaps(phones: list[Moment], duration: float) -> tuple[Moment, ...]:
    """Phones that cover 0 to `duration` without gap or overlap: each ends where the next starts.

    Runs of silence become one; phones that claim the same instant share the time up to the next.
    """
    timeline: list[Moment] = [Moment(0.0, 0.0, "")]
    for phone in phones:
        start = min(max(phone.start, timeline[-1].start), duration)
        if phone.value == "" and timeline[-1].value == "":
            continue
        timeline.append(phone._replace(start=start, end=start))
    if len(timeline) > 1 and timeline[1].start == 0:
        del timeline[0]  # it would share the first phone's time
    starts = [*(each.start for each in timeline), duration]
    _spread(starts)
    closed = [each._replace(start=starts[i], end=starts[i + 1]) for i, each in enumerate(timeline)]
    return tuple(each for each in closed if each.value or each.end > each.start)


def _spread(starts: list[float]) -> None:
    """Give starts that are equal equal shares of the time up to the next one that differs, in place."""
    first = 0
    while first < len(starts) - 1:
        last = first
        while last < len(starts) - 1 and starts[last + 1] <= starts[first]:
            last += 1
        if first < last < len(starts) - 1:
            share = (starts[last + 1] - starts[first]) / (last - first + 1)
            for index in range(first + 1, last + 1):
                starts[index] = starts[first] + share * (index - first)
        first = last + 1
