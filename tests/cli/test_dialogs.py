"""`avatar lipsync` with dialogs as people write them: what is spoken is found in the sound, and shown as written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile

from avatar import cli
from avatar.lipsync import tool
from avatar.lipsync.formats import CueSheet, Options
from tests.lipsync.sounds import said

TEXT = "The quick brown fox jumps over the lazy dog. Please wait in the house before you pay $5."
WORDS = TEXT.replace(".", "").split()

DIALOGS = {
    "a.txt": f"ANN: [laughs] {TEXT.replace('. ', ' (pause).' + chr(10) + 'BOB: ')}",
    "b.txt": f"# Scene 1\n\n**The quick** brown _fox_ 🦊{TEXT[19:]}",
    "c.srt": "1\n00:00:00,000 --> 00:00:02,600\nANN: The quick brown fox jumps\nover the lazy dog.\n\n"
    "2\n00:00:02,900 --> 00:00:05,000\n[laughs] <i>Please</i> wait in the house before you pay $5.\n",
    "d.xml": "<speak>The quick brown fox jumps over the lazy dog.<break/>Please wait in the house before you pay "
    '<say-as interpret-as="currency">$5</say-as>.</speak>',
    "e.fountain": "INT. HOUSE - DAY\n\nANN\n(whispering)\nThe quick brown fox jumps over the lazy dog.\n\nBOB\n"
    "Please wait in the house before you pay $5.\n",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "said.wav"
    soundfile.write(path, said(TEXT.replace("$5", "five dollars"), 5.6).floats(), 16000)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = cli.main(["lipsync", *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out, told.err


@pytest.mark.parametrize("name", DIALOGS)
def test_only_what_is_spoken_is_put_to_the_sound(
    name: str, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(DIALOGS[name], "utf-8")
    status, out, err = run(capsys, sound, "-d", path, "-f", "polly")
    assert status == 0
    marks = [json.loads(line) for line in out.splitlines()]
    words = [mark for mark in marks if mark["type"] == "word"]
    assert [mark["value"] for mark in words] == WORDS
    assert "mouth" not in err  # the best rung, of which nothing is told
    if name in ("a.txt", "b.txt"):  # plain text stays as it is: places are those of the file
        content = path.read_bytes()
        assert [content[mark["start"] : mark["end"]].decode() for mark in words] == WORDS
    if name in ("a.txt", "c.srt"):
        assert "not taken as spoken: ANN:, [laughs]" in err


def test_captions_are_sentences_or_words(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [block.split("\n", 2)[2].strip() for block in _blocks(run(capsys, sound, "--text", TEXT, "-f", "srt")[1])]
    assert [line.replace("\n", " ") for line in shown] == [
        "The quick brown fox jumps over the lazy dog.",
        "Please wait in the house before you pay $5.",
    ]
    each = _blocks(run(capsys, sound, "--text", TEXT, "-f", "srt-words")[1])
    assert [block.split("\n")[2] for block in each] == WORDS


@pytest.mark.parametrize(
    "form", ["vtt-words", "textgrid", "pgo", "pg2", "svg", "elan", "talkinghead", "audacity-words"]
)
def test_every_word_is_in_every_format_that_has_words(form: str, aligned: CueSheet) -> None:
    content = tool.render(aligned, form, Options())
    assert isinstance(content, str)
    at = 0
    for word in WORDS:
        at = content.index(word, at)


@pytest.fixture(scope="module")
def aligned(sound: Path) -> CueSheet:
    return tool.lipsync(sound, text=TEXT)


def _blocks(srt: str) -> list[str]:
    return srt.strip().split("\n\n")


def test_a_folder_of_dialogs_may_hold_subtitles(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "said.srt").write_text(DIALOGS["c.srt"])
    (tmp_path / "said.json").write_text("{}")
    status, out, err = run(capsys, sound, "-d", tmp_path, "-f", "vtt")
    assert status == 0
    assert "lazy dog." in out
    assert "without its text" not in err


def test_a_dialog_of_no_known_kind_is_refused_by_name(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "said.docx"
    path.write_bytes(b"PK\x03\x04rest")
    status, _, err = run(capsys, sound, "-d", path)
    assert status != 0
    assert "Word" in err
    assert "said.docx" in err


def test_a_text_of_nothing_but_notes_leaves_the_sound_alone(sound: Path) -> None:
    timeline = tool.lipsync(sound, text="[music] (applause)")
    assert timeline.words == ()
    assert timeline.notes == ("not taken as spoken: [music], (applause)",)
