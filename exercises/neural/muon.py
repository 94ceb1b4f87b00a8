"""Muon: momentum whose matrix is made orthogonal before each step.

The update of a weight matrix by SGD or Adam is usually dominated by a few
directions: most of its singular values are tiny. Muon replaces the momentum
M = U S V^T by U V^T or nearly so, all of whose singular values are 1: rare
directions are learned as fast as frequent ones. It trains the hidden matrices
of NanoGPT records, Kimi K2 and GLM-4.5; embeddings, biases and gains stay
with AdamW.

An SVD is slow on a GPU. Newton-Schulz iterations need matrix products only:

    X <- G / (|G|_F + 1e-7)             |G|_F: root of the sum of squares
    repeat:  A = X X^T,  X <- a X + (b A + c A^2) X

Each iteration maps every singular value s to a s + b s^3 + c s^5 and leaves U
and V alone. With a = 3.4445, b = -4.7750, c = 2.0315 small values grow fast,
and after 5 iterations those that were above 0.005 lie between 0.68 and 1.21.
They don't converge to 1, which does no harm.

For a parameter W of shape (rows, columns) with the gradient G, a step is

    M <- momentum * M + G                      M = 0 before the first step
    D = G + momentum * M  with Nesterov, else  D = M
    W <- W - lr * max(1, rows / columns)^0.5 * newton_schulz(D)
           - lr * weight_decay * W

Conventions:

- **Scale** by the shape is that of the first publication, above. (Kimi's
  0.2 * sqrt(max(rows, columns)) matches the size of AdamW's steps.)
- **Wide or tall**: the iteration is the same for both; on the side with fewer
  rows X X^T is smaller, which is cheaper.
- **Precision**: the dtype of the gradient, float32 or float64, not bfloat16.
- **Parameters** and gradients are dicts of tensors by name. ``step`` returns
  a new dict. Tensors that were handed in are not changed, and tensors that
  were returned are not changed by later steps.
- **No gradient**: a parameter whose name isn't in grads stays as it is,
  without decay, and so does its M.
- **lr** is an attribute and may be set between two steps.

``run`` is given. It makes many steps in a row.
"""

from typing import Any

import torch

Params = dict[str, torch.Tensor]


def newton_schulz(g: torch.Tensor, n_steps: int = 5) -> torch.Tensor:
    """A matrix with the singular vectors of g and singular values near 1.

    Args:
        g: shape (rows, columns), wide or tall.
        n_steps: the number of iterations, at least 0.

    Returns:
        A tensor of the shape and dtype of g; zeros for a g of zeros.

    Raises:
        ValueError: if g isn't a matrix.

    Examples:
        >>> g = torch.tensor([[3.0, 0.0, 0.0], [0.0, 4.0, 0.0]])
        >>> [
        ...     [round(x, 3) for x in row]
        ...     for row in newton_schulz(g, 1).tolist()
        ... ]
        [[1.193, 0.0, 0.0], [0.0, 0.976, 0.0]]
    """
    raise NotImplementedError


class Muon:
    """The optimiser, for matrices only.

    Args:
        lr: the learning rate, positive; kept as the attribute ``lr``.
        momentum: how much of M survives a step, from 0 to below 1.
        nesterov: True takes Nesterov's form.
        weight_decay: at least 0.

    Examples:
        >>> optimizer = Muon(lr=1.0, weight_decay=0.5)
        >>> params = optimizer.step(
        ...     {"w": torch.full((4, 1), 2.0)}, {"w": torch.ones(4, 1)}
        ... )
        >>> [round(x, 2) for x in params["w"][:, 0].tolist()]
        [0.3, 0.3, 0.3, 0.3]
    """

    def __init__(
        self, lr: float = 0.02, momentum: float = 0.95, nesterov: bool = True, weight_decay: float = 0.0
    ) -> None:
        raise NotImplementedError

    def step(self, params: Params, grads: Params) -> Params:
        """One step for each parameter that has a gradient.

        Args:
            params: the parameters by name, all of them at every step.
            grads: gradients by name, each of the shape and dtype of its
                parameter, for all parameters or some.

        Returns:
            The new parameters, a dict with the names of ``params``.
        """
        raise NotImplementedError


# given
def run(optimizer: Any, params: Params, grads: list[Params], lrs: list[float] | None = None) -> list[Params]:
    """Make one step for each entry of ``grads``, with the learning rates
    ``lrs`` if there are any.

    Returns:
        The parameters after each step.

    Examples:
        >>> zero = {"w": torch.zeros(1, 1)}
        >>> grads = [{"w": torch.ones(1, 1)}] * 2
        >>> history = run(Muon(), zero, grads, lrs=[1.0, 2.0])
        >>> [round(params["w"].item(), 2) for params in history]
        [-0.7, -2.09]
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history
