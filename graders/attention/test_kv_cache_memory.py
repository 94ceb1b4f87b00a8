"""Grades `kv_cache_memory`: tokens are counted one by one, sequences are let in one by one."""

import pytest

from kata.testing import assert_equal


def kept(n_tokens, window):
    """The tokens that a layer still holds when it has seen n of them."""
    return sum(1 for age in range(n_tokens) if window is None or age < window)


def pages(n_tokens, block_size):
    return len({position // block_size for position in range(n_tokens)})


def admitted(memory_bytes, n_tokens, block_bytes, block_size):
    """Let sequences in until the blocks run out."""
    free = len(range(block_bytes, memory_bytes + 1, block_bytes))
    number = 0
    while free >= pages(n_tokens, block_size):
        free -= pages(n_tokens, block_size)
        number += 1
    return number


@pytest.mark.points(14)
def test_bytes_of_one_token_in_one_layer(submission, rng):
    """A token takes a key and a value for each key-value head, at 16 bits a number unless told otherwise."""
    for n_heads, head_dim in [(32, 128), (int(rng.integers(2, 20)), 24), (1, int(rng.integers(3, 50)))]:
        expected = sum(2 for _ in ("key", "value") for _ in range(n_heads * head_dim))
        what = f"the bytes for {n_heads} heads of dimension {head_dim}"
        assert_equal(submission.bytes_per_token(n_heads, n_heads, head_dim), expected, what=what)


@pytest.mark.points(14)
def test_grouped_and_multi_query_heads(submission, rng):
    """Only the key-value heads are cached, whatever the number of query heads: one of them in MQA, some in GQA."""
    head_dim = int(rng.integers(5, 70))
    for n_heads, n_kv_heads in [(32, 8), (32, 1), (12, 4), (15, 3)]:
        what = f"the bytes for {n_heads} query heads and {n_kv_heads} key-value heads"
        found = submission.bytes_per_token(n_heads, n_kv_heads, head_dim)
        assert_equal(found, 4 * n_kv_heads * head_dim, what=what)


@pytest.mark.points(8)
def test_precisions_from_4_to_32_bits(submission, rng):
    """The precision is in bits: a number of 4 bits takes half a byte."""
    head_dim = 2 * int(rng.integers(3, 35)) + 1  # odd: the key alone takes no whole number of bytes at 4 bits
    for bits, expected in [(4, 3 * head_dim), (8, 6 * head_dim), (16, 12 * head_dim), (32, 24 * head_dim)]:
        assert_equal(submission.bytes_per_token(6, 3, head_dim, bits=bits), expected, what=f"the bytes at {bits} bits")


@pytest.mark.points(6)
def test_heads_that_make_no_equal_groups_are_refused(submission):
    """Key-value heads that don't divide the query heads evenly, or none at all, raise ValueError."""
    assert_equal(submission.bytes_per_token(12, 6, 10), 240)
    for n_heads, n_kv_heads in [(12, 5), (12, 24), (12, 0), (12, -3)]:
        with pytest.raises(ValueError):
            submission.bytes_per_token(n_heads, n_kv_heads, 10)


@pytest.mark.points(12)
def test_sequences_and_layers_add_up(submission, rng):
    """Without windows every layer keeps every token of every sequence."""
    lengths, n_layers = rng.permutation([3, 11, 40, 7]).tolist(), int(rng.integers(2, 6))
    for some in (lengths, lengths[:1], [0, 5], []):
        what = f"the bytes for the lengths {some} in {n_layers} layers"
        found = submission.cache_bytes(some, [None] * n_layers, 6)
        assert_equal(found, 6 * n_layers * sum(some), what=what)
    assert_equal(submission.cache_bytes([2048], [None] * 32, 16384), 2**30, what="the classic example in 32 layers")


@pytest.mark.points(14)
def test_windows_cap_each_sequence_in_their_layer(submission, rng):
    """A layer with a window keeps at most W tokens of each sequence, the other layers keep them all."""
    lengths = [*rng.permutation([4, 30, 9]).tolist(), 12]
    for windows in ([8, None, 20, 8], [12, 12], [1, None], [100]):
        expected = 10 * sum(kept(n, window) for n in lengths for window in windows)
        what = f"the bytes for the lengths {lengths} and the windows {windows}"
        assert_equal(submission.cache_bytes(lengths, windows, token_bytes=10), expected, what=what)


@pytest.mark.points(14)
def test_pages_round_each_sequence_up(submission, rng):
    """In a paged cache each sequence holds ceil(n / block_size) blocks of its own, none if it is empty."""
    size, n_layers = int(rng.integers(3, 9)), int(rng.integers(2, 6))
    lengths = [size, size + 1, 3 * size - 1, 1, 0, 2 * size]
    for some in (lengths, [size], [2 * size + 1, 2 * size + 1], [0], []):
        expected = sum(pages(n, size) for n in some) * size * n_layers * 12
        what = f"the bytes for the lengths {some} in blocks of {size}"
        assert_equal(submission.paged_cache_bytes(some, n_layers, 12, size), expected, what=what)


@pytest.mark.points(14)
def test_as_many_sequences_as_there_are_blocks_for(submission, rng):
    """The memory is cut into whole blocks, and each sequence needs whole blocks of them."""
    size, n_layers = int(rng.integers(3, 9)), int(rng.integers(2, 6))
    block_bytes = size * n_layers * 12
    for n_tokens in (1, size, size + 1, 3 * size - 1):
        for memory in (0, block_bytes - 1, block_bytes, 7 * block_bytes - 1, 11 * block_bytes + 5, 12 * block_bytes):
            what = (
                f"the number of sequences of {n_tokens} tokens in {memory} bytes, {block_bytes} for a block of {size}"
            )
            found = submission.max_sequences(memory, n_tokens, n_layers, 12, size)
            assert_equal(found, admitted(memory, n_tokens, block_bytes, size), what=what)


@pytest.mark.points(4)
def test_sizes_are_exact(submission):
    """Sizes are exact whole numbers, also where a float would round them."""
    huge = 3**40
    assert_equal(submission.cache_bytes([huge, 1], [None, huge - 2], 7), 7 * (2 * huge), what="the bytes")
    assert_equal(submission.paged_cache_bytes([huge], 5, 7, 2), 35 * (huge + 1), what="the bytes in blocks of 2")
    found = submission.max_sequences(6 * huge - 1, 2, 1, 3, 2)
    assert_equal(found, huge - 1, what=f"the number of sequences in {6 * huge - 1} bytes, 6 for each")
    # The last token of each sequence is alone in its block, so that 3 sequences don't fit into 3 times their tokens.
    found = submission.max_sequences(3 * huge, huge, 1, 1, 2)
    assert_equal(found, 2, what=f"the number of sequences of {huge} tokens in {3 * huge} bytes, 1 for a token")
    found = submission.bytes_per_token(3, 1, huge, bits=8)
    assert_equal(found, 2 * huge, what=f"the bytes for one head of dimension {huge} at 8 bits")
