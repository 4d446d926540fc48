"""Films that follow their scenes: what has not changed is kept, and no byte tells."""

from __future__ import annotations

import os
import pickle
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from avatar import library
from avatar.digests import digest
from avatar.errors import ConfigError
from avatar.film.codecs import HARDWARE
from avatar.film.encoders import Block, Packet, Task
from avatar.film.hardware import find_encoder
from avatar.film.make import Film, Order, film
from avatar.film.pictures import Segment
from avatar.film.pool import Pool
from avatar.film.reel import AHEAD_S, Reel
from avatar.film.segments import naming, storing
from avatar.film.segments.listing import choose_end, list_segments
from avatar.film.segments.making import make
from avatar.film.segments.naming import Namer
from avatar.film.shape import FrameShape, draft
from avatar.keeping import KeptFolder
from avatar.types import Entry, Mark, Scene
from tests.film.scenes import CAST, said

TINY = FrameShape(64, 36, 24)
SETS = ("club", "studio")


def show(lengths: list[float], seed: int = 0) -> Scene:
    """Shots of one line each, as a show has them: a set, its clock, its people."""
    entries: list[Entry] = []
    t = 0.0
    for number, seconds in enumerate(lengths):
        t = round(t * 24) / 24
        entries += [Entry(t, "", Mark("set", SETS[number % 2])), Entry(t, "", Mark("clock", f"shot {number}"))]
        entries += [Entry(t, member.who, Mark("enter", "")) for member in CAST]
        who = CAST[number % 2].who
        entries.append(Entry(t + 0.5, who, said(who, f"This is line number {number}.", seconds)))
        t += 0.5 + seconds + 0.4
    return Scene(CAST, tuple(sorted(entries, key=lambda entry: entry.start)), SETS[0], seed=seed)


def filmed(folder: Path, scene: Scene, kept: KeptFolder | None, workers: int = 1, name: str = "film.mp4") -> Film:
    return film(Reel.of(scene), Order(folder / name, TINY, workers=workers, kept=kept))


@pytest.fixture
def kept(tmp_path: Path) -> KeptFolder:
    return KeptFolder(tmp_path / "kept", 10_000_000)


@pytest.mark.parametrize("seed", [1, 2])
def test_one_changed_line_makes_its_own_segments_anew(tmp_path: Path, kept: KeptFolder, seed: int) -> None:
    dice = random.Random(seed)
    lengths = [round(dice.uniform(0.3, 1.2), 2) for _ in range(6)]
    before = filmed(tmp_path, show(lengths), kept)
    assert (before.segments, before.kept) == (6, 0)
    changed = dice.randrange(6)
    lengths[changed] += 0.37
    after = filmed(tmp_path, show(lengths), kept)
    assert (after.segments, after.kept) == (6, 5)
    again = (tmp_path / "film.mp4").read_bytes()
    filmed(tmp_path, show(lengths), None)
    assert again == (tmp_path / "film.mp4").read_bytes()


@pytest.mark.parametrize("name", ["film.mp4", "film.webm", "film.webp", "film.gif"])
def test_bytes_are_the_same_from_nothing_and_from_what_is_kept(tmp_path: Path, kept: KeptFolder, name: str) -> None:
    scene = show([0.5, 0.6])
    found = []
    for store in (None, kept, kept):
        made = filmed(tmp_path, scene, store, name=name)
        found.append((tmp_path / name).read_bytes())
    assert made.kept == made.segments == 2
    assert found[0] == found[1] == found[2]


