"""The settings, as config.toml has them."""

from __future__ import annotations

from collections.abc import Mapping

from avatar import config
from avatar.api.names import File, path_of
from avatar.config import Config
from avatar.errors import ConfigError

__all__ = ["Config", "load_settings"]


def load_settings(path: File | None = None, changes: Mapping[str, str] | None = None) -> Config:
    """The user's settings over the defaults.

    - `path`: another config.toml than the user's own; it must be there, the user's own need not.
    - `changes`: "section.name" to a value as on a command line, as {"voice.rate": "1.2"}.

    Raises ConfigError that names file, line and remedy.
    """
    return config.load(None if path is None else path_of(path, ConfigError), changes)
