"""What of a visitor's typing counts, how often they may ask, and what is kept."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from avatar.errors import ConfigError
from avatar.kiosk.session import Blocked, Visit, Visits, clean_text, read_blocked


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("hello", "hello"),
        ("a\x00b\x07c\x1b[2Jd", "abc[2Jd"),
        ("two\nlines\tand\rtabs", "two lines and tabs"),
        ("\u202eevil\u202c", "evil"),
        ("e\u0301", "\u00e9"),
        ("\ud800broken", "broken"),
        ("नमस्ते", "नमस्ते"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("../../etc/passwd; rm -rf / $(reboot)", "../../etc/passwd; rm -rf / $(reboot)"),
    ],
)
def test_control_characters_are_dropped_and_words_kept(typed: str, shown: str) -> None:
    assert clean_text(typed, 200) == shown


def test_a_megabyte_is_cut() -> None:
    assert clean_text("x" * (1 << 20), 200) == "x" * 200
    assert clean_text("\x00" * (1 << 20) + "x", 200) == ""
    assert clean_text("x", 0) == ""


def test_many_questions_in_a_minute_are_too_many_and_a_minute_later_they_are_not() -> None:
    visit = Visit()
    for second in range(5):
        assert visit.may_ask(float(second), 5)
        visit = visit.with_question(float(second))
    assert not visit.may_ask(5.0, 5)
    assert visit.may_ask(60.5, 5)
    assert len(visit.with_question(1000.0).asked) == 1


@pytest.mark.parametrize(
    "text", ["you twit", "TWIT!", "tw1t", "twiiiit", "t w i t", "twît", "t-w-i-t", "what a Twit.", "silly sausage you"]
)
def test_blocked_words_are_found_however_they_are_written(text: str) -> None:
    assert text in Blocked(["twit", "silly sausage"])


@pytest.mark.parametrize("text", ["twitter", "a twitch", "sausage", "silly", "", "It was a test", "2 + 2"])
def test_other_words_are_left_alone(text: str) -> None:
    assert text not in Blocked(["twit", "silly sausage"])


def test_a_list_is_read_without_remarks_and_a_broken_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("# ours\n\nTwit\n", "utf-8")
    assert len(read_blocked(str(path))) == 1
    assert len(read_blocked("")) == 0
    with pytest.raises(ConfigError, match="can't be read"):
        read_blocked(str(tmp_path / "nothing"))
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_blocked(str(path))


def test_nothing_is_kept_unless_switched_on(tmp_path: Path) -> None:
    Visits(tmp_path / "visits", on=False, days=7).keep([("user", "secret")])
    assert list(tmp_path.rglob("*")) == []


def test_visits_are_kept_for_some_days_and_for_the_owner_alone(tmp_path: Path) -> None:
    visits = Visits(tmp_path, on=True, days=7)
    visits.keep([("user", "hello"), ("character", "hi")], now=1_000_000.0)
    (path,) = tmp_path.glob("*.json")
    assert [turn["text"] for turn in json.loads(path.read_text("utf-8"))["turns"]] == ["hello", "hi"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    os.utime(path, (1_000_000.0, 1_000_000.0))
    assert visits.tidy(1_000_000.0 + 6 * 86_400) == 0
    assert visits.tidy(1_000_000.0 + 8 * 86_400) == 1


def test_what_was_kept_goes_once_keeping_is_switched_off(tmp_path: Path) -> None:
    Visits(tmp_path, on=True, days=7).keep([("user", "hello")])
    assert Visits(tmp_path, on=False, days=7).tidy() == 1


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Visits(tmp_path / "file", on=True, days=7).keep([("user", "hello")])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == ""
