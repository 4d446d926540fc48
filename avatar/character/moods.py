"""Reading what a character's file says of its expressions, gestures and temperament."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import pairwise
from typing import TypeVar

from avatar.character.accord import ACCORD
from avatar.character.acting import EXPRESSIONS, GESTURES, NEEDED, Acting, Expression, Gesture, GestureFace, GestureKey
from avatar.character.fields import Fields, Problems
from avatar.character.swings import Cycle, Swing
from avatar.types import Arm, Body, Brows, Eyes, Head, Mouth


def read_acting(
    top: Fields,
    sprites: Mapping[str, str],
    swings: Mapping[str, Swing],
    cycles: Mapping[str, Cycle],
    problems: Problems,
) -> Acting:
    """A character's acting: what every character can do, changed where its file says so."""
    temper = top.table("temperament")
    expressions = dict(EXPRESSIONS)
    table = top.table("expressions")
    for name in table.names():
        with problems:
            expressions[name] = _expression(table.table(name), expressions.get(name, Expression()))
    gestures: dict[str, Gesture] = GESTURES | ACCORD
    table = top.table("gestures")
    for name in table.names():
        with problems:
            gestures[name] = _gesture(table.table(name), gestures.get(name))
    energy, blinks = 1.0, 1.0
    with problems:
        energy, blinks = temper.number("energy", 1.0, 0, 3), temper.number("blinks", 1.0, 0, 3)
        temper.done()
    assert all(name in expressions for name in NEEDED)
    return Acting(expressions, gestures, energy, blinks, sprites, swings, cycles)


_Part = TypeVar("_Part", Mouth, Eyes, Brows, Head, Body)


def _part(table: Fields, base: _Part) -> _Part:
    values = {key: table.number(key, old, -90, 90) for key, old in base._asdict().items()}
    table.done()
    return type(base)(**values)


def _expression(table: Fields, base: Expression) -> Expression:
    parts = {
        field.name: _part(table.table(field.name), getattr(base, field.name))
        for field in fields(Expression)
        if field.name not in ("extras", "shape")
    }
    extras = table.table("extras")
    values = {**base.extras, **{key: extras.number(key, low=0, high=1) for key in extras.names()}}
    shape = table.text("shape", base.shape)
    _words(table)
    return Expression(**parts, extras=values, shape=shape)


def _words(table: Fields) -> None:
    """Check that the words and emoji that ask for it are text; `avatar.text.vocabulary` reads what they mean."""
    table.text("words", "")
    table.text("emoji", "")
    table.done()


def _gesture(table: Fields, base: Gesture | None) -> Gesture:
    keys = [_key(each) for each in table.tables("keys")]
    shape = table.text("shape", base.shape if base else "")
    if not keys and base is not None:  # more words for what everybody can do, or a picture of the mouth for it
        _words(table)
        return replace(base, shape=shape)
    if len(keys) < 2 or any(second.at <= first.at for first, second in pairwise(keys)):
        raise table.error(
            f"{table.place} needs two keys or more, each later than the one before", "Correct their times (at)."
        )
    _words(table)
    return Gesture(tuple(keys), shape)


def _key(table: Fields) -> GestureKey:
    key = GestureKey(
        at=table.number("at", low=0, high=60),
        left=_arm(table.table("left")),
        right=_arm(table.table("right")),
        head=_part(table.table("head"), Head()),
        body=_part(table.table("body"), Body()),
        brows=_part(table.table("brows"), Brows()),
        shut=table.number("shut", 0.0, 0, 1),
        face=_face(table.table("face")) if table.has("face") else GestureFace(),
    )
    table.done()
    return key


def _face(table: Fields) -> GestureFace:
    """Mouth and eyes of a key; written at all, they are there wholly unless their share says otherwise."""
    share = table.number("share", 1.0, 0, 1)
    face = GestureFace(share, _part(table.table("mouth"), Mouth()), _part(table.table("eyes"), Eyes()))
    table.done()
    return face


def _arm(table: Fields) -> Arm:
    arm = Arm(
        table.text("name", ""),
        table.number("x", 0.0, -5, 5),
        table.number("y", 0.0, -5, 5),
        table.number("angle", 0.0, -360, 360),
        table.number("shown", 0.0, 0, 1),
    )
    table.done()
    return arm
