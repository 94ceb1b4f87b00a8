"""Metropolis-Hastings: a Markov chain whose long-run law is the one wanted.

A posterior, a lattice of spins, a protein: the probability of a state is known
up to a factor, and drawing from it directly is hopeless. Propose a move from a
simple law q and accept it with the right probability, else stay:

    a(x -> y) = min(1, p(y) q(y -> x) / (p(x) q(x -> y)))

The flow from x to y then equals that from y to x, p(x) q(x -> y) a(x -> y) =
p(y) q(y -> x) a(y -> x), which is called detailed balance, so p is stationary.
A factor of p cancels. For a symmetric proposal, q(x -> y) = q(y -> x), q does
too (Metropolis 1953); Hastings 1970 has the general form.

On S states all of this can be written down. With proposals Q_ij = q(i -> j)
the chain moves by

    P_ij = Q_ij a(i -> j) for i != j,    P_ii = 1 - sum over j != i of P_ij

so P_ii holds both the proposals to stay and the rejected ones.

Conventions:

- **Logarithms**: log p, up to a constant, which may be -5000 or +5000; -inf
  for a state that p doesn't have. Only differences are exponentiated.
- **Out of nowhere**: from an x with p(x) = 0 (a start that p doesn't have) a
  move to a y with p(y) > 0 is accepted with probability 1. Where p(y) or
  q(y -> x) is 0 as well, 0 / 0, a may be anything.
- **No way back**: from any other x, a move with p(y) = 0 or q(y -> x) = 0 is
  never accepted. Proposals with q(x -> y) = 0 aren't made.
- **Rejected** moves repeat the state in the chain, which counts again.
- **Randomness** comes from `rng` alone, and the same state gives the same
  chain; in which order it is called is free.
"""

import numpy as np


def acceptance(log_p_x: float, log_p_y: float, log_q_xy: float = 0.0, log_q_yx: float = 0.0) -> float:
    """The probability of accepting a move from x to y.

    Args:
        log_p_x: log p(x).
        log_p_y: log p(y).
        log_q_xy: log q(x -> y), of proposing y at x.
        log_q_yx: log q(y -> x), of proposing x at y.

    Returns:
        a(x -> y), from 0 to 1.

    Examples:
        >>> round(acceptance(-5000.0, -5000.5), 6), acceptance(1.0, 900.0)
        (0.606531, 1.0)
    """
    raise NotImplementedError


def transition_matrix(log_p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The chain's transitions on S states.

    Args:
        log_p: shape (S,).
        q: proposals, shape (S, S), rows summing to 1.

    Returns:
        P, shape (S, S), rows summing to 1.

    Examples:
        >>> q = np.array([[0.5, 0.5], [0.5, 0.5]])
        >>> transition_matrix(np.log([0.2, 0.8]), q).round(6).tolist()
        [[0.5, 0.5], [0.125, 0.875]]
    """
    raise NotImplementedError


def run_chain(log_p: np.ndarray, q: np.ndarray, start: int, n_steps: int, rng: np.random.Generator) -> np.ndarray:
    """A run of the chain.

    Args:
        log_p: shape (S,).
        q: proposals, shape (S, S), rows summing to 1.
        start: the first state.
        n_steps: 1 or more.
        rng: source of randomness.

    Returns:
        The states after each step, whole numbers of shape (n_steps,); the
        start isn't among them.

    Examples:
        >>> q = np.array([[0.0, 1.0], [1.0, 0.0]])
        >>> rng = np.random.default_rng(0)
        >>> run_chain(np.array([0.0, 0.0]), q, 0, 4, rng).tolist()
        [1, 0, 1, 0]
    """
    raise NotImplementedError
