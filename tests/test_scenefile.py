"""Scenes saved and loaded, and files that only look like scenes."""

from __future__ import annotations

import io
import itertools
import json
import pickle
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from avatar import scenefile, wire
from avatar.errors import SceneFileError
from avatar.scenefile import Packed
from avatar.types import (
    CastMember,
    Clip,
    Entry,
    Mark,
    MouthTrack,
    Performance,
    Place,
    Rung,
    Scene,
    Speech,
    Timed,
)


def a_performance(seed: int = 0, seconds: float = 0.5) -> Performance:
    rng = np.random.default_rng(seed)
    samples = rng.integers(-32768, 32767, round(seconds * 22050)).astype(np.int16)
    weights = rng.random((round(seconds * 100), 15), np.float32)
    weights /= weights.sum(axis=1, keepdims=True)
    speech = Speech(
        Clip(samples, 22050),
        "Hello, wörld 🙂",
        "en-gb",
        words=(Timed(0.0, 0.2, "Hello", 0, 5), Timed(0.2, 0.5, "wörld", 7, 5)),
        phones=(Timed(0.0, 0.1, "h"), Timed(0.1, 0.5, "")),
        times_from="engine",
    )
    marks = (Mark("expression", "smile", 0.1), Mark("emphasis", "", 0.2, 0.4, 0.5))
    return Performance("juno", speech, MouthTrack(weights, Rung.VOICE, 0.02, "why"), marks, (Timed(0, 0.5, "Hello"),))


def heard(performance: Performance) -> Performance:
    """The same, its opening heard."""
    opening = np.linspace(0.0, 0.15, len(performance.mouth.weights), dtype=np.float32)
    return replace(performance, mouth=replace(performance.mouth, opening=opening))


def a_scene() -> Scene:
    entries = (
        Entry(0.0, "juno", a_performance(1)),
        Entry(0.25, "", Clip(np.arange(100, dtype=np.int16), 44100), 0.5),
        Entry(0.6, "juno", Mark("gesture", "wave")),
        Entry(0.7, "juno", a_performance(2)),
    )
    return Scene((CastMember("juno", "juno", "en-gb", Place(0.3)),), entries, "club", "A title", 7, {"a": "b"})


def assert_same(a: Performance, b: Performance) -> None:
    assert np.array_equal(a.speech.clip.samples, b.speech.clip.samples)
    assert np.array_equal(a.mouth.weights, b.mouth.weights)
    assert (a.mouth.opening is None) == (b.mouth.opening is None)
    if a.mouth.opening is not None and b.mouth.opening is not None:
        assert np.array_equal(a.mouth.opening, b.mouth.opening)
    assert scenefile.performance_to_json(a) == scenefile.performance_to_json(b)


def test_a_performance_survives_the_pipes() -> None:
    before = a_performance()
    plain, raw = wire.pack(Packed.of(before))
    after = wire.unpack(Packed, wire.from_text(wire.to_text(plain)), bytes(raw[0]))
    assert_same(before, after.performance())


def test_an_opening_that_was_heard_survives_pipes_and_files(tmp_path: Path) -> None:
    before = heard(a_performance())
    packed = Packed.of(before)
    assert_same(packed.performance(), before)
    assert Packed.of(a_performance()).head.heard is False
    with pytest.raises(SceneFileError, match="malformed"):
        Packed(replace(packed.head, heard=False), packed.blob).performance()
    scene = replace(a_scene(), entries=(Entry(0.0, "juno", before), Entry(0.7, "juno", a_performance(2))))
    scenefile.save(tmp_path / "a.scene", scene)
    for entry, read in zip(scene.entries, scenefile.load(tmp_path / "a.scene").entries, strict=True):
        assert isinstance(entry.what, Performance)
        assert isinstance(read.what, Performance)
        assert_same(entry.what, read.what)


def test_what_is_known_of_a_packed_performance_needs_no_look_inside() -> None:
    performance = a_performance()
    head = Packed.of(performance).head
    speech = performance.speech
    assert (head.who, head.text, head.voice, head.words) == ("juno", speech.text, "en-gb", speech.words)
    assert (head.marks, head.rung, head.duration) == (performance.marks, Rung.VOICE, performance.duration)


