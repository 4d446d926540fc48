"""What the chat's slash commands do: one function each, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from avatar import library
from avatar.errors import AvatarError, LibraryError
from avatar.ui import commands
from avatar.ui.commands import Invocation

if TYPE_CHECKING:
    from avatar.ui.screens.chat import ChatScreen

HELP_KEYS = (
    ("Enter", "send"), ("Ctrl+J", "new line"), ("Esc", "stop the talking"), ("Up, Down", "what you typed before"),
    ("Page Up, Page Down", "scroll"), ("Ctrl+P", "more commands"), ("Ctrl+C", "leave"),
)  # fmt: skip


async def perform(screen: ChatScreen, invocation: Invocation) -> None:
    """Do what a slash command says; whatever is wrong with it is told in the transcript."""
    command = invocation.command
    if command is None:
        near = commands.nearest(invocation.name)
        hint = f"Did you mean /{near}?" if near else "/help lists the commands."
        await screen.remark(f"There is no command /{invocation.name}. {hint}", "warning")
    elif command.needs and not invocation.argument:
        await screen.remark(f"/{command.name} needs something after it: /{command.name} {command.usage}", "warning")
    else:
        try:
            await ACTIONS[command.name](screen, invocation.argument)
        except AvatarError as error:
            await screen.remark(str(error), "error")


def described(name: str) -> tuple[str, str]:
    """A character's display name and description; its plain name where its file can't be read."""
    try:
        about = library.read_toml(library.character(name) / "character.toml")
    except LibraryError:
        return name.title(), ""
    shown = about.get("display_name") or about.get("title") or about.get("name") or name.title()
    return str(shown), str(about.get("description", ""))


def values(kind: str) -> Sequence[tuple[str, str]]:
    """(value, summary) of everything that completes an argument of a kind."""
    if kind == "voices":
        return [(name, _voice_summary(name)) for name in library.voices()]
    if kind == "characters":
        return [(name, described(name)[1]) for name in library.characters()]
    if kind == "themes":
        return [("dark", ""), ("light", "")]
    return [(command.name, command.summary) for command in commands.COMMANDS]


def _voice_summary(name: str) -> str:
    try:
        voice = library.voice(name)
    except LibraryError as error:
        return error.what
    return f"{voice.language}  {voice.description}"


def help_text(about: str = "") -> str:
    """The help, in Markdown; about one command where there is one of that name."""
    command = commands.BY_NAME.get(about.lstrip("/").casefold())
    if command is not None:
        return f"`/{command.name} {command.usage}`".replace(" `", "`") + f": {command.summary}."
    rows = [f"- `/{each.name} {each.usage}`".replace(" `", "`") + f" {each.summary}" for each in commands.COMMANDS]
    keys = [f"- **{key}** {does}" for key, does in HELP_KEYS]
    return "\n".join(["**Commands**", "", *rows, "", "**Keys**", "", *keys])


# ---- one function a command


async def _help(screen: ChatScreen, argument: str) -> None:
    await screen.remark(help_text(argument), markdown=True)


async def _say(screen: ChatScreen, argument: str) -> None:
    screen.app.ask(lambda conversation: conversation.say_exactly(argument))


async def _voice(screen: ChatScreen, argument: str) -> None:
    if not argument:
        await _listing(screen, "voice", values("voices"), screen.status.voice)
        return
    name = library.voice(argument).name
    screen.changed(voice=name)
    screen.app.ask(lambda conversation: conversation.set_voice(name))
    await screen.remark(f"The voice is {name} now.")


async def _character(screen: ChatScreen, argument: str) -> None:
    if not argument:
        await _listing(screen, "character", values("characters"), screen.app.config.character.name)
        return
    library.character(argument)
    screen.app.set_setting("character.name", argument)
    screen.changed(character=screen.character_name)
    screen.app.ask(lambda conversation: conversation.set_character(argument))


async def _listing(screen: ChatScreen, command: str, found: Sequence[tuple[str, str]], current: str) -> None:
    rows = [f"- **{name}**{' (now)' if name == current else ''} {about}" for name, about in found]
    text = "\n".join([*rows, "", f"Choose with `/{command} NAME`; Tab completes."])
    await screen.remark(text if rows else f"There is no {command} installed.", markdown=True)


async def _volume(screen: ChatScreen, argument: str) -> None:
    if not argument:
        await screen.remark(f"The volume is {round(screen.status.volume * 100)} %.")
        return
    try:
        percent = float(argument.rstrip("% "))
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= 100:
        await screen.remark(f"The volume goes from 0 to 100, not {argument}. For example: /volume 60", "warning")
        return
    screen.changed(volume=percent / 100, muted=False)
    screen.app.ask(lambda conversation: conversation.set_volume(percent / 100))


async def _mute(screen: ChatScreen, argument: str) -> None:
    muted = not screen.status.muted
    screen.changed(muted=muted)
    screen.app.ask(lambda conversation: conversation.set_muted(muted))


async def _stop(screen: ChatScreen, argument: str) -> None:
    screen.app.action_stop()


async def _theme(screen: ChatScreen, argument: str) -> None:
    wish = argument or ("light" if screen.app.current_theme.dark else "dark")
    if wish not in ("dark", "light"):
        await screen.remark(f"There are the themes dark and light, not {argument}.", "warning")
        return
    screen.app.use_theme(wish)


async def _clear(screen: ChatScreen, argument: str) -> None:
    await screen.transcript.clear()


async def _quit(screen: ChatScreen, argument: str) -> None:
    screen.app.exit()


ACTIONS: Mapping[str, Callable[[ChatScreen, str], Awaitable[None]]] = {
    "help": _help,
    "say": _say,
    "voice": _voice,
    "character": _character,
    "volume": _volume,
    "mute": _mute,
    "stop": _stop,
    "theme": _theme,
    "clear": _clear,
    "quit": _quit,
}
