"""A song that is played like a show, and its house."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest

from avatar.config import Config
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.errors import EngineError, SongError
from avatar.show.clapping import clap_along
from avatar.show.performing import PerformedCue
from avatar.show.singing import SLOW, SongSource
from avatar.show.songs import SongOrder, list_singers, stage_song
from avatar.song.arranging import Arrangement
from avatar.song.company import cast_parts
from avatar.song.score import Part, Score, SungNote, Tempo
from avatar.speech.speaker import Speaker
from avatar.types import VISEMES, Clip, Performance, Rung, Speech
from tests.song.helpers import make_score

SONG = make_score("My:60:1 ma:62:1 moans:64:2", "be:65:1-fore:62:1 me:60:2", bpm=120, start=0.0)


@pytest.fixture(scope="module")
def source() -> Iterator[SongSource]:
    told: list[str] = []
    order = SongOrder(("juno",), ("en-gb",), house="club")
    made = stage_song(SONG, Config(), order, told.append)
    yield made
    made.close()


def test_a_song_can_be_played_from_each_of_its_lines(source: SongSource) -> None:
    assert [stop.text for stop in source.stops] == ["My ma moans", "before me"]
    assert list_singers(source) == ["Juno (en-gb)"]
    for cue in (0, 1):
        steps = list(source.steps(cue))
        said = [entry for step in steps for entry in step.entries if isinstance(entry.what, Performance)]
        assert len(said) == 2 - cue
        assert steps[0].start == source.at(cue)
        assert steps[-1].t == pytest.approx(source.total)


def test_what_was_sung_is_not_sung_again(source: SongSource) -> None:
    first = next(entry for step in source.steps(0) for entry in step.entries if isinstance(entry.what, Performance))
    again = next(entry for step in source.steps(0) for entry in step.entries if isinstance(entry.what, Performance))
    assert first.what is again.what


def test_a_line_is_sung_with_what_was_put_right_in_it() -> None:
    edits = TakeEdits("JUNO: before me", tracks={"mouths": (Span(0.5, 0.9, "A"),)})
    order = SongOrder(("juno",), ("en-gb",))
    source = stage_song(SONG, Config(), order, lambda text: None, edits=EditFile((edits,)))
    for cue in (0, 1):
        said = [entry.what for step in source.steps(cue) for entry in step.entries]
        sung = {each.speech.text: each.mouth for each in said if isinstance(each, Performance)}
        assert sung["before me"].rung == Rung.EDITED
        assert (sung["before me"].weights[52:88, VISEMES.index("PP")] == 1.0).all()
    assert Rung.EDITED not in {mouth.rung for text, mouth in sung.items() if text != "before me"}
    source.close()


def lively(bars: int, bpm: float = 110) -> Arrangement:
    notes = tuple(SungNote(float(at), 1.0, 60, "la", True, 0) for at in range(4 * bars))
    score = Score("Song", (Part("one", notes),), tempos=(Tempo(0.0, bpm),))
    return Arrangement(score, cast_parts(score, ["juno"]))


def test_a_house_claps_on_two_and_four_and_applauds() -> None:
    arrangement = lively(12)
    *claps, applause = clap_along(arrangement, "club")
    assert applause.start >= arrangement.end
    assert claps
    for entry in claps:
        assert isinstance(entry.what, Clip)
        sound = np.abs(entry.what.floats())
        loud = sound > 0.3 * sound.max()
        heard = (np.flatnonzero(loud) / entry.what.rate) + entry.start - arrangement.origin
        beats = heard / (60 / 110)
        away = np.abs(beats - 2 * np.round((beats - 1) / 2) - 1)
        assert np.median(away) < 0.15


def test_nobody_claps_along_to_a_lullaby_or_where_nobody_is() -> None:
    assert len(list(clap_along(lively(12, 55), "club"))) == 1
    assert list(clap_along(lively(12), "none")) == []


# ---------------------------------------------------------------------------------------------- before it begins


class Slow(Speaker):
    """Speaks once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def speak(self, *line: object) -> Speech:
        assert self.may.wait(60)
        return super().speak(*line)  # type: ignore[arg-type]


