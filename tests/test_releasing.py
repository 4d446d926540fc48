"""A release, made in a clone of the project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UNRELEASED = "## [Unreleased]\n\n### Added\n\n- A thing, since it was missing.\n\n## [0.1.0] - 2026-11-23\n"


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", f"safe.directory={ROOT}", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a repository of its own, with something to release."""
    folder = tmp_path_factory.mktemp("origin") / "project"
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    changes = folder / "CHANGELOG.md"
    older = re.split(r"^## \[0\.1\.0\].*\n", changes.read_text("utf-8"), maxsplit=1, flags=re.MULTILINE)[1]
    changes.write_text(f"# Changelog\n\n{UNRELEASED}{older}", "utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Everything")
    return folder


@pytest.fixture
def clone(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of it, and a git that knows who releases."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.org")
    git(tmp_path, "clone", "--quiet", str(project), "clone")
    return tmp_path / "clone"


def release(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "scripts/releasing.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def version(folder: Path) -> str:
    return (folder / "avatar/__init__.py").read_text("utf-8").partition('__version__ = "')[2].partition('"')[0]


def test_without_go_it_says_what_it_would_do_and_does_nothing(clone: Path) -> None:
    found = release(clone, "9.0.0")
    assert found.returncode == 0
    assert "v9.0.0" in found.stdout
    assert "- A thing, since it was missing." in found.stdout
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "tag") == ""
    assert not (clone / "dist").exists()


def test_with_go_there_are_a_version_a_tag_notes_a_wheel_and_a_source_archive(clone: Path) -> None:
    found = release(clone, "9.0.0", "--go")
    assert found.returncode == 0, found.stderr
    assert version(clone) == "9.0.0"
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "rev-parse", "v9.0.0^{commit}") == git(clone, "rev-parse", "HEAD")
    assert "- A thing, since it was missing." in git(clone, "tag", "--list", "--format=%(contents)", "v9.0.0")
    changes = (clone / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"## \[Unreleased\]\n\n## \[9\.0\.0\] - \d{4}-\d\d-\d\d\n\n### Added\n\n- A thing", changes)
    names = {path.name for path in (clone / "dist").iterdir()}
    assert names == {"talking_avatar-9.0.0-py3-none-any.whl", "talking_avatar-9.0.0.tar.gz"}
    again = release(clone, "9.1.0", "--go")
    assert again.returncode == 1
    assert "nothing under [Unreleased]" in again.stderr


def test_what_can_not_be_built_leaves_all_as_it_was(clone: Path) -> None:
    with (clone / "pyproject.toml").open("a") as project:
        project.write('\n[tool.hatch.build.targets.wheel.hooks.custom]\npath = "missing.py"\n')
    git(clone, "commit", "--quiet", "--all", "--message", "Broken")
    found = release(clone, "9.0.0", "--go")
    assert found.returncode == 1
    assert "as it was" in found.stderr
    assert version(clone) != "9.0.0"
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "tag") == ""


@pytest.mark.parametrize(
    ("wanted", "why"), [("0.0.9", "not newer"), ("next", "no version"), ("v9.0.0", "no version"), ("9.0", "no version")]
)
def test_a_version_that_is_none_or_old_is_refused(clone: Path, wanted: str, why: str) -> None:
    found = release(clone, wanted, "--go")
    assert (found.returncode, found.stdout) == (1, "")
    assert why in found.stderr


def test_a_tree_with_changes_is_refused(clone: Path) -> None:
    (clone / "README.md").write_text("Changed.")
    found = release(clone, "9.0.0", "--go")
    assert found.returncode == 1
    assert "README.md" in found.stderr
    assert version(clone) != "9.0.0"


def test_a_tag_that_is_there_is_refused(clone: Path) -> None:
    git(clone, "tag", "v9.0.0")
    found = release(clone, "9.0.0", "--go")
    assert found.returncode == 1
    assert "already" in found.stderr
