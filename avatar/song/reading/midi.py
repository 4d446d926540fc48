"""Karaoke MIDI: .kar and .mid with words, as lyric events or, after Tune 1000's fashion, as text events.

    @KMIDI KARAOKE FILE  @LENGL  @TTitle  @TArtist    what it is
    \\Twin kle, /twin kle                  a `\\` begins a paragraph, a `/` a line; blanks stand between words

Words stand at times, notes in other tracks: the melody is the track and channel whose notes begin where syllables do.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from avatar.errors import SongError
from avatar.song.reading import files
from avatar.song.reading.drafts import (
    Found,
    counted,
    in_phrases,
    meter_of,
    meters_of,
    part_of,
    sane_tempo,
    score_of,
    tempos_of,
)
from avatar.song.reading.dynamics import Hold, heard_curve, held_tempos
from avatar.song.reading.harmonies import HeardNote, guess_chords
from avatar.song.score import MOST_NOTES, Chord, Meter, Part, Remark, Score
from avatar.text.encodings import decoded

MOST_EVENTS = 500_000
CLOSE = 0.13
"""Beats: a note that begins so near to a syllable is sung on it."""
LEAST_MATCH = 0.5
"""Of a track's syllables, how many must have a note near them for it to be the melody."""
DRUMS = 9
HELD_CONTROL = 20
"""Number of the control that says, at 127, that the next note is held: no program's, but what `abc` has written."""

_LANGUAGES = {
    "ENGL": "en", "GERM": "de", "DEUT": "de", "FREN": "fr", "FRAN": "fr", "ITAL": "it", "SPAN": "es", "ESPA": "es",
    "JAPN": "ja", "JAPA": "ja", "PORT": "pt", "DUTC": "nl", "POLI": "pl", "RUSS": "ru", "SWED": "sv", "FINN": "fi",
}  # fmt: skip
_ENCODINGS = {"ja": "shift_jis", "ru": "cp1251", "pl": "cp1250"}
"""What files in a language that are no UTF-8 are in."""
_CHATTER = frozenset({"notes/lyric track", "note track", "gchords", "drum track"})
"""What abc2midi writes among the words."""
_BRACKETED = re.compile(r"^\s*[\[{(<].*[\]})>]\s*$")


class Word(NamedTuple):
    """A syllable and when it is sung."""

    at: float
    """Beats."""
    text: str
    begins: bool
    line: int


class Struck(NamedTuple):
    """A note of a track. Times in beats."""

    at: float
    beats: float
    pitch: int
    force: int


@dataclass
class Track:
    """What stands in a track."""

    name: str = ""
    lyrics: list[tuple[float, str]] = field(default_factory=list)
    texts: list[tuple[float, str]] = field(default_factory=list)
    notes: dict[int, list[Struck]] = field(default_factory=lambda: defaultdict(list))
    """By channel, in the order of their beginnings."""
    held: list[float] = field(default_factory=list)
    """Beats at which a fermata begins, where `HELD_CONTROL` tells it."""


@dataclass
class _Song:
    tracks: list[Track] = field(default_factory=list)
    tempos: list[tuple[float, float]] = field(default_factory=list)
    meters: list[tuple[float, int, int]] = field(default_factory=list)


def read_midi(path: Path) -> Score:
    """The song in a MIDI file. Raises SongError where there is none, or no words."""
    return read_midi_bytes(files.read_bytes(path), path)


