"""Grades `online_softmax`: log-sum-exp of whole rows is the oracle; nothing is merged or rescaled in it."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def log_sum(logits):
    return np.logaddexp.reduce(logits.astype(np.float64), axis=-1, initial=-np.inf)


def statistics(logits):
    """(m, z) with z = exp(log-sum-exp - m)."""
    m = np.sort(np.concatenate([np.full((*logits.shape[:-1], 1), -np.inf), logits], axis=-1), axis=-1)[..., -1]
    with np.errstate(invalid="ignore"):
        return m.astype(logits.dtype), np.nan_to_num(np.exp(log_sum(logits) - m)).astype(logits.dtype)


def average(blocks):
    """Probabilities over all blocks at once, and 0 for a row that sees nothing."""
    logits, values = np.concatenate([x for x, _ in blocks], axis=1), np.concatenate([v for _, v in blocks])
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.exp(logits - log_sum(logits)[:, None])) @ values


def make_blocks(rng, widths, n_rows, n_features, spread=2.0):
    """Blocks of these widths. Their logits climb from one to the next in the first row and fall in the second."""
    blocks = []
    for i, width in enumerate(widths):
        logits = spread * rng.normal(size=(n_rows, width))
        logits[0] += 3.0 * spread * i
        logits[1] -= 3.0 * spread * i
        blocks.append((logits, rng.normal(size=(width, n_features))))
    return blocks


def level(blocks):
    """The same blocks with a maximum of 0 in each row that sees something: there is nothing to rescale then."""
    result = []
    for logits, values in blocks:
        peak = logits.max(axis=-1, keepdims=True, initial=-np.inf)
        result.append((logits - np.where(np.isinf(peak), 0.0, peak), values))
    return result


def loader(submission, blocks):
    """`read`, and the list of what it was asked for."""
    asked = []

    def read(i):
        asked.append(int(i))
        return blocks[i]

    return submission.callback(read, limit=10 * len(blocks)), asked


def stream(submission, blocks):
    return submission.streamed_average(loader(submission, blocks)[0], len(blocks))


@pytest.mark.points(14)
def test_statistics_of_each_row(submission, rng):
    """m is the largest logit of each row and z the sum of exp(x - m), at any height of the logits."""
    for shape in [(6,), (2, 3, 4)]:
        logits = 2 * rng.normal(size=shape)
        assert_close(submission.block_statistics(logits), statistics(logits), what="(m, z)")
    logits = 2 * rng.normal(size=(4, 6)) + np.array([[2000.0], [-2000.0], [0.0], [-40000.0]])
    logits[2, 1] = 900.0
    assert_close(submission.block_statistics(logits), statistics(logits), what="(m, z)")


@pytest.mark.points(8)
def test_statistics_of_empty_and_hidden_rows(submission, rng):
    """Logits of -inf add nothing; a row of -inf alone, or of no logits, has m = -inf and z = 0."""
    logits = rng.normal(size=(3, 4)) - 50.0
    logits[0, 1:3] = logits[1] = -np.inf
    for some in (logits, logits[:, :0], np.zeros(0)):
        assert_close(submission.block_statistics(some), statistics(some), what="(m, z)")


@pytest.mark.points(20)
def test_merging_two_parts(submission, rng):
    """Both sums are brought to the larger of the two maxima and added, whichever part that is in."""
    for height in (1.0, 1500.0):
        m_a, m_b = height * rng.normal(size=(2, 3, 4))
        z_a, z_b = rng.uniform(1.0, 9.0, size=(2, 3, 4))
        m_b[0, 0] = m_a[0, 0]
        m_a[1, :2] += [5.0, -5.0]
        m_b[2, 2] = m_a[2, 2] + 0.5
        m_b[2, 3] = m_a[2, 3] - 0.5
        m = np.where(m_a > m_b, m_a, m_b)
        expected = m, np.exp(np.logaddexp(m_a + np.log(z_a), m_b + np.log(z_b)) - m)
        assert_close(submission.merge_statistics((m_a, z_a), (m_b, z_b)), expected, what="(m, z)")


@pytest.mark.points(10)
def test_parts_that_saw_nothing(submission, rng):
    """A part with m = -inf and z = 0 changes nothing, and two of them give the same again."""
    m, z = 800 * rng.normal(size=4), rng.uniform(1.0, 9.0, size=4)
    m[1], z[1] = -np.inf, 0.0
    nothing = np.full(4, -np.inf), np.zeros(4)
    for first, second in [((m, z), nothing), (nothing, (m, z))]:
        assert_close(submission.merge_statistics(first, second), (m, z), what="(m, z)")


@pytest.mark.points(20)
def test_average_over_all_blocks(submission, rng):
    """The values are averaged under one softmax over all blocks, whether the maxima rise or fall on the way."""
    for widths in [(2, 4, 1, 3), (5,)]:
        blocks = make_blocks(rng, widths, n_rows=4, n_features=3, spread=float(rng.uniform(0.3, 1.0)))
        what = f"the average over blocks of the widths {widths}"
        assert_close(stream(submission, blocks), average(blocks), rtol=1e-8, what=what)


@pytest.mark.points(10)
def test_average_with_large_logits(submission, rng):
    """Logits that climb or fall by thousands from block to block overflow nothing and lose nothing."""
    blocks = make_blocks(rng, (3, 2, 4), n_rows=5, n_features=2, spread=1.0)
    for i, (logits, _) in enumerate(blocks):
        logits += np.array([[3000.0 * i], [-3000.0 * i], [-5000.0], [9000.0], [700.0 * (i % 2)]])
    assert_close(stream(submission, blocks), average(blocks), rtol=1e-7)


@pytest.mark.points(8)
def test_rows_that_see_nothing_for_a_while(submission, rng):
    """Blocks that are empty, or -inf throughout a row, add nothing; a row that sees nothing has the average 0."""
    blocks = make_blocks(rng, (2, 0, 3, 2), n_rows=4, n_features=3, spread=1.0)
    blocks[0][0][0] = blocks[2][0][1] = blocks[3][0][2] = -np.inf
    blocks[0][0][1] = blocks[2][0][2, 1:] = -np.inf
    for logits, _ in blocks:
        logits[3] = -np.inf
    blocks = level(blocks)
    assert_close(stream(submission, blocks), average(blocks), rtol=1e-8)
    assert_close(
        stream(submission, blocks[1:]), average(blocks[1:]), rtol=1e-8, what="the result, an empty block first"
    )
    for what, some in (("one block alone", blocks[:1]), ("one block without keys", blocks[1:2])):
        assert_close(stream(submission, some), average(some), rtol=1e-8, what=f"the result for {what}")


@pytest.mark.points(5)
def test_each_block_is_read_once(submission, rng):
    """Every block is read exactly once, and every block is read."""
    blocks = level(make_blocks(rng, (2, 3, 1, 2), n_rows=3, n_features=2))
    read, asked = loader(submission, blocks)
    found = submission.streamed_average(read, 4)
    assert_equal(sorted(asked), [0, 1, 2, 3], what="the blocks that were read, in order of their numbers")
    assert_close(found, average(blocks), rtol=1e-8)


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives float32 and float64 gives float64, in all three functions."""
    for dtype in (np.float32, np.float64):
        blocks = [
            (x.astype(dtype), v.astype(dtype)) for x, v in level(make_blocks(rng, (2, 3), n_rows=3, n_features=2))
        ]
        first, second = (statistics(x) for x, _ in blocks)
        whole = np.concatenate([x for x, _ in blocks], axis=1)
        assert_close(submission.block_statistics(whole), statistics(whole), exact_dtype=True, what="(m, z)")
        merged = submission.merge_statistics(first, second)
        assert_close(merged, statistics(whole), exact_dtype=True, what="(m, z), merged")
        assert_close(stream(submission, blocks), average(blocks).astype(dtype), exact_dtype=True, what="the average")
