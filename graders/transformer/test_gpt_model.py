"""Grades `gpt_model`: torch's own encoder layers with a causal mask, between embeddings written out."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from _blocks import apply_block, block_state, norm_state

from kata.testing import assert_close, assert_distribution, assert_equal
from kata.testing.tensors import normal

# The probabilities of the quarters of a normal distribution, inner and outer: |z| up to these bounds.
QUARTERS = [0.3186393639643752, 0.6744897501960817, 1.1503493803760079]


def model_state(rng, vocab_size, n_context, n_layers, d_model):
    state = {"token_embedding.weight": normal(rng, vocab_size, d_model)}
    state["position_embedding.weight"] = normal(rng, n_context, d_model)
    for i in range(n_layers):
        state |= {f"blocks.{i}.{name}": value for name, value in block_state(rng, d_model, 4 * d_model).items()}
    return state | norm_state(rng, "norm", d_model)


def expected(state, tokens, n_layers, n_heads):
    n = tokens.shape[1]
    x = state["token_embedding.weight"][tokens] + state["position_embedding.weight"][:n]
    seen = torch.ones(n, n, dtype=torch.bool).tril()
    for i in range(n_layers):
        start = f"blocks.{i}."
        block = {name.removeprefix(start): value for name, value in state.items() if name.startswith(start)}
        x = apply_block(block, x, n_heads, True, seen)
    x = F.layer_norm(x, x.shape[-1:], state["norm.weight"], state["norm.bias"])
    return torch.einsum("btd,vd->btv", x, state["token_embedding.weight"])


def build(submission, state, n_layers, n_heads):
    """The answer's model in float64 with these weights; a head that it has beside them is E without a bias."""
    vocab_size, d_model = state["token_embedding.weight"].shape
    n_context = len(state["position_embedding.weight"])
    model = submission.GPT(vocab_size, n_context, n_layers, d_model, n_heads)
    model.double()
    names = set(model.state_dict())
    missing = sorted(set(state) - names)
    assert not missing, f"{missing[0]} is not in the state dict."
    head = {"head.weight": state["token_embedding.weight"], "head.bias": torch.zeros(vocab_size).double()}
    model.load_state_dict(state | {name: value for name, value in head.items() if name in names}, strict=False)
    return model


def ids(rng, *shape, below):
    return torch.from_numpy(rng.integers(below, size=shape))


@pytest.mark.points(30)
def test_the_logits(submission, rng):
    """Embeddings of token and position are added, go through the blocks and the last norm, and meet E once more."""
    for n_batch, n, vocab_size, n_layers, d_model, n_heads in [(1, 4, 7, 1, 6, 1), (2, 5, 9, 2, 4, 2)]:
        state, tokens = model_state(rng, vocab_size, n + 2, n_layers, d_model), ids(rng, n_batch, n, below=vocab_size)
        right = expected(state, tokens, n_layers, n_heads)
        assert_close(build(submission, state, n_layers, n_heads)(tokens), right, rtol=1e-7, what="the logits")


@pytest.mark.points(10)
def test_the_number_of_parameters(submission, rng):
    """All weights and biases are counted, the shared matrix once."""
    drawn = tuple(rng.integers(3, 40, size=4).tolist())
    for vocab_size, n_context, n_layers, d_model in [(50257, 1024, 12, 768), (11, 5, 2, 4), drawn]:
        block = [3 * d_model * d_model, 3 * d_model, d_model * d_model, d_model]
        block += [4 * d_model * d_model, 4 * d_model, 4 * d_model * d_model, d_model, 4 * d_model]
        right = (vocab_size + n_context) * d_model + n_layers * sum(block) + 2 * d_model
        args = vocab_size, n_context, n_layers, d_model
        assert_equal(submission.count_parameters(*args), right, what=f"the number of parameters for {args}")


def check_normal(values, std, what):
    """The draws follow a normal distribution of this standard deviation, by the quarters of their size."""
    sizes = np.abs(np.concatenate([np.asarray(value, dtype=float).ravel() for value in values])) / std
    assert_distribution(np.bincount(np.digitize(sizes, QUARTERS), minlength=4), [0.25] * 4, what=what)


