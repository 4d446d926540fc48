"""A piece of a show on a clock of its own shows what the whole does, and is equal wherever it stands."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.character.holding import Extent
from avatar.film.reel import Reel
from avatar.scene.camera import SHOTS, Sights, View, view_at
from avatar.scene.pose import pose
from avatar.scene.reading import read_at
from avatar.scene.rebasing import BASE_S, Actor, rebase
from avatar.scene.staging import WIDE, Staging, arrange
from avatar.types import Arm, Clip, Entry, Mark, Performance, Pose, Scene
from tests.film.scenes import CAST, Step, said, show

HELD = Arm("hold", 0.1, -0.2, 5.0)
ACTING = Acting(EXPRESSIONS, GESTURES, holds={"phone": HELD, "glass": HELD}, wears=True, hat="bowler")
ACTORS = {member.character: Actor(ACTING, hops=True) for member in CAST}
THINGS = {"phone": Extent(0.1, -0.6, 0.5, 0.0), "glass": Extent(-0.2, -1.1, 0.9, 0.0)}
SIGHTS = Sights(
    things={member.character: THINGS for member in CAST}, hats=lambda character, name: Extent(-0.4, -1.3, 0.4, -0.6)
)
CLOSE = 2e-5
"""Degrees, head heights and shares: far below what moves a pixel's edge."""


def seen(of: Pose) -> dict[str, object]:
    """All that is seen of somebody, by name, each a number or a word."""
    found: dict[str, object] = {}
    for part in of.__dataclass_fields__:
        value = getattr(of, part)
        if isinstance(value, np.ndarray):
            value = dict(enumerate(value.tolist()))
        elif hasattr(value, "_asdict"):
            value = value._asdict()
        elif part == "place":
            value = vars(value)
        fields = value.items() if hasattr(value, "items") else [("", value)]
        found |= {f"{part}.{name}": each for name, each in fields}
    return found


def staged(staging: Staging) -> dict[str, object]:
    found = {"set": staging.set, "title": staging.title, "share": staging.title_share, "fade": staging.fade}
    for number, member in enumerate(staging.people):
        found |= {f"{number}": member.who} | {f"{number} {name}": each for name, each in vars(member.place).items()}
    return found


def looked(view: View) -> dict[str, object]:
    windows = {"people": view.people, "back": view.back}
    found: dict[str, object] = {
        f"{name} {part}": n for name, window in windows.items() for part, n in window._asdict().items()
    }
    return found | {
        name: getattr(view, name) for name in ("front", "near", "soft", "shown", "shoulder", "moving", "drifts")
    }


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return [
        f"{name}: {one.get(name)} {other.get(name)}"
        for name in one.keys() | other.keys()
        if not _alike(one.get(name, 0.0), other.get(name, 0.0))
    ]


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) < CLOSE
    return one == other


def with_cards(steps: list[Step], seed: int) -> list[Step]:
    """The same show with clocks, shots, cards and fades in it."""
    dice, keys, odd = random.Random(seed), random.Random(seed), random.Random(seed)
    found = []
    for number, step in enumerate(steps):
        more = [Entry(step.start, "", Mark("clock", f"{number}"))] if dice.random() < 0.5 else []
        more += [Entry(step.start, "", Mark("title", "A card", end=2.0))] if dice.random() < 0.1 else []
        more += (
            [Entry(step.start, "", Mark("fade", dice.choice(["in", "out"]), end=0.8))] if dice.random() < 0.2 else []
        )
        more += [Entry(step.start, "BEN", Mark("dance", "bob 4", end=2.0))] if dice.random() < 0.2 else []
        if keys.random() < 0.3:
            key = Mark(keys.choice(["head", "brows"]), "0.5 0.2 0 0|-0.5 0 0.3 0|in-out|io", 0.1, 1.3)
            more.append(Entry(step.start, keys.choice(["ANA", "BEN"]), key))
        if dice.random() < 0.4:
            thing = Mark("prop", dice.choice(["phone", "glass", ""]))
            more.append(Entry(step.start, dice.choice(["ANA", "BEN"]), thing))
        if dice.random() < 0.3:
            hat = Mark("hat", dice.choice(["cap", "crown", "none"]))
            more.append(Entry(step.start, dice.choice(["ANA", "BEN"]), hat))
        if dice.random() < 0.6:
            who, shot = dice.choice(["ANA", "BEN"]), dice.choice([*SHOTS])
            more.append(Entry(step.start, who, Mark("camera", shot, end=1.7 if shot == "push" else None)))
        if odd.random() < 0.4:
            soon = step.start + odd.choice([0.0, 0.005, 0.1, 0.2, 0.4])
            after = Mark("camera", odd.choice(["push", "whip", "close", "over"]), end=odd.choice([None, 1.7]))
            more.append(Entry(soon, odd.choice(["ANA", "BEN", ""]), after))
        found.append(Step(tuple(sorted((*more, *step.entries), key=lambda entry: entry.start)), step.start))
    return found


def pieces(steps: list[Step], whole: Scene, seed: int, reads: bool) -> Iterator[tuple[float, float, Scene]]:
    """Pieces as a film's segments have them, of many lengths."""
    dice = random.Random(seed)
    reel, begin = Reel(replace(whole, entries=()), steps), 0.0
    while begin < whole.duration:
        end = begin + dice.choice([0.4, 1.5, 4.0])
        reel.until(end + 2.0)
        yield begin, end, rebase(reel.window(begin, end), begin, end, ACTORS, reads=reads)
        begin = end


