"""Ring attention: one attention over many devices, none of which sees it all.

A context of a million tokens doesn't fit on one device. Ring attention splits
the text into R blocks, one for each rank: rank r has the queries, keys and
values of its own block. Queries stay, and keys and values travel round a ring:

    round 0: rank r works on its own keys
    then, R - 1 times: each rank r sends the keys and values that it has
    to rank r + 1 (the last one to rank 0), takes those of rank r - 1, and
    works on them

so that in round s rank r holds the block of rank (r - s) mod R. After R rounds
every query has met every key, while each rank never held more than one block
of keys, and the passing on goes on behind the arithmetic. Llama 3 and Gemini
are trained with such context parallelism.

The blocks of a row come one after the other, so the softmax is computed
online. For each query a rank keeps

    m      the largest logit so far, -inf at first
    z      the sum of exp(logit - m) over the keys so far
    total  the sum of exp(logit - m) v over the keys so far

and a new block, with its own largest logit, brings m to m' = the larger of
both; what was summed before is multiplied by exp(m - m'). In the end the
output is total / z.

With causality a query sees the keys up to its own position in the whole text.
A block that comes after all queries of a rank is skipped: it is passed on, and
nothing is computed.

Conventions:

- **Blocks** may have different lengths, at least 1 each; block r starts where
  block r - 1 ends.
- **Logits** are q . k / sqrt(F).
- **Stability**: logits in the thousands overflow nothing, in any order of the
  blocks. Nothing is ever nan.
- **Bytes sent**: the sum over all ranks and passings of the bytes of the keys
  and values that are sent; a passing after the last round isn't needed. With
  causality blocks are passed on just the same.
- **Skipped** blocks are counted over all ranks and rounds.
- **Dtype**: all arrays share a dtype, float32 or float64; the outputs have it.

The ranks are simulated: ``ring_attention`` has the arrays of all of them in
lists, and goes through the rounds.
"""

import numpy as np

Statistics = tuple[np.ndarray, np.ndarray, np.ndarray]


def absorb(
    statistics: Statistics, q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None = None
) -> Statistics:
    """Take one block of keys into the statistics of some queries.

    Args:
        statistics: (m, z, total) of shapes (T,), (T,) and (T, Dv); before the
            first block -inf, 0 and 0.
        q: the queries, shape (T, F).
        k: the keys of the block, shape (S, F).
        v: their values, shape (S, Dv).
        mask: shape (T, S), True where a query may attend; None for everywhere.
            A row may be all False: its query then learns nothing.

    Returns:
        The new (m, z, total), in new arrays.

    Examples:
        >>> start = (np.array([-np.inf]), np.zeros(1), np.zeros((1, 1)))
        >>> q, k = np.array([[1.0]]), np.array([[2.0], [2.0]])
        >>> m, z, total = absorb(start, q, k, np.array([[3.0], [5.0]]))
        >>> m.tolist(), z.tolist(), total.tolist()
        ([2.0], [2.0], [[8.0]])
    """
    raise NotImplementedError


def ring_attention(
    q: list[np.ndarray], k: list[np.ndarray], v: list[np.ndarray], causal: bool = False
) -> tuple[list[np.ndarray], int, int]:
    """The attention of the whole text.

    Args:
        q: the queries of each rank, R arrays of shape (T_r, F).
        k: its keys, R arrays of shape (T_r, F).
        v: its values, R arrays of shape (T_r, Dv).
        causal: True hides keys that come after a query in the text.

    Returns:
        (outputs, sent, skipped): the outputs of each rank, shape (T_r, Dv);
        the bytes that were sent; and how many blocks were skipped.

    Examples:
        >>> q = [np.zeros((1, 2)), np.zeros((1, 2))]
        >>> v = [np.array([[2.0]]), np.array([[6.0]])]
        >>> outputs, sent, skipped = ring_attention(q, q, v)
        >>> [output.tolist() for output in outputs], sent, skipped
        ([[[4.0]], [[4.0]]], 48, 0)
        >>> outputs, sent, skipped = ring_attention(q, q, v, causal=True)
        >>> [output.tolist() for output in outputs], sent, skipped
        ([[[2.0]], [[4.0]]], 48, 1)
    """
    raise NotImplementedError
