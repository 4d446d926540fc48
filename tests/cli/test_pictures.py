"""`avatar characters import PICTURE` and `avatar film --picture`: who is asked what, and what is left behind."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from avatar import audio, library
from avatar.cli import main
from avatar.cli.pictures import MINE
from avatar.cli.portraits import own_size
from avatar.film.origins import NOTE
from avatar.film.shape import FrameShape
from avatar.types import Clip
from tests.studio import faces


def run(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main([str(each) for each in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def run_at_a_terminal(said: str, *arguments: object) -> tuple[int, str]:
    """The program at a terminal of its own, at which this is typed; its status, and all that was shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "avatar", *map(str, arguments)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        os.write(ours, said.encode())
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal says that nobody is left
            while block := os.read(ours, 4096):
                shown += block
        os.close(ours)
    return process.returncode, shown.decode()


def characters() -> list[str]:
    return sorted(each.name for each in (library.user_dir() / "characters").glob("*"))


# -------------------------------------------------------------------------------------------------------------- consent


def test_without_a_terminal_whose_it_is_must_be_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run("characters", "import", faces.ASTRONAUT, capsys=capsys)
    assert status != 0
    assert "--mine" in err
    assert "--whose NAME --agreed" in err
    status, _, err = run("characters", "import", faces.ASTRONAUT, "--whose", "Ann", capsys=capsys)
    assert status != 0
    assert "--agreed" in err
    assert characters() == []


def test_whose_it_is_lies_in_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("characters", "import", faces.ASTRONAUT, "--whose", 'Ann "A" Lee', "--agreed", "--no-mark")
    status, out, _ = run(*command, capsys=capsys)
    assert status == 0
    assert "Taken: a face whose mouth shows teeth" in out
    table = library.read_toml(library.character("astronaut") / "character.toml")["picture"]
    assert table["origin"] == {"whose": 'Ann "A" Lee', "agreed": True, "source": "astronaut.jpg"}
    assert table["mark"] is False


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize(
    ("said", "whose"),
    [("\n\n", MINE), ("Me\nBea\n", "Bea"), ("\nme\n", "me"), ("Ann\ny\n", "Ann"), ("Ann\n\n", ""), ("\x04", "")],
)
def test_at_a_terminal_it_is_asked(said: str, whose: str) -> None:
    status, shown = run_at_a_terminal(said, "characters", "import", faces.ASTRONAUT)
    assert "Whose picture is it?" in shown
    assert "XNNPACK" not in shown
    assert (status == 0) == bool(whose)
    assert characters() == (["astronaut"] if whose else [])
    if whose:
        table = library.read_toml(library.character("astronaut") / "character.toml")["picture"]
        assert table["origin"]["whose"] == whose


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_nobody_is_asked_whose_a_picture_is_that_is_not_there(tmp_path: Path) -> None:
    for words in (("characters", "import"), ("film", "--text", "Hi.", "-o", tmp_path / "a.mp4", "--picture")):
        status, shown = run_at_a_terminal("\n", *words, tmp_path / "none.jpg")
        assert status != 0
        assert "there is no such file" in shown
        assert "Whose picture" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_nobody_is_asked_whose_a_picture_is_whose_name_is_taken() -> None:
    (library.user_dir() / "characters" / "astronaut").mkdir(parents=True)
    status, shown = run_at_a_terminal("\n", "characters", "import", faces.ASTRONAUT)
    assert status != 0
    assert "already" in shown
    assert "--name astronaut-2" in shown
    assert "Whose picture" not in shown


def test_ones_own_picture_bears_ones_own_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("characters", "import", faces.ASTRONAUT, "--mine", "--whose", "Bea Lee", capsys=capsys)[0] == 0
    table = library.read_toml(library.character("astronaut") / "character.toml")
    assert (table["author"], table["picture"]["origin"]["whose"]) == ("Bea Lee", "Bea Lee")


def test_each_of_several_faces_gets_its_next_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faces.crowd(2, 1, 300).save(tmp_path / "two.png")
    status, out, _ = run("characters", "import", tmp_path / "two.png", "--mine", "--all-faces", capsys=capsys)
    assert status == 0
    for name in ("two", "two-2"):
        assert f"avatar characters preview {name} " in out
        assert f"avatar --character {name} " in out


def test_flags_of_pictures_belong_to_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mouths"
    folder.mkdir()
    for name in ("closed", "open"):
        Image.new("RGBA", (100, 100), (200, 100, 100, 255)).save(folder / f"{name}.png")
    status, _, err = run("characters", "import", folder, "--mine", capsys=capsys)
    assert status != 0
    assert "--mine belongs to a picture" in err
    status, _, err = run("film", "juno", "--no-mark", "-o", tmp_path / "a.mp4", capsys=capsys)
    assert status != 0
    assert "--no-mark belongs to a picture" in err


# ----------------------------------------------------------------------------------------------------------------- film


def filmed(path: Path, capsys: pytest.CaptureFixture[str], *more: object) -> str:
    words = ("--text", "Hi.", "--size", "160x120", "--fps", "24", "--workers", "1", "--voice", "en-gb")
    status, _, err = run("film", "--picture", faces.ASTRONAUT, "--mine", *words, "-o", path, *more, capsys=capsys)
    assert status == 0, err
    return err


