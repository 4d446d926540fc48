"""XML that others wrote."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from avatar.errors import LipSyncError


def root_of(text: str, what: str, *, instead: str, mended: str) -> ET.Element:
    """The root of a text in XML. `what` it is, as "The dialog file", and the remedies.

    Raises LipSyncError where it is damaged, and where it defines entities, of which a few fill the memory.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise LipSyncError(f"{what} defines XML entities", remedy=instead)
    try:
        return ET.fromstring(text)
    except ET.ParseError as error:
        raise LipSyncError(f"{what} is damaged XML: {error}", remedy=mended) from error
