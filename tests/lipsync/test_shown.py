"""What is drawn when it is not certain what is said."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from avatar.lipsync import phoneset, shown
from avatar.lipsync.formats import rhubarb
from avatar.types import VISEMES, Timed


def _chances(*frames: dict[str, float]) -> np.ndarray:
    out = np.full((len(frames), len(phoneset.CLASSES)), 1e-3, np.float32)
    for row, told in zip(out, frames, strict=True):
        for name, chance in told.items():
            row[phoneset.INDEX[name]] = chance
    return out / out.sum(axis=1, keepdims=True)


def _said(line: np.ndarray) -> str:
    return "".join(shown.LETTERS[i] for i in line)


def _letters(*sounds: tuple[str, float]) -> str:
    """The letters of sounds (IPA, seconds) that follow each other, each run of one letter once."""
    at, phones = 0.0, []
    for name, seconds in sounds:
        phones.append(Timed(at, at + seconds, name))
        at += seconds
    frames = shown.letters(shown.blurred(phones, round(at * 100)), phones)
    return "".join(letter for letter, _ in groupby(_said(frames)))


def test_a_shape_right_for_many_beats_the_likeliest_sound() -> None:
    frames = [{"ao": 0.36, "iy": 0.22, "ih": 0.21, "ey": 0.21}] * 8
    assert _said(shown.letters(_chances(*frames), ())) == "B" * 8


@pytest.mark.parametrize(
    ("word", "sounds", "shown_as"),
    [
        ("how", [("h", 0.06), ("aʊ", 0.2)], "DE"),
        ("hi", [("h", 0.06), ("aɪ", 0.2)], "DC"),
        ("oil", [("ɔɪ", 0.2), ("l", 0.08)], "EBH"),
        ("go", [("ɡ", 0.06), ("oʊ", 0.2)], "EF"),
        ("day", [("d", 0.06), ("eɪ", 0.2)], "BCB"),
    ],
)
def test_a_diphthong_moves(word: str, sounds: list[tuple[str, float]], shown_as: str) -> None:
    assert shown_as in _letters(*sounds), word


@pytest.mark.parametrize(
    ("syllable", "shown_as"),
    [
        ([("p", 0.07), ("ɑː", 0.1)], "AD"),
        ([("l", 0.07), ("ɑː", 0.1)], "HD"),
        ([("s", 0.08), ("uː", 0.1)], "BF"),
        ([("f", 0.07), ("iː", 0.1)], "GB"),
        ([("w", 0.07), ("ʌ", 0.1)], "FC"),
    ],
)
def test_repeated_syllables_are_seen(syllable: list[tuple[str, float]], shown_as: str) -> None:
    assert _letters(*syllable * 4) == shown_as * 4


@pytest.mark.parametrize(
    ("sound", "letter"), [("ɑː", "D"), ("uː", "F"), ("w", "F"), ("ɔː", "E"), ("l", "H"), ("ɛ", "C")]
)
def test_a_short_sound_between_others_has_a_drawing_of_its_own(sound: str, letter: str) -> None:
    assert letter in _letters(("t", 0.08), (sound, 0.06), ("t", 0.08))


def test_a_long_vowel_is_held_and_a_long_row_of_sounds_alike_is_not() -> None:
    assert _letters(("ɑː", 1.2)) == "D"
    alike = [("ð", 0.06), ("ɪ", 0.07), ("s", 0.1)] * 4  # each of them is drawn with the teeth together
    frames = shown.letters(shown.blurred(phones := _timed(alike), round(phones[-1].end * 100)), phones)
    longest = max(len(list(run)) for _, run in groupby(frames))
    assert longest <= shown.STILL


def _timed(sounds: list[tuple[str, float]]) -> list[Timed]:
    ends = np.cumsum([seconds for _, seconds in sounds])
    return [Timed(float(end - seconds), float(end), name) for end, (name, seconds) in zip(ends, sounds, strict=True)]


def test_every_sound_has_a_drawing_in_letters_that_exist() -> None:
    drawn = [name for row in shown.SOUNDS for name in row.sounds.split()]
    assert sorted(drawn) == sorted(phoneset.CLASSES)
    for row in shown.SOUNDS:
        assert set(row.letters) <= set(shown.LETTERS) | {">", "-"}
        assert all(viseme in VISEMES for viseme in row.viseme.split(">"))
        assert next(shown.LETTER_OF[v] for v in row.viseme.split(">")) in row.letters.split(">")[0], row.sounds


def test_one_odd_frame_changes_nothing() -> None:
    frames = [{"iy": 0.9}] * 6 + [{"uw": 0.55, "iy": 0.45}] + [{"iy": 0.9}] * 6
    assert set(_said(shown.letters(_chances(*frames), ()))) == {"B"}


def test_lips_shut_where_the_line_says_so_and_nowhere_else() -> None:
    frames = [{"iy": 0.9}] * 5 + [{"p": 0.3, "k": 0.36, "t": 0.3}] * 5 + [{"iy": 0.9}] * 5
    line = (Timed(0.0, 0.05, "i"), Timed(0.05, 0.10, "p"), Timed(0.10, 0.15, "i"))
    assert _said(shown.letters(_chances(*frames), line)) == "BBBBBAAAAABBBBB"
    frames[5:10] = [{"p": 0.95}] * 5
    line = (Timed(0.0, 0.05, "i"), Timed(0.05, 0.10, "t"), Timed(0.10, 0.15, "i"))
    assert "A" not in _said(shown.letters(_chances(*frames), line))


def test_drawn_visemes_belong_to_the_letters_and_name_the_likeliest_sound() -> None:
    frames = [{"iy": 0.9}] * 10 + [{"aa": 0.9}] * 10 + [{"sil": 0.95}] * 10
    drawn = [VISEMES[i] for i in shown.drawn(_chances(*frames), ())]
    assert set(drawn[20:]) == {"sil"}
    assert set(drawn[:10]) <= {"ih", "E"}
    assert set(drawn[10:20]) <= {"aa", "E"}


def test_known_phones_are_unsure_at_their_edges_alone() -> None:
    chances = shown.blurred((Timed(0.0, 0.1, "ɑː"), Timed(0.1, 0.2, "s")), 20)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, atol=1e-6)
    assert chances[4, phoneset.INDEX["aa"]] == 1.0
    assert 0.2 < chances[9, phoneset.INDEX["s"]] < 0.5


def test_no_frames() -> None:
    empty = np.zeros((0, len(phoneset.CLASSES)), np.float32)
    assert len(shown.drawn(empty, ())) == len(shown.blurred((), 0)) == 0


def test_known_phones_are_drawn_alike_in_blocks_and_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = np.random.default_rng(1)
    edges = np.cumsum(dice.integers(4, 25, 300)) / 100
    sounds = [phoneset.IPA[i] for i in dice.integers(0, len(phoneset.IPA), 300)]
    phones = [Timed(float(a), float(b), name) for a, b, name in zip([0.0, *edges], edges, sounds, strict=False)]
    frames = round(phones[-1].end * 100)
    whole = shown.drawn(shown.blurred(phones, frames), phones)
    monkeypatch.setattr(shown, "_BLOCK", 3 * shown._WINDOW)
    assert (shown.drawn_of(phones, frames) == whole).mean() > 0.99


@pytest.mark.parametrize(
    ("sounds", "shown_as"),
    [
        ([("p", 0.1), ("ɑː", 0.3), ("p", 0.1)], "ACDA"),
        ([("uː", 0.2), ("ɑː", 0.3)], "FED"),
        ([("ɑː", 0.3), ("w", 0.1)], "DEF"),
        ([("p", 0.1), ("ɑː", 0.1), ("p", 0.1)], "ADA"),  # there is no time for it
        ([("s", 0.2), ("iː", 0.3)], "B"),
    ],
)
def test_far_changes_have_a_drawing_between_where_there_is_time(sounds: list[tuple[str, float]], shown_as: str) -> None:
    assert _letters(*sounds) == shown_as


def test_what_is_drawn_is_written_by_the_same_letter() -> None:
    matrix, names = rhubarb.shape_set().matrix, rhubarb.shape_set().names
    written = {viseme: names[int(matrix[i].argmax())] for i, viseme in enumerate(VISEMES)}
    assert written == shown.LETTER_OF


def test_letters_go_by_the_best_line_where_a_moment_alone_is_undecided() -> None:
    chances = np.zeros((30, len(phoneset.CLASSES)), np.float32)
    chances[:, phoneset.INDEX["ih"]], chances[:, phoneset.INDEX["uw"]] = 0.6, 0.4
    agreed = shown.agreed(chances, [Timed(0.0, 0.3, "u")])
    np.testing.assert_allclose(agreed.sum(axis=1), 1.0, atol=1e-6)
    assert (agreed[:, phoneset.INDEX["uw"]] > agreed[:, phoneset.INDEX["ih"]]).all()
    assert chances[0, phoneset.INDEX["uw"]] == np.float32(0.4)  # what was heard stays as it is
