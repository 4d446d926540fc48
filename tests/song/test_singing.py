from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest

from avatar import library
from avatar.errors import EngineError, SongError
from avatar.performer.throats import find_pitch
from avatar.song.joining import SungLine, join_lines
from avatar.song.ranges import to_midi
from avatar.song.score import Score
from avatar.song.singing import Wishes, find_singers, find_voice_pitch, sing, sing_lines
from avatar.speech.speaker import Speaker
from avatar.text.tracked import Span
from avatar.types import VISEMES, Clip, Rung, Speech, Voice
from tests.song.helpers import make_score

_SCORE = make_score("My:55:1 ma:57:1-ma:59:1 moans:60:2", "be:60:1-fore:57:1 me:55:2", bpm=100, rest=1.0)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    made = Speaker()
    yield made
    made.close()


@pytest.fixture(scope="module")
def lines(speaker: Speaker) -> list[SungLine]:
    return list(sing_lines(_SCORE.parts[0], _SCORE, library.voice("en-gb"), speaker, Wishes("bea")))


def _part_of(clip: Clip, start: float, end: float) -> Clip:
    return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)


def test_a_line_is_a_performance_of_its_own(lines: list[SungLine]) -> None:
    assert [line.performance.speech.text for line in lines] == ["My mama moans", "before me"]
    for line in lines:
        performance = line.performance
        assert performance.who == "bea"
        assert performance.mouth.rung == Rung.SCORE
        assert performance.mouth.duration == pytest.approx(performance.duration, abs=0.011)
        assert performance.speech.voice == "en-gb"
        assert performance.speech.phones is not None
        for one, after in pairwise(performance.speech.phones):
            assert one.end == pytest.approx(after.start)
        assert performance.speech.phones[-1].end == pytest.approx(performance.duration)


def test_notes_words_and_captions_are_where_the_score_says(lines: list[SungLine]) -> None:
    first = lines[0]
    notes = first.performance.speech.notes
    assert notes is not None
    starts = [_SCORE.seconds(note.start) for note in _SCORE.parts[0].notes[:4]]
    assert [note.start + first.start for note in notes] == pytest.approx(starts)
    assert [note.syllable for note in notes] == ["My", "ma", "ma", "moans"]
    assert [caption.value for caption in first.performance.captions] == ["My", "ma", "ma", "moans"]
    text = first.performance.speech.text
    assert [text[c.at : c.at + c.length] for c in first.performance.captions] == ["My", "ma", "ma", "moans"]
    assert [word.value for word in first.performance.speech.words] == ["My", "mama", "moans"]


def test_it_is_sung_on_the_notes(lines: list[SungLine]) -> None:
    for line in lines:
        for note in line.performance.speech.notes or ():
            heard = _part_of(line.performance.speech.clip, note.start + 0.08, note.start + 0.3)
            assert to_midi(find_pitch(heard)) == pytest.approx(note.pitch, abs=0.4)


def test_lips_are_shut_for_every_m_and_b(lines: list[SungLine]) -> None:
    shut = VISEMES.index("PP")
    for line in lines:
        for phone in line.performance.speech.phones or ():
            if phone.value in ("m", "b"):
                frames = line.performance.mouth.weights[int(phone.start * 100) : int(phone.end * 100) + 1]
                assert frames[:, shut].max() > 0.9


def test_held_vowels_stay_open(lines: list[SungLine]) -> None:
    line = lines[0]
    held = next(
        p for p in line.performance.speech.phones or () if p.value.startswith(("ə", "o")) and p.end - p.start > 0.5
    )
    frames = line.performance.mouth.weights[int(held.start * 100) + 10 : int(held.end * 100) - 10]
    assert frames[:, VISEMES.index("sil")].max() < 0.1


def test_a_part_is_one_performance_too(lines: list[SungLine], speaker: Speaker) -> None:
    whole = join_lines(lines)
    assert whole.start == lines[0].start
    assert whole.end == pytest.approx(lines[-1].end, abs=0.01)
    assert whole.performance.speech.text == "My mama moans\nbefore me"
    for one, after in pairwise(whole.performance.speech.phones or ()):
        assert one.end == pytest.approx(after.start)
    captions = whole.performance.captions
    text = whole.performance.speech.text
    assert [text[c.at : c.at + c.length] for c in captions] == [c.value for c in captions]
    again = sing(_SCORE.parts[0], _SCORE, library.voice("en-gb"), speaker, Wishes("bea"))
    assert np.array_equal(again.performance.speech.clip.samples, whole.performance.speech.clip.samples)


