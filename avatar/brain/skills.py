"""What a persona can work out rather than make up: sums, spelling, the clock.

Each skill looks at a message and returns what it found as variables for the script, or None. The script's trigger of
the skill's name (`=sum`) then puts it into the character's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from math import factorial, isqrt

from avatar.brain.days import DAYS, MONTHS, write_date
from avatar.brain.leads import LEADS
from avatar.brain.trades import is_known_trade
from avatar.brain.units import convert_units

Found = Mapping[str, str]

_LARGEST = 10**15
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBER_WORDS = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {"hundred": 100, "thousand": 1000, "million": 10**6, "dozen": 12}
)
_OPERATORS: dict[str, str] = {
    "plus": "+",
    "and": "+",
    "minus": "-",
    "times": "*",
    "multiplied by": "*",
    "divided by": "/",
    "over": "/",
    "to the power of": "^",
    "x": "*",
    "×": "*",
    "·": "*",
    "÷": "/",
    ":": "/",
    "−": "-",
    "**": "^",
}


def _written_as(said: str) -> re.Pattern[str]:
    """Where an operator stands between its terms."""
    if said == "x":
        return re.compile(r"(?<=\d)\s*x\s*(?=\d)")
    is_word = said.isalpha() or " " in said
    return re.compile(rf"(?<=[\d\w)]) {said} (?=[\d\w(])" if is_word else re.escape(said))


_SIGNS = tuple((_written_as(said), f" {_OPERATORS[said]} ") for said in sorted(_OPERATORS, key=len, reverse=True))
_SAID = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "^": "to the power of"}
_ASKING = re.compile(
    rf"^(?:(?:{LEADS}|hey|please)[, ]+|[a-z]+, )*"
    r"(?:what(?:'?s| is| does| do)?|how much(?: is| does)?|calculate|compute|work out|solve"
    r"|can you (?:do|work out|add)|tell me)?"
    r"[:, ]*(.*?)(?:\s*(?:make|equal|equals|give|come to|please|=)\s*)*[=?!. ]*$",
    re.I,
)
_SCORE = re.compile(r"\d{1,2}[-:–]\d{1,2}[.!]*")
"""How a match ended, rather than a sum."""
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[-+*/^()]|[a-z]+", re.I)
_MOST_TERMS = 12


def work_out_sum(text: str) -> Found | None:
    """`what is 12 times 7?` -> sum "84"; `sum` is "nothing" for a division by zero. None where no sum is asked for."""
    if _SCORE.fullmatch(text.strip()):
        return None
    asked = _ASKING.match(text.strip()[:200])
    expression = _reword(asked[1].casefold()) if asked else ""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?) ?(?:%|percent|per cent) of (\d[\d,]*(?:\.\d+)?)", expression)
    rooted = _root(expression) or _part(expression)
    if rooted:
        return rooted
    part = re.fullmatch(r"(\d+) ?/ ?(\d+) of (\d[\d,]*(?:\.\d+)?)", expression)
    if part and int(part[2]):
        value = Fraction(int(part[1]), int(part[2])) * Fraction(part[3].replace(",", ""))
        return {"sum": _written(value), "terms": expression}
    if percent:
        value = Fraction(percent[1]) * Fraction(percent[2].replace(",", "")) / 100
        return {"sum": _written(value), "terms": expression.replace("%", " percent")}
    expression = re.sub(r"\ba (?=hundred|thousand|million|dozen)", "", expression)
    for pattern, sign in _SIGNS:
        expression = pattern.sub(sign, expression)
    terms = _numbers(_TOKEN.findall(expression)) if not re.search(r"[^\w\s.,+*/^()-]", expression) else None
    if terms is None or not 3 <= len(terms) <= _MOST_TERMS * 2 or not any(term in _SAID for term in terms):
        return None
    return _worked_out(terms)


_NUMBER = r"(\w+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand|million))*|\d[\d,]*(?:\.\d+)?)"
_PERCENT = r"(\w+|\d+(?:\.\d+)?) ?(?:%|percent|per cent)"
_REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"(?:divide) {_NUMBER} by {_NUMBER}", r"\1 divided by \2"),
        (rf"(?:multiply) {_NUMBER} (?:by|with|and) {_NUMBER}", r"\1 times \2"),
        (rf"(?:add|the sum of|sum of) {_NUMBER} (?:and|to|plus) {_NUMBER}", r"\1 plus \2"),
        (rf"(?:subtract|take) {_NUMBER} from {_NUMBER}", r"\2 minus \1"),
        (rf"(?:the )?product of {_NUMBER} and {_NUMBER}", r"\1 times \2"),
        (rf"(?:the )?difference between {_NUMBER} and {_NUMBER}", r"\1 minus \2"),
        (rf"(?:the )?square of {_NUMBER}", r"\1 squared"),
        (rf"(?:would )?(?:is |be )?(?:a |an )?{_PERCENT} (?:tip )?(?:of|on) \D?([\d.,]+)(?: be)?", r"\1% of \2"),
        (rf"{_PERCENT} off (?:of )?\D?([\d.,]+)", r"\2 minus \1%"),
        (r"(\d+) factorial", r"\1!"),
    )
)  # fmt: skip
"""Other ways to ask for a sum."""
_NOUN = re.compile(
    r"(\b\d[\d,.]*) (?!times|plus|minus|divided|multiplied|over|and|to|squared|cubed|hundred|thousand|million"
    r"|dozen|percent|per|of|off|in|x\b)"
    r"[a-z]+(?= (?:times|plus|minus|divided by|multiplied by|x|\*|\+)|$)"
)
"""What is counted, beside a number: "12 hours times 3"."""
_MOST_FACTORIAL = 15


def _reword(expression: str) -> str:
    """A sum as it is usually asked for: `divide 100 by 7` -> "100 divided by 7"."""
    for pattern, instead in _REWORDED:
        if found := pattern.fullmatch(expression):
            expression = found.expand(instead)
            break
    expression = re.sub(r"^([a-z]+)(?=%)", lambda found: str(_NUMBER_WORDS.get(found[1], found[1])), expression)
    expression = re.sub(
        r"(?<=minus )([a-z]+)(?=%)", lambda found: str(_NUMBER_WORDS.get(found[1], found[1])), expression
    )
    expression = _NOUN.sub(r"\1", expression)
    if not re.fullmatch(r"\d[\d,.]* (?:squared|cubed)", expression):
        expression = re.sub(r"(\d+) squared\b", r"\1 ^ 2", expression)
        expression = re.sub(r"(\d+) cubed\b", r"\1 ^ 3", expression)
    return expression


_SHARES: Mapping[str, Fraction] = {
    "half": Fraction(1, 2), "a half": Fraction(1, 2), "a third": Fraction(1, 3), "a quarter": Fraction(1, 4),
    "two thirds": Fraction(2, 3), "three quarters": Fraction(3, 4), "a fifth": Fraction(1, 5), "a "
    "tenth": Fraction(1, 10),
    "double": Fraction(2), "twice": Fraction(2), "triple": Fraction(3), "three times": Fraction(3),
}  # fmt: skip
_ROOTS: Mapping[str, int] = {"square": 2, "sqrt": 2, "root": 2, "cube": 3, "cubic": 3, "third": 3, "fourth": 4}


def _root(expression: str) -> Found | None:
    """`the square root of 144` -> "12"; `12 squared` -> "144"."""
    asked = re.fullmatch(
        r"(?:the )?(?:(square|cube|cubic|third|fourth) )?(root|sqrt)(?: of)? ?\(?(\d[\d,]*(?:\.\d+)?)\)?", expression
    )
    if asked:
        kind, number = asked[1] or asked[2], Fraction(asked[3].replace(",", ""))
        degree = _ROOTS[kind]
        if number > _LARGEST:
            return None
        name = {2: "square", 3: "cube", 4: "fourth"}[degree]
        return {"sum": _written_root(number, degree), "terms": f"the {name} root of {_written(number)}"}
    powered = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?) (squared|cubed)", expression)
    if powered is None or (number := Fraction(powered[1].replace(",", ""))) > 10**5:
        return None
    return {"sum": _written(number ** (2 if powered[2] == "squared" else 3)), "terms": expression}


def _written_root(number: Fraction, degree: int) -> str:
    """A root, exactly where it is a whole number."""
    if degree == 2 and number.denominator == 1 and isqrt(number.numerator) ** 2 == number:
        return str(isqrt(number.numerator))
    root = float(number) ** (1 / degree)
    return (
        str(round(root)) if Fraction(round(root)) ** degree == number else f"about {root:.4f}".rstrip("0").rstrip(".")
    )


def _part(expression: str) -> Found | None:
    """`half of 50`, `twice 7`, `80 minus 15%`, `80 plus 15 percent`, `5!`."""
    if (many := re.fullmatch(r"(\d{1,2})!", expression)) and int(many[1]) <= _MOST_FACTORIAL:
        return {"sum": str(factorial(int(many[1]))), "terms": f"{many[1]} factorial"}
    asked = re.fullmatch(rf"({'|'.join(_SHARES)}) (?:of )?(\d[\d,]*(?:\.\d+)?)", expression)
    if asked:
        return {"sum": _written(_SHARES[asked[1]] * Fraction(asked[2].replace(",", ""))), "terms": expression}
    changed = re.fullmatch(
        r"(\d[\d,]*(?:\.\d+)?) (plus|minus|\+|-) (\d+(?:\.\d+)?) ?(?:%|percent|per cent)", expression
    )
    if changed is None:
        return None
    share = Fraction(changed[3]) / 100 * (1 if changed[2] in ("plus", "+") else -1)
    value = Fraction(changed[1].replace(",", "")) * (1 + share)
    return {"sum": _written(value), "terms": expression.replace("%", " percent")}


def _worked_out(terms: list[str]) -> Found | None:
    said = " ".join(_SAID.get(term, term) for term in terms if term not in "()")
    try:
        value, rest = _sum(terms, 0)
    except ZeroDivisionError:
        return {"sum": "nothing", "terms": said}
    except (ValueError, IndexError):
        return None
    return {"sum": _written(value), "terms": said} if not rest else None


def _numbers(tokens: list[str]) -> list[str] | None:
    """Number words become digits ("twenty four" -> "24"); None where a word is no number."""
    terms: list[str] = []
    for token in tokens:
        if not token[0].isalpha():
            terms.append(token.replace(",", ""))
            continue
        value = _NUMBER_WORDS.get(token)
        if value is None:
            return None
        if terms and terms[-1].isdigit() and (value >= 100 or token == "dozen"):
            terms[-1] = str(int(terms[-1]) * value)
        elif terms and terms[-1].isdigit() and value < int(terms[-1]):
            terms[-1] = str(int(terms[-1]) + value)
        else:
            terms.append(str(value))
    return terms


def _sum(terms: list[str], depth: int) -> tuple[Fraction, list[str]]:
    """Recursive descent: + and - over * and / over ^. Raises ValueError, IndexError, ZeroDivisionError."""
    if depth > 20:
        raise ValueError("too deep")
    value, rest = _product(terms, depth)
    while rest and rest[0] in "+-":
        right, after = _product(rest[1:], depth)
        value, rest = (value + right if rest[0] == "+" else value - right), after
    return value, rest


def _product(terms: list[str], depth: int) -> tuple[Fraction, list[str]]:
    value, rest = _power(terms, depth)
    while rest and rest[0] in "*/":
        right, after = _power(rest[1:], depth)
        value, rest = (value * right if rest[0] == "*" else value / right), after
    return value, rest


def _power(terms: list[str], depth: int) -> tuple[Fraction, list[str]]:
    value, rest = _atom(terms, depth)
    if rest and rest[0] == "^":
        right, rest = _atom(rest[1:], depth)
        if right.denominator != 1 or not 0 <= right <= 40 or abs(value) > 1000:
            raise ValueError("too large")
        value = value ** int(right)
    if abs(value) > _LARGEST:
        raise ValueError("too large")
    return value, rest


def _atom(terms: list[str], depth: int) -> tuple[Fraction, list[str]]:
    if terms[0] == "-":
        value, rest = _atom(terms[1:], depth + 1)
        return -value, rest
    if terms[0] == "(":
        value, rest = _sum(terms[1:], depth + 1)
        if rest[0] != ")":
            raise ValueError("unclosed")
        return value, rest[1:]
    return Fraction(terms[0]), terms[1:]


def _written(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    rounded = f"{float(value):.4f}".rstrip("0").rstrip(".")
    return rounded if Fraction(rounded) == value else f"about {rounded}"


def spell(text: str) -> Found | None:
    """`how do you spell rhythm` -> spelled "R, H, Y, T, H, M"."""
    asked = re.search(
        r"\b(?:how (?:do|would) (?:you|i|we) spell|spell(?: the word)?)\s+[\"']?(?!(?:it|that"
        r"|this)\b)([^\W\d_]{2,30})[\"']?\s*\W*$",
        text,
        re.I,
    )
    return (
        {"spelled": ", ".join(asked[1].upper()), "spelt": asked[1].lower(), "letters": str(len(asked[1]))}
        if asked
        else None
    )


def turn_round(text: str) -> Found | None:
    """`say lamp backwards` -> backwards "pmal"."""
    asked = re.search(r"\b(?:say|spell|write|what is|what's)\s+[\"']?([^\W\d_]{2,30})[\"']? backwards\W*$", text, re.I)
    return {"backwards": asked[1].lower()[::-1], "forwards": asked[1].lower()} if asked else None


# "I'm Tom" introduces somebody; "I'm Irish" does not.
_NO_NAMES = frozenset(
    """English Irish Scottish Welsh British French German American Canadian Australian Spanish Italian
