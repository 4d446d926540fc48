"""What the tests of screens share: a fixed terminal, a folder of their own, and an app over a scripted Session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from avatar import config as configuration
from avatar.config import Config
from avatar.ui.app import ChatApp
from tests.small import be_small
from tests.ui.scripted import ScriptedSession

MakeApp = Callable[..., ChatApp]


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A terminal with all colours, and a home without anyone's settings."""
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    be_small()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("NO_COLOR", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def make_app() -> MakeApp:
    """An app with settings as "section.key" -> text; its `session` is scripted."""

    def make(**settings: str) -> ChatApp:
        config = Config()
        for key, value in {"chat.greeting": "false", "chat.theme": "dark", **settings}.items():
            config = configuration.override(config, key.replace("__", "."), value)
        return ChatApp(config, ScriptedSession)  # type: ignore[arg-type]

    return make
