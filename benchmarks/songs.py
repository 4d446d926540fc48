"""How well voices sing: pitch, vowel onsets, words, clicks, time; and the mouth of a singer against labelled songs.

    python -m benchmarks.songs [SONG ...] [--voice NAME ...] [--ears] [--pictures FOLDER] [--sounds FOLDER]
    python -m benchmarks.songs --pjs [FOLDER]

Songs are avatar's own by the names of their files (their first part) and those of `benchmarks.tunes`, all by default,
sung by each voice (hibari-heart and en-gb by default) that speaks their language, or by the one that stands in for it.
Nothing of how the sound was made is used to judge it:

- pitch: YIN (de Cheveigné and Kawahara, JASA 111, 2002) of our own; for each note the median from 80 ms after its start
  to 55 % of it, against the score, in cents.
- onsets: the steepest rise of the level between 250 and 3000 Hz within 150 ms of each syllable's beat; those that rise
  by less than 3 dB (vowel after vowel) are not counted.
- words wrong (`--ears`, with `avatar get ears whisper-base`): each line as the recogniser writes it, figures as words,
  against the words, and the same line spoken.
- clicks: moments whose spectral flux above 2 kHz is larger than any of the spoken lines, by more than 3 dB.
- time: CPU seconds a second of song, of singing and of the engine's process.

`--pjs`: the mouth planned from score and sound against the labels of the PJS corpus (CC BY-SA 4.0; `../shared/data`).
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import audio, library
from avatar.errors import AvatarError
from avatar.song.joining import SungLine, join_lines
from avatar.song.planning import split_lines
from avatar.song.reading import read_score
from avatar.song.score import Score, text_of
from avatar.song.singing import calm, find_singers, sing_lines
from avatar.speech.speaker import Speaker
from avatar.text.numbers import cardinal
from avatar.types import Clip, Voice
from benchmarks.tunes import TUNES, Tune, to_score, words_of

Floats = NDArray[np.float64]

PITCH_FROM_S, PITCH_SHARE, PITCH_LEAST_S = 0.08, 0.55, 0.16
YIN_WINDOW_S, YIN_HOP_S, YIN_THRESHOLD = 0.04, 0.01, 0.12
YIN_LOW_HZ, YIN_HIGH_HZ = 60.0, 900.0
YIN_DOUBT = 0.35
NEAR_S, LEAST_RISE_DB = 0.15, 3.0
CLICK_DB = 3.0


class Judged(NamedTuple):
    """What was found of a song."""

    cents: Floats
    onsets: Floats
    """Seconds late."""
    wrong: tuple[int, int]
    """Words wrong of words."""
    spoken_wrong: tuple[int, int]
    clicks: int
    cpu: float
    engine_cpu: float
    first_s: float
    """CPU seconds until the first line was there, of singing and of the engine."""


# --------------------------------------------------------------------------------------------------------------- pitch


def yin(samples: Floats, rate: int) -> tuple[Floats, Floats, Floats]:
    """Times, Hz and doubt (0 to 1) every YIN_HOP_S."""
    window, most, least = round(YIN_WINDOW_S * rate), round(rate / YIN_LOW_HZ), int(rate / YIN_HIGH_HZ)
    starts = np.arange(0, len(samples) - window - most, round(YIN_HOP_S * rate))
    times, hertz, doubt = [], [], []
    size = 1 << int(np.ceil(np.log2(2 * window + most)))
    for start in starts:
        frame = samples[start : start + window + most]
        spectrum = np.fft.rfft(frame, size)
        agrees = np.fft.irfft(spectrum * np.conj(np.fft.rfft(frame[:window], size)), size)[: most + 1]
        energy = np.concatenate([[0.0], np.cumsum(frame**2)])
        differs = energy[window] + energy[window : window + most + 1] - energy[: most + 1] - 2 * agrees
        differs[0] = 0.0
        normal = np.ones(most + 1)
        normal[1:] = differs[1:] * np.arange(1, most + 1) / np.maximum(np.cumsum(differs[1:]), 1e-12)
        lag = _first_dip(normal, least, most)
        times.append((start + window / 2) / rate)
        hertz.append(rate / _refined(normal, lag))
        doubt.append(normal[lag])
    return np.array(times), np.array(hertz), np.array(doubt)


def _first_dip(normal: Floats, least: int, most: int) -> int:
    limit = normal[least:most].min() + YIN_THRESHOLD
    dips = np.flatnonzero((normal[least : most - 1] < limit) & (normal[least : most - 1] <= normal[least + 1 : most]))
    return least + int(dips[0] if len(dips) else np.argmin(normal[least:most]))


def _refined(normal: Floats, lag: int) -> float:
    if not 0 < lag < len(normal) - 1:
        return float(lag)
    before, here, after = normal[lag - 1 : lag + 2]
    bend = before - 2 * here + after
    return float(lag + 0.5 * (before - after) / bend) if abs(bend) > 1e-12 else float(lag)


def find_cents(samples: Floats, rate: int, start: float, notes: Sequence[tuple[float, float, float]]) -> Floats:
    """Each note's error in cents, nan where no pitch is heard. `notes`: start, end (seconds of the song), MIDI."""
    times, hertz, doubt = yin(samples, rate)
    times = times + start
    found = []
    for begin, end, midi in notes:
        until = begin + max(PITCH_LEAST_S, PITCH_SHARE * (end - begin))
        heard = (times > begin + PITCH_FROM_S) & (times < until) & (doubt < YIN_DOUBT)
        off = 1200 * np.log2(hertz[heard] / (440 * 2 ** ((midi - 69) / 12)))
        found.append(float(np.median(off)) if len(off) >= 3 else np.nan)
    return np.array(found)


