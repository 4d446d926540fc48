"""Lines are spoken once: what was said by the same voice in the same way is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from avatar.config import Config, SpeechConfig
from avatar.keeping import KeptFolder
from avatar.performer.link import PerformerLink
from avatar.performer.messages import Mime, PerformClause, Up
from avatar.scenefile import Packed
from avatar.show import kept_lines
from avatar.show.cues import Directed, Say
from avatar.show.directing import direct
from avatar.show.kept_lines import KeptLines
from avatar.show.script import parse
from avatar.show.speaking import LineSpeaker, keep_silent
from avatar.types import Performance

SHOW = """Title: T
Cast:
    MAX = max, voice en-gb
    BEA = bea, voice en-us

MAX
Good evening. I had a dog.

BEA
I have it.
"""
CONFIG = Config()


def show(text: str = SHOW) -> Directed:
    return direct(parse(text))


def says(directed: Directed) -> list[Say]:
    return [cue for cue in directed.cues if isinstance(cue, Say)]


@pytest.fixture
def kept(tmp_path: Path) -> KeptFolder:
    return KeptFolder(tmp_path, 10_000_000)


def lines(kept: KeptFolder, directed: Directed, config: Config = CONFIG) -> KeptLines:
    return KeptLines(kept, config, {member.who: member for member in directed.cast}, "film")


def take(say: Say, voice: str) -> Packed:
    silent = keep_silent(say)
    return Packed.of(replace(silent, speech=replace(silent.speech, voice=voice)))


def test_a_line_comes_back_as_it_was_said(kept: KeptFolder) -> None:
    directed = show()
    say = says(directed)[0]
    ours = lines(kept, directed)
    name = ours.name(say)
    assert ours.get(name) is None
    made = take(say, "en-gb")
    ours.put(name, say, made)
    again = lines(kept, show())
    found = again.get(again.name(says(show())[0]))
    assert found is not None
    assert (found.head, bytes(found.blob)) == (made.head, bytes(made.blob))


def test_what_another_voice_had_to_say_is_not_kept(kept: KeptFolder) -> None:
    directed = show()
    say = says(directed)[0]
    ours = lines(kept, directed)
    ours.put(ours.name(say), say, take(say, "a stand-in"))
    assert ours.get(ours.name(say)) is None


def test_a_name_tells_all_that_shapes_a_line(kept: KeptFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    directed = show()
    usual = [lines(kept, directed).name(say) for say in says(directed)]
    assert len(set(usual)) == 3
    assert usual == [lines(kept, show()).name(say) for say in says(show())]
    louder = show(SHOW.replace("I had a dog", "I had a *dog*"))
    assert lines(kept, louder).name(says(louder)[0]) == usual[0]
    others = [
        show(SHOW.replace("a dog", "a cat")), show(SHOW.replace("I had a dog", "I *had* a dog")),
        show(SHOW.replace("max, voice en-gb", "max, voice en-us")),
        show(SHOW.replace("MAX\nGood", "MAX\n(whispering)\nGood")),
    ]  # fmt: skip
    for other in others:
        assert lines(kept, other).name(says(other)[1]) != usual[1]
    spelled = replace(CONFIG, speech=SpeechConfig(pronunciations={"dog": "dohg"}))
    assert lines(kept, directed, spelled).name(says(directed)[1]) != usual[1]
    roomier = replace(CONFIG, speech=SpeechConfig(cache_mb=1))
    assert lines(kept, directed, roomier).name(says(directed)[1]) == usual[1]
    monkeypatch.setattr(kept_lines, "describe_code", lambda: "another version")
    assert lines(kept, directed).name(says(directed)[1]) != usual[1]


def test_a_recording_that_is_saved_again_is_another_line(kept: KeptFolder, tmp_path: Path) -> None:
    directed, sound = show(), tmp_path / "take.wav"
    sound.write_bytes(b"one")
    say = replace(says(directed)[0], take=str(sound))
    before = lines(kept, directed).name(say)
    sound.write_bytes(b"another")
    assert lines(kept, directed).name(say) != before


def test_spoilt_lines_are_none(kept: KeptFolder) -> None:
    ours = lines(kept, show())
    name = f"{7:064x}"
    kept.put(name, b"\x05\x00\x00\x00{]")
    assert ours.get(name) is None
    assert ours.get("") is None


def test_a_show_that_is_spoken_again_says_the_same_and_starts_no_voice(kept: KeptFolder) -> None:
    def spoken() -> tuple[list[Performance], int]:
        directed = show()
        with LineSpeaker(CONFIG, directed, purpose="film", kept=kept) as speak:
            return [speak(say) for say in says(directed)], speak.found

    first, found = spoken()
    assert found == 0
    again, found = spoken()
    assert found == 3
    for one, other in zip(first, again, strict=True):
        assert one.speech.clip.samples.tobytes() == other.speech.clip.samples.tobytes()
        assert one.mouth.weights.tobytes() == other.mouth.weights.tobytes()
        assert (one.marks, one.captions) == (other.marks, other.captions)


def test_who_spoke_ends_once_no_line_will_be_asked_for_again() -> None:
    directed = show()
    with LineSpeaker(CONFIG, directed, purpose="film") as speak:
        performed = [speak(say) for say in says(directed)]
        link = speak._link
        assert isinstance(link, PerformerLink)
        assert link._child.alive
        speak.rest()
        assert link._child.ended(20) == 0, "it ends by itself, before it is waited for"
        assert all(each.speech.clip.samples.any() for each in performed)


class Noted:
    """A link that only notes what it is asked for."""

    asked: list[str]

    def __init__(self, config: Config, came: Callable[[Up], None]) -> None:
        Noted.asked = []

    def speak(self, message: PerformClause | Mime) -> None:
        Noted.asked.append("a recording" if isinstance(message, Mime) else message.said.shown)

    def close(self) -> None:
        pass


def test_the_first_line_that_is_new_is_begun_with_at_once(kept: KeptFolder) -> None:
    """However far into the show it is: its voice wakes up while kept lines are performed."""
    directed = show()
    every = says(directed)
    known = lines(kept, directed)
    for say in every[:-1]:
        known.put(known.name(say), say, take(say, "en-gb"))
    with LineSpeaker(CONFIG, directed, purpose="film", kept=kept, make_link=Noted) as speak:
        assert speak.missing == 1
        assert Noted.asked == [every[-1].text]


def test_lines_behind_the_end_of_a_film_are_spoken_only_once_they_are_asked_for() -> None:
    directed = show(SHOW + "".join(f"\nMAX\nThis is number {number}.\n" for number in range(20)))
    every = says(directed)
    with LineSpeaker(CONFIG, directed, wanted=3, make_link=Noted) as speak:
        speak.prepare(every[0])
        assert Noted.asked == [say.text for say in every[:3]]
        speak.prepare(every[2])
        assert Noted.asked == [say.text for say in every[:4]]
        speak.prepare(every[9])
        assert Noted.asked[4:] == [say.text for say in every[9:11]]


def test_lines_behind_the_end_of_a_film_need_no_voice_where_all_before_are_kept(kept: KeptFolder) -> None:
    directed = show()
    known, first = lines(kept, directed), says(directed)[0]
    for say in says(directed)[:2]:
        known.put(known.name(say), say, take(say, "en-gb"))
    with LineSpeaker(CONFIG, directed, wanted=2, purpose="film", kept=kept, make_link=Noted) as speak:
        assert speak.missing == 0
        speak.prepare(first)
        assert speak.found == 2
