"""What may stand in a series.toml, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.errors import AvatarError, ConfigError, ShowError
from avatar.series import plan
from avatar.series.beginning import begin
from tests.series.seasons import write_series


def test_a_series_says_what_its_file_says(tmp_path: Path) -> None:
    series = plan.read(write_series(tmp_path))
    assert (series.title, series.series.author, series.film.sizes) == ("Two Chairs", "A. Writer", ("64x36",))
    assert dict(series.cast) == {"MAX": "max", "BEA": "bea"}
    assert series.films == tmp_path / "films"
    assert plan.read(tmp_path / "series.toml") == series


def test_without_a_title_it_is_called_as_its_folder(tmp_path: Path) -> None:
    folder = write_series(tmp_path / "chairs", plan="")
    assert plan.read(folder).title == "chairs"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[serie]\n", "Did you mean 'series'?"),
        ("[film]\nfps = 12\n", "line 2"),
        ("[film]\nsize = ['1080p']\n", "Did you mean 'sizes'?"),
        ("[film]\nsizes = '1080p'\n", "a list of texts"),
        ("[cast]\nMAX = 3\n", "line 2"),
        ("cast = 3\n", "must be a table"),
        ("[series]\nfilms = '../elsewhere'\n", "leads out of the series' folder"),
        ("[series]\nepisodes = '/etc'\n", "leads out of the series' folder"),
        ("[film]\naudience = 'crowd'\n", "one of "),
        ("[[film]]\n", "must be a table"),
        ("= 3\n", "is not TOML"),
        ("a = " + "[" * 3000, "nested"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    folder = write_series(tmp_path, plan=text)
    with pytest.raises(ConfigError) as told:
        plan.read(folder)
    assert said in str(told.value)
    assert "series.toml" in str(told.value)


def test_a_folder_without_a_series_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ShowError, match="avatar series new"):
        plan.read(tmp_path)


@pytest.mark.parametrize("data", [b"\xff\xfe", b'title = "\xe4"', b"x" * (2 << 20)])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "series.toml").write_bytes(data)
    with pytest.raises(AvatarError):
        plan.read(tmp_path)


def test_a_new_series_is_whole_and_nothing_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path / 'a "new" one'
    written = begin(folder)
    assert {path.name for path in written} == {"series.toml", "01-pilot.fountain"}
    assert plan.read(folder).title == 'A "new" One'
    (folder / "series.toml").write_text("[series]\n", "utf-8")
    with pytest.raises(ShowError, match="already"):
        begin(folder)
    assert (folder / "series.toml").read_text("utf-8") == "[series]\n"
