"""Sounds that several tests listen to."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.types import Clip


@pytest.fixture(scope="session")
def spoken() -> Clip:
    """espeak-ng's `Papa baked five brown muffins.`, with half a second of silence on either side."""
    from avatar.studio import espeak

    made = espeak.render("Papa baked five brown muffins.", espeak.SpeakingStyle("en-us", 150))
    quiet = Clip.silence(0.5, made.clip.rate).samples
    return Clip(np.concatenate([quiet, made.clip.samples, quiet]), made.clip.rate)
