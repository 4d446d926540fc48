"""The command line as a user meets it: what it prints, and how it ends."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from avatar import __version__, audio, cli, installer, library, logs, scenefile
from avatar.brain.local import pace
from avatar.cli import COMMANDS, main
from avatar.cli.chat import PET, make_pet
from avatar.cli.table import table
from avatar.config import Config, StageConfig
from tests.catalogue.making import make_gguf


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit status, stdout and stderr. argparse leaves by SystemExit, as it does for the user."""
    try:
        status = main(arguments)
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run("--version", capsys=capsys)
    assert (status, err) == (0, "")
    python = ".".join(map(str, sys.version_info[:3]))
    assert re.fullmatch(rf"avatar {__version__} \(Python {python}, {sys.platform} \S+\)\n", out)
    assert run("-v", "--version", capsys=capsys)[1] == out


def test_the_command_line_starts_light() -> None:
    """Nothing heavy is imported before a command needs it; how fast that is, benchmarks tell."""
    code = "import sys; from avatar.cli import build_parser; build_parser(); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("numpy", "textual", "pyglet", "skia", "sounddevice", "asyncio", "avatar.session"):
        assert f"'{heavy}'" not in done.stdout, heavy


def test_numpy_works_on_one_thread_unless_someone_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    main(["--version"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    main(["--version"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(command, "--help", capsys=capsys)
    assert status == 0
    assert f"usage: avatar {command}" in out
    assert "--config FILE" in out


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("--help", capsys=capsys)
    assert status == 0
    for command in COMMANDS:
        assert command in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["voises"], "Did you mean 'voices'?"),
        (["hello there"], 'avatar say "TEXT"'),
        (["chat", "--charcter", "bolt"], "`avatar chat` has no --charcter. Did you mean --character?"),
        (["--charcter=bolt"], "Did you mean --character?"),
        (["show", "play", "x", "--captoins"], "`avatar show play` has no --captoins. Did you mean --captions?"),
        (["--bogus"], "`avatar chat` has no --bogus. `avatar chat --help`"),
        (["say", "hello", "there"], "quotes"),
        (["say", "x", "-y"], "`avatar say --help`"),
        (["say", "x", "--set", "sound.volume"], "has no value"),
        (["say", "x", "--set", "sound.volum=1"], "sound.volume"),
        (["say", "x", "--volume", "3"], "0 to 1"),
        (["say", "x", "--volume", "loud"], "'volume' must be"),
        (["say", "x", "--voice", "nobody-i-know"], "There is no voice called 'nobody-i-know'"),
        (["chat", "--character", "nobody"], "There is no character called 'nobody'"),
        (["say", "x", "--cues", "cues.xyz"], "`avatar docs formats`"),
        (["--config", "/nowhere/config.toml", "config"], "/nowhere/config.toml"),
        (["say", "x", "--stage", "moon"], "moon"),
        (["say"], "TEXT"),
    ],
)
def test_what_is_wrong_with_the_command_line_is_said(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(*arguments, capsys=capsys)
    assert status == 2
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sound]\nvolum = 1\n", ["line 2", "volume"]),
        ("[sound]\n\nvolume = 'loud'\n", ["line 3", "a number"]),
        ("not toml at all", ["line 1"]),
    ],
)
def test_a_broken_settings_file_is_named_with_its_line(
    text: str, told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    status, _, err = run("--config", str(path), "say", "x", capsys=capsys)
    assert status == 2
    for part in [str(path), *told]:
        assert part in err


def test_something_unexpected_leaves_one_line_and_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(arguments: list[str]) -> list[str]:
        raise RuntimeError("a bug")

    monkeypatch.setattr(cli, "with_command", broken)
    status, _, err = run("voices", capsys=capsys)
    assert status == 1
    assert err.count("\n") == 1
    assert "a bug" in err
    assert str(logs.path()) in err
    assert "Traceback" in logs.path().read_text()


def test_ctrl_c_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(arguments: list[str]) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "with_command", interrupted)
    assert run("voices", capsys=capsys) == (130, "", "")


def test_a_reader_that_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m avatar voices --json | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        ([], ["chat"]),
        (["--plain"], ["chat", "--plain"]),
        (["--set", "a.b=1", "--stage", "none"], ["--set", "a.b=1", "chat", "--stage", "none"]),
        (["--config=x", "-v"], ["--config=x", "-v", "chat"]),
        (["say", "hi"], ["say", "hi"]),
        (["--help"], ["--help"]),
    ],
)
def test_without_a_command_it_chats(arguments: list[str], result: list[str]) -> None:
    assert cli.with_command(arguments) == result


# ---- lists


