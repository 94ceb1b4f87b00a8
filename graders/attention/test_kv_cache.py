"""Grades `kv_cache`: without a cache the layer agrees with torch's own, and with one, whatever the pieces, with itself
without."""

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def layer_shapes(d_model):
    return dict.fromkeys(PROJECTIONS, (d_model, d_model))


def build(submission, state, n_heads):
    """The answer's layer, in float64, with these weights."""
    layer = submission.CachedSelfAttention(len(state["q_proj.bias"]), n_heads)
    layer.double()
    layer.load_state_dict(state)
    return layer


def whole(state, n_heads, x):
    """Causal self-attention of the whole sequence, by torch's own module (where True in a mask means blocked)."""
    theirs = torch.nn.MultiheadAttention(x.shape[2], n_heads, batch_first=True, dtype=torch.float64)
    theirs.load_state_dict(
        {
            f"in_proj_{kind}": torch.cat([state[f"{name}.{kind}"] for name in PROJECTIONS[:3]])
            for kind in ("weight", "bias")
        }
        | {name: state[name] for name in ("out_proj.weight", "out_proj.bias")}
    )
    blocked = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
    return theirs(x, x, x, attn_mask=blocked, need_weights=False)[0]


def in_pieces(layer, cache, x, pieces):
    """The outputs of the layer when it gets these many new tokens at a time."""
    return torch.cat([layer(piece, cache).detach() for piece in x.split(pieces, dim=1)], dim=1)


@pytest.mark.points(12)
def test_append_returns_everything_so_far(submission, rng):
    """append gives the keys and values of all tokens in order, each cache has its own, and length counts them."""
    shape = (2, 3, 9, 4)
    caches = [submission.KVCache(2, 3, 9, 4, dtype=torch.float64) for _ in range(2)]
    assert_equal(caches[0].length, 0, what="the length of a new cache")
    k, v = ([normal(rng, *shape) for _ in caches] for _ in range(2))
    end = 0
    for n in (3, 1, 1, 4):
        start, end = end, end + n
        for i, cache in enumerate(caches):
            found = cache.append(k[i][:, :, start:end], v[i][:, :, start:end])
            assert_equal(found, (k[i][:, :, :end], v[i][:, :, :end]), what=f"(keys, values) of {end} tokens")
        assert_equal(caches[1].length, end, what="the length")
    single = submission.KVCache(1, 2, 5, 3)
    k, v = (normal(rng, 1, 2, 2, 3).float() for _ in range(2))
    assert_equal(single.append(k, v), (k, v), exact_dtype=True, what="(keys, values) in float32")


@pytest.mark.points(6)
def test_a_full_cache_refuses_and_stays_as_it_was(submission, rng):
    """Tokens that don't fit raise ValueError and change nothing; tokens that just fit are taken."""
    cache = submission.KVCache(1, 2, 5, 3, dtype=torch.float64)
    k, v = normal(rng, 1, 2, 9, 3), normal(rng, 1, 2, 9, 3)
    cache.append(k[:, :, :3], v[:, :, :3])
    with pytest.raises(ValueError):
        cache.append(k[:, :, 6:], v[:, :, 6:])
    assert_equal(cache.length, 3, what="the length after a refusal")
    found = cache.append(k[:, :, 3:5], v[:, :, 3:5])
    assert_equal(found, (k[:, :, :5], v[:, :, :5]), what="(keys, values) of a cache that is just full")
    with pytest.raises(ValueError):
        cache.append(k[:, :, :1], v[:, :, :1])


@pytest.mark.points(6)
def test_truncated_tokens_are_forgotten(submission, rng):
    """truncate(n) keeps the first n tokens, and later tokens follow them; an n that isn't there raises ValueError."""
    cache = submission.KVCache(2, 1, 8, 3, dtype=torch.float64)
    k, v = normal(rng, 2, 1, 8, 3), normal(rng, 2, 1, 8, 3)
    cache.append(k[:, :, :7], v[:, :, :7])
    cache.truncate(7)
    cache.truncate(2)
    assert_equal(cache.length, 2, what="the length after truncate(2)")
    for length in (3, -1):
        with pytest.raises(ValueError):
            cache.truncate(length)
    kept = [0, 1, 7, 6, 5]
    found = cache.append(k[:, :, kept[2:]], v[:, :, kept[2:]])
    assert_equal(found, (k[:, :, kept], v[:, :, kept]), what="(keys, values) after truncate(2) and three new tokens")
    cache.truncate(0)
    assert_equal(cache.append(k, v), (k, v), what="(keys, values) after truncate(0)")


