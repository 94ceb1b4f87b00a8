"""Grades `rotary_embedding`: each pair is multiplied by a 2 x 2 rotation matrix, built from the formula in float64."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal


def angles(positions, d_head, base):
    """p w_i for every position and pair, in float64."""
    exponents = np.array([-2 * i / d_head for i in range(d_head // 2)])
    return np.multiply.outer(np.asarray(positions, dtype=np.float64), float(base) ** exponents)


def tables(n_positions, d_head, base=30.0, dtype=torch.float64):
    """(cos, sin) as the answer's own function should make them."""
    turns = torch.from_numpy(angles(range(n_positions), d_head, base))
    return turns.cos().to(dtype), turns.sin().to(dtype)


def marks(rng, n_positions, d_head):
    """(cos, sin) that only scale a token, by a number for each position: the layout and the direction don't matter."""
    scales = torch.from_numpy(rng.permutation(n_positions) + 1.0) / n_positions
    return scales[:, None].repeat(1, d_head // 2), torch.zeros(n_positions, d_head // 2, dtype=torch.float64)


def scaled(x, positions, cos):
    return x * cos[torch.from_numpy(positions), :1][:, None]


def rotate(x, positions, halves=False, base=30.0):
    """x with pair i at position p turned by p w_i; positions has shape (B, T)."""
    d_head = x.shape[-1]
    members = [(i, i + d_head // 2) if halves else (2 * i, 2 * i + 1) for i in range(d_head // 2)]
    turn = torch.from_numpy(angles(positions, d_head, base))
    matrices = torch.stack([torch.stack([turn.cos(), -turn.sin()], -1), torch.stack([turn.sin(), turn.cos()], -1)], -2)
    out = torch.empty_like(x)
    for i, pair in enumerate(members):
        out[..., pair] = torch.einsum("btij,bhtj->bhti", matrices[:, :, i], x[..., pair])
    return out


def at(offset, x):
    """The positions of all tokens when the first ones stand at the offset, or at the offset of their sequence."""
    return np.broadcast_to(np.reshape(offset, (-1, 1)), (len(x), 1)) + np.arange(x.shape[2])


def sizes(rng):
    """B, H, T and F, pairwise different; F / 2 differs from them too."""
    n_batch, n_heads = (int(size) for size in rng.permutation([2, 3]))
    return n_batch, n_heads, 4, int(rng.choice([10, 14]))


@pytest.mark.points(14)
def test_tables_hold_the_cosines_and_sines(submission, rng):
    """Row p holds the cosines or sines of p w_i with w_i = base^(-2i / F), from position 0 on; base is 10 000."""
    for n_positions, d_head, base in [(7, 6, float(rng.uniform(5, 50))), (5, 10, 500_000.0), (3, 2, 7)]:
        found = submission.rotary_tables(n_positions, d_head, base, dtype=torch.float64)
        expected = tables(n_positions, d_head, base)
        assert_close(found, expected, exact_dtype=True, what=f"(cos, sin) with base {base}")
    found = submission.rotary_tables(9, 8)
    assert_close(found, tables(9, 8, 10_000.0, torch.float32), exact_dtype=True, what="(cos, sin) by default")


@pytest.mark.points(8)
def test_tables_are_exact_at_far_positions(submission, rng):
    """At position 100 000 a float32 table is right to its last digits: the angle was not rounded to float32."""
    found = submission.rotary_tables(100_001, 4, 20.0)
    last = torch.from_numpy(angles([99_000, 99_999, 100_000], 4, 20.0))
    for name, table, expected in zip(("cos", "sin"), found, (last.cos(), last.sin()), strict=True):
        rows = table[[99_000, 99_999, 100_000]]
        assert_close(rows, expected.float(), rtol=0, atol=1e-5, what=f"{name} far out")


@pytest.mark.points(16)
def test_pairs_are_turned_by_their_angles(submission, rng):
    """By default features 2i and 2i + 1 are a pair, and token t is turned by the angles of position t."""
    n_batch, n_heads, n, d_head = sizes(rng)
    for shape in [(n_batch, n_heads, n, d_head), (1, 2, 5, 2)]:
        x = normal(rng, *shape)
        cos, sin = tables(shape[2] + 3, shape[3])
        assert_close(submission.apply_rotary(x, cos, sin), rotate(x, at(0, x)), what=f"the result for shape {shape}")


@pytest.mark.points(14)
def test_halves_are_turned_by_their_angles(submission, rng):
    """With halves=True features i and i + F / 2 are a pair, and stay where they are."""
    n_batch, n_heads, n, d_head = sizes(rng)
    x = normal(rng, n_batch, n_heads, n, d_head)
    cos, sin = tables(n + 3, d_head)
    assert_close(submission.apply_rotary(x, cos, sin, halves=True), rotate(x, at(0, x), halves=True))
    found = submission.apply_rotary(x, cos, sin, 3, halves=True)
    assert_close(found, rotate(x, at(3, x), halves=True), what="the result with offset 3")


@pytest.mark.points(10)
def test_an_offset_moves_all_tokens(submission, rng):
    """Token t stands at position offset + t, for a whole prompt and for a single token behind a cache."""
    n_batch, n_heads, n, d_head = sizes(rng)
    x = normal(rng, n_batch, n_heads, n, d_head)
    offset = int(rng.integers(2, 9))
    cos, sin = marks(rng, offset + n, d_head)
    assert_close(submission.apply_rotary(x, cos, sin, offset=offset), scaled(x, at(offset, x), cos))
    one = x[:, :, :1]
    found = submission.apply_rotary(one, cos, sin, offset=offset + n - 1)
    assert_close(found, scaled(one, at(offset + n - 1, one), cos), what="the last token alone")


@pytest.mark.points(12)
def test_each_sequence_may_have_an_offset(submission, rng):
    """With a tensor of B offsets, token t of sequence b stands at position offset[b] + t in every head."""
    # As many heads as sequences, and as many as tokens: an axis in the wrong place doesn't raise.
    for shape in [(3, 3, 3, 6), (3, 3, 1, 8), (2, 4, 3, 4)]:
        x = normal(rng, *shape)
        offset = torch.from_numpy(rng.permutation(12)[: shape[0]])
        cos, sin = marks(rng, 12 + shape[2], shape[3])
        for halves in (False, True):
            found = submission.apply_rotary(x, cos, sin, offset, halves=halves)
            expected = scaled(x, at(offset.numpy(), x), cos)
            assert_close(found, expected, what=f"the result for shape {shape}, halves = {halves}")


@pytest.mark.points(12)
def test_reordered_projections_give_the_same_logits(submission, rng):
    """pairs_to_halves puts the first members of all pairs of a head in front of the second ones, head by head."""
    for n_heads, d_head, d_in in [(3, 4, 5), (2, 6, 7), (1, 10, 3), (4, 2, 6)]:
        rows = [h * d_head + i for h in range(n_heads) for i in (*range(0, d_head, 2), *range(1, d_head, 2))]
        weight, bias = normal(rng, n_heads * d_head, d_in), normal(rng, n_heads * d_head)
        assert_equal(submission.pairs_to_halves(weight, n_heads), weight[rows], what="the weight")
        assert_equal(submission.pairs_to_halves(bias, n_heads), bias[rows], what="the bias")


@pytest.mark.points(4)
def test_gradients_are_turned_back(submission, rng):
    """The gradient of x is the gradient of the result, turned by the opposite angles."""
    n_batch, n_heads, n, d_head = sizes(rng)
    x, cotangent = normal(rng, n_batch, n_heads, n, d_head).requires_grad_(), normal(rng, n_batch, n_heads, n, d_head)
    cos, sin = tables(n + 2, d_head)
    for halves in (False, True):
        found = torch.autograd.grad(submission.apply_rotary(x, cos, sin, 2, halves=halves), x, cotangent)[0]
        assert_close(found, rotate(cotangent, -at(2, x), halves=halves), what=f"the gradient, halves = {halves}")


@pytest.mark.points(4)
def test_the_dtype_of_x_is_kept(submission, rng):
    """The result has the dtype of x, whatever that of the tables."""
    x = normal(rng, 2, 3, 4, 6)
    for dtype, table_dtype in [(torch.float32, torch.float64), (torch.float64, torch.float32)]:
        cos, sin = (table.to(table_dtype) for table in marks(rng, 4, 6))
        found = submission.apply_rotary(x.to(dtype), cos, sin)
        assert_close(
            found, scaled(x, at(0, x), cos).to(dtype), rtol=1e-5, exact_dtype=True, what=f"the result for {dtype}"
        )


@pytest.mark.points(6)
def test_positions_outside_the_tables_are_refused(submission, rng):
    """A token at a negative position or beyond the tables raises ValueError, and so does an odd number of features."""
    x = normal(rng, 2, 3, 4, 6)
    cos, sin = marks(rng, 8, 6)
    for good, bad in [
        (4, 5),
        (0, -1),
        (torch.tensor([4, 0]), torch.tensor([5, 0])),
        (torch.tensor([0, 4]), torch.tensor([0, 5])),
        (4, torch.tensor([2, -1])),
    ]:
        assert_close(submission.apply_rotary(x, cos, sin, good), scaled(x, at(np.asarray(good), x), cos))
        with pytest.raises(ValueError):
            submission.apply_rotary(x, cos, sin, bad)
    assert_equal(submission.rotary_tables(3, 4)[0].shape, (3, 2), what="the shape of cos")
    with pytest.raises(ValueError):
        submission.rotary_tables(3, 5)
