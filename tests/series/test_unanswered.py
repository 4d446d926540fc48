"""A voice that does not answer: the film is not finished, and is made the next time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from avatar.config import Config
from avatar.performer.messages import Mime, PerformClause, Performed, Up
from avatar.scenefile import Packed
from avatar.series import plan
from avatar.series.episodes import read_episodes
from avatar.series.filming import Crew, get_ready, make_film
from avatar.series.films import Records
from avatar.show import speaking
from avatar.show.cues import Say
from avatar.show.speaking import keep_silent
from tests.series.seasons import write_series


class Hasty:
    """Says each line at once, and inaudibly, but for those that hold `silent`."""

    silent = ""

    def __init__(self, config: Config, came: Callable[[Up], None]) -> None:
        self._came = came

    def speak(self, message: PerformClause | Mime) -> None:
        assert isinstance(message, PerformClause)
        if not self.silent or self.silent not in message.said.shown:
            said = keep_silent(Say(1, message.who, message.said.shown))
            self._came(Performed(message.id, Packed.of(said)))

    def close(self) -> None:
        pass


def test_a_film_whose_voice_did_not_answer_is_made_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = plan.read(write_series(tmp_path, ("One",)))
    (ready,) = get_ready(series, read_episodes(series), Config())
    (wanted,) = ready.films
    crew = Crew(workers=1, make_link=lambda directed: Hasty)
    monkeypatch.setattr(speaking, "LONGEST_WAIT_S", 0.2)
    monkeypatch.setattr(Hasty, "silent", "So you are")
    outcome = make_film(series, ready, wanted, Config(), crew=crew)
    assert "01-one.fountain, line 10: This could not be spoken: the voice did not answer" in outcome.trouble
    assert Records(series.films).find_state(wanted) == "missing"
    monkeypatch.setattr(Hasty, "silent", "")
    assert make_film(series, ready, wanted, Config(), crew=crew).trouble == ""
    assert Records(series.films).find_state(wanted) == "made"
