"""What can be edited is opened: each take by itself, and what is edited in it counts where it is played."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar.config import Config
from avatar.editing.desk import EditedFile
from avatar.editing.opening import analysing, open_file
from avatar.editing.opening.recordings import open_recording
from avatar.edits import files
from avatar.edits.scenes import EditedReader
from avatar.edits.values import EditFile, Span, TakeEdits, with_track
from avatar.errors import AvatarError, EditError
from avatar.lipsync import sound, tool
from avatar.scenefile import save
from avatar.types import VISEMES, CastMember, Performance, Scene, Timed
from tests.lipsync.sounds import said, wav
from tests.show.plays import baked


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))


def test_each_performance_of_a_scene_is_a_take(tmp_path: Path) -> None:
    opened = open_file(str(baked(tmp_path / "two.scene")), Config())
    assert [take.key for take in opened.takes] == ["MAX: I am first.", "BEA: I am second.", "MAX: I am back."]
    footage = opened.takes[1]
    assert footage.who == "BEA"
    assert footage.duration == pytest.approx(1.5)
    assert "smile" in footage.names["expression"]
    assert footage.names["look"] == ("audience", "away", "MAX")
    assert len(footage.fingerprint) == 32
    opened.close()


def edited_file(path: Path) -> EditedFile:
    opened = open_file(str(path), Config())
    return EditedFile(opened.path, opened.takes)


def test_each_take_keeps_its_own_edits_and_they_are_played(tmp_path: Path) -> None:
    path = baked(tmp_path / "two.scene")
    file = edited_file(path)
    state = file.open(1)
    file.edited(with_track(state.edits, "mouths", [Span(0.5, 1.0, "A")]))
    assert file.open(1).edits.of("mouths") == (Span(0.5, 1.0, "A"),)
    assert file.open(0).edits.empty
    assert file.save() == "two.scene.edits"
    file.leave()
    with EditedReader(path) as reader:
        shut = [
            bool((entry.what.mouth.weights[55:90, VISEMES.index("PP")] == 1).all())
            for entry in reader.entries()
            if isinstance(entry.what, Performance)
        ]
    assert shut == [False, True, False]


def test_a_line_of_a_script_is_performed_and_the_others_wait(tmp_path: Path) -> None:
    script = tmp_path / "show.fountain"
    script.write_text(
        "Cast:\n    MAX: max\n    BEA: bea\n\nMAX\nGood morning.\n\nBEA\nWhat a day it is.\n\nMAX\nQuite.\n"
    )
    opened = open_file(f"{script}:9", Config())
    try:
        assert opened.path == script
        assert opened.takes[opened.first].key == "BEA: What a day it is."
        footage = opened.takes[opened.first]
        assert footage.title == "show.fountain:9 BEA: What a day it is."
        assert [word.value for word in footage.sheet.words][:2] == ["What", "a"]
        assert footage.sheet.phones
    finally:
        opened.close()


@pytest.mark.parametrize("what", ["none.wav", "none.fountain:3", "none.scene", "none.musicxml"])
def test_what_is_not_there_is_told(tmp_path: Path, what: str) -> None:
    with pytest.raises(EditError, match="no such file"):
        open_file(str(tmp_path / what), Config())


def test_a_scene_and_a_script_in_which_nobody_speaks_are_told(tmp_path: Path) -> None:
    save(tmp_path / "mute.scene", Scene((CastMember("MAX", "max"),)))
    (tmp_path / "mute.fountain").write_text("INT. HOUSE - DAY\n\nIt rains.\n")
    for name in ("mute.scene", "mute.fountain"):
        with pytest.raises(EditError, match="Nobody says anything"):
            open_file(str(tmp_path / name), Config())


def test_a_file_that_is_something_else_is_told(tmp_path: Path) -> None:
    for name in ("a.wav", "a.scene", "a.musicxml"):
        (tmp_path / name).write_bytes(b"something else entirely")
        with pytest.raises(AvatarError):
            open_file(str(tmp_path / name), Config()).takes[0]


# ---------------------------------------------------------------------------------------------------------- recordings


def test_a_recording_is_heard_once_and_known_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = wav(tmp_path / "talk.wav")
    first = open_recording(path, "bea", text="Mama may go home now.").takes[0]
    with monkeypatch.context() as patched:
        patched.setattr(tool, "lipsync", None)
        again = open_recording(path, "bea", text="Mama may go home now.").takes[0]
    one, other = first, again
    assert np.array_equal(one.sheet.track.weights, other.sheet.track.weights)
    assert np.array_equal(one.sheet.track.drawn, other.sheet.track.drawn)  # type: ignore[arg-type]
    assert (one.sheet.words, one.sheet.phones, one.sheet.text) == (
        other.sheet.words,
        other.sheet.phones,
        other.sheet.text,
    )
    assert (one.cuts, one.places, one.fingerprint) == (other.cuts, other.places, other.fingerprint)
    assert np.array_equal(one.loud, other.loud)
    assert np.array_equal(one.doubt, other.doubt)


def test_another_text_or_another_sound_is_heard_anew(tmp_path: Path) -> None:
    path = wav(tmp_path / "talk.wav")
    before = analysing.analyse(path, "", "en")
    assert analysing.analyse(path, "Mama may go home now.", "en").sheet.text != before.sheet.text
    wav(path, said("Nothing of the kind.", 1.6).floats())
    assert analysing.analyse(path, "", "en").sound != before.sound


def test_a_damaged_analysis_is_made_anew(tmp_path: Path) -> None:
    path = wav(tmp_path / "talk.wav")
    before = analysing.analyse(path, "", "en")
    for kept in (tmp_path / "home" / "cache" / "analyses").glob("*.kept"):
        kept.write_bytes(kept.read_bytes()[:-100])
    assert analysing.analyse(path, "", "en").sound == before.sound


@pytest.mark.parametrize(("rate", "channels", "ending"), [(16000, 1, "wav"), (44100, 2, "flac"), (22050, 1, "wav")])
def test_the_sound_is_read_where_it_is_wanted(tmp_path: Path, rate: int, channels: int, ending: str) -> None:
    samples = said("Mama may go home now.", 1.6, rate).floats()
    path = tmp_path / f"talk.{ending}"
    soundfile.write(path, np.stack([samples] * channels, axis=1), rate)
    part = sound.parts_of(path, 1.6)
    whole = np.concatenate(list(sound.blocks(path)))
    for start, end in ((0.0, 0.4), (0.5, 1.0), (1.2, 1.6), (0.0, 1.6)):
        got = part(start, end).floats()
        wanted = whole[round(start * 16000) : round(end * 16000)]
        assert abs(len(got) - len(wanted)) <= 2
        assert np.abs(got[: len(wanted)] - wanted[: len(got)]).max() < 0.02


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_what_is_gone_of_a_file_that_is_open_is_silent(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"talk.{ending}"
    soundfile.write(path, np.random.default_rng(1).uniform(-0.5, 0.5, 16000 * 20), 16000)
    part = sound.parts_of(path, 20.0)
    assert part(15.0, 16.0).samples.any()
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 4)
    for start, end in ((18.0, 19.5), (4.0, 18.0)):
        assert len(part(start, end).samples) == round((end - start) * 16000)
    assert not part(18.0, 19.5).samples.any()


def test_edits_that_can_t_be_read_are_told_before_anything_is_heard(tmp_path: Path) -> None:
    path = wav(tmp_path / "talk.wav")
    files.beside(path).write_text('{"format": "avatar-edits", "version": 2, "takes": []}')
    opened = open_file(str(path), Config())
    with pytest.raises(EditError, match="version 2"):
        EditedFile(opened.path, opened.takes)
    assert not (tmp_path / "home" / "cache").exists()


def test_a_file_that_another_program_changes_or_takes_away_is_told_of(tmp_path: Path) -> None:
    path = wav(tmp_path / "talk.wav")
    file = edited_file(path)
    assert file.changed() == ""
    wav(path, said("Nothing of the kind.", 1.6).floats())
    assert "has changed the file" in file.changed()
    path.unlink()
    assert "gone from its place" in file.changed()
    file.leave()


def test_that_nothing_outlives_a_crash_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, where a folder should be")
    path = baked(tmp_path / "two.scene")
    file = edited_file(path)
    assert "would be lost" in file.note
    assert file.edited(with_track(file.open(1).edits, "mouths", [Span(0.5, 1.0, "A")])) == ""
    file.leave()


def test_a_line_that_was_changed_opens_with_its_edits(tmp_path: Path) -> None:
    path = baked(tmp_path / "two.scene")
    words = (Timed(0.0, 0.4, "I"), Timed(0.4, 0.8, "am"), Timed(0.8, 1.2, "really"), Timed(1.2, 1.6, "second"))
    line = TakeEdits("BEA: I am really second.", "", "old", 2.0, words, {"expression": (Span(0.1, 1.0, "angry"),)})
    files.write(files.beside(path), EditFile((line,)))
    opened = open_file(str(path), Config())
    file = EditedFile(opened.path, opened.takes, opened.keys)
    edits = file.open(1).edits
    assert edits.take == "BEA: I am second."
    assert edits.of("expression") or edits.unplaced
    file.leave()
    opened.close()


def test_edits_of_another_sound_are_put_where_their_words_are_now(tmp_path: Path) -> None:
    path = wav(tmp_path / "talk.wav")
    text = "Mama may go home now."
    words = open_recording(path, "bea", text=text).takes[0].sheet.words
    moved = tuple(word._replace(start=word.start + 1, end=word.end + 1) for word in words)
    home = next(word for word in moved if word.value == "home")
    old = TakeEdits("", text, "old", 2.6, moved, {"mouths": (Span(home.start, home.end, "F"),)})
    files.write(files.beside(path), EditFile((old,)))
    file = EditedFile(path, open_recording(path, "bea", text=text).takes)
    (span,) = file.open(0).edits.of("mouths")
    assert span.start == pytest.approx(home.start - 1, abs=0.001)
    file.leave()
