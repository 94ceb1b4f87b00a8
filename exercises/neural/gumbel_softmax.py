"""Gumbel-softmax: samples of a class through which a gradient can flow.

A network that has to choose (one of K codes of a discrete autoencoder, one of
K experts, one of K edges in an architecture search) draws a class from
softmax(logits). The draw has no gradient. The Gumbel-max trick moves the
chance out of the way: with independent noise

    g_k = -log(-log(u_k)),      u_k uniform on (0, 1)

from the standard Gumbel distribution, the class

    argmax over k of (logits_k + g_k)

has exactly the law softmax(logits). What is left is an argmax, and it can be
relaxed: the sample becomes a vector

    y = softmax((logits + g) / tau)

which is differentiable with respect to the logits. A small temperature tau
gives nearly one-hot vectors and gradients of high variance, a large one nearly
uniform vectors.

A straight-through ("hard") sample is the one-hot vector of the largest entry
of y, and its gradient is that of y: what follows sees a real choice, and
learning goes on as if it had been soft.

Conventions:

- **Classes** are the last axis, of length K; all other axes are independent.
- **Noise** is added to the logits before the division by tau.
- **u = 0** can be drawn by a generator: the noise is finite there, any
  number below all other noise. What makes it so is not to be seen at any
  other u: 1e-10 added to u is small enough, 1e-6 isn't.
- **Logits** may be -inf in ``gumbel_max``: such a class is never drawn. At
  least one logit of a row is finite.
- **Dtype**: float32 or float64, that of the logits, also that of the result.
- **By hand**: no multinomial, torch.distributions or F.gumbel_softmax.
"""

import torch


def gumbel_noise(u: torch.Tensor) -> torch.Tensor:
    """Standard Gumbel noise from uniform numbers.

    Args:
        u: numbers with 0 <= u < 1, of any shape.

    Returns:
        A tensor of the shape and dtype of u, finite everywhere.

    Examples:
        >>> [
        ...     round(g, 4)
        ...     for g in gumbel_noise(torch.tensor([0.1, 0.5])).tolist()
        ... ]
        [-0.834, 0.3665]
    """
    raise NotImplementedError


def gumbel_max(logits: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """One class for each row of logits, drawn from softmax(logits).

    Args:
        logits: shape (..., K).
        generator: what all draws come from.

    Returns:
        An int64 tensor of shape (...), with classes from 0 to K - 1.

    Examples:
        >>> generator = torch.Generator().manual_seed(0)
        >>> logits = torch.tensor([[0.0, -torch.inf], [-torch.inf, 5.0]])
        >>> gumbel_max(logits, generator).tolist()
        [0, 1]
    """
    raise NotImplementedError


def gumbel_softmax(logits: torch.Tensor, noise: torch.Tensor, tau: float, hard: bool = False) -> torch.Tensor:
    """A relaxed or a straight-through sample for given noise.

    Args:
        logits: shape (..., K), finite.
        noise: g, of the shape and dtype of the logits.
        tau: the temperature, positive; 0.001 and 1000 work as well.
        hard: True gives one-hot vectors (up to rounding).

    Returns:
        A tensor of shape (..., K), differentiable with respect to the logits.

    Raises:
        ValueError: if tau is 0 or negative.

    Examples:
        >>> logits = torch.tensor([1.0, 2.0])
        >>> noise = torch.tensor([2.0, 0.0])
        >>> [
        ...     round(y, 4)
        ...     for y in gumbel_softmax(logits, noise, tau=0.5).tolist()
        ... ]
        [0.8808, 0.1192]
        >>> gumbel_softmax(logits, noise, tau=0.5, hard=True).tolist()
        [1.0, 0.0]
    """
    raise NotImplementedError
