"""Karaoke MIDI as sequencers and karaoke programs write it, and ABC through the program that makes MIDI of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import mido
import pytest

from avatar.errors import SongError
from avatar.song.reading import read_score
from avatar.song.score import text_of

NOTES = [(0, 60), (480, 62), (960, 64), (1440, 65)]


def track(events: list[tuple[int, mido.Message | mido.MetaMessage]]) -> mido.MidiTrack:
    made, last = mido.MidiTrack(), 0
    for at, event in sorted(events, key=lambda each: each[0]):
        made.append(event.copy(time=at - last))
        last = at
    return made


def melody(notes: list[tuple[int, int]], channel: int = 0, length: int = 400, name: str = "") -> mido.MidiTrack:
    events: list[tuple[int, mido.Message | mido.MetaMessage]] = [(0, mido.MetaMessage("track_name", name=name))]
    for at, pitch in notes:
        events.append((at, mido.Message("note_on", note=pitch, velocity=64, channel=channel)))
        events.append((at + length, mido.Message("note_off", note=pitch, channel=channel)))
    return track(events)


def save(path: Path, *tracks: mido.MidiTrack) -> Path:
    file = mido.MidiFile(ticks_per_beat=480)
    file.tracks += tracks
    file.save(path)
    return path


def words(kind: str, texts: list[str], step: int = 480) -> mido.MidiTrack:
    return track([(n * step, mido.MetaMessage(kind, text=text)) for n, text in enumerate(texts)])


def test_karaoke_of_text_events_finds_its_melody(tmp_path: Path) -> None:
    about = ("@KMIDI KARAOKE FILE", "@LENGL", "@TStar", "@TMe")
    head = track([(0, mido.MetaMessage("text", text=text)) for text in about])
    text = words("text", ["\\Twin", "kle ", "/lit", "tle"])
    chords = melody([(at, pitch) for at in (0, 960) for pitch in (48, 52, 55)], 1, 900, "Piano")
    drums = melody(NOTES, 9)
    score = read_score(save(tmp_path / "a.kar", head, text, chords, drums, melody(NOTES, 3, name="Lead")))
    assert (score.title, score.author, score.parts[0].language) == ("Star", "Me", "en")
    assert [(note.pitch, note.syllable) for note in score.parts[0].notes] == [
        (60, "Twin"), (62, "kle"), (64, "lit"), (65, "tle"),
    ]  # fmt: skip
    assert [text_of(line) for line in score.parts[0].lines()] == ["Twinkle", "little"]
    assert [(chord.at, chord.symbol) for chord in score.chords] == [(0, "C")]
    assert [remark.said for remark in score.remarks] == ["its chords are guessed from its notes"]


def test_lyric_events_in_the_melodys_own_track(tmp_path: Path) -> None:
    song = track(
        [(at, mido.MetaMessage("lyrics", text=text)) for at, text in ((0, "Glo-"), (960, "ri-"), (1440, "a"))]
        + [
            (at + n, mido.Message(kind, note=pitch))
            for at, pitch in NOTES
            for kind, n in (("note_on", 0), ("note_off", 470))
        ]
        + [(0, mido.MetaMessage("set_tempo", tempo=600_000)), (0, mido.MetaMessage("time_signature", numerator=3))]
    )
    score = read_score(save(tmp_path / "a.mid", song))
    assert [(note.syllable, note.begins) for note in score.parts[0].notes] == [
        ("Glo", True), ("", False), ("ri", False), ("a", False),
    ]  # fmt: skip
    assert (score.tempos[0].bpm, score.meters[0].beats) == (100, 3)


def test_words_in_other_encodings(tmp_path: Path) -> None:
    def latin(text: str, encoding: str) -> str:
        return text.encode(encoding).decode("latin1")

    text = words("lyrics", ["schö", "ne ", "Frau ", latin("über", "cp1252")])
    assert text_of(read_score(save(tmp_path / "a.kar", text, melody(NOTES))).parts[0].notes) == "schöne Frau über"
    head = track([(0, mido.MetaMessage("text", text="@LJAPN"))])
    japanese = words("lyrics", [latin(kana, "shift_jis") for kana in "さくらさ"])
    assert text_of(read_score(save(tmp_path / "b.kar", head, japanese, melody(NOTES))).parts[0].notes) == "さくらさ"


def test_words_without_a_melody_are_spoken(tmp_path: Path) -> None:
    score = read_score(save(tmp_path / "a.kar", words("lyrics", ["one ", "two ", "three "]), melody([(100, 60)])))
    assert [note.pitch for note in score.parts[0].notes] == [None, None, None]
    assert "spoken in rhythm" in str(score.remarks[0])


@pytest.mark.parametrize("tempo", [1, 16_777_215])
def test_tempos_that_nobody_sings(tempo: int, tmp_path: Path) -> None:
    odd = track([(0, mido.MetaMessage("set_tempo", tempo=tempo))])
    score = read_score(save(tmp_path / "a.kar", odd, words("lyrics", ["a ", "b ", "c ", "d "]), melody(NOTES)))
    assert score.tempos[0].bpm in {20, 400}
    assert "nobody sings at" in str(score.remarks[0])


def test_notes_without_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SongError, match="no words in it"):
        read_score(save(tmp_path / "a.mid", melody(NOTES)))


def test_ten_thousand_notes(tmp_path: Path) -> None:
    notes = [(n * 240, 60 + n % 12) for n in range(10_000)]
    score = read_score(save(tmp_path / "a.kar", words("lyrics", ["la "] * 10_000, 240), melody(notes, length=200)))
    assert len(score.parts[0].notes) == 10_000


ABC = "X:1\nT:Scale\nM:4/4\nL:1/4\nQ:1/4=90\nK:C\nC D E F|\nw: one two three-ee\n"


def test_abc_says_which_package_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.abc").write_text(ABC)
    with pytest.raises(SongError, match="Install the package abcmidi"):
        read_score(tmp_path / "a.abc")


@pytest.mark.skipif(shutil.which("abc2midi") is None, reason="abc2midi isn't installed")
def test_abc(tmp_path: Path) -> None:
    (tmp_path / "a.abc").write_text(ABC)
    score = read_score(tmp_path / "a.abc")
    assert (score.title, text_of(score.parts[0].notes)) == ("Scale", "one two threeee")
    assert [note.pitch for note in score.parts[0].notes] == [60, 62, 64, 65]
