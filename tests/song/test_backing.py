"""What is played below a song: on its beats, in its chords, to its end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.errors import SongError
from avatar.song.backing import STYLES, play_backing, restyled, style_of
from avatar.song.score import Chord, Meter, Part, Score, SungNote, Tempo
from avatar.sound.instruments import hertz

SONG = Score(
    "x",
    (Part("x", (SungNote(0, 16, 60, "oh", True, 0),)),),
    tempos=(Tempo(0, 120),),
    chords=(Chord(0, "C"), Chord(4, "Am"), Chord(8, "F"), Chord(12, "G")),
)


def loud_pitch_classes(sound: np.ndarray, rate: int) -> list[int]:
    """The pitch classes of the octave around middle C, the loudest first."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 4 * rate))
    power = [spectrum[round(4 * hertz(48 + n)) - 4 : round(4 * hertz(48 + n)) + 5].max() for n in range(24)]
    return sorted(range(12), key=lambda n: -max(power[n], power[n + 12]))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("meter", [Meter(0, 4), Meter(0, 3), Meter(0, 2), Meter(0, 3, 1.5), Meter(0, 5), Meter(0, 7)])
def test_every_style_plays_every_meter(style: str, meter: Meter) -> None:
    backing = play_backing(replace(SONG, meters=(meter,), pickup=0.5), style)
    assert backing is not None
    assert backing.style == style
    assert backing.clip.duration > SONG.duration
    assert np.abs(backing.clip.samples).max() < 32767


def test_the_chords_are_heard_where_they_stand() -> None:
    backing = play_backing(SONG, "hymn")
    assert backing is not None
    sound, rate = backing.clip.floats().astype(float), backing.clip.rate
    for start, wanted in ((0, {0, 4, 7}), (2, {9, 0, 4}), (4, {5, 9, 0}), (6, {7, 11, 2})):
        assert set(loud_pitch_classes(sound[int((start + 0.6) * rate) : int((start + 1.9) * rate)], rate)[:3]) == wanted


def test_it_follows_the_tempo() -> None:
    slow = play_backing(replace(SONG, tempos=(Tempo(0, 120), Tempo(8, 60))), "rock")
    fast = play_backing(SONG, "rock")
    assert slow is not None
    assert fast is not None
    assert 3.5 < slow.clip.duration - fast.clip.duration < 6.5


def test_nothing_is_played_without_chords_or_where_there_are_none() -> None:
    assert play_backing(replace(SONG, chords=())) is None
    assert play_backing(replace(SONG, chords=(Chord(0, "N.C."),))) is None
    backing = play_backing(replace(SONG, chords=(Chord(0, "C"), Chord(4, "N.C."))), "hymn")
    assert backing is not None
    assert np.abs(backing.clip.samples[6 * backing.clip.rate :]).max(initial=0) < 400


def test_what_is_no_chord_is_told_and_the_one_before_goes_on() -> None:
    backing = play_backing(replace(SONG, chords=(Chord(0, "C"), Chord(4, "Xyz"))))
    assert backing is not None
    assert "'Xyz' is no chord; the chord before it goes on" in str(backing.remarks[0])


def test_styles_by_other_names_and_meters() -> None:
    assert style_of(replace(SONG, style="Jazz"))[0] == "swing"
    assert style_of(replace(SONG, meters=(Meter(0, 3),)))[0] == "waltz"
    assert style_of(SONG, "lullaby")[0] == "lullaby"
    name, remarks = style_of(SONG, "bosa")
    assert name == "ballad"
    assert "Did you mean 'bossa'?" in remarks[0].said


def test_the_same_song_sounds_the_same() -> None:
    one, two = play_backing(SONG, "swing", 3), play_backing(SONG, "swing", 3)
    assert one is not None
    assert two is not None
    assert np.array_equal(one.clip.samples, two.clip.samples)


def test_another_style_is_asked_for_by_its_names_and_none_is_silence() -> None:
    assert restyled(SONG, "Jazz").style == "swing"
    assert play_backing(restyled(SONG, "none")) is None
    with pytest.raises(SongError, match="no style 'tango'"):
        restyled(SONG, "tango")
