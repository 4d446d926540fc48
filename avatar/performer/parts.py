"""What a clause is spoken in: its parts between silences, noises and changes of manner or speaker, and all of them as
one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from avatar import audio
from avatar.pacing import missing_between, silence_at_end
from avatar.text.directions import Marked
from avatar.types import Clip, Speech, Timed, Voice

SILENT_SECONDS = 0.3
"""How long a clause with nothing to say takes: enough to be seen acting its marks."""

FADE_S = 0.01
"""Seconds in which what is left of a sound's end fades away where it is cut."""

TURN_S = 0.25
"""Seconds between a speaker's words and the narrator's, so that each is heard to be somebody else."""


@dataclass(frozen=True)
class Part:
    """A stretch of a clause between two pauses."""

    text: str
    at: int
    pause: float
    """Seconds of silence after it."""
    told: bool = False
    """Whether the narrator says it."""
    turns: bool = False
    """Whether what follows is the same breath in another manner: its pause is found when both are spoken."""


def split_clause(said: Marked, *, narrates: bool = False) -> list[Part]:
    """What is spoken of a clause, between its silences, its noises, its manners and what of it is shown alone; where
    somebody `narrates`, also what of that is narration.
    """
    within = [at for at, _ in said.noises if said.shown[:at].strip() and said.shown[at:].strip()]
    cuts = sorted(
        [
            *((at, at, seconds) for at, seconds in said.pauses),
            *((at, at, 0.0) for at in within),
            *((each.at, each.end, 0.0) for each in said.silent),
        ]
    )
    turns = {tone.at for tone in said.tones if tone.at} - {place for cut in cuts for place in cut[:2]}
    cuts = sorted([*cuts, *((at, at, 0.0) for at in turns)])
    narrated = {(each.at, each.end) for each in said.told} if narrates else set()
    parts, at = [], 0
    for start, end, seconds in cuts:
        before = said.shown[at:start]
        if (start, end) in narrated:
            parts.append(Part(before, at, TURN_S if before.strip() else 0.0))
            after = TURN_S if said.shown[end:].strip() else 0.0
            parts.append(Part(said.shown[start + 1 : end - 1], start + 1, after, told=True))
        else:
            parts.append(Part(before, at, seconds, turns=start in turns))
        at = max(at, end)
    parts.append(Part(said.shown[at:], at, 0.0))
    return [part for part in parts if part.text.strip() or part.pause] if narrated else parts


def without_told(said: Marked) -> str:
    """What is shown, blanks in place of what the narrator says: places of all else stay."""
    text = said.shown
    for each in said.told:
        text = f"{text[: each.at]}{' ' * (each.end - each.at)}{text[each.end :]}"
    return text


def timed(parts: Sequence[tuple[Speech, Part]]) -> list[tuple[Speech, Part]]:
    """The parts, each that turns with as much of a pause as a listener expects between it and the next one. Voices end
    what they take for a whole sentence with a long one."""
    spoken = [speech for speech, _ in parts]
    found = []
    for (speech, part), after in zip(parts, [*spoken[1:], *spoken[-1:]], strict=True):
        missing = missing_between(speech, after) if part.turns else 0.0
        found.append((_shortened(speech, -missing), replace(part, pause=part.pause + max(0.0, missing))))
    return found


def _shortened(speech: Speech, seconds: float) -> Speech:
    """With so much less of the silence at its end, faded out; as much as there is."""
    clip = speech.clip
    less = round(min(seconds, silence_at_end(clip) - FADE_S) * clip.rate)
    if less <= 0:
        return speech
    samples = clip.samples[: len(clip.samples) - less].copy()
    fade = round(FADE_S * clip.rate)
    samples[-fade:] = samples[-fade:] * np.linspace(1.0, 0.0, fade)
    shorter = Clip(samples, clip.rate)
    return replace(
        speech, clip=shorter, words=_until(speech.words, shorter.duration),
        phones=None if speech.phones is None else _until(speech.phones, shorter.duration),
    )  # fmt: skip


def _until(timed: Sequence[Timed], end: float) -> tuple[Timed, ...]:
    return tuple(each._replace(end=min(each.end, end)) for each in timed if each.start < end)


def joined(parts: Sequence[tuple[Speech, Part]], text: str, voice: Voice) -> Speech:
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