# -------------------------------------------------------------------------------------------------------------- onsets


def find_onsets(
    samples: Floats, rate: int, start: float, beats: Sequence[float], near_s: Sequence[float] | None = None
) -> Floats:
    """By how many seconds each vowel is late; nan where nothing rises. `near_s`: how near each is looked for."""
    level, times = _band_level(samples, rate)
    rise = np.convolve(level, np.r_[np.ones(4), -np.ones(4)] / 4, "same")
    times = times + start
    found = []
    for beat, far in zip(beats, near_s or [NEAR_S] * len(beats), strict=True):
        near = np.flatnonzero((times > beat - far) & (times < beat + far))
        best = near[np.argmax(rise[near])] if len(near) else -1
        found.append(times[best] - beat if best >= 0 and rise[best] > LEAST_RISE_DB else np.nan)
    return np.array(found)


def _band_level(samples: Floats, rate: int) -> tuple[Floats, Floats]:
    """dB between 250 and 3000 Hz some every 5 ms, of windows of 20 ms, and their middles in seconds."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum *= 1 / np.sqrt((1 + (250 / np.maximum(hertz, 1)) ** 6) * (1 + (hertz / 3000) ** 6))
    power = np.concatenate([[0.0], np.cumsum(np.fft.irfft(spectrum, len(samples)) ** 2)])
    first = np.arange(0, len(samples) - round(0.02 * rate), round(0.005 * rate))
    mean = (power[first + round(0.02 * rate)] - power[first]) / round(0.02 * rate)
    return np.asarray(20 * np.log10(np.sqrt(np.maximum(mean, 0) + 1e-9) + 10 ** (-50 / 20))), first / rate + 0.010


# -------------------------------------------------------------------------------------------------------------- clicks


def flux(samples: Floats, rate: int) -> Floats:
    """dB by which the spectrum above 2 kHz rises from one 5 ms to the next, against the sound's loud moments."""
    size, hop = round(0.008 * rate), round(0.005 * rate)
    first = np.arange(0, max(len(samples) - size, 1), hop)
    frames = np.stack([samples[at : at + size] * np.hanning(size) for at in first if at + size <= len(samples)])
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    high = np.sqrt(power[:, np.fft.rfftfreq(size, 1 / rate) > 2000])
    grown = np.maximum(np.diff(high, axis=0), 0).sum(1)
    loud = float(np.percentile(np.sqrt(power).sum(1), 90))
    return np.asarray(20 * np.log10(grown / max(loud, 1e-12) + 1e-6))


def count_clicks(sung: Floats, sung_rate: int, spoken: Sequence[Clip]) -> int:
    most = max(float(flux(clip.floats().astype(np.float64), clip.rate).max(initial=-120.0)) for clip in spoken)
    return int((flux(sung, sung_rate) > most + CLICK_DB).sum())


# --------------------------------------------------------------------------------------------------------------- words


def count_wrong(said: str, heard: str) -> tuple[int, int]:
    """Words wrong (as they are counted of recognisers) of words; letters for languages written without blanks."""
    one, other = _words(said), _words(heard)
    costs = list(range(len(other) + 1))
    for number, word in enumerate(one, 1):
        before, costs[0] = costs[0], number
        for at, each in enumerate(other, 1):
            before, costs[at] = costs[at], min(costs[at] + 1, costs[at - 1] + 1, before + (word != each))
    return costs[-1], len(one)


def _words(text: str) -> list[str]:
    plain = re.sub(r"[^\w' ]", " ", text.casefold()).replace("’", "'")
    plain = re.sub(r"[0-9]+", lambda found: cardinal(int(found[0])), plain)
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", plain):
        return list(plain.replace(" ", ""))
    return plain.split()


