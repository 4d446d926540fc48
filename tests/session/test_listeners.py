from __future__ import annotations

import logging

import pytest

from avatar.session import Notice, SessionEvent
from avatar.session.listeners import Listeners


def test_everybody_hears_everything_until_they_want_no_more() -> None:
    listeners, one, two = Listeners(), list[SessionEvent](), list[SessionEvent]()
    listeners.subscribe(one.append)
    unsubscribe = listeners.subscribe(two.append)
    listeners.tell(Notice("first"))
    unsubscribe()
    unsubscribe()
    listeners.tell(Notice("second"))
    assert one == [Notice("first"), Notice("second")]
    assert two == [Notice("first")]


def test_a_listener_that_fails_is_logged_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    listeners, heard = Listeners(), list[SessionEvent]()

    def fail(event: SessionEvent) -> None:
        raise ValueError("not mine")

    listeners.subscribe(fail)
    listeners.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        listeners.tell(Notice("all the same"))
    assert heard == [Notice("all the same")]
    assert "a listener failed at Notice" in caplog.text
    assert "not mine" in caplog.text


def test_the_same_function_may_listen_twice() -> None:
    listeners, heard = Listeners(), list[SessionEvent]()
    listeners.subscribe(heard.append)
    once = listeners.subscribe(heard.append)
    listeners.tell(Notice("twice"))
    once()
    listeners.tell(Notice("once"))
    assert [each.text for each in heard if isinstance(each, Notice)] == ["twice", "twice", "once"]


def test_who_leaves_while_it_is_told_takes_nothing_from_the_others() -> None:
    listeners, heard = Listeners(), list[SessionEvent]()
    leave = listeners.subscribe(lambda event: leave())
    listeners.subscribe(heard.append)
    listeners.tell(Notice("here"))
    assert heard == [Notice("here")]