def read_midi_bytes(data: bytes, path: Path, *, held: bool = False) -> Score:
    """`held`: whether `HELD_CONTROL` tells fermatas."""
    remarks: list[Remark] = []
    song = _events(data, path)
    about: dict[str, str] = {}
    sung: list[Part] = []
    worded = [(track, words) for track in song.tracks if (words := _words(track, about))]
    if not worded:
        raise SongError(
            "There are no words in it",
            where=path,
            remedy="Use a karaoke file (.kar), or write the words in our notation.",
        )
    own = [(track, words) for track, words in worded if _match(words, _all_notes(track)) >= LEAST_MATCH]
    language = _LANGUAGES.get(about.get("language", "")[:4].upper(), "")
    for track, words in own or worded[:1]:
        candidates = [track] if own else song.tracks
        notes = _melody(words, candidates, remarks)
        name = track.name if len(own) > 1 or own else "Song"
        sung.append(_part(name.strip() or "Song", words, notes, language, remarks))
    if not own and len(worded) > 1:
        others = ", ".join(track.name or "without a name" for track, _ in worded[1:])
        remarks.append(Remark("", f"{counted(len(worded) - 1, 'other track')} with words ({others[:80]}) isn't sung"))
    tempos = [(at, sane_tempo(bpm, f"beat {at:g}", remarks)) for at, bpm in song.tempos]
    meters = [meter_of(at, upper, lower, f"beat {at:g}", remarks) for at, upper, lower in song.meters]
    holds = _holds(song, worded) if held else []
    bars = meters_of(meters)
    return score_of(
        path, about.get("title", ""), sung, author=about.get("author", ""),
        tempos=held_tempos(tempos_of(tempos), holds), meters=bars, chords=_chords(song, bars, remarks),
        dynamics=heard_curve(sung[0], bars), remarks=remarks,
    )  # fmt: skip


def _holds(song: _Song, worded: Sequence[tuple[Track, Sequence[Word]]]) -> list[Hold]:
    """Fermatas of the tracks that are sung: each holds the next note."""
    found: list[Hold] = []
    for track, _ in worded:
        notes = _all_notes(track)
        for at in track.held:
            after = next((note for note in notes if note.at >= at - 1e-3), None)
            found += [Hold(after.at, after.beats)] if after else []
    return found


def _chords(song: _Song, meters: tuple[Meter, ...], remarks: list[Remark]) -> tuple[Chord, ...]:
    """Chords by the notes of all tracks, since no MIDI file names any."""
    notes = [
        HeardNote(note.at, note.beats, note.pitch)
        for track in song.tracks
        for channel, its in track.notes.items()
        if channel != DRUMS
        for note in its
    ]
    found = tuple(Chord(at, symbol) for at, symbol in guess_chords(notes, meters))
    if found:
        remarks.append(Remark("", "its chords are guessed from its notes"))
    return found


# ------------------------------------------------------------------------------------------------------------- events


def _events(data: bytes, path: Path) -> _Song:
    """Tracks with their words and notes, at beats."""
    import mido

    try:
        file = mido.MidiFile(file=io.BytesIO(_bare(data)), charset="latin1", clip=True)
        beat = float(file.ticks_per_beat)
        if beat <= 0 or beat >= 0x8000:
            raise SongError("Its time is counted in film frames", where=path, remedy="Save it with beats.")
        song = _Song()
        left = MOST_EVENTS
        for each in file.tracks[:256]:
            left -= len(each)
            if left < 0:
                raise SongError(f"It has over {MOST_EVENTS} events", where=path, remedy="Is it a song at all?")
            song.tracks.append(_track(each, beat, song))
    except SongError:
        raise
    except (OSError, EOFError, ValueError, IndexError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise SongError(
            f"It is no MIDI file, or a damaged one: {error}", where=path, remedy="Save it again from its program."
        ) from error
    return song


def _bare(data: bytes) -> bytes:
    """The file within a RIFF wrapper (.rmi)."""
    start = data.find(b"MThd")
    return data[start:] if data.startswith(b"RIFF") and 0 < start < 100 else data


def _track(events: Any, beat: float, song: _Song) -> Track:
    track = Track()
    open_: dict[tuple[int, int], tuple[float, int]] = {}
    tick = 0
    for event in events:
        tick += event.time
        at = tick / beat
        match event.type:
            case "lyrics":
                track.lyrics.append((at, event.text))
            case "text":
                track.texts.append((at, event.text))
            case "track_name":
                track.name = track.name or _text(event.name, "")
            case "set_tempo" if event.tempo > 0:
                song.tempos.append((at, 60e6 / event.tempo))
            case "time_signature":
                song.meters.append((round(at * 8) / 8, event.numerator, event.denominator))  # some come a tick late
            case "control_change" if event.control == HELD_CONTROL and event.value == 127:
                track.held.append(at)
            case "note_on" | "note_off":
                _struck(track, event, at, open_)
    for (channel, pitch), (start, force) in open_.items():
        if tick / beat > start:
            track.notes[channel].append(Struck(start, tick / beat - start, pitch, force))
    for notes in track.notes.values():
        notes.sort()
    return track


def _struck(track: Track, event: Any, at: float, open_: dict[tuple[int, int], tuple[float, int]]) -> None:
    key = (event.channel, event.note)
    if key in open_:
        start, force = open_.pop(key)
        if at > start:
            track.notes[event.channel].append(Struck(start, at - start, event.note, force))
    if event.type == "note_on" and event.velocity > 0:
        open_[key] = (at, event.velocity)


# -------------------------------------------------------------------------------------------------------------- words


def _text(raw: str, language: str) -> str:
    """Bytes that were read as Latin-1, in the encoding that they are in."""
    data = raw.encode("latin1", "replace")
    try:
        return decoded(data).text if not language else data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_ENCODINGS.get(language, "cp1252"), "replace")


