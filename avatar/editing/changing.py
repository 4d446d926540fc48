"""Keys that change something, and those that copy and undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from avatar.editing import commands, doubts
from avatar.editing.going import Reaction, silent
from avatar.editing.state import Cutting, State, Step, Typing
from avatar.editing.steps import changed, frame, go_to
from avatar.editing.tracks import SEAM_S, Block, block_at, blocks
from avatar.edits.values import CURVES, TakeEdits
from avatar.lipsync.shapes import HOLD

NOTHING_THERE = "There is nothing here to {}."


# ---------------------------------------------------------------------------------------------------------- changing


def set_mouth(letter: str) -> Callable[[State], Reaction]:
    def put(state: State) -> Reaction:
        under = commands.stretch_under(state.footage, state.edits, "mouths", state.playhead, state.selection)
        under = state.selection or _doubted_part(state, *under)
        block = block_at(state.footage, state.edits, "mouths", state.playhead)
        was = block.value if block and state.selection is None else ""
        edits = commands.put(state.footage, state.edits, "mouths", *under, letter)
        told = f"{was} is {letter} now; U undoes that." if was and was != letter else f"This is {letter}."
        return changed(replace(state, anchor=None), edits, told), ()

    return put


def _doubted_part(state: State, start: float, end: float) -> tuple[float, float]:
    """What is doubted of a mouth, where one looks at a doubtful place: of a long one its end may be wrong alone."""
    place = doubts.place_here(state)
    if place is None or not place.start - SEAM_S <= state.playhead <= place.end + SEAM_S:
        return start, end
    low, high = max(start, place.start), min(end, place.end)
    low, high = low if low - start >= HOLD else start, high if end - high >= HOLD else end
    return (low, high) if HOLD <= high - low < MOST_OF_IT * (end - start) else (start, end)


MOST_OF_IT = 0.6
"""Share of a mouth from which on all of it is meant."""


def set_number(digit: int) -> Callable[[State], Reaction]:
    def put(state: State) -> Reaction:
        names = state.footage.names.get(state.track, ())
        if state.track == "opening":
            value = f"{digit / 9:.2f}"
        elif 0 < digit <= len(names):
            value = names[digit - 1]
        else:
            return replace(state, remark="Digits set how far the mouth is open, on that track, and choose names."), ()
        under = commands.stretch_under(state.footage, state.edits, state.track, state.playhead, state.selection)
        return changed(state, commands.put(state.footage, state.edits, state.track, *under, value), f"{value}."), ()

    return put


def of_block(what: str, change: Callable[[State, Block], Reaction]) -> Callable[[State], Reaction]:
    """A key that does something to the block at the playhead."""

    def act(state: State) -> Reaction:
        block = block_at(state.footage, state.edits, state.track, state.playhead)
        if block is None:
            return replace(state, remark=NOTHING_THERE.format(what), worry=True), ()
        return change(state, block)

    return act


def split(state: State, block: Block) -> Reaction:
    edits = commands.split(state.footage, state.edits, state.track, state.playhead)
    told = "Two now: a letter sets the one at the playhead." if edits != state.edits else "Go further into it first."
    return changed(state, edits, told), ()


def join(state: State, block: Block) -> Reaction:
    return changed(state, commands.join(state.footage, state.edits, state.track, state.playhead)), ()


def insert(state: State) -> Reaction:
    block = block_at(state.footage, state.edits, state.track, state.playhead)
    if state.track != "mouths":
        return type_it(state)
    value = "X" if block is None or block.value != "X" else "C"
    edits, start, end = commands.insert(state.footage, state.edits, "mouths", state.playhead, value)
    went = block is not None and start <= block.start + SEAM_S and end >= block.end - SEAM_S
    told = f"A mouth is put in for {block.value}, too short for two" if went and block else "A mouth is put in here"
    return go_to(changed(state, edits, f"{told}: type its letter."), max(start, state.playhead)), ()


def delete(state: State) -> Reaction:
    under = state.selection
    if under is None:
        block = block_at(state.footage, state.edits, state.track, state.playhead)
        if block is None:
            return replace(state, remark=NOTHING_THERE.format("delete"), worry=True), ()
        under = block.start, block.end
    return changed(replace(state, anchor=None), commands.erase(state.footage, state.edits, state.track, *under)), ()


def as_made(state: State) -> Reaction:
    under = commands.stretch_under(state.footage, state.edits, state.track, state.playhead, state.selection)
    edits = commands.lift(state.edits, state.track, *under)
    if edits == state.edits:
        return replace(state, remark="This is as it was made.", worry=False), ()
    return changed(replace(state, anchor=None), edits, "As it was made; U undoes that."), ()


def begin_here(state: State, block: Block) -> Reaction:
    edits = commands.set_edge(state.footage, state.edits, state.track, block.start, state.playhead)
    return changed(state, edits), ()


def end_here(state: State) -> Reaction:
    """The block before the playhead, or the one at it, lasts until here."""
    block = block_at(state.footage, state.edits, state.track, state.playhead - 0.005)
    if block is None:
        near = blocks(state.footage, state.edits, state.track, max(0.0, state.playhead - 1.0), state.playhead)
        block = near[-1] if near else None
    if block is None:
        return replace(state, remark=NOTHING_THERE.format("end here"), worry=True), ()
    return changed(state, commands.set_edge(state.footage, state.edits, state.track, block.end, state.playhead)), ()


def nudge(way: int) -> Callable[[State, Block], Reaction]:
    def nudge(state: State, block: Block) -> Reaction:
        edits, by = commands.move(state.footage, state.edits, state.track, state.playhead, way * frame(state))
        return go_to(changed(state, edits), state.playhead + by), ()

    return nudge


def ease(state: State, block: Block) -> Reaction:
    edits, ease = commands.eased(state.footage, state.edits, state.track, state.playhead)
    return changed(state, edits, f"Ease: {ease or 'its own'}."), ()


def type_it(state: State) -> Reaction:
    start, end = commands.stretch_under(state.footage, state.edits, state.track, state.playhead, state.selection)
    there = " ".join(
        block.value for block in blocks(state.footage, state.edits, state.track, start, end) if block.value
    )
    match state.track:
        case "mouths":
            return replace(state, remark="A letter sets a mouth: A to H, or X for rest."), ()
        case "words":
            return replace(silent(state), typing=Typing("words", there, start, end)), ()
        case "phones":
            word = block_at(state.footage, state.edits, "words", state.playhead)
            if word is not None and state.selection is None:
                start, end = word.start, word.end
                phones = blocks(state.footage, state.edits, "phones", start + 0.005, end - 0.005)
                there = " ".join(block.value for block in phones if block.value)
            return replace(silent(state), typing=Typing("phones", there, start, end)), ()
    return replace(silent(state), typing=Typing("name", "" if state.track not in CURVES else there, start, end)), ()


def copy(state: State) -> Reaction:
    start, end = commands.stretch_under(state.footage, state.edits, state.track, state.playhead, state.selection)
    spans = commands.copied(state.footage, state.edits, state.track, start, end)
    if not spans:
        return replace(state, remark=NOTHING_THERE.format("copy"), worry=True), ()
    told = f"Copied {len(spans)} of the {state.track}. Ctrl+V puts them at the playhead. Q leaves."
    return replace(state, cutting=Cutting(state.track, spans, end - start), anchor=None, remark=told), ()


def paste(state: State) -> Reaction:
    copy = state.cutting
    if copy is None:
        return replace(state, remark="Nothing was copied yet: Ctrl+C copies.", worry=True), ()
    edits = commands.pasted(state.footage, state.edits, copy.track, copy.spans, copy.length, state.playhead)
    return go_to(replace(changed(state, edits), track=copy.track, anchor=None), state.playhead + copy.length), ()


def repeat(state: State) -> Reaction:
    """What is selected, once more right after itself."""
    start, end = commands.stretch_under(state.footage, state.edits, state.track, state.playhead, state.selection)
    spans = commands.copied(state.footage, state.edits, state.track, start, end)
    edits = commands.pasted(state.footage, state.edits, state.track, spans, end - start, end)
    return go_to(replace(changed(state, edits), anchor=None), end), ()


def undo(state: State) -> Reaction:
    step = state.past
    if step is None:
        return replace(state, remark="There is nothing to undo."), ()
    future = Step(state.edits, step.playhead, state.future)
    told = f"Undone: {tell_difference(state.edits, step.edits)}. Ctrl+Y does it again."
    back = replace(state, edits=step.edits, past=step.before, future=future, remark=told)
    return go_to(back, step.playhead), ()


def redo(state: State) -> Reaction:
    step = state.future
    if step is None:
        return replace(state, remark="There is nothing to do again."), ()
    past = Step(state.edits, step.playhead, state.past)
    told = f"Done again: {tell_difference(state.edits, step.edits)}. U undoes it."
    return go_to(replace(state, edits=step.edits, future=step.before, past=past, remark=told), step.playhead), ()


def tell_difference(before: TakeEdits, now: TakeEdits) -> str:
    """What one sees of edits that became others: the first thing that is there now, else what is there no more."""
    for old, new, more in ((before, now, ""), (now, before, "without ")):
        for track, row in new.tracks.items():
            for span in row:
                if span not in old.of(track):
                    return f"{more}{track} {span.value or 'nothing'} at {span.start:.2f} s"
    return "what was looked at"
