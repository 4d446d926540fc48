"""The whole ears process, with a virtual microphone; the recogniser alone is scripted, and is a real process too."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from avatar.ears import messages
from tests import virtual
from tests.ears import speech
from tests.ears.microphone import Listening, say


@pytest.fixture
def ears(tmp_path: Path, card: virtual.Sink, request: pytest.FixtureRequest) -> Iterator[Listening]:
    listening = Listening(tmp_path / "recogniser", getattr(request, "param", "Hello there."))
    yield listening
    listening.link.close()


def test_nothing_is_heard_before_it_is_asked_to_listen(ears: Listening) -> None:
    ears.until(messages.Recognising)
    say(speech.spoken())
    ears.link.listen(messages.Listen("open"))
    assert ears.until(messages.Listening).on
    assert ears.of(messages.Began) == []
    assert ears.asked == []


@pytest.mark.parametrize("ears", ["What\nWhat is your favourite food?"], indirect=True)
def test_what_is_said_comes_while_it_is_spoken_and_when_it_is_over(ears: Listening) -> None:
    ears.until(messages.Recognising)
    ears.link.listen(messages.Listen("open"))
    assert ears.until(messages.Listening).on
    say(speech.spoken())
    assert ears.until(messages.Heard).text == "What is your favourite food?"
    kinds = [type(each) for each in ears.told]
    assert kinds.index(messages.Began) < kinds.index(messages.Partial) < kinds.index(messages.Heard)
    assert kinds.index(messages.Began) < kinds.index(messages.Paused) < kinds.index(messages.Heard)
    assert ears.of(messages.Partial)[0].text == "What"
    assert ears.asked[0] < 3.0 < ears.asked[-1] < 5.0  # part of the sentence; all of it, and little silence
    say(speech.spoken("And again.", 2.0))
    assert ears.until(messages.Heard).text == "What is your favourite food?"
    assert len(ears.of(messages.Began)) == 2


def test_one_utterance_closes_the_microphone(ears: Listening) -> None:
    ears.until(messages.Recognising)
    ears.link.listen(messages.Listen("once"))
    assert ears.until(messages.Listening).on
    say(speech.spoken())
    assert ears.until(messages.Heard).text == "Hello there."
    assert not ears.until(messages.Listening).on
    say(speech.spoken())
    ears.link.listen(messages.Listen("once"))
    assert ears.until(messages.Listening).on
    assert len(ears.of(messages.Began)) == 1
    ears.link.finish()  # pressed again before anything was said
    assert ears.until(messages.Heard).text == ""
    assert not ears.until(messages.Listening).on


def test_noise_is_nobody(ears: Listening) -> None:
    ears.until(messages.Recognising)
    ears.link.listen(messages.Listen("open"))
    ears.until(messages.Listening)
    say(speech.hiss(4.0, 0.2))
    say(np.clip(speech.spoken() * 50.0, -1.0, 1.0))  # the speech is clipped, and heard
    ears.until(messages.Heard)
    assert len(ears.of(messages.Began)) == 1


@pytest.mark.parametrize("ears", ["DIE\nHello there."], indirect=True)
def test_a_recogniser_that_dies_costs_a_moment(ears: Listening) -> None:
    ears.until(messages.Recognising)
    ears.link.listen(messages.Listen("open"))
    ears.until(messages.Listening)
    say(speech.spoken())
    assert ears.until(messages.Heard).text == "Hello there."
    assert "begun again" in ears.of(messages.Trouble)[0].text


@pytest.mark.parametrize("ears", ["BROKEN"], indirect=True)
def test_without_a_recogniser_it_is_said_and_nothing_understood(ears: Listening) -> None:
    while "nothing is written down" not in ears.until(messages.Trouble).text:
        pass
    ears.link.listen(messages.Listen("open"))
    ears.until(messages.Listening)
    say(speech.spoken())
    assert ears.until(messages.Heard).text == ""


def test_without_a_microphone_it_says_so(tmp_path: Path) -> None:
    ears = Listening(tmp_path)
    ears.link.listen(messages.Listen("open"))
    assert "microphone" in ears.until(messages.Trouble).text.lower()
    ears.link.close()


def test_a_microphone_that_goes_is_taken_up_again_when_it_is_back(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with virtual.null_sink(tmp_path / "card") as card:
        for name, value in card.env.items():
            monkeypatch.setenv(name, value)
        ears = Listening(tmp_path / "recogniser")
        ears.link.listen(messages.Listen("open"))
        assert ears.until(messages.Listening).on
    assert "microphone" in ears.until(messages.Trouble).text.lower()
    assert not ears.until(messages.Listening).on
    with virtual.null_sink(tmp_path / "card"):
        while not ears.until(messages.Listening).on:
            pass
        say(speech.spoken())
        assert ears.until(messages.Heard).text == "Hello there."
    ears.link.close()


def test_ears_that_end_are_begun_again(ears: Listening) -> None:
    ears.link.listen(messages.Listen("open"))
    assert ears.until(messages.Listening).on
    pid = ears.link.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert "begun again" in ears.until(messages.Trouble).text
    while not ears.until(messages.Listening).on:
        pass
    say(speech.spoken())
    assert ears.until(messages.Heard).text == "Hello there."
