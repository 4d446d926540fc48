"""What packages bring: one is built, installed in an environment of its own and used as its users would; and what a new
part of ours costs."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from avatar import audio, scenefile
from avatar.plugins import Modules, Registry, Tables
from avatar.types import Performance

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "tests" / "example_plugin"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _environment(folder: Path) -> tuple[Path, Path]:
    """A fresh virtual environment that borrows this one's libraries: its Python, and where its packages lie."""
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"), folder / "Lib/site-packages")
    borrowed = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    lines = [str(ROOT), *(f"import site; site.addsitedir({path!r})" for path in borrowed)]
    (site / "borrowed.pth").write_text("\n".join(lines) + "\n")
    return next(folder.glob("bin/python"), folder / "Scripts/python.exe"), site


def _install(wheel: Path, python: Path, site: Path) -> None:
    """By pip, without an index; where there is no pip, as it would: such a wheel is copied as it is."""
    if importlib.util.find_spec("pip") is None:
        zipfile.ZipFile(wheel).extractall(site)
        return
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Python and packages of an environment with the example."""
    folder = tmp_path_factory.mktemp("example")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=EXAMPLE, check=True, capture_output=True)
    python, site = _environment(folder / "venv")
    _install(next((folder / "dist").glob("*.whl")), python, site)
    return python, site


def _runner(python: Path, where: Path, **more: str) -> Run:
    def run(*arguments: str, stdin: str = "", status: int = 0) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "avatar", *arguments]
        done = subprocess.run(
            command, cwd=where, env={**os.environ, **more}, input=stdin, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr + done.stdout
        return done

    return run


@pytest.fixture
def avatar(environment: tuple[Path, Path], tmp_path: Path) -> Run:
    """The command, in the environment with the example, in a folder that isn't the project's."""
    return _runner(environment[0], tmp_path)


def said(scene: Path) -> Performance:
    what = scenefile.load(scene).entries[0].what
    assert isinstance(what, Performance)
    return what


# ---------------------------------------------------------------------------------------------------------- a package


def test_its_engine_speaks(avatar: Run, tmp_path: Path) -> None:
    avatar("say", "aaaa aaaa", "--voice", "chirp", "--wav", "a.wav", "--save", "a.scene")
    performance = said(tmp_path / "a.scene")
    assert (performance.speech.voice, performance.mouth.rung) == ("chirp", "voice")
    assert [word.value for word in performance.speech.words] == ["aaaa", "aaaa"]
    clip = audio.read(tmp_path / "a.wav")
    loudest = np.abs(np.fft.rfft(clip.floats())).argmax() / clip.duration
    assert loudest == pytest.approx(660 * 2 ** (1 / 24), rel=0.02)


def test_its_engine_speaks_for_who_names_no_voice(avatar: Run, home: Path, tmp_path: Path) -> None:
    folder = home / ".local/share/avatar/characters/mute"
    shutil.copytree(ROOT / "characters" / "juno", folder)
    text = (folder / "character.toml").read_text("utf-8")
    (folder / "character.toml").write_text(re.sub(r"(?m)^voice = .*$", "", text).replace('"juno"', '"mute"'))
    for engine, voice in (("auto", "en-gb"), ("pyttsx3", "system"), ("chirp", "chirp")):
        avatar("say", "Hello.", "--character", "mute", "--set", f"speech.engine={engine}", "--save", "a.scene")
        assert said(tmp_path / "a.scene").speech.voice == voice
    told = avatar("say", "Hello.", "--set", "speech.engine=tweet", "--save", "a.scene", status=2).stderr
    assert "no voice engine 'tweet'" in told
    assert "chirp" in told


def test_its_format_is_written(avatar: Run, tmp_path: Path) -> None:
    avatar("say", "Papa baked brown muffins.", "--voice", "en-gb", "--wav", "a.wav", "--cues", "said.beats")
    avatar("lipsync", "a.wav", "--text", "Papa baked brown muffins.", "-o", "heard.beats")
    for name in ("said.beats", "heard.beats"):
        lines = [line.split() for line in (tmp_path / name).read_text("utf-8").splitlines()]
        assert [word for _, word in lines] == ["Papa", "baked", "brown", "muffins"]
        times = [int(time) for time, _ in lines]
        assert times == sorted(times)
    assert avatar("lipsync", "a.wav", "-f", "beats").stdout == ""  # without the text no words are known
    assert "beats" in avatar("lipsync", "--help").stdout


def test_its_data_are_found(avatar: Run, tmp_path: Path) -> None:
    assert "tock" in {each["name"] for each in json.loads(avatar("characters", "--json").stdout)}
    assert "chirp" in {each["name"] for each in json.loads(avatar("voices", "--json").stdout)}
    assert "tick" in avatar("show", "list").stdout
    assert "all is well" in avatar("characters", "check", "tock").stdout
    avatar("say", "Tick.", "--character", "tock", "--save", "a.scene")
    assert said(tmp_path / "a.scene").speech.voice == "chirp"


def test_its_brain_answers(avatar: Run) -> None:
    talk = avatar("chat", "--stage", "none", "--mute", "--set", "brain.name=echo", stdin="Good day\n/quit\n").stdout
    assert "You said: Good day" in talk


def test_its_importer_makes_a_character(avatar: Run, tmp_path: Path) -> None:
    (tmp_path / "ruby.dot").write_text("#aa2233\n")
    assert "as round as Tock" in avatar("characters", "import", "ruby.dot").stdout
    assert "all is well" in avatar("characters", "check", "ruby").stdout


def test_its_rung_makes_the_mouth_where_the_settings_name_it(avatar: Run, tmp_path: Path) -> None:
    openings = {}
    for rungs in ("flap", "loudness"):
        avatar("--set", f'lipsync.rungs=["{rungs}"]', "say", "Hello there.", "--save", "a.scene")
        openings[rungs] = said(tmp_path / "a.scene").mouth.weights.argmax(axis=1)
    assert list(openings["flap"][:34]) == [10] * 16 + [0] * 17 + [10]
    assert list(openings["loudness"][:34]) != list(openings["flap"][:34])


def test_doctor_lists_it(avatar: Run) -> None:
    done = avatar("doctor", "--no-stage", "--json", "--set", "sound.muted=true")
    found = {each["part"]: each for each in json.loads(done.stdout)}
    row = found["package avatar-example"]
    assert (row["works"], row["needed"]) == (True, False)
    for part in ("1.2", "engine chirp", "format beats", "brain echo", "importer dot", "rung flap", "character tock"):
        assert part in row["detail"]
    assert found["engine chirp"]["detail"] == "whistles; speaks en; tells the times of words and phones"


# ----------------------------------------------------------------------------------------------------- a torn package

TORN = """
[avatar.engines]
espeak = torn:Engine
rattle = torn.nowhere:Engine
[avatar.formats]
hum = torn:NOTHING
srt = torn:NOTHING
[avatar.brains]
moody = torn.moody:BRAIN
[avatar.data]
torn = nowhere_at_all
[avatar.hats]
bowler = torn:HAT
"""


@pytest.fixture
def torn(tmp_path: Path) -> Run:
    """The command in an environment with a package in which nothing works, and one whose metadata can't be read."""
    python, site = _environment(tmp_path / "venv")
    (site / "torn").mkdir()
    (site / "torn" / "__init__.py").write_text("NOTHING = 3\nclass Engine: ...\n")
    (site / "torn" / "moody.py").write_text("raise RuntimeError('not today')\n")
    for name, points in (("torn", TORN), ("worse", "[avatar.engines]\nno sense\n")):
        (site / f"{name}-2.0.dist-info").mkdir()
        (site / f"{name}-2.0.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.0\n")
        (site / f"{name}-2.0.dist-info" / "entry_points.txt").write_text(points)
    return _runner(python, tmp_path)


