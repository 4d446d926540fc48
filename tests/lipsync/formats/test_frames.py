"""Formats that count in frames: Moho, Papagayo, After Effects; read as their programs read them."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from avatar.lipsync.formats import CueSheet, Options, adobe, animate, moho, papagayo
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
            words.append((word, int(start), int(end), shapes))
    assert list(lines) == []
    doc["words"] = words
    frames = [frame for *_, shapes in words for frame, _ in shapes]
    assert frames == sorted(set(frames))
    return doc


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


def test_after_effects_keyframes_are_hold_values_of_the_mouths_frames() -> None:
    text = adobe.write_keyframes(HI, Options(fps=25))
    blocks = re.split(r"\n\n+", text.strip())
    assert blocks[0] == "Adobe After Effects 8.0 Keyframe Data"
    assert dict(row.strip().split("\t") for row in blocks[1].splitlines())["Units Per Second"] == "25"
    head, columns, *keys = blocks[2].splitlines()
    assert (head, columns) == ("Time Remap", "\tFrame\tseconds\t")
    values = [(int(frame), float(seconds)) for frame, seconds in (key.strip().split("\t") for key in keys)]
    assert [frame for frame, _ in values] == sorted(frame for frame, _ in values)
    assert [(frame, adobe.NAMES[int(seconds * 25)]) for frame, seconds in values] == [
        (0, "Neutral"),
        (1, "Ah"),
        (5, "Ah"),
        (6, "Uh"),
        (7, "S"),
        (9, "S"),
        (10, "Neutral"),
        (11, "Neutral"),
    ]
    assert blocks[3] == "End of Keyframe Data"


@pytest.mark.parametrize(
    "write", [moho.write, papagayo.lines, papagayo.objects, adobe.write, adobe.write_keyframes, animate.write]
)
@pytest.mark.parametrize("fps", [1.0, 23.976, 29.97, 1000.0])
def test_odd_frame_rates_are_no_trouble(write: object, fps: float) -> None:
    assert write(MARY, Options(fps=fps)).endswith("\n")  # type: ignore[operator]
