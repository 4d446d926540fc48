"""How one state of the kiosk becomes the next: a pure function over what happens and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from avatar.kiosk import session, staffroom
from avatar.kiosk.staffroom import Reaction
from avatar.kiosk.state import (
    Ask,
    Attend,
    ClauseHeard,
    EarsOpened,
    Exactly,
    Faulty,
    Forget,
    Greet,
    Hear,
    KioskAction,
    KioskEvent,
    Lifted,
    Mode,
    Now,
    Play,
    Quieten,
    ReplyGrew,
    Replying,
    ReplyOver,
    Rules,
    Safe,
    ShowOver,
    Sized,
    Spoken,
    State,
    Tick,
    Touched,
    Typed,
    UseLanguage,
    Wished,
)
from avatar.kiosk.words import choose_lines, words

REMARK_S = 3.0
"""Seconds for which a line of the screen's own stays."""

CAPTION_S = 8.0
"""Seconds for which the last words stay to be read after they were heard."""

STAFF_S = 90.0
"""Seconds after which the staff screen shuts by itself."""

PIN_S = 30.0

STALLED_S = 45.0
"""Seconds without any sign of a reply after which it is given up, whatever the reason."""

MOST_FAULTS = 8

VISITORS = ("ask", "key", "do")
"""Kinds of widgets that anyone may touch."""


def step(state: State, event: KioskEvent, now: Now, rules: Rules) -> Reaction:
    """The next state, and what is to be done. A clock that runs backwards counts as one that stands still."""
    state = replace(state, t=max(state.t, now.t), quiet=rules.is_quiet(now.minute))
    handler: Callable[[State, Any, Rules], Reaction] = _HANDLERS[type(event)]
    return handler(state, event, rules)


# ------------------------------------------------------------------------------------------------------ time passes


def _tick(state: State, _: Tick, rules: Rules) -> Reaction:
    if state.remark and state.t >= state.remark_until:
        state = replace(state, remark="")
    if state.caption and not state.talking and state.t - state.progress > CAPTION_S:
        state = replace(state, caption="")
    match state.mode:
        case Mode.ATTRACT | Mode.ASLEEP:
            return _alone(state, rules)
        case Mode.PIN:
            return (staffroom.leave(state), (Forget(),)) if state.t - state.seen > PIN_S else (state, ())
        case Mode.STAFF:
            return (staffroom.leave(state), (Forget(),)) if state.t - state.seen > STAFF_S else (state, ())
        case _:
            return _attended(state, rules)


def _attended(state: State, rules: Rules) -> Reaction:
    """With a visitor there, or one who has just left."""
    if state.playing:
        return state, ()
    config = rules.config
    waited = state.t - max(state.progress, state.since)
    if state.mode is Mode.THINKING and waited > config.brain_patience_s:
        return _excused(state, words(state.language).lost)
    if state.talking and waited > STALLED_S:
        return replace(state.into(Mode.LISTENING), talking=False), (Quieten(), Attend(on=True))
    # A visitor who is being answered is still there, even if they only listen.
    last = max(state.seen, state.progress) if state.talking else max(state.seen, state.progress - config.idle_s / 2)
    if not state.talking and state.t - last > config.idle_s:
        return staffroom.leave(state), (Forget(),)
    return state, ()


def _excused(state: State, text: str) -> Reaction:
    state = replace(state, talking=True, progress=state.t)
    return state.into(Mode.SPEAKING), (Quieten(), Exactly(text))


