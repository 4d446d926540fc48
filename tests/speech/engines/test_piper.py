from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from avatar import library
from avatar.config import SpeechConfig
from avatar.errors import EngineError
from avatar.speech.base import Moment, Pronounced, Request
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.engines.piper import Piper, find_inside, merge_symbols, time_symbols, time_words
from avatar.speech.nets import Node
from avatar.speech.paces import find_pace
from avatar.speech.speaker import Speaker
from avatar.types import Voice
from tests.speech import tiny_voice
from tests.speech.conftest import Say, never

pytest.importorskip("piper")

TEXT = "Hello world, my friend."


@pytest.fixture
def voices(home: Path) -> Path:
    """The user's voices folder."""
    return library.user_dir() / "voices"


@pytest.fixture
def piper(voices: Path) -> Iterator[Say]:
    process = EngineProcess("piper", None)
    yield lambda request: process.speak(request, 30.0, never)
    process.close()


def test_a_voice_with_alignments_tells_phones_and_words(voices: Path, piper: Say) -> None:
    sound = piper(Request(TEXT, tiny_voice.write(voices)))
    assert sound.rate == tiny_voice.RATE
    assert np.abs(np.frombuffer(sound.pcm, "<i2")).max() > 20_000
    assert sound.times_from == "alignment"
    assert sound.phones
    assert sound.phones[-1].end == pytest.approx(sound.duration, abs=1e-3)
    spoken = [phone.value for phone in sound.phones if phone.value]
    assert spoken[:3] == ["h", "ə", "l"]
    assert "ˈo" in spoken
    assert "ˈɜː" in spoken
    assert [word.value for word in sound.words] == ["Hello", "world", "my", "friend"]
    assert [TEXT[word.at : word.at + word.length] for word in sound.words] == [word.value for word in sound.words]


@pytest.mark.parametrize("noisy", [False, True])
def test_a_voice_whose_model_tells_no_times_tells_them_too(voices: Path, piper: Say, noisy: bool) -> None:
    told = piper(Request(TEXT, tiny_voice.write(voices)))
    sound = piper(Request(TEXT, tiny_voice.write(voices, "untold", aligned=False, noisy=noisy)))
    assert sound.phones
    assert told.phones
    assert [phone.value for phone in sound.phones] == [phone.value for phone in told.phones]
    assert [word.value for word in sound.words] == [word.value for word in told.words]
    assert sound.phones[-1].end == pytest.approx(sound.duration, abs=1e-3)
    assert (sound.phones == told.phones) != noisy


def test_the_same_text_sounds_the_same(voices: Path) -> None:
    name = tiny_voice.write(voices, noisy=True, aligned=False)
    engine = Piper()
    first = engine.speak(Request(TEXT, name))
    assert engine.speak(Request("Another text.", name)).pcm not in first.pcm
    assert engine.speak(Request(TEXT, name)) == first
    assert Piper().speak(Request(TEXT, name)) == first
    lengths = {round(phone.end - phone.start, 3) for phone in first.phones or () if phone.value}
    assert len(lengths) > 3  # drawn, not fixed


def test_what_draws_noise_is_found() -> None:
    def step(kind: str, inputs: str, outputs: str) -> Node:
        return Node(kind, tuple(inputs.split()), tuple(outputs.split()))

    nodes = [
        step("RandomNormalLike", "rows", "chance"),
        step("Ceil", "exact", "w"),
        step("RandomNormalLike", "mean", "noise"),
        step("Mul", "noise spread", "product"),
    ]
    assert find_inside(nodes) == ("w", "chance", "noise", "mean", "spread")
    for missing in range(4):
        assert find_inside(nodes[:missing] + nodes[missing + 1 :]) is None


def test_rate_is_heard(voices: Path, piper: Say) -> None:
    name = tiny_voice.write(voices)
    slow, own, fast = (piper(Request(TEXT, name, rate=rate)).duration for rate in (85, 170, 340))
    # this net keeps to its pace in all of its time, where one of Piper's has a part that no pace changes
    assert slow / own == pytest.approx(1 / find_pace("piper", name, 85), rel=0.01)
    assert slow > 1.9 * own > 3.6 * fast


def test_formants_pitch_and_effort_are_heard_at_the_same_times(voices: Path, piper: Say) -> None:
    name = tiny_voice.write(voices)
    plain, moved = piper(Request(TEXT, name)), piper(Request(TEXT, name, pitch=70, formants=1.2, effort=30))
    assert moved.pcm != plain.pcm
    assert (len(moved.pcm), moved.words, moved.phones) == (len(plain.pcm), plain.words, plain.phones)


def test_sentences_run_on(voices: Path, piper: Say) -> None:
    sound = piper(Request("Hello world. My friend.", tiny_voice.write(voices)))
    assert [word.value for word in sound.words] == ["Hello", "world", "My", "friend"]
    assert sound.words[2].start >= sound.words[1].end  # the tiny voice sounds on through its pauses


