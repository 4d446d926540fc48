"""A recorded song on stage: who sings when, who dances, what is heard and shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from avatar import audio, scenefile
from avatar.film.mixing import Mixed
from avatar.scene.dancing import read_step
from avatar.song.beats import Beats
from avatar.song.company import Role
from avatar.song.reading import parse_lyrics
from avatar.song.recorded.aligning import SungSong, align_heard
from avatar.song.recorded.staging import Record, perform_song, record_of, stage_song
from avatar.sound.clock import Clock
from avatar.sound.mix import Mixer
from avatar.types import FRAME_RATE, Clip, Mark, Performance, Scene
from tests.song.recorded.test_aligning import LINES, OTHER, STARTS, TEXT, heard, song

ROLES = (Role("JUNO", "juno", 0), Role("GUS", "gus"))
BEATS = Beats(tuple(np.arange(1.0, 27.0, 0.5).tolist()), 4, 1, 0.9)


@pytest.fixture(scope="module")
def found() -> SungSong:
    return align_heard(heard(0.5), parse_lyrics(TEXT))


@pytest.fixture(scope="module")
def scene(found: SungSong) -> Scene:
    return stage_song(found, Record(song(0.5).clip), BEATS, ROLES)


def sung(scene: Scene) -> list[tuple[float, Performance]]:
    return [(entry.start, entry.what) for entry in scene.entries if isinstance(entry.what, Performance)]


def test_each_line_is_sung_by_the_first_while_it_is_heard(scene: Scene) -> None:
    lines = sung(scene)
    assert [performance.speech.text for _, performance in lines] == list(LINES)
    assert {performance.who for _, performance in lines} == {"JUNO"}
    for (start, performance), wanted, end in zip(lines, STARTS, song().ends, strict=True):
        assert start <= wanted <= end <= start + performance.duration
        assert performance.mouth.duration == pytest.approx(performance.duration)
        assert not performance.speech.clip.samples.any()  # what is heard is the recording
        assert performance.speech.notes is not None  # it is sung: captions go syllable by syllable
        for syllable in performance.captions:
            text = performance.speech.text
            assert text[syllable.at : syllable.at + syllable.length] == syllable.value
            assert 0 <= syllable.start < syllable.end <= performance.duration + 0.01
        assert "".join(each.value for each in performance.captions) == "".join(text.split())
    for (start, performance), (after, _) in pairwise(lines):
        assert start + performance.duration <= after + 1e-6


def test_the_recording_is_heard_once_from_the_beginning(scene: Scene, found: SungSong) -> None:
    clips = [entry for entry in scene.entries if isinstance(entry.what, Clip)]
    assert [(entry.start, entry.who, entry.what) for entry in clips] == [(0.0, "", song(0.5).clip)]
    silent = stage_song(found, None, BEATS, ROLES)
    assert not [entry for entry in silent.entries if isinstance(entry.what, Clip)]
    assert scene.duration == pytest.approx(found.duration + 2.4)


def test_everybody_dances_on_the_beats_and_the_listener_less(scene: Scene) -> None:
    strength: dict[str, list[float]] = {}
    for entry in scene.entries:
        if isinstance(entry.what, Mark) and entry.what.kind == "dance":
            assert entry.what.end is not None
            beats = read_step(entry.what.name).beats
            for beat in np.linspace(entry.start, entry.start + entry.what.end, beats + 1)[:-1]:
                assert np.abs(np.array(BEATS.times) - beat).min() < 0.005
            strength.setdefault(entry.who, []).append(entry.what.strength)
    assert strength.keys() == {"JUNO", "GUS"}
    assert np.mean(strength["GUS"]) < np.mean(strength["JUNO"])


def test_without_beats_nobody_dances(found: SungSong) -> None:
    still = stage_song(found, None, Beats(), ROLES[:1])
    assert not [e for e in still.entries if isinstance(e.what, Mark) and e.what.kind == "dance"]
    assert not [e for e in still.entries if isinstance(e.what, Mark) and e.what.kind == "enter"]


def test_what_is_sung_without_words_has_a_mouth_and_no_caption() -> None:
    some = align_heard(heard(separated=True), parse_lyrics("\n".join(LINES[:3])))
    wordless = [(start, each) for start, each in perform_song(some, "JUNO") if not each.speech.text]
    assert wordless
    assert all(not each.captions for _, each in wordless)
    last = next(each for start, each in wordless if start <= STARTS[4] + 1 < start + each.duration)
    assert last.mouth.weights[:, 0].min() < 0.3


def test_words_of_another_song_are_shown_where_their_file_says() -> None:
    rows = "\n".join(f"[00:{3 + 5 * n:02}.00]{line}" for n, line in enumerate(OTHER.split("\n")))
    lines = [
        (start, each)
        for start, each in perform_song(align_heard(heard(), parse_lyrics(rows)), "JUNO")
        if each.speech.text
    ]
    assert [each.speech.text for _, each in lines] == OTHER.split("\n")
    for number, (start, each) in enumerate(lines):
        (caption,) = each.captions
        assert start + caption.start == pytest.approx(3 + 5 * number, abs=0.02)


def test_lines_that_meet_share_the_time_between_them(found: SungSong) -> None:
    one, two = found.lines[:2]
    close = replace(found, lines=(one._replace(end=two.start - 0.1), *found.lines[1:]))
    (first, a), (second, b) = list(perform_song(close, "JUNO"))[:2]
    assert first + a.duration == pytest.approx(second)
    assert abs(second - (two.start - 0.05)) < 0.02
    assert round((second + b.duration) * FRAME_RATE) <= len(found.track.weights)


def test_a_recording_is_kept_as_it_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "song.flac"
    audio.write(path, song().clip)
    kept = record_of(path)
    assert kept.middle.rate == 44_100
    assert kept.middle.duration == pytest.approx(28.0, abs=0.01)
    assert kept.sides is None


def test_a_recording_in_stereo_is_heard_as_it_was_recorded(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    was = (chance.normal(0, 0.1, (44_100, 2)) * (1.0, 0.4)).clip(-1, 1).astype(np.float32)
    soundfile.write(tmp_path / "song.wav", was, 44_100, subtype="PCM_16")
    scene = Scene((), tuple(record_of(tmp_path / "song.wav").entries()))
    scenefile.save(tmp_path / "song.scene", scene)
    live, film = Mixer(Clock(0.0), 44_100, 2), Mixed()
    entries = scenefile.load(tmp_path / "song.scene").entries
    for entry in entries:
        assert isinstance(entry.what, Clip)
        live.add(entry.what, 0.0, spread=entry.spread)
    film.add(entries)
    np.testing.assert_allclose(live.mix(44_100), was, atol=1e-4)
    wanted = soxr.resample(was, 44_100, film.rate)
    np.testing.assert_allclose(film.take(len(wanted)), wanted, atol=1e-4)
    alone = Mixer(Clock(0.0), 44_100)
    for entry in entries:
        alone.add(entry.what, 0.0, spread=entry.spread)  # type: ignore[arg-type]
    np.testing.assert_allclose(alone.mix(44_100)[:, 0], was.mean(axis=1), atol=1e-4)
    np.testing.assert_allclose(scenefile.to_sound(scene, 44_100).floats(), was.mean(axis=1), atol=1e-4)
