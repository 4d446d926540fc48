"""What takes the singing out of a song: its weights read, its net against plain arithmetic, its seams."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar import audio
from avatar.errors import EngineError, LibraryError
from avatar.show.sounds import tunes
from avatar.song.recorded import separator
from avatar.song.recorded.checkpoint import read_checkpoint
from avatar.song.recorded.separator import RATE, Separator
from avatar.song.recorded.unet import BINS, MIX, PLAYED, SUNG, write_model
from avatar.sound import synth
from avatar.speech.nets import open_net
from avatar.types import Clip
from tests.ears import speech
from tests.song.recorded.making import numbered, small_weights, write_checkpoint

Floats = NDArray[np.float32]

FOLDER = os.environ.get("AVATAR_VOICES", "")


def test_a_checkpoint_is_read_as_it_was_written(tmp_path: Path) -> None:
    wanted = small_weights()
    found = read_checkpoint(*write_checkpoint(tmp_path, wanted))
    assert found.keys() == wanted.keys()
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted)


@pytest.mark.parametrize("case", ["none", "empty", "text", "cut", "longer than its data", "huge"])
def test_weights_that_are_none_are_told(tmp_path: Path, case: str) -> None:
    index, data = write_checkpoint(tmp_path, small_weights())
    whole = index.read_bytes()
    match case:
        case "none":
            data.unlink()
        case "empty":
            index.write_bytes(b"")
        case "text":
            index.write_text("these are no weights\n" * 10)
        case "cut":
            index.write_bytes(whole[40:])
        case "longer than its data":
            data.write_bytes(data.read_bytes()[:-8])
        case "huge":
            index.write_bytes(bytes(2 << 20))
    with pytest.raises(LibraryError, match="avatar get separator"):
        read_checkpoint(index, data)


def test_a_net_that_lacks_a_layer_is_told() -> None:
    weights = {name: value for name, value in small_weights().items() if not name.startswith("conv2d_9/")}
    with pytest.raises(LibraryError, match="conv2d_9"):
        write_model(weights)


def test_the_net_computes_what_its_makers_wrote() -> None:
    weights = small_weights(3)
    mix = np.abs(np.random.default_rng(4).normal(size=(1, 2, 64, BINS))).astype(np.float32)
    found = open_net(write_model(weights)).run({MIX: mix}, (SUNG, PLAYED))
    for number, values in enumerate(found):
        wanted = _unet(weights, mix[0].transpose(1, 2, 0), number).transpose(2, 0, 1)
        assert values.shape == mix.shape
        assert np.abs(values[0] - wanted).max() < 1e-4


class Sharing:
    """A net that calls a share of everything sung."""

    def __init__(self, share: float) -> None:
        self._share = share

    def run(self, feeds: Mapping[str, Any], wanted: Sequence[str]) -> list[Floats]:
        mix = feeds[MIX]
        return [mix * self._share, mix * (1 - self._share)]


def low_noise(seconds: float) -> Floats:
    """Noise below 10 kHz, so of the bins that the nets look at, on two channels."""
    dice = np.random.default_rng(1)
    spectrum = np.fft.rfft(dice.normal(size=(round(seconds * RATE), 2)), axis=0)
    spectrum[np.fft.rfftfreq(round(seconds * RATE), 1 / RATE) > 9000] = 0
    return (0.1 * np.fft.irfft(spectrum, round(seconds * RATE), axis=0)).astype(np.float32)


@pytest.mark.parametrize("seconds", [0.001, 1.0, 9.0, 31.7])
def test_no_seam_is_heard_and_nothing_moves(seconds: float) -> None:
    sound = low_noise(seconds)
    taker = Separator(Sharing(0.36))  # type: ignore[arg-type]
    parts = list(taker.singing(np.array_split(sound, 7)))
    found = np.concatenate(parts)
    assert len(found) == len(sound)
    inner = slice(64, -64) if len(sound) > 200 else slice(None)  # the cut ends have what lies above 9 kHz
    assert np.abs(found - 0.36 * sound.mean(axis=1))[inner].max(initial=0) < 2e-3
    whole = np.concatenate(list(taker.singing([sound])))
    assert np.array_equal(found, whole)
    assert max(map(len, parts)) < 12 * RATE  # a long song comes in pieces


def test_no_sound_gives_none() -> None:
    assert list(Separator(Sharing(1.0)).singing([])) == []  # type: ignore[arg-type]


def test_without_it_the_command_that_gets_it_is_named() -> None:
    assert not separator.is_here()
    with pytest.raises(LibraryError, match="avatar get separator"):
        separator.open_separator()


def test_damaged_weights_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, data = write_checkpoint(tmp_path, {**small_weights(), "conv2d/kernel": np.zeros((5, 5, 9, 1), np.float32)})
    monkeypatch.setattr(separator.shelf, "lacking", lambda entry: ())
    monkeypatch.setattr(separator.shelf, "place", lambda file: index if file.path.endswith("index") else data)
    with pytest.raises(EngineError, match="Get it again"):
        list(separator.open_separator().singing([low_noise(1.0)]))


@pytest.mark.whisper
def test_the_real_nets_keep_a_voice_and_leave_the_band(monkeypatch: pytest.MonkeyPatch) -> None:
    """With AVATAR_VOICES naming a user folder that has them."""
    assert FOLDER, "AVATAR_VOICES names no folder"
    monkeypatch.setattr(separator.shelf, "lacking", lambda entry: ())
    monkeypatch.setattr(separator.shelf, "place", lambda file: Path(FOLDER) / file.path)
    voice = audio.floats(Clip.from_floats(speech.spoken(), 16_000), RATE)
    band, _ = tunes.play_bars(tunes.TUNES["cheerful"], np.random.default_rng(1))
    played = audio.floats(Clip.from_floats(band, synth.RATE), RATE)[: len(voice)]
    played *= np.sqrt(np.mean(voice**2) / np.mean(played**2))
    found = np.concatenate(list(separator.open_separator().singing([np.stack([voice + played] * 2, axis=1)])))
    assert np.corrcoef(found, voice)[0, 1] > 0.85
    assert np.corrcoef(found, played)[0, 1] < 0.2


def _unet(weights: Mapping[str, Floats], mix: Floats, net: int) -> Floats:
    """Keras's arithmetic, written down once more: shape (frames, bins, channels)."""
    seen, here = [], mix
    for step in range(6):
        here = _convolved(here, weights, numbered("conv2d", 7 * net + step))
        seen.append(here)
        here = _normed(here, weights, 12 * net + step)
        here = np.where(here > 0, here, 0.2 * here)
    here = seen.pop()
    for step in range(6):
        here = np.maximum(0, _raised(here, weights, numbered("conv2d_transpose", 6 * net + step)))
        here = _normed(here, weights, 12 * net + 6 + step)
        if seen:
            here = np.concatenate([seen.pop(), here], axis=2)
    layer = numbered("conv2d", 7 * net + 6)
    padded = np.pad(here, ((3, 3), (3, 3), (0, 0)))
    count, bins, _ = here.shape
    out = np.zeros((count, bins, 2), np.float32) + weights[f"{layer}/bias"]
    for y in range(4):
        for x in range(4):
            out += padded[2 * y : 2 * y + count, 2 * x : 2 * x + bins] @ weights[f"{layer}/kernel"][y, x]
    mask: Floats = 1 / (1 + np.exp(-out))
    return mask * mix


