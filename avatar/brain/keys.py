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


def keep(server: ServerSetup, key: str) -> None:
    """Put the key for a server into the keyring; '' takes it out. Raises BrainError where there is no keyring."""
    host = urlsplit(server.url).hostname or ""
    remedy = f"Set the environment variable {server.key_variable or 'AVATAR_API_KEY'} instead."
    if not host:
        raise BrainError("The server's address names no host", where=server.url, remedy="Mend [brain] url.")
    try:
        keyring = importlib.import_module("keyring")
    except ImportError as error:
        raise BrainError("There is no keyring to keep a key in", remedy=remedy) from error
    try:
        if key:
            keyring.set_password(SERVICE, host, key)
        elif keyring.get_password(SERVICE, host):
            keyring.delete_password(SERVICE, host)
    except Exception as error:  # noqa: BLE001 keyring's back-ends raise what their desktops do, and it may hold the key
        raise BrainError(f"The keyring refused the key ({type(error).__name__})", remedy=remedy) from None


def tell_origin(server: ServerSetup) -> str:
    """Where the key for a server comes from, in words and without the key; '' where there is none."""
    host = urlsplit(server.url).hostname or ""
    if server.key_variable and os.environ.get(server.key_variable):
        return f"the environment variable {server.key_variable}"
    if host == "api.openai.com" and os.environ.get("OPENAI_API_KEY"):
        return "the environment variable OPENAI_API_KEY"
    return "the keyring" if _from_keyring(host) else ""


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
