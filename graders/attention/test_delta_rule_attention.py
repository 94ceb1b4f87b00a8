"""Grades `delta_rule_attention`: the transition of each token as a matrix, one after the other."""

import pytest
import torch

from kata.testing import assert_close, assert_equal, sizes
from kata.testing.tensors import normal


def text(rng, n_tokens, gated=True):
    """q, k, v, beta and alpha of two sequences of three heads, and a state."""
    d_head, d_value = sizes(rng, 4, 5)
    q, k = (normal(rng, 2, 3, n_tokens, d_head) / 1.5 for _ in range(2))
    v, state = normal(rng, 2, 3, n_tokens, d_value), normal(rng, 2, 3, d_head, d_value)
    beta = torch.from_numpy(rng.uniform(0.2, 0.9, size=(2, 3, n_tokens)))
    alpha = torch.from_numpy(rng.uniform(0.4, 0.9, size=(2, 3, n_tokens))) if gated else torch.ones_like(beta)
    return [q, k, v, beta, alpha], state


def recurrent(q, k, v, beta, alpha, state=None):
    """S <- alpha (I - beta k k^T) S + beta k v^T, with a graph where the inputs have one."""
    state = torch.zeros(*k.shape[:2], k.shape[3], v.shape[3], dtype=k.dtype) if state is None else state
    outputs = []
    for t in range(k.shape[2]):
        b, a = beta[:, :, t, None, None], alpha[:, :, t, None, None]
        column = k[:, :, t, :, None]
        state = a * (torch.eye(k.shape[3], dtype=k.dtype) - b * column @ column.mT) @ state
        state = state + b * column @ v[:, :, t, None, :]
        outputs.append((q[:, :, t, None, :] @ state)[:, :, 0])
    return torch.stack(outputs, dim=2), state


def check_result(found, expected, what):
    """The state first: what was written is judged by it, and the outputs by what they read besides."""
    assert_equal(len(found), 2, what=f"the number of results of {what}")
    assert_close(found[1], expected[1], rtol=1e-5, what=f"the state after {what}")
    assert_close(found[0], expected[0], rtol=1e-5, what=f"the output of {what}")


def token(arguments, state, t=0):
    return [state, *(x[:, :, t] for x in arguments)]


def check_step(submission, arguments, state):
    found = submission.delta_step(*token(arguments, state))
    outputs, after = recurrent(*(x[:, :, :1] for x in arguments), state)
    check_result(found, (outputs[:, :, 0], after), "one token")


def check_chunks(submission, arguments, chunk, state=None):
    found = submission.chunked_delta_rule(*arguments, chunk, state)
    check_result(found, recurrent(*arguments, state), f"{arguments[0].shape[2]} tokens in chunks of {chunk}")


@pytest.mark.points(22)
def test_a_token_writes_what_is_missing(submission, rng):
    """Without forgetting, a token writes beta (v - S^T k) for its key, and reads its output afterwards."""
    check_step(submission, *text(rng, 1, gated=False))
    state = torch.tensor([[[[2.0, 1.0], [0.0, -1.0]]]], dtype=torch.float64)
    q, k, v = (torch.tensor([[[x]]], dtype=torch.float64) for x in ([1.0, 2.0], [2.0, 1.0], [6.0, 3.0]))
    half, one = (torch.full((1, 1, 1), x, dtype=torch.float64) for x in (0.5, 1.0))
    check_step(submission, [q, k, v, half, one], state)


@pytest.mark.points(14)
def test_the_state_fades_before_it_is_read(submission, rng):
    """alpha multiplies the state before the token reads and writes."""
    check_step(submission, *text(rng, 1))


@pytest.mark.points(4)
def test_a_unit_key_overwrites(submission, rng):
    """With |k| = 1 and beta = 1 the memory answers v to k, and what it answers to other directions has only faded."""
    (q, k, v, beta, alpha), state = text(rng, 1)
    k = k / k.norm(dim=-1, keepdim=True)
    _, after = submission.delta_step(*token([q, k, v, torch.ones_like(beta), alpha], state))
    answer = torch.einsum("bhfd,bhf->bhd", after, k[:, :, 0])
    assert_close(answer, v[:, :, 0], rtol=1e-5, what="what the memory answers to k")
    other = q[:, :, 0] - (q[:, :, 0] * k[:, :, 0]).sum(-1, keepdim=True) * k[:, :, 0]
    answer = torch.einsum("bhfd,bhf->bhd", after, other)
    faded = alpha * torch.einsum("bhfd,bhf->bhd", state, other)
    assert_close(answer, faded, rtol=1e-5, what="what the memory answers to a key orthogonal to k")


