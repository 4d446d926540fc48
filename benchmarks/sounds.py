"""A picture of the sounds of a show: each as its spectrogram (0 to 8 kHz) over its loudness, and what each costs.

python -m benchmarks.sounds [--picture docs/pictures/sounds.png]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from avatar.show import audience, effects
from avatar.sound.levels import loudness
from avatar.types import Clip

WIDTH, HEIGHT, LEVEL = 226, 76, 22
COLUMNS = 4
TOP_HZ = 8000
DYNAMIC_DB = 62.0


def panel(name: str, clip: Clip) -> Image.Image:
    """A spectrogram above the peaks that a meter would show."""
    sound = clip.floats()
    size = 1024
    starts = np.linspace(0, len(sound), WIDTH).astype(int)
    padded = np.pad(sound, (size // 2, size))
    frames = np.stack([padded[start : start + size] for start in starts]) * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, axis=1))
    rows = (np.linspace(0, TOP_HZ, HEIGHT) * size / clip.rate).astype(int)
    loud = 20 * np.log10(power[:, rows].T[::-1] + 1e-6)
    share = np.clip((loud - loud.max() + DYNAMIC_DB) / DYNAMIC_DB, 0, 1)
    picture = np.zeros((HEIGHT + LEVEL, WIDTH, 3), np.uint8)
    picture[:HEIGHT, :, 0] = 255 * np.clip(share * 1.7 - 0.35, 0, 1)
    picture[:HEIGHT, :, 1] = 255 * np.clip(share * 1.9 - 0.95, 0, 1)
    picture[:HEIGHT, :, 2] = 200 * np.clip(np.sin(share * 3.0), 0, 1)
    tops = np.array([np.abs(piece).max(initial=0.0) for piece in np.array_split(sound, WIDTH)])
    for column, top in enumerate(tops / max(tops.max(), 1e-9)):
        picture[HEIGHT + LEVEL - int(top * (LEVEL - 2)) :, column] = (120, 190, 240)
    image = Image.fromarray(picture)
    ImageDraw.Draw(image).text((4, 2), f"{name}  {clip.duration:.1f} s", fill="white")
    return image


def sheet(clips: dict[str, Clip]) -> Image.Image:
    """All panels, a few a row."""
    rows = -(-len(clips) // COLUMNS)
    out = Image.new("RGB", (COLUMNS * (WIDTH + 4), rows * (HEIGHT + LEVEL + 4)), (40, 40, 48))
    for number, (name, clip) in enumerate(clips.items()):
        out.paste(panel(name, clip), (number % COLUMNS * (WIDTH + 4), number // COLUMNS * (HEIGHT + LEVEL + 4)))
    return out.quantize(28, dither=Image.Dither.NONE)


PICTURED = (
    "rimshot", "drum roll", "sad trombone", "crickets", "knock", "door slam", "phone", "ding", "boing", "glass",
    "footsteps", "typing", "aww", "applause 2", "applause 5", "intro", "cheerful",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", type=Path, default=Path("docs/pictures/sounds.png"))
    options = parser.parse_args()
    clips: dict[str, Clip] = {}
    print(f"{'sound':16} {'s':>6} {'CPU s':>6} {'LUFS':>6} {'peak dB':>7}")
    for house in ("table", "club", "theatre"):
        for strength in (1, 3, 5):
            clips[f"laugh {strength}, {house}"] = audience.laugh(strength, house).clip
    del clips["laugh 1, theatre"]
    for name in effects.NAMES:
        start = time.process_time()
        clip = effects.make_effect(name)
        spent = time.process_time() - start
        peak = 20 * np.log10(np.abs(clip.floats()).max())
        print(f"{name:16} {clip.duration:6.2f} {spent:6.2f} {loudness(clip.floats().astype(float)):6.1f} {peak:7.1f}")
        if name in PICTURED:
            clips[name] = clip
    sheet(clips).save(options.picture, optimize=True)
    print(f"{options.picture}: {options.picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
