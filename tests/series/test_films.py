"""Which films are wanted and which are there; captions as tracks; stills."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from avatar import library
from avatar.config import ChatConfig, Config, SpeechConfig, VoiceConfig
from avatar.edits.files import written
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import FilmError
from avatar.film.make import Order, film
from avatar.film.posters import write_thumbnail
from avatar.film.reel import Reel
from avatar.film.shape import FrameShape
from avatar.film.tracks import Line, add_tracks, name_language, read_captions
from avatar.series import plan
from avatar.series.episodes import read_episodes
from avatar.series.filming import get_ready
from avatar.series.films import RECORD, MadeFilm, Records, WantedFilm, make_slug, refuse_foreign
from avatar.show.ingredients import list_files
from tests.film.scenes import small
from tests.series.seasons import PLAN, write_series

SRT = "1\n00:00:00,200 --> 00:00:00,700\nHallo\nWelt\n\n2\n00:00:00,600 --> 00:00:01,200\nUnd nochmal.\n"


def wanted_of(folder: Path) -> list[WantedFilm]:
    series = plan.read(folder)
    return [each for ready in get_ready(series, read_episodes(series), Config()) for each in ready.films]


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A film of a second and a third."""
    film(Reel.of(small()), Order(tmp_path / "film.mp4", FrameShape(64, 36, 24), workers=1))
    return tmp_path / "film.mp4"


def test_each_size_is_a_film_of_its_own(tmp_path: Path) -> None:
    folder = write_series(tmp_path, plan=PLAN.replace('["64x36"]', '["64x36", "9:16"]'))
    assert [each.path.name for each in wanted_of(folder)] == [
        "two-chairs-01-one-64x36.mp4", "two-chairs-01-one-9-16.mp4",
        "two-chairs-02-two-64x36.mp4", "two-chairs-02-two-9-16.mp4",
    ]  # fmt: skip


def test_slugs_hold_nothing_that_a_path_could_be_made_of() -> None:
    assert make_slug("../../Über: den/Dächern?\0") == "über-den-dächern"
    assert make_slug("...") == "untitled"
    assert len(make_slug("a" * 500)) == 60


def test_a_change_of_anything_makes_a_film_old(tmp_path: Path) -> None:
    folder = write_series(tmp_path)
    one, two = wanted_of(folder)
    path = folder / "episodes" / "01-one.fountain"
    path.write_text(path.read_text("utf-8").replace("So you are", "So you say"), "utf-8")
    assert wanted_of(folder)[0].key != one.key
    assert wanted_of(folder)[1].key == two.key  # of the first only what it marks is in the second
    path.write_text(path.read_text("utf-8").replace("I am", "I was"), "utf-8")
    assert wanted_of(folder)[1].key != two.key