@pytest.mark.parametrize("seed", [*range(6), 286])  # the last has two fades that begin together
def test_a_piece_shows_what_the_whole_scene_does(seed: int) -> None:
    steps = with_cards(show(150.0, seed), seed)
    entries = sorted((entry for step in steps for entry in step.entries), key=lambda entry: entry.start)
    whole = Scene(CAST, tuple(entries), seed=7)
    dice = random.Random(seed)
    for begin, end, piece in pieces(steps, whole, seed, reads=True):
        for share in (0.0, dice.random(), dice.random(), 0.999):
            t = share * (end - begin)
            there, here = arrange(whole, begin + t + 1e-6), arrange(piece, BASE_S + t + 1e-6)
            assert not differences(staged(here), staged(there)), (begin, t)
            assert read_at(piece, BASE_S + t + 1e-6) == read_at(whole, begin + t + 1e-6)
            look = view_at(whole, begin + t + 1e-6, WIDE, SIGHTS)
            assert not differences(looked(view_at(piece, BASE_S + t + 1e-6, WIDE, SIGHTS)), looked(look)), (begin, t)
            for member in there.people:
                if look.shown is not None and member.who not in look.shown:
                    continue
                one = pose(piece, member.who, BASE_S + t + 1e-6, ACTING, places=here.places)
                other = pose(whole, member.who, begin + t + 1e-6, ACTING, places=there.places)
                assert not differences(seen(one), seen(other)), (member.who, begin, t)


def played(origin: float, first: str = "So it was.", face: str = "smile") -> Scene:
    """A scene of a minute with somebody's first line before a shot that begins with a cut at `origin` + 10 s."""
    clause = said("ANA", "And this is what comes after it.", 1.7, (Mark("expression", "sad", 0.2),))
    before = said("BEN", first, 0.1 * len(first), (Mark("expression", face, 0.1), Mark("look", "ANA", 0.2, 0.9)))
    cut = origin + 10.0
    marks = [Mark("set", "club"), Mark("clock", "a shot")]
    entries = [
        Entry(0.0, "", Mark("clock", "the first")),
        *(Entry(0.0, member.who, Mark("enter", "")) for member in CAST),
        Entry(cut - 2.5 - before.duration, "BEN", before),
        Entry(cut - 2.0, "BEN", Mark("expression", "neutral")),
        *(Entry(cut, "", mark) for mark in marks),
        *(Entry(cut, member.who, Mark("enter", "")) for member in CAST),
        Entry(cut + 0.5, "ANA", clause),
        Entry(cut + 3.0, "BEN", said("BEN", "Quite.", 0.6)),
    ]
    return Scene(CAST, tuple(sorted(entries, key=lambda entry: entry.start)), "studio", seed=3)


def plain(scene: Scene) -> list[object]:
    """All of a scene in values that can be compared."""
    found: list[object] = [scene.set, scene.cast, scene.seed]
    for entry in scene.entries:
        what: object = entry.what
        if isinstance(what, Performance):
            assert not what.speech.clip.samples.any()
            clip = what.speech.clip
            what = (
                len(clip.samples),
                clip.rate,
                what.mouth.weights.tolist(),
                what.marks,
                what.captions,
                what.speech.text,
            )
        assert not isinstance(what, Clip)
        found.append((entry.start, entry.who, what))
    return found


def test_a_shot_is_equal_whatever_came_before_it() -> None:
    """Later in the show, after another line, after another face: to the last bit."""
    usual = played(0.0)
    for other in (played(0.1 + 7 / 3), played(0.0, "So it was, my dear, and will be."), played(31.7, "Oh!", "angry")):
        cuts = [next(e.start for e in scene.entries if isinstance(e.what, Mark) and e.what.name == "club")
                for scene in (usual, other)]  # fmt: skip
        for begin, end in ((0.0, 4.0), (4.0, 8.0)):
            one, another = (rebase(scene, cut + begin, cut + end, ACTORS)
                            for scene, cut in zip((usual, other), cuts, strict=True))  # fmt: skip
            assert plain(one) == plain(another)


def test_what_is_said_counts_where_it_is_read() -> None:
    first, other = played(0.0, "So it was."), played(0.0, "So it is?!")
    begin = 10.0 - 2.5 - 1.0
    assert plain(rebase(first, begin, 8.0, ACTORS)) == plain(rebase(other, begin, 8.0, ACTORS))
    assert plain(rebase(first, begin, 8.0, ACTORS, reads=True)) != plain(rebase(other, begin, 8.0, ACTORS, reads=True))


def test_who_is_not_seen_is_left_out() -> None:
    """Another scene's people change nothing here."""
    more = (*CAST, replace(CAST[0], who="ZOE"))
    scene = played(0.0)
    with_zoe = Scene(more, (Entry(0.0, "ZOE", Mark("exit", "")), *scene.entries), "studio", seed=3)
    assert plain(rebase(scene, 11.0, 12.0, ACTORS)) == plain(rebase(with_zoe, 11.0, 12.0, ACTORS))
