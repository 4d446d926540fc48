"""A line that is typed: a word, its sounds, a name, where to export to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from avatar.editing import commands
from avatar.editing.going import Reaction
from avatar.editing.state import Export, Realign, State, Typing
from avatar.editing.steps import changed, go_to, snapped
from avatar.editing.tracks import SEAM_S, blocks
from avatar.edits.files import check_value
from avatar.edits.shooting import read_shot
from avatar.errors import EditError

LONGEST = 400
"""Characters of a line."""

NAMED = {"space": " "}

CLOCK = re.compile(r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,4}):(?P<seconds>\d{1,2}(?:\.\d*)?)")
"""A time as a clock shows it: `1:30:00`, `4:12.5`."""


def type_key(state: State, key: str) -> Reaction:
    """A key goes into the line that is being typed."""
    typing = state.typing
    assert typing is not None
    match key:
        case "escape":
            return replace(state, typing=None), ()
        case "backspace" | "delete":
            return _with(state, typing.text[:-1]), ()
        case "ctrl+u":
            return _with(state, ""), ()
        case "tab":
            found = matching(state)
            return (_with(state, found[0]) if found else state), ()
        case "enter":
            return _done(replace(state, typing=None), typing)
    letter = NAMED.get(key, key)
    if len(letter) == 1 and letter.isprintable() and len(typing.text) < LONGEST:
        return _with(state, typing.text + letter), ()
    return state, ()


def _with(state: State, text: str) -> State:
    return replace(state, typing=state.typing._replace(text=text)) if state.typing else state


def matching(state: State) -> Sequence[str]:
    """The names that what is typed may stand for."""
    typing = state.typing
    if typing is None or typing.what != "name":
        return ()
    names = state.footage.names.get(state.track, ())
    wanted = typing.text.strip().casefold()
    begin = [name for name in names if name.casefold().startswith(wanted)]
    return [*begin, *(name for name in names if wanted in name.casefold() and name not in begin)]


def _found(state: State, text: str) -> State:
    """With the playhead at a time of the clock, or on the next word that begins so; after the last comes the first."""
    if not text:
        return state
    if time := CLOCK.fullmatch(text):
        hours, minutes, seconds = (float(part or 0) for part in time.group("hours", "minutes", "seconds"))
        return go_to(state, snapped(state, 3600 * hours + 60 * minutes + seconds))
    rows = blocks(state.footage, state.edits, "words", 0.0, state.footage.duration)
    words = [block for block in rows if block.value.casefold().lstrip("“\"'‘(").startswith(text.casefold())]
    if not words:
        return replace(state, sought=text, remark=f"No word here begins with {text!r}.", worry=True)
    later = [number for number, block in enumerate(words) if block.start > state.playhead + SEAM_S]
    number = later[0] if later else 0
    told = f"“{words[number].value}”, {number + 1} of {len(words)}: / and Enter go to the next."
    return go_to(replace(state, sought=text, remark=told, worry=False), words[number].start)


def _done(state: State, typing: Typing) -> Reaction:
    text = " ".join(typing.text.split())
    start, end = typing.start, typing.end
    match typing.what:
        case "export":
            return state, (Export(text),) if text else ()
        case "find":
            return _found(state, text or state.sought), ()
        case "words" if not text:
            return changed(state, commands.erase(state.footage, state.edits, "words", start, end)), ()
        case "words":
            return state, (Realign(start, end, words=text),)
        case "phones":
            return state, (Realign(start, end, phones=text),)
    found = matching(replace(state, typing=typing))
    names = state.footage.names.get(state.track, ())
    value = text if not names or text in names or not text else found[0] if found else None
    if value is None and state.track == "camera":
        value = _shot(text, names)
    if value is None:
        near = f"There is no {state.track} {text!r} here."
        return replace(state, remark=near, worry=True), ()
    if not value:
        return changed(state, commands.erase(state.footage, state.edits, state.track, start, end)), ()
    try:
        check_value(state.track, value, f"{value!r}")
    except EditError as error:
        return replace(state, remark=str(error), worry=True), ()
    return changed(state, commands.put(state.footage, state.edits, state.track, start, end, value)), ()


def _shot(text: str, names: Sequence[str]) -> str | None:
    """A shot that stands in no list: of two people (`over BEA, MAX`), or of a thing (`insert key`); None for none."""
    who, name = read_shot(text)
    shot, _, other = name.partition(" ")
    if shot == "insert":
        return text if other else None
    there = f"{shot} {who}" in names and (not other or f"close {other}" in names)
    return text if there else None
