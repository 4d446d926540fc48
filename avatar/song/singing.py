"""A part sung by a voice: each line spoken, planned, sung and given a mouth, one after the other.

    notes of a line ─ Speaker ─> Speech with phones ─ planning ─> PlannedLine ─ vocoding ─> sound
                                                                              └ mouthing ─> MouthTrack

Lines come one by one, so that the first is heard while the next is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from avatar import library
from avatar.errors import AvatarError, EngineError, EngineStopped, SongError
from avatar.song import vocoding
from avatar.song.breathing import make_breath
from avatar.song.joining import SungLine, join_lines
from avatar.song.middles import find_middle
from avatar.song.mouthing import find_opening, shape_mouth
from avatar.song.planning import (
    Breath,
    Pitch,
    PlannedLine,
    ends_for_breath,
    plan_line,
    split_lines,
    spoken_phones,
    with_breaths,
)
from avatar.song.ranges import Reach, fold, octaves_for
from avatar.song.score import Part, Remark, Score, SungNote
from avatar.song.syllables import match
from avatar.song.wording import LineText, find_hums, find_missing_vowels, read_line
from avatar.speech import ENGINES, traits
from avatar.speech.effects import apply_effects
from avatar.speech.moving import round_off
from avatar.speech.speaker import Speaker
from avatar.tags import base
from avatar.types import Clip, Note, Performance, Speech, Timed, Voice

Tell = Callable[[str], None]

CALM_RANGE = 30
"""Liveliness at which a line is spoken that is to be sung: its own melody is taken away, and WORLD does best where it
has little to move."""

SLOWER = 0.8
"""Factor on the pace: slow speech has fuller vowels and consonants, of which a recogniser then gets one in eight wrong
instead of one in four."""

LOUD = 0.8
"""Factor on a sung line: its vowels are all as loud as speech's loudest, so that it is louder as a whole."""

TAIL_S = 0.45
"""Seconds after a line in which a room that the voice is heard in rings on."""


@dataclass(frozen=True)
class Wishes:
    """How a part is to be sung."""

    who: str = ""
    """Name of the cast member."""
    semitones: float = 0.0
    """Everything so much higher, on top of what the score says: a choir's voices are a few hundredths apart."""
    octaves: int | None = None
    """Octaves that the part is moved by; None: to where it lies best for the voice."""
    breaths: bool = True
    """Whether breath is heard."""
    seed: int = 0


class _Spoken(NamedTuple):
    """A line as a voice spoke it."""

    text: LineText
    speech: Speech
    parts: vocoding.Speech
    voice: Voice


def sing_lines(
    part: Part, score: Score, voice: Voice, speaker: Speaker, wishes: Wishes | None = None, tell: Tell | None = None
) -> Iterator[SungLine]:
    """The part's lines as the voice sings them, one by one, in order.

    A voice that does not tell its phones, or does not speak the part's language, is stood in for by one that does;
    `tell` hears of that, and of whatever else was changed. A line that can't be spoken is silent, with its caption.
    Raises SongError where nothing can be sung, EngineStopped once the speaker was stopped.
    """
    singer = _Singer(part, score, voice, speaker, wishes or Wishes(), tell or _nothing)
    yield from singer.lines()


def sing(
    part: Part, score: Score, voice: Voice, speaker: Speaker, wishes: Wishes | None = None, tell: Tell | None = None
) -> SungLine:
    """The whole part as one performance; as `sing_lines`. Raises SongError for a part without notes."""
    lines = list(sing_lines(part, score, voice, speaker, wishes, tell))
    if not lines:
        raise SongError("There is nothing to sing", where=part.name, remedy="Write words under its notes.")
    return join_lines(lines)


def _nothing(text: str) -> None:
    return


# ----------------------------------------------------------------------------------------------------------- the singer


