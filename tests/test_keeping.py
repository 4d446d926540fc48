"""What is kept is whole, what is used stays, and the bound holds, whatever the clock says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from avatar.keeping import LOCK, KeptFolder


def name(number: int) -> str:
    return f"{number:064x}"


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.kept")}


def test_what_is_put_is_got(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path / "new", 1000)
    assert kept.get(name(1)) is None
    kept.put(name(1), b"one")
    assert kept.get(name(1)) == b"one"
    assert KeptFolder(tmp_path / "new", 1000).get(name(1)) == b"one"
    assert kept.measure().entries == 1


def test_the_bound_holds_and_what_was_used_longest_ago_goes(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path, 1000)
    for number in range(20):
        kept.put(name(number), bytes(200))
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000
        kept.get(name(0))
    assert names(tmp_path) == {name(0), name(17), name(18), name(19)}
    kept.put(name(99), bytes(2000))
    assert name(99) not in names(tmp_path)


@pytest.mark.parametrize("hours", [-1, 1, 24 * 365 * 20])
def test_a_wrong_clock_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    kept = KeptFolder(tmp_path, 1000)
    for number in range(3):
        kept.put(name(number), bytes(200))
    now = time.time() + 3600 * hours
    monkeypatch.setattr(time, "time", lambda: now)
    late = KeptFolder(tmp_path, 1000)
    late.get(name(0))
    late.put(name(3), bytes(200))
    late.put(name(4), bytes(200))
    assert names(tmp_path) == {name(0), name(2), name(3), name(4)}


def test_an_entry_from_the_far_future_goes_first(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path, 1000)
    for number in range(3):
        kept.put(name(number), bytes(250))
    os.utime(tmp_path / f"{name(2)}.kept", (4.1e9, 4.1e9))
    again = KeptFolder(tmp_path, 1000)
    again.put(name(3), bytes(250))
    assert names(tmp_path) == {name(0), name(1), name(3)}


@pytest.mark.parametrize("spoil", ["cut", "flipped", "empty", "another's", "foreign"])
def test_a_spoilt_entry_is_none(tmp_path: Path, spoil: str) -> None:
    kept = KeptFolder(tmp_path, 10_000)
    kept.put(name(1), b"what was made")
    path = tmp_path / f"{name(1)}.kept"
    data = path.read_bytes()
    kept.put(name(2), b"what else was made")
    path.write_bytes(
        {"cut": data[:-1], "flipped": data[:-1] + b"?", "empty": b"", "foreign": b"PK\x03\x04" + bytes(60),
         "another's": (tmp_path / f"{name(2)}.kept").read_bytes()}[spoil]
    )  # fmt: skip
    assert kept.get(name(1)) is None
    assert not path.exists()
    kept.put(name(1), b"made anew")
    assert kept.get(name(1)) == b"made anew"


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(bytes(5000))
    (tmp_path / f"{name(7)}.kept").mkdir()
    kept = KeptFolder(tmp_path, 1000)
    for number in range(9):
        kept.put(name(number), bytes(300))
    kept.forget()
    assert {path.name for path in tmp_path.iterdir()} == {"holiday.jpg", f"{name(7)}.kept", LOCK}


def test_half_an_entry_of_a_process_that_died_goes(tmp_path: Path) -> None:
    half = tmp_path / f".{name(1)}.kept.0123456789ab.part"
    half.write_bytes(bytes(500))
    KeptFolder(tmp_path, 1000).put(name(2), b"two")
    assert not half.exists()


def test_nothing_is_kept_where_nothing_shall_be(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path / "none", 0)
    kept.put(name(1), b"one")
    assert kept.get(name(1)) is None
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    told: list[str] = []
    kept = KeptFolder(tmp_path / "file", 1000, told.append)
    for number in range(3):
        kept.put(name(number), b"x")
    assert len(told) == 1
    assert "file" in told[0]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such limit")
def test_no_space_costs_only_what_would_be_kept(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from avatar.keeping import KeptFolder\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "kept = KeptFolder(Path(sys.argv[1]), 10_000, print)\n"
        f"kept.put('{name(1)}', bytes(100)); kept.put('{name(2)}', bytes(900)); "
        f"print(kept.get('{name(1)}') is not None)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.count("can't be kept") == 1
    assert done.stdout.endswith("True\n")
    assert names(tmp_path) == {name(1)}
    assert not list(tmp_path.glob("*.part"))
