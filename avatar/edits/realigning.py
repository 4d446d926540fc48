"""A word's text or phones put right: its sounds are found anew, with those of the words beside it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from avatar.edits.merging import merged_phones, merged_words
from avatar.edits.values import Span, TakeEdits, with_track
from avatar.errors import EditError, LipSyncError
from avatar.lipsync import align, model
from avatar.lipsync.align import Alignment
from avatar.lipsync.formats import CueSheet
from avatar.lipsync.trellis import WordChoices
from avatar.lipsync.visemes import targets, unknown
from avatar.types import FRAME_RATE, Clip, Timed

BESIDE_S = 0.8
"""Seconds to the word before and to the next one, up to which they are aligned too: where one ends the other begins."""

MARGIN_S = 0.25
"""Seconds taken in where there is no word beside."""

HEARD_S = 1.0
"""Seconds around all that the net hears as well: what stands alone is heard worse."""

LONGEST_S = 30.0
"""Seconds that are aligned anew at once."""

SoundOf = Callable[[float, float], Clip]
"""The sound of a take from one second to another."""


def realign(
    sheet: CueSheet, sound: SoundOf, edits: TakeEdits, start: float, end: float, *, words: str = "", phones: str = "",
    language: str = "en", speaker: str = "",
) -> TakeEdits:  # fmt: skip
    """The edits, with the sounds of what is said from `start` to `end` found anew, as spans of words and phones.

    `words`: what is said there; `phones`: or how, as IPA with spaces between; neither: as it is. `sheet`: the take as
    it was made; `speaker`: with whose net it is heard. Where the words beside are not heard, what is put right is found
    between its own ends alone, and where that is not heard either, it is shared out there: people are right. Raises
    EditError for phones that there are none of, and for more than can be said in that time.
    """
    said = merged_words(sheet.words, edits.of("words"))
    sounds = merged_phones(sheet.phones or (), edits.of("phones"))
    inside = [word for word in said if word.end > start + 0.005 and word.start < end - 0.005]
    start, end = min([start, *(word.start for word in inside)]), max([end, *(word.end for word in inside)])
    before = next((word for word in reversed(said) if word.end <= start + 0.005 and start - word.end < BESIDE_S), None)
    after = next((word for word in said if word.start >= end - 0.005 and word.start - end < BESIDE_S), None)
    low = before.start if before else max(0.0, start - MARGIN_S)
    high = min(sheet.duration, after.end if after else end + MARGIN_S)
    if high - low > LONGEST_S:
        raise EditError(f"{high - low:.0f} seconds are too much at once", remedy=f"Choose up to {LONGEST_S:.0f}.")
    text = words.strip() or " ".join(word.value for word in inside)
    new = _spelled(phones, text) if phones.strip() else align.words(text, language)
    if sum(len(word.variants[0]) for word in new) > align.FASTEST * (high - low):
        raise EditError("That is more than can be said in this time", remedy="Choose more of the sound.")
    net = model.net("whole", speaker)
    choices = [*_known(before, sounds, language), *new, *_known(after, sounds, language)]
    found = _aligned(sound, choices, low, high, sheet.duration, net)
    if found is None:
        low, high = start, end
        found = _aligned(sound, new, low, high, sheet.duration, net) or _shared_out(new, low, high)
    result = _laid(edits, "phones", [Span(*phone[:3]) for phone in found.phones], low, high)
    result = _laid(result, "words", [Span(*word[:3]) for word in found.words], low, high)
    return replace(result, looked=tuple(sorted({*result.looked, (start, end)})))


def _spelled(phones: str, text: str) -> list[WordChoices]:
    """Phones that somebody wrote, as one word. Raises EditError for a sound that there is none of."""
    row = tuple(phones.split())
    for phone in row:
        if not targets(phone) or unknown(phone):
            raise EditError(f"{phone!r} is no sound", remedy="Write IPA with spaces between, as h ə l oʊ.")
    return [WordChoices((row,), text or "".join(row), 0)]


def _known(word: Timed | None, sounds: Sequence[Timed], language: str) -> list[WordChoices]:
    """A word beside, with the phones that it has."""
    if word is None:
        return []
    own = tuple(s.value for s in sounds if s.value and word.start - 0.005 <= (s.start + s.end) / 2 < word.end + 0.005)
    return [WordChoices((own,), word.value, 0)] if own else align.words(word.value, language)


def _aligned(
    sound: SoundOf, choices: Sequence[WordChoices], low: float, high: float, duration: float, net: model.Net
) -> Alignment | None:
    """Where words are in a stretch, times counted from the take's start; None where they are not heard there."""
    first, last = max(0.0, low - HEARD_S), min(duration, high + HEARD_S)
    heard = model.hear(sound(first, last), "whole", net).scores
    cut = slice(round((low - first) * FRAME_RATE), round((high - first) * FRAME_RATE))
    try:
        found = align.align(heard[cut], choices)
    except LipSyncError:
        return None
    return found._replace(
        phones=tuple(phone.moved(low)._replace(end=min(high, phone.end + low)) for phone in found.phones),
        words=tuple(word.moved(low)._replace(end=min(high, word.end + low)) for word in found.words),
    )


def _shared_out(words: Sequence[WordChoices], low: float, high: float) -> Alignment:
    """Words over a stretch, each sound as long as any."""
    counts = [len(word.variants[0]) for word in words]
    each = (high - low) / max(1, sum(counts))
    phones, spans, at = [], [], low
    for word, count in zip(words, counts, strict=True):
        phones += [Timed(at + n * each, at + (n + 1) * each, phone) for n, phone in enumerate(word.variants[0])]
        spans.append(Timed(at, at + count * each, word.text))
        at += count * each
    return Alignment(tuple(phones), tuple(spans), 0.0, 1.0)


def _laid(edits: TakeEdits, track: str, spans: Sequence[Span], start: float, end: float) -> TakeEdits:
    """Spans in the place of all that a track's edits have between two times."""
    kept: list[Span] = []
    for span in edits.of(track):
        if span.start < start:
            kept.append(span._replace(end=min(span.end, start)))
        if span.end > end:
            kept.append(span._replace(start=max(span.start, end)))
    return with_track(edits, track, [*kept, *spans])
