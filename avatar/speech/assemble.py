"""From Sounds to a Speech: pieces joined, sent through effects, levelled, words placed in what the listener reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from avatar.speech.base import Moment, Request, SpokenSound
from avatar.speech.effects import apply_effects
from avatar.text.clean import Speakable
from avatar.text.tracked import Span
from avatar.types import Clip, Speech, Timed, TimesFrom, Voice

LONGEST_PIECE = 500
"""Most characters that an engine gets at once: some take quadratic time, and each finished piece is progress."""
PAUSE_S = 0.3
"""Seconds of silence between pieces: a breath."""
SILENCE_S = 0.3
"""Seconds of silence that stand for a text with nothing to say."""
SILENCE_RATE = 22050

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENDS = (re.compile(r"[.!?。！？]['\"”’)]*\s"), re.compile(r"[,;:、，；]\s?"), re.compile(r"\s"))


def split_pieces(said: Speakable, voice: Voice, stressed: Sequence[Span] = ()) -> list[tuple[int, Request]]:
    """Requests of at most `LONGEST_PIECE` characters, each with its place in the speakable text. `stressed`: stretches
    of the written text that are emphasised.
    """
    words = _stressed_words(said, stressed)
    found: list[tuple[int, Request]] = []
    start = 0
    while start < len(said.text):
        end = _end(said.text, start)
        known = tuple(
            each._replace(at=each.at - start)
            for each in said.pronounced
            if start <= each.at and each.at + each.length <= end
        )
        if any(each.isalnum() for each in said.text[start:end]):
            leant_on = tuple((at - start, length) for at, length in words if start <= at and at + length <= end)
            found.append((start, Request.of(said.text[start:end], voice, known, leant_on)))
        start = end
    return found


def _stressed_words(said: Speakable, stressed: Sequence[Span]) -> list[tuple[int, int]]:
    """Place and length in the speakable text of each word that stands for something emphasised."""
    if not stressed:
        return []
    words = [(match.start(), len(match[0])) for match in _WORD.finditer(said.text)]
    written = (said.written(*word) for word in words)
    return [
        word
        for word, span in zip(words, written, strict=True)
        if any(span.start < each.end and each.start < span.end for each in stressed)
    ]


def _end(text: str, start: int) -> int:
    """Where the piece that begins at `start` ends: after a sentence if it can, else a clause, else a word."""
    limit = start + LONGEST_PIECE
    if len(text) <= limit:
        return len(text)
    for pattern in _ENDS:
        last = max((match.end() for match in pattern.finditer(text, start, limit)), default=0)
        if last > start + LONGEST_PIECE // 4:
            return last
    return limit


def make_silence(text: str, voice: Voice) -> Speech:
    """The Speech of a text that has nothing to say: a short silence."""
    clip = Clip.silence(SILENCE_S, SILENCE_RATE)
    return Speech(clip, text, voice.name, voice.language, (), (Timed(0.0, clip.duration, ""),), "engine")


def make_speech(text: str, said: Speakable, sounds: Sequence[tuple[int, SpokenSound]], voice: Voice) -> Speech:
    """The Speech of a text whose pieces were spoken; each Sound comes with its piece's place in `said.text`."""
    rate = sounds[0][1].rate
    samples: list[np.ndarray] = []
    words: list[Timed] = []
    phones: list[Timed] = []
    begun = 0
    for at, sound in sounds:
        if samples:
            gap = round(PAUSE_S * rate)
            phones.append(Timed(begun / rate, (begun + gap) / rate, ""))
            samples.append(np.zeros(gap, np.int16))
            begun += gap
        shift = begun / rate
        words += [_word(moment, at, shift, said) for moment in sound.words]
        phones += [Timed(each.start + shift, each.end + shift, each.value) for each in sound.phones or ()]
        samples.append(np.frombuffer(sound.pcm, "<i2").astype(np.int16))
        begun += len(samples[-1])
    return Speech(
        clip=change_level(apply_effects(Clip(np.concatenate(samples), rate), voice.effects), voice.gain),
        text=text,
        voice=voice.name,
        language=voice.language,
        words=merge_words(words, text),
        phones=None if any(sound.phones is None for _, sound in sounds) else tuple(phones),
        times_from=_times_from(sounds),
        spoken="" if said.text == text else said.text,
    )


def _word(moment: Moment, at: int, shift: float, said: Speakable) -> Timed:
    if moment.at < 0:
        return Timed(moment.start + shift, moment.end + shift, moment.value)
    span = said.written(at + moment.at, moment.length)
    return Timed(moment.start + shift, moment.end + shift, moment.value, span.start, span.end - span.start)


def merge_words(words: Sequence[Timed], text: str) -> tuple[Timed, ...]:
    """Words as written: all that was said for one stretch of the text ("five kilometres" for "5 km") is one word."""
    found: list[Timed] = []
    for word in words:
        last = found[-1] if found else None
        if last and word.at >= 0 and word.length and last.length and word.at < last.at + last.length:
            end = max(last.at + last.length, word.at + word.length)
            at = min(last.at, word.at)
            found[-1] = Timed(last.start, word.end, text[at:end], at, end - at)
        elif word.at >= 0 and word.length:
            found.append(word._replace(value=text[word.at : word.at + word.length]))
        elif word.at < 0:
            found.append(word)
    return tuple(found)


def change_level(clip: Clip, gain: float) -> Clip:
    """The clip louder or softer, held just short of clipping."""
    peak = int(np.abs(clip.samples.astype(np.int32)).max(initial=0))
    gain = min(gain, 32000 / peak) if peak else gain
    return clip if gain == 1.0 else Clip((clip.samples.astype(np.float32) * gain).round().astype(np.int16), clip.rate)


def _times_from(sounds: Sequence[tuple[int, SpokenSound]]) -> TimesFrom:
    sources = {sound.times_from for _, sound in sounds}
    return sources.pop() if len(sources) == 1 else "none"
