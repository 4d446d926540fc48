"""`avatar film`: from texts, recordings, shows and saved scenes; and what it refuses."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile

from avatar import installer, scenefile
from avatar.cli import main
from avatar.film import make, recording
from avatar.types import VISEMES, Performance, Rung, Scene
from tests.film.scenes import small

SMALL = ["--size", "64x36", "--fps", "24", "--workers", "1", "-q"]


def streams(path: Path) -> dict[str, float]:
    """Codec to seconds."""
    with av.open(str(path)) as container:
        return {each.codec_context.name: float(each.duration * each.time_base) for each in container.streams.get()}


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A recording in stereo: sounds with pauses between, louder on the left."""
    rate = 44_100
    t = np.arange(round(3.7 * rate)) / rate
    voiced = (t % 1.3 < 0.9) * (0.5 + 0.5 * np.sin(2 * np.pi * 4 * t))
    wave = 0.5 * voiced * np.sign(np.sin(2 * np.pi * 140 * t))
    path = tmp_path / "talk.flac"
    soundfile.write(path, np.stack([wave, wave * 0.25], axis=1), rate)
    return path


def test_a_text_becomes_a_film(tmp_path: Path) -> None:
    path = tmp_path / "hello.mp4"
    assert main(["film", "--text", "Hello there.", "--character", "blot", "-o", str(path), *SMALL]) == 0
    found = streams(path)
    assert set(found) == {"h264", "aac"}
    assert 1.0 < found["h264"] < 3.0
    assert found["aac"] == pytest.approx(found["h264"], abs=1e-6)


