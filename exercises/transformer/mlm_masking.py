"""Masked language modelling: hide some tokens of a text and guess them from
both sides.

A decoder learns from every token, but sees the past alone. BERT, and the
encoders that embed text today, see both sides and learn from the tokens that
are hidden from them: 15 % of a text, drawn anew each time. If all of them were
replaced by [MASK], the model would have to say something sensible at [MASK]
only, a token that no text has later on. So what it reads at a hidden position
is

    [MASK]              with probability 0.8
    a random token      with probability 0.1
    the token itself    with probability 0.1

and since it can't tell, it has to know every position.

    label[b, t] = token[b, t] at hidden positions, -100 at all others
    loss        = mean over the positions with a label of
                  -log softmax(logits[b, t])[label[b, t]]

Conventions:

- **Hidden** is each position for itself, with probability ``rate``. (The first
  BERT hid a fixed share of each text.) Special tokens, such as [CLS], [SEP]
  and the padding, are never hidden, whatever the rate.
- **Random token**: uniform over the ids that aren't special. It may be the
  token itself.
- **-100** is the label that losses ignore, as in torch.
- **Nothing hidden**: then the loss is 0.
- **Stability**: finite logits of any size give the right finite loss.
"""

import numpy as np


def select_targets(tokens: np.ndarray, special_ids: list[int], rate: float, rng: np.random.Generator) -> np.ndarray:
    """The positions that are hidden.

    Args:
        tokens: int64 array of shape (B, T).
        special_ids: the ids that are never hidden.
        rate: the probability of each other position, 0 <= rate <= 1.
        rng: where all chance comes from.

    Returns:
        A boolean array of shape (B, T).

    Examples:
        >>> tokens = np.array([[0, 7, 5, 6, 1, 2]])
        >>> rng = np.random.default_rng(0)
        >>> select_targets(tokens, [0, 1, 2], 1.0, rng).tolist()
        [[False, True, True, True, False, False]]
    """
    raise NotImplementedError


def mlm_masking(
    tokens: np.ndarray,
    mask_id: int,
    vocab_size: int,
    special_ids: list[int],
    rng: np.random.Generator,
    rate: float = 0.15,
) -> tuple[np.ndarray, np.ndarray]:
    """What the model reads, and what it has to say.

    Args:
        tokens: int64 array of shape (B, T), ids from 0 to V - 1.
        mask_id: the id of [MASK], one of the special ids.
        vocab_size: V.
        special_ids: fewer than V different ids.
        rng: where all chance comes from.
        rate: as in `select_targets`.

    Returns:
        (inputs, labels): two int64 arrays of shape (B, T).

    Examples:
        >>> tokens = np.array([[0, 7, 5, 1]])
        >>> rng = np.random.default_rng(0)
        >>> inputs, labels = mlm_masking(tokens, 3, 9, [0, 1, 3], rng, 1.0)
        >>> labels.tolist()
        [[-100, 7, 5, -100]]
        >>> inputs[0, [0, 3]].tolist()
        [0, 1]
    """
    raise NotImplementedError


def mlm_loss(logits: np.ndarray, labels: np.ndarray) -> float:
    """The mean loss of the hidden tokens, in nats.

    Args:
        logits: float array of shape (B, T, V).
        labels: int64 array of shape (B, T), ids or -100.

    Returns:
        A float.

    Examples:
        >>> logits = np.zeros((1, 3, 4))
        >>> labels = np.array([[-100, 2, -100]])
        >>> round(mlm_loss(logits, labels), 4)
        1.3863
    """
    raise NotImplementedError
