"""A command asks for the extra that it needs, before it needs it, and for no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import installer, library
from avatar.cli import main
from avatar.lipsync import model


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []

    def bring(extra: str) -> bool:
        names.append(extra)
        return False

    monkeypatch.setattr(installer, "bring", bring)
    return names


@pytest.mark.parametrize(
    ("arguments", "extras"),
    [
        (["lipsync", "nothing.mp4"], ["film"]),
        (["lipsync", "nothing.wav"], []),
        (["characters", "import", "nothing.PSD"], ["psd"]),
        (["characters", "import", "nothing.save"], []),
        (["film", "--text", "Hello.", "-o", "x.mp4", "--size", "0x0"], ["film"]),
        (["say", "Hello.", "--wav", "/nowhere/x.wav", "--set", "brain.name=server"], []),
        (["doctor", "--no-stage", "--json"], []),
    ],
)
def test_what_a_command_brings(
    arguments: list[str], extras: list[str], asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    main(arguments)
    assert asked == extras


def test_a_voice_of_piper_brings_it(asked: list[str]) -> None:
    voices = library.user_dir() / "voices"
    voices.mkdir(parents=True)
    (voices / "ada.toml").write_text('engine = "piper"\nid = "ada.onnx"\nlanguage = "en-GB"\n')
    assert main(["say", "Hello.", "--voice", "ada", "--wav", "/nowhere/x.wav"]) == 1
    assert asked == ["piper"]


def test_a_chat_with_a_language_model_brings_its_libraries(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a screen is up, on which pip may not write."""
    from avatar.ui import plain

    async def chat(*_: object, **__: object) -> int:
        return len(asked)

    monkeypatch.setattr(plain, "chat", chat)
    assert main(["chat", "--plain", "--set", "brain.name=server"]) == 1
    assert main(["chat", "--plain"]) == 1
    assert asked == ["llm"]


def test_a_python_without_the_models_runtime_is_told_which_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ai-edge-litert" in model.remedy()
    monkeypatch.setattr(model, "NEWEST_PYTHON", (3, 10))
    assert "Python 3.10 and older" in model.remedy()
    assert "install" not in model.remedy().lower()
