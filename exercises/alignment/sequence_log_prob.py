"""The log-probability of an answer: what every method of alignment asks of a
language model.

DPO, PPO, GRPO and their kin compare how likely two models find the same
answer. A model factorises a text from left to right, so the log-probability of
an answer, given its prompt, is a sum over the answer's tokens:

    logp[b, t] = log softmax(logits[b, t])[tokens[b, t + 1]]
    sum:   log pi(answer | prompt) = sum of logp over the answer's tokens
    mean:  the same, divided by the number of these tokens

The sum belongs to DPO and PPO. The mean, which doesn't grow with the length,
is used by SimPO, ORPO and for comparing answers of different lengths.

Conventions:

- **Shift**: the logits at position t are the model's guess of token t + 1. The
  first token is guessed by nobody, so there are T - 1 log-probabilities.
- **Mask**: it speaks of the tokens: mask[b, t] is True where token t of
  sequence b belongs to the answer. Prompt and padding are False. For the first
  token it doesn't matter: it never counts.
- **An empty answer**, without a token that counts, has the value 0, the mean
  too.
- **Gradients** flow to the logits.
- **Stability**: finite logits of any size give the right finite result.
- **Dtype**: that of the logits.
"""

import torch


def token_log_probs(logits: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    """The log-probability of each token but the first, given those before it.

    Args:
        logits: finite float tensor of shape (B, T, V), T at least 2.
        tokens: int64 tensor of shape (B, T), ids from 0 to V - 1.

    Returns:
        A tensor of shape (B, T - 1): item [b, t] belongs to tokens[b, t + 1].

    Examples:
        >>> logits = torch.tensor([[[0.0, 9.0], [0.0, 0.0], [4.0, 0.0]]])
        >>> logp = token_log_probs(logits, torch.tensor([[0, 0, 1]]))
        >>> [round(x, 4) for x in logp[0].tolist()]
        [-9.0001, -0.6931]
    """
    raise NotImplementedError


def sequence_log_prob(
    logits: torch.Tensor, tokens: torch.Tensor, mask: torch.Tensor, average: bool = False
) -> torch.Tensor:
    """The log-probability of each sequence's answer.

    Args:
        logits: finite float tensor of shape (B, T, V), T at least 2.
        tokens: int64 tensor of shape (B, T), ids from 0 to V - 1.
        mask: bool tensor of shape (B, T), True at the answer's tokens.
        average: whether the mean over the answer's tokens is asked for, not
            their sum.

    Returns:
        A tensor of shape (B,).

    Examples:
        >>> logits = torch.zeros(2, 4, 2)
        >>> tokens = torch.tensor([[0, 1, 1, 0], [1, 0, 1, 1]])
        >>> mask = torch.tensor(
        ...     [[False, True, True, True], [False, False, True, False]]
        ... )
        >>> logp = sequence_log_prob(logits, tokens, mask)
        >>> [round(x, 4) for x in logp.tolist()]
        [-2.0794, -0.6931]
        >>> logp = sequence_log_prob(logits, tokens, mask, average=True)
        >>> [round(x, 4) for x in logp.tolist()]
        [-0.6931, -0.6931]
    """
    raise NotImplementedError
