"""Films made: the same by however many workers, and nothing left behind where one breaks off."""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatar import scenefile
from avatar.errors import AvatarError, FilmError
from avatar.film.make import FilmProgress, Order, film
from avatar.film.reel import Reel, Whole
from avatar.film.shape import FrameShape
from avatar.types import CastMember, Entry, Scene
from tests.film.scenes import CAST, said, small

TINY = FrameShape(64, 36, 24)
AVATAR = [sys.executable, "-m", "avatar", "film"]


def long_scene(seconds: float) -> Scene:
    """One who talks without end."""
    clause = said("ANA", "And so on and on.", 2.0)
    return Scene(CAST[:1], tuple(Entry(2.0 * n, "ANA", clause) for n in range(math.ceil(seconds / 2))))


def saved(scene: Scene, folder: Path) -> Path:
    scenefile.save(folder / "it.scene", scene)
    return folder / "it.scene"


@pytest.fixture
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of 12 frames, so that a short film has several."""
    monkeypatch.setattr(FrameShape, "segment", property(lambda self: 12))


@pytest.mark.parametrize("name", ["film.mp4", "film.gif"])
def test_a_film_does_not_depend_on_how_many_make_it(tmp_path: Path, name: str, short_segments: None) -> None:
    for workers in (1, 3):
        (tmp_path / str(workers)).mkdir()
        film(Reel.of(small()), Order(tmp_path / str(workers) / name, TINY, workers=workers))
    one, three = ((tmp_path / str(workers) / name).read_bytes() for workers in (1, 3))
    assert one == three


def test_frames_are_the_same_wherever_a_film_begins(tmp_path: Path, short_segments: None) -> None:
    """Frame 18 of the whole is the first of a film that begins there: the same picture, to a step of a colour."""
    film(Reel.of(small()), Order(tmp_path / "whole", TINY, workers=2))
    film(Reel.of(small()), Order(tmp_path / "part", TINY, start=0.75, end=1.0, workers=1))
    assert len(list((tmp_path / "part").iterdir())) == 6
    for number in (1, 6):
        part = np.asarray(Image.open(tmp_path / "part" / f"frame{number:05}.png")).astype(int)
        whole = np.asarray(Image.open(tmp_path / "whole" / f"frame{number + 18:05}.png")).astype(int)
        assert abs(part - whole).max() <= 2


def test_progress_comes_to_its_end(tmp_path: Path, short_segments: None) -> None:
    told: list[FilmProgress] = []
    film(Reel.of(small()), Order(tmp_path / "film.wav", TINY), tell=told.append)
    assert [now.done for now in told] == sorted(now.done for now in told)
    assert told[-1].done == told[-1].total == pytest.approx(32 / 24)


def test_a_show_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def steps() -> Iterator[Whole]:
        yield replace_start(long_scene(4.0), 4.0)
        raise FilmError("The voice is gone")

    with pytest.raises(FilmError, match="voice is gone"):
        film(Reel(small(), steps()), Order(tmp_path / "film.mp4", TINY, workers=1))
    assert list(tmp_path.iterdir()) == []


def replace_start(scene: Scene, start: float) -> Whole:
    class Part(Whole):
        start = property(lambda self: start)  # type: ignore[assignment]

    return Part(scene)


def test_an_old_film_stays_where_the_new_one_fails(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the old one")
    scene = replace(small(), cast=(CastMember("ANA", "nobody-of-that-name"),))
    with pytest.raises(AvatarError, match="nobody-of-that-name"):
        film(Reel.of(scene), Order(path, TINY, workers=1))
    assert path.read_bytes() == b"the old one"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_unknown_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match="there is no set 'clubb'"):
        film(Reel.of(replace(long_scene(2.0), set="clubb")), Order(tmp_path / "film.webp", TINY, workers=1))


def test_frames_are_not_mixed_with_older_ones(tmp_path: Path) -> None:
    (tmp_path / "shot00007.png").write_bytes(b"old")
    with pytest.raises(FilmError, match=r"shot00007\.png"):
        film(Reel.of(small()), Order(tmp_path / "shot%05d.png", TINY, workers=1))
    with pytest.raises(FilmError, match="not empty"):
        film(Reel.of(small()), Order(tmp_path, TINY, workers=1))


def die_with_a_segment_in_hand(pipe: Connection, _others: object) -> None:
    """A worker process that the system ends, as it does where memory runs out."""
    pipe.recv()  # its task
    pipe.recv()
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_worker_that_is_killed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avatar.film.workers.serve", die_with_a_segment_in_hand)
    with pytest.raises(FilmError, match="ended unexpectedly"):
        film(Reel.of(small()), Order(tmp_path / "film.mp4", TINY, workers=1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there it is another signal")
def terminal(run: subprocess.Popen[str]) -> None:
    os.killpg(run.pid, signal.SIGINT)  # all of them get it


def service_manager(run: subprocess.Popen[str]) -> None:
    run.terminate()


@pytest.mark.parametrize("end", [terminal, service_manager])
def test_who_is_told_to_end_leaves_nothing(tmp_path: Path, end: Callable[[subprocess.Popen[str]], None]) -> None:
    scene = saved(long_scene(200.0), tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    command = [*AVATAR, str(scene), "-o", str(out / "film.mp4"), "--srt", str(out / "film.srt"), "--size", "64x36"]
    command += ["--wav", str(out / "film.wav")]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        deadline = time.monotonic() + 180
        while not any(path.stat().st_size > 48 for path in out.iterdir()):  # until a segment is written
            assert run.poll() is None, run.stderr and run.stderr.read()
            assert time.monotonic() < deadline, "nothing was written in three minutes"
            time.sleep(0.02)
        end(run)
        _, said_ = run.communicate(timeout=60)
    finally:
        run.kill()
    assert run.returncode == 130
    assert list(out.iterdir()) == []
    assert "Traceback" not in said_


def full_disk(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command with a disk of 48 kB at `folder`, where a user may mount one; then lists what is on it."""
    script = f"mount -t tmpfs -o size=48k tmpfs {folder} && {{ {command}; echo status $?; ls -A {folder}; }}"
    return subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["film.mp4", "frames%03d.png"])
def test_a_full_disk_is_told_and_nothing_left(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("unshare") is None or full_disk("true", folder).returncode != 0:
        pytest.skip("no disk can be mounted here")
    scene = saved(long_scene(8.0), tmp_path)
    done = full_disk(f"{' '.join(AVATAR)} {scene} -o {folder}/{name} --size 320x180", folder)
    assert "The disk is full; nothing was left behind" in done.stderr
    assert done.stdout.split() == ["status", "1"]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such limit")
@pytest.mark.parametrize("name", ["film.webm", "film.gif"])
def test_a_file_that_may_not_grow_is_told_and_nothing_left(tmp_path: Path, name: str) -> None:
    """The same by a limit on the size of files, which every system has."""
    import resource

    scene = saved(long_scene(8.0), tmp_path)
    done = subprocess.run(
        [*AVATAR, str(scene), "-o", str(tmp_path / name), "--size", "320x180", "--to", "3"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["it.scene"]
