"""Grades `transformer_block`: torch's own encoder layer with the same weights is the oracle; dropout is decoded."""

import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from _blocks import apply_block, block_state

from kata.testing import assert_close, assert_distribution, assert_equal
from kata.testing.tensors import normal


def quiet_state(rng, d_model, d_hidden):
    """Sublayers whose output is their bias: 1 for attention, 10 for the feed-forward network."""
    state = block_state(rng, d_model, d_hidden)
    for name, value in (("attention.out", 1.0), ("feed_forward.fc2", 10.0)):
        state[f"{name}.weight"] = torch.zeros_like(state[f"{name}.weight"])
        state[f"{name}.bias"] = torch.full((d_model,), value, dtype=torch.float64)
    return state


def stack_state(states, norm=None):
    state = {f"blocks.{i}.{name}": value for i, one in enumerate(states) for name, value in one.items()}
    return state | ({} if norm is None else {f"norm.{name}": value for name, value in norm.items()})


def build(module, state):
    module.double()
    # By value, so that what is missing and what is one too many are told apart.
    besides, lacking = module.load_state_dict(state, strict=False)
    assert_equal((set(state) - set(lacking)) | set(besides), set(state), what="the names in the state dict")
    return module


def expected(state, x, n_heads, pre_norm):
    return apply_block(state, x, n_heads, pre_norm).detach()


CASES = [(2, 5, 6, 2, 7), (3, 4, 8, 1, 5)]  # B, T, D, heads, hidden features


@pytest.mark.points(28)
def test_the_norms_before_the_sublayers(submission, rng):
    """With pre-norm each sublayer reads the normalized stream, and its output is added to the stream itself."""
    for n_batch, n, d_model, n_heads, d_hidden in CASES:
        state, x = block_state(rng, d_model, d_hidden), 2 * normal(rng, n_batch, n, d_model) + 1
        block = build(submission.TransformerBlock(d_model, n_heads, d_hidden), state)
        assert_close(block(x), expected(state, x, n_heads, True), rtol=1e-7, what="the output with pre-norm")


@pytest.mark.points(24)
def test_the_norms_after_the_additions(submission, rng):
    """With post-norm each sublayer reads the stream, and the sum of stream and output is normalized."""
    for n_batch, n, d_model, n_heads, d_hidden in CASES:
        state, x = block_state(rng, d_model, d_hidden), 2 * normal(rng, n_batch, n, d_model) + 1
        block = build(submission.TransformerBlock(d_model, n_heads, d_hidden, pre_norm=False), state)
        assert_close(block(x), expected(state, x, n_heads, False), rtol=1e-7, what="the output with post-norm")


def check_mask(module, name, rng, dtype):
    x = normal(rng, 2, 5, 6).to(dtype)
    changed = torch.cat([x[:, :3], normal(rng, 2, 2, 6).to(dtype)], dim=1)
    mask = torch.ones(5, 5, dtype=torch.bool).tril()
    outputs = module(x, mask)
    assert_equal(list(outputs.shape), [2, 5, 6], what=f"the shape of the {name}'s output")
    what = f"the {name}'s output before what was changed"
    assert_close(module(changed, mask)[:, :3], outputs[:, :3], atol=1e-5, what=what)
    gap = np.abs(module(changed).detach().numpy() - module(x).detach().numpy())[:, :3].max()
    assert gap > 1e-3, f"without a mask the {name}'s first positions should depend on the last ones."


@pytest.mark.points(6)
def test_the_mask_reaches_the_attention(submission, rng):
    """With a causal mask no position of a block depends on a later one; without a mask it does."""
    for pre_norm, name in ((True, "pre-norm block"), (False, "post-norm block")):
        block = submission.TransformerBlock(6, 2, 7, pre_norm=pre_norm)
        check_mask(build(block, block_state(rng, 6, 7)), name, rng, torch.float64)


@pytest.mark.points(4)
def test_the_mask_reaches_every_block(submission, rng):
    """A stack hands its mask on to all its blocks."""
    # With the weights that it has at first: the names in its state dict are judged elsewhere.
    torch.manual_seed(int(rng.integers(2**31)))
    check_mask(submission.TransformerStack(2, 6, 2, 7), "stack", rng, torch.float32)


@pytest.mark.points(3)
def test_dropout_reaches_every_block(submission, rng):
    """A stack hands its dropout on to its blocks."""
    torch.manual_seed(int(rng.integers(2**31)))
    for pre_norm in (True, False):
        stack, x = submission.TransformerStack(2, 6, 2, 7, 0.5, pre_norm), normal(rng, 2, 5, 6).float()
        outputs = [stack(x).detach().numpy() for _ in range(2)]
        assert_equal(outputs[0].shape, (2, 5, 6), what="the shape of the stack's output")
        gap = np.abs(outputs[0] - outputs[1]).max()
        assert gap > 1e-3, "Two outputs of a stack in training mode are the same, with a dropout of 0.5."


