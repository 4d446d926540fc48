"""Texts to phones, whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from avatar.lipsync.phonemes import SoundedClause, phonemize

TEXTS = (
    "Hello.",
    "One, two, three, four, five: once I caught a fish alive!",
    "That's just gobbledygook to me, and I won't sign it.",
    "Six. Seven. Eight. Nine. Ten. Then I let it go again.",
)


def test_several_threads_get_the_phones_that_one_gets() -> None:
    jobs = [(text, language) for text in TEXTS for language in ("en-gb", "de")]

    def said(number: int) -> tuple[SoundedClause, ...]:
        return phonemize(*jobs[number % len(jobs)])

    alone = [said(number) for number in range(len(jobs))]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(said, range(40 * len(jobs))))
    assert together == alone * 40
