"""The training of a GPT: AdamW on two groups of parameters, a warm-up and a
cosine, clipped gradients.

The same few lines train nanoGPT on a laptop and, behind a good deal of
plumbing, the largest models. The check that everybody makes first is that the
model can learn one small text by heart: if its loss doesn't go to nearly 0,
something is broken.

Parameters are in two groups. What multiplies, the matrices of linear layers
and embeddings, is pulled towards 0 by weight decay; biases and the gains of
norms, which have one axis, aren't. The learning rate of step s, with s from 0,
W warm-up steps, N steps in all, peak p and floor f, is

    p (s + 1) / W                                      while s < W
    f + (p - f) (1 + cos(pi (s - W) / (N - W))) / 2    from W to N
    f                                                  from N on

A training step: set the learning rate, forget the gradients from before,
compute the mean loss of the next tokens, go backward, clip, update.

Conventions:

- **Optimizer**: `torch.optim.AdamW` with betas (0.9, 0.95). Parameters with
  two or more axes have the weight decay that is asked for, all others 0.
  Frozen ones (requires_grad is False) are in no group.
- **Loss**: logits at position t predict token t + 1; the mean of the
  cross-entropy over all B (T - 1) predictions, in nats.
- **Clipping**: by the Euclidean norm of all gradients together. If it is above
  max_norm, all are scaled by max_norm / norm. The 1e-6 that torch adds to the
  norm is fine too.
- **Reported** are the loss before the update and the norm before clipping.
- **Floor** in `train`: a tenth of the peak.
"""

import torch
from torch import nn


# given
class SmallLM(nn.Module):
    """A language model that sees a token and the mean of all so far.

    Examples:
        >>> list(SmallLM(7, 4)(torch.zeros(2, 3, dtype=torch.long)).shape)
        [2, 3, 7]
    """

    def __init__(self, vocab_size: int, d_model: int):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model)
        self.norm = nn.LayerNorm(d_model)
        self.head = nn.Linear(d_model, vocab_size)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Logits of shape (B, T, V) for tokens of shape (B, T)."""
        x = self.embedding(tokens)
        counts = torch.arange(1, tokens.shape[1] + 1)[:, None]
        return self.head(self.norm(x + x.cumsum(dim=1) / counts))


def make_optimizer(model: nn.Module, lr: float, weight_decay: float) -> torch.optim.Optimizer:
    """AdamW with weight decay for the matrices alone.

    Args:
        model: any module.
        lr: the learning rate to begin with.
        weight_decay: at least 0.

    Returns:
        The optimizer.

    Examples:
        >>> groups = make_optimizer(SmallLM(7, 4), 0.1, 0.01).param_groups
        >>> decays = {group["weight_decay"] for group in groups}
        >>> sorted(decays), sum(len(group["params"]) for group in groups)
        ([0.0, 0.01], 5)
    """
    raise NotImplementedError


def learning_rate(step: int, n_warmup: int, n_steps: int, peak: float, floor: float) -> float:
    """The learning rate of a step.

    Args:
        step: s, at least 0.
        n_warmup: W, at least 0 and below N.
        n_steps: N.
        peak: p.
        floor: f, at most p.

    Returns:
        A float.

    Examples:
        >>> [learning_rate(s, 2, 6, 1.0, 0.5) for s in range(8)][:3]
        [0.5, 1.0, 1.0]
        >>> round(learning_rate(4, 2, 6, 1.0, 0.5), 4)
        0.75
    """
    raise NotImplementedError


def train_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, tokens: torch.Tensor, lr: float, max_norm: float
) -> tuple[float, float]:
    """One update of the model.

    Args:
        model: gives logits of shape (B, T, V) for tokens; changed in place.
        optimizer: any of torch's, made for the model.
        tokens: int64 tensor of shape (B, T), T at least 2.
        lr: the learning rate of this step, for all groups.
        max_norm: the largest norm of the gradients, above 0.

    Returns:
        (loss, norm), two Python floats.

    Examples:
        >>> model = SmallLM(3, 2)
        >>> for parameter in model.parameters():
        ...     _ = nn.init.zeros_(parameter)
        >>> optimizer = make_optimizer(model, 0.1, 0.0)
        >>> tokens = torch.tensor([[0, 1, 2]])
        >>> loss, norm = train_step(model, optimizer, tokens, 0.1, 1.0)
        >>> round(loss, 4), round(norm, 4)
        (1.0986, 0.4082)
    """
    raise NotImplementedError


def train(
    model: nn.Module,
    batches: list[torch.Tensor],
    peak: float,
    n_warmup: int,
    weight_decay: float,
    max_norm: float,
) -> list[float]:
    """Train on one batch after the other, with the schedule above.

    Args:
        model: changed in place.
        batches: tokens of shape (B, T) for each of the N steps.
        peak: p.
        n_warmup: W.
        weight_decay: at least 0.
        max_norm: the largest norm of the gradients of a step.

    Returns:
        The N losses.

    Examples:
        >>> model, tokens = SmallLM(3, 8), torch.tensor([[0, 1, 2]])
        >>> losses = train(model, [tokens] * 9, 0.1, 3, 0.0, 1.0)
        >>> len(losses), losses[-1] < losses[0]
        (9, True)
    """
    raise NotImplementedError
