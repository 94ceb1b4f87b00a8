"""The loss of a language model: each position predicts the token after it.

GPT, Llama and all their kin are trained on one number. The model reads T
tokens and gives logits at every position; those at position t are its guess
of token t + 1. So the text is its own label, shifted by one:

    loss = mean over (b, t) of  -log softmax(logits[b, t])[tokens[b, t + 1]]

with t from 0 to T - 2: the logits of the last position have no target, and
the first token is never one. Sequences of a batch differ in length and are
filled up with a padding token, which nobody wants the model to learn.

Conventions:

- **Padding**: a position counts when its target isn't ``pad_id``, wherever in
  the sequence that is. What the model read there doesn't matter.
- **Mean**: one mean over all positions of the batch that count. A long
  sequence weighs more than a short one.
- **Nothing left**: when no position counts, loss and gradient are 0. (torch's
  cross-entropy gives nan; a constant 0 would make ``loss.backward()`` raise.)
- **Gradient**: the loss is differentiable with respect to the logits. Where a
  position doesn't count, it is 0.
- **Stability**: finite logits of any size give the right finite loss.
- **Dtype**: that of the logits.
"""

import torch


def next_token_loss(logits: torch.Tensor, tokens: torch.Tensor, pad_id: int) -> torch.Tensor:
    """The mean negative log-probability of the next token, in nats.

    Args:
        logits: finite float tensor of shape (B, T, V), T at least 2.
        tokens: int64 tensor of shape (B, T), ids from 0 to V - 1: what the
            model read.
        pad_id: the id of the padding token, from 0 to V - 1.

    Returns:
        A tensor without axes.

    Examples:
        >>> logits = torch.tensor(
        ...     [[[0.0, 9.0, 0.0], [0.0, 0.0, 0.0], [5.0, 0.0, 0.0]]]
        ... )
        >>> tokens = torch.tensor([[2, 1, 2]])
        >>> round(next_token_loss(logits, tokens, pad_id=0).item(), 4)
        0.5494
        >>> tokens = torch.tensor([[2, 1, 0]])
        >>> round(next_token_loss(logits, tokens, pad_id=0).item(), 4)
        0.0002
    """
    raise NotImplementedError
