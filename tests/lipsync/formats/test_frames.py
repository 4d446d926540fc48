"""Formats that count in frames: Moho, Papagayo, After Effects; read as their programs read them."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from avatar.lipsync.formats import CueSheet, Options, adobe, animate, moho, papagayo
from avatar.lipsync.formats.base import on_frames, shapes_of
from avatar.types import Timed
from tests.lipsync.timelines import HI, MARY, held

PRESTON_BLAIR = {"AI", "E", "etc", "FV", "L", "MBP", "O", "rest", "U", "WQ"}

SAMPLE = """lipsync version 1
example1.wav
24
71
1
\tVoice 1
\tShort term
\t1
\t\tShort term
\t\t1
\t\t70
\t\t2
\t\t\tShort 1 7 4
\t\t\t\t1 etc
\t\t\t\t3 O
\t\t\t\t5 etc
\t\t\t\t6 etc
\t\t\tterm 9 18 3
\t\t\t\t9 etc
\t\t\t\t12 E
\t\t\t\t16 MBP
"""
"""The head of the sample project that comes with Papagayo."""


def read_pgo(text: str) -> dict[str, object]:
    """A project as papagayo-ng's `LipsyncDoc.open` and `LipsyncVoice.open` read it: line by line, counts believed."""
    lines = iter(text.splitlines())

    def line() -> str:
        return next(lines).strip()

    assert line() == "lipsync version 1"
    doc: dict[str, object] = {"sound": line(), "fps": int(line()), "frames": int(line())}
    assert int(line()) == 1
    doc["voice"], doc["text"] = line(), line().replace("|", "\n")
    words = []
    for _ in range(int(line())):
        phrase, first, last = line(), int(line()), int(line())
        assert phrase
        assert first <= last
        for _ in range(int(line())):
            word, start, end, count = line().split()
            shapes = []
            for _ in range(int(count)):
                frame, shape = line().split()
                shapes.append((int(frame), shape))
            assert first <= int(start) <= int(end) <= last
            if shapes and shapes[0][0] < int(start):  # said again for Synfig: what the word before holds
                frame, shape = shapes.pop(0)
                assert (words[-1][2], words[-1][3][-1][1]) == (frame, shape)
            words.append((word, int(start), int(end), shapes))
    assert list(lines) == []
    doc["words"] = words
    frames = [frame for *_, shapes in words for frame, _ in shapes]
    assert frames == sorted(set(frames))
    return doc


def read_synfig(text: str) -> dict[int, str]:
    """A project as Synfig reads it (`parse_pgo` of valuenode_animatedfile.cpp): what it shows from each frame on."""
    lines = iter(text.splitlines()[5:])
    values: dict[int, str] = {}
    next(lines), next(lines)
    for _ in range(int(next(lines))):
        next(lines), next(lines), next(lines)
        for _ in range(int(next(lines))):
            _, _, end, count = next(lines).split()
            for _ in range(int(count)):
                frame, shape = next(lines).split()
                values[int(frame)] = shape
            values[int(end)] = "rest"
    values[min(values, default=1) - 1] = "rest"
    return dict(sorted(values.items()))


def read_pg2(text: str) -> dict[str, object]:
    """A project as papagayo-ng's `LipsyncDoc.open_from_dict` reads it, in the form of `read_pgo`."""
    data = json.loads(text)
    assert (data["version"], data["num_voices"], data["phoneme_set"]) == (2, 1, "preston_blair")
    (voice,) = data["voices"]
    words = []
    for phrase in voice["phrases"]:
        assert phrase["tags"] == []
        assert phrase["text"] == " ".join(word["text"] for word in phrase["words"])
        for word in phrase["words"]:
            assert word["tags"] == []
            assert phrase["start_frame"] <= word["start_frame"] <= word["end_frame"] <= phrase["end_frame"]
            shapes = [(phoneme["frame"], phoneme["text"]) for phoneme in word["phonemes"]]
            assert all(word["start_frame"] <= frame <= word["end_frame"] for frame, _ in shapes)
            assert all(phoneme["tags"] == [] for phoneme in word["phonemes"])
            words.append((word["text"], word["start_frame"], word["end_frame"], shapes))
    used = {shape for *_, shapes in words for _, shape in shapes}
    assert set(voice["used_phonemes"]) == used <= PRESTON_BLAIR
    assert voice["num_children"] == len(voice["phrases"]) + len(words) + sum(len(shapes) for *_, shapes in words)
    return {
        "sound": data["sound_path"], "fps": data["fps"], "frames": data["sound_duration"], "voice": voice["name"],
        "text": voice["text"], "words": words,
    }  # fmt: skip


