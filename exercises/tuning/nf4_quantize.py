"""NF4: four bits for weights that are normally distributed, with scales that
are quantized as well.

The weights of a trained layer look like draws from a normal distribution.
Evenly spaced levels waste bits on its tails. NormalFloat4 of QLoRA (Dettmers
et al. 2023, in bitsandbytes) places its sixteen levels at quantiles of
N(0, 1), so that about as many weights belong to each. With Phi^-1 the inverse
of the normal distribution function, and

    delta = (1/32 + 1/30) / 2

there are, in ascending order and before they are divided by Phi^-1(1 - delta),
which makes the outer ones -1 and 1,

    seven below 0     Phi^-1(delta + i (1/2 - delta) / 7)    i = 0, ..., 6
    the number 0      so that zeros and padding stay what they are
    eight above 0     Phi^-1(1/2 + j (1/2 - delta) / 8)      j = 1, ..., 8

Weights are cut into blocks of neighbours, 64 in practice. A block's scale is
its largest magnitude, and what is kept of a weight is the index, from 0 to 15,
of the level nearest to it:

    absmax = max |w|            index = argmin_i |w / absmax - level_i|
    w_hat  = absmax * level[index]

Two indices share a byte. A scale in 32 bits for 64 weights is half a bit for
each; double quantization brings it to an eighth. Scales are positive: their
mean is taken off, and in groups of 256 the rest is rounded to int8:

    q = round((absmax - mean) / s)      s = max |absmax - mean| / 127
    absmax_hat = q * s + mean           the maximum over the group

Conventions:

- **Layout**: weights of any shape are one long row, in row-major order. Block
  size and group size divide what they cut; the block size is even.
- **Bytes**: of two neighbours the first has the high four bits, the second the
  low four, as in bitsandbytes. (GPTQ's format has the first in the low ones.)
- **A block of zeros** has absmax 0 and the index of 0, which is 7.
- **The mean** is that of all scales, one number for all groups. A group whose
  scales all equal it has s = 1.
- **8 bits**: here int8 from -127 to 127. (The paper takes 8-bit floats.)
- **Dtype**: float32 for whatever isn't an integer. Which of two levels a
  weight half way between them gets is left open.
"""

import torch


def nf4_levels() -> torch.Tensor:
    """The sixteen levels.

    Returns:
        A float32 tensor of shape (16,), ascending.

    Examples:
        >>> [round(x, 4) for x in nf4_levels()[:4].tolist()]
        [-1.0, -0.6962, -0.5251, -0.3949]
    """
    raise NotImplementedError


def quantize_nf4(weights: torch.Tensor, block_size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Indices, two to a byte, and the scales of the blocks.

    Args:
        weights: float32, any shape, n numbers in all.
        block_size: even; it divides n.

    Returns:
        packed: uint8, shape (n / 2,). absmax: float32, shape (n /
        block_size,).

    Raises:
        ValueError: if block_size is odd or doesn't divide n.

    Examples:
        >>> weights = torch.tensor([[2.0, -0.5, 0, 0.1], [-8, 8, 3, 0]])
        >>> packed, absmax = quantize_nf4(weights, 4)
        >>> [f"{byte:02x}" for byte in packed.tolist()], absmax.tolist()
        (['f4', '78', '0f', 'b7'], [2.0, 8.0])
    """
    raise NotImplementedError


def dequantize_nf4(packed: torch.Tensor, absmax: torch.Tensor) -> torch.Tensor:
    """The weights that the indices stand for.

    Args:
        packed: uint8, shape (n / 2,).
        absmax: float32, one for each block; the block size follows.

    Returns:
        A float32 tensor of shape (n,).

    Examples:
        >>> packed = torch.tensor([0xF7, 0x0F], dtype=torch.uint8)
        >>> dequantize_nf4(packed, torch.tensor([2.0, 8.0])).tolist()
        [2.0, 0.0, -8.0, 8.0]
    """
    raise NotImplementedError


def quantize_scales(absmax: torch.Tensor, group_size: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Double quantization of the scales.

    Args:
        absmax: float32, shape (m,), m at least 1.
        group_size: divides m.

    Returns:
        q: int8, shape (m,). s: float32, shape (m / group_size,). mean:
        float32, without axes.

    Examples:
        >>> absmax = torch.tensor([254.0, 0.0, 130.0, 124.0])
        >>> q, s, mean = quantize_scales(absmax, 2)
        >>> q.tolist(), round(mean.item(), 2)
        ([127, -127, 127, -127], 127.0)
        >>> [round(x, 4) for x in s.tolist()]
        [1.0, 0.0236]
    """
    raise NotImplementedError


def dequantize_scales(q: torch.Tensor, s: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
    """The scales of the blocks, from their integers.

    Args:
        q: int8, shape (m,).
        s: float32, one for each group; the group size follows.
        mean: float32, without axes.

    Returns:
        A float32 tensor of shape (m,).

    Examples:
        >>> q = torch.tensor([4, -4, 1, 0], dtype=torch.int8)
        >>> s, mean = torch.tensor([0.5, 2.0]), torch.tensor(10.0)
        >>> dequantize_scales(q, s, mean).tolist()
        [12.0, 8.0, 12.0, 10.0]
    """
    raise NotImplementedError
