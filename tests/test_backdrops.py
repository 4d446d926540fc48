"""Pictures behind the cast are found where their names may lead, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import backdrops, scenefile
from avatar.cli import main
from avatar.errors import StageError
from avatar.show import directing
from avatar.show.cues import Heading
from avatar.types import CastMember, Entry, Mark, Scene


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    backdrops.own_folder().mkdir(parents=True)
    return tmp_path


def test_the_user_names_a_path_or_a_picture_of_their_folder(home: Path) -> None:
    (home / "here.png").write_bytes(b"x")
    (backdrops.own_folder() / "Beach.jpg").write_bytes(b"x")
    assert backdrops.find("here.png") == home / "here.png"
    assert backdrops.find(str(home / "here.png")) == home / "here.png"
    assert backdrops.find("Beach.jpg") == backdrops.own_folder() / "Beach.jpg"
    for name in ("there.png", "a" * 5000 + ".png", "nul\0.png", "~nobody-of-that-name/x.png"):
        with pytest.raises(StageError, match="no such picture"):
            backdrops.find(name)


def test_what_others_wrote_stays_in_its_folder(home: Path) -> None:
    show = home / "show"
    (show / "sets").mkdir(parents=True)
    for path in (
        home / "secret.png",
        show / "park.png",
        show / "sets" / "Sea.jpg",
        backdrops.own_folder() / "hall.webp",
    ):
        path.write_bytes(b"x")
    (show / "link.png").symlink_to(home / "secret.png")
    find = backdrops.find_beside
    assert find("park.png", (show,)) == show / "park.png"
    assert find("PARK.PNG", (show,)) == show / "park.png"
    assert find("sets/sea.JPG", (show,)) == show / "sets" / "Sea.jpg"
    assert find("sets\\Sea.jpg", (show,)) == show / "sets" / "Sea.jpg"
    assert find("hall.webp", (show,)) == backdrops.own_folder() / "hall.webp"
    for name in ("../secret.png", "sets/../../secret.png", str(home / "secret.png"), "link.png", "/park.png", "a\0.png",
                 "..\\secret.png", "no.png", "x" * 4000 + ".png"):  # fmt: skip
        assert find(name, (show,)) is None, name
    assert find("park.png", ()) is None


def script(folder: Path, *lines: str) -> Path:
    file = folder / "play.fountain"
    file.write_text("Title: Play\nCast: ANN = juno\n\n" + "\n\n".join(lines) + "\n\nANN\nHello.\n")
    return file


@pytest.mark.parametrize("line", ["INT. PARK.JPG - DAY", "EXT. park.jpg", ".park.jpg", "[[set: park.jpg]]"])
def test_a_screenplay_names_a_picture_beside_it(line: str, home: Path) -> None:
    (home / "park.jpg").write_bytes(b"x")
    shown = directing.read(script(home, line))
    assert not [each for each in shown.problems if each.text and "park" in each.text.lower()]
    sets = [cue.set for cue in shown.cues if isinstance(cue, Heading)]
    assert sets[-1] == str((home / "park.jpg").resolve())
    assert all("jpg" not in cue.name.lower() for cue in shown.cues if isinstance(cue, Heading))


@pytest.mark.parametrize("name", ["../secret.png", "/etc/secret.png", "missing.png"])
def test_a_screenplay_that_names_what_it_may_not(name: str, home: Path) -> None:
    (home / "secret.png").write_bytes(b"x")
    (home / "in").mkdir()
    shown = directing.read(script(home / "in", f"[[set: {name}]]"))
    problem = next(each for each in shown.problems if "picture is not there" in each.what)
    assert str(backdrops.own_folder()) in problem.suggestion
    assert {cue.set for cue in shown.cues if isinstance(cue, Heading)} == {"plain"}


def test_one_backdrop_for_a_whole_show(home: Path) -> None:
    shown = directing.read(
        script(home, "INT. CLUB - NIGHT", "ANN\nHi.", "INT. STUDIO - DAY", "[[set: plain]]"), "my.png"
    )
    assert {cue.set for cue in shown.cues if isinstance(cue, Heading)} == {"my.png"}


def test_a_scene_file_keeps_a_pictures_name_and_looks_beside_itself(home: Path) -> None:
    far = home / "far" / "deep"
    far.mkdir(parents=True)
    cast = (CastMember("ann", "juno"),)
    marks = (Entry(1.0, "", Mark("set", str(far / "sea.png"))), Entry(2.0, "", Mark("set", "club")))
    scenefile.save(home / "a.scene", Scene(cast, marks, set=str(far / "park.png")))
    assert b"deep" not in (home / "a.scene").read_bytes()
    assert scenefile.load(home / "a.scene").set == str(home / "park.png"), "where it would have to be"
    (home / "sea.png").write_bytes(b"x")
    (backdrops.own_folder() / "park.png").write_bytes(b"x")
    loaded = scenefile.load(home / "a.scene")
    names = [entry.what.name for entry in loaded.entries if isinstance(entry.what, Mark)]
    assert loaded.set == str((backdrops.own_folder() / "park.png").resolve())
    assert names == [str((home / "sea.png").resolve()), "club"]
    with scenefile.Reader(home / "a.scene", "studio") as reader:
        assert reader.set == "studio"
        assert {mark.name for _, _, mark in reader.marks()} == {"studio"}


FILMED = ["film", "-o", "x.mp4", "--size", "64x64"]
COMMANDS = ([*FILMED, "--text", "Hello"], [*FILMED, "play.fountain"], ["say", "Hello", "--stage", "none"])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_picture_that_is_missing_is_said_before_anything_is_made(
    command: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script(home, "INT. CLUB - NIGHT")
    with pytest.raises(SystemExit) as left:
        raise SystemExit(main([*command, "--backdrop", "missing.png"]))
    assert left.value.code
    told = capsys.readouterr().err
    assert "no such picture" in told
    assert "missing.png" in told
    assert str(backdrops.own_folder()) in told
    assert not (home / "x.mp4").exists()
