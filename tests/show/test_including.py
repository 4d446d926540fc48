"""Screenplays of several files: what is included, and what can't be is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.show.cues import Say
from avatar.show.directing import read
from avatar.show.including import DEEPEST, MOST

HEAD = "Title: T\nCast: MAX = max; BEA = bea\n\nINT. CLUB - DAY\n\nMAX\nFirst.\n\n"


def wrote(folder: Path, **files: str) -> Path:
    """`main.fountain`, and the others beside it."""
    for name, text in files.items():
        (folder / f"{name}.fountain").write_text(text, "utf-8")
    return folder / "main.fountain"


def said(path: Path) -> list[tuple[str, str, int]]:
    return [(cue.who, cue.text, cue.line) for cue in read(path).cues if isinstance(cue, Say)]


def test_what_is_included_is_there_on_the_line_of_its_note(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "deep.fountain").write_text("BEA\nThird.\n", "utf-8")
    main = wrote(
        tmp_path,
        main=f"{HEAD}[[include: other.fountain]]\n\nMAX\nLast.\n",
        other="Title: Not seen\n\nBEA\nSecond.\n\n[[Include: parts/deep.fountain]]\n",
    )
    assert said(main) == [("MAX", "First.", 7), ("BEA", "Second.", 9), ("BEA", "Third.", 9), ("MAX", "Last.", 12)]
    assert read(main).title == "T"
    assert read(main).problems == ()


def test_a_cycle_is_told_and_left_out(tmp_path: Path) -> None:
    main = wrote(
        tmp_path,
        main=f"{HEAD}[[include: one.fountain]]\n",
        one="BEA\nOnce.\n\n[[include: two.fountain]]\n",
        two="BEA\nTwice.\n\n[[include: one.fountain]]\n",
    )
    assert [text for _, text, _ in said(main)] == ["First.", "Once.", "Twice."]
    (problem,) = read(main).problems
    assert (problem.line, problem.grave) == (9, True)
    assert problem.what == (
        "one.fountain, line 4: two.fountain, line 4: This includes itself: one.fountain > two.fountain > one.fountain"
    )
    itself = read(wrote(tmp_path, main=f"{HEAD}[[include: main.fountain]]\n")).problems
    assert "This includes itself: main.fountain > main.fountain" in {each.what for each in itself}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.fountain", "none.fountain: There is no such screenplay"),
        ("../secret.fountain", "../secret.fountain leads out of the folder"),
        ("/etc/passwd", "/etc/passwd leads out of the folder"),
        ("..\\secret.fountain", "..\\secret.fountain leads out of the folder"),
        ("link.fountain", "link.fountain leads out of the folder"),
    ],
)
def test_what_cannot_be_included_is_told_with_its_line(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "secret.fountain").write_text("BEA\nSecret.\n", "utf-8")
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "link.fountain").symlink_to(tmp_path / "secret.fountain")
    main = wrote(folder, main=f"{HEAD}[[include: {name}]]\n\nBEA\nSecond.\n")
    assert [text for _, text, _ in said(main)] == ["First.", "Second."]
    assert [(each.line, each.what, each.grave) for each in read(main).problems] == [(9, told, True)]


def test_faults_of_an_included_file_are_told_with_its_name_and_line(tmp_path: Path) -> None:
    main = wrote(tmp_path, main=f"{HEAD}[[include: other.fountain]]\n", other="\n\nBEA\nSecond. /* open\n")
    assert [each.what for each in read(main).problems] == ["other.fountain, line 4: /* is never closed"]


def test_an_include_within_a_speech_is_told(tmp_path: Path) -> None:
    main = wrote(tmp_path, main=f"{HEAD}BEA\nSecond. [[include: other.fountain]] Third.\n", other="BEA\nNo.\n")
    assert [each.what for each in read(main).problems] == ["An include within a speech is left out"]


def test_files_are_bounded(tmp_path: Path) -> None:
    many = "[[include: other.fountain]]\n\n" * (MOST + 5)
    main = wrote(tmp_path, main=f"{HEAD}{many}", other="BEA\nAgain.\n")
    assert len(said(main)) == MOST + 1
    assert len(read(main).problems) == 5
    chain = {f"n{at}": f"[[include: n{at + 1}.fountain]]\n" for at in range(DEEPEST + 2)}
    deep = wrote(tmp_path, main=f"{HEAD}[[include: n0.fountain]]\n", **chain)
    assert any(f"{DEEPEST} within each other" in each.what for each in read(deep).problems)
