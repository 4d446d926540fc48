"""Mathematics is read as people say it; money, code and plain words are none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.text.clean import LONGEST, speakable
from avatar.text.maths.phrases import PHRASES
from avatar.text.maths.tokens import COMMANDS
from avatar.text.sentences import Splitter, split


def said(text: str, language: str = "en-GB") -> str:
    return speakable(text, language).text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (r"$E = mc^2$", "E equals m c squared"),
        ("E = mc² here", "E equals m c squared here"),
        (r"\frac{1}{3} of it", "one third of it"),
        (r"$\frac{3}{4}$", "three quarters"),
        (r"$\frac{22}{7}$", "twenty-two over seven"),
        ("10^{-9} m", "ten to the minus nine m"),
        ("10^-9", "ten to the minus nine"),
        (r"$3.5 \times 10^{8}$", "three point five times ten to the eight"),
        ("2x + 1", "two x plus one"),
        ("y = mx + b", "y equals m x plus b"),
        ("(x+1)^2 = x^2 + 2x + 1", "x plus one, all squared equals x squared plus two x plus one"),
        (r"\sqrt{2} and √2", "the square root of two and the square root of two"),
        (r"$\sqrt[3]{x}$, $\sqrt[n]{x}$", "the cube root of x, the nth root of x"),
        ("$x_1$ and x_1 + x_2 = 3", "x one and x one plus x two equals three"),
        (r"$x_i$, $x_{n+1}$, $v_{\text{max}}$, x_max", "x sub i, x sub n plus one, v max, x max"),
        (r"x \le 3, x ≥ 4 and $x \neq 5$", "x is at most three, x is at least four and x is not equal to five"),
        (r"\pi is about 3.14", "pi is about three point one four"),
        (r"$\alpha + \Delta t$", "alpha plus delta t"),
        (r"$a/b$", "eh over b"),
        (r"\(x^3\) and $x^n$", "x cubed and x to the n"),
        (r"\[ e^{i\pi} + 1 = 0 \]", "e to the i pi plus one equals zero"),
        (
            r"$$x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$",
            "x equals minus b plus or minus the square root of b squared minus four eh c, all over two eh",
        ),
        (
            r"$\sum_{i=1}^{n} i = \frac{n(n+1)}{2}$",
            "the sum from i equals one to n of i equals n times n plus one, all over two",
        ),
        (r"$\int_0^\infty f(x)\,dx$", "the integral from zero to infinity of f of x d x"),
        (r"$\lim_{x \to 0} \frac{\sin x}{x}$", "the limit as x goes to zero of sine of x over x"),
        (r"$\frac{dy}{dx}$, $\frac{\partial f}{\partial x}$", "d y by d x, partial f by partial x"),
        (r"$f'(x) = 2x$", "f prime of x equals two x"),
        (r"$\log_2 8 = 3$, $\sin^2 x$", "log base two of eight equals three, sine squared of x"),
        (r"$P(A|B)$", "P of eh given B"),
        (r"$|x| < 3$", "the absolute value of x is less than three"),
        (r"$n!$ and $\binom{n}{k}$", "n factorial and n choose k"),
        (r"$A \cup B \subseteq C$, $x \in \mathbb{R}$", "eh union B is a subset of C, x in R"),
        (r"$A^T$, $A^{-1}$, $90^\circ$, $n^{th}$", "eh transpose, eh inverse, ninety degrees, nth"),
        (r"$\vec{v} = \hat{x} + \bar{y}$", "vector v equals x hat plus y bar"),
        (
            r"$g = 9.81\,\text{m/s}^2$ and $5\ \mathrm{kg}$",
            "g equals nine point eight one metres per second squared and five kilograms",
        ),
        (r"$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$", "the matrix row one: one, two, row two: three, four"),
        (r"$2\frac{1}{2}$", "two and one half"),
        ("∑ i² ≤ ∞", "the sum of i squared is at most infinity"),
        ("H₂O and CO₂", "H two O and C O two"),
        ("O(n^2)", "O of n squared"),
        ("run `x^2 + 1` now", "run x squared plus one now"),
        ("$20$ apples", "twenty apples"),
        ("10^6", "ten to the six"),
    ],
)
def test_formulas_are_said_as_people_say_them(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It costs $5.", "It costs five dollars."),
        ("It costs $5 and $6", "It costs five dollars and six dollars"),
        ("US$ 5 or US$ 6", "five US dollars or six US dollars"),
        ("between $10-$20 each", "between ten dollars-twenty dollars each"),
        ("I have $3 left, you have 5$ left.", "I have three dollars left, you have five dollars left."),
        ("$5 million and $1.2 billion", "five million dollars and one point two billion dollars"),
        ("from $HOME to $PATH", "from $HOME to $PATH"),
        ("Plan A - I think", "Plan A, I think"),
        ("he/she and and/or", "he or she and and or"),
        ("3x as many", "three times as many"),
        ("open /usr/lib/x_y.py", "open x y dot py"),
        ("a snake_case_name, af_heart", "a snake case name, af heart"),
        ("C++ and A+", "C plus plus and A plus"),
        ("Tom & Jerry = fun", "Tom and Jerry equals fun"),
        ("I am 5 - you are 6", "I am five, you are six"),
        ("see https://example.com/a_b=c^d now", "see example dot com now"),
        ("rated 4.5/5", "rated four point five out of five"),
    ],
)
def test_what_is_no_formula_is_not_taken_for_one(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "$E = mc^2$", "E gleich m c Quadrat"),
        ("de", r"$\frac{1}{3} + \sqrt{2} \le 10^{-9}$", "ein Drittel plus Wurzel aus 2 kleiner gleich 10 hoch minus 9"),
        ("de", r"$\sum_{i=1}^{n} x_i$", "die Summe von i gleich 1 bis n über x i"),
        ("fr", "$E = mc^2$", "E égale m c au carré"),
        ("fr", r"$\frac{1}{2} + \sqrt{x}$", "un demi plus racine carrée de x"),
        ("es", r"$\frac{3}{4} - x^3$", "3 cuartos menos x al cubo"),
        ("it", r"$\lim_{x \to 0} x^2$", "il limite per x che tende a 0 di x al quadrato"),
        ("it", "2x + 1 = 5", "2 x più 1 uguale a 5"),
    ],
)
def test_other_languages_have_their_own_words(language: str, written: str, spoken: str) -> None:
    assert said(written, language) == spoken


def test_every_language_has_every_phrase() -> None:
    keys = set(PHRASES["en"])
    assert {language: keys ^ set(phrases) for language, phrases in PHRASES.items() if keys ^ set(phrases)} == {}
    assert set(COMMANDS.values()) <= keys


def test_the_listener_sees_the_formula_while_it_is_said() -> None:
    text = "So $E = mc^2$ it is."
    result = speakable(text, "en")
    at = result.text.index("squared")
    assert text[slice(*result.written(at, 7))] == "$E = mc^2$"
    assert text[slice(*result.written(result.text.index("it is"), 2))] == "it"


@pytest.mark.parametrize(
    "text",
    [
        f"This is the energy:\n{opening}\nE = mc^2 + \\text{{more}} . X\n= \\text{{all of it}}\n{closing}\nThat is all."
        for opening, closing in (("$$", "$$"), ("\\[", "\\]"))
    ],
)
def test_a_formula_of_its_own_lines_is_never_cut(text: str) -> None:
    splitter = Splitter()
    found = [clause.text for letter in text for clause in splitter.feed(letter)]
    found += [clause.text for clause in splitter.flush()]
    assert [each.count("E = mc") + each.count("all of it") for each in found] == [0, 2, 0]
    assert "".join(found) == text


def test_a_formula_in_a_line_is_not_cut_at_its_commas_and_dollars_hold_nothing_up() -> None:
    assert split("So we take $f, g, h$ here, and go on.", quick=True)[0].text.endswith("here, ")
    assert len(split("$$ is a sign of money. It is not much of it.\n\nThat is all there is.")) == 3
    assert said(split("It only costs $5, and not $6.", quick=True)[0].text) == "It only costs five dollars,"


@given(
    st.lists(
        st.sampled_from(
            r"$ $$ \( \) \[ \] { } ^ _ ( ) | \frac \sqrt \sum_ \int \begin{pmatrix} \end{pmatrix} \\ & \text{ x 2 a+ = "
            r"\left \lim ² ₁ √ ∑ ' ! \{ \} \alpha \sqrt[ \binom . , word $5 ` - \|".split()
        ),
        max_size=40,
    ).map(lambda pieces: " ".join(pieces) if len(pieces) % 2 else "".join(pieces)),
    st.sampled_from(["en-GB", "de", "fr"]),
)
def test_any_formula_comes_out_safe_and_placed(text: str, language: str) -> None:
    result = speakable(text, language)
    assert not re.search(r"[\\^_{}|]", result.text)
    assert len(result.text) == len(result.origin.starts) == len(result.origin.ends)
    assert all(0 <= a <= b <= len(text) for a, b in zip(result.origin.starts, result.origin.ends, strict=True))


@pytest.mark.parametrize(
    "unit",
    [
        r"\frac", r"\sqrt", r"\sqrt{", r"\frac{1}{", "$x", "$x^2$ ", "$$", r"\(", r"\[x", "x^", "x_{", "{", "(x", "2x+",
        "x=", "x^{2}", r"\begin{pmatrix}", r"\begin{pmatrix}a&b\\", "|x", r"\text{", "√", "∑", "x²", "(a)", "a(b)",
        r"\alpha ", r"\{", "1,1", "x_1+", "`x", "$1", "$\\frac",
    ],
)  # fmt: skip
def test_the_worst_formula_is_bounded(unit: str) -> None:
    for text in ((unit * 100_000)[:100_000], f"${(unit * 300)[:290]}$", f"$${(unit * 900)[:790]}$$"):
        assert len(speakable(text, "en-GB").text) <= LONGEST