def test_the_sound_of_a_packed_performance_is_not_copied() -> None:
    packed = Packed.of(a_performance())
    blob = np.frombuffer(packed.blob, np.uint8)
    performance = packed.performance()
    assert np.shares_memory(performance.speech.clip.samples, blob)
    assert np.shares_memory(performance.mouth.weights, blob)


def test_what_was_opened_goes_on_as_it_came_and_what_is_made_of_it_does_not() -> None:
    packed = Packed.of(a_performance())
    opened = packed.performance()
    assert Packed.of(opened) is packed
    acted = replace(opened, who="gus", marks=())
    assert Packed.of(acted).blob is packed.blob
    assert_same(Packed.of(acted).performance(), acted)
    for change in ({"speech": a_performance(9).speech}, {"mouth": a_performance(9).mouth}, {"captions": ()}):
        other = replace(acted, **change)  # type: ignore[arg-type]
        assert Packed.of(other).blob != packed.blob
        assert_same(Packed.of(other).performance(), other)
    copied = pickle.loads(pickle.dumps(Packed(packed.head, memoryview(packed.blob)).performance()))
    assert type(copied) is Performance
    assert_same(copied, opened)


def test_a_blob_of_another_length_is_refused() -> None:
    packed = Packed.of(a_performance())
    arrays = packed.head.frames * 15 * 4 + packed.head.samples * 2
    with pytest.raises(ValueError, match="shorter"):
        Packed(packed.head, packed.blob[: arrays - 1])
    for wrong in (packed.blob[:-1], bytes(packed.blob) + b" 1", packed.blob[:-40]):
        with pytest.raises(SceneFileError, match="malformed"):
            Packed(packed.head, wrong).performance()


@pytest.mark.parametrize("change", [{"rate": 0}, {"rate": -1}, {"samples": -1}, {"frames": -1}])
def test_a_head_that_no_sound_has_is_refused(change: dict[str, int]) -> None:
    packed = Packed.of(a_performance())
    with pytest.raises(ValueError, match="no sound"):
        Packed(replace(packed.head, **change), packed.blob)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"words": (Timed(0.0, 1e9, "long", 0, 4),)}, "out of range"),
        ({"samples": 3}, "JSON"),
        ({"frames": 2}, "malformed"),
    ],
)
def test_a_head_that_is_not_of_its_blob_is_refused(change: dict[str, Any], says: str) -> None:
    packed = Packed.of(a_performance())
    with pytest.raises(SceneFileError, match=says):
        Packed(replace(packed.head, **change), packed.blob).performance()


def test_a_mouth_that_is_not_a_number_is_refused() -> None:
    packed = Packed.of(a_performance())
    broken = np.float32(np.nan).tobytes() + bytes(packed.blob[4:])
    with pytest.raises(SceneFileError, match="not a number"):
        Packed(packed.head, broken).performance()


def test_a_scene_survives_its_file(tmp_path: Path) -> None:
    path, before = tmp_path / "a.scene", a_scene()
    scenefile.save(path, before)
    after = scenefile.load(path)
    assert (after.cast, after.set, after.title, after.seed, after.meta) == (
        before.cast,
        "club",
        "A title",
        7,
        {"a": "b"},
    )
    assert [(e.start, e.who, e.gain) for e in after.entries] == [(e.start, e.who, e.gain) for e in before.entries]
    for a, b in zip(before.entries, after.entries, strict=True):
        if isinstance(a.what, Performance):
            assert isinstance(b.what, Performance)
            assert_same(a.what, b.what)
    assert after.entries[2].what == Mark("gesture", "wave")
    assert after.duration == before.duration


def test_the_same_scene_gives_the_same_bytes(tmp_path: Path) -> None:
    scenefile.save(tmp_path / "a", a_scene())
    scenefile.save(tmp_path / "b", a_scene())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_empty_sound_is_kept(tmp_path: Path) -> None:
    empty = a_performance(seconds=0.0)
    scenefile.save(tmp_path / "a", Scene((), (Entry(0, "juno", empty),)))
    assert scenefile.load(tmp_path / "a").duration == 0


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    with pytest.raises(SceneFileError, match="can't be saved"):
        scenefile.save(tmp_path / "no" / "such" / "a.scene", a_scene())
    assert list(tmp_path.iterdir()) == []


