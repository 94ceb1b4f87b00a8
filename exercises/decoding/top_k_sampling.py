"""Top-k sampling: draw the next token among the k likeliest only.

A vocabulary has a long tail: tens of thousands of tokens, each of them nearly
impossible, which together get a good share of the probability. Drawn from the
whole softmax, one of them turns up every few words and spoils the text. Top-k
sampling cuts the tail off: the k largest logits stay as they are, all others
become -inf, and the token is drawn from the softmax of what is left. GPT-2's
samples were made with k = 40; every serving engine has it.

The filter works on logits and not on probabilities, so that filters can follow
one another, and the softmax at the end makes what stays sum to 1 by itself.

Conventions:

- **Tokens** lie along the last axis, of length V, at least 1. All other axes
  are sequences, each filtered and drawn for itself; there may be none.
- **Ties**: a logit that equals the k-th largest stays too, so that more than k
  may stay. (Hugging Face's transformers do the same; other engines keep
  exactly k.)
- **k above V** keeps all tokens; k = 1 is greedy decoding.
- **-inf** is the logit of a token that is out already: it stays -inf. At least
  one logit of each row is finite.
- **Temperature** doesn't change which logits are the largest: filter and
  divide in any order.
- **Size**: finite logits of any size are drawn rightly.
- **Dtype**: float64.

``draw`` is given.
"""

import numpy as np


def top_k_filter(logits: np.ndarray, k: int) -> np.ndarray:
    """The logits, with -inf for all but the k largest of each row.

    Args:
        logits: shape (..., V), finite or -inf; it stays as it is.
        k: how many stay, at least 1; may be above V.

    Returns:
        A new float64 array of shape (..., V).

    Raises:
        ValueError: if k is below 1.

    Examples:
        >>> top_k_filter(np.array([1.0, 4.0, 2.0, 3.0]), 2).tolist()
        [-inf, 4.0, -inf, 3.0]
        >>> top_k_filter(np.array([3.0, 1.0, 3.0, 3.0]), 2).tolist()
        [3.0, -inf, 3.0, 3.0]
        >>> top_k_filter(np.array([1.0, 2.0]), 50).tolist()
        [1.0, 2.0]
    """
    raise NotImplementedError


def sample_top_k(logits: np.ndarray, k: int, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """One token for each row, drawn among the k likeliest with the softmax of
    their logits divided by the temperature.

    Args:
        logits: shape (..., V), finite or -inf.
        k: how many tokens can be drawn, at least 1.
        temperature: above 0.
        rng: the generator that all draws come from.

    Returns:
        An integer array of shape (...): numbers from 0 to V - 1.

    Raises:
        ValueError: if k is below 1.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> logits = np.array([[1.0, 4.0, 2.0], [5.0, 0.0, 2.0]])
        >>> sample_top_k(logits, 1, 1.0, rng).tolist()
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
