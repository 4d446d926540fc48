"""Mouths for recorded songs whose words are known: how true they are, alone and with a band.

    python -m benchmarks.recorded_songs CORPORA/pjs [--all] [--english] [--voice hibari-heart] [--long]

PJS: Japanese songs by one singer with the times of their sounds (CC BY-SA 4.0), the words out of their scores. Judged
are the songs that the model was not trained on, --all: every song. --english: songs of our own words instead, sung by a
voice of the library (`avatar.song.singing`), whose plan tells the sounds' times. Each song is heard alone; with one of
the project's own tunes, as loud as the singer (0 dB); and that again after the separator, where it is here
(`avatar get separator`). --long: all songs as one, 20 s of the tune alone before, between and after them.

    closures     shut lips: F1, and how many of those that must be seen are
    vowels       share of the time of sung vowels under a mouth that an animator would draw for them
    rest         share of the time of pauses and of the tune alone in which the mouth is at rest
    shut         longest stretch, in seconds, in which a vowel is sung and the mouth is at rest
    lines        share of the lines whose beginning and end are within 0.3 s of where they are sung
    unsure       share of the words' consonants that are not heard where they should be
"""

from __future__ import annotations

import argparse
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

import itertools

from avatar import audio, library
from avatar.lipsync import phoneset, sound
from avatar.lipsync.formats.rhubarb import letters
from avatar.runs import find_runs
from avatar.show.sounds.tunes import TUNES, play_bars
from avatar.song.reading import parse_lyrics
from avatar.song.recorded import separator
from avatar.song.recorded.aligning import SungSong, align_song
from avatar.song.singing import sing
from avatar.sound.synth import RATE as TUNE_RATE
from avatar.speech.speaker import Speaker
from avatar.studio import corpora, scores
from avatar.studio.scores import Tally
from avatar.studio.splits import judging
from avatar.types import FRAME_RATE, Clip, Timed
from tests.song.helpers import make_score

RATE = separator.RATE
BEDS = ("cheerful", "lounge", "sad", "explaining")
ALONE_S = 20.0
LATE_S = 0.3
VOWELS = frozenset("iy ih ey eh ae aa ao ow uh uw ah ax er ay aw oy ue oe".split())
Samples = NDArray[np.float32]


class Sung(NamedTuple):
    """A song and what is sung in it."""

    name: str
    samples: Samples
    """Mono, at RATE."""
    phones: tuple[Timed, ...]
    lines: tuple[Timed, ...]
    language: str


def japanese(folder: Path, every: bool) -> Iterator[Sung]:
    """PJS's songs, each with the words of its score, a line up to each rest."""
    songs = list(corpora.pjs(folder))
    for song in songs if every else judging(songs):
        path = Path(song.audio)
        score = path.with_name(path.name.replace("_song.opus", ".musicxml"))
        texts, text = [], ""
        for note in ET.parse(score).iter("note"):
            lyric = note.find("lyric/text")
            if note.find("rest") is not None:
                texts, text = [*texts, text], ""
            elif lyric is not None and lyric.text:
                text += lyric.text
        texts = [each for each in [*texts, text] if each]
        blocks = sound.blocks(path, form=sound.BlockForm(RATE))
        yield Sung(path.parent.name, np.concatenate(list(blocks)), song.phones, _lines(texts, song.phones), "ja")


def _lines(texts: list[str], phones: tuple[Timed, ...]) -> tuple[Timed, ...]:
    """The texts, with the times of the stretches between the longest pauses; without where these are not as many."""
    sung = [phone for phone in phones if phone.value]
    gaps = sorted(range(1, len(sung)), key=lambda n: sung[n - 1].end - sung[n].start)[: len(texts) - 1]
    cuts = [0, *sorted(gaps), len(sung)]
    spans = [(sung[a].start, sung[b - 1].end) for a, b in itertools.pairwise(cuts)]
    return tuple(Timed(*span, text) for span, text in zip(spans, texts, strict=True))


SCORES = (
    ("My:60:1 toas:62:.5-ter:62:.5 fell:64:1 in:65:.5 love:67:2 with:65:.5 me:64:3",
     "It:60:.5 glows:62:1.5 when:64:.5 I:65:.5 come:67:2 near:60:3",
     "Its:60:.5 bread:64:1 jumps:65:1 up:67:1 and:65:.5 makes:64:.5 me:62:1 blush:60:3",
     "But:60:.5 my:62:.5 big:64:1 fridge:65:1 be:67:.5-lieves:69:1 it's:65:.5 fake:60:3"),
    ("Sleep:67:2 my:64:1 lit:65:.5-tle:62:.5 ro:60:1-bot:62:1 sleep:64:3",
     "Moths:67:1 and:65:.5 bats:64:1.5 have:62:.5 gone:60:.5 to:62:.5 bed:64:3",
     "Fold:67:1 your:65:.5 arms:64:1.5 and:62:.5 shut:60:1 your:62:.5 eyes:64:3",
     "To:60:.5-mor:62:1-row:64:.5 we:65:.5 will:64:.5 mend:62:1 your:60:.5 head:60:3"),
)  # fmt: skip
"""Our own words and tunes, in the notation of the tests' helper: syllable, note, beats."""


