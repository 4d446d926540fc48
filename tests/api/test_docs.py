"""docs/api.md: every example runs, by itself, in an empty folder; and every public name is on the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import avatar

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^## ([^\n]*)|^```python\n(.*?)^```", PAGE, re.S | re.M)


def examples() -> list[tuple[str, str]]:
    """Heading and code of each."""
    found, heading = [], ""
    for title, code in EXAMPLES:
        heading = title or heading
        if code:
            found.append((heading, code))
    return found


@pytest.mark.parametrize("code", [pytest.param(code, id=f"{title}-{i}") for i, (title, code) in enumerate(examples())])
def test_an_example_runs(code: str, tmp_path: Path) -> None:
    if "film_scene" in code:
        pytest.importorskip("av")
    script = tmp_path / "example.py"
    script.write_text(code, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    ran = subprocess.run([sys.executable, script.name], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_the_page_tells_of_everything_public() -> None:
    types = {"CastMember", "Config", "FRAME_RATE", "Film", "Place", "Pose", "Speech", "Timed", "Voice", "__version__"}
    told = set(re.findall(r"\w+", PAGE))
    assert set(avatar.__all__) - told <= types, "describe it in docs/api.md"
