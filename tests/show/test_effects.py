"""Every sound of a show: found by writers' words, the same each time, and fit to be heard."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from avatar import audio
from avatar.cli import main
from avatar.errors import LibraryError
from avatar.show import effects
from avatar.show.effects import NAMES, Endless
from avatar.show.lengths import LASTS
from avatar.show.sounds import tunes
from avatar.show.timing import seconds
from avatar.sound import levels
from tests.show import heard
from tests.show.measures import between, floats, peak_db, pitch, rms, swell

ONCE = [name for name, each in NAMES.items() if not isinstance(each, Endless)]
BEDS = [name for name in NAMES if name not in ONCE]


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_is_fit_to_be_heard_and_what_it_was(name: str) -> None:
    clip = effects.make_effect(name)
    sound = floats(clip)
    assert clip.rate == 48_000
    assert 0.1 < clip.duration < 21
    assert peak_db(clip) < -1
    assert abs(sound.mean()) < 1e-3, "it must not push the loudspeaker to one side"
    assert np.abs(sound[[0, -1]]).max() < 1e-3, "it must not click"
    edge = round(0.001 * clip.rate)
    assert np.abs(sound[-edge:]).max() < 0.02 * np.abs(sound).max()
    each = NAMES[name]
    assert levels.loudness(sound) == pytest.approx(each.lufs, abs=1.5)
    heard.compare(name, clip)


@pytest.mark.parametrize("name", ONCE)
def test_an_estimate_knows_how_long_a_show_waits_for_it(name: str) -> None:
    longest = seconds("longest sound waited for")
    assert min(LASTS.get(name, longest), longest) == pytest.approx(
        min(effects.make_effect(name).duration, longest), abs=0.06
    )


def test_the_same_samples_in_another_process() -> None:
    names = ["laughter 2", "rimshot", "glass", "ta-da", "wind"]
    code = (
        "import hashlib\nfrom avatar.show import effects\n"
        f"print(*(hashlib.sha256(effects.make_effect(name).samples.tobytes()).hexdigest() for name in {names}))"
    )
    found = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)]
    assert found[0] == found[1] != b""


@pytest.mark.parametrize("name", NAMES)
def test_each_of_a_writer_s_words_finds_its_sound(name: str) -> None:
    for word in (name, *NAMES[name].words):
        assert effects.resolve(word) == name
        assert effects.resolve(f"SFX: {word.upper()}!") == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ba dum tss", "rimshot"),
        ("Ba-Dum-Tss", "rimshot"),
        ("drums", "rimshot"),
        ("canned laughter", "laughter 3"),
        ("laugh: 4", "laughter 4"),
        ("applause 1", "applause 1"),
        ("the door slams", "door slam"),
        ("a phone rings", "phone"),
        ("Drumroll", "drum roll"),
        ("door-bell", "doorbell"),
        ("wah-wah", "sad trombone"),
        ("suspense music", "suspense"),
    ],
)
def test_words_as_writers_write_them(words: str, name: str) -> None:
    assert effects.resolve(words) == name


@pytest.mark.parametrize(
    ("words", "name"), [("rimshoot", "rimshot"), ("aplause", "applause 3"), ("old door", "door"), ("qqqq", "")]
)
def test_an_unknown_word_gets_a_suggestion(words: str, name: str) -> None:
    assert effects.resolve(words) is None
    assert effects.suggest(words) == name


def test_an_unknown_sound_says_so() -> None:
    with pytest.raises(LibraryError, match=r"no sound 'rimshoot'.*'rimshot'"):
        effects.make_effect("rimshoot")
    with pytest.raises(LibraryError, match="avatar show sounds"):
        effects.make_effect("")


def test_another_rate_is_the_same_sound() -> None:
    slow, fast = effects.make_effect("ding", 22_050), effects.make_effect("ding")
    assert slow.rate == 22_050
    assert slow.duration == pytest.approx(fast.duration, abs=0.001)
    assert pitch(slow, 0.1, 1.0) == pytest.approx(pitch(fast, 0.1, 1.0), abs=2)


# ------------------------------------------------------------------------------------------------- what each is like


def test_a_rimshot_has_three_strokes() -> None:
    clip = effects.make_effect("rimshot")
    level = swell(clip, 0.02)
    assert [round(at, 1) for at in _onsets(level)] == [0.0, 0.2, 0.5]
    assert between(clip, 5000, 20_000) > 0.15, "the last one is a cymbal"


def test_a_drum_roll_grows_into_its_crash() -> None:
    level = swell(effects.make_effect("drum roll"))
    assert level[230:260].mean() > 2.5 * level[20:60].mean()
    assert 2.6 < np.argmax(level) / 100 < 2.9


def test_a_sad_trombone_goes_down() -> None:
    clip = effects.make_effect("sad trombone")
    heights = []
    for start in (0.12, 0.58, 1.04, 1.7):
        sound = floats(clip)[round(start * 48_000) : round((start + 0.2) * 48_000)]
        heights.append(_fundamental(sound))
    assert heights == sorted(heights, reverse=True)
    assert 12 * np.log2(heights[0] / heights[-1]) == pytest.approx(3, abs=0.7), "by semitones"


def test_crickets_chirp() -> None:
    clip = effects.make_effect("crickets")
    assert between(clip, 3500, 5200) > 0.9
    assert len(_onsets(swell(clip, 0.15), 0.1)) >= 4


def test_a_knock_is_three_knocks() -> None:
    assert len(_onsets(swell(effects.make_effect("knock"), 0.03))) == 3


def test_a_telephone_rings_twice_and_again() -> None:
    level = swell(effects.make_effect("phone"), 0.1)
    loud = level > 0.35 * level.max()
    rings = np.flatnonzero(np.diff(loud.astype(int)) == 1) / 100
    gaps = np.diff(rings)
    assert len(gaps) >= 2
    assert gaps.max() > 2 * gaps.min(), "a double ring, and a pause"


def test_a_whoosh_comes_and_goes() -> None:
    level = swell(effects.make_effect("whoosh"))
    assert 0.25 < np.argmax(level) / len(level) < 0.75
    assert max(level[5], level[-5]) < 0.3 * level.max()


def test_a_spring_wobbles_faster_as_it_settles() -> None:
    level = swell(effects.make_effect("boing"), 0.02)
    tops = [at for at in range(2, 90) if level[at] == level[at - 2 : at + 3].max() and level[at] > 1e-3]
    gaps = np.diff(tops)
    assert len(gaps) >= 6
    assert gaps[-3:].mean() < gaps[:3].mean()


def _onsets(level: np.ndarray, least: float = 0.12) -> list[float]:
    """The seconds at which a level jumps up."""
    rise = np.diff(level, prepend=0.0)
    tops = [
        at
        for at in range(len(rise))
        if rise[at] > least * level.max() and rise[at] == rise[max(at - 8, 0) : at + 9].max()
    ]
    return [at / 100 for at in tops]


def _fundamental(sound: np.ndarray) -> float:
    """By autocorrelation, between 150 and 400 Hz."""
    spectrum = np.abs(np.fft.rfft(sound - sound.mean(), 1 << 16)) ** 2
    lag = np.fft.irfft(spectrum)
    low, high = 48_000 // 400, 48_000 // 150
    return 48_000 / (low + int(np.argmax(lag[low:high])))


# -------------------------------------------------------------------------------------------------------------- music


@pytest.mark.parametrize("name", tunes.TUNES)
def test_every_line_of_a_tune_keeps_its_bars(name: str) -> None:
    tune = tunes.TUNES[name]
    for line in tune.lines:
        beats = [
            sum(float(word.split(":")[1].rstrip("!")) for word in bar.split())
            for bar in line.notes.strip("| ").split("|")
        ]
        for at, length, keys, _ in tunes.read(line.notes):
            assert at >= 0 < length
            assert line.plays is None or all(24 <= tunes.midi(key) <= 96 for key in keys)
        if tune.bars:
            assert sum(beats) == pytest.approx(tune.bars * tune.bar)
            assert len(beats) == 1 or beats == pytest.approx([tune.bar] * tune.bars)


@pytest.mark.parametrize("wrong", ["c4", "c4:", "h4:1", "c:1", "c4:x"])
def test_what_is_no_note_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="no note"):
        [tunes.midi(key) for _, _, keys, _ in tunes.read(wrong) for key in keys]


@pytest.mark.parametrize("name", BEDS)
def test_the_pieces_of_a_bed_follow_each_other_without_a_seam(name: str) -> None:
    bed = effects.make_bed(name)
    pieces = [floats(bed.piece(number)) for number in range(2 * bed.count)]
    assert {len(piece) for piece in pieces} == {round(bed.piece_s * 48_000)}
    whole = np.concatenate(pieces)
    steps = np.abs(np.diff(whole))
    seams = np.cumsum([len(piece) for piece in pieces])[:-1]
    around = [steps[seam - 1] / max(steps[seam - 480 : seam + 480].max(), 1e-9) for seam in seams]
    assert max(around) <= 1.0
    assert steps[seams - 1].max() < 0.05, "no click"
    again = whole[len(whole) // 2 :]
    assert 0.7 < rms(again) / rms(whole[: len(whole) // 2]) < 1.4


def test_a_bed_lasts_as_long_as_asked_and_fades() -> None:
    clip = effects.make_effect("cheerful", seconds=40.0)
    assert clip.duration == pytest.approx(40.0)
    level = swell(clip)
    assert level[3500:3700].mean() > 0.01
    assert level[-20:].max() < 0.2 * level[3000:3700].max()
    assert effects.make_effect("cheerful", seconds=0.5).duration == pytest.approx(0.5)


def test_a_bed_s_last_piece_ends_in_silence() -> None:
    bed = effects.make_bed("lounge")
    last, same = floats(bed.last(5)), floats(bed.piece(5))
    assert len(last) == len(same)
    assert np.abs(last[-200:]).max() < 1e-3
    assert rms(last[:2000]) == pytest.approx(rms(same[:2000]), rel=0.02)


def test_beds_are_known_as_such() -> None:
    assert effects.is_bed("suspenseful music")
    assert not effects.is_bed("rimshot")
    assert not effects.is_bed("no such thing")
    with pytest.raises(LibraryError, match=r"has an end.*rain"):
        effects.make_bed("rimshot")


# ------------------------------------------------------------------------------------------------------- command line


def test_the_command_line_lists_and_writes_sounds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "sounds"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in NAMES)
    file = tmp_path / "rain.wav"
    assert main(["show", "sounds", "it rains", "--seconds", "2", "--wav", str(file)]) == 0
    assert audio.read(file).duration == pytest.approx(2.0)
    assert main(["show", "sounds", "rimshoot"]) != 0
    assert "Did you mean 'rimshot'" in capsys.readouterr().err


def test_the_page_names_every_sound() -> None:
    page = (Path(__file__).parents[2] / "docs" / "shows.md").read_text("utf-8")
    missing = [name for name in NAMES if name not in page and not name[-1].isdigit()]
    assert missing == []
    assert "](pictures/sounds.png)" in page