@pytest.fixture
def rich(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A series whose first episode is made of a file of every kind."""
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    shutil.copytree(library.character("bea"), tmp_path / "home" / "characters" / "bea")
    table = PLAN.replace('BEA = "bea"', 'BEA = "bea, voice own"').replace("[end]", '[captions]\nde = "de.srt"\n[end]')
    more = '[sets]\nATTIC = "attic.jpg"\n[opening]\nscript = "opening.fountain"\n'
    folder = write_series(tmp_path / "series", plan=table + more)
    one = folder / "episodes" / "01-one.fountain"
    named = "[[include: ../shared/door.fountain]]\n\nMAX\n[[take: take.wav]]\nHeard.\n\n[[song: tune.song]]\n"
    one.write_text(f"{one.read_text('utf-8').replace('COMEDY CLUB', 'ATTIC')}\n{named}", "utf-8")
    (folder / "shared").mkdir()
    (folder / "shared" / "door.fountain").write_text("BEA\nWho is it?\n\n[[include: deep.fountain]]\n", "utf-8")
    (folder / "shared" / "deep.fountain").write_text("MAX\nNobody.\n", "utf-8")
    (folder / "opening.fountain").write_text("MAX\nWelcome.\n", "utf-8")
    (folder / "attic.jpg").write_bytes(b"a picture")
    soundfile.write(folder / "episodes" / "take.wav", np.zeros(22050, np.int16), 22050)
    shutil.copy(library.song("the-sock-round"), folder / "episodes" / "tune.song")
    return folder


def edit(text: str) -> str:
    return written(EditFile((TakeEdits(text, tracks={"mouths": (Span(0.1, 0.2, "A"),)}),)))


CHANGES: Mapping[str, str | bytes] = {
    "episodes/01-one.fountain.edits": edit("BEA: So you are."),
    "opening.fountain.edits": edit("MAX: Welcome."),
    "shared/door.fountain.edits": edit("MAX: Nobody."),
    "shared/deep.fountain.edits": edit("MAX: Nobody."),
    "shared/door.fountain": "BEA\nWho was it?\n\n[[include: deep.fountain]]\n",
    "shared/deep.fountain": "MAX\nNo one.\n",
    "opening.fountain": "MAX\nHello.\n",
    "attic.jpg": b"another picture",
    "episodes/take.wav": b"another take",
    "episodes/tune.song": "title: Another\n",
    "de.srt": SRT,
    "../home/characters/bea/own.svg": "<svg/>",
    "../home/voices/own.toml": 'engine = "espeak"\nid = "en-gb"\n',
    "../home/models/live.tflite": b"a net",
}
"""What a film may be made of, from the series' folder, to what it becomes."""


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_any_file_makes_the_films_old_that_are_made_of_it(rich: Path, name: str) -> None:
    one, two = wanted_of(rich)
    path = rich / name
    path.parent.mkdir(parents=True, exist_ok=True)
    content = CHANGES[name]
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    after = wanted_of(rich)
    assert after[0].key != one.key
    both = name.startswith(("..", "opening", "attic", "de."))
    assert (after[1].key != two.key) is both


def test_what_an_episode_does_not_say_makes_no_film_old(rich: Path) -> None:
    keys = [each.key for each in wanted_of(rich)]
    (rich / "episodes" / "01-one.fountain.edits").write_text(edit("MAX: What nobody says."), "utf-8")
    (rich / "episodes" / "other.wav").write_bytes(b"a sound")
    (rich / "unseen.jpg").write_bytes(b"a picture")
    assert [each.key for each in wanted_of(rich)] == keys


def test_settings_of_speech_make_films_old_and_others_do_not(rich: Path) -> None:
    series = plan.read(rich)
    season = read_episodes(series)

    def key(config: Config) -> str:
        return next(get_ready(series, season, config)).films[0].key

    assert key(Config(voice=VoiceConfig(rate=1.2))) != key(Config())
    assert key(Config(chat=ChatConfig(theme="dark"), speech=SpeechConfig(cache_mb=1))) == key(Config())


def test_a_series_is_the_same_elsewhere(rich: Path) -> None:
    keys = [each.key for each in wanted_of(rich)]
    assert [each.key for each in wanted_of(Path(shutil.move(rich, rich.with_name("moved"))))] == keys


def test_every_file_of_an_episode_is_listed_once_there_or_not(rich: Path) -> None:
    series = plan.read(rich)
    ready = next(get_ready(series, read_episodes(series), Config()))
    listed = list_files(ready.directed, Config())
    assert len(set(listed)) == len(listed)
    paths = {each.path.resolve() for each in listed}
    assert {
        (rich / name).resolve() for name in CHANGES if name not in ("de.srt", "../home/characters/bea/own.svg")
    } <= paths


def test_the_record_knows_what_was_made_of_what(tmp_path: Path) -> None:
    one, two = wanted_of(write_series(tmp_path))
    one.path.parent.mkdir()
    records = Records(one.path.parent)
    assert records.find_state(one) == "missing"
    one.path.write_bytes(b"12345")
    assert records.find_state(one) == "foreign"
    with pytest.raises(FilmError, match="did not make"):
        refuse_foreign([one, two], records)
    records.note(one, MadeFilm(one.key, 5, 1.0, 0))
    assert Records(one.path.parent).find_state(one) == "made"
    one.path.write_bytes(b"1234")
    assert records.find_state(one) == "damaged"
    records.note(one, MadeFilm("older", 4, 1.0, 0))
    assert records.find_state(one) == "changed"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"films": {"a.mp4": 3}}', '{"films": 3}', "[" * 100_000])
def test_a_damaged_record_is_none(tmp_path: Path, text: str) -> None:
    one, _ = wanted_of(write_series(tmp_path))
    one.path.parent.mkdir()
    (one.path.parent / RECORD).write_text(text, "utf-8")
    assert Records(one.path.parent).find(one) is None


def test_captions_become_tracks_that_players_read(tmp_path: Path, short: Path) -> None:
    (tmp_path / "de.srt").write_text(SRT, "utf-8")
    (tmp_path / "fr.vtt").write_text("WEBVTT\n\n00:00.100 --> 00:00.900\nBonjour\n", "utf-8")
    before = packets(short)
    add_tracks(short, {"de": read_captions(tmp_path / "de.srt"), "fr": read_captions(tmp_path / "fr.vtt")})
    assert packets(short) == before
    with av.open(str(short)) as container:
        assert [each.language for each in container.streams.subtitles] == ["deu", "fra"]
    read = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(short), "-map", "0:s:0", "-f", "srt", "-"], capture_output=True, text=True
    )  # fmt: skip
    assert "00:00:00,200 --> 00:00:00,700\nHallo\nWelt" in read.stdout
    assert "00:00:00,700 --> 00:00:01,200\nUnd nochmal." in read.stdout


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(each) for each in container.demux(container.streams.video[0], container.streams.audio[0])]


def test_captions_of_ass_are_read_without_their_fields(tmp_path: Path) -> None:
    text = (
        "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,One, two\\Nthree\n"
    )
    (tmp_path / "a.ass").write_text(text, "utf-8")
    assert read_captions(tmp_path / "a.ass") == [Line(1000, 2500, "One, two\nthree")]


@pytest.mark.parametrize("data", [b"", b"no captions", bytes(1000), b"1\n00:00:05,000 --> 00:00:01,000\nBack\n"])
def test_what_are_no_captions_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "de.srt").write_bytes(data)
    with pytest.raises(FilmError):
        read_captions(tmp_path / "de.srt")


def test_languages_have_three_letters_in_a_film() -> None:
    assert [name_language(each) for each in ("de", "pt-BR", "yue", "xx", "", "../")] == [
        "deu", "por", "yue", "und", "und", "und",
    ]  # fmt: skip


def test_a_thumbnail_is_the_picture_of_its_moment(tmp_path: Path, short: Path) -> None:
    from PIL import Image

    write_thumbnail(short, 0.5, tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.size == (64, 36)
    with pytest.raises(FilmError):
        write_thumbnail(tmp_path / "nothing.mp4", 0.5, tmp_path / "b.jpg")
