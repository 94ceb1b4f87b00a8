"""Temperature sampling: draw the next token, and choose how bold to be.

A language model gives a logit for each token of its vocabulary. The next token
is drawn from the softmax of the logits divided by a temperature T:

    p(v) = exp(logits(v) / T) / sum_w exp(logits(w) / T)

T = 1 draws what the model believes. Below 1 the likely tokens become likelier
(code and facts are often written at 0.2), above 1 the unlikely ones catch up,
and T = 0 stands for greedy decoding: always the likeliest token. Every serving
engine has it as its first parameter.

Conventions:

- **Tokens** lie along the last axis, of length V, at least 1. All other axes
  are sequences, each with a law and a draw of its own; there may be none.
- **Temperature 0** gives the largest logit of a row the probability 1, and the
  first of them if several are equal. (torch and NumPy's argmax do the same.)
- **-inf** is the logit of a token that may not come: its probability is 0 at
  every temperature. At least one logit of each row is finite.
- **Stability**: finite logits up to 1e4 in size and temperatures from 1e-6 up
  give finite probabilities, never nan.
- **Dtype**: logits are float64, and so are the probabilities.
"""

import numpy as np


def temperature_probs(logits: np.ndarray, temperature: float) -> np.ndarray:
    """The probability of each token.

    Args:
        logits: shape (..., V), finite or -inf.
        temperature: at least 0.

    Returns:
        A float64 array of shape (..., V) that sums to 1 along the last axis.

    Raises:
        ValueError: if the temperature is negative.

    Examples:
        >>> logits = np.array([2.0, 0.0, -np.inf])
        >>> temperature_probs(logits, 1.0).round(4).tolist()
        [0.8808, 0.1192, 0.0]
        >>> temperature_probs(logits, 0.5).round(4).tolist()
        [0.982, 0.018, 0.0]
        >>> temperature_probs(logits, 0.0).tolist()
        [1.0, 0.0, 0.0]
    """
    raise NotImplementedError


def sample_tokens(logits: np.ndarray, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """One token for each row, drawn with those probabilities, each row
    independently of the others.

    Args:
        logits: shape (..., V), finite or -inf.
        temperature: at least 0.
        rng: the generator that all draws come from, in any way and order. The
            same state of it gives the same tokens.

    Returns:
        Whole numbers from 0 to V - 1, shape (...).

    Raises:
        ValueError: if the temperature is negative.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> sample_tokens(
        ...     np.array([[0.0, 9.0, 1.0], [4.0, 0.0, 2.0]]), 0.0, rng
        ... ).tolist()
        [1, 0]
        >>> hidden = np.array([-np.inf, 3.0, -np.inf])
        >>> int(sample_tokens(hidden, 2.0, rng))
        1
    """
    raise NotImplementedError
