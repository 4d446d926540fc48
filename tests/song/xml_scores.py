"""MusicXML as programs write it, from a few words: for tests."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="3.1"><work><work-title>Test</work-title></work>
<part-list><score-part id="P1"><part-name>Voice</part-name></score-part></part-list><part id="P1">"""
START = """<attributes><divisions>2</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>
<direction><sound tempo="60"/></direction>"""


def note(pitch: str, length: int, *lyrics: str, extra: str = "", voice: str = "1") -> str:
    """A note such as C4, its length in eighths, and for each verse its syllable: `Twin-`, `-kle`, `oh_` extends.

    A lyric that begins with `<` stands as it is. `extra`: a tie, or a chord.
    """
    words = "".join(lyric(number, text) for number, text in enumerate(lyrics, 1) if text)
    before, ties = ("<chord/>", "") if extra == "<chord/>" else ("", extra)
    return f"<note>{before}{_sound(pitch)}<duration>{length}</duration>{ties}<voice>{voice}</voice>{words}</note>"


def _sound(pitch: str) -> str:
    if not pitch:
        return "<rest/>"
    bend = {"#": "<alter>1</alter>", "b": "<alter>-1</alter>", "": ""}[pitch[1:-1]]
    return f"<pitch><step>{pitch[0]}</step>{bend}<octave>{pitch[-1]}</octave></pitch>"


def rest(length: int) -> str:
    return note("", length)


def lyric(number: int, text: str) -> str:
    if text.startswith("<"):
        return text
    kind = {(True, True): "middle", (True, False): "end", (False, True): "begin", (False, False): "single"}[
        text.startswith("-"), text.endswith("-")
    ]
    extend = "<extend/>" if text.endswith("_") else ""
    return f'<lyric number="{number}"><syllabic>{kind}</syllabic><text>{text.strip("-_")}</text>{extend}</lyric>'


def measure(number: int, *content: str, implicit: bool = False) -> str:
    kind = ' implicit="yes"' if implicit else ""
    return f'<measure number="{number}"{kind}>{"".join(content)}</measure>'


def barline(inside: str, place: str = "right") -> str:
    return f'<barline location="{place}">{inside}</barline>'


FORWARD = barline('<repeat direction="forward"/>', "left")
BACKWARD = barline('<repeat direction="backward"/>')


def ending(number: str, kind: str, repeat: str = "") -> str:
    return barline(f'<ending number="{number}" type="{kind}"/>{repeat}', "left" if kind == "start" else "right")


def document(*measures: str) -> str:
    return HEAD + "".join(measures) + "</part></score-partwise>"
