"""Grades `latent_attention`: the plain form, written out pair by pair of positions with the formulas of the paper."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

# D, H, F, C and R, pairwise different, with no product among them that is another one; F is even, so that the content
# could be rotated by mistake.
SIZES = {"d_model": 7, "n_heads": 3, "d_head": 8, "d_latent": 6, "d_rope": 4}


def shapes(d_model, n_heads, d_head, d_latent, d_rope):
    return {
        "q_proj.weight": (n_heads * (d_head + d_rope), d_model),
        "kv_down.weight": (d_latent, d_model),
        "k_rope.weight": (d_rope, d_model),
        "k_up.weight": (n_heads * d_head, d_latent),
        "v_up.weight": (n_heads * d_head, d_latent),
        "out_proj.weight": (d_model, n_heads * d_head),
    }


def random_state(rng, sizes):
    return {name: 1.5 * normal(rng, *shape) / math.sqrt(shape[1]) for name, shape in shapes(**sizes).items()}


def build(submission, state, sizes):
    """The answer's module, in the dtype of these weights, with them."""
    module = submission.LatentAttention(**sizes)
    module.to(state["q_proj.weight"].dtype)
    # Whatever else it has, such as a bias, is set to 0: that there should be nothing else is another test's business.
    rest = {name: torch.zeros_like(value) for name, value in module.state_dict().items()}
    module.load_state_dict({**rest, **state})
    return module


def turned(x, start):
    """Rotation by complex numbers: pair 2i, 2i + 1 at position p is multiplied by exp(i p w)."""
    n, width = x.shape[-2:]
    angles = np.outer(np.arange(start, start + n), 10_000.0 ** (-np.arange(0, width, 2) / width))
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * torch.from_numpy(np.exp(1j * angles))).flatten(-2)


def cached(state, x, start=0):
    return x @ state["kv_down.weight"].T, turned(x @ state["k_rope.weight"].T, start)


def queries(state, sizes, x, start):
    """Content and rotated rest of every head, each with the heads in front of the positions."""
    q = (x @ state["q_proj.weight"].T).unflatten(-1, (sizes["n_heads"], -1)).transpose(1, 2)
    return q[..., : sizes["d_head"]], turned(q[..., sizes["d_head"] :], start)


def plain(state, sizes, x, latent, rotary):
    """The outputs of the last tokens, x, of a text with these latents and rotary keys."""
    n_heads, before = sizes["n_heads"], latent.shape[1] - x.shape[1]
    content, rest = queries(state, sizes, x, before)
    k, v = ((latent @ state[f"{name}.weight"].T).unflatten(-1, (n_heads, -1)) for name in ("k_up", "v_up"))
    logits = torch.einsum("bhtf,bshf->bhts", content, k) + torch.einsum("bhtr,bsr->bhts", rest, rotary)
    logits = logits / math.sqrt(sizes["d_head"] + sizes["d_rope"])
    seen = torch.arange(latent.shape[1]) <= before + torch.arange(x.shape[1])[:, None]
    logits = logits.masked_fill(~seen, -math.inf)
    weights = (logits - logits.logsumexp(-1, keepdim=True)).exp()
    return torch.einsum("bhts,bshf->bthf", weights, v).flatten(2) @ state["out_proj.weight"].T


@pytest.mark.points(6)
def test_the_state_dict_has_the_six_stated_weights(submission):
    """The state dict has the weights of q_proj, kv_down, k_rope, k_up, v_up and out_proj, and nothing else."""
    found = submission.LatentAttention(**SIZES).state_dict()
    assert_equal({name: tuple(value.shape) for name, value in found.items()}, shapes(**SIZES), what="the shapes")


@pytest.mark.points(18)
def test_the_plain_form(submission, rng):
    """forward is causal attention with keys [U_h c, r], values W_h c and logits divided by sqrt(F + R)."""
    state = random_state(rng, SIZES)
    x = normal(rng, 2, int(rng.integers(5, 9)), SIZES["d_model"])
    assert_close(build(submission, state, SIZES)(x), plain(state, SIZES, x, *cached(state, x)), exact_dtype=True)


@pytest.mark.points(12)
def test_the_cache_holds_latents_and_rotary_keys(submission, rng):
    """compress gives kv_down(x) and k_rope(x), the latter rotated to the tokens' positions from start on."""
    state = random_state(rng, SIZES)
    module = build(submission, state, SIZES)
    x = normal(rng, 2, 5, SIZES["d_model"])
    assert_close(module.compress(x), cached(state, x), what="(latent, rotary)")
    start = int(rng.integers(3, 20))
    assert_close(module.compress(x, start), cached(state, x, start), what=f"(latent, rotary) from position {start} on")


@pytest.mark.points(14)
def test_the_absorbed_query(submission, rng):
    """absorbed_query gives U_h^T content beside the rotated rest, so that it can be compared with latents."""
    state = random_state(rng, SIZES)
    module = build(submission, state, SIZES)
    x = normal(rng, 2, 4, SIZES["d_model"])
    u = state["k_up.weight"].unflatten(0, (SIZES["n_heads"], -1))
    start = int(rng.integers(3, 20))
    for first, found in ((0, module.absorbed_query(x)), (start, module.absorbed_query(x, start))):
        content, rest = queries(state, SIZES, x, first)
        expected = torch.cat([torch.einsum("bhtf,hfc->bhtc", content, u), rest], dim=-1)
        assert_close(found, expected, what=f"the absorbed query from position {first} on")


