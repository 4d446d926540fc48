from __future__ import annotations

import pytest

from avatar.song.syllables import SpokenPhone, WrittenSyllable, match, split_phone


def _phones(*words: str) -> list[SpokenPhone]:
    """Words of phones parted by blanks, each 0.1 s; ˈ stands before a stressed vowel."""
    found: list[SpokenPhone] = []
    for number, word in enumerate(words):
        for name in word.split():
            at = len(found) / 10
            found.append(SpokenPhone(name.strip("ˈ"), at, at + 0.1, number, "ˈ" in name))
    return found


def _written(*words: str) -> list[WrittenSyllable]:
    """Words of syllables parted by hyphens; a blank in one (`_`) takes in the next word, too."""
    found: list[WrittenSyllable] = []
    number = 0
    for word in words:
        for first, syllable in enumerate(word.split("-")):
            text = syllable.replace("_", " ")
            found.append(WrittenSyllable(text, number, number + text.count(" "), first == 0))
            number += text.count(" ")
        number += 1
    return found


def _said(written: list[WrittenSyllable], phones: list[SpokenPhone]) -> list[str]:
    """Each syllable as `onset|vowel|glide|coda`, trailing empty parts left out; `-` for one without a vowel."""
    found = []
    for each in match(written, phones).syllables:
        if each.vowel is None:
            found.append("-" + "".join(p.name for p in (*each.glide, *each.coda)))
            continue
        parts = ["".join(p.name for p in part) for part in (each.onset, (each.vowel,), each.glide, each.coda)]
        found.append("|".join(parts).rstrip("|"))
    return found


@pytest.mark.parametrize(
    ("written", "phones", "said"),
    [
        (("My", "toas-ter"), ("m aɪ", "t ˈoʊ s t ə ɹ"), ["m|a|ɪ", "t|o|ʊ", "st|ə||ɹ"]),
        (("lit-tle",), ("l ˈɪ t əl",), ["l|ɪ", "t|ə||l"]),
        (("fire",), ("f ˈaɪ ə ɹ",), ["f|a|ɪ|əɹ"]),
        (("fi-re",), ("f aɪə",), ["f|a|ɪ", "|ə"]),
        (("ev-ery", "heav'n"), ("ˈɛ v ə ɹ i", "h ˈɛ v ə n"), ["|ɛ||və", "ɹ|i", "h|ɛ||vən"]),
        (("ev-er-y",), ("ˈɛ v ə ɹ i",), ["|ɛ", "v|ə", "ɹ|i"]),
        (("'cause",), ("b ɪ k ˈɔː z",), ["bɪk|ɔː||z"]),
        (("of", "the"), ("ə v", "ð ə"), ["|ə||v", "ð|ə"]),
        (("hope-less",), ("h ˈəʊ p l ə s",), ["h|ə|ʊ", "pl|ə||s"]),
    ],
)
def test_english_phones_go_to_their_syllables(
    written: tuple[str, ...], phones: tuple[str, ...], said: list[str]
) -> None:
    assert _said(_written(*written), _phones(*phones)) == said


@pytest.mark.parametrize(
    ("written", "phones", "said"),
    [
        (("che_a-mo",), ("k e", "ˈa m o"), ["ke|a", "m|o"]),
        (("mi_al-ma",), ("m i", "ˈa l m a"), ["mi|a||l", "m|a"]),
        (("cau-sa",), ("k ˈa ʊ z a",), ["k|a|ʊ", "z|a"]),
        (("bel-le", "ro-se"), ("b ˈɛ l", "ʁ ˈo z"), ["b|ɛ", "-l", "ʁ|o", "-z"]),
        (("lu-ne",), ("l y n ə",), ["l|y", "n|ə"]),
    ],
)
def test_vowels_of_two_words_share_a_note_where_it_is_written_so(
    written: tuple[str, ...], phones: tuple[str, ...], said: list[str]
) -> None:
    assert _said(_written(*written), _phones(*phones)) == said


def test_japanese_morae_have_notes_of_their_own() -> None:
    kana = [WrittenSyllable(each, 0, 0, False) for each in "おかあさん"]
    phones = [each._replace(word=-1) for each in _phones("o k a a s a ɴ")]
    assert _said(kana, phones) == ["|o", "k|a", "|a", "s|a", "|ɴ"]
    long = [each._replace(word=-1) for each in _phones("o k aː s a ɴ")]
    assert _said(kana, long) == ["|o", "k|aː", "-", "s|a", "|ɴ"]
    doubled = [WrittenSyllable(each, 0, 0, False) for each in "がっこー"]
    assert _said(doubled, [each._replace(word=-1) for each in _phones("ɡ a k k oː")]) == ["ɡ|a", "|k", "k|oː", "-"]


def test_what_disagrees_is_told() -> None:
    found = match(_written("bel-le", "'cause"), _phones("b ˈɛ l", "b ɪ k ˈɔː z"))
    assert found.spread == (1,)
    assert found.joined == (2,)
    assert match(_written("fire"), _phones("f aɪ ə")).joined == ()


def test_every_phone_is_somewhere_whatever_is_written() -> None:
    phones = _phones("s t ɹ ˈɛ ŋ θ s", "ə v", "ˈaɪ", "m ˈɛ n i")
    for written in (_written("a"), _written("a", "b-c", "d-e-f-g-h-i-j"), _written("x" * 30)):
        found = match(written, phones)
        placed = [p for s in found.syllables for p in (*s.onset, s.vowel, *s.glide, *s.coda) if p is not None]
        assert [p.start for p in placed] == sorted(p.start for p in placed)
        assert len(placed) == len([part for phone in phones for part in split_phone(phone)])


def test_no_vowels_no_syllables() -> None:
    found = match(_written("psst"), _phones("p s t"))
    assert found.spread == (0,)
    assert found.syllables[0].vowel is None


def test_a_diphthong_is_parted_and_keeps_its_time() -> None:
    parts = split_phone(SpokenPhone("aɪə", 1.0, 1.35, 3, True))
    assert [part.name for part in parts] == ["a", "ɪ", "ə"]
    assert parts[0].start == 1.0
    assert parts[-1].end == pytest.approx(1.35)
    assert [part.name for part in split_phone(SpokenPhone("tʃ", 0.0, 0.1))] == ["tʃ"]
    assert [part.name for part in split_phone(SpokenPhone("ɔ̃", 0.0, 0.1))] == ["ɔ̃"]
