"""A program that edits is killed at any moment: what it had noted is there, and the file always opens."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from avatar.edits import files, journal
from avatar.edits.values import EditFile, Span, TakeEdits, with_track
from avatar.errors import EditError
from avatar.types import Timed

KILLS = 25

EDITING = """
import sys, time
from pathlib import Path
from avatar.edits import files, journal
from avatar.edits.values import EditFile, Span, TakeEdits, with_track

path = Path(sys.argv[1])
left = journal.recover(path)
edits = left.edits if left else files.read(path) if path.exists() else EditFile((TakeEdits(""),))
kept = journal.Journal(path, edits)
count = len(edits.takes[0].of("mouths"))
print("open", count, flush=True)
while True:
    take = edits.takes[0]
    row = (*take.of("mouths"), Span(float(count), count + 0.5, "XABCDEFGH"[count % 9]))
    edits = EditFile((with_track(take, "mouths", row),))
    kept.note(edits)
    count += 1
    print("did", count, flush=True)
    if count % 7 == 0:
        files.write(path, edits)
        kept.saved(edits)
    time.sleep(0.001)
"""
"""Edits as fast as nobody can, saves now and then, and says what it has done."""


def take_of(path: Path) -> TakeEdits:
    """What is there for whoever opens the file next."""
    left = journal.recover(path)
    return (left.edits if left else files.read(path)).takes[0]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))


def test_a_program_killed_at_any_moment_loses_nothing_that_was_noted(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav.edits"
    chance = random.Random(18)
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", EDITING, path], stdout=subprocess.PIPE, text=True) as editing:
            assert editing.stdout is not None
            opened = editing.stdout.readline().split()
            assert opened[0] == "open"
            time.sleep(chance.random() * 0.05)
            editing.send_signal(signal.SIGKILL)
            told = [line.split()[1] for line in editing.stdout.read().splitlines(True) if line.endswith("\n")]
        done = int(told[-1]) if told else int(opened[1])
        if path.exists():
            files.read(path)
        row = take_of(path).of("mouths") if done else ()
        assert done <= len(row) or not done
        assert len(row) <= done + 2
        assert [span.start for span in row] == [float(n) for n in range(len(row))]


def edited(*letters: str) -> EditFile:
    spans = [Span(float(n), n + 0.5, letter) for n, letter in enumerate(letters)]
    return EditFile((with_track(TakeEdits("", "Hello.", "ab", 9.0), "mouths", spans),))


def test_a_clean_leave_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav.edits"
    kept = journal.Journal(path, edited("A"))
    kept.note(edited("A", "B"))
    files.write(path, edited("A", "B"))
    kept.saved(edited("A", "B"))
    kept.close()
    assert journal.recover(path) is None
    assert not journal.place_of(path).exists()


def crash(path: Path, *states: EditFile) -> None:
    """What is left of a program that noted these, and died."""
    kept = journal.Journal(path, states[0])
    for state in states[1:]:
        kept.note(state)
    left = journal.place_of(path).read_bytes()
    kept.close()
    journal.place_of(path).write_bytes(left)


def test_every_kind_of_change_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "show.fountain.edits"
    first = TakeEdits("BEA: Hello", "Hello", "ab", 2.0, (Timed(0.1, 0.5, "Hello", 0, 5),))
    second = replace(
        with_track(with_track(first, "words", [Span(0.1, 0.5, "Hullo")]), "head", [Span(0.0, 0.0, "0 0 5")]),
        looked=((0.0, 1.0),), unplaced=(("words", Span(3.0, 4.0, "gone"), "is gone away"),), text="Hullo",
    )  # fmt: skip
    other = TakeEdits("MAX: Bye", tracks={"mouths": (Span(0.0, 1.0, "F"),)})
    states = (EditFile((first,)), EditFile((second, other)), EditFile((with_track(second, "head", ()),)))
    for until in range(1, len(states) + 1):
        crash(path, *states[:until])
        left = journal.recover(path)
        assert left is not None
        assert left.edits == replace(states[until - 1])
    assert not left.elsewhere


def test_what_was_saved_before_the_crash_is_no_news(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav.edits"
    crash(path, edited("A"), edited("A", "B"))
    files.write(path, edited("A", "B"))
    assert journal.recover(path) is None


def test_a_file_that_somebody_else_changed_since_is_told(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav.edits"
    files.write(path, edited("A"))
    crash(path, edited("A"), edited("A", "B"))
    files.write(path, edited("C"))
    left = journal.recover(path)
    assert left is not None
    assert left.elsewhere
    assert left.edits == edited("A", "B")


def test_half_a_line_and_nonsense_end_what_is_recovered(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav.edits"
    crash(path, edited("A"), edited("A", "B"), edited("A", "B", "C"))
    place = journal.place_of(path)
    whole = place.read_bytes()
    place.write_bytes(whole[:-3])
    left = journal.recover(path)
    assert left is not None
    assert left.edits == edited("A", "B")
    for nonsense in (b"", b"\0" * 100, b"avatar-edits-journal 1 99999\n", whole[:20]):
        place.write_bytes(nonsense)
        assert journal.recover(path) is None
    for cut in range(0, len(whole), 5):
        place.write_bytes(whole[:cut])
        journal.recover(path)


def test_two_editors_don_t_edit_one_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav.edits"
    kept = journal.Journal(path, edited("A"))
    with pytest.raises(EditError, match="another editor"):
        journal.Journal(path, edited("A"))
    assert journal.recover(path) is None
    kept.close()
    journal.Journal(path, edited("A")).close()


def test_a_long_journal_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LONG", 2000)
    path = tmp_path / "talk.wav.edits"
    crash(path, *(edited(*"AB"[n % 2] * 8) for n in range(100)))
    assert journal.place_of(path).stat().st_size < 4000
    left = journal.recover(path)
    assert left is not None
    assert left.edits == edited(*"B" * 8)


def test_where_nothing_can_be_kept_editing_goes_on_and_it_is_known_why(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    kept = journal.Journal(tmp_path / "talk.wav.edits", edited("A"))
    kept.note(edited("B"))
    assert kept.fault
    (tmp_path / "home").unlink()
    kept.saved(edited("B"))
    assert not kept.fault
    kept.note(edited("C"))
    kept.close()
