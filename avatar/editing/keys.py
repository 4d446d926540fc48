"""Every key of the editor: a row each, with what it does, in words for the help and as a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from avatar.editing import changing, going
from avatar.editing.going import Reaction, play_or_stop, silent
from avatar.editing.state import LETTERS, RATES, Leave, NextTake, Save, State, Typing

CLOSER = 1.5
"""By how much a key changes the zoom."""


class KeyRow(NamedTuple):
    """A key, or some that do the same."""

    name: str
    """What it is called."""
    keys: tuple[str, ...]
    """Names of the keys, Textual's."""
    shown: str
    """The keys as people read them."""
    group: str
    does: str
    """In a few words, for the help."""
    act: Callable[[State], Reaction]
    short: str = ""
    """In a word or two, for the line of keys."""
    keeps: bool = False
    """Whether what was said before it stays on the screen."""


# -------------------------------------------------------------------------------------------------------------- else


def _select(state: State) -> Reaction:
    if state.anchor is not None:
        return replace(state, anchor=None), ()
    return replace(state, anchor=state.playhead, remark="Arrows select from here on; Esc ends that."), ()


def _escape(state: State) -> Reaction:
    if state.help:
        return replace(state, help=False), ()
    if state.playing is not None:
        return play_or_stop(state)
    return replace(state, anchor=None, before=False, remark=""), ()


def _before(state: State) -> Reaction:
    told = "This is the mouth as it was made; O shows yours again." if not state.before else ""
    return replace(state, before=not state.before, remark=told), ()


def _spectrum(state: State) -> Reaction:
    told = "" if state.spectrum else "Pitches over time: F3 hides them."
    return replace(state, spectrum=not state.spectrum, remark=told), ()


def _staged(state: State) -> Reaction:
    if state.footage.surround is None:
        return replace(state, remark="This belongs to no scene: the picture is all there is.", worry=True), ()
    told = "The picture is the film's; F2 goes back to the face." if not state.staged else "The face alone."
    return replace(state, staged=not state.staged, remark=told), ()


def _rate(state: State) -> Reaction:
    rate = RATES[(RATES.index(state.rate) + 1) % len(RATES)]
    told = f"Times go by the frames of a film of {rate} a second." if rate else "Times are free, to the millisecond."
    return replace(state, rate=rate, remark=told), ()


def _help(state: State) -> Reaction:
    return replace(state, help=not state.help, top=0), ()


def _save(state: State) -> Reaction:
    return state, (Save(),)


def _export(state: State) -> Reaction:
    return replace(silent(state), typing=Typing("export", f"{state.footage.title}.json")), ()


def _find(state: State) -> Reaction:
    return replace(silent(state), typing=Typing("find", "")), ()


def _leave(state: State) -> Reaction:
    if state.unsaved:
        return replace(silent(state), asked=True, help=False), ()
    return state, (Leave(),)


def _take(steps: int) -> Callable[[State], Reaction]:
    return lambda state: (silent(state), (NextTake(steps),))


GO, HEAR, CHANGE, WORDS, FILE = "Where", "Hear", "Change", "Copy and undo", "File"

_LETTERS = tuple(letter.lower() for letter in LETTERS[1:] + LETTERS[0])