def read_dat(text: str) -> list[tuple[int, str]]:
    """Switch data as Moho and OpenToonz read it."""
    head, *rows = text.splitlines()
    assert head == "MohoSwitch1"
    pairs = [(int(frame), name) for frame, name in (row.split(" ") for row in rows)]
    assert [frame for frame, _ in pairs] == sorted({frame for frame, _ in pairs})
    return pairs


def test_moho_counts_frames_from_one_and_ends_at_rest() -> None:
    assert read_dat(moho.write(HI, Options())) == [(1, "X"), (2, "D"), (7, "C"), (8, "B"), (11, "X"), (12, "X")]


def test_moho_takes_preston_blairs_names_and_a_frame_rate() -> None:
    pairs = read_dat(moho.write(HI, Options(fps=100, preston_blair=True)))
    assert pairs == [(1, "rest"), (6, "AI"), (28, "E"), (32, "etc"), (44, "rest"), (48, "rest")]
    assert {name for _, name in read_dat(moho.write(MARY, Options(preston_blair=True)))} <= PRESTON_BLAIR


def test_changes_within_one_frame_are_one_line() -> None:
    fast = held(*((("aa", "SS")[i % 2], (i + 1) * 0.05) for i in range(40)))
    frames = [frame for frame, _ in read_dat(moho.write(fast, Options(fps=10)))]
    assert frames == sorted(set(frames))


def test_moho_shows_every_shape_that_its_frames_can_show() -> None:
    ends = np.cumsum([(0.04, 0.04, 0.07)[i % 3] for i in range(60)]).tolist()
    fast = held(*(("PP aa FF oh".split()[i % 4], end) for i, end in enumerate(ends)))
    names = [name for _, name in read_dat(moho.write(fast, Options()))]
    assert "".join(names) == "ADGE" * 15 + "X"


def test_the_reader_of_the_test_reads_papagayos_own_sample() -> None:
    doc = read_pgo(SAMPLE)
    assert doc["words"] == [
        ("Short", 1, 7, [(1, "etc"), (3, "O"), (5, "etc"), (6, "etc")]),
        ("term", 9, 18, [(9, "etc"), (12, "E"), (16, "MBP")]),
    ]


def test_papagayo_gets_the_words_with_their_shapes() -> None:
    doc = read_pgo(papagayo.lines(MARY, Options(fps=25)))
    words = doc["words"]
    assert isinstance(words, list)
    assert [word for word, *_ in words] == ["Mary", "had", "a", "little", "lamb"]
    assert (doc["fps"], doc["frames"]) == (25, round(MARY.duration * 25 + 0.49))
    assert words[0][3][0][1] == "MBP"
    assert [shape for _, shape in words[-1][3][-2:]] == ["MBP", "rest"]
    assert {shape for *_, shapes in words for _, shape in shapes} <= PRESTON_BLAIR


@pytest.mark.parametrize("fps", [12.0, 24.0, 30.0])
def test_papagayo_ngs_json_is_the_same_project(fps: float) -> None:
    for timeline in (MARY, HI, held(("sil", 1.0))):
        options = Options(fps=fps)
        assert read_pg2(papagayo.objects(timeline, options)) == read_pgo(papagayo.lines(timeline, options))


def test_papagayos_projects_lose_no_shape() -> None:
    ends = np.cumsum([(0.04, 0.04, 0.07)[i % 3] for i in range(60)]).tolist()
    order = "PP aa FF oh".split()
    fast = held(*((order[i % 4], end) for i, end in enumerate(ends)))
    words = read_pgo(papagayo.lines(fast, Options()))["words"]
    assert isinstance(words, list)
    assert [shape for *_, shapes in words for _, shape in shapes] == ["MBP", "AI", "FV", "O"] * 15


def test_papagayo_without_words_gets_stretches_of_speech() -> None:
    silent_between = held(("sil", 0.3), ("aa", 0.8), ("sil", 1.6), ("PP", 1.8), ("oh", 2.2), ("sil", 2.5))
    words = read_pgo(papagayo.lines(silent_between, Options()))["words"]
    assert isinstance(words, list)
    assert [[shape for _, shape in shapes] for *_, shapes in words] == [["AI", "rest"], ["MBP", "O", "rest"]]


