"""Grades `flash_attention`: attention with the whole matrix, for sizes at which that is no problem."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal


def draw(rng, n_queries, n_keys, leading=(2, 3)):
    """q, k and v with 4 features and 3 values."""
    return (2 * normal(rng, *leading, n, width) for n, width in ((n_queries, 4), (n_keys, 4), (n_keys, 3)))


def draw_falling(rng, n_queries, n_keys, leading=(2, 3)):
    """q, k and v with a single feature, which needs no scale, and logits that fall along each row, whose maximum
    therefore stands in the first tile: what is wrong with either has tests of its own."""
    q, k = normal(rng, *leading, n_queries, 1).abs() + 0.5, normal(rng, *leading, n_keys, 1)
    return q, k.sort(dim=-2, descending=True).values, normal(rng, *leading, n_keys, 3)


def seen(n_queries, n_keys, causal):
    """The pairs that are visible."""
    positions = torch.arange(n_queries)[:, None] + (n_keys - n_queries)
    return (torch.arange(n_keys) <= positions) | (not causal)


def attend(q, k, v, causal=False):
    """(output, L) from the whole matrix."""
    logits = torch.einsum("...td,...sd->...ts", q, k) / math.sqrt(q.shape[-1])
    logits = logits.masked_fill(~seen(q.shape[-2], k.shape[-2], causal), -math.inf)
    logs = logits.logsumexp(-1)
    return torch.einsum("...ts,...sd->...td", (logits - logs[..., None]).exp(), v), logs


def check(submission, q, k, v, block_q, block_k, causal=False, item=0, **tolerance):
    found = submission.flash_attention(q, k, v, block_q, block_k, causal=causal)
    assert_equal(len(found), 2, what="the number of results")
    what = f"{('the output', 'L')[item]} for T = {q.shape[2]}, S = {k.shape[2]} in tiles of {block_q} x {block_k}"
    assert_close(found[item], attend(q, k, v, causal)[item], what=what, **tolerance)


@pytest.mark.points(22)
def test_tiles_of_any_size_give_exact_attention(submission, rng):
    """The output is that of plain attention, whatever the blocks: of 1, with a shorter last one, or larger than T."""
    for n_queries, n_keys, block_q, block_k in [(7, 9, 3, 4), (6, 5, 4, 1), (5, 4, 8, 3)]:
        check(submission, *draw(rng, n_queries, n_keys), block_q, block_k)


@pytest.mark.points(10)
def test_the_log_sum_exp(submission, rng):
    """L is the log of the sum of exp(logit) over the keys that a query sees."""
    for n_queries, n_keys, block_q, block_k, causal in [(5, 8, 2, 3, False), (6, 6, 8, 8, True)]:
        q, k, v = draw_falling(rng, n_queries, n_keys)
        check(submission, q, k, v, block_q, block_k, causal=causal, item=1)


@pytest.mark.points(16)
def test_causal_tiles_of_any_size(submission, rng):
    """Causal queries see the keys up to their own, also when the blocks of queries and keys differ in size."""
    n = int(rng.integers(6, 9))
    for n_queries, n_keys, block_q, block_k in [(7, 7, 2, 3), (n, n, 3, 2), (3, 8, 2, 3)]:
        check(submission, *draw_falling(rng, n_queries, n_keys), block_q, block_k, causal=True)


@pytest.mark.points(10)
def test_causal_queries_are_the_last_positions(submission, rng):
    """With more keys than queries, the queries are the last positions."""
    for n_queries, n_keys in [(3, 8), (1, 7)]:
        check(submission, *draw_falling(rng, n_queries, n_keys), 8, 8, causal=True)


@pytest.mark.points(14)
def test_tiles_without_a_visible_pair_are_skipped(submission, rng):
    """visible_tiles gives exactly the tiles in which a query sees a key, sorted; without causality all tiles."""
    sizes = [(6, 6, 2, 2), (7, 7, 3, 2), (4, 9, 3, 4), (5, 5, 9, 2)]
    for n_queries, n_keys, block_q, block_k in [*sizes, (int(rng.integers(3, 8)), 10, 2, 3)]:
        for causal in (True, False):
            blocks = [
                (i, j)
                for i, rows in enumerate(seen(n_queries, n_keys, causal).split(block_q))
                for j, tile in enumerate(rows.split(block_k, dim=1))
                if tile.any()
            ]
            what = f"the tiles of {block_q} x {block_k} for T = {n_queries}, S = {n_keys}, causal = {causal}"
            assert_equal(submission.visible_tiles(n_queries, n_keys, block_q, block_k, causal), blocks, what=what)
    assert_equal(submission.visible_tiles(3, 2, 2, 1, False), [(0, 0), (0, 1), (1, 0), (1, 1)])


@pytest.mark.points(10)
def test_large_logits(submission, rng):
    """Logits of tens of thousands overflow nothing, whether they rise or fall from tile to tile."""
    n = 9
    q, k, v = draw(rng, n, n)
    # The first feature shifts whole tiles of logits by up to 40 000: rising, falling and in between.
    slope = torch.arange(n, dtype=torch.float64) - n // 2
    q[..., 0] = torch.tensor([200.0, -200.0, 20.0, 0.0, 1.0, -1.0, 5.0, -200.0, 200.0]).double()
    k[..., 0] = 100.0 * slope
    check(submission, q, k, v, 4, 2, rtol=1e-7)
    check(submission, q, k, v, 16, 16, causal=True, rtol=1e-7)
    # Rows whose logits all lie far below 0, or far above.
    k[..., 0] = 400.0
    check(submission, q, k, v, 2, 4, rtol=1e-7)
    check(submission, q, k, v, 2, 4, item=1, rtol=1e-9)


@pytest.mark.points(10)
def test_a_long_sequence_never_makes_the_matrix(submission, rng):
    """For 4 000 queries and keys the matrix of logits doesn't fit into the memory; tiles of 2 200 x 64 do."""
    n = 4_000
    q, k, v = (x.float() for x in draw_falling(rng, n, n, leading=(1, 1)))
    # High and narrow: 2 200 whole rows of logits and of weights don't fit either.
    output = submission.flash_attention(q, k, v, 2_200, 64, causal=True)[0]
    for t in (0, int(rng.integers(1, n)), n - 1):
        expected = attend(q[:, :, t : t + 1], k[:, :, : t + 1], v[:, :, : t + 1])
        assert_close(output[:, :, t : t + 1], expected[0], rtol=1e-3, what=f"the output of query {t}")


@pytest.mark.points(4)
def test_the_dtype_is_kept(submission, rng):
    """Output and L have the dtype of q, k and v."""
    q, k, v = draw_falling(rng, 7, 6, leading=(1, 2))
    for dtype in (torch.float64, torch.float32):
        # One tile, and the output alone compared by value: L has a test to itself.
        output, logs = submission.flash_attention(q.to(dtype), k.to(dtype), v.to(dtype), 8, 8)
        assert_close(output, attend(q, k, v)[0].to(dtype), exact_dtype=True, what="the output")
        assert_equal(logs.dtype, dtype, what="the dtype of L")


@pytest.mark.points(4)
def test_causal_with_fewer_keys_than_queries_is_refused(submission, rng):
    """Causal attention with fewer keys than queries raises ValueError in both functions."""
    q, k, v = draw_falling(rng, 4, 3)
    check(submission, q, k, v, 8, 8)
    check(submission, q[:, :, 1:], k, v, 8, 8, causal=True)
    with pytest.raises(ValueError):
        submission.flash_attention(q, k, v, 2, 2, causal=True)
    with pytest.raises(ValueError):
        submission.visible_tiles(4, 3, 2, 2, True)
