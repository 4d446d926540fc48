"""Files are written whole or not at all, and what stands at the target is looked at first."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from avatar import files


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write(path: Path, text: bytes = b"new", permissions: int | None = None) -> None:
    with files.replacing(path, permissions) as file:
        file.write(text)


def test_a_new_file_has_what_the_umask_leaves_and_one_that_is_there_keeps_its_own(tmp_path: Path) -> None:
    write(tmp_path / "a")
    assert mode(tmp_path / "a") == 0o640
    (tmp_path / "a").chmod(0o604)
    write(tmp_path / "a", b"again")
    assert (mode(tmp_path / "a"), (tmp_path / "a").read_bytes()) == (0o604, b"again")
    write(tmp_path / "secret", permissions=0o600)
    assert mode(tmp_path / "secret") == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "secret"]


def test_a_block_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def fail() -> None:
        with files.replacing(tmp_path / "a") as file:
            file.write(b"half of")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "link2").symlink_to(tmp_path / "link")
    write(tmp_path / "link2")
    assert (tmp_path / "link2").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    (tmp_path / "dangling").symlink_to(tmp_path / "sub-to-be")
    write(tmp_path / "dangling")
    assert (tmp_path / "sub-to-be").read_bytes() == b"new"


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write(pipe, b"x" * 200_000)
    reader.join()
    assert heard == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a device node")
def test_a_device_stays_a_device(tmp_path: Path) -> None:
    node = tmp_path / "null"
    try:
        os.mknod(node, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        node.write_bytes(b"may be written")
    except OSError:
        pytest.skip("this file system takes no device nodes")
    write(node)
    assert stat.S_ISCHR(node.stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="irectory"):
        write(tmp_path)
    assert list(tmp_path.parent.glob(f".{tmp_path.name}*")) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "no" / "a")


def test_a_name_for_who_must_be_given_one_ends_as_asked(tmp_path: Path) -> None:
    with files.drafted(tmp_path / "a.npz", suffix=".npz") as made:
        assert made.suffix == ".npz"
        made.write_bytes(b"numbers")
    assert (tmp_path / "a.npz").read_bytes() == b"numbers"


def test_one_at_a_time_has_a_lock(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            with files.locked(tmp_path / "a.lock"):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert set(most) == {1}
