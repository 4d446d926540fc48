"""Read every score of a corpus, and say what was remarked and how it lies to the corpus' labels.

    python -m benchmarks.read_songs CORPORA/pjs

For PJS, whose singers were recorded to these scores, it compares the last note's end with the last label's, and vowels
that begin with notes that do.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from pathlib import Path

from avatar.errors import SongError
from avatar.song.reading import KINDS, read_score
from avatar.song.score import Score

VOWELS = frozenset("aiueoNAIUEO")


def labelled(path: Path) -> list[tuple[float, float, str]]:
    """(start, end, phone) in seconds of an HTK label file, whose times are in 100 ns."""
    rows = (line.split() for line in path.read_text("utf-8").splitlines() if line.strip())
    return [(float(row[0]) / 1e7, float(row[1]) / 1e7, row[2]) for row in rows]


def onset_errors(score: Score, phones: list[tuple[float, float, str]]) -> list[float]:
    """Milliseconds from each note to the vowel that begins nearest to it."""
    vowels = [start for start, _, phone in phones if phone in VOWELS]
    return [
        1000 * min((vowel - score.seconds(note.start) for vowel in vowels), key=abs)
        for part in score.parts
        for note in part.notes
        if vowels
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    remarks: Counter[str] = Counter()
    errors: list[float] = []
    ends: list[float] = []
    read = 0
    for path in sorted(path for path in corpus.rglob("*") if path.suffix.lower() in KINDS and path.suffix != ".txt"):
        try:
            score = read_score(path)
        except SongError as error:
            remarks[f"refused: {error.what} ({path.suffix})"] += 1
            continue
        read += 1
        remarks.update(remark.said for remark in score.remarks)
        labels = path.with_suffix(".lab")
        if labels.is_file():
            phones = labelled(labels)
            errors += onset_errors(score, phones)
            ends.append(1000 * (phones[-1][0] - score.duration))
    print(f"{read} songs read")
    for said, count in remarks.most_common(20):
        print(f"{count:6} {said}")
    if errors:
        sizes = sorted(map(abs, errors))
        print(f"vowels of {len(ends)} songs begin {statistics.median(errors):+.0f} ms from their notes (median);")
        print(f"distance: median {statistics.median(sizes):.0f} ms, p90 {sizes[int(0.9 * len(sizes))]:.0f} ms")
        print(f"the last label ends {statistics.median(ends):+.0f} ms from the last note (median)")


if __name__ == "__main__":
    main()
