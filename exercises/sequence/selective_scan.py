"""Mamba's selective scan: a state space that decides what to remember.

A fixed linear recurrence treats all inputs alike. In Mamba (2023), and in the
hybrids that followed, Jamba and Zamba among them, the step size and the ways
into and out of the state are made from the input itself: a large delta lets
the input in and the past fade, a small one skips it.

The input x has D channels, and each has a state of N entries. From x_t two
layers make a step size for each channel, and vectors B_t and C_t of N numbers
that all channels share:

    (r_t, B_t, C_t) = W_x x_t           cut into R, N and N entries
    delta_t = softplus(W_dt r_t + b_dt)             D numbers, positive

with R smaller than D, and softplus(z) = log(1 + exp(z)). Then, for channel i
and entry n,

    h_t[i, n] = exp(delta_t[i] A[i, n]) h_{t-1}[i, n]
                + delta_t[i] B_t[n] x_t[i]
    y_t[i]    = sum over n of C_t[n] h_t[i, n] + skip[i] x_t[i]

A is a parameter, the same at all steps, and negative. Mamba runs this in one
fused kernel that never writes the states out; here it may be a loop over t.

Conventions:

- **Discretization**: exact for A, delta B for B, as Mamba's code has it. The
  paper's text gives zero-order hold for both.
- **Order**: the output is read after the update, with this step's C.
- **Start**: without h0 the state before the first step is zeros. With it a
  sequence can be read in pieces.
- **Large steps**: softplus is right for any z; at 200 it is 200.
- **Strong decay**: delta A may be -100 at every step; the results stay
  finite and right.
- **Gradients**: results are differentiable in x, delta, A, B and C.
- **Tensors** are float32; those handed in are not changed.
"""

import torch


def selective_parameters(
    x: torch.Tensor,
    w_x: torch.Tensor,
    w_dt: torch.Tensor,
    b_dt: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The step sizes and the ways in and out, made from the input.

    Args:
        x: shape (B, T, D).
        w_x: shape (R + 2N, D), outputs by inputs.
        w_dt: shape (D, R).
        b_dt: shape (D,).

    Returns:
        delta of shape (B, T, D), B and C of shape (B, T, N).

    Examples:
        >>> x = torch.tensor([[[1.0]]])
        >>> w_x = torch.tensor([[2.0], [3.0], [4.0]])
        >>> w_dt, b_dt = torch.tensor([[0.5]]), torch.tensor([-1.0])
        >>> delta, b, c = selective_parameters(x, w_x, w_dt, b_dt)
        >>> round(delta.item(), 4), b.item(), c.item()
        (0.6931, 3.0, 4.0)
    """
    raise NotImplementedError


def selective_scan(
    x: torch.Tensor,
    delta: torch.Tensor,
    a: torch.Tensor,
    b: torch.Tensor,
    c: torch.Tensor,
    skip: torch.Tensor,
    h0: torch.Tensor | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The outputs of the recurrence, and the state that it ends in.

    Args:
        x: shape (B, T, D), T at least 1.
        delta: shape (B, T, D), positive.
        a: shape (D, N), negative.
        b: shape (B, T, N).
        c: shape (B, T, N).
        skip: the share of the input that goes past the state, shape (D,).
        h0: the state before the first step, shape (B, D, N), or None.

    Returns:
        y of shape (B, T, D) and the final state of shape (B, D, N).

    Examples:
        A step that is skipped leaves the state, one that is long resets it:

        >>> x = torch.tensor([[[3.0], [5.0], [7.0]]])
        >>> delta = torch.tensor([[[1.0], [1e-9], [99.0]]])
        >>> one = torch.ones(1, 3, 1)
        >>> a, skip = torch.tensor([[-1.0]]), torch.zeros(1)
        >>> y, h = selective_scan(x, delta, a, one, one, skip)
        >>> [round(value, 3) for value in y.flatten().tolist()]
        [3.0, 3.0, 693.0]
    """
    raise NotImplementedError
