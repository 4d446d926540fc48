"""How likely it is that somebody speaks: Silero's net, 32 ms at a time (https://github.com/snakers4/silero-vad)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar.errors import EngineError, EngineMissing

RATE = 16_000
"""Hz."""

FRAME = 512
"""Samples that are judged together."""

_CONTEXT = 64
"""Samples of the frame before that go in front."""

MODEL = Path(__file__).parent / "models" / "silero-vad.onnx"
SHA256 = "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49"
"""Of MODEL, as it came in silero-vad 6.2.3."""


class VoiceDetector:
    """Judges frames in a row; what it heard before matters."""

    def __init__(self, model: Path = MODEL) -> None:
        """Raises EngineError where the net is damaged, EngineMissing where onnxruntime is not here."""
        self._session = _opened(model)
        self._rate = np.array(RATE, np.int64)
        self.reset()

    def reset(self) -> None:
        """Forget what was heard."""
        self._state = np.zeros((2, 1, 128), np.float32)
        self._before = np.zeros(_CONTEXT, np.float32)

    def judge(self, frame: NDArray[np.float32]) -> float:
        """How likely speech is in a frame, 0 to 1. `frame`: FRAME samples in [-1, 1]."""
        whole = np.concatenate((self._before, frame))[np.newaxis]
        out, self._state = self._session.run(None, {"input": whole, "state": self._state, "sr": self._rate})
        self._before = frame[-_CONTEXT:]
        return float(out[0, 0])


def _opened(model: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        remedy = "It has no wheel for this machine, which so can't listen."
        raise EngineMissing("onnxruntime isn't installed", remedy=remedy) from error
    try:
        data = model.read_bytes()
    except OSError as error:
        raise EngineError(f"The net that finds voices can't be read: {error.strerror}", where=model) from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise EngineError("The net that finds voices is damaged", where=model, remedy="Install avatar again.")
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
