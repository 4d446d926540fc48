"""Mathematics as people say it: `$E = mc^2$` as "E equals m c squared".

    written ─ finding ─> formulas ─ tokens ─ reader, with a language's phrases ─> words

A formula is what stands between dollars or `\\(` and `\\)`, bare LaTeX, and plain text that can be nothing else:
"2x + 1", "10^-9", "x² ≤ y". Money is none. Depth and length are bounded; of a formula that is not understood the signs
are lost, not the words.
"""

from __future__ import annotations

import re

from avatar.tags import base
from avatar.text.tracked import Tracked

_LANGUAGES = frozenset(("en", "de", "fr", "es", "it"))
"""Those that `phrases` has."""

_SIGNED = re.compile(r"[-$\\^=_+*/−√∛∑∏∫∂∇∞≤≥≠≈≡±∓∈∉⊂⊆∪∩∀∃∝∅²³¹⁰⁴-⁹⁻ⁿ₀-₉α-ωΑ-Ω]")
_MAY_HOLD = (
    r"[\\^=√∛∑∏∫∂∇∞≤≥≠≈≡±∓∈∉⊂⊆∪∩∀∃∝∅²³¹⁰⁴-⁹⁻ⁿ₀-₉α-ωΑ-Ω]|\$[^$]+\$|\$\$|\d[a-z]\s?[-+−*/]|[-+−*]\s?\d[a-z]\b"
    r"|[a-z]_[a-z\d{]"
)
"""Whether it is worth looking closer, one after the other: most texts hold none of these, and need none of the patterns
and tables."""


def read(text: Tracked, language: str) -> Tracked:
    """The text with its formulas in words; as it is in a language (BCP 47) without phrases."""
    spoken = base(language)
    if spoken not in _LANGUAGES or not (_SIGNED.search(text.text) and re.search(_MAY_HOLD, text.text)):
        return text
    from avatar.text.maths import finding, reader

    def said(match: re.Match[str]) -> str | None:
        formula = finding.formula(match)
        return None if formula is None else reader.said(formula, spoken)

    return text.sub(finding.FORMULA, said)