def test_voices_and_characters(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("voices", capsys=capsys)
    assert status == 0
    assert "en-gb" in out
    status, out, _ = run("voices", "--json", "--language", "de", capsys=capsys)
    voices = json.loads(out)
    assert voices
    assert all(voice["language"].startswith("de") for voice in voices)
    status, out, _ = run("characters", capsys=capsys)
    assert status == 0
    rows = {line.split()[0]: line.split()[1] for line in out.splitlines()}
    assert (rows["juno"], rows["bolt"]) == ("en-gb-bright", "en-us-robot")  # the first that this machine carries


def test_of_one_character_all_voices_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("characters", "list", "juno", capsys=capsys)
    assert status == 0
    assert "speaks with en-gb-bright here" in out
    assert "juno-kokoro: `avatar voices get juno-kokoro` gets it" in out
    assert "en-gb-bright: is here" in out
    assert "bea" not in out.split("\n", 1)[1]
    found = {each["name"]: each for each in json.loads(run("characters", "--json", capsys=capsys)[1])}
    assert found["juno"]["voice"] == "en-gb-bright"
    assert found["juno"]["voices"][0] == "juno-kokoro"
    assert "no character called 'nobody'" in run("characters", "list", "nobody", capsys=capsys)[2]


def test_a_voice_of_ones_own_is_listed_and_a_broken_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "mine.toml").write_text('engine = "espeak"\nid = "en"\n')
    (tmp_path / "voices" / "torn.toml").write_text("engine = \n")
    status, out, err = run("voices", capsys=capsys)
    assert status == 1
    assert "mine" in out
    assert "torn.toml" in err


def test_config_tells_where_a_setting_comes_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[sound]\nvolume = 0.25\n")
    status, out, _ = run("--config", str(path), "config", "--set", "stage.mode=none", capsys=capsys)
    assert status == 0
    stage_and_sound = out[out.index("[stage]") : out.index("[brain]")]
    lines = {line.split(" = ")[0]: line for line in stage_and_sound.splitlines() if " = " in line}
    assert lines["volume"].startswith("volume = 0.25")
    assert lines["volume"].endswith("your file")
    assert lines["mode"].endswith("command line")
    assert "#" not in lines["muted"]


def test_what_config_prints_can_be_read_as_a_settings_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from avatar import config

    _, out, _ = run("config", capsys=capsys)
    path = tmp_path / "printed.toml"
    path.write_text(out)
    assert config.load(path) == config.Config()


def test_the_shell_can_write_a_first_settings_file(capsys: pytest.CaptureFixture[str]) -> None:
    """`avatar config --defaults > "$(avatar config --path)"`: the shell makes no folder."""
    _, path, _ = run("config", "--path", capsys=capsys)
    _, defaults, _ = run("config", "--defaults", capsys=capsys)
    assert not Path(path.strip()).exists()
    Path(path.strip()).write_text(defaults)
    status, out, _ = run("config", capsys=capsys)
    assert status == 0
    assert "your file" in out


def test_a_settings_folder_that_can_not_be_made_is_named_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    status, out, _ = run("--config", str(tmp_path / "file/config.toml"), "config", "--path", capsys=capsys)
    assert (status, out) == (0, f"{tmp_path}/file/config.toml\n")


def test_the_pages_that_came_along_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("docs", capsys=capsys)
    assert status == 0
    assert re.search(r"^characters +\S", out, re.MULTILINE)
    _, page, _ = run("docs", "characters", capsys=capsys)
    assert page.startswith("# ")
    _, path, _ = run("docs", "docs/characters.md", "--path", capsys=capsys)
    assert Path(path.strip()).read_text("utf-8") == page
    _, _, err = run("docs", "spine", capsys=capsys)
    assert "read them: `avatar docs formats`." in err
    _, _, err = run("docs", "qqqq", capsys=capsys)
    assert "docs formats" not in err
    status, _, err = run("docs", "charcters", capsys=capsys)
    assert status == 1
    assert "Did you mean 'characters'" in err


def test_a_table_wraps_its_last_column_only() -> None:
    text = table(("A", ""), [("one", "word " * 20)], width=50)
    assert all(len(line) <= 50 for line in text.splitlines())
    assert len(text.splitlines()) > 2
    assert all(line.startswith("     ") for line in text.splitlines()[2:])


# ---- say