def test_papagayos_mouth_rests_in_pauses_alone() -> None:
    pause = held(
        ("aa", 0.5), ("sil", 1.5), ("oh", 2.0), words=(Timed(0.0, 0.25, "a"), Timed(0.25, 0.5, "b"), Timed(1.5, 2, "c"))
    )
    words = read_pgo(papagayo.lines(pause, Options()))["words"]
    assert words == [
        ("a", 0, 5, [(0, "AI")]),
        ("b", 6, 12, [(6, "AI"), (12, "rest")]),
        ("c", 36, 47, [(36, "O")]),
    ]


@pytest.mark.parametrize("fps", [12, 24, 25, 30, 60])
@pytest.mark.parametrize("timeline", [MARY, HI], ids=["words", "stretches"])
def test_synfig_shows_each_shape_and_rests_between_no_words(timeline: CueSheet, fps: int) -> None:
    text = papagayo.lines(timeline, Options(fps=fps))
    shown = read_synfig(text)
    said = [key for *_, shapes in read_pgo(text)["words"] for key in shapes]  # type: ignore[attr-defined]
    assert [(frame, shape) for frame, shape in said if shown[frame] != shape] == []
    rests = {frame for frame, shape in shown.items() if shape == "rest"}
    assert rests <= {frame for frame, shape in said if shape == "rest"} | {said[0][0] - 1}


def test_papagayo_words_never_break_its_lines() -> None:
    odd = CueSheet(HI.track, HI.duration, "a\nb.wav", "", (Timed(0.1, 0.3, "two words\n"), Timed(0.3, 0.4, " ")))
    assert [word for word, *_ in read_pgo(papagayo.lines(odd, Options()))["words"]] == ["twowords", "-"]  # type: ignore[attr-defined]


def test_a_silent_project_is_one_that_papagayo_opens() -> None:
    assert read_pgo(papagayo.lines(held(("sil", 1.0)), Options()))["words"] == []


def test_character_animator_has_its_own_names() -> None:
    rows = [row.split("\t") for row in adobe.write(MARY, Options()).splitlines()]
    names = [name for _, name in rows]
    assert set(names) <= set(adobe.NAMES)
    assert len(adobe.NAMES) == 14
    assert names[0] == names[-1] == "Neutral"
    assert {"M", "L", "Ah"} <= set(names)


def read_ae(text: str) -> tuple[float, dict[int, float]]:
    """Frames a second and the keys of a Time Remap in After Effects' keyframe text: seconds of the source by frame."""
    blocks = re.split(r"\n\n+", text.strip())
    assert (blocks[0], blocks[3]) == ("Adobe After Effects 8.0 Keyframe Data", "End of Keyframe Data")
    head, columns, *keys = blocks[2].splitlines()
    assert (head, columns) == ("Time Remap", "\tFrame\tseconds\t")
    values = [(int(frame), float(seconds)) for frame, seconds in (key.strip().split("\t") for key in keys)]
    assert [frame for frame, _ in values] == sorted({frame for frame, _ in values})
    return float(dict(row.strip().split("\t") for row in blocks[1].splitlines())["Units Per Second"]), dict(values)


@pytest.mark.parametrize("fps", [12.0, 24.0, 25.0, 29.97, 30.0])
@pytest.mark.parametrize("timeline", [HI, MARY], ids=["hi", "mary"])
def test_after_effects_shows_the_mouth_held_at_each_frame(timeline: CueSheet, fps: float) -> None:
    """It draws straight lines between keys that are pasted, and shows the frame of the source that a time lies in."""
    told, keys = read_ae(adobe.write_keyframes(timeline, Options(fps=fps)))
    assert told == pytest.approx(fps)
    cues = shapes_of(timeline, adobe.SHAPES, Options())
    shown = on_frames(((cue.start, cue.value) for cue in cues), fps)
    for frame in range(max(keys)):
        seconds = float(np.interp(frame, [*keys], [*keys.values()]))
        assert 0.0005 < seconds * fps % 1 < 0.5  # clear of the frame before, however it is rounded
        assert adobe.NAMES[int(seconds * fps)] == [name for first, name in shown if first <= frame][-1]
    assert adobe.NAMES[int(keys[max(keys)] * fps)] == "Neutral"
    assert len(shown) == len(cues) or fps == 12


@pytest.mark.parametrize(
    "write", [moho.write, papagayo.lines, papagayo.objects, adobe.write, adobe.write_keyframes, animate.write]
)
@pytest.mark.parametrize("fps", [1.0, 23.976, 29.97, 1000.0])
def test_odd_frame_rates_are_no_trouble(write: object, fps: float) -> None:
    assert write(MARY, Options(fps=fps)).endswith("\n")  # type: ignore[operator]
