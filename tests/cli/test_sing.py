"""`avatar sing`, as it is typed: files written, what is refused, what is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from avatar import scenefile
from avatar.cli import main
from avatar.types import Mark, Performance
from tests.show.test_songs import TUNE


@pytest.fixture
def song(tmp_path: Path) -> Path:
    file = tmp_path / "tune.song"
    file.write_text(TUNE, "utf-8")
    return file


def test_a_song_goes_to_files(song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scene, words, cues = (tmp_path / name for name in ("a.scene", "a.lrc", "a.json"))
    files = ["--save", str(scene), "--lrc", str(words), "--cues", str(cues), "--wav", str(tmp_path / "a.wav")]
    assert main(["sing", str(song), "--voice", "en-gb", "--character", "juno", "--character", "gus", *files]) == 0
    entries = scenefile.load(scene).entries
    assert {entry.who for entry in entries if isinstance(entry.what, Performance)} == {"JUNO", "GUS"}
    assert any(isinstance(entry.what, Mark) and entry.what.kind == "dance" for entry in entries)
    assert "La" in words.read_text("utf-8")
    assert cues.exists()
    assert "A tune: Juno" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--transpose", "99"], "--transpose 99 is not possible"),
        (["--tempo", "fast"], "--tempo fast is no tempo"),
        (["--tempo", "1000"], "1000"),
        (["--size", "720p"], "belong to a film"),
        (["--save", "a.doc"], "saved as a scene or as a score"),
        (["-o", "a.doc"], "No film ends in"),
        (["-o", "a.mp4", "--size", "370p"], "no size '370p'"),
        (["--character", "nobody"], "nobody"),
        (["--style", "waltzz", "--wav", "a.wav"], "There is no style 'waltzz'"),
    ],
)
def test_what_is_not_possible_is_told(
    given: list[str], told: str, song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sing", str(song), "--wav", str(song.with_suffix(".wav")), *given]) != 0
    assert told in capsys.readouterr().err
    assert not song.with_suffix(".wav").exists()


def test_a_name_that_no_song_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sing", "nosuchsong"]) != 0
    assert "no song called 'nosuchsong'" in capsys.readouterr().err


def test_a_song_is_saved_as_a_score_in_its_key_without_being_sung(
    song: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from avatar.song.reading import read_score

    saved = song.with_name("saved.song")
    assert main(["sing", str(song), "--save", str(saved), "--transpose", "2"]) == 0
    first, second = (read_score(path).parts[0].notes[0].pitch for path in (song, saved))
    assert first is not None
    assert second == first + 2


@pytest.mark.parametrize(
    "written", ["--wav a.wav", "--srt a.srt --lrc a.lrc --vtt a.vtt", "--save a.scene", "--cues a.json"]
)
def test_only_films_need_what_films_are_made_of(written: str, song: Path) -> None:
    code = (
        "import sys; sys.modules['av'] = sys.modules['PIL'] = None\n"
        "from avatar.cli import main\n"
        f"raise SystemExit(main(['sing', {str(song)!r}, '-q', '--voice', 'en-gb', *{written.split()!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=song.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (song.parent / written.split()[1]).stat().st_size
