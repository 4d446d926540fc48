"""A scene file with edits beside it, and a show: each line has its own, whatever becomes of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import scenefile
from avatar.edits import files
from avatar.edits.scenes import EditedReader, scene_of
from avatar.edits.takes import edits_by_place, keys_of
from avatar.edits.values import EditFile, Span, TakeEdits, fingerprint
from avatar.errors import EditError
from avatar.show.cues import Say
from avatar.show.directing import read
from avatar.show.performing import perform
from avatar.show.sources import BakedSource
from avatar.types import VISEMES, Clip, Mark, MouthTrack, Performance, Rung, Speech, Timed
from tests.show.plays import baked, two_sets

SHUT = VISEMES.index("PP")


def beside(path: Path, *takes: TakeEdits) -> None:
    files.write(files.beside(path), EditFile(takes))


def mouths(said: dict[str, Performance]) -> dict[str, bool]:
    """By what is said, whether the mouth is shut for good somewhere."""
    return {text: bool((each.mouth.weights[:, SHUT] == 1.0).any()) for text, each in said.items()}


def edit(key: str, **rest: object) -> TakeEdits:
    return replace(TakeEdits(key, tracks={"mouths": (Span(0.4, 0.8, "A"),)}), **rest)  # type: ignore[arg-type]


def test_who_says_the_same_again_has_a_number() -> None:
    said = [("MAX", "Yes."), None, ("BEA", "Yes."), ("MAX", "Yes."), ("MAX", "x" * 900), ("MAX", "No\x1b.")]
    keys = keys_of(said)
    assert keys[:4] == ["MAX: Yes.", "", "BEA: Yes.", "MAX: Yes. #2"]
    assert len(keys[4]) < 400
    assert keys[5].isprintable()


def test_each_performance_of_a_scene_file_has_its_own(tmp_path: Path) -> None:
    path = baked(tmp_path / "two.scene")
    beside(path, edit("BEA: I am second."))
    with EditedReader(path) as reader:
        scene = scene_of(reader)
    said = {entry.what.speech.text: entry.what for entry in scene.entries if isinstance(entry.what, Performance)}
    assert mouths(said) == {"I am first.": False, "I am second.": True, "I am back.": False}
    assert said["I am second."].mouth.rung == Rung.EDITED
    before = scenefile.load(path)
    assert [entry.start for entry in scene.entries] == [entry.start for entry in before.entries]


def test_a_baked_show_is_played_with_them(tmp_path: Path) -> None:
    path = baked(tmp_path / "two.scene")
    marks = {"expression": (Span(0.2, 1.0, "angry"),)}
    beside(
        path,
        TakeEdits("MAX: I am back.", tracks=marks),
        TakeEdits("", tracks={"camera": (Span(3.0, 5.0, "close BEA"),)}),
    )
    source = BakedSource(path)
    entries = [entry for step in source.steps(0) for entry in step.entries]
    source.close()
    said = {entry.what.speech.text: entry.what for entry in entries if isinstance(entry.what, Performance)}
    assert [mark.name for mark in said["I am back."].marks if mark.kind == "expression"] == ["angry", "neutral"]
    cuts = [
        (entry.start, entry.who, entry.what.name) for entry in entries if getattr(entry.what, "kind", "") == "camera"
    ]
    assert cuts == [(3.0, "BEA", "close"), (5.0, "", "wide")]


def test_cuts_that_fall_into_an_edited_shot_are_gone_and_the_last_one_goes_on_after(tmp_path: Path) -> None:
    scene = two_sets()
    path = tmp_path / "cut.scene"
    cuts = [(0.5, "MAX", "close"), (3.0, "BEA", "close"), (3.5, "", "wide"), (6.5, "MAX", "medium")]
    marks = [replace(scene.entries[0], start=t, who=who, what=Mark("camera", name)) for t, who, name in cuts]
    scenefile.save(path, scene.added(*marks))
    beside(path, TakeEdits("", tracks={"camera": (Span(2.5, 4.5, "medium BEA"),)}))
    with EditedReader(path) as reader:
        entries = list(reader.entries())
        assert [reader.spans[index][0] for index in range(len(reader))] == [entry.start for entry in entries]
    found = [
        (entry.start, entry.who, entry.what.name) for entry in entries if getattr(entry.what, "kind", "") == "camera"
    ]
    assert found == [
        (0.5, "MAX", "close"), (2.5, "BEA", "medium"), (4.5, "", "wide"), (6.5, "MAX", "medium"),
    ]  # fmt: skip


def test_a_scene_whose_edits_are_broken_says_so(tmp_path: Path) -> None:
    path = baked(tmp_path / "two.scene")
    files.beside(path).write_text("{")
    with pytest.raises(EditError, match=r"two\.scene\.edits"):
        BakedSource(path)


SCRIPT = """Cast:
    MAX: max
    BEA: bea

MAX
One is said.

BEA
One is said.

MAX
Two is said.

BEA
Two is said.

