"""What becomes of edits when the sound is another: `python -m benchmarks.refitting [--takes 8]`.

A take is three sentences that a voice says and tells its phones' times of. In every fifth phone that is long enough a
letter is put that it would not have: lips bitten, and wide open where they are bitten. Then the sound is another: the
same text by other voices, 0.4 s of silence before it, its second sentence cut out, one word changed. `avatar lipsync`
writes the cues of the new sound with the edits that lie beside it, and their letters are looked at where the new voice
says that it has the phones that were edited.

Told are, of the edits whose phones are still said, how many have their letter on most of their phone, and how far off
their beginning is; beside that how many would have it had they stayed at their times; and of those whose sentence or
word is gone, how many are listed and put nowhere.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar import audio, cli
from avatar.edits import files
from avatar.edits.beside import Edited, fingerprint_file
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.lipsync import tool
from avatar.speech.base import Request
from avatar.speech.engines.hibari import Hibari
from avatar.studio import espeak, sentences
from avatar.types import Clip, Timed

SEED = 8_000_000_000
SENTENCES = 3
SILENCE_S = 0.4
EVERY, LEAST_S = 5, 0.05
"""Every so many-th of the phones that last so many seconds has an edit."""
MOST = 0.5
"""Share of a phone that must have its letter."""
BITTEN = frozenset("fv")
RATE = 22_050
OLD = espeak.SpeakingStyle("en-us", 165)
VOICES = {
    "another man": espeak.SpeakingStyle("en-us+m3", 165, 35),
    "a slow woman": espeak.SpeakingStyle("en-us+f3", 125, 70),
    "a British one": espeak.SpeakingStyle("en-gb-x-rp", 180),
    "hibari": None,
}


class Said(NamedTuple):
    """A sound, and what is known of it."""

    clip: Clip
    text: str
    phones: tuple[Timed, ...]
    """Those that are heard, as the voice tells them."""


class Case(NamedTuple):
    """Another sound for a take."""

    name: str
    said: Said
    kept: dict[int, int]
    """Index of a phone to that of the same one in the new sound."""
    gone: frozenset[int] = frozenset()
    """Indices of the phones that are said no more."""


class Counts(NamedTuple):
    """What became of the edits."""

    there: int
    """Edits whose phones are still said."""
    placed: int
    stayed: int
    """How many of them would have their letter at their old times."""
    late: list[float]
    """Seconds by which each begins late."""
    gone: int
    listed: int


def say(texts: Sequence[str], style: espeak.SpeakingStyle | None) -> Said:
    """Sentences one after another."""
    parts = [_hibari(text) if style is None else tuple(espeak.render(text, style)) for text in texts]
    return joined(
        [Said(audio.resample(clip, RATE), text, phones) for text, (clip, phones) in zip(texts, parts, strict=True)]
    )


_ENGINE = Hibari()


def _hibari(text: str) -> tuple[Clip, tuple[Timed, ...]]:
    sound = _ENGINE.speak(Request(text, "heart", "en-US"))
    return Clip(np.frombuffer(sound.pcm, "<i2"), sound.rate), tuple(sound.phones or ())


def joined(parts: Sequence[Said]) -> Said:
    phones: list[Timed] = []
    t = 0.0
    for part in parts:
        phones += [p._replace(start=p.start + t, end=p.end + t, value=p.value.lstrip("ˈˌ")) for p in part.phones]
        t += part.clip.duration
    samples = np.concatenate([part.clip.samples for part in parts])
    return Said(Clip(samples, RATE), " ".join(part.text for part in parts), tuple(p for p in phones if p.value))


def same(one: Said, other: Said) -> dict[int, int]:
    """Index of a phone to that of the same one in another sound, found by what is said around it."""
    values = [[phone.value for phone in said.phones] for said in (one, other)]
    blocks = SequenceMatcher(None, *values, autojunk=False).get_matching_blocks()
    return {a + n: b + n for a, b, size in blocks for n in range(size) if size > 1}


def cases(texts: Sequence[str], word: str) -> list[Case]:
    """Other sounds for what OLD says."""
    parts = [say([text], OLD) for text in texts]
    old = joined(parts)
    found = []
    for name, style in VOICES.items():
        new = say(texts, style)
        found.append(Case(name, new, same(old, new)))
    silent = Said(Clip.silence(SILENCE_S, RATE), "", ())
    numbers = range(len(old.phones))
    late = joined([silent, *parts])._replace(text=old.text)
    found.append(Case("silence before it", late, {n: n for n in numbers}))
    first, second = len(parts[0].phones), len(parts[0].phones) + len(parts[1].phones)
    kept = {n: n if n < first else n - (second - first) for n in numbers if not first <= n < second}
    found.append(Case("a sentence cut out", joined([parts[0], *parts[2:]]), kept, frozenset(range(first, second))))
    words = texts[1].split()
    words[len(words) // 2] = word
    changed = say([texts[0], " ".join(words), *texts[2:]], OLD)
    kept = same(old, changed)
    found.append(Case("a word changed", changed, kept, frozenset(set(numbers) - set(kept))))
    return found


def edited(old: Said) -> dict[int, Span]:
    """Index of a phone to what is put there."""
    long = [n for n, phone in enumerate(old.phones) if phone.end - phone.start >= LEAST_S][::EVERY]
    return {n: Span(*old.phones[n][:2], "D" if old.phones[n].value in BITTEN else "G") for n in long}


def judge(old: Said, case: Case, folder: Path) -> Counts:
    """Puts the edits of the old sound beside the new one, has its cues written, and looks at them."""
    recording, script, out = folder / "talk.wav", folder / "talk.txt", folder / "talk.tsv"
    audio.write(recording, old.clip)
    sheet = tool.lipsync(recording, text=old.text)
    spans = edited(old)
    own = fingerprint_file(recording)
    take = TakeEdits("", old.text, own, sheet.duration, sheet.words, {"mouths": tuple(spans.values())})
    files.write(files.beside(recording), EditFile((take,)))
    audio.write(recording, case.said.clip)
    script.write_text(case.said.text)
    assert cli.main(["lipsync", str(recording), "-d", str(script), "-o", str(out), "-q"]) == 0
    rows = [line.split("\t") for line in out.read_text().splitlines()]
    cues = [(float(start), letter) for start, letter in rows]
    there = [(n, case.said.phones[case.kept[n]]) for n in spans if n in case.kept]
    starts = [_begins(cues, spans[n].value, phone) for n, phone in there]
    lost = Edited(recording).find(tool.lipsync(recording, text=case.said.text)).edits.unplaced
    listed = {round(span.start, 3) for _, span, _ in lost}
    gone = [spans[n] for n in spans if n in case.gone]
    return Counts(
        len(there),
        sum(_share(cues, spans[n].value, phone.start, phone.end) > MOST for n, phone in there),
        sum(min(phone.end, spans[n].end) - max(phone.start, spans[n].start) > MOST * (phone.end - phone.start)
            for n, phone in there),
        [start for start in starts if start is not None],
        len(gone),
        sum(round(span.start, 3) in listed for span in gone),
    )  # fmt: skip


def _share(cues: Sequence[tuple[float, str]], letter: str, start: float, end: float) -> float:
    """Share of a stretch that has a letter."""
    ends = [t for t, _ in cues[1:]] + [1e9]
    rows = zip(cues, ends, strict=True)
    own = sum(max(0.0, min(end, last) - max(start, t)) for (t, each), last in rows if each == letter)
    return own / (end - start)


def _begins(cues: Sequence[tuple[float, str]], letter: str, phone: Timed) -> float | None:
    """Seconds after a phone's start at which its letter begins; None where it is not near."""
    near = [t - phone.start for t, each in cues if each == letter and abs(t - phone.start) < 0.3]
    return min(near, key=abs, default=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--takes", type=int, default=8)
    count = parser.parse_args().takes
    found: dict[str, list[Counts]] = {}
    for number in range(count):
        texts = [sentences.make_english(SEED + SENTENCES * number + n) for n in range(SENTENCES)]
        texts = [text if text[-1] in ".!?" else f"{text}." for text in texts]
        old = say(texts, OLD)
        for case in cases(texts, "marvellous"):
            with tempfile.TemporaryDirectory() as name:
                found.setdefault(case.name, []).append(judge(old, case, Path(name)))
    print("the new sound | edits | have their letter | at their old times | late, ms: median, 90 % | gone | listed")
    for name, rows in found.items():
        late = 1000 * np.array([each for row in rows for each in row.late])
        there, gone = sum(row.there for row in rows), sum(row.gone for row in rows)
        shares = (sum(each) / max(1, there) for each in ([r.placed for r in rows], [r.stayed for r in rows]))
        told = f"{np.median(late):+.0f}, {np.percentile(np.abs(late), 90):.0f}" if len(late) else "-"
        own = " | ".join(f"{share:.3f}" for share in shares)
        print(f"{name} | {there} | {own} | {told} | {gone} | {sum(row.listed for row in rows)}", flush=True)


if __name__ == "__main__":
    main()
