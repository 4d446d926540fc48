"""Behind the scenes: how the staff get in and out, and what they may do there."""

from __future__ import annotations

from dataclasses import replace

from avatar.kiosk.staff import Chord
from avatar.kiosk.state import (
    Forget,
    KioskAction,
    Mode,
    Quieten,
    Restart,
    Rules,
    ShutDown,
    State,
    UseCharacter,
)

ENTER, ESCAPE, ERASE, ERASE_WORD = "\r\n", "\x1b", "\b\x7f", "\x17"
"""What the window sends for these keys."""

VOLUME_STEP = 0.1

Reaction = tuple[State, tuple[KioskAction, ...]]
"""What an event comes to: the state behind it, and what is to be done."""


def leave(state: State) -> State:
    """As if nobody had been there; what the staff set and what broke stays."""
    fresh = replace(
        state, typed="", keyboard=False, shift=False, symbols=False, held="", caption="", remark="", talking=False,
        visit=type(state.visit)(), chord=Chord(), guard=state.guard.cleared(), attracted=state.t, played=state.t,
        playing="",
    )  # fmt: skip
    return fresh.into(Mode.ATTRACT)


def change_volume(state: State, steps: int) -> State:
    volume = min(1.0, max(0.0, round(state.settled.volume + steps * VOLUME_STEP, 2)))
    return replace(state, settled=replace(state.settled, volume=volume))


# ------------------------------------------------------------------------------------------------------ the staff


def ask_for_pin(state: State) -> Reaction:
    state = replace(state, chord=Chord(), guard=state.guard.cleared(), seen=state.t, keyboard=False, typed="")
    return replace(state, talking=False, playing="", held="").into(Mode.PIN), (Quieten(),)


def type_pin(state: State, text: str, rules: Rules) -> Reaction:
    if text == ESCAPE:
        return leave(state), (Forget(),)
    if text in ERASE:
        return replace(state, guard=state.guard.erased(), seen=state.t), ()
    for letter in text[:64]:
        if letter in ENTER:
            return press_pin_key(state, "enter", rules)
        state = replace(state, guard=state.guard.typed(letter))
    return replace(state, seen=state.t), ()


def press_pin_key(state: State, name: str, rules: Rules) -> Reaction:
    match name:
        case "enter":
            guard, opened = state.guard.tried(rules.config.pin, state.t)
            state = replace(state, guard=guard)
            return (state.into(Mode.STAFF) if opened else state), ()
        case "erase":
            return replace(state, guard=state.guard.erased()), ()
        case "leave":
            return leave(state), (Forget(),)
        case _:
            return replace(state, guard=state.guard.typed(name)), ()


def press_staff_button(state: State, name: str, rules: Rules) -> Reaction:
    settled = state.settled
    match name:
        case "louder" | "quieter":
            return change_volume(state, 1 if name == "louder" else -1), ()
        case "next" | "before" if rules.characters:
            known = rules.characters
            place = known.index(settled.character) if settled.character in known else 0
            character = known[(place + (1 if name == "next" else -1)) % len(known)]
            return replace(state, settled=replace(settled, character=character)), (UseCharacter(character),)
        case "shows":
            return replace(state, settled=replace(settled, shows=not settled.shows)), ()
        case "leave":
            return leave(state), (Forget(),)
        case "restart":
            return state, (Restart(),)
        case "off":
            return state, (ShutDown(),)
        case _:
            return state, ()


def type_to_staff(state: State, text: str) -> Reaction:
    """A key while the staff screen is shown."""
    if text == ESCAPE:
        return leave(state), (Forget(),)
    return replace(state, seen=state.t), ()
