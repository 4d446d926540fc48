"""How far the mouth is off the sound, recorded from screen and sink together.

    python -m benchmarks.sync [--bursts 40] [--latency low|safe|long] [--minutes 60] [--picture sync.png]

ffmpeg records a virtual screen (x11grab) and a null sink (pulse) on one clock. Before and after the character speaks, a
feed of this benchmark's own flashes a corner of the screen at the very moment for which PortAudio promises a beep: what
the recording shows between flash and beep is the recorder's own bias. The character then opens its mouth wide at the
onset of every tone; what is left after the bias is taken out is the stage's.

With `--minutes` the same stage goes on for so long, speaking for a minute and flashing in between, so that the
recorder's own drift is known at every time; what is left is the stage's.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library
from avatar.character.loading import load
from avatar.character.rig import frame_view
from avatar.config import Config, SoundConfig, StageConfig
from avatar.stage.link import Stage
from avatar.stage.messages import Finished, Ready, StageEvent
from avatar.types import CastMember, Clip, MouthTrack, Performance, Place, Rung, Speech
from tests import virtual

SIZE = 320
"""Pixels of the window's side; the flashes are to the right of it."""
FLASH = 64
TARGET_MS = 20.0
LONG_TARGET_MS = 15.0
"""Of the median over an hour."""
DRIFT_MS = 5.0
"""Most that the offset may change from the first quarter of a long run to the last."""
RATE = 48_000
BURST_S = 0.25
FLASHES = 12
WHO = "juno"


def bursts(count: int, seed: int) -> tuple[Performance, list[float]]:
    """A performance of tones with the mouth wide open in each, and the tones' onsets in seconds."""
    random = np.random.default_rng(seed)
    onsets = np.cumsum(random.uniform(0.5, 0.7, count))
    length = float(onsets[-1]) + 1.0
    samples = np.zeros(round(length * RATE), np.float32)
    weights = np.zeros((round(length * 100), 15), np.float32)
    weights[:, 0] = 1.0
    tone = 0.5 * np.sin(2 * np.pi * 600 * np.arange(round(BURST_S * RATE)) / RATE)
    for onset in onsets:
        first = round(float(onset) * RATE)
        samples[first : first + len(tone)] = tone
        # Half open at the onset: a frame of the track is 10 ms.
        open_from = round(float(onset) * 100)
        weights[open_from : open_from + round(BURST_S * 100), 0] = 0.0
        weights[open_from : open_from + round(BURST_S * 100), 10] = 1.0
    speech = Speech(Clip.from_floats(samples, RATE), "Ah.", "tones")
    return Performance(WHO, speech, MouthTrack(weights, Rung.VOICE)), [float(onset) for onset in onsets]


