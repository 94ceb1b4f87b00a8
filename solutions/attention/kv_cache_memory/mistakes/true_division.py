"""`/` makes floats of the sizes: bytes are whole numbers, so divide by `//`, last, and round up without a float.

caught by: test_bytes_of_one_token_in_one_layer
"""

import math


def bytes_per_token(n_heads, n_kv_heads, head_dim, bits=16):
    if n_kv_heads < 1 or n_heads % n_kv_heads != 0:
        raise ValueError("n_kv_heads must divide n_heads")
    return 2 * n_kv_heads * head_dim * bits / 8


def cache_bytes(lengths, windows, token_bytes):
    total = 0
    for n in lengths:
        for w in windows:
            total += (n if w is None else min(n, w)) * token_bytes
    return total


def paged_cache_bytes(lengths, n_layers, token_bytes, block_size):
    return sum(math.ceil(n / block_size) for n in lengths) * block_size * n_layers * token_bytes


def max_sequences(memory_bytes, n_tokens, n_layers, token_bytes, block_size):
    blocks = memory_bytes // (block_size * n_layers * token_bytes)
    return blocks // math.ceil(n_tokens / block_size)
