from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.scene import cutting
from avatar.types import Clip, Mark, MouthTrack, Performance, Rung, Speech, Timed

RATE = 8000


def performance(seconds: float = 2.0) -> Performance:
    """Four words, a gesture near the end, a mouth that stands open."""
    weights = np.zeros((round(seconds * 100), 15), np.float32)
    weights[:, 10] = 1.0
    words = tuple(Timed(0.5 * n, 0.5 * n + 0.4, word) for n, word in enumerate("One two three four.".split()))
    clip = Clip(np.full(round(seconds * RATE), 900, np.int16), RATE)
    return Performance(
        "juno",
        Speech(clip, "One two three four.", "en-gb", words=words, phones=words),
        MouthTrack(weights, Rung.VOICE),
        (Mark("gesture", "wave", 1.5),),
        (Timed(0.0, 1.0, "One two"), Timed(1.0, 2.0, "three four.")),
    )


def test_what_was_interrupted_ends_where_it_was() -> None:
    begun = cutting.keep_beginning(performance(), 0.8)
    assert begun.duration == pytest.approx(0.8)
    assert len(begun.mouth.weights) == 80
    assert [word.value for word in begun.speech.words] == ["One", "two"]
    assert [phone.value for phone in begun.speech.phones or ()] == ["One", "two"]
    assert begun.marks == ()
    assert begun.captions == (Timed(0.0, 0.8, "One two"),)


def test_what_is_stopped_is_silent_and_lasts_until_its_mouth_has_shut() -> None:
    stopped = cutting.stop_after(performance(), 0.8)
    assert stopped.duration == pytest.approx(0.8 + cutting.SHUTTING_S)
    assert not stopped.speech.clip.samples.any()
    openness = 1.0 - stopped.mouth.weights[79:, 0]
    assert openness[0] == 1.0
    assert openness[-1] == 0.0
    assert (np.diff(openness) <= 0).all()
    assert [word.value for word in stopped.speech.words] == ["One", "two"]


def test_what_would_only_have_begun_then_has_not_begun() -> None:
    whole = performance()
    begun = cutting.keep_beginning(whole, 1.0)
    assert [word.value for word in begun.speech.words] == ["One", "two"]
    assert [phone.value for phone in begun.speech.phones or ()] == ["One", "two"]
    assert [caption.value for caption in begun.captions] == ["One two"]
    assert cutting.keep_beginning(whole, 1.5).marks == ()
    assert cutting.keep_beginning(whole, 1.51).marks == whole.marks


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_of_nothing_heard_nothing_is_left(seconds: float) -> None:
    begun = cutting.keep_beginning(performance(), seconds)
    assert len(begun.speech.clip.samples) == len(begun.mouth.weights) == len(begun.speech.words) == 0


def test_more_than_there_is_is_all_of_it() -> None:
    whole = performance()
    begun = cutting.keep_beginning(whole, 9.0)
    assert np.array_equal(begun.speech.clip.samples, whole.speech.clip.samples)
    assert begun.captions == whole.captions


def test_phones_that_nobody_knew_stay_unknown() -> None:
    whole = performance()
    unknown = replace(whole, speech=replace(whole.speech, phones=None))
    assert cutting.keep_beginning(unknown, 1.0).speech.phones is None


def test_a_sound_is_cut_by_its_own_rate() -> None:
    clip = Clip(np.arange(100, dtype=np.int16), 50)
    assert cutting.take_first(clip, 1.0).samples.tolist() == list(range(50))
    assert len(cutting.take_first(clip, 5.0).samples) == 100


def test_an_opening_that_was_heard_is_cut_and_shuts_with_the_mouth() -> None:
    whole = performance()
    heard = replace(whole.mouth, opening=np.full(200, 0.1, np.float32))
    stopped = cutting.stop_after(replace(whole, mouth=heard), 0.8).mouth
    assert stopped.opening is not None
    assert len(stopped.opening) == len(stopped.weights)
    assert stopped.opening[79] == np.float32(0.1)
    assert stopped.opening[-1] == 0.0
