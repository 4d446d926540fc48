"""A hook of mkdocs: pages from outside docs/ have a place on the site, and links between all of them hold there."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
PLACES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "shows/README.md": "the-shows.md",
    "avatar/lipsync/models/whole.md": "models/whole.md",
    "avatar/lipsync/models/live.md": "models/live.md",
    "avatar/brain/models/words.md": "models/words.md",
    "avatar/brain/models/sentences.md": "models/sentences.md",
    "avatar/brain/models/calls.md": "models/calls.md",
    "avatar/brain/models/recall.md": "models/recall.md",
    "avatar/brain/models/situations.md": "models/situations.md",
}
"""A page of the repository that docs/ doesn't hold: its place on the site."""
REFERENCE = "# Reference\n\nWhat `import avatar` gives; [by example](api.md) it reads more easily.\n\n::: avatar\n"
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)([^)#\s]+)")
"""The path of a link or a picture that is relative."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for source, place in PLACES.items():
        files.append(File.generated(config, place, content=(ROOT / source).read_text("utf-8")))
    files.append(File.generated(config, "reference.md", content=REFERENCE))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links as the site has them; in the repository they are relative to the page's file there."""
    place = page.file.src_uri
    source = next((source for source, its in PLACES.items() if its == place), f"docs/{place}")

    def moved(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link[1]))
        there = PLACES.get(target, target.removeprefix("docs/"))
        return posixpath.relpath(there, posixpath.dirname(place) or ".")

    return LINK.sub(moved, markdown)
