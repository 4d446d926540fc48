"""Markdown read by several threads at once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from avatar.text import markup
from avatar.text.tracked import Tracked

PAGE = "# Head\n\nThis *is* **it** and `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n"


@pytest.fixture
def _hasty() -> object:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hasty")
def test_the_first_threads_read_what_later_ones_read() -> None:
    want = markup.plain(Tracked.of(PAGE), "").text
    together = Barrier(8)

    def read(number: int) -> str:
        together.wait(60)
        return markup.plain(Tracked.of(PAGE), "").text

    with ThreadPoolExecutor(8) as pool:
        for _ in range(60):
            markup._parser.cache_clear()
            markup._parser()
            assert set(pool.map(read, range(8))) == {want}
