"""MusicXML, plain and packed (.mxl): what MuseScore, Finale, Sibelius, Dorico and others write.

https://www.w3.org/2021/06/musicxml40/
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from avatar.song.reading.drafts import chords_of, score_of, tempos_of
from avatar.song.reading.dynamics import Hold, held_tempos, with_pauses
from avatar.song.reading.harmonies import HeardNote, guess_chords
from avatar.song.reading.musicxml.documents import open_document, title_and_author
from avatar.song.reading.musicxml.measures import read_part
from avatar.song.reading.musicxml.unrolling import Turn, bars_of, play_order
from avatar.song.reading.musicxml.voices import NamedMeasures, played_dynamics, read_voices, verses_of
from avatar.song.score import Meter, Remark, Score


def read_musicxml(path: Path) -> Score:
    """The song in a file, played out. Raises SongError where there is none."""
    root = open_document(path)
    remarks: list[Remark] = []
    names = {
        part.get("id", ""): " ".join((part.findtext("part-name") or "").split())
        for part in root.iterfind("part-list/score-part")
    }
    parts = [
        (names.get(part.get("id", "")) or f"Part {number}", read_part(part, remarks))
        for number, part in enumerate(root.iterfind("part"), 1)
    ]
    longest = max((measures for _, measures in parts), key=len, default=[])
    verses = verses_of([measures for _, measures in parts], remarks)
    order = play_order(longest, verses, remarks)
    lengths = [
        max((measures[n].length for _, measures in parts if n < len(measures)), default=0.0) or longest[n].whole
        for n in range(len(longest))
    ]
    starts = [0.0]
    for turn in order:
        starts.append(starts[-1] + lengths[turn.measure])
    played = list(zip(order, starts, strict=False))
    meters, pickup = bars_of(order, starts, longest, lengths, remarks)
    holds = [
        Hold(start + held.at, held.beats)
        for _, measures in parts
        for turn, start in played
        if turn.measure < len(measures)
        for held in measures[turn.measure].holds
    ]
    sung = [with_pauses(part, holds) for part in read_voices(parts, played, root, remarks)]
    everywhere = [
        (start, measures[turn.measure])
        for _, measures in parts
        for turn, start in played
        if turn.measure < len(measures)
    ]
    tempos = [(start + at, bpm) for start, measure in everywhere for at, bpm in measure.tempos]
    chords = [(start + at, symbol) for start, measure in everywhere for at, symbol in measure.chords]
    if not chords and (chords := _guessed(parts, played, meters, pickup)):
        remarks.append(Remark("", "no chords are written in it: they are guessed from its notes"))
    title, author = title_and_author(root)
    return score_of(
        path, title, sung, author=author, tempos=held_tempos(tempos_of(tempos), holds), meters=meters,
        chords=chords_of(chords), pickup=pickup, dynamics=played_dynamics(parts, played), remarks=remarks,
    )  # fmt: skip


def _guessed(
    parts: Sequence[NamedMeasures], played: Sequence[tuple[Turn, float]], meters: Sequence[Meter], pickup: float
) -> list[tuple[float, str]]:
    """Chords by the notes of all parts."""
    notes = [
        HeardNote(start + note.at, note.beats, note.pitch)
        for _, measures in parts
        for turn, start in played
        if turn.measure < len(measures)
        for note in measures[turn.measure].notes
        if note.pitch is not None and note.beats > 0
    ]
    return list(guess_chords(notes, meters, pickup))
