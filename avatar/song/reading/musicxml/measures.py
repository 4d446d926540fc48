"""One part of a MusicXML score, measure by measure, as it is printed."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import NamedTuple

from avatar.song.chords import read_chord
from avatar.song.reading.drafts import sane_tempo
from avatar.song.reading.dynamics import LOUD, PASSING, Hold, LoudMark
from avatar.song.score import MOST_NOTES, Remark

MOST_MEASURES = 10_000
MOST_TOLD = 6
"""Bars that are named of those that something is told of."""

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_UNITS = {
    "breve": 8.0, "whole": 4.0, "half": 2.0, "quarter": 1.0, "eighth": 0.5, "16th": 0.25, "32nd": 0.125,
}  # fmt: skip
"""Quarter notes of a metronome's unit."""
_ACCENTS = {"accent": 1.15, "strong-accent": 1.25, "soft-accent": 1.08}
_KINDS = {
    "major": "", "minor": "m", "augmented": "aug", "diminished": "dim", "dominant": "7", "major-seventh": "maj7",
    "minor-seventh": "m7", "diminished-seventh": "dim7", "augmented-seventh": "7#5", "half-diminished": "m7b5",
    "major-minor": "mmaj7", "major-sixth": "6", "minor-sixth": "m6", "dominant-ninth": "9", "major-ninth": "maj9",
    "minor-ninth": "m9", "dominant-11th": "11", "major-11th": "maj11", "minor-11th": "m11", "dominant-13th": "13",
    "major-13th": "maj13", "minor-13th": "m13", "suspended-second": "sus2", "suspended-fourth": "sus4", "power": "5",
}  # fmt: skip
_BENDS = {0: "", 1: "#", -1: "b"}
_UNSUNG = {
    "trill-mark": "trills", "shake": "trills", "turn": "turns", "inverted-turn": "turns", "delayed-turn": "turns",
    "mordent": "mordents", "inverted-mordent": "mordents", "tremolo": "tremolos", "glissando": "glissandos",
    "slide": "slides", "staccato": "staccato dots", "staccatissimo": "staccato dots", "spiccato": "staccato dots",
    "caesura": "caesuras", "scoop": "scoops", "plop": "plops", "doit": "doits", "falloff": "falls", "bend": "bends",
}  # fmt: skip
"""What a note is marked with and nobody does here."""
_WORDS = (
    (re.compile(r"\bd\.?\s?c\b|da capo", re.IGNORECASE), "dacapo"),
    (re.compile(r"\bd\.?\s?s\b|dal segno", re.IGNORECASE), "dalsegno"),
    (re.compile(r"^\s*(to|al) coda|^\s*alla coda", re.IGNORECASE), "tocoda"),
    (re.compile(r"^\s*fine\s*$", re.IGNORECASE), "fine"),
)
_SWELLS = ((re.compile(r"\bcresc", re.IGNORECASE), 1), (re.compile(r"\b(decresc|dim)", re.IGNORECASE), -1))
"""What is written out where a program gives no <sound>."""


_UNDERTIE = "‿"
"""What joins two words on one note where a program has no <elision>."""


class Syllable(NamedTuple):
    """What stands below a note for one verse."""

    text: str
    begins: bool
    ends: bool
    """Whether the word ends here."""
    extends: bool
    language: str = ""
    passes: tuple[int, ...] = ()
    """The times through that it is for; () for what its verse says."""


@dataclass(frozen=True)
class Printed:
    """A note as it is printed. Times in quarter notes from the measure's start."""

    at: float
    beats: float
    """0 for a grace note."""
    pitch: float | None
    voice: str
    chord: bool
    starts_tie: bool
    stops_tie: bool
    syllables: dict[int, Syllable]
    """By verse, from 1."""
    accent: float = 1.0
    spoken: bool = False
    ends_melisma: bool = False
    """Whether what is held on it goes on no further."""


@dataclass
class Measure:
    """A measure as it is printed."""

    number: str
    whole: float
    """Quarter notes of a full one."""
    upper: int = 4
    lower: int = 4
    length: float = 0.0
    """Quarter notes of what is in it."""
    notes: list[Printed] = field(default_factory=list)
    tempos: list[tuple[float, float]] = field(default_factory=list)
    chords: list[tuple[float, str]] = field(default_factory=list)
    dynamics: list[LoudMark] = field(default_factory=list)
    struck: list[tuple[float, float]] = field(default_factory=list)
    """(at, how loud) of one note alone."""
    holds: list[Hold] = field(default_factory=list)
    forward: bool = False
    backward: int = 0
    """How often in all it is played up to its repeat sign; 0 for none."""
    endings: frozenset[int] = frozenset()
    marks: set[str] = field(default_factory=set)
    """segno, coda, tocoda, dacapo, dalsegno, fine."""
    signs: int = 0
    """Signs of a coda that no <sound> explains."""


