"""UltraStar: ticks of a tempo fine enough for every note, in one tempo, since most games know no other."""

from __future__ import annotations

from collections.abc import Iterator

from avatar.song.reading.ultrastar import HIGHEST_TEMPO, LANGUAGES, MIDDLE_C, TICKS
from avatar.song.score import Part, Remark, Score, SungNote

FINEST = 8
"""A beat is written as up to so many, each of four ticks."""
_GOLDEN = 1.15
"""From this loudness on a note is golden."""


def write_ultrastar(score: Score, recording: str = "") -> tuple[str, tuple[Remark, ...]]:
    """The first two parts, with the times of the song from its beat 0 on. `recording`: the name of its sound file."""
    remarks: list[Remark] = []
    bpm = score.tempos[0].bpm
    while bpm > HIGHEST_TEMPO:
        bpm /= 2
    bpm *= FINEST
    if len(score.tempos) > 1:
        remarks.append(Remark("", "its changes of tempo are written into the notes' times"))
    if len(score.parts) > 2:
        names = ", ".join(part.name for part in score.parts[2:])
        remarks.append(Remark("", f"UltraStar has two parts: {names[:80]} left out"))
    if score.chords:
        remarks.append(Remark("", "chords are left out: UltraStar has none"))
    language = next((part.language for part in score.parts if part.language), "")
    name = next((name for name, tag in LANGUAGES.items() if tag == language[:2].lower()), "")
    head = [
        "#VERSION:1.1.0", f"#TITLE:{_one_line(score.title) or 'Unknown'}",
        f"#ARTIST:{_one_line(score.author) or 'Unknown'}", *([f"#LANGUAGE:{name.capitalize()}"] if name else []),
        *([f"#MP3:{_one_line(recording)}"] if recording else []), f"#BPM:{bpm:.6g}", "#GAP:0",
    ]  # fmt: skip
    parts = score.parts[:2]
    if len(parts) == 2:
        head += [f"#P{number}:{_one_line(part.name)}" for number, part in enumerate(parts, 1)]
    body: list[str] = []
    for number, part in enumerate(parts, 1):
        body += [f"P{number}"] if len(parts) == 2 else []
        body += _notes(score, part, bpm * TICKS / 60.0)
    return "\n".join([*head, *body, "E", ""]), tuple(remarks)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _notes(score: Score, part: Part, ticks: float) -> Iterator[str]:
    """The notes of a part, `ticks` a second, with a break between its lines."""
    last: SungNote | None = None
    free = 0
    for note in part.notes:
        start, end = (round(score.seconds(each) * ticks) for each in (note.start, note.end))
        if last is not None and note.line != last.line:
            yield f"- {free}"
        start = max(free, start)
        free = max(start + 1, end)
        golden = note.loud >= _GOLDEN
        kind = ("*" if golden else ":") if note.pitch is not None else ("G" if golden else "F")
        pitch = 0 if note.pitch is None else round(note.pitch) - MIDDLE_C
        apart = note.begins and last is not None and note.line == last.line
        yield f"{kind} {start} {free - start} {pitch} {' ' if apart else ''}{note.syllable or '~'}"
        last = note
