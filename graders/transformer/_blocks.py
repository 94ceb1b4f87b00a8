"""What the graders of whole transformers share: weights of a block, and torch's own layer as its oracle."""

import torch
from torch import nn

from kata.testing.tensors import linear_state, normal

TORCH_NAMES = {
    "attention.qkv.weight": "self_attn.in_proj_weight",
    "attention.qkv.bias": "self_attn.in_proj_bias",
    "attention.out": "self_attn.out_proj",
    "feed_forward.fc1": "linear1",
    "feed_forward.fc2": "linear2",
}


def norm_state(rng, name, d_model):
    """A layer norm whose gains and biases are nowhere 1 and 0."""
    return {f"{name}.weight": normal(rng, d_model).abs() + 0.5, f"{name}.bias": normal(rng, d_model)}


def block_state(rng, d_model, d_hidden):
    """Weights of one block."""
    shapes = {
        "attention.qkv": (3 * d_model, d_model),
        "attention.out": (d_model, d_model),
        "feed_forward.fc1": (d_hidden, d_model),
        "feed_forward.fc2": (d_model, d_hidden),
    }
    return linear_state(rng, shapes) | norm_state(rng, "norm1", d_model) | norm_state(rng, "norm2", d_model)


def apply_block(state, x, n_heads, pre_norm, seen=None):
    """The block's output by torch's encoder layer.

    Args:
        state: as from `block_state`; gradients flow back to it.
        x: shape (B, T, D).
        n_heads: the heads of the attention.
        pre_norm: where the norms stand.
        seen: boolean, True = may attend, shape (T, T) or (B, T): a mask of pairs, or of keys that aren't padding.
    """
    d_hidden, d_model = state["feed_forward.fc1.weight"].shape
    layer = nn.TransformerEncoderLayer(
        d_model, n_heads, d_hidden, 0.0, "gelu", batch_first=True, norm_first=pre_norm, dtype=torch.float64
    )
    renamed = {}
    for name, value in state.items():
        for ours, theirs in TORCH_NAMES.items():
            name = name.replace(ours, theirs)
        renamed[name] = value
    masks = {}
    if seen is not None:
        masks = {"src_mask" if seen.shape == (x.shape[1], x.shape[1]) else "src_key_padding_mask": ~seen}
    return torch.func.functional_call(layer, renamed, (x,), masks)
