"""The words of our own notation: a line of notes, and a line of syllables with chords between them."""

from __future__ import annotations

import re
from typing import NamedTuple

from avatar.song.chords import read_chord
from avatar.song.reading.dynamics import LOUD, PASSING, Hold, LoudMark
from avatar.song.score import LOUDEST, QUIETEST, Remark

MOST_WORDS = 2000
"""Notes or syllables of one line."""
ACCENT = 1.2
"""How loud a note with a `!` is."""
LONGEST_NOTE = 256.0
"""Beats."""

_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11, "h": 11}
_BENDS = {"##": 2, "#": 1, "♯": 1, "": 0, "b": -1, "♭": -1, "bb": -2}
_SOLFEGE = {"do": 0, "re": 1, "mi": 2, "fa": 3, "sol": 4, "so": 4, "la": 5, "ti": 6, "si": 6}
_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_MINOR = (0, 2, 3, 5, 7, 8, 10)

_TAIL = r"(?::(?P<length>[\d./]+))?(?P<accent>!)?(?:\*(?P<loud>\d*\.?\d+))?(?P<held>\^)?"
_LETTER = re.compile(rf"(?P<key>[a-h])(?P<bend>##|#|♯|bb|b|♭|)(?P<octave>\d|-1)?{_TAIL}", re.IGNORECASE)
_DEGREE = re.compile(rf"(?P<bend>#|b|♯|♭|)(?P<key>[1-7])(?P<octave>'+|,+|){_TAIL}")
_NAME = re.compile(rf"(?P<key>do|re|mi|fa|sol|so|la|ti|si)(?P<bend>#|b|♯|♭|)(?P<octave>'+|,+|){_TAIL}", re.IGNORECASE)
_REST = re.compile(r"[rR](?::(?P<length>[\d./]+))?(?P<held>\^)?")
_SPOKEN = re.compile(rf"[xX]{_TAIL}")
_BAR = re.compile(r"[|:]*\|[|:\]]*\^?")
_MARK = re.compile(r"\((?:(?P<loud>\d*\.\d+|\d)|(?P<name>[a-z]+)|(?P<swell>[<>]))\)", re.IGNORECASE)
_LOUDS = LOUD | {"soft": LOUD["p"], "softly": LOUD["p"], "usual": LOUD["mf"], "loud": LOUD["f"], "loudly": LOUD["f"]}
"""What may stand in parentheses, but `sf` and its like, which are a note's."""
_KEY = re.compile(r"([A-Ha-h])(#|♯|b|♭|)\s*(m|min|minor|moll|maj|major|dur|)", re.IGNORECASE)
_BRACKET = re.compile(r"\[([^\[\]\s][^\[\]]*)\]")
_ESCAPED = re.compile(r"\\(.)")
_HIDDEN = {mark: chr(0xE000 + n) for n, mark in enumerate("-_+[]\\|~")}
"""What stands for an escaped mark while a line is taken apart."""
_SHOWN = {ord(hidden): mark for mark, hidden in _HIDDEN.items()}


class Key(NamedTuple):
    """What numbers and solfège count from."""

    tonic: int
    """Semitones above C."""
    minor: bool = False

    def degree(self, number: int) -> int:
        """The MIDI number of the `number`th note from 0 of its scale, in the octave from the G below middle C."""
        scale = _MINOR if self.minor else _MAJOR
        return 55 + (self.tonic - 7) % 12 + scale[number]

    def syllable(self, number: int) -> int:
        """The same for do, re, mi: do is the first of a major key, la of a minor one."""
        do = (self.tonic + 3) % 12 if self.minor else self.tonic
        return 55 + (do - 7) % 12 + _MAJOR[number]


class Sound(NamedTuple):
    """A note, or a rest, as it is written."""

    at: float
    """Units of the meter from the start of the row."""
    length: float
    """The same units."""
    pitch: float | None = None
    rest: bool = False
    loud: float = 1.0