@pytest.mark.parametrize(("name", "size", "rate"), [("a.gif", (854, 480), 25), ("a.png", (1920, 1080), 30)])
def test_what_is_sent_about_is_smaller(tmp_path: Path, name: str, size: tuple[int, int], rate: int) -> None:
    path = tmp_path / name
    asked = ["--text", "Hi.", "--character", "blot", "--to", "0.2", "--workers", "1", "-q"]
    assert main(["film", *asked, "-o", str(path)]) == 0
    frames = sorted(path.glob("*.png")) if path.is_dir() else []
    with av.open(str(frames[0] if frames else path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == size
        count = len(frames) or sum(1 for _ in container.decode(stream))
    assert count == pytest.approx(0.2 * rate, abs=1)


def test_a_recording_becomes_a_film_with_its_own_sound(tmp_path: Path, talk: Path) -> None:
    path = tmp_path / "talk.mp4"
    wav = tmp_path / "copy.wav"
    assert main(["film", "--audio", str(talk), "--character", "blot", "-o", str(path), "--wav", str(wav), *SMALL]) == 0
    exact, rate = soundfile.read(talk, dtype="int16")
    copied, copied_rate = soundfile.read(wav, dtype="int16")
    assert (copied_rate, copied.shape[1]) == (rate, 2)
    assert np.array_equal(copied[: len(exact)], exact)
    assert len(copied) - len(exact) < rate / 24
    with av.open(str(path)) as container:
        audio = container.streams.audio[0]
        assert (audio.rate, audio.codec_context.layout.nb_channels) == (rate, 2)
        parts = [frame.to_ndarray() for frame in container.decode(audio)]
    heard = np.concatenate(parts, axis=1)[:, : len(exact)]
    assert heard[0].std() / heard[1].std() == pytest.approx(4.0, rel=0.1)
    assert np.corrcoef(heard[0], exact[:, 0])[0, 1] > 0.97


def test_the_mouth_of_a_recording_is_all_there(talk: Path) -> None:
    """Cut into clauses, it is still the mouth of the whole."""
    from avatar.lipsync import tool

    scene, _ = recording.scene_of(talk, "blot")
    whole = tool.lipsync(talk).track
    pieces = [entry.what for entry in scene.entries if isinstance(entry.what, Performance)]
    assert len(pieces) > 1
    joined = np.concatenate([piece.mouth.weights for piece in pieces])
    count = min(len(joined), len(whole.weights))
    assert abs(len(joined) - len(whole.weights)) <= 1
    assert np.array_equal(joined[:count], whole.weights[:count])
    assert scene.duration == pytest.approx(3.7, abs=0.011)


def test_corrected_cues_are_followed(tmp_path: Path, talk: Path) -> None:
    cues = tmp_path / "talk.json"
    cues.write_text(json.dumps({"mouthCues": [
        {"start": 0.0, "end": 1.0, "value": "X"}, {"start": 1.0, "end": 2.0, "value": "D"},
        {"start": 2.0, "end": 3.7, "value": "X"},
    ]}))  # fmt: skip
    scene, why = recording.scene_of(talk, "blot", cues=cues)
    pieces = [entry.what for entry in scene.entries if isinstance(entry.what, Performance)]
    weights = np.concatenate([piece.mouth.weights for piece in pieces])
    assert {piece.mouth.rung for piece in pieces} == {Rung.EDITED}
    assert not why
    assert weights[150, VISEMES.index("sil")] < 0.1
    assert weights[50, VISEMES.index("sil")] > 0.9
    command = ["film", "--audio", str(talk), "--cues", str(cues), "--character", "blot", "--to", "0.5"]
    assert main([*command, "-o", str(tmp_path / "cued.webp"), *SMALL]) == 0


def test_a_text_that_is_not_said_is_told_in_words(
    tmp_path: Path, talk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["film", "--audio", str(talk), "--text", "Hello there, my friend.", "--character", "blot", "--to", "0.2"]
    assert main([*command, "-o", str(tmp_path / "talk.webp"), *SMALL[:-1]]) == 0
    told = capsys.readouterr().err
    assert "avatar: the text was left aside, and the mouth made from the sound alone. The sound does not say" in told


def test_a_text_is_read_in_the_language_that_it_is_plainly_in(
    tmp_path: Path, talk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Or in the one that is named; no film is made in one that is none."""
    text = "Heute scheint die Sonne, und wir gehen in den Wald."
    command = ["film", "--audio", str(talk), "--text", text, "--character", "blot", "--to", "0.2", *SMALL[:-1]]
    out = tmp_path / "talk.webp"
    assert main([*command, "-o", str(out)]) == 0
    assert "avatar: the text looks German: read as de; --language en overrules\n" in capsys.readouterr().err
    assert main([*command, "-o", str(out), "--language", "en"]) == 0
    assert "looks" not in capsys.readouterr().err
    out.unlink()
    assert main([*command, "-o", str(out), "--language", "deutsch"]) == 2
    assert "does not speak 'deutsch' (--language). Did you mean de (German)?" in capsys.readouterr().err
    assert not out.exists()


def test_a_transcript_gives_captions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, talk: Path) -> None:
    from avatar.lipsync import tool
    from avatar.types import Timed

    found = tool.lipsync(talk)
    words = (Timed(0.1, 0.6, "Hello"), Timed(1.4, 1.8, "there"), Timed(1.9, 2.1, "friend"))
    monkeypatch.setattr(tool, "lipsync", lambda *given, **named: found.__class__(found.track, 3.7, words=words))
    scene, _ = recording.scene_of(talk, "blot", text="Hello there friend")
    pieces = [(entry.start, entry.what) for entry in scene.entries if isinstance(entry.what, Performance)]
    assert [piece.speech.text for _, piece in pieces if piece.speech.text] == ["Hello", "there friend"]
    placed = [(start, piece.speech.text, word) for start, piece in pieces for word in piece.speech.words]
    for heard, (start, said, word) in zip(words, placed, strict=True):
        assert said[word.at : word.at + word.length] == word.value == heard.value
        assert (start + word.start, start + word.end) == pytest.approx((heard.start, heard.end))
    captions = [(start + each.start, each.value) for start, piece in pieces for each in piece.captions]
    assert [text for _, text in captions] == ["Hello", "there friend"]
    assert all(0.0 <= each.start < each.end <= piece.duration for _, piece in pieces for each in piece.captions)


def test_a_show_becomes_a_film_with_chapters(tmp_path: Path) -> None:
    script = tmp_path / "show.fountain"
    script.write_text(
        "Title: Tiny\nCast: ANA = blot, voice en-gb\n\n# One\n\nINT. CLUB\n\nANA\nYes.\n\n# Two\n\nANA\nNo.\n"
    )
    path, captions = tmp_path / "show.mp4", tmp_path / "show.vtt"
    command = ["film", str(script), "-o", str(path), "--vtt", str(captions), "--audience", "none", *SMALL]
    assert main(command) == 0
    assert "Yes." in captions.read_text()
    with av.open(str(path)) as container:
        assert len(container.chapters()) >= 2


def test_a_saved_scene_becomes_a_film_of_its_length(tmp_path: Path) -> None:
    scenefile.save(tmp_path / "it.scene", small())
    command = ["film", str(tmp_path / "it.scene"), "-o", str(tmp_path / "it.webm"), "--from", "0.25", "--to", "0:01"]
    assert main([*command, *SMALL]) == 0
    with av.open(str(tmp_path / "it.webm")) as container:
        assert sum(1 for _ in container.decode(container.streams.video[0])) == 18


def test_a_sheet_shows_all_of_it(tmp_path: Path) -> None:
    from PIL import Image

    scenefile.save(tmp_path / "it.scene", small())
    assert main(["film", str(tmp_path / "it.scene"), "--sheet", str(tmp_path / "sheet.png"), "--size", "720p"]) == 0
    with Image.open(tmp_path / "sheet.png") as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    first, last = pixels[30:60, 30:60], pixels[30 + 3 * 186 : 60 + 3 * 186, 30 + 3 * 326 : 60 + 3 * 326]
    assert np.abs(first - last).mean() > 10, "the first and the last picture show the same set"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["-o", "a.mp4"], 2, "nothing to film"),
        (["--text", "Hi."], 2, "no file to film to"),
        (["x.scene", "--text", "Hi.", "-o", "a.mp4"], 2, "more than one film"),
        (["--text", "Hi.", "-o", "a.avi"], 2, "No film ends in '.avi'"),
        (["--text", "Hi.", "-o", "a.mp4", "--size", "641x360"], 2, "642x360"),
        (["--text", "Hi.", "-o", "a.mp4", "--size", "huge"], 2, "no size 'huge'"),
        (["--text", "Hi.", "-o", "a.mp4", "--size", "9000x20"], 2, "can't be 9000 x 20"),
        (["--text", "Hi.", "-o", "a.mp4", "--fps", "200"], 2, "5 to 60"),
        (["--text", "Hi.", "-o", "a.gif", "--fps", "60"], 2, "1 to 50"),
        (["--text", "Hi.", "-o", "a.mp4", "--background", "none"], 2, "can't be transparent"),
        (["--text", "Hi.", "-o", "a.mp4", "--from", "soon"], 2, "'soon' is not a time"),
        (["--text", "Hi.", "-o", "a.mp4", "--from", "2", "--to", "1"], 2, "not after"),
        (["--text", "Hi.", "-o", "no/where/a.mp4"], 2, "no such folder"),
        (["--text", "Hi.", "-o", "a.mp4", "--cues", "a.json"], 2, "Add --audio"),
        (["--text", "Hi.", "-o", "a.mp4", "--sheet", "a.png"], 2, "no film"),
        (["my talk.mp3", "-o", "a.mp4"], 2, "--audio 'my talk.mp3'"),
        (["nothing.scene", "-o", "a.mp4"], 1, "no such scene"),
        (["no-such-show", "-o", "a.mp4"], 1, "no-such-show"),
        (["--audio", "none.wav", "-o", "a.mp4"], 1, "no such sound"),
    ],
)
def test_what_can_t_be_filmed_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], status: int, told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["film", *arguments]) == status
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_broken_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenefile.save(tmp_path / "whole.scene", small())
    data = (tmp_path / "whole.scene").read_bytes()
    (tmp_path / "cut.scene").write_bytes(data[: len(data) // 2])
    (tmp_path / "noise.fountain").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "noise.wav").write_bytes(b"RIFF" + bytes(range(256)))
    for arguments in (["cut.scene"], ["noise.fountain"], ["--audio", "noise.wav"]):
        given = [str(tmp_path / each) if "." in each else each for each in arguments]
        assert main(["film", *given, "-o", str(tmp_path / "a.mp4"), *SMALL]) == 1
        told = capsys.readouterr().err
        assert told.startswith("avatar: ")
        assert "Traceback" not in told
    assert not (tmp_path / "a.mp4").exists()


def test_a_missing_library_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("avatar.film.find_spec", lambda name: None)
    assert main(["film", "--text", "Hi.", "-o", str(tmp_path / "a.mp4")]) == 1
    told = capsys.readouterr().err
    assert "PyAV and Pillow, which are not installed" in told
    assert installer.for_extra("film") in told


def test_an_empty_scene_is_one_picture(tmp_path: Path) -> None:
    scenefile.save(tmp_path / "empty.scene", Scene(small().cast))
    assert main(["film", str(tmp_path / "empty.scene"), "-o", str(tmp_path / "a.mp4"), *SMALL]) == 0
    assert streams(tmp_path / "a.mp4")["h264"] == pytest.approx(1 / 24, abs=1e-4)


def test_what_is_wrong_with_a_script_is_told_and_filmed_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "empty.fountain"
    script.write_text("INT. KITCHEN - DAY\n\nThe kettle boils.\n")
    assert main(["film", str(script), "-o", str(tmp_path / "a.mp4"), "--size", "160x90", "--to", "0.5"]) == 0
    told = capsys.readouterr().err
    assert "Nobody speaks in this." in told
    assert f"avatar show check {script}" in told


def test_garbage_is_searched_for_while_and_after_a_film_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[bool] = []
    made = make.film

    def film(*given: Any, **more: Any) -> Any:
        searched.append(gc.isenabled())
        return made(*given, **more)

    monkeypatch.setattr(make, "film", film)
    text = ["film", "--text", "Hello.", "--size", "64x36", "--fps", "12", "-q", "-o"]
    assert main([*text, str(tmp_path / "film.mp4")]) == 0
    assert main([*text, str(tmp_path / "film.png"), "--still", "x"]) != 0
    assert searched == [True]
    assert gc.isenabled()
