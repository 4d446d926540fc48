"""`/listen`: whether the character hears you, and what it hears on its way to the prompt."""

from __future__ import annotations

from avatar.session import Session
from avatar.session.hearing import EarsMode
from avatar.ui.commands import Choices
from avatar.ui.room import Room

KEY = "f4"
"""Free in terminals, in Textual and in its text area; terminals tell of no key's release, so it is pressed twice."""

MODES: dict[str, tuple[EarsMode, str, str]] = {
    "on": ("open", "listen all the time", "It listens all the time, until `/listen off`. Nothing of it is kept."),
    "push": (
        "push",
        f"listen when {KEY.upper()} is pressed",
        f"{KEY.upper()} lets it listen to one thing that you say; in plain lines, Enter alone does.",
    ),
    "off": ("off", "listen no more", "It listens to nobody."),
}
"""What can follow `/listen`: the session's word, what it does, and what is said then."""


def list_choices() -> Choices:
    return [(name, summary) for name, (_, summary, _) in MODES.items()]


async def choose_listening(room: Room, argument: str) -> None:
    """Opens or closes the ears; alone, tells whether they are open."""

    async def wish(session: Session) -> None:
        name = argument.strip().lower()
        if name and name not in MODES:
            await room.remark(f"There are /listen {', '.join(MODES)}, not {argument}.", "warning")
            return
        if name:
            session.listen(MODES[name][0])
        said = next(said for mode, _, said in MODES.values() if mode == session.ears)
        await room.remark(said, markdown=True)

    await room.ask(wish)


async def push_to_talk(session: Session) -> None:
    """The key, or an empty line: listen to one thing; pressed again, that was all."""
    session.push_to_talk()


class Draft:
    """What stands in the prompt while somebody speaks: what is heard, and afterwards what was typed before."""

    def __init__(self) -> None:
        self._typed = ""
        self._shown: str | None = None
        """What was put there of what is heard; None while nobody speaks."""

    def hear(self, text: str, now: str) -> str | None:
        """What the prompt is to show of what is heard so far; None to leave it. `now`: what stands in it.

        Who changes it while it is heard has it to send.
        """
        if self._shown is None:
            self._typed, self._shown = now, now
        if now != self._shown:
            return None
        self._shown = text or now
        return self._shown

    def end(self, now: str) -> str | None:
        """What the prompt is to show when they have ended; None where it was changed, and so is not to be sent."""
        shown, self._shown = self._shown, None
        if shown is None:
            return now
        return self._typed if shown == now else None