def _words(track: Track, about: dict[str, str]) -> list[Word]:
    """The syllables of a track: of its lyric events or, where it has none, of its texts as karaoke files have them."""
    told = [raw for _, raw in track.texts if raw.startswith("@")]
    for raw in told:
        kind, value = raw[1:2].upper(), _text(raw[2:], "").strip()
        if kind == "T":
            about.setdefault("author" if "title" in about else "title", value)
        elif kind == "L":
            about.setdefault("language", value)
    language = _LANGUAGES.get(about.get("language", "")[:4].upper(), "")
    sung = [(at, _text(raw, language)) for at, raw in track.lyrics]
    if not sum(any(letter.isalnum() for letter in text) for _, text in sung):
        texts = [
            (at, _text(raw, language)) for at, raw in track.texts if not raw.startswith("@") and raw not in _CHATTER
        ]
        marked = any(text.startswith(("\\", "/")) for _, text in texts)
        sung = texts if marked or (told and len(texts) > 4) or len({at for at, _ in texts}) > 8 else []
    return _syllables(sung)


def _syllables(sung: Sequence[tuple[float, str]]) -> list[Word]:
    """Where words begin: at blanks and line ends, and, in files that have neither, at every event without a hyphen."""
    spaced = any(text != text.strip(" ") for _, text in sung if text.strip())
    words: list[Word] = []
    line, apart, lines = 0, True, False
    for at, raw in sung:
        fresh = raw.startswith(("\\", "/", "\r", "\n"))
        lines = lines or fresh or raw.endswith(("\r", "\n"))
        text = raw.lstrip("\\/\r\n")
        apart = apart or fresh or text[:1].isspace()
        line += fresh and bool(words) and words[-1].line == line
        bare = text.strip()
        if bare and not _BRACKETED.match(bare):
            joins = bare.endswith("-") and len(bare) > 1
            syllable = (
                bare.rstrip("-") if joins else bare.lstrip("-") if bare.startswith("-") and len(bare) > 1 else bare
            )
            begins = apart and not (bare.startswith("-") and len(bare) > 1)
            if any(letter.isalnum() for letter in syllable) or syllable in {"+", "~", "_"}:
                syllable = "" if syllable in {"+", "~", "_"} else syllable
                words.append(Word(at, syllable, begins and bool(syllable), line))
                apart = not joins and (text[-1:].isspace() or not spaced)
            elif words:
                words[-1] = words[-1]._replace(text=words[-1].text + syllable)
        if raw.endswith(("\r", "\n")):
            line += bool(words) and words[-1].line == line
            apart = True
    return words if lines else [word._replace(line=0) for word in words]


# ------------------------------------------------------------------------------------------------------------- melody


def _all_notes(track: Track) -> list[Struck]:
    return sorted(note for notes in track.notes.values() for note in notes)


