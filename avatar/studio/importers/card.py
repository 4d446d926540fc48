"""Character cards become characters: the persona is the card's, the looks and the voice are those of a character that
exists already. The card goes into the folder as `card.json`, where the language model's brain looks for it.

Without a model the character greets with the card's greetings and otherwise talks as the common persona does.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from avatar.brain import cards
from avatar.brain.cards import CharacterCard
from avatar.brain.cards.containers import JPEG, PNG
from avatar.brain.making import CARD
from avatar.character.loading import FILE
from avatar.errors import BrainError
from avatar.studio.importers import Imported, Importer, Wish
from avatar.studio.importers.account import Account, list_names
from avatar.studio.importers.base import make_unique, new_folder
from avatar.studio.templates import make_character
from avatar.text import directions

LOOKS = "pip"
"""Whose looks a card gets unless others are asked for."""

LONGEST_GREETING = 400
MOST_GREETINGS = 5

_NOT_PLAIN = re.compile(r"[^\w\s.,;:!?'\"()…—–-]")
"""What could mean something to RiveScript, whose files hold the greetings."""


def fits(path: Path) -> bool:
    """Whether a file may be a card: any JSON, or a picture with a card inside."""
    if not path.is_file() or path.suffix.lower() not in (".json", ".png", ".jpg", ".jpeg", ".charx"):
        return False
    try:
        cards.read(path)
    except BrainError:
        return path.suffix.lower() in (".json", ".charx")  # so that its reader can say what is wrong with it
    return True


def import_card(path: Path, characters: Path, *, name: str = "", look: str = "") -> tuple[Path, tuple[str, ...]]:
    """A new character among `characters`, and what was taken of the card, what was not, and what to do.

    Raises BrainError for a file that is no card, CharacterError for a name that can't be, LibraryError for looks that
    are not there.
    """
    card = cards.read(path)
    plain = re.sub(r"[^a-z0-9]+", "-", card.name.lower()).strip("-")[:40]
    chosen = name or make_unique(plain or "card", [each.name for each in characters.glob("*")])
    new_folder(chosen, characters)  # before anything is made
    folder = make_character(chosen, characters, look or LOOKS)
    (folder / CARD).write_text(card.source, "utf-8")
    if card.portrait:
        (folder / f"portrait{_ending(card.portrait)}").write_bytes(card.portrait)
    file = folder / FILE
    file.write_text(_described(file.read_text("utf-8"), card), "utf-8")
    for script in sorted((folder / "persona").glob("*.rive")):
        script.unlink()
    (folder / "persona").mkdir(exist_ok=True)
    (folder / "persona" / "card.rive").write_text(_script(card), "utf-8")
    return folder, _notes(card, look or LOOKS)


def _notes(card: CharacterCard, look: str) -> tuple[str, ...]:
    """What was taken, what was not, and what to do."""
    account = Account()
    account.take(
        f"its name, who it is, and its {len(card.greetings)} greetings; a language model reads the whole card."
    )
    account.take(f"the looks and the voice of {look}; `--look NAME` takes those of another character.")
    if card.portrait:
        account.leave("its portrait, which is kept beside the card; it is not drawn yet.")
    unknown = cards.list_unknown(card)
    if unknown:
        account.leave(f"what is not understood in it: {list_names(unknown)}.")
    if card.creator:
        account.advise(f"it is by {card.creator}: ask before you give it on.")
    return account.lines()


def _ending(picture: bytes) -> str:
    return ".png" if picture.startswith(PNG) else ".jpg" if picture.startswith(JPEG) else ".webp"


def _described(text: str, card: CharacterCard) -> str:
    """character.toml with the card's name, and without the persona of the character that lends its looks."""
    text = re.sub(r'(?ms)^persona = """.*?"""[ \t]*\n', "", text, count=1)
    about = f"After a character card{' by ' + card.creator if card.creator else ''}."
    for key, value in (("title", card.name), ("description", about)):
        line = f"{key} = {json.dumps(' '.join(value.split()), ensure_ascii=False)}"
        text = re.sub(rf'(?m)^{key} = ".*?"', lambda _, line=line: line, text, count=1)  # type: ignore[misc]
    return text


def _script(card: CharacterCard) -> str:
    """The card's greetings as RiveScript."""
    greetings = [cards.choose_greeting(card, "friend", at) for at in range(min(MOST_GREETINGS, len(card.greetings)))]
    lines = [_line(text) for text in greetings]
    lines = [line for line in lines if line]
    if not lines:
        return "! version = 2.0\n"
    said = "\n".join(f"- {line}" for line in lines)
    return f"! version = 2.0\n\n> topic core\n\n+ =welcome\n{said}\n\n+ =back\n{said}\n\n< topic\n"


def _line(text: str) -> str:
    """A greeting on one line: whole sentences, as many as fit."""
    plain = " ".join(_NOT_PLAIN.sub(" ", directions.strip(text)).split()).lstrip("-+>!^%@ ")
    if len(plain) <= LONGEST_GREETING:
        return plain
    cut = plain[:LONGEST_GREETING]
    return cut[: max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? ")) + 1] or cut.rpartition(" ")[0]


def _make(path: Path, characters: Path, wish: Wish) -> Imported:
    return Imported(*import_card(path, characters, name=wish.name, look=wish.look))


IMPORTER = Importer("a character card, JSON, PNG or CHARX", fits, _make)