def test_a_breath_is_heard_and_seen_before_a_line(lines: list[SungLine]) -> None:
    line = lines[1]
    first = next(p for p in line.performance.speech.phones or () if p.value)
    assert first.start > 0.2
    breath = _part_of(line.performance.speech.clip, 0.05, first.start - 0.08).floats()
    assert 0.0005 < float(np.sqrt(np.mean(breath**2))) < 0.1
    assert line.performance.mouth.weights[: int(first.start * 100) - 5, 0].min() < 0.8


def test_a_voice_may_be_moved_by_hundredths(speaker: Speaker) -> None:
    wishes = Wishes(semitones=0.5)
    line = next(sing_lines(_SCORE.parts[0], _SCORE, library.voice("en-gb"), speaker, wishes))
    plain = next(sing_lines(_SCORE.parts[0], _SCORE, library.voice("en-gb"), speaker))
    pairs = zip(line.performance.speech.notes or (), plain.performance.speech.notes or (), strict=True)
    assert [high.pitch - low.pitch for high, low in pairs] == pytest.approx([0.5] * 4)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Der:60:1 Mond:62:1 ist:60:1 auf:65:1-ge:64:1-gan:62:1-gen:60:2"),
        ("fr", "Au:60:1 clair:60:1 de:60:1 la:62:1 lu:64:2-ne:62:2"),
        ("it", "Sul:67:1 ma:67:1-re:72:1 luc:72:.5-ci:71:.5-ca:71:1"),
        ("es", "can:69:1-ta_y:67:1 no:65:1 llo:64:1-res:62:3"),
        ("ja", "さ:69:1-く:69:1-ら:71:2-さ:69:1-ん:69:1"),
    ],
)
def test_other_languages_are_sung_by_voices_that_speak_them(speaker: Speaker, language: str, line: str) -> None:
    score = make_score(line, language=language)
    told: list[str] = []
    sung = sing(score.parts[0], score, library.voice("en-gb"), speaker, tell=told.append)
    assert sung.performance.speech.language.split("-")[0] == language
    assert any("does not speak" in each for each in told)
    assert len([p for p in sung.performance.speech.phones or () if p.value]) >= len(score.parts[0].notes)
    clip = sung.performance.speech.clip.floats()
    assert 0.02 < float(np.sqrt(np.mean(clip**2))) < 0.5


# ----------------------------------------------------------------------------------------------------------- bad input


def test_notes_that_no_voice_reaches_are_moved_by_octaves_and_told(speaker: Speaker) -> None:
    score = make_score("Low:0:2 mid:60:2 mid:60:2 high:127:2")
    line = sing(score.parts[0], score, library.voice("en-gb"), speaker)
    pitches = [note.pitch for note in line.performance.speech.notes or ()]
    assert [pitch % 12 for pitch in pitches] == pytest.approx([0, 0, 0, 7])
    assert max(pitches) - min(pitches) < 36
    assert any("outside" in str(remark) for remark in line.remarks)


def test_a_thousand_notes_on_one_syllable_and_ten_thousand_notes_stream(speaker: Speaker) -> None:
    score = make_score(*("la:60:.25-la:62:.25 la:64:.25 la:60:.25" for _ in range(2500)), bpm=400)
    assert len(score.parts[0].notes) == 10_000
    found = list(islice(sing_lines(score.parts[0], score, library.voice("en-gb"), speaker), 3))
    assert len(found) == 3
    held = make_score("A:60:.25 " + " ".join(f":{60 + n % 5}:.25" for n in range(200)), bpm=400)
    line = sing(held.parts[0], held, library.voice("en-gb"), speaker)
    assert len(line.performance.speech.notes or ()) == 201


def test_nothing_to_sing_is_told(speaker: Speaker) -> None:
    empty = Score("Nothing", (replace(_SCORE.parts[0], notes=()),))
    with pytest.raises(SongError, match="nothing to sing"):
        sing(empty.parts[0], empty, library.voice("en-gb"), speaker)


def test_words_that_say_nothing_are_silent_with_their_caption(speaker: Speaker) -> None:
    score = make_score("…:60:1 !:62:1", "la:60:1")
    told: list[str] = []
    lines = list(sing_lines(score.parts[0], score, library.voice("en-gb"), speaker, tell=told.append))
    assert not lines[0].performance.speech.clip.samples.any()
    assert [caption.value for caption in lines[0].performance.captions] == ["… !"]
    assert lines[1].performance.speech.clip.samples.any()
    assert any("not sung" in each for each in told)


