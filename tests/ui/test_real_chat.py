"""The whole program in a pty: brain, voice, stage and screen are the real ones."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

from tests.ui.terminal import Terminal, family
from tests.virtual import RATE, Recording, Screen, Sink

Open = Callable[..., Terminal]


@pytest.fixture
def opened(home: Path) -> Iterator[Open]:
    """Opens chats, and ends what is left of them."""
    terminals: list[Terminal] = []

    def open_(*arguments: str, **more: str) -> Terminal:
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
        terminal = Terminal(["--set", "chat.greeting=false", *arguments], env)
        terminals.append(terminal)
        return terminal

    yield open_
    for terminal in terminals:
        terminal.close()


def gone(pids: list[int]) -> Callable[[], bool]:
    return lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids)


def command_line(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def ready(terminal: Terminal) -> None:
    terminal.wait_for("Say something")
    terminal.wait_for("no sound|no picture|in the terminal")


OFF = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[<u")


def restored(terminal: Terminal) -> bool:
    """Whether the terminal is as it was: modes, main screen, cursor, mouse, paste, keyboard protocol."""
    tail = terminal.raw[terminal.raw.rfind(b"\x1b[?1049l") - 200 :]
    return all(each in tail for each in OFF) and terminal.now_modes == list(terminal.modes)


def test_a_terminal_that_a_killed_chat_has_left_is_put_right_by_the_next_one(home: Path) -> None:
    env = {**os.environ, "TERM": "xterm-256color"}
    words = f"{sys.executable} -m avatar chat --stage none --mute --set chat.greeting=false"
    terminal = Terminal([], env, command=["sh", "-c", f"{words}; {words}; sleep 1000"])
    try:
        ready(terminal)
        whole = terminal.modes
        (chat,) = [
            pid
            for pid in family(terminal.process.pid)
            if b"--mute" in command_line(pid) and pid != terminal.process.pid
        ]
        os.kill(chat, signal.SIGKILL)
        terminal.wait_until(lambda: terminal.raw.count(b"\x1b[?1049h") == 2, "the next one does not begin")
        before = terminal.raw.rfind(b"\x1b[?1049h")
        terminal.wait_until(lambda: b"Say something" in terminal.raw[before:])
        terminal.send("/quit\r")
        terminal.wait_until(lambda: terminal.now_modes[3] == whole[3], "it has no lines or no echo")
        terminal.wait_until(lambda: all(each in terminal.raw[before:] for each in OFF))
    finally:
        terminal.close()


def test_a_typed_sentence_is_answered_and_performed(opened: Open) -> None:
    terminal = opened("--stage", "none")
    ready(terminal)
    terminal.send("what is your name\r")
    terminal.wait_for("You ▌ what is your name")
    terminal.wait_for("voice en-")
    terminal.wait_for(r"\d+ ms")
    assert "Juno" in terminal.text


def test_escape_stops_the_talking(opened: Open) -> None:
    terminal = opened("--stage", "none")
    ready(terminal)
    terminal.send("/say " + "one two three four five six seven eight nine ten. " * 6 + "\r")
    terminal.wait_for("● Juno")
    before = len(terminal.text)
    terminal.send("\x1b")
    terminal.wait_for("○ Juno", after=before)


@pytest.mark.parametrize("how", ["ctrl+c", "/quit", "ctrl+d", "SIGTERM", "SIGINT", "SIGQUIT"])
def test_leaving_leaves_nothing_behind(opened: Open, how: str) -> None:
    terminal = opened("--stage", "terminal")
    ready(terminal)
    terminal.send("tell me a story\r")
    terminal.wait_for("● Juno")
    pids = family(terminal.process.pid)
    assert len(pids) >= 4, "chat, performer, engine and stage"
    if how.startswith("SIG"):
        terminal.signal(getattr(signal, how))
    else:
        terminal.send({"ctrl+c": "\x03", "/quit": "/quit\r", "ctrl+d": "\x04"}[how])
    expected = 128 + getattr(signal, how) if how.startswith("SIG") else 0
    assert terminal.exit_status() == expected
    terminal.wait_until(gone(pids), "processes are left")
    terminal.wait_until(lambda: restored(terminal), "the terminal is not as it was")


@pytest.mark.parametrize("stage", ["none", "terminal"])
def test_closing_the_terminal_leaves_nothing_behind(opened: Open, stage: str) -> None:
    terminal = opened("--stage", stage)
    ready(terminal)
    terminal.send("tell me a story\r")
    terminal.wait_for("● Juno")
    pids = family(terminal.process.pid)
    terminal.hang_up()
    terminal.exit_status()
    terminal.wait_until(gone(pids), "processes are left")


def test_killed_outright_it_leaves_no_orphans(opened: Open) -> None:
    terminal = opened("--stage", "none")
    ready(terminal)
    pids = family(terminal.process.pid)
    terminal.signal(signal.SIGKILL)
    terminal.exit_status()
    terminal.wait_until(gone(pids), "orphans are left")


def test_a_stage_that_is_killed_comes_back(opened: Open) -> None:
    terminal = opened("--stage", "none")
    ready(terminal)
    stage = next(pid for pid in family(terminal.process.pid) if b"avatar.stage" in command_line(pid))
    os.kill(stage, signal.SIGKILL)
    terminal.wait_for("unexpectedly")
    terminal.send("what is your name\r")
    terminal.wait_for(r"\d+ ms")
    assert len(family(terminal.process.pid)) >= 4


def test_without_colours_no_colour_is_sent(opened: Open) -> None:
    terminal = opened("--stage", "none", NO_COLOR="1")
    ready(terminal)
    terminal.send("hello\r")
    terminal.wait_for("You ▌ hello")
    assert not re.search(rb"\x1b\[[0-9;]*(?:[34]8;|(?<![0-9])[34][0-7](?=[;m]))[0-9;]*m", terminal.raw)


def test_sixteen_colours_are_enough(opened: Open) -> None:
    terminal = opened("--stage", "none", TERM="xterm-16color", COLORTERM="")
    ready(terminal)
    terminal.send("hello\r")
    terminal.wait_for("You ▌ hello")
    assert b"38;2;" not in terminal.raw
    assert b"38;5;" not in terminal.raw


def test_without_colours_the_face_has_none_either(opened: Open) -> None:
    terminal = opened("--stage", "terminal", NO_COLOR="1")
    ready(terminal)
    terminal.wait_for("[░▒▓█]{4}")
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;2;", terminal.raw)


def test_ctrl_z_leads_back_to_the_shell_and_fg_to_the_talk(home: Path) -> None:
    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PS1": "prompt> "}
    shell = Terminal([], env, command=["sh", "-i"])
    try:
        shell.wait_for("prompt>")
        shell.send(f"{sys.executable} -m avatar chat --set chat.greeting=false --stage terminal\n")
        ready(shell)
        shell.send("tell me a story\r")
        shell.wait_for("● Juno")
        shell.send("\x1a")
        shell.wait_for("Stopped")
        shell.wait_until(lambda: all(each in shell.raw for each in OFF), "the shell has no terminal")
        drawn = len(shell.raw)
        shell.send("fg\n")
        shell.wait_until(lambda: b"\x1b[?1049h" in shell.raw[drawn:] and b"38;2;" in shell.raw[drawn:], "no face")
        shell.send("what is your name\r")
        shell.wait_for("You ▌ what is your name")
    finally:
        shell.close()


def test_without_a_shell_to_go_back_to_ctrl_z_says_so(opened: Open) -> None:
    terminal = opened("--stage", "none")
    ready(terminal)
    terminal.send("\x1a")
    terminal.wait_for("leads back to a shell")
    terminal.send("what is your name\r")
    terminal.wait_for("You ▌ what is your name")


def test_a_terminal_that_knows_lines_only_gets_lines(opened: Open) -> None:
    terminal = opened("--stage", "none", TERM="dumb")
    terminal.wait_for("takes lines and nothing else")
    terminal.wait_for("Type something")
    terminal.send("what is your name\n")
    terminal.wait_for("Juno: ")
    assert b"\x1b" not in terminal.raw
    terminal.send("\x04")
    assert terminal.exit_status() == 0


def test_kittys_question_is_no_panes_title(opened: Open) -> None:
    terminal = opened("--stage", "terminal", TERM="tmux-256color")
    ready(terminal)
    assert b"\x1b[c" in terminal.raw
    assert b"\x1b_" not in terminal.raw


def test_a_terminal_that_answers_late_types_nothing(opened: Open) -> None:
    terminal = opened("--stage", "none")
    ready(terminal)
    terminal.send("hel\x1b[6;20;10t\x1b[?62;22clo\r")
    terminal.wait_for("You ▌ hello")


def test_a_settings_error_is_told_before_the_screen_opens(opened: Open) -> None:
    terminal = opened("--set", "chat.them=dark")
    assert terminal.exit_status() == 2
    terminal.wait_for("chat.theme")
    assert b"\x1b[?1049h" not in terminal.raw


LONG = "/say " + "one two three four five six seven eight nine ten. " * 6 + "\r"
LOUD = 500
"""Of 32767: more than any silence."""


def sounding(recording: Recording, last_s: float) -> bool:
    """Whether the last so many seconds hold sound."""
    tail = recording.samples[-round(last_s * RATE) :]
    return len(tail) > 0 and int(abs(tail.astype(int)).max()) > LOUD


def loud_s(recording: Recording) -> float:
    """Seconds from the first loud sample to the last."""
    loud = np.flatnonzero(np.abs(recording.samples.astype(np.int32)) > LOUD)
    return float(loud[-1] - loud[0]) / RATE if len(loud) else 0.0


def silent_again(recording: Recording, since: int) -> bool:
    """Whether half a second of silence has come since a sample."""
    tail = recording.samples[since:]
    return len(tail) > 0.5 * RATE and not sounding(recording, 0.5)


def test_what_is_said_is_heard_and_escape_silences_it(opened: Open, sink: Sink) -> None:
    terminal = opened("--stage", "none")
    terminal.wait_for("no picture")
    with sink.recording() as recording:
        terminal.send(LONG)
        assert recording.wait(lambda found: loud_s(found) > 1.0, 30), "nothing was heard"
        terminal.send("\x1b")
        since = len(recording.samples)
        assert recording.wait(lambda found: silent_again(found, since), 5), "it talks on"
    terminal.wait_for("stopped")
    assert "ten." not in terminal.text.rpartition("stopped")[0].rpartition("Juno")[2], "it had hardly begun"


def test_a_new_message_interrupts(opened: Open, sink: Sink) -> None:
    terminal = opened("--stage", "none")
    terminal.wait_for("no picture")
    with sink.recording() as recording:
        terminal.send(LONG)
        assert recording.wait(lambda found: loud_s(found) > 1.0, 30)
        terminal.send("what is your name\r")
        terminal.wait_for("stopped")
        terminal.wait_for("You ▌ what is your name")
        since = len(recording.samples)
        assert recording.wait(lambda found: sounding(found, 0.3) and len(found.samples) > since + RATE // 2, 30)


def test_the_window_opens_and_when_it_is_closed_the_talk_goes_on_in_the_terminal(
    opened: Open, display: str, card: Sink
) -> None:
    terminal = opened("--stage", "window")
    terminal.wait_for("in a window")
    with Screen(display) as screen:
        terminal.wait_until(lambda: bool(screen.grab(400, 400).std() > 10), "the character is not to be seen")
        stage = next(pid for pid in family(terminal.process.pid) if b"avatar.stage" in command_line(pid))
        screen.press_close(screen.windows()[-1])
        terminal.wait_for("The window is closed")
        terminal.wait_for("in the terminal")
        terminal.wait_until(gone([stage]), "the window's process is left")
        terminal.wait_until(lambda: not screen.windows(), "a window is left")
    terminal.send("what is your name\r")
    terminal.wait_for("You ▌ what is your name")
    terminal.wait_for("● Juno")


def lately(recording: Recording, seconds: float = 0.6) -> int:
    """The loudest sample of the last part of what is recorded."""
    samples = recording.samples[-round(seconds * RATE) :]
    return int(np.abs(samples.astype(np.int32)).max(initial=0))


def test_a_song_is_asked_for_turned_down_and_stopped(opened: Open, sink: Sink) -> None:
    chat = opened("--set", "stage.mode=none", "--set", "voice.name=en-gb", **sink.env)
    ready(chat)
    with sink.recording() as recording:
        chat.send("can you sing the lullaby?\r")
        chat.wait_for("Lullaby for a Cursor")
        assert recording.wait(lambda heard: lately(heard) > 3000, 60.0)
        chat.send("/volume 0\r")
        assert recording.wait(lambda heard: lately(heard, 3.0) == 0, 60.0)
        chat.send("/volume 100\r")
        assert recording.wait(lambda heard: lately(heard) > 3000, 60.0)
        chat.send("Stop, please.\r")
        assert recording.wait(lambda heard: lately(heard, 3.0) == 0, 60.0)
    chat.send("/quit\r")
    assert chat.exit_status() == 0
