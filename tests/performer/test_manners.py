"""Clauses that change their manner: each stretch sounds as it would by itself, and no longer than they are apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.config import Config
from avatar.pacing import PAUSE_OTHERWISE, PAUSES
from avatar.performer.delivery import MANNERS, TINTS, tinted
from avatar.performer.parts import Part, joined, timed
from avatar.performer.perform import Performer, SpokenLine
from avatar.speech.engines.espeak import Espeak
from avatar.text.directions import read
from avatar.text.vocabulary import USUALLY
from avatar.types import Clip, Performance, Speech, Timed

VOICE = library.voice("en-gb")


@pytest.fixture(scope="module")
def performer() -> Iterator[Performer]:
    made = Performer(Config())
    yield made
    made.close()


def perform(performer: Performer, text: str) -> Performance:
    return performer.perform(SpokenLine(read(text), "juno", VOICE))


def begins(part: Performance, whole: Performance) -> bool:
    samples = part.speech.clip.samples
    return np.array_equal(whole.speech.clip.samples[: len(samples)], samples)


def ends(part: Performance, whole: Performance) -> bool:
    samples = part.speech.clip.samples
    return np.array_equal(whole.speech.clip.samples[-len(samples) :], samples)


@pytest.mark.parametrize("name", [name for name in MANNERS if name != USUALLY])
def test_what_stands_before_a_manner_is_said_as_usual(performer: Performer, name: str) -> None:
    manner = MANNERS[name].words.split()[0]
    before, after = perform(performer, "It said: "), perform(performer, f"[{manner}] I love you.")
    whole = perform(performer, f"It said: [{manner}] I love you.")
    assert begins(before, whole)
    assert ends(after, whole)
    assert not ends(perform(performer, "I love you."), whole)
    assert [whole.speech.text[word.at : word.at + word.length] for word in whole.speech.words] == [
        "It", "said", "I", "love", "you"
    ]  # fmt: skip
    assert abs(whole.mouth.duration - whole.duration) < 0.05


def test_one_that_ends_is_over(performer: Performer) -> None:
    whole = perform(performer, "[whispers] I love you, [normal] and left.")
    assert begins(perform(performer, "[whispers] I love you, "), whole)
    assert ends(perform(performer, "and left."), whole)


@pytest.mark.parametrize(("sign", "pause"), [(":", PAUSES[":"]), (",", PAUSES[","]), ("", PAUSE_OTHERWISE)])
def test_the_pause_is_what_a_listener_expects(performer: Performer, sign: str, pause: float) -> None:
    whole = perform(performer, f"He said{sign} [shouts] go away.")
    word = next(word for word in whole.speech.words if word.value.lower().startswith("go"))
    before = whole.speech.clip.samples[: round((word.start + 0.03) * whole.speech.clip.rate)].astype(int)
    loud = np.flatnonzero(np.abs(before) > 330)
    silences = np.diff(loud) / whole.speech.clip.rate
    assert max(silences[-2000:]) == pytest.approx(pause, abs=0.03)


def test_a_voice_without_a_whisper_of_its_own_whispers_what_it_is_to_whisper(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Espeak, "traits", replace(Espeak.traits, whispers=()))
    heard, whole = perform(performer, "[whispers] I love you."), perform(performer, "It said: [whispers] I love you.")
    assert begins(perform(performer, "It said: "), whole)
    assert ends(heard, whole)
    assert not begins(heard, perform(performer, "I love you."))


@pytest.mark.parametrize("direction", ["[wave]", "[smile]", "[looks-away]"])
def test_what_is_acted_within_a_clause_does_not_cut_it(performer: Performer, direction: str) -> None:
    plain, acted = (
        perform(performer, text) for text in ("I am so glad to see you.", f"I am so {direction} glad to see you.")
    )
    np.testing.assert_array_equal(acted.speech.clip.samples, plain.speech.clip.samples)


def test_a_beat_at_the_change_is_all_of_the_pause(performer: Performer) -> None:
    plain, held = (perform(performer, text) for text in ("Wait: [pause 1] Now.", "Wait: [pause 1] [shouts] Now."))
    assert held.speech.words[-1].start == pytest.approx(plain.speech.words[-1].start, abs=0.02)


def test_the_face_with_which_a_manner_begins_is_heard_with_it() -> None:
    said = read("[sad] So she said: [smile] [loudly] hello, [wave] you.")
    assert tinted(said) == TINTS["sad"].delivery
    assert tinted(said, said.shown.index("hello")) == TINTS["smile"].delivery.plus(MANNERS["loud"].delivery)


def test_a_voice_that_ends_each_piece_with_a_long_silence_makes_no_longer_pause() -> None:
    rate = 16_000
    tone = (8000 * np.sin(np.arange(rate // 2) / 5)).astype(np.int16)
    clip = Clip(np.concatenate([tone, np.full(rate // 2, 100, np.int16)]), rate)
    phones = (Timed(0.0, 0.5, "a"), Timed(0.5, 1.0, ""))
    before = Speech(clip, "He said", "", words=(Timed(0.0, 0.5, "said"),), phones=phones)
    after = Speech(Clip(tone, rate), "go", "", phones=(Timed(0.0, 0.5, "a"),))
    parts = timed([(before, Part("He said ", 0, 0.0, turns=True)), (after, Part("go", 8, 0.0))])
    made = joined(parts, "He said go", VOICE)
    assert made.clip.duration == pytest.approx(1.0 + PAUSE_OTHERWISE, abs=0.01)
    assert made.phones is not None
    assert [round(phone.end, 2) for phone in made.phones] == [0.5, 0.55, 1.05]
    kept = timed([(before, Part("He said ", 0, 0.0)), (after, Part("go", 8, 0.0))])
    assert kept[0][0] is before
