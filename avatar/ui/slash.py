"""The chat's slash commands: what each does, and the table of them all."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from avatar import library, scenefile
from avatar.brain import BRAINS, summary
from avatar.brain.memory import Fact
from avatar.brain.prompt import count_tokens
from avatar.errors import AvatarError, LibraryError
from avatar.session import Session
from avatar.text import vocabulary
from avatar.ui import brains, correcting, filming, hearing, keeping, singing, voicing
from avatar.ui.commands import Choices, Commands, Invocation, SlashCommand
from avatar.ui.room import Room
from avatar.ui.widgets.markdown import escape_markdown, make_parser

HELP_KEYS = (
    ("Enter", "send"), ("Ctrl+J", "new line"), ("Esc", "stop the talking"), ("Up, Down", "what you typed before"),
    ("Page Up, Page Down", "scroll"), ("Ctrl+R", "search what you typed"), ("Ctrl+P", "more commands"),
    ("F4", "talk instead of typing"),
    ("Ctrl+C", "leave"),
)  # fmt: skip


LONGEST_LINE = 120
"""Characters of the line that taught a fact, as `/memory` shows it."""
LONGEST_PART = 300
"""Characters of the beginning, and of the end, of a message that `/why` shows in part."""


async def perform(room: Room, invocation: Invocation) -> None:
    """Perform a slash command; the transcript tells what is wrong with it."""
    command = invocation.command
    if command is None:
        near = COMMANDS.nearest(invocation.name)
        hint = f"Did you mean /{near}?" if near else "/help lists the commands."
        await room.remark(f"There is no command /{invocation.name}. {hint}", "warning")
    elif command.needs and not invocation.argument:
        await room.remark(f"/{command.name} needs something after it: {command.typed}", "warning")
    else:
        try:
            await command.act(room, invocation.argument)
        except AvatarError as error:
            await room.remark(str(error), "error")


async def perform_wish(room: Room, text: str) -> bool:
    """Perform what a message asks for in words: a song, or that one ends. False where it is a message."""
    if room.wants_silence(text):
        await room.ask(lambda session: session.stop())
        return True
    song = room.find_song(text)
    if song:
        await perform(room, Invocation(COMMANDS.find("sing"), "sing", song))
    return bool(song)


def describe_character(name: str) -> tuple[str, str]:
    """A character's display name and description; its plain name where its file can't be read."""
    try:
        about = library.read_toml(library.character(name) / "character.toml")
    except LibraryError:
        return name.title(), ""
    shown = about.get("display_name") or about.get("title") or about.get("name") or name.title()
    return str(shown), str(about.get("description", ""))


def _characters() -> Choices:
    return [(name, describe_character(name)[1]) for name in library.characters()]


def _brains() -> Choices:
    more = [("test", "ask whether it works"), ("key", "keep the server's key in the keyring"),
            ("thinking off", "have a model answer at once"), ("thinking on", "let it think first")]  # fmt: skip
    return [*((name, summary(name)) for name in BRAINS), *more]


def _acts(character: str) -> Choices:
    known = vocabulary.named(character)
    return [(name, kind) for kind in ("gesture", "expression") for name in known.names(kind)]


def _commands() -> Choices:
    return [(command.name, command.summary) for command in COMMANDS]


# ---- one function a command


async def _help(room: Room, argument: str) -> None:
    await room.remark(COMMANDS.help(argument, HELP_KEYS), markdown=True)


async def _say(room: Room, argument: str) -> None:
    await room.ask(lambda session: session.say_exactly(argument))


async def _act(room: Room, argument: str) -> None:
    if not argument:
        await _listing(room, "act", _acts(room.config.character.name), "")
        return

    async def act(session: Session) -> None:
        session.act(argument)

    await room.ask(act)


async def _character(room: Room, argument: str) -> None:
    if not argument:
        await _listing(room, "character", _characters(), room.config.character.name)
        return
    library.character(argument)
    room.set_setting("character.name", argument)
    room.changed(voice=room.config.voice.name)  # not the one before's: '' until it is heard
    await room.ask(lambda session: session.load(argument))
    await room.remark(f"{describe_character(argument)[0]} is here now.")
    if room.config.chat.greeting:
        await room.ask(lambda session: session.greet())


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
        await room.remark("You have said nothing yet that could be answered again.", "warning")


async def _edit(room: Room, argument: str) -> None:
    if not any(turn.who == "user" for turn in room.turns):
        await room.remark("You have said nothing yet.", "warning")
    else:
        await room.say_otherwise(argument)


async def _copy(room: Room, argument: str) -> None:
    answer = next((turn.text for turn in reversed(room.turns) if turn.who == "character"), "")
    found = find_last_code(answer) if argument else answer
    if argument not in ("", "code"):
        await room.remark("It is /copy or /copy code.", "warning")
    elif not found:
        await room.remark("There is no code in the last answer." if answer else "Nothing was answered yet.", "warning")
    else:
        await room.copy(found)


def find_last_code(text: str) -> str:
    """The last block of code in a Markdown text; '' where there is none."""
    blocks = [token.content for token in make_parser().parse(text) if token.type in ("fence", "code_block")]
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
            await room.remark("Nothing has been heard yet, so there is nothing to write.", "warning")
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
        await room.remark(f"{room.status.character} has forgotten everything about you, and every conversation.")
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
    facts = [_told(fact) for fact in memory.facts(room.config.character.name)]
    talks = len(memory.conversations(room.config.character.name, most=1000))
    what = "\n".join(facts) or f"{room.status.character} remembers nothing about you."
    return f"{what}\n\nConversations kept: {talks}, in `{memory.path}`. `/memory forget KEY` or `/memory forget all`."


def _told(fact: Fact) -> str:
    """A fact, and the line that taught it; what the user typed is no Markdown."""
    line = " ".join(fact.line.split())
    shown = line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE].rstrip() + "…"
    learnt = f", learnt on {keeping.name_day(fact.at)}" + (f" from “{escape_markdown(shown)}”" if shown else "")
    return f"- **{fact.key}** {escape_markdown(fact.value)}{learnt}"


async def _why(room: Room, argument: str) -> None:
    async def tell(session: Session) -> None:
        parts = session.sent()
        if not parts:
            await room.remark("Nothing has been answered yet, or this brain has nothing to tell of how.")
            return
        whole = argument.strip().casefold() == "all"
        told = [f"{part.role}: {part.text if whole else shorten(part.text)}" for part in parts]
        tokens = sum(count_tokens(part.text) for part in parts)
        more = "" if whole else " /why all shows every word."
        head = f"The last answer was made from this, about {tokens:,} tokens:"
        await room.remark("\n\n".join([head, *told]) + (f"\n\n{more.strip()}" if more else ""))

    await room.ask(tell)


def shorten(text: str) -> str:
    """The beginning and the end of a long text, and how much was left out between them."""
    if len(text) <= 2 * LONGEST_PART:
        return text
    left = len(text) - 2 * LONGEST_PART
    return f"{text[:LONGEST_PART].rstrip()} … ({left:,} characters) … {text[-LONGEST_PART:].lstrip()}"


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


COMMANDS = Commands(
    SlashCommand("help", "[COMMAND]", "what you can do here", _help, "what you can do", _commands, ("?",)),
    SlashCommand("say", "TEXT", "have exactly this said", _say, "has exactly this said"),
    SlashCommand(
        "act", "[NAME]", "a gesture or an expression, now; alone: list them", _act,
        "has the character do a gesture or an expression, its own too; alone, lists them", theirs=_acts,
    ),
    SlashCommand(
        "voice", "[NAME|get NAME [--from FOLDER]]", "choose who is heard, or get a voice; alone: list the voices",
        voicing.choose_voice,
        "another voice; alone, lists those that are here; `get` gets one, or a language's best, as the talk goes on",
        voicing.list_choices, ("v",), slow=True,
    ),
    SlashCommand(
        "character", "[NAME]", "choose who is seen; alone: list the characters", _character,
        "another character; alone, lists them", _characters,
    ),
    SlashCommand(
        "sing", "[NAME|FILE] [as STYLE]", "a song, sung and danced; alone: list them", singing.sing,
        "sings a song, of avatar's or of a file, its chords as a waltz, a march ...; alone, lists them. "
        "\"Sing me something\" asks for one, too",
        singing.list_choices, slow=True,
    ),
    SlashCommand(
        "listen", "[on|push|off]", "be heard by a microphone; alone: whether you are", hearing.choose_listening,
        "`on` listens all the time, `push` to one thing whenever F4 is pressed, `off` to nothing (see "
        "[ears](ears.md)); alone, says which",
        hearing.list_choices,
    ),
    SlashCommand("volume", "[0-100]", "set the volume in percent; alone: show it", _volume, "the volume in percent"),
    SlashCommand("mute", "", "sound off, or on again", _mute),
    SlashCommand("stop", "", "stop talking (Esc does the same)", _stop, "the same as Esc"),
    SlashCommand("retry", "", "another answer to what you said last", _retry, aliases=("regenerate",)),
    SlashCommand(
        "edit", "[TEXT]", "say what you said last otherwise; alone: take it back into the line", _edit,
        "says what you said last otherwise; alone, takes it back into the line to be changed",
    ),
    SlashCommand(
        "copy", "[code]", "copy the last answer, or the last block of code in it", _copy,
        "copies the last answer, or the last block of code in it", lambda: [("code", "the last block of code")],
    ),
    SlashCommand(
        "brain", "[NAME|URL|test|key|thinking on|thinking off]", "choose who thinks, and where; alone: show it",
        brains.choose_brain,
        "who thinks, and on which server; alone, shows it; `test` asks whether it works; `key` asks for the server's "
        "key, unseen, and puts it into the keyring; `thinking off` has a model answer at once",
        _brains, slow=True, secret="key",
    ),
    SlashCommand(
        "model", "[NAME]", "choose the server's model; alone: list them", brains.choose_model,
        "the server's model, by its name or a part of it; alone, lists what the server has", slow=True,
    ),
    SlashCommand(
        "system", "[TEXT|off]", "more for the language model to keep to; alone: show it", brains.choose_instructions,
        "more for a language model to keep to, after who it plays; alone, shows it",
    ),
    SlashCommand("new", "", "begin a new conversation", _new, "begins a new conversation"),
    SlashCommand(
        "resume", "[WORDS]", "go on with a past conversation", _resume,
        "past conversations that hold the words, to go on with",
    ),
    SlashCommand(
        "export", "FILE", "write the whole talk as .md, .json or .scene", _export,
        "writes the whole talk as `.md`, `.json` or `.scene`",
    ),
    SlashCommand(
        "film", "[FILE]", "the last answer as a clip: .mp4, .webm, .gif, .webp", filming.film,
        "films the last answer while the talk goes on: `.mp4`, `.webm`, `.gif` or `.webp` (see [film](film.md))",
        slow=True,
    ),
    SlashCommand(
        "edit-mouth", "[FILE]", "put the mouth of the last answer right, on a timeline", correcting.edit_mouth,
        "puts the mouth of the last answer right, on a timeline (see [keyframes](keyframes.md)); it is kept as a "
        "`.scene` with its edits", slow=True,
    ),
    SlashCommand(
        "memory", "[forget KEY|forget all]", "what is kept of you, and how to have it forgotten", _memory,
        "what is kept of you; has it forgotten",
    ),
    SlashCommand(
        "why", "[all]", "what the last answer was made from", _why,
        "what the last answer was made from: all that a language model was sent, or what the persona heard and matched",
        lambda: [("all", "every word of it")],
    ),
    SlashCommand("settings", "", "everything that can be set", _settings, "everything that most people set"),
    SlashCommand(
        "theme", "[dark|light]", "the colours of this screen", _theme, "the colours",
        lambda: [("dark", ""), ("light", "")],
    ),
    SlashCommand("clear", "", "empty this screen", _clear, "empties the screen"),
    SlashCommand("quit", "", "leave (Ctrl+C does the same)", _quit, "leaves", aliases=("exit", "q", "bye")),
)  # fmt: skip
"""The chat's commands, in the order of the help. A new one is a function and a row; the list in docs/chat.md follows by
`python -m avatar.ui.slash docs/chat.md`.
"""


def main(page: Path) -> None:
    """Write the list of commands anew into a page that has one."""
    text = page.read_text("utf-8")
    begin = text.index("| Command | Does |")
    end = text.index("\n\n", begin)
    page.write_text(text[:begin] + COMMANDS.page() + text[end:], "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
