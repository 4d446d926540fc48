"""Edits beside a file that a show includes: they count in its lines, and in no others."""

from __future__ import annotations

from pathlib import Path

from avatar.config import Config
from avatar.editing.desk import EditedFile
from avatar.editing.opening import open_file
from avatar.edits import files
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.series import plan
from avatar.series.assembling import assemble, check
from avatar.series.episodes import read_episodes
from avatar.show.cues import said_in
from avatar.show.directing import read
from avatar.show.performing import perform
from avatar.types import Performance, Rung
from tests.edits.test_scenes import speak

MAIN = (
    "Cast: MAX = max; BEA = bea\n\nINT. CLUB - DAY\n\nMAX\nYes.\n\n[[include: parts/door.fountain]]\n\n"
    "MAX\nYes.\n\n[[include: parts/door.fountain]]\n"
)
DOOR = "MAX\nYes.\n\n[[include: deep.fountain]]\n\nMAX\nYes.\n\n[[song: the-sock-round]]\n"
DEEP = "MAX\nYes.\n\nBEA\nNo.\n"


def wrote(folder: Path) -> Path:
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "door.fountain").write_text(DOOR, "utf-8")
    (folder / "parts" / "deep.fountain").write_text(DEEP, "utf-8")
    path = folder / "main.fountain"
    path.write_text(MAIN, "utf-8")
    return path


KEYS = {"yes": "MAX: Yes.", "yes2": "MAX: Yes. #2", "no": "BEA: No.", "gone": "BEA: Nobody says this."}


def edit(path: Path, **letters: str) -> None:
    """Writes edits beside a file: a letter of the mouth for each line, by its name in `KEYS`."""
    takes = (TakeEdits(KEYS[name], tracks={"mouths": (Span(0.4, 0.8, each),)}) for name, each in letters.items())
    files.write(files.beside(path), EditFile(tuple(takes)))


def letters(path: Path) -> list[tuple[str, str]]:
    """What is said by the two of them, each with the letter that was edited into it."""
    directed = read(path)
    edits = directed.edits_of_cues()
    found = []
    for index, cue in enumerate(directed.cues):
        if said := said_in(cue):
            spans = edits[index].of("mouths") if index in edits else ()
            found.append((said[1], "".join(span.value for span in spans)))
    return found


def spoken(path: Path) -> list[str]:
    return [letter for text, letter in letters(path) if text in ("Yes.", "No.")]


def test_edits_of_an_included_file_count_where_it_stands(tmp_path: Path) -> None:
    main = wrote(tmp_path)
    door, deep = tmp_path / "parts" / "door.fountain", tmp_path / "parts" / "deep.fountain"
    edit(deep, yes="D", no="C")
    once = ["", "D", "C", ""]
    assert spoken(main) == ["", *once, "", *once]
    edit(door, yes2="E")  # of its own line and of those it includes its second is the first of deep's
    once = ["", "E", "C", ""]
    assert spoken(main) == ["", *once, "", *once]
    edit(main, yes="A", yes2="F")
    assert spoken(main) == ["A", "F", "E", "C", "", "", "", "E", "C", ""]
    steps = perform(read(main), speak)
    said = [entry.what for step in steps for entry in step.entries if isinstance(entry.what, Performance)]
    edited = [each.mouth.rung == Rung.EDITED for each in said if each.speech.text in ("Yes.", "No.")]
    assert edited == [bool(letter) for letter in spoken(main)]


def test_a_song_that_an_included_file_asks_for_has_its_edits(tmp_path: Path) -> None:
    main = wrote(tmp_path)
    first = next(text for text, _ in letters(main) if text not in ("Yes.", "No."))
    take = TakeEdits(f"MAX: {first}", tracks={"mouths": (Span(0.4, 0.8, "B"),)})
    files.write(files.beside(tmp_path / "parts" / "door.fountain"), EditFile((take,)))
    sung = [letter for text, letter in letters(main) if text == first]
    assert sung.count("B") == 2  # once in each place


def test_what_is_wrong_with_them_is_told_at_the_note(tmp_path: Path) -> None:
    main = wrote(tmp_path)
    edit(tmp_path / "parts" / "door.fountain", yes="A", gone="B")
    (tmp_path / "parts" / "deep.fountain.edits").write_text("{", "utf-8")
    told = {(each.line, each.text): each.what for each in read(main).problems if each.text.endswith(".edits")}
    assert set(told) == {(line, f"{name}.fountain.edits") for line in (8, 13) for name in ("door", "deep")}
    assert "nothing of it is used" in told[8, "deep.fountain.edits"]
    assert "nobody says “BEA: Nobody says this.”" in told[8, "door.fountain.edits"]


def test_they_count_in_a_series(tmp_path: Path) -> None:
    (tmp_path / "series.toml").write_text('[series]\ntitle = "S"\n[cast]\nMAX = "max"\nBEA = "bea"\n', "utf-8")
    wrote(tmp_path / "episodes").rename(tmp_path / "episodes" / "01-one.fountain")
    edit(tmp_path / "episodes" / "parts" / "deep.fountain", no="C")
    series = plan.read(tmp_path)
    season = read_episodes(series)
    directed, problems = check(series, assemble(series, season.episodes[0], ()))
    edits = directed.edits_of_cues()
    assert [said_in(directed.cues[index]) for index in edits] == [("BEA", "No.")] * 2
    assert problems == ()


def test_the_editor_begins_with_them(tmp_path: Path) -> None:
    main = wrote(tmp_path)
    edit(tmp_path / "parts" / "deep.fountain", no="C")
    opened = open_file(str(main), Config())
    try:
        file = EditedFile(opened.path, opened.takes, opened.keys, opened.lent)
        (span,) = file.open(opened.keys.index("BEA: No.")).edits.of("mouths")
        assert span.value == "C"
        file.leave()
    finally:
        opened.close()
