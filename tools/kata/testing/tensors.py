"""What graders of torch katas draw again and again. Importing it imports torch."""

import math
from collections.abc import Mapping

import numpy as np
import torch


def normal(rng: np.random.Generator, *shape: int) -> torch.Tensor:
    """A float64 tensor of standard normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def random_mask(rng: np.random.Generator, *shape: int) -> torch.Tensor:
    """A boolean tensor of about half True, in which no row is all True or all False."""
    mask = torch.from_numpy(rng.random(shape) < 0.5)
    first = torch.from_numpy(rng.integers(shape[-1], size=shape[:-1]))[..., None]
    mask.scatter_(-1, first, True)
    mask.scatter_(-1, (first + 1) % shape[-1], False)
    return mask


def linear_state(rng: np.random.Generator, shapes: Mapping[str, tuple[int, int]]) -> dict[str, torch.Tensor]:
    """A state dict of linear layers with weights and biases that are nowhere 0 or 1, in float64.

    Args:
        shapes: (features out, features in) of each layer by its name.
    """
    state = {}
    for name, (n_out, n_in) in shapes.items():
        state[f"{name}.weight"] = normal(rng, n_out, n_in) * 1.3 / math.sqrt(n_in)
        state[f"{name}.bias"] = normal(rng, n_out) * 0.5
    return state


def identity_state(shapes: Mapping[str, tuple[int, int]]) -> dict[str, torch.Tensor]:
    """A state dict of linear layers that change nothing, as far as their shapes allow it, in float64."""
    state = {}
    for name, (n_out, n_in) in shapes.items():
        state[f"{name}.weight"] = torch.eye(n_out, n_in, dtype=torch.float64)
        state[f"{name}.bias"] = torch.zeros(n_out, dtype=torch.float64)
    return state
