"""A show performed: who is heard and seen when, the same every time."""

from __future__ import annotations

import math
import os
import signal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar import scenefile
from avatar.config import Config, VoiceConfig
from avatar.scene.staging import arrange
from avatar.show import audience, timing
from avatar.show.cues import Directed, Laugh, Say
from avatar.show.directing import direct
from avatar.show.lengths import count_lines, estimate_starts, measure_lengths
from avatar.show.performing import LineSpeaker, PerformedCue, perform, scene_of
from avatar.show.script import parse
from avatar.show.speaking import keep_silent
from avatar.show.timing import TIMING, seconds
from avatar.types import Clip, Entry, Mark, Performance, Scene
from tests.show.plays import perform_whole

CAST = "Title: T\nCast:\n    MAX = max\n    BEA = bea\n\n"

SHOW = (
    CAST
    + """# One

INT. COMEDY CLUB - NIGHT

[[music: lounge]]

MAX
(smile)
Good evening. I had a dog.
(beat)
He left.

[[laugh: 3]]

BEA
(whispering)
I have the *dog* now.

[[sfx: rimshot]]

Bea walks left.

> CUT TO:

# Two

INT. LIVING ROOM - DAY

MAX
Where is he?

Bea enters.

BEA
Hello, my dear Max. Goodbye, my dear.

MAX ^
Goodbye. Oh, hello there, and how are you?

[[music: stop]]

> FADE OUT.
"""
)


def show(text: str = SHOW) -> Directed:
    directed = direct(parse(text))
    assert directed.problems == ()
    return directed


def steps(directed: Directed, **rest: object) -> list[PerformedCue]:
    return list(perform(directed, keep_silent, **rest))  # type: ignore[arg-type]


def entries(found: list[PerformedCue]) -> list[Entry]:
    return sorted((entry for step in found for entry in step.entries), key=lambda entry: entry.start)


def lines(found: list[PerformedCue]) -> dict[str, Entry]:
    """Each sentence by its text."""
    return {each.what.speech.text: each for each in entries(found) if isinstance(each.what, Performance)}


def marks(found: list[PerformedCue], kind: str) -> list[tuple[float, str, str]]:
    return [
        (round(each.start, 3), each.who, each.what.name)
        for each in entries(found)
        if isinstance(each.what, Mark) and each.what.kind == kind
    ]


def test_everything_is_on_one_clock_in_the_order_of_the_script() -> None:
    directed = show()
    found = steps(directed)
    assert [step.cue for step in found] == list(range(len(directed.cues) + 1))
    assert found[0].start == 0.0
    assert all(b.start >= a.start for a, b in pairwise(found) if not _together(directed, b.cue))
    said = lines(found)
    assert {say.text for say in directed.cues if isinstance(say, Say)} == set(said)
    assert said["He left."].start - said["I had a dog."].end == pytest.approx(0.6, abs=1e-6)
    assert max(entry.end for entry in entries(found)) >= found[-1].t - 1e-6


def _together(directed: Directed, cue: int) -> bool:
    return cue < len(directed.cues) and getattr(directed.cues[cue], "together", False)


def test_a_step_is_there_before_the_next_line_is_spoken() -> None:
    directed = show(CAST + "MAX\nOne is said.\n\nBEA\nTwo is said.\n\nMAX\nThree is said.\n")
    spoken: list[str] = []

    def speak(say: Say) -> Performance:
        spoken.append(say.text)
        return keep_silent(say)

    run = perform(directed, speak)
    assert spoken == []
    while not any(isinstance(entry.what, Performance) for entry in next(run).entries):
        pass
    assert spoken == ["One is said."]


def test_two_who_speak_together_begin_together_and_the_next_waits_for_both() -> None:
    directed = show(
        CAST + "MAX\nYes. Of course I do, my dear.\n\nBEA ^\nNo, never, not in all my life.\n\nMAX\nWell then.\n"
    )
    found = steps(directed)
    said = lines(found)
    first, second, third = said["Yes. Of course I do, my dear."], *list(said.values())[1:]
    assert first.start == second.start
    assert third.start >= max(first.end, second.end)


def test_a_punch_line_is_held_and_a_retort_comes_quickly() -> None:
    said = lines(
        steps(
            show(
                CAST + "MAX\nI had a dog. It left me then.\n\n[[laugh: 2]]\n\nBEA\nDid he?\n\nMAX\nYes.\n\n[[laugh]]\n"
            )
        )
    )
    assert said["It left me then."].start - said["I had a dog."].end >= seconds("hold before a punch line") - 1e-6
    assert said["Yes."].start - said["Did he?"].end == pytest.approx(seconds("retort"))