class NoteRow(NamedTuple):
    """A line of notes."""

    sounds: tuple[Sound, ...]
    chords: tuple[tuple[float, str], ...]
    """(units from the start of the row, symbol)."""
    bars: tuple[float, ...]
    """Units at which a bar line stands."""
    length: float
    octave: int
    """That the next line goes on in."""
    marks: tuple[LoudMark, ...] = ()
    """How loud; units from the start of the row."""
    holds: tuple[Hold, ...] = ()
    """Fermatas; the same units."""

    @property
    def notes(self) -> tuple[Sound, ...]:
        """What is sung."""
        return tuple(each for each in self.sounds if not each.rest)


class Slot(NamedTuple):
    """What is sung on one note."""

    text: str
    """'' goes on with the one before."""
    begins: bool
    chord: str = ""
    """The chord that begins with it."""
    whole: bool = False
    """Whether it is a whole word, in which no hyphen says how it is divided."""


class WordRow(NamedTuple):
    """A line of words."""

    slots: tuple[Slot, ...]
    after: str = ""
    """A chord behind the last word."""


def read_key(text: str) -> Key | None:
    """As "C", "F# minor" or "Am"; None for what is no key."""
    found = _KEY.fullmatch(text.strip())
    if not found:
        return None
    letter, bend, kind = found.groups()
    return Key((_LETTERS[letter.lower()] + _BENDS[bend]) % 12, kind in {"m", "min", "minor", "moll", "Minor"})


def looks_like_notes(text: str) -> bool:
    """Whether most words of a line are notes."""
    words = _BRACKET.sub(" ", text).split()
    known = sum(bool(_BAR.fullmatch(w) or _REST.fullmatch(w) or _MARK.fullmatch(w) or _any_note(w)) for w in words)
    return bool(words) and known * 2 > len(words)


def read_notes(text: str, key: Key, octave: int, place: str, remarks: list[Remark]) -> NoteRow:
    """A line of notes; what is no note is told, and left out.

    `octave`: of letters without a number; each number holds until the next.
    """
    sounds: list[Sound] = []
    chords: list[tuple[float, str]] = []
    bars: list[float] = []
    marks: list[LoudMark] = []
    holds: list[Hold] = []
    at = 0.0
    for word in _BRACKET.sub(lambda found: f" [{'_'.join(found[1].split())}] ", text).split()[:MOST_WORDS]:
        if _BAR.fullmatch(word):
            bars.append(at)
            holds += [Hold(at, 0.0)] if word.endswith("^") else []
            if ":" in word:
                remarks.append(Remark(place, f"{word} repeats nothing here: write `Sing:` and the tune's name again"))
        elif bracket := _BRACKET.fullmatch(word):
            chords.append((at, bracket[1]))
        elif (mark := _mark(word, at)) is not None:
            marks.append(mark)
        elif (found := _any_note(word)) or (found := _REST.fullmatch(word)):
            length = _length(found["length"], word, place, remarks)
            pitch, octave = _pitch(found, key, octave)
            sounds.append(Sound(at, length, pitch, found.re is _REST, _loud(found)))
            holds += [Hold(at, length)] if found["held"] else []
            at += length
        else:
            remarks.append(Remark(place, f"{word[:20]!r} is no note, and was left out"))
    told = tuple((when, symbol) for when, symbol in chords if is_chord(symbol, place, remarks))
    return NoteRow(tuple(sounds), told, tuple(bars), at, octave, tuple(marks), tuple(holds))


def _mark(word: str, at: float) -> LoudMark | None:
    """What a word in parentheses says of loudness; None for another word."""
    found = _MARK.fullmatch(word)
    if not found:
        return None
    if found["swell"]:
        return LoudMark(at, None, 1 if found["swell"] == "<" else -1)
    if found["loud"]:
        return LoudMark(at, min(LOUDEST, max(QUIETEST, float(found["loud"]))))
    name = found["name"].lower()
    return LoudMark(at, _LOUDS[name]) if name in _LOUDS and name not in PASSING else None


def _any_note(word: str) -> re.Match[str] | None:
    """Letters first: `b3` is a B in the third octave; a lowered third is written `♭3`."""
    return next((found for pattern in (_LETTER, _NAME, _DEGREE, _SPOKEN) if (found := pattern.fullmatch(word))), None)


