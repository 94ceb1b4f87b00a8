"""Everything worked out for one token, or one query, and multiplied; the crossover by exact fractions."""

import math
from fractions import Fraction


def weights(d_model, d_ff, gated):
    return d_model * d_ff * (2 + bool(gated))


def projection_flops(n_tokens, d_model):
    # 2 FLOPs for each weight and token.
    return n_tokens * 2 * (4 * d_model**2)


def mixing_flops(n_queries, n_keys, d_model):
    return n_queries * (n_keys * (2 * d_model) + n_keys * (2 * d_model))


def ffn_flops(n_tokens, d_model, d_ff, gated=False):
    return n_tokens * 2 * weights(d_model, d_ff, gated)


def crossover_length(d_model, d_ff, gated=False):
    linear = projection_flops(1, d_model) + ffn_flops(1, d_model, d_ff, gated)
    return math.ceil(Fraction(linear, mixing_flops(1, 1, d_model)))


def mixing_bytes(n_queries, n_keys, d_model, n_heads, bytes_per_number=2, fused=False):
    total = (n_queries + n_keys) * d_model * 2
    if not fused:
        total += n_queries * n_keys * n_heads * 4
    return total * bytes_per_number


def ffn_bytes(n_tokens, d_model, d_ff, gated=False, bytes_per_number=2):
    return (weights(d_model, d_ff, gated) + n_tokens * (2 * d_model + 2 * d_ff)) * bytes_per_number
