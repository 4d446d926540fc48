"""What makes a machine boot into the kiosk: a systemd user service, and what starts it where the screen comes up.

Every file is the user's own; nothing needs an administrator. Files that were there before keep what they held: ours
stands in them between two marks.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from avatar import files
from avatar.errors import AvatarError, ConfigError

SERVICE = "avatar-kiosk.service"

BEGIN, END = "# avatar kiosk: begin", "# avatar kiosk: end"

WATCHDOG_S = 20

BACK_OFF_SINCE = 254
"""The systemd from which on a service's restarts can be spaced out more and more; Bookworm's is 252."""

CLEARED_KEYS = ("A-F4", "A-Tab", "A-S-Tab", "A-Space", "W-Return", "W-a", "W-e", "W-r", "C-A-t", "C-A-Delete", "C-A-d",
                "C-S-Escape", "A-F1", "A-F2", "Super_L")  # fmt: skip
"""Keys of labwc and of Raspberry Pi OS's desktop that would leave the kiosk or open something over it."""


@dataclass(frozen=True)
class Written:
    """A file, or a part of one."""

    path: Path
    text: str
    whole: bool = True
    """Whether the file is all ours; else `text` is put between marks at the end of what is there."""
    mode: int = 0o644


@dataclass(frozen=True)
class Machine:
    """What the files depend on."""

    home: Path
    config: Path
    """$XDG_CONFIG_HOME."""
    program: tuple[str, ...]
    """The command that runs avatar."""
    systemd: int = 252
    arguments: tuple[str, ...] = ()
    """More of the command line, as `--config FILE`."""


def find_machine(arguments: tuple[str, ...] = ()) -> Machine:
    """This machine. Raises AvatarError off Linux."""
    if not sys.platform.startswith("linux"):
        raise AvatarError(
            "The kiosk is installed as a systemd service, which only Linux has",
            remedy="Let your system start `avatar kiosk` after logging in.",
        )
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    script = Path(sys.executable).parent / "avatar"
    program = (str(script),) if script.exists() else (sys.executable, "-P", "-m", "avatar")
    return Machine(home, config, program, _systemd(), arguments)