def read_part(part: ET.Element, remarks: list[Remark]) -> list[Measure]:
    """A part, measure by measure. What is not understood is told, each kind once a part, with its bars."""
    reader = _Reader(remarks)
    measures = reader.read(part)
    reader.tell_all()
    return measures


class _Reader:
    def __init__(self, remarks: list[Remark]) -> None:
        self._remarks = remarks
        self._divisions, self._moved = 1.0, 0.0
        self._upper, self._lower = 4, 4
        self._endings: frozenset[int] = frozenset()
        self._told: dict[str, list[str]] = {}
        self._verses: dict[str, int] = {}
        self._count = 0

    def read(self, part: ET.Element) -> list[Measure]:
        measures = []
        for number, element in enumerate(part.iterfind("measure")):
            if number >= MOST_MEASURES or self._count > MOST_NOTES:
                self._tell("", f"only {number} bars are read of it")
                break
            measures.append(self._measure(element, number))
        return measures

    def _tell(self, place: str, said: str) -> None:
        places = self._told.setdefault(said, [])
        if place not in places:
            places.append(place)

    def tell_all(self) -> None:
        """What is to be told, each with the bars that it is about."""
        for said, places in self._told.items():
            numbers = [place.removeprefix("bar ") for place in places if place]
            more = f" and {len(numbers) - MOST_TOLD} more" if len(numbers) > MOST_TOLD else ""
            many = "s" if len(numbers) > 1 else ""
            self._remarks.append(Remark(f"bar{many} {', '.join(numbers[:MOST_TOLD])}{more}" if numbers else "", said))

    def _measure(self, element: ET.Element, number: int) -> Measure:
        name = element.get("number") or str(number + 1)
        self._place = f"bar {name}"
        measure = Measure(name, 0.0)
        self._measure_now, self._at, self._last = measure, 0.0, 0.0
        for child in element:
            match child.tag:
                case "note":
                    self._note(child)
                case "backup":
                    self._at = max(0.0, self._at - self._quarters(child))
                case "forward":
                    self._at += self._quarters(child)
                case "attributes":
                    self._attributes(child)
                case "direction":
                    self._direction(child)
                case "sound":
                    self._sound(child, self._at)
                case "harmony":
                    self._harmony(child)
                case "barline":
                    self._barline(child)
            measure.length = max(measure.length, self._at)
        measure.upper, measure.lower = self._upper, self._lower
        measure.whole = 4.0 * self._upper / self._lower
        if not measure.endings:
            measure.endings = self._endings
        return measure

    # ------------------------------------------------------------------------------------------------------- children

    def _quarters(self, element: ET.Element) -> float:
        length = _number(element.findtext("duration"), 0.0) / self._divisions
        return length if 0 <= length <= 1000 else 0.0

    def _attributes(self, element: ET.Element) -> None:
        divisions = _number(element.findtext("divisions"), self._divisions)
        self._divisions = divisions if 0 < divisions < 1e6 else self._divisions
        upper, lower = element.findtext("time/beats"), element.findtext("time/beat-type")
        if upper and lower:
            total = sum(int(each) for each in re.findall(r"\d{1,3}", upper))
            below = int(_number(lower, 4))
            if 1 <= total <= 64 and below in {1, 2, 4, 8, 16, 32}:
                self._upper, self._lower = total, below
            else:
                self._tell(self._place, f"no bar is counted in {upper[:8]}/{lower[:8]}")
        transpose = element.find("transpose")
        if transpose is not None:
            chromatic = _number(transpose.findtext("chromatic"), 0.0)
            self._moved = chromatic + 12 * _number(transpose.findtext("octave-change"), 0.0)
            if not -48 <= self._moved <= 48:
                self._tell(self._place, f"nothing sounds {self._moved:g} semitones from where it is written")
                self._moved = 0.0

    def _note(self, element: ET.Element) -> None:
        self._count += 1
        chord = element.find("chord") is not None
        grace = element.find("grace") is not None
        beats = 0.0 if grace else self._quarters(element)
        at = self._last if chord else self._at
        if not chord:
            self._last = self._at
            self._at += beats
        cue = element.find("cue") is not None
        accent = 1.0 if cue else self._notations(element, at, beats)
        if element.find("rest") is not None or cue or (not grace and beats <= 0):
            return
        ties = {tie.get("type") for tie in element.iterfind("tie")}
        pitch = _pitch(element.find("pitch"))
        self._measure_now.notes.append(
            Printed(
                at, beats, None if pitch is None else pitch + self._moved, element.findtext("voice") or "1", chord,
                "start" in ties, "stop" in ties, self._syllables(element), accent,
                element.findtext("notehead") in {"x", "cross"},
                any(each.get("type") == "stop" for each in element.iterfind("lyric/extend")),
            )
        )  # fmt: skip

    def _notations(self, element: ET.Element, at: float, beats: float) -> float:
        """What a note or a rest is marked with; gives its accent."""
        accent = 1.0
        for notations in element.iterfind("notations"):
            for mark in notations:
                if mark.tag == "fermata" and beats > 0:
                    self._measure_now.holds.append(Hold(at, beats))
                elif mark.tag == "dynamics":
                    self._dynamics(mark, at)
                for each in (mark, *mark):
                    accent = max(accent, _ACCENTS.get(each.tag, 1.0))
                    if each.tag in _UNSUNG:
                        self._tell(self._place, f"{_UNSUNG[each.tag]} are not sung")
        return accent

    def _dynamics(self, element: ET.Element, at: float) -> None:
        for mark in element:
            if mark.tag in PASSING:
                self._measure_now.struck.append((at, LOUD[mark.tag]))
            elif mark.tag in LOUD:
                self._measure_now.dynamics.append(LoudMark(at, LOUD[mark.tag]))
            else:
                what = " ".join((mark.text or "").split())[:20] if mark.tag == "other-dynamics" else mark.tag
                self._tell(self._place, f"the dynamics {what!r} are not known")

    def _syllables(self, element: ET.Element) -> dict[int, Syllable]:
        found: dict[int, Syllable] = {}
        for lyric in element.iterfind("lyric"):
            syllable = self._syllable(lyric)
            if syllable is not None:
                found.setdefault(self._verse(lyric.get("number") or "1"), syllable)
        return found

    def _verse(self, number: str) -> int:
        """The verse that a lyric's number names: "2", or "part1verse2" and its like; names without figures in order."""
        figures = re.search(r"(\d{1,3})\D*$", number)
        if figures and 1 <= int(figures[1]) <= 20:
            return int(figures[1])
        return self._verses.setdefault(number, len(self._verses) + 1)

    def _syllable(self, lyric: ET.Element) -> Syllable | None:
        """Text and elisions, joined with a blank; None for what is empty."""
        pieces: list[str] = []
        states: list[str] = []
        language, state = "", ""
        for child in lyric:
            if child.tag == "syllabic":
                state = (child.text or "").strip()
            elif child.tag == "text":
                pieces.append(" ".join((child.text or "").replace(_UNDERTIE, " ").split()))
                states.append(state or "single")
                state = ""
                language = child.get("{http://www.w3.org/XML/1998/namespace}lang") or language
            elif child.tag in {"humming", "laughing"}:
                pieces.append({"humming": "mm", "laughing": "ha"}[child.tag])
                states.append("single")
        text = " ".join(piece for piece in pieces if piece)
        if not text or not any(letter.isalnum() for letter in text):
            return None
        first, last = states[0], states[-1]
        if text.endswith("-") and last in {"single", "end"}:  # typed with the text
            text, last = text.rstrip("-"), "begin"
        passes = tuple(int(each) for each in re.findall(r"\d{1,2}", lyric.get("time-only") or ""))
        return Syllable(
            text, first in {"single", "begin"}, last in {"single", "end"}, lyric.find("extend") is not None, language,
            passes,
        )  # fmt: skip

    def _direction(self, element: ET.Element) -> None:
        at = max(0.0, self._at + _number(element.findtext("offset"), 0.0) / self._divisions)
        sound = element.find("sound")
        had = len(self._measure_now.tempos)
        if sound is not None:
            self._sound(sound, at)
        for kind in element.iterfind("direction-type"):
            for child in kind:
                match child.tag:
                    case "metronome" if len(self._measure_now.tempos) == had:
                        self._metronome(child, at)
                    case "dynamics":
                        self._dynamics(child, at)
                    case "wedge" if child.get("type") in {"crescendo", "diminuendo", "stop"}:
                        change = {"crescendo": 1, "diminuendo": -1}.get(child.get("type", ""), 0)
                        self._measure_now.dynamics.append(LoudMark(at, None, change))
                    case "segno":
                        self._measure_now.marks.add("segno")
                    case "coda" if sound is None or not {"coda", "tocoda"} & set(sound.attrib):
                        self._measure_now.signs += 1
                    case "words":
                        self._words(child.text or "", sound, at)

    def _words(self, text: str, sound: ET.Element | None, at: float) -> None:
        for pattern, mark in _WORDS:
            if pattern.search(text) and len(text) < 60:
                self._measure_now.marks.add(mark)
                return
        for pattern, change in _SWELLS:
            if pattern.search(text):
                self._measure_now.dynamics.append(LoudMark(at, None, change))
        if re.search(r"\b(rit|rall|accel|string)\b", text, re.IGNORECASE) and (sound is None or not sound.get("tempo")):
            self._tell(self._place, f"{text.strip()[:20]!r} changes no tempo here: its program gives no numbers for it")

    def _sound(self, element: ET.Element, at: float) -> None:
        if element.get("tempo"):
            self._tempo(_number(element.get("tempo"), 0.0), at)
        marks = {"segno", "coda", "tocoda", "dacapo", "dalsegno", "fine"}
        self._measure_now.marks |= marks & set(element.attrib)

    def _tempo(self, bpm: float, at: float) -> None:
        self._measure_now.tempos.append((at, sane_tempo(bpm, self._place, self._remarks)))

    def _metronome(self, element: ET.Element, at: float) -> None:
        """A metronome mark, as a dotted quarter at 60; one that is a relation of two units says no tempo."""
        unit = _UNITS.get(element.findtext("beat-unit") or "", 0.0)
        minute = re.search(r"\d+(?:\.\d+)?", element.findtext("per-minute") or "")
        if not unit or not minute:
            self._tell(self._place, "a metronome mark without a number changes no tempo")
            return
        dots = len(element.findall("beat-unit-dot"))
        self._tempo(float(minute[0]) * unit * (2 - 0.5**dots), at)

    def _harmony(self, element: ET.Element) -> None:
        at = max(0.0, self._at + _number(element.findtext("offset"), 0.0) / self._divisions)
        symbol = _symbol(element)
        try:
            if symbol:
                read_chord(symbol)
                self._measure_now.chords.append((at, symbol))
                return
        except ValueError:
            pass
        self._tell(self._place, f"the chord {symbol or 'without a root'!r} isn't known, and isn't played")

    def _barline(self, element: ET.Element) -> None:
        measure = self._measure_now
        for ending in element.iterfind("ending"):
            numbers = frozenset(int(each) for each in re.findall(r"\d{1,2}", ending.get("number") or "")) or {1}
            if ending.get("type") == "start":
                self._endings = measure.endings = frozenset(numbers)
            else:
                measure.endings = measure.endings or self._endings
                self._endings = frozenset()
        if element.find("fermata") is not None and not (element.findtext("bar-style") or "").endswith("heavy"):
            measure.holds.append(Hold(self._at, 0.0))
        repeat = element.find("repeat")
        if repeat is not None:
            if repeat.get("direction") == "forward":
                measure.forward = True
            else:
                measure.backward = int(_number(repeat.get("times"), 2))
        for sign in ("segno", "coda"):
            if element.get(sign) is not None or element.find(sign) is not None:
                measure.marks.add(sign)


