"""Where a text holds mathematics. Code, money, paths and addresses hold none."""

from __future__ import annotations

import re

from avatar.text.maths.tokens import ACCENTS, COMMANDS, FUNCTIONS, GREEK

MOST = 800
"""Characters of one formula; a longer one is left to be read as text."""

_SCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉"
_STRONG = "^=√∛∑∏∫∂∇∞≤≥≠≈≡±∓∈∉⊂⊆∪∩∀∃∝∅" + _SCRIPTS

_NAMED = "|".join(
    sorted({*COMMANDS, *ACCENTS, *GREEK, *FUNCTIONS, "frac", "dfrac", "tfrac", "sqrt", "binom"}, key=len, reverse=True)
)
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,80}\}){0,80}\}){0,160}\}"
_COMMAND = rf"\\(?:{_NAMED})(?![A-Za-z])(?:\[[^\[\]]{{0,20}}\])?(?:\s?{_GROUP}){{0,2}}"
_SCRIPT = rf"(?:[\^_](?:{_GROUP}|[-−+]?\d+|\\?[A-Za-z]+|[*′'])|[{_SCRIPTS}]|['′](?!\w))"
_WORDS = (
    "am an as at be by do go he hi id if in is it me my no of oh ok on or so to tv uk up us vs we eu pm ai er es im du "
    "le la el un en et ou".split()
)
_FACTORS = rf"(?!(?i:{'|'.join(_WORDS)})(?![A-Za-z]))(?:[A-Za-z]{{2}}|[a-z][A-Z]{{2}})"
"""Variables multiplied: "mc", "nRT", but no little words."""
_VARIABLE = rf"(?:\d+(?:\.\d+)?)?(?<![A-Za-z])(?:[A-Za-zα-ωΑ-Ω]|{_FACTORS})(?![A-Za-z])"
_ATOM = (
    rf"(?:√|∛)?(?:{_COMMAND}|{_VARIABLE}(?:\([^()\n`\"]{{1,24}}\))?|\d+(?:[.,]\d+)*%?|\([^()\n`\"]{{1,40}}\)|∞|∅)"
    rf"(?:{_SCRIPT}){{0,4}}"
)
_SIGN = r"(?:[=<>≤≥≠≈≡±∓×·÷+*/−∈∉⊂⊆∪∩∝→-]|<=|>=|!=)"
_BIG = r"(?:[∑∏∫∂∇∀∃]|lim\b)"
_PLAIN = (
    rf"(?<![\w\\$.,:/@#^-])(?!\([^()\n]{{1,40}}\)(?!\s?[=^²³+*/_-]))(?:[-−](?=[\dA-Za-z(√\\]))?(?:{_BIG}(?:{_SCRIPT}){{0,2}}\s?)?{_ATOM}"
    rf"(?:\s?{_SIGN}\s?[-−]?(?:{_BIG}(?:{_SCRIPT}){{0,2}}\s?)?{_ATOM}|\s?(?:{_COMMAND})(?:{_SCRIPT}){{0,2}}|(?<=[\d)}}₀₁₂₃₄₅₆₇₈₉]){_ATOM}){{0,24}}(?![\w])"
)

FORMULA = re.compile(
    rf"(?P<code>```.{{0,4000}}?(?:```|\Z)|`[^`\n]{{0,400}}`|https?://\S{{1,400}})"
    rf"|\$\$(?P<display>(?:(?!\$\$).){{1,{MOST}}})\$\$"
    rf"|\\\[(?P<square>(?:(?!\\\]).){{1,{MOST}}})\\\]"
    rf"|\\\((?P<round>(?:(?!\\\)).){{1,{MOST}}})\\\)"
    r"|(?<![\w\\$])\$(?P<inline>[^\s$](?:[^$\n]{0,300}?[^\s$\\])?)\$(?![\w$])"
    r"|\\begin\{(?P<kind>align|equation|gather|cases|[pbv]?matrix)\*?\}(?P<block>.{1,800}?)\\end\{(?P=kind)\*?\}"
    rf"|(?P<plain>{_PLAIN})",
    re.DOTALL,
)

_INDEX = re.compile(r"(?<![A-Za-z_])[A-Za-z]_\{?[A-Za-z]+\}?(?![A-Za-z_])")
_LONG_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}")
_TEXTS = re.compile(r"\\(?:text|textbf|textit|mathrm|operatorname|mbox|begin|end|mathbf|mathbb|mathcal)\*?\{[^{}]*\}")
_MATHEMATICAL = re.compile(rf"[\\^_=<>|{{}}+*/{_STRONG}≤≥×−]|^[-\d.,\s]+$|^[A-Za-z]$|[A-Za-z]\(")
_UNMISTAKABLE = re.compile(
    rf"[\\^{_STRONG}]|[A-Za-z]_[\w{{]|\d[A-Za-z]\s?[-+−*/=<>]|[-+−*=<>]\s?\d+[A-Za-z]\b|[α-ωΑ-Ω]"
)


def formula(match: re.Match[str]) -> str | None:
    """The formula in a match of FORMULA; None for code, for money, and for what merely looks like one."""
    if match["code"] is not None:
        inside = match["code"].strip("`")
        return inside if re.fullmatch(_PLAIN, inside) and _is_plain(inside) else None
    if match["inline"] is not None:
        return match["inline"] if _is_inline(match["inline"]) else None
    if match["block"] is not None:
        kind = match["kind"]
        return match["block"] if kind in ("align", "equation", "gather") else match[0]
    if match["plain"] is not None:
        return match["plain"] if _is_plain(match["plain"]) else None
    return match["display"] or match["square"] or match["round"]


def _is_inline(inside: str) -> bool:
    """Whether what stands between two dollars is mathematics rather than two sums of money with words between them."""
    bare = _TEXTS.sub("", inside)
    words = [word for word in _LONG_WORD.findall(bare) if word not in FUNCTIONS]
    if "\\" in inside:
        return not words or len(words) < 3
    spaced = len(re.findall(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])", bare))
    if words and not re.fullmatch(r"[A-Za-z_ ]+ ?[=≈<>].*", inside):
        return False
    if inside[0].isdigit() and spaced and not re.search(r"[\^_=]", inside):
        return False
    return _MATHEMATICAL.search(inside) is not None or len(bare) <= 3


def _is_plain(text: str) -> bool:
    """Whether a stretch without dollars can be nothing but mathematics."""
    bare = _INDEX.sub("x", _TEXTS.sub("", text))
    if any(word not in FUNCTIONS and not word[1:].isupper() for word in _LONG_WORD.findall(bare)):
        return False
    if re.search(r"[A-Za-z]{2}_[A-Za-z]", text):
        return False
    if not _UNMISTAKABLE.search(text):
        letters = re.findall(r"[A-Za-z]", text)
        # "x = 3", "a + b = c", but neither "A+" nor "5 + 3", which the rules for signs read
        return bool(letters) and "=" in text and len(text) > 2 and not text.endswith("=")
    return len(text) > 1
