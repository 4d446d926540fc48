"""The settings: what most people change, tried at once and kept in the user's settings file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Button, Checkbox, Input, Select, Static

from avatar import config as configuration
from avatar import library
from avatar.brain import BRAINS, keys
from avatar.brain.making import find_server
from avatar.config import Config
from avatar.errors import AvatarError, LibraryError
from avatar.performer import choosing
from avatar.text.auditions import sentence
from avatar.ui import brains, lookups, settings_file, slash, voicing
from avatar.ui.depth import find_depth, restore_environment
from avatar.ui.inert import inert_line
from avatar.ui.room import NO_SOUND
from avatar.ui.screens.clap import ClapScreen
from avatar.ui.screens.dialog import DialogScreen
from avatar.ui.screens.pick import Choice, PickScreen
from avatar.ui.widgets.face import Face

if TYPE_CHECKING:
    from avatar.ui.app import ChatApp


class Row(NamedTuple):
    """A setting on the screen."""

    key: str
    """As "section.name"."""
    name: str
    button: str = ""
    """A button beside it, by what it says."""


OFFSET = "sound.offset_ms"
"""On the screen it is the offset of the device that plays."""

ROWS = (
    Row("character.name", "Character"),
    Row("voice.name", "Voice", "Hear"),
    Row("voice.rate", "Speed"),
    Row("speech.narration", "Narration"),
    Row("speech.narrator_voice", "Narrator"),
    Row("brain.name", "Brain", "Test"),
    Row("brain.url", "Server"),
    Row("brain.model", "Model", "Models"),
    Row("sound.device", "Sound"),
    Row("sound.volume", "Volume"),
    Row("ears.mode", "Listens"),
    Row("ears.device", "Microphone"),
    Row(OFFSET, "Sync (ms)", "Clap test"),
    Row("stage.mode", "Stage"),
    Row("chat.theme", "Theme"),
)
CHECKS = (
    Row("stage.captions", "Captions in the window"),
    Row("stage.reduced_motion", "Less motion"),
    Row("stage.follow_pointer", "Eyes follow the mouse"),
    Row("brain.slow", "Models slower than speech may answer"),
    Row("chat.greeting", "The character speaks first"),
    Row("chat.history", "Keep what is said"),
)
BUTTONS = {"Hear": "hear", "Test": "test", "Models": "models", "Clap test": "clap"}


def make_identifier(key: str) -> str:
    return "set-" + key.replace(".", "-").replace("_", "-")


class Tick(Checkbox):
    """A checkbox that tells its state by its sign, not by colour alone."""

    def render(self) -> Content:
        self.BUTTON_INNER = "✓" if self.value else " "
        content: Content = super().render()
        return content


class SettingsScreen(DialogScreen[None]):
    """Changes settings. Cancelled, everything is as it was."""

    CSS_PATH = "settings.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal")]  # noqa: RUF012  as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-middling"), (30, "-tall")]  # noqa: RUF012

    app: ChatApp

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self._tried = False

    def compose(self) -> ComposeResult:
        with Vertical(id="settings") as box:
            box.border_title = "Settings"
            box.border_subtitle = "Tab moves · Esc leaves it as it was"
            with VerticalScroll(id="settings-form", can_focus=False):
                with Horizontal(classes="row"):
                    yield Face(colours=find_depth(restore_environment(self.app.no_color)), id="portrait")
                    with Vertical(classes="side"):
                        yield from self._rows()
                with Vertical(classes="checks"):
                    for row in CHECKS:
                        yield Tick(row.name, bool(self._value(row.key)), id=make_identifier(row.key), compact=True)
            yield Static("", id="settings-told", markup=False)
            with Horizontal(id="settings-buttons"):
                yield Button("Save", id="save", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def _rows(self) -> Iterator[Container]:
        offered = self._choices()
        for row in ROWS:
            parts: list[Select[str] | Input | Button | Static] = [Static(row.name, classes="name", markup=False)]
            parts.append(self._control(row.key, offered.get(row.key)))
            if row.button:
                parts.append(Button(row.button, id=BUTTONS[row.button], compact=True))
            yield Container(*parts, classes="row")
            if row.key == "brain.model":
                key = Input(id="set-key", compact=True, password=True, classes="text")
                yield Container(Static("Key", classes="name", markup=False), key, classes="row")

    def _control(self, key: str, choices: list[tuple[str, str]] | None) -> Select[str] | Input:
        """What changes a setting; `choices` as `_choices` has them."""
        value = str(self._value(key))
        if choices is None and isinstance(self._value(key), str):
            return Input(
                value, id=make_identifier(key), compact=True, classes="text", placeholder="the first that it has"
            )
        if choices is None:
            number = f"{float(value):g}"
            return Input(number, id=make_identifier(key), compact=True, type="number", select_on_focus=True)
        if value not in dict(choices):
            choices = [*choices, (value, value)]
        options = [(Content(label), choice) for choice, label in choices]
        return Select(options, value=value, id=make_identifier(key), allow_blank=False, compact=True)

    def _choices(self) -> Mapping[str, list[tuple[str, str]]]:
        """Key to (value, label) of what can be chosen."""
        voices = voicing.list_names()  # which looks for every voice's files
        return {
            "character.name": [(name, slash.describe_character(name)[0]) for name in library.characters()],
            "voice.name": [("", "the character's own"), *voices],
            "speech.narration": [("silent", "shown, not spoken"), ("narrator", "by a narrator")],
            "speech.narrator_voice": [("", "one that is nobody's"), *voices],
            "brain.name": [(name, name) for name in BRAINS],
            "sound.device": [("", "the system's own")],
            "ears.mode": [
                ("off", "to nobody"), ("push", "when F4 is pressed"), ("open", "all the time"),
            ],
            "ears.device": [("", "the system's own")],
            "stage.mode": [
                ("auto", "window, else terminal"), ("window", "window"), ("terminal", "terminal"), ("none", "none"),
            ],
            "chat.theme": [("auto", "as the terminal"), ("dark", "dark"), ("light", "light")],
        }  # fmt: skip

    @property
    def _device(self) -> str:
        """Name of the device that plays; '' where none does."""
        sound = self.app.chat.status.sound
        return "" if sound == NO_SOUND else sound

    def _value(self, key: str) -> object:
        if key == OFFSET:
            return self.config.sound.offset_for(self._device)
        section, name = key.split(".")
        return getattr(getattr(self.config, section), name)

    def stands(self) -> None:
        self.list_devices()
        self.portray(self.config.character.name)
        self.look_for_key()

    # ---- looking up

    @work
    async def list_devices(self) -> None:
        self._offer("sound.device", await lookups.list_outputs())
        self._offer("ears.device", await lookups.list_inputs())

    def _offer(self, key: str, found: Sequence[str]) -> None:
        """Devices to choose from, now that they are known."""
        now = str(self._value(key))
        names = dict.fromkeys(["", *([now] if now else []), *found])
        labels = {"": "the system's own"}
        for select in self.query(f"#{make_identifier(key)}").results(Select):  # none once it was left
            # A program that ends takes a list out of its Select before the Select itself.
            with suppress(NoMatches), select.prevent(Select.Changed):
                select.set_options([(Content(inert_line(labels.get(name, name))), name) for name in names])
                select.value = now

    @work
    async def look_for_key(self) -> None:
        """Keyrings may take their time."""
        origin = await asyncio.to_thread(keys.tell_origin, find_server(self.config.brain))
        for key in self.query("#set-key").results(Input):  # none once it was left
            key.placeholder = f"from {origin}" if origin else "none"

    @work(exclusive=True, group="portrait")
    async def portray(self, character: str) -> None:
        face = self.query_one("#portrait", Face)
        size = 2 * max(face.size.height, 12)
        face.show(size, size, await lookups.draw_thumbnail(character, size))

    @on(Select.Changed, "#set-character-name")
    def character_chosen(self, message: Select.Changed) -> None:
        self.portray(str(message.value))

    # ---- what stands on the screen

    def changes(self) -> dict[str, settings_file.Value]:
        """The settings that differ from what they were. Raises ConfigError for an impossible value."""
        found: dict[str, settings_file.Value] = {}
        for row in (*ROWS, *CHECKS):
            widget = self.query_one(f"#{make_identifier(row.key)}")
            old, new = self._value(row.key), ""
            if isinstance(widget, Checkbox):
                new = str(widget.value).lower()
            elif isinstance(widget, Input):
                new = widget.value
            elif isinstance(widget, Select):
                new = str(widget.value)
            config = configuration.override(self.config, row.key, new)
            section, name = row.key.split(".")
            value = getattr(getattr(config, section), name)
            if value != old and row.key == OFFSET and self._device:
                found["sound.offsets"] = {**self.config.sound.offsets, self._device: value}
            elif value != old:
                found[row.key] = value
        return found

    def wanted(self) -> Config:
        """The Config as it stands on the screen. Raises ConfigError."""
        config = self.config
        for key, value in self.changes().items():
            if isinstance(value, Mapping):
                config = replace(config, sound=replace(config.sound, offsets=value))
                continue
            text = str(value).lower() if isinstance(value, bool) else str(value)
            config = configuration.override(config, key, text)
        return config

    def tell(self, text: str, *, bad: bool = False) -> None:
        for told in self.query("#settings-told").results(Static):  # none once it was left
            told.update(Content(inert_line(text)))
            told.set_class(bad, "-bad")

    # ---- buttons

    @on(Button.Pressed, "#hear")
    def hear(self) -> None:
        self.audition(str(self.query_one(f"#{make_identifier('voice.name')}", Select).value))

    @work(exclusive=True, group="voice")
    async def audition(self, name: str) -> None:
        """Let a voice be heard in its language; one that is not here is got first."""

        async def told(text: str) -> None:
            self.tell(text)

        if voicing.is_lacking(name):
            self.tell(f"Getting {name}…")
            trouble = await voicing.get(voicing.Wish((name,)), told)
            self.tell(trouble or f"{name} is here.", bad=bool(trouble))
            if trouble:
                return
        try:
            config = self.wanted()
            voice = choosing.voice_for(config, library.character(config.character.name))
        except AvatarError as error:
            self.tell(str(error), bad=True)
            return
        self.tell(self._why_silent(config), bad=True)
        await self._try(sentence(voice.language))

    def _why_silent(self, config: Config) -> str:
        """Why nothing is heard of what is said; '' where it is."""
        if not self._device:
            return "There is no sound device here: nothing can be heard."
        if config.sound.muted:
            return "The sound is off: /mute switches it on again."
        return "The volume is at 0." if config.sound.volume == 0 else ""

    @on(Button.Pressed, "#clap")
    def clap(self) -> None:
        status = self.app.chat.status
        if not self._device or status.stage not in ("window", "terminal"):
            self.tell("The clap test needs a sound to hear and lips to see.", bad=True)
            return

        def found(offset: float | None) -> None:
            if offset is not None:
                self.query_one(f"#{make_identifier(OFFSET)}", Input).value = f"{offset:g}"
                self.tell(f"Save keeps it for {self._device}.")

        self.app.push_screen(ClapScreen(self.app.config.sound.offset_for(self._device)), found)

    @on(Button.Pressed, "#models")
    def models_pressed(self) -> None:
        self.tell("Asking…")
        self.pick_model()

    @work(exclusive=True, group="brain")
    async def pick_model(self) -> None:
        try:
            names = await brains.list_models(self.wanted())
        except AvatarError as error:
            self.tell(str(error), bad=True)
            return
        self.tell("" if names else "It has no model.", bad=not names)

        def search(words: str) -> list[Choice]:
            return [Choice(str(at), name) for at, name in enumerate(names) if words.casefold() in name.casefold()]

        def picked(key: str | None) -> None:
            if key is not None:
                self.query_one(f"#{make_identifier('brain.model')}", Input).value = names[int(key)]

        if names:
            keys_told = "Enter takes it · Esc leaves"
            self.app.push_screen(PickScreen("Models", search, keys=keys_told, none="It has none like that."), picked)

    async def _try(self, text: str) -> None:
        """Have something said with the settings as they stand here."""
        try:
            config = self.wanted()
        except AvatarError as error:
            self.tell(str(error), bad=True)
            return
        self._tried = True

        async def wish(session: object) -> None:
            await self.app.session.apply(config)
            await self.app.session.preview(text)

        self.app.ask(wish)

    @on(Button.Pressed, "#test")
    def test_pressed(self) -> None:
        self.tell("Asking…")
        self.test_brain()

    @work(exclusive=True, group="brain")
    async def test_brain(self) -> None:
        try:
            found = await brains.test_brain(self.wanted())
        except AvatarError as error:
            self.tell(str(error), bad=True)
            return
        self.tell(brains.tell_test(found), bad=not found.works)

    @on(Button.Pressed, "#save")
    def save(self) -> None:
        try:
            changes, config = self.changes(), self.wanted()
            if "voice.name" in changes and voicing.is_lacking(config.voice.name):
                raise LibraryError(f"The voice {config.voice.name} is not here yet", remedy="Hear gets it.")
            key = self.query_one("#set-key", Input).value.strip()
            if key:
                keys.keep(find_server(config.brain), key)
            if changes:
                settings_file.save(changes)
        except AvatarError as error:
            self.tell(str(error), bad=True)
            return
        self.app.take_over(config)
        if key:
            self.app.ask(lambda session: session.renew_brain())
        self.dismiss()

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        self.leave()

    def leave(self) -> None:
        """Leave the settings as they were; an open list is closed first."""
        for select in self.query(Select):
            if select.expanded:
                select.expanded = False
                return
        if self._tried:
            self.app.take_over(self.config)
        self.dismiss()
