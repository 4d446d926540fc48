"""Signing a film by C2PA, so that others can see who made it and how: https://spec.c2pa.org.

By c2pa-python, where the user has it, with the user's own certificate.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from avatar import __version__, installer
from avatar.errors import FilmError

LARGEST = 1_000_000
"""Bytes of a certificate or a key."""

CAN_BE_SIGNED: Mapping[str, str] = {"mp4": "video/mp4", "gif": "image/gif", "webp": "image/webp"}
"""Kind of film to its media type; C2PA knows no WebM."""

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
"""How such a film came to be, in the IPTC's words: made of parts, of which some are synthetic."""

_ALGORITHMS: Mapping[bytes, bytes] = {
    bytes.fromhex("06082a8648ce3d030107"): b"es256",  # an elliptic curve of 256 bits
    bytes.fromhex("06052b81040022"): b"es384",
    bytes.fromhex("06052b81040023"): b"es512",
    bytes.fromhex("06032b6570"): b"ed25519",
    bytes.fromhex("06092a864886f70d010101"): b"ps256",  # RSA
}
"""What names the kind of a key inside it (RFC 5480, 8410, 8017), and how keys of that kind sign."""

_KEY = re.compile(rb"-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----")


class Credentials(NamedTuple):
    """What the user signs with."""

    certificate: Path
    """PEM: the user's own certificate first, then those that vouch for it."""
    key: Path
    """PEM: its private key, PKCS #8, without a password."""


class FilmSigner:
    """Signs films with somebody's credentials."""

    def __init__(self, credentials: Credentials, kind: str) -> None:
        """`kind`: of film, a key of CAN_BE_SIGNED.

        Raises FilmError where c2pa-python is not here, such films can't be signed, or a file is unfit.
        """
        if kind not in CAN_BE_SIGNED:
            raise FilmError(f"A {kind} can't be signed", remedy=f"C2PA knows {', '.join(CAN_BE_SIGNED)}.")
        try:
            import c2pa
        except ImportError as error:
            remedy = f"Install it: {installer.for_library('c2pa-python')}"
            raise FilmError("c2pa-python, which signs films, is not installed", remedy=remedy) from error
        self._library: Any = c2pa
        self._media = CAN_BE_SIGNED[kind]
        self._certificate = credentials.certificate
        chain, key = _read(credentials.certificate), _read(credentials.key)
        info = c2pa.C2paSignerInfo(_find_algorithm(key, credentials.key), chain, key, None)
        try:
            self._signer = c2pa.Signer.from_info(info)
        except c2pa.C2paError as error:
            raise self._refused(error) from error

    def sign(self, source: Path, target: Path, title: str, what: str) -> None:
        """Write a film anew, signed; `what` says what it is. Raises FilmError; OSError where it can't be written."""
        action = {"action": "c2pa.created", "digitalSourceType": SOURCE, "description": what}
        manifest = {
            "claim_generator_info": [{"name": "avatar", "version": __version__}],
            "title": title,
            "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
        }
        try:
            builder = self._library.Builder(json.dumps(manifest))
            with source.open("rb") as unsigned, target.open("w+b") as signed:
                builder.sign(self._signer, self._media, unsigned, signed)
        except self._library.C2paError as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> FilmError:
        remedy = (
            "C2PA takes certificates for signing documents (extended key usage emailProtection or documentSigning) with"
            " those that vouch for them in one PEM file."
        )
        return FilmError(f"The film can't be signed: {error}", where=self._certificate, remedy=remedy)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        what = f"The file can't be read: {error.strerror}"
        raise FilmError(what, where=path, remedy="Check its name and its permissions.") from error
    if len(data) > LARGEST or b"-----BEGIN" not in data:
        raise FilmError("This is no certificate or key in PEM", where=path, remedy="Convert it with openssl.")
    return data


def _find_algorithm(key: bytes, where: Path) -> bytes:
    """How a key signs, by what kind of key it is."""
    found = _KEY.search(key)
    try:
        inside = base64.b64decode(b"".join(found[1].split()), validate=True) if found else b""
    except binascii.Error:
        inside = b""
    for name, algorithm in _ALGORITHMS.items():
        if name in inside[:64]:
            return algorithm
    raise FilmError(
        "This is no private key that can sign", where=where,
        remedy="It has to be PKCS #8 without a password: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW.",
    )  # fmt: skip
