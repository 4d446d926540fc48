"""Documents that are a zip of XML and pictures: bounded, nothing is unpacked to disk, no path leaves the archive."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from avatar import zips
from avatar.character.drawings import drop_doctype
from avatar.errors import CharacterError
from avatar.studio.importers.base import read

MOST_FILES = 5000
"""Files in an archive."""
LARGEST_XML = 4_000_000
"""Bytes of the list of layers."""
LARGEST_MEMBER = 80_000_000
"""Bytes of anything else that is unpacked."""
DEEPEST = 40
"""Groups within groups."""
MOST_LISTED = 2000
"""Layers and groups of a document."""


class Archive:
    """A zipped document that was opened."""

    def __init__(self, path: Path) -> None:
        """Raises CharacterError where it is none."""
        self.path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(read(path)))
            names = self._archive.namelist()
        except zips.BROKEN as error:
            raise self.broken(str(error)) from error
        if len(names) > MOST_FILES:
            raise self.broken(f"it holds {len(names)} files")
        self.names = frozenset(names)

    def broken(self, why: str) -> CharacterError:
        """The error for a document that can't be read."""
        return CharacterError(f"the document is broken: {why}", where=self.path, remedy="Save it again.")

    def take(self, name: str, most: int = LARGEST_MEMBER) -> bytes:
        """The bytes of one file in it. Raises CharacterError where it isn't there, is broken or larger than `most`."""
        if name not in self.names:
            raise self.broken(f"{name!r} is missing in it")
        try:
            with self._archive.open(name) as file:
                data = file.read(most + 1)
        except zips.BROKEN as error:
            raise self.broken(f"{name!r} can't be unpacked ({error})") from error
        if len(data) > most:
            raise self.broken(f"{name!r} is larger than {most // 1_000_000} MB")
        return data

    def take_xml(self, name: str) -> ET.Element:
        """The root of an XML file in it, without entities. Raises CharacterError for what is broken or too deep."""
        data = drop_doctype(self.take(name, LARGEST_XML), self.path)
        try:
            root = ET.fromstring(data)
        except (ET.ParseError, ValueError) as error:
            raise self.broken(f"{name!r} is no XML ({error})") from error
        for element in root.iter():  # names with or without Krita's namespace
            element.tag = element.tag.rpartition("}")[2]
        self._check_depth(root)
        return root

    def _check_depth(self, root: ET.Element) -> None:
        count, level = 0, [root]
        for _ in range(2 * DEEPEST):
            level = [child for element in level for child in element]
            count += len(level)
        if level or count > 10 * MOST_LISTED:
            raise self.broken("its groups are too many, or too deep")


def number(text: str | None, usual: float, low: float, high: float) -> float:
    """A number in an attribute, held to its bounds; `usual` where there is none that can be."""
    try:
        value = float(text or "")
    except ValueError:
        return usual
    return min(high, max(low, value)) if value == value else usual
