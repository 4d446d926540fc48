"""A command asks for the extra that it needs, before it needs it, and for no other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from avatar import installer, library
from avatar.cli import main
from avatar.cli.common import bring_engine
from avatar.lipsync import model
from tests.catalogue.making import make_gguf


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


def test_a_film_that_nothing_can_draw_is_told_before_a_word_is_spoken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a Debian without libEGL."""
    monkeypatch.setitem(sys.modules, "avatar.draw.fonts", None)
    assert main(["film", "--text", "Hello.", "-o", str(tmp_path / "x.mp4")]) == 1
    assert "sudo apt-get install libgl1 libegl1" in capsys.readouterr().err
    assert not (tmp_path / "x.mp4").exists()


def test_a_voice_of_piper_brings_it(asked: list[str]) -> None:
    voices = library.user_dir() / "voices"
    voices.mkdir(parents=True)
    (voices / "ada.toml").write_text('engine = "piper"\nid = "ada.onnx"\nlanguage = "en-GB"\n')
    (voices / "ada.onnx").write_bytes(b"a model")
    (voices / "ada.onnx.json").write_text("{}")
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
    assert main(["chat", "--plain", "--set", "brain.name=local"]) == 2
    assert asked == ["llm", "local"]


def test_a_model_for_this_machine_brings_what_runs_it(asked: list[str], tmp_path: Path) -> None:
    make_gguf(tmp_path / "mine.gguf")
    assert main(["get", "brain", "mine", "--from", str(tmp_path / "mine.gguf")]) == 0
    assert main(["get", "brain", "smollm2-135m", "--from", str(tmp_path)]) == 1
    assert asked == ["local"]


def test_a_python_without_the_models_runtime_is_told_which_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ai-edge-litert" in model.remedy()
    monkeypatch.setattr(model, "NEWEST_PYTHON", (3, 10))
    assert "Python 3.10 and older" in model.remedy()
    assert "install" not in model.remedy().lower()


@pytest.mark.parametrize(
    ("engine", "language", "extras"),
    [
        ("kokoro", "zh-CN", ["chinese"]),
        ("espeak", "zh-CN", []),
        ("kokoro", "ja", ["japanese"]),
        ("kokoro", "en-US", []),
    ],
)
def test_what_a_language_needs_is_brought(engine: str, language: str, extras: list[str], asked: list[str]) -> None:
    bring_engine(engine, language)
    assert asked == extras
