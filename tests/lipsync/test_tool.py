"""The lip-sync tool as its users call it: any sound, any text, any format; bad input is told in a line."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import soundfile

from avatar import cli
from avatar.errors import AudioError, AvatarError, LipSyncError
from avatar.lipsync import batch, naming, sound, tool
from avatar.lipsync.formats import FORMATS, Options
from avatar.lipsync.ladder import RUNGS, LadderRung
from avatar.lipsync.loudness import loudness
from avatar.lipsync.made import Made
from avatar.types import VISEMES, Clip, MouthTrack, Rung, Speech
from tests.lipsync.sounds import hum, said

DOCS = Path(__file__).parents[2] / "docs"

TEXT = "Mama may go home now."


def samples(seconds: float = 1.6, rate: int = 16000) -> np.ndarray:
    return said(TEXT, seconds, rate).floats()


def wav(path: Path, data: np.ndarray | None = None, rate: int = 16000, **options: str) -> Path:
    soundfile.write(path, samples() if data is None else data, rate, **options)
    return path


def run(*arguments: object) -> int:
    """The command line's exit status, argparse's own exits included."""
    try:
        return cli.main(["lipsync", *map(str, arguments)])
    except SystemExit as stop:
        return int(stop.code or 0)


# ------------------------------------------------------------------------------------------------------ the library


def test_five_lines_of_python(tmp_path: Path) -> None:
    timeline = tool.lipsync(wav(tmp_path / "hello.wav"), text=TEXT)
    tool.write(tmp_path / "hello.json", timeline)
    tool.write(tmp_path / "hello.arkit.csv", timeline, options=Options(fps=30))
    assert json.loads((tmp_path / "hello.json").read_text())["metadata"]["soundFile"] == str(tmp_path / "hello.wav")
    assert (tmp_path / "hello.arkit.csv").read_text().startswith("Timecode,")
    assert [word.value for word in timeline.words] == ["Mama", "may", "go", "home", "now"]


def test_a_path_may_be_written_as_text_and_sound_may_be_in_memory(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav")
    once = tool.lipsync(path, text=TEXT)
    as_text = tool.lipsync(str(path), text=TEXT)
    in_memory = tool.lipsync(said(TEXT, 1.6), text=TEXT, name=once.sound)
    for again in (as_text, in_memory):
        assert again.sound == once.sound
        assert again.words == once.words
        assert np.array_equal(again.track.weights, once.track.weights)
    tool.write(str(tmp_path / "a.json"), as_text)
    edited = tool.lipsync(str(path), cues=str(tmp_path / "a.json"))
    assert edited.track.rung == Rung.EDITED


def test_long_sound_in_memory_is_worked_on_as_its_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "LONG", 1.0)
    clip = said(TEXT, 1.6, 22050)
    path = wav(tmp_path / "a.wav", clip.floats(), 22050)
    for text in ("", TEXT):
        of_file, of_clip = tool.lipsync(path, text=text), tool.lipsync(clip, text=text)
        assert np.array_equal(of_file.track.weights, of_clip.track.weights)
        assert of_clip.duration == of_file.duration


@pytest.mark.parametrize("count", [2, 4, 8])
def test_several_threads_get_what_one_gets(count: int, tmp_path: Path) -> None:
    texts = (TEXT, "That's just gobbledygook to me.", "")
    jobs = [(wav(tmp_path / f"{i}.wav", said(text or TEXT, 2.0).floats()), text) for i, text in enumerate(texts)]

    def made(number: int) -> tuple[str, str, str]:
        path, text = jobs[number % len(jobs)]
        timeline = tool.lipsync(path, text=text)
        return timeline.track.rung, timeline.track.why, tool.render(timeline, "json", Options())

    alone = [made(number) for number in range(len(jobs))]
    with ThreadPoolExecutor(count) as pool:
        together = list(pool.map(made, range(8 * len(jobs))))
    assert together == alone * 8


@pytest.mark.parametrize("name", ["nowhere.wav", "a\0b.wav", "\udcff.wav", "x" * 5000])
def test_a_name_that_no_sound_has_is_refused_in_a_line(name: str, tmp_path: Path) -> None:
    with pytest.raises(AudioError):
        tool.lipsync(name)
    timeline = tool.lipsync(wav(tmp_path / "a.wav"))
    with pytest.raises(LipSyncError, match="can't be read"):
        tool.lipsync(tmp_path / "a.wav", cues=name)
    with pytest.raises(LipSyncError, match="can't be written"):
        tool.write(tmp_path / "no folder" / name, timeline, "tsv")


@pytest.mark.parametrize(
    ("ending", "subtype"),
    [("wav", "PCM_16"), ("wav", "FLOAT"), ("wav", "PCM_24"), ("flac", "PCM_16"), ("ogg", "VORBIS"), ("ogg", "OPUS"),
     ("mp3", "MPEG_LAYER_III"), ("aiff", "PCM_16"), ("au", "ULAW")],
)  # fmt: skip
def test_kinds_of_sound_give_the_same_mouth(tmp_path: Path, ending: str, subtype: str) -> None:
    if subtype == "OPUS" and "OPUS" not in soundfile.available_subtypes("OGG"):
        pytest.skip("this libsndfile writes no Opus")
    path = wav(tmp_path / f"a.{ending}", samples(rate=48000), 48000, subtype=subtype)
    plain = tool.lipsync(wav(tmp_path / "plain.wav"), text=TEXT).track.weights
    weights = tool.lipsync(path, text=TEXT).track.weights
    count = min(len(plain), len(weights))
    assert abs(len(plain) - len(weights)) <= 12  # MP3 pads its ends
    assert (plain[:count].argmax(axis=1) == weights[:count].argmax(axis=1)).mean() > 0.7


def test_video_and_other_media_are_read_where_pyav_is_installed(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    path = tmp_path / "film.mka"
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("aac", rate=44100)
        stream.layout = "stereo"
        data = np.stack([samples(rate=44100)] * 2).astype(np.float32)
        for at in range(0, data.shape[1], 1024):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(data[:, at : at + 1024]), "fltp", "stereo")
            frame.sample_rate = 44100
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    timeline = tool.lipsync(path, text=TEXT)
    assert timeline.duration == pytest.approx(1.6, abs=0.1)
    assert timeline.track.weights[:, VISEMES.index("PP")].max() > 0.9


@pytest.mark.parametrize("rate", [8000, 11025, 44100, 96000, 192000])
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_any_rate_and_any_channels(tmp_path: Path, rate: int, channels: int) -> None:
    data = np.repeat(samples(0.8, rate)[:, None], channels, axis=1)
    timeline = tool.lipsync(wav(tmp_path / "a.wav", data, rate), text="Mama")
    assert timeline.duration == pytest.approx(0.8, abs=0.002)
    assert timeline.track.weights[:, 0].min() < 0.5


@pytest.mark.parametrize("count", [0, 1, 2, 159, 161])
@pytest.mark.parametrize("rate", [8000, 16000, 96000])
def test_empty_and_tiny_sounds_are_written_in_every_format(tmp_path: Path, count: int, rate: int) -> None:
    path = wav(tmp_path / "a.wav", np.full(count, 0.3, np.float32), rate)
    for text in ("", "Hello"):
        timeline = tool.lipsync(path, text=text)
        assert len(timeline.track.weights) <= 3
        for name in FORMATS:
            try:
                content = tool.render(timeline, name, Options())
            except LipSyncError as error:
                if timeline.words or "words" not in str(error):
                    raise
                continue
            assert isinstance(content, bytes) or content.endswith("\n") or (name, content) == ("audacity", "")


def test_silence_rests_with_and_without_text(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav", np.zeros(32000, np.float32))
    for text in ("", TEXT):
        assert tool.lipsync(path, text=text).track.weights[:, 0].min() > 0.95


def test_samples_that_are_no_number_are_silence(tmp_path: Path) -> None:
    data = samples()
    data[8000:8400] = np.nan
    data[9000] = np.inf
    timeline = tool.lipsync(wav(tmp_path / "a.wav", data, subtype="FLOAT"), text=TEXT)
    assert np.isfinite(timeline.track.weights).all()
    assert timeline.track.weights[:, 0].min() < 0.3


def test_all_nan_is_a_mouth_at_rest(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav", np.full(16000, np.nan, np.float32), subtype="FLOAT")
    assert tool.lipsync(path).track.weights[:, 0].min() > 0.95


def test_a_truncated_wav_gives_the_mouth_of_what_there_is(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav")
    path.write_bytes(path.read_bytes()[:20000])
    assert 0.5 < tool.lipsync(path, text="Mama").duration < 0.7


def told_or_made(path: Path) -> float | str:
    """The duration of the mouth, or what the user is told. Anything but an AvatarError fails the test."""
    try:
        return tool.lipsync(path).duration
    except AvatarError as error:
        return str(error)


@pytest.mark.parametrize("ending", ["flac", "ogg", "mp3"])
def test_other_truncated_sounds_give_a_mouth_or_a_clear_error(tmp_path: Path, ending: str) -> None:
    path = wav(tmp_path / f"a.{ending}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    result = told_or_made(path)
    assert path.name in result if isinstance(result, str) else 0 <= result < 1.7


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"not a sound at all", os.urandom(5000), b"\x00" * 5000],
    ids=["nothing", "RIFF", "words", "noise", "zeros"],  # processes that share the tests know them by name
)
def test_what_is_no_sound_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=r"a\.wav"):
        tool.lipsync(path)


def test_a_file_that_is_empty_or_no_sound_is_told_so_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    with pytest.raises(AudioError, match="This file is empty"):
        tool.lipsync(tmp_path / "empty.wav")
    (tmp_path / "talk.txt").write_text("What is said in it.")
    with pytest.raises(AudioError, match="no sound that can be read here") as told:
        tool.lipsync(tmp_path / "talk.txt")
    assert "Errno" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "is_text"),
    [(b"What is said in it.", True), ("Wörter, 言葉\r\n".encode() * 300, True), ("Words".encode("utf-16"), True),
     (b"1\n00:00:00,000 --> 00:00:02,600\nHello.\n", True), (b"RIFF\x00\x00\x00\x00WAVEfmt ", False),
     (bytes(range(256)) * 20, False)],
)  # fmt: skip
def test_text_given_as_the_sound_is_told_as_that(content: bytes, is_text: bool, tmp_path: Path) -> None:
    """Even where it is called a sound, and a letter lies where the look at its beginning ends."""
    for name in ("talk.txt", "talk.wav"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(AudioError) as told:
            tool.lipsync(tmp_path / name)
        assert ("This is text" in str(told.value)) == is_text
        assert ("goes to -d." in str(told.value)) == is_text


@pytest.mark.parametrize(
    ("name", "meant"),
    [("moho", "dat"), ("Praat", "textgrid"), ("jsn", "json"), ("png", "svg"), ("Adobe After-Effects", "adobe-ae"),
     ("blender", "gltf"), ("three.js", "gltf"), ("Unreal Engine", "arkit-csv"), (".glb", "gltf"), ("VRM", "vrma")],
)  # fmt: skip
def test_a_format_by_another_name_is_told_ours(name: str, meant: str) -> None:
    with pytest.raises(LipSyncError, match=f"Did you mean {meant} \\("):
        naming.format_named(name)


def test_several_sounds_are_not_written_to_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = wav(tmp_path / "a.wav"), wav(tmp_path / "b.wav")
    assert run(one, other, "-o", tmp_path / "out.json") == 2
    assert "-o FOLDER/" in capsys.readouterr().err
    assert run(one, other, "-o", tmp_path / "v1.2", "--threads", 1) == 0
    assert sorted(path.name for path in (tmp_path / "v1.2").iterdir()) == ["a.tsv", "b.tsv"]


def test_missing_files_and_folders_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no such sound"):
        tool.lipsync(tmp_path / "none.wav")
    with pytest.raises(AudioError, match="folder"):
        tool.lipsync(tmp_path)


def test_text_in_the_wrong_language_still_moves_the_mouth(tmp_path: Path) -> None:
    timeline = tool.lipsync(wav(tmp_path / "a.wav"), text="Съешь же ещё этих булок", language="en")
    assert timeline.track.weights[:, 0].min() < 0.5
    with_unknown = tool.lipsync(tmp_path / "a.wav", text="hello", language="xx-klingon")
    assert "xx-klingon" in with_unknown.track.why
    assert with_unknown.track.weights[:, 0].min() < 0.5


@pytest.mark.parametrize("text", ["", "   ", "…", "😀", "\x00\x01", "a\x00b \ud800 c", "word " * 10_000, "x" * 100_000])
def test_any_text_gives_a_mouth_that_moves(tmp_path: Path, text: str) -> None:
    timeline = tool.lipsync(wav(tmp_path / "a.wav", samples(2.0)), text=text)
    assert timeline.track.weights[:, 0].min() < 0.5
    assert len(timeline.track.weights) == 200


def test_a_long_sound_is_worked_on_in_pieces_without_seams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "LONG", 8.0)
    monkeypatch.setattr(tool, "PIECE", 6.0)
    monkeypatch.setattr(tool, "SEARCH", 3.0)
    clip = hum(*((k + 0.2, k + 0.8) for k in range(30)), duration=30.37)
    only = {Rung.LOUDNESS: RUNGS[Rung.LOUDNESS]}
    timeline = tool.lipsync(wav(tmp_path / "long.wav", clip.floats()), rungs=only)
    assert timeline.duration == pytest.approx(30.37, abs=1e-3)
    assert len(timeline.track.weights) == 3037
    opened = 1 - timeline.track.weights[:, 0]
    for k in range(30):
        assert opened[k * 100 + 40 : k * 100 + 60].mean() > 0.5
        assert opened[k * 100 + 95 : k * 100 + 105].mean() < 0.3


@pytest.mark.parametrize(
    ("seconds", "pieces"), [(1.9, [1.9]), (2.0, [2.0]), (2.01, [1.1, 0.91]), (4.6, [1.1, 1.7, 1.8])]
)
def test_a_sound_is_cut_where_it_is_quiet_and_only_where_it_is_longer_than_a_piece(
    monkeypatch: pytest.MonkeyPatch, seconds: float, pieces: list[float]
) -> None:
    """Two seconds a piece, cut in its last one; it is quiet round 1.1 s and 2.8 s."""
    monkeypatch.setattr(tool, "LONG", 1.0)
    monkeypatch.setattr(tool, "PIECE", 2.0)
    monkeypatch.setattr(tool, "SEARCH", 1.0)
    heard: list[float] = []

    def listen(speech: Speech) -> Made:
        heard.append(speech.clip.duration)
        return Made(MouthTrack(loudness(speech.clip), Rung.LOUDNESS))

    clip = hum((0.0, 1.0), (1.3, 2.7), (3.0, 5.0), duration=seconds)
    shares: list[float] = []
    tool.lipsync(clip, rungs={"ear": LadderRung(lambda speech: True, listen)}, progress=shares.append)
    assert heard == pytest.approx(pieces, abs=0.011)
    assert sum(heard) == pytest.approx(seconds)
    assert shares == sorted(shares)
    assert [share for share in shares if share >= 1.0] == [1.0], "it is done once, when all is done"


def test_a_long_sound_may_have_the_mouth_of_a_packages_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "LONG", 1.0)
    monkeypatch.setattr(tool, "PIECE", 2.0)
    monkeypatch.setattr(tool, "SEARCH", 1.0)
    ear = LadderRung(lambda speech: True, lambda speech: Made(MouthTrack(loudness(speech.clip), cast(Rung, "ear"))))
    timeline = tool.lipsync(hum((0.3, 2.5), duration=3.0), rungs={"ear": ear})
    assert timeline.track.rung == "ear"
    assert len(timeline.track.weights) == 300


def test_a_long_sound_is_aligned_with_its_text_as_a_short_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: Clip
) -> None:
    times = 12
    text = "Papa baked five brown muffins. " * times
    path = wav(tmp_path / "long.wav", np.tile(spoken.floats(), times), spoken.rate)
    short = tool.lipsync(path, text=text, language="en-us")
    monkeypatch.setattr(tool, "LONG", 8.0)
    shares: list[float] = []
    long = tool.lipsync(path, text=text, language="en-us", progress=shares.append)
    assert short.track.rung == long.track.rung == Rung.ALIGNED
    assert [w.value for w in long.words] == [w.value for w in short.words]
    np.testing.assert_allclose([w.start for w in long.words], [w.start for w in short.words], atol=0.03)
    assert (long.track.drawn == short.track.drawn).mean() > 0.98  # type: ignore[union-attr]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert shares.count(1.0) == 1, "it is done once, when all is done"
    wrong = tool.lipsync(path, text="Wo liegt unsere schöne grüne Insel? " * times, language="de")
    assert wrong.track.rung == Rung.MODEL
    assert "does not say this text" in wrong.track.why


def test_blocks_hold_the_whole_sound_at_16_khz(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav", samples(9.0, 44100), 44100)
    parts = list(sound.blocks(path))
    assert len(parts) >= 3
    assert sum(map(len, parts)) == pytest.approx(9 * 16000, abs=2)
    assert max(map(len, parts)) <= 5 * 16000


def test_corrected_cues_are_written_in_another_format(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav")
    cues = tmp_path / "fixed.tsv"
    cues.write_text("0.00\tX\n0.50\tF\n1.00\tA\n1.60\tX\n")
    timeline = tool.lipsync(path, cues=cues)
    assert timeline.track.rung == "edited"
    assert tool.render(timeline, "tsv", Options()) == "0.00\tX\n0.50\tF\n1.00\tA\n1.60\tX\n"
    with pytest.raises(LipSyncError, match=r"gone\.tsv"):
        tool.lipsync(path, cues=tmp_path / "gone.tsv")


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


def test_an_output_on_the_sound_itself_is_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else is wrong with it: no cue format ends in .wav."""
    path = wav(tmp_path / "a.wav")
    assert run(path, "-o", path) == 2
    assert "The output would take the place of what is read" in capsys.readouterr().err


