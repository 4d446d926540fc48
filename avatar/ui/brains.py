"""What the commands about brains do: who thinks, on which server, with which model and which instructions."""

from __future__ import annotations

import re
from dataclasses import replace

from avatar.brain import BRAINS, keys, summary
from avatar.brain.making import find_server
from avatar.brain.making import make as make_brain
from avatar.catalogue.brains import here as brains_here
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.types import Availability
from avatar.ui.room import Room

MOST_LISTED = 60
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*:\d+(?:/\S*)?|[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
"""An address without its beginning: `localhost:11434`, `api.example.org/v1`."""
NO_KEY_HERE = "A key is not typed here, where it would be seen and kept: /brain key asks for it."


async def test_brain(config: Config) -> Availability:
    """Whether the brain that the settings choose works; a server is asked. Raises AvatarError."""
    brain = make_brain(config)
    try:
        return await brain.check()
    finally:
        await brain.aclose()


async def _present(config: Config) -> Availability:
    """Whether what the chosen brain needs is on this machine; no server is asked. Raises AvatarError."""
    brain = make_brain(config)
    try:
        return brain.availability()
    finally:
        await brain.aclose()


async def list_models(config: Config) -> list[str]:
    """Names of the models that are here, where one of them thinks, else of those of the settings' server. Raises
    AvatarError."""
    name = "local" if config.brain.name == "local" else "server"
    brain = make_brain(replace(config, brain=replace(config.brain, name=name)))
    try:
        return await brain.models()
    finally:
        await brain.aclose()


def tell_test(found: Availability) -> str:
    """The result of a test, in a sentence."""
    if found.works:
        return f"It works: {found.detail}."
    return f"{found.detail[:1].upper()}{found.detail[1:]}. {found.remedy}"


def tell_key(config: Config) -> str:
    """Where the key comes from; never the key."""
    origin = keys.tell_origin(find_server(config.brain))
    return f"Its key comes from {origin}." if origin else "It has no key, which suits servers at home."


async def choose_brain(room: Room, argument: str) -> None:
    """`/brain [NAME|URL|test|key|thinking on|thinking off]`."""
    word, _, rest = argument.partition(" ")
    if not argument:
        await room.remark(_listing(room.config), markdown=True)
    elif word == "test":
        await room.remark("Asking…")
        found = await test_brain(room.config)
        await room.remark(tell_test(found), "information" if found.works else "warning")
    elif word == "thinking" and rest in ("on", "off"):
        said = "A model may think before it answers." if rest == "on" else "A model is asked to answer at once."
        await _change(room, {"brain.thinking": "true" if rest == "on" else "false"}, said)
    elif word == "key":
        await (room.remark(NO_KEY_HERE, "warning") if rest else room.ask_key())
    elif word in BRAINS and not rest:
        other = {"brain.model": ""} if room.config.brain.name != word and room.config.brain.model else {}
        await _change(room, {"brain.name": word, **other}, f"{word} does the thinking now.")
    elif "://" in word and not rest:
        changes = {"brain.name": "server", "brain.url": word, "brain.model": ""}
        await _change(room, changes, f"The server at {word} does the thinking now. {tell_key(_with_url(room, word))}")
    elif _HOST.fullmatch(word) and not rest:
        whole = f"http://{word.rstrip('/')}" + ("" if "/" in word.rstrip("/") else "/v1")
        await room.remark(f"A server's address begins with http:// or https://. For example: /brain {whole}", "warning")
    else:
        await room.remark(
            f"It is /brain with one of {', '.join(BRAINS)}, a server's URL, test, key, or thinking on or off.",
            "warning",
        )


def _with_url(room: Room, url: str) -> Config:
    return replace(room.config, brain=replace(room.config.brain, url=url))


def _listing(config: Config) -> str:
    rows = [f"- **{name}**{' (now)' if name == config.brain.name else ''} {summary(name)}" for name in BRAINS]
    chosen = config.brain
    where = f"The server is `{chosen.url}`, model {chosen.model or 'the first that it has'}. {tell_key(config)}"
    here = ", ".join(brains_here()) or "none: `avatar get brain` lists some"
    where = f"{where}\n\nModels on this machine, for `local`: {here}."
    how = "`/brain NAME` or `/brain URL` chooses, `/brain test` asks it, `/brain key` keeps a key in the keyring."
    return "\n".join([*rows, "", where, "", f"{how} `/model` lists its models."])


async def choose_model(room: Room, argument: str) -> None:
    """`/model [NAME]`."""
    found = await list_models(room.config)
    if not argument:
        first = "" if room.config.brain.name == "local" else found[0] if found else ""
        now = room.config.brain.model or first
        rows = [f"- {'**' + name + '** (now)' if name == now else name}" for name in found[:MOST_LISTED]]
        rows += [f"- and {len(found) - MOST_LISTED} more"] if len(found) > MOST_LISTED else []
        text = "\n".join([*rows, "", "Choose with `/model NAME`."]) if found else _none(room.config)
        await room.remark(text, markdown=True)
        return
    near = [name for name in found if argument.casefold() in name.casefold()]
    name = argument if argument in found else near[0] if len(near) == 1 else ""
    if not name:
        some = f"It has: {', '.join((near or found)[:20])}." if found else "It has none."
        who = "This machine" if room.config.brain.name == "local" else "The server"
        await room.remark(f"{who} has no model {argument!r}. {some}", "warning")
        return
    brain = "local" if room.config.brain.name == "local" else "server"
    await _change(room, {"brain.name": brain, "brain.model": name}, f"{name} does the thinking now.")


def _none(config: Config) -> str:
    """What to say where there is no model."""
    if config.brain.name == "local":
        return "There is no model here: `avatar get brain` lists some."
    return "The server has no model."


async def choose_instructions(room: Room, argument: str) -> None:
    """`/system [TEXT|off]`."""
    now = room.config.brain.instructions
    if not argument:
        said = f"The model is told, after who it plays: {now}" if now else "The model is told only who it plays."
        await room.remark(f"{said} /system TEXT tells it more, /system off takes that back.")
        return
    text = "" if argument.casefold() == "off" else argument
    only = (
        ""
        if room.config.brain.name in ("server", "local")
        else " It is for a language model: the persona has its own script."
    )
    told_now = "The model is told so." if text else "The model is told only who it plays."
    await _change(room, {"brain.instructions": text}, f"{told_now}{only}")


async def _change(room: Room, changes: dict[str, str], said: str) -> None:
    """Change settings for this run, and say so; if the session refuses them, the old ones stay."""
    before = {key: _typed(getattr(room.config.brain, key.partition(".")[2])) for key in changes}
    try:
        for key, value in changes.items():
            room.set_setting(key, value)
        make_checked = room.config
        await room.ask(lambda session: session.apply(make_checked))
    except AvatarError:
        for key, value in before.items():
            room.set_setting(key, value)
        raise
    await room.remark(said)
    if "brain.name" in changes and not (found := await _present(room.config)).works:
        await room.remark(tell_test(found), "warning")


def _typed(value: object) -> str:
    """A setting's value as it is typed."""
    return str(value).lower() if isinstance(value, bool) else str(value)
