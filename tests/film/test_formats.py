"""Each kind of film, opened again by somebody else's reader."""

from __future__ import annotations

import io
import json
import math
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
from PIL import Image

from avatar.film import gifs
from avatar.film.encoders import Task
from avatar.film.make import Film, Order, film
from avatar.film.mixing import RATE, Mixed
from avatar.film.pictures import FilmPicture
from avatar.film.reel import Reel
from avatar.film.shape import FrameShape
from avatar.types import Entry, Mark, Scene
from tests.film.meters import Meter
from tests.film.scenes import small, tone

FPS = 25
COUNT = math.ceil(small().duration * FPS)
SECONDS = COUNT / FPS
CLEAR = FrameShape(160, 90, FPS, transparent=True)
SOLID = FrameShape(160, 90, FPS)

ORDERS = {
    "film.mp4": SOLID,
    "clear.webm": CLEAR,
    "solid.webm": SOLID,
    "clear.mov": CLEAR,
    "solid.mov": SOLID,
    "film.gif": SOLID,
    "clear.gif": CLEAR,
    "film.webp": SOLID,
    "clear.webp": CLEAR,
    "frames": SOLID,
    "shot%03d.png": CLEAR,
    "film.wav": SOLID,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film of each kind, each made when it is first asked for."""
    return tmp_path_factory.mktemp("films")


def the(name: str, folder: Path) -> Path:
    path = folder / name
    if not path.exists() and not (folder / (name % 1 if "%" in name else name)).exists():
        order = Order(path, ORDERS[name], workers=1, title="A small scene", dither="ordered", captions=_beside(path))
        told = film(Reel.of(small()), order)
        assert isinstance(told, Film)
        assert (told.frames, told.seconds) == (COUNT, SECONDS)
    return path


def _beside(path: Path) -> dict[str, Path]:
    return {ending: path.with_suffix(ending) for ending in (".srt", ".vtt")} if path.suffix == ".mp4" else {}


def pictures_of(path: Path, codec: str = "") -> list[np.ndarray]:
    """The decoded frames, RGBA."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        if not codec:
            return [frame.to_ndarray(format="rgba") for frame in container.decode(stream)]
        # libavcodec's own VP9 decoder leaves the transparency out.
        decoder = av.CodecContext.create(codec, "r")
        decoder.extradata = stream.codec_context.extradata
        frames = [frame for packet in container.demux(stream) if packet.size for frame in decoder.decode(packet)]
        return [frame.to_ndarray(format="rgba") for frame in [*frames, *decoder.decode(None)]]


def sound_of(path: Path) -> tuple[np.ndarray, int]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        parts = [frame.to_ndarray().astype(np.float32) for frame in container.decode(stream)]
        return np.concatenate(parts, axis=1)[0], stream.rate


def test_mp4_is_what_players_expect(made: Path) -> None:
    path = the("film.mp4", made)
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.width, video.height, video.average_rate, video.frames) == (160, 90, FPS, COUNT)
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)
        assert (video.codec_context.color_primaries, video.codec_context.color_trc) == (1, 1)
        assert (audio.codec_context.name, audio.rate) == ("aac", RATE)
        assert container.metadata["title"] == "A small scene"
        assert float(video.duration * video.time_base) == pytest.approx(SECONDS, abs=1e-6)
        assert float(audio.duration * audio.time_base) == pytest.approx(SECONDS, abs=1e-6)
        assert [video.start_time, audio.start_time] == [0, 0]
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "it can't be watched while it loads"
    assert len(pictures_of(path)) == COUNT


def mixed_down() -> np.ndarray:
    """The scene's sound, both sides together, not levelled."""
    track = Mixed(small(), 160 / 90)
    track.add(small().entries)
    return track.take(round(SECONDS * RATE)).mean(axis=1)


def test_sound_lies_beside_the_pictures_that_it_is_heard_with(made: Path) -> None:
    """Pictures wait for the sound; in the file none is far from its moment, or a film that loads would stop."""
    for name in ("film.mp4", "solid.webm"):
        with av.open(str(the(name, made))) as container:
            times = [(p.stream.type, float(p.dts * p.time_base)) for p in container.demux() if p.dts is not None]
        heard = 0.0
        for kind, t in times:
            heard = max(heard, t) if kind == "audio" else heard
            assert kind == "audio" or abs(t - heard) < 1.1


def test_sound_in_an_mp4_is_the_scenes_own_to_its_end(made: Path) -> None:
    samples, rate = sound_of(the("film.mp4", made))
    wanted = mixed_down()
    # The last AAC frame is filled up with silence, which the stream's duration leaves out.
    assert 0 <= len(samples) - len(wanted) < 1024
    assert rate == RATE
    assert np.corrcoef(samples[: len(wanted)], wanted)[0, 1] > 0.96


