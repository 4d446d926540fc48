"""Messages between real processes."""

from __future__ import annotations

import io
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar import children, processes
from avatar.errors import ProtocolError
from avatar.wire import Kinds

CHILD = """
import sys, time
sys.path.insert(0, {here!r})
from test_processes import MESSAGES, Data, Word
from avatar import children, processes
channel = processes.serve(MESSAGES, MESSAGES)
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


MESSAGES: Kinds[Word | Data] = Kinds(Word | Data)


def written(*messages: Word | Data) -> bytes:
    """What goes into the pipe."""
    return b"".join(
        part for number, each in enumerate(messages) for frame in processes.encode(each, number) for part in frame
    )


def read(text: bytes) -> list[Word | Data]:
    """What comes out of it."""
    return list(processes.incoming(io.BytesIO(text), MESSAGES))


def framed(header: object, payload: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return b"AV" + struct.pack("<II", len(text), len(payload)) + text + payload


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "a_child.py").write_text(CHILD.format(here=str(Path(__file__).parent)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "a_child"


def test_a_child_started_ahead_is_the_one_that_is_asked_for(module: str, tmp_path: Path) -> None:
    children.ahead(module, log_path=tmp_path / "log")
    early = children._EARLY[module]
    first = children.Child(module, [], MESSAGES, MESSAGES, log_path=tmp_path / "log")
    second = children.Child(module, [], MESSAGES, MESSAGES, log_path=tmp_path / "log")
    try:
        assert first.pid == early.pid != second.pid
        for child in (first, second):
            child.send(Word("hello"))
            assert child.receive(20) == Word("HELLO")
    finally:
        first.close()
        second.close()


def test_one_started_ahead_that_has_died_is_replaced(module: str, tmp_path: Path) -> None:
    children.ahead(module, log_path=tmp_path / "log")
    early = children._EARLY[module]
    early.kill()
    early.wait()
    child = children.Child(module, [], MESSAGES, MESSAGES, log_path=tmp_path / "log")
    try:
        assert child.pid != early.pid
        child.send(Word("hello"))
        assert child.receive(20) == Word("HELLO")
    finally:
        child.close()


def test_words_and_blobs_come_back(module: str, tmp_path: Path) -> None:
    child = children.Child(module, [], MESSAGES, MESSAGES, log_path=tmp_path / "log")
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
    channel = processes.Channel(os.fdopen(back_reading, "rb"), os.fdopen(writing, "wb"), MESSAGES, MESSAGES)
    channel.send(Data("long", blob=bytes(1_000_000)))
    channel.send(Word("later"))
    channel.send(Word("stop"), urgent=True)
    got = []
    with os.fdopen(reading, "rb") as reader:
        while len(got) < 18:
            frame = processes.read_frame(reader)
            assert frame
            got.append(frame.fields.get("text", "") if isinstance(frame.fields, dict) else "")
        assert got.index("stop") < 4
        assert got.index("later") == 17
    os.close(back_writing)
    channel.close()
    channel.join()


def test_a_hung_child_is_killed(module: str) -> None:
    child = children.Child(module, [], MESSAGES, MESSAGES)
    child.send(Word("hang"))
    assert child.receive(0.2) is None
    child.close(timeout=0.1)
    assert not child.alive


def test_garbage_ends_the_child_and_is_told(module: str) -> None:
    import threading

    ended = threading.Event()
    child = children.Child(module, [], MESSAGES, MESSAGES, on_end=ended.set)
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
        "from avatar import children, processes\n"
        "child = children.Child('a_child', [], MESSAGES, MESSAGES)\n"
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
        framed({}),
        framed({"id": 1}),
        framed({"id": True}, b"x"),
        framed({"id": 1, "more": 1}, b"x"),
        framed({"id": 1, "type": "Word", "fields": {"text": "x"}}),
        framed({"id": "1", "type": "Word", "fields": {"text": "x"}, "size": 0}),
        framed({"id": 1, "type": "Word", "fields": {"text": "x"}, "size": 0, "more": 1}),
        framed({"id": 1, "type": "Word", "fields": {"text": "x"}, "size": False}),
        framed({"id": 1, "type": "Word", "fields": {"text": "x"}, "size": -1}),
        framed({"id": 1, "type": "Data", "fields": {"name": "x", "blob": 1}, "size": 1 << 40}),
        framed({"id": 1, "type": "Data", "fields": {"name": "x", "blob": 1}, "size": 0}, b"x"),
    ],
)
def test_broken_frames_are_refused(bytes_: bytes) -> None:
    with pytest.raises(ProtocolError):
        processes.read_frame(io.BytesIO(bytes_))


def test_a_frame_that_is_whole_but_too_large_is_refused() -> None:
    header = {"id": 1, "type": "Data", "fields": {"name": "x", "blob": 65_537}, "size": 65_537}
    text = json.dumps(header | {"size": 1, "fields": {"name": "x" * processes.LARGEST_HEADER, "blob": 1}}).encode()
    for large in (framed(header, bytes(65_537)), b"AV" + struct.pack("<II", len(text), 1) + text + b"x"):
        with pytest.raises(ProtocolError, match="not a message"):
            processes.read_frame(io.BytesIO(large))


def begun(number: int, size: int) -> bytes:
    return framed({"id": number, "type": "Data", "fields": {"name": "x", "blob": size}, "size": size}, b"x")


@pytest.mark.parametrize(
    ("bytes_", "says"),
    [
        (framed({"id": 1, "type": "Ward", "fields": {}, "size": 0}), "no message 'Ward' here"),
        (framed({"id": 1, "type": "Word", "fields": {"text": 1}, "size": 0}), "text must be a text, not 1"),
        (framed({"id": 1, "type": "Word", "fields": {}, "size": 0}), "an object with text"),
        (framed({"id": 1, "type": "Word", "fields": {"text": "x"}, "size": 1}, b"x"), "bytes"),
        (framed({"id": 1, "type": "Data", "fields": {"name": "x", "blob": 2}, "size": 1}, b"x"), "number of bytes"),
        (framed({"id": 1}, b"x"), "belongs to no message"),
        (begun(1, 2) + framed({"id": 2}, b"x"), "belongs to no message"),
        (begun(1, 2) + framed({"id": 1}, b"xx"), "longer than it said"),
        (begun(1, 2) + begun(1, 2), "within another"),
        (begun(1, 2) + begun(2, 2) + begun(3, 2), "within another"),
    ],
)
def test_broken_messages_are_refused(bytes_: bytes, says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        read(bytes_)


WORDS = st.builds(Word, st.text(max_size=30))
DATA = st.builds(Data, st.text(max_size=30), st.binary(max_size=300) | st.binary(max_size=9).map(lambda x: x * 30_000))


@given(st.lists(WORDS | DATA, max_size=4))
def test_any_messages_come_back_in_order(messages: list[Word | Data]) -> None:
    assert read(written(*messages)) == messages


@given(st.binary(max_size=200))
def test_no_bytes_are_a_message_by_accident(text: bytes) -> None:
    assert read(b"") == []
    for hostile in (b"\0" + text, b"AV" + text):
        with pytest.raises(ProtocolError):
            read(hostile)


@given(st.data())
def test_whatever_is_done_to_messages_on_their_way_is_refused_or_is_one(data: st.DataObject) -> None:
    text = bytearray(written(Word("héllo"), Data("x", b"0123456789" * 20), Word("end")))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        found = read(bytes(text))
    except ProtocolError:
        return
    for message in found:
        assert isinstance(message, Word | Data)
        assert read(written(message)) == [message]


def test_what_is_sent_is_not_copied_on_its_way_into_the_pipe() -> None:
    blob = bytes(200_000)
    frames = processes.encode(Data("x", blob))
    assert [len(frame.payload) for frame in frames] == [65_536, 65_536, 65_536, 3_392]
    assert all(frame.payload.obj is blob for frame in frames)


def test_a_message_of_another_protocol_is_not_sent(module: str) -> None:
    child = children.Child(module, [], MESSAGES, MESSAGES)
    try:
        with pytest.raises(ProtocolError, match="takes no message MessageFrame"):
            child.send(processes.MessageFrame(1, b""))  # type: ignore[arg-type]
        child.send(Word("still there"))
        assert child.receive(20) == Word("STILL THERE")
    finally:
        child.close()


def test_what_can_not_be_sent_is_told_to_who_sends_it() -> None:
    with pytest.raises(ProtocolError, match="Word is too long"):
        processes.encode(Word("x" * (processes.LARGEST_HEADER + 1)))
    with pytest.raises(ProtocolError, match="Data is too long"):
        processes.encode(Data("x", bytes(processes.LARGEST_BLOB + 1)))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells of descriptors")
def test_a_child_that_is_killed_leaves_no_thread_and_no_descriptor_behind(module: str) -> None:
    """A kiosk that replaces its processes for weeks must not run out of either."""
    before = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        gone = threading.Event()
        child = children.Child(module, [], MESSAGES, MESSAGES, on_end=gone.set)
        os.kill(child.pid, signal.SIGKILL)
        assert gone.wait(90)
        for thread in child.channel._threads:
            thread.join(90)
    assert (threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))) == before
