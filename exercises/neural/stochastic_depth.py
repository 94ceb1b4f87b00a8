"""Stochastic depth: a residual network that is shallow in training and deep at
evaluation.

A residual block adds a branch f(x) to its input x. If the branch is left out,
the block still passes x on, so whole blocks can be dropped at random.
Gradients then travel through fewer layers, and the full network acts like an
average of many shallower ones. Vision transformers train with it under the
name of drop path. For one sample,

    in training:      y = x + b f(x),     b = 1 with probability p, else 0
    at evaluation:    y = x + p f(x)

p is the block's survival probability. The paper lets it fall linearly with
depth, since early blocks find what all later ones build on: the block l of L
survives with probability

    p_l = 1 - l / L * (1 - p_L),      l = 1, ..., L

Conventions:

- **p** is the probability that the branch survives, not that it is dropped.
  p = 1 keeps every branch, p = 0 none.
- **Per sample**: every sample of the batch has a b of its own, independent of
  the others, which holds for all of its entries. (The paper draws one b for a
  whole mini-batch.)
- **Scaled at evaluation**, by p, and nowhere else. (Drop path in today's
  libraries divides by p in training instead, as inverted dropout does.)
- **Skip path**: x itself is neither dropped nor scaled.
- **Randomness** comes from ``rng`` alone: from the same state of the generator
  comes the same result, and every further call draws anew. How you draw from
  it is your choice.
- **Dtype**: arrays are all float32 or all float64, and so are the results.
"""

from typing import Any

import numpy as np


def survival_probabilities(n_blocks: int, p_last: float) -> np.ndarray:
    """The survival probability of every block, by the linear rule.

    Args:
        n_blocks: L, at least 1.
        p_last: p_L, the survival probability of the last block,
            0 <= p_last <= 1.

    Returns:
        A float64 array of shape (L,): p_1 to p_L.

    Examples:
        >>> survival_probabilities(4, 0.5).tolist()
        [0.875, 0.75, 0.625, 0.5]
        >>> survival_probabilities(1, 0.5).tolist()
        [0.5]
    """
    raise NotImplementedError


def stochastic_depth(
    x: np.ndarray, branch: np.ndarray, p: float, rng: np.random.Generator | None, training: bool = True
) -> tuple[np.ndarray, Any]:
    """The forward pass, from the input of the block and what its branch made
    of it.

    Args:
        x: shape (B, ...), at least one dimension, B at least 1.
        branch: f(x), an array of the shape and dtype of x.
        p: the survival probability, 0 <= p <= 1.
        rng: the generator to draw from. At evaluation it is not used and may
            be None.
        training: True drops branches, False scales them.

    Returns:
        (y, cache): y has the shape and dtype of x; cache is whatever
        ``stochastic_depth_backward`` needs, in a form of your choice.

    Raises:
        ValueError: if p is not between 0 and 1, or x and branch differ in
            shape, in training and at evaluation.

    Examples:
        >>> x, branch = np.ones((50, 2)), np.full((50, 2), 4.0)
        >>> y, _ = stochastic_depth(
        ...     x, branch, 0.5, np.random.default_rng(0)
        ... )
        >>> sorted(set(map(tuple, y.tolist())))
        [(1.0, 1.0), (5.0, 5.0)]
        >>> stochastic_depth(x[:1], branch[:1], 0.5, None, training=False)[
        ...     0
        ... ].tolist()
        [[3.0, 3.0]]
    """
    raise NotImplementedError


def stochastic_depth_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray]:
    """The backward pass.

    Args:
        dy: array of the shape and dtype of y: the gradient of the loss for y.
        cache: the second thing that ``stochastic_depth`` returned for this y.
            Other forward passes may have been made since, and it may be used
            more than once.

    Returns:
        (dx, dbranch): arrays of the shape and dtype of dy. dx is the gradient
        for x by the skip path alone; the branch turns dbranch into the rest of
        it later.

    Examples:
        >>> _, cache = stochastic_depth(
        ...     np.zeros((1, 2)),
        ...     np.zeros((1, 2)),
        ...     0.25,
        ...     None,
        ...     training=False,
        ... )
        >>> dx, dbranch = stochastic_depth_backward(
        ...     np.array([[8.0, -4.0]]), cache
        ... )
        >>> dx.tolist(), dbranch.tolist()
        ([[8.0, -4.0]], [[2.0, -1.0]])
    """
    raise NotImplementedError
