"""The cost of a transformer layer, product by product.

Why it works: almost all the work is in matrix products, and a product of (a, b) and (b, c) makes a * c sums of b
products. The logits are H products of (T, d / H) and (d / H, S): H cancels, so the FLOPs don't depend on the heads,
but the logits themselves are H * T * S numbers, which is why writing them down costs so much.
"""


def projection_flops(n_tokens, d_model):
    return 4 * 2 * n_tokens * d_model**2


def mixing_flops(n_queries, n_keys, d_model):
    # Once for the logits, once for the weighted sums.
    return 2 * 2 * n_queries * n_keys * d_model


def ffn_matrices(gated):
    return 3 if gated else 2


def ffn_flops(n_tokens, d_model, d_ff, gated=False):
    return ffn_matrices(gated) * 2 * n_tokens * d_model * d_ff


def crossover_length(d_model, d_ff, gated=False):
    # 4 n^2 d >= 8 n d^2 + 2 m n d d_ff holds from n = 2 d + m d_ff / 2 on, m the number of matrices; rounded up.
    twice = 4 * d_model + ffn_matrices(gated) * d_ff
    return (twice + 1) // 2


def mixing_bytes(n_queries, n_keys, d_model, n_heads, bytes_per_number=2, fused=False):
    # A query and an output for each of T, a key and a value for each of S.
    ends = 2 * (n_queries + n_keys) * d_model
    # Logits written, logits read, weights written, weights read.
    pairs = 0 if fused else 4 * n_heads * n_queries * n_keys
    return (ends + pairs) * bytes_per_number


def ffn_bytes(n_tokens, d_model, d_ff, gated=False, bytes_per_number=2):
    matrices = ffn_matrices(gated) * d_model * d_ff
    # Input read, output written; the inside written and read.
    tokens = 2 * n_tokens * (d_model + d_ff)
    return (matrices + tokens) * bytes_per_number
