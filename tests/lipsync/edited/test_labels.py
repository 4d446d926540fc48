"""Labels of other programs: silences, alphabets, speakers; and what is none of them is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.edited.labels import phones
from avatar.lipsync.formats import readers
from avatar.lipsync.formats.rhubarb import letters
from avatar.lipsync.made import Made
from avatar.types import Timed

EDGES = (0.0, 0.2, 0.28, 0.36, 0.46, 0.7, 0.8, 1.05, 1.2, 1.5)
"""Where the phones of "hello bob" begin and end, with a silence before and after it."""
SOUNDS = ["", "h", "ə", "l", "oʊ", "b", "ɑ", "b", ""]
WORDS = [(0.0, 0.2, ""), (0.2, 0.7, "hello"), (0.7, 1.2, "bob"), (1.2, 1.5, "")]

Spans = Sequence[tuple[float, float, str]]


def labelled(labels: str) -> list[tuple[float, float, str]]:
    """Labels, separated by spaces, at the times of EDGES; `_` for an empty one."""
    parts = ["" if label == "_" else label for label in labels.split(" ")]
    return list(zip(EDGES, EDGES[1:], parts, strict=False))


def grid(**tiers: Spans) -> str:
    """A TextGrid; `__` in a name stands for " - "."""
    lines = ['File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 1.5\ntiers? <exists>']
    lines.append(f"size = {len(tiers)}\nitem []:")
    for name, spans in tiers.items():
        lines.append(
            f'    class = "IntervalTier"\n    name = "{name.replace("__", " - ")}"\n    xmin = 0\n    xmax = 1.5'
        )
        lines += [f'        xmin = {a}\n        xmax = {b}\n        text = "{text}"' for a, b, text in spans]
    return "\n".join(lines) + "\n"


def made(folder: Path, text: str, name: str = "cues.TextGrid") -> Made:
    path = folder / name
    path.write_text(text, "utf-8")
    return readers.read(path, 1.5)


def check_hello_bob(found: Made) -> None:
    """The lips rest, open, are shut twice, and rest."""
    shown = {t: next(cue.value for cue in letters(found.track) if cue.start <= t < cue.end) for t in TIMES}
    assert "".join(shown.values()) == "XADAX"


TIMES = (0.1, 0.75, 0.92, 1.12, 1.4)


@pytest.mark.parametrize(
    "labels",
    [
        "sil HH AH0 L OW1 B AA1 B sp",
        "sil hh ah0 l ow1 b aa1 b sp",
        "SIL hh_B ah_I l_I ow_E b_B aa_I b_E <eps>",
        "h# hh ax l ow bcl aa b pau",
        "_ h ə ɫ ow b ɑː b _",
        "<p:> h @ l @U b A b <p:>",
        "{SL} HH AH L OW B AA B {NS}",
        "[noise] h ə l oʊ b ɑ b (breath)",
        "- h e l o b a b #",
    ],
)
def test_silences_and_alphabets_of_aligners_are_understood(labels: str, tmp_path: Path) -> None:
    found = made(tmp_path, grid(words=WORDS, phones=labelled(labels)))
    check_hello_bob(found)
    assert [word.value for word in found.words] == ["hello", "bob"]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("labels", "ipa"),
    [
        ("DH IY1 S", "ð iː s"),
        ("D i s", "ð i s"),  # X-SAMPA: ARPAbet has no i
        ("D i: s", "ð iː s"),
        ("p { 3: r\\ @` n_h", "p æ ɜː ɹ ɚ n"),
        ("y uw1", "j uː"),
        ("y ø ʁ", "y ø ʁ"),
        ("tS dZ a~", "tʃ dʒ a\u0303"),
        ("m EH1 ɹ", "m ɛ ɹ"),  # capitals put into a tier of IPA by hand
    ],
)
def test_a_tier_is_read_in_one_alphabet(labels: str, ipa: str) -> None:
    found, _ = phones([Timed(i, i + 1, label) for i, label in enumerate(labels.split())], "phones")
    assert [phone.value for phone in found] == ipa.split()


def test_a_word_that_the_aligner_did_not_know_is_spoken_and_told(tmp_path: Path) -> None:
    spans = [
        (0.0, 0.2, "sil"),
        (0.2, 0.7, "spn"),
        (0.7, 0.8, "B"),
        (0.8, 1.05, "AA1"),
        (1.05, 1.2, "B"),
        (1.2, 1.5, ""),
    ]
    found = made(tmp_path, grid(phones=spans))
    check_hello_bob(found)
    assert [note for note in found.notes if "'spn' at 0.20 s" in note]


@pytest.mark.parametrize(("label", "place"), [("BLARG", "0.28 s"), ("ħello!", "0.28 s")])
def test_a_label_that_is_no_sound_is_refused_with_its_place(label: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(LipSyncError, match=f"{label}.*{place}.*phones") as caught:
        made(tmp_path, grid(phones=labelled(f"sil HH {label} L OW1 B AA1 B sp")))
    assert caught.value.remedy


ARPA = labelled("sil HH AH0 L OW1 B AA1 B sp")


@pytest.mark.parametrize("name", ["ANN__phones", "phones__ANN", "phones_ANN", "phone", "Phonemes", "MAU", "segments"])
def test_the_tier_of_phones_may_be_called_otherwise(name: str, tmp_path: Path) -> None:
    check_hello_bob(made(tmp_path, grid(**{name: ARPA, "notes": [(0, 1.5, "hello")]})))


def test_of_two_speakers_the_one_who_speaks_most_is_taken_and_told(tmp_path: Path) -> None:
    bob = [(0.0, 1.2, ""), (1.2, 1.4, "M"), (1.4, 1.5, "")]
    tiers = {"BOB__words": [(1.2, 1.4, "mm")], "BOB__phones": bob, "ANN__words": WORDS, "ANN__phones": ARPA}
    found = made(tmp_path, grid(**tiers))
    check_hello_bob(found)
    assert [word.value for word in found.words] == ["hello", "bob"]
    assert len(found.notes) == 1
    assert "'ANN - phones' is used" in found.notes[0]
    assert "not 'BOB - phones'" in found.notes[0]


def test_webmaus_has_its_words_in_ort_mau(tmp_path: Path) -> None:
    sampa = labelled("<p:> h @ l @U b A b <p:>")
    found = made(tmp_path, grid(**{"ORT-MAU": WORDS, "KAN-MAU": WORDS, "MAU": sampa}))
    check_hello_bob(found)
    assert [word.value for word in found.words] == ["hello", "bob"]
    assert found.notes == ()


def test_without_phones_or_mouth_the_tiers_that_are_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(LipSyncError, match="'words', 'sentences'"):
        made(tmp_path, grid(words=WORDS, sentences=[(0, 1.5, "hello bob")]))


# ---------------------------------------------------------------------------------------------------- other programs


def test_gentle(tmp_path: Path) -> None:
    data = {
        "transcript": "hello bob xyzzy",
        "words": [
            {
                "case": "success",
                "start": 0.2,
                "end": 0.7,
                "word": "hello",
                "phones": phones_of("hh_B ah_I l_I ow_E", 1),
            },
            {"case": "success", "start": 0.7, "end": 1.2, "word": "bob", "phones": phones_of("b_B aa_I b_E", 5)},
            {"case": "not-found-in-audio", "word": "xyzzy"},
        ],
    }
    found = made(tmp_path, json.dumps(data), "gentle.json")
    check_hello_bob(found)
    assert [word.value for word in found.words] == ["hello", "bob"]
    assert "xyzzy" in found.notes[0]


def phones_of(labels: str, first: int) -> list[dict[str, object]]:
    return [
        {"phone": label, "duration": round(EDGES[i + 1] - EDGES[i], 3)} for i, label in enumerate(labels.split(), first)
    ]


SAMPA = ["<p:>", "h", "@", "l", "@U", "b", "A", "b", "<p:>"]
RATE = 16_000


def test_webmaus_as_an_emudb_annotation(tmp_path: Path) -> None:
    segments = [
        {
            "id": 10 + i,
            "sampleStart": round(EDGES[i] * RATE),
            "sampleDur": round((EDGES[i + 1] - EDGES[i]) * RATE) - 1,
            "labels": [{"name": "MAU", "value": label}],
        }
        for i, label in enumerate(SAMPA)
    ]
    words = [{"id": i, "labels": [{"name": "ORT", "value": word}]} for i, word in ((1, "hello"), (2, "bob"))]
    links = [{"fromID": 1, "toID": i} for i in range(11, 15)] + [{"fromID": 2, "toID": i} for i in range(15, 18)]
    data = {
        "name": "said",
        "sampleRate": RATE,
        "levels": [
            {"name": "ORT", "type": "ITEM", "items": words},
            {"name": "MAU", "type": "SEGMENT", "items": segments},
        ],
        "links": links,
    }
    found = made(tmp_path, json.dumps(data), "said_annot.json")
    check_hello_bob(found)
    assert [(word.value, round(word.start, 2), round(word.end, 2)) for word in found.words] == [
        ("hello", 0.2, 0.7), ("bob", 0.7, 1.2),
    ]  # fmt: skip


def test_webmaus_as_a_table(tmp_path: Path) -> None:
    tokens = [-1, 0, 0, 0, 0, 1, 1, 1, -1]
    rows = [
        f"{round(EDGES[i] * RATE)};{round((EDGES[i + 1] - EDGES[i]) * RATE) - 1};{token};{label};{word}"
        for i, (token, label, word) in enumerate(
            zip(tokens, SAMPA, ["", *["hello"] * 4, *["bob"] * 3, ""], strict=True)
        )
    ]
    found = made(tmp_path, "\n".join(["BEGIN;DURATION;TOKEN;MAU;ORT", *rows]) + "\n", "said.csv")
    check_hello_bob(found)
    assert [word.value for word in found.words] == ["hello", "bob"]
    assert "16000 a second" in found.notes[0]


def test_mfa_as_a_table_and_as_json(tmp_path: Path) -> None:
    rows = [f"{a},{b},{label},phones,ANN" for a, b, label in ARPA] + ["0.2,0.7,hello,words,ANN"]
    found = made(tmp_path, "\n".join(["Begin,End,Label,Type,Speaker", *rows]), "said.csv")
    check_hello_bob(found)
    assert [word.value for word in found.words] == ["hello"]
    tiers = {"ANN - phones": {"type": "interval", "entries": [list(row) for row in ARPA]}}
    check_hello_bob(made(tmp_path, json.dumps({"start": 0, "end": 1.5, "tiers": tiers}), "said.json"))


def test_audacity_labels_are_phones_or_shapes(tmp_path: Path) -> None:
    check_hello_bob(made(tmp_path, "".join(f"{a}\t{b}\t{label}\n" for a, b, label in ARPA), "labels.txt"))
    shapes = "0\t0.2\tX\n0.2\t0.7\tC\n0.7\t0.8\tA\n0.8\t1.05\tD\n1.05\t1.2\tA\n1.2\t1.5\tX\n"
    check_hello_bob(made(tmp_path, shapes, "labels.txt"))


def test_mohos_frames_take_their_rate_from_the_sounds_length(tmp_path: Path) -> None:
    rows = {1: "rest", 7: "E", 22: "MBP", 25: "AI", 32: "MBP", 37: "rest", 46: "rest"}
    at_30 = "MohoSwitch1\n" + "".join(f"{frame} {name}\n" for frame, name in rows.items())
    found = made(tmp_path, at_30, "said.dat")
    check_hello_bob(found)
    assert "30 a second" in found.notes[0]
    shorter = "MohoSwitch1\n1 rest\n6 E\n18 MBP\n20 AI\n26 MBP\n30 rest\n"
    found = made(tmp_path, shorter, "said.dat")
    check_hello_bob(found)
    assert "24 a second" in found.notes[0]


def test_names_of_shapes_belong_to_one_set(tmp_path: Path) -> None:
    """E is an open mouth to Preston Blair, a rounded one to Rhubarb; D is wide open to Rhubarb, a tongue to Adobe."""

    def shown(names: str) -> str:
        rows = "".join(f"{i * 0.3:.1f}\t{name}\n" for i, name in enumerate(names.split()))
        return "".join(cue.value for cue in letters(made(tmp_path, rows, "c.tsv").track))

    assert shown("X E D X") == "XEDX"
    assert shown("rest E AI rest") == "XCDX"
    assert shown("Neutral D Ah Neutral") == "XBDX"


EVENTS = {
    "azure.json": json.dumps(
        [
            {"audioOffset": round(t * 1e7), "visemeId": name}
            for t, name in ((0, 0), (0.2, 12), (0.7, 21), (0.8, 2), (1.05, 21), (1.2, 0))
        ]
    ),
    "said.marks": "".join(
        json.dumps({"time": t, "type": "viseme", "value": name}) + "\n"
        for t, name in ((0, "sil"), (200, "k"), (700, "p"), (800, "a"), (1050, "p"), (1200, "sil"))
    ),
    "head.json": json.dumps(
        {"visemes": ["kk", "PP", "aa", "PP"], "vtimes": [200, 700, 800, 1050], "vdurations": [500, 100, 250, 150]}
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_events_of_voices(name: str, tmp_path: Path) -> None:
    check_hello_bob(made(tmp_path, EVENTS[name], name))


def test_a_polly_mark_keeps_its_words(tmp_path: Path) -> None:
    marks = '{"time":0,"type":"word","start":0,"end":5,"value":"hello"}\n' + EVENTS["said.marks"]
    words = made(tmp_path, marks, "said.marks").words
    assert [(word.value, word.start, word.end) for word in words] == [("hello", 0.0, 1.2)]


AFTER_EFFECTS = "Adobe After Effects 8.0 Keyframe Data\n\n\tUnits Per Second\t24\n\nTime Remap\n\t0\t{}\t\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", '[{"audioOffset": 0, "visemeId": 22}]', "no viseme 22"),
        ("a.marks", '{"time":100,"type":"viseme","value":"QQ"}\n{"time":2', "Line 2 is no JSON"),
        (
            "a.marks",
            '{"time":100,"type":"viseme","value":"QQ"}\n{"time":200,"type":"viseme","value":"p"}',
            "'QQ'.*0.1 s",
        ),
        ("a.json", '{"visemes": ["PP"], "vtimes": [], "vdurations": [1]}', "not of one length"),
        ("a.json", '{"words": [{"word": "hi", "start": 0, "end": 1}]}', "no phones"),
        ("a.json", '{"levels": [], "sampleRate": 0}', "no sample rate"),
        ("a.dat", "MohoSwitch1\n1 rest\n5\n", "Line 3 has no shape"),
        ("a.dat", "MohoSwitch1\n1 rest\n5 Q\n", "no mouth shape 'Q'"),
        ("a.pgo", "lipsync version 1\nx.wav\n24\n100\n1\n\tVoice\n\thi\n\t1\n\t\thi\n", "breaks off"),
        ("a.pgo", "lipsync version 1\nx.wav\n24\n100\n9999999\n", "counts 9"),
        ("a.ae.txt", "Adobe After Effects 8.0 Keyframe Data\n\n\tUnits Per Second\t24\n", "remap no time"),
        ("a.csv", "BEGIN;DURATION;TOKEN;MAU;ORT\n0;1\n", "Line 2"),
        ("labels.txt", "0\t0.2\tX\n0.2\n", "A line of the labels has no end"),
        ("a.TextGrid", grid(phones=[(0.5, 1.0, "AA"), (0.2, 0.4, "B")]), "at 0.2 s is out of order"),
        ("a.TextGrid", grid(phones=[(0.5, 0.2, "AA")]), "at 0.5 s is out of order"),
        ("a.TextGrid", grid(words=[(0.5, 0.2, "a")], phones=[(0, 0.2, "AA")]), "at 0.5 s is out of order"),
        ("a.marks", '{"time":9,"type":"viseme","value":"p"}\n{"time":2,"type":"viseme","value":"p"}', "out of order"),
        ("a.ae.txt", AFTER_EFFECTS.format("1e300"), "There is no mouth"),
        ("a.ae.txt", AFTER_EFFECTS.format("0.7"), "There is no mouth 17"),
        ("a.csv", "BEGIN;DURATION;TOKEN;MAU;ORT\nx;1;1;a;b\n", "'x' is no time"),
    ],
)
def test_what_is_damaged_says_what_and_where(name: str, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LipSyncError, match=message) as caught:
        made(tmp_path, text, name)
    assert caught.value.remedy


GLTF = {
    "asset": {},
    "buffers": [{"uri": "data:;base64,AAAAAA=="}],
    "bufferViews": [{}],
    "accessors": [{"bufferView": 0, "count": 1e18, "type": "SCALAR", "componentType": 5126}],
    "nodes": [{"mesh": 0}],
    "meshes": [{"extras": {"targetNames": ["viseme_PP"]}}],
    "animations": [
        {
            "samplers": [{"input": 0, "output": 0}],
            "channels": [{"sampler": 0, "target": {"node": 0, "path": "weights"}}],
        }
    ],
}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"glTF", "damaged"),
        (b"glTF\2\0\0\0\xff\xff\xff\xff\xff\xff\xff\xffJSON{}", "curves are empty|damaged"),
        (b"Vocaloid Motion Data 0002", "breaks off"),
        (b"Vocaloid Motion Data 0002".ljust(50, b"\0") + b"\0\0\0\0" + b"\xff\xff\xff\xff" + b"x" * 40, "breaks off"),
        (json.dumps(GLTF).encode(), "not where it says"),
        (json.dumps(GLTF | {"nodes": []}).encode(), "no part 0"),
        (json.dumps(GLTF | {"buffers": [{"uri": "face.bin"}]}).encode(), "in another file"),
        (json.dumps(GLTF | {"buffers": [{"uri": "data:;base64,?"}]}).encode(), "damaged"),
        (b'{"asset": {}, "buffers": [{"uri": "data:,"}]}', "curves are empty"),
        (b'{"Curves": []}', "no curve ParamMouthOpenY"),
        (b'{"Curves": [{"Id": "ParamMouthOpenY", "Segments": [0, 1, 0, 2]}]}', "breaks off"),
        (b"#usda 1.0\n", "no animation"),
        (
            b'#usda 1.0\ntoken[] blendShapes = ["jawOpen"]\nblendShapeWeights.timeSamples = {0: [1, 2]}',
            "not all as long as their names",
        ),
    ],
)
def test_damaged_animations_say_what_is_wrong(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mouth"
    path.write_bytes(content)
    with pytest.raises(LipSyncError, match=message) as caught:
        readers.read(path, 1.0)
    assert caught.value.remedy
