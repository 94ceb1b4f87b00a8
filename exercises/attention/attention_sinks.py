"""Attention sinks: a model that reads on for ever with a cache of fixed size.

A chat that never ends fills any key-value cache. To keep only the last tokens
fails at once: as soon as the first tokens leave the cache, the model talks
nonsense. The weights of a softmax have to sum to 1, and a head that finds
nothing of interest puts its weight on the first tokens, which every query
sees. They are its sink. StreamingLLM keeps them: the cache holds

    the first n_sinks tokens of the text (4 are enough), and
    the last window tokens, the newest one included,

and a model of a context of 4096 reads millions of tokens. It doesn't remember
what has left the window. gpt-oss learns a logit for a sink in each head
instead.

Positions are the point. If tokens kept their numbers in the text, these would
grow beyond all that the model was trained on. So a token's position is its
place in the cache: the entries, sinks first and then the window in the order
of the text, are at 0, 1 ... S - 1. The window's entries move up by one
whenever one before them leaves, so keys are kept unrotated, and rotated when
they are used:

    logit_j  = (R_{S-1} q) . (R_j k_j) / sqrt(F),      j = 0 ... S - 1
    output   = sum over j of softmax(logits)_j v_j

with R_p the rotation of rotary embedding at position p. The query belongs to
the newest token, whose key and value are in the cache already, at S - 1.

Conventions:

- **Full** means n_sinks + window tokens; before that, all tokens are kept.
- **Heads** are independent: keys, values and queries of a token have the shape
  (H, F), with F even.
- **Values** are never rotated.
- **The mask** says the same for a whole text at once, without positions: True
  where a query may attend to a key.
- **Stability**: logits in the thousands overflow nothing. Dtype: float64.

``rotate`` and ``stream`` are given.
"""

import numpy as np


def sink_mask(n_tokens: int, n_sinks: int, window: int) -> np.ndarray:
    """Which tokens are in the cache when each token is the newest.

    Args:
        n_tokens: T, at least 0.
        n_sinks: at least 0.
        window: at least 1.

    Returns:
        A bool array of shape (T, T): [i, j] is True where token j is in the
        cache after token i was appended.

    Examples:
        >>> sink_mask(5, n_sinks=1, window=2).astype(int).tolist()[2:]
        [[1, 1, 1, 0, 0], [1, 0, 1, 1, 0], [1, 0, 0, 1, 1]]
    """
    raise NotImplementedError


class SinkCache:
    """The keys and values of the first tokens and of the last ones.

    Args:
        n_sinks: how many first tokens stay for ever, at least 0.
        window: how many last tokens are kept, at least 1.

    Examples:
        >>> cache = SinkCache(n_sinks=1, window=2)
        >>> for number in range(5):
        ...     cache.append(np.zeros((1, 2)), np.ones((1, 2)) * number)
        >>> len(cache)
        3
        >>> cache.attend(np.ones((1, 2))).round(4).tolist()
        [[2.3333, 2.3333]]
    """

    def __init__(self, n_sinks: int, window: int) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """How many tokens are in the cache."""
        raise NotImplementedError

    def append(self, k: np.ndarray, v: np.ndarray) -> None:
        """Take in the next token, and let one go if the cache is full.

        Args:
            k: its key, shape (H, F), not rotated.
            v: its value, shape (H, F).
        """
        raise NotImplementedError

    def attend(self, q: np.ndarray) -> np.ndarray:
        """The output for the newest token.

        Args:
            q: its query, shape (H, F), not rotated.

        Returns:
            An array of shape (H, F). The cache stays as it is.
        """
        raise NotImplementedError


# given
def rotate(x: np.ndarray, positions: np.ndarray | int) -> np.ndarray:
    """Rotary embedding: features i and i + F / 2 are turned by p w_i.

    Args:
        x: shape (..., F).
        positions: p, of the shape of x without its last axis, or one that
            broadcasts to it.

    Examples:
        >>> rotate(np.array([[1.0, 0.0], [1.0, 0.0]]), np.arange(2)).round(
        ...     4
        ... ).tolist()
        [[1.0, 0.0], [0.5403, 0.8415]]
    """
    half = x.shape[-1] // 2
    angles = np.asarray(positions)[..., None] * 100.0 ** (-np.arange(half) / half)
    a, b = x[..., :half], x[..., half:]
    cos, sin = np.cos(angles), np.sin(angles)
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)


# given
def stream(cache: "SinkCache", q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The outputs of a text, token by token.

    Args:
        cache: where to begin from.
        q: queries, shape (T, H, F).
        k: keys, of the same shape.
        v: values, of the same shape.

    Returns:
        The outputs, shape (T, H, F).

    Examples:
        >>> x = np.array([[[2.0, 0.0]], [[4.0, 0.0]]])
        >>> stream(SinkCache(0, 1), x, x, x).tolist()
        [[[2.0, 0.0]], [[4.0, 0.0]]]
    """
    outputs = []
    for t in range(len(q)):
        cache.append(k[t].copy(), v[t].copy())
        outputs.append(cache.attend(q[t].copy()))
    return np.stack(outputs)