def test_bytes_are_the_same_on_any_number_of_workers_and_with_one_killed(tmp_path: Path) -> None:
    scene = show([0.5, 0.6, 0.4, 0.7, 0.3, 0.5])
    found = []
    for workers in (1, 2, 5):
        filmed(tmp_path, scene, KeptFolder(tmp_path / str(workers), 10_000_000), workers)
        found.append((tmp_path / "film.mp4").read_bytes())

    class Struck(Pool):
        """One of its workers is killed with its second segment in hand."""

        place = struck = 0

        def submit(self, segment: Segment) -> None:
            super().submit(segment)
            if segment.number == 2:
                os.kill(list(self.pids())[self.place], signal.SIGTERM)
                Struck.struck += 1

    for Struck.place in (0, -1):  # where workers are forked, the first is the one that forks
        film(Reel.of(scene), Order(tmp_path / "film.mp4", TINY, workers=2), make_pool=Struck)
        found.append((tmp_path / "film.mp4").read_bytes())
    assert Struck.struck == 2
    assert len(set(found)) == 1


def test_what_is_spoilt_or_foreign_is_made_anew(tmp_path: Path, kept: KeptFolder) -> None:
    scene = show([0.5, 0.4, 0.6])
    filmed(tmp_path, scene, kept)
    whole = (tmp_path / "film.mp4").read_bytes()
    for number, path in enumerate(sorted(kept.folder.glob("*.kept"))):
        if number % 4 == 0:
            path.write_bytes(path.read_bytes()[:-7])
        elif number % 4 == 1:
            path.write_bytes(b"a stranger's")
        else:  # whole, and yet nothing that a film is made of
            kept.put(path.stem, b"P, but no packets" if number % 4 == 2 else storing.pack([Block(b"a picture", 1)]))
    made = filmed(tmp_path, scene, kept)
    assert made.kept == 0
    assert (tmp_path / "film.mp4").read_bytes() == whole
    assert filmed(tmp_path, scene, kept).kept == 3


def test_what_is_kept_stays_within_its_bound(tmp_path: Path) -> None:
    small = KeptFolder(tmp_path / "kept", 20_000)
    for seed in range(3):
        filmed(tmp_path, show([0.5, 0.4, 0.6], seed), small)
        assert sum(path.stat().st_size for path in small.folder.iterdir()) <= 20_000


def segments(scene: Scene, shape: FrameShape = TINY) -> list[Segment]:
    return list(list_segments(Reel.of(scene), shape))


def test_no_more_is_performed_than_a_part_of_a_show_needs() -> None:
    scene = show([1.0] * 12)
    reel = Reel(scene, [SimpleNamespace(entries=(entry,), start=entry.start) for entry in scene.entries])
    namer = Namer(Task("mp4", TINY))
    part = [namer.name(segment) for segment in list_segments(reel, TINY, end=4.0)]
    assert 4.0 < reel.known < 4.0 + 2 * AHEAD_S
    assert part[:-1] == names(scene)[: len(part) - 1]


def names(scene: Scene, task: Task | None = None) -> list[str]:
    task = task or Task("mp4", TINY)
    namer = Namer(task)
    return [namer.name(segment) for segment in segments(scene, task.shape)]


def test_a_name_tells_all_that_shapes_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = show([0.5, 0.6])
    usual = names(scene)
    others = [
        names(scene, Task("webm", TINY)),
        names(scene, Task("mp4", replace(TINY, width=66))),
        names(scene, Task("mp4", replace(TINY, captions=True))),
        names(show([0.5, 0.6], seed=9)),
    ]
    assert all(not set(usual) & set(other) for other in others)
    assert names(scene) == usual
    assert names(scene, Task("mp4", TINY, note="an origin", folder="elsewhere")) == usual
    monkeypatch.setattr(naming, "describe_code", lambda: "another version")
    assert not set(usual) & set(names(scene))
    monkeypatch.undo()
    monkeypatch.setattr(naming, "describe_machine", lambda: "another processor")
    assert not set(usual) & set(names(scene))


def test_changed_art_changes_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(library.character("blot"), tmp_path / "characters" / "blot")
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    before = names(show([0.5]))
    namer = Namer(Task("mp4", TINY))
    namer.read(["blot"])
    assert namer.holds()
    art = next((tmp_path / "characters" / "blot").rglob("*.svg"))
    art.write_text(art.read_text("utf-8") + "<!-- changed -->", "utf-8")
    assert names(show([0.5])) != before
    assert not namer.holds(), "what was drawn meanwhile is nobody's to keep"


