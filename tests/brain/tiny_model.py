"""A language model of half a megabyte with random weights, and the llama.cpp server that serves it.

    python -m tests.brain.tiny_model FOLDER     makes the model there, serves it, and prints the server's address

Its sense is none, but its tokens come from a real tokenizer, through a real sampler and a real server.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import gguf
import numpy as np
import xllamacpp

WIDTH, HEADS, INNER = 64, 4, 128
CONTEXT = 2048
WORDS = (
    "the a machine lamp tea kettle screw spoon door clock rain moss fox hat light word jar very small warm old round "
    "and or but with under over beside hums sings waits blinks turns opens closes says is was seems"
).split()
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?'\"-:;()[]\u2581\n<>|/_"
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def write(path: Path) -> None:
    """The model as a GGUF file: one layer of the llama architecture, a vocabulary of words, letters and bytes."""
    chance = np.random.default_rng(1)

    def weights(*shape: int) -> np.ndarray:
        return (chance.standard_normal(shape) * 0.3).astype(np.float32)

    tokens, scores, types = _vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)
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
    for name, values in tensors.items():
        writer.add_tensor(f"{name}.weight", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary() -> tuple[list[bytes], list[float], list[int]]:
    kind = gguf.TokenType
    rows = [(b"<unk>", 0.0, kind.UNKNOWN), (b"<s>", 0.0, kind.CONTROL), (b"</s>", 0.0, kind.CONTROL)]
    rows += [(f"<0x{value:02X}>".encode(), 0.0, kind.BYTE) for value in range(256)]
    rows += [(f"\u2581{word}{end}".encode(), -10.0, kind.NORMAL) for word in WORDS for end in ("", ".", ",")]
    rows += [(sign.encode(), -1000.0, kind.NORMAL) for sign in LETTERS]
    tokens, scores, types = zip(*rows, strict=True)
    return list(tokens), list(scores), list(types)


def main() -> None:
    path = Path(sys.argv[1]) / "tiny.gguf"
    write(path)
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
