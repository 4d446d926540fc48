"""Which shot each cue of a show is seen in."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from avatar import library
from avatar.config import Config
from avatar.scene.camera import SHOTS, list_cuts, view_at
from avatar.show.camera import PACES, RULES, PlannedShot, plan_shots
from avatar.show.cues import Act, Directed, Heading, Laugh, Say, ScriptedPause
from avatar.show.directing import direct, read
from avatar.show.lengths import estimate_starts
from avatar.show.performing import perform, scene_of
from avatar.show.script import parse
from avatar.show.sources import ScriptSource, list_stops
from avatar.types import Performance, Scene
from tests.scene.play import said

STYLES = tuple(PACES)
WORDS = ("no", "yes", "I see", "perhaps", "the soup")
WISHES = ("[[camera: wide]]", "BACK TO SCENE", "[[camera: hold]]")
ONE = frozenset({"medium", "over", "close", "reaction", "push", "whip"})


def directed(body: str, cast: str = "MAX = max; BEA = bea", head: str = "") -> Directed:
    return direct(parse(f"Title: T\nCast: {cast}\n{head}\n\nINT. STUDIO - DAY\n\n{body}"))


def generated(seed: int) -> Directed:
    """A show of any kind: talk among one to four, laughs, pauses, comings and goings, at random."""
    chance = random.Random(seed)
    roles = ["MAX", "BEA", "JUNO", "GUS"][: chance.randint(1, 4)]
    lines: list[str] = []
    for _ in range(chance.randint(10, 60)):
        who = chance.choice(roles)
        words = " ".join(
            chance.choice(["no", "yes", "I see", "perhaps", "the soup"]) for _ in range(chance.randint(1, 9))
        )
        sentences = " ".join([f"{words.capitalize()}{chance.choice('.!?.')}"] * chance.randint(1, 4))
        aside = chance.choice(["", "", "", "(sad)\n", "(surprised)\n", "(angry)\n", "(whispering)\n"])
        together = " ^" if chance.random() < 0.05 and lines else ""
        off = chance.choice(["", "", "", "", " (V.O.)", " (O.S.)"]) if not together else ""
        lines.append(f"{who}{off}{together}\n{aside}{sentences}")
        extra = chance.random()
        if extra < 0.3:
            lines.append(f"[[laugh: {chance.randint(1, 5)}]]")
        elif extra < 0.36:
            lines.append(f"{who.title()} {chance.choice(['waves', 'exits', 'walks left', 'bows', 'smiles'])}.")
        elif extra < 0.42:
            lines.append(f"(pause {chance.choice([0.5, 1.2, 2.5])}s)")
        elif extra < 0.46:
            lines.append(chance.choice(["INT. KITCHEN - DAY", "EXT. PARK - DAY"]))
        elif extra < 0.5:
            lines.append(
                chance.choice([f"[[camera: close {who}]]", "[[camera: wide]]", "BACK TO SCENE", "[[camera: hold]]"])
            )
    cast = "; ".join(f"{role} = {role.lower()}" for role in roles)
    return directed("\n\n".join(lines), cast)


def framing(shot: PlannedShot, on: list[str]) -> tuple[str, frozenset[str]]:
    """What decides whether two shots are the same picture: its size, and whom it shows."""
    if shot.shot == "wide":
        return "wide", frozenset(on)
    if shot.shot == "two":
        return "two", frozenset({shot.who, shot.other})
    return ("near" if shot.shot in ("close", "reaction", "whip") else shot.shot), frozenset({shot.who})


class Walk:
    """A show gone through beside its plan: who is on, and what is seen at each cue."""

    def __init__(self, show: Directed, plan: tuple[PlannedShot, ...]) -> None:
        self.show, self.plan = show, plan
        self.on: list[str] = []
        self.steps: list[tuple[int, list[str], PlannedShot | None]] = []
        now: PlannedShot | None = None
        for index, cue in enumerate(show.cues):
            if isinstance(cue, Heading):
                self.on = [who for who, _ in cue.people]
            if isinstance(cue, Act) and cue.mark.kind == "enter" and cue.who not in self.on:
                self.on.append(cue.who)
            at_once = [shot for shot in plan if shot.cue == index and shot.after == 0.0]
            now = at_once[-1] if at_once else now
            self.steps.append((index, list(self.on), now))
            if isinstance(cue, Act) and cue.mark.kind == "exit" and cue.who in self.on:
                self.on.remove(cue.who)
            later = [shot for shot in plan if shot.cue == index and shot.after > 0.0]
            now = later[-1] if later else now


def shows_to(shot: PlannedShot | None, who: str) -> bool:
    return shot is None or shot.shot == "wide" or who == shot.who or (shot.shot == "two" and who == shot.other)


@pytest.mark.parametrize("style", STYLES)
def test_generated_shows_keep_the_rules(style: str) -> None:
    for seed in range(120):
        show = generated(seed)
        plan = plan_shots(show, style)
        walk = Walk(show, plan)
        for index, on, shot in walk.steps:
            cue = show.cues[index]
            if isinstance(cue, Say) and not cue.unseen and cue.who in on and not cue.together:
                assert shows_to(shot, cue.who), (seed, index, shot)
        for shot in plan:
            cue = show.cues[shot.cue]
            assert shot.after == 0.0 or isinstance(cue, Laugh | ScriptedPause), "never within a word"
            assert shot.row in RULES
            assert shot.shot in SHOTS
        for one, other in pairwise(plan):
            if isinstance(show.cues[other.cue], Heading):
                continue
            on = next(people for index, people, _ in walk.steps if index == other.cue)
            _no_jump(seed, one, other, on)


def _no_jump(seed: int, one: PlannedShot, other: PlannedShot, on: list[str]) -> None:
    """Neighbours show somebody else, or the same people a fifth larger or smaller."""
    if one.shot in ONE and other.shot in ONE and one.who == other.who:
        ends = SHOTS["close"].size if one.shot == "push" else SHOTS[one.shot].size
        begins = SHOTS[other.shot].size
        assert max(ends, begins) / min(ends, begins) >= 1.2, (seed, one, other)
    assert framing(one, on) != framing(other, on) or len(on) == 0, (seed, one, other)


def test_the_camera_off_cuts_nothing() -> None:
    show = generated(3)
    assert plan_shots(show, "off") == ()
    assert not list_cuts(performed(show, "off"))


def _speak(say: Say) -> Performance:
    return said(say.who, say.text, 0.2 + 0.05 * len(say.text))


def performed(show: Directed, camera: str, start_at: int = 0) -> Scene:
    steps = perform(show, _speak, "club", 1, start_at, camera=camera)
    entries = sorted((entry for step in steps for entry in step.entries), key=lambda entry: entry.start)
    return scene_of(show, tuple(entries))


@pytest.mark.parametrize("style", STYLES)
def test_a_show_that_begins_at_a_later_line_is_seen_as_in_the_whole(style: str) -> None:
    show = generated(11)
    whole = performed(show, style)
    begins = {step.cue: step.start for step in perform(show, _speak, "club", 1, camera=style)}
    for stop in list_stops(show)[1::4]:
        part = performed(show, style, stop.cue)
        first = next(step.start for step in perform(show, _speak, "club", 1, stop.cue, camera=style))
        for after in (0.4, 1.7):
            one, other = view_at(whole, begins[stop.cue] + after), view_at(part, first + after)
            assert (one.people, one.back, one.shown) == (other.people, other.back, other.shown), stop


def test_the_same_show_has_the_same_cuts_in_any_voice() -> None:
    show = generated(5)
    slow = perform(show, lambda say: said(say.who, say.text, 2.0), "club", 1, camera="calm")
    quick = perform(show, lambda say: said(say.who, say.text, 0.5), "club", 1, camera="calm")

    def shots(steps: object) -> list[tuple[int, str, str]]:
        return [
            (step.cue, entry.who, entry.what.name)
            for step in steps  # type: ignore[attr-defined]
            for entry in step.entries
            if getattr(entry.what, "kind", "") == "camera"
        ]

    assert shots(slow) == shots(quick)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", library.shows())
def test_the_shows_are_cut_every_eight_seconds_or_more_often(name: str, style: str) -> None:
    show = read(library.show(name))
    plan = plan_shots(show, style)
    assert estimate_starts(show)[-1] / len(plan) < 8.0
    assert {shot.row for shot in plan} <= set(RULES)
    assert len({shot.shot for shot in plan}) >= 3


SCRIPTED = "MAX\nGood evening, here we are.\n\n{wish}\n\nMAX\nAnd here we stay, for all I know.\n\nBEA\nNo.\n"


def test_the_script_wins() -> None:
    show = directed(SCRIPTED.format(wish="[[camera: close BEA]]"))
    wished = [shot for shot in plan_shots(show, "calm") if shot.row == "script"]
    assert [(shot.shot, shot.who) for shot in wished] == [("close", "BEA")]


def test_a_shot_that_the_script_asks_for_holds_until_somebody_else_speaks() -> None:
    counted = "One. Two is more. Three is many. Four are too many for me. So are five."
    show = directed(f"[[camera: close MAX]]\n\nMAX\n{counted}\n\nBEA\nSix.\n")
    plan = plan_shots(show, "lively")
    first = next(place for place, shot in enumerate(plan) if shot.row == "script")
    spoken = show.cues[plan[first + 1].cue]
    assert isinstance(spoken, Say)
    assert spoken.who == "BEA"


def test_lines_shorter_than_a_shot_are_seen_in_one_picture_of_both() -> None:
    talk = "\n\n".join(f"{'MAX' if n % 2 else 'BEA'}\nNo." for n in range(12))
    plan = plan_shots(directed(talk), "calm")
    assert {shot.shot for shot in plan} <= {"wide", "two"}


def test_a_punch_line_is_near_and_the_laugh_is_in_the_partners_face() -> None:
    asked, answered = "I have had a cat at home for eleven years.", "Well, the cat has told me quite another thing."
    show = directed(f"MAX\n{asked}\n\nBEA\n{answered}\n\n[[laugh: 3]]\n\nMAX\nOh.\n")
    rows = {shot.row: shot for shot in plan_shots(show, "calm")}
    assert (rows["punch line"].shot, rows["punch line"].who) == ("close", "BEA")
    assert (rows["reaction"].shot, rows["reaction"].who) == ("reaction", "MAX")


def test_two_at_each_other_are_seen_past_the_others_shoulder() -> None:
    line = "(angry)\nYou never told me about the neighbour's cat!"
    talk = "\n\n".join(f"{'MAX' if n % 2 else 'BEA'}\n{line}" for n in range(8))
    plan = plan_shots(directed(talk), "calm")
    assert ("quarrel", "over") in {(shot.row, shot.shot) for shot in plan}


def test_two_in_a_long_talk_are_seen_from_between_them_unless_the_shoulder_hides_a_thing() -> None:
    line = "I have thought about that boat for the whole of the summer, and about the harbour."
    talk = "\n\n".join(f"{'MAX' if n % 2 else 'BEA'}\n{line}" for n in range(12))
    plan = plan_shots(directed(talk), "calm")
    assert {shot.who for shot in plan if (shot.row, shot.shot) == ("dialogue", "over")} == {"MAX", "BEA"}
    held = plan_shots(directed(f"Max picks up the phone.\n\n{talk}"), "calm")
    assert {shot.who for shot in held if shot.shot == "over"} == {"BEA"}


def test_a_thing_is_seen_in_the_hand_that_takes_it() -> None:
    talk = "BEA\nI have thought about that boat for the whole of the summer.\n\nMax picks up the phone.\n\nMAX\nHello?"
    plan = plan_shots(directed(talk), "calm")
    assert ("thing", "medium", "MAX") in {(shot.row, shot.shot, shot.who) for shot in plan}


def test_whoever_comes_in_is_seen_among_the_others() -> None:
    show = directed("MAX\nAlone at last, after all that noise in here.\n\nBea enters.\n\nBEA\nNot quite.\n")
    assert ("comes or goes", "wide") in {(shot.row, shot.shot) for shot in plan_shots(show, "calm")} or all(
        shot.shot == "wide" for shot in plan_shots(show, "calm")
    )


def test_the_title_page_and_the_settings_choose_the_camera() -> None:
    show = directed("MAX\nHello there.\n", head="Camera: lively")
    assert show.camera == "lively"
    bad = directed("MAX\nHello there.\n", head="Camera: wild")
    assert bad.camera == ""
    assert any("camera" in problem.what for problem in bad.problems)
    source = ScriptSource(Config(), show)
    assert source.directed.camera == "lively"
    source.close()


def test_every_row_asks_for_a_shot_that_there_is() -> None:
    assert all(not rule.shot or rule.shot in SHOTS for rule in RULES.values())
    assert all(rule.why.endswith(".") for rule in RULES.values())


def test_the_page_has_every_shot_and_every_row_with_its_reason() -> None:
    page = (Path(__file__).parents[2] / "docs" / "camera.md").read_text("utf-8")
    for name, kind in SHOTS.items():
        assert f"| `{name}` | {kind.size or ''} | {kind.why} |" in page
    for name, rule in RULES.items():
        shot = f"`{rule.shot}`" if rule.shot else ""
        assert f"| {name} | {shot} | {rule.why} |" in page
    for name, pace in PACES.items():
        assert f"| `{name}` | {pace.least} s | {pace.most} s | {pace.singles} |" in page


@pytest.mark.parametrize("style", STYLES)
def test_two_who_are_alone_are_not_cut_to_themselves_from_a_little_further_off(style: str) -> None:
    bounced = "\n\n".join(f"{who}\n{word}" for word in ("No.", "Yes.", "Why?", "So.") * 4 for who in ("MAX", "BEA"))
    shots = plan_shots(directed(f"{bounced}\n\n[[laugh: 3]]"), style)
    talk = [shot.shot for shot in shots if shot.row != "new place"]
    assert ("two", "wide") not in list(pairwise(talk))
    assert ("wide", "two") not in list(pairwise(talk))
