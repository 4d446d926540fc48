"""`avatar lipsync` and what is given as the text: none, one in another language, another's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar import cli
from avatar.errors import LipSyncError
from avatar.lipsync import align, tool
from avatar.lipsync.formats import CueSheet
from tests.lipsync.sounds import said

ENGLISH = "Mama may go home now."
GERMAN = "Heute scheint die Sonne, und wir gehen in den Wald."


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "a.wav"
    soundfile.write(path, said(ENGLISH, 1.6).floats(), 16000)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = cli.main([str(each) for each in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


# -------------------------------------------------------------------------------------------------------------- empty


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
@pytest.mark.parametrize("how", ["--text", "-d", "rhubarb"])
def test_an_empty_text_is_told(
    text: str, how: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    given = ("--text", text) if how == "--text" else ("-d", path)
    alone = run(capsys, "lipsync", sound)
    status, out, err = run(capsys, "rhubarb" if how == "rhubarb" else "lipsync", sound, *given)
    assert (status, out) == (0, alone[1])
    assert err == f"{sound}: the text is empty: the mouth is made from the sound alone\n"


def test_a_text_of_notes_alone_is_told(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    err = run(capsys, "lipsync", sound, "--text", "[laughs] ...")[2]
    assert "the text has no word that is spoken: the mouth is made from the sound alone" in err
    assert "the text" not in run(capsys, "lipsync", sound)[2]


# ----------------------------------------------------------------------------------------------------------- language


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The language that each text was read in."""
    found: list[str] = []
    made = tool.lipsync

    def lipsync(*arguments: object, **more: object) -> CueSheet:
        found.append(str(more["language"]))
        return made(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tool, "lipsync", lipsync)
    return found


def test_a_text_is_read_in_the_language_that_it_is_plainly_in(
    asked: list[str], sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    err = run(capsys, "lipsync", sound, "--text", GERMAN)[2]
    assert f"{sound}: the text looks German: read as de; --language en overrules\n" in err
    assert "looks" not in run(capsys, "lipsync", sound, "--text", GERMAN, "--language", "en")[2]
    assert "looks" not in run(capsys, "lipsync", sound, "--text", ENGLISH)[2]
    assert asked == ["de", "en", "en"]
    (tmp_path / "a.txt").write_text(GERMAN)
    err = run(capsys, "rhubarb", sound, "-d", tmp_path / "a.txt")[2]
    assert f"{sound}: the text looks German: read as de\n" in err  # it has no --language
    assert asked[3:] == ["de"]


def test_a_recording_without_a_text_does_not_wait_for_what_reads_texts(sound: Path) -> None:
    code = "import sys; from avatar import cli; cli.main(sys.argv[1:]); print('avatar.lipsync.phonemes' in sys.modules)"
    for more, loaded in (([], "False"), (["--text", ENGLISH], "True")):
        line = [sys.executable, "-c", code, "lipsync", sound, *more]
        done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=True)
        assert done.stdout.splitlines()[-1] == loaded


def test_each_text_of_a_folder_has_its_own_language(
    asked: list[str], sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("a", GERMAN), ("b", ENGLISH)):
        (tmp_path / f"{name}.wav").write_bytes(sound.read_bytes())
        (tmp_path / f"{name}.txt").write_text(text)
    run(capsys, "lipsync", tmp_path, "-d", tmp_path, "-o", tmp_path / "out", "--threads", 1)
    assert asked == ["de", "en"]


