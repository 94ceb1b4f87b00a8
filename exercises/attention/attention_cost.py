"""What a transformer layer costs: floating-point operations (FLOPs) and bytes,
by sequence length and width.

"Attention is quadratic" is half the truth. A layer of width d over n tokens
has two kinds of work:

- work that grows with n: the four projections of attention (queries, keys,
  values, output; each d x d) and the feed-forward network (FFN; d to d_ff and
  back);
- work that grows with n^2: the mixing, that is, the logits Q K^T and the
  weighted sums of the values.

Up to surprisingly long sequences, the first kind costs more. And FLOPs are not
all: a processor that makes hundreds of them in the time in which it reads one
byte waits for the memory if a step has too few FLOPs for each byte.

Conventions:

- **FLOPs**: a multiplication and an addition count 1 each, so a product of
  matrices (a, b) and (b, c) costs 2abc. Only matrix products count: no biases,
  softmax, activations or norms.
- **Heads** are H slices of d / H features each. They don't change the FLOPs.
- **Causal or not**: all T x S pairs of queries and keys count. Plain kernels
  compute the blocked ones too.
- **FFN**: a plain one has 2 matrices, d x d_ff and d_ff x d. A gated one
  (SwiGLU) has 3: two of d x d_ff, whose results are multiplied number by
  number, and one of d_ff x d.
- **Results** are exact ints. All sizes are ints of at least 1.
"""


def projection_flops(n_tokens: int, d_model: int) -> int:
    """The FLOPs of the four projections of attention.

    Args:
        n_tokens: n, how many tokens are projected.
        d_model: d.

    Returns:
        The number of FLOPs, an int.

    Examples:
        >>> projection_flops(1, 10)
        800
    """
    raise NotImplementedError


def mixing_flops(n_queries: int, n_keys: int, d_model: int) -> int:
    """The FLOPs of the logits and of the weighted sums of the values, over all
    heads.

    Args:
        n_queries: T; in decoding 1, while S keys and values come from the
            cache.
        n_keys: S.
        d_model: d.

    Returns:
        The number of FLOPs, an int.

    Examples:
        >>> mixing_flops(2, 3, 10)
        240
    """
    raise NotImplementedError


def ffn_flops(n_tokens: int, d_model: int, d_ff: int, gated: bool = False) -> int:
    """The FLOPs of the feed-forward network.

    Args:
        n_tokens: n.
        d_model: d.
        d_ff: the width inside.
        gated: whether it has the third matrix.

    Returns:
        The number of FLOPs, an int.

    Examples:
        >>> ffn_flops(1, 10, 40), ffn_flops(1, 10, 40, gated=True)
        (1600, 2400)
    """
    raise NotImplementedError


def crossover_length(d_model: int, d_ff: int, gated: bool = False) -> int:
    """From which length on the quadratic work costs at least as many FLOPs as
    all the rest of the layer.

    Args:
        d_model: d.
        d_ff: the width inside the feed-forward network.
        gated: whether that has the third matrix.

    Returns:
        The smallest n for which the mixing of n queries with n keys costs at
        least as much as the projections and the feed-forward network for n
        tokens together, an int.

    Examples:
        With the usual d_ff = 4 d it is 6 d:

        >>> crossover_length(4096, 4 * 4096)
        24576
        >>> crossover_length(1, 1, gated=True)
        4
    """
    raise NotImplementedError


def mixing_bytes(
    n_queries: int, n_keys: int, d_model: int, n_heads: int, bytes_per_number: int = 2, fused: bool = False
) -> int:
    """The bytes that the mixing reads from memory and writes to it.

    Without fusion there are three passes: the first reads Q and K and writes
    the logits, the second reads the logits and writes the weights, the third
    reads the weights and V and writes the output. Fused into one kernel, as in
    FlashAttention, the logits and weights never leave the chip: Q, K and V are
    read once, the output is written once.

    Args:
        n_queries: T.
        n_keys: S.
        d_model: d; Q, K, V and the output have d features, those of all heads
            together.
        n_heads: H; each head has logits of its own.
        bytes_per_number: the size of every number.
        fused: one kernel instead of three passes.

    Returns:
        The number of bytes, an int.

    Examples:
        >>> (
        ...     mixing_bytes(1, 3, 4, 2, bytes_per_number=1),
        ...     mixing_bytes(1, 3, 4, 2, bytes_per_number=1, fused=True),
        ... )
        (56, 32)

        Decoding makes about 1 FLOP for each byte, even when fused:

        >>> mixing_flops(1, 8192, 4096) / mixing_bytes(
        ...     1, 8192, 4096, 32, fused=True
        ... ) < 1
        True
    """
    raise NotImplementedError


def ffn_bytes(n_tokens: int, d_model: int, d_ff: int, gated: bool = False, bytes_per_number: int = 2) -> int:
    """The bytes that the feed-forward network reads from memory and writes to
    it.

    Every matrix is read once, for all tokens together. For each token the
    input is read and the output is written, with d numbers each, and the d_ff
    numbers inside (with a gate: their product with it) are written and read
    again.

    Args:
        n_tokens: n.
        d_model: d.
        d_ff: the width inside.
        gated: whether there is the third matrix.
        bytes_per_number: the size of every number.

    Returns:
        The number of bytes, an int.

    Examples:
        >>> (
        ...     ffn_bytes(1, 10, 40, bytes_per_number=1),
        ...     ffn_bytes(100, 10, 40, bytes_per_number=1),
        ... )
        (900, 10800)
    """
    raise NotImplementedError