def _length(text: str | None, word: str, place: str, remarks: list[Remark]) -> float:
    if text is None:
        return 1.0
    try:
        above, _, below = text.partition("/")
        length = float(above) / (float(below) if below else 1.0)
        if 1 / 64 <= length <= LONGEST_NOTE:
            return length
    except (ValueError, ZeroDivisionError):
        pass
    remarks.append(Remark(place, f"{word[:20]!r} lasts no time that can be sung, and was taken for one beat"))
    return 1.0


def _pitch(found: re.Match[str], key: Key, octave: int) -> tuple[float | None, int]:
    """The MIDI number of a note, None for what has none; and the octave that goes on."""
    if found.re in {_REST, _SPOKEN}:
        return None, octave
    bend = _BENDS[found["bend"].lower()]
    name, height = found["key"].lower(), found["octave"] or ""
    if found.re is _LETTER:
        octave = int(height) if height else octave
        return float(12 * (octave + 1) + _LETTERS[name] + bend), octave
    pitch = key.degree(int(name) - 1) if found.re is _DEGREE else key.syllable(_SOLFEGE[name])
    return float(pitch + bend + 12 * (height.count("'") - height.count(","))), octave


def _loud(found: re.Match[str]) -> float:
    if found.re is _REST:
        return 1.0
    if found["loud"]:
        return min(LOUDEST, max(QUIETEST, float(found["loud"])))
    return ACCENT if found["accent"] else 1.0


def is_chord(symbol: str, place: str, remarks: list[Remark]) -> bool:
    """Whether a symbol is a chord that can be played; told where it is not."""
    try:
        read_chord(symbol)
    except ValueError as error:
        remarks.append(Remark(place, f"{error}; it isn't played"))
        return False
    return True


def read_words(text: str, place: str, remarks: list[Remark]) -> WordRow:
    """A line of words: hyphens between syllables, `--` for a hyphen, `_` for one more note, chords in brackets."""
    text = _ESCAPED.sub(lambda found: _HIDDEN.get(found[1], found[1]), text)
    slots: list[Slot] = []
    chord, begins = "", True
    pieces = _BRACKET.split(text)  # words, chord, words, chord, words
    for number, piece in enumerate(pieces):
        if number % 2:
            if is_chord(piece, place, remarks):
                if chord:
                    remarks.append(Remark(place, f"[{chord}] has no word to stand at before [{piece}]"))
                chord = piece
            continue
        inside = number > 0 and bool(piece) and not piece[0].isspace() and pieces[number - 2][-1:].strip() not in {""}
        for nth, word in enumerate(piece.replace("|", " ").split()):
            begins = not (inside and nth == 0)
            made = _slots(word, begins, slots)
            if made and chord:
                made[0], chord = made[0]._replace(chord=chord), ""
            if made and not begins and slots and slots[-1].whole:
                slots[-1] = slots[-1]._replace(whole=False)
            slots += made
    if len(slots) > MOST_WORDS:
        remarks.append(Remark(place, f"only {MOST_WORDS} syllables of the line are read"))
    return WordRow(tuple(slots[:MOST_WORDS]), chord)


def _slots(word: str, begins: bool, before: list[Slot]) -> list[Slot]:
    """The syllables of a word. A mark that stands by itself goes to the word before it."""
    plain = word.translate(_SHOWN)
    if not any(letter.isalnum() or letter in "_-" for letter in plain) and before:
        last = max((n for n, slot in enumerate(before) if slot.text), default=-1)
        if last >= 0:
            before[last] = before[last]._replace(text=before[last].text + plain)
            return []
    made: list[Slot] = []
    pieces = re.split(r"(?<!-)-(?!-)|(?<=--)(?!-)|(_+)", word.replace("---", "--"))
    for piece in filter(None, pieces):
        if piece.startswith("_"):
            made += [Slot("", False)] * len(piece)
            continue
        text = piece.replace("--", "-").replace("+", " ").strip().translate(_SHOWN)
        if text:
            made.append(Slot(text, begins))
            begins = False
    if len(made) == 1 and made[0].text and made[0].begins and "-" not in word:
        made[0] = made[0]._replace(whole=True)
    return made