def test_what_can_not_be_loaded_is_named_and_left_out(torn: Run, tmp_path: Path) -> None:
    torn("say", "Hello.", "--voice", "en-gb", "--save", "a.scene")
    assert said(tmp_path / "a.scene").speech.voice == "en-gb"
    found = {
        each["part"]: each
        for each in json.loads(torn("doctor", "--no-stage", "--json", "--set", "sound.muted=true").stdout)
    }
    detail = found["package torn"]["detail"]
    for told in (
        "2.0 brings nothing that works",
        "engine espeak is left out: the name is taken by avatar",
        "engine rattle is left out: ModuleNotFoundError: No module named 'torn.nowhere'",
        "format hum is left out: torn:NOTHING is not a Format (avatar.lipsync.formats)",
        "format srt is left out: the name is taken by avatar",
        "brain moody is left out: RuntimeError: not today",
        "there is no package nowhere_at_all",
        "avatar has no avatar.hats",
    ):
        assert told in detail
    assert "torn" in found["package torn"]["remedy"]


def test_who_asks_for_it_is_told_why_it_is_left_out(torn: Run, home: Path) -> None:
    voices = home / ".local/share/avatar/voices"
    voices.mkdir(parents=True)
    (voices / "rattle.toml").write_text('engine = "rattle"\nid = "x"\n')
    told = torn("say", "Hello.", "--voice", "rattle", "--save", "a.scene").stderr
    assert "torn brings it, but ModuleNotFoundError" in told
    assert "en-gb speaks instead" in told
    assert (
        "not today"
        in torn("doctor", "--no-stage", "--set", "sound.muted=true", "--set", "brain.name=moody", status=1).stdout
    )


