"""Links between pages lead somewhere: in the repository, and on the site that scripts/docs makes of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("shows/*.md"), *ROOT.glob("avatar/**/*.md")])
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1|^(?: {4}|\t).*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Of a page's relative links: the file that each leads to, and the place in it."""
    for match in _LINK.finditer(_FENCED.sub("", page.read_text("utf-8"))):
        link = match[1] or match[2]
        if not re.match(r"[a-z]+:", link):
            path, _, place = link.partition("#")
            yield ((page.parent / path).resolve() if path else page), place


def places(page: Path) -> set[str]:
    """What a link may name behind its #: each heading, as GitHub and mkdocs spell it."""
    headings = _HEADING.findall(
        _FENCED.sub(lambda found: found[0] if found[0][0] == "`" else "", page.read_text("utf-8"))
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def on_the_site() -> dict[str, str]:
    """Pages from outside docs/ that scripts/site.py takes along: file to place."""
    tree = ast.parse((ROOT / "scripts/site.py").read_text("utf-8"))
    (table,) = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PLACES"
    )
    found: dict[str, str] = ast.literal_eval(table)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, place in links(page):
        assert target.exists(), f"{page.name} leads to {target.relative_to(ROOT)}"
        assert not place or place in places(target), f"{page.name} leads to {target.name}#{place}"


def test_links_are_found_at_all() -> None:
    assert sum(len(list(links(page))) for page in PAGES) > 40
    assert len(list(links(ROOT / "CONTRIBUTING.md"))) > 5


def test_every_page_that_the_site_links_to_is_on_it() -> None:
    taken = {ROOT / name for name in on_the_site()}
    site = {*taken, *ROOT.glob("docs/**/*.md")}
    missing = {target for page in site for target, _ in links(page) if target.suffix == ".md" and target not in site}
    assert not missing, "scripts/site.py names the pages from outside docs/"


def test_every_page_has_its_place_in_the_sites_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/**/*.md")}
    assert set(re.findall(r": (\S+\.md)$", menu, re.MULTILINE)) == pages | {*on_the_site().values(), "reference.md"}
