"""One clause performed: spoken, given a mouth, and acting marks put at the right words."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from avatar import audio, logs
from avatar.config import Config
from avatar.errors import LibraryError
from avatar.lipsync import ladder
from avatar.performer.choosing import tuned
from avatar.performer.delivery import Delivery, delivered, tinted
from avatar.performer.narrating import narrator_for, resting
from avatar.performer.throats import with_noise
from avatar.performer.whisper import whispered
from avatar.scene import prominence
from avatar.speech import traits
from avatar.speech.speaker import Speaker
from avatar.text.directions import Marked
from avatar.text.emphasis import find_emphasis
from avatar.text.tracked import Span
from avatar.types import Clip, Mark, MouthTrack, Performance, Speech, Timed, Voice

SILENT_SECONDS = 0.3
"""How long a clause with nothing to say takes: enough to be seen acting its marks."""

HEARD_FROM = "Oh well."
"""What is spoken, and not heard, to know the throat that only sighs."""

TURN_S = 0.25
"""Seconds between a speaker's words and the narrator's, so that each is heard to be somebody else."""

CAPTION_WORDS = 9
"""Words of one caption line; about what is read in the time that they are spoken."""


@dataclass(frozen=True)
class SpokenLine:
    """A clause to perform."""

    said: Marked
    who: str
    voice: Voice
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """The character's own, word to pronunciation. The user's, from the settings, win."""
    cues: Path | None = None
    """Corrected mouth cues for it (the rung `edited`)."""
    delivery: Delivery = Delivery()
    stressed: tuple[tuple[int, int], ...] = ()
    """Words to be emphasised, each by its place and length in `said.shown`, beside those that the text itself marks."""


class Performer:
    """Holds the voice engines and performs lines one after the other; `close` it in the end."""

    def __init__(self, config: Config, notice: Callable[[str], None] = lambda text: None) -> None:
        """`notice` is told, once each, what the listener should know (a voice failed, the cache is off)."""
        self._config = config
        self._speaker = Speaker(config.speech, notice=notice, log_path=logs.path())
        self._rungs = ladder.chosen(config.lipsync.rungs)
        self._throats: dict[Voice, Clip] = {}
        self._narrators: dict[Voice, Voice] = {}
        self._notice = notice

    def warm(self, voice: Voice) -> None:
        """Start what the first line would have to wait for, by performing one that nobody hears."""
        self._speaker.warm(tuned(voice, self._config))
        self.perform(SpokenLine(Marked("Hello."), "", voice))

    def look(self) -> None:
        """Replace engines that hang, before anybody has to wait for them."""
        self._speaker.look()

    def perform(self, line: SpokenLine) -> Performance:
        """The whole clause. Raises EngineError where not even the fallback voice speaks."""
        line = replace(line, delivery=line.delivery.plus(tinted(line.said)))
        narrates = self._config.speech.narration == "narrator"
        parts = [self._speak(part, line) for part in _split_at_pauses(line.said, narrates=narrates)]
        speech = own = _joined(parts, line.said.shown, line.voice)
        if any(part.told for _, part in parts):
            others = [(resting(speech) if part.told else speech, part) for speech, part in parts]
            own = _joined(others, _without_told(line.said), line.voice)
            speech = replace(speech, phones=own.phones, times_from=own.times_from)
        mouth = self._mouth(own, line)
        if line.delivery.whisper and not traits(line.voice.engine).whispers:
            # Only after the mouth was made: it needs the sound of the voice, which a whisper lacks.
            speech = replace(speech, clip=whispered(speech.clip))
        acted = [Mark(mark.kind, mark.name, _time_of(at, speech)) for at, mark in line.said.marks]
        all_marks = sorted([*acted, *prominence.mark_prominence(own)], key=lambda mark: mark.start)
        made = Performance(line.who, speech, mouth, tuple(all_marks), captions(speech))
        return self._with_noises(made, line) if line.said.noises else made

    def mime(self, clip: Clip, who: str, text: str = "", language: str = "en") -> Performance:
        """A finished sound, with a mouth made for it; `text`: what is said in it, where that is known.

        Raises LipSyncError where the settings leave no way to make one.
        """
        from avatar.lipsync import tool  # here, since it loads every file format, which most chats don't need

        timeline = tool.lipsync(clip, text=text, language=language, rungs=self._rungs)
        words = placed(timeline.words, text)
        speech = Speech(clip, text, "", language, words, times_from="alignment" if words else "none")
        return Performance(who, speech, timeline.track, captions=captions(speech))

    def close(self) -> None:
        self._speaker.close()

    def _speak(self, part: _Part, line: SpokenLine) -> tuple[Speech, _Part]:
        if part.told:
            return self._speaker.speak(part.text, self._narrator(line.voice), line.pronunciations), part
        voice = delivered(tuned(line.voice, self._config), line.delivery)
        places = [(at - part.at, length) for at, length in line.stressed]
        stressed = [Span(at, at + length) for at, length in places if 0 <= at < len(part.text)]
        stressed += find_emphasis(part.text)
        return self._speaker.speak(part.text, voice, line.pronunciations, stressed), part

    def _with_noises(self, made: Performance, line: SpokenLine) -> Performance:
        """What the throat does, at its places: the last first, so that the other places stay as they are."""
        heard = made.speech.clip if made.speech.words else self._throat(line.voice)
        for at, name in reversed(line.said.noises):
            made = with_noise(made, name, _place_of(at, made.speech), heard)
        return made

    def _narrator(self, own: Voice) -> Voice:
        """Who narrates where this voice speaks."""
        if own not in self._narrators:
            try:
                self._narrators[own] = narrator_for(self._config, own)
            except LibraryError as error:
                self._notice(str(error))
                usual = replace(self._config, speech=replace(self._config.speech, narrator_voice=""))
                self._narrators[own] = narrator_for(usual, own)
        return self._narrators[own]

    def _throat(self, voice: Voice) -> Clip:
        """A sound of a voice that says nothing in this line."""
        if voice not in self._throats:
            self._throats[voice] = self._speaker.speak(HEARD_FROM, tuned(voice, self._config)).clip
        return self._throats[voice]

    def _mouth(self, speech: Speech, line: SpokenLine) -> MouthTrack:
        return ladder.mouth(speech, cues=line.cues, rungs=self._rungs)


@dataclass(frozen=True)
class _Part:
    """A stretch of a clause between two pauses."""

    text: str
    at: int
    pause: float
    """Seconds of silence after it."""
    told: bool = False
    """Whether the narrator says it."""


def _split_at_pauses(said: Marked, *, narrates: bool = False) -> list[_Part]:
    """What is spoken of a clause, between its silences, its noises and what of it is shown alone; where somebody
    `narrates`, also what of that is narration.
    """
    within = [at for at, _ in said.noises if said.shown[:at].strip() and said.shown[at:].strip()]
    cuts = sorted(
        [
            *((at, at, seconds) for at, seconds in said.pauses),
            *((at, at, 0.0) for at in within),
            *((each.at, each.end, 0.0) for each in said.silent),
        ]
    )
    narrated = {(each.at, each.end) for each in said.told} if narrates else set()
    parts, at = [], 0
    for start, end, seconds in cuts:
        before = said.shown[at:start]
        if (start, end) in narrated:
            parts.append(_Part(before, at, TURN_S if before.strip() else 0.0))
            after = TURN_S if said.shown[end:].strip() else 0.0
            parts.append(_Part(said.shown[start + 1 : end - 1], start + 1, after, told=True))
        else:
            parts.append(_Part(before, at, seconds))
        at = max(at, end)
    parts.append(_Part(said.shown[at:], at, 0.0))
    return [part for part in parts if part.text.strip() or part.pause] if narrated else parts


def _without_told(said: Marked) -> str:
    """What is shown, blanks in place of what the narrator says: places of all else stay."""
    text = said.shown
    for each in said.told:
        text = f"{text[: each.at]}{' ' * (each.end - each.at)}{text[each.end :]}"
    return text


def _joined(parts: Sequence[tuple[Speech, _Part]], text: str, voice: Voice) -> Speech:
    """The parts of one clause as one Speech, their pauses in between."""
    if len(parts) == 1 and len(parts[0][0].clip.samples) and not parts[0][1].at:
        return replace(parts[0][0], text=text)
    rate = next((speech.clip.rate for speech, _ in parts if len(speech.clip.samples)), 22050)
    clips: list[Clip] = []
    words: list[Timed] = []
    phones: list[Timed] = []
    t = 0.0
    for speech, part in parts:
        clip = audio.resample(speech.clip, rate)
        words += [word.moved(t, part.at) for word in speech.words]
        phones += [phone.moved(t) for phone in speech.phones or ()]
        clips += [clip, Clip.silence(part.pause, rate)]
        end = t + clip.duration + clips[-1].duration
        if part.pause:
            phones.append(Timed(t + clip.duration, end, ""))
        t = end
    if t == 0.0:
        clips, t = [Clip.silence(SILENT_SECONDS, rate)], SILENT_SECONDS
        phones = [Timed(0.0, t, "")]
    spoken = [speech for speech, part in parts if len(speech.clip.samples)]
    known = all(speech.phones is not None for speech in (speech for speech, _ in parts)) or not spoken
    return Speech(
        clip=Clip(np.concatenate([clip.samples for clip in clips]), rate),
        text=text,
        voice=spoken[0].voice if spoken else voice.name,
        language=voice.language,
        words=tuple(words),
        phones=tuple(phones) if known else None,
        times_from="engine" if not spoken else spoken[0].times_from,
        spoken=" ".join(speech.spoken or speech.text for speech in spoken),
    )


def placed(words: Sequence[Timed], text: str) -> tuple[Timed, ...]:
    """Words with their places in a text, searched for in order; `at` is -1 for a word that is not found."""
    found, folded, after = [], text.casefold(), 0
    for word in words:
        at = folded.find(word.value.casefold(), after) if word.value else -1
        length = len(word.value) if at >= 0 else 0
        after = at + length if at >= 0 else after
        found.append(word._replace(at=at, length=length))
    return tuple(found)


def _time_of(at: int, speech: Speech) -> float:
    """When the character at index `at` of the text is said: the start of its word, else of the next, else the end."""
    placed = [word for word in speech.words if word.at >= 0]
    if not placed:
        return speech.clip.duration * min(1.0, at / max(1, len(speech.text)))
    return next((word.start for word in placed if word.at + word.length > at), placed[-1].end)


def _place_of(at: int, speech: Speech) -> float:
    """Where a noise at index `at` of the text is heard: before that word, else after the sound. Where nobody knows when
    words are said, it comes before all of them or after."""
    placed = [word for word in speech.words if word.at >= 0]
    if not placed:
        return 0.0 if 2 * at <= len(speech.text) else speech.clip.duration
    return _time_of(at, speech) if placed[-1].at >= at else speech.clip.duration


def captions(speech: Speech) -> tuple[Timed, ...]:
    """The clause as lines short enough to read, each shown while it is said."""
    words = [word for word in speech.words if word.at >= 0]
    text = speech.text.strip()
    if len(words) <= CAPTION_WORDS or not text:
        return (Timed(0.0, speech.clip.duration, text),) if text else ()
    count = -(-len(words) // CAPTION_WORDS)
    firsts = [words[round(i * len(words) / count)] for i in range(count)]
    ends = [*(word.start for word in firsts[1:]), speech.clip.duration]
    places = [0, *(word.at for word in firsts[1:]), len(speech.text)]
    lines = [speech.text[a:b].strip() for a, b in itertools.pairwise(places)]
    starts = [0.0, *ends[:-1]]
    return tuple(Timed(a, b, line) for a, b, line in zip(starts, ends, lines, strict=True) if line)