class _Singer:
    def __init__(self, part: Part, score: Score, voice: Voice, speaker: Speaker, wishes: Wishes, tell: Tell) -> None:
        self._part, self._score, self._speaker, self._wishes, self._tell = part, score, speaker, wishes, tell
        self._language = part.language or voice.language
        self._effects = voice.effects
        self._voices = find_singers(voice, self._language, tell)
        self._reach: Reach | None = None
        self._octaves = wishes.octaves
        self._folded = False

    def lines(self) -> Iterator[SungLine]:
        lines = split_lines(self._part)
        ends = ends_for_breath(lines, self._score)
        before = float("-inf")
        for number, (notes, until) in enumerate(zip(lines, ends, strict=True)):
            made = self._line(notes, until, before, number)
            before = self._score.seconds(notes[-1].end) if until is None else until
            yield made

    def _line(self, notes: Sequence[SungNote], until: float | None, before: float, number: int) -> SungLine:
        text = read_line(notes, self._language)
        spoken = self._speak(text, first=number == 0)
        if spoken is None:
            return self._silent(text, notes)
        reach = self._reach = self._reach or Reach.of(spoken.parts.median)
        if self._octaves is None:
            self._octaves = octaves_for(self._part, reach)
        plan = plan_line(spoken.text, spoken_phones(spoken.speech, spoken.text), self._score, until)
        plan = with_breaths(plan, before) if self._wishes.breaths else plan
        pitches, remark = self._pitches(plan, reach)
        start, samples = vocoding.sing_line(plan, spoken.parts, pitches, self._wishes.seed + number)
        clip, start = self._sound(samples, start, plan, spoken)
        performance = perform_plan(self._wishes.who, plan, pitches, spoken.speech, clip, start, reach.middle)
        return SungLine(start, performance, (*plan.remarks, *([remark] if remark else [])))

    def _speak(self, text: LineText, first: bool) -> _Spoken | None:
        """The line spoken by the first voice that can, and tells its phones; None where none can."""
        error: AvatarError | None = None
        for voice in list(self._voices):
            try:
                speech = self._said(text, calm(voice))
            except EngineStopped:
                raise
            except EngineError as failed:
                error = failed
                self._tell(f"{failed} The next voice sings instead of {voice.name}.")
                self._voices.remove(voice)
                continue
            if speech.phones and any(each.value for each in speech.phones):
                return _Spoken(text, speech, vocoding.take_apart(speech.clip), voice)
            if voice is not self._voices[-1]:
                self._tell(
                    f"The voice {speech.voice} does not tell its phones, which singing needs. The next one sings."
                )
                self._voices.remove(voice)
        if first and not self._voices:
            raise SongError(
                f"No voice can sing this: {error or 'none tells its phones'}",
                where=self._part.name,
                remedy="`avatar voices` lists voices; those of espeak, hibari, kokoro and piper sing.",
            ) from error
        self._tell(f"“{text.shown}” is not sung: {error or 'no voice tells phones for it'}")
        return None

    def _said(self, text: LineText, voice: Voice) -> Speech:
        """The line spoken, once more where it lacks vowels that are to be sung."""
        hums = find_hums(text)
        speech = self._speaker.speak(text.spoken, voice, hums)
        phones = spoken_phones(speech, text)
        more = find_missing_vowels(text, phones, self._language)
        if not more:
            return speech
        again = self._speaker.speak(text.spoken, voice, {**hums, **more})
        fewer = len(match(text.written, spoken_phones(again, text)).spread) < len(match(text.written, phones).spread)
        return again if fewer else speech

    def _pitches(self, plan: PlannedLine, reach: Reach) -> tuple[tuple[Pitch, ...], Remark | None]:
        """Where the voice sings the plan's pitches; notes that no voice reaches are moved by octaves, and told."""
        moved = 12.0 * (self._octaves or 0)
        found, out = [], 0
        for each in plan.pitches:
            if each.midi is None:
                found.append(each)
                continue
            midi = fold(each.midi + moved, reach)
            out += midi != each.midi + moved
            found.append(each._replace(midi=midi + self._wishes.semitones))
        if not out:
            return tuple(found), None
        line = plan.text.notes[0][0].line + 1
        return tuple(found), Remark(
            f"line {line}", f"{out} of its notes lie outside the voice's reach and are sung an octave or more away"
        )

    def _sound(self, samples: vocoding.Frames, start: float, plan: PlannedLine, spoken: _Spoken) -> tuple[Clip, float]:
        """The line's clip, breaths in it, through the voice's effects; and when it begins."""
        rate = spoken.parts.rate
        first = min([start, *(each.start for each in plan.breaths)])
        tail = round(TAIL_S * rate) if self._effects else 0
        whole = np.zeros(round((start - first) * rate) + len(samples) + tail)
        at = round((start - first) * rate)
        whole[at : at + len(samples)] += samples
        loudness = _strength(samples)
        for number, breath in enumerate(plan.breaths):
            made = make_breath(breath.end - breath.start, spoken.parts.median, loudness, rate, plan.text.shown, number)
            at = round((breath.start - first) * rate)
            whole[at : at + len(made)] += made[: len(whole) - at]
        gain = spoken.voice.gain * LOUD
        clip = Clip.from_floats(round_off(whole * gain), rate)
        return apply_effects(clip, self._effects), first

    def _silent(self, text: LineText, notes: Sequence[SungNote]) -> SungLine:
        start, end = self._score.seconds(notes[0].start), self._score.seconds(notes[-1].end)
        clip = Clip.silence(end - start, 24000)
        speech = Speech(clip, text.shown, self._voices[0].name if self._voices else "", self._language, phones=())
        mouth = shape_mouth((), np.zeros(0, np.float32), (), clip.duration)
        performance = Performance(self._wishes.who, speech, mouth, captions=(Timed(0.0, clip.duration, text.shown),))
        return SungLine(start, performance, (Remark(f"line {notes[0].line + 1}", "no voice could sing it"),))


def _strength(samples: vocoding.Frames) -> float:
    """Root mean square of what is heard."""
    size = np.abs(samples)
    heard = size[size > 0.05 * size.max()] if size.size and size.max() > 0 else size
    return float(np.sqrt(np.mean(heard**2))) if heard.size else 0.0