def note_of(path: Path) -> str:
    if path.suffix == ".webp":
        with Image.open(path) as picture:
            return str(picture.info["xmp"])
    if path.suffix == ".gif":
        with Image.open(path) as picture:
            return str(picture.info["comment"])
    if path.is_dir():
        with Image.open(min(path.iterdir())) as picture:
            return str(picture.info["Comment"])
    with av.open(str(path)) as container:
        return container.metadata.get("comment") or container.metadata.get("COMMENT", "")


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "a.webp", "frames"])
def test_a_picture_is_filmed_in_one_line_says_so_and_leaves_no_character(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    err = filmed(tmp_path / name, capsys)
    assert NOTE in note_of(tmp_path / name)
    assert "Taken: a face whose mouth shows teeth" in err
    assert characters() == []
    assert "astronaut" not in library.characters()


def test_the_film_shows_the_picture_from_edge_to_edge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filmed(tmp_path / "a.mp4", capsys, "--no-mark")
    with av.open(str(tmp_path / "a.mp4")) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    whole = Image.open(faces.ASTRONAUT).convert("RGB")
    parts = [np.array(whole.crop((0, top, 256, top + 192)).resize((160, 120))).astype(int) for top in range(0, 65, 2)]
    away = min((np.abs(frame - part).mean(axis=2) for part in parts), key=lambda each: float(each.mean()))
    assert away[:, :20].mean() < 8
    assert away[:, -20:].mean() < 8
    assert away[:12, :40].mean() < 8  # beside the hair, which moves


def test_a_recording_is_sung_and_a_text_comes_from_stdin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = (4000 * np.sin(np.arange(24_000) * 0.06) * np.hanning(24_000)).astype(np.int16)
    audio.write(tmp_path / "song.wav", Clip(wave, 24_000))
    small = ("--size", "160x120", "--fps", "24", "--workers", "1", "--mine", "--picture", faces.ASTRONAUT)
    status, _, err = run("film", *small, "--audio", tmp_path / "song.wav", "-o", tmp_path / "song.mp4", capsys=capsys)
    assert status == 0, err
    assert note_of(tmp_path / "song.mp4") == NOTE
    monkeypatch.setattr("sys.stdin", io.StringIO("Hi there, all of you."))
    words = ("--text", "-", "--voice", "en-gb")
    status, _, err = run(
        "film", *small, *words, "-o", tmp_path / "said.mp4", "--srt", tmp_path / "s.srt", capsys=capsys
    )
    assert status == 0, err
    assert "Hi there, all of you." in (tmp_path / "s.srt").read_text()


def test_without_a_size_it_has_the_shape_of_the_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--text", "Hi.", "--fps", "24", "--workers", "1", "--voice", "en-gb", "--mine")
    status, _, err = run("film", "--picture", faces.HOPPER, *words, "-o", tmp_path / "a.mp4", capsys=capsys)
    assert status == 0, err
    with av.open(str(tmp_path / "a.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (720, 848)


def test_a_film_of_a_drawn_character_says_nothing_of_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("film", "--text", "Hi.", "--size", "160x120", "--fps", "24", "--workers", "1", "--voice", "en-gb")
    status, _, err = run(*command, "-o", tmp_path / "a.mp4", capsys=capsys)
    assert status == 0, err
    assert "still" not in note_of(tmp_path / "a.mp4")


def test_a_show_with_a_picture_in_its_cast_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("characters", "import", faces.ASTRONAUT, "--mine", "--name", "ada", capsys=capsys)[0] == 0
    show = tmp_path / "two.fountain"
    show.write_text("Title: Two\n\nINT. CLUB\n\nADA\nHi.\n\nJUNO\nHi.\n")
    command = ("film", show, "--size", "160x120", "--fps", "24", "--workers", "1", "--voice", "en-gb")
    status, _, err = run(*command, "-o", tmp_path / "a.mp4", capsys=capsys)
    assert status == 0, err
    assert note_of(tmp_path / "a.mp4") == NOTE


def test_what_can_be_no_film_of_a_picture_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.mp4"
    for arguments, word in (
        (("--picture", faces.ASTRONAUT, "--mine"), "nothing to film"),
        (("--picture", faces.ASTRONAUT, "--text", "Hi."), "--mine"),
        (("--picture", faces.ASTRONAUT, "--mine", "--text", "Hi.", "--character", "juno"), "--picture speaks alone"),
        (("--picture", tmp_path / "none.png", "--mine", "--text", "Hi."), "no such file"),
        (("--picture", faces.CAT, "--mine", "--text", "Hi."), "no face"),
        (("--text", "Hi.", "--key", faces.CAT), "--certificate and --key"),
    ):
        status, _, err = run("film", *arguments, "-o", target, capsys=capsys)
        assert status != 0
        assert word in err
        assert not list(tmp_path.glob("*"))


# -------------------------------------------------------------------------------------------------------------- signing


def test_without_the_library_that_signs_it_is_told_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    words = ("film", "--text", "Hi.", "--size", "160x120", "--certificate", "a.pem", "--key", "b.pem")
    status, _, err = run(*words, "-o", tmp_path / "a.mp4", capsys=capsys)
    assert status != 0
    assert "c2pa-python" in err
    status, _, err = run(*words, "-o", tmp_path / "a.webm", capsys=capsys)
    assert "can't be signed" in err
    assert not list(tmp_path.glob("*"))


@pytest.mark.parametrize(
    ("picture", "usual", "film"),
    [
        ((256, 256), (1920, 1080), (720, 720)),  # small: larger, so that something is seen
        ((600, 800), (1920, 1080), (900, 1200)),
        ((1920, 1280), (1920, 1080), (1620, 1080)),
        ((200, 1900), (1920, 1080), (202, 1920)),
        ((1920, 1280), (854, 480), (720, 480)),  # a GIF is large soon
        ((256, 256), (854, 480), (480, 480)),
    ],
)
def test_a_film_in_the_pictures_own_shape_can_be_seen_and_is_not_larger_than_usual(
    picture: tuple[int, int], usual: tuple[int, int], film: tuple[int, int]
) -> None:
    assert own_size(*picture, FrameShape(*usual, 30)) == film
