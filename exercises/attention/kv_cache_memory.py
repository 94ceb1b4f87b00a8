"""How much memory the keys and values of past tokens take.

A decoder that generates text keeps the key and the value of every token it has
seen, in every layer, so that the next token needs no recomputation. For long
contexts and many users at once this cache is larger than the model, and it
decides how many requests a GPU can serve. For one token in one layer it holds

    2 vectors (a key and a value)  x  H_kv heads  x  head_dim numbers

H_kv is the number of key-value heads. Multi-head attention (MHA) has one for
each query head. Grouped-query attention (GQA) lets each group of query heads
share one, and multi-query attention (MQA) has a single one for all.

The classic example: 32 heads of dimension 128 in 16 bits take 16 384 bytes for
each token and layer, so 2048 tokens take 32 MiB in one layer, and 1 GiB in 32
layers.

Conventions:

- **Units**: sizes are whole numbers of bytes, exact ints also for the largest
  sizes. Precisions are in bits.
- **Windows**: a layer with a sliding window of W keeps the last W tokens of
  each sequence only; a shorter sequence takes no more than its own length. A
  layer without a window (None) keeps all tokens.
- **Pages**: a paged cache gives each sequence whole blocks of ``block_size``
  tokens. A block spans all layers: it holds the keys and values of its tokens
  in every one of them. Sequences share no blocks.
"""


def bytes_per_token(n_heads: int, n_kv_heads: int, head_dim: int, bits: int = 16) -> int:
    """The bytes that one token takes in one layer.

    Args:
        n_heads: H, the number of query heads.
        n_kv_heads: H_kv, the number of key-value heads: H for MHA, 1 for MQA,
            between them for GQA.
        head_dim: the number of features of each head.
        bits: the precision of a number in the cache: 4, 8, 16 or 32.

    Returns:
        The number of bytes, an int.

    Raises:
        ValueError: if ``n_kv_heads`` is below 1 or doesn't divide ``n_heads``,
            so that the groups would be unequal.

    Examples:
        >>> bytes_per_token(32, 32, 128)
        16384
        >>> bytes_per_token(32, 8, 128), bytes_per_token(32, 1, 128)
        (4096, 512)
    """
    raise NotImplementedError


def cache_bytes(lengths: list[int], windows: list[int | None], token_bytes: int) -> int:
    """The bytes of the caches of several sequences, with not a token to spare.

    Args:
        lengths: the number of tokens of each sequence, at least 0.
        windows: one entry for each layer: the length W >= 1 of its sliding
            window, or None.
        token_bytes: the bytes for one token in one layer.

    Returns:
        The number of bytes for all sequences and layers, an int.

    Examples:
        >>> cache_bytes([2048], [None], 16384) == 32 * 2**20
        True
        >>> cache_bytes([5, 2], [None, 3], token_bytes=10)
        120
    """
    raise NotImplementedError


def paged_cache_bytes(lengths: list[int], n_layers: int, token_bytes: int, block_size: int) -> int:
    """The bytes of the blocks that several sequences hold in a paged cache,
    without windows.

    Args:
        lengths: the number of tokens of each sequence, at least 0.
        n_layers: L, the number of layers.
        token_bytes: the bytes for one token in one layer.
        block_size: the number of tokens of a block, at least 1.

    Returns:
        The number of bytes, an int.

    Examples:
        Two blocks of 16 tokens and one, in 2 layers:

        >>> paged_cache_bytes(
        ...     [17, 16], n_layers=2, token_bytes=10, block_size=16
        ... )
        960
    """
    raise NotImplementedError


def max_sequences(memory_bytes: int, n_tokens: int, n_layers: int, token_bytes: int, block_size: int) -> int:
    """How many sequences of the same length a paged cache can hold at once,
    without windows.

    Args:
        memory_bytes: the memory for the cache. It is cut into blocks, and a
            rest that is no whole block is lost.
        n_tokens: the length of each sequence, at least 1.
        n_layers: L, the number of layers.
        token_bytes: the bytes for one token in one layer.
        block_size: the number of tokens of a block, at least 1.

    Returns:
        The greatest number of sequences, an int; 0 if there is no room for
        one.

    Examples:
        One gibibyte holds one sequence of 2048 tokens of the classic
        example, or 4 with GQA and 8 key-value heads:

        >>> (
        ...     max_sequences(2**30, 2048, 32, 16384, block_size=16),
        ...     max_sequences(2**30, 2048, 32, 4096, block_size=16),
        ... )
        (1, 4)

        5 blocks of 4 tokens, of which each sequence needs 2:

        >>> max_sequences(200, 6, n_layers=1, token_bytes=10, block_size=4)
        2
    """
    raise NotImplementedError
