"""A file from an address: over TLS that is checked, no longer than it should be, resumed after a break."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from avatar import __version__
from avatar.errors import CatalogueError, HubUnreachable

TIMEOUT_S = 30.0
"""Seconds for connecting, and for each piece of the answer."""

TRIES = 20
"""Times that a download which breaks off is taken up again, as long as it got further."""

BLOCK = 1 << 16
"""Bytes that are read at once."""

Told = Callable[[int], None]
"""Gets the bytes that are there by now."""


def host(address: str) -> str:
    """Who is asked, for people."""
    return urlsplit(address).hostname or address


def download(address: str, part: Path, size: int, told: Told) -> None:
    """Fetch a file of `size` bytes to `part`, from where an earlier try stopped.

    Raises CatalogueError where it can't be had; what came is left in `part`, unless it can't be of that file.
    """
    for _ in range(TRIES):
        before = _length(part)
        try:
            _receive(address, part, size, told)
            return
        except HTTPError as error:
            if error.code == 416:  # what is there is no beginning of it
                part.unlink(missing_ok=True)
                continue
            raise CatalogueError(_refused(error), where=address) from error
        except (URLError, HTTPException, OSError) as error:
            if _length(part) <= before:
                raise HubUnreachable(_unreachable(address, error), where=address) from error
    raise CatalogueError(f"{host(address)} breaks off again and again", where=address)


def _receive(address: str, part: Path, size: int, told: Told) -> None:
    have = _length(part)
    if have > size:
        part.unlink()
        have = 0
    if have == size:
        return
    request = urllib.request.Request(address, headers={"User-Agent": f"avatar/{__version__}"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    answer: HTTPResponse
    with _opener().open(request, timeout=TIMEOUT_S) as answer:
        if answer.status != 206 or not (answer.headers["Content-Range"] or "").startswith(f"bytes {have}-"):
            have = 0
        length = answer.headers["Content-Length"]
        if length is not None and int(length) != size - have:
            raise CatalogueError(f"{host(address)} has another file under this address", where=address)
        with opened(part, "ab" if have else "wb") as file:
            while block := answer.read1(BLOCK):
                have += len(block)
                if have > size:
                    part.unlink()
                    raise CatalogueError(f"{host(address)} sends more than this file holds", where=address)
                write(file, block, part)
                told(have)
    if have < size:
        raise ConnectionError("it broke off")


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_Redirects, urllib.request.HTTPSHandler(context=ssl.create_default_context()))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows an address to where it leads, but never from a checked connection to one that anybody may change."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if req.type == "https" and not newurl.lower().startswith("https:"):
            raise HTTPError(newurl, code, "it leads away from a checked connection", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _length(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def opened(part: Path, mode: str) -> IO[bytes]:
    """A file to grow. Raises CatalogueError."""
    try:
        return part.open(mode)
    except OSError as error:
        raise full_or_closed(error, part) from error


def write(file: IO[bytes], block: bytes, part: Path) -> None:
    """Write a block out. Raises CatalogueError where the disk takes no more."""
    try:
        file.write(block)
        file.flush()
    except OSError as error:
        raise full_or_closed(error, part) from error


def full_or_closed(error: OSError, path: Path) -> CatalogueError:
    """What to say where the disk takes no more. What a full disk holds of a file is of no use, and goes."""
    path.unlink(missing_ok=True)
    return CatalogueError(
        f"The file can't be written: {error.strerror}", where=path, remedy="Free some space, or open that folder."
    )


def _refused(error: HTTPError) -> str:
    asked = host(error.url or "")
    words = {404: "no longer has it", 401: "wants an account", 403: "refuses it", 429: "refuses more for now"}
    return f"{asked} {words.get(error.code, f'answers {error.code} {error.reason}')}"


def _unreachable(address: str, error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"{host(address)} shows a certificate that this machine does not trust"
    why = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return f"{host(address)} can't be reached ({why})"
