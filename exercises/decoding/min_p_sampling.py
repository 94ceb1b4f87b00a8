"""Min-p sampling: keep the tokens that are at least a share of the likeliest.

A nucleus of 95 % is large where the model is unsure, and at a high temperature
it takes in nonsense. Min-p asks another question: how likely is a token beside
the likeliest one? With min_p = 0.1 a token stays if it is at least a tenth as
likely as the best:

    v stays if p(v) >= min_p * max_w p(w)            p = softmax(logits)

Where one token has 0.9, all below 0.09 go; where the best has 0.05, all from
0.005 up stay. So the temperature can be raised for variety without letting the
tail in. llama.cpp, vLLM and transformers have it.

Conventions:

- **Tokens** lie along the last axis, of length V, at least 1. All other axes
  are sequences, each filtered and drawn for itself; there may be none.
- **min_p = 0** keeps all tokens that aren't out already; with 1 only the
  likeliest stays, and all that equal it.
- **-inf** is the logit of a token that is out already: it stays -inf. At least
  one logit of each row is finite.
- **Temperature** comes last: the filter sees the logits as they are, and what
  stays is divided by the temperature. So a temperature never changes which
  tokens stay. (llama.cpp's default order; transformers divide first.)
- **Stability**: finite logits may be up to 1e4 in size.
- **Dtype**: float64.

``draw`` is given.
"""

import numpy as np


def min_p_filter(logits: np.ndarray, min_p: float) -> np.ndarray:
    """The logits, with -inf for all tokens that are less likely than the share
    min_p of the likeliest of their row.

    Args:
        logits: shape (..., V), finite or -inf; it stays as it is.
        min_p: from 0 to 1.

    Returns:
        A new float64 array of shape (..., V). What stays has its old logit.

    Raises:
        ValueError: if min_p isn't from 0 to 1.

    Examples:
        >>> logits = np.log([0.6, 0.3, 0.08, 0.02])
        >>> min_p_filter(logits, 0.1).round(2).tolist()
        [-0.51, -1.2, -2.53, -inf]
        >>> min_p_filter(logits, 0.4).round(2).tolist()
        [-0.51, -1.2, -inf, -inf]
        >>> min_p_filter(np.array([2.0, 0.0, 2.0]), 1.0).tolist()
        [2.0, -inf, 2.0]
    """
    raise NotImplementedError


def sample_min_p(logits: np.ndarray, min_p: float, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """One token for each row, drawn among those that stay with the softmax of
    their logits divided by the temperature.

    Args:
        logits: shape (..., V), finite or -inf.
        min_p: from 0 to 1.
        temperature: above 0.
        rng: the generator that all draws come from.

    Returns:
        An integer array of shape (...): numbers from 0 to V - 1.

    Raises:
        ValueError: if min_p isn't from 0 to 1.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> logits = np.array([[1.0, 4.0, 2.0], [5.0, 0.0, 2.0]])
        >>> sample_min_p(logits, 0.5, 3.0, rng).tolist()
        [1, 0]
    """
    raise NotImplementedError


# given
def draw(logits: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One token for each row, drawn with the softmax of its logits.

    Examples:
        >>> logits = np.array([[0.0, 900.0], [-np.inf, -900.0]])
        >>> draw(logits, np.random.default_rng(0)).tolist()
        [1, 1]
    """
    return np.asarray((logits + rng.gumbel(size=logits.shape)).argmax(axis=-1))
