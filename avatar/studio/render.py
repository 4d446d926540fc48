"""Rendered speech: espeak-ng, flite and festival read our text and tell the true time of every phone; RHVoice reads it
and tells nothing, so that our aligner has to find the times.

Work is cut into batches; each writes its sounds, then its own manifest, so that a run that was stopped goes on where it
was. The same plan gives the same texts and voices whatever the number of workers; espeak-ng's own breath noise, and a
few milliseconds with it, differ from run to run.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from avatar import audio
from avatar.lipsync import phoneset
from avatar.studio import espeak, manifest, sentences
from avatar.studio.manifest import DatasetError, Utterance
from avatar.types import Clip, Timed

BATCH = 40
"""Utterances in a batch."""


@dataclass(frozen=True)
class Batch:
    """Some utterances of one voice."""

    engine: str
    voice: str
    language: str
    licence: str
    number: int

    @property
    def name(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", f"{self.engine}-{self.voice}-{self.number:03d}".lower())


_FLITE = (("slt", 0.28), ("rms", 0.28), ("awb", 0.2))
_FESTIVAL = (("cmu_us_slt_arctic_hts", 0.08), ("kal_diphone", 0.08), ("ked_diphone", 0.08))
_RHVOICE = (("bdl", 0.4), ("alan", 0.4), ("slt", 0.2))
_OF_NATIVE = 0.13
"""Minutes that RHVoice reads for each of the voices that tell their times."""
UNTIMED = ("rhvoice",)
"""Engines that do not say when they say what."""
_FREE = "GPL-2.0-or-later (slt: CMU licence)"
_ARCTIC = "flite and festvox licence (free use, BSD-like)"
_ESPEAK = "sound made by GPL-3.0 espeak-ng from its own rules"
_ENGLISH = ("en-us", "en-us", "en-us", "gmw/en", "en-gb-scotland", "en-gb-x-rp", "en-029")
_VARIANTS = (
    "", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "klatt", "klatt2", "klatt4",
    "Andy", "Annie", "Michael", "Alicia", "Gene", "Lee", "steph", "Mario", "linda", "robosoft", "belinda",
    "Denis", "Storm", "Alex", "edward", "whisper", "croak",
)  # fmt: skip


def plan(minutes_native: float, minutes_espeak: float, minutes_other: float) -> list[Batch]:
    """Batches for about this many minutes of American voices made from recordings, of espeak-ng's English, and of its
    other languages."""
    out: list[Batch] = []
    for engine, voices in (("flite", _FLITE), ("festival", _FESTIVAL)):
        for voice, share in voices:
            if shutil.which(engine):
                count = round(minutes_native * share / (BATCH * 4.0 / 60) + 0.5)
                out += [Batch(engine, voice, "en-US", _ARCTIC, i) for i in range(count)]
    for voice, share in _RHVOICE if shutil.which("RHVoice-test") else ():
        count = round(minutes_native * _OF_NATIVE * share / (BATCH * 4.0 / 60) + 0.5)
        out += [Batch("rhvoice", voice, "en-GB" if voice == "alan" else "en-US", _FREE, i) for i in range(count)]
    for i in range(max(1 if minutes_espeak else 0, round(minutes_espeak / (BATCH * 3.5 / 60)))):
        out.append(Batch("espeak", "english", "en", _ESPEAK, i))
    each = minutes_other / (BATCH * 3.5 / 60) / len(sentences.list_languages())
    for language in sentences.list_languages():
        out += [Batch("espeak", language, language, _ESPEAK, i) for i in range(max(1, round(each)))]
    return out


def run(batch: Batch, folder: Path) -> Path:
    """Render a batch into `folder`, unless it is there already; the path of its manifest."""
    done = folder / f"{batch.name}.jsonl"
    if done.exists():
        return done
    (folder / batch.name).mkdir(parents=True, exist_ok=True)
    makers = {"espeak": _espeak, "flite": _flite, "festival": _festival, "rhvoice": _rhvoice}
    utterances = list(makers[batch.engine](batch, folder))
    manifest.write(done, utterances)
    return done


def _dice(batch: Batch, i: int) -> random.Random:
    return random.Random(f"{batch.name}/{i}")


def _saved(batch: Batch, folder: Path, i: int, text: str, made: espeak.Rendered, speaker: str) -> Utterance:
    path = Path(batch.name) / f"{i:03d}.flac"
    audio.write(folder / path, made.clip)
    return Utterance(str(path), speaker, batch.language, batch.licence, "engine", text, made.phones)


def _espeak(batch: Batch, folder: Path) -> Iterator[Utterance]:
    for i in range(BATCH):
        dice = _dice(batch, i)
        base = dice.choice(_ENGLISH) if batch.voice == "english" else batch.voice
        variant = dice.choice(_VARIANTS)
        voice = f"{base}+{variant}" if variant else base
        seed = dice.randrange(10**9)
        text = sentences.make_english(seed) if batch.voice == "english" else sentences.make_up(base, seed)
        style = espeak.SpeakingStyle(voice, dice.randint(120, 240), dice.randint(10, 95), dice.randint(20, 80))
        made = espeak.render(text, style)
        if made.phones and made.clip.duration > 0.5:
            yield _saved(batch, folder, i, text, made, f"espeak-{voice}")


def _arpabet(times: list[tuple[float, str]], duration: float) -> tuple[Timed, ...]:
    """Phones from (end, ARPAbet) pairs."""
    out: list[Timed] = []
    start = 0.0
    for end, name in times:
        index = phoneset.from_arpabet(name)
        if index is None:
            raise DatasetError(
                f"The voice named an unknown phone: {name!r}", remedy="Add it to avatar.lipsync.arpabet."
            )
        out.append(Timed(start, min(end, duration), phoneset.IPA[index]))
        start = min(end, duration)
    return tuple(out)


def _told(*command: str, said: str = "") -> str:
    """What a synthesiser printed, given `said` on its input. Raises DatasetError where it failed or hangs."""
    try:
        return subprocess.run(command, input=said, capture_output=True, text=True, check=True, timeout=600).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise DatasetError(f"{command[0]} failed: {error}", remedy=f"Try it by hand: {' '.join(command)}") from error


def _flite(batch: Batch, folder: Path) -> Iterator[Utterance]:
    for i in range(BATCH):
        dice = _dice(batch, i)
        text = sentences.make_english(dice.randrange(10**9))
        wav = folder / batch.name / f"{i:03d}.wav"
        stretch = dice.uniform(0.78, 1.2)
        how = ("-voice", batch.voice, "--setf", f"duration_stretch={stretch:.3f}", "-psdur")
        told = _told("flite", *how, "-t", text, "-o", str(wav))
        times = [(float(end), name) for name, end in (pair.rsplit(":", 1) for pair in told.split())]
        clip = audio.read(wav)
        wav.unlink()
        made = espeak.Rendered(clip, _arpabet(times, clip.duration))
        yield _saved(batch, folder, i, text, made, f"flite-{batch.voice}")


_SCHEME = """
(define (say text file)
  (set! u (Utterance Text text))
  (utt.synth u)
  (utt.save.wave u file)
  (format t "@ %s\\n" file)
  (mapcar (lambda (s) (format t "%f %s\\n" (item.feat s 'end) (item.name s))) (utt.relation.items u 'Segment)))
"""


def _festival(batch: Batch, folder: Path) -> Iterator[Utterance]:
    texts, calls = [], [_SCHEME, f"(voice_{batch.voice})"]
    for i in range(BATCH):
        dice = _dice(batch, i)
        texts.append(sentences.make_english(dice.randrange(10**9)).replace('"', ""))
        calls.append(f"(Parameter.set 'Duration_Stretch {dice.uniform(0.78, 1.2):.3f})")
        calls.append(f'(say "{texts[-1]}" "{folder / batch.name}/{i:03d}.wav")')
    script = folder / batch.name / "all.scm"
    script.write_text("\n".join(calls))
    told = _told("festival", "-b", str(script))
    script.unlink()
    for part in told.split("@ ")[1:]:
        path, *lines = part.splitlines()
        times = [(float(end), name) for end, name in (text.split() for text in lines if text.strip())]
        wav = Path(path)
        clip: Clip = audio.resample(audio.read(wav), 16000)
        wav.unlink()
        made = espeak.Rendered(clip, _arpabet(times, clip.duration))
        yield _saved(batch, folder, int(wav.stem), texts[int(wav.stem)], made, f"festival-{batch.voice}")


def _rhvoice(batch: Batch, folder: Path) -> Iterator[Utterance]:
    for i in range(BATCH):
        dice = _dice(batch, i)
        text = sentences.make_english(dice.randrange(10**9))
        wav = folder / batch.name / f"{i:03d}.wav"
        command = ("RHVoice-test", "-p", batch.voice, "-r", str(dice.randint(85, 120)), "-o", str(wav))
        _told(*command, said=text)
        clip = audio.read(wav)
        wav.unlink()
        made = espeak.Rendered(clip, ())
        yield replace(_saved(batch, folder, i, text, made, f"rhvoice-{batch.voice}"), times_from="")
