"""Sizes, rates and times as people write them."""

from __future__ import annotations

from math import gcd

import pytest

from avatar.errors import ConfigError
from avatar.film.shape import SIZES, FrameShape, check_rate, find_size, read_seconds

RATIOS = {"1080p": (16, 9), "720p": (16, 9), "2160p": (16, 9), "square": (1, 1), "9:16": (9, 16), "4:5": (4, 5)}
"""What a name promises; 480p is the even width that comes nearest to 16:9."""


@pytest.mark.parametrize("name", SIZES)
def test_a_named_size_has_the_ratio_of_its_name_and_even_sides(name: str) -> None:
    width, height = find_size(name)
    assert width % 2 == height % 2 == 0
    shared = gcd(width, height)
    if name in RATIOS:
        assert (width // shared, height // shared) == RATIOS[name]
    else:
        assert abs(width / height - 16 / 9) * height < 2
    if name.endswith("p"):
        assert height == int(name[:-1])


@pytest.mark.parametrize(
    ("text", "size"), [("640x360", (640, 360)), (" 16X16 ", (16, 16)), ("7680×7680", (7680, 7680))]
)
def test_a_size_is_written_as_width_and_height(text: str, size: tuple[int, int]) -> None:
    assert find_size(text) == size


@pytest.mark.parametrize(
    ("text", "told"),
    [("14x16", "can't be 14 x 16"), ("16x7682", "16 to 7680"), ("641x361", "Use 642x362"), ("640", "no size '640'")],
)
def test_a_size_that_no_film_has_is_refused_with_one_that_it_can_have(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        find_size(text)


@pytest.mark.parametrize(
    ("ending", "least", "most"), [(".mp4", 5, 60), (".webm", 5, 60), (".gif", 1, 50), (".webp", 1, 60), (".png", 1, 60)]
)
def test_each_format_has_its_own_frame_rates(ending: str, least: int, most: int) -> None:
    assert (check_rate(least, ending), check_rate(most, ending)) == (least, most)
    for fps in (least - 1, most + 1):
        with pytest.raises(ConfigError, match=f"{fps} frames") as told:
            check_rate(fps, ending)
        assert f"{least} to {most}" in str(told.value.remedy)


@pytest.mark.parametrize(
    ("text", "seconds"), [("12", 12.0), ("12.5", 12.5), ("1:30", 90.0), (" 1:02:03 ", 3723.0), ("0", 0.0)]
)
def test_times_are_written_in_seconds_minutes_and_hours(text: str, seconds: float) -> None:
    assert read_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "-1", "1:2:3:4", "soon", "1:-2", "nan", "1e6"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="is not a time"):
        read_seconds(text)


@pytest.mark.parametrize("fps", [24, 25, 30, 60])
def test_a_segment_is_three_seconds(fps: int) -> None:
    assert FrameShape(fps=fps).segment == 3 * fps