@pytest.mark.points(14)
def test_a_text_token_by_token(submission, rng):
    """delta_rule makes a step for each token, from zeros or from the state that it is handed."""
    arguments, state = text(rng, 4)
    for before in (None, state):
        # With the answer's own steps, which have tests to themselves; the values of the first token anchor them.
        after = torch.zeros_like(state) if before is None else state
        outputs = []
        for t in range(4):
            output, after = submission.delta_step(*token(arguments, after, t))
            outputs.append(output)
        assert float(after.abs().max()) > 1e-3, "delta_step gives states of zeros."
        found = submission.delta_rule(*arguments, before)
        check_result(found, (torch.stack(outputs, dim=2), after), "4 tokens")


@pytest.mark.points(16)
def test_chunks_give_the_same(submission, rng):
    """Chunks give the outputs and the state of the steps, without forgetting."""
    arguments, state = text(rng, 6, gated=False)
    check_chunks(submission, arguments, 3)
    check_chunks(submission, arguments, 2, state)


@pytest.mark.points(12)
def test_chunks_with_gates(submission, rng):
    """With gates, a chunk's states and writes fade by the products of the alphas in between."""
    arguments, state = text(rng, 6)
    check_chunks(submission, arguments, 6)
    check_chunks(submission, arguments, 3, state)


@pytest.mark.points(4)
def test_a_shorter_last_chunk(submission, rng):
    """T needn't be a multiple of the chunk, and may be less."""
    arguments, state = text(rng, 5, gated=False)
    for chunk in (3, 8, 1):
        check_chunks(submission, arguments, chunk, state)


@pytest.mark.points(4)
def test_small_gates(submission, rng):
    """Products of alphas that are too small for a float make nothing nan."""
    arguments, state = text(rng, 6)
    arguments[4] = torch.full_like(arguments[4], 1e-120)
    check_chunks(submission, arguments, 6, state)


@pytest.mark.points(6)
def test_gradients(submission, rng):
    """Outputs and state are differentiable with respect to q, k, v, beta, alpha and the state, in both forms."""
    arguments, state = text(rng, 3)
    arguments = [x.requires_grad_() for x in (*arguments, state)]
    expected = recurrent(*arguments)
    cotangents = [normal(rng, *x.shape) for x in expected]
    expected = torch.autograd.grad(expected, arguments, cotangents)
    for name, extra in (("delta_rule", ()), ("chunked_delta_rule", (2,))):
        results = getattr(submission, name)(*arguments[:5], *extra, arguments[5])
        found = torch.autograd.grad(results, arguments, cotangents)
        for what, one, other in zip(("q", "k", "v", "beta", "alpha", "state"), found, expected, strict=True):
            assert_close(one, other, rtol=1e-5, what=f"the gradient of {what} through {name}")


@pytest.mark.points(4)
def test_a_graph_keeps_the_states_of_chunks(submission, rng):
    """A graph of chunks holds a state for each chunk: one for each of 300 tokens doesn't fit the memory."""
    q, k, v = (normal(rng, 1, 1, 300, 512).float() for _ in range(3))
    k = k / k.norm(dim=-1, keepdim=True)
    beta = torch.full((1, 1, 300), 0.5)
    # Gradients for q need the state that it reads.
    found, _ = submission.chunked_delta_rule(q.requires_grad_(), k, v.requires_grad_(), beta, torch.ones_like(beta), 20)
    # From zeros and without gates, output 1 is (k1 . q1) w1 and output 2 is (k1 . q2) w1 + (k2 . q2) w2.
    (q1, q2), (k1, k2), (v1, v2) = (x.detach()[0, 0, :2] for x in (q, k, v))
    w1 = 0.5 * v1
    w2 = 0.5 * (v2 - (k1 @ k2) * w1)
    first = torch.stack([(k1 @ q1) * w1, (k1 @ q2) * w1 + (k2 @ q2) * w2])[None, None]
    assert_close(found[:, :, :2], first, rtol=1e-4, what="the outputs of the first 2 of 300 tokens in chunks of 20")
