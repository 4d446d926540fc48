"""The melodies of other makers that are measured: each reads as it is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.song.backing import play_backing
from avatar.song.reading import read_score
from avatar.song.score import text_of

SONGS = Path(__file__).parents[2] / "benchmarks" / "songs"

EXPECTED = {
    "amazing-grace.mxl": (1, 64, "en", "'Twas grace that taught my heart to fear,"),
    "amazing-grace.song": (1, 64, "en", "'Twas grace that taught my heart to fear,"),
    "au-clair-de-la-lune.song": (1, 44, "fr", "prête-moi ta plume"),
    "fra-martino.song": (1, 32, "it", "Fra Martino, campanaro,"),
    "frere-jacques.song": (3, 32, "fr", "Sonnez les matines! Sonnez les matines!"),
    "greensleeves.song": (1, 71, "en", "off discourteously,"),
    "haenschen-klein.txt": (1, 25, "de", "in die weite Welt hinein."),
    "la-cucaracha.song": (1, 34, "es", "las dos patitas de atrás."),
    "oh-susanna.kar": (1, 55, "en", "Oh! Susanna, oh, don't you cry for me;"),
    "row-your-boat.song": (3, 54, "en", "merrily, merrily, merrily, merrily,"),
    "sakura.song": (1, 50, "ja", "かすみか くもか"),
    "stille-nacht.musicxml": (1, 92, "", "tönt es laut von fern und nah:"),
    "stille-nacht.song": (1, 46, "de", "alles schläft, einsam wacht"),
    "twinkle.song": (1, 42, "en", "How I wonder what you are!"),
}
"""(parts, notes of the first, language, words that it holds)."""


def test_all_are_known() -> None:
    assert {path.name for path in SONGS.iterdir() if path.name != "README.md"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_sung(name: str) -> None:
    parts, notes, language, words = EXPECTED[name]
    score = read_score(SONGS / name)
    assert (len(score.parts), len(score.parts[0].notes)) == (parts, notes)
    assert score.parts[0].language in {language, ""}
    assert words.replace(" ", "") in text_of(score.parts[0].notes).replace(" ", "")
    usual = ("is read as", "are guessed from")
    assert [remark.said for remark in score.remarks if not any(each in remark.said for each in usual)] == []


def test_they_are_accompanied_in_their_own_styles() -> None:
    for path in SONGS.glob("*.song"):
        score = read_score(path)
        backing = play_backing(score)
        assert backing is not None
        assert (backing.style, backing.remarks) == (score.style, ())
        assert backing.clip.duration >= score.duration
