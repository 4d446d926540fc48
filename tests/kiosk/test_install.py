"""What `avatar kiosk install` puts on a machine, and that it takes it away again."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from avatar.cli import main
from avatar.errors import ConfigError
from avatar.kiosk import install
from avatar.kiosk.install import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    program = tmp_path / "bin dir" / "avatar"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return Machine(tmp_path, tmp_path / ".config", (str(program),), 252, ("--config", "/etc/my kiosk.toml"))


def everything(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text() for path in folder.rglob("*") if path.is_file() and "bin dir" not in str(path)}


def test_installing_twice_is_installing_once(machine: Machine) -> None:
    assert len(install.install_files(machine, install.plan_files(machine))) == 5
    before = everything(machine.home)
    assert install.install_files(machine, install.plan_files(machine)) == []
    assert everything(machine.home) == before


def test_uninstalling_leaves_what_was_there_before(machine: Machine) -> None:
    autostart = machine.config / "labwc" / "autostart"
    autostart.parent.mkdir(parents=True)
    autostart.write_text("wf-panel-pi &")
    (machine.home / ".profile").write_text("export A=1\n")
    install.install_files(machine, install.plan_files(machine))
    assert autostart.read_text().startswith("wf-panel-pi &\n")
    assert install.remove_files(install.plan_files(machine))
    assert everything(machine.home) == {
        str(autostart): "wf-panel-pi &\n",
        str(machine.home / ".profile"): "export A=1\n",
    }
    assert install.remove_files(install.plan_files(machine)) == []


def test_somebody_elses_keys_are_left_alone(machine: Machine) -> None:
    keys = machine.config / "labwc" / "rc.xml"
    keys.parent.mkdir(parents=True)
    keys.write_text("<labwc_config/>")
    install.install_files(machine, install.plan_files(machine))
    assert keys.read_text() == "<labwc_config/>"


def test_it_is_said_when_keys_stay_that_lead_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = home / ".config" / "labwc" / "rc.xml"
    keys.parent.mkdir(parents=True)
    keys.write_text("<labwc_config/>")
    assert main(["kiosk", "install"]) == 0
    said = capsys.readouterr().out
    assert f"left {keys} as it is" in said
    assert "A-F4" in said


def test_a_change_of_the_command_is_taken_over(machine: Machine) -> None:
    install.install_files(machine, install.plan_files(machine))
    other = Machine(machine.home, machine.config, machine.program, 252)
    assert install.install_files(other, install.plan_files(other)) == [
        machine.config / "systemd" / "user" / install.SERVICE
    ]


def test_a_folder_that_can_not_be_written_is_named(machine: Machine) -> None:
    (machine.home / ".config").write_text("")
    with pytest.raises(ConfigError, match=r"\.config"):
        install.install_files(machine, install.plan_files(machine))


@pytest.mark.parametrize("console", [False, True])
@pytest.mark.parametrize("systemd", [252, 257])
def test_systemd_finds_nothing_wrong_with_the_service(machine: Machine, systemd: int, console: bool) -> None:
    """An older systemd passes over the settings that only a newer one knows, and says so."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze isn't installed")
    newer = ("RestartSteps", "RestartMaxDelaySec") if systemd > install._systemd() else ()
    path = machine.home / install.SERVICE
    its = Machine(machine.home, machine.config, machine.program, systemd, machine.arguments)
    path.write_text(install.write_service(its, console=console))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(path)], capture_output=True, text=True
    )
    about = [line for line in done.stderr.splitlines() if install.SERVICE in line]
    assert [line for line in about if not any(f"'{name}'" in line for name in newer)] == []
    assert done.returncode == 0, done.stderr


def test_the_console_gets_the_terminals_face_and_is_given_back(machine: Machine) -> None:
    (machine.home / ".profile").write_text("export A=1\n")
    files = install.plan_files(machine, desktop=False, lite=False, console=True)
    assert {path.name for path in install.install_files(machine, files)} == {
        install.SERVICE, "avatar-kiosk-session", ".profile",
    }  # fmt: skip
    assert install.install_files(machine, files) == []
    unit = (machine.config / "systemd" / "user" / install.SERVICE).read_text()
    assert "kiosk --stage terminal --config" in unit
    assert "StandardInput=file:/dev/tty1\nStandardOutput=file:/dev/tty1\n" in unit
    profile = (machine.home / ".profile").read_text()
    assert "cage" not in profile
    assert subprocess.run(["sh", "-n"], input=profile, text=True, check=False).returncode == 0
    install.remove_files(install.plan_files(machine))
    assert everything(machine.home) == {str(machine.home / ".profile"): "export A=1\n"}


def test_restarts_are_spaced_out_where_systemd_can(machine: Machine) -> None:
    assert "RestartSteps" not in install.write_service(machine)
    later = Machine(machine.home, machine.config, machine.program, 257)
    assert "RestartSteps=6\nRestartMaxDelaySec=60\n" in install.write_service(later)


def test_shells_and_labwc_can_read_the_rest(machine: Machine) -> None:
    for each in install.plan_files(machine):
        if each.path.name in ("autostart", ".profile", "avatar-kiosk-session"):
            done = subprocess.run(["sh", "-n"], input=each.text, text=True, capture_output=True, check=False)
            assert done.returncode == 0, f"{each.path}: {done.stderr}"
        if each.path.suffix == ".xml":
            cleared = {each.get("key") for each in ET.fromstring(each.text).iter("keybind")}
            assert {"A-F4", "C-A-t", "W-Return"} <= cleared


def test_a_dry_run_shows_every_file_and_writes_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kiosk", "install", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert not any("kiosk" in text or "cage" in text for text in everything(home).values())
    for words in ("avatar-kiosk.service", "WatchdogSec=20", "labwc/autostart", "cage ${AVATAR_CAGE:-} --", ".profile"):
        assert words in shown


def test_wrong_settings_are_not_installed(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[kiosk]\nquiet = ["late"]\n')
    assert main(["--config", str(path), "kiosk", "install", "--dry-run"]) == 2
    assert "late" in capsys.readouterr().err


def test_a_pin_is_printed_hashed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("483920\n"))
    assert main(["kiosk", "pin"]) == 0
    said = capsys.readouterr().out
    assert said.startswith('pin = "scrypt:')
    assert "483920" not in said
