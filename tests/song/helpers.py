"""Short songs to test with."""

from __future__ import annotations

from avatar.song.score import Part, Score, SungNote, Tempo


def make_score(*lines: str, bpm: float = 120.0, language: str = "en", start: float = 1.0, rest: float = 0.0) -> Score:
    """A song of one part. Each word of a line is its syllables, parted by hyphens, each `syllable:pitch:beats`; a
    syllable without letters goes on with the one before, a pitch of `x` is spoken, `_` stands for a blank in one."""
    notes: list[SungNote] = []
    at = start
    for number, line in enumerate(lines):
        for word in line.split():
            for first, piece in enumerate(word.split("-")):
                text, pitch, beats = piece.split(":")
                midi = None if pitch == "x" else float(pitch)
                begins = first == 0 and bool(text)
                notes.append(SungNote(at, float(beats), midi, text.replace("_", " "), begins, number))
                at += float(beats)
        at += rest
    return Score("A song", (Part("melody", tuple(notes), language),), tempos=(Tempo(0.0, bpm),))
