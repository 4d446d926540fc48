"""The fonts of the machine, through the fontconfig that skia brings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = "from avatar.draw import fonts\nprint(fonts.manager().countFamilies())"
STRANGE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><of-a-later-version/><dir>/usr/share/fonts</dir></fontconfig>"""


def _said(code: str, settings: Path) -> tuple[str, str]:
    env = os.environ | {"FONTCONFIG_FILE": str(settings)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no fontconfig")
def test_settings_that_its_fontconfig_does_not_know_are_no_business_of_the_user(tmp_path: Path) -> None:
    """On a bare machine there are none at all; on a new one they are newer than skia's fontconfig."""
    (tmp_path / "strange.conf").write_text(STRANGE)
    for settings in (tmp_path / "none.conf", tmp_path / "strange.conf"):
        assert "Fontconfig" in _said("import skia\nskia.FontMgr().countFamilies()", settings)[1]
        found, complaints = _said(LOOK, settings)
        assert (found.strip().isdigit(), complaints) == (True, "")
