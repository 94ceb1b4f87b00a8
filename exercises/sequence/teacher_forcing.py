"""Teacher forcing and scheduled sampling: what a decoder reads in training.

A decoder predicts a sequence token by token and reads, at each position, the
token before. In training there are two candidates for it. With teacher
forcing it is the target's: training is stable, and a transformer can do all
positions at once. But at test time the decoder reads its own predictions, and
has never seen what comes after a mistake of its own; that is called exposure
bias. Scheduled sampling (Bengio and others, 2015) mixes: with probability p
the target's token is read, otherwise the one that the model itself predicted,
and p falls from 1 in the course of training.

For targets y of T tokens, the decoder reads

    z_0 = start
    z_t = y_{t-1}                     with probability p
          argmax of logits_{t-1}      otherwise             t = 1, ..., T-1

and the logits that it makes after reading z_t are trained to predict y_t.

The probability of a training step i = 0, 1, 2, ... follows one of

    exponential         p = k^i                         0 < k < 1
    inverse sigmoid     p = k / (k + exp(i / k))        k >= 1

Conventions:

- **Coins**: one for each row and each position, all independent, as in the
  paper. Many tutorials toss one for a whole batch or sequence.
- **The model's token** is the argmax. The paper also samples it.
- **step** is called exactly T times, each time with the state that it gave
  before: (tokens, state) -> (logits, state), tokens of shape (B,), int64,
  logits of shape (B, V). What a state is, is its own business.
- **generator** is the only source of chance: with the same seed the same
  tokens are read.
- **Late in training** i / k may be 10 000: p is then 0 and no error.
"""

from collections.abc import Callable
from typing import Any

import torch

Step = Callable[[torch.Tensor, Any], tuple[torch.Tensor, Any]]


def decode_for_training(
    step: Step,
    state: object,
    targets: torch.Tensor,
    start: int,
    probability: float,
    generator: torch.Generator,
) -> torch.Tensor:
    """The logits of all positions, with targets read as often as p says.

    Args:
        step: one step of the decoder, (tokens, state) -> (logits, state).
        state: the state before the first step.
        targets: y, int64, shape (B, T), T at least 1.
        start: the token that is read first.
        probability: p, from 0 to 1.
        generator: where the coins come from.

    Returns:
        Shape (B, T, V).

    Examples:
        A model that says "the token plus one", as one-hot logits:

        >>> def step(tokens, state):
        ...     return torch.eye(9)[tokens + 1], state
        >>> targets, coins = torch.tensor([[3, 6, 2]]), torch.Generator()
        >>> forced = decode_for_training(step, None, targets, 0, 1.0, coins)
        >>> forced.argmax(dim=-1).tolist()  # has read 0, 3, 6
        [[1, 4, 7]]
        >>> own = decode_for_training(step, None, targets, 0, 0.0, coins)
        >>> own.argmax(dim=-1).tolist()  # has read 0, 1, 2
        [[1, 2, 3]]
    """
    raise NotImplementedError


def teacher_probability(schedule: str, i: int, k: float) -> float:
    """The probability p of training step i.

    Args:
        schedule: "exponential" or "inverse_sigmoid".
        i: the training step, from 0.
        k: the speed of the decay.

    Returns:
        p.

    Raises:
        ValueError: if the schedule is another one.

    Examples:
        >>> teacher_probability("exponential", 2, 0.5)
        0.25
        >>> round(teacher_probability("inverse_sigmoid", 20, 10.0), 4)
        0.5751
    """
    raise NotImplementedError