def rewritten(path: Path, change: dict[str, bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | change
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def scene_json(path: Path, **change: object) -> dict[str, bytes | None]:
    with zipfile.ZipFile(path) as archive:
        table = json.loads(archive.read("scene.json")) | change
    return {"scene.json": json.dumps(table).encode()}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing sound", "missing"),
        ("escaping member", "no scene file does"),
        ("newer", "newer avatar"),
        ("other format", "format"),
        ("not json", "not a whole scene"),
        ("another sound", "not the sound"),
        ("pickle", "not a whole scene"),
        ("nan", "not a whole scene"),
        ("nan track", "not a number"),
        ("bad mark", "no kind of mark"),
        ("deep", "not a whole scene"),
    ],
)
def test_tampered_files_are_refused(tmp_path: Path, name: str, message: str) -> None:
    path = tmp_path / "a.scene"
    scenefile.save(path, a_scene())
    nan = io.BytesIO()
    np.save(nan, np.full((50, 15), np.nan, np.float32))
    pickled = io.BytesIO()
    np.save(pickled, np.array([{"a": 1}]), allow_pickle=True)
    changes = {
        "missing sound": {"sounds/000001.flac": None},
        "escaping member": {"../evil": b"x"},
        "newer": scene_json(path, version=99),
        "other format": scene_json(path, format="x"),
        "not json": {"scene.json": b"{"},
        "another sound": {"sounds/000001.flac": member(path, "sounds/000002.flac")},
        "pickle": {"mouths/000001.npy": pickled.getvalue()},
        "nan": scene_json(path, entries=[{"start": float("nan"), "who": "", "gain": 1}]),
        "nan track": {"mouths/000001.npy": nan.getvalue()},
        "bad mark": scene_json(path, entries=[{"start": 0, "who": "", "gain": 1, "mark": {"kind": "exec"}}]),
        "deep": {"scene.json": b"[" * 200_000},
    }
    rewritten(path, changes[name])  # type: ignore[arg-type]
    with pytest.raises(SceneFileError, match=message):
        scenefile.load(path)


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "a.scene"
    scenefile.save(path, a_scene())
    data = path.read_bytes()
    path.write_bytes(data[: int(keep * len(data)) if keep < 1 else int(keep)])
    with pytest.raises(SceneFileError, match="not a whole scene"):
        scenefile.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SceneFileError, match=r"no such scene file .*nowhere\.scene"):
        scenefile.load(tmp_path / "nowhere.scene")


def test_sounds_are_mixed_where_they_belong() -> None:
    tone = Clip(np.full(100, 8192, np.int16), 1000)
    scene = Scene((), (Entry(0, "", tone), Entry(0.05, "", tone, 0.5)))
    mixed = scenefile.to_sound(scene, 1000).samples
    assert len(mixed) == 150
    assert abs(int(mixed[20]) - 8192) < 3
    assert abs(int(mixed[70]) - 12288) < 3
    assert abs(int(mixed[120]) - 4096) < 3


def test_scenes_grow_without_changing() -> None:
    scene = a_scene()
    grown = scene.added(Entry(0.1, "juno", replace(a_performance(), who="juno")))
    assert len(scene.entries) == 4
    assert [entry.start for entry in grown.entries] == [0.0, 0.1, 0.25, 0.6, 0.7]


def test_sentences_in_a_row_keep_their_pauses() -> None:
    said = a_performance()
    sentences = [
        replace(said, speech=replace(said.speech, text=text)) for text in ("One. 🙂", "Two,", "three", "四。", "end")
    ]
    entries = scenefile.of_performances(sentences, ()).entries
    gaps = [b.start - a.end for a, b in itertools.pairwise(entries)]
    assert gaps == pytest.approx([0.28, 0.08, 0.05, 0.28], abs=0.01)


