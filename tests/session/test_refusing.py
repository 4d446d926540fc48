"""Settings that can't be taken over are refused whole: nothing of them is in force afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from avatar import config as settings
from avatar.errors import AvatarError
from avatar.session import Session

CONFIG = settings.load(None, {"stage.mode": "none"})


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    """Not started: what it has is what it was given."""
    made = Session(CONFIG)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("character.name", "nobody", "no character called 'nobody'"),
        ("voice.name", "nobody", "no voice called 'nobody'"),
        ("brain.name", "nobody", "nobody"),
    ],
)
@pytest.mark.parametrize("others", [{}, {"stage.set": "club"}, {"sound.volume": "0.5"}, {"character.name": "max"}])
async def test_of_settings_that_hold_a_mistake_none_is_taken(
    session: Session, key: str, value: str, what: str, others: dict[str, str]
) -> None:
    config = CONFIG
    for name, other in {**others, key: value}.items():
        config = settings.override(config, name, other)
    with pytest.raises(AvatarError, match=what):
        await session.apply(config)
    assert session.config == CONFIG


async def test_what_can_be_taken_over_is(session: Session) -> None:
    config = CONFIG
    for name, value in {"character.name": "max", "voice.name": "en-us", "sound.volume": "0.5"}.items():
        config = settings.override(config, name, value)
    await session.apply(config)
    assert session.config == config
    await session.set_muted(True)
    await session.set_volume(0.25)
    assert (session.config.sound.muted, session.config.sound.volume) == (True, 0.25)
    with pytest.raises(AvatarError):
        await session.set_volume(1.5)
    assert session.config.sound.volume == 0.25