MAX
One is said.
"""


def speak(say: Say) -> Performance:
    """The line in a hum of 2 s, its words evenly apart."""
    hum = (np.sin(np.arange(32000) * 0.05 * (1 + len(say.who))) * 6000).astype(np.int16)
    words, at = [], 0
    for number, word in enumerate(say.text.rstrip(".").split()):
        at = say.text.index(word, at)
        words.append(Timed(0.2 + number * 0.5, 0.6 + number * 0.5, word, at, len(word)))
    speech = Speech(Clip(hum, 16000), say.text, "x", "en", tuple(words))
    weights = np.eye(len(VISEMES), dtype=np.float32)[np.full(200, VISEMES.index("aa"))]
    return Performance(say.who, speech, MouthTrack(weights, Rung.VOICE, 0.01))


def performed(path: Path, speak_: object = speak) -> list[tuple[str, str, bool]]:
    directed = read(path)
    steps = perform(directed, speak_)  # type: ignore[arg-type]
    return [
        (entry.who, entry.what.speech.text, bool((entry.what.mouth.weights[:, SHUT] == 1.0).any()))
        for step in steps
        for entry in step.entries
        if isinstance(entry.what, Performance)
    ]


def test_lines_of_a_show_have_theirs_whatever_becomes_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "show.fountain"
    path.write_text(SCRIPT)
    beside(path, edit("MAX: Two is said."), edit("MAX: One is said. #2"))
    assert performed(path) == [
        ("MAX", "One is said.", False), ("BEA", "One is said.", False), ("MAX", "Two is said.", True),
        ("BEA", "Two is said.", False), ("MAX", "One is said.", True),
    ]  # fmt: skip
    path.write_text(SCRIPT.replace("BEA\nOne is said.", "BEA\nSomething else entirely.\n\nMAX\nAnd this."))
    assert [each for each in performed(path) if each[2]] == [
        ("MAX", "Two is said.", True), ("MAX", "One is said.", True),
    ]  # fmt: skip


LINE = "I never said that she stole it."
WORDS = tuple(Timed(n * 0.3, n * 0.3 + 0.3, word) for n, word in enumerate(LINE.split()))


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ([("MAX", "I never told you she stole it."), ("MAX", "I never said that she took it.")], 1),
        ([("BEA", "I never said that she took it."), ("MAX", "Now what?")], None),
        ([("MAX", "I never knew him."), ("MAX", "Now what?")], None),
        ([("MAX", "Now what?"), ("MAX", LINE), ("MAX", "I never said that she took it.")], 1),
    ],
)
def test_a_line_of_which_a_word_was_changed_keeps_its_edits(said: list[tuple[str, str]], place: int | None) -> None:
    found = edits_by_place(EditFile((edit(f"MAX: {LINE}", sound="ab", words=WORDS),)), said)
    assert list(found) == ([] if place is None else [place])


def test_two_changed_lines_get_each_its_own_and_an_edited_line_no_others() -> None:
    takes = (
        edit(f"MAX: {LINE}", sound="ab", words=WORDS), edit("MAX: He never said that she stole it.", words=WORDS),
        edit("MAX: We never said that she took it.", words=WORDS, text="own"),
    )  # fmt: skip
    said = [("MAX", f"{who} never said that she took it.") for who in ("I", "He", "We")]
    found = edits_by_place(EditFile(takes), said)
    assert {place: take.text for place, take in found.items()} == {0: "", 1: "", 2: "own"}
    assert [found[place].take for place in range(3)] == [f"MAX: {text}" for _, text in said]


def test_edits_of_a_line_that_nobody_says_any_more_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "show.fountain"
    path.write_text(SCRIPT)
    beside(path, edit("MAX: Two is said."), edit("MAX: Gone for good."), edit("BEA: Gone, too."))
    (told,) = [problem.what for problem in read(path).problems]
    assert "“BEA: Gone, too.” and 1 more" in told or "“MAX: Gone for good.” and 1 more" in told


def test_a_new_take_of_the_same_words_keeps_them_at_its_words(tmp_path: Path) -> None:
    path = tmp_path / "show.fountain"
    path.write_text(SCRIPT)
    say = next(cue for cue in read(path).cues if isinstance(cue, Say))
    take = speak(say)
    old = TakeEdits(
        "MAX: One is said.", say.text, fingerprint(take.speech.clip), 2.0, take.speech.words,
        {"mouths": (Span(0.75, 0.95, "A"),)},
    )  # fmt: skip
    beside(path, old)

    def slower(say: Say) -> Performance:
        made = speak(say)
        words = tuple(word._replace(start=word.start + 0.5, end=word.end + 0.5) for word in made.speech.words)
        clip = Clip(made.speech.clip.samples // 2, 16000)
        return replace(made, speech=replace(made.speech, words=words, clip=clip))

    steps = perform(read(path), slower)
    mouth = next(e.what.mouth for step in steps for e in step.entries if isinstance(e.what, Performance))
    assert (mouth.weights[125:143, SHUT] == 1.0).all()
    assert (mouth.weights[:120, SHUT] < 1.0).all()


def test_broken_edits_of_a_show_are_a_problem_and_the_show_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "show.fountain"
    path.write_text(SCRIPT)
    files.beside(path).write_text("{")
    directed = read(path)
    assert any("no whole file of edits" in problem.what for problem in directed.problems)
    assert len(performed(path)) == 5


def test_acting_that_was_edited_wins_over_what_the_script_and_the_character_do(tmp_path: Path) -> None:
    path = tmp_path / "show.fountain"
    path.write_text("Cast:\n    MAX: max\n\nMAX\n(angry)\nOne is said.\n")
    beside(path, TakeEdits("MAX: One is said.", tracks={"expression": (Span(0.0, 2.0, "happy"),)}))
    steps = perform(read(path), speak)
    said = next(e.what for step in steps for e in step.entries if isinstance(e.what, Performance))
    assert next(mark.name for mark in said.marks if mark.kind == "expression") == "happy"
