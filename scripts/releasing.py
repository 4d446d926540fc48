"""Make a release: version, changelog, wheel, source archive, commit and tag. Without --go it says what it would do.

Nothing leaves this machine; the last line says what to push. Run scripts/test first.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VERSION_IN = "avatar/__init__.py"
CHANGELOG = "CHANGELOG.md"
_VERSION = re.compile(r'^__version__ = "(\d+\.\d+\.\d+)"$', re.MULTILINE)
_UNRELEASED = re.compile(r"^## \[Unreleased\]\n(.*?)(?=^## \[)", re.MULTILINE | re.DOTALL)


class Refused(Exception):
    """This can't be released; says why and what to do."""


class Release(NamedTuple):
    """What is to be, worked out before anything is written."""

    version: str
    notes: str
    """What changed, for the tag."""
    files: dict[str, str]
    """Path in the project to its new text."""

    @property
    def tag(self) -> str:
        return f"v{self.version}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="scripts/release", description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="as 0.2.0, by semver.org")
    parser.add_argument("--go", action="store_true", help="do it")
    options = parser.parse_args(arguments)
    try:
        release = planned(options.version, datetime.now(UTC).date().isoformat())
        if options.go:
            made(release)
            print(f"{release.tag} is made. To publish it: git push --follow-tags, and upload dist/*{release.version}*")
        else:
            print(told(release))
    except Refused as why:
        print(f"scripts/release: {why}", file=sys.stderr)
        return 1
    return 0


def planned(version: str, today: str) -> Release:
    """The release, or Refused. `today`: as 2026-01-31."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise Refused(f"{version!r} is no version: write it as 0.2.0.")
    if changed := git("status", "--porcelain"):
        raise Refused(f"these are changed and not committed, so commit or stash them first:\n{changed}")
    if git("tag", "--list", f"v{version}"):
        raise Refused(f"there is a tag v{version} already.")
    code, changes = (ROOT / VERSION_IN).read_text("utf-8"), (ROOT / CHANGELOG).read_text("utf-8")
    now = _VERSION.search(code)
    if now is None:
        raise Refused(f"{VERSION_IN} names no version.")
    if numbers(version) <= numbers(now[1]):
        raise Refused(f"{version} is not newer than {now[1]}.")
    fresh = _UNRELEASED.search(changes)
    if fresh is None or not fresh[1].strip():
        raise Refused(f"{CHANGELOG} has nothing under [Unreleased]: say first what changed.")
    changes = changes.replace(fresh[0], f"## [Unreleased]\n\n## [{version}] - {today}\n{fresh[1]}", 1)
    code = _VERSION.sub(f'__version__ = "{version}"', code)
    return Release(version, fresh[1].strip(), {VERSION_IN: code, CHANGELOG: changes})


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def told(release: Release) -> str:
    """The steps in words."""
    return "\n".join(
        (
            f"write {release.version} into {' and '.join(release.files)}",
            "build the wheel and the source archive into dist/",
            f"commit, and tag it {release.tag} with these notes:",
            "",
            *(f"    {line}".rstrip() for line in release.notes.splitlines()),
            "",
            "Nothing was done: add --go.",
        )
    )


def made(release: Release) -> None:
    """Does it. What can't be built leaves all as it was."""
    for name, text in release.files.items():
        (ROOT / name).write_text(text, "utf-8")
    built = subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", "dist"], cwd=ROOT, check=False)
    if built.returncode:
        git("checkout", "--", *release.files)
        raise Refused("it can't be built; the reason is above. Everything is as it was.")
    git("commit", "--quiet", "--message", f"Release {release.version}", "--", *release.files)
    git("tag", "--annotate", release.tag, "--cleanup=verbatim", "--message", f"{release.version}\n\n{release.notes}\n")


def git(*words: str) -> str:
    """What git says. Raises Refused with git's own words."""
    found = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode:
        raise Refused(f"git {words[0]}: {found.stderr.strip()}")
    return found.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