@pytest.mark.points(10)
def test_dropout_on_what_is_added(submission, rng):
    """In training each number that a sublayer adds is dropped with probability p, else divided by 1 - p."""
    p = float(rng.choice([0.25, 0.4, 0.6]))
    block = build(submission.TransformerBlock(8, 2, 5, dropout=p), quiet_state(rng, 8, 5))
    x = normal(rng, 4, 50, 8)
    block.eval()
    kept = np.asarray(block(x).detach())
    assert_close(block(x).detach().numpy(), kept, what="a second output in eval mode")
    block.train()
    # What remains is 1 / (1 - p) or 0 of attention, and 10 times that of the feed-forward network.
    added = np.asarray(block(x).detach()) - kept + 11.0
    levels = np.array([0.0, 1.0, 10.0, 11.0]) / (1 - p)
    found = np.abs(added[..., None] - levels).argmin(-1)
    assert_close(added, levels[found], atol=1e-9, what="what both sublayers add")
    chances = [p * p, (1 - p) * p, p * (1 - p), (1 - p) ** 2]
    assert_distribution(np.bincount(found.ravel(), minlength=4), chances, what="what is dropped in the two sublayers")
    for kept in (found & 1, found >> 1):
        for axis, name in enumerate(("sequences", "positions", "features")):
            pairs = np.moveaxis(kept, axis, 0)
            pairs = np.bincount((2 * pairs[::2] + pairs[1::2]).ravel(), minlength=4)
            law = [p * p, (1 - p) * p, p * (1 - p), (1 - p) ** 2]
            assert_distribution(pairs, law, what=f"what is dropped and kept in pairs of neighbouring {name}")


@pytest.mark.points(6)
def test_dropout_with_the_norms_at_the_end(submission, rng):
    """With post-norm dropout also acts on a sublayer's output alone, before it is added and normalized."""
    state = quiet_state(rng, 4, 5)
    for name in ("norm1", "norm2"):
        state |= {f"{name}.weight": torch.ones(4).double(), f"{name}.bias": torch.zeros(4).double()}
    added = torch.tensor([[1.0, -2.0, 3.0, 0.5], [2.0, 1.0, -1.5, -0.5]], dtype=torch.float64)
    state["attention.out.bias"], state["feed_forward.fc2.bias"] = added
    block = build(submission.TransformerBlock(4, 1, 5, dropout=0.5, pre_norm=False), state)
    block.train()
    x = 2 * normal(rng, 1, 20, 4)
    found = np.asarray(block(x).detach())[0]
    subsets = torch.tensor(list(itertools.product([0.0, 2.0], repeat=4)), dtype=torch.float64)
    first = F.layer_norm(x[0][:, None] + added[0] * subsets, (4,))
    options = F.layer_norm(first[:, :, None] + added[1] * subsets, (4,)).flatten(1, 2).numpy()
    nearest = np.abs(options - found[:, None]).max(-1).argmin(-1)
    assert_close(found, options[np.arange(20), nearest], atol=1e-6, what="the output in training mode")
    assert len(np.unique(np.round(found - np.asarray(block(x).detach())[0], 6))) > 4, "nothing is dropped."


@pytest.mark.points(10)
def test_blocks_one_after_the_other(submission, rng):
    """A stack applies its blocks in order, each with parameters of its own; with post-norm nothing follows."""
    states = [block_state(rng, 6, 7) for _ in range(3)]
    stack = build(submission.TransformerStack(3, 6, 2, 7, pre_norm=False), stack_state(states))
    x = right = normal(rng, 2, 5, 6)
    block = submission.TransformerBlock(6, 2, 7, pre_norm=False)
    for state in states:
        right = build(block, state)(right).detach()
    assert_close(stack(x), right, what="the output of three blocks")
    assert np.abs(np.asarray(right - x)).max() > 1e-3, "a block's output should differ from its input."
    assert_equal(sorted(stack.state_dict()), sorted(stack_state(states)), what="the names in the state dict")


@pytest.mark.points(9)
def test_a_last_norm_with_pre_norm(submission, rng):
    """With pre-norm the stack's output goes through one more norm, after the last block."""
    states = [quiet_state(rng, 6, 7) for _ in range(2)]
    for state in states:
        state["attention.out.bias"] = state["feed_forward.fc2.bias"] = torch.zeros(6).double()
    norm = {"weight": normal(rng, 6), "bias": normal(rng, 6)}
    stack = build(submission.TransformerStack(2, 6, 2, 7), stack_state(states, norm))
    x = 3 * normal(rng, 2, 5, 6) + 1
    rows = x.numpy()
    centered = rows - rows.mean(-1, keepdims=True)
    right = centered / np.sqrt((centered**2).mean(-1, keepdims=True) + 1e-5) * norm["weight"].numpy()
    what = "the output of blocks whose sublayers add nothing"
    assert_close(stack(x), torch.from_numpy(right) + norm["bias"], rtol=1e-6, what=what)
