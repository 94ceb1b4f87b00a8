"""Speculative decoding: a small model guesses ahead, a large one checks, and
the text is the large one's.

Drawing one token from a large model costs as much time as checking several:
the weights have to be read from memory either way. So a small draft model
draws K tokens, one after the other, the large target model gives its
probabilities for all K + 1 positions in one pass, and a rule decides how many
of the guesses stay. Two to three times as many tokens a second come out, with
exactly the distribution of the target. vLLM, TensorRT-LLM and llama.cpp do it.

At each position the draft has drawn a token v from its law q, and the target's
law is p. The rule of Leviathan and of Chen:

    keep v with probability          min(1, p(v) / q(v))
    else draw a token instead from   max(p - q, 0), made to sum to 1

A token that was drawn instead ends the step: the guesses after it followed
another token. If all K guesses are kept, one more token is drawn from the
target's law at position K, for free.

Kept, v comes out with q(v) * min(1, p(v) / q(v)) = min(p(v), q(v)); what is
missing to p(v) is max(p(v) - q(v), 0), and the second line makes up for it. So
each token comes out with p(v), whatever q is: a poor draft costs speed only.
The share of guesses that are kept is the sum of min(p, q) over the vocabulary.

Conventions:

- **Laws** are float64 rows of length V that sum to 1; entries may be 0.
- **A token that the draft can't draw** (q(v) = 0) has the acceptance 1.
- **Equal laws** leave no residual: give p then, which is never drawn from.
- **Chance** comes from ``rng``, in any way and order.

``run_steps`` is given. It makes many steps, for your experiments and the
checks.
"""

import numpy as np


def acceptance(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The probability with which each token is kept.

    Args:
        p: the target's law, shape (V,).
        q: the draft's law, shape (V,).

    Returns:
        A float64 array of shape (V,).

    Examples:
        >>> p, q = np.array([0.25, 0.75, 0.0]), np.array([0.5, 0.5, 0.0])
        >>> acceptance(p, q).tolist()
        [0.5, 1.0, 1.0]
    """
    raise NotImplementedError


def acceptance_rate(p: np.ndarray, q: np.ndarray) -> float:
    """The share of the draft's tokens that are kept.

    Args:
        p: the target's law, shape (V,).
        q: the draft's law, shape (V,).

    Returns:
        A number from 0 to 1.

    Examples:
        >>> p, q = np.array([0.25, 0.75, 0.0]), np.array([0.5, 0.5, 0.0])
        >>> acceptance_rate(p, q)
        0.75
    """
    raise NotImplementedError


def residual(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The law of the token that is drawn instead of a rejected one.

    Args:
        p: the target's law, shape (V,).
        q: the draft's law, shape (V,).

    Returns:
        A float64 array of shape (V,) that sums to 1.

    Examples:
        >>> p = np.array([0.5, 0.25, 0.25, 0.0])
        >>> q = np.array([0.25, 0.125, 0.5, 0.125])
        >>> residual(p, q).round(4).tolist()
        [0.6667, 0.3333, 0.0, 0.0]
    """
    raise NotImplementedError


def speculative_step(
    target: np.ndarray,
    draft: np.ndarray,
    tokens: list[int],
    rng: np.random.Generator,
) -> list[int]:
    """The tokens that come out of one step.

    Args:
        target: the target's laws, shape (K + 1, V): row i is that of position
            i, given the guesses before it.
        draft: the draft's laws, shape (K, V).
        tokens: the K guesses, token i drawn from row i of ``draft``; K may be
            0.
        rng: the generator that all draws come from.

    Returns:
        From 1 to K + 1 tokens: the guesses that are kept, and one more.

    Examples:
        >>> target = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
        >>> draft = np.array([[0.5, 0.5], [0.5, 0.5]])
        >>> rng = np.random.default_rng(0)
        >>> speculative_step(target, draft, [1, 0], rng)
        [1, 0, 1]
        >>> speculative_step(target, draft, [1, 1], rng)
        [1, 0]
        >>> speculative_step(target, draft, [0, 0], rng)
        [1]
    """
    raise NotImplementedError


# given
def run_steps(
    target: np.ndarray,
    draft: np.ndarray,
    guesses: list[list[int]],
    rng: np.random.Generator,
) -> list[list[int]]:
    """What comes out of one step for each list of guesses.

    Examples:
        >>> certain = np.eye(2)[[1, 0]]
        >>> rng = np.random.default_rng(0)
        >>> run_steps(certain, np.array([[0.5, 0.5]]), [[0], [1]], rng)
        [[1], [1, 0]]
    """
    return [speculative_step(target, draft, tokens, rng) for tokens in guesses]
