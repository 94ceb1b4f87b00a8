"""The loss of supervised fine-tuning: packed examples, and only the responses
count.

A chat model learns from pairs of a prompt and a response. It is to learn to
answer, not to ask, so the loss is taken at the tokens of the responses alone.
And since examples are short and rows long, several are packed into one row.
They mustn't see each other: nothing in a row may attend into another example,
nor be predicted from it. (TRL, Axolotl and torchtune do all of this.)

Position t - 1 predicts token t. With (b, t) going over the tokens that count,
N of them in the batch,

    loss = -1/N  sum over (b, t) of
                 log softmax(logits[b, t - 1])[tokens[b, t]]

A token counts if it belongs to a response and t - 1 is in the same example.

Conventions:

- **A row** holds its examples in the given order, each the prompt and then the
  response, and padding behind them.
- **Segments** number the examples of a row from 0; padding has -1.
- **Positions** start at 0 with each example, as if it stood alone; padding has
  0.
- **Mask**: True at [i, j] if position i may attend to j: both are of one
  example, and j isn't after i. Padding attends to nothing, itself included,
  and nothing attends to it.
- **Mean**: one over all tokens of the batch that count. (Some average each
  example first.) If none counts, loss and gradient are 0.
- **An empty prompt** is allowed: then nothing predicts the first token of the
  response, and it doesn't count. A response may be empty too.
- **Stability**: finite logits of any size give the right finite loss.
"""

import torch


def pack_examples(
    examples: list[tuple[list[int], list[int]]], length: int, pad_id: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Put examples into one row.

    Args:
        examples: pairs of prompt and response, lists of ids; not both empty.
        length: T, the length of the row, at least 1.
        pad_id: the id that fills the row up; it may be a token as well.

    Returns:
        Four tensors of shape (T,): the tokens, the segments and the positions,
        all int64, and whether a token belongs to a response, bool.

    Raises:
        ValueError: if the examples don't fit into the row.

    Examples:
        >>> row = pack_examples([([7, 8], [5]), ([9], [6, 4])], 7, pad_id=0)
        >>> row[0].tolist()
        [7, 8, 5, 9, 6, 4, 0]
        >>> row[1].tolist(), row[2].tolist()
        ([0, 0, 0, 1, 1, 1, -1], [0, 1, 2, 0, 1, 2, 0])
        >>> row[3].tolist()
        [False, False, True, False, True, True, False]
    """
    raise NotImplementedError


def packed_mask(segments: torch.Tensor) -> torch.Tensor:
    """Who may attend to whom.

    Args:
        segments: int64, shape (B, T), -1 at padding.

    Returns:
        A bool tensor of shape (B, T, T).

    Examples:
        >>> packed_mask(torch.tensor([[0, 0, 1, -1]])).int().tolist()
        [[[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]]
    """
    raise NotImplementedError


def sft_loss(
    logits: torch.Tensor, tokens: torch.Tensor, segments: torch.Tensor, is_response: torch.Tensor
) -> torch.Tensor:
    """The mean loss of the response tokens, in nats.

    Args:
        logits: finite float tensor of shape (B, T, V), T at least 2.
        tokens: int64, shape (B, T), ids from 0 to V - 1.
        segments: int64, shape (B, T), -1 at padding.
        is_response: bool, shape (B, T); False at padding.

    Returns:
        A tensor without axes, in the dtype of the logits, differentiable with
        respect to them.

    Examples:
        >>> ratios = torch.tensor([[[1.0, 1.0], [1.0, 3.0], [1.0, 1.0]]])
        >>> tokens, segments = torch.tensor([[0, 0, 1]]), torch.zeros(1, 3)
        >>> is_response = torch.tensor([[False, False, True]])
        >>> loss = sft_loss(ratios.log(), tokens, segments, is_response)
        >>> round(loss.item(), 4)
        0.2877
    """
    raise NotImplementedError