def flash_and_beep(screen: virtual.Screen, env: dict[str, str], count: int) -> None:
    """The calibration feed, in this process's own PortAudio stream."""
    os.environ.update(env)
    import sounddevice

    beep = (0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 10) / RATE)).astype(np.float32)
    pending: list[float] = []
    state = {"sample": 0, "next": RATE // 2, "at": -1}
    due = threading.Condition()

    def callback(out: Any, frames: int, times: Any, status: Any) -> None:
        out.fill(0)
        start = state["sample"]
        if state["at"] < 0 and state["next"] < start + frames:
            state["at"] = max(start, state["next"])
            heard = times.outputBufferDacTime + (state["at"] - start) / RATE - times.currentTime
            with due:
                pending.append(time.perf_counter() + heard)
                due.notify()
        if state["at"] >= 0:
            first = state["at"] - start
            low, high = max(0, first), min(frames, first + len(beep))
            out[low:high, 0] = beep[low - first : high - first]
            if high < frames:
                state["next"], state["at"] = start + frames + RATE // 2, -1
        state["sample"] = start + frames

    with sounddevice.OutputStream(samplerate=RATE, channels=1, dtype="float32", latency=0.05, callback=callback):
        for _ in range(count):
            with due:
                due.wait_for(lambda: pending, 5)
                at = pending.pop(0)
            while (left := at - time.perf_counter()) > 0:
                time.sleep(max(0.0, left - 0.001) if left > 0.002 else 0.0)
            screen.fill(SIZE, 0, FLASH, SIZE, white=True)
            time.sleep(0.1)
            screen.fill(SIZE, 0, FLASH, SIZE, white=False)


def speak(display: str, env: dict[str, str], options: argparse.Namespace, log: Path, flashes: Any) -> None:
    """Opens the stage, lets the calibration feed run before and after each round of bursts."""
    told: list[StageEvent] = []
    changed = threading.Condition()

    def hear(event: StageEvent) -> None:
        with changed:
            told.append(event)
            changed.notify_all()

    def wait(such: Any) -> None:
        with changed:
            if not changed.wait_for(lambda: any(such(event) for event in told), 90 + options.bursts):
                raise SystemExit(f"the stage did not answer:\n{log.read_text()}")

    config = Config(
        stage=StageConfig(mode="window", width=SIZE, height=SIZE, reduced_motion=True),
        sound=SoundConfig(latency=options.latency),
    )
    stage = Stage(config, hear, cast=[CastMember(WHO, WHO)], log_path=log, env={**env, "DISPLAY": display})
    try:
        wait(lambda event: isinstance(event, Ready) and event.mode == "window" and event.sound)
        flashes()
        end = time.monotonic() + options.minutes * 60
        number = 0
        while number == 0 or time.monotonic() < end:
            number += 1
            performance, _ = bursts(options.bursts, options.seed + number - 1)
            stage.perform(number, performance)
            wait(lambda event, number=number: isinstance(event, Finished) and event.id == number)
            flashes()
    finally:
        stage.close()


def record(folder: Path, options: argparse.Namespace) -> Path:
    """Runs it all under a recorder; returns the recording."""
    out = folder / "sync.nut"
    with virtual.virtual_display(SIZE + FLASH, SIZE) as display, virtual.null_sink() as sink:
        env = dict(sink.env)
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-copyts", "-thread_queue_size", "4096"]
        left, top, side = mouth_box()
        command += [
            "-f",
            "x11grab",
            "-draw_mouse",
            "0",
            "-framerate",
            "60",
            "-video_size",
            f"{SIZE + FLASH - left}x{side}",
        ]
        command += [
            "-i",
            f"{display}+{left},{top}",
            "-thread_queue_size",
            "4096",
            "-f",
            "pulse",
            "-fragment_size",
            "960",
        ]
        command += ["-i", "avatar.monitor", "-fps_mode", "passthrough", "-c:v", "rawvideo", "-pix_fmt", "gray"]
        command += ["-c:a", "pcm_s16le", "-f", "nut", str(out)]
        recorder = subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.PIPE)
        try:
            with virtual.Screen(display) as screen:
                screen.fill(SIZE, 0, FLASH, SIZE, white=False)
                count = FLASHES if options.minutes == 0 else FLASHES // 2

                def flashes() -> None:
                    flash_and_beep(screen, env, count)
                    time.sleep(1.2)

                speak(display, env, options, folder / "stage.log", flashes)
        finally:
            recorder.terminate()
            _, complaint = recorder.communicate(timeout=20)
    if not out.exists() or out.stat().st_size == 0:
        raise SystemExit(f"ffmpeg recorded nothing: {complaint.decode(errors='replace')}")
    return out


class Recorded(NamedTuple):
    """What was recorded, as far as it matters."""

    times: NDArray[np.float64]
    """Seconds of each frame."""
    mouth: NDArray[np.float64]
    """How light the mouth's place is in it."""
    flash: NDArray[np.float64]
    onsets: NDArray[np.float64]
    """Seconds at which a sound begins."""


