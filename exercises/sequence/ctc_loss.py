"""CTC: the loss of a transcript whose alignment nobody knows.

A speech or handwriting recognizer gives V logits for each of T short frames,
but a transcript says only which labels come, not when. Connectionist temporal
classification sums over all alignments. It trained Deep Speech and is the
usual way to fine-tune wav2vec 2.0.

One of the V symbols is a blank, "nothing new here". An alignment pi has one
symbol for each frame, and collapses to a transcript in two steps: first runs
of the same symbol become one, then blanks go away. With the blank as "-":

    a a - b b   ->  a b         a - a b b   ->  a a b

so that a label that comes twice in a row needs a blank between. With
y_t = softmax(logits_t) the loss of a target is

    p(target) = sum over pi that collapse to it of prod_t y_t[pi_t]
    loss      = -log p(target)

There are too many alignments to list them. Put blanks around the L labels of
the target, z = (-, l_1, -, l_2, ..., l_L, -), of S = 2L + 1 places. An
alignment begins at one of the first two places and ends at one of the last
two. From a frame to the next it stays, or goes one place on, or two places
on if that leaves out a blank between two different labels. So the
log-probabilities alpha_{t,s} of all ways to be at place s at frame t follow
from those at frame t - 1.

A second pass from the end gives the posterior of each place,

    gamma_{t,s} = p(at place s at frame t | target, logits)

and with it the gradient, without backpropagation through the sums:

    dloss / dlogits_{t,k} = y_t[k] - sum over s with z_s = k of gamma_{t,s}

Conventions:

- **Blank**: symbol 0, as torch's default; TensorFlow's is the last one.
- **Logits** are what the network gives; softmax is part of the loss.
- **The loss** is that of one sequence, in nats, neither divided by the length
  of the target nor by T.
- **An empty target** is the transcript of nothing: all frames are blank.
- **A target that doesn't fit** into T frames has the probability 0: the loss
  is inf, and its gradient is zeros (torch's ``zero_infinity``).
- **Log space**: both are right where probabilities underflow, for hundreds of
  frames and for logits that are 1000 apart.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


def ctc_loss(logits: np.ndarray, target: list[int]) -> float:
    """The loss of one transcript.

    Args:
        logits: shape (T, V), T at least 1.
        target: the labels, each from 1 to V - 1.

    Returns:
        The negative log-probability of the target, inf if it doesn't fit.

    Examples:
        >>> round(ctc_loss(np.zeros((2, 2)), [1]), 4)  # three of four
        0.2877
        >>> ctc_loss(np.zeros((2, 2)), [1, 1])
        inf
    """
    raise NotImplementedError


def ctc_gradient(logits: np.ndarray, target: list[int]) -> np.ndarray:
    """The gradient of the loss with respect to the logits.

    Args:
        logits: shape (T, V), T at least 1.
        target: the labels, each from 1 to V - 1.

    Returns:
        The gradient, shape (T, V); zeros if the target doesn't fit.

    Examples:
        >>> ctc_gradient(np.zeros((2, 2)), [1]).round(4).tolist()
        [[0.1667, -0.1667], [0.1667, -0.1667]]
    """
    raise NotImplementedError