def _convolved(here: Floats, weights: Mapping[str, Floats], layer: str) -> Floats:
    kernel = weights[f"{layer}/kernel"]
    padded = np.pad(here, ((1, 2), (1, 2), (0, 0)))
    rows, columns = here.shape[0] // 2, here.shape[1] // 2
    out = np.zeros((rows, columns, kernel.shape[3]), np.float32) + weights[f"{layer}/bias"]
    for y in range(5):
        for x in range(5):
            out += padded[y : y + 2 * rows : 2, x : x + 2 * columns : 2] @ kernel[y, x]
    return out


def _raised(here: Floats, weights: Mapping[str, Floats], layer: str) -> Floats:
    """The gradient of the convolution above, which is what Keras calls a transposed one."""
    kernel = weights[f"{layer}/kernel"]
    rows, columns = 2 * here.shape[0], 2 * here.shape[1]
    out = np.zeros((rows + 3, columns + 3, kernel.shape[2]), np.float32)
    for y in range(5):
        for x in range(5):
            out[y : y + rows : 2, x : x + columns : 2] += here @ kernel[y, x].T
    return out[1:-2, 1:-2] + weights[f"{layer}/bias"]


def _normed(here: Floats, weights: Mapping[str, Floats], number: int) -> Floats:
    layer = numbered("batch_normalization", number)
    gamma, beta, mean, variance = (
        weights[f"{layer}/{name}"] for name in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    return (here - mean) / np.sqrt(variance + np.float32(1e-3)) * gamma + beta
