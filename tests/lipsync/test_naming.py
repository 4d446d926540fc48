"""Which format is meant: by its name, by a program's, or by the ending of a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.errors import LipSyncError
from avatar.lipsync import naming
from avatar.lipsync.formats import FORMATS
from tests.lipsync.commands import run
from tests.lipsync.sounds import wav

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("moho", "dat"), ("Praat", "textgrid"), ("jsn", "json"), ("png", "svg"), ("Adobe After-Effects", "adobe-ae"),
     ("blender", "gltf"), ("three.js", "gltf"), ("Unreal Engine", "arkit-csv"), (".glb", "gltf"), ("VRM", "vrma")],
)  # fmt: skip
def test_a_format_by_another_name_is_told_ours(name: str, meant: str) -> None:
    with pytest.raises(LipSyncError, match=f"Did you mean {meant} \\("):
        naming.format_named(name)


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.json", "json"), ("a.TextGrid", "textgrid"), ("a.arkit.csv", "arkit-csv"), ("a.opening.csv", "opening"),
     ("a.dat", "dat"), ("a.txt", "tsv"), ("a.ae.txt", "adobe-ae"), ("json", "tsv")],
)  # fmt: skip
def test_a_files_ending_says_its_format(name: str, form: str) -> None:
    assert naming.format_of(Path(name)) == form


@pytest.mark.parametrize(
    ("name", "told"),
    [("x.csv", ["Several cue formats end in '.csv'", "-f", "arkit-csv (.arkit.csv)", "opening (.opening.csv)"]),
     ("x.mp4", ["No cue format ends in '.mp4'", "Films are made by `avatar film --audio`."]),
     ("x.glb", ["No cue format ends in '.glb'", "Near to it is gltf, whose files end in .gltf."]),
     ("x.usdz", ["Near to it is usd, whose files end in .usda."]),
     ("x.png", ["Near to it is svg, whose files end in .svg."]),
     ("x.jsn", ["Near to it is json, whose files end in .json."]),
     ("x.qqqq", ["No cue format ends in '.qqqq' (", "x.qqqq). All formats: `avatar lipsync --help`;"])],
)  # fmt: skip
def test_an_ending_that_no_format_has_is_refused_with_the_near_one(
    name: str, told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(wav(tmp_path / "a.wav"), "-o", tmp_path / name) == 1
    err = capsys.readouterr().err
    assert all(part in err for part in told)
    assert len(err.replace(str(tmp_path), "")) < 300
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
    assert run(tmp_path / "a.wav", "-f", "tsv", "-o", tmp_path / name) == 0


def test_a_format_that_is_none_is_refused_with_where_they_are_listed() -> None:
    with pytest.raises(LipSyncError, match=r"'qqqq'\. All formats: `avatar lipsync --help`; .* `avatar docs formats`"):
        naming.format_named("qqqq")


def test_every_word_that_may_be_meant_stands_for_a_format() -> None:
    assert not [word for word in naming._MEANT if naming.meant(word) not in FORMATS]


@pytest.mark.parametrize(
    "program",
    ["Moho", "Papagayo-NG", "After Effects", "Adobe Animate", "Character Animator", "Blender", "three.js", "Spine",
     "OpenToonz", "Synfig", "xLights", "VTube Studio", "MikuMikuDance", "Praat", "ELAN", "Audacity", "TalkingHead",
     "Krita", "Toon Boom Harmony", "Omniverse", "Maya", "Unity", "Godot", "Faceit", "TupiTube"],
)  # fmt: skip
def test_a_program_leads_to_a_format_that_the_page_says_it_reads(program: str) -> None:
    """The table "Who reads what" of docs/formats.md, for who knows only what the program is called."""
    rows = [line.split("|") for line in (DOCS / "formats.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    reads = {form for row in rows if program in row[1] for form in re.findall(r"`([\w-]+)`", row[2])}
    assert naming.meant(program) in reads
