"""A package of an index, by its name, with the client that is installed: pip, else uv; npm.

The client knows the index, the mirror and the proxy of this machine. It is told to install nothing, to run nothing
that a package brings, and to build nothing; what it fetches is only read.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from avatar.catalogue.archives import is_archive
from avatar.catalogue.entries import Client, Member
from avatar.catalogue.hubs import Told
from avatar.errors import CatalogueError

STALLED_S = 180.0
"""Seconds without a byte until a client is given up; it has patience and tries of its own."""

SLACK = 64 << 20
"""Bytes that a client may write beyond the package itself."""

LOOK_S = 0.2


def command(client: Client, package: str, folder: Path) -> Sequence[str]:
    """The words of a command that fetches a package into a folder; empty where no client for it is installed."""
    if client == "npm":
        npm = shutil.which("npm")
        return [npm, "pack", package, "--ignore-scripts", "--pack-destination", str(folder)] if npm else []
    only = ["--no-deps", "--only-binary", ":all:", "--quiet"]
    if importlib.util.find_spec("pip") is not None:
        pip = [sys.executable, "-P", "-m", "pip", "download", "--no-cache-dir", "--disable-pip-version-check"]
        return [*pip, "--no-input", "--ignore-requires-python", *only, "--dest", str(folder), package]
    if uv := shutil.which("uv"):  # which only unpacks
        where = ["--python", sys.executable, "--target", str(folder / "unpacked")]
        return [uv, "pip", "install", "--no-cache", *only, *where, package]
    return []


def has_client(client: Client) -> bool:
    """Whether something here can fetch packages of that kind."""
    return bool(command(client, "", Path()))


def fetch(member: Member, shelf: Path, download: int, told: Told) -> Path:
    """The package of a member below the folder `shelf`: an archive, or a folder that it was unpacked to.

    One that lies there already is taken as it is. `download`: bytes that are expected. Raises CatalogueError.
    """
    folder = shelf / f"{member.client}-{member.name}-{member.version}"
    if found := _fetched(folder):
        return found
    with _emptied(folder) as making:
        _run(member, making, download, told)
        making.rename(folder)
    if found := _fetched(folder):
        return found
    shutil.rmtree(folder, ignore_errors=True)
    raise CatalogueError(f"{_tool(member.client)} fetched nothing for {member.package}")


def _tool(client: Client) -> str:
    return "npm" if client == "npm" else "pip"


def _fetched(folder: Path) -> Path | None:
    if (folder / "unpacked").is_dir():
        return folder / "unpacked"
    return next((each for each in sorted(folder.glob("*")) if is_archive(each) and each.is_file()), None)


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A new folder to fetch into, gone again unless it was renamed: half a package can't be taken up again."""
    making = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _run(member: Member, folder: Path, download: int, told: Told) -> None:
    """Have the client fetch, watched by how much it has written."""
    words = command(member.client, member.package, folder)
    if not words:
        missing = "npm is not installed" if member.client == "npm" else "neither pip nor uv is installed"
        raise CatalogueError(missing)
    scratch, said = folder / "scratch", folder / "said"
    scratch.mkdir()
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    with said.open("wb") as log:
        process = subprocess.Popen(
            words, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **places}
        )
        try:
            _watch(process, folder, download + SLACK, told)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    if process.returncode:
        raise CatalogueError(f"{_tool(member.client)} could not get {member.package} ({_reason(member.client, said)})")
    shutil.rmtree(scratch, ignore_errors=True)


def _watch(process: subprocess.Popen[bytes], folder: Path, most: int, told: Told) -> None:
    before, since = -1, time.monotonic()
    while True:
        try:
            process.wait(LOOK_S)
            return
        except subprocess.TimeoutExpired:
            written = _size(folder)
        if written != before:
            before, since = written, time.monotonic()
            told(written)
        if written > most:
            raise CatalogueError("The package is larger than it should be")
        if time.monotonic() - since > STALLED_S:
            raise CatalogueError(f"Nothing came for {STALLED_S:.0f} s")


def _size(folder: Path) -> int:
    """Bytes below a folder that somebody is writing into."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118  ten times a second
            except OSError:
                continue
    return total


def _reason(client: Client, said: Path) -> str:
    """What the client says went wrong, in its own words: npm says it first, the others last."""
    lines = [line.strip() for line in said.read_text("utf-8", "replace").splitlines() if line.strip()]
    wrong = [line for line in lines if line.lower().startswith(("error", "npm error", "npm err!"))]
    found = wrong or lines or ["it says nothing"]
    return found[0 if client == "npm" else -1][:200]