def test_a_voice_that_tells_no_phones_is_stood_in_for() -> None:
    told: list[str] = []
    voice = Voice("mumbler", "pyttsx3", "x", "en-GB")
    assert find_singers(voice, "en", told.append)[0].engine != "pyttsx3"
    assert "does not tell" in told[0]
    with pytest.raises(SongError, match="No voice here speaks"):
        find_singers(voice, "xx")


class _Dying(Speaker):
    """Speaks with one voice until it dies, and tells no phones with another."""

    def __init__(self, real: Speaker, dying: str, after: int) -> None:
        super().__init__()
        self._real, self._dying, self._left = real, dying, after

    def speak(
        self, text: str, voice: Voice, pronunciations: Mapping[str, str] | None = None, stressed: Sequence[Span] = ()
    ) -> Speech:
        if voice.name == self._dying:
            if not self._left:
                raise EngineError("The engine died")
            self._left -= 1
            return replace(self._real.speak(text, replace(voice, name="en-us")), voice=self._dying)
        return self._real.speak(text, voice, pronunciations, stressed)


def test_an_engine_that_dies_in_mid_song_is_stood_in_for(speaker: Speaker) -> None:
    told: list[str] = []
    voice = replace(library.voice("en-us"), name="frail")
    dying = _Dying(speaker, "frail", 1)
    first, second = sing_lines(_SCORE.parts[0], _SCORE, voice, dying, tell=told.append)
    dying.close()
    assert first.performance.speech.voice == "frail"
    assert second.performance.speech.voice != "frail"
    assert second.performance.speech.clip.samples.any()
    assert any("died" in each for each in told)


def test_the_pitch_of_a_voice_is_found(speaker: Speaker) -> None:
    high = find_voice_pitch(_SCORE.parts[0], replace(library.voice("en-gb"), pitch=80), speaker)
    low = find_voice_pitch(_SCORE.parts[0], replace(library.voice("en-gb"), pitch=20), speaker)
    assert high > low + 2


def test_what_the_voice_is_heard_through_is_kept(speaker: Speaker) -> None:
    voice = replace(library.voice("en-gb"), effects=("loudspeaker",))
    plain = sing(_SCORE.parts[0], _SCORE, library.voice("en-gb"), speaker).performance.speech.clip
    boxed = sing(_SCORE.parts[0], _SCORE, voice, speaker).performance.speech.clip

    def low(clip: Clip) -> float:
        spectrum = np.abs(np.fft.rfft(clip.floats())) ** 2
        return float(spectrum[: int(200 * len(clip.samples) / clip.rate)].sum() / spectrum.sum())

    assert low(boxed) < 0.5 * low(plain)


def test_a_hum_is_sung_with_the_lips_shut(speaker: Speaker) -> None:
    score = make_score("Mmm:60:4 hmm:62:4 ah:64:2")
    line = sing(score.parts[0], score, library.voice("en-gb"), speaker)
    notes = line.performance.speech.notes or ()
    shut = line.performance.mouth.weights[:, VISEMES.index("PP")]
    for note in notes[:2]:
        assert shut[round(note.start * 100) + 10 : round(note.end * 100) - 25].min() > 0.9
        heard = _part_of(line.performance.speech.clip, note.start + 0.2, note.start + 0.8)
        assert to_midi(find_pitch(heard)) == pytest.approx(note.pitch, abs=0.5)
    assert shut[round(notes[2].start * 100) + 15] < 0.1


def test_the_french_e_that_is_only_sung_is_sung(speaker: Speaker) -> None:
    score = make_score("Au:60:1 clair:60:1 de:60:1 la:62:1 lu:64:2-ne:62:2", language="fr")
    line = sing(score.parts[0], score, library.voice("fr"), speaker)
    phones = [phone for phone in line.performance.speech.phones or () if phone.value]
    note = (line.performance.speech.notes or ())[-1]
    assert phones[-1].value.startswith("ə")
    assert phones[-1].start == pytest.approx(note.start, abs=0.01)
    assert line.remarks == ()


def test_vowels_that_speech_leaves_out_are_sung_where_they_are_written(speaker: Speaker) -> None:
    score = make_score("Ev:60:1-er:62:1-y:64:1 day:60:1")
    line = sing(score.parts[0], score, library.voice("en-gb"), speaker)
    assert line.remarks == ()
