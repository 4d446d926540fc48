"""Dialogs as people have them; each says what is spoken and nothing else."""

from __future__ import annotations

import pytest

from avatar.errors import LipSyncError
from avatar.text.dialogs import read

SAID = "The quick brown fox jumps. Please wait, you pay five."


def words(content: str | bytes, name: str = "said.txt") -> str:
    """The spoken words in one line."""
    raw = content.encode() if isinstance(content, str) else content
    return " ".join(read(raw, name).text.split())


KINDS = {
    "srt": "1\n00:00:00,000 --> 00:00:02,600\nThe quick brown\nfox jumps.\n\n"
    "2\n00:00:02,900 --> 00:00:05,000\n{\\an8}<i>Please</i> wait, you pay five.\n",
    "srt with names and notes": "1\n00:00:00,000 --> 00:00:02,600\nANN: The quick brown fox jumps.\n\n"
    "2\n00:00:02,900 --> 00:00:05,000\n[laughs]\n- Please wait, you pay five.\n",
    "vtt": "WEBVTT - title\nKind: captions\n\nNOTE a comment\nThat goes on.\n\nSTYLE\n::cue {}\n\nintro\n"
    "00:00.000 --> 00:02.600 align:start\n<v Ann>The quick brown <00:01.000>fox jumps.</v>\n\n"
    "00:02.900 --> 00:05.000\n<c.red>Please</c> wait, you pay five.\n",
    "ass": "[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, "
    "Effect, Text\nDialogue: 0,0:00:00.00,0:00:02.60,Default,Ann,0,0,0,,The quick brown\\Nfox jumps.\n"
    "Dialogue: 0,0:00:02.90,0:00:05.00,Default,,0,0,0,,{\\i1}Please{\\i0} wait, you pay five.\n",
    "ssml": '<?xml version="1.0"?><speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis"><metadata>no</metadata>'
    '<p>The quick brown fox jumps.</p><break time="300ms"/>Please <emphasis>wait</emphasis>, you pay '
    '<sub alias="five">5</sub>.</speak>',
    "ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><head><metadata>no</metadata></head><body><div>'
    '<p begin="0s" end="2s">The quick brown<br/>fox jumps.</p>'
    '<p begin="3s" end="5s">Please wait, you pay <span>five</span>.</p></div></body></tt>',
    "rtf": "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl\\f0\\fswiss Helvetica;}{\\*\\generator no}\\f0\\fs24 The quick "
    "\\b brown\\b0  fox jumps.\\par\nPlease wait, you pay five.}",
    "fountain": "Title: A play\nAuthor: Me\n\nINT. KITCHEN - DAY\n\nAnn cooks. BOB waits.\n\nANN\n(whispering)\n"
    "The *quick* brown fox jumps.\n\nBOB (O.S.)\nPlease wait, [[a note]]you pay five.\n\nCUT TO:\n",
    "whisper": '{"text": " The quick brown fox jumps. Please wait, you pay five.", "segments": []}',
}


@pytest.mark.parametrize("kind", KINDS)
def test_known_kinds_say_what_is_spoken(kind: str) -> None:
    assert words(KINDS[kind]) == SAID
    assert words(KINDS[kind].replace("\n", "\r\n")) == SAID
    assert words("\ufeff" + KINDS[kind]) == SAID


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_the_encodings_that_editors_save(encoding: str) -> None:
    text = "The quick – “brown” fox. It’s a café, for £5."
    assert read(text.encode(encoding)).text.lstrip("\ufeff") == text


def test_utf_16_with_the_other_byte_first_is_known_by_its_mark() -> None:
    assert read(b"\xfe\xff" + SAID.encode("utf-16-be")).text == SAID


def test_plain_text_stays_to_the_letter() -> None:
    text = "ANN: [laughs] The quick\r\n brown  fox.\n\n"
    assert read(text.encode()).text == text


def test_windows_1252_is_told() -> None:
    assert "Windows-1252" in read("café".encode("cp1252")).notes[0]


def test_who_speaks_in_subtitles_and_screenplays_is_told() -> None:
    assert read(KINDS["srt with names and notes"].encode()).notes == ("not taken as spoken: ANN:, [laughs]",)
    assert read(KINDS["fountain"].encode()).notes == ("of the screenplay the dialogue of ANN, BOB is taken",)


def test_a_name_is_known_for_one_by_the_cues_around_it() -> None:
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n"
        for n, words in enumerate(("Ann: The fox jumps", "Bob: Please wait", "Ann: No"), 1)
    )
    assert words(cues) == "The fox jumps Please wait No"
    assert read(cues.encode()).notes == ("not taken as spoken: Ann:, Bob:",)


def test_notes_within_a_screenplays_dialogue_are_told() -> None:
    found = read(b"INT. KITCHEN - DAY\n\nANN\nThe fox [door slams] jumps.\n", "play.fountain")
    assert found.text.split() == ["The", "fox", "jumps."]
    assert "not taken as spoken: [door slams]" in found.notes


def test_a_screenplay_without_a_heading_is_known_by_its_name() -> None:
    assert words("ANN\nThe fox.\n\nAnn sits.\n\nBOB\nPlease.\n", "play.fountain") == "The fox. Please."
    assert words("ANN\nThe fox.\n", "poem.txt") == "ANN The fox."


def test_unicode_in_rtf() -> None:
    document = "{\\rtf1\\ansi\\uc1 caf\\'e9 \\u8220?quoted\\u8221? \\u-10179?\\u-8704? 5\\~km \\{x\\}{\\v hidden}}"
    assert read(document.encode()).text == "café “quoted” 😀 5\u00a0km {x}"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (r"\ansicpg932 \'82\'b1\'82\'f1, ok", "こん, ok"),
        (r"\ansicpg932 \'83A\'83\\\'83n", "アソハ"),
        (r"\ansicpg932{\*\x \'82}\'82\'b1", "こ"),
        (r"\ansicpg936 \'c4\'e3\'ba\'c3", "你好"),
        (r"\ansicpg1251 \'cf\'f0", "Пр"),
        (r"\ansicpg99999 caf\'e9", "café"),
    ],
)
def test_code_pages_of_rtf(written: str, spoken: str) -> None:
    assert read(f"{{\\rtf1\\ansi{written}}}".encode()).text == spoken


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04...", "Word or OpenDocument"),
        (b"%PDF-1.7", "a PDF"),
        (b"RIFF....WAVE", "a sound"),
        ("“quoted” … café".encode("mac-roman"), "not UTF-8"),
        ("привет, как дела".encode("cp1251"), "not UTF-8"),
        (b"<html><body>Hello</body></html>", "a web page"),
        (b"\n<!-- saved -->\n<!doctype HTML>\n<html lang=de><p>Hello<br>you</html>", "a web page"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "a web page"),
        (b"<play><html-title/>Hello</play>", "XML of another kind: <play>"),
        (b"<speak>half", "damaged XML"),
        (b"<speak>" + b"<s>" * 5000 + b"Hello" + b"</s>" * 5000 + b"</speak>", "damaged XML"),
        (b'<!DOCTYPE a [<!ENTITY b "b">]><speak>&b;</speak>', "XML entities"),
        (b'{"name": "value"}', "JSON without a text"),
        (b'{"text": ', "damaged JSON"),
        (b"WEBVTT\n\nNOTE nothing\n", "no words"),
        (b"INT. KITCHEN - DAY\n\nAnn cooks.\n", "no dialogue"),
    ],
)
def test_what_is_not_read_is_refused_in_words(content: bytes, what: str) -> None:
    with pytest.raises(LipSyncError, match=what) as caught:
        read(content)
    assert caught.value.remedy
