"""Messages between real processes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from avatar import processes
from avatar.errors import ProtocolError

CHILD = """
import sys, time
sys.path.insert(0, {here!r})
from test_processes import MESSAGES, Data, Word
from avatar import processes
channel = processes.serve(MESSAGES)
print("noise on stdout")
while True:
    try:
        message = channel.receive()
    except EOFError:
        break
    if isinstance(message, Data):
        channel.send(Data(message.name, blob=message.blob[::-1]))
    elif message.text == "hang":
        time.sleep(1000)
    elif message.text == "garbage":
        import os
        channel._writer.write(b"this is not a message at all")
        channel._writer.flush()
    else:
        channel.send(Word(message.text.upper()))
"""


@dataclass(frozen=True)
class Word:
    text: str


@dataclass(frozen=True)
class Data:
    name: str
    blob: bytes = b""


MESSAGES = (Word, Data)


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "a_child.py").write_text(CHILD.format(here=str(Path(__file__).parent)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "a_child"


def test_a_child_started_ahead_is_the_one_that_is_asked_for(module: str, tmp_path: Path) -> None:
    processes.ahead(module, log_path=tmp_path / "log")
    early = processes._EARLY[module]
    first = processes.Child(module, [], MESSAGES, log_path=tmp_path / "log")
    second = processes.Child(module, [], MESSAGES, log_path=tmp_path / "log")
    try:
        assert first.pid == early.pid != second.pid
        for child in (first, second):
            child.send(Word("hello"))
            assert child.receive(20) == Word("HELLO")
    finally:
        first.close()
        second.close()


def test_one_started_ahead_that_has_died_is_replaced(module: str, tmp_path: Path) -> None:
    processes.ahead(module, log_path=tmp_path / "log")
    early = processes._EARLY[module]
    early.kill()
    early.wait()
    child = processes.Child(module, [], MESSAGES, log_path=tmp_path / "log")
    try:
        assert child.pid != early.pid
        child.send(Word("hello"))
        assert child.receive(20) == Word("HELLO")
    finally:
        child.close()


def test_words_and_blobs_come_back(module: str, tmp_path: Path) -> None:
    child = processes.Child(module, [], MESSAGES, log_path=tmp_path / "log")
    try:
        child.send(Word("héllo"))
        assert child.receive(10) == Word("HÉLLO")
        blob = os.urandom(1_000_003)
        child.send(Data("big", blob=blob))
        assert child.receive(10) == Data("big", blob=blob[::-1])
        child.send(Data("empty"))
        assert child.receive(10) == Data("empty", blob=b"")
    finally:
        child.close()
    assert not child.alive
    assert child.exit_code == 0
    assert "noise on stdout" in (tmp_path / "log").read_text()


def test_an_urgent_message_overtakes_a_blob() -> None:
    reading, writing = os.pipe()
    back_reading, back_writing = os.pipe()
    channel = processes.Channel(os.fdopen(back_reading, "rb"), os.fdopen(writing, "wb"), MESSAGES)
    channel.send(Data("long", blob=bytes(1_000_000)))
    channel.send(Word("later"))
    channel.send(Word("stop"), urgent=True)
    got = []
    with os.fdopen(reading, "rb") as reader:
        while len(got) < 18:
            frame = processes.read_frame(reader)
            assert frame
            got.append(frame[0].get("fields", {}).get("text", ""))
        assert got.index("stop") < 4
        assert got.index("later") == 17
    os.close(back_writing)
    channel.close()
    channel.join()


def test_a_hung_child_is_killed(module: str) -> None:
    child = processes.Child(module, [], MESSAGES)
    child.send(Word("hang"))
    assert child.receive(0.2) is None
    child.close(timeout=0.1)
    assert not child.alive


def test_garbage_ends_the_child_and_is_told(module: str) -> None:
    import threading

    ended = threading.Event()
    child = processes.Child(module, [], MESSAGES, on_end=ended.set)
    child.send(Word("garbage"))
    assert ended.wait(90)
    assert not child.alive
    with pytest.raises(ProtocolError, match="gone"):
        child.send(Word("x"))
    child.close()


def test_a_child_does_not_outlive_its_parent(module: str, tmp_path: Path) -> None:
    parent = tmp_path / "a_parent.py"
    parent.write_text(
        "import sys, os, signal\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_processes import MESSAGES, Word\n"
        "from avatar import processes\n"
        "child = processes.Child('a_child', [], MESSAGES)\n"
        "child.send(Word('x')); child.receive(10)\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, parent], capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    pid = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child outlived its parent")


@pytest.mark.parametrize(
    "bytes_",
    [
        b"AV",
        b"XX" + bytes(8),
        b"AV" + (2**31).to_bytes(4, "little") + bytes(4),
        b"AV" + (3).to_bytes(4, "little") + bytes(4) + b"{,}",
        b"AV" + (2).to_bytes(4, "little") + bytes(4) + b"[]",
        b"AV" + (2).to_bytes(4, "little") + (9).to_bytes(4, "little") + b"{}",
    ],
)
def test_broken_frames_are_refused(bytes_: bytes) -> None:
    with pytest.raises(ProtocolError):
        processes.read_frame(io.BytesIO(bytes_))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells of descriptors")
def test_a_child_that_is_killed_leaves_no_thread_and_no_descriptor_behind(module: str) -> None:
    """A kiosk that replaces its processes for weeks must not run out of either."""
    before = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        gone = threading.Event()
        child = processes.Child(module, [], MESSAGES, on_end=gone.set)
        os.kill(child.pid, signal.SIGKILL)
        assert gone.wait(90)
        for thread in child.channel._threads:
            thread.join(90)
    assert (threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))) == before
