"""The pieces of a formula: commands, numbers, letters, signs. Data of LaTeX and Unicode, whatever the language."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["command", "number", "letters", "sign"]


class Token(NamedTuple):
    """A piece of a formula."""

    kind: Kind
    text: str
    """A command without its backslash."""
    start: int
    end: int


GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega varepsilon vartheta varphi varrho varsigma varpi Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi "
    "Omega".split()
)

FUNCTIONS = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp det dim ker gcd lcm max min sup inf arg "
    "deg mod lim Pr".split()
)

COMMANDS: dict[str, str] = {
    "pm": "pm", "mp": "mp", "times": "times", "cdot": "times", "ast": "times", "div": "div", "neq": "ne", "ne": "ne",
    "le": "le", "leq": "le", "leqslant": "le", "ge": "ge", "geq": "ge", "geqslant": "ge", "lt": "lt", "gt": "gt",
    "ll": "ll", "gg": "gg", "approx": "approx", "simeq": "approx", "cong": "congruent", "sim": "sim", "equiv": "equiv",
    "propto": "propto", "to": "to", "rightarrow": "to", "longrightarrow": "to", "mapsto": "maps", "gets": "gets",
    "leftarrow": "gets", "Rightarrow": "implies", "implies": "implies", "Longrightarrow": "implies", "iff": "iff",
    "Leftrightarrow": "iff", "leftrightarrow": "iff", "in": "in", "notin": "notin", "ni": "ni", "subset": "subset",
    "subseteq": "subseteq", "supset": "supset", "supseteq": "supset", "cup": "cup", "cap": "cap",
    "setminus": "setminus", "emptyset": "empty", "varnothing": "empty", "forall": "forall", "exists": "exists",
    "land": "and", "wedge": "and", "lor": "or", "vee": "or", "lnot": "not", "neg": "not", "infty": "infinity",
    "partial": "partial", "nabla": "nabla", "ldots": "dots", "cdots": "dots", "dots": "dots", "vdots": "dots",
    "mid": "given", "therefore": "therefore", "because": "because", "perp": "perp", "parallel": "parallel",
    "angle": "angle", "degree": "degrees", "circ": "circ", "hbar": "hbar", "ell": "ell", "prime": "prime",
    "sum": "sum", "prod": "prod", "int": "integral", "iint": "double_integral", "oint": "contour_integral",
    "bigcup": "cup", "bigcap": "cap", "triangle": "triangle", "oplus": "plus", "otimes": "times", "Re": "real",
    "Im": "imaginary", "bmod": "mod",
}  # fmt: skip
"""Command to the phrase that is said for it."""

ACCENTS: dict[str, str] = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "vec": "vector", "dot": "dot", "ddot": "ddot", "underline": "",
}  # fmt: skip

STYLES = frozenset(
    "mathbf mathbb mathcal mathfrak mathsf mathit boldsymbol bm displaystyle textstyle limits nolimits left right big "
    "Big bigl bigr Bigl Bigr bigg biggl biggr middle quad qquad phantom hspace vspace label tag notag nonumber "
    "scriptstyle boxed mathopen mathclose cancel color".split()
)
"""Commands that say nothing."""
TEXTS = frozenset("text textbf textit textrm mathrm operatorname mbox".split())

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

UNICODE: dict[str, str] = {
    "≤": "le", "⩽": "le", "≥": "ge", "⩾": "ge", "≠": "ne", "≈": "approx", "≡": "equiv", "±": "pm", "∓": "mp",
    "×": "times", "·": "cdot", "⋅": "cdot", "∗": "ast", "÷": "div", "∞": "infty", "∈": "in", "∉": "notin",
    "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "∪": "cup", "∩": "cap", "∅": "emptyset", "∀": "forall",
    "∃": "exists", "∧": "land", "∨": "lor", "¬": "lnot", "∂": "partial", "∇": "nabla", "∑": "sum", "∏": "prod",
    "∫": "int", "∮": "oint", "√": "sqrt", "∝": "propto", "→": "to", "⇒": "Rightarrow", "⇔": "iff", "←": "gets",
    "∴": "therefore", "∵": "because", "⊥": "perp", "∥": "parallel", "∠": "angle", "°": "degree", "…": "dots",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℏ": "hbar", "ℓ": "ell",
}  # fmt: skip
"""Character to the command that it is."""

_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8"}
_TOKEN = re.compile(
    r"\\(?P<command>[A-Za-z]+|.)|(?P<number>\d+(?:(?:[.,]|\{,\})\d+)*|(?<!\w)\.\d+)|(?P<letters>[A-Za-z]+)|(?P<sign>\S)",
    re.DOTALL,
)

MOST = 400
"""Tokens of one formula."""


def spelled(formula: str) -> str:
    """A formula with Unicode's signs as LaTeX."""
    found: list[str] = []
    raised = lowered = False
    for sign in formula:
        up, down = sign in _SUPERSCRIPTS, sign in _SUBSCRIPTS
        if (raised and not up) or (lowered and not down):
            found.append("}")
        if (up and not raised) or (down and not lowered):
            found.append("^{" if up else "_{")
        raised, lowered = up, down
        if up or down:
            found.append(_SUPERSCRIPTS.get(sign) or _SUBSCRIPTS[sign])
        elif sign in UNICODE:
            found.append(f"\\{UNICODE[sign]} ")
        elif sign in _FRACTIONS:
            above, below = _FRACTIONS[sign].split("/")
            found.append(f"\\frac{{{above}}}{{{below}}}")
        elif sign == "∛":
            found.append("\\sqrt[3]")
        else:
            found.append({"−": "-", "–": "-", "′": "'", "″": "''", "’": "'", "~": " "}.get(sign, sign))
    return "".join(found) + ("}" if raised or lowered else "")


def tokens(formula: str) -> list[Token]:
    """The pieces of a formula, written as LaTeX, at most `MOST`."""
    found: list[Token] = []
    for match in _TOKEN.finditer(formula):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        if kind == "letters" and match[0] not in FUNCTIONS and len(match[0]) < 4:
            found += [
                Token("letters", letter, match.start() + i, match.start() + i + 1) for i, letter in enumerate(match[0])
            ]
        else:
            found.append(Token(kind, match[match.lastgroup or 0], *match.span()))
        if len(found) >= MOST:
            break
    return found
