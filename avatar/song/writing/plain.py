"""Our own notation, written so that it reads back as the same song."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from avatar.song.reading.drafts import meter_of
from avatar.song.score import Chord, Dynamic, Meter, Part, Remark, Score, SungNote, loud_at

_NAMES = ("c", "c#", "d", "d#", "e", "f", "f#", "g", "g#", "a", "a#", "b")
_MARKS = frozenset("-_+[]\\|~")
_CLOSE = 1e-4


def write_plain(score: Score) -> tuple[str, tuple[Remark, ...]]:
    """A song with all its parts, tempos, meters and chords, its repeats as often as they are sung."""
    remarks: list[Remark] = []
    pitches = [note.pitch for part in score.parts for note in part.notes if note.pitch is not None]
    bent = sum(pitch != round(pitch) for pitch in pitches)
    if bent:
        remarks.append(Remark("", f"{bent} notes between two keys are written as the nearer one"))
    unit = 4.0 / _signature(score.meters[-1])[1]
    lines = [*_head(score), *_changes(score)]
    apart = not _fits(score)
    for number, part in enumerate(score.parts):
        lines += ["", *_who(score, part, first=number == 0)]
        lines += _sung(part, () if apart or number else score.chords, score.dynamics, unit)
    if apart and score.chords:
        lines += ["", "With: Chords", _chord_line(score.chords, unit)]
    return "\n".join([*lines, ""]), tuple(remarks)


def _signature(meter: Meter) -> tuple[int, int]:
    """Beats a bar, and what one beat is."""
    lower = 8 if meter.pulse in {1.5, 0.5} else 2 if meter.pulse == 2 else 4
    upper = meter.beats * lower / 4
    while upper != round(upper) and lower < 32:
        lower, upper = lower * 2, upper * 2
    return max(1, round(upper)), lower


def _taps(bpm: float, meter: Meter) -> str:
    """A tempo as it is read in a meter: taps of the foot a minute."""
    return _number(bpm / meter_of(0.0, *_signature(meter), "", []).pulse)


def _head(score: Score) -> Iterator[str]:
    yield f"Title: {_one_line(score.title)}"
    if score.author:
        yield f"Author: {_one_line(score.author)}"
    upper, lower = _signature(score.meters[0])
    yield f"Meter: {upper}/{lower}"
    yield f"Tempo: {_taps(score.tempos[0].bpm, score.meters[0])}"
    if score.pickup:
        yield f"Pickup: {_number(score.pickup * lower / 4)}"
    if score.style:
        yield f"Style: {_one_line(score.style)}"


def _changes(score: Score) -> Iterator[str]:
    """Later tempos and meters, each where it is."""
    events: list[tuple[float, str, float, Meter | None]] = [
        *((tempo.at, "Tempo", tempo.bpm, None) for tempo in score.tempos[1:]),
        *((meter.at, "Meter", 0.0, meter) for meter in score.meters[1:]),
    ]
    at, meter = 0.0, score.meters[0]
    for when, what, bpm, change in sorted(events, key=lambda each: (each[0], each[1])):
        if when > at:
            yield f"Rest: {_number((when - at) * _signature(meter)[1] / 4)} beats"
            at = when
        if change is not None:
            meter = change
            upper, lower = _signature(change)
            yield f"{what}: {upper}/{lower}"
        else:
            yield f"{what}: {_taps(bpm, [each for each in score.meters if each.at <= when + _CLOSE][-1])}"


def _who(score: Score, part: Part, *, first: bool) -> Iterator[str]:
    if len(score.parts) > 1 or len(score.tempos) + len(score.meters) > 2 or part.name != "Song":
        alone = first and len(score.tempos) + len(score.meters) == 2
        yield f"{'Part' if alone else 'With'}: {_one_line(part.name).replace(',', ' ').replace('&', ' ')}"
    for name, value in (("Language", part.language), ("Character", part.character), ("Voice", part.voice)):
        if value:
            yield f"{name}: {_one_line(value)}"


def _sung(part: Part, chords: Sequence[Chord], dynamics: Sequence[Dynamic], unit: float) -> Iterator[str]:
    """Each line as notes and words. Chords and dynamics stand between the notes, at their times or soon after."""
    at = 0.0
    left = list(chords)
    marks = list(dynamics)
    for line in part.lines():
        notes: list[str] = []
        for note in line:
            while left and left[0].at <= note.start + _CLOSE:
                chord = left.pop(0)
                if chord.at > at + _CLOSE:
                    notes.append(f"r:{_number((chord.at - at) / unit)}")
                    at = chord.at
                notes.append(f"[{chord.symbol}]")
            if note.start > at + _CLOSE:
                notes.append(f"r:{_number((note.start - at) / unit)}")
            while marks and marks[0].at <= note.start + _CLOSE:
                notes += _marks(marks, marks.pop(0))
            notes.append(_note(note, unit, loud_at(dynamics, note.start + _CLOSE)))
            at = note.end
        yield " ".join(notes)
        yield f"~ {_words(line)}"
        yield ""
    if left:
        yield _chord_line(left, unit, at)


def _marks(later: Sequence[Dynamic], mark: Dynamic) -> list[str]:
    """How a dynamic is written; `later`: those after it."""
    if not mark.swells or not later or later[0].loud == mark.loud:
        return [f"({mark.loud:.3f})"]
    return [f"({mark.loud:.3f})", "(<)" if later[0].loud > mark.loud else "(>)"]


def _fits(score: Score) -> bool:
    """Whether no chord changes while the first part holds a note."""
    notes = score.parts[0].notes if score.parts else ()
    return not any(note.start + _CLOSE < chord.at < note.end - _CLOSE for chord in score.chords for note in notes)


def _chord_line(chords: Sequence[Chord], unit: float, at: float = 0.0) -> str:
    """Chords over rests."""
    words: list[str] = []
    for chord in chords:
        if chord.at > at + _CLOSE:
            words.append(f"r:{_number((chord.at - at) / unit)}")
            at = chord.at
        words.append(f"[{chord.symbol}]")
    return " ".join([*words, "r"])


def _note(note: SungNote, unit: float, usual: float) -> str:
    length = note.beats / unit
    beats = "" if abs(length - 1) < _CLOSE else f":{_number(length)}"
    loud = "" if abs(note.loud / usual - 1) < 1e-3 else f"*{note.loud / usual:.4g}"
    if note.pitch is None:
        return f"x{beats}{loud}"
    key = round(note.pitch)
    return f"{_NAMES[key % 12]}{key // 12 - 1}{beats}{loud}"


def _words(line: Sequence[SungNote]) -> str:
    text = ""
    for note in line:
        if not note.syllable:
            text += "_"
        else:
            syllable = "".join(f"\\{letter}" if letter in _MARKS else letter for letter in note.syllable)
            between = "" if not text else " " if note.begins else "-"
            text += between + syllable.replace(" ", "+")
    return text


def _number(number: float) -> str:
    return f"{number:.7g}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
