"""Screenplays of other programs, recordings of lines, and files that nobody should have given."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from avatar import audio
from avatar.config import Config
from avatar.errors import ShowError
from avatar.show.cues import Directed, Heading, Say
from avatar.show.directing import read, text_of
from avatar.show.lengths import estimate_starts
from avatar.show.performing import LineSpeaker
from avatar.types import Clip

SCRIPT = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
<Content>
<Paragraph Type="Scene Heading" Number="1"><Text>INT. COMEDY CLUB - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>A stool. </Text><Text Style="Bold">Dust</Text><Text> on it.</Text></Paragraph>
<Paragraph Type="Character"><Text>MAX</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(deadpan)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Good </Text><Text Style="Italic">evening</Text><Text>, my_friend_s.</Text></Paragraph>
<Paragraph><DualDialogue>
<Paragraph Type="Character"><Text>MAX</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>One.</Text></Paragraph>
<Paragraph Type="Character"><Text>Bea</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Two.</Text></Paragraph>
</DualDialogue></Paragraph>
<Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
<Paragraph Type="Scene Heading"><Text>INT. STUDIO - DAY</Text></Paragraph>
<Paragraph Type="Character"><Text>BEA (O.S.)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Hello &amp; goodbye.</Text></Paragraph>
</Content>
<TitlePage><Content>
<Paragraph><Text>Two Chairs</Text></Paragraph>
<Paragraph><Text>Written by</Text></Paragraph>
<Paragraph><Text>Somebody</Text></Paragraph>
</Content></TitlePage>
</FinalDraft>
"""


def said(show: Directed) -> list[str]:
    return [f"{cue.who}: {cue.text}" for cue in show.cues if isinstance(cue, Say)]


def test_a_script_of_final_draft_is_read(tmp_path: Path) -> None:
    path = tmp_path / "two.fdx"
    path.write_text(SCRIPT, "utf-8")
    show = read(path)
    assert said(show) == [
        "MAX: Good evening, my_friend_s.", "MAX: One.", "BEA: Two.", "BEA: Hello & goodbye.",
    ]  # fmt: skip
    assert (show.title, dict(show.meta)["author"]) == ("Two Chairs", "Somebody")
    assert [cue.set for cue in show.cues if isinstance(cue, Heading)] == ["club", "studio"]
    assert [cue.together for cue in show.cues if isinstance(cue, Say)] == [False, False, True, False]
    assert show.problems == ()


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.fdx", SCRIPT[:400], "damaged XML"),
        ("a.fdx", "<other/>", "no script of Final Draft"),
        (
            "a.fdx",
            SCRIPT.replace("<FinalDraft ", '<!DOCTYPE x [<!ENTITY a "aa">]><FinalDraft ', 1),
            "defines XML entities",
        ),
        ("a.celtx", "PK", "This screenplay is of Celtx"),
        ("a.trelby", "#Version 3", "This screenplay is of Trelby"),
        ("a.pdf", "%PDF-1.4", "This screenplay is of a PDF viewer"),
        ("a.highland", "PK\x03\x04nothing", "The archive is damaged"),
    ],
)
def test_what_nobody_here_reads_is_told_with_what_to_do(tmp_path: Path, name: str, data: str, what: str) -> None:
    (tmp_path / name).write_text(data, "utf-8")
    with pytest.raises(ShowError, match=what) as told:
        read(tmp_path / name)
    assert "Fountain" in told.value.remedy


def test_an_archive_of_highland_and_a_plain_text_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.highland", "w") as archive:
        archive.writestr("a.textbundle/info.json", "{}")
        archive.writestr("a.textbundle/text.fountain", "MAX\nHello.\n")
    (tmp_path / "b.txt").write_text("MAX\nHello.\n", "utf-8")
    assert said(read(tmp_path / "a.highland")) == said(read(tmp_path / "b.txt")) == ["MAX: Hello."]


def test_an_archive_without_a_script_and_one_that_swells_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.highland", "w") as archive:
        archive.writestr("info.json", "{}")
    with pytest.raises(ShowError, match="no screenplay in this archive"):
        text_of(tmp_path / "a.highland")
    with zipfile.ZipFile(tmp_path / "b.highland", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("text.md", "MAX\nHello.\n" * 4_000_000)
    with pytest.raises(ShowError, match="no screenplay in this archive"):
        text_of(tmp_path / "b.highland")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.fountain"
    with path.open("wb") as file:
        file.truncate((32 << 20) + 1)
    with pytest.raises(ShowError, match="over 32 MiB"):
        text_of(path)


# ----------------------------------------------------------------------------------------------------------- recordings

TAKE = "MAX\n[[take: {name}]]\nHello there, how are you? I am fine.\n\nBEA\nHi.\n"


def recorded(path: Path, seconds: float = 1.5) -> None:
    t = np.arange(round(22050 * seconds)) / 22050
    path.parent.mkdir(exist_ok=True)
    audio.write(path, Clip.from_floats((0.3 * np.sin(2 * np.pi * 180 * t)).astype(np.float32), 22050))


def with_take(folder: Path, name: str) -> Directed:
    path = folder / "show.fountain"
    path.write_text(TAKE.format(name=name), "utf-8")
    return read(path)


def test_a_recording_is_one_line_as_long_as_it_lasts(tmp_path: Path) -> None:
    recorded(tmp_path / "takes" / "3.wav")
    show = with_take(tmp_path, "takes/3.wav")
    assert show.problems == ()
    assert said(show) == ["MAX: Hello there, how are you? I am fine.", "BEA: Hi."]
    first, second = (cue for cue in show.cues if isinstance(cue, Say))
    assert (Path(first.take), second.take) == (tmp_path / "takes" / "3.wav", "")
    starts = estimate_starts(show)
    place = show.cues.index(second)
    assert starts[place] - starts[show.cues.index(first)] == pytest.approx(1.5 + 0.22, abs=0.05)


def test_the_recording_is_heard_and_its_mouth_moves(tmp_path: Path) -> None:
    recorded(tmp_path / "3.wav")
    show = with_take(tmp_path, "3.wav")
    first = next(cue for cue in show.cues if isinstance(cue, Say))
    with LineSpeaker(Config(), show, ahead=1) as speaker:
        performance = speaker(first)
        assert speaker.problems == []
    assert performance.duration == pytest.approx(1.5, abs=0.02)
    assert performance.speech.text == first.text
    assert float(np.abs(performance.speech.clip.floats()).max()) == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("none.wav", "This recording is not there"), ("../outside.wav", "This recording is not there"),
        ("/etc/hostname.wav", "This recording is not there"), ("notes.txt", "This is no recording"),
        ("broken.wav", "This recording can't be heard"),
    ],
)  # fmt: skip
def test_a_recording_that_can_not_be_heard_is_told_and_the_voice_speaks(tmp_path: Path, name: str, what: str) -> None:
    recorded(tmp_path / "outside.wav")
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "broken.wav").write_bytes(b"RIFF nothing")
    show = with_take(folder, name)
    assert [(problem.line, problem.what[: len(what)]) for problem in show.problems] == [(2, what)]
    assert all(not cue.take for cue in show.cues if isinstance(cue, Say))
