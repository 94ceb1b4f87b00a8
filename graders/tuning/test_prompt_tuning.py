"""Grades `prompt_tuning`: the oracle reads one row after the other, without padding, by running sums."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal

V, D = 7, 4


def draw(rng, v=V, d=D):
    return linear_state(rng, {"mix": (d, d), "head": (v, d)}) | {"embedding.weight": normal(rng, v, d)}


def fresh(submission, state, ids):
    """The answer's module around a model in float64 with these weights."""
    model = submission.CausalLM(*state["embedding.weight"].shape)
    model.double()
    model.load_state_dict(state)
    return submission.PromptTuning(model, torch.tensor(ids))


def build(submission, state, prompt):
    """The same with this prompt: what it starts as is a test of its own."""
    module = fresh(submission, state, [1, 0, 2, 3, 4][: len(prompt)])
    names = [name for name, _ in module.named_parameters()]
    assert "prompt" in names, f"the module has no parameter named `prompt`; it has {', '.join(names)}."
    module.load_state_dict({"prompt": prompt} | {f"model.{name}": value for name, value in state.items()})
    return module


def row(state, prompt, tokens):
    """The logits of one row of real tokens."""
    total, out = torch.zeros(prompt.shape[1], dtype=prompt.dtype), []
    for n, x in enumerate([*prompt, *state["embedding.weight"][tokens]], start=1):
        total = total + x
        hidden = torch.tanh(state["mix.weight"] @ (x + 2 * total / n) + state["mix.bias"])
        out.append(state["head.weight"] @ hidden + state["head.bias"])
    return torch.stack(out[len(prompt) :])


@pytest.mark.points(34)
def test_the_prompt_stands_before_the_tokens(submission, rng):
    """The logits of the T tokens are those behind the P vectors of the prompt."""
    for n, tokens in ((3, [1, 1]), (1, [4, 1, 5]), (2, [3, 0, 6, 4])):
        state, prompt = draw(rng), normal(rng, n, D)
        found = build(submission, state, prompt)(torch.tensor([tokens]), torch.ones(1, len(tokens), dtype=torch.bool))
        what = f"the logits of {tokens} behind a prompt of {n}"
        assert_close(found[0], row(state, prompt, tokens), rtol=1e-6, what=what)


@pytest.mark.points(8)
def test_rows_of_a_batch(submission, rng):
    """Each row of a batch has the prompt before it."""
    state, prompt, tokens = draw(rng), normal(rng, 2, D), torch.from_numpy(rng.integers(V, size=(3, 4)))
    found = build(submission, state, prompt)(tokens, torch.ones(3, 4, dtype=torch.bool))
    right = torch.stack([row(state, prompt, line) for line in tokens])
    assert_close(found, right, rtol=1e-6, what="the logits")


@pytest.mark.points(16)
def test_padding_is_not_read(submission, rng):
    """Padding before or behind the tokens changes nothing, and the prompt is always read."""
    lines = [[0, 1, 1, 1], [0, 0, 0, 1], [1, 1, 0, 0]]
    mask = torch.tensor(lines, dtype=torch.bool)
    state, prompt, tokens = draw(rng), normal(rng, 3, D), torch.from_numpy(rng.integers(V, size=(3, 4)))
    found = build(submission, state, prompt)(tokens, mask)
    assert_equal(list(found.shape), [3, 4, V], what="the shape of the logits")
    for b, line in enumerate(lines):
        right = row(state, prompt, tokens[b][mask[b]])
        assert_close(found[b][mask[b]], right, rtol=1e-6, what=f"the logits at the real tokens, mask {line}")


@pytest.mark.points(18)
def test_only_the_prompt_is_trained(submission, rng):
    """The prompt gets the gradient of all rows, and no parameter of the model gets one, its embeddings neither."""
    state, tokens, cotangent = draw(rng), torch.from_numpy(rng.integers(V, size=(2, 3))), normal(rng, 2, 3, V)
    prompt = normal(rng, 2, D)
    module = build(submission, state, prompt)
    out = module(tokens, torch.ones(2, 3, dtype=torch.bool))
    found = submission.grads(module, out, cotangent)
    prompt.requires_grad_()
    right = torch.stack([row(state, prompt, line) for line in tokens])
    (wanted,) = torch.autograd.grad(right, prompt, cotangent)
    assert_close(found["prompt"], wanted, rtol=1e-6, what="the gradient of the prompt")
    for name in state:
        assert found[f"model.{name}"] is None, f"model.{name} gets a gradient: the model is frozen."
    embedded = normal(rng, 2, 3, D).requires_grad_()
    inner = submission.grads(module, module.model(embedded, torch.ones(2, 3, dtype=torch.bool)), cotangent)
    trained = sorted(name for name, gradient in inner.items() if gradient is not None)
    assert_equal(trained, [], what="the names of the model's parameters that still require a gradient")


@pytest.mark.points(6)
def test_the_prompt_starts_as_real_tokens(submission, rng):
    """At the start the prompt is the embeddings of init_ids, in their dtype."""
    state = draw(rng)
    found = fresh(submission, state, [6, 2, 6]).prompt
    right = state["embedding.weight"][[6, 2, 6]]
    same = np.array_equal(np.asarray(found.detach()), np.asarray(right))
    assert same, "the prompt doesn't start as the embeddings of init_ids."
    assert_equal(found, right, what="the prompt", exact_dtype=True)


@pytest.mark.points(6)
def test_the_prompt_is_a_copy(submission, rng):
    """The prompt and the embeddings that it came from are different numbers: each keeps what is loaded into it."""
    state, prompt = draw(rng), normal(rng, 3, D)
    module = fresh(submission, state, [0, 1, 2])
    module.load_state_dict({"prompt": prompt} | {f"model.{name}": value for name, value in state.items()})
    assert_equal(module.prompt, prompt, what="the prompt after loading")
    assert_equal(module.model.embedding.weight, state["embedding.weight"], what="the embeddings after loading")


@pytest.mark.points(12)
def test_the_nearest_tokens(submission, rng):
    """Nearest is the token with the largest cosine similarity, whatever the lengths are."""
    state = draw(rng, 5, 2)
    state["embedding.weight"] = torch.tensor([[8.0, 8.0], [0.1, 0.0], [0.0, 0.3], [-2.0, 0.5], [0.5, -4.0]]).double()
    prompt = torch.tensor([[5.0, 0.5], [0.01, 0.1], [0.3, -1.0], [-0.3, -0.1]]).double()
    found = build(submission, state, prompt).nearest_tokens()
    assert_equal(found, torch.tensor([1, 2, 4, 3]), what="the nearest tokens")
