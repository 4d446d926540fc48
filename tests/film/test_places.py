"""Films for places: in their form, within their limits, and read back."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from avatar.cli.film import PLACES
from avatar.errors import FilmError
from avatar.film.facts import FilmFacts, read_facts
from avatar.film.make import Order, film
from avatar.film.places import DESTINATIONS, check_for, find_faults, fit, list_shapes
from avatar.film.reel import Reel
from avatar.film.shape import COARSEST, FrameShape, check_rate, find_bits
from tests.film.scenes import small

STICKER = DESTINATIONS["telegram-sticker"]
GOOD = FilmFacts("webm vp9", (512, 512), 2.9, 87, False, True, 200_000)


def test_the_command_knows_the_places_of_the_table() -> None:
    assert tuple(DESTINATIONS) == PLACES


@pytest.mark.parametrize("name", DESTINATIONS)
def test_what_a_place_takes_can_be_made_and_has_a_source(name: str) -> None:
    place = DESTINATIONS[name]
    assert place.slowest <= check_rate(place.fps, place.ending) <= place.fastest
    assert all(side % 2 == 0 for side in place.size)
    assert "2026" in place.source


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "webm vp9 opus", "sound": True}, "sound"),
        ({"kind": "mp4 h264"}, "not VP9"),
        ({"size": (512, 288)}, "512 x 288"),
        ({"seconds": 3.1, "frames": 93}, "3.10 s of 3"),
        ({"frames": 174}, "60 frames a second of 30"),
        ({"see_through": False}, "not transparent"),
        ({"weight": 257_000}, "257 KB of 256 KB"),
    ],
)
def test_whatever_a_place_would_not_take_is_told(change: dict[str, object], told: str) -> None:
    assert find_faults(GOOD, STICKER) == []
    with pytest.raises(FilmError, match=told):
        check_for(GOOD._replace(**change), STICKER)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", DESTINATIONS)
def test_each_way_to_fit_gives_more_than_the_one_before(name: str) -> None:
    place = DESTINATIONS[name]
    shapes = list_shapes(place, FrameShape(*place.size, place.fps))
    assert shapes[-1].coarse == COARSEST
    assert shapes[-1].fps >= place.slowest
    for one, other in itertools.pairwise(shapes):
        assert one != other
        assert (one.coarse, -one.fps, -one.width) <= (other.coarse, -other.fps, -other.width)
    assert {(shape.width, shape.height) for shape in shapes} == {place.size} or not place.fixed


@pytest.mark.parametrize("fits_from", [0, 1, 5, 11])
def test_the_finest_that_fits_is_found_and_is_what_lies_there(fits_from: int) -> None:
    shape = FrameShape(512, 512, 30)
    shapes = list_shapes(STICKER, shape)
    made: list[FrameShape] = []

    def make(wanted: FrameShape) -> FilmFacts:
        made.append(wanted)
        return GOOD._replace(weight=300_000 if shapes.index(wanted) < fits_from else 200_000)

    fitted = fit(STICKER, shape, make)
    assert fitted.shape == made[-1] == shapes[fits_from]
    assert bool(fitted.changes) == (fits_from > 0)
    assert len(made) <= 8


@pytest.mark.parametrize("halves", [4.0, 6.0, 9.0])
def test_few_films_are_made_until_one_fits(halves: float) -> None:
    """Of a show of five minutes with its sound, whose pictures shrink sooner or later than is usual (6 of CRF)."""
    place = DESTINATIONS["discord"]
    made: list[FrameShape] = []

    def make(wanted: FrameShape) -> FilmFacts:
        made.append(wanted)
        pictures = 24e6 * 2 ** (-3 * wanted.coarse / halves) * (wanted.fps / 30) ** 0.8 * wanted.height / 720
        weight = round(pictures + 300 * 2 * find_bits(wanted.coarse) / 8)
        return FilmFacts("mp4 h264 aac", (1280, 720), 300.0, 300 * wanted.fps, True, False, weight)

    fitted = fit(place, FrameShape(1280, 720, 30), make)
    place_of = list_shapes(place, FrameShape(1280, 720, 30)).index
    finer = [shape for shape in made if place_of(shape) == place_of(fitted.shape) - 1]
    assert make(fitted.shape).weight <= place.most_bytes
    assert make(finer[0]).weight > place.most_bytes
    assert len(set(made)) <= 5


def test_what_never_fits_is_refused() -> None:
    with pytest.raises(FilmError, match="256 KB"):
        fit(STICKER, FrameShape(512, 512, 30), lambda shape: GOOD._replace(weight=10**7))


@pytest.mark.parametrize("name", ["slack-emoji", "telegram-sticker", "whatsapp"])
def test_a_small_film_is_taken(tmp_path: Path, name: str) -> None:
    place = DESTINATIONS[name]
    path = tmp_path / f"x{place.ending}"
    shape = FrameShape(*place.size, place.fps, transparent=place.transparent, coarse=5)
    film(Reel.of(small()), Order(path, shape, workers=1, silent=not place.sound, end=0.6))
    facts = read_facts(path)
    check_for(facts, place)
    assert facts.seconds == pytest.approx(0.6, abs=0.1)
    assert facts.weight == path.stat().st_size


def test_coarser_films_are_smaller(tmp_path: Path) -> None:
    for ending in (".mp4", ".webm", ".gif", ".webp"):
        sizes = []
        for coarse in (0, COARSEST):
            path = tmp_path / f"{coarse}{ending}"
            film(Reel.of(small()), Order(path, replace(FrameShape(160, 90, 25), coarse=coarse), workers=1, silent=True))
            sizes.append(path.stat().st_size)
        assert sizes[1] < 0.8 * sizes[0], ending


def test_a_film_that_is_too_long_is_refused_before_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match=r"lasts 1\.3 s.*may last 1") as told:
        film(Reel.of(small()), Order(tmp_path / "x.mp4", FrameShape(160, 90, 25), workers=1, longest=1.0))
    assert "--to 1" in str(told.value.remedy)
    assert not list(tmp_path.iterdir())