def calm(voice: Voice) -> Voice:
    """The voice as it speaks what is to be sung: slowly, without what its sound goes through, which comes after."""
    rate = round(voice.rate * SLOWER)
    return replace(voice, effects=(), gain=1.0, range=min(voice.range, CALM_RANGE), rate=rate)


def find_singers(voice: Voice, language: str, tell: Tell = _nothing) -> list[Voice]:
    """Who sings in this language where this voice is asked for: itself if it can, else natural ones, then espeak-ng's.

    Raises SongError where nobody speaks the language.
    """
    found: list[Voice] = []
    about = traits(voice.engine)
    if base(voice.language) != base(language):
        tell(f"The voice {voice.name} does not speak {language}, in which the song is: another one sings.")
    elif not about.phones:
        tell(f"The voice {voice.name} does not tell when its phones sound, which singing needs: another one sings.")
    else:
        found.append(voice)
    others = [] if found else _natural(language)
    plain = (name for name in ENGINES if traits(name).phones and not traits(name).natural)
    fallback = next(filter(None, (library.voice_for(language, name) for name in plain)), None)
    found += [each for each in (*others, *([fallback] if fallback else [])) if each not in found]
    if not found:
        raise SongError(
            f"No voice here speaks {language!r}", remedy="`avatar voices` lists voices and their languages."
        )
    if found[0] is not voice:
        tell(f"{found[0].name} sings.")
    return found


def _natural(language: str) -> list[Voice]:
    """A natural voice of each engine that has one here for a language and tells phones; the quick ones first."""
    found: dict[str, Voice] = {}
    for each in library.every_voice():
        about = traits(each.engine)
        usable = about.natural and about.phones and not about.sends_to and not about.missing(each.id)
        plain = not each.effects and each.formants == 1.0
        if usable and plain and base(each.language) == base(language):
            found.setdefault(each.engine, each)
    return sorted(found.values(), key=lambda each: traits(each.engine).heavy)


def find_voice_pitch(part: Part, voice: Voice, speaker: Speaker) -> float:
    """MIDI number at the middle of the voice that sings a part where this one is asked for: tunes lie best there.

    Raises SongError where no voice can sing the part.
    """
    for each in find_singers(voice, part.language or voice.language):
        try:
            return find_middle(calm(each), speaker)
        except EngineStopped:
            raise
        except EngineError:
            continue
    raise SongError("No voice can sing this", where=part.name, remedy="`avatar voices` lists voices.")


# ------------------------------------------------------------------------------------------------------ the performance


def perform_plan(
    who: str, plan: PlannedLine, pitches: Sequence[Pitch], spoken: Speech, clip: Clip, start: float, middle: float
) -> Performance:
    """A planned line as it is performed: `clip` is its sound from second `start` of the song on, made of what was
    `spoken`; `middle`: MIDI number of the voice's own pitch."""
    phones = _timeline(plan, start, clip.duration)
    notes = tuple(
        Note(pitch.start - start, pitch.end - start, middle if pitch.midi is None else pitch.midi, syllable)
        for pitch, syllable in zip(pitches, _under(plan.text), strict=True)
    )
    speech = Speech(
        clip=clip, text=plan.text.shown, voice=spoken.voice, language=spoken.language,
        words=_words(plan, start), phones=phones, times_from="alignment",
        spoken="" if plan.text.spoken == plan.text.shown else plan.text.spoken, notes=notes,
    )  # fmt: skip
    opening = find_opening(plan.phones, pitches, middle, start, clip.duration)
    breaths = [Breath(each.start - start, each.end - start) for each in plan.breaths]
    mouth = shape_mouth(phones, opening, breaths, clip.duration)
    captions = tuple(Timed(e.start - start, e.end - start, e.text, e.at, e.length) for e in plan.syllables)
    return Performance(who, speech, mouth, captions=captions)


def _under(text: LineText) -> list[str]:
    """What stands under each note; '' where it goes on."""
    return [
        written.text if number == 0 else ""
        for written, notes in zip(text.written, text.notes, strict=True)
        for number, _ in enumerate(notes)
    ]


def _timeline(plan: PlannedLine, start: float, duration: float) -> tuple[Timed, ...]:
    """The sung phones without gaps, silences ''."""
    found = [Timed(0.0, 0.0, "")]
    for each in plan.phones:
        begin, end = max(each.start - start, found[-1].end), min(each.end - start, duration)
        if end <= begin:
            continue
        if begin > found[-1].end:
            found.append(Timed(found[-1].end, begin, ""))
        found.append(Timed(begin, end, each.phone.name))
    if duration > found[-1].end:
        found.append(Timed(found[-1].end, duration, ""))
    return tuple(each for each in found if each.end > each.start)


_WORD = re.compile(r"\S+")


def _words(plan: PlannedLine, start: float) -> tuple[Timed, ...]:
    """The words as written, each while its syllables are sung."""
    found = []
    for word in _WORD.finditer(plan.text.shown):
        inside = [e for e in plan.syllables if e.at < word.end() and word.start() < e.at + e.length]
        if inside:
            found.append(Timed(inside[0].start - start, inside[-1].end - start, word[0], word.start(), len(word[0])))
    return tuple(found)