def test_only_what_stages_a_show_needs_a_new_reader(tmp_path: Path) -> None:
    def version(scene: Scene) -> int:
        scenefile.save(tmp_path / "a.scene", scene)
        found: int = json.loads(member(tmp_path / "a.scene", "scene.json"))["version"]
        return found

    assert version(a_scene()) == 1
    assert version(a_scene().added(Entry(0.0, "", Mark("set", "studio")))) == 2
    assert version(a_scene().added(Entry(0.0, "juno", heard(a_performance())))) == 3
    assert version(a_scene().added(Entry(0.0, "ann", Mark("dance", "bob 4", end=2.0)))) == 3
    assert version(a_scene().added(Entry(0.0, "", Mark("clock", "01ab23cd")))) == 4
    assert version(a_scene().added(Entry(0.0, "ann", Mark("hat", "cap")))) == 5
    assert version(a_scene().added(Entry(0.0, "", Clip.silence(0.1, 8000), spread="sides"))) == 6


def test_entries_can_be_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.scene"
    with scenefile.Writer(path, a_scene()) as writer:
        for entry in reversed(a_scene().entries):
            writer.add(entry)
        writer.mark(scenefile.Landmark(3, 0.0, 0.5))
    with scenefile.Reader(path) as reader:
        assert reader.moments == ((3, 0.0, 0.5),)
        assert [reader.entry(index).start for index in range(len(reader))] == [0.0, 0.25, 0.6, 0.7]
        assert [span[1] for span in reader.spans] == [entry.end for entry in a_scene().entries]
        assert reader.duration == a_scene().duration
        assert reader.said(0) == ("juno", "Hello, wörld 🙂")
        assert reader.said(1) is None
        assert [(t, who, mark.kind) for t, who, mark in reader.marks()][:2] == [
            (0.1, "juno", "expression"),
            (0.2, "juno", "emphasis"),
        ]


def changed(path: Path, name: str, change: Any) -> None:
    """The same file with another member."""
    with zipfile.ZipFile(path) as archive:
        held = {each: archive.read(each) for each in archive.namelist()}
    held[name] = change(held[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in held.items():
            archive.writestr(each, data)


NUMBERS = ["1e999", "-1e999", "NaN", "9" * 400, "-1", "1e15", "true", '"1"', "[]", "null", "1e300"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("key", ["rate", "samples", "frames", "start", "gain", "seed"])
def test_numbers_that_claim_too_much_are_refused(tmp_path: Path, key: str, number: str) -> None:
    path = tmp_path / "a.scene"
    scenefile.save(path, a_scene())

    def claim(data: bytes) -> bytes:
        made, count = re.subn(rf'"{key}": [-\d.e]+'.encode(), f'"{key}": {number}'.encode(), data)
        assert count
        return made

    changed(path, "scene.json", claim)
    if (key, number) == ("gain", "-1") or (key, number) == ("seed", "-1") or (key, number) == ("start", "-1"):
        return  # what it may be
    with pytest.raises(SceneFileError, match=r"not a whole scene file.*a\.scene.*Save it again"):
        scenefile.load(path)


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 15), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (50, 15), }" + " " * 90_000,
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999999, 15), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (50, 15), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (50, 15), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (50, 15), ",
        "(" * 3000,
        "'''",
    ],
)
def test_an_array_that_claims_too_much_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "a.scene"
    scenefile.save(path, a_scene())
    text = header.encode() + b"\n"
    with zipfile.ZipFile(path) as archive:
        name = next(each for each in archive.namelist() if each.startswith("mouths/"))
    start = b"\x93NUMPY\x01\x00" + (len(text) % 65536).to_bytes(2, "little") + text
    changed(path, name, lambda data: start + data[128:])
    if "(50, 15), }" + " " * 90_000 in header:
        scenefile.load(path)  # blanks claim nothing
        return
    with pytest.raises(SceneFileError, match=r"not a whole scene file: a mouth"):
        scenefile.load(path)


def test_a_scene_of_nothing_but_brackets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.scene"
    scenefile.save(path, a_scene())
    changed(path, "scene.json", lambda data: data[:-1] + b', "junk": [' + b"[]," * 9_000_000 + b"[]]}")
    with pytest.raises(SceneFileError, match="too big"):
        scenefile.load(path)