class Waiting:
    """A song whose voice is not ready yet, its opening told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.speaker = Slow()
        self.source = stage_song(SONG, Config(), SongOrder(("juno",), ("en-gb",)), self.told.append, self.speaker)
        self._steps = self.source.steps(0)
        self.steps = [next(self._steps)]

    def count_on(self) -> PerformedCue | None:
        bridge = self.steps[-1].bridge
        assert bridge is not None
        step = bridge()
        self.steps += [step] if step is not None else []
        return step

    def sing(self) -> list[PerformedCue]:
        self.speaker.may.set()
        self.steps += list(self._steps)
        return self.steps

    def close(self) -> None:
        self.speaker.may.set()
        self.source.close()
        self.speaker.close()


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    made = Waiting()
    yield made
    made.close()


def heard(steps: Sequence[PerformedCue]) -> tuple[list[float], list[float]]:
    """Seconds at which the sticks of the count-in sound, and beats of the song at which the lines' notes do."""
    entries = [entry for step in steps for entry in step.entries]
    sticks: list[float] = []
    for entry in entries:
        if isinstance(entry.what, Clip):
            size = np.abs(entry.what.floats())
            at = np.flatnonzero(size > 0.5 * size.max()) / entry.what.rate
            sticks += [entry.start + float(t) for t in at[np.diff(at, prepend=-1.0) > 0.1]]
    notes = [
        entry.start + note.start
        for entry in entries
        if isinstance(entry.what, Performance)
        for note in entry.what.speech.notes or ()
    ]
    return sticks, notes


def evenly(sticks: Sequence[float], notes: Sequence[float], beat: float = 0.5) -> None:
    """Sticks and notes lie on one grid, and the first note a beat after the last stick."""
    assert np.diff(sticks) == pytest.approx(beat, abs=0.004)
    assert notes[0] - sticks[-1] == pytest.approx(beat, abs=0.004)


def test_the_opening_comes_before_anybody_can_sing_and_the_song_follows_it(waiting: Waiting) -> None:
    (opening,) = waiting.steps
    assert opening.start == 0.0
    assert all(entry.start <= opening.t for entry in opening.entries)
    steps = waiting.sing()
    sticks, notes = heard(steps)
    assert len(sticks) == 4
    evenly(sticks, notes)
    assert all(one.start <= after.start for one, after in pairwise(steps))
    assert min(entry.start for entry in steps[1].entries) >= opening.t
    assert waiting.told == []


def test_who_is_not_ready_is_counted_in_for_whole_bars_more(waiting: Waiting) -> None:
    first, second = waiting.count_on(), waiting.count_on()
    assert first is not None
    assert second is not None
    assert second.start == pytest.approx(first.start + 2.0)
    assert second.t == pytest.approx(first.t + 2.0)
    sticks, notes = heard(waiting.sing())
    assert len(sticks) == 12
    evenly(sticks, notes)
    assert waiting.source.at(1) == pytest.approx(waiting.source.arrangement.origin + 1.0, abs=0.01)
    assert waiting.told == []


def test_nobody_counts_for_ever_it_is_told_and_they_are_counted_in_anew(waiting: Waiting) -> None:
    while waiting.count_on() is not None:
        assert len(waiting.steps) < 20
    assert waiting.count_on() is None
    assert waiting.told == [SLOW]
    counted, _ = heard(waiting.steps)
    sticks, notes = heard(waiting.sing())
    assert len(sticks) == len(counted) + 4
    evenly(sticks[-4:], notes)


def test_once_the_first_line_is_there_nothing_comes_between(waiting: Waiting) -> None:
    waiting.sing()
    assert waiting.steps[0].bridge is not None
    assert waiting.steps[0].bridge() is None
    assert waiting.told == []


def test_what_was_waited_for_is_not_waited_for_again(waiting: Waiting) -> None:
    waiting.count_on()
    waiting.sing()
    sticks, notes = heard(list(waiting.source.steps(0)))
    assert len(sticks) == 4
    evenly(sticks, notes)


def test_a_song_that_nobody_can_sing_says_so_after_its_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*line: object) -> Speech:
        raise EngineError("It is hoarse")

    speaker = Speaker()
    monkeypatch.setattr(speaker, "speak", fails)
    source = stage_song(SONG, Config(), SongOrder(("juno",), ("en-gb",)), lambda text: None, speaker)
    steps = source.steps(0)
    assert next(steps).entries
    with pytest.raises(SongError, match="No voice can sing"):
        next(steps)
    source.close()


def test_a_song_that_is_closed_while_it_begins_ends_without_a_word(waiting: Waiting) -> None:
    waiting.close()
    waiting.source.close()
    assert waiting.told == []
