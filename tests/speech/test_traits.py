"""What engines say of themselves, and that nobody else says it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from avatar.config import SpeechConfig
from avatar.errors import EngineError
from avatar.speech import ENGINES, traits
from avatar.speech.base import Traits
from avatar.speech.cache import Cache
from avatar.speech.speaker import Speaker
from avatar.types import Voice

ROOT = Path(__file__).parent.parent.parent
HEAVY = {"numpy", "gtts", "pyttsx3", "piper", "requests", "ctypes", "importlib.metadata"}

BY_NAME = {
    "catalogue/entries.py": "the tables of what can be got, one an engine",
    "config.py": "gtts has a setting of its own, which is older than the list `network`",
    "installer.py": "the names of extras",
    "logs.py": "a library's logger",
    "show/kept_lines.py": "packages whose versions a kept line was spoken with",
    "song/middles.py": "the same, of where a voice lies",
    "speech/__init__.py": "the defaults of the platforms",
    "speech/offsets.py": "how late the times of each engine's nets are",
    "speech/paces.py": "how fast the voices of each engine speak by themselves",
    "studio/dataset.py": "corpora are spoken by programs of their own",
    "studio/learning/replay.py": "speech that holds a net to what it knew is spoken by engines of its own choice",
    "studio/render.py": "corpora are spoken by programs of their own",
}
"""Where else an engine may be known by its name."""


def test_nobody_else_knows_an_engine_by_its_name() -> None:
    found = set()
    for file in (ROOT / "avatar").rglob("*.py"):
        constants = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant))
        if any(isinstance(each.value, str) and each.value in ENGINES.own for each in constants):
            found.add(file.relative_to(ROOT / "avatar").as_posix())
    assert {place for place in found if not place.startswith("speech/engines/")} == set(BY_NAME)


def test_they_are_read_without_what_is_heavy() -> None:
    code = (
        "import json, sys; from avatar.speech import ENGINES\n"
        "kept = [name for name in ENGINES if ENGINES[name].traits.kept]\n"
        "print(json.dumps([kept, sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    kept, modules = json.loads(done.stdout)
    assert set(kept) == {"gtts", "kokoro", "piper"}
    assert HEAVY & set(modules) == set()


def test_espeaks_process_loads_little() -> None:
    """It is started anew in the middle of a talk, and numpy alone would take longer than all the rest."""
    code = "import json, sys, avatar.speech.process, avatar.speech.espeak_library, avatar.speech.engines.espeak\n"
    code += "print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"numpy", "platformdirs", "difflib"} & set(json.loads(done.stdout)) == set()


def test_the_docs_say_the_same() -> None:
    page = (ROOT / "docs" / "voices.md").read_text("utf-8")
    text = page.split("## Engines", 1)[1].split("\n## ", 1)[0]
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", text, re.MULTILINE))
    assert set(rows) == set(ENGINES.own)
    for name, row in rows.items():
        _, network, times = (cell.strip() for cell in row.split("|"))
        about = traits(name)
        assert network.startswith("yes") == bool(about.sends_to), name
        assert ("words" in times, "phones" in times) == (about.words, about.phones), name


def test_an_engine_that_there_is_not_is_like_most() -> None:
    assert traits("nosuch") == Traits()


@pytest.mark.parametrize(("settings", "allowed"), [({}, False), ({"network": ("gtts",)}, True), ({"gtts": True}, True)])
def test_what_is_said_leaves_the_machine_only_where_that_is_allowed(settings: dict[str, object], allowed: bool) -> None:
    assert SpeechConfig(**settings).allows("gtts") == allowed  # type: ignore[arg-type]


def test_the_setting_that_would_allow_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "cloud", type("Cloud", (), {"traits": Traits(sends_to="a server of Nobody's")}))
    speaker = Speaker(SpeechConfig(fallback="far"), cache=Cache())
    try:
        with pytest.raises(EngineError, match=r"a server of Nobody's.*speech\.network = \[\"cloud\"\]"):
            speaker.speak("Hello.", Voice("far", "cloud", "x"))
    finally:
        speaker.close()
