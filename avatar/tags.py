"""Language tags (BCP 47), as far as voices, texts and keyboards have to tell them apart."""

from __future__ import annotations

import re

_CHINESE = frozenset(("cmn", "yue"))


def primary(tag: str) -> str:
    """The language as the tag itself writes it, without region or script: `de` for `de-AT`, `cmn` for `cmn_Hans`."""
    return re.split(r"[-_]", tag.strip().lower())[0]


def base(tag: str) -> str:
    """The language under the one name that our tables know it by: `de` for `de-AT`, `zh` for `cmn` and `yue` too."""
    found = primary(tag)
    return "zh" if found in _CHINESE else found
