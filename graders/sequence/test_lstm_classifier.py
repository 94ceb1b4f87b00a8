"""Grades `lstm_classifier`: the oracle steps through each row alone with an LSTM cell, once from each side."""

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

V, E, H, K = 7, 3, 2, 4
SHAPES = {
    "embedding.weight": (V, E),
    "lstm.weight_ih_l0": (4 * H, E),
    "lstm.weight_hh_l0": (4 * H, H),
    "lstm.bias_ih_l0": (4 * H,),
    "lstm.bias_hh_l0": (4 * H,),
    "lstm.weight_ih_l0_reverse": (4 * H, E),
    "lstm.weight_hh_l0_reverse": (4 * H, H),
    "lstm.bias_ih_l0_reverse": (4 * H,),
    "lstm.bias_hh_l0_reverse": (4 * H,),
    "head.weight": (K, 2 * H),
    "head.bias": (K,),
}
TOKENS = torch.tensor([[1, 4, 2, 6], [5, 3, 3, 1], [2, 6, 5, 4]])


def weights(rng, half=None):
    """A state dict; with a half, the head reads that half of the summary only."""
    state = {name: normal(rng, *shape).float() for name, shape in SHAPES.items()}
    if half is not None:
        state["head.weight"][:, slice(H, None) if half == 0 else slice(H)] = 0
    return state


def last_state(vectors, state, suffix):
    w_x, w_h = state[f"lstm.weight_ih_l0{suffix}"], state[f"lstm.weight_hh_l0{suffix}"]
    bias = state[f"lstm.bias_ih_l0{suffix}"] + state[f"lstm.bias_hh_l0{suffix}"]
    h = c = torch.zeros(H)
    for x in vectors:
        i, f, g, o = (w_x @ x + w_h @ h + bias).chunk(4)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h


def by_rows(tokens, lengths, state):
    rows = []
    for row, n in zip(tokens, lengths.tolist(), strict=True):
        vectors = state["embedding.weight"][row[:n]]
        summary = torch.cat([last_state(vectors, state, ""), last_state(vectors.flip(0), state, "_reverse")])
        rows.append(state["head.weight"] @ summary + state["head.bias"])
    return torch.stack(rows)


def loaded(submission, state):
    model = submission.LSTMClassifier(V, E, H, K)
    model.load_state_dict({name: value.clone() for name, value in state.items()})
    return model


def check(submission, rng, tokens, lengths, half=None, what="the logits"):
    state = weights(rng, half)
    model = loaded(submission, state)
    lengths = torch.tensor(lengths)
    found = model(tokens.clone(), lengths.clone())
    assert_close(found, by_rows(tokens, lengths, state), rtol=1e-4, atol=1e-5, what=what)


@pytest.mark.points(8)
def test_the_parameters(submission):
    """The state dict has the parameters of an embedding, a bidirectional LSTM and a linear layer."""
    state = submission.LSTMClassifier(V, E, H, K).state_dict()
    assert_equal({name: tuple(value.shape) for name, value in state.items()}, SHAPES, what="names and shapes")


@pytest.mark.points(18)
def test_the_forward_half(submission, rng):
    """Without padding, the first half is the forward state after the last token."""
    check(submission, rng, TOKENS, [4, 4, 4], 0, "the logits from the forward half")


@pytest.mark.points(18)
def test_the_backward_half(submission, rng):
    """Without padding, the second half is the backward state after the first token."""
    check(submission, rng, TOKENS, [4, 4, 4], 1, "the logits from the backward half")


@pytest.mark.points(16)
def test_the_forward_half_of_padded_rows(submission, rng):
    """The forward LSTM stops at the end of each row, before the padding."""
    check(submission, rng, TOKENS, [4, 2, 1], 0, "the logits from the forward half")


@pytest.mark.points(16)
def test_the_backward_half_of_padded_rows(submission, rng):
    """The backward LSTM begins at the last real token of each row, not in its padding."""
    check(submission, rng, TOKENS, [4, 2, 1], 1, "the logits from the backward half")


@pytest.mark.points(10)
def test_rows_of_any_order(submission, rng):
    """The lengths needn't be sorted, and the logits come in the order of the rows."""
    for lengths in ([2, 4, 1], [2, 1, 4]):  # of the second, the order that sorts isn't the one that sorts back
        check(submission, rng, TOKENS, lengths, what=f"the logits of rows of {lengths}")


@pytest.mark.points(7)
def test_more_columns_than_the_longest_row(submission, rng):
    """Columns that are padding in every row change nothing."""
    check(submission, rng, TOKENS, [3, 3, 2])
    check(submission, rng, torch.tensor([[3, 1, 0, 0, 0]]), [2])


@pytest.mark.points(7)
def test_gradients_reach_every_parameter(submission, rng):
    """The gradients of all parameters are those of the model, and real tokens' embeddings have theirs."""
    state, lengths = weights(rng), torch.tensor([4, 4])
    model, cotangent = loaded(submission, state), normal(rng, 2, K).float()
    found = submission.grads(model, model(TOKENS[:2].clone(), lengths.clone()), cotangent)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    names = list(leaves)
    exact = torch.autograd.grad(by_rows(TOKENS[:2], lengths, leaves), [leaves[name] for name in names], cotangent)
    for name, expected in zip(names, exact, strict=True):
        assert_close(found[name], expected, rtol=1e-3, atol=1e-4, what=f"the gradient of {name}")
