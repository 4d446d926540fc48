"""The human corpora that the shipped models learned from, read where they lie.

Each reader takes the corpus's folder and gives utterances; where the corpus has no times the phones are left out and
`extra["words"]` holds each word's pronunciations (IPA phones), for the aligner.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from avatar.lipsync import phoneset
from avatar.studio import labels
from avatar.studio.manifest import DatasetError, Utterance
from avatar.types import Timed

_GROWN_UP = 15
"""Years: younger speakers are scored as children."""


def speechocean(folder: Path) -> Iterator[Utterance]:
    """speechocean762: 250 speakers of English as a second language; words and phones, no times."""
    lexicon = _lexicon(folder / "resource/lexicon.txt")
    spoken: dict[str, list[list[str]]] = {}
    for row in (folder / "resource/text-phone").read_text(encoding="utf-8").splitlines():
        key, _, tail = row.partition("\t") if "\t" in row else row.partition(" ")
        spoken.setdefault(key.split(".")[0], []).append([_arpabet(p) for p in tail.split()])
    for split in ("train", "test"):
        speaker, age = _table(folder / split / "utt2spk"), _table(folder / split / "spk2age")
        for key, text in _table(folder / split / "text").items():
            words = text.split()
            told = spoken.get(key, [])
            if len(told) != len(words):
                told = [[]] * len(words)
            variants = [_variants(lexicon.get(word, []), one) for word, one in zip(words, told, strict=True)]
            if all(variants):
                group = "learners, children" if int(age.get(speaker[key], "99")) < _GROWN_UP else "learners, adults"
                yield Utterance(
                    str(folder / f"audio/SPEAKER{speaker[key]}/{key}.opus"), f"speechocean-{speaker[key]}", "en",
                    "speechocean762: free for any use", "", text.lower(),
                    extra={"words": variants, "split": split, "group": group},
                )  # fmt: skip


def _table(path: Path) -> dict[str, str]:
    rows = (line.split(None, 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1].strip() for row in rows if len(row) == 2}


def _arpabet(symbol: str) -> str:
    index = phoneset.from_arpabet(symbol.split("_")[0].replace("*", ""))
    return phoneset.IPA[index] if index is not None else ""


def _lexicon(path: Path) -> dict[str, list[list[str]]]:
    out: dict[str, list[list[str]]] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        word, *phones = row.split()
        out.setdefault(word, []).append([_arpabet(p) for p in phones])
    return out


def _variants(known: list[list[str]], told: list[str]) -> list[list[str]]:
    out: list[list[str]] = []
    for one in ([told] if told else []) + known:
        clean = [p for p in one if p]
        if clean and clean not in out:
            out.append(clean)
    others = [[_OFTEN_SAID.get(p, p) for p in one] for one in out]
    return out + [one for one in others if one not in out]


_OFTEN_SAID = {"v": "w"}
"""What speakers of Mandarin often say in English for a sound that they lack: the lips then round and do not bite. The
aligner hears which it was."""


def ljspeech(folder: Path) -> Iterator[Utterance]:
    """A little of LJSpeech, one American reader, force-aligned; words that the aligner did not know have no phones."""
    rows = (row.split("|") for row in (folder / "metadata.csv").read_text(encoding="utf-8").splitlines())
    texts = {row[0]: row[-1] for row in rows}
    for grid in sorted((folder / "TextGrid").glob("*.TextGrid")):
        tiers = labels.text_grid(grid)
        words = tuple(w for w in tiers["words"] if w.value)
        text = texts.get(grid.stem, " ".join(w.value for w in words))
        yield Utterance(str(folder / f"audio/{grid.stem}.opus"), "ljspeech", "en-US", "public domain", "forced",
                        text, labels.phones(grid), words)  # fmt: skip


def kerstin(folder: Path) -> Iterator[Utterance]:
    """Kerstin, one reader of German; text only."""
    for row in (folder / "metadata.csv").read_text(encoding="utf-8").splitlines():
        name, text = row.split("|")[:2]
        yield Utterance(str(folder / f"audio/{name}.opus"), "kerstin", "de", "CC0", "", text)


def pjs(folder: Path) -> Iterator[Utterance]:
    """PJS: Japanese songs with the phones' times; the same sentences read, text only, are left to the aligner."""
    for lab in sorted(folder.glob("pjs*/*.lab")):
        phones = [Timed(row.start, row.end, labels.romanised(row.value)) for row in labels.htk(lab)]
        audio = lab.with_name(lab.name.replace(".lab", "_song.opus"))
        if audio.exists():
            licence = "CC BY-SA 4.0, J. Koguchi and S. Takamichi"
            extra = {"group": "sung by a human", "song": lab.stem}
            yield Utterance(str(audio), "pjs", "ja", licence, "hand", phones=tuple(phones), extra=extra)