def read(path: Path) -> Recorded:
    """Reduced frame by frame: an hour of pictures does not fit into memory."""
    import av

    side = mouth_box()[2]
    times, mouth, flash, pieces = [], [], [], []
    rate = RATE
    with av.open(str(path)) as container:
        for frame in container.decode():
            if isinstance(frame, av.VideoFrame):
                pixels = frame.to_ndarray()
                times.append(float(frame.time))
                mouth.append(float(pixels[:, :side].mean()))
                flash.append(float(pixels[:, -FLASH + 8 : -FLASH // 2].mean()))
            else:
                rate = frame.sample_rate
                pieces.append((float(frame.time), frame.to_ndarray().reshape(-1, 2)[:, 0]))
    # Timestamps of single packets jitter; their trend, over half a minute at a time, is the clock.
    counts = np.cumsum([0, *(len(samples) for _, samples in pieces[:-1])])
    starts = np.array([at for at, _ in pieces]) - counts / rate
    loud = rises(np.abs(np.concatenate([samples for _, samples in pieces])) > 1500, rate // 5)
    of = np.searchsorted(counts, loud, side="right") - 1
    window = max(1, round(30.0 / (pieces[1][0] - pieces[0][0]))) if len(pieces) > 1 else 1
    onsets = [
        index / rate + np.median(starts[max(0, k - window) : k + window]) for index, k in zip(loud, of, strict=True)
    ]
    return Recorded(np.array(times), np.array(mouth), np.array(flash), np.array(onsets))


def mouth_box() -> tuple[int, int, int]:
    """Left, top and side of the mouth's lower half on the screen, in pixels."""
    character = load(library.character(WHO))
    assert character.mouth is not None
    scale, _, _, _, left, top = frame_view(character, Place(), SIZE, SIZE)
    x, y = character.mouth.anchor[0] * scale + left, character.mouth.anchor[1] * scale + top
    half = character.mouth.width * scale * 0.5
    return round(x - half / 2), round(y), round(half)


def rises(values: NDArray[Any], gap: int) -> list[int]:
    """Indices where a truth begins after at least `gap` falsehoods."""
    true = np.nonzero(values)[0]
    return [int(index) for place, index in enumerate(true) if place == 0 or index - true[place - 1] > gap]


def openings(light: NDArray[np.float64]) -> list[int]:
    """Frames in which the mouth has just opened: half way from shut to open."""
    low, high = np.percentile(light, [2, 75])
    return rises(light < (low + high) / 2, 6)


def offsets(seen: NDArray[np.float64], heard: NDArray[np.float64]) -> NDArray[np.float64]:
    """When heard (seconds), and seen minus heard (milliseconds), of each sound with a sight within 0.2 s: (n, 2)."""
    if not len(seen):
        return np.zeros((0, 2))
    nearest = (
        seen[np.abs(seen[None, :] - heard[:, None]).argmin(axis=1)] if len(heard) < 2000 else _nearest(seen, heard)
    )
    pairs = np.stack([heard, (nearest - heard) * 1000], axis=1)
    return pairs[np.abs(pairs[:, 1]) < 200]


def _nearest(seen: NDArray[np.float64], heard: NDArray[np.float64]) -> NDArray[np.float64]:
    place = np.clip(np.searchsorted(seen, heard), 1, len(seen) - 1)
    before, after = seen[place - 1], seen[place]
    return np.where(heard - before < after - heard, before, after)


def over_time(mouth: NDArray[np.float64], bias: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mouth's offsets without the recorder's bias as it was at each time: (n, 2), seconds and milliseconds."""
    near = [
        np.median(bias[np.abs(bias[:, 0] - at) <= max(90.0, np.abs(bias[:, 0] - at).min() + 1), 1])
        for at in mouth[:, 0]
    ]
    return np.stack([mouth[:, 0], mouth[:, 1] - near], axis=1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bursts", type=int, default=0, help="in one round; 40, or 100 with --minutes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", choices=["low", "safe", "long"], default="low")
    parser.add_argument("--minutes", type=float, default=0.0, help="go on for so long")
    parser.add_argument("--picture", type=Path, help="where to draw the offset over time")
    parser.add_argument("--keep", type=Path, help="folder in which to keep the recording")
    options = parser.parse_args()
    options.bursts = options.bursts or (100 if options.minutes else 40)
    with tempfile.TemporaryDirectory() as temporary:
        found = read(record(options.keep or Path(temporary), options))
    flashed = found.times[rises(found.flash > 128, 2)]
    opened = found.times[openings(found.mouth)]
    if len(flashed) < FLASHES // 2 or not len(opened):
        raise SystemExit(
            f"too little was recorded: {len(flashed)} flashes, {len(opened)} openings, {len(found.onsets)} sounds"
        )
    beeps = np.array([bool((np.abs(flashed - at) < 0.2).any()) for at in found.onsets])
    bias, mouth = offsets(flashed, found.onsets[beeps]), offsets(opened, found.onsets[~beeps])
    left = over_time(mouth, bias)
    return report(found, bias, left, int((~beeps).sum()), options)


def report(
    found: Recorded, bias: NDArray[np.float64], left: NDArray[np.float64], spoken: int, options: argparse.Namespace
) -> int:
    """Prints the figures, draws them; returns the exit status."""
    median, (low, high) = float(np.median(left[:, 1])), np.percentile(left[:, 1], [10, 90])
    span = found.times[-1] - found.times[0]
    target = LONG_TARGET_MS if options.minutes else TARGET_MS
    fine = abs(median) <= target
    print(f"frames recorded a second     {len(found.times) / span:8.1f}")
    print(
        f"recorder's bias, median      {np.median(bias[:, 1]):8.1f} ms   "
        f"({len(bias)} flashes, spread {np.std(bias[:, 1]):.1f})"
    )
    print(f"mouth after sound            {median:8.1f} ms   (10th to 90th percentile {low:.1f} to {high:.1f})")
    print(f"openings                     {len(left):8} of {spoken}")
    if options.minutes:
        quarter = max(1, len(left) // 4)
        drift = float(np.median(left[-quarter:, 1]) - np.median(left[:quarter, 1]))
        fine &= abs(drift) <= DRIFT_MS
        print(f"drift, first to last quarter {drift:8.1f} ms   in {span / 60:.1f} minutes")
    if options.picture:
        from benchmarks.graph import Curve, graph

        minutes = [((at - found.times[0]) / 60, offset) for at, offset in left]
        recorder = [((at - found.times[0]) / 60, offset) for at, offset in bias]
        curves = [Curve("mouth after sound, ms", minutes, line=0.0, dots=True)]
        graph([*curves, Curve("the recorder's own bias, ms", recorder, dots=True)], options.picture, "minutes")
    print(f"target: within {target:g} ms: {'met' if fine else 'MISSED'}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
