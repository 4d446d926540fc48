"""How far the mouth is off the sound, recorded from screen and sink together.

    python benchmarks/sync.py [--bursts 40] [--device-latency low|safe]

ffmpeg records a virtual screen (x11grab) and a null sink (pulse) on one clock. Before and after the character speaks, a
feed of this benchmark's own flashes a corner of the screen at the very moment for which PortAudio promises a beep: what
the recording shows between flash and beep is the recorder's own bias. The character then opens its mouth wide at the
onset of every tone; what is left after the bias is taken out is the stage's.
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
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library
from avatar.config import Config, SoundConfig, StageConfig
from avatar.stage.character import load
from avatar.stage.link import Stage
from avatar.stage.messages import Event, Finished, Ready
from avatar.stage.rig import view
from avatar.types import CastMember, Clip, MouthTrack, Performance, Place, Rung, Speech
from tests import virtual

SIZE = 320
"""Pixels of the window's side; the flashes are to the right of it."""
FLASH = 64
TARGET_MS = 20.0
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
            screen.fill(SIZE, 0, FLASH, FLASH, white=True)
            time.sleep(0.1)
            screen.fill(SIZE, 0, FLASH, FLASH, white=False)


def speak(display: str, env: dict[str, str], options: argparse.Namespace, log: Path, flashes: Any) -> list[float]:
    """Opens the stage, lets the calibration feed run before and after the bursts; returns the bursts' onsets."""
    told: list[Event] = []
    changed = threading.Condition()

    def hear(event: Event) -> None:
        with changed:
            told.append(event)
            changed.notify_all()

    def wait(such: Any) -> None:
        with changed:
            if not changed.wait_for(lambda: any(such(event) for event in told), 90):
                raise SystemExit(f"the stage did not answer:\n{log.read_text()}")

    config = Config(
        stage=StageConfig(mode="window", width=SIZE, height=SIZE, reduced_motion=True),
        sound=SoundConfig(latency=options.latency),
    )
    performance, onsets = bursts(options.bursts, options.seed)
    stage = Stage(config, hear, cast=[CastMember(WHO, WHO)], log_path=log, env={**env, "DISPLAY": display})
    try:
        wait(lambda event: isinstance(event, Ready) and event.mode == "window" and event.sound)
        flashes()
        stage.perform(1, performance)
        wait(lambda event: isinstance(event, Finished))
        flashes()
    finally:
        stage.close()
    return onsets


def record(folder: Path, options: argparse.Namespace) -> Path:
    """Runs it all under a recorder; returns the recording."""
    out = folder / "sync.nut"
    with virtual.virtual_display(SIZE + FLASH, SIZE) as display, virtual.null_sink() as sink:
        env = dict(sink.env)
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-copyts", "-thread_queue_size", "4096"]
        command += ["-f", "x11grab", "-draw_mouse", "0", "-framerate", "60", "-video_size", f"{SIZE + FLASH}x{SIZE}"]
        command += ["-i", display, "-thread_queue_size", "4096", "-f", "pulse", "-fragment_size", "960"]
        command += ["-i", "avatar.monitor", "-fps_mode", "passthrough", "-c:v", "rawvideo", "-pix_fmt", "gray"]
        command += ["-c:a", "pcm_s16le", "-f", "nut", str(out)]
        recorder = subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.PIPE)
        try:
            with virtual.Screen(display) as screen:
                screen.fill(SIZE, 0, FLASH, SIZE, white=False)

                def flashes() -> None:
                    flash_and_beep(screen, env, FLASHES)
                    time.sleep(1.2)

                speak(display, env, options, folder / "stage.log", flashes)
        finally:
            recorder.terminate()
            _, complaint = recorder.communicate(timeout=20)
    if not out.exists() or out.stat().st_size == 0:
        raise SystemExit(f"ffmpeg recorded nothing: {complaint.decode(errors='replace')}")
    return out


