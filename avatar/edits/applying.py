"""Edits put into what was made: into a recording's sheet of cues, or into a performance.

In order: words, phones with the mouth around them, letters, opening, acting. Each is local: what lies beyond the
surroundings of an edit stays as it was made, to the bit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from avatar.edits.acting import apply_marks
from avatar.edits.merging import merged_phones, merged_words, retexted
from avatar.edits.mouthing import Sounding, as_drawn, with_letters, with_opening, with_phones
from avatar.edits.values import TakeEdits
from avatar.lipsync import ladder
from avatar.lipsync.doubting import settled
from avatar.lipsync.formats import CueSheet
from avatar.lipsync.lines import captions
from avatar.lipsync.made import stops_of
from avatar.types import Clip, MouthTrack, Performance, Speech, Timed


class _Said(NamedTuple):
    """What edits are put into."""

    track: MouthTrack
    text: str
    words: tuple[Timed, ...]
    phones: tuple[Timed, ...] | None


def apply_sheet(sheet: CueSheet, edits: TakeEdits, clip: Clip | None = None) -> CueSheet:
    """A recording's sheet with its edits; nobody need look where somebody did. `clip`: its sound, if at hand."""
    said = _edited(
        _Said(sheet.track, sheet.text, sheet.words, sheet.phones), edits, Sounding(sheet.duration, clip=clip)
    )
    done = [*edits.looked, *((span.start, span.end) for track in ("phones", "mouths") for span in edits.of(track))]
    doubt = None if sheet.doubt is None else settled(sheet.doubt, done)
    return replace(sheet, track=said.track, text=said.text, words=said.words, phones=said.phones, doubt=doubt)


def apply(performance: Performance, edits: TakeEdits) -> Performance:
    """A performance with its edits, mouth and acting. Raises LipSyncError as `apply_mouth`."""
    return apply_marks(apply_mouth(performance, edits), edits)


def apply_mouth(performance: Performance, edits: TakeEdits) -> Performance:
    """The performance with the edits of what it says and of its mouth.

    Raises LipSyncError where phones are edited and its sound gives no others.
    """
    speech = performance.speech
    stops = stops_of(speech)
    known = speech.phones
    if edits.of("phones") and known is None:  # its neighbours shape an edited phone's mouth, and were not kept
        known = ladder.made(speech).phones or ()
    track = performance.mouth if edits.empty else as_drawn(performance.mouth, known, stops)
    sounding = Sounding(performance.duration, stops, speech.clip)
    said = _edited(_Said(track, speech.text, speech.words, known), edits, sounding)
    phones = said.phones if edits.of("phones") or speech.phones is not None else None
    changed = replace(speech, text=said.text, words=said.words, phones=phones)
    lines = performance.captions
    if said.text != speech.text and speech.notes is None:
        lines = captions(changed)
    return replace(performance, speech=_settled(changed, speech), mouth=said.track, captions=lines)


def _settled(changed: Speech, before: Speech) -> Speech:
    """The speech itself where nothing of it changed."""
    same = (changed.text, changed.words, changed.phones) == (before.text, before.words, before.phones)
    return before if same else changed


def _edited(said: _Said, edits: TakeEdits, sounding: Sounding) -> _Said:
    track, text, words, phones = said
    if spans := edits.of("words"):
        text, words = retexted(text, words, merged_words(words, spans))
    if spans := edits.of("phones"):
        before = phones or ()
        phones = merged_phones(before, spans)
        track = with_phones(track, before, phones, spans, sounding)
    if spans := edits.of("mouths"):
        track = with_letters(track, spans)
    if spans := edits.of("opening"):
        track = with_opening(track, spans)
    return _Said(track, text, words, phones)
