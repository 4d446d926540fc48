"""What the chat's slash commands do: one function each, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from avatar import library
from avatar.errors import AvatarError, LibraryError
from avatar.ui import commands
from avatar.ui.commands import Invocation
from avatar.ui.room import Room

HELP_KEYS = (
    ("Enter", "send"), ("Ctrl+J", "new line"), ("Esc", "stop the talking"), ("Up, Down", "what you typed before"),
    ("Page Up, Page Down", "scroll"), ("Ctrl+P", "more commands"), ("Ctrl+C", "leave"),
)  # fmt: skip


async def perform(room: Room, invocation: Invocation) -> None:
    """Do what a slash command says; whatever is wrong with it is told in the transcript."""
    command = invocation.command
    if command is None:
        near = commands.nearest(invocation.name)
        hint = f"Did you mean /{near}?" if near else "/help lists the commands."
        await room.remark(f"There is no command /{invocation.name}. {hint}", "warning")
    elif command.needs and not invocation.argument:
        await room.remark(f"/{command.name} needs something after it: /{command.name} {command.usage}", "warning")
    else:
        try:
            await ACTIONS[command.name](room, invocation.argument)
        except AvatarError as error:
            await room.remark(str(error), "error")


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
        return f"{_usage(command)}: {command.summary}."
    rows = [f"- {_usage(each)} {each.summary}" for each in commands.COMMANDS]
    keys = [f"- **{key}** {does}" for key, does in HELP_KEYS]
    return "\n".join(["**Commands**", "", *rows, "", "**Keys**", "", *keys])


def _usage(command: commands.SlashCommand) -> str:
    return f"`/{command.name} {command.usage}`" if command.usage else f"`/{command.name}`"


# ---- one function a command


async def _help(room: Room, argument: str) -> None:
    await room.remark(help_text(argument), markdown=True)


async def _say(room: Room, argument: str) -> None:
    await room.ask(lambda conversation: conversation.say_exactly(argument))


async def _voice(room: Room, argument: str) -> None:
    if not argument:
        await _listing(room, "voice", values("voices"), room.status.voice)
        return
    name = library.voice(argument).name
    room.changed(voice=name)
    await room.ask(lambda conversation: conversation.set_voice(name))
    await room.remark(f"The voice is {name} now.")


async def _character(room: Room, argument: str) -> None:
    if not argument:
        await _listing(room, "character", values("characters"), room.config.character.name)
        return
    library.character(argument)
    room.set_setting("character.name", argument)
    await room.ask(lambda conversation: conversation.set_character(argument))


async def _listing(room: Room, command: str, found: Sequence[tuple[str, str]], current: str) -> None:
    rows = [f"- **{name}**{' (now)' if name == current else ''} {about}" for name, about in found]
    text = "\n".join([*rows, "", f"Choose with `/{command} NAME`; Tab completes."])
    await room.remark(text if rows else f"There is no {command} installed.", markdown=True)


async def _volume(room: Room, argument: str) -> None:
    if not argument:
        await room.remark(f"The volume is {round(room.status.volume * 100)} %.")
        return
    try:
        percent = float(argument.rstrip("% "))
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= 100:
        await room.remark(f"The volume goes from 0 to 100, not {argument}. For example: /volume 60", "warning")
        return
    room.changed(volume=percent / 100, muted=False)
    await room.ask(lambda conversation: conversation.set_volume(percent / 100))


async def _mute(room: Room, argument: str) -> None:
    muted = not room.status.muted
    room.changed(muted=muted)
    await room.ask(lambda conversation: conversation.set_muted(muted))


async def _stop(room: Room, argument: str) -> None:
    await room.ask(lambda conversation: conversation.stop())


async def _theme(room: Room, argument: str) -> None:
    wish = argument or ("light" if room.dark else "dark")
    if wish not in ("dark", "light"):
        await room.remark(f"There are the themes dark and light, not {argument}.", "warning")
        return
    room.use_theme(wish)


async def _clear(room: Room, argument: str) -> None:
    await room.clear()


async def _quit(room: Room, argument: str) -> None:
    room.leave()


ACTIONS: Mapping[str, Callable[[Room, str], Awaitable[None]]] = {
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
