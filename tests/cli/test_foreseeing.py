"""Workers that start early: for what was not filmed before, and for nothing else."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from avatar import children
from avatar.cli import build_parser
from avatar.cli.foreseeing import PERFORMER, foresee


def asked(*arguments: str) -> Namespace:
    return build_parser().parse_args(["film", *arguments, "--workers", "2"])


def count_early(options: Namespace) -> int:
    """Workers that start before anything is read."""
    with foresee(options) as foreseen:
        taken = foreseen.take()
        for worker in taken:
            worker.end()
        return len(taken)


def test_they_start_for_what_was_not_filmed_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    script = tmp_path / "show.fountain"
    script.write_text("JUNO\nHello.\n")
    film = asked(str(script), "-o", str(tmp_path / "film.mp4"))
    assert count_early(film) == 2
    with foresee(film) as foreseen:
        foreseen.remember()
    assert count_early(film) == 0
    assert count_early(asked(str(script), "-o", str(tmp_path / "film.mp4"), "--size", "720p")) == 2
    script.write_text("JUNO\nHello again.\n")
    assert count_early(film) == 2


def test_none_start_where_nothing_is_drawn_or_a_picture_is_lent_later() -> None:
    for more in (
        ["--still", "1", "-o", "a.png"],
        ["-o", "a.wav"],
        ["--sheet", "a.png"],
        ["-o", "a.mp4", "--picture", "b"],
    ):
        assert count_early(asked("--text", "Hello.", *more)) == 0


def speaks_early(options: Namespace) -> bool:
    """Whether somebody is there to speak before anything is read; nobody stays."""
    with foresee(options):
        early = children._EARLY.get(PERFORMER)
    assert early is None or early.poll() is not None, "nobody asked for it, and it has ended"
    return early is not None


def test_who_speaks_starts_for_a_script_that_was_not_filmed_before_whatever_it_is_filmed_as(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    script = tmp_path / "show.fountain"
    script.write_text("JUNO\nHello.\n")
    film = asked(str(script), "-o", str(tmp_path / "film.mp4"))
    assert speaks_early(film)
    with foresee(film) as foreseen:
        foreseen.remember()
    assert not speaks_early(film)
    assert not speaks_early(asked(str(script), "-o", str(tmp_path / "film.mp4"), "--size", "720p"))
    script.write_text("JUNO\nHello again.\n")
    assert speaks_early(film)
    assert not speaks_early(asked("--text", "Hello.", "-o", str(tmp_path / "film.mp4")))
