"""Scene headings as sets: words, hours, and what the title page says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar import backdrops
from avatar.draw import save_png
from avatar.show.cues import Heading
from avatar.show.directing import direct
from avatar.show.places import SETS, capitalise, set_of
from avatar.show.script import parse


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("INT. KITCHEN - NIGHT", "kitchen-night"),
        ("INT. DOCTOR'S WAITING ROOM - DAY", "hospital"),
        ("INT. DOCTOR’S OFFICE - DAY", "hospital"),
        ("EXT. BUSY STREET - DUSK", "street-sunset"),
        ("EXT. BUS STOP - DAY", "street"),
        ("EXT. FIRST NATIONAL BANK - NIGHT", "street-night"),
        ("EXT. COURTHOUSE STEPS - LATER", "street"),
        ("AUSSEN. SCHULE - TAG", "street"),
        ("EXT. SCHOOL YARD - DAY", "park"),
        ("EXT. CABIN - NIGHT", "forest-night"),
        ("EXT. MUM'S HOUSE - KITCHEN - DAY", "kitchen"),
        ("INT./EXT. CAR - DAY", "car"),
        ("INT. BUS - DAY", "train"),
        ("INT. POLICE STATION - NIGHT", "office-night"),
        ("INT. SPACE STATION - NIGHT", "spaceship"),
        ("EXT. WOODS - NIGHT", "forest-night"),
        ("INT. JOE'S HOUSE - KITCHEN - NIGHT", "kitchen-night"),
        ("INT. COMEDY CLUB - NIGHT", "club"),
        ("INT. CAR - MOVING - DAY", "car"),
        ("INT. COFFEE SHOP - MORNING", "cafe"),
        ("INT. LIVING ROOM", "living-room"),
        ("[[set]] street-night", "street-night"),
        ("INT. THE INSIDE OF A CLAM - DAY", None),
    ],
)
def test_a_heading_is_a_set_at_its_hour(heading: str, wanted: str | None) -> None:
    assert set_of(heading) == wanted


def test_later_is_the_hour_of_the_scene_before() -> None:
    assert set_of("INT. KITCHEN - LATER", "street-night") == "kitchen-night"
    assert set_of("INT. KITCHEN - CONTINUOUS", "street") == "kitchen"


def test_a_place_has_capitals_where_english_has_them() -> None:
    assert capitalise("MUM'S KITCHEN") == "Mum's Kitchen"
    assert capitalise("O'HARA’S BAR") == "O'Hara’s Bar"


def test_no_word_asks_for_two_sets() -> None:
    words = [word for asked in SETS.values() for word in asked.split()]
    assert sorted(words) == sorted(set(words))


def shown(text: str, folder: Path | None = None) -> tuple[list[str], list[str]]:
    directed = direct(parse(text), folder)
    sets = [cue.set for cue in directed.cues if isinstance(cue, Heading)]
    return sets, [f"{each.line} {each.what}" for each in directed.problems]


SCRIPT = """Title: T
Sets:
    THE CLAM = beach
    BOB'S = cafe-night; ATTIC = {picture}

INT. THE CLAM - NIGHT

MAX
One.

INT. BOB'S - DAY

MAX
Two.

INT. THE OLD ATTIC - NIGHT

MAX
Three.
"""


def test_the_title_page_gives_places_their_sets(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    save_png(tmp_path / "pictures" / "Attic.png", np.full((9, 16, 4), 255, np.uint8))
    sets, problems = shown(SCRIPT.format(picture="pictures/attic.png"), tmp_path)
    assert sets == ["beach-night", "cafe-night", str(tmp_path / "pictures" / "Attic.png")]
    assert problems == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("../attic.png", "This picture is not there"),
        ("/etc/attic.png", "This picture is not there"),
        ("cloud cuckoo", "There is no set 'cloud cuckoo'"),
    ],
)
def test_what_is_no_set_is_told_with_its_line(
    value: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backdrops, "own_folder", lambda: tmp_path / "own")
    _, problems = shown(SCRIPT.format(picture=value), tmp_path)
    assert f"4 {told}" in problems


def test_a_row_without_a_set_is_told() -> None:
    _, problems = shown("Sets: THE CLAM\n\nMAX\nHello.\n")
    assert problems == ["1 This is no line of Sets:"]