def _number(text: str | None, otherwise: float) -> float:
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def _pitch(element: ET.Element | None) -> float | None:
    if element is None:
        return None
    step = _STEPS.get((element.findtext("step") or "").strip())
    if step is None:
        return None
    return 12 * (_number(element.findtext("octave"), 4) + 1) + step + _number(element.findtext("alter"), 0.0)


def _symbol(element: ET.Element) -> str:
    """A chord as people write it; '' for one without a root."""
    kind = element.find("kind")
    value = (kind.text or "").strip() if kind is not None else ""
    if value == "none":
        return "N.C."
    step = (element.findtext("root/root-step") or "").strip()
    if not step:
        return ""
    root = step + _BENDS.get(int(_number(element.findtext("root/root-alter"), 0)), "")
    written = kind.get("text", "") if kind is not None else ""
    extras = ""
    for degree in element.iterfind("degree"):
        number = int(_number(degree.findtext("degree-value"), 0))
        bend = _BENDS.get(int(_number(degree.findtext("degree-alter"), 0)), "")
        form = {"add": f"add{bend}{number}", "subtract": f"no{number}"}.get(degree.findtext("degree-type") or "", "")
        extras += form or f"{bend}{number}"
    bass = (element.findtext("bass/bass-step") or "").strip()
    low = f"/{bass}{_BENDS.get(int(_number(element.findtext('bass/bass-alter'), 0)), '')}" if bass else ""
    return root + (_KINDS[value] + extras if value in _KINDS else written or value) + low
