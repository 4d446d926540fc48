"""An echo canceller that only subtracts: a Kalman filter in the frequency domain, partitioned.

AEC3 takes away more, since it also turns down what is left; with that it takes away the first tenths of a second of
whoever speaks over an echo. This leaves them as they are. G. Enzner, P. Vary: Frequency-domain adaptive Kalman filter
for acoustic echo control in hands-free telephones (Signal Processing 86, 2006); partitioned as by F. Kuech, E. Mabande,
G. Enzner (ICASSP 2014).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.ears.echo import STEP

PARTITIONS = 30
"""Steps of the echo's path that are known: 0.3 s, the delay included."""

STAYS = 0.99
"""How much of the path is the same after a step: less follows a change sooner, more cancels deeper."""

KEPT = 0.9
"""Share of the last step's estimate of what is no echo that the next keeps."""

QUIET = 1e-4
"""Power that is thought to be no echo before anything was heard, in a bin of a spectrum of 2 STEP samples."""


class LinearCanceller:
    """Takes STEP samples at a time."""

    def __init__(self) -> None:
        bins = STEP + 1
        self._spectra = np.zeros((PARTITIONS, bins), np.complex128)
        """Of what was played, the latest first."""
        self._path = np.zeros((PARTITIONS, bins), np.complex128)
        self._doubt = np.ones((PARTITIONS, bins))
        """Variance of the path's error."""
        self._rest = np.full(bins, QUIET)
        """Power of what is no echo."""
        self._before = np.zeros(STEP)

    def take(self, heard: NDArray[np.float32], played: NDArray[np.float32]) -> NDArray[np.float32]:
        """What is left of `heard` without the echo of `played`, and of what was played before."""
        self._spectra = np.roll(self._spectra, 1, axis=0)
        self._spectra[0] = np.fft.rfft(np.concatenate((self._before, played)))
        self._before = played.astype(np.float64)
        echo = np.fft.irfft((self._spectra * self._path).sum(axis=0))[STEP:]
        left = heard - echo
        self._learn(np.fft.rfft(np.concatenate((np.zeros(STEP), left))))
        return left.astype(np.float32)

    def _learn(self, left: NDArray[np.complex128]) -> None:
        self._rest = KEPT * self._rest + (1 - KEPT) * np.abs(left) ** 2
        power = np.abs(self._spectra) ** 2
        whole = (power * self._doubt).sum(axis=0) + 2.0 * self._rest + 1e-9
        step = np.fft.irfft(self._doubt * np.conj(self._spectra) / whole * left, axis=1)
        step[:, STEP:] = 0.0  # the path of a partition is no longer than it
        self._path += np.fft.rfft(step, axis=1)
        size = np.abs(self._path) ** 2
        # A path may change where it was nothing before, too: the delay of a device that lost some sound does.
        changes = (1 - STAYS**2) * np.maximum(size, size.mean(axis=0))
        self._doubt = STAYS**2 * (1 - 0.5 * self._doubt * power / whole) * self._doubt + changes + 1e-9
