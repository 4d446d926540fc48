"""A whole conversation as a Scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from avatar import scenefile
from avatar.conversation import record
from avatar.conversation.record import Record
from avatar.scenefile import Packed
from avatar.types import Clip, Mark, MouthTrack, Performance, Rung, Speech, Timed

RATE = 8000


@pytest.fixture
def started() -> Iterator[Callable[..., Record]]:
    made: list[Record] = []

    def make(**options: int) -> Record:
        made.append(Record(**options))
        return made[-1]

    yield make
    for each in made:
        each.clear()


def performance(text: str, who: str = "juno", seconds: float = 1.0) -> Performance:
    samples = np.full(round(seconds * RATE), 500 * len(text), np.int16)
    weights = np.zeros((round(seconds * 100), 15), np.float32)
    weights[:, 0] = 1.0
    words = tuple(Timed(0.5 * n, 0.5 * n + 0.4, word) for n, word in enumerate(text.split()))
    speech = Speech(Clip(samples, RATE), text, "en-gb", words=words)
    return Performance(who, speech, MouthTrack(weights, Rung.VOICE), captions=(Timed(0.0, seconds, text),))


def texts(made: Record) -> list[str]:
    return [e.what.speech.text for e in made.scene().entries if isinstance(e.what, Performance)]


def test_replies_follow_each_other_and_survive_a_file(tmp_path: Path, started: Callable[..., Record]) -> None:
    made = started()
    for reply, text in ((1, "Hello there."), (1, "How are you?"), (2, "Fine.")):
        made.add(reply, Packed.of(performance(text)))
    scene = made.scene(set="plain")
    starts = [entry.start for entry in scene.entries]
    assert starts[1] - 1.0 == pytest.approx(0.28)
    assert starts[2] - scene.entries[1].end == pytest.approx(record.BETWEEN_REPLIES_S)
    scenefile.save(tmp_path / "talk.scene", scene)
    again = scenefile.load(tmp_path / "talk.scene")
    assert [e.start for e in again.entries] == starts
    for one, two in zip(again.entries, scene.entries, strict=True):
        assert isinstance(one.what, Performance)
        assert isinstance(two.what, Performance)
        assert np.array_equal(one.what.speech.clip.samples, two.what.speech.clip.samples)
    assert texts(made)[2:] == [e.what.speech.text for e in made.scene(2).entries if isinstance(e.what, Performance)]


def test_another_character_takes_the_stage(started: Callable[..., Record]) -> None:
    made = started()
    for number, who in enumerate(("juno", "gus", "juno")):
        made.add(number, Packed.of(performance("Well.", who)))
    scene = made.scene()
    assert [member.who for member in scene.cast] == ["juno", "gus"]
    staged = [(e.who, e.what.kind) for e in scene.entries if isinstance(e.what, Mark)]
    assert staged == [("juno", "enter"), ("juno", "exit"), ("gus", "enter"), ("gus", "exit"), ("juno", "enter")]
    assert [e.start for e in scene.entries] == sorted(e.start for e in scene.entries)


def test_it_takes_a_bounded_place_and_forgets_the_beginning_first(started: Callable[..., Record]) -> None:
    one = len(Packed.of(performance("Line 00.")).blob)
    made = started(largest=4 * one)
    for number in range(20):
        made.add(number, Packed.of(performance(f"Line {number:02}.")))
    kept = texts(made)
    assert kept[-1] == "Line 19."
    assert 2 < len(kept) < 8
    assert not made.whole
    made.clear()
    assert made.whole
    assert texts(made) == []


def test_what_can_not_be_read_is_left_out_and_the_rest_is_there(
    started: Callable[..., Record], caplog: pytest.LogCaptureFixture
) -> None:
    made = started()
    good = Packed.of(performance("Well."))
    broken = Packed(good.head, np.full(4, np.nan, np.float32).tobytes() + bytes(good.blob[16:]))
    for number, packed in enumerate((good, broken, good)):
        made.add(number, packed)
    assert texts(made) == ["Well.", "Well."]
    assert "is left out of the scene" in caplog.text
