"""UltraStar: karaoke files of lines, as UltraStar Deluxe, Vocaluxe and Performous play them.

    #TITLE:Song  #ARTIST:Who  #BPM:300,5  #GAP:12500  #LANGUAGE:English  #P1:Anna  #P2:Bert
    : 0 4 7 Hel                a note: begins, lasts (ticks, four a beat), semitones from middle C, syllable
    * 4 4 9 lo                 golden, worth more; F is free speech, R rapped, G rapped and golden
    : 8 4 4  ~                 `~` goes on with the syllable before; a blank begins a word
    - 14                       a line ends
    E

https://usdx.eu/format: a beat of a file's BPM has four ticks, but songs are commonly written at twice or
four times their tempo for finer ticks; so a tempo above `HIGHEST_TEMPO` is halved until it is a singer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from avatar.song.reading import files
from avatar.song.reading.drafts import Found, counted, part_of, sane_tempo, score_of, tempos_of
from avatar.song.score import LONGEST_SECONDS, MOST_NOTES, Meter, Part, Remark, Score

TICKS = 4
"""Of a beat."""
HIGHEST_TEMPO = 180.0
"""Beats a minute."""
GOLDEN = 1.2
"""How loud a golden note is."""
MIDDLE_C = 60

LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "italian": "it", "spanish": "es",
    "japanese": "ja", "portuguese": "pt", "dutch": "nl", "polish": "pl", "swedish": "sv", "finnish": "fi",
    "norwegian": "nb", "danish": "da", "russian": "ru", "czech": "cs", "hungarian": "hu", "turkish": "tr",
    "greek": "el", "chinese": "zh", "mandarin": "zh", "korean": "ko", "latin": "la", "croatian": "hr",
}  # fmt: skip

_TAG = re.compile(r"#([^:]*):(.*)")
_ENCODING = re.compile(rb"^\s*#ENCODING:\s*([\w-]{1,20})\s*$", re.MULTILINE | re.IGNORECASE)
_NOTE = re.compile(r"([:*FRG])\s*(-?\d{1,9})\s+(-?\d{1,9})\s+(-?\d{1,4})(?: ?(.*))?")
_BREAK = re.compile(r"-\s*(-?\d{1,9})(?:\s+(-?\d{1,9}))?\s*")
_TEMPO = re.compile(r"B\s*(-?[\d.,]{1,12})\s+([\d.,]{1,12})\s*")
_PLAYER = re.compile(r"P\s*([1-3])\s*")
_OURS = frozenset("title artist bpm gap relative language p1 p2 duetsingerp1 duetsingerp2 encoding".split())
"""Tags that are read."""
_OTHERS = frozenset(
    """mp3 audio audiourl cover coverurl background backgroundurl video videourl videogap vocals instrumental genre tags
    edition year creator author start end previewstart medleystartbeat medleyendbeat medleystart medleyend calcmedley
    notesgap resolution version comment fixer id providedby length rendition album player1 player2""".split()
)
"""Tags of files and games that a song is sung without."""


@dataclass
class _Line:
    """What a player sings up to a `-`."""

    notes: list[tuple[str, int, int, int, str, str]] = field(default_factory=list)
    """(kind, tick, ticks, pitch, text, place)."""


@dataclass
class _Song:
    """A file, taken apart."""

    tags: dict[str, str]
    players: dict[int, list[_Line]]
    tempos: list[tuple[float, float, str]]
    """(tick, beats a minute as the file counts, place)."""
    relative: bool = False
    """Whether ticks are counted from the beginning of each line."""
    offset: int = 0
    """The tick that they are counted from."""
    singing: tuple[int, ...] = (1,)
    count: int = 0
    """Notes so far."""


def looks_like_ultrastar(text: str) -> bool:
    """Whether a text has a tempo and a note as UltraStar writes them."""
    return (
        bool(re.search(r"^\s*#BPM:", text, re.MULTILINE | re.IGNORECASE))
        or len(re.findall(r"^[:*FRG] -?\d+ \d+ -?\d+", text, re.MULTILINE)) > 1
    )


def declared_encoding(data: bytes) -> str:
    """The encoding that a file names; '' where it names none."""
    found = _ENCODING.search(data[:4096])
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return {"auto": "", "utf8": "utf-8"}.get(name, name)


def read_ultrastar(text: str, path: Path) -> Score:
    """The song, from the bar of its first note on: the introduction of its recording is left out, and told.

    Raises SongError where nothing can be sung of it.
    """
    score, gap = _read(text, path)
    first = min(note.start for part in score.parts for note in part.notes)
    bar = score.meters[0].beats
    skipped = bar * int(first // bar)
    remarks = list(score.remarks)
    seconds = gap + score.seconds(skipped)
    if seconds >= 1:
        remarks.append(Remark("", f"the {seconds:.1f} seconds before the singing are left out"))
    if skipped:
        parts = tuple(_earlier(part, skipped) for part in score.parts)
        tempos = tempos_of((each.at - skipped, each.bpm) for each in score.tempos)
        score = replace(score, parts=parts, tempos=tempos)
    return replace(score, remarks=tuple(remarks))


def _earlier(part: Part, by: float) -> Part:
    return replace(part, notes=tuple(replace(note, start=note.start - by) for note in part.notes))


def read_timed(text: str, path: Path) -> tuple[Score, float]:
    """The song with its times as in the recording: beats from `#GAP` on, and the gap in seconds."""
    return _read(text, path)


def _read(text: str, path: Path) -> tuple[Score, float]:
    remarks: list[Remark] = []
    song = _taken_apart(text, remarks)
    tags = song.tags
    first = _number(tags.get("bpm", ""), 120.0, "#BPM", remarks)
    gap = _number(tags.get("gap", "0"), 0.0, "#GAP", remarks) / 1000.0
    if not 0 <= gap <= LONGEST_SECONDS:
        remarks.append(Remark("", f"its gap of {gap:g} seconds is no time in a song"))
        gap = 0.0
    sane = sane_tempo(_singable(first), "#BPM", remarks)
    factor = sane / first if first > 0 and sane == _singable(first) else 1.0
    if factor != 1.0:
        remarks.append(Remark("", f"its tempo of {first:g} is read as {sane:g}"))
    beat = factor / TICKS  # beats of a tick
    tempos = [(0.0, sane)] + [
        (tick * beat, sane_tempo(bpm * factor, place, remarks)) for tick, bpm, place in song.tempos
    ]
    language = LANGUAGES.get(tags.get("language", "").strip().lower().split(",")[0], "")
    parts = [
        _part(_name(tags, player, len(song.players)), lines, beat, language, remarks)
        for player, lines in sorted(song.players.items())
    ]
    score = score_of(
        path, tags.get("title", ""), parts, author=tags.get("artist", ""), tempos=tempos_of(tempos),
        meters=(Meter(0.0, 4.0),), remarks=remarks,
    )  # fmt: skip
    return score, gap


def _singable(bpm: float) -> float:
    while bpm > HIGHEST_TEMPO and bpm < 1e6:
        bpm /= 2
    return bpm


def _number(text: str, otherwise: float, tag: str, remarks: list[Remark]) -> float:
    """A number with a comma or a point."""
    try:
        number = float(text.strip().replace(",", "."))
        if abs(number) < 1e9:
            return number
    except ValueError:
        pass
    remarks.append(Remark(tag, f"{text[:20]!r} is no number; {otherwise:g} is taken"))
    return otherwise


def _name(tags: dict[str, str], player: int, players: int) -> str:
    named = tags.get(f"p{player}") or tags.get(f"duetsingerp{player}", "")
    return named.strip() or (f"Singer {player}" if players > 1 else "Song")


def _taken_apart(text: str, remarks: list[Remark]) -> _Song:
    song = _Song({}, {1: [_Line()]}, [])
    for number, raw in enumerate(text.split("\n"), 1):
        bare = raw.strip()
        if bare.upper() == "E" or song.count > 4 * MOST_NOTES:  # so many are told by who makes a score of them
            break
        if bare:
            _read_line(song, raw, bare, f"line {number}", remarks)
    song.players = {n: lines for n, lines in song.players.items() if any(line.notes for line in lines)} or {1: []}
    return song


def _read_line(song: _Song, raw: str, bare: str, place: str, remarks: list[Remark]) -> None:
    """A line of a file: a tag, a note, the end of a line of words, a tempo, or who sings."""
    if tag := _TAG.fullmatch(bare):
        name = tag[1].strip().lower()
        song.tags.setdefault(name, tag[2].strip())
        song.relative = song.relative or (name == "relative" and tag[2].strip().lower() == "yes")
        if name not in _OURS | _OTHERS and len(song.tags) < 200:
            remarks.append(Remark(place, f"nothing is known by #{tag[1][:20]}"))
    elif note := _NOTE.fullmatch(raw.lstrip()):
        kind, tick, ticks, pitch, syllable = note.groups()
        song.count += 1
        for player in song.singing:
            its = (kind, song.offset + int(tick), int(ticks), int(pitch), syllable or "", place)
            song.players.setdefault(player, [_Line()])[-1].notes.append(its)
    elif found := _BREAK.fullmatch(bare):
        if song.relative:
            song.offset += int(found[2] or found[1])
        for player in song.singing:
            song.players.setdefault(player, []).append(_Line())
    elif found := _TEMPO.fullmatch(bare):
        at = song.offset + _number(found[1], 0.0, place, remarks)
        song.tempos.append((at, _number(found[2], 120.0, place, remarks), place))
    elif found := _PLAYER.fullmatch(bare):
        song.singing = {"1": (1,), "2": (2,), "3": (1, 2)}[found[1]]
        song.offset = 0
        for player in song.singing:
            song.players.setdefault(player, []).append(_Line())
    else:
        remarks.append(Remark(place, f"{bare[:30]!r} is no note"))


def _part(name: str, lines: list[_Line], beat: float, language: str, remarks: list[Remark]) -> Part:
    found = [each for number, line in enumerate(lines) for each in _notes(line, number, beat)]
    early = [each for each in found if each.start < 0]
    if early:
        first = min(each.start for each in early)
        remarks.append(
            Remark(
                early[0].place, f"{counted(len(early), 'note')} before the song's beginning: all of it is sung later"
            )
        )
        found = [each._replace(start=each.start - first) for each in found]
    return part_of(name, found, remarks, language=language)


def _notes(line: _Line, number: int, beat: float) -> Iterator[Found]:
    """Notes of a line. A word begins where there is a blank, before a syllable or behind the one before it."""
    apart = True
    for kind, tick, ticks, pitch, text, place in line.notes:
        bare = text.strip()
        goes_on = bare in {"~", "-", ""}
        syllable = "" if goes_on else bare.strip("~") if bare != "~" else ""
        if bare.startswith("~") and not goes_on:
            syllable = bare.lstrip("~")
        begins = bool(syllable) and (apart or text[:1].isspace()) and not bare.startswith("~")
        if syllable:
            apart = False
        apart = apart or (text[-1:].isspace() and bool(bare))
        sung = kind in ":*"
        yield Found(
            tick * beat, ticks * beat, float(MIDDLE_C + pitch) if sung else None, syllable, begins, number,
            GOLDEN if kind in "*G" else 1.0, place,
        )  # fmt: skip


def read_file(path: Path) -> Score:
    """The song in a file, in the encoding that it names or that fits."""
    data = files.read_bytes(path, files.LARGEST_TEXT)
    text, remarks = files.text_of(data, path, declared_encoding(data))
    score = read_ultrastar(text, path)
    return replace(score, remarks=(*remarks, *score.remarks))
