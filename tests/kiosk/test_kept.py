"""What a kiosk remembers over its restarts: the staff's choices, and how often it was started."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from avatar.kiosk import kept
from avatar.kiosk.kept import STARTS, WITHIN_S
from avatar.kiosk.state import Settled

DEFAULT = Settled(0.7, "juno")


@pytest.fixture
def clock(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Its only value is the time."""
    now = [1000.0]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(kept, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_the_staffs_choices_are_as_they_left_them(home: Path) -> None:
    assert kept.read_settled(DEFAULT) == DEFAULT
    kept.keep_settled(Settled(0.25, "max", False))
    assert kept.read_settled(DEFAULT) == Settled(0.25, "max", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", DEFAULT),
        ("[]", DEFAULT),
        ('{"volume": 0.5}', DEFAULT),
        ('{"volume": "loud", "character": "max", "shows": true}', DEFAULT),
        ('{"volume": 7.0, "character": "max", "shows": false}', Settled(0.7, "max", False)),
        ('{"volume": -0.1, "character": "max", "shows": false}', Settled(0.7, "max", False)),
        ('{"volume": 1.0, "character": "nobody", "shows": true}', Settled(1.0, "juno", True)),
        ('{"volume": 0.0, "character": "max", "shows": true}', Settled(0.0, "max", True)),
        ("[" * 100_000, DEFAULT),
    ],
)
def test_of_a_file_that_somebody_changed_only_what_can_be_is_taken(home: Path, text: str, expected: Settled) -> None:
    kept.folder().mkdir(parents=True)
    (kept.folder() / "staff.json").write_text(text, "utf-8")
    assert kept.read_settled(DEFAULT) == expected


def test_many_starts_in_a_row_are_too_many_and_old_ones_are_forgotten(clock: list[float]) -> None:
    for _ in range(STARTS):
        assert not kept.started_too_often()
        clock[0] += 1.0
    assert kept.started_too_often()
    clock[0] += WITHIN_S + 1.0
    assert not kept.started_too_often()


def test_an_end_that_the_staff_asked_for_counts_no_start(clock: list[float]) -> None:
    for _ in range(3 * STARTS):
        assert not kept.started_too_often()
        kept.forget_starts()
    kept.forget_starts()


def test_starts_before_the_machine_was_started_anew_do_not_count(clock: list[float]) -> None:
    """Its clock begins at 0 then: what was remembered lies ahead of it."""
    for _ in range(STARTS):
        kept.started_too_often()
    clock[0] = 10.0
    assert not kept.started_too_often()


def test_a_memory_of_starts_that_can_not_be_read_is_none(clock: list[float], tmp_path: Path) -> None:
    kept.started_too_often()
    (file,) = tmp_path.glob("avatar-kiosk-*.json")
    assert json.loads(file.read_text()) == [1000.0]
    assert file.stat().st_mode & 0o777 == 0o600, "nobody else can make it begin in safe mode"
    for text in ("", "{}", '["x"]', "[" * 100_000):
        file.write_text(text)
        assert not kept.started_too_often()


def test_where_the_session_has_no_folder_of_its_own_it_is_remembered_for_the_machine(
    clock: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(kept, "Path", lambda folder: tmp_path if folder == "/tmp" else Path(folder))
    kept.started_too_often()
    assert len(list(tmp_path.glob("avatar-kiosk-*.json"))) == 1
    kept.forget_starts()
    assert list(tmp_path.glob("avatar-kiosk-*.json")) == []