def test_chapters_stand_at_the_scenes(made: Path) -> None:
    for name in ("film.mp4", "solid.webm"):
        with av.open(str(the(name, made))) as container:
            chapters = container.chapters()
        starts = [(round(float(c["start"] * c["time_base"]), 2), c["metadata"]["title"]) for c in chapters]
        assert starts == [(0.0, "One"), (0.7, "Two & <last>")]
        assert float(chapters[-1]["end"] * chapters[-1]["time_base"]) == pytest.approx(SECONDS, abs=0.002)


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
@pytest.mark.parametrize("name", ["film.mp4", "clear.webm", "solid.webm", "clear.mov", "film.gif", "film.wav"])
def test_ffprobe_finds_nothing_wrong(made: Path, name: str) -> None:
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json"]
    done = subprocess.run([*command, str(the(name, made))], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    if name != "film.wav":
        assert int(told["streams"][0]["nb_read_frames"]) == COUNT
    assert float(told["format"]["duration"]) == pytest.approx(SECONDS, abs=0.02)


def test_webm_can_be_seen_through(made: Path) -> None:
    path = the("clear.webm", made)
    frames = pictures_of(path, "libvpx-vp9")
    assert len(frames) == COUNT
    for frame in (frames[0], frames[-1]):
        assert frame[2, 2, 3] == 0, "the corner is not see-through"
        assert frame[:, :, 3].max() == 255
        assert 0.1 < (frame[:, :, 3] > 128).mean() < 0.9
    with av.open(str(path)) as container:
        assert {key.lower(): value for key, value in container.streams.video[0].metadata.items()}["alpha_mode"] == "1"
        assert container.streams.audio[0].codec_context.name == "opus"


def test_browsers_are_told_of_the_transparency(made: Path) -> None:
    """What Chromium and Firefox look for: AlphaMode 1 at the track, and each frame's alpha as its addition number 1."""
    data = the("clear.webm", made).read_bytes()
    assert data.count(bytes.fromhex("53c08101")) == 1, "AlphaMode"
    assert data.count(bytes.fromhex("75a1")) >= COUNT, "BlockAdditions"
    assert data.count(bytes.fromhex("ee8101a5")) >= COUNT, "BlockAddID 1, BlockAdditional"
    solid = the("solid.webm", made).read_bytes()
    assert solid.count(bytes.fromhex("53c08101")) == 0


def test_a_mov_is_prores_4444_with_the_frames_themselves(made: Path) -> None:
    """Against the PNG frames, which lose nothing."""
    path = the("clear.mov", made)
    the("shot%03d.png", made)
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.profile) == ("prores", "4444")
        assert (video.codec_context.colorspace, audio.codec_context.name) == (1, "pcm_s16le")
        assert float(video.duration * video.time_base) == pytest.approx(SECONDS)
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, 90, 160, 4)
    assert len(frames) == COUNT
    for number in (0, COUNT // 2, COUNT - 1):
        with Image.open(made / f"shot{number + 1:03}.png") as image:
            exact = np.asarray(image).astype(int)
        found = frames[number].astype(int)
        assert np.abs(found[:, :, 3] - exact[:, :, 3]).max() <= 1
        solid = exact[:, :, 3] == 255
        assert np.abs(found[solid] - exact[solid]).mean() < 3.0


def test_a_solid_mov_has_no_alpha(made: Path) -> None:
    with av.open(str(the("solid.mov", made))) as container:
        assert "a" not in next(container.decode(video=0)).format.name


def test_opus_lasts_as_long_as_the_picture(made: Path) -> None:
    samples, rate = sound_of(the("solid.webm", made))
    assert len(samples) / rate == pytest.approx(SECONDS, abs=0.0005)


def test_gif_has_one_palette_and_the_right_length(made: Path) -> None:
    path = the("film.gif", made)
    with Image.open(path) as image:
        durations, local = [], []
        for number in range(image.n_frames):
            image.seek(number)
            durations.append(image.info["duration"])
            local.append(image.tile[0][3] if image.tile else None)
        assert sum(durations) == pytest.approx(1000 * SECONDS, abs=10)
        assert image.info["loop"] == 0
    assert len(pictures_of(path)) >= 10
    flags = path.read_bytes()[10]
    assert flags & 0x80, "the palette is not global"


@pytest.mark.parametrize("name", ["film.gif", "film.webp"])
def test_animations_look_like_the_film(made: Path, name: str) -> None:
    """Their last frame, put together from all that changed on the way, against the video's."""
    with Image.open(the(name, made)) as image:
        image.seek(image.n_frames - 1)
        shown = np.asarray(image.convert("RGB")).astype(int)
    video = pictures_of(the("film.mp4", made))[-1][:, :, :3].astype(int)
    assert np.abs(shown - video).mean() < 9.0


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("name", ["still.gif", "still.webp"])
def test_what_does_not_move_lasts_as_long_all_the_same(tmp_path: Path, name: str, transparent: bool) -> None:
    """An empty stage, then a card on it."""
    scene = Scene((), (Entry(0.0, "", tone(2.0)), Entry(1.5, "", Mark("title", "Later", 0.0, 0.5))))
    film(Reel.of(scene), Order(tmp_path / name, replace(SOLID, transparent=transparent), workers=1))
    with Image.open(tmp_path / name) as image:
        durations = []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            durations.append(image.info["duration"])
    assert sum(durations) == 2000
    if not transparent:
        assert max(durations) >= 1400, "what stays is written once"


def test_black_in_a_gif_stays_dark() -> None:
    """The transparent index has a colour in the table, too, and no pixel may be nearest to that."""
    pixels = np.full((8, 8, 4), 255, np.uint8)
    pixels[4:, :, :3] = 0
    palette = bytes((255, 255, 255, 9, 9, 9)).ljust(3 * gifs.COLOURS, b"\x80")
    (block,) = gifs.encode_frames(Task("gif", SOLID, palette), [FilmPicture(pixels, None)])
    data = gifs.write_head(8, 8, palette) + b"".join(gifs.time_blocks([block], 0, FPS, transparent=False)) + gifs.TAIL
    with Image.open(io.BytesIO(data)) as image:
        shown = np.array(image.convert("RGB"))
    assert (shown[:4] == 255).all()
    assert (shown[4:] == 9).all()


def test_a_gif_can_be_seen_through(made: Path) -> None:
    with Image.open(the("clear.gif", made)) as image:
        for number in (0, image.n_frames - 1):
            image.seek(number)
            alpha = np.asarray(image.convert("RGBA"))[:, :, 3]
            assert alpha[2, 2] == 0
            assert 0.1 < (alpha == 255).mean() < 0.9


def test_webp_moves_and_can_be_seen_through(made: Path) -> None:
    with Image.open(the("clear.webp", made)) as image:
        durations = []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            durations.append(image.info["duration"])
            alpha = np.asarray(image.convert("RGBA"))[:, :, 3]
            assert alpha[2, 2] == 0
        assert len(durations) > 20
        assert sum(durations) == 1000 * SECONDS


def test_png_frames_are_exact_and_numbered(made: Path) -> None:
    from avatar.film.pictures import Pictures, Segment

    folder = the("frames", made)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"frame{number:05}.png" for number in range(1, COUNT + 1)]
    last = list(Pictures(SOLID).of(Segment(0, 0, COUNT, small())))[-1].pixels
    with Image.open(folder / names[-1]) as image:
        assert np.array_equal(np.asarray(image), last[:, :, 2::-1])


