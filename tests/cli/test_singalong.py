"""`avatar sing --audio`: what is written, asked and refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from avatar import audio, scenefile
from avatar.cli import main, singalong, tapping
from avatar.config import Config
from avatar.song import beats
from avatar.song.beats import Beats
from avatar.song.tapping import keep_beats
from avatar.types import Mark, Performance
from tests.song.recorded.test_aligning import LINES, TEXT, lrc, song


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("song")
    audio.write(folder / "song.flac", song(0.5).clip)
    (folder / "words.txt").write_text(TEXT, "utf-8")
    (folder / "words.lrc").write_text(f"[ti:The Toaster]\n{lrc()}", "utf-8")
    return folder


def sing(files: Path, *more: str, words: str = "words.lrc") -> int:
    return main(["sing", "--audio", str(files / "song.flac"), "--lyrics", str(files / words), *more])


def test_words_are_written_with_their_times(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sing(files, "--save", str(tmp_path / "found.lrc"), words="words.txt") == 0
    text = (tmp_path / "found.lrc").read_text("utf-8")
    assert text.count("\n[00:") == len(LINES)
    assert "avatar get separator" in capsys.readouterr().err
    assert sing(files, "--save", str(tmp_path / "found.txt"), "-q") == 0
    assert (tmp_path / "found.txt").read_text("utf-8").startswith("#VERSION:1.1.0\n#TITLE:The Toaster\n")
    assert capsys.readouterr().err == ""


def test_a_scene_is_sung_and_danced(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "song.scene"
    assert (
        sing(
            files,
            "--character",
            "bea",
            "--character",
            "gus",
            "--save",
            str(path),
            "--cues",
            str(tmp_path / "x.json"),
            "-q",
        )
        == 0
    )
    scene = scenefile.load(path)
    assert [member.character for member in scene.cast] == ["bea", "gus"]
    assert scene.title == "The Toaster"
    said = [e.what.speech.text for e in scene.entries if isinstance(e.what, Performance) and e.what.speech.text]
    assert said == list(LINES)
    dancers = {e.who for e in scene.entries if isinstance(e.what, Mark) and e.what.kind == "dance"}
    assert dancers == {"BEA", "GUS"}
    assert (tmp_path / "x.json").is_file()
    assert sing(files, "--no-dance", "--save", str(path), "-q") == 0
    assert not [e for e in scenefile.load(path).entries if isinstance(e.what, Mark) and e.what.kind == "dance"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--beats", "often"), "--beats often is not possible"),
        (("--beats", "1,2"), "too few taps"),
        (("--tempo", "fast"), "no tempo of a recording"),
        (("--tempo", "90%"), "no tempo of a recording"),
        (("--tempo", "90", "--beats", "halve"), "both say how fast"),
        (("--beats", "tap"), "this is no terminal"),
        (("--transpose", "3"), "a voice, a key and a band already"),
        (("--save", "song.doc"), "saved as a scene or as its words"),
        (("--language", "klingonese"), "does not speak"),
        (("--character", "nobody-at-all"), "nobody-at-all"),
        (("song.musicxml",), "two songs"),
    ],
)
def test_what_does_not_go_together_is_refused(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...], told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert sing(files, "--wav", "x.wav", *more)
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_recording_needs_its_words(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sing", "--audio", str(files / "song.flac")])
    assert "Add --lyrics FILE" in capsys.readouterr().err
    assert main(["sing"])
    assert "Name a score, or give --audio" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "told"), [("none.mp3", "no such"), ("words.txt", "text")])
def test_what_is_no_recording_is_told(files: Path, capsys: pytest.CaptureFixture[str], name: str, told: str) -> None:
    words = str(files / "words.txt")
    assert main(["sing", "--audio", str(files / name), "--lyrics", words, "--save", str(files / "out.lrc")])
    assert told in capsys.readouterr().err
    assert not (files / "out.lrc").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "bpm"), [("\n", 120), ("what\nH\n", 60), ("d\n", 240), ("", 120), ("n\n", 0)])
def test_beats_in_doubt_are_asked_for_once(
    files: Path, monkeypatch: pytest.MonkeyPatch, typed: str, bpm: float
) -> None:
    import argparse

    doubted = Beats(tuple(n * 0.5 for n in range(40)), 4, 0, 0.1)
    monkeypatch.setattr(beats, "find_beats", lambda path: doubted)
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    monkeypatch.setattr("sys.stderr", Terminal())
    asked = argparse.Namespace(audio=files / "song.flac", beats="auto", tempo=None, quiet=False)
    assert singalong.find(asked, Config()).bpm == pytest.approx(bpm)


def test_a_tempo_says_which_beats_are_meant(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import argparse

    monkeypatch.setattr(beats, "find_beats", lambda path: Beats(tuple(n * 0.5 for n in range(40)), 4, 0, 0.1))
    asked = argparse.Namespace(audio=files / "song.flac", beats="auto", tempo="61", quiet=False)
    assert singalong.find(asked, Config()).bpm == pytest.approx(60.0)


def test_who_is_asked_may_tap_and_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import argparse

    doubted = Beats(tuple(n * 0.5 for n in range(40)), 4, 0, 0.1)
    monkeypatch.setattr(beats, "find_beats", lambda path: doubted)
    monkeypatch.setattr(tapping, "SoundPlaying", lambda song, sound: io.StringIO())
    monkeypatch.setattr(tapping, "tap_along", lambda song, found, playing: keep(song, beats.halved(found)))
    monkeypatch.setattr("sys.stdin", Terminal("t\n"))
    monkeypatch.setattr("sys.stderr", Terminal())
    asked = argparse.Namespace(audio=tmp_path / "song.flac", beats="auto", tempo=None, quiet=False)
    assert singalong.find(asked, Config()).bpm == pytest.approx(60.0)
    monkeypatch.undo()
    assert singalong.find(asked, Config()).bpm == pytest.approx(60.0)
    assert "song.flac.beats" in capsys.readouterr().err


def keep(song: Path, found: Beats) -> Beats:
    keep_beats(song, found)
    return found
