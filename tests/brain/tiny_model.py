"""A language model of half a megabyte with random weights, and the llama.cpp server that serves it.

    python -m tests.brain.tiny_model FOLDER     makes the model there, serves it, and prints the server's address

Its sense is none, but its tokens come from a real tokenizer, through a real sampler and a real server.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np

from tests.catalogue.making import make_gguf

WIDTH, HEADS, INNER = 64, 4, 128
CONTEXT = 2048
WORDS = (
    "the a machine lamp tea kettle screw spoon door clock rain moss fox hat light word jar very small warm old round "
    "and or but with under over beside hums sings waits blinks turns opens closes says is was seems"
).split()
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?'\"-:;()[]\u2581\n<>|/_"
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"
UNKNOWN, CONTROL, BYTE, NORMAL = 2, 3, 6, 1
"""Kinds of token, as GGUF counts them."""


def write(path: Path, context: int = CONTEXT, template: str = TEMPLATE) -> Path:
    """The model as a GGUF file: one layer of the llama architecture, a vocabulary of words, letters and bytes."""
    chance = np.random.default_rng(1)

    def weights(*shape: int) -> np.ndarray:
        return (chance.standard_normal(shape) * 0.3).astype(np.float32)

    tokens, scores, types = _vocabulary()
    keys: dict[str, object] = {
        "general.architecture": "llama",
        "llama.context_length": context,
        "llama.embedding_length": WIDTH,
        "llama.block_count": 1,
        "llama.feed_forward_length": INNER,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.vocab_size": len(tokens),
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": scores,
        "tokenizer.ggml.token_type": types,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.chat_template": template,
    }
    last = weights(len(tokens), WIDTH)
    last[:259] *= 0.2  # bytes come seldom
    square, wide = (WIDTH, WIDTH), (INNER, WIDTH)
    tensors = {
        "token_embd": weights(len(tokens), WIDTH),
        "output": last,
        **{f"blk.0.{name}": weights(*square) for name in ("attn_q", "attn_k", "attn_v", "attn_output")},
        **{f"blk.0.{name}": weights(*wide) for name in ("ffn_gate", "ffn_up")},
        "blk.0.ffn_down": weights(WIDTH, INNER),
        **{name: np.ones(WIDTH, np.float32) for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm")},
    }
    return make_gguf(path, keys, {f"{name}.weight": (each.shape, each.tobytes()) for name, each in tensors.items()})


def _vocabulary() -> tuple[list[bytes], list[float], list[int]]:
    rows = [(b"<unk>", 0.0, UNKNOWN), (b"<s>", 0.0, CONTROL), (b"</s>", 0.0, CONTROL)]
    rows += [(f"<0x{value:02X}>".encode(), 0.0, BYTE) for value in range(256)]
    rows += [(f"\u2581{word}{end}".encode(), -10.0, NORMAL) for word in WORDS for end in ("", ".", ",")]
    rows += [(sign.encode(), -1000.0, NORMAL) for sign in LETTERS]
    tokens, scores, types = zip(*rows, strict=True)
    return list(tokens), list(scores), list(types)


def main() -> None:
    import xllamacpp

    path = write(Path(sys.argv[1]) / "tiny.gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = CONTEXT
    params.warmup = False
    params.cpuparams.n_threads = 1
    server = xllamacpp.Server(params)
    print(f"listening {server.listening_address}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