ROWS: tuple[KeyRow, ...] = (
    KeyRow(
        "next",
        ("n",),
        "N",
        GO,
        "the next doubtful place, what viewers would see most first",
        going.to_place(1),
        "next doubt",
    ),
    KeyRow("last", ("N", "shift+n"), "Shift+N", GO, "the doubtful place before", going.to_place(-1)),
    KeyRow("right", ("y",), "Y", GO, "this is right: it is noted, and on to the next", going.find_right, "it is right"),
    KeyRow(
        "find",
        ("/", "slash"),
        "/",
        GO,
        "find a word, once more with Enter alone; or a time: 1:30:00",
        _find,
        "find a word",
    ),
    KeyRow("left", ("left", "comma", ","), "← ,", GO, "a frame back", going.by_frames(-1)),
    KeyRow("on", ("right", "full_stop", "."), "→ .", GO, "a frame on", going.by_frames(1)),
    KeyRow("block-back", ("ctrl+left", "alt+left"), "Ctrl+←", GO, "to the edge before", going.by_blocks(-1)),
    KeyRow("block-on", ("ctrl+right", "alt+right"), "Ctrl+→", GO, "to the next edge", going.by_blocks(1)),
    KeyRow("up", ("up",), "↑", GO, "to the track above", going.by_tracks(-1)),
    KeyRow("down", ("down",), "↓", GO, "to the track below", going.by_tracks(1)),
    KeyRow("start", ("home",), "Home", GO, "the beginning", going.to_start),
    KeyRow("end", ("end",), "End", GO, "the end", going.to_end),
    KeyRow("pageup", ("pageup",), "Page Up", GO, "a screen back", going.by_screens(-1)),
    KeyRow("pagedown", ("pagedown",), "Page Down", GO, "a screen on", going.by_screens(1)),
    KeyRow("nearer", ("plus", "equals_sign", "+", "="), "+", GO, "nearer", going.zoom(1 / CLOSER), "nearer"),
    KeyRow("farther", ("minus", "-"), "-", GO, "farther", going.zoom(CLOSER), "farther"),
    KeyRow("whole", ("z",), "Z", GO, "all of it, or near again", going.show_whole),
    KeyRow("play", ("space",), "Space", HEAR, "play from here, or stop", play_or_stop, "play"),
    KeyRow("hear", ("p",), "P", HEAR, "hear this place, with what is around it", going.hear, "hear it"),
    KeyRow(
        "loop", ("l",), "L", HEAR, "Space plays this place, or what is selected, over and over", going.turn_loop, "loop"
    ),
    KeyRow("slow", ("w",), "W", HEAR, "half speed, or full", going.turn_slow, "half speed"),
    *(
        KeyRow(
            f"mouth-{letter}", (letter, letter.upper()), letter.upper(), CHANGE, "", changing.set_mouth(letter.upper())
        )
        for letter in _LETTERS
    ),
    *(
        KeyRow(f"digit-{digit}", (str(digit),), str(digit), CHANGE, "", changing.set_number(digit))
        for digit in range(10)
    ),
    KeyRow(
        "split", ("s", "S"), "S", CHANGE, "split it here into two", changing.of_block("split", changing.split), "split"
    ),
    KeyRow(
        "join", ("j",), "J", CHANGE, "join it with the one after it", changing.of_block("join", changing.join), "join"
    ),
    KeyRow("insert", ("i", "insert"), "I", CHANGE, "put one in here", changing.insert, "put in"),
    KeyRow(
        "delete",
        ("delete", "backspace"),
        "Del",
        CHANGE,
        "delete it: a mouth before it lasts on",
        changing.delete,
        "delete",
    ),
    KeyRow("made", ("r",), "R", CHANGE, "back to how it was made", changing.as_made, "as made"),
    KeyRow(
        "begins",
        ("left_square_bracket", "["),
        "[",
        CHANGE,
        "it begins here",
        changing.of_block("begin here", changing.begin_here),
        "begins here",
    ),
    KeyRow("ends", ("right_square_bracket", "]"), "]", CHANGE, "it ends here", changing.end_here, "ends here"),
    KeyRow(
        "earlier",
        ("less_than_sign", "<"),
        "<",
        CHANGE,
        "it comes a frame earlier",
        changing.of_block("move", changing.nudge(-1)),
    ),
    KeyRow(
        "later",
        ("greater_than_sign", ">"),
        ">",
        CHANGE,
        "it comes a frame later",
        changing.of_block("move", changing.nudge(1)),
    ),
    KeyRow(
        "type",
        ("enter",),
        "Enter",
        CHANGE,
        "type it: a word, its sounds, a name, a number",
        changing.type_it,
        "type it",
    ),
    KeyRow(
        "ease",
        ("k",),
        "K",
        CHANGE,
        "how it is entered: linear, in, out, in-out, hold",
        changing.of_block("ease", changing.ease),
        "ease",
    ),
    KeyRow("select", ("v",), "V", WORDS, "select from here on", _select, "select"),
    KeyRow("select-back", ("shift+left",), "Shift+←", WORDS, "select backwards", going.by_frames(-1, select=True)),
    KeyRow("select-on", ("shift+right",), "Shift+→", WORDS, "select onwards", going.by_frames(1, select=True)),
    KeyRow("copy", ("ctrl+c",), "Ctrl+C", WORDS, "copy it, or what is selected", changing.copy, "copy"),
    KeyRow("paste", ("ctrl+v",), "Ctrl+V", WORDS, "put the copy here", changing.paste, "paste"),
    KeyRow("repeat", ("m",), "M", WORDS, "once more, right after it", changing.repeat, "repeat"),
    KeyRow("undo", ("u", "ctrl+z"), "U", WORDS, "undo, without end", changing.undo, "undo"),
    KeyRow("redo", ("ctrl+y", "U", "ctrl+r"), "Ctrl+Y", WORDS, "do it again", changing.redo, "redo"),
    KeyRow("before", ("o",), "O", FILE, "look at the mouth as it was made, and back", _before, "as it was"),
    KeyRow("staged", ("f2", "ctrl+f"), "F2", FILE, "the picture as in the film, or the face alone", _staged, "picture"),
    KeyRow("spectrum", ("f3", "ctrl+g"), "F3", FILE, "pitches over time (a spectrogram), or none", _spectrum),
    KeyRow("rate", ("t",), "T", FILE, "times go by 25, 24 or 30 frames a second, or are free", _rate),
    KeyRow("save", ("ctrl+s",), "Ctrl+S", FILE, "save", _save, "save"),
    KeyRow("export", ("ctrl+e",), "Ctrl+E", FILE, "write the cues for another program", _export),
    KeyRow("take-on", ("tab",), "Tab", FILE, "the next line, of a file that has several", _take(1)),
    KeyRow("take-back", ("shift+tab",), "Shift+Tab", FILE, "the line before", _take(-1)),
    KeyRow("escape", ("escape",), "Esc", FILE, "stop, and select nothing", _escape, "stop"),
    KeyRow("help", ("question_mark", "?", "f1"), "?", FILE, "all keys, or none", _help, "all keys", keeps=True),
    KeyRow("leave", ("q", "ctrl+q", "ctrl+d"), "Q", FILE, "leave", _leave, "leave"),
)

KEYS: Mapping[str, KeyRow] = {key: row for row in ROWS for key in row.keys}


def row_named(name: str) -> KeyRow:
    """The row of that name."""
    return next(row for row in ROWS if row.name == name)
