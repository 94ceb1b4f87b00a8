"""Fake quantization with a straight-through estimator.

A network that will run in int8 can be trained to bear it: during training its
numbers are rounded to the integer grid and scaled back at once, so that the
forward pass sees the errors of quantization. But rounding is flat almost
everywhere and its derivative is 0. The straight-through estimator (Bengio et
al. 2013) treats it as the identity in the backward pass. PyTorch's
quantization-aware training and LSQ (Esser et al. 2020) are built on this. With
a scale s, a zero point z and integers from q_min to q_max,

    v     = round(x / s) + z
    q     = min(max(v, q_min), q_max)
    x_hat = s * (q - z)

    d x_hat / d x = 1               where q_min <= v <= q_max
                    0               elsewhere: clipped numbers don't learn
    d x_hat / d s = round(x / s) - x / s          where q_min <= v <= q_max
                    q_min - z  or  q_max - z      elsewhere

The second line falls out of the same rule, with round as the identity, and
lets the scale be trained as well.

Conventions:

- **Integers** of b bits: signed from -2^(b-1) to 2^(b-1) - 1, unsigned from 0
  to 2^b - 1.
- **Rounding** is half to even, as ``torch.round`` does it.
- **The scale** is one for the whole tensor, or one for each index of the first
  axis (a channel of a weight), given with shape (M, 1, ...) so that it
  broadcasts. Its gradient has its shape: it is summed over all that share it.
- **The zero point** is a whole number and gets no gradient.
- **Dtype**: that of x.
"""

import torch


def ste_round(x: torch.Tensor) -> torch.Tensor:
    """Round, with the derivative of the identity.

    Args:
        x: float tensor of any shape.

    Returns:
        The nearest integers, in the dtype of x.

    Examples:
        >>> x = torch.tensor([0.4, 1.6, -2.5], requires_grad=True)
        >>> y = ste_round(x)
        >>> y.tolist()
        [0.0, 2.0, -2.0]
        >>> torch.autograd.grad((y * y).sum(), x)[0].tolist()
        [0.0, 4.0, -4.0]
    """
    raise NotImplementedError


def integer_range(bits: int, signed: bool) -> tuple[int, int]:
    """The smallest and the largest integer.

    Args:
        bits: b, at least 2.
        signed: whether half of the integers are below 0.

    Returns:
        q_min and q_max.

    Examples:
        >>> integer_range(8, True), integer_range(4, False)
        ((-128, 127), (0, 15))
    """
    raise NotImplementedError


def fake_quantize(x: torch.Tensor, scale: torch.Tensor, zero_point: int, bits: int, signed: bool) -> torch.Tensor:
    """x on the grid of the integers, in floating point.

    Args:
        x: float tensor, shape (M, ...).
        scale: above 0; without axes, or with as many as x, of which all but
            the first are 1.
        zero_point: z, from q_min to q_max.
        bits: b, at least 2.
        signed: which integers.

    Returns:
        A tensor of the shape of x, differentiable with respect to x and scale.

    Examples:
        >>> x = torch.tensor([0.3, 0.6, -5.0, 9.0], requires_grad=True)
        >>> scale = torch.tensor(0.5, requires_grad=True)
        >>> y = fake_quantize(x, scale, 3, bits=3, signed=False)
        >>> y.tolist()
        [0.5, 0.5, -1.5, 2.0]
        >>> dx, ds = torch.autograd.grad(y.sum(), [x, scale])
        >>> dx.tolist(), round(ds.item(), 4)  # 0.4 - 0.2 - 3 + 4
        ([1.0, 1.0, 0.0, 0.0], 1.2)
    """
    raise NotImplementedError