def test_a_folder_that_is_missing_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wav(tmp_path / "a.wav")
    assert run(path, "-o", tmp_path / "new" / "er" / "a.json") == 0
    assert json.loads((tmp_path / "new" / "er" / "a.json").read_text())["mouthCues"]
    assert run(path, "-o", path / "a.json") == 2
    assert "The folder can't be made" in capsys.readouterr().err
    assert run(path, "-o", tmp_path / "other" / "a.qqqq") == 1
    assert not (tmp_path / "other").exists()
    with pytest.raises(LipSyncError, match=r"can't be written: there is no folder '.*other'"):
        tool.write(tmp_path / "other" / "a.json", tool.lipsync(path))


# ------------------------------------------------------------------------------------------------- the command line


def test_one_sound_goes_to_stdout_as_rhubarbs_tsv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wav(tmp_path / "a.wav"), "--text", TEXT) == 0
    out, err = capsys.readouterr()
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0][0] == "0.00"
    assert rows[-1] == ["1.60", "X"]
    assert {letter for _, letter in rows} <= set("ABCDEFGHX")
    assert "Traceback" not in err


def test_rhubarbs_own_command_line_works(tmp_path: Path) -> None:
    text = tmp_path / "dialog.txt"
    text.write_text("\ufeff" + TEXT, "utf-8")
    out = tmp_path / "out.dat"
    status = run(
        "-r", "phonetic", "-f", "dat", "--datFrameRate", "30", "--datUsePrestonBlair", "--extendedShapes", "GX",
        "--dialogFile", text, "-o", out, "--threads", "1", "--quiet", wav(tmp_path / "a.wav"),
    )  # fmt: skip
    assert status == 0
    assert out.read_text().startswith("MohoSwitch1\n1 rest\n")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_to_a_file(tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert run(wav(tmp_path / "a.wav"), "--text", TEXT, "-f", form, "-o", out, "--fps", 30) == 0
    assert out.read_bytes()


def test_many_sounds_give_the_same_bytes_whatever_the_workers(tmp_path: Path) -> None:
    sounds = [
        wav(tmp_path / f"{name}.wav", hum((0.1, 0.3 + k / 10), duration=0.6 + k / 10, hertz=100 + 40 * k).floats())
        for k, name in enumerate("abcd")
    ]
    texts = tmp_path / "texts"
    texts.mkdir()
    for path in sounds[:3]:
        (texts / f"{path.stem}.txt").write_text("Mama may go")
    sums = set()
    for workers in (1, 3):
        folder = tmp_path / f"out{workers}"
        assert run(*sounds, "-d", texts, "-f", "json", "-o", folder, "--threads", workers) == 0
        assert sorted(path.name for path in folder.iterdir()) == ["a.json", "b.json", "c.json", "d.json"]
        sums.add(hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.iterdir()))).hexdigest())
    assert len(sums) == 1