class Ears:
    """whisper-base, with beams of five, as its authors decode: greedy, it goes round in circles over a held vowel."""

    def __init__(self) -> None:
        from avatar.ears.whisper import Whisper

        self._whisper = Whisper(library.user_dir() / "ears" / "whisper-base")

    def hear(self, clip: Clip, language: str) -> str:
        from avatar.ears.features import log_mel

        whisper, samples = self._whisper, audio.floats(clip, 16000)
        seconds = min(len(samples) / 16000, 30.0)
        sound = whisper._net.encode(whisper._storage(log_mel(samples, 30.0)[np.newaxis]))
        prompt = [whisper._start, whisper._language(sound, language), whisper._task]
        found = whisper._net.generate(sound, [prompt], beam_size=5, max_length=27 + round(8 * seconds))[0]
        return whisper._text(list(whisper._within(found.sequences_ids[0], seconds)))


# ------------------------------------------------------------------------------------------------------------ a song


class Song(NamedTuple):
    """What is sung: the first part of a score."""

    title: str
    language: str
    score: Score
    words: tuple[str, ...]
    """Line by line, as they are read."""

    @classmethod
    def of_tune(cls, tune: Tune) -> Song:
        words = tuple(words_of(tune, number) for number in range(len(tune.lines)))
        return cls(tune.title, tune.language, to_score(tune), words)

    @classmethod
    def of_file(cls, name: str, path: Path) -> Song:
        score = read_score(path)
        words = tuple(text_of(notes) for notes in split_lines(score.parts[0]))
        return cls(name, score.parts[0].language or "en", score, words)


def judge(tune: Song, voice: Voice, speaker: Speaker, ears: Ears | None) -> tuple[Judged, list[SungLine]]:
    score = tune.score
    part = score.parts[0]
    begun, engines = time.process_time(), _engine_seconds(speaker)
    lines: list[SungLine] = []
    first = 0.0
    for line in sing_lines(part, score, voice, speaker, tell=lambda text: print("     told:", text)):
        first = first or time.process_time() - begun + _engine_seconds(speaker) - engines
        lines.append(line)
        for remark in line.remarks:
            print("    ", remark)
    cpu, engine_cpu = time.process_time() - begun, _engine_seconds(speaker) - engines
    clip = join_lines(lines).performance.speech.clip
    samples, start = clip.floats().astype(np.float64), lines[0].start
    singer = calm(find_singers(voice, tune.language)[0])
    spoken = [speaker.speak(tune.words[number], singer).clip for number in range(len(lines))]
    notes = _sung_notes(score, lines)
    beats = [score.seconds(note.start) for note in part.notes if note.syllable]
    wrong, spoken_wrong = [0, 0], [0, 0]
    for number, line in enumerate(lines if ears else []):
        assert ears is not None
        for clip_, counts in ((line.performance.speech.clip, wrong), (spoken[number], spoken_wrong)):
            heard = ears.hear(clip_, tune.language)
            errors, words = count_wrong(tune.words[number], heard)
            counts[0] += errors
            counts[1] += words
            if errors and counts is wrong:
                print(f"     {tune.words[number]!r} is heard as {heard!r}")
    return (
        Judged(
            find_cents(samples, clip.rate, start, notes), find_onsets(samples, clip.rate, start, beats),
            (wrong[0], wrong[1]), (spoken_wrong[0], spoken_wrong[1]), count_clicks(samples, clip.rate, spoken),
            cpu / score.duration, engine_cpu / score.duration, first,
        ),
        lines,
    )  # fmt: skip


def _sung_notes(score: Score, lines: Sequence[SungLine]) -> list[tuple[float, float, float]]:
    """The score's notes, moved by the whole octaves that the voice sings them at, of which the singer tells."""
    told = [note.pitch for line in lines for note in line.performance.speech.notes or ()]
    written = score.parts[0].notes
    found = []
    for note, sung in zip(written, told, strict=True):
        if note.pitch is not None:
            octave = 12 * round((sung - note.pitch) / 12)
            found.append((score.seconds(note.start), score.seconds(note.end), note.pitch + octave))
    return found


