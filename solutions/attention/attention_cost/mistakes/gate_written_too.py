"""The gate and what it is multiplied with are both written and read: the inside is one array of d_ff numbers a token,
their product, however many matrices made it.

caught by: test_bytes_of_the_feed_forward_network
"""


def projection_flops(n_tokens, d_model):
    return 4 * (2 * n_tokens * d_model * d_model)


def mixing_flops(n_queries, n_keys, d_model):
    return 2 * n_queries * n_keys * d_model + 2 * n_queries * n_keys * d_model


def ffn_flops(n_tokens, d_model, d_ff, gated=False):
    flops = 2 * n_tokens * d_model * d_ff + 2 * n_tokens * d_ff * d_model
    if gated:
        flops += 2 * n_tokens * d_model * d_ff
    return flops


def crossover_length(d_model, d_ff, gated=False):
    n = (projection_flops(1, d_model) + ffn_flops(1, d_model, d_ff, gated)) // (4 * d_model)
    while mixing_flops(n, n, d_model) < projection_flops(n, d_model) + ffn_flops(n, d_model, d_ff, gated):
        n += 1
    return n


def mixing_bytes(n_queries, n_keys, d_model, n_heads, bytes_per_number=2, fused=False):
    qkv_and_output = n_queries * d_model + n_keys * d_model + n_keys * d_model + n_queries * d_model
    if fused:
        return qkv_and_output * bytes_per_number
    return (qkv_and_output + 4 * n_heads * n_queries * n_keys) * bytes_per_number


def ffn_bytes(n_tokens, d_model, d_ff, gated=False, bytes_per_number=2):
    n_matrices = 3 if gated else 2
    inside = n_tokens * d_ff * (n_matrices - 1)
    return (n_matrices * d_model * d_ff + 2 * n_tokens * d_model + 2 * inside) * bytes_per_number
