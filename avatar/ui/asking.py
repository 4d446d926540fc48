"""What a terminal says of itself when it is asked: in steps, so that none sees a question that it would show."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Iterator, Mapping

ANSWER_S = 0.3
"""Seconds that a terminal has for its answers; every one that has graphics answers, and at once."""

WHAT = "\x1b[c"
"""What are you? All answer, so it ends the waiting."""

QUESTIONS = f"\x1b[16t{WHAT}"
"""How large is a cell? And that."""

COLOUR_QUESTIONS = "\x1b]11;?\x1b\\\x1b]4;231;?\x1b\\"
"""Which colour is the ground? Which is the number 231? A terminal without 256 has none."""

KITTY_QUESTION = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""Kitty's graphics? A string of this kind (APC) is a title to tmux and to screen, and letters to terminals of old."""

MODERN = re.compile(rb"\x1b\[\?6[1-9][;c]")
"""How a terminal says that it is one of DEC's VT200 or later, all of which take in such a string without a word."""

MULTIPLEXERS = ("screen", "tmux")
"""How TERM begins where something between us and the terminal would take the string for itself."""

_GROUND = re.compile(rb"\x1b\]11;rgb:([0-9A-Fa-f]{1,4})/([0-9A-Fa-f]{1,4})/([0-9A-Fa-f]{1,4})")
_LATE = re.compile(
    r"\x1b\[6;\d{1,4};\d{1,4}t|\x1b\[\?\d[\d;]{0,40}c|\x1b\](?:11|4;231);rgb:[0-9A-Fa-f/]{1,14}(?:\x07|\x1b\\)"
    r"|\x1b_Gi=31[^\x1b]{0,80}\x1b\\"
)
_NUMBERED = b"\x1b]4;231;rgb:"

SHORT_OF = {"xterm": "xterm-256color", "screen": "screen-256color", "tmux": "tmux-256color", "rxvt": "rxvt-256color"}
"""Names that say sixteen colours, of terminals that mostly have more, and those of the ones with more."""

LIGHT_FROM = 0.5
"""Brightness, 0 to 1, from which a ground is a light one."""


_unanswered = False
"""Whether a terminal has not said what it is in time: its answers may yet come."""


def ask(*, typed_ahead: bool = False) -> tuple[bytes, tuple[int, int]]:
    """All that the terminal answers, and width and height of a cell in pixels by what the system knows (0: nothing).

    Only before anything else reads from it; what is typed meanwhile is lost. `typed_ahead`: what was typed before is
    for the shell, so that nothing is asked where there is any. A terminal that a killed program has left without lines
    and echo has them again afterwards.
    """
    if sys.platform != "win32" and sys.__stdin__ is not None and sys.__stdout__ is not None:
        with contextlib.suppress(OSError, ValueError):
            if os.isatty(sys.__stdin__.fileno()) and os.isatty(sys.__stdout__.fileno()):
                stdin, stdout = sys.__stdin__.fileno(), sys.__stdout__.fileno()
                _mend(stdin)
                return _asked(stdin, stdout, typed_ahead), _cell(stdout)
    return b"", (0, 0)


def describe(answer: bytes, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the environment should say of a terminal that answers so: variables that others go by, where they differ."""
    found: dict[str, str] = {}
    ground = find_ground(answer)
    if ground:
        red, green, blue = ground
        light = 0.299 * red + 0.587 * green + 0.114 * blue >= 255 * LIGHT_FROM
        found["COLORFGBG"] = "0;15" if light else "15;0"
    term = environment.get("TERM", "")
    if _NUMBERED in answer and term in SHORT_OF:
        found["TERM"] = SHORT_OF[term]
    return found


def find_ground(answer: bytes) -> tuple[int, int, int] | None:
    """The colour behind everything, where a terminal tells."""
    told = _GROUND.search(answer)
    if told is None:
        return None
    red, green, blue = (round(255 * int(part, 16) / (16 ** len(part) - 1)) for part in told.groups())
    return red, green, blue


def _cell(stdout: int) -> tuple[int, int]:
    """Width and height of a cell by what the system knows of the terminal; 0 where it doesn't."""
    import fcntl
    import struct
    import termios

    rows, columns, width, height = struct.unpack("HHHH", fcntl.ioctl(stdout, termios.TIOCGWINSZ, bytes(8)))
    return (width // columns, height // rows) if rows and columns else (0, 0)


def drop_late() -> None:
    """Throw away what has come in where answers came late: the shell would take them for typed. For a command that
    reads nothing itself, when it ends."""
    if _unanswered and sys.__stdin__ is not None:
        import termios

        with contextlib.suppress(OSError, ValueError, termios.error):
            termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)


def drop_answers(typed: str) -> str:
    """What was typed, without answers that came too late: over a slow line they would stand in the prompt."""
    return _LATE.sub("", typed) if "\x1b" in typed else typed


def may_ask_kitty(answer: bytes, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether Kitty's question can do no harm, by the answer to the first ones."""
    return not _is_multiplexed(environment) and bool(MODERN.search(answer))


def _may_ask_colours(answer: bytes, environment: Mapping[str, str] = os.environ) -> bool:
    """The same of the questions for colours, which whatever stands between us and the terminal understands."""
    return _is_multiplexed(environment) or bool(MODERN.search(answer))


def _is_multiplexed(environment: Mapping[str, str]) -> bool:
    return "TMUX" in environment or environment.get("TERM", "").startswith(MULTIPLEXERS)


def _asked(stdin: int, stdout: int, typed_ahead: bool) -> bytes:
    with _raw(stdin):
        if typed_ahead and select.select([stdin], [], [], 0)[0]:
            return b""
        answer = _answered(stdin, stdout, QUESTIONS)
        more = COLOUR_QUESTIONS if _may_ask_colours(answer) else ""
        more += KITTY_QUESTION if may_ask_kitty(answer) else ""
        return answer + _answered(stdin, stdout, f"{more}{WHAT}") if more else answer


def _answered(stdin: int, stdout: int, questions: str) -> bytes:
    """What comes back until the terminal has said what it is, or the time is over."""
    global _unanswered
    os.write(stdout, questions.encode())
    answer, end = b"", time.monotonic() + ANSWER_S
    while not re.search(rb"\x1b\[\?[\d;]+c", answer):
        left = end - time.monotonic()
        if left <= 0 or not select.select([stdin], [], [], left)[0]:
            break
        data = os.read(stdin, 1024)
        if not data:
            break
        answer += data
    else:
        return answer
    _unanswered = True
    return answer


def _mend(stdin: int) -> None:
    """Lines and echo, where both are missing: no shell starts a program so, but some find it so after a kill -9."""
    import termios

    modes = termios.tcgetattr(stdin)
    if not modes[3] & (termios.ICANON | termios.ECHO):
        modes[0] |= termios.ICRNL | termios.IXON
        modes[1] |= termios.OPOST | termios.ONLCR
        modes[3] |= termios.ICANON | termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ISIG | termios.IEXTEN
        termios.tcsetattr(stdin, termios.TCSANOW, modes)


@contextlib.contextmanager
def _raw(stdin: int) -> Iterator[None]:
    import termios
    import tty

    before = termios.tcgetattr(stdin)
    try:
        tty.setcbreak(stdin, termios.TCSANOW)
        yield
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)