@pytest.mark.points(12)
def test_initial_weights(submission, rng):
    """Embeddings and linear layers begin normal with standard deviation 0.02, biases with 0, gains with 1."""
    state = submission.GPT(64, 40, n_layers=4, d_model=16, n_heads=2).state_dict()
    for name in ("token_embedding", "position_embedding"):
        check_normal([state[f"{name}.weight"]], 0.02, f"the weights of {name}, in quarters for a deviation of 0.02,")
    for name in ("attention.qkv", "feed_forward.fc1"):
        weights = [state[f"blocks.{i}.{name}.weight"] for i in range(4)]
        check_normal(weights, 0.02, f"the weights of {name}, in quarters for a deviation of 0.02,")
        biases = [np.asarray(state[f"blocks.{i}.{name}.bias"]) for i in range(4)]
        assert_close(biases, [np.zeros(len(bias), np.float32) for bias in biases], atol=0, what=f"the biases of {name}")
    norms = ["norm", *(f"blocks.{i}.{name}" for i in range(4) for name in ("norm1", "norm2"))]
    gains = [np.asarray(state[f"{name}.weight"]) for name in norms]
    assert_close(gains, [np.ones(16, np.float32)] * 9, what="the gains of the norms")
    layers = [f"blocks.{i}.{name}" for i in range(4) for name in ("attention.out", "feed_forward.fc2")]
    biases = [np.asarray(state[f"{name}.bias"]) for name in norms + layers]
    assert_close(biases, [np.zeros(16, np.float32)] * 17, atol=0, what="the biases of norms, attention.out and fc2")


@pytest.mark.points(10)
def test_what_writes_into_the_stream_begins_smaller(submission, rng):
    """attention.out and feed_forward.fc2 begin with a standard deviation of 0.02 / sqrt(2 L)."""
    for n_layers in (2, 4):
        state = submission.GPT(8, 4, n_layers=n_layers, d_model=16, n_heads=2).state_dict()
        for name in ("attention.out", "feed_forward.fc2"):
            weights = [state[f"blocks.{i}.{name}.weight"] for i in range(n_layers)]
            what = f"the weights of {name} of {n_layers} blocks, in quarters for 0.02 / sqrt({2 * n_layers}),"
            check_normal(weights, 0.02 / math.sqrt(2 * n_layers), what)


@pytest.mark.points(14)
def test_no_position_sees_the_future(submission, rng):
    """The logits at a position don't change when later tokens do, and change when its own or an earlier one does."""
    state = model_state(rng, 9, 8, 2, 4)
    model = build(submission, state, 2, 2)
    tokens = torch.tensor([[3, 1, 4, 1, 5, 2]]).repeat(7, 1)
    tokens[torch.arange(6), torch.arange(6)] = 8  # row t has another token at position t, and the last row none
    logits = np.asarray(model(tokens).detach())
    assert_equal(list(logits.shape), [7, 6, 9], what="the shape of the logits")
    for t in range(6):
        what = f"the logits before position {t}, whose token was changed,"
        assert_close(logits[t, :t], logits[6, :t], what=what)
        moved = np.abs(logits[t] - logits[6]).max(-1) > 1e-6
        assert moved[t:].all(), f"a token changed at position {t} should change the logits there and at all later ones."


@pytest.mark.points(6)
def test_shorter_than_the_context(submission, rng):
    """Fewer tokens than the context length, even a single one, have the positions from 0 on."""
    state = model_state(rng, 7, 6, 1, 4)
    model = build(submission, state, 1, 2)
    tokens = ids(rng, 2, 6, below=7)
    for n in (1, 4):
        right = expected(state, tokens[:, :n], 1, 2)
        assert_close(model(tokens[:, :n]), right, rtol=1e-7, what=f"the logits of {n} of 6 possible tokens")


@pytest.mark.points(4)
def test_longer_than_the_context(submission, rng):
    """More tokens than the context length raise ValueError; as many don't."""
    model = submission.GPT(7, 5, 1, 4, 2)
    assert_equal(list(model(ids(rng, 1, 5, below=7)).shape), [1, 5, 7], what="the shape of the logits")
    with pytest.raises(ValueError):
        model(ids(rng, 1, 6, below=7))


@pytest.mark.points(10)
def test_one_matrix_at_both_ends(submission, rng):
    """Head and token embedding are one parameter, whose gradient comes from both ends."""
    state, tokens = model_state(rng, 7, 5, 1, 4), torch.tensor([[3], [1], [4], [1]])  # no position sees another
    cotangent = normal(rng, 4, 1, 7)
    model = build(submission, state, 1, 2)
    found = submission.grads(model, model(tokens), cotangent)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    (right,) = torch.autograd.grad(expected(leaves, tokens, 1, 2), leaves["token_embedding.weight"], cotangent)
    names = sorted(set(found) & {"token_embedding.weight", "head.weight"})
    assert len(names) == 1, "the token embedding and the head should be one parameter."
    assert_close(found[names[0]], right, rtol=1e-6, what="the gradient of the shared matrix")


@pytest.mark.points(4)
def test_the_names_in_the_state_dict(submission, rng):
    """The state dict has the names of the description and no others: the head has no bias."""
    names = sorted(set(submission.GPT(7, 5, 2, 4, 2).state_dict()) - {"head.weight"})
    assert_equal(names, sorted(model_state(rng, 7, 5, 2, 4)), what="the names in the state dict")