@pytest.mark.parametrize("house", ["table", "club", "theatre"])
def test_the_speaker_waits_for_the_laugh_to_crest_and_talks_over_its_tail(house: str) -> None:
    directed = show(CAST + "MAX\nHe left me.\n\n[[laugh: 4]]\n\nMAX\nAnyway, there we are.\n\nBEA\nQuite.\n")
    found = steps(directed, audience=house)
    said = lines(found)
    (laugh,) = [entry for entry in entries(found) if isinstance(entry.what, Clip)]
    assert laugh.start == said["He left me."].end
    again = said["Anyway, there we are."].start
    made = audience.laugh(4, house, directed.seed)
    assert laugh.start + made.crest_s < again < laugh.end
    tail = laugh.what.samples[round((again - laugh.start) * laugh.what.rate) :].astype(float)  # type: ignore[union-attr]
    whole_tail = made.clip.samples[-len(tail) :].astype(float)
    assert np.abs(tail).sum() < 0.8 * np.abs(whole_tail).sum()


def test_a_bigger_house_laughs_longer_and_none_leaves_a_beat() -> None:
    text = CAST + "MAX\nHe left me.\n\n[[laugh: 3]]\n\nMAX\nAnyway, there we are.\n\nBEA\nQuite.\n"
    gaps = {}
    for house in ("none", "table", "club", "theatre"):
        said = lines(found := steps(show(text), audience=house))
        gaps[house] = said["Anyway, there we are."].start - said["He left me."].end
        assert any(isinstance(entry.what, Clip) for entry in entries(found)) == (house != "none")
    assert 0.2 < gaps["none"] < gaps["table"] < gaps["theatre"]


def test_partners_react_only_once_the_house_has_laughed() -> None:
    found = steps(show(CAST + "INT. CLUB - DAY\n\nBEA\nHm.\n\nMAX\nHe left me.\n\n[[laugh: 3]]\n\nBEA\nGood.\n"))
    laugh = next(entry.start for entry in entries(found) if isinstance(entry.what, Clip))
    looks = marks(found, "look")
    again = lines(found)["Good."].start
    assert {(who, name) for t, who, name in looks if laugh < t < again - 0.01} == {
        ("MAX", "audience"),
        ("BEA", "audience"),
    }
    faces = [(t, name) for t, who, name in marks(found, "expression") if who == "BEA" and t > laugh]
    assert [name for _, name in faces] == ["deadpan", "neutral"]


def test_a_line_is_said_to_the_partner_and_a_punch_line_mostly_to_the_house() -> None:
    found = steps(
        show(CAST + "INT. CLUB - DAY\n\nBEA\nWell?\n\nMAX\nI had a dog once.\n\nMAX\nIt left.\n\n[[laugh]]\n")
    )
    looks = [
        (entry, entry.what) for entry in entries(found) if isinstance(entry.what, Mark) and entry.what.kind == "look"
    ]
    to_bea = [entry.end - entry.start for entry, mark in looks if entry.who == "MAX" and mark.name == "BEA"]
    said = lines(found)
    assert to_bea[0] > 0.6 * said["I had a dog once."].what.duration  # type: ignore[union-attr]
    assert to_bea[1] < 0.5 * said["It left."].what.duration  # type: ignore[union-attr]


@pytest.mark.parametrize("before", ["Bea exits.\n\nMAX\n", "MAX\n(to audience)\n"])
def test_nobody_looks_at_a_partner_who_has_left_or_when_the_script_says_where(before: str) -> None:
    found = steps(show(CAST + f"INT. CLUB - DAY\n\nBEA\nWell?\n\n{before}I had a dog once.\n"))
    assert [each for each in marks(found, "look") if each[1:] == ("MAX", "BEA")] == []


def test_what_is_begun_in_the_middle_sounds_as_in_the_whole() -> None:
    text = CAST + "MAX\nOne.\n\n[[laugh: 2]]\n\nBEA\nTwo.\n\n[[laugh: 2]]\n"
    directed = show(text)
    last = len(directed.cues) - 1
    part = scene_of(directed, tuple(entries(steps(directed, start_at=last))))
    assert _laughter(part) == _laughter(perform_whole(directed, keep_silent))[1:]