@pytest.mark.points(16)
def test_without_a_cache_it_is_causal_attention(submission, rng):
    """Without a cache, each token sees itself and those before it, as in torch's own module."""
    n_batch, n_heads, n, d_model = 2, 3, int(rng.integers(4, 8)), 12
    state = linear_state(rng, layer_shapes(d_model))
    x = normal(rng, n_batch, n, d_model)
    layer = build(submission, state, n_heads)
    assert_close(layer(x), whole(state, n_heads, x).detach(), exact_dtype=True)


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits in the tens of thousands, of either sign, overflow nothing, and a later key stays hidden."""
    state, x = linear_state(rng, layer_shapes(3)), normal(rng, 2, 6, 3)
    for factor in (5e4, -5e4):
        large = state | {name: factor * state[name] for name in ("q_proj.weight", "q_proj.bias")}
        expected = whole(large, 3, x).detach()  # heads of one feature, which need no scale
        assert_close(build(submission, large, 3)(x), expected, rtol=1e-7, what="the result for large logits")


@pytest.mark.points(18)
def test_decoding_equals_full_recomputation(submission, rng):
    """A prefill of the prompt and then one token at a time give the outputs of one pass over all tokens."""
    n_batch, n_heads, n, d_model = 2, 3, 6, 12
    state = linear_state(rng, layer_shapes(d_model))
    x = normal(rng, n_batch, n, d_model)
    layer = build(submission, state, n_heads)
    n_prompt = int(rng.integers(2, 5))
    # The last token just fits.
    cache = submission.KVCache(n_batch, n_heads, n, d_model // n_heads, dtype=torch.float64)
    found = in_pieces(layer, cache, x, [n_prompt] + [1] * (n - n_prompt))
    # What the layer itself gives without a cache: that this is right is another test's business.
    first = whole(state, n_heads, x)[:, :1].detach()
    assert_close(found[:, :1], first, what="the output of the first token, which sees itself alone")
    assert_close(found, layer(x).detach(), what=f"the outputs, {n_prompt} of {n} tokens in the prompt")


@pytest.mark.points(12)
def test_several_tokens_behind_a_cache(submission, rng):
    """Several new tokens at once see the cache, the new tokens before them and themselves."""
    n_batch, n_heads, d_model = 1, 2, 10
    state = linear_state(rng, layer_shapes(d_model))
    x = normal(rng, n_batch, 9, d_model)
    layer = build(submission, state, n_heads)
    cache = submission.KVCache(n_batch, n_heads, 9, d_model // n_heads, dtype=torch.float64)
    found = in_pieces(layer, cache, x, [2, 4, 3])
    first = whole(state, n_heads, x)[:, :1].detach()
    assert_close(found[:, :1], first, what="the output of the first token, which sees itself alone")
    assert_close(found, layer(x).detach(), what="the outputs in pieces of 2, 4 and 3 tokens")


@pytest.mark.points(4)
def test_decoding_goes_on_after_a_rollback(submission, rng):
    """After truncate the layer goes on as if the tokens behind had never been; a full cache raises ValueError."""
    n_batch, n_heads, d_model = 2, 2, 6
    state = linear_state(rng, layer_shapes(d_model))
    x, rejected = normal(rng, n_batch, 6, d_model), normal(rng, n_batch, 3, d_model)
    layer = build(submission, state, n_heads)
    cache = submission.KVCache(n_batch, n_heads, 6, d_model // n_heads, dtype=torch.float64)
    layer(x[:, :3], cache)
    layer(rejected, cache)
    with pytest.raises(ValueError):
        layer(rejected[:, :1], cache)
    cache.truncate(3)
    assert_close(layer(x[:, 3:], cache).detach(), layer(x)[:, 3:].detach(), what="the outputs after a rollback")


@pytest.mark.points(4)
def test_the_state_dict_has_the_eight_stated_parameters(submission, rng):
    """The state dict has a weight and a bias for q_proj, k_proj, v_proj and out_proj, and nothing else."""
    state = linear_state(rng, layer_shapes(6))
    fresh = submission.CachedSelfAttention(6, 2).state_dict()
    found = {name: tuple(value.shape) for name, value in fresh.items()}
    assert_equal(found, {name: tuple(value.shape) for name, value in state.items()}, what="the shapes")
    single, x = submission.CachedSelfAttention(6, 2), normal(rng, 1, 3, 6)
    single.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    expected = build(submission, state, 2)(x).detach().float()
    assert_close(single(x.float()), expected, exact_dtype=True, what="the output of a layer as it was made, in float32")


@pytest.mark.points(4)
def test_gradients_without_a_cache(submission, rng):
    """Without a cache the output is differentiable with respect to x."""
    state = linear_state(rng, layer_shapes(3))
    x, cotangent = normal(rng, 2, 5, 3).requires_grad_(), normal(rng, 2, 5, 3)
    expected = torch.autograd.grad(whole(state, 3, x), x, cotangent)[0]
    assert_close(torch.autograd.grad(build(submission, state, 3)(x), x, cotangent)[0], expected, what="the gradient")


@pytest.mark.points(14)
def test_generate_gives_each_token_once(submission, rng):
    """generate gives the model the prompt in one call and then each new token alone, and takes the largest logit."""
    n_vocab = 11
    table = normal(rng, n_vocab, n_vocab)
    for n_prompt, n_new in [(4, 4), (1, 1)]:
        calls, given = [], []

        def step(tokens, calls=calls, given=given):
            calls.append(list(tokens))
            given.extend(tokens)
            # The logits depend on all tokens and their places.
            return sum(table[token].roll(place) / (1 + len(given) - place) for place, token in enumerate(given))

        prompt = rng.integers(n_vocab, size=n_prompt).tolist()
        found = submission.generate(submission.callback(step, limit=40), prompt, n_new)
        text, expected = list(prompt), [prompt]
        for _ in range(n_new):
            logits = sum(table[token].roll(place) / (1 + len(text) - place) for place, token in enumerate(text))
            text.append(int(logits.argmax()))
            expected.append(text[-1:])
        assert_equal(calls, expected[:-1], what="what step was called with")
        assert_equal(found, text[n_prompt:], what="the new tokens")
    # No id ends a text: round the vocabulary, and past it.
    successor = submission.callback(lambda tokens: torch.eye(4)[(tokens[-1] + 1) % 4], limit=40)
    assert_equal(submission.generate(successor, [2], 6), [3, 0, 1, 2, 3, 0], what="the new tokens")
