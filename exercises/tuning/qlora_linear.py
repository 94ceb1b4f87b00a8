"""QLoRA: a linear layer whose frozen weight has four bits, and a LoRA update.

LoRA trains few numbers, but the frozen weights still fill the memory. QLoRA
(Dettmers et al. 2023) keeps them as NF4 indices, two to a byte, with scales
that are quantized as well, and makes a weight of them only while it is needed.
A 65B model can so be tuned on one GPU of 48 GB. With W of shape (D_out, D_in),

    W_hat = dequantized W, in float32, then rounded to bfloat16
    y     = x W_hat^T + s x A^T B^T        s = alpha / r, in bfloat16

The quantization is given: `quantize_nf4` gives bytes and the scales of blocks
of weights, `quantize_scales` rounds these scales to int8 in groups, and
`dequantize_scales` and `dequantize_nf4` go back.

A weight in NF4 costs 4 bits, and its share of the scales: 8 / block_size +
32 / (block_size * group_size), 0.127 bits for 64 and 256.

Conventions:

- **State dict**: `packed` (uint8), `scale_q` (int8), `scale_s` and
  `scale_mean` (float32) as the given functions return them, `lora_A` (r, D_in)
  and `lora_B` (D_out, r), both bfloat16. Nothing else: the weight itself isn't
  kept, and there is no bias.
- **Loading** a state dict replaces the weight as well: each call makes W_hat
  from what is stored then.
- **At the start** A is drawn at random and B is 0.
- **Gradients** reach A, B and x, which may come from a layer below. They go
  through W_hat, and never into anything that is quantized.
- **Precision**: x and y are bfloat16. What happens between may be more
  precise, W_hat may stay in float32; but it is made from the dequantized
  scales, not from exact ones.
"""

import torch
from torch import nn

# given
NF4 = (
    *(-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635),
    *(-0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725),
    *(0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0),
)


# given
def quantize_nf4(weights: torch.Tensor, block_size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Bytes of two indices, and the scale of each block of n float32 weights.

    Examples:
        >>> packed, absmax = quantize_nf4(torch.tensor([[2.0, 0.0]]), 2)
        >>> packed.tolist(), absmax.tolist()
        ([247], [2.0])
    """
    blocks = weights.reshape(-1, block_size)
    absmax = blocks.abs().amax(dim=1)
    scaled = blocks / torch.where(absmax > 0, absmax, 1.0)[:, None]
    index = (scaled[..., None] - torch.tensor(NF4)).abs().argmin(dim=-1).flatten()
    return (index[::2] << 4 | index[1::2]).to(torch.uint8), absmax


# given
def dequantize_nf4(packed: torch.Tensor, absmax: torch.Tensor) -> torch.Tensor:
    """The n weights in float32, as one row.

    Examples:
        >>> packed = torch.tensor([247], dtype=torch.uint8)
        >>> dequantize_nf4(packed, torch.tensor([2.0])).tolist()
        [2.0, 0.0]
    """
    index = torch.stack([packed >> 4, packed & 15], dim=1).long()
    return (torch.tensor(NF4)[index].reshape(len(absmax), -1) * absmax[:, None]).flatten()


# given
def quantize_scales(absmax: torch.Tensor, group_size: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Integers of the scales, a scale for each group of them, and their mean.

    Examples:
        >>> q, s, mean = quantize_scales(torch.tensor([254.0, 0.0]), 2)
        >>> q.tolist(), s.tolist(), mean.item()
        ([127, -127], [1.0], 127.0)
    """
    mean = absmax.mean()
    groups = (absmax - mean).reshape(-1, group_size)
    largest = groups.abs().amax(dim=1)
    s = torch.where(largest > 0, largest, 127.0) / 127
    return (groups / s[:, None]).round().to(torch.int8).flatten(), s, mean


# given
def dequantize_scales(q: torch.Tensor, s: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
    """The scales of the blocks, in float32.

    Examples:
        >>> q = torch.tensor([127, -127], dtype=torch.int8)
        >>> mean = torch.tensor(127.0)
        >>> dequantize_scales(q, torch.ones(1), mean).tolist()
        [254.0, 0.0]
    """
    return (q.reshape(len(s), -1) * s[:, None]).flatten() + mean


class QLoRALinear(nn.Module):
    """A linear layer in NF4 with a low-rank update.

    Args:
        weight: W, float32, shape (D_out, D_in); it isn't kept.
        rank: r, at least 1.
        alpha: the scale's numerator, above 0.
        block_size: weights in a block; even, it divides D_out * D_in.
        group_size: block scales in a group; it divides their number.

    Examples:
        >>> weight = torch.tensor([[4.0, -4.0], [0.0, 2.0]])
        >>> layer = QLoRALinear(weight, 1, 1.0, block_size=2, group_size=1)
        >>> x = torch.tensor([[1.0, 3.0]], dtype=torch.bfloat16)
        >>> layer(x).tolist()
        [[-8.0, 6.0]]
        >>> layer.packed.tolist()
        [240, 127]
        >>> layer.storage_bits()
        32.0
    """

    def __init__(self, weight: torch.Tensor, rank: int, alpha: float, block_size: int, group_size: int):
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output.

        Args:
            x: bfloat16, shape (..., D_in).

        Returns:
            A bfloat16 tensor of shape (..., D_out), differentiable with
            respect to x, A and B.
        """
        raise NotImplementedError

    def storage_bits(self) -> float:
        """The bits that the quantized weight takes, for each of its numbers.

        Returns:
            8 times the bytes of `packed`, `scale_q`, `scale_s` and
            `scale_mean`, over D_out * D_in.
        """
        raise NotImplementedError
