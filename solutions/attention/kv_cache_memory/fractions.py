"""Exact fractions, rounded with math.ceil and math.floor: no float is ever made."""

import math
from fractions import Fraction


def bytes_per_token(n_heads, n_kv_heads, head_dim, bits=16):
    if n_kv_heads <= 0 or Fraction(n_heads, n_kv_heads).denominator != 1:
        raise ValueError("n_kv_heads must divide n_heads")
    return int(Fraction(bits, 8) * (n_kv_heads * head_dim + n_kv_heads * head_dim))


def cache_bytes(lengths, windows, token_bytes):
    total = 0
    for window in windows:
        kept = lengths if window is None else [n if n < window else window for n in lengths]
        total += sum(kept) * token_bytes
    return total


def paged_cache_bytes(lengths, n_layers, token_bytes, block_size):
    per_block = block_size * token_bytes * n_layers
    return sum(math.ceil(Fraction(n, block_size)) * per_block for n in lengths)


def max_sequences(memory_bytes, n_tokens, n_layers, token_bytes, block_size):
    return math.floor(Fraction(memory_bytes, paged_cache_bytes([n_tokens], n_layers, token_bytes, block_size)))
