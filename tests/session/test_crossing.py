from __future__ import annotations

import asyncio
import threading

from avatar.session.crossing import Newest, on_loop


def test_only_the_newest_is_taken_and_word_is_sent_once() -> None:
    newest: Newest[int] = Newest()
    assert newest.put(1)
    assert not newest.put(2)
    assert not newest.put(3)
    assert newest.take(1) == 3
    assert newest.put(4)
    assert newest.take(4) == 4


def test_what_is_not_there_any_more_is_what_word_was_sent_of() -> None:
    newest: Newest[int] = Newest()
    newest.put(1)
    newest.take(1)
    assert newest.take(7) == 7


def test_no_word_is_lost_between_two_threads() -> None:
    """Whoever takes after each word has the last one in the end, however the two threads meet."""
    newest: Newest[int] = Newest()
    word = threading.Semaphore(0)
    last = 20_000
    taken: list[int] = []

    def take() -> None:
        while not taken or taken[-1] != last:
            assert word.acquire(timeout=30)
            taken.append(newest.take(-1))

    taker = threading.Thread(target=take)
    taker.start()
    for number in range(1, last + 1):
        if newest.put(number):
            word.release()
    taker.join(60)
    assert not taker.is_alive()
    assert taken == sorted(taken)


async def test_a_handler_is_called_on_the_loop_from_any_thread() -> None:
    came: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
    handler = on_loop(lambda number, text: came.put_nowait((number, text)))
    await asyncio.to_thread(handler, 1, "one")
    assert await asyncio.wait_for(came.get(), 10) == (1, "one")


def test_after_the_loop_it_is_called_no_more() -> None:
    called: list[int] = []

    async def made() -> object:
        return on_loop(called.append)

    handler = asyncio.run(made())
    handler(1)  # type: ignore[operator]
    assert called == []