def test_one_bad_file_among_many_is_told_and_the_others_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"nothing")
    assert run(wav(tmp_path / "a.wav"), bad, "-o", tmp_path / "out", "--threads", 1) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.tsv"]
    err = capsys.readouterr().err
    assert "bad.wav" in err
    assert "Traceback" not in err


def test_sounds_of_one_name_never_overwrite_each_other(tmp_path: Path) -> None:
    one, other = wav(tmp_path / "a.wav"), wav(tmp_path / "a.flac")
    assert run(one, other, "-o", tmp_path / "out", "--threads", 1) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.flac.tsv", "a.wav.tsv"]
    (tmp_path / "sub").mkdir()
    with pytest.raises(LipSyncError, match="would both be written"):
        batch.outputs([batch.Input(one), batch.Input(wav(tmp_path / "sub" / "a.wav"))], tmp_path / "out", "tsv")


def test_an_output_that_cant_be_written_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wav(tmp_path / "a.wav"), "-o", tmp_path / "a.wav" / "out.json") == 2
    assert "a.wav" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_a_failure_leaves_the_old_output_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out.srt"
    out.write_text("as before")
    assert run(wav(tmp_path / "a.wav"), "-f", "srt", "-o", out) == 1  # no text, so no words
    assert out.read_text() == "as before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "out.srt"]


