"""Grades `encoder_decoder`: torch's own encoder and decoder layers with the same weights are the oracle."""

import numpy as np
import pytest
import torch
from _blocks import apply_block, norm_state
from torch import nn

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal

PROJECTIONS = ("q_proj", "k_proj", "v_proj")


def layer_state(rng, d_model, attentions, n_norms):
    shapes = {"feed_forward.fc1": (4 * d_model, d_model), "feed_forward.fc2": (d_model, 4 * d_model)}
    for name in attentions:
        shapes |= {f"{name}.{part}": (d_model, d_model) for part in (*PROJECTIONS, "out_proj")}
    state = linear_state(rng, shapes)
    for i in range(n_norms):
        state |= norm_state(rng, f"norm{i + 1}", d_model)
    return state


def decoder_state(rng, d_model):
    return layer_state(rng, d_model, ("attention", "cross_attention"), 3)


def model_state(rng, vocab_size, n_context, n_layers, d_model):
    state = {"embedding.weight": normal(rng, vocab_size, d_model)}
    state["positions.weight"] = normal(rng, n_context, d_model)
    for i in range(n_layers):
        layers = {"encoder": layer_state(rng, d_model, ("attention",), 2), "decoder": decoder_state(rng, d_model)}
        for side, layer in layers.items():
            state |= {f"{side}.{i}.{name}": value for name, value in layer.items()}
    return state


def below(state, start):
    return {name.removeprefix(start): value for name, value in state.items() if name.startswith(start)}


def joined(state, name, kind):
    return torch.cat([state[f"{name}.{part}.{kind}"] for part in PROJECTIONS])


def encoder_layer(state, x, n_heads, real):
    renamed = {name: value for name, value in state.items() if "attention" not in name}
    for kind in ("weight", "bias"):
        renamed[f"attention.qkv.{kind}"] = joined(state, "attention", kind)
        renamed[f"attention.out.{kind}"] = state[f"attention.out_proj.{kind}"]
    return apply_block(renamed, x, n_heads, False, real).detach()


def decoder_layer(state, x, memory, n_heads, real=None):
    d_model, n = x.shape[-1], x.shape[1]
    layer = nn.TransformerDecoderLayer(d_model, n_heads, 4 * d_model, 0.0, "gelu", batch_first=True).double()
    renamed = {name: value for name, value in state.items() if "norm" in name}
    for kind in ("weight", "bias"):
        for ours, theirs in (("attention", "self_attn"), ("cross_attention", "multihead_attn")):
            renamed[f"{theirs}.in_proj_{kind}"] = joined(state, ours, kind)
            renamed[f"{theirs}.out_proj.{kind}"] = state[f"{ours}.out_proj.{kind}"]
        for i in (1, 2):
            renamed[f"linear{i}.{kind}"] = state[f"feed_forward.fc{i}.{kind}"]
    layer.load_state_dict(renamed)
    hidden = None if real is None else ~real
    later = torch.ones(n, n, dtype=torch.bool).triu(1)
    return layer(x, memory, tgt_mask=later, memory_key_padding_mask=hidden).detach()


def embed(state, tokens):
    return state["embedding.weight"][tokens] + state["positions.weight"][: tokens.shape[1]]


def encode(state, source, n_layers, n_heads, real=None):
    x = embed(state, source)
    for i in range(n_layers):
        x = encoder_layer(below(state, f"encoder.{i}."), x, n_heads, real)
    return x


def decode(state, target, memory, n_layers, n_heads, real=None):
    x = embed(state, target)
    for i in range(n_layers):
        x = decoder_layer(below(state, f"decoder.{i}."), x, memory, n_heads, real)
    return torch.einsum("btd,vd->btv", x, state["embedding.weight"])


def build(submission, state, n_layers, n_heads):
    vocab_size, d_model = state["embedding.weight"].shape
    model = submission.EncoderDecoder(vocab_size, len(state["positions.weight"]), n_layers, d_model, n_heads)
    model.double()
    model.load_state_dict(state)
    return model


def build_layer(submission, state, n_heads):
    layer = submission.DecoderLayer(len(state["norm1.bias"]), n_heads)
    layer.double()
    layer.load_state_dict(state)
    return layer


def ids(rng, *shape, vocab_size=9):
    return torch.from_numpy(rng.integers(vocab_size, size=shape))


REAL = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=torch.bool)


@pytest.mark.points(28)
def test_a_decoder_layer(submission, rng):
    """Causal self-attention, then cross-attention to the memory, then the feed-forward network."""
    state, x, memory = decoder_state(rng, 4), normal(rng, 1, 3, 4), normal(rng, 1, 5, 4)
    state |= {f"norm{i}.{kind}": state[f"norm1.{kind}"] for i in (2, 3) for kind in ("weight", "bias")}
    found = build_layer(submission, state, 2)(x, memory)
    assert_close(found, decoder_layer(state, x, memory, 2), rtol=1e-7, what="the output where all norms are equal")
    state, x, memory = decoder_state(rng, 6), normal(rng, 2, 5, 6), normal(rng, 2, 3, 6)
    found = build_layer(submission, state, 3)(x, memory)
    assert_close(found, decoder_layer(state, x, memory, 3), rtol=1e-7, what="the output")


