"""Chords guessed from notes, against songs whose chords are written.

    python -m benchmarks.harmonies [FILE ...]

Songs are avatar's own and those of `benchmarks/songs` by default, without their chords: of the melody alone, from which
avatar itself guesses nothing; with a backing below it, as files with several parts have one; and with its bass alone.
Judged beat by beat: `root` is right, `chord` is right (root, and whether its third is major or minor), and `clash`: the
written chord and the guessed one share less than two notes. `home` is what the song's most frequent chord would get,
played throughout.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library
from avatar.song import backing
from avatar.song.chords import Harmony, read_chord
from avatar.song.reading import harmonies, read_score
from avatar.song.reading.harmonies import HeardNote, guess_chords
from avatar.song.score import Score
from avatar.sound.tunes import midi

STEP = 0.5
WAYS = ("melody", "melody and bass", "all parts")


def parts(score: Score) -> list[HeardNote]:
    return [
        HeardNote(note.start, note.beats, note.pitch)
        for part in score.parts
        for note in part.notes
        if note.pitch is not None
    ]


def played(score: Score, bass_only: bool) -> list[HeardNote]:
    """What the backing's pitched players play."""
    style, _ = backing.style_of(score)
    chords, _ = backing._harmonies(score)
    bars = tuple(backing._bars(score))
    return [
        HeardNote(event.at, event.beats, midi(key))
        for player in backing.STYLES[style].players
        if player.plays is not None
        and (not bass_only or ("X" not in player.four + player.two and "1" not in player.four))
        for event in backing._line(player, bars, chords)
        for key in event.keys
    ]


def sounding(changes: list[tuple[float, str]], at: float) -> Harmony | None:
    symbol = next((symbol for start, symbol in reversed(changes) if start <= at + 1e-6), "N.C.")
    return read_chord(symbol)


def third(harmony: Harmony) -> int:
    return 3 if 3 in harmony.tones else 4


def judge(score: Score, guessed: list[tuple[float, str]]) -> np.ndarray:
    """root, chord and clash, and the beats that were asked for."""
    written = [(chord.at, chord.symbol) for chord in score.chords]
    counts = np.zeros(4)
    for at in np.arange(written[0][0], score.end, STEP):
        told, found = sounding(written, at), sounding(guessed, at)
        if told is None:
            continue
        own = {(told.root + tone) % 12 for tone in told.tones}
        its = {(found.root + tone) % 12 for tone in found.tones} if found else set()
        same = found is not None and found.root == told.root
        counts += (same, same and third(found) == third(told), len(own & its) < 2, 1)
    return counts


def home(score: Score) -> str:
    beats: Counter[str] = Counter()
    ends = [*(chord.at for chord in score.chords[1:]), score.end]
    for chord, end in zip(score.chords, ends, strict=True):
        beats[chord.symbol] += end - chord.at
    return beats.most_common(1)[0][0]


def main() -> None:
    harmonies.LEAST_VOICES = 0.0
    given = [Path(each) for each in sys.argv[1:]]
    folder = Path(__file__).parent / "songs"
    files = given or [*library.songs().values(), *sorted(folder.glob("*.*"))]
    totals = {way: np.zeros(4) for way in (*WAYS, "home")}
    for path in files:
        if path.suffix == ".md":
            continue
        score = read_score(path)
        if not score.chords or any("guessed" in remark.said for remark in score.remarks):
            continue
        notes = parts(score)
        heard = dict(zip(WAYS, (notes, notes + played(score, True), notes + played(score, False)), strict=True))
        found = {way: judge(score, list(guess_chords(each, score.meters, score.pickup))) for way, each in heard.items()}
        found["home"] = judge(score, [(0.0, home(score))])
        row = "   ".join(f"{way} {c[0] / c[3]:.2f} {c[1] / c[3]:.2f} {c[2] / c[3]:.2f}" for way, c in found.items())
        print(f"{path.name:32} {row}")
        for way, counts in found.items():
            totals[way] += counts
    print("\n(root, chord, clash: shares of the beats)")
    for way, counts in totals.items():
        root, chord, clash = counts[:3] / counts[3]
        print(f"{way:16} root {root:.3f}  chord {chord:.3f}  clash {clash:.3f}")


if __name__ == "__main__":
    main()
