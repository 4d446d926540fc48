"""A scene that grows while it plays: order, pauses, stops, and what is forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.pacing import natural_gap
from avatar.scene.staging import arrange
from avatar.sound.clock import Clock
from avatar.sound.mix import Mixer
from avatar.stage.live import KEPT_S, LiveScene
from avatar.stage.messages import Finished, Passed, Position, Started
from avatar.types import Clip, Entry, Mark, Performance, Scene
from tests.stage.playing import JUNO, clause, tone

WALL = 1000.0


class Show:
    """A Live whose time the test turns."""

    def __init__(self) -> None:
        self.clock = Clock(WALL)
        self.mixer = Mixer(self.clock)
        self.live = LiveScene(self.mixer, self.clock, Scene((JUNO,)))
        self.told: list[object] = []

    def at(self, t: float) -> None:
        """Plays up to scene second `t`, a sixtieth at a time."""
        while self.mixer.scene < t:
            self.mixer.mix(800)
            self.told += self.live.tick(WALL + self.mixer.timeline)

    @property
    def wall(self) -> float:
        """The wall time of what was played last."""
        return WALL + self.mixer.timeline

    def at_rest(self) -> None:
        """Plays half a second while the scene stands still."""
        for _ in range(30):
            self.mixer.mix(800)
            self.told += self.live.tick(self.wall)

    def of(self, kind: type) -> list:
        return [event for event in self.told if isinstance(event, kind)]


@pytest.fixture
def show() -> Show:
    return Show()


def test_clauses_follow_each_other_with_the_pause_their_punctuation_asks_for(show: Show) -> None:
    show.live.perform(1, clause(1.0, "One."))
    show.live.perform(2, clause(1.0, "Two, and"))
    show.live.perform(3, clause(1.0, "three"))
    starts = [entry.start for entry in show.live.scene.entries]
    assert starts == pytest.approx([0.0, 1.28, 2.33], abs=0.01)
    show.at(3.5)
    assert [event.id for event in show.of(Started)] == [1, 2, 3]
    assert [(event.id, event.whole) for event in show.of(Finished)] == [(1, True), (2, True), (3, True)]


def test_silence_that_the_voice_leaves_counts_towards_the_pause() -> None:
    short, padded = clause(1.0, "One."), clause(1.0, "One.")
    silence = np.concatenate([padded.speech.clip.samples, np.zeros(4800, np.int16)])
    object.__setattr__(padded.speech, "clip", Clip(silence, padded.speech.clip.rate))
    assert natural_gap(short, short) - natural_gap(padded, short) == pytest.approx(0.2, abs=0.005)
    assert natural_gap(short, short) > 0.2


def test_a_clause_that_comes_late_begins_at_once(show: Show) -> None:
    show.live.perform(1, clause(0.5))
    show.at(3.0)
    show.live.perform(2, clause(0.5))
    assert show.live.scene.entries[-1].start == pytest.approx(show.mixer.scene)


def test_a_clause_can_have_its_place_and_its_gap(show: Show) -> None:
    show.live.perform(1, clause(0.5), at=2.0)
    show.live.perform(2, clause(0.5), gap=0.0)
    assert [entry.start for entry in show.live.scene.entries] == pytest.approx([2.0, 2.5])


def test_positions_name_the_word_twenty_times_a_second(show: Show) -> None:
    show.live.perform(1, clause(2.0))
    show.at(2.5)
    positions = show.of(Position)
    assert 30 <= len(positions) <= 41
    assert all(event.word == (0 if event.t < 1.0 else 1) for event in positions)


def test_stop_tells_how_far_each_clause_got(show: Show) -> None:
    show.live.perform(1, clause(1.0))
    show.live.perform(2, clause(1.0))
    show.live.perform(3, clause(1.0))
    show.at(1.8)
    told = {event.id: event for event in show.live.stop(3)}
    assert set(told) == {2, 3}
    assert told[2].heard == pytest.approx(1.8 - 1.28, abs=0.02)
    assert told[3].heard == 0.0
    assert not told[2].whole
    assert not show.live.speaking
    show.told.clear()
    show.at(4.0)
    assert not show.of(Finished)


def test_a_stopped_mouth_shuts_within_a_tenth_of_a_second(show: Show) -> None:
    show.live.perform(1, clause(2.0))
    show.at(1.0)
    show.live.stop(1)
    (entry,) = show.live.scene.entries
    assert isinstance(entry.what, Performance)
    openness = [1.0 - entry.what.mouth.at(t)[0] for t in np.arange(1.0, 1.12, 0.02)]
    assert openness[0] > 0.8
    assert openness[-1] == 0.0
    assert max(-np.diff(openness)) < 0.5


def test_a_clause_that_arrives_after_the_stop_that_overtook_it_is_not_said(show: Show) -> None:
    show.live.stop(5)
    assert show.live.perform(4, clause()) == [Finished(4, 0.0, False)]
    show.live.perform(6, clause())
    assert show.live.speaking


def test_after_a_stop_the_next_clause_begins_at_once(show: Show) -> None:
    show.live.perform(1, clause(5.0))
    show.at(1.0)
    show.live.stop(1)
    show.live.perform(2, clause(1.0))
    assert show.live.scene.entries[-1].start == pytest.approx(show.mixer.scene)


def test_a_stop_ends_the_dancing(show: Show) -> None:
    show.live.perform(1, clause(5.0))
    for start in (0.0, 2.0):
        show.live.express("bob", Mark("dance", "bob 4", 0.0, 2.0), start, show.wall)
    show.at(1.0)
    show.live.stop(1)
    (entry,) = (entry for entry in show.live.scene.entries if isinstance(entry.what, Mark))
    assert entry.end == pytest.approx(1.0, abs=0.1)


def test_effects_sound_beside_the_talk(show: Show) -> None:
    show.live.perform(1, clause(2.0))
    show.live.effect(2, tone(0.5, 880), 0.5, 0.5)
    show.at(2.5)
    assert [event.id for event in show.of(Finished)] == [2, 1]


def test_seeking_back_plays_it_again(show: Show) -> None:
    show.live.perform(1, clause(1.0))
    show.at(1.5)
    show.live.seek(0.0)
    show.mixer.move(scene=0.0)
    show.told.clear()
    for _ in range(120):
        show.mixer.mix(800)
        show.told += show.live.tick(WALL + show.mixer.timeline)
    assert [type(event) for event in show.told if not isinstance(event, Position)] == [Started, Finished]


def test_an_evening_of_talk_does_not_grow_and_keeps_the_mood(show: Show) -> None:
    show.live.express("juno", Mark("expression", "sad"), None, WALL)
    for number in range(40):
        show.live.perform(number, clause(1.0))
        show.at(show.mixer.scene + 2.0)
    kept = [entry for entry in show.live.scene.entries if isinstance(entry.what, Performance)]
    assert len(kept) <= KEPT_S / 2 + 2
    assert len(show.mixer._sounds) <= len(kept)
    first = show.live.scene.entries[0]
    assert isinstance(first, Entry)
    assert first.what == Mark("expression", "sad")


def test_what_was_never_heard_takes_no_room(show: Show) -> None:
    """Visitors who ask on all day: of every answer most is still waiting when it is stopped."""
    for number in range(0, 400, 4):
        for waiting in range(4):
            show.live.perform(number + waiting, clause(1.0))
        show.at(show.mixer.scene + 0.3)
        show.live.stop(number + 3)
    assert len(show.mixer._sounds) <= KEPT_S / 0.3 + 4
    assert len(show.mixer._ready) == len(show.mixer._sounds)


def test_staging_lasts_when_old_entries_are_forgotten(show: Show) -> None:
    show.live.express("", Mark("set", "club"), 0.0, WALL)
    show.live.express("bob", Mark("enter", "left"), 0.5, WALL)
    show.live.express("bob", Mark("exit", ""), 1.0, WALL)
    show.live.express("juno", Mark("move", "right"), 1.0, WALL)
    show.live.express("", Mark("fade", "out", 0.0, 1.0), 2.0, WALL)
    for number in range(1, 5):
        show.live.express("juno", Mark("gesture", "wave"), 2.0 + number, WALL)
    show.at(KEPT_S + 10.0)
    kept = {(entry.who, entry.what.kind, entry.what.name) for entry in show.live.scene.entries}  # type: ignore[union-attr]
    assert kept == {("", "set", "club"), ("bob", "exit", ""), ("juno", "move", "right"), ("", "fade", "out")}


def test_a_show_waits_with_the_old_picture_until_it_is_let_go(show: Show) -> None:
    show.live.begin(0, 0.0, WALL, 1)
    show.at_rest()
    assert arrange(*show.live.seen(show.wall)).fade == 1.0
    show.live.perform(1, clause(2.0), 62.5)
    show.live.begin(1, 60.0, show.wall, 2)
    show.live.perform(2, clause(2.0), 61.0)
    show.live.express("juno", Mark("gesture", "wave"), 61.0, show.wall, 1)
    show.at_rest()
    assert [event.run for event in show.of(Passed)][-1] == 2
    assert show.of(Started) == []
    assert arrange(*show.live.seen(show.wall)).fade == 1.0
    show.mixer.move(speed=1.0)
    show.live.go()
    show.at(62.0)
    assert [event.id for event in show.of(Started)] == [2]
    assert [entry.what for entry in show.live.scene.entries if isinstance(entry.what, Mark)] == []
    assert show.live.seen(show.wall)[1] == pytest.approx(62.0, abs=0.05)


def test_what_was_sent_before_a_new_beginning_is_not_heard(show: Show) -> None:
    show.live.perform(1, clause(2.0), 0.0)
    show.at(0.5)
    show.live.begin(1, 100.0, show.wall, 1)
    show.at_rest()
    assert [(event.id, event.whole) for event in show.of(Finished)] == []
    show.mixer.move(speed=1.0)
    show.live.go()
    assert np.abs(show.mixer.mix(48_000)).max() == 0.0
    assert show.live.perform(1, clause(1.0)) == [Finished(1, 0.0, False)]
