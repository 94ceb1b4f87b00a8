"""A multiplication and its addition are counted as one operation: here they are 2 FLOPs, in every product.

caught by: test_projections
"""


def projection_flops(n_tokens, d_model):
    return 4 * n_tokens * d_model * d_model


def mixing_flops(n_queries, n_keys, d_model):
    return 2 * n_queries * n_keys * d_model


def ffn_flops(n_tokens, d_model, d_ff, gated=False):
    return (3 if gated else 2) * n_tokens * d_model * d_ff


def crossover_length(d_model, d_ff, gated=False):
    per_token = projection_flops(1, d_model) + ffn_flops(1, d_model, d_ff, gated)
    return -(-per_token // mixing_flops(1, 1, d_model))


def mixing_bytes(n_queries, n_keys, d_model, n_heads, bytes_per_number=2, fused=False):
    numbers = 2 * (n_queries + n_keys) * d_model
    if not fused:
        numbers += 4 * n_heads * n_queries * n_keys
    return numbers * bytes_per_number


def ffn_bytes(n_tokens, d_model, d_ff, gated=False, bytes_per_number=2):
    weights = (3 if gated else 2) * d_model * d_ff
    return (weights + n_tokens * (2 * d_model + 2 * d_ff)) * bytes_per_number
