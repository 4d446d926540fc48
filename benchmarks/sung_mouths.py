"""The mouth of a recorded singer, from score and sound, against the labels of PJS: for `benchmarks.songs --pjs`.

The score's syllables give the phones, the aligner of the lip-sync tool finds them in the sound, and the singer's rules
(`avatar.song.mouthing`) open what is held. Closures: labelled p, b and m in which the lips are shut, and shut lips that
lie at one. Vowels right: 10 ms frames of labelled vowels that show a letter which an animator would accept.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from avatar import audio
from avatar.errors import AvatarError
from avatar.lipsync import align, model
from avatar.lipsync.formats import rhubarb
from avatar.lipsync.made import Made, lettered
from avatar.lipsync.trellis import WordChoices
from avatar.song.mouthing import HELD_S, USUAL_WIDTH, shape_mouth
from avatar.speech.kokoro.kana import sound_kana
from avatar.studio import scores
from avatar.studio.corpora import pjs
from avatar.types import FRAME_RATE, Clip, Timed

MOST_SHIFT = 60
"""Frames to either side in which labels are looked for in the sound."""
NEAR_SHIFT, CLEARER = 10, 1.3
"""Frames by which labels may be off, and by how much a place farther away must agree better, to be theirs."""

VOWELS = ("aa", "iy", "uw", "eh", "ow", "ao", "ih", "uh", "ae", "ah")


def read_phrases(path: Path) -> list[str]:
    """The kana of a MusicXML file of one voice, by the phrases between its rests."""
    phrases = [""]
    for note in ET.parse(path).iter("note"):
        if note.find("rest") is not None:
            phrases.append("")
        phrases[-1] += "".join(each.text or "" for each in note.iter("text")).strip()
    return [phrase for phrase in phrases if phrase]


def mouth_of(folder: Path, clip: Clip) -> Made:
    """The mouth for one song. Raises LipSyncError where sound and score don't belong together."""
    phrases = read_phrases(folder / f"{folder.name}.musicxml")
    words = [WordChoices((tuple(sound_kana(phrase)),), phrase) for phrase in phrases]
    found = align.align(model.hear(clip).scores, words)
    track = shape_mouth(found.phones, _held(found.phones, clip.duration), (), clip.duration)
    return lettered(Made(track, found.words, found.phones))


def find_shift(phones: Sequence[Timed], clip: Clip) -> float:
    """Seconds from the labels to where the sound changes as they say: some songs were sung anew after they were
    labelled. Found by the spectrum alone, by how much it changes around the labelled boundaries."""
    samples, hop = clip.floats().astype(np.float64), clip.rate // FRAME_RATE
    frames = np.stack([samples[at : at + 2 * hop] for at in range(0, len(samples) - 2 * hop, hop)]) * np.hanning(
        2 * hop
    )
    logs = np.log(np.abs(np.fft.rfft(frames, axis=1))[:, 2:120] + 1e-3)
    change = np.abs(np.diff(logs, axis=0)).mean(1)
    change -= change.mean()
    edges = np.array([round(phone.start * FRAME_RATE) for phone in phones if phone.value])
    shifts = np.arange(-MOST_SHIFT, MOST_SHIFT + 1)
    agrees = np.array([change[np.clip(edges + shift, 0, len(change) - 1)].mean() for shift in shifts])
    near = np.abs(shifts) <= NEAR_SHIFT
    if agrees.max() < CLEARER * max(float(agrees[near].max()), 1e-6):
        agrees[~near] = agrees.min()
    return float(shifts[int(np.argmax(agrees))]) / FRAME_RATE


def _held(phones: Sequence[Timed], duration: float) -> np.ndarray:
    out = np.zeros(int(np.ceil(duration * FRAME_RATE)), np.float32)
    for phone in phones:
        if phone.value and phone.value[0] in "aiɯɨeo" and phone.end - phone.start > HELD_S:
            out[round(phone.start * FRAME_RATE) : round(phone.end * FRAME_RATE)] = USUAL_WIDTH
    return out


def measure(folder: Path) -> None:
    """Prints the figures of all songs together, of those whose labels lie on their sound, and of the worst."""
    every, placed = scores.Tally(), scores.Tally()
    rows = []
    for utterance in pjs(folder):
        song = Path(utterance.audio).parent
        clip = audio.read(Path(utterance.audio))
        try:
            made = mouth_of(song, clip)
        except (AvatarError, OSError, ET.ParseError) as error:
            print(f"{song.name}: {error}", file=sys.stderr)
            continue
        shift = find_shift(utterance.phones, clip)
        tally = scores.score(utterance.phones, rhubarb.letters(made.track))
        tally.boundaries = scores.boundary_errors(utterance.phones, made.phones or ())
        every.plus(tally)
        if abs(shift) <= NEAR_SHIFT / FRAME_RATE:
            placed.plus(tally)
        rows.append((scores.Tally.figures(tally)["closures"], song.name, shift, tally))
    for closures, name, shift, tally in sorted(rows, key=lambda row: row[:2])[:10]:
        print(f"{name}: closures {closures:.2f}, vowels right {vowels_right(tally):.2f}, labels {shift:+.2f} s off")
    off = sum(abs(row[2]) > NEAR_SHIFT / FRAME_RATE for row in rows)
    for name, tally in ((f"{len(rows)} songs", every), (f"{len(rows) - off} whose labels lie on the sound", placed)):
        figures = tally.figures()
        print(
            f"{name}: closures F1 {figures['closures']:.3f}, vowels right {vowels_right(tally):.3f}, "
            f"boundaries {figures['boundary median ms']:.0f} ms, within 50 ms {figures['within 50 ms']:.2f}"
        )


def vowels_right(tally: scores.Tally) -> float:
    counts = [count for key, count in tally.counts.items() if key.startswith("class ") and key[6:] in VOWELS]
    return sum(count.right for count in counts) / max(sum(count.all for count in counts), 1)
