"""Markov chains: where they settle, where they end, and how long it takes.

A chain moves from state i to state j with probability P_ij, whatever came
before. Web surfers (PageRank), sampling by MCMC, policies in a decision
process and board games are such chains, and most questions about them are
linear systems.

- **Stationary distribution**: the pi with pi P = pi and sum pi = 1. One of
  these S + 1 equations is superfluous: replace one of the first S by the sum.
- **Absorption**: a state with P_ii = 1 is never left. With Q the transitions
  among all other states and R those from them to absorbing ones, the
  probabilities of ending in each absorbing state are B = (I - Q)^-1 R.
- **Hitting time**: the expected number of steps until the target is reached,
  h_target = 0 and h_i = 1 + sum_j P_ij h_j for all others.
- **Period**: the greatest common divisor of the lengths of all ways from a
  state back to itself. A chain of period 2 never settles, though it has a
  stationary distribution: it swings between two halves of the states.

A set of states that reach one another and nothing else is a closed class. A
chain whose states all reach one another is irreducible.

Conventions:

- **P** is (S, S), float64; rows sum to 1 (distributions are row vectors).
- **Several stationary distributions**: with two closed classes or more, any
  mixture of theirs is one, and that is an error. States outside a single
  closed class have pi = 0.
- **Order**: absorbing states in the order of their numbers.
- **A target that may never be reached**, in whatever way the chain can get
  lost, has the expected time inf.
"""

import numpy as np


def stationary(p: np.ndarray) -> np.ndarray:
    """The stationary distribution.

    Args:
        p: transitions, shape (S, S).

    Returns:
        Shape (S,), summing to 1.

    Raises:
        ValueError: if there is more than one.

    Examples:
        >>> stationary(np.array([[0.9, 0.1], [0.4, 0.6]])).round(6).tolist()
        [0.8, 0.2]
    """
    raise NotImplementedError


def absorption(p: np.ndarray) -> np.ndarray:
    """The probabilities of ending in each absorbing state.

    Args:
        p: transitions, shape (S, S), with A absorbing states.

    Returns:
        Shape (S, A); an absorbing state ends in itself.

    Raises:
        ValueError: if some state reaches no absorbing state.

    Examples:
        >>> p = np.eye(3)
        >>> p[1] = [0.25, 0.5, 0.25]
        >>> absorption(p).tolist()
        [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    """
    raise NotImplementedError


def hitting_times(p: np.ndarray, target: int) -> np.ndarray:
    """The expected numbers of steps to a state.

    Args:
        p: transitions, shape (S, S).
        target: the number of the state.

    Returns:
        Shape (S,), 0 for the target itself.

    Examples:
        >>> p = np.eye(3)
        >>> p[0] = [0.5, 0.5, 0.0]
        >>> hitting_times(p, 1).tolist()
        [2.0, 0.0, inf]
    """
    raise NotImplementedError


def period(p: np.ndarray) -> int:
    """The period of an irreducible chain, which all its states share.

    Args:
        p: transitions, shape (S, S).

    Returns:
        1 or more.

    Raises:
        ValueError: if the chain isn't irreducible.

    Examples:
        >>> period(np.array([[0.0, 1.0], [1.0, 0.0]]))
        2
    """
    raise NotImplementedError