def _systemd() -> int:
    try:
        said = subprocess.run(["systemctl", "--version"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 252
    found = re.match(r"systemd (\d+)", said)
    return int(found[1]) if found else 252


def plan_files(
    machine: Machine, *, desktop: bool = True, lite: bool = True, console: bool = False
) -> tuple[Written, ...]:
    """Every file to write: for a desktop (labwc), for a system without one (cage), for both; or for the first console,
    where letters draw the face.
    """
    found = [Written(machine.config / "systemd" / "user" / SERVICE, write_service(machine, console=console))]
    if desktop:
        labwc = machine.config / "labwc"
        found.append(Written(labwc / "autostart", STARTING, whole=False))
        if not find_foreign_keys(machine):
            found.append(Written(labwc / "rc.xml", _keys()))
    if lite or console:
        found.append(Written(machine.home / ".local" / "bin" / "avatar-kiosk-session", SESSION, mode=0o755))
        found.append(Written(machine.home / ".profile", CONSOLE_PROFILE if console else PROFILE, whole=False))
    return tuple(found)


def write_service(machine: Machine, *, console: bool = False) -> str:
    """The unit. The script that brings the screen up starts it, since only that knows the display's name."""
    stage = ("--stage", "terminal") if console else ()
    command = " ".join(_quoted(word) for word in (*machine.program, "kiosk", *stage, *machine.arguments))
    terminal = CONSOLE if console else ""
    back_off = "RestartSteps=6\nRestartMaxDelaySec=60\n" if machine.systemd >= BACK_OFF_SINCE else ""
    return f"""[Unit]
Description=avatar kiosk
Documentation=man:systemd.service(5)
# Thirty starts in ten minutes are no bad luck any more: then it stays down until the session is started anew.
StartLimitIntervalSec=600
StartLimitBurst=30

[Service]
Type=notify
NotifyAccess=main
ExecStart={command}
{terminal}Restart=always
RestartSec=1
{back_off}# A settings file that is wrong is not mended by another start.
RestartPreventExitStatus=2
TimeoutStartSec=60
TimeoutStopSec=15
WatchdogSec={WATCHDOG_S}
WatchdogSignal=SIGKILL
KillMode=mixed
# Where memory runs out, what was ended is started anew; the rest goes on.
OOMPolicy=continue
NoNewPrivileges=yes
UMask=0077
"""


def _quoted(word: str) -> str:
    """A word for ExecStart, systemd.service(5): percent and dollar signs doubled, blanks in quotes."""
    plain = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$").replace('"', '\\"')
    return f'"{plain}"' if re.search(r"[\s\"']", word) else plain


_NAMES = "DISPLAY WAYLAND_DISPLAY XAUTHORITY XDG_RUNTIME_DIR XDG_SESSION_TYPE PULSE_SERVER"

STARTING = f"""systemctl --user import-environment {_NAMES}
systemctl --user reset-failed {SERVICE}
systemctl --user restart {SERVICE} &
"""

SESSION = f"""#!/bin/sh
# What cage shows, or the console: the kiosk's service, for as long as it lives. Once it is given up, the session ends
# too, the console logs in again, and all begins anew.
set -u
systemctl --user import-environment {_NAMES}
# Yours, where there is one: to turn the screen, as `wlr-randr --output HDMI-A-1 --transform 90`.
screen=${{XDG_CONFIG_HOME:-$HOME/.config}}/avatar/screen
[ ! -x "$screen" ] || "$screen"
systemctl --user reset-failed {SERVICE} 2>/dev/null
systemctl --user restart {SERVICE}
while :; do
    case $(systemctl --user is-active {SERVICE}) in active | activating) sleep 5 ;; *) exit ;; esac
done
"""

PROFILE = """if [ "$(tty)" = /dev/tty1 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v cage >&2; then
    # AVATAR_CAGE holds options of yours for cage, as -r, by which Bookworm's turns the screen.
    cage ${AVATAR_CAGE:-} -- "$HOME/.local/bin/avatar-kiosk-session" >/dev/null 2>&1
    sleep 3   # so that a display which can't be opened does not log in and out as fast as it can
    exit
fi
"""


CONSOLE = """# The console that logged in. It belongs to the user then, and nobody else reads from it.
Environment=TERM=linux
StandardInput=file:/dev/tty1
StandardOutput=file:/dev/tty1
StandardError=journal
"""

CONSOLE_PROFILE = """if [ "$(tty)" = /dev/tty1 ]; then
    trap '' INT QUIT TSTP   # between two starts of the kiosk these keys are the system's
    setterm --blank 0 --clear all
    "$HOME/.local/bin/avatar-kiosk-session" >/dev/null 2>&1
    sleep 3
    exit
fi
"""


def _keys() -> str:
    """labwc's settings with the keys cleared that lead out; its own defaults are not asked for."""
    cleared = "\n".join(f'    <keybind key="{key}"><action name="None"/></keybind>' for key in CLEARED_KEYS)
    return f"""<?xml version="1.0"?>
<!-- {BEGIN.lstrip("# ")} -->
<labwc_config>
  <keyboard>
{cleared}
  </keyboard>
  <mouse>
    <context name="Root"><mousebind button="Right" action="Press"><action name="None"/></mousebind></context>
  </mouse>
</labwc_config>
"""


def find_foreign_keys(machine: Machine) -> Path | None:
    """labwc's settings where there are some that we did not write: they stay, and so do their keys."""
    path = machine.config / "labwc" / "rc.xml"
    return path if path.exists() and BEGIN.lstrip("# ") not in _read(path) else None


# --------------------------------------------------------------------------------------------------- putting it there


def install_files(machine: Machine, written: Iterable[Written]) -> list[Path]:
    """Writes what is not there yet or is different; returns those paths. Raises AvatarError."""
    changed = []
    for each in written:
        wanted = each.text if each.whole else _with_ours(_read(each.path), each.text)
        if _read(each.path) == wanted and each.path.exists():
            continue
        try:
            each.path.parent.mkdir(parents=True, exist_ok=True)
            with files.replacing(each.path, each.mode) as file:
                file.write(wanted.encode())
        except OSError as error:
            raise ConfigError(
                f"The kiosk can't be installed: {error.strerror}",
                where=each.path,
                remedy="Make that folder writable, with the overlay file system switched off.",
            ) from error
        changed.append(each.path)
    return changed


def remove_files(written: Iterable[Written]) -> list[Path]:
    """Takes away what `install_files` wrote; returns the paths that were changed. Raises AvatarError."""
    changed = []
    for each in written:
        if not each.path.exists():
            continue
        before = _read(each.path)
        after = "" if each.whole else _without_ours(before)
        if after == before:
            continue
        try:
            if after.strip():
                with files.replacing(each.path, each.path.stat().st_mode & 0o777) as file:
                    file.write(after.encode())
            else:
                each.path.unlink()
        except OSError as error:
            raise ConfigError(
                f"The kiosk can't be uninstalled: {error.strerror}", where=each.path, remedy="Delete that file."
            ) from error
        changed.append(each.path)
    return changed


def reload_systemd(*, start: bool) -> str:
    """Lets the running systemd know; what it says where it refuses."""
    if not shutil.which("systemctl"):
        return "systemctl is not here: the service begins with the next start of the machine."
    commands = [["daemon-reload"], ["disable", SERVICE] if not start else ["daemon-reload"]]
    for command in commands:
        done = subprocess.run(
            ["systemctl", "--user", *command], capture_output=True, text=True, timeout=30, check=False
        )
        if done.returncode:
            return done.stderr.strip() or f"systemctl --user {' '.join(command)} failed"
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _without_ours(text: str) -> str:
    return re.sub(rf"\n?{re.escape(BEGIN)}\n.*?{re.escape(END)}\n", "", text, flags=re.DOTALL)


def _with_ours(text: str, ours: str) -> str:
    rest = _without_ours(text)
    gap = "" if not rest or rest.endswith("\n") else "\n"
    return f"{rest}{gap}{chr(10) if rest else ''}{BEGIN}\n{ours}{END}\n"
