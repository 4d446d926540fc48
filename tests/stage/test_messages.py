"""Everything that the chat and the stage say to each other survives the pipe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.config import SoundConfig, StageConfig
from avatar.scene.widgets import LONGEST, MOST, Rect, Widget, limit_widgets
from avatar.scenefile import Packed
from avatar.stage import messages
from avatar.types import CastMember, Mark, Place
from tests.stage.playing import clause
from tests.travelling import through_the_pipe, values

EXAMPLES: tuple[messages.Down | messages.Up, ...] = (
    messages.Open(
        StageConfig(mode="none"), SoundConfig(volume=0.5), (CastMember("juno", "x", place=Place(0.5)),), "t", (8, 6)
    ),
    messages.Perform(1, Packed.of(clause()), None, 0.25),
    messages.Effect(2, 48_000, b"\1\0" * 100_000, 1.5, 0.5),
    messages.Stop(3),
    messages.Begin(4, 62.5, 7),
    messages.Express("juno", Mark("expression", "smile", strength=0.5), 2.0),
    messages.Load(None, "plain", ("club",)),
    messages.Loudness(0.25, True),
    messages.Hush(1.0),
    messages.Move(3.0, None),
    messages.FaceSize(80, 60),
    messages.Hover(0.5, -0.25, True),
    messages.View(True, False),
    messages.Measure(),
    messages.Sketch(1.5, Packed.of(clause()), Packed.of(clause())),
    messages.Surround((messages.Placed(1.5, "BEA", Mark("camera", "close")),), 7, False),
    messages.Hold(2.5),
    messages.Overhear(True),
    messages.Played(12.5, 48_000, b"\x00\x01"),
    messages.Quit(),
    messages.Overlay((Widget("a", "button", Rect(0.1, 0.2, 0.3, 0.4), "é"),), (0.01, 0.0)),
    messages.Ready("window", "speakers", 0.03, "", "llvmpipe"),
    messages.Started(1, 2.5),
    messages.Position(1, 0.5, 3),
    messages.Passed(63.5, 7),
    messages.Finished(1, 1.25, False),
    messages.Typed("é"),
    messages.Pointer(0.25, 0.75, True),
    messages.Dragged(0.5, 0.0),
    messages.Touched("poke", "head"),
    messages.Sized(1920, 1080),
    messages.FacePicture(2, 1, bytes(range(8))),
    messages.Closed(),
    messages.StageFault("The stage is dark. Turn on a light."),
    messages.Underruns(3),
    messages.Measured(1.0, 60, 2, (0.5,), (1.5,), 0, 12.5),
)


KINDS: messages.Kinds[messages.Down | messages.Up] = messages.Kinds(messages.Down | messages.Up)


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: type(message).__name__)
def test_a_message_comes_out_as_it_went_in(message: messages.Down | messages.Up) -> None:
    assert through_the_pipe(message, KINDS) == message


@given(st.one_of(*map(values, KINDS)))
def test_whatever_it_says_it_comes_out_as_it_went_in(message: messages.Down | messages.Up) -> None:
    assert through_the_pipe(message, KINDS) == message


def test_every_message_has_an_example() -> None:
    assert {type(example) for example in EXAMPLES} == {*messages.DOWN, *messages.UP}


def test_a_performance_comes_out_to_the_bit() -> None:
    sent = clause(0.7)
    came = through_the_pipe(messages.Perform(1, Packed.of(sent)), messages.DOWN).performance.performance()
    assert came.speech.text == sent.speech.text
    assert (came.speech.clip.samples == sent.speech.clip.samples).all()
    assert (came.mouth.weights == sent.mouth.weights).all()


def test_a_picture_has_room_for_so_many_widgets_and_words() -> None:
    few = (Widget("a", "text", Rect(0, 0, 1, 1), "short"),)
    assert limit_widgets(few) == few
    many = limit_widgets((replace(few[0], text="x" * (LONGEST + 1)),) * (MOST + 1))
    assert len(many) == MOST
    assert {len(each.text) for each in many} == {LONGEST}
