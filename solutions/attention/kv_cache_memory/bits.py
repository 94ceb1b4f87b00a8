"""Everything counted in bits and divided at the end; the largest batch is searched by bisection."""


def bytes_per_token(n_heads, n_kv_heads, head_dim, bits=16):
    groups = [size for size in range(1, n_heads + 1) if size * n_kv_heads == n_heads]
    if not groups:
        raise ValueError("groups of query heads must be equal")
    key = value = (n_heads // groups[0]) * head_dim * bits
    whole, rest = divmod(key + value, 8)
    assert rest == 0
    return whole


def cache_bytes(lengths, windows, token_bytes):
    longest = max(lengths, default=0)
    caps = [longest if window is None else window for window in windows]
    return token_bytes * sum(sorted((n, cap))[0] for n in lengths for cap in caps)


def paged_cache_bytes(lengths, n_layers, token_bytes, block_size):
    padded = [n + (-n) % block_size for n in lengths]
    return cache_bytes(padded, [None] * n_layers, token_bytes)


def max_sequences(memory_bytes, n_tokens, n_layers, token_bytes, block_size):
    def fits(number):
        return number * paged_cache_bytes([n_tokens], n_layers, token_bytes, block_size) <= memory_bytes

    low, high = 0, 1
    while fits(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
