"""What stays between the films of `--watch`: workers and a voice, as long as only scripts are saved."""

from __future__ import annotations

import os
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from avatar.cli import build_parser, staying
from avatar.cli.film import film_once
from avatar.cli.foreseeing import foresee
from avatar.cli.staying import Staying, StayingLink
from avatar.config import Config
from avatar.errors import FilmError
from avatar.film.workers import end_workers
from avatar.performer.messages import PerformClause, Performed, PerformFailed, Up
from avatar.text.directions import Marked

SHOW = "Title: T\nCast:\n    ANN = ann\n\nINT. ROOM - DAY\n\nANN\n{}\n"


@pytest.fixture
def stays() -> Iterator[Staying]:
    stays = Staying()
    yield stays
    stays.close()


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Namespace:
    """A film of a show whose one actor is the user's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("AVATAR_HOME", str(home))
    (home / "characters").mkdir(parents=True)
    from avatar import library

    theirs = library.character("max")
    (home / "characters" / "ann").mkdir()
    for each in theirs.iterdir():
        if each.is_file():
            (home / "characters" / "ann" / each.name).write_bytes(each.read_bytes())
    script = tmp_path / "show.fountain"
    script.write_text(SHOW.format("Hello there."), "utf-8")
    out = str(tmp_path / "film.mp4")
    return build_parser().parse_args(
        ["film", str(script), "-o", out, "--size", "64x36", "--audience", "none", "--workers", "2", "-q"]
    )


def film_again(options: Namespace, stays: Staying, *changed: Path) -> bytes:
    """The film, made as `--watch` makes it. `changed`: files that were saved since."""
    from avatar.cli import watching

    watched = watching.watch(options)
    stays.look(watched.stamps, Path(options.source))
    film_once(options, watched.check, stays)
    stays.prepare(options)
    return Path(options.output).read_bytes()


def test_workers_and_voice_stay_and_make_the_same_film_as_new_ones(asked: Namespace, stays: Staying) -> None:
    film_again(asked, stays)
    workers, link = list(stays._workers), stays._link
    assert len(workers) == 2
    assert link is not None
    voice = link.pid
    Path(asked.source).write_text(SHOW.format("Hello there, and goodbye to all of you."), "utf-8")
    again = film_again(asked, stays)
    assert stays._workers == workers
    assert stays._link is link
    assert link.pid == voice
    stays.forget()
    asked.no_cache = True
    film_once(asked)
    assert Path(asked.output).read_bytes() == again


def test_a_film_that_is_made_in_several_tries_has_the_same_workers(asked: Namespace, stays: Staying) -> None:
    with foresee(asked, stays) as foreseen:
        first = foreseen.take()
        assert len(first) == 2
        stays.keep(first)
        assert foreseen.take() == first
        assert foreseen.take() == []
        stays.keep(first)
    assert stays.take() == first
    end_workers(first)


def test_who_has_read_what_is_another_now_ends(asked: Namespace, stays: Staying) -> None:
    film_again(asked, stays)
    workers, link = list(stays._workers), stays._link
    art = Path(os.environ["AVATAR_HOME"]) / "characters" / "ann" / "character.toml"
    art.write_text(art.read_text("utf-8") + "\n# another\n", "utf-8")
    film_again(asked, stays)
    assert not set(map(id, stays._workers)) & set(map(id, workers))
    assert stays._link is not link
    assert all(worker.pipe.closed for worker in workers)


def test_nothing_stays_for_long(asked: Namespace, stays: Staying, monkeypatch: pytest.MonkeyPatch) -> None:
    film_again(asked, stays)
    stays.rest()
    assert stays._workers
    monkeypatch.setattr(staying, "IDLE_S", 0.0)
    stays.rest()
    assert not stays._workers
    assert not stays.speaks


def test_changed_code_is_not_filmed_with(stays: Staying, monkeypatch: pytest.MonkeyPatch) -> None:
    stays.look({}, None)
    monkeypatch.setattr(staying, "_look_at_code", dict)
    with pytest.raises(FilmError, match="changed while it watched"):
        stays.look({}, None)


class Heard:
    """Answers, by their ids."""

    def __init__(self) -> None:
        self.answers: dict[int, str] = {}
        self._came = threading.Condition()

    def __call__(self, message: Up) -> None:
        with self._came:
            if isinstance(message, Performed):
                self.answers[message.id] = message.performance.performance().speech.text
            elif isinstance(message, PerformFailed):
                self.answers[message.id] = message.reason
            self._came.notify_all()

    def wait(self, *ids: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: set(ids) <= self.answers.keys(), 60)


def test_a_film_hears_its_own_lines_alone() -> None:
    say: Callable[[int, str], PerformClause] = lambda number, text: PerformClause(number, Marked(text), "A", "max", "")  # noqa: E731
    first, second = Heard(), Heard()
    link = StayingLink(Config(), first)
    try:
        link.speak(say(1, "One."))
        link.speak(say(2, "Two."))
        first.wait(1)
        link.close()
        link.lend(Config(), second)
        link.speak(say(1, "Another one."))
        second.wait(1)
        assert second.answers == {1: "Another one."}
        assert first.answers.get(1) == "One."
    finally:
        link.end()
