"""A formula's tokens to the words that people say for it: recursive descent, its depth bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from avatar.text import numbers
from avatar.text.maths.cursor import Cursor
from avatar.text.maths.phrases import FRACTIONS, PHRASES, Phrases
from avatar.text.maths.quantities import english_fraction, nth, units
from avatar.text.maths.tokens import ACCENTS, COMMANDS, FUNCTIONS, GREEK, STYLES, TEXTS, spelled, tokens

DEEPEST = 20
"""Things within things; what lies deeper is said without its structure."""

_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "over", "=": "eq", "<": "lt", ">": "gt", "%": "percent"}
_DERIVED = re.compile(r"d(?![a-z]{3})|\\partial")
"""How both halves of a derivative begin."""
_CLOSING = frozenset(")]}|")
_OF_SOMETHING = frozenset("fghFGHPQO")
"""Letters that are functions where a parenthesis follows; others are where it holds one letter."""
_BOUNDED = frozenset("sum prod integral double_integral contour_integral cup cap".split())


def said(formula: str, language: str) -> str | None:
    """A formula in words; None where nothing of it can be said."""
    source = spelled(formula)
    words = _Reader(source, tokens(source), language=language).row()
    text = re.sub(r"\s+,", ",", " ".join(words)).replace(",,", ",").strip(" ,")
    return f" {text} " if text else None


@dataclass
class _Reader(Cursor):
    language: str = "en"
    depth: int = 0
    phrases: Phrases = field(init=False)

    def __post_init__(self) -> None:
        self.phrases = PHRASES[self.language]

    # ------------------------------------------------------------------------------------------------ rows and groups

    def row(self, *stops: str) -> list[str]:
        """Words up to one of `stops`, which is not taken, or to the end."""
        words: list[str] = []
        while self.at < len(self.pieces) and self.peek() not in stops:
            words += self.item()
        return words

    def group(self) -> list[str]:
        """The next group in braces, or the next single piece."""
        if self.peek() == "{":
            return self.within("{", "}")
        if self.at >= len(self.pieces):
            return []
        if self.depth > DEEPEST:
            return self.flat()
        self.depth += 1
        words = self.atom() if self.peek() in ("-", "+") and self.peek(1).isalnum() else []  # "10^-9", without braces
        words += self.atom()
        self.depth -= 1
        return words

    def flat(self) -> list[str]:
        """The next piece alone, where structures lie too deep in each other."""
        piece = self.take()
        return [piece.text] if piece.text.isalnum() else []

    def within(self, opening: str, closing: str) -> list[str]:
        """What stands between two signs, which are taken."""
        self.at += 1
        words = self.row(closing)
        self.at += self.peek() == closing
        return words

    # ------------------------------------------------------------------------------------------------------ one item

    def item(self) -> list[str]:
        """One thing with what is written above, below and behind it."""
        if self.depth > DEEPEST:
            return self.flat()
        self.depth += 1
        words = self.thing()
        self.depth -= 1
        return words

    def thing(self) -> list[str]:
        piece = self.peek()
        name = piece[1:] if piece.startswith("\\") else piece
        key = COMMANDS.get(name, "") if piece.startswith("\\") else ""
        if key in _BOUNDED or name == "lim":
            self.at += 1
            return self.bounded(key or "limit")
        if name in FUNCTIONS:
            self.at += 1
            return self.function(name)
        start = self.at
        words = self.atom()
        return words + self.scripts(words, start) if words else []

    def atom(self) -> list[str]:
        """One thing without its scripts."""
        piece = self.take()
        if piece.kind == "number":
            return self.number(piece.text)
        if piece.kind == "letters":
            return self.letters(piece.text)
        if piece.kind == "command":
            return self.command(piece.text)
        if piece.text == "{":
            self.at -= 1
            return self.within("{", "}")
        if piece.text in "([":
            self.at -= 1
            return self.parenthesis()
        if piece.text == "|":
            return self.bars("|", "abs")
        return self.sign(piece.text)

    def sign(self, sign: str) -> list[str]:
        if sign == "!" and self.peek() == "=":
            self.at += 1
            return [self.phrases["ne"]]
        if sign in "<>" and self.peek() == "=":
            self.at += 1
            return [self.phrases["le" if sign == "<" else "ge"]]
        if sign == "-" and self.peek() == ">":
            self.at += 1
            return [self.phrases["to"]]
        if sign == "!":
            return [self.phrases["factorial"]]
        if sign in ",;":
            return [","]
        if sign == ":":
            return [self.phrases["such"]] if self.depth > 1 else [","]
        return [self.phrases[_SIGNS[sign]]] if sign in _SIGNS else [sign] if sign.isalpha() else []

    def number(self, text: str) -> list[str]:
        text = text.replace("{,}", "")
        words = [numbers.number(text) if self.language == "en" and re.fullmatch(r"[\d,]*(\.\d+)?", text) else text]
        unit = self.unit(text)
        if unit:
            return [*words, unit]
        if self.peek() == "\\frac" and self.mixed():
            return [*words, *filter(None, [self.phrases["mixed"]])]
        return words if self.peek() != "(" or self.language != "en" else [*words, self.phrases["times"]]

    def unit(self, number: str) -> str:
        """The unit that a number is followed by, taken, in words; '' where there is none."""
        here = self.at
        while self.peek() in ("\\,", "\\;", "\\ ", "\\:", "\\!"):
            self.at += 1
        if self.peek()[1:] in TEXTS and self.language == "en":
            self.at += 1
            written = self.raw().strip()
            if self.peek() == "^" and re.fullmatch(r"[23]|-[123]", found := self.ahead()):
                written += f"^{found}"
                self.at += 2 if self.peek(1) != "{" else 3 + len(found)
            words = units(written, number)
            if words:
                return words
        self.at = here
        return ""

    def letters(self, text: str) -> list[str]:
        if len(text) > 1:
            return [text]
        if self.peek() == "(":
            of = text in _OF_SOMETHING or self.short_argument()
            return [self.letter(text), self.phrases["of" if of else "times"]]
        return [self.letter(text)]

    def letter(self, text: str) -> str:
        return self.phrases["a"] if text in "aA" else text

    # ----------------------------------------------------------------------------------------------------- commands

    def command(self, name: str) -> list[str]:
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return self.fraction()
        special: dict[str, Callable[[], list[str]]] = {
            "sqrt": self.root, "binom": self.choose, "begin": self.environment, "{": self.braces,
            "|": lambda: self.bars("\\|", "norm"), "lVert": lambda: self.bars("\\rVert", "norm"),
            "lvert": lambda: self.bars("\\rvert", "abs"), "lfloor": lambda: self.bars("\\rfloor", ""),
            "pmod": lambda: [",", self.phrases["mod"], *self.group()], "\\": lambda: [","], "text": self.text,
        }  # fmt: skip
        if name in special:
            return special[name]()
        if name in TEXTS:
            return self.text()
        if name in ACCENTS:
            inner = " ".join(self.group())
            return [self.phrases[ACCENTS[name]].format(inner)] if ACCENTS[name] else [inner]
        if name in COMMANDS:
            return [self.phrases[COMMANDS[name]]]
        if name in GREEK:
            word = name.removeprefix("var").lower()
            return [word, self.phrases["of"]] if self.peek() == "(" and self.short_argument() else [word]
        if name == "%":
            return [self.phrases["percent"]]
        if name in STYLES or not name.isalpha():
            return self.styled(name)
        return [name]

    def styled(self, name: str) -> list[str]:
        if name in ("hspace", "vspace", "label", "tag", "color", "phantom"):
            self.raw()
        if name in ("left", "right", "middle") and self.peek() == ".":
            self.at += 1
        return []

    def text(self) -> list[str]:
        return self.raw().replace("\\", " ").split()

    def fraction(self) -> list[str]:
        start = self.at
        above, middle = self.group(), self.at
        below = self.group()
        top, bottom = self.plain(start, middle), self.plain(middle, self.at)
        if top.isdecimal() and bottom.isdecimal():
            return [self.part(int(top[:9]), int(bottom[:9]))]
        if _DERIVED.match(top) and _DERIVED.match(bottom):
            return [*above, self.phrases["by"], *below]
        if self.is_sum(start, middle):
            above = [*above, ",", self.phrases["all_over"]]
        else:
            above = [*above, self.phrases["over"]]
        more = self.peek() not in ("", "=", "}", ",", "\\right")
        return [*above, *below, *([","] if self.is_sum(middle, self.at) and more else [])]

    def part(self, above: int, below: int) -> str:
        """A fraction of two whole numbers."""
        if self.language == "en":
            return english_fraction(above, below)
        one, many = FRACTIONS[self.language].get(below, ("", ""))
        if not one or above > 20:
            return f"{above} {self.phrases['over']} {below}"
        return one if above == 1 else f"{above} {many}"

    def root(self) -> list[str]:
        index: list[str] = []
        if self.peek() == "[":
            index = self.within("[", "]")
        number = " ".join(index)
        if self.peek() == "(":
            inner = self.within("(", ")")
        else:
            inner = self.group()
        of = " ".join(inner)
        if number in ("", "2", "two"):
            whole = self.phrases["sqrt"].format(of)
        elif number in ("3", "three"):
            whole = self.phrases["cbrt"].format(of)
        else:
            whole = self.phrases["root"].format(nth(number, self.language), of)
        return [whole, ","] if len(inner) > 2 and self.peek() in ("+", "-", "=", "\\pm") else [whole]

    def choose(self) -> list[str]:
        return [self.phrases["choose"].format(" ".join(self.group()), " ".join(self.group()))]

    def braces(self) -> list[str]:
        inner = self.row("\\}")
        self.at += self.peek() == "\\}"
        return [self.phrases["set"].format(" ".join(inner))]

    def bars(self, closing: str, phrase: str) -> list[str]:
        """What stands between bars; a bar that nothing closes is a condition: P(A | B)."""
        here = self.at
        end = next((i for i in range(here, min(here + 40, len(self.pieces))) if self.is_closing(i, closing)), None)
        if end is None or not phrase:
            return [self.phrases["given"]] if phrase == "abs" else []
        inside = _Reader(self.source, self.pieces[here:end], language=self.language, depth=self.depth + 1)
        words = inside.row() if self.depth < DEEPEST else []
        self.at = end + 1
        return [self.phrases[phrase].format(" ".join(words))]

    def parenthesis(self) -> list[str]:
        closing = ")" if self.peek() == "(" else "]"
        start = self.at
        inner = self.within(self.peek(), closing)
        if self.peek() == "^" and self.is_sum(start, self.at):
            return [*inner, ",", self.phrases["all"]]
        more = self.peek() not in ("", *_CLOSING, "=", ",")
        return [*inner, ","] if self.is_sum(start, self.at) and more else inner

    def environment(self) -> list[str]:
        name = self.raw().rstrip("*")
        if name == "array":
            self.raw()
        rows: list[str] = []
        while self.at < len(self.pieces) and self.peek() != "\\end":
            cells: list[str] = []
            while self.at < len(self.pieces) and self.peek() not in ("\\end", "\\\\"):
                cells.append(" ".join(self.row("&", "\\\\", "\\end")))
                self.at += self.peek() == "&"
            rows.append(", ".join(filter(None, cells)))
            self.at += self.peek() == "\\\\"
        if self.peek() == "\\end":
            self.at += 1
            self.raw()
        if name.endswith("matrix"):
            numbered = (f"{self.phrases['row'].format(number)}: {row}" for number, row in enumerate(rows, 1) if row)
            return [self.phrases["matrix"].format(", ".join(numbered)), ","]
        return [", ".join(filter(None, rows))]

    # ----------------------------------------------------------------------------------------------------- scripts

    def limits(self) -> tuple[list[str], list[str]]:
        """What is written below and above, in words."""
        below: list[str] = []
        above: list[str] = []
        while self.peek() in ("_", "^", "\\limits", "\\nolimits"):
            sign = self.take().text
            if sign == "_":
                below = self.group()
            elif sign == "^":
                above = self.group()
        return below, above

    def bounded(self, key: str) -> list[str]:
        """A sum, a product, an integral or a limit, with its bounds."""
        start = self.at
        below, above = self.limits()
        if key == "limit":
            goes = self.phrases["goes"]
            words = [goes if word == self.phrases["to"] else word for word in below]
            return [self.phrases["limit"].format(" ".join(words))] if below else [self.phrases["inf"]]
        name = self.phrases[key]
        if below and above:
            return [name, self.phrases["from"].format(" ".join(below), " ".join(above))]
        if below:
            return [name, self.phrases["on"].format(" ".join(below))]
        followed = self.at > start or self.peek() not in ("", "}", ")", "=")
        return [name, self.phrases["of"]] if followed and key not in ("cup", "cap") else [name]

    def function(self, name: str) -> list[str]:
        word = self.phrases.get(name, name)
        written = self.at
        below, above = self.limits()
        words = [word]
        power = self.plain(written + 1, self.at) if above and not below else ""
        if below:
            words.append(self.phrases["base" if name in ("log", "lg") else "on"].format(" ".join(below)))
            words = [each.removesuffix(f" {self.phrases['of']}") for each in words]
        if power == "-1":
            words.insert(0, self.phrases["inverse"])
        elif above:
            words += self.raised(power, above)
        return words if self.peek() in ("", "}", ")", ",", "=") or name == "mod" else [*words, self.phrases["of"]]

    def scripts(self, base: list[str], start: int) -> list[str]:
        """What is written above, below and behind a thing."""
        words: list[str] = []
        primes = 0
        while self.peek() in ("_", "^", "'"):
            sign = self.take().text
            written = self.at
            if sign == "'":
                primes += 1
                continue
            content = self.group()
            plain = self.plain(written, self.at)
            words += self.lowered(plain, content) if sign == "_" else self.raised(plain, content, base, start)
        if primes:
            words.insert(0, self.phrases["prime" if primes == 1 else "double_prime"])
        if primes and self.peek() == "(":
            words.append(self.phrases["of"])
        return words

    def lowered(self, plain: str, content: list[str]) -> list[str]:
        text = " ".join(content)
        if re.fullmatch(r"\d+", plain) or re.fullmatch(r"\\?(?:text|mathrm|mathbf|operatorname)\{.*", plain):
            return [text]
        if len(plain.strip("\\")) > 2 and plain.isalpha():
            return [plain]
        more = any(sign in plain for sign in "+-=") and self.peek() not in ("", "}", ")", "=", "^")
        return [self.phrases["sub"].format(text), *([","] if more else [])]

    def raised(self, plain: str, content: list[str], base: list[str] | None = None, start: int = -1) -> list[str]:
        first = self.pieces[start].text if start >= 0 else ""
        fixed = {"2": "squared", "3": "cubed", "\\circ": "degrees", "\\degree": "degrees", "*": "star", "\\ast": "star"}
        if plain in fixed:
            return [self.phrases[fixed[plain]]]
        if plain in ("T", "\\top", "\\intercal") and first.isupper():
            return [self.phrases["transpose"]]
        if plain == "-1" and (first in "fgh" or (first.isupper() and len(first) == 1)):
            return [self.phrases["inverse"]]
        if plain in ("\\prime", "'"):
            return [self.phrases["prime"]]
        if plain in ("+", "-"):
            return [self.phrases[_SIGNS[plain]]]
        if re.fullmatch(r"(?:\\(?:text|mathrm)\{)?(?:th|st|nd|rd)", plain) and base:
            base[-1] = nth(base[-1], self.language)
            return []
        text = " ".join(content)
        more = len(content) > 2 and self.peek() not in ("", "}", ")", "=", ",", "\\right")
        return [self.phrases["power"].format(text), *([","] if more else [])]
