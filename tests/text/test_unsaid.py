"""Who speaks and what else is heard is not spoken; what merely looks like it is."""

from __future__ import annotations

import pytest

from avatar.text.unsaid import said


def words(dialog: str) -> str:
    """What is left of a dialog, which stays as long as it was."""
    left = said(dialog)
    assert len(left.text) == len(dialog)
    kept = [(a, b) for a, b in zip(dialog, left.text, strict=True) if b != " "]
    assert all(a == b for a, b in kept)
    return " ".join(left.text.split())


@pytest.mark.parametrize(
    ("dialog", "spoken"),
    [
        ("ANN: The fox jumps.\nBOB: Please wait.", "The fox jumps. Please wait."),
        ("ANN: The fox jumps.", "The fox jumps."),
        ("ANN (whispering): The fox jumps.", "The fox jumps."),
        ("Ann: The fox.\nBob Miller: Please.\nAnn: No.", "The fox. Please. No."),
        ("Speaker 1: The fox.\nSpeaker 2: Please.", "The fox. Please."),
        (">> ANN: The fox.\n- BOB: Please.", ">> The fox. - Please."),
        ("DR. O'NEIL: The fox.\r\nMRS. X: Please.\r\n", "The fox. Please."),
        ("[laughs] The fox. (pause) *sigh* Please.", "The fox. Please."),
        ("The fox [door slams] jumps (laughing softly) over.", "The fox jumps over."),
        ("The fox.\n(she looks up at him)\nPlease.", "The fox. Please."),
        ("# Scene 1\n\nThe fox.", "The fox."),
    ],
)
def test_speakers_and_notes_are_left_out(dialog: str, spoken: str) -> None:
    assert words(dialog) == spoken
    assert said(dialog).left_out


@pytest.mark.parametrize(
    "dialog",
    [
        "The quick brown fox jumps.",
        "Note: the doors are closing.",
        "WARNING: the doors are closing.",
        "Remember this: never give up.",
        "It is 12:30 now.",
        "MEET ANN: SHE IS HERE. EVERYTHING IS LOUD.",
        "The fox (the brown one) jumps.",
        "A *very* good fox.",
        "See the [lazy dog](http://x.y).",
        "We are number #1 here.",
        "",
    ],
)
def test_what_is_spoken_stays(dialog: str) -> None:
    assert said(dialog).text == dialog
    assert said(dialog).left_out == ()


def test_what_was_left_out_is_told_once() -> None:
    assert said("ANN: Hi. [laughs]\nANN: Ho. [laughs]").left_out == ("ANN:", "[laughs]")