Norwegian Swedish Danish Finnish Dutch Polish Russian Ukrainian Chinese Japanese Korean Indian Turkish Greek Swiss
Austrian Belgian Brazilian Mexican Portuguese European African Asian Catholic Muslim Jewish Hindu Buddhist Not So Very
Fine Good Ok OK Okay Sad Happy Tired Bored Back Here Sorry Hungry Sick Alone Lonely Busy Great Well""".split()
)


_MINE_IS = re.compile(
    r"(?:\w+,? ){0,2}?(?:and )?(?:mine(?:'s|’s|s| is)|my name(?:'s|’s|s| is)) ([A-ZÀ-Þ][\w'’-]{1,30})[.! ]*"
)


def find_introduction(text: str, *, asked: bool = False) -> str | None:
    """`I'm Tom` -> "Tom": one capitalised word, where the rest of the line shows that capitals mean something.

    `asked`: it was about names just before, so that "mine's Tom" is one as well.
    """
    if asked and (mine := _MINE_IS.fullmatch(text.strip()[:80])):
        return mine[1]
    told = re.fullmatch(
        r"(?:(?:hi|hello|hey|cool|nice|ok|okay|oh|well|so|yeah|yes|and|great|thanks|sure)\b(?: there)?[,!. ]*)*"
        r"(?:i am|i'?m|im|i’m) ([A-ZÀ-Þ][\w'’-]{1,30})(?: here)?(?:,? (?:by the way|btw))?[.! ]*",
        text.strip()[:80],
        re.I,
    )
    if told is None or not told[1][0].isupper() or told[1].isupper() or told[1] in _NO_NAMES:
        return None
    return told[1]


_AS_A = re.compile(r"(?:well |so |and |but |yeah )?as (an? (?:\w+ )?\w+) (?:i|my|we)\b")
_NO_JOB = re.compile(
    r"\b(?:kid|child|teen\w*|boy|girl|man|woman|guy|person|human|fan|friend|parent|mother|mum|mom|father|dad|joke"
    r"|result|rule|matter|treat"
    r"|gift|present|baby|family|group|team|couple|whole|general|hobby|snack|last|first|vegetarian|vegan|student"
    r"|beginner|adult|christian"
    r"|muslim|lover|owner|reader|grandmother|grandfather|granny)$"
)
"""What somebody is, and does not work as."""


def find_job(plain: str) -> str:
    """`as a nurse i am on my feet all day` -> "a nurse"; '' where no job is told."""
    found = _AS_A.match(plain)
    return found[1] if found and not _NO_JOB.search(found[1]) else ""


_BARE_JOB = re.compile(
    r"(?P<what>(?:retired |trainee |former |part[- ]time )?(?:\w+ )?(?P<trade>\w+)) (?:in|from|up in|over in)"
    r" \w+(?: \w+)?(?:[,.!;]|$)",
    re.I,
)


def find_bare_job(text: str) -> str:
    """`postman in galway, cant sleep` -> "a postman": what who has just come says they are; '' for none."""
    found = _BARE_JOB.match(text)
    if found is None or not is_known_trade(found["trade"].lower()):
        return ""
    return f"{'an' if found['what'][0].lower() in 'aeiou' else 'a'} {found['what'].lower()}"


_COUNTED = re.compile(
    r"\bcount(?: down| up)?(?: backwards?| down)?(?: (?:from|starting at) (?P<first>\w+))?(?: (?:down "
    r"|up )?to (?P<last>\w+))?"
    r"(?P<back> backwards?| in reverse)?\W*$",
    re.I,
)
_MOST_COUNTED = 20


def count_out(text: str) -> Found | None:
    """`can you count to ten backwards` -> counted "ten, nine, ..., one"; None beyond twenty."""
    asked = _COUNTED.search(text.strip()[:120])
    if asked is None or not (asked["first"] or asked["last"]):
        return None
    first, last = (_counted_from(asked[side]) for side in ("first", "last"))
    backwards = bool(asked["back"]) or bool(re.search(r"\bcount (?:backwards?|down)\b", text, re.I))
    first = first if first is not None else 1
    last = last if last is not None else 0 if not asked["last"] and backwards else 1 if not asked["last"] else None
    if last is None or max(first, last) > _MOST_COUNTED or (asked["first"] and _counted_from(asked["first"]) is None):
        return None
    if backwards and first < last:
        first, last = last, first
    numbers = range(first, last + 1) if first <= last else range(first, last - 1, -1)
    return {"counted": ", ".join(_UNITS[number] if number < 20 else "twenty" for number in numbers)}


def _counted_from(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if word.isdigit() and len(word) < 4 else _NUMBER_WORDS.get(word.casefold())


def count_up(text: str) -> Found | None:
    """A sum, or a conversion of units."""
    return work_out_sum(text) or convert_units(text)


SKILLS: Mapping[str, Callable[[str], Found | None]] = {
    "=sum": count_up,
    "=spelling": spell,
    "=counted": count_out,
    "=backwards": turn_round,
}
"""Skills by the trigger that puts the answer into words."""


def tell_time(now: datetime) -> Found:
    """Time and date as the character says them."""
    parts = ((5, "night"), (12, "morning"), (17, "afternoon"), (22, "evening"), (24, "night"))
    return {
        "time": f"{(now.hour - 1) % 12 + 1}:{now.minute:02d} {'am' if now.hour < 12 else 'pm'}",
        "daypart": next(name for hour, name in parts if now.hour < hour),
        "day": DAYS[now.weekday()],
        "date": write_date(now.date()),
        "year": str(now.year),
        "month": MONTHS[now.month - 1],
    }