# ------------------------------------------------------------------------------------------------------------- tables


def test_nobody_waits_for_metadata_who_has_no_such_package() -> None:
    code = (
        "import sys; from avatar.cli import main\n"
        "for each in (['characters'], ['voices'], ['lipsync', '--help'], ['say', 'x', '--wav', sys.argv[1]]):\n"
        "    try: main(each)\n"
        "    except SystemExit: pass\n"
        "print('importlib.metadata' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, os.devnull + "x"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_what_a_program_adds_for_itself_wins() -> None:
    registry: Registry[int] = Registry("avatar.none", {"one": 1, "two": 2}, lambda value: True, "a number")
    registry["one"] = 11
    assert dict(registry) == {"one": 11, "two": 2}
    del registry["one"]
    assert (registry["one"], len(registry), "three" in registry, registry.get("three")) == (1, 2, False, None)
    assert registry.listing("three") == "There are: one, two."


def test_modules_are_imported_when_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zoo").mkdir()
    for name, text in {"__init__": "", "_help": "", "base": "", "ape": "ANIMAL = 'ape'", "bear": "1 / 0"}.items():
        (tmp_path / "zoo" / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    zoo: Modules[str] = Modules("zoo", "ANIMAL", but=("base",))
    assert (list(zoo), zoo["ape"], "cat" in zoo) == (["ape", "bear"], "ape", False)
    with pytest.raises(ZeroDivisionError):  # ours: a bug is no reason to leave a part out
        zoo["bear"]


def test_tables_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "farm").mkdir()
    for name, text in {"__init__": "", "one": "SOUNDS = {'pig': 1}", "two": "SOUNDS = {'cow': 2}"}.items():
        (tmp_path / "farm" / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    farm: Tables[int] = Tables("farm", "SOUNDS")
    assert list(farm.items()) == [("cow", 2), ("pig", 1)]


# ------------------------------------------------------------------------------------------ what a part of ours costs


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the project to build on."""
    for name in ("avatar", "voices", "characters", "shows"):
        shutil.copytree(ROOT / name, tmp_path / "house" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "config.toml", tmp_path / "house")
    return tmp_path / "house"


def built(house: Path, files: Mapping[str, str]) -> Run:
    """The command of a house with some more files; all of them are new."""
    for name, text in files.items():
        assert not (house / name).exists()
        (house / name).write_text(text)
    return _runner(Path(sys.executable), house, PYTHONPATH=str(house))


def example(name: str) -> str:
    return (EXAMPLE / "avatar_example" / name).read_text("utf-8")


def test_an_engine_is_a_file_and_its_voice_another(house: Path) -> None:
    engine = example("engine.py") + "\n\nENGINE = Chirp\n"
    files = {"avatar/speech/engines/chirp.py": engine, "voices/chirp.toml": example("voices/chirp.toml")}
    built(house, files)("say", "Hello there.", "--voice", "chirp", "--save", "a.scene")
    assert said(house / "a.scene").speech.voice == "chirp"


def test_a_format_is_a_file(house: Path) -> None:
    text = example("cues.py") + '\n\nFORMATS = {"beats": BEATS}\n'
    avatar = built(house, {"avatar/lipsync/formats/beats.py": text})
    avatar("say", "Papa baked.", "--voice", "en-gb", "--wav", "a.wav")
    avatar("lipsync", "a.wav", "--text", "Papa baked.", "-o", "a.beats")
    assert "Papa" in (house / "a.beats").read_text("utf-8")


def test_a_brain_is_a_file(house: Path) -> None:
    avatar = built(house, {"avatar/brain/kinds/echo.py": example("brain.py") + "\n\nBRAIN = ECHO\n"})
    talk = avatar("chat", "--stage", "none", "--mute", "--set", "brain.name=echo", stdin="Good day\n/quit\n").stdout
    assert "You said: Good day" in talk


def test_an_importer_is_a_file(house: Path) -> None:
    text = example("importer.py").replace("Path(__file__).parent", f"Path({str(EXAMPLE / 'avatar_example')!r})")
    avatar = built(house, {"avatar/studio/importers/dot.py": text + "\n\nIMPORTER = DOT\n"})
    (house / "ruby.dot").write_text("#aa2233\n")
    assert "as round as Tock" in avatar("characters", "import", "ruby.dot").stdout
