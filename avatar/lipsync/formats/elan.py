"""ELAN's annotations (.eaf): tiers `words`, `phones` (IPA) and `mouth` (Rhubarb's letters), in milliseconds.

Source: ELAN Annotation Format 3.0: ANNOTATION_DOCUMENT with HEADER, TIME_ORDER, TIER and LINGUISTIC_TYPE, as ELAN and
pympi write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.lipsync.formats.textgrid import tiers_of
from avatar.types import Timed

_DATE = "1970-01-01T00:00:00+00:00"
"""ELAN wants a date; the same sound gives the same file on any day."""
_TYPE = "default-lt"


def write(timeline: CueSheet, options: Options) -> str:
    slots: list[int] = []
    tiers: list[str] = []
    count = 0
    for name, spans in tiers_of(timeline, options):
        rows = []
        for start, end, value in _apart(spans):
            count += 1
            slots += [start, end]
            first, last = f"ts{len(slots) - 1}", f"ts{len(slots)}"
            rows.append(
                f'            <ALIGNABLE_ANNOTATION ANNOTATION_ID="a{count}" TIME_SLOT_REF1="{first}" '
                f'TIME_SLOT_REF2="{last}">\n                <ANNOTATION_VALUE>{_text(value)}</ANNOTATION_VALUE>\n'
                "            </ALIGNABLE_ANNOTATION>\n"
            )
        inside = "".join(f"        <ANNOTATION>\n{row}        </ANNOTATION>\n" for row in rows)
        tiers.append(f'    <TIER LINGUISTIC_TYPE_REF="{_TYPE}" TIER_ID="{name}">\n{inside}    </TIER>\n')
    times = "".join(
        f'        <TIME_SLOT TIME_SLOT_ID="ts{i}" TIME_VALUE="{value}"/>\n' for i, value in enumerate(slots, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ANNOTATION_DOCUMENT AUTHOR="avatar lipsync" DATE="{_DATE}" FORMAT="3.0" VERSION="3.0" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">\n'
        f'    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">\n{_media(timeline.sound)}    </HEADER>\n'
        f"    <TIME_ORDER>\n{times}    </TIME_ORDER>\n{''.join(tiers)}"
        f'    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="{_TYPE}" TIME_ALIGNABLE="true"/>\n'
        "</ANNOTATION_DOCUMENT>\n"
    )


def _apart(spans: Iterable[Timed]) -> Iterator[tuple[int, int, str]]:
    """Spans in whole milliseconds, none empty, none overlapping, silences left out: what ELAN allows in a tier."""
    at = 0
    for span in spans:
        start, end = max(at, round(span.start * 1000)), round(span.end * 1000)
        if span.value and end > start:
            yield start, end, span.value
            at = end


def _media(sound: str) -> str:
    """The element that names the sound; '' where it has no name."""
    path = Path(sound)
    if sound in ("", "-"):
        return ""
    kind = "audio/x-wav" if path.suffix.lower() == ".wav" else "audio/*"
    place = path.as_uri() if path.is_absolute() else path.as_posix()
    urls = f'MEDIA_URL="{_text(place)}" RELATIVE_MEDIA_URL="{_text("./" + path.name)}"'
    return f'        <MEDIA_DESCRIPTOR {urls} MIME_TYPE="{kind}"/>\n'


def _text(value: str) -> str:
    return escape("".join(c for c in value if c.isprintable()))


FORMATS = {
    "elan": Format(".eaf", write, "ELAN: words, phones and letters"),
}