def test_whoever_waits_for_a_line_is_let_go_when_all_is_closed() -> None:
    directed = show(CAST + "MAX\nOne is said.\n\nBEA\nTwo is said.\n")
    speaking = LineSpeaker(Config(), directed)
    speaking.close()
    assert speaking(next(cue for cue in directed.cues if isinstance(cue, Say))).duration > 0.0


def test_a_face_lasts_until_the_next_speech() -> None:
    found = steps(show(CAST + "MAX\n(sad)\nOh no, not that.\n\nBEA\nYes, that.\n\nMAX\nWell, all right.\n"))
    said = lines(found)
    assert (round(said["Well, all right."].start, 3), "MAX", "neutral") in marks(found, "expression")
    assert [mark.name for mark in said["Oh no, not that."].what.marks if mark.kind == "expression"] == ["sad"]  # type: ignore[union-attr]


def test_the_stage_shows_who_the_script_says() -> None:
    directed = show()
    scene = scene_of(directed, tuple(entries(steps(directed))))
    by_text = lines(steps(directed))
    first = arrange(scene, by_text["Good evening."].start)
    assert (first.set, sorted(first.places)) == ("club", ["BEA", "MAX"])
    alone = arrange(scene, by_text["Where is he?"].start)
    assert (alone.set, list(alone.places)) == ("living-room", ["MAX"])
    assert sorted(arrange(scene, by_text["Hello, my dear Max."].start + 0.5).places) == ["BEA", "MAX"]
    assert arrange(scene, scene.duration - 0.1).fade == 1.0


def test_music_goes_on_without_a_gap_until_it_is_stopped() -> None:
    found = steps(show())
    pieces = [each for each in entries(found) if isinstance(each.what, Clip)]
    bed = [each for each in pieces if abs(each.what.duration - pieces[0].what.duration) < 1e-4]  # type: ignore[union-attr]
    assert len(bed) > 5
    assert all(b.start == pytest.approx(a.end, abs=1e-9) for a, b in pairwise(bed))
    last = np.abs(bed[-1].what.samples.astype(int))  # type: ignore[union-attr]
    assert last[-100:].max() < 50


def test_a_show_can_begin_anywhere_with_everything_as_it_would_be() -> None:
    directed = show()
    cue = next(
        i for i, each in enumerate(directed.cues) if isinstance(each, Say) and each.text == "Hello, my dear Max."
    )
    spoken: list[str] = []

    def speak(say: Say) -> Performance:
        spoken.append(say.text)
        return keep_silent(say)

    found = list(perform(directed, speak, start_at=cue))
    assert spoken[0] == "Hello, my dear Max."
    assert found[0].cue == cue
    scene = scene_of(directed, tuple(entries(found)))
    here = arrange(scene, found[0].start + 0.1)
    assert (here.set, sorted(here.places)) == ("living-room", ["BEA", "MAX"])
    assert any(isinstance(each.what, Clip) for each in found[0].entries), "the music goes on"


def test_begun_in_the_middle_everybody_stands_where_they_had_come_to() -> None:
    text = (
        "INT. CLUB - DAY\n\nMAX\nOne.\n\nMax walks left.\n\nBEA\nTwo.\n\nBea exits.\n\nMAX\nThree.\n\n"
        "Bea enters right.\n\nBEA\nFour.\n\nMax walks right.\n\nMax exits.\n\nBEA\nFive.\n\n"
    )
    directed = show(CAST + text)
    whole_scene = scene_of(directed, tuple(entries(steps(directed))))
    said = lines(steps(directed))
    for cue, say in enumerate(directed.cues):
        if isinstance(say, Say):
            part = scene_of(directed, tuple(entries(steps(directed, start_at=cue))))
            before, here = arrange(whole_scene, said[say.text].start + 2.0), arrange(part, 2.0)
            stand = {each.who: each.place.x for each in here.people}
            assert stand == pytest.approx({each.who: each.place.x for each in before.people}), say.text


def test_a_face_is_worn_when_a_show_begins_in_the_middle() -> None:
    directed = show(CAST + "INT. CLUB - DAY\n\nMAX\n(sad)\nOh no.\n\nBEA\nYes, that one.\n\nMAX\nI see.\n")
    cue = next(i for i, each in enumerate(directed.cues) if isinstance(each, Say) and each.who == "BEA")
    assert (0.0, "MAX", "sad") in marks(steps(directed, start_at=cue), "expression")


def test_with_nothing_in_it_a_show_is_over_at_once() -> None:
    directed = direct(parse(""))
    (last,) = steps(directed)
    assert last.t < 2.0
    assert perform_whole(directed, keep_silent).duration == pytest.approx(last.t)


