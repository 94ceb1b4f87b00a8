"""Prompt tuning: trained vectors in front of a frozen model's input.

A prompt in words can steer a language model, but only with words that exist.
Prompt tuning (Lester et al. 2021) puts P vectors of its own in front of the
token embeddings and trains them by gradient descent; of the model nothing is
changed. A task is then P x D numbers, and rows of one batch may belong to
different tasks. For B rows of T tokens and a model with D features,

    embedded = [prompt_1, ..., prompt_P, E[token_1], ..., E[token_T]]
    mask     = [True, ..., True,         mask_1, ..., mask_T]
    logits   = the model's, at the last T of the P + T positions

The prompt starts as the embeddings of real tokens: from there it learns better
than from random numbers.

Conventions:

- **The model** is a given CausalLM, kept as attribute `model`. All of its
  parameters, the embeddings included, are frozen.
- **The prompt** is a parameter named `prompt`, of shape (P, D), in the dtype
  of the embeddings. It starts as a copy: training it leaves them alone.
- **Mask**: True at real tokens, False at padding, on either side. The prompt
  stands before all of that, and the model may always read it.
- **Logits** come for the T tokens alone. At padding they may be anything.
- **Nearest tokens**: by cosine similarity, a.b / (|a| |b|). No vector is 0 and
  no two tokens are equally near.
"""

import torch
from torch import nn


# given
class CausalLM(nn.Module):
    """A small language model that reads embeddings: a position knows the mean
    of all real ones up to itself.

    Args:
        n_vocab: V, the number of tokens.
        d_model: D, the number of features.

    Examples:
        >>> model = CausalLM(9, 4)
        >>> mask = torch.ones(2, 3, dtype=torch.bool)
        >>> list(model(torch.zeros(2, 3, 4), mask).shape)
        [2, 3, 9]
    """

    def __init__(self, n_vocab: int, d_model: int):
        super().__init__()
        self.embedding = nn.Embedding(n_vocab, d_model)
        self.mix = nn.Linear(d_model, d_model)
        self.head = nn.Linear(d_model, n_vocab)

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (B, S, V) for embeddings (B, S, D) and a bool mask (B, S)."""
        weight = mask[..., None].to(embedded.dtype)
        mean = (weight * embedded).cumsum(1) / weight.cumsum(1).clamp(min=1)
        return self.head(torch.tanh(self.mix(embedded + 2 * mean)))


class PromptTuning(nn.Module):
    """A frozen model with a trained prompt.

    Args:
        model: a CausalLM; it is frozen.
        init_ids: int64 tensor of shape (P,), the tokens whose embeddings the
            prompt starts with; P is at least 1.

    Examples:
        >>> tuned = PromptTuning(CausalLM(9, 4), torch.tensor([3, 3, 5]))
        >>> tokens = torch.tensor([[1, 2], [7, 0]])
        >>> mask = torch.tensor([[True, True], [True, False]])
        >>> list(tuned(tokens, mask).shape)
        [2, 2, 9]
        >>> [n for n, p in tuned.named_parameters() if p.requires_grad]
        ['prompt']
        >>> tuned.nearest_tokens().tolist()
        [3, 3, 5]
    """

    def __init__(self, model: CausalLM, init_ids: torch.Tensor):
        raise NotImplementedError

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The model's logits for the tokens, behind the prompt.

        Args:
            tokens: int64 tensor of shape (B, T).
            mask: bool tensor of shape (B, T), True at real tokens.

        Returns:
            A tensor of shape (B, T, V), differentiable with respect to the
            prompt.
        """
        raise NotImplementedError

    def nearest_tokens(self) -> torch.Tensor:
        """The token that each vector of the prompt is most similar to.

        Returns:
            An int64 tensor of shape (P,).
        """
        raise NotImplementedError