def _match(words: Sequence[Word], notes: Sequence[Struck]) -> float:
    """Of the syllables, the share that a note begins with."""
    if not words or not notes:
        return 0.0
    starts = [note.at for note in notes]
    return sum(_near(starts, word.at) is not None for word in words) / len(words)


def _near(starts: Sequence[float], at: float) -> int | None:
    """The index of what begins nearest to a time, where that is close."""
    right = bisect_left(starts, at)
    near = [n for n in (right - 1, right) if 0 <= n < len(starts) and abs(starts[n] - at) <= CLOSE]
    return min(near, key=lambda n: abs(starts[n] - at), default=None)


def _melody(words: Sequence[Word], tracks: Sequence[Track], remarks: list[Remark]) -> list[Struck]:
    """The notes of the track and channel whose beginnings are those of the syllables: many near, and few besides."""

    def fits(notes: Sequence[Struck]) -> float:
        match = _match(words, notes)
        begun = len({note.at for note in notes})
        return match - 0.3 * max(0.0, 1 - len(words) / begun) - 0.3 * (1 - begun / len(notes))

    candidates = [
        (track.name, notes) for track in tracks for channel, notes in track.notes.items() if channel != DRUMS and notes
    ]
    if not candidates:
        remarks.append(Remark("", "it has no notes: its words are spoken in rhythm"))
        return []
    name, notes = max(candidates, key=lambda each: fits(each[1]))
    match = _match(words, notes)
    if match < LEAST_MATCH:
        remarks.append(Remark("", "no track's notes begin where its words do: they are spoken in rhythm"))
        return []
    if match < 0.9:
        said = (
            f"the melody is taken from track {name.strip() or 'without a name'!r}, which fits {match:.0%} of the words"
        )
        remarks.append(Remark("", said))
    tops: list[Struck] = []
    for note in notes:  # of what begins at once, the highest
        if tops and abs(tops[-1].at - note.at) < 0.02:
            tops[-1] = max(tops[-1], note, key=lambda each: each.pitch)
        else:
            tops.append(note)
    return tops


def _part(name: str, words: Sequence[Word], notes: Sequence[Struck], language: str, remarks: list[Remark]) -> Part:
    """Syllables on the melody's notes; a note without one goes on with the syllable before it, where it is close."""
    if len(words) > MOST_NOTES:
        words = words[: MOST_NOTES + 1]
    starts = [note.at for note in notes]
    taken = {n: word for word in reversed(words) if (n := _near(starts, word.at)) is not None}
    placed = {id(word) for word in taken.values()}
    found: list[Found] = []
    last = -10.0
    unsung = 0
    for n, note in enumerate(notes):
        word = taken.get(n)
        if word is None and note.at - last > 0.25:
            unsung += 1
            continue
        loud = 0.7 + 0.6 * note.force / 127
        line = word.line if word else found[-1].line
        found.append(
            Found(
                note.at, note.beats, float(note.pitch), word.text if word else "", bool(word and word.begins), line,
                loud, f"beat {note.at:g}",
            )
        )  # fmt: skip
        last = note.at + note.beats
    left = [word for word in words if id(word) not in placed]
    found += [
        Found(word.at, _until_next(words, word), None, word.text, word.begins, word.line, 1.0, f"beat {word.at:g}")
        for word in left
    ]
    if left and notes:
        remarks.append(
            Remark(f"beat {left[0].at:g}", f"{counted(len(left), 'syllable')} without a note: spoken in rhythm")
        )
    if unsung:
        remarks.append(Remark("", f"{counted(unsung, 'note')} of the melody have no words: nobody sings them"))
    found.sort(key=lambda each: each.start)
    if not any(word.line for word in words):
        found = in_phrases(found)
    return part_of(name, found, remarks, language=language)


def _until_next(words: Sequence[Word], word: Word) -> float:
    later = [each.at for each in words if each.at > word.at]
    return min(1.0, max(0.125, min(later) - word.at)) if later else 0.5
