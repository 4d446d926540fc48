"""How fast a mouth is made from sound: `python benchmarks/hearing.py [SOUND]`, on one core.

Prints seconds of processor time for 60 s of sound, after a first short run that loads the model, for each stage.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from avatar import audio
from avatar.lipsync import align, decode, features, ladder, model, shown
from avatar.lipsync.formats import rhubarb
from avatar.types import Clip, Rung, Speech

TEXT = "The quick brown fox jumps over the lazy dog, and my papa baked five more muffins for everybody. "


def timed(name: str, work: Callable[[], object]) -> object:
    began = time.process_time()
    result = work()
    print(f"{name:24s} {time.process_time() - began:.3f} s")
    return result


def speech() -> tuple[Clip, str]:
    """A minute of espeak-ng, or of the file named on the command line (then without its text)."""
    if len(sys.argv) > 1:
        clip = audio.read(Path(sys.argv[1]))
        return Clip(np.resize(clip.samples, 60 * clip.rate), clip.rate), ""
    from avatar.studio import espeak

    one = espeak.render(TEXT, espeak.SpeakingStyle("en-us", 170)).clip
    times = int(60 / one.duration)
    return Clip(np.tile(one.samples, times), one.rate), TEXT * times


def main() -> None:
    clip, text = speech()
    short = Clip(clip.samples[: 3 * clip.rate], clip.rate)
    ladder.RUNGS[Rung.MODEL].make(Speech(short, "", ""))
    print(f"{clip.duration:.1f} s of sound at {clip.rate} Hz")
    sound = timed("resampling", lambda: features.to_16k(clip))
    timed("features", lambda: features.log_mel(sound))  # type: ignore[arg-type]
    heard = timed("hearing, all of it", lambda: model.hear(clip))
    assert isinstance(heard, model.Heard)
    phones = timed("decoder: line", lambda: decode.phones(heard.scores))
    chances = timed("decoder: chances", lambda: decode.chances(heard.scores))
    timed("what is drawn", lambda: shown.drawn(chances, phones))  # type: ignore[arg-type]
    made = timed("rung model, all of it", lambda: ladder.RUNGS[Rung.MODEL].make(Speech(clip, "", "")))
    timed("letters", lambda: rhubarb.letters(made.track))  # type: ignore[attr-defined]
    if text:
        words = align.words(text, "en-us")
        timed("alignment alone", lambda: align.align(heard.scores, words))
        timed("rung aligned, all of it", lambda: ladder.RUNGS[Rung.ALIGNED].make(Speech(clip, text, "")))


if __name__ == "__main__":
    main()