def test_lengths_add_up_and_are_near_what_is_performed() -> None:
    directed = show()
    with LineSpeaker(Config(), directed) as speaking:
        found = list(perform(directed, speaking))
    assert speaking.problems == []
    real = measure_lengths(directed, [*(step.start for step in found[:-1]), found[-1].t])
    guessed = measure_lengths(directed, estimate_starts(directed))
    assert [each.part.name for each in real.parts] == ["One", "Two"]
    assert sum(each.seconds for each in real.parts) == pytest.approx(real.total)
    assert guessed.total == pytest.approx(real.total, rel=0.2)


def test_lines_that_a_part_of_a_show_needs_are_counted_with_some_to_spare() -> None:
    directed = show()
    starts = estimate_starts(directed)
    says = [start for cue, start in zip(directed.cues, starts, strict=False) if isinstance(cue, Say)]
    assert count_lines(directed, starts, math.inf) == len(says)
    assert 0 < count_lines(directed, starts, 0.0) < len(says)
    with LineSpeaker(Config(), directed) as speaking:
        found = list(perform(directed, speaking))
    for end in (0.0, 2.0, 5.0, 8.0):
        needed = sum(isinstance(directed.cues[step.cue], Say) and step.start < end + 2.0 for step in found[:-1])
        assert needed <= count_lines(directed, starts, end)


def test_the_same_show_is_the_same_to_the_sample(tmp_path: Path) -> None:
    directed = show()
    for name in ("a", "b"):
        with LineSpeaker(Config(), directed) as speaking:
            scenefile.save(tmp_path / name, perform_whole(directed, speaking))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    other = perform_whole(directed, keep_silent, seed=directed.seed + 1)
    assert _laughter(other) != _laughter(perform_whole(directed, keep_silent))


def _laughter(scene: Scene) -> list[bytes]:
    return [entry.what.samples.tobytes() for entry in scene.entries if isinstance(entry.what, Clip)]


def test_delivery_is_heard() -> None:
    directed = show(
        CAST + "MAX\nI had a dog once.\n\nMAX\n(fast)\nI had a dog once.\n\nMAX\n(whispering)\nI had a dog once.\n\n"
        "MAX\n(quiet)\nI had a dog once.\n\nBEA\nHm.\n"
    )
    with LineSpeaker(Config(), directed) as speaking:
        plain, fast, whispered, quiet = (
            speaking(say) for say in directed.cues if isinstance(say, Say) and say.who == "MAX"
        )
    assert fast.duration < 0.85 * plain.duration
    assert _loudness(quiet) < 0.75 * _loudness(plain)
    assert _loudness(whispered) < 0.75 * _loudness(plain)
    # espeak-ng 1.52 leaves more voice in a whisper than 1.51.
    assert _voiced(whispered) < 0.8 * _voiced(plain)
    assert whispered.speech.text == "I had a dog once."


def _loudness(performance: Performance) -> float:
    samples = performance.speech.clip.floats()
    return float(np.sqrt(np.mean(samples**2)))


