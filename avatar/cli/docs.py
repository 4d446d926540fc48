"""Read the pages of the documentation, which came along. Without a name it lists them.

On a terminal a page is shown by your pager ($PAGER, else less or more); elsewhere it is printed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from avatar.errors import LibraryError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", nargs="?", metavar="PAGE", help="which one, as characters")
    parser.add_argument("--path", action="store_true", help="print only where its file is")


def run(options: argparse.Namespace) -> int:
    from avatar import library

    if options.page is None:
        from avatar.cli.table import table

        pages = library.pages()
        print(
            table(("PAGE", ""), [(name, str(path) if options.path else _title(path)) for name, path in pages.items()])
        )
        return 0
    path = _page(options.page.removeprefix("docs/").removesuffix(".md"))
    if options.path:
        print(path)
    elif sys.stdout.isatty():
        import pydoc

        pydoc.pager(path.read_text("utf-8"))
    else:
        print(path.read_text("utf-8"), end="")
    return 0


def _page(name: str) -> Path:
    """A page by name. Raises LibraryError with the nearest one, for a format or a program with the page of these."""
    from avatar import library

    try:
        return library.page(name)
    except LibraryError as error:
        from avatar.lipsync import naming  # here, since it loads every format

        if not naming.meant(name):
            raise
        more = f"Formats and the programs that read them: `avatar docs formats`. {error.remedy}"
        raise LibraryError(error.what, where=error.where, remedy=more) from error


def _title(path: Path) -> str:
    """The page's first heading."""
    lines = path.read_text("utf-8").splitlines()
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")
