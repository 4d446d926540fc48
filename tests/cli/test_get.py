"""`avatar get` and `avatar voices`: what is listed, got, removed and heard."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest

from avatar import library
from avatar.catalogue import entries
from avatar.catalogue.entries import CatalogueEntry
from avatar.catalogue.getting import Step
from avatar.cli import main
from avatar.cli.get import Progress
from tests.catalogue.making import DATA, make_entry, make_file, make_gguf


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CatalogueEntry:
    """A catalogue with one voice that espeak speaks, and a folder that has its file."""
    model = make_entry(make_file("voices/net.bin", DATA[:50]), name="net", description="the net")
    entry = make_entry(
        make_file("voices/ada.bin"), name="ada", kind="voice", engine="espeak", id="en-ada", language="en-GB",
        description="a lady", note="she counts", needs=("net",),
    )  # fmt: skip
    monkeypatch.setattr(entries, "catalogue", lambda: {"net": model, "ada": entry})
    for module in ("voices", "shelf", "getting"):
        monkeypatch.setattr(f"avatar.catalogue.{module}.catalogue", entries.catalogue)
    (tmp_path / "ada.bin").write_bytes(DATA)
    (tmp_path / "net.bin").write_bytes(DATA[:50])
    return entry


def test_what_is_here_and_what_could_be_got_are_told_apart(
    ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run("voices", "--language", "en-GB", capsys=capsys)
    lines = {line.split()[1]: line for line in out.splitlines() if line[:1] in ("+", "-")}
    assert (lines["en-gb"][0], lines["ada"][0]) == ("+", "-")
    assert "0.3 MB" in lines["ada"]
    assert "`avatar voices get NAME`" in out
    assert "ada" not in run("voices", "--language", "de", capsys=capsys)[1]
    assert "ada" not in [voice["name"] for voice in json.loads(run("voices", "--json", capsys=capsys)[1])]
    run("voices", "get", "ada", "--from", str(tmp_path), capsys=capsys)
    found = {voice["name"]: voice for voice in json.loads(run("voices", "list", "--json", capsys=capsys)[1])}
    assert found["ada"]["here"]
    (library.user_dir() / "voices" / "net.bin").unlink()
    found = {voice["name"]: voice for voice in json.loads(run("voices", "--json", capsys=capsys)[1])}
    assert not found["ada"]["here"]


def test_a_voice_is_got_with_what_it_needs_and_removed_again(
    ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run("voices", "get", "ada", "--from", str(tmp_path), capsys=capsys)
    assert status == 0
    assert "CC0-1.0, somebody" in out
    assert "Note: she counts." in out
    assert out.endswith("Here now: net, ada.\n")
    assert run("voices", "get", "ada", "--from", str(tmp_path), capsys=capsys)[1].endswith("All of it is here.\n")
    assert run("voices", "remove", "ada", capsys=capsys) == (0, "Removed: ada, net.\n", "")
    status, _, err = run("voices", "remove", "ada", capsys=capsys)
    assert (status, "ada was never got" in err) == (1, True)


def test_get_lists_and_gets_by_kind(ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run("get", "voice", "--json", capsys=capsys)[1])
    assert [(row["name"], row["licence"], row["here"]) for row in rows] == [("ada", "CC0-1.0", False)]
    assert [line.split()[2] for line in run("get", capsys=capsys)[1].splitlines()[1:]] == ["net", "ada"]
    assert run("get", "model", "net", "--from", str(tmp_path), capsys=capsys)[0] == 0
    assert (library.user_dir() / "voices" / "net.bin").is_file()
    status, _, err = run("get", "model", "ada", capsys=capsys)
    assert (status, "There is no model 'ada'" in err) == (1, True)
    status, _, err = run("get", "vioce", capsys=capsys)
    assert (status, "There are: voice, model" in err) == (2, True)


def test_a_model_of_ones_own_is_got_listed_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_gguf(tmp_path / "file.gguf")
    status, out, _ = run("get", "brain", "mine", "--from", str(path), capsys=capsys)
    assert (status, "mit, nobody" in out, "Here now: mine." in out) == (0, True, True)
    rows = {row["name"]: row["here"] for row in json.loads(run("get", "brain", "--json", capsys=capsys)[1])}
    assert (rows["mine"], rows["smollm2-135m"]) == (True, False)
    assert run("get", "brain", "mine", capsys=capsys)[1].startswith("mine: Tiny")
    assert run("get", "brain", "mine", "--remove", capsys=capsys) == (0, "Removed: mine.\n", "")
    status, _, err = run("get", "brain", "mine", "--remove", capsys=capsys)
    assert (status, "no brain 'mine'" in err) == (1, True)
    status, _, err = run("get", "brain", "smollm2-135m", "--remove", capsys=capsys)
    assert (status, "smollm2-135m was never got" in err) == (1, True)
    assert run("get", "brain", "--remove", capsys=capsys)[0] == 2


def test_a_model_that_is_none_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "photo.gguf").write_bytes(b"no model")
    for origin, words in ((tmp_path / "photo.gguf", "no whole model"), (tmp_path, "one file")):
        status, _, err = run("get", "brain", "mine", "--from", str(origin), capsys=capsys)
        assert (status, words in err, err.count("\n")) == (1, True, 1)


def test_the_voices_of_the_whole_cast(ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = library.user_dir() / "characters" / "eve"
    folder.mkdir(parents=True)
    (folder / "character.toml").write_text('voice = ["nobody", "ada", "en-gb"]\n')
    _, out, _ = run("voices", "get", "--cast", "--from", str(tmp_path), capsys=capsys)
    assert "Here now: net, ada." in out


def test_what_can_not_be_got_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run("voices", "get", "kokoro-haert", capsys=capsys)
    assert (status, "Did you mean 'kokoro-heart'" in err, err.count("\n")) == (1, True, 1)
    assert run("voices", "get", capsys=capsys)[0] == 2
    here = "The voice tr came with avatar and needs nothing more.\n"
    assert run("voices", "get", "tr", capsys=capsys)[:2] == (0, here)


def test_a_character_is_told_from_its_voice(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("voices", "get", "juno", capsys=capsys)
    assert (status, "`avatar voices get juno-kokoro`" in out) == (0, True)
    _, _, err = run("voices", "remove", "juno", capsys=capsys)
    assert "juno came with avatar: what was got alone can be removed" in err
    folder = library.user_dir() / "characters" / "eve"
    folder.mkdir(parents=True)
    (folder / "character.toml").write_text('voice = "en-gb"\n')
    for action in ("get", "remove"):
        assert "eve is a character, not a voice" in run("voices", action, "eve", capsys=capsys)[2]


def test_what_others_need_is_not_removed_and_they_are_named(
    ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("voices", "get", "ada", "--from", str(tmp_path), capsys=capsys)
    status, _, err = run("voices", "remove", "net", capsys=capsys)
    assert (status, err) == (1, "avatar: net is needed by ada. Remove that first.\n")


def test_the_list_says_why_a_voice_can_not_speak_and_what_is_left_to_download(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = {line.split()[1]: line for line in run("voices", capsys=capsys)[1].splitlines() if len(line.split()) > 2}
    assert rows["gtts-en"].startswith("!")
    assert "which speech.gtts = true allows" in rows["gtts-en"]
    assert rows["kokoro-bella"].startswith("-")
    assert "af_bella" not in rows


def test_voices_of_a_language_are_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("voices", "audition", "--language", "es", "-o", str(tmp_path), capsys=capsys)
    assert (status, sorted(path.stem for path in tmp_path.glob("*.wav"))) == (0, ["es", "es-419"])
    assert str(tmp_path / "es.wav") in out
    status, _, err = run("voices", "audition", "--language", "xx", capsys=capsys)
    assert (status, "`avatar voices list --language xx`" in err) == (2, True)
    status, out, err = run("voices", "audition", "kokoro-fr", "-o", str(tmp_path), capsys=capsys)
    assert (status, "`avatar voices get kokoro-fr` gets them" in err) == (1, True)


def test_progress_is_a_line_for_each_tenth_where_a_program_reads(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    for done in range(0, 10_000_001, 100_000):
        progress.show(Step("net.onnx", done, 10_000_000, "a hub"))
    for done in range(0, 1001, 100):
        progress.show(Step("net.json", done, 1000, "a hub"))
    progress.end()
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"net.onnx {percent:3} % of 10 MB from a hub" for percent in range(0, 101, 10)]


def test_voices_are_heard_in_their_own_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "heard"
    status, out, _ = run("voices", "audition", "de", "en-gb", "-o", str(folder), capsys=capsys)
    assert (status, out.split()) == (0, [str(folder / "de.wav"), str(folder / "en-gb.wav")])
    for path in folder.iterdir():
        with wave.open(str(path)) as sound:
            assert 1.0 < sound.getnframes() / sound.getframerate() < 10.0
    assert run("voices", "audition", capsys=capsys)[0] == 2


def test_a_voice_for_which_another_spoke_is_not_passed_off_as_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voices = library.user_dir() / "voices"
    voices.mkdir(parents=True)
    (voices / "mute.toml").write_text('engine = "piper"\nid = "nowhere.onnx"\nlanguage = "en-GB"\n')
    status, out, _ = run("voices", "audition", "mute", "-o", str(tmp_path), capsys=capsys)
    assert (status, out) == (1, "mute: it can't speak here\n")
    assert list(tmp_path.glob("*.wav")) == []


def test_the_doctor_tells_what_is_here_and_what_is_damaged(
    ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def row() -> dict[str, object]:
        out = run("doctor", "--json", "--no-stage", capsys=capsys)[1]
        return next(each for each in json.loads(out) if each["part"] == "catalogue")

    run("voices", "get", "ada", "--from", str(tmp_path), capsys=capsys)
    assert (row()["works"], "2 things" in str(row()["detail"])) == (True, True)
    (library.user_dir() / "voices" / "ada.bin").write_bytes(DATA[:-1])
    found = row()
    assert (found["works"], found["needed"], found["remedy"]) == (False, False, "avatar get voice ada")


def test_a_name_alone_is_enough(ada: CatalogueEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("get", "ada", "--from", str(tmp_path), capsys=capsys)
    assert (status, out.splitlines()[-1]) == (0, "Here now: net, ada.")
    status, _, err = run("get", "eda", "--from", str(tmp_path), capsys=capsys)
    assert status
    assert "no kind 'eda'" in err
