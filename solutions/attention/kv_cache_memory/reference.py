"""The memory of the key-value cache: what one token takes, times how many tokens are kept.

Why it works: nothing is shared between layers or sequences, so the sizes add up. The number of query heads plays no
part, which is the whole point of GQA and MQA. Pages round each sequence up to whole blocks; in exchange, the memory can
be handed out block by block, and what a sequence wastes is less than one block.
"""


def bytes_per_token(n_heads, n_kv_heads, head_dim, bits=16):
    if n_kv_heads < 1 or n_heads % n_kv_heads:
        raise ValueError(f"{n_heads} query heads can't share {n_kv_heads} key-value heads evenly")
    return 2 * n_kv_heads * head_dim * bits // 8


def cache_bytes(lengths, windows, token_bytes):
    tokens = 0
    for n in lengths:
        for window in windows:
            tokens += n if window is None else min(n, window)
    return tokens * token_bytes


def blocks(n_tokens, block_size):
    return -(-n_tokens // block_size)  # rounded up, in whole numbers


def paged_cache_bytes(lengths, n_layers, token_bytes, block_size):
    n_blocks = sum(blocks(n, block_size) for n in lengths)
    return n_blocks * block_size * n_layers * token_bytes


def max_sequences(memory_bytes, n_tokens, n_layers, token_bytes, block_size):
    n_blocks = memory_bytes // (block_size * n_layers * token_bytes)
    return n_blocks // blocks(n_tokens, block_size)