def test_say_writes_sound_cues_and_a_scene_that_belong_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wav, cues, scene = tmp_path / "a.wav", tmp_path / "a.json", tmp_path / "a.scene"
    status, _, err = run(
        "say", "Peter Piper picked. Then he stopped.", "--voice", "en-gb", "--wav", str(wav), "--cues", str(cues),
        "--save", str(scene), capsys=capsys,
    )  # fmt: skip
    assert (status, err) == (0, "")
    clip = audio.read(wav)
    assert 1.0 < clip.duration < 10.0
    assert abs(clip.floats()).max() > 0.05
    written = json.loads(cues.read_text())
    assert written["metadata"]["soundFile"] == str(wav)
    assert abs(written["metadata"]["duration"] - clip.duration) < 0.05
    assert {"A", "B", "X"} <= {cue["value"] for cue in written["mouthCues"]}
    loaded = scenefile.load(scene)
    assert abs(loaded.duration - clip.duration) < 0.01
    assert [entry.who for entry in loaded.entries] == ["juno"] * len(loaded.entries)
    assert len(loaded.entries) == 2


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".srt", "1\n00:00:0"), (".tsv", "0.00\t"), (".ovr.csv", "seconds,sil,"), (".TextGrid", "File type")],
)
def test_say_writes_cues_in_the_format_that_their_ending_says(
    ending: str, begins: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a{ending}"
    assert run("say", "Peter Piper picked.", "--cues", str(path), capsys=capsys) == (0, "", "")
    assert path.read_text().startswith(begins)


def test_cues_of_a_text_name_no_sound_that_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cues = tmp_path / "hello.json"
    assert run("say", "Hello.", "--voice", "en-gb", "--cues", str(cues), capsys=capsys)[0] == 0
    assert json.loads(cues.read_text())["metadata"]["soundFile"] == "hello"
    assert [path.name for path in tmp_path.iterdir()] == ["hello.json"]


@pytest.mark.parametrize("flag", [("-o", "a.wav"), ("--output", "a.wav"), ("--output=a.wav",)])
def test_say_tells_what_there_is_instead_of_an_output(
    flag: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run("say", "Hello.", *flag, capsys=capsys)
    assert status == 2
    assert "--wav FILE writes the sound, --cues FILE the mouth" in err


def test_say_reads_stdin(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    command = [sys.executable, "-m", "avatar", "say", "-", "--voice", "en-gb", "--wav", str(wav)]
    done = subprocess.run(command, input="Hello.\n", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert audio.read(wav).duration > 0.2


@pytest.mark.parametrize("text", ["", "🙂🙂", "\x00\x00", "...", "שלום"])
def test_say_gets_along_with_odd_texts(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wav, scene = tmp_path / "a.wav", tmp_path / "a.scene"
    status, _, err = run("say", text, "--voice", "en-gb", "--wav", str(wav), "--save", str(scene), capsys=capsys)
    assert status == 0
    notes = {"שלום": "does not read Hebrew", "🙂🙂": ""}
    assert notes.get(text, "There is nothing to say: what is written is silent") in err
    assert bool(err) == (text != "🙂🙂")
    audio.read(wav)
    scenefile.load(scene)


def test_say_to_a_place_that_can_not_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wav = tmp_path / "missing" / "a.wav"
    status, _, err = run("say", "Hi.", "--voice", "en-gb", "--wav", str(wav), capsys=capsys)
    assert status == 1
    assert str(wav) in err


def test_rate_makes_it_shorter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lengths = []
    for rate in ("0.7", "1.6"):
        wav = tmp_path / f"{rate}.wav"
        run("say", "One two three four five six.", "--voice", "en-gb", "--rate", rate, "--wav", str(wav), capsys=capsys)
        lengths.append(audio.read(wav).duration)
    assert lengths[1] < 0.7 * lengths[0]


def test_replay_of_what_is_no_scene(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "not.scene"
    path.write_text("nothing of the kind")
    status, _, err = run("replay", str(path), capsys=capsys)
    assert status == 1
    assert str(path) in err


def test_a_saved_scene_is_replayed_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scene = tmp_path / "a.scene"
    assert run("say", "Hi.", "--voice", "en-gb", "--save", str(scene), capsys=capsys)[0] == 0
    assert run("replay", str(scene), "--stage", "none", "--mute", capsys=capsys)[0] == 0


# ---- doctor


def test_doctor_names_every_part_and_a_remedy_for_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("doctor", "--json", capsys=capsys)
    found = {row["part"]: row for row in json.loads(out)}
    engines = {"engine espeak", "engine gtts", "engine piper"}
    assert found["data folder"]["detail"].startswith(str(library.user_dir()))
    parts = {"drawing", "fonts", "sound devices", "stage", "films", "language models", "log"}
    assert engines | parts <= {*found}
    assert found["engine espeak"]["works"]
    assert found["drawing"]["works"]
    for row in found.values():
        assert row["works"] or row["remedy"], row
    assert not found["sound devices"]["works"], "the tests' home has no sound card"
    assert status == 1
    assert logs.path().parent == Path(found["log"]["detail"]).parent


def test_doctor_names_the_extras_that_are_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    missing = ("openai", "av", "xllamacpp")
    make_gguf(library.user_dir() / "brains" / "tiny.gguf")
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None if name in missing else find(name, *rest))
    monkeypatch.setattr("avatar.film.find_spec", importlib.util.find_spec)
    status, out, _ = run("doctor", "--no-stage", "--set", "sound.muted=true", capsys=capsys)
    assert status == 0
    film, llm = (re.escape(installer.for_extra(name)) for name in ("film", "llm"))
    assert re.search(rf"^- films +Films need PyAV, which is not installed\n +-> Install it: {film}\.$", out, re.M)
    assert re.search(rf"^- language models +the openai library.*\n +-> {llm}$", out, re.M)
    local = re.escape(installer.for_extra("local"))
    assert re.search(rf"^- models here +the library xllamacpp.*\n +-> {local}$", out, re.M)


def test_doctor_names_the_models_of_this_machine_and_how_fast_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    quick, slow = (make_gguf(library.user_dir() / "brains" / f"{name}.gguf") for name in ("quick", "slow"))
    make_gguf(library.user_dir() / "brains" / "unseen.gguf")
    for _ in range(pace.SURE_AFTER):
        pace.note(quick, 100, 1.0, 140, 10.0)
        pace.note(slow, 100, 1.0, 14, 10.0)
    _, out, _ = run("doctor", "--no-stage", "--set", "sound.muted=true", capsys=capsys)
    told = "quick (10.0 words a second), slow (1.0 words a second, too slow for speech), unseen"
    assert re.search(rf"^\+ models here +{re.escape(told)}$", out, re.M)


def test_doctor_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("doctor", "--no-stage", "--set", "sound.muted=true", capsys=capsys)
    assert status == 0
    assert "All that your settings use works." in out
    assert "\x1b" not in out
    status, out, _ = run("doctor", "--no-stage", "--voice", "nobody-i-know", capsys=capsys)
    assert status == 1
    assert "nobody-i-know" in out


# ---- plain chat


def test_a_pipe_is_answered() -> None:
    command = [sys.executable, "-m", "avatar", "chat", "--stage", "none", "--mute"]
    done = subprocess.run(
        command, input="hello\n/voice nobody-i-know\nbye\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Juno: ") == 2
    assert "There is no voice called" in done.stderr
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_pipe_of_nothing_ends_at_once() -> None:
    command = [sys.executable, "-m", "avatar", "--stage", "none"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout == ""


def test_no_home_to_write_to_is_no_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    env = {**os.environ, "AVATAR_HOME": str(blocked / "home")}
    command = [sys.executable, "-m", "avatar", "say", "Hi.", "--voice", "en-gb", "--wav", str(tmp_path / "a.wav")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_to_say_is_told(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", text]) != 0
    assert "There is nothing to say" in capsys.readouterr().err


def test_a_pet_stands_alone_above_all_windows_and_is_no_larger_than_a_pet() -> None:
    stage = make_pet(Config(stage=StageConfig(width=1280, height=300))).stage
    assert (stage.mode, stage.set, stage.width, stage.height) == ("window", "transparent", PET[0], 300)
    assert stage.borderless
    assert stage.on_top
    assert stage.transparent


def test_a_voice_that_is_not_there_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run("say", "Hi.", "--voice", "kokoro-hart", capsys=capsys)
    assert (status, err.count("\n")) == (2, 1)
    assert "Did you mean 'kokoro-heart'" in err
    assert "`avatar voices` lists them." in err
    assert len(err) < 200


def test_a_voice_without_its_files_is_told_with_the_command_that_gets_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run("say", "Hi. You.", "--voice", "af_heart", "--wav", str(tmp_path / "a.wav"), capsys=capsys)
    assert (status, err.count("avatar voices get kokoro-heart")) == (0, 1)
    assert "speaks for it" in err


def test_say_hands_a_language_on_to_a_voice_that_speaks_it_unless_one_was_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = tmp_path / "a.scene"
    german = "Das weiß ich leider nicht, aber ich sehe nach."
    assert run("say", german, "--save", str(scene), capsys=capsys)[2] == ""
    assert {each.what.speech.voice for each in scenefile.load(scene).entries} == {"de"}
    _, _, err = run("say", german, "--voice", "en-gb", "--save", str(scene), capsys=capsys)
    assert "This looks like German, and the voice en-gb speaks English. The voice de does" in err
    assert {each.what.speech.voice for each in scenefile.load(scene).entries} == {"en-gb"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--rate", "9"], "'rate' must be 0.5 to 2 times the voice's own speed, not 9 (--rate). Give another value."),
        (["--rate", "fast"], "'rate' must be a number, not 'fast' (--rate). Give another value."),
        (["--set", "voice.pitch=99"], "not 99 (--set voice.pitch). Give another value."),
    ],
)
def test_a_number_out_of_range_is_told_with_its_range(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in run("say", "Hi.", *words, "--wav", "a.wav", capsys=capsys)[2]