def test_sounds_of_a_word_may_be_given(voices: Path, piper: Say) -> None:
    request = Request("I eat pho now.", tiny_voice.write(voices), pronounced=(Pronounced(6, 3, "fʌ"),))
    sound = piper(request)
    phones = [phone.value for phone in sound.phones or () if phone.value]
    assert phones[phones.index("f") : phones.index("f") + 2] == ["f", "ʌ"]
    assert [word.value for word in sound.words] == ["I", "eat", "pho", "now"]


def test_speakers_are_chosen_by_name_or_number(voices: Path, piper: Say) -> None:
    name = tiny_voice.write(voices, speakers=2)
    for variant in ("", "person1", "1"):
        assert piper(Request(TEXT, name, variant=variant)).pcm
    for variant in ("person7", "2", "-1"):
        with pytest.raises(EngineError, match="person0, person1"):
            piper(Request(TEXT, name, variant=variant))


def test_what_is_missing_or_broken_is_named(voices: Path, piper: Say) -> None:
    with pytest.raises(EngineError, match=r"missing.*nosuch\.onnx.*Put it there"):
        piper(Request(TEXT, "nosuch.onnx"))
    with pytest.raises(EngineError, match=r"Get it: `avatar voices get en_US-joe-medium`\."):
        piper(Request(TEXT, "en_US-joe-medium.onnx"))
    name = tiny_voice.write(voices, "broken")
    (voices / name).write_bytes(b"no model")
    with pytest.raises(EngineError, match=r"can't be loaded.*broken\.onnx"):
        piper(Request(TEXT, name))
    name = tiny_voice.write(voices, "odd")
    (voices / f"{name}.json").write_text("{}")
    with pytest.raises(EngineError, match="can't be loaded"):
        piper(Request(TEXT, name))
    for outside in ("../../secret.onnx", "/etc/passwd"):
        with pytest.raises(EngineError, match="outside of the voices folder"):
            piper(Request(TEXT, outside))


def test_it_speaks_through_the_speaker(voices: Path, tmp_path: Path, notices: list[str]) -> None:
    voice = Voice("tiny", "piper", tiny_voice.write(voices), "en-US")
    speaker = Speaker(SpeechConfig(), cache=Cache(tmp_path), notice=notices.append)
    try:
        speech = speaker.speak("It is **5 km**, 🙂 my friend.", voice)
    finally:
        speaker.close()
    assert speech.voice == "tiny"
    assert notices == []
    assert [word.value for word in speech.words] == ["It", "is", "5 km", "my", "friend"]
    assert speech.phones
    assert list(tmp_path.glob("*.sound"))


def test_a_cache_that_cannot_be_written_costs_one_notice_and_no_speech(
    voices: Path, tmp_path: Path, notices: list[str]
) -> None:
    voice = Voice("tiny", "piper", tiny_voice.write(voices), "en-US")
    (tmp_path / "file").touch()
    speaker = Speaker(SpeechConfig(), cache=Cache(tmp_path / "file" / "cache", notice=notices.append))
    try:
        for text in ("Hello there.", "And once more."):
            assert speaker.speak(text, voice).clip.samples.any()
    finally:
        speaker.close()
    assert len(notices) == 1
    assert "can't be kept on disk" in notices[0]


def test_availability_counts_the_voices(voices: Path) -> None:
    tiny_voice.write(voices)
    works, detail, _ = Piper().availability()
    assert works
    assert "1 voice files" in detail


def test_code_points_become_phones() -> None:
    symbols = [Moment(i / 10, (i + 1) / 10, each) for i, each in enumerate("^ˌaˈtʃː a\u0303.$")]
    assert [phone.value for phone in merge_symbols(symbols)] == ["", "a", "ˈt", "ʃː", "a\u0303", "", ""]
    phones = merge_symbols(symbols)
    assert phones[2].start == pytest.approx(0.3)


def test_a_space_belongs_to_the_phone_after_it_or_to_a_pause() -> None:
    class Told(NamedTuple):
        phoneme: str
        num_samples: int

    told = [Told(each, 10) for each in "^a b, ˈc.$"]
    phones = merge_symbols(time_symbols([told], [100], 100))
    assert [(phone.value, round(phone.start, 3)) for phone in phones] == [
        ("", 0.0), ("a", 0.1), ("b", 0.2), ("", 0.4), ("ˈc", 0.6), ("", 0.8), ("", 0.9)
    ]  # fmt: skip


def test_joined_and_split_words_have_their_own_times(voices: Path, piper: Say) -> None:
    text = "In the middle of the night I am here, 25 miles off."
    sound = piper(Request(text, tiny_voice.write(voices)))
    assert [word.value for word in sound.words] == text.replace(",", "").replace(".", "").split()
    assert all(one.start < one.end <= other.start for one, other in pairwise(sound.words))


def test_a_word_without_sounds_of_its_own_is_joined_with_its_neighbour() -> None:
    symbols = [Moment(0, 1, "a"), Moment(1, 2, " "), Moment(2, 3, "b")]
    alone = {"one": "a", "two": "b", "three": ""}
    assert [word.value for word in time_words(symbols, "one two", alone.__getitem__)] == ["one", "two"]
    assert [word.value for word in time_words(symbols, "one two three", alone.__getitem__)] == ["one", "two three"]