USAGE = {
    "two texts": ["a.wav", "--text", "x", "-d", "t.txt"],
    "several to stdout": ["a.wav", "b.wav"],
    "several with one text": ["a.wav", "b.wav", "-o", "out", "--text", "x"],
    "stdin among several": ["-", "a.wav", "-o", "out"],
    "negative workers": ["a.wav", "--threads", "-1"],
    "no sound": [],
    "no number": ["a.wav", "--fps", "fast"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE.keys())
def test_flags_that_dont_go_together_are_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "more", [["-f", "docx"], ["--fps", "0"], ["--hold", "-5"], ["--lead", "99999"], ["--extendedShapes", "Z"],
             ["-d", "gone.txt"], ["--cues", "gone.tsv"], ["-d", "a.wav"]],
)  # fmt: skip
def test_values_that_cant_be_are_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(wav(tmp_path / "a.wav"), *more) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("avatar: ")
    assert err.count("\n") == 1


def test_machine_readable_progress_is_rhubarbs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(wav(tmp_path / "a.wav"), "--machineReadable") == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["type"] for event in events if event["type"] != "progress"] == ["start", "success"]
    assert [event["value"] for event in events if event["type"] == "progress"][-1] == 1.0
    assert all({"level", "message"} == set(event["log"]) for event in events)
    assert run(tmp_path / "none.wav", "--machineReadable") == 1
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["type"] == "failure"


def test_a_sound_comes_in_by_stdin_and_cues_go_out_by_stdout(tmp_path: Path) -> None:
    content = io.BytesIO()
    soundfile.write(content, samples(), 16000, format="WAV")
    command = [sys.executable, "-m", "avatar", "lipsync", "-", "-f", "json", "--text", TEXT]
    done = subprocess.run(command, input=content.getvalue(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["metadata"] == {"soundFile": "-", "duration": 1.6}


@pytest.mark.parametrize("count", [1, 4, 42, 100, 1000, -1])
def test_any_part_of_a_file_is_a_mouth_or_an_error_by_name(tmp_path: Path, count: int) -> None:
    path = wav(tmp_path / "part.flac")
    path.write_bytes(path.read_bytes()[:count])
    result = told_or_made(path)
    assert path.name in result if isinstance(result, str) else result >= 0


def test_stderr_is_silent_where_all_goes_well(tmp_path: Path) -> None:
    """Libraries that print what they like would break what reads `--machineReadable`."""
    command = [sys.executable, "-m", "avatar", "lipsync", str(wav(tmp_path / "a.wav")), "--text", TEXT]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"0.00\t")
