"""Files of edits: what is written is read, two versions can be compared, and nothing odd gets in."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from avatar.edits import files
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import EditError
from avatar.types import Timed

TAKE = TakeEdits(
    "", "Hello there.\nYou.", "ab12", 3.25,
    (Timed(0.1, 0.4, "Hello", 0, 5), Timed(0.5, 0.9, "there", 6, 5)),
    {"mouths": (Span(0.1, 0.2, "D"), Span(0.2, 0.3, "", "in-out")), "opening": (Span(1.0, 1.5, "0.4", "out"),)},
    ((0.0, 1.5),),
    (("words", Span(2.0, 2.5, "gone"), "you gone away"),),
)  # fmt: skip


def saved(tmp_path: Path, **changes: object) -> Path:
    """A file of one take, with other values in its take."""
    data = json.loads(files.written(EditFile((TAKE,))))
    data["takes"][0] |= changes
    path = tmp_path / "talk.wav.edits"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = files.beside(tmp_path / "talk.wav")
    files.write(path, EditFile((TAKE,)))
    assert path.name == "talk.wav.edits"
    assert files.read(path) == EditFile((TAKE,))


def test_another_edit_changes_one_line() -> None:
    more = {**TAKE.tracks, "mouths": (*TAKE.of("mouths"), Span(0.7, 0.8, "F"))}
    before = files.written(EditFile((TAKE,))).splitlines()
    after = files.written(
        EditFile((TakeEdits("", TAKE.text, TAKE.sound, 3.25, TAKE.words, more, TAKE.looked),))
    ).splitlines()
    assert [line.strip(",") for line in after if line.strip(",") not in {each.strip(",") for each in before}] == [
        '[0.7, 0.8, "F"]', '"unplaced": []',
    ]  # fmt: skip


def test_overlapping_spans_are_put_in_order_and_told_of(tmp_path: Path) -> None:
    read = files.read(saved(tmp_path, tracks={"mouths": [[1.0, 2.0, "B"], [0.5, 1.5, "D"], [0.6, 0.7, "F"]]}))
    assert read.takes[0].of("mouths") == (Span(0.5, 0.6, "D"), Span(0.6, 0.7, "F"), Span(1.0, 2.0, "B"))
    assert "1 of the edits of mouths overlapped" in read.notes[0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tracks": {"mouths": [[-0.5, 1.0, "B"]]}}, "is no time"),
        ({"tracks": {"mouths": [[2.0, 1.0, "B"]]}}, "ends at 1 s, before it starts"),
        ({"tracks": {"mouths": [[1.0, 1e9, "B"]]}}, "is no time"),
        ({"tracks": {"mouths": [[0.0, True, "B"]]}}, "is no time"),
        ({"tracks": {"mouths": [[0.0, 1.0, "Q"]]}}, "no mouth 'Q'"),
        ({"tracks": {"mouths": [[0.0, 1.0, "B", "bouncy"]]}}, "the ease 'bouncy'"),
        ({"tracks": {"mouths": [[0.0, 1.0]]}}, "holds 2 values"),
        ({"tracks": {"mouths": "B"}}, "is no list"),
        ({"tracks": {"tail": []}}, "no track 'tail'"),
        ({"tracks": {"opening": [[0.0, 1.0, "wide"]]}}, "is no number"),
        ({"tracks": {"opening": [[0.0, 1.0, "inf"]]}}, "no key of a curve"),
        ({"tracks": {"words": [[0.0, 1.0, "x" * 500]]}}, "no text of up to 400"),
        ({"duration": "long"}, "is no time"),
        ({"take": 7}, "is no text"[3:]),
        ({"unplaced": [["tail", 0, 1, "", "", ""]]}, "of no track"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    with pytest.raises(EditError, match=r"talk\.wav\.edits") as raised:
        files.read(saved(tmp_path, **changes))
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"format": "avatar-edits", "version": 2, "takes": []}', "Update avatar"),
        ('{"format": "avatar-edits", "version": true, "takes": []}', "no version"),
        ('{"format": "something", "version": 1, "takes": []}', "no file of edits"),
        ('{"format": "avatar-edits", "version": 1, "takes": [{"duration": NaN}]}', "NaN is no number"),
        ('{"format": "avatar-edits", "version": 1, "takes": [{}, {}]}', "there twice"),
        ("[" * 100_000, "no whole file"),
        ("", "no whole file"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "talk.wav.edits"
    path.write_text(text)
    with pytest.raises(EditError) as raised:
        files.read(path)
    assert told in str(raised.value)


def test_a_file_that_breaks_off_is_refused_wherever_it_does(tmp_path: Path) -> None:
    whole = files.written(EditFile((TAKE,))).encode()
    path = tmp_path / "talk.wav.edits"
    for length in range(0, len(whole.rstrip()), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(EditError):
            files.read(path)


def test_a_million_keys_are_read_and_one_more_is_refused_with_the_bound() -> None:
    row = ",".join(['[1,1,"0"]'] * (files.MOST_SPANS - 1))
    text = '{"format":"avatar-edits","version":1,"takes":[{"tracks":{"opening":[%s,[2,3,"1"]]}}]}'
    assert files.parsed((text % row).encode()).takes[0].of("opening")[-1] == Span(2.0, 3.0, "1")
    with pytest.raises(EditError, match="over 1,000,000 spans"):
        files.parsed((text % (row + ',[1,1,"0"]')).encode())


def test_too_large_a_file_is_not_even_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    with pytest.raises(EditError, match="64 MiB"):
        files.read(saved(tmp_path))


def test_nothing_in_a_file_reaches_the_terminal_or_another_file(tmp_path: Path) -> None:
    nasty = "../../etc/passwd\x1b]0;owned\x07\u202e"
    path = saved(tmp_path, take=nasty, text=f"{nasty}\nmore\x1b[2J", tracks={"expression": [[0, 1, nasty]]})
    take = files.read(path).takes[0]
    assert take.of("expression")[0].value.isprintable()
    assert take.take.isprintable()
    assert take.text.replace("\n", "").isprintable()
    files.write(path, EditFile((take,)))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_can_t_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = saved(tmp_path)
    before = path.read_bytes()
    for bad in (Span(0.0, float("nan"), "D"), Span(0.0, 1.0, "Q"), Span(3.0, 1.0, "D")):
        with pytest.raises(EditError):
            files.write(path, EditFile((TakeEdits("", tracks={"mouths": (bad,)}),)))
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "talk.wav.edits")
    with pytest.raises(EditError, match="pipe"):
        files.read(tmp_path / "talk.wav.edits")


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EditError, match="can't be written"):
        files.write(tmp_path / "none" / "talk.wav.edits", EditFile())
    with pytest.raises(EditError, match="can't be read"):
        files.read(tmp_path / "none.edits")
