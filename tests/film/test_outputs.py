"""Why a film could not be written, in words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from avatar.film.outputs import cant_write


def told(number: int) -> str:
    return str(cant_write(OSError(number, os.strerror(number)), Path("film.mp4")))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EIO])
def test_the_systems_reason_is_told_without_its_number(number: int) -> None:
    assert f"The film can't be written: {os.strerror(number)} " in told(number)
    assert "Errno" not in told(number)
    assert "film.mp4" in told(number)


def test_a_reason_that_the_system_does_not_name_is_told_as_it_is() -> None:
    assert "The film can't be written: the muxer gave up" in str(cant_write(OSError("the muxer gave up"), Path("a")))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_called_full_whatever_filled_it(number: int) -> None:
    assert "The disk is full; nothing was left behind" in told(number)
    assert "Free some space" in told(number)
