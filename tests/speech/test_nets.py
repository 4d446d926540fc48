"""Nets are looked into and cut in two, in memory; what is not a net is refused by name."""

from __future__ import annotations

import random
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import EngineError
from avatar.speech import nets
from avatar.speech.nets import cut, find_nodes, open_net, open_part, open_parts, read_model, show
from tests.speech import tiny_voice

onnxruntime = pytest.importorskip("onnxruntime")

FEEDS = {"input": np.array([[1, 2, 3]]), "scales": np.array([0.0, 1.0, 0.0], np.float32)}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tmp_path / tiny_voice.write(tmp_path, aligned=False)


def test_a_tensor_inside_is_shown(tiny: Path) -> None:
    before = tiny.read_bytes()
    assert open_net(tiny).outputs == ("output",)
    net = open_net(tiny, shown=["w_ceil", "total", "output"])
    assert net.outputs == ("output", "w_ceil", "total")
    feeds = FEEDS | {"input_lengths": np.array([3])}
    sound, frames, total = net.run(feeds, ["output", "w_ceil", "total"])
    assert frames.tolist() == [[tiny_voice.FRAMES] * 3]
    assert total == 3 * tiny_voice.FRAMES
    assert sound.shape == (1, 1, 3 * tiny_voice.FRAMES * tiny_voice.HOP)
    assert tiny.read_bytes() == before


def test_a_net_is_cut_in_two(tiny: Path) -> None:
    first = open_part(tiny, fed=[], wanted=["w_ceil"])
    assert first.inputs == ("input", "scales")
    (frames,) = first.run(FEEDS, ["w_ceil"])
    assert frames.tolist() == [[tiny_voice.FRAMES] * 3]
    second = open_part(tiny, fed=["w_ceil"], wanted=["output"])
    assert second.inputs == ("w_ceil",)
    (sound,) = second.run({"w_ceil": frames + np.float32(1)}, ["output"])
    assert sound.shape == (1, 1, 3 * (tiny_voice.FRAMES + 1) * tiny_voice.HOP)


def test_several_parts_are_those_that_are_cut_one_by_one(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []
    read = nets._read_graph
    monkeypatch.setattr(nets, "_read_graph", lambda whole: looked.append(whole) or read(whole))
    first, second = open_parts(tiny.read_bytes(), [([], ["w_ceil"]), (["w_ceil"], ["output"])])
    assert len(looked) == 1
    assert (first.inputs, second.inputs) == (("input", "scales"), ("w_ceil",))
    (frames,) = first.run(FEEDS, ["w_ceil"])
    (alone,) = open_part(tiny, fed=["w_ceil"], wanted=["output"]).run({"w_ceil": frames}, ["output"])
    (sound,) = second.run({"w_ceil": frames}, ["output"])
    assert np.array_equal(sound, alone)


def test_parts_hold_only_what_they_need(tiny: Path) -> None:
    whole = tiny.read_bytes()
    part = cut(whole, ["w_ceil"], ["samples"])
    assert [node.kind for node in find_nodes(part)] == ["ReduceSum", "Mul", "Cast"]
    assert b"hop" in part
    assert b"axes" not in part
    assert len(part) < len(whole) / 2


def test_the_voice_of_a_package_tells_its_durations() -> None:
    hibari = pytest.importorskip("hibari")
    model = Path(str(resources.files(hibari))) / "assets" / "hibari.onnx"
    net = open_net(model, shown=["/Clip_output_0"])
    ids = np.array([[0, 50, 83, 54, 156, 31, 0]])
    speed = np.ones(1, np.float32)
    pitch, durations = net.run({"ids": ids, "speed": speed}, ["f0", "/Clip_output_0"])
    assert durations.shape == (7,)
    assert pitch.shape == (1, 2 * durations.sum())  # each is 25 ms, a frame 12.5 ms


def test_long_messages_keep_their_lengths_true(tiny: Path) -> None:
    """Over 127 bytes, and over 16383, a length takes one byte more."""
    whole = tiny.read_bytes()
    names = ["w_ceil", "total", "count", "samples", "steps", "time", "phase", "sine"]
    for count in range(len(names) + 1):
        assert len(list(find_nodes(show(whole, names[:count])))) == 14
        assert onnxruntime.InferenceSession(show(whole, names[:count])).get_outputs()[-1].name


def test_what_is_no_net_is_refused(tmp_path: Path, tiny: Path) -> None:
    whole = tiny.read_bytes()
    page = b"<html><body>404 Not Found</body></html>"
    for name, wrong in {"empty": b"", "half": whole[: len(whole) // 2], "page": page, "zeros": bytes(99)}.items():
        path = tmp_path / name
        path.write_bytes(wrong)
        for shown in ([], ["w_ceil"]):
            with pytest.raises(EngineError, match=name):
                open_net(path, shown=shown)
    with pytest.raises(EngineError, match=r"can't be read.*nosuch\.onnx"):
        open_net(tmp_path / "nosuch.onnx")
    with pytest.raises(EngineError, match=r"computes 'durations'.*tiny\.onnx"):
        open_net(tiny, shown=["durations"])
    with pytest.raises(EngineError, match="computes 'durations'"):
        open_part(tiny, fed=["durations"], wanted=["output"])
    with pytest.raises(EngineError, match=r"can't compute.*the voice of Eve"):
        open_net(whole, where="the voice of Eve").run({"input": np.zeros((1, 1))}, ["output"])


def test_changed_bytes_are_told_or_harmless(tiny: Path) -> None:
    """Whatever a file holds, looking into it ends in nodes or in a ValueError."""
    whole = tiny.read_bytes()
    chance = random.Random(1)
    told = 0
    for _ in range(300):
        changed = bytearray(whole)
        for _ in range(3):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            show(bytes(changed), ["w_ceil"])
            cut(bytes(changed), ["w_ceil"], ["output"])
        except ValueError:
            told += 1
    assert 100 < told < 300


def test_a_number_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="doesn't end"):
        list(find_nodes(b"\x3a" + b"\xff" * 11))
    with pytest.raises(ValueError, match="cut off"):
        list(find_nodes(b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f"))


def test_a_model_is_read_whole(tiny: Path) -> None:
    assert read_model(tiny) == tiny.read_bytes()
