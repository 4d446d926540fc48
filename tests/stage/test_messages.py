"""Everything that the chat and the stage say to each other survives the pipe."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import Any

import pytest

from avatar import processes, scenefile
from avatar.config import Config
from avatar.scene.widgets import Rect, Widget, to_json
from avatar.stage import messages
from tests.stage.playing import clause

EXAMPLES: tuple[Any, ...] = (
    messages.Open({"mode": "none"}, {"volume": 0.5}, [{"who": "juno", "character": "x", "place": {"x": 0.5}}], "t"),
    messages.Perform(1, scenefile.pack(clause())[0], scenefile.pack(clause())[1], None, 0.25),
    messages.Effect(2, 48_000, b"\1\0" * 100_000, 1.5, 0.5),
    messages.Stop(3),
    messages.Begin(4, 62.5, 7),
    messages.Express("juno", "expression", "smile", 0.5, None, 2.0),
    messages.Load(None, "plain"),
    messages.Sound(0.25, True),
    messages.Move(3.0, None),
    messages.Face(80, 60),
    messages.View(True, False),
    messages.Measure(),
    messages.Quit(),
    messages.Overlay(to_json((Widget("a", "button", Rect(0.1, 0.2, 0.3, 0.4), "é"),)), (0.01, 0.0)),
    messages.Ready("window", "speakers", 0.03, "", "llvmpipe"),
    messages.Started(1, 2.5),
    messages.Position(1, 0.5, 3),
    messages.Passed(63.5, 7),
    messages.Finished(1, 1.25, False),
    messages.Typed("é"),
    messages.Pointer(0.25, 0.75, True),
    messages.Sized(1920, 1080),
    messages.Frame(2, 1, bytes(range(8))),
    messages.Closed(),
    messages.Fault("The stage is dark. Turn on a light."),
    messages.Underruns(3),
    messages.Measured(1.0, 60, 2, [0.5], [1.5], 0, 12.5),
)


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_a_message_comes_out_as_it_went_in(message: Any) -> None:
    pipe = io.BytesIO(b"".join(processes.encode(message)))
    header, blob = processes.read_frame(pipe) or ({}, b"")
    while piece := processes.read_frame(pipe):
        blob += piece[1]
    assert header["type"] == type(message).__name__
    values = dict(header["fields"])
    if "blob" in {each.name for each in fields(message)}:
        values["blob"] = blob
    rebuilt = type(message)(**values)
    for each in fields(message):
        was, came = getattr(message, each.name), getattr(rebuilt, each.name)
        assert came == (list(was) if isinstance(was, tuple) else was)


def test_every_message_has_an_example() -> None:
    assert {type(example) for example in EXAMPLES} == {*messages.DOWN, *messages.UP}


def test_a_performance_comes_out_to_the_bit() -> None:
    sent = clause(0.7)
    came = scenefile.unpack(*scenefile.pack(sent))
    assert came.speech.text == sent.speech.text
    assert (came.speech.clip.samples == sent.speech.clip.samples).all()
    assert (came.mouth.weights == sent.mouth.weights).all()


def test_the_settings_fit_into_open() -> None:
    from dataclasses import asdict

    config = Config()
    header = processes.encode(messages.Open(asdict(config.stage), asdict(config.sound), []))[0]
    assert b'"mode":"auto"' in header
