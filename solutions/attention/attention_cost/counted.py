"""The products of a layer as a list of shapes, and a crossover that is searched for."""


def flops(*shapes):
    return sum(2 * a * b * c for a, b, c in shapes)


def projection_flops(n_tokens, d_model):
    return flops(*[(n_tokens, d_model, d_model)] * 4)


def mixing_flops(n_queries, n_keys, d_model):
    return flops((n_queries, d_model, n_keys), (n_queries, n_keys, d_model))


def ffn_flops(n_tokens, d_model, d_ff, gated=False):
    up = (n_tokens, d_model, d_ff)
    return flops(*[up] * (2 if gated else 1), (n_tokens, d_ff, d_model))


def crossover_length(d_model, d_ff, gated=False):
    def crossed(n):
        return mixing_flops(n, n, d_model) >= projection_flops(n, d_model) + ffn_flops(n, d_model, d_ff, gated)

    high = 1
    while not crossed(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if crossed(middle):
            high = middle
        else:
            low = middle
    return high


def mixing_bytes(n_queries, n_keys, d_model, n_heads, bytes_per_number=2, fused=False):
    q = output = n_queries * d_model
    k = v = n_keys * d_model
    logits = weights = n_heads * n_queries * n_keys
    passes = [(q, k, v, output)] if fused else [(q, k, logits), (logits, weights), (weights, v, output)]
    return bytes_per_number * sum(sum(numbers) for numbers in passes)


def ffn_bytes(n_tokens, d_model, d_ff, gated=False, bytes_per_number=2):
    numbers = [d_model * d_ff] * (3 if gated else 2)
    numbers += [n_tokens * d_model, n_tokens * d_ff] * 2
    return bytes_per_number * sum(numbers)
