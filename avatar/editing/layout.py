"""What stands around the tracks: the head, what is at the playhead, the keys that matter now, and the help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, zip_longest

from avatar.editing import doubts, sounds, tracks
from avatar.editing.cells import Line, Piece, fit, length, padded, width
from avatar.editing.keys import CHANGE, ROWS, KeyRow, row_named
from avatar.editing.rows import NARROW, clock
from avatar.editing.state import State
from avatar.editing.typing import matching
from avatar.edits.counting import count_edits
from avatar.edits.values import with_track
from avatar.lipsync.shown import LETTERS

LEGEND: Mapping[str, tuple[str, str]] = {
    "X": ("at rest", "silence"),
    "A": ("lips shut", "P B M"),
    "B": ("teeth together", "S T N EE"),
    "C": ("half open", "EH AE"),
    "D": ("wide open", "AH EYE"),
    "E": ("rounded", "O ER"),
    "F": ("small ring", "OO W"),
    "G": ("lip bitten", "F V"),
    "H": ("tongue up", "L"),
}
"""Each mouth in words, and the English sounds that have it."""

MORE_SOUNDS: Mapping[str, str] = {
    "B": "S Z T D N EE IH TH CH K G", "C": "EH AE UH", "D": "AH EYE OW", "E": "AW OH ER R", "F": "OO W SH",
}  # fmt: skip
"""More of the sounds that have it, where there is room."""

SHORTEST_LEGEND: Mapping[str, str] = {
    "A": "p", "B": "s", "C": "eh", "D": "ah", "E": "oh", "F": "oo", "G": "f", "H": "l", "X": "",
}  # fmt: skip
"""A sound of each mouth, where there is a line for all of them."""

HINT = (
    "N jumps to the first mouth that may be wrong. P plays it.",
    "Press the letter of the mouth that it should be; Y if it is right as it is.",
    "U undoes. Ctrl+S saves. ? shows every key.",
)
"""What is shown until the first key."""

SHORTEST_TITLE = 12
"""Columns that a long title keeps beside what else the head says."""

UNDOUBTED = "Ctrl and an arrow goes from mouth to mouth: nobody knows of a doubtful one. P plays it."
"""The first line of the hint where nothing is in doubt: a voice told where its sounds are."""

BRIEF = {
    "next": "doubt", "right": "right", "hear": "hear", "help": "keys", "slow": "slow", "type": "type", "begins": "from",
    "ends": "to",
}  # fmt: skip
"""What the keys do, where there is little room."""

ASKED = "Some edits are not saved. S saves them and leaves, D leaves without, Esc stays."


def head(state: State, columns: int, note: str = "") -> Line:
    """What is edited, where one is, and whether it is saved. `note`: more about it."""
    footage = state.footage
    sign = "▶" if state.playing else "●" if state.held else " "
    speed = " half speed" if state.slow else ""
    loop = " loop" if state.loop else ""
    frame = f" f{round(state.playhead * state.rate)}/{state.rate}" if state.rate else ""
    whole = f" of {clock(footage.duration, 1.0)}"
    count = _count(_Changed(state))
    kept = "not saved" if state.unsaved else "saved" if count else "nothing edited"
    saved = f"{count} edit{'s' * (count != 1)}, {kept}" if count else kept
    told = f"  {saved}" + (f"  {note}" if note else "")
    left = f" {footage.title}"
    room = columns - min(width(left), SHORTEST_TITLE) - width(told)
    clocks = [f"{sign} {clock(state.playhead)}{more}{speed}{loop} " for more in (frame + whole, whole, "")]
    right = next((each for each in clocks if width(each) <= room), clocks[-1])
    most = max(SHORTEST_TITLE, columns - width(right) - width(told))
    if width(left) > most:
        left = f"{fit(left, most - 1)}…"
    room = columns - width(left) - width(right)
    middle = fit(told, room) if room > 3 else ""
    style = "worry" if state.unsaved else "quiet"
    if room <= 3:
        left = fit(left, max(0, columns - width(right)))
    return padded((Piece(left, "title"), Piece(middle, style), Piece(right, "time")), columns)


class _Changed:
    """The edits of a state, for whoever counts them: the same until they are others."""

    def __init__(self, state: State) -> None:
        self.edits, self.footage = state.edits, state.footage

    def __hash__(self) -> int:
        return hash((id(self.edits), id(self.footage)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Changed) and self.edits is other.edits and self.footage is other.footage


@lru_cache(maxsize=2)
def _count(changed: _Changed) -> int:
    around = changed.footage.surround
    return count_edits(changed.edits, changed.footage.sheet, around.shots if around else ())


def side(state: State, columns: int, lines: int) -> tuple[Line, ...]:
    """What is at the playhead, what is doubted there, and what the letters mean."""
    found = [*_here(state, columns)]
    if state.asked:
        found += _wrapped(ASKED, columns, "worry")
    elif state.typing is not None:
        found += [*_typed(state, columns)]
    elif state.remark:
        found += [*_wrapped(state.remark, columns, "worry" if state.worry else "remark")]
    elif state.fresh:
        for each in HINT if state.footage.places else (UNDOUBTED, *HINT[1:]):
            found += _wrapped(each, columns, "hint")
    legend = _legend(columns, lines - len(found))
    if not legend and lines > 1:
        found, legend = found[: lines - 1], [_legend_line()]
    if legend and lines - len(found) > len(legend):
        found.append(())
    found += legend
    return tuple(padded(line, columns) for line in found[:lines])


def _here(state: State, columns: int) -> Iterator[Line]:
    footage, edits, t = state.footage, state.edits, state.playhead
    block = tracks.block_at(footage, edits, "mouths", t)
    if block is not None:
        letter = block.value or "X"
        name, usual = LEGEND[letter]
        was = tracks.block_at(footage, with_track(edits, "mouths", ()), "mouths", t)
        before = f"  was {was.value}" if was is not None and was.value != letter else ""
        edited = "  edited" if block.edited else ""
        yield (
            Piece(f" {letter} ", f"mouth-{letter}"), Piece(f" {name}", "strong"), Piece(f" ({usual})", "quiet"),
            Piece(before or edited, "was"),
        )  # fmt: skip
    word = tracks.block_at(footage, edits, "words", t)
    if word is not None:
        phones = tracks.blocks(footage, edits, "phones", word.start + 0.005, word.end - 0.005)
        said = " ".join(each.value for each in phones if each.value)
        yield (Piece(f"“{word.value}”", "strong"), Piece(f"  {said}", "quiet"))
    phone = tracks.block_at(footage, edits, "phones", t)
    if phone is not None and phone.value and (told := sounds.tell(phone.value)):
        yield (Piece(told, "quiet"),)
    yield from _doubted(state, columns)


def _doubted(state: State, columns: int) -> Iterator[Line]:
    place = doubts.place_here(state)
    if place is None:
        return
    places = state.footage.places
    if doubts.is_done(state.footage, place, state.edits):
        yield from _wrapped(f"✓ Looked at: {place.value}. N goes on.", columns, "done")
        return
    yield from _wrapped(f"Is it right? {place.value[:1].upper()}{place.value[1:]}.", columns, "doubt")
    block = tracks.block_at(state.footage, state.edits, "mouths", state.playhead)
    letter = doubts.suggest(state.footage, block, place) if block else ""
    done = sum(doubts.is_done(state.footage, each, state.edits) for each in places)
    rank = f"{done} done, {len(places) - done} left"
    told: Line = ()
    when = place.value.startswith("when ") or (block and not letter and doubts.is_beside(state.footage, block, place))
    if when:
        told = (Piece("Perhaps earlier or later: "), Piece("< >", "key"), Piece(" move it"))
    elif letter:
        told = (Piece("Perhaps "), Piece(f" {letter} ", f"mouth-{letter}"), Piece(f" {LEGEND[letter][0]}?"))
    if told and length(told) + width(rank) + 3 <= columns:
        yield (*told, Piece(f"   {rank}", "quiet"))
        return
    yield from (told,) if told else ()
    yield (Piece(rank, "quiet"),)


def _typed(state: State, columns: int) -> Iterator[Line]:
    typing = state.typing
    assert typing is not None
    asks = {
        "words": "What is said here:",
        "phones": "Its sounds, with spaces between:",
        "name": f"{state.track}:",
        "export": "Write cues to (the ending says in which format):",
        "find": f"Find a word, or a time as 4:12{f', or again “{state.sought}”' if state.sought else ''}:",
    }
    yield from _wrapped(asks[typing.what], columns, "hint")
    text = typing.text[-(columns - 3) :] if width(typing.text) > columns - 3 else typing.text
    yield (Piece(f"> {text}", "typed"), Piece("▌", "typed"))
    names = matching(state)
    if names:
        yield from _wrapped("  ".join(names[:12]), columns, "quiet")
    yield from _wrapped("Enter takes it, Esc leaves it as it is.", columns, "quiet")


def _legend(columns: int, lines: int) -> list[Line]:
    """What the letters mean, in as many words as there is room for."""
    for words in (3, 2, 1):
        entries = [_entry(letter, words) for letter in LETTERS[1:] + LETTERS[0]]
        across = max(1, min(3, columns // (max(map(length, entries)) + 2)))
        down = -(-len(entries) // across)
        if down <= lines:
            broad = columns // across if words == 1 else max(map(length, entries)) + 2
            rows = [entries[row::down] for row in range(down)]
            return [tuple(piece for entry in row for piece in padded(entry, broad)) for row in rows]
    return []


def _entry(letter: str, words: int) -> Line:
    name, usual = LEGEND[letter]
    usual = MORE_SOUNDS.get(letter, usual) if words == 3 else usual
    told = (Piece(f" {name} ", ""), Piece(usual, "quiet")) if words > 1 else (Piece(f" {usual}", ""),)
    return (Piece(f" {letter} ", f"mouth-{letter}"), *told)


def _legend_line() -> Line:
    found: list[Piece] = []
    for letter, sound in SHORTEST_LEGEND.items():
        found += [Piece(letter, f"mouth-{letter}"), Piece(f"{sound} ", "quiet")]
    return tuple(found)


def _wrapped(text: str, columns: int, style: str) -> list[Line]:
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer) <= columns or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [(Piece(line, style),) for line in lines]


# ------------------------------------------------------------------------------------------------------------ the keys


def matter_now(state: State) -> Sequence[str]:
    """Names of the keys that matter now, the most useful first."""
    if state.playing is not None:
        return ("play", "letters", "slow", "loop", "help")
    if state.selection is not None:
        return ("letters", "hear", "copy", "repeat", "delete", "made", "escape", "help")
    if state.track in ("words", "phones"):
        return ("type", "begins", "ends", "hear", "split", "join", "undo", "save", "leave", "help")
    if state.track != "mouths":
        return ("type", "delete", "ease", "hear", "undo", "save", "leave", "help")
    if doubts.place_here(state) is not None:
        return ("letters", "right", "hear", "next", "undo", "begins", "ends", "save", "leave", "help")
    return ("next", "play", "letters", "hear", "undo", "split", "save", "leave", "help")


def footer(state: State, columns: int) -> Line:
    """The keys that matter now, as many as there is room for; the help is always there."""
    if state.asked:
        entries = [("S", "save and leave"), ("D", "leave without"), ("Esc", "stay")]
    elif state.typing is not None:
        entries = [("Enter", "take it"), ("Esc", "leave it")]
    else:
        entries = [_footed(state, name, columns) for name in matter_now(state)]
    last = entries.pop(-1) if not (state.asked or state.typing) else ("", "")
    room = columns - 1 - width(" ".join(last))
    line: list[Piece] = [Piece(" ")]
    for key, does in entries:
        if (needed := width(f"{key} {does}") + 2) <= room:
            room -= needed
            line += [Piece(key, "key"), Piece(f" {does}  ", "quiet")]
    line += [Piece(last[0], "key"), Piece(f" {last[1]}", "quiet")]
    return padded(tuple(line), columns)


def _footed(state: State, name: str, columns: int) -> tuple[str, str]:
    narrow = columns < NARROW
    if name == "letters":
        return "A–H X", (
            "record" if narrow else "hold to record"
        ) if state.playing else "mouth" if narrow else "set the mouth"
    row = row_named(name)
    if name == "play" and state.playing:
        return row.shown, "stop"
    if name == "next" and not state.footage.places:
        return "Ctrl+→", "next mouth"
    return row.shown, BRIEF.get(name, row.short) if narrow else row.short


HELP_COLUMNS = 100
"""Columns from which the help stands in two columns."""


def help_lines(state: State, columns: int, lines: int) -> tuple[Line, ...]:
    """All keys, from line `state.top` on; in two columns where there is room."""
    across = 2 if columns >= HELP_COLUMNS else 1
    broad = columns // across - 1
    groups = [list(_help_group(group, list(rows), broad)) for group, rows in groupby(ROWS, lambda row: row.group)]
    groups.append(list(_help_mouse(broad)))
    found: list[Line] = [(Piece("Every key", "title"), Piece("   any key closes this, ↑ ↓ turn the page", "quiet"))]
    if across == 2:
        left, right = [*groups[0], *groups[1]], [line for group in groups[2:] for line in group]
        both = zip_longest(left, right, fillvalue=())
        found += [(*padded(one, broad + 1), *other) for one, other in both]
    else:
        found += [line for group in groups for line in group]
    top = max(0, min(state.top, len(found) - lines))
    return tuple(padded(line, columns) for line in found[top : top + lines])


def _help_group(group: str, rows: Sequence[KeyRow], columns: int) -> Iterator[Line]:
    yield ()
    yield (Piece(group, "strong"),)
    entries = [(row.shown, row.does) for row in rows if row.does]
    if group == CHANGE:
        entries = [
            ("A–H X", "set the mouth; held while it plays, record it live"),
            ("0–9", "how far it is open, on that track; a name of those there are"),
            *entries,
        ]
    for entry in entries:
        yield from _key_lines(*entry, columns)


def _help_mouse(columns: int) -> Iterator[Line]:
    yield ()
    yield (Piece("Mouse", "strong"),)
    for entry in (
        ("click", "go there, on that track"),
        ("drag", "scrub; an edge: retime it, phones follow their word"),
        ("wheel", "nearer and farther; with Shift along"),
    ):
        yield from _key_lines(*entry, columns)


def _key_lines(shown: str, does: str, columns: int) -> list[Line]:
    room = 11
    wrapped = _wrapped(does, max(10, columns - room - 1), "")
    first = (Piece(fit(f" {shown}", room), "key"), *wrapped[0])
    return [first, *((Piece(" " * room), *line) for line in wrapped[1:])]
