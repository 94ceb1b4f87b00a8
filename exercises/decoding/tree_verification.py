"""Tree verification: many guesses of a draft model, checked in one pass.

Speculative decoding lets a small model guess a few tokens, which the large one
checks in one pass. If the first guess is wrong the others are lost. A tree of
guesses has several candidates for each position: SpecInfer, Medusa and EAGLE
let the target check all of them at once, and keep one path.

Node i of the tree has the token tokens[i] and the parent parents[i], a node
with a smaller number, or -1 for the root, which is the text so far. Siblings
have different tokens, and their order is that of their numbers.

**The mask.** All nodes go through the target in one pass. A node sees the text
so far, itself, and its ancestors, and no node of another branch.

**Greedy.** From the root, go to the child whose token is the target's most
probable one, as long as there is such a child. What comes out are the tokens
of the path, and then the target's most probable token at its end.

**Sampling.** The siblings below a node were drawn from the draft's law q
without replacement, in their order. They are tried in turn against p, the
target's law. Sibling v is accepted with the probability

    min(1, p(v) / q(v))

and if it is rejected, before the next one's turn,

    p <- max(p - q, 0), made to sum to 1         the residual
    q <- q without v, made to sum to 1

since the next sibling was drawn from what q had left. If all are rejected, a
token is drawn from the last residual, and the path ends. If one is accepted,
its children are next; below a node without children one more token is drawn
from the target's law there. So each token that comes out has exactly the
target's law, as if the draft weren't there, and more siblings only make it
likelier that the path goes on.

Conventions:

- **Laws** are float64 rows of length V that sum to 1; entries may be 0, but q
  is positive for every sibling when its turn comes.
- **Rows**: row 0 of ``best``, ``target`` and ``draft`` belongs to the root,
  row i + 1 to node i: it is about the token that follows node i.
- **Nothing left**: where p equals q there is no residual: p stays, and isn't
  drawn from. Where q has no other token left it doesn't matter.
- **Chance** comes from ``rng``, in any way and order.

``run_paths`` is given.
"""

import numpy as np


def tree_mask(parents: list[int]) -> np.ndarray:
    """Which nodes each node attends to, beside the text so far.

    Args:
        parents: of each of the N nodes, -1 for the root.

    Returns:
        A bool array of shape (N, N): [i, j] is True where node i sees node j.

    Examples:
        >>> tree_mask([-1, 0, 0, 2]).astype(int).tolist()
        [[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 1, 1]]
    """
    raise NotImplementedError


def greedy_path(parents: list[int], tokens: list[int], best: list[int]) -> list[int]:
    """The tokens that come out when the target is greedy.

    Args:
        parents: of each node.
        tokens: of each node.
        best: the target's most probable next token, N + 1 of them: at the
            root, and after each node.

    Returns:
        From 1 to N + 1 tokens, ints.

    Examples:
        >>> greedy_path([-1, -1, 1], [5, 7, 8], best=[7, 0, 8, 3])
        [7, 8, 3]
        >>> greedy_path([-1, -1, 1], [5, 7, 8], best=[6, 0, 8, 3])
        [6]
    """
    raise NotImplementedError


def sibling_law(p: np.ndarray, q: np.ndarray, siblings: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """How siblings are tried in turn.

    Args:
        p: the target's law, shape (V,).
        q: the draft's law, shape (V,).
        siblings: their tokens, in order; there may be none.

    Returns:
        (accept, rest): for each sibling the probability of being accepted when
        those before it were rejected; and the law that a token is drawn from
        when all were rejected, shape (V,).

    Examples:
        >>> p, q = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.5, 0.25])
        >>> accept, rest = sibling_law(p, q, [1, 0])
        >>> accept.tolist(), rest.tolist()
        ([0.5, 1.0], [1.0, 0.0, 0.0])
    """
    raise NotImplementedError


def sample_path(
    parents: list[int], tokens: list[int], target: np.ndarray, draft: np.ndarray, rng: np.random.Generator
) -> list[int]:
    """The tokens that come out when the target samples.

    Args:
        parents: of each node.
        tokens: of each node.
        target: the target's laws, shape (N + 1, V).
        draft: the draft's laws, shape (N + 1, V).
        rng: the generator that all draws come from.

    Returns:
        From 1 to N + 1 tokens, ints: those of the accepted nodes, and one
        more.

    Examples:
        >>> target = np.array([[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]])
        >>> draft = np.full((3, 2), 0.5)
        >>> rng = np.random.default_rng(0)
        >>> sample_path([-1, -1], [0, 1], target, draft, rng)
        [1, 0]
    """
    raise NotImplementedError


# given
def run_paths(
    parents: list[int],
    tokens: list[int],
    target: np.ndarray,
    draft: np.ndarray,
    rng: np.random.Generator,
    times: int,
) -> list[list[int]]:
    """What comes out of ``sample_path``, many times.

    Examples:
        >>> certain = np.eye(2)[[1]]
        >>> run_paths([], [], certain, certain, np.random.default_rng(0), 2)
        [[1], [1]]
    """
    return [sample_path(parents, tokens, target, draft, rng) for _ in range(times)]