def english(voice: str) -> Iterator[Sung]:
    """Songs that a voice of the library sings."""
    speaker = Speaker()
    try:
        for number, rows in enumerate(SCORES):
            score = make_score(*rows, bpm=96, rest=2.0)
            found = sing(score.parts[0], score, library.voice(voice), speaker).performance
            speech = found.speech
            samples = np.pad(audio.floats(speech.clip, RATE), (RATE, RATE))
            phones = tuple(phone.moved(1.0) for phone in speech.phones or ())
            end = speech.clip.duration
            phones = (Timed(0.0, 1.0, ""), *phones, Timed(1.0 + end, 2.0 + end, ""))
            texts = speech.text.split("\n")
            yield Sung(f"{voice} {number + 1}", samples, phones, _lines(texts, phones), "en")
    finally:
        speaker.close()


def band(name: str, count: int) -> Samples:
    """A tune of the project's, for as long as it takes."""
    first, again = (
        audio.floats(Clip.from_floats(part, TUNE_RATE), RATE)
        for part in play_bars(TUNES[name], np.random.default_rng(1))
    )
    return np.concatenate([first, *[again] * (count // len(again) + 1)])[:count]


def mixed(song: Samples, bed: str) -> Samples:
    """The song with a tune that is as loud as the singing where somebody sings."""
    played = band(bed, len(song))
    hop = RATE // FRAME_RATE
    power = np.square(song[: len(song) // hop * hop].reshape(-1, hop)).mean(axis=1)
    sung = power[power > 0.01 * power.max()].mean()
    both = song + played * np.sqrt(sung / np.square(played).mean())
    return (both * (0.9 / max(0.9, float(np.abs(both).max())))).astype(np.float32)


def together(songs: list[Sung]) -> Sung:
    """All songs as one, with pauses for the band."""
    pause = np.zeros(round(ALONE_S * RATE), np.float32)
    parts, phones, lines, at = [pause], [Timed(0.0, ALONE_S, "")], [], ALONE_S
    for song in songs:
        length = len(song.samples) / RATE
        parts += [song.samples, pause]
        phones += [phone.moved(at) for phone in song.phones]
        lines += [line.moved(at) for line in song.lines]
        at += length
        phones.append(Timed(phones[-1].end, at + ALONE_S, ""))
        at += ALONE_S
    return Sung("all as one", np.concatenate(parts), tuple(phones), tuple(lines), songs[0].language)


class Judged:
    """Figures over several songs."""

    def __init__(self) -> None:
        self.tally, self.shut, self.seconds, self.cpu = Tally(), 0.0, 0.0, 0.0
        self.lines: list[bool] = []
        self.unsure: list[float] = []

    def add(self, song: Sung, found: SungSong, cpu: float) -> None:
        self.tally.plus(scores.score(song.phones, letters(found.track)))
        self.shut = max(self.shut, _longest_shut(song, found))
        self.lines += _placed(song, found)
        self.unsure.append(found.unsure)
        self.seconds += found.duration
        self.cpu += cpu

    def row(self) -> str:
        figures, counts = self.tally.figures(), self.tally.counts
        seen = counts["closures seen"]
        vowels = [counts[f"class {name}"] for name in VOWELS if f"class {name}" in counts]
        right = sum(count.right for count in vowels) / max(1, sum(count.all for count in vowels))
        lines = f"{np.mean(self.lines):.2f}" if self.lines else "-"
        return (
            f"closures {figures['closures']:.3f} ({seen.right} of {seen.all} seen)  vowels {right:.3f}  "
            f"rest {figures['rest']:.3f}  shut {self.shut:.2f} s  lines {lines}  unsure {np.mean(self.unsure):.2f} "
            f"(most {max(self.unsure):.2f})  {self.cpu / self.seconds:.3f} CPU s/s"
        )


def _longest_shut(song: Sung, found: SungSong) -> float:
    """Seconds in a row in which a vowel is sung and the mouth rests."""
    sung = np.zeros(len(found.track.weights), bool)
    for phone in song.phones:
        classes = phoneset.classes(phone.value) if phone.value else ()
        if classes and phoneset.CLASSES[classes[0]] in VOWELS:
            sung[round(phone.start * FRAME_RATE) : round(phone.end * FRAME_RATE)] = True
    still = sung & (found.track.weights[:, 0] > 0.7)
    return max((last - first for first, last in find_runs(still)), default=0) / FRAME_RATE


def _placed(song: Sung, found: SungSong) -> list[bool]:
    if len(found.lines) != len(song.lines):
        return [False] * len(song.lines)
    pairs = zip(found.lines, song.lines, strict=True)
    return [max(abs(a.start - b.start), abs(a.end - b.end)) < LATE_S for a, b in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pjs", type=Path, nargs="?")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--voice", default="hibari-heart")
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    songs = list(english(options.voice) if options.english else japanese(options.pjs, options.all))
    songs = [together(songs)] if options.long else songs
    ways = {"alone": False, "with a band at 0 dB": False} | (
        {"the same, separated": True} if separator.is_here() else {}
    )
    for way, apart in ways.items():
        judged = Judged()
        for number, song in enumerate(songs):
            samples = song.samples if way == "alone" else mixed(song.samples, BEDS[number % len(BEDS)])
            lyrics = parse_lyrics("\n".join(line.value for line in song.lines))
            began = time.process_time()
            found = align_song(Clip.from_floats(samples, RATE), lyrics, song.language, separate=apart)
            judged.add(song, found, time.process_time() - began)
        print(f"{way} ({len(songs)} songs, {judged.seconds:.0f} s): {judged.row()}", flush=True)


if __name__ == "__main__":
    main()