def _alone(state: State, rules: Rules) -> Reaction:
    """With nobody there."""
    state = state.into(Mode.ASLEEP if state.quiet else Mode.ATTRACT)
    if state.mode is Mode.ASLEEP:
        return (replace(state, playing=""), (Quieten(),)) if state.playing or state.talking else (state, ())
    if state.playing or state.talking:
        return state, ()
    config = rules.config
    if config.playlist and state.settled.shows and not state.safe and state.t - state.played > config.playlist_every_s:
        name = config.playlist[state.shows % len(config.playlist)]
        state = replace(state, shows=state.shows + 1, playing=name, attracted=state.t, played=state.t)
        return state, (Play(name),)
    lines = choose_lines(config.attract, state.language)
    if lines and state.t - state.attracted > config.attract_every_s:
        line = lines[state.lines % len(lines)]
        return replace(state, lines=state.lines + 1, attracted=state.t), (Exactly(line),)
    return state, ()


# ------------------------------------------------------------------------------------------------- fingers and keys


def _touched(state: State, event: Touched, rules: Rules) -> Reaction:
    state = replace(state, chord=state.chord.touched(event.x, event.y, state.t))
    if rules.config.pin and state.chord.whole and state.mode not in (Mode.PIN, Mode.STAFF):
        return staffroom.ask_for_pin(state)
    state, actions = _woken(state, rules, greets=not event.widget)
    state = replace(state, held=event.widget)
    if event.widget.startswith("key:"):  # a letter at once, as on any keyboard; buttons when they are let go
        state, more = _pressed(state, event.widget, rules)
        return state, actions + more
    return state, actions


def _lifted(state: State, event: Lifted, rules: Rules) -> Reaction:
    held, state = state.held, replace(state, held="", seen=state.t)
    if held and held == event.widget and not held.startswith("key:"):
        return _pressed(state, held, rules)
    return state, ()


def _typed(state: State, event: Typed, rules: Rules) -> Reaction:
    """What a real keyboard sends. No key leads out of here."""
    if event.text == "\t" or event.text.startswith("\x1b["):  # Tab, an arrow: there is nowhere to go
        return state, ()
    state = replace(state, chord=state.chord.typed(event.text, state.t))
    if rules.config.pin and state.chord.whole and state.mode not in (Mode.PIN, Mode.STAFF):
        return staffroom.ask_for_pin(state)
    if state.mode is Mode.PIN:
        return staffroom.type_pin(state, event.text, rules)
    if state.mode is Mode.STAFF:
        return staffroom.type_to_staff(state, event.text)
    state, actions = _woken(state, rules, greets=False)
    if event.text == staffroom.ESCAPE:
        return replace(state, typed="", keyboard=False), actions
    for part in _parts(event.text):
        if part in staffroom.ENTER:
            state, more = _asked(state, state.typed, rules)
            actions += more
        else:
            state = _edited(state, part, rules)
    return state, actions


def _parts(text: str) -> list[str]:
    """Typed text cut at Enter, which a paste may hold many of; only the first asks anything."""
    head, *rest = text.replace("\r\n", "\r").replace("\n", "\r").split("\r", 1)
    return [part for part in (head, "\r" if rest else "") if part]


def _edited(state: State, text: str, rules: Rules) -> State:
    if text in staffroom.ERASE:
        return replace(state, typed=state.typed[:-1])
    if text == staffroom.ERASE_WORD:
        return replace(state, typed=" ".join(state.typed.split()[:-1]))
    room = rules.config.longest_text - len(state.typed)
    more = session.clean_text(text, room)
    if len(text) > max(room, 0) and room <= len(more):
        state = _remarked(state, words(state.language).full)
    return replace(state, typed=(state.typed + more).lstrip())


def _remarked(state: State, text: str) -> State:
    return replace(state, remark=text, remark_until=state.t + REMARK_S)


def _woken(state: State, rules: Rules, *, greets: bool) -> Reaction:
    """Someone is there."""
    state = replace(state, seen=state.t)
    if state.mode not in (Mode.ATTRACT, Mode.ASLEEP):
        return (replace(state, playing=""), (Quieten(), Attend(on=True))) if state.playing else (state, ())
    actions: tuple[KioskAction, ...] = (Quieten(),) if state.talking or state.playing else ()
    state = replace(state, playing="", caption="", talking=False)
    if greets and rules.config.greeting:
        return replace(state.into(Mode.GREETING), talking=True, progress=state.t), (*actions, Greet())
    return state.into(Mode.LISTENING), (*actions, Attend(on=True))


