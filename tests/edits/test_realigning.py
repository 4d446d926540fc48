"""A word is put right: its sounds are found in the sound, and what lies farther off stays."""

from __future__ import annotations

import pytest

from avatar.edits.applying import apply_sheet
from avatar.edits.realigning import LONGEST_S, realign
from avatar.edits.values import Span, TakeEdits
from avatar.errors import EditError
from avatar.lipsync import ladder, tool
from avatar.lipsync.formats import CueSheet
from avatar.types import Clip
from tests.lipsync.sounds import said

RIGHT = "The happy cat would like some fish today please."
WRONG = RIGHT.replace("happy cat", "lazy dog")

pytestmark = pytest.mark.skipif(not ladder.has_model(), reason="needs the model that hears")


@pytest.fixture(scope="module")
def clip() -> Clip:
    return said(RIGHT, 4.0)


@pytest.fixture(scope="module")
def sheets(clip: Clip) -> tuple[CueSheet, CueSheet]:
    return tool.lipsync(clip, text=RIGHT), tool.lipsync(clip, text=WRONG)


def corrected(clip: Clip, sheet: CueSheet, text: str, **how: str) -> TakeEdits:
    """The edits where what stands for `text` was put right."""
    inside = [word for word in sheet.words if word.value in text.split()]

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    return realign(sheet, part, TakeEdits(""), inside[0].start, inside[-1].end, **how)


def test_words_put_right_lie_where_they_would_have_with_the_right_text(
    clip: Clip, sheets: tuple[CueSheet, CueSheet]
) -> None:
    right, wrong = sheets
    sheet = apply_sheet(wrong, corrected(clip, wrong, "lazy dog", words="happy cat"))
    assert [word.value for word in sheet.words] == [word.value for word in right.words]
    assert sheet.text == RIGHT
    for word, wanted in zip(sheet.words, right.words, strict=True):
        assert abs(word.start - wanted.start) < 0.06, word
        assert abs(word.end - wanted.end) < 0.06, word
    assert sheet.phones is not None
    assert "p" in [phone.value for phone in sheet.phones if phone.end < 1.2]


def test_only_the_surroundings_are_edited(clip: Clip, sheets: tuple[CueSheet, CueSheet]) -> None:
    _, wrong = sheets
    edits = corrected(clip, wrong, "lazy dog", words="happy cat")
    would = next(word for word in wrong.words if word.value == "would")
    assert max(span.end for track in edits.tracks.values() for span in track) <= would.end + 0.001
    assert len(edits.looked) == 1


def test_phones_are_taken_as_they_are_written(clip: Clip, sheets: tuple[CueSheet, CueSheet]) -> None:
    _, wrong = sheets
    edits = corrected(clip, wrong, "lazy", phones="h æ p i")
    assert [span.value for span in edits.of("phones") if span.value] == ["h", "æ", "p", "i"]


def test_what_nobody_says_there_is_shared_out_between_its_own_ends(
    clip: Clip, sheets: tuple[CueSheet, CueSheet]
) -> None:
    right, _ = sheets
    fish = next(word for word in right.words if word.value == "fish")
    edits = corrected(clip, right, "fish", phones="b u m b u m")
    phones = [span for span in edits.of("phones") if span.value]
    assert [span.value for span in phones] == list("bumbum")
    assert phones[0].start == pytest.approx(fish.start, abs=0.02)
    assert phones[-1].end == pytest.approx(fish.end, abs=0.02)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"phones": "h 7 p"}, "'7' is no sound"),
        (
            {"words": "an incredibly long sentence that nobody could ever say in such a short moment of time"},
            "more than can be said",
        ),
    ],
)
def test_what_can_t_be_is_told(clip: Clip, sheets: tuple[CueSheet, CueSheet], how: dict[str, str], told: str) -> None:
    with pytest.raises(EditError, match=told):
        corrected(clip, sheets[1], "lazy", **how)


def test_too_much_at_once_is_refused(clip: Clip, sheets: tuple[CueSheet, CueSheet]) -> None:
    from dataclasses import replace

    long = replace(sheets[1], words=(), duration=100.0)
    with pytest.raises(EditError, match=f"up to {LONGEST_S:.0f}"):
        realign(long, lambda a, b: clip, TakeEdits("", tracks={"words": (Span(0.0, 60.0, "x"),)}), 0.0, 60.0)