def test_a_digest_is_of_values_and_not_of_how_they_lie_in_memory() -> None:
    assert digest({"b": 1, "a": (1.5, None)}) == digest({"a": [1.5, None], "b": 1})
    told = [digest(each) for each in (1, 1.0, "1", b"1", True, None, (1,), ((1,),), {"1": 1}, Mark("set", "a"))]
    assert len(set(told)) == len(told)
    assert digest(("ab", "c")) != digest(("a", "bc"))
    with pytest.raises(TypeError):
        digest(object())


def test_results_come_back_as_they_were() -> None:
    packets = [Packet(b"data", 3, -1, True, b"alpha"), Packet(b"", 4, 0, False, lasts=1024)]
    blocks = [Block(b"block", 7), Block(b"", 1)]
    assert storing.unpack(storing.pack(packets), Packet) == packets
    assert storing.unpack(storing.pack(blocks), Block) == blocks
    assert storing.unpack(storing.pack(packets), Block) is None
    assert storing.unpack(storing.pack(packets)[:-1], Packet) is None
    assert storing.unpack(b"Q", Packet) is None
    assert storing.unpack(None, Packet) is None


def test_segments_end_at_cuts_and_in_the_middle_of_long_shots() -> None:
    found = segments(show([0.5, 11.0, 0.6]))
    firsts = [segment.first for segment in found]
    counts = [segment.count for segment in found]
    assert [first + count for first, count in zip(firsts, counts, strict=True)][:-1] == firsts[1:]
    assert counts[1:4] == [72, 72, 72]
    assert max(counts) <= TINY.longest
    assert choose_end(10, [], 30, TINY) == 30
    assert choose_end(10, [20], 30, TINY) == 20


def test_segments_travel_and_are_made_anywhere() -> None:
    """As to another machine: what goes there and comes back is plain data."""
    task = Task("mp4", TINY)
    for segment in segments(show([0.4, 0.5])):
        there = pickle.loads(pickle.dumps((task, segment)))
        assert make(*there) == make(task, segment)
        assert Namer(there[0]).name(there[1]) == Namer(task).name(segment)


def test_a_draft_is_half_as_large_and_on_twos(tmp_path: Path) -> None:
    import av

    scene, shape = show([0.5, 0.6]), FrameShape(128, 72, 24)
    lasts, shown = [], []
    for each in (shape, draft(shape, twos=True)):
        made = film(Reel.of(scene), Order(tmp_path / "film.mp4", each, workers=1))
        with av.open(str(tmp_path / "film.mp4")) as file:
            frames = [frame.pts * frame.time_base for frame in file.decode(video=0)]
            video = file.streams.video[0]
            lasts.append(float(video.duration * video.time_base))
            shown.append((made.frames, len(frames), video.width, video.height))
            assert frames == sorted(set(frames))
    assert shown[0] == (made.frames, made.frames, 128, 72)
    assert shown[1][0] == made.frames
    assert made.frames / 2 <= shown[1][1] <= made.frames / 2 + made.segments
    assert shown[1][2:] == (64, 36)
    assert lasts[1] == pytest.approx(lasts[0], abs=1 / 24)


def test_an_encoder_that_does_not_work_here_is_told() -> None:
    assert find_encoder("x264") == ""
    assert find_encoder("auto") in ("", *(each.name for each in HARDWARE.values()))
    with pytest.raises(ConfigError, match="no encoder 'best'"):
        find_encoder("best")
    if not find_encoder("auto"):
        with pytest.raises(ConfigError, match="nvenc does not work here"):
            find_encoder("nvenc")


def long(seconds: float) -> Iterator[Scene]:
    yield show([1.0] * int(seconds / 1.9))


def test_a_segment_is_as_small_in_a_long_show_as_in_a_short_one() -> None:
    sizes = [len(pickle.dumps(segment)) for scene in long(120.0) for segment in segments(scene)]
    assert max(sizes[len(sizes) // 2 :]) < 1.2 * max(sizes[: len(sizes) // 2])
