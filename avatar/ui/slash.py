"""What the chat's slash commands do: one function each, by name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from avatar import library, scenefile
from avatar.brain import BRAINS
from avatar.errors import AvatarError, LibraryError
from avatar.ui import brains, commands, filming, keeping
from avatar.ui.commands import Invocation
from avatar.ui.room import Room
from avatar.ui.widgets.markdown import parser

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
    if kind == "brains":
        more = [("test", "ask whether it works"), ("key", "keep the server's key in the keyring")]
        return [*((name, brains.SUMMARIES.get(name, "")) for name in BRAINS), *more]
    if kind == "copies":
        return [("code", "the last block of code")]
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
    await room.ask(lambda session: session.say_exactly(argument))


async def _voice(room: Room, argument: str) -> None:
    if not argument:
        await _listing(room, "voice", values("voices"), room.status.voice)
        return
    name = library.voice(argument).name
    room.set_setting("voice.name", name)
    room.changed(voice=name)
    await room.ask(lambda session: session.set_voice(name))
    await room.remark(f"The voice is {name} now.")


async def _character(room: Room, argument: str) -> None:
    if not argument:
        await _listing(room, "character", values("characters"), room.config.character.name)
        return
    library.character(argument)
    room.set_setting("character.name", argument)
    room.changed(voice=room.config.voice.name)  # not the one before's: '' until it is heard
    await room.ask(lambda session: session.load(argument))
    await room.remark(f"{described(argument)[0]} is here now.")


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
    room.set_setting("sound.volume", str(percent / 100))
    room.set_setting("sound.muted", "false")
    room.changed(volume=percent / 100, muted=False)
    await room.ask(lambda session: session.set_volume(percent / 100))


async def _mute(room: Room, argument: str) -> None:
    muted = not room.status.muted
    room.set_setting("sound.muted", str(muted).lower())
    room.changed(muted=muted)
    await room.ask(lambda session: session.set_muted(muted))


async def _retry(room: Room, argument: str) -> None:
    if not await room.answer_again():
        await room.remark("Nothing was said yet that could be answered again.", "warning")


async def _edit(room: Room, argument: str) -> None:
    if not any(turn.who == "user" for turn in room.turns):
        await room.remark("You have said nothing yet.", "warning")
    else:
        await room.say_otherwise(argument)


async def _copy(room: Room, argument: str) -> None:
    answer = next((turn.text for turn in reversed(room.turns) if turn.who == "character"), "")
    found = last_code(answer) if argument else answer
    if argument not in ("", "code"):
        await room.remark("It is /copy or /copy code.", "warning")
    elif not found:
        await room.remark("There is no code in the last answer." if answer else "Nothing was answered yet.", "warning")
    else:
        await room.copy(found)


def last_code(text: str) -> str:
    """The last block of code in a Markdown text; '' where there is none."""
    blocks = [token.content for token in parser().parse(text) if token.type in ("fence", "code_block")]
    return blocks[-1] if blocks else ""


async def _new(room: Room, argument: str) -> None:
    room.keeper.fresh()
    await room.go_on(())


async def _resume(room: Room, argument: str) -> None:
    if not room.keeper.memory.on:
        await room.remark("No conversations are kept: chat.history is off in the settings.", "warning")
    elif not room.keeper.past(argument, 1):
        about = f" with {argument!r} in it" if argument else ""
        await room.remark(f"There is no past conversation{about}.", "warning")
    else:
        await room.pick_past(argument)


async def _export(room: Room, argument: str) -> None:
    path = _place(argument)
    if path.suffix.lower() == ".scene":
        scene = await room.scene()
        if not scene.entries:
            await room.remark("Nothing was heard yet that could be written.", "warning")
            return
        await asyncio.to_thread(scenefile.save, path, scene)
    else:
        await asyncio.to_thread(keeping.write, path, room.turns, room.status.character)
    await room.remark(f"Written to {path}.")


def _place(typed: str) -> Path:
    return Path(typed).expanduser().absolute()


async def _memory(room: Room, argument: str) -> None:
    character, memory = room.config.character.name, room.keeper.memory
    verb, _, what = argument.partition(" ")
    if not memory.on:
        await room.remark("Nothing is kept: chat.history is off in the settings.")
    elif verb == "forget" and what.strip() == "all":
        memory.delete_all(character)
        room.keeper.fresh()
        await room.ask(lambda session: session.unlearn())
        await room.go_on(())
        await room.remark(f"{room.status.character} has forgotten everything of you, and every conversation.")
    elif verb == "forget" and what.strip():
        gone = memory.forget(character, what.strip())
        await room.ask(lambda session: session.unlearn(what.strip()))
        await room.remark("It is forgotten." if gone else f"Nothing called {what.strip()} is remembered.")
    elif argument:
        await room.remark("It is /memory, /memory forget KEY or /memory forget all.", "warning")
    else:
        await room.remark(_remembered(room), markdown=True)


def _remembered(room: Room) -> str:
    memory = room.keeper.memory
    facts = [f"- **{fact.key}** {fact.value}" for fact in memory.facts(room.config.character.name)]
    talks = len(memory.conversations(room.config.character.name, most=1000))
    what = "\n".join(facts) or f"{room.status.character} remembers nothing of you."
    return f"{what}\n\nConversations kept: {talks}, in `{memory.path}`. `/memory forget KEY` or `/memory forget all`."


async def _settings(room: Room, argument: str) -> None:
    await room.open_settings()


async def _stop(room: Room, argument: str) -> None:
    await room.ask(lambda session: session.stop())


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
    "retry": _retry,
    "edit": _edit,
    "copy": _copy,
    "brain": brains.choose_brain,
    "model": brains.choose_model,
    "system": brains.choose_instructions,
    "new": _new,
    "resume": _resume,
    "export": _export,
    "film": filming.film,
    "memory": _memory,
    "settings": _settings,
    "theme": _theme,
    "clear": _clear,
    "quit": _quit,
}
