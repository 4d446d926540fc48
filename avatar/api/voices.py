"""Text to Performances."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from types import TracebackType

from avatar import library
from avatar.config import Config
from avatar.performer.choosing import voice_for
from avatar.performer.perform import Performer, SpokenLine
from avatar.performer.process import pronunciations
from avatar.text import directions, vocabulary
from avatar.text.directions import Marked
from avatar.text.reading import clauses
from avatar.types import Performance

log = logging.getLogger(__name__)


class Actor:
    """A character with a voice, who speaks for as long as you need: its engine starts once and ends with `close`.

    with avatar.Actor("juno") as juno:
        hello = juno.speak("Hello there!")

    Safe from several threads at once; they are served one after the other.
    """

    def __init__(
        self,
        character: str = "",
        voice: str = "",
        *,
        settings: Config | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        """Raises LibraryError where there is no such character or voice.

        - `character`: its name in the library, '' for the one in the settings.
        - `voice`: the name of a voice, '' for the character's own.
        - `settings`: of `load_settings`; None are the defaults, whatever the user's config.toml says.
        - `notice`: told what the listener should know (another voice speaks, since this one can't); None logs it.
        """
        config = settings or Config()
        self.character = character or config.character.name
        folder = library.character(self.character)
        self._voice = voice_for(config, folder, voice, tell=notice or log.warning)
        self._pronunciations = pronunciations(folder)
        self._vocabulary = vocabulary.of(folder)
        self._performer = Performer(config, notice or log.warning)

    def speak(self, text: str, *, who: str = "") -> Performance:
        """The text as one Performance: sound, words, mouth, what to act, captions.

        Directions in it are acted, not spoken ("[smile] Hello!"). `who`: the cast member's name, '' for the
        character's. At most some sentences, as said in one go: `perform` is for more. A text with nothing to say is a
        short silence. Raises EngineError where not even the fallback voice speaks.
        """
        if not isinstance(text, str):
            raise TypeError(f"a text to speak is a str, not {type(text).__name__}")
        return self._performed(directions.read(text, self._vocabulary), who)

    def perform(self, text: str, *, who: str = "") -> Iterator[Performance]:
        """A text of any length, clause by clause, each as soon as it is made. `compose` makes a Scene of them."""
        for clause in clauses(text, self._vocabulary):
            yield self._performed(clause, who)

    def _performed(self, said: Marked, who: str) -> Performance:
        return self._performer.perform(SpokenLine(said, who or self.character, self._voice, self._pronunciations))

    def close(self) -> None:
        """End the voice's engine."""
        self._performer.close()

    def __enter__(self) -> Actor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def speak(text: str, character: str = "", voice: str = "", *, settings: Config | None = None) -> Performance:
    """A text as one Performance, by a character or a voice, with an engine that starts and ends for it.

    As `Actor.speak`; keep an Actor to speak more than once. Raises LibraryError where there is no such character
    or voice, EngineError where not even the fallback voice speaks.
    """
    with Actor(character, voice, settings=settings) as actor:
        return actor.speak(text)