def _pressed(state: State, widget: str, rules: Rules) -> Reaction:
    """A button or key, by its id: "ask:2", "key:a", "staff:louder"."""
    kind, _, name = widget.partition(":")
    state = replace(state, seen=state.t)
    handler = _WIDGETS.get(kind)
    return handler(state, name, rules) if handler and _allowed(state, kind) else (state, ())


def _allowed(state: State, kind: str) -> bool:
    """Whether such a widget is on the screen now: a late touch must not reach one that is no longer there."""
    return state.mode is {"staff": Mode.STAFF, "pin": Mode.PIN}.get(kind) or (state.visited and kind in VISITORS)


# -------------------------------------------------------------------------------------------------------- questions


def _suggested(state: State, name: str, rules: Rules) -> Reaction:
    questions = choose_suggestions(state, rules)
    if not (name.isdecimal() and int(name) < len(questions)):
        return state, ()
    return _asked(state, questions[int(name)], rules)


def choose_suggestions(state: State, rules: Rules) -> tuple[str, ...]:
    """The questions on the buttons now."""
    return choose_lines(rules.config.buttons, state.language)[:6]


def _asked(state: State, text: str, rules: Rules) -> Reaction:
    """A question: answered, put off, or turned away in character."""
    config = rules.config
    question = session.clean_text(text, config.longest_text).strip()
    if not question:
        return replace(state, typed=""), ()
    if not state.pace.may_ask(state.t, config.most_per_minute):
        return _remarked(state, words(state.language).slower), ()
    state = replace(
        state, typed="", keyboard=False, shift=False, symbols=False, caption="", remark="",
        visit=state.visit.with_question(state.t),
        pace=state.pace.with_question(state.t), talking=True, progress=state.t,
    )  # fmt: skip
    answers = choose_lines(config.blocked_answers, state.language)
    if question in rules.blocked and answers:
        answer = answers[state.excused % len(answers)]
        return replace(state, excused=state.excused + 1).into(Mode.THINKING), (Exactly(answer),)
    return replace(state, since=state.t).into(Mode.THINKING), (Ask(question),)


def _key(state: State, name: str, rules: Rules) -> Reaction:
    """A key of the touch keyboard."""
    match name:
        case "shift":
            return replace(state, shift=not state.shift), ()
        case "symbols":
            return replace(state, symbols=not state.symbols, shift=False), ()
        case "erase":
            return replace(state, typed=state.typed[:-1]), ()
        case "space":
            return _edited(state, " ", rules), ()
        case _:
            return replace(_edited(state, name[:2], rules), shift=False), ()


def _screen(state: State, name: str, rules: Rules) -> Reaction:
    """The few buttons of the screen itself."""
    match name:
        case "keyboard" | "field" if rules.config.keyboard == "touch":
            return replace(state, keyboard=name == "field" or not state.keyboard), ()
        case "hide":
            return replace(state, keyboard=False), ()
        case "talk" if rules.ears:
            return _talked_to(state)
        case "send":
            return _asked(state, state.typed, rules)
        case "louder" | "quieter" if rules.config.volume_buttons:
            return staffroom.change_volume(state, 1 if name == "louder" else -1), ()
        case "language" if len(rules.config.languages) > 1:
            known = rules.config.languages
            place = known.index(state.language) if state.language in known else -1
            language = known[(place + 1) % len(known)]
            return replace(state, language=language, symbols=False, shift=False), (UseLanguage(language),)
        case _:
            return state, ()


def _talked_to(state: State) -> Reaction:
    """The microphone's button: it listens to one thing that is said; pressed again, that was all."""
    quiet: tuple[KioskAction, ...] = (Quieten(),) if state.talking else ()
    state = replace(state, typed="", keyboard=False, caption="", talking=False)
    return state.into(Mode.LISTENING), (*quiet, Hear())


