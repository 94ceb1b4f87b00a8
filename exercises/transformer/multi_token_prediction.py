"""Multi-token prediction: at each position, guess the next k tokens at once.

A model that is trained on the next token alone learns what is easy to see.
With k heads on one trunk it has to plan further, learns more from the same
text, and its guesses of later tokens can be used to write faster (speculative
decoding without a second model). Head i predicts the token i + 1 places on,
and all heads share the unembedding:

    z_i      = x W_i^T                     (B, T, D)    i = 0 to k - 1
    logits_i = z_i U^T                     (B, T, V)
    loss_i   = mean over the positions with a target of
               -log softmax(logits_i[b, t])[tokens[b, t + 1 + i]]
    loss     = sum over i of  weight_i loss_i

Head 0 is the usual next-token head. (Gloeckle et al. 2024 take a transformer
layer for each head; here it is a matrix. DeepSeek-V3's heads form a chain, in
which each one reads what the one before has given.)

Conventions:

- **Targets**: position t has one for head i when t + 1 + i is below T and that
  token isn't ``pad_id``. All others have the label -100.
- **Mean**: each head has a mean of its own, over the positions of the whole
  batch that have a target for it.
- **Nothing left**: a head without any target has a loss of 0, and gradient 0.
- **Weights** are used as they are; they needn't sum to 1.
- **Stability**: finite logits of any size give the right finite loss.
"""

import torch


def offset_targets(tokens: torch.Tensor, k: int, pad_id: int) -> torch.Tensor:
    """What each head has to say at each position.

    Args:
        tokens: int64 tensor of shape (B, T).
        k: the number of heads, at least 1; it may be T or more.
        pad_id: the id of the padding token.

    Returns:
        An int64 tensor of shape (k, B, T), ids or -100.

    Examples:
        >>> tokens = torch.tensor([[5, 6, 7, 0]])
        >>> offset_targets(tokens, 2, pad_id=0).tolist()
        [[[6, 7, -100, -100]], [[7, -100, -100, -100]]]
    """
    raise NotImplementedError


def offset_logits(x: torch.Tensor, heads: torch.Tensor, unembedding: torch.Tensor) -> torch.Tensor:
    """The logits of all heads.

    Args:
        x: what the trunk gives, shape (B, T, D).
        heads: the matrices W_0 to W_(k - 1), shape (k, D, D).
        unembedding: U, shape (V, D).

    Returns:
        A tensor of shape (k, B, T, V).

    Examples:
        >>> x = torch.tensor([[[1.0, 2.0]]])
        >>> heads = torch.tensor([[[1.0, 0], [0, 1]], [[0, 1], [0, 0]]])
        >>> offset_logits(x, heads, torch.eye(2)).tolist()
        [[[[1.0, 2.0]]], [[[2.0, 0.0]]]]
    """
    raise NotImplementedError


def offset_losses(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The mean loss of each head, in nats.

    Args:
        logits: shape (k, B, T, V).
        targets: as from `offset_targets`, shape (k, B, T).

    Returns:
        A tensor of shape (k,).

    Examples:
        >>> targets = torch.tensor([[[1, -100]], [[-100, -100]]])
        >>> losses = offset_losses(torch.zeros(2, 1, 2, 4), targets)
        >>> [round(loss, 4) for loss in losses.tolist()]
        [1.3863, 0.0]
    """
    raise NotImplementedError


def multi_token_loss(
    x: torch.Tensor,
    heads: torch.Tensor,
    unembedding: torch.Tensor,
    tokens: torch.Tensor,
    weights: list[float],
    pad_id: int,
) -> torch.Tensor:
    """The weighted sum of the losses of all heads.

    Args:
        x: shape (B, T, D).
        heads: shape (k, D, D).
        unembedding: shape (V, D).
        tokens: int64 tensor of shape (B, T), what the trunk has read.
        weights: one for each head.
        pad_id: the id of the padding token.

    Returns:
        A tensor without axes, differentiable for x, heads and unembedding.

    Examples:
        >>> x, heads = torch.zeros(1, 3, 2), torch.zeros(2, 2, 2)
        >>> tokens = torch.tensor([[1, 2, 3]])
        >>> loss = multi_token_loss(
        ...     x, heads, torch.zeros(4, 2), tokens, [1.0, 0.5], pad_id=0
        ... )
        >>> round(loss.item(), 4)
        2.0794
    """
    raise NotImplementedError