def _voiced(performance: Performance) -> float:
    """How periodic the sound is at the pitch of a voice: the highest autocorrelation between 70 and 300 Hz."""
    samples, rate = performance.speech.clip.floats().astype(float), performance.speech.clip.rate
    frames = [samples[at : at + 1024] for at in range(0, len(samples) - 2048, 1024)]
    loud = [frame for frame in frames if np.abs(frame).max() > 0.05]
    best = []
    for frame in loud:
        correlation = np.correlate(frame, frame, "full")[len(frame) - 1 :]
        best.append(correlation[rate // 300 : rate // 70].max() / correlation[0])
    return float(np.median(best))


def test_everyone_keeps_their_own_voice_whatever_the_user_talks_with() -> None:
    directed = show(CAST + "MAX\nOne is said.\n\nBEA\nTwo is said.\n")
    with LineSpeaker(Config(voice=VoiceConfig(name="en-us-deep")), directed) as speaking:
        voices = [speaking(say).speech.voice for say in directed.cues if isinstance(say, Say)]
    assert len({*voices, "en-us-deep"}) == 3


def test_lines_of_a_song_begin_on_a_beat() -> None:
    text = "MAX\n~ La la la\n~ and so on and so on, my dear\n~ la\n\nBEA\nThank you.\n"
    starts = [entry.start for entry in lines(steps(show(CAST + text))).values()][:3]
    bars = [(start - starts[0]) / (2 * seconds("beat of a song")) for start in starts]
    assert bars == pytest.approx([round(bar) for bar in bars], abs=1e-6)
    assert bars[2] > bars[1] > 0


def test_a_line_that_can_not_be_spoken_is_a_silence_with_its_caption() -> None:
    directed = show(CAST + "MAX\nOne is said.\n\nBEA\nTwo is said.\n")
    with LineSpeaker(Config(), directed) as speaking:
        speaking._cast["MAX"] = directed.cast[0].__class__("MAX", "nobody-of-this-name")
        first, second = (speaking(say) for say in directed.cues if isinstance(say, Say))
    assert [caption.value for caption in first.captions] == ["One is said."]
    assert not first.speech.clip.samples.any()
    assert second.speech.clip.samples.any()
    assert [(problem.line, problem.text) for problem in speaking.problems] == [(7, "One is said.")]


def test_a_performer_that_dies_is_not_noticed() -> None:
    directed = show(CAST + "".join(f"MAX\nThis is line {n}.\n\nBEA\nThis is answer {n}.\n\n" for n in range(8)))
    says = [say for say in directed.cues if isinstance(say, Say)]
    with LineSpeaker(Config(), directed) as speaking:
        done = [speaking(says[0])]
        os.kill(speaking._link.pid, signal.SIGKILL)
        done += [speaking(say) for say in says[1:]]
    assert [performance.speech.text for performance in done] == [say.text for say in says]
    assert all(performance.speech.clip.samples.any() for performance in done)


def test_lines_can_be_asked_for_anew_and_out_of_order() -> None:
    directed = show(CAST + "MAX\nOne is said.\n\nBEA\nTwo is said.\n\nMAX\nThree is said.\n")
    one, two, three = (say for say in directed.cues if isinstance(say, Say))
    with LineSpeaker(Config(), directed) as speaking:
        said = [speaking(say).speech.text for say in (three, one, two, three, one)]
    assert said == ["Three is said.", "One is said.", "Two is said.", "Three is said.", "One is said."]


def test_every_rule_of_timing_has_a_reason_and_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in Path(timing.__file__).parent.glob("*.py"))
    for name, rule in TIMING.items():
        assert rule.why.endswith("."), name
        assert text.count(f'"{name}"') > 1 or name in ("enter", "exit", "move"), name


def test_all_that_a_house_says_is_heard() -> None:
    kinds = ("laugh", "applause", "entrance", "gasp", "aww", "ooh", "groan", "boo", "cheer")
    directed = direct(parse(CAST + "MAX\nHi.\n\nBEA\nHi.\n\n" + "".join(f"[[{kind}]]\n\n" for kind in kinds)))
    assert directed.problems == ()
    assert [cue.kind for cue in directed.cues if isinstance(cue, Laugh)] == list(kinds)
    assert len(_laughter(perform_whole(directed, keep_silent))) == len(kinds)


def test_on_a_grid_every_cut_and_every_sentence_begins_with_a_frame() -> None:
    found = entries(steps(show(), grid=1 / 30))
    begun = [each.start for each in found if isinstance(each.what, Performance) or _cuts(each)]
    assert all(abs(30 * t - round(30 * t)) < 1e-6 for t in begun)
    loose = entries(steps(show()))
    assert loose[-1].end <= found[-1].end <= loose[-1].end + len(show().cues) / 30


def _cuts(entry: Entry) -> bool:
    return isinstance(entry.what, Mark) and entry.what.kind in ("set", "camera", "clock")


def test_idle_clocks_begin_with_the_sets_by_what_is_seen_and_not_by_when() -> None:
    found = marks(steps(show()), "clock")
    assert [t for t, _, _ in found] == [t for t, _, _ in marks(steps(show()), "set")]
    longer = SHOW.replace("I had a dog.", "I had a dog, and it was a very good dog indeed.")
    later = marks(steps(show(longer)), "clock")
    assert [name for _, _, name in later] == [name for _, _, name in found]
    assert later[-1][0] > found[-1][0]


def test_every_shot_of_the_camera_begins_with_a_frame_and_a_clock() -> None:
    found = steps(show(), grid=1 / 30, camera="lively")
    shots = marks(found, "camera")
    assert len(shots) > 4
    assert {t for t, _, _ in shots} <= {t for t, _, _ in marks(found, "clock")}
    assert all(abs(30 * each.start - round(30 * each.start)) < 1e-6 for each in entries(found) if _cuts(each))