def test_a_language_that_espeak_does_not_speak_is_told_and_english_is_read(
    asked: list[str], sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    err = run(capsys, "lipsync", sound, "--text", "ພາສາລາວ")[2]
    assert "the text looks like 'lo', which espeak-ng does not speak: read as English\n" in err
    assert asked == ["en"]


@pytest.mark.parametrize(
    ("language", "meant"),
    [("deutsch", "Did you mean de (German)?"), ("german", "de (German)"), ("Jerman", "de (German)"),
     ("francais", "fr (French)"), ("english", "en (English)"), ("jp", "ja (Japanese)"), ("xx", "en, de, fr")],
)  # fmt: skip
@pytest.mark.parametrize("text", [(), ("--text", "Hallo")])
def test_a_language_that_is_none_is_refused_before_anything_is_made(
    language: str, meant: str, text: tuple[str, ...], sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.tsv"
    status, _, err = run(capsys, "lipsync", sound, *text, "--language", language, "-o", out)
    assert status == 2
    assert err.startswith(f"avatar: espeak-ng does not speak {language!r} (--language). ")
    assert meant in err
    assert not out.exists()


@pytest.mark.parametrize("language", ["de", "de-AT", "pt_BR", "zh", "zh-TW", "no", "EN-us", "yue"])
def test_tags_of_languages_are_taken_as_people_write_them(
    language: str, sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "lipsync", sound, "--language", language)[0] == 0


# --------------------------------------------------------------------------------------- what is not said, or not heard


def test_a_text_that_is_not_said_is_told_in_words(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = run(capsys, "lipsync", sound)
    other = "That's just gobbledygook to me, she thought."
    status, out, err = run(capsys, "lipsync", sound, "--text", other)
    assert (status, out) == (0, alone[1])
    assert err == (
        f"{sound}: the text was left aside, and the mouth made from the sound alone. The sound does not say this text. "
        "Part of it may be missing or too much, or it is in another language: check it against the sound.\n"
    )
    status, out, err = run(capsys, "lipsync", sound, "--text", other, "-f", "vtt")
    assert (status, out) == (1, "")
    assert "so there are no captions. Part of the text may be missing or too much" in err


def test_a_text_that_can_not_be_read_is_told_with_what_is_missing(
    sound: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each rung's reason, without the rung's name; a program gets both as they are."""

    def missing(text: str, language: str) -> None:
        raise LipSyncError("phonemizer is not installed", remedy="Install it: pip install phonemizer")

    monkeypatch.setattr(align, "words", missing)
    reason = "phonemizer is not installed. Install it: pip install phonemizer."
    err = run(capsys, "lipsync", sound, "--text", ENGLISH)[2]
    assert err == f"{sound}: the text was left aside, and the mouth made from the sound alone. {reason}\n"
    event = json.loads(run(capsys, "lipsync", sound, "--text", ENGLISH, "--machineReadable")[2].splitlines()[-1])
    assert (event["rung"], event["why"]) == ("model", f"aligned: {reason[:-1]}")


@pytest.mark.parametrize("level", [0.0, 0.0005, 0.05])
def test_silence_and_noise_are_told(level: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.random.default_rng(0).normal(0, level, 32000), 16000)
    heard = f"{path}: no speech was heard in it: the mouth stays shut\n"
    assert run(capsys, "lipsync", path) == (0, "0.00\tX\n2.00\tX\n", heard)
    status, _, err = run(capsys, "lipsync", path, "--text", ENGLISH, "-f", "srt")
    assert status == 1
    assert err.startswith(heard)


@pytest.mark.parametrize("form", ["pgo", "pg2"])
def test_a_project_whose_words_are_none_is_told(form: str, sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run(capsys, "lipsync", sound, "-f", form)
    assert "speech1" in out
    note = "its words are called speech1, speech2 ..., since none are known: the text (--text, -d) gives real ones"
    assert err == f"{sound}: {note}\n"
    _, out, err = run(capsys, "lipsync", sound, "-f", form, "--text", ENGLISH)
    assert ("speech1" in out, err) == (False, "")


def test_speech_is_not_told_to_be_none(sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "lipsync", sound)[2] == ""
    (tmp_path / "shut.tsv").write_text("0.00\tX\n1.60\tX\n")
    assert run(capsys, "lipsync", sound, "--cues", tmp_path / "shut.tsv")[2] == ""  # somebody's own