def read(path: Path) -> tuple[NDArray[np.float64], NDArray[np.uint8], float, NDArray[np.int16], int]:
    """Times of the frames, the frames, time of the first sample, samples, and their rate."""
    import av

    times, frames, pieces = [], [], []
    first, rate = 0.0, RATE
    with av.open(str(path)) as container:
        for frame in container.decode():
            if isinstance(frame, av.VideoFrame):
                times.append(float(frame.time))
                frames.append(frame.to_ndarray())
            else:
                if not pieces:
                    first, rate = float(frame.time), frame.sample_rate
                pieces.append((float(frame.time), frame.to_ndarray().reshape(-1, 2)[:, 0]))
    # Timestamps of single packets jitter; their trend is the clock.
    counts = np.cumsum([0, *(len(samples) for _, samples in pieces[:-1])])
    first = float(np.median([at - count / rate for (at, _), count in zip(pieces, counts, strict=True)]))
    return np.array(times), np.stack(frames), first, np.concatenate([samples for _, samples in pieces]), rate


def rises(values: NDArray[Any], gap: int) -> list[int]:
    """Indices where a truth begins after at least `gap` falsehoods."""
    true = np.nonzero(values)[0]
    return [int(index) for place, index in enumerate(true) if place == 0 or index - true[place - 1] > gap]


def openings(frames: NDArray[np.uint8]) -> list[int]:
    """Frames in which the mouth has just opened: half way from shut to open."""
    character = load(library.character(WHO))
    assert character.mouth is not None
    scale, _, _, _, left, top = view(character, Place(), SIZE, SIZE)
    x, y = character.mouth.anchor[0] * scale + left, character.mouth.anchor[1] * scale + top
    half = character.mouth.width * scale * 0.5
    box = frames[:, round(y) : round(y + half), round(x - half / 2) : round(x + half / 2)]
    light = box.reshape(len(frames), -1).mean(axis=1)
    low, high = np.percentile(light, [2, 75])
    return rises(light < (low + high) / 2, 6)


def offsets(seen: NDArray[np.float64], heard: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seen minus heard in milliseconds, for each heard onset with one seen within 0.2 s."""
    pairs = [(seen[np.abs(seen - onset).argmin()] - onset) * 1000 for onset in heard]
    return np.array([pair for pair in pairs if abs(pair) < 200])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bursts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", choices=["low", "safe"], default="low")
    parser.add_argument("--keep", type=Path, help="folder in which to keep the recording")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        path = record(options.keep or Path(temporary), options)
        times, frames, first, samples, rate = read(path)
    heard = np.array([first + index / rate for index in rises(np.abs(samples) > 1500, rate // 5)])
    flashed = times[rises(frames[:, : FLASH // 2, SIZE + 8 :].mean(axis=(1, 2)) > 128, 2)]
    opened = times[openings(frames)]
    before, after = flashed[:FLASHES], flashed[FLASHES:]
    if len(before) < FLASHES // 2 or len(after) < FLASHES // 2 or not len(opened):
        raise SystemExit(
            f"too little was recorded: {len(flashed)} flashes, {len(opened)} openings, {len(heard)} sounds"
        )
    spoken = heard[(heard > before[-1] + 0.3) & (heard < after[0] - 0.3)]
    bias = offsets(flashed, np.concatenate([heard[heard <= before[-1] + 0.3], heard[heard >= after[0] - 0.3]]))
    mouth = offsets(opened, spoken)
    median = float(np.median(mouth) - np.median(bias))
    low, high = np.percentile(mouth, [10, 90]) - np.median(bias)
    print(f"frames recorded a second     {len(times) / (times[-1] - times[0]):8.1f}")
    print(f"recorder's bias, median      {np.median(bias):8.1f} ms   ({len(bias)} flashes, spread {np.std(bias):.1f})")
    print(f"mouth after sound, recorded  {np.median(mouth):8.1f} ms   ({len(mouth)} of {len(spoken)} openings)")
    print(f"mouth after sound            {median:8.1f} ms   (10th to 90th percentile {low:.1f} to {high:.1f})")
    print(f"target: within {TARGET_MS:g} ms: {'met' if abs(median) <= TARGET_MS else 'MISSED'}")
    return 0 if abs(median) <= TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
