"""Grades `bert_encoder`: torch's own encoder layers on embeddings written out; padding is compared with its absence."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from _blocks import apply_block, block_state, norm_state

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal


def model_state(rng, vocab_size, n_context, n_layers, d_model):
    state = {
        "token_embedding.weight": normal(rng, vocab_size, d_model),
        "segment_embedding.weight": normal(rng, 2, d_model),
        "position_embedding.weight": normal(rng, n_context, d_model),
    }
    for i in range(n_layers):
        state |= {f"blocks.{i}.{name}": value for name, value in block_state(rng, d_model, 4 * d_model).items()}
    return state | norm_state(rng, "norm", d_model) | linear_state(rng, {"pooler": (d_model, d_model)})


def expected(state, tokens, segments, n_layers, n_heads, real=None):
    x = state["token_embedding.weight"][tokens] + state["segment_embedding.weight"][segments]
    x = x + state["position_embedding.weight"][: tokens.shape[1]]
    x = F.layer_norm(x, x.shape[-1:], state["norm.weight"], state["norm.bias"])
    for i in range(n_layers):
        start = f"blocks.{i}."
        block = {name.removeprefix(start): value for name, value in state.items() if name.startswith(start)}
        x = apply_block(block, x, n_heads, False, real)
    return x.detach()


def build(submission, state, n_layers, n_heads):
    vocab_size, d_model = state["token_embedding.weight"].shape
    n_context = len(state["position_embedding.weight"])
    model = submission.BERT(vocab_size, n_context, n_layers, d_model, n_heads)
    model.double()
    model.load_state_dict(state)
    return model


def ids(rng, *shape, below):
    return torch.from_numpy(rng.integers(below, size=shape))


@pytest.mark.points(32)
def test_the_features_of_the_tokens(submission, rng):
    """The three embeddings are added, normalized, and go through the blocks, which see the whole text."""
    for n_batch, n, n_layers, d_model, n_heads in [(1, 4, 1, 6, 1), (2, 5, 2, 4, 2)]:
        state = model_state(rng, 9, n, n_layers, d_model)
        tokens, segments = ids(rng, n_batch, n, below=9), ids(rng, n_batch, n, below=2)
        hidden, _ = build(submission, state, n_layers, n_heads)(tokens, segments)
        right = expected(state, tokens, segments, n_layers, n_heads)
        assert_close(hidden, right, rtol=1e-7, what="the hidden features")


@pytest.mark.points(8)
def test_both_sides_are_seen(submission, rng):
    """A token changed at one end changes the features at the other, in both directions."""
    model = build(submission, model_state(rng, 9, 4, 1, 4), 1, 2)
    hidden = np.asarray(model(torch.tensor([[3, 1, 4, 2], [8, 1, 4, 2], [3, 1, 4, 7]]))[0].detach())
    assert_equal(list(hidden.shape), [3, 4, 4], what="the shape of the hidden features")
    moved = [bool(np.abs(hidden[row, place] - hidden[0, place]).max() > 1e-6) for row, place in ((1, 3), (2, 0))]
    what = "whether the first token changes the features at the last position, and the last token those at the first,"
    assert_equal(moved, [True, True], what=what)


@pytest.mark.points(6)
def test_segments_default_to_zero(submission, rng):
    """Without segments all tokens are of segment 0."""
    state, tokens = model_state(rng, 9, 6, 1, 4), ids(rng, 2, 4, below=9)
    hidden, _ = build(submission, state, 1, 2)(tokens)
    right = expected(state, tokens, torch.zeros_like(tokens), 1, 2)
    assert_close(hidden, right, rtol=1e-7, what="the hidden features")


@pytest.mark.points(16)
def test_padding_is_not_seen(submission, rng):
    """A text has the same features with and without padding behind or within it, whatever stands there."""
    state = model_state(rng, 9, 6, 2, 4)
    model = build(submission, state, 2, 2)
    tokens, segments = ids(rng, 2, 6, below=9), ids(rng, 2, 6, below=2)
    real = torch.tensor([[1, 1, 1, 1, 0, 0], [1, 1, 0, 1, 1, 1]], dtype=torch.bool)
    hidden, _ = model(tokens, segments, real)
    alone, _ = model(tokens[:1, :4], segments[:1, :4])
    assert_close(hidden[0, :4], alone[0], rtol=1e-7, what="the features of a text of 4 tokens and 2 of padding")
    other = torch.where(real, tokens, (tokens + 3) % 9)
    again, _ = model(other, segments, real)
    places = real.numpy()
    found, right = (np.asarray(x.detach())[places] for x in (again, hidden))
    assert_close(found, right, rtol=1e-7, what="the features of the tokens after the padding was changed")
    spread = np.abs(found[1:] - found[:-1]).max()
    assert spread > 1e-6, "all tokens have the same features."


@pytest.mark.points(4)
def test_padding_has_positions_too(submission, rng):
    """Positions are counted with the padding: a token keeps the one where it stands when padding is before it."""
    state = model_state(rng, 9, 5, 1, 4)
    tokens, segments = torch.tensor([[3, 1, 4, 1, 5]]), torch.zeros(1, 5, dtype=torch.long)
    real = torch.tensor([[True, True, False, True, True]])
    hidden, _ = build(submission, state, 1, 2)(tokens, segments, real)
    state["position_embedding.weight"][4] += torch.tensor([1.0, -2.0, 0.5, 3.0], dtype=torch.float64)
    moved, _ = build(submission, state, 1, 2)(tokens, segments, real)
    change = np.abs(np.asarray((moved - hidden).detach())[0]).max(axis=-1)
    assert change[4] > 1e-6, "The last of 5 tokens, one of them padding, doesn't have the embedding of position 4."


@pytest.mark.points(16)
def test_the_pooled_features(submission, rng):
    """pooled is tanh(W x + b) of the features at position 0."""
    state = model_state(rng, 9, 5, 1, 4)
    model = build(submission, state, 1, 2)
    tokens, segments = ids(rng, 3, 5, below=9), ids(rng, 3, 5, below=2)
    for real in (None, torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 1, 1, 1]], dtype=torch.bool)):
        hidden, pooled = model(tokens, segments, real)
        first = np.asarray(hidden.detach())[:, 0]
        right = np.tanh(first @ state["pooler.weight"].numpy().T + state["pooler.bias"].numpy())
        what = "the pooled features" if real is None else "the pooled features of texts with padding"
        assert_close(pooled, torch.from_numpy(right), rtol=1e-7, what=what)
    assert np.abs(first[1] - first[0]).max() > 1e-6, "texts with different tokens should have different features."


@pytest.mark.points(14)
def test_the_mean_without_padding(submission, rng):
    """mean_pool adds the features at real positions alone and divides by their number."""
    real = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0], [1, 0, 1, 1, 0]], dtype=torch.bool)
    for d_model in (4, 2):
        hidden = normal(rng, 3, 5, d_model)
        right = torch.stack([row[keep].mean(0) for row, keep in zip(hidden, real, strict=True)])
        assert_close(submission.mean_pool(hidden, real), right, what="the means")


@pytest.mark.points(4)
def test_shorter_than_the_context(submission, rng):
    """Fewer tokens than the context length, even a single one, have the positions from 0 on."""
    state = model_state(rng, 9, 6, 1, 4)
    model = build(submission, state, 1, 2)
    for n in (1, 3):
        tokens, segments = ids(rng, 2, n, below=9), ids(rng, 2, n, below=2)
        right = expected(state, tokens, segments, 1, 2)
        assert_close(model(tokens, segments)[0], right, rtol=1e-7, what=f"the features of {n} tokens")