@pytest.mark.points(20)
def test_decoding_equals_the_plain_form(submission, rng):
    """decode gives the newest tokens, one or several, the outputs that they have in the whole text."""
    state = random_state(rng, SIZES)
    module = build(submission, state, SIZES)
    x = normal(rng, 2, 9, SIZES["d_model"])
    latent, rotary = cached(state, x)
    right, own = plain(state, SIZES, x, latent, rotary), module(x).detach()
    for n in (1, 3):
        found = module.decode(x[:, -n:], latent, rotary).detach()
        # The outputs of the answer's own plain form will do: that these are right is another test's business.
        alike = np.array_equal(found.shape, own[:, -n:].shape) and np.allclose(found, own[:, -n:])
        expected = own if alike else right
        assert_close(found, expected[:, -n:], what=f"the outputs of the last {n} of 9 tokens")
    # Latents that no token of this text has: they are taken from the cache, not computed anew. Queries of 0, for which
    # every token that they see weighs the same.
    latent, rotary = normal(rng, *latent.shape), normal(rng, *rotary.shape)
    state["q_proj.weight"] = torch.zeros_like(state["q_proj.weight"])
    expected = plain(state, SIZES, x[:, -2:], latent, rotary)
    found = build(submission, state, SIZES).decode(x[:, -2:], latent, rotary)
    assert_close(found, expected, what="the outputs over another cache for queries of 0")


@pytest.mark.points(10)
def test_a_long_cache_is_never_expanded(submission, rng):
    """decode over 30 000 tokens with 32 heads of 64 features: the keys of all heads don't fit into the memory."""
    sizes = {"d_model": 6, "n_heads": 32, "d_head": 64, "d_latent": 4, "d_rope": 2}
    state = {name: value.float() for name, value in random_state(rng, sizes).items()}
    state["q_proj.weight"].zero_()  # every token weighs the same: how tokens are compared is for other tests
    module = build(submission, state, sizes)
    x = normal(rng, 1, 1, 6).float()
    # Five different cached tokens, each as often as the others: the average is that over the five.
    latent, rotary = normal(rng, 1, 5, 4).float(), normal(rng, 1, 5, 2).float()
    found = module.decode(x, latent.repeat(1, 6_000, 1), rotary.repeat(1, 6_000, 1))
    n_heads, before = sizes["n_heads"], 30_000 - 1
    content, rest = queries(state, sizes, x, before)
    k, v = ((latent @ state[f"{name}.weight"].T).unflatten(-1, (n_heads, -1)) for name in ("k_up", "v_up"))
    logits = torch.einsum("bhtf,bshf->bhts", content, k) + torch.einsum("bhtr,bsr->bhts", rest.float(), rotary)
    weights = torch.softmax(logits / math.sqrt(66), dim=-1)
    expected = torch.einsum("bhts,bshf->bthf", weights, v).flatten(2) @ state["out_proj.weight"].T
    # Each of 30 000 float32 weights is about 3e-5: their sums round.
    assert_close(found, expected, rtol=1e-2)


@pytest.mark.points(12)
def test_gradients(submission, rng):
    """forward is differentiable with respect to x and to all six weights."""
    state = random_state(rng, SIZES)
    x, cotangent = normal(rng, 2, 5, SIZES["d_model"]).requires_grad_(), normal(rng, 2, 5, SIZES["d_model"])
    module = build(submission, state, SIZES)
    output = module(x)
    found = submission.grads(module, output, cotangent)
    for tensor in state.values():
        tensor.requires_grad_()
    names = list(state)
    expected = torch.autograd.grad(
        plain(state, SIZES, x, *cached(state, x)), [x, *(state[name] for name in names)], cotangent
    )
    found = {name: found[name] for name in names}
    assert_close(found, dict(zip(names, expected[1:], strict=True)), rtol=1e-8, what="the gradients of the weights")
    assert_close(torch.autograd.grad(module(x), x, cotangent)[0], expected[0], what="the gradient of x")


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits of tens of thousands, of either sign, overflow nothing, in both forms."""
    state = random_state(rng, SIZES)
    x = normal(rng, 2, 5, SIZES["d_model"])
    latent, rotary = cached(state, x)
    q_proj = state["q_proj.weight"]
    for factor in (3e4, -3e4):
        state["q_proj.weight"] = factor * q_proj
        module = build(submission, state, SIZES)
        expected = plain(state, SIZES, x, latent, rotary)
        assert_close(module(x), expected, rtol=1e-6, what="the outputs of forward")
        for n in (4, 5):
            found = module.decode(x[:, -n:], latent, rotary)
            assert_close(found, expected[:, -n:], rtol=1e-6, what=f"the outputs of decode for {n} of 5 tokens")


@pytest.mark.points(4)
def test_an_odd_number_of_rotated_features_is_refused(submission):
    """An odd R raises ValueError; H needn't divide D."""
    submission.LatentAttention(7, 3, 5, 6, 2)
    with pytest.raises(ValueError):
        submission.LatentAttention(7, 3, 5, 6, 3)
