"""The lip-sync tool as a library: any sound, any text, any format; bad input is told in a line."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import soundfile

from avatar.errors import AudioError, AvatarError, LipSyncError
from avatar.lipsync import sound, tool
from avatar.lipsync.formats import FORMATS, Options
from avatar.lipsync.ladder import RUNGS, LadderRung
from avatar.lipsync.loudness import loudness
from avatar.lipsync.made import Made
from avatar.types import VISEMES, Clip, MouthTrack, Rung, Speech
from tests.lipsync.sounds import TEXT, hum, said, samples, wav


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


@pytest.mark.parametrize("count", [1, 4, 42, 100, 1000, -1])
def test_any_part_of_a_file_is_a_mouth_or_an_error_by_name(tmp_path: Path, count: int) -> None:
    path = wav(tmp_path / "part.flac")
    path.write_bytes(path.read_bytes()[:count])
    result = told_or_made(path)
    assert path.name in result if isinstance(result, str) else result >= 0


def test_what_of_a_text_can_not_be_read_is_told(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav")
    told = tool.lipsync(path, text=f"{TEXT} 你好 สวัสดี").notes
    assert any(
        "Chinese and Thai in the text can't be read in the language en: it was left out" in each for each in told
    )
    assert tool.lipsync(path, text=TEXT).notes == ()
    assert not any("can't be read" in each for each in tool.lipsync(path, text="今日は良い天気。", language="ja").notes)
