"""Grades `attention_cost`: a list of the matrix products, and a search for the crossover."""

import pytest

from kata.testing import assert_equal


def flops(products):
    """For each product of (a, b) and (b, c): a * c sums of b products."""
    return sum(a * c * (b + b) for a, b, c in products)


def projections(n, d):
    return flops([(n, d, d) for _ in ("queries", "keys", "values", "output")])


def mixing(n_queries, n_keys, d):
    """In one head; any number of heads gives the same."""
    return flops([(n_queries, d, n_keys), (n_queries, n_keys, d)])


def network(n, d, d_ff, gated):
    return flops([(n, d, d_ff), (n, d_ff, d)] + ([(n, d, d_ff)] if gated else []))


def crossover(d, d_ff, gated):
    n = 1
    while mixing(n, n, d) < projections(n, d) + network(n, d, d_ff, gated):
        n += 1
    return n


def some(rng, number, low=2, high=60):
    """Sizes that differ pairwise."""
    return (rng.permutation(high - low)[:number] + low).tolist()


@pytest.mark.points(14)
def test_projections(submission, rng):
    """The projections are four products of (n, d) and (d, d); a multiplication and its addition are 2 FLOPs."""
    for n, d in (some(rng, 2), (1, 7)):
        assert_equal(submission.projection_flops(n, d), projections(n, d), what=f"the FLOPs for {n} tokens, d = {d}")


@pytest.mark.points(16)
def test_mixing(submission, rng):
    """The mixing is Q K^T and weights V: every query meets every key twice, at 2 d FLOPs each time."""
    for n_queries, n_keys, d in (some(rng, 3), (1, 40, 6)):
        what = f"the FLOPs for {n_queries} queries, {n_keys} keys, d = {d}"
        assert_equal(submission.mixing_flops(n_queries, n_keys, d), mixing(n_queries, n_keys, d), what=what)


@pytest.mark.points(14)
def test_feed_forward_network(submission, rng):
    """The plain network has two products, the gated one three."""
    for gated in (False, True):
        n, d, d_ff = some(rng, 3)
        what = f"the FLOPs for {n} tokens, d = {d}, d_ff = {d_ff}, gated = {gated}"
        assert_equal(submission.ffn_flops(n, d, d_ff, gated=gated), network(n, d, d_ff, gated), what=what)
    n, d, d_ff = some(rng, 3)
    assert_equal(
        submission.ffn_flops(n, d, d_ff), network(n, d, d_ff, False), what="the FLOPs without a word on a gate"
    )


@pytest.mark.points(18)
def test_crossover(submission, rng):
    """From the crossover on, the mixing costs at least as much as projections and network together."""
    half, d = some(rng, 2, 2, 12)
    for gated in (False, True):
        what = f"the crossover for d = {d}, d_ff = {2 * half}, gated = {gated}"
        found = submission.crossover_length(d, 2 * half, gated=gated)
        assert_equal(found, crossover(d, 2 * half, gated), what=what)
    d, d_ff = some(rng, 2, 2, 16)
    found = submission.crossover_length(d, d_ff)
    assert_equal(found, crossover(d, d_ff, False), what=f"the crossover for d = {d}, d_ff = {d_ff}, without a gate")
    assert_equal(submission.crossover_length(1600, 6400), 9600, what="the crossover for d = 1600, d_ff = 6400")


@pytest.mark.points(8)
def test_crossover_between_two_lengths(submission, rng):
    """Where both would be equal between two whole lengths, the longer one is the crossover, exactly."""
    for half in some(rng, 3, 0, 8):
        d, d_ff = int(rng.integers(1, 8)), 2 * half + 1
        what = f"the crossover for d = {d}, d_ff = {d_ff}, gated"
        assert_equal(submission.crossover_length(d, d_ff, gated=True), crossover(d, d_ff, True), what=what)
    # 2 d + 3 d_ff / 2, rounded up, for sizes that no float holds.
    huge = 3**40
    what = f"the crossover for d = {huge}, d_ff = {huge}, gated"
    assert_equal(submission.crossover_length(huge, huge, gated=True), 3 * huge + (huge + 1) // 2, what=what)


@pytest.mark.points(10)
def test_bytes_of_the_mixing(submission, rng):
    """Unfused, three passes read and write the tables of H x T x S logits and weights."""
    for n_queries, n_keys, n_heads, d_head in (some(rng, 4), (1, 30, 4, 5)):
        d = n_heads * d_head
        q, v, logits = n_queries * d, n_keys * d, n_heads * n_queries * n_keys
        expected = sum([q, v, logits]) + sum([logits, logits]) + sum([logits, v, q])
        what = f"the bytes for {n_queries} queries, {n_keys} keys, {n_heads} heads, d = {d}, 1 byte a number"
        found = submission.mixing_bytes(n_queries, n_keys, d, n_heads, bytes_per_number=1)
        assert_equal(found, expected, what=what)


@pytest.mark.points(8)
def test_bytes_of_the_fused_mixing(submission, rng):
    """Fused, only Q, K, V and the output cross the memory, whatever the number of heads."""
    for n_queries, n_keys, n_heads, d_head in (some(rng, 4), (1, 30, 4, 5)):
        d = n_heads * d_head
        what = f"the bytes for {n_queries} queries, {n_keys} keys, {n_heads} heads, d = {d}, 1 byte a number"
        found = submission.mixing_bytes(n_queries, n_keys, d, n_heads, bytes_per_number=1, fused=True)
        assert_equal(found, sum([n_queries * d, n_keys * d, n_keys * d, n_queries * d]), what=what)


@pytest.mark.points(8)
def test_bytes_of_the_feed_forward_network(submission, rng):
    """Each matrix is read once; for each token, input and output cross the memory once and the inside twice."""
    for gated in (False, True):
        n, d, d_ff = some(rng, 3)
        expected = d * d_ff * len("abc" if gated else "ab") + sum(d + d_ff + d_ff + d for _ in range(n))
        what = f"the bytes for {n} tokens, d = {d}, d_ff = {d_ff}, gated = {gated}, 1 byte a number"
        assert_equal(submission.ffn_bytes(n, d, d_ff, gated=gated, bytes_per_number=1), expected, what=what)


@pytest.mark.points(4)
def test_bytes_of_a_number(submission, rng):
    """Every number takes the bytes that the caller says, 2 by default."""
    n, d, d_ff = some(rng, 3)
    network, mixed = 2 * (d * d_ff + n * d + n * d_ff), 2 * n * d + 2 * d + 4 * n
    for size in (1, 4):
        found = [submission.ffn_bytes(n, d, d_ff, False, size), submission.mixing_bytes(n, 1, d, 1, size)]
        what = f"the bytes of network and mixing at {size} a number"
        assert_equal(found, [size * network, size * mixed], what=what)
    found = [submission.ffn_bytes(n, d, d_ff), submission.mixing_bytes(n, 1, d, 1)]
    assert_equal(found, [2 * network, 2 * mixed], what="the bytes of network and mixing by default")