def test_png_frames_can_be_seen_through(made: Path) -> None:
    the("shot%03d.png", made)
    with Image.open(made / f"shot{COUNT:03}.png") as image:
        assert image.mode == "RGBA"
        assert np.asarray(image)[2, 2, 3] == 0
    assert not (made / f"shot{COUNT + 1:03}.png").exists()


def test_wav_has_the_samples_of_the_mix(made: Path) -> None:
    samples, rate = soundfile.read(the("film.wav", made))
    assert (rate, samples.shape) == (RATE, (round(SECONDS * RATE), 2))
    ratio = np.dot(samples.mean(axis=1), mixed_down()) / np.dot(mixed_down(), mixed_down())
    assert samples.mean(axis=1) == pytest.approx(ratio * mixed_down(), abs=0.02)
    meter = Meter(RATE, 2, peaks=True)
    meter.hear(samples.astype(np.float32))
    found = meter.end()
    assert found.lufs == pytest.approx(-16.0, abs=0.15)
    assert found.peak < -1.0
    data = (made / "film.wav").read_bytes()
    sizes = {data[at - 4 : at]: int.from_bytes(data[at : at + 4], "little") for at in (4, 40)}
    assert sizes == {b"RIFF": len(data) - 8, b"data": len(data) - 44}, "players believe what a WAV says of its length"


def test_captions_lie_beside_the_film(made: Path) -> None:
    the("film.mp4", made)
    assert "Ana: Good evening." in (made / "film.srt").read_text()
    assert (made / "film.vtt").read_text().startswith("WEBVTT")


def test_captions_are_burnt_in_while_they_are_said(made: Path) -> None:
    from avatar.film.pictures import Pictures, Segment

    plain, written = (
        [
            picture.pixels.copy()
            for picture in Pictures(FrameShape(160, 90, FPS, captions=on)).of(Segment(0, 0, COUNT, small()))
        ]
        for on in (False, True)
    )
    differs = [not np.array_equal(a[70:], b[70:]) for a, b in zip(plain, written, strict=True)]
    assert differs[5]
    assert differs[25]
    assert not differs[0]
    assert not differs[16]