@pytest.mark.points(12)
def test_the_encoder(submission, rng):
    """encode adds embeddings and positions, and sends them through the encoder's layers without a causal mask."""
    state, source = model_state(rng, 9, 6, 2, 4), ids(rng, 2, 5)
    found = build(submission, state, 2, 2).encode(source)
    assert_close(found, encode(state, source, 2, 2), rtol=1e-7, what="the memory")


@pytest.mark.points(14)
def test_the_logits(submission, rng):
    """decode sends the target through the decoder's layers, beside the memory, and gives logits by the embedding."""
    state, target, memory = model_state(rng, 9, 6, 2, 4), ids(rng, 2, 1), normal(rng, 2, 5, 4)
    found = build(submission, state, 2, 2).decode(target, memory)
    right = decode(state, target, memory, 2, 2)
    assert_close(found, right, rtol=1e-7, what="the logits of a target of one token")
    target = ids(rng, 2, 6)
    # At the last position, a layer without a causal mask is right: several layers aren't, so one is taken.
    state = {name: value for name, value in state.items() if ".1." not in name}
    found = build(submission, state, 1, 2).decode(target, memory)[:, -1]
    right = decode(state, target, memory, 1, 2)[:, -1]
    assert_close(found, right, rtol=1e-7, what="the logits at the last of 6 positions")


@pytest.mark.points(14)
def test_the_decoder_sees_no_future(submission, rng):
    """The logits at a position don't change when later tokens of the target do, and change when earlier ones do."""
    model = build(submission, model_state(rng, 9, 6, 1, 4), 1, 2)
    target = torch.tensor([[3, 1, 4, 2]]).repeat(5, 1)
    target[torch.arange(4), torch.arange(4)] = 8
    memory = normal(rng, 1, 3, 4).repeat(5, 1, 1)
    logits = np.asarray(model.decode(target, memory).detach())
    assert_equal(list(logits.shape), [5, 4, 9], what="the shape of the logits")
    for t in range(4):
        what = f"the logits before position {t}, whose token was changed,"
        assert_close(logits[t, :t], logits[4, :t], what=what)
        moved = np.abs(logits[t] - logits[4]).max(-1) > 1e-6
        assert moved[t:].all(), f"a token changed at position {t} should change the logits there and at all later ones."


@pytest.mark.points(14)
def test_the_decoder_sees_no_padding_of_the_source(submission, rng):
    """The cross-attention hides the memory's padding, whatever stands there, in the layer and in decode."""
    state, layer_weights = model_state(rng, 9, 6, 1, 4), decoder_state(rng, 4)
    x, target, memory = normal(rng, 2, 3, 4), ids(rng, 2, 3), normal(rng, 2, 5, 4)
    layer, model = build_layer(submission, layer_weights, 2), build(submission, state, 1, 2)
    # Both results are compared with those for the source without its padding.
    for what, function, first in (("layer's output", layer, x), ("logits", model.decode, target)):
        found = function(first, memory, REAL)
        whole = function(first[:1], memory[:1]).detach()  # as a value: what differs from it has one too
        assert_close(found[:1], whole, rtol=1e-7, what=f"the {what} for a source of 5 tokens without padding")
        alone = function(first[1:], memory[1:, :3]).detach()
        assert_close(found[1:], alone, rtol=1e-7, what=f"the {what} for a source of 3 tokens and 2 of padding")
        longer = np.abs(np.asarray(function(first[1:], memory[1:]).detach()) - np.asarray(alone)).max()
        assert longer > 1e-6, f"the {what} should depend on the memory."


@pytest.mark.points(8)
def test_the_encoder_sees_no_padding(submission, rng):
    """A source has the same memory at its tokens with and without padding behind it."""
    model = build(submission, model_state(rng, 9, 6, 1, 4), 1, 2)
    source = ids(rng, 2, 5)
    found, alone = model.encode(source, REAL), model.encode(source[1:, :3]).detach()
    assert_equal(list(alone.shape), [1, 3, 4], what="the shape of the memory")
    assert_close(found[1:, :3], alone, rtol=1e-7, what="the memory of a source of 3 tokens and 2 of padding")
    assert np.ptp(np.asarray(alone), axis=1).max() > 1e-6, "all tokens have the same memory."


@pytest.mark.points(4)
def test_forward_is_both(submission, rng):
    """forward gives what decode gives for the memory of encode's last layer, and depends on the source."""
    source, target = ids(rng, 2, 5), ids(rng, 2, 4)
    for n_layers in (1, 2):
        model = build(submission, model_state(rng, 9, 6, n_layers, 4), n_layers, 2)
        found, right = model(source, target), model.decode(target, model.encode(source).detach()).detach()
        assert_close(found, right, rtol=1e-7, what=f"the logits with {n_layers} layers on each side")
    found = model(source, target, REAL)
    right = model.decode(target, model.encode(source, REAL).detach(), REAL).detach()
    assert_close(found, right, rtol=1e-7, what="the logits for a source with padding")
    other = np.asarray(model((source + 1) % 9, target, REAL).detach())
    assert np.abs(np.asarray(found.detach()) - other).max() > 1e-6, "the logits should depend on the source."


@pytest.mark.points(6)
def test_the_shifted_target(submission, rng):
    """The decoder reads start_id and then the target without its last token; the target itself stays as it is."""
    for n_batch, n in [(2, 5), (3, 1)]:
        target = ids(rng, n_batch, n)
        right = [[6, *row[:-1]] for row in target.tolist()]
        found = submission.shift_right(target, start_id=6)
        assert_equal(found.tolist(), right, what="what the decoder reads")
