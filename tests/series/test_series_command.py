"""`avatar series`: from a new folder to films, and again."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from avatar.cli import main
from avatar.cli.series import read_numbers
from avatar.config import Config
from avatar.errors import ConfigError
from avatar.series import plan
from avatar.series.episodes import read_episodes
from avatar.series.filming import get_ready
from avatar.series.films import MadeFilm, Records
from tests.series.seasons import PLAN, write_series

QUIET = ["-q", "--workers", "1"]


def series(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["series", *words])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_a_season_is_filmed_once_and_only_what_changed_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_series(tmp_path)
    (folder / "de1.srt").write_text("1\n00:00:00,200 --> 00:00:01,700\nHallo\n", "utf-8")
    words = ["film", str(folder), *QUIET, "--captions", "de=de{number}.srt"]
    status, out, err = series(capsys, *words)
    assert (status, err) == (0, "")
    assert "2 of 2 films made" in out
    films = folder / "films"
    for name in ("two-chairs-01-one", "two-chairs-02-two"):
        assert {each.suffix for each in films.glob(f"{name}*")} == {".mp4", ".srt", ".jpg"}
        with av.open(str(films / f"{name}.mp4")) as container:
            assert container.chapters()
            assert container.metadata["title"].startswith("Two Chairs ")
            assert len(container.streams.subtitles) == (1 if "one" in name else 0)
    assert (films / "poster.png").stat().st_size > 1000
    assert not list(films.glob(".making*"))
    first = (films / "two-chairs-01-one.mp4").read_bytes()

    path = folder / "episodes" / "02-two.fountain"
    path.write_text(path.read_text("utf-8").replace("So you are", "So you say"), "utf-8")
    status, out, _ = series(capsys, *words)
    assert (status, "1 of 1 film made" in out, "two-chairs-01" in out) == (0, True, False)
    assert (films / "two-chairs-01-one.mp4").read_bytes() == first
    assert series(capsys, *words)[1] == "Every film is as it should be.\n"
    assert series(capsys, "film", str(folder), *QUIET, "--only", "7")[0] == 2


def test_status_says_what_is_to_be_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_series(tmp_path)
    status, out, _ = series(capsys, "status", str(folder))
    assert (status, "0 of 2 films made" in out, out.count("to be filmed")) == (1, True, 2)
    status, out, _ = series(capsys, "status", str(folder), "--json")
    assert [each["state"] for each in json.loads(out)["films"]] == ["missing", "missing"]


def test_status_tells_a_film_of_another_size_from_one_that_is_old(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_series(tmp_path)
    films = folder / "films"
    films.mkdir()
    series_, season = plan.read(folder), read_episodes(plan.read(folder))
    for ready, size in zip(get_ready(series_, season, Config()), ("360p", "64x36"), strict=True):
        (wanted,) = ready.films
        wanted.path.write_bytes(b"x")
        Records(films).note(wanted, MadeFilm("older", 1, 1.0, 0, size=size))
    out = series(capsys, "status", str(folder))[1]
    assert ("what is there is 360p" in out, out.count("something has changed")) == (True, 1)


def test_check_is_true_of_all_episodes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_series(tmp_path)
    status, out, _ = series(capsys, "check", str(folder))
    assert (status, "Every line was understood" in out) == (0, True)
    path = folder / "episodes" / "02-two.fountain"
    path.write_text(path.read_text("utf-8") + "\nMAX\n[[sfx: no such]]\nHa.\n", "utf-8")
    status, out, _ = series(capsys, "check", str(folder))
    assert (status, "02-two.fountain:13: " in out, "1 to look at" in out) == (0, True, True)
    found = json.loads(series(capsys, "check", str(folder), "--json")[1])
    assert (len(found["problems"]), len(found["episodes"])) == (1, 2)


def test_a_role_of_the_series_need_not_come_in_each_episode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_series(tmp_path, plan=PLAN.replace("[cast]", '[cast]\nZOE = "juno"'))
    path = folder / "episodes" / "02-two.fountain"
    text = path.read_text("utf-8")
    told = series(capsys, "check", str(folder))[1]
    at = (folder / "series.toml").read_text("utf-8").splitlines().index('ZOE = "juno"') + 1
    assert f"series.toml:{at}: ZOE is cast but never appears in any episode" in told
    assert told.count("ZOE") == 2
    path.write_text(text + "\nZOE\nHa.\n", "utf-8")
    assert "never appears" not in series(capsys, "check", str(folder))[1]


def test_an_episode_that_fails_keeps_no_other_from_being_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_series(tmp_path)
    (folder / "episodes" / "01-one.fountain").write_text("Title: Empty\n\nNobody says a word.\n", "utf-8")
    status, out, err = series(capsys, "film", str(folder), *QUIET)
    assert (status, "1 of 2 films made" in out, "Nobody speaks" in err) == (1, True, True)


def test_a_file_of_ones_own_is_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_series(tmp_path)
    (folder / "films").mkdir()
    mine = folder / "films" / "two-chairs-01-one.mp4"
    mine.write_bytes(b"mine")
    status, _, err = series(capsys, "film", str(folder), *QUIET)
    assert (status, "did not make" in err, mine.read_bytes()) == (1, True, b"mine")


def test_numbers() -> None:
    assert read_numbers("") == set()
    assert read_numbers("1, 4-6") == {1, 4, 5, 6}
    for text in ("a", "1-", "-3", "1-9999999", "1.5", "9" * 20):
        with pytest.raises(ConfigError):
            read_numbers(text)


def test_a_new_series_can_be_checked_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert series(capsys, "new", str(tmp_path / "it"))[0] == 0
    status, out, _ = series(capsys, "check", str(tmp_path / "it"))
    assert (status, "Every line was understood" in out) == (0, True)
    assert series(capsys, "new", str(tmp_path / "it"))[0] == 1
