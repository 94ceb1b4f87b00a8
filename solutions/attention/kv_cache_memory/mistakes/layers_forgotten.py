"""A block is taken for the keys and values of one layer: it spans all layers, so its bytes count L times.

caught by: test_pages_round_each_sequence_up
"""


def bytes_per_token(n_heads, n_kv_heads, head_dim, bits=16):
    if n_kv_heads <= 0 or n_heads % n_kv_heads != 0:
        raise ValueError("n_kv_heads must divide n_heads")
    return n_kv_heads * head_dim * 2 * bits // 8


def cache_bytes(lengths, windows, token_bytes):
    return token_bytes * sum(min(n, n if w is None else w) for n in lengths for w in windows)


def paged_cache_bytes(lengths, n_layers, token_bytes, block_size):
    n_blocks = 0
    for n in lengths:
        n_blocks += (n + block_size - 1) // block_size
    return n_blocks * block_size * token_bytes


def max_sequences(memory_bytes, n_tokens, n_layers, token_bytes, block_size):
    n_blocks = memory_bytes // (block_size * token_bytes)
    return n_blocks // ((n_tokens + block_size - 1) // block_size)