_GRID = (
    {"b": "bin", "l": "lay", "p": "place", "s": "set"},
    {"b": "blue", "g": "green", "r": "red", "w": "white"},
    {"a": "at", "b": "by", "i": "in", "w": "with"},
    {letter: letter for letter in "abcdefghijklmnopqrstuvxyz"},
    dict(zip("123456789z", "one two three four five six seven eight nine zero".split(), strict=True)),
    {"a": "again", "n": "now", "p": "please", "s": "soon"},
)


def grid(folder: Path) -> Iterator[Utterance]:
    """GRID's first speaker, one Briton, with the lips as they were filmed; the words are in the file's name."""
    with np.load(folder / "opening.npz") as opening, np.load(folder / "width.npz") as width:
        for audio in sorted((folder / "audio").glob("*.opus")):
            words = [table[letter] for table, letter in zip(_GRID, audio.stem, strict=True)]
            extra: dict[str, object] = {}
            if audio.stem in opening:
                curves = {"opening": opening[audio.stem], "width": width[audio.stem]}
                extra["lips"] = {"rate": 25.0, **{k: [round(float(x), 5) for x in v] for k, v in curves.items()}}
            yield Utterance(str(audio), "grid-s1", "en-GB", "CC BY 4.0, GRID corpus", "", " ".join(words), extra=extra)


def librispeech(folder: Path) -> Iterator[Utterance]:
    """A little of LibriSpeech: 261 native readers of English. The texts are a recogniser's, wrong on some names, which
    the aligner is then unsure of; those without text are left out."""
    for name, speaker, text in _rows(folder / "text.tsv"):
        if text:
            audio = str(folder / f"audio/{name}.opus")
            yield Utterance(audio, f"librispeech-{speaker}", "en-US", "CC BY 4.0, V. Panayotov", "", text)


def fsdd(folder: Path) -> Iterator[Utterance]:
    """The Free Spoken Digit Dataset: six speakers by telephone, ten digits a file."""
    for name, speaker, text in _rows(folder / "text.tsv"):
        audio = str(folder / f"audio/{name}.opus")
        yield Utterance(audio, f"fsdd-{speaker}", "en-US", "CC BY-SA 4.0, free-spoken-digit-dataset", "", text)


def librivox(folder: Path) -> Iterator[Utterance]:
    """Five sentences of one native reader, with PocketSphinx's times."""
    for name, speaker, text in _rows(folder / "text.tsv"):
        told = json.loads((folder / f"phones/{name}.phone.json").read_text(encoding="utf-8"))
        phones = tuple(
            Timed(phone["b"], phone["b"] + phone["d"], _arpabet(phone["t"]))
            for word in told["w"]
            for phone in word["w"]
        )
        audio = str(folder / f"audio/{name}.opus")
        yield Utterance(audio, f"librivox-{speaker}", "en-GB", "public domain", "forced", text, phones)


def _rows(table: Path) -> Iterator[tuple[str, str, str]]:
    """The rows of a table of names, speakers and texts, without its heading."""
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        name, speaker, text = (*line.split("\t"), "", "")[:3]
        yield name, speaker, text


READERS: dict[str, Callable[[Path], Iterator[Utterance]]] = {
    "speechocean762": speechocean,
    "ljspeech_mini": ljspeech,
    "kerstin": kerstin,
    "pjs": pjs,
    "grid_s1": grid,
    "librispeech_mini": librispeech,
    "fsdd": fsdd,
    "librivox_phones": librivox,
}
"""By the folder's name."""


def read(folder: Path) -> list[Utterance]:
    """The utterances of a corpus folder, known by its name. Raises DatasetError for one we have no reader for."""
    reader = READERS.get(folder.name)
    if reader is None:
        raise DatasetError("No reader for this corpus", where=folder, remedy=f"Known: {', '.join(READERS)}.")
    return list(reader(folder))
