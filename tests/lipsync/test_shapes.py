"""Drawn mouths: held long enough to be seen, closures never lost, no gaps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.lipsync.formats import adobe, papagayo
from avatar.lipsync.formats.rhubarb import letters, shape_set
from avatar.lipsync.shapes import HOLD, ShapeSet, cues
from avatar.types import VISEMES, MouthTrack, Rung


def track(*spans: tuple[str, int], lead: float = 0.0) -> MouthTrack:
    """A mouth that shows one viseme after another, each for a number of frames."""
    rows = [VISEMES.index(viseme) for viseme, frames in spans for _ in range(frames)]
    return MouthTrack(np.eye(len(VISEMES), dtype=np.float32)[rows], Rung.EDITED, lead)


def shown(mouth: MouthTrack, **options: float) -> str:
    return " ".join(f"{cue.value}{round(100 * (cue.end - cue.start))}" for cue in letters(mouth, **options))  # type: ignore[arg-type]


def test_each_viseme_has_its_letter() -> None:
    order = ("sil", "PP", "aa", "FF", "E", "DD", "oh", "SS", "ou", "nn", "RR")
    assert shown(track(*((viseme, 10) for viseme in order))) == "X10 A10 D10 G10 C10 B10 E10 B10 F10 H10 E10"


def test_a_shape_too_brief_to_be_seen_gives_way() -> None:
    assert shown(track(("aa", 20), ("SS", 2), ("aa", 20))) == "D42"


@pytest.mark.parametrize(("viseme", "letter"), [("PP", "A"), ("FF", "G")])
def test_a_brief_closure_or_bite_is_held_longer_instead(viseme: str, letter: str) -> None:
    result = shown(track(("aa", 20), (viseme, 1), ("aa", 20)))
    assert f"{letter}4" in result
    assert result.startswith("D")
    assert result.endswith(("D18", "D19"))


def test_a_closure_at_either_end_is_held_too() -> None:
    assert shown(track(("PP", 1), ("aa", 20))) == "A4 D17"
    assert shown(track(("aa", 20), ("PP", 1))) == "D17 A4"


def test_neighbouring_closures_and_bites_both_stay() -> None:
    assert shown(track(("aa", 20), ("PP", 2), ("FF", 2), ("aa", 20))).split()[1][0] == "A"
    assert "G" in shown(track(("aa", 20), ("PP", 2), ("FF", 2), ("aa", 20)))


def test_cues_cover_the_track_without_gap_or_overlap_and_never_repeat() -> None:
    noise = np.random.default_rng(3).dirichlet(np.full(15, 0.2), 3000).astype(np.float32)
    held = letters(MouthTrack(noise, Rung.MODEL))
    assert held[0].start == 0
    assert held[-1].end == 30
    for one, other in pairwise(held):
        assert one.end == other.start
        assert one.value != other.value
    brief = [cue for cue in held if cue.end - cue.start < HOLD - 1e-9 and cue.value not in "AG"]
    assert not brief


def test_the_tracks_lead_is_taken_out_and_another_put_in() -> None:
    ahead = track(("sil", 18), ("aa", 32), lead=0.02)
    assert letters(ahead)[1].start == pytest.approx(0.20)
    assert letters(ahead, lead=0.05)[1].start == pytest.approx(0.15)


def test_undrawn_shapes_are_replaced() -> None:
    mouth = track(("sil", 10), ("FF", 10), ("nn", 10), ("aa", 10))
    assert "".join(cue.value for cue in letters(mouth, extended="")) == "ACD"  # rest and bite are both A
    assert "".join(cue.value for cue in letters(mouth, extended="gx")) == "XGCD"


def test_unknown_extended_shapes_are_refused() -> None:
    from avatar.errors import LipSyncError

    with pytest.raises(LipSyncError, match="GHZ"):
        shape_set("GHZ")


def test_an_empty_track_has_no_cues_and_a_tiny_one_has_one() -> None:
    assert letters(track()) == ()
    assert shown(track(("aa", 1))) == "D1"


SETS = {"rhubarb": shape_set(), "adobe": adobe.SHAPES, "papagayo": papagayo.SHAPES}


@pytest.mark.parametrize("name", SETS)
def test_of_two_sounds_that_share_a_frame_the_weightier_is_drawn(name: str) -> None:
    """Silence, closures and bites have rules of their own, and so have sounds that ask for more than one shape."""
    shapes = SETS[name]
    plain = {
        viseme: next(iter(row)) for viseme, row in shapes.asks.items()
        if len(row) == 1 and viseme not in ("sil", "PP", "FF")
    }  # fmt: skip
    assert len(plain) >= 6
    for more in plain:
        for less in plain:
            row = np.zeros((20, len(VISEMES)), np.float32)
            row[:, VISEMES.index(more)] += 0.55
            row[:, VISEMES.index(less)] += 0.45
            assert [cue.value for cue in cues(MouthTrack(row, Rung.MODEL), shapes)] == [plain[more]], (more, less)


@pytest.mark.parametrize("name", SETS)
def test_lips_on_their_way_to_a_closure_are_not_drawn_shut(name: str) -> None:
    for contact in ("PP", "FF"):
        for share, drawn in ((0.5, False), (0.8, False), (0.95, True)):
            row = np.zeros((20, len(VISEMES)), np.float32)
            row[:, VISEMES.index(contact)], row[:, VISEMES.index("aa")] = share, 1 - share
            (cue,) = cues(MouthTrack(row, Rung.MODEL), SETS[name])
            assert (cue.value in SETS[name].asks[contact]) == drawn, (contact, share)


def test_any_set_of_shapes_can_be_drawn() -> None:
    two = ShapeSet.of({viseme: "shut" if viseme in ("sil", "PP") else "open" for viseme in VISEMES}, kept="shut")
    assert [cue.value for cue in cues(track(("sil", 9), ("aa", 9), ("PP", 1), ("E", 9)), two)] == ["shut", "open"] * 2
