"""Where a server's key comes from, and where it may go."""

from __future__ import annotations

import importlib
import ipaddress
import logging
import os
from urllib.parse import urlsplit

from avatar.brain.base import ServerSetup
from avatar.errors import BrainError

log = logging.getLogger(__name__)

SERVICE = "avatar"
"""Under this name keys lie in the keyring, one for each host."""


def find(server: ServerSetup) -> str:
    """The key for a server; '' where there is none, which suits servers at home.

    Looked for in the environment variable that the settings name; for OpenAI itself in OPENAI_API_KEY too, which is
    sent nowhere else; then in the keyring. Raises BrainError rather than send a key unencrypted across the internet.
    """
    parts = urlsplit(server.url)
    host = parts.hostname or ""
    key = os.environ.get(server.key_variable, "") if server.key_variable else ""
    if not key and host == "api.openai.com":
        key = os.environ.get("OPENAI_API_KEY", "")
    key = (key or _from_keyring(host)).strip()
    if key and parts.scheme != "https" and not _at_home(host):
        raise BrainError(
            "The key would travel unencrypted", where=f"{parts.scheme}://{host}", remedy="Use https in [brain] url."
        )
    return key


def _from_keyring(host: str) -> str:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, host) or ""
    except Exception as error:  # noqa: BLE001 keyring's back-ends raise what their desktops do
        log.info("the keyring can't be read: %s", type(error).__name__)
        return ""


def _at_home(host: str) -> bool:
    """Whether a host is this machine or one in the same house."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".lan", ".home.arpa", ".internal"))
    return address.is_loopback or address.is_private or address.is_link_local