def _opened(state: State, event: EarsOpened, rules: Rules) -> Reaction:
    return replace(state, hearing=event.on), ()


def _spoken(state: State, event: Spoken, rules: Rules) -> Reaction:
    """What a visitor says stands where they would type it, and is asked when they have ended."""
    if state.mode in (Mode.PIN, Mode.STAFF) or not (rules.ears and (event.text or state.visited)):
        return state, ()
    state, actions = _woken(state, rules, greets=False)
    text = session.clean_text(event.text, rules.config.longest_text)
    if not event.final:
        return replace(state, typed=text, talking=False).into(Mode.LISTENING), actions
    if not text.strip():
        return _remarked(replace(state, typed=""), words(state.language).unheard), actions
    state, more = _asked(state, text, rules)
    return replace(state, typed=""), actions + more


# ---------------------------------------------------------------------------------------------- the conversation


def _replying(state: State, _: Replying, rules: Rules) -> Reaction:
    state = replace(state, talking=True, progress=state.t)
    return (state.into(Mode.THINKING) if state.mode in (Mode.LISTENING, Mode.SPEAKING) else state), ()


def _speaking(state: State, event: ClauseHeard, rules: Rules) -> Reaction:
    caption = event.text.strip() if rules.config.captions else ""
    state = replace(state, talking=True, progress=state.t, caption=caption or state.caption)
    return (state.into(Mode.SPEAKING) if state.visited and state.mode is not Mode.GREETING else state), ()


def _progress(state: State, _: ReplyGrew, rules: Rules) -> Reaction:
    return replace(state, progress=state.t), ()


def _over(state: State, _: ReplyOver, rules: Rules) -> Reaction:
    if not state.talking:
        return state, ()
    state = replace(state, talking=False, progress=state.t)
    if state.visited:
        return state.into(Mode.LISTENING), (Attend(on=True),)
    return replace(state, attracted=state.t), ()


def _wished(state: State, event: Wished, rules: Rules) -> Reaction:
    if not state.visited:  # they left meanwhile
        return replace(state, talking=False), ()
    state = replace(state, playing=event.name, talking=False, progress=state.t, played=state.t)
    return state.into(Mode.LISTENING), (Play(event.name),)


def _show_over(state: State, _: ShowOver, rules: Rules) -> Reaction:
    state = replace(state, playing="", played=state.t, attracted=state.t, progress=state.t)
    return (replace(state, seen=state.t), (Attend(on=True),)) if state.visited else (state, ())


def _faulty(state: State, event: Faulty, rules: Rules) -> Reaction:
    return replace(state, faults=(event.text, *state.faults)[:MOST_FAULTS], fault_count=state.fault_count + 1), ()


def _safe(state: State, event: Safe, rules: Rules) -> Reaction:
    return replace(state, safe=event.on, playing=""), ()


def _sized(state: State, event: Sized, rules: Rules) -> Reaction:
    return replace(state, size=(max(1, event.width), max(1, event.height))), ()


_HANDLERS: dict[type, Callable[[State, Any, Rules], Reaction]] = {
    Tick: _tick,
    Touched: _touched,
    Lifted: _lifted,
    Typed: _typed,
    EarsOpened: _opened,
    Spoken: _spoken,
    Replying: _replying,
    ClauseHeard: _speaking,
    ReplyGrew: _progress,
    ReplyOver: _over,
    Wished: _wished,
    ShowOver: _show_over,
    Faulty: _faulty,
    Safe: _safe,
    Sized: _sized,
}

_WIDGETS: dict[str, Callable[[State, str, Rules], Reaction]] = {
    "ask": _suggested,
    "key": _key,
    "do": _screen,
    "pin": staffroom.press_pin_key,
    "staff": staffroom.press_staff_button,
}