def _engine_seconds(speaker: Speaker) -> float:
    """CPU seconds of the engines' processes so far; 0 where the system doesn't tell."""
    total = 0.0
    for pid in speaker.pids().values():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def draw(path: Path, line: SungLine, title: str) -> None:
    """A spectrogram of a line with its phones and notes (needs matplotlib)."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    speech = line.performance.speech
    figure, (above, below) = plt.subplots(2, 1, figsize=(16, 9), sharex=True, height_ratios=(3, 1))
    above.specgram(speech.clip.floats() + 1e-6, 512, speech.clip.rate, noverlap=448, cmap="magma", vmin=-140, vmax=-40)
    above.set_ylim(0, 6000)
    for phone in speech.phones or ():
        above.axvline(phone.start, color="w", lw=0.5)
        above.text(phone.start, 5700, phone.value, color="w")
    for note in speech.notes or ():
        hertz = 440 * 2 ** ((note.pitch - 69) / 12)
        above.plot((note.start, note.end), (hertz, hertz), "c", lw=1)
    weights = line.performance.mouth.weights
    below.stackplot(np.arange(len(weights)) / 100, weights.T, labels=list(map(str, range(15))))
    figure.suptitle(title)
    figure.tight_layout()
    figure.savefig(path, dpi=70)
    plt.close(figure)


def row(name: str, judged: Judged) -> str:
    cents, onsets = np.abs(judged.cents), 1000 * np.abs(judged.onsets)
    words = f"{judged.wrong[0] / judged.wrong[1]:.2f} ({_share(judged.spoken_wrong)})" if judged.wrong[1] else "-"
    return (
        f"{name:28} {np.nanmedian(cents):5.1f} {np.nanpercentile(cents, 90):6.1f} {np.isnan(cents).mean():5.2f}"
        f" {np.nanmedian(onsets):6.0f} {np.nanpercentile(onsets, 90):5.0f} {1000 * np.nanmedian(judged.onsets):+5.0f}"
        f" {np.isnan(onsets).mean():5.2f} {words:>12} {judged.clicks:4d} {judged.cpu:5.2f} {judged.engine_cpu:5.2f}"
        f" {judged.first_s:5.1f}"
    )


def _share(counts: tuple[int, int]) -> str:
    return f"{counts[0] / counts[1]:.2f}" if counts[1] else "-"


HEAD = (
    f"{'':28} {'cents':>5} {'p90':>6} {'none':>5} {'onset':>6} {'p90':>5} {'bias':>5} {'none':>5} {'words':>12}"
    f" {'clk':>4} {'cpu':>5} {'eng':>5} {'1st':>5}"
)


def _chosen(names: Sequence[str]) -> Iterator[Song]:
    known, own = {tune.title: tune for tune in TUNES}, library.songs()
    for name in names or (*own, *known):
        if name in known:
            yield Song.of_tune(known[name])
        elif name in own:
            yield Song.of_file(name, own[name])
        else:
            sys.exit(f"There is no song {name!r}: {', '.join((*known, *own))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("songs", nargs="*")
    parser.add_argument("--voice", nargs="+", default=["hibari-heart", "en-gb"])
    parser.add_argument("--ears", action="store_true")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--sounds", type=Path)
    parser.add_argument("--pjs", nargs="?", type=Path, const=Path("../shared/data/pjs"))
    args = parser.parse_args()
    if args.pjs:
        from benchmarks.sung_mouths import measure

        measure(args.pjs)
        return
    ears = Ears() if args.ears else None
    speaker = Speaker(notice=lambda text: print("     told:", text))
    for name in args.voice:
        print(HEAD)
        voice, all_judged = library.voice(name), []
        speaker.warm(voice)
        for tune in _chosen(args.songs):
            try:
                judged, lines = judge(tune, voice, speaker, ears)
            except AvatarError as error:
                print(f"{tune.title}: {error}")
                continue
            all_judged.append(judged)
            print(row(f"{tune.title} ({tune.language}) {lines[0].performance.speech.voice}", judged), flush=True)
            if args.sounds:
                args.sounds.mkdir(parents=True, exist_ok=True)
                audio.write(args.sounds / f"{tune.title}-{name}.wav", join_lines(lines).performance.speech.clip)
            for number, line in enumerate(lines if args.pictures else []):
                args.pictures.mkdir(parents=True, exist_ok=True)
                draw(args.pictures / f"{tune.title}-{name}-{number}.png", line, tune.words[number])
        if all_judged:
            print(row("all", _together(all_judged)))
    speaker.close()


def _together(judged: Sequence[Judged]) -> Judged:
    return Judged(
        np.concatenate([each.cents for each in judged]),
        np.concatenate([each.onsets for each in judged]),
        (sum(each.wrong[0] for each in judged), sum(each.wrong[1] for each in judged)),
        (sum(each.spoken_wrong[0] for each in judged), sum(each.spoken_wrong[1] for each in judged)),
        sum(each.clicks for each in judged),
        float(np.mean([each.cpu for each in judged])),
        float(np.mean([each.engine_cpu for each in judged])),
        float(np.mean([each.first_s for each in judged])),
    )


if __name__ == "__main__":
    main()
