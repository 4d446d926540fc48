from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from avatar.speech.base import Moment, Pronounced, Request, SpokenSound
from avatar.speech.cache import Cache, name_sound, pack, unpack

SOUND = SpokenSound(b"\1\2" * 1000, 22050, (Moment(0.1, 0.2, "Hi", 0, 2),), (Moment(0.0, 0.2, "ˈaɪ"),), "engine")
REQUEST = Request("Hi", "en-gb")


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sound"))


def test_a_sound_is_found_again_by_another_run(tmp_path: Path) -> None:
    name = name_sound("espeak", REQUEST)
    assert Cache(tmp_path).get(name) is None
    Cache(tmp_path).put(name, SOUND, on_disk=True)
    assert Cache(tmp_path).get(name) == SOUND


def test_memory_only_leaves_no_file(tmp_path: Path) -> None:
    for cache, on_disk in ((Cache(None), True), (Cache(tmp_path), False), (Cache(tmp_path, limit=0), True)):
        cache.put("name", SOUND, on_disk)
        assert cache.get("name") == SOUND
    assert list(tmp_path.iterdir()) == []


def test_all_that_shapes_the_sound_is_in_the_key() -> None:
    changes = (
        {"text": "Ho"},
        {"voice_id": "de"},
        {"language": "de"},
        {"rate": 100},
        {"pitch": 1},
        {"range": 1},
        {"variant": "f2"},
        {"pronounced": (Pronounced(0, 2, "ha"),)},
    )
    names = {name_sound("espeak", replace(REQUEST, **change)) for change in changes}  # type: ignore[arg-type]
    names |= {name_sound("espeak", REQUEST), name_sound("piper", REQUEST)}
    assert len(names) == len(changes) + 2


def test_the_folder_stays_within_its_limit_and_the_oldest_go_first(tmp_path: Path) -> None:
    size = len(pack(SOUND))
    cache = Cache(tmp_path, limit=3 * size)
    for number in range(3):
        cache.put(f"entry{number}", SOUND, on_disk=True)
        os.utime(tmp_path / f"entry{number}.sound", (number, number))
    assert Cache(tmp_path).get("entry0")  # used: now it is the newest
    cache.put("entry3", SOUND, on_disk=True)
    assert [path.stem for path in files(tmp_path)] == ["entry0", "entry2", "entry3"]


@pytest.mark.parametrize("damage", [b"", b"AVS1", b"nonsense" * 100, "cut", "flip", "head"])
def test_a_broken_entry_is_ignored_and_removed(tmp_path: Path, damage: bytes | str) -> None:
    data = pack(SOUND)
    if damage == "cut":
        data = data[:-10]
    elif damage == "flip":
        data = data[:-1] + bytes([data[-1] ^ 1])
    elif damage == "head":
        data = data[:20] + b"\xff" + data[21:]
    else:
        assert isinstance(damage, bytes)
        data = damage
    path = tmp_path / "name.sound"
    path.write_bytes(data)
    assert Cache(tmp_path).get("name") is None
    assert not path.exists()


def test_a_file_that_is_whole_but_senseless_is_refused() -> None:
    odd = pack(replace(SOUND, words=()))
    with pytest.raises(ValueError, match="damaged"):
        unpack(odd.replace(b'"words":[]', b'"words":{}'))


def test_a_folder_that_cannot_be_written_costs_one_notice(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    notices: list[str] = []
    cache = Cache(tmp_path / "file" / "cache", notice=notices.append)
    for number in range(3):
        cache.put(str(number), SOUND, on_disk=True)
        assert cache.get(str(number)) == SOUND
    assert len(notices) == 1
    assert "cache_mb" in notices[0]


def test_what_a_dead_process_left_is_cleared_away(tmp_path: Path) -> None:
    old, new = tmp_path / "old.part", tmp_path / "new.part"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    Cache(tmp_path).put("name", SOUND, on_disk=True)
    assert not old.exists()
    assert new.exists()


def test_two_processes_share_a_small_folder(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from avatar.speech.cache import Cache; "
        "from avatar.speech.base import SpokenSound\n"
        "for turn in range(150):\n"
        "    cache = Cache(Path(sys.argv[1]), limit=20_000)\n"
        "    name = f'entry{turn % 7}'\n"
        "    sound = cache.get(name)\n"
        "    assert sound is None or sound.pcm == name[-1].encode() * 4000, name\n"
        "    cache.put(name, SpokenSound(name[-1].encode() * 4000, 100), True)\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stderr=subprocess.PIPE, cwd=Path.cwd())
        for _ in range(2)
    ]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 20_000
    assert not list(tmp_path.glob("*.part"))


def test_memory_is_bounded() -> None:
    cache = Cache(None)
    large = SpokenSound(bytes(5 << 20), 22050)
    for number in range(6):
        cache.put(str(number), large, on_disk=False)
    assert cache.get("0") is None
    assert cache.get("5") == large
