"""Learning-rate schedules: the learning rate as a function of the step.

At first the weights are random and the averages of an optimiser are young: a
warm-up keeps the first steps short. At the end the noise of the mini-batches
must not kick the weights about any more: a decay makes the last steps short.
In between the rate is as high as training bears. Five schedules, s being the
step:

    inverse time    lr / (1 + decay * s)
    step            lr * gamma^k,  k = how many times step_size fits into s
    cosine          min_lr + (lr - min_lr) * (1 + cos(pi * s / n_steps)) / 2
                    until n_steps, then min_lr
    warm-up cosine  lr * (s + 1) / n_warmup for s < n_warmup, and then the
                    cosine, which falls from lr at n_warmup to min_lr at
                    n_steps
    Noam            factor * d_model^-0.5 * min(t^-0.5, t * n_warmup^-1.5),
                    t = s + 1

Conventions:

- **Steps** count from 0: s is the number of updates made before, so the first
  update uses the rate of step 0.
- **Warm-up** starts at lr / n_warmup and not at 0, which would waste the first
  update. Step n_warmup - 1 is the first with the full lr, step n_warmup the
  second: there the cosine starts. With n_warmup = 0 there is no warm-up.
- **The floor**: from n_steps on, both cosine schedules give min_lr, however
  long training goes on.
- **Noam** numbers the steps from 1, as the paper does. The rate rises until
  t = n_warmup and falls from there.
- **Arrays**: ``steps`` is a number or an integer array of any shape, taken
  element by element. The result is a float for a number and a float64 array of
  the same shape for an array, which may be empty.
"""

import numpy as np


def inverse_time(steps: int | np.ndarray, lr: float, decay: float) -> float | np.ndarray:
    """A rate that has halved after 1 / decay steps.

    Args:
        steps: s, at least 0.
        lr: the rate at step 0.
        decay: at least 0.

    Returns:
        The learning rate of each step.

    Examples:
        >>> inverse_time(np.array([0, 1, 3]), lr=0.5, decay=1.0).tolist()
        [0.5, 0.25, 0.125]
    """
    raise NotImplementedError


def step_decay(steps: int | np.ndarray, lr: float, step_size: int, gamma: float) -> float | np.ndarray:
    """A staircase: every step_size steps the rate is multiplied by gamma.

    Args:
        steps: s, at least 0.
        lr: the rate of the steps 0 to step_size - 1.
        step_size: at least 1.
        gamma: above 0 and at most 1.

    Returns:
        The learning rate of each step.

    Examples:
        >>> step_decay(
        ...     np.arange(5), lr=0.5, step_size=2, gamma=0.5
        ... ).tolist()
        [0.5, 0.5, 0.25, 0.25, 0.125]
    """
    raise NotImplementedError


def cosine(steps: int | np.ndarray, lr: float, n_steps: int, min_lr: float = 0.0) -> float | np.ndarray:
    """Half a cosine wave from lr down to min_lr.

    Args:
        steps: s, at least 0.
        lr: the rate at step 0.
        n_steps: at least 1: the first step with the rate min_lr.
        min_lr: from 0 to lr.

    Returns:
        The learning rate of each step.

    Examples:
        >>> cosine(
        ...     np.array([0, 2, 4, 9]), lr=1.0, n_steps=4, min_lr=0.5
        ... ).round(4).tolist()
        [1.0, 0.75, 0.5, 0.5]
    """
    raise NotImplementedError


def warmup_cosine(
    steps: int | np.ndarray, lr: float, n_warmup: int, n_steps: int, min_lr: float = 0.0
) -> float | np.ndarray:
    """A linear warm-up, then half a cosine wave from lr down to min_lr.

    Args:
        steps: s, at least 0.
        lr: the highest rate.
        n_warmup: how many steps the warm-up has, from 0 to below n_steps.
        n_steps: the first step with the rate min_lr, the warm-up included.
        min_lr: from 0 to lr.

    Returns:
        The learning rate of each step.

    Examples:
        >>> warmup_cosine(
        ...     np.arange(7), lr=1.0, n_warmup=2, n_steps=6, min_lr=0.5
        ... ).round(4).tolist()
        [0.5, 1.0, 1.0, 0.9268, 0.75, 0.5732, 0.5]
    """
    raise NotImplementedError


def noam(steps: int | np.ndarray, d_model: int, n_warmup: int, factor: float = 1.0) -> float | np.ndarray:
    """The schedule of the first transformer.

    Args:
        steps: s, at least 0.
        d_model: the width of the model, at least 1.
        n_warmup: how many steps the warm-up has, at least 1.
        factor: multiplies all rates.

    Returns:
        The learning rate of each step.

    Examples:
        >>> noam(np.array([0, 1, 3, 15]), d_model=4, n_warmup=4).tolist()
        [0.0625, 0.125, 0.25, 0.125]
        >>> noam(3, d_model=4, n_warmup=4, factor=2.0)
        0.5
    """
    raise NotImplementedError
