"""Grades `tree_verification`: ancestors by walking up, and the exact law of everything that can come out."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

P = np.array([0.375, 0.25, 0.25, 0.125])
Q = np.array([0.125, 0.5, 0.125, 0.25])
# A root with two children, of which the first has two and the second one; node 3 has one.
PARENTS = [-1, -1, 0, 0, 1, 3]
TOKENS = [2, 0, 1, 3, 3, 2]


def laws(rng, *shape):
    weights = rng.exponential(size=shape) + 0.1
    return weights / weights.sum(axis=-1, keepdims=True)


def tried(p, q, siblings):
    """The acceptances and what is left, from the tokens that are still in q."""
    accept, left = [], list(range(len(p)))
    p, q = p.astype(float), q.astype(float)
    for v in siblings:
        share = q / sum(q[u] for u in left)
        share[[u for u in range(len(p)) if u not in left]] = 0
        accept.append(min(1.0, p[v] / share[v]))
        missing = np.where(p > share, p - share, 0.0)
        p = missing / missing.sum() if missing.sum() > 1e-12 else p
        left.remove(v)
    return np.array(accept), p


def law_of_paths(parents, tokens, target, draft, node=-1):
    """The probability of each list of tokens that can come out below a node."""
    children = [i for i, parent in enumerate(parents) if parent == node]
    accept, rest = tried(target[node + 1], draft[node + 1], [tokens[i] for i in children])
    law, reached = Counter(), 1.0
    for child, chance in zip(children, accept, strict=True):
        if reached * chance > 0:
            for path, share in law_of_paths(parents, tokens, target, draft, child).items():
                law[(tokens[child], *path)] += reached * chance * share
        reached *= 1 - chance
    for token, share in enumerate(rest):
        law[token,] += reached * share
    return Counter({path: share for path, share in law.items() if share > 1e-12})


def random_tree(rng, n):
    """Parents and tokens of n nodes, with different tokens below one node."""
    parents = [int(rng.integers(-1, i)) for i in range(n)]
    tokens = [0] * n
    for node in range(-1, n):
        children = [i for i in range(n) if parents[i] == node]
        for child, token in zip(children, rng.permutation(n), strict=False):
            tokens[child] = int(token)
    return parents, tokens


@pytest.mark.points(14)
def test_the_mask(submission, rng):
    """A node sees itself and its ancestors, and no other branch."""
    for parents in (PARENTS, [-1, 0, 1, 2], random_tree(rng, 7)[0]):
        expected = np.zeros((len(parents), len(parents)), dtype=bool)
        for i in range(len(parents)):
            node = i
            while node >= 0:
                expected[i, node] = True
                node = parents[node]
        assert_equal(
            submission.tree_mask(list(parents)), expected, what=f"the mask of a tree with the parents {parents}"
        )


@pytest.mark.points(20)
def test_the_greedy_path(submission, rng):
    """The greedy path follows the target's most probable tokens, and ends with the target's token after it."""
    cases = [
        ([0, 9, 3, 9, 9, 5, 9], [0, 3, 5]),
        ([2, 3, 9, 1, 2, 1, 4], [2, 3, 2, 4]),
        ([1, 3, 3, 3, 3, 3, 3], [1]),
        ([2, 0, 3, 3, 3, 3, 3], [2, 0]),
    ]
    for best, expected in cases:
        found = submission.greedy_path(list(PARENTS), list(TOKENS), best)
        assert_equal([int(token) for token in found], expected, what=f"the path for best = {best}")
    parents, tokens = random_tree(rng, 7)
    best, node, expected = [99] * 8, int(rng.integers(7)), [99]
    while node >= 0:
        best[parents[node] + 1] = tokens[node]
        expected, node = [tokens[node], *expected], parents[node]
    found = submission.greedy_path(parents, tokens, best)
    assert_equal([int(token) for token in found], expected, what=f"the path for {parents = }, {tokens = }, {best = }")


@pytest.mark.points(12)
def test_the_first_sibling(submission, rng):
    """The first sibling is accepted with min(1, p / q)."""
    for p, q in ((P, Q), laws(rng, 2, 5)):
        for v in range(len(p) - 1):
            accept, _ = submission.sibling_law(p.copy(), q.copy(), [v])
            expected = np.array([min(1.0, p[v] / q[v])])
            assert_close(np.asarray(accept, dtype=float), expected, rtol=1e-7, what=f"the acceptance of token {v}")


@pytest.mark.points(10)
def test_the_rest_after_one_sibling(submission, rng):
    """After one rejected sibling the rest is max(p - q, 0), made to sum to 1; without siblings it is p."""
    for p, q in ((P, Q), laws(rng, 2, 5)):
        _, rest = submission.sibling_law(p.copy(), q.copy(), [1])
        missing = np.where(p > q, p - q, 0.0)
        assert_close(rest, missing / missing.sum(), rtol=1e-7, what="the rest")
        accept, rest = submission.sibling_law(p.copy(), q.copy(), [])
        assert_close(len(accept), 0, what="the number of acceptances without siblings")
        assert_close(rest, p, rtol=1e-7, what="the rest without siblings")


@pytest.mark.points(14)
def test_later_siblings_meet_what_is_left(submission, rng):
    """Later siblings are tried with the residual of p, and with q without the tokens that were tried."""
    fixed = (np.array([0.3, 0.4, 0.3]), np.array([0.6, 0.3, 0.1]), [0, 1])
    for p, q, siblings in (fixed, (P, Q, [1, 0]), (P, Q, [3, 1, 2]), (*laws(rng, 2, 5), [4, 0, 2])):
        accept, rest = submission.sibling_law(p.copy(), q.copy(), siblings)
        expected = tried(p, q, siblings)
        assert_close(np.asarray(accept, dtype=float), expected[0], rtol=1e-6, what=f"the acceptances of {siblings}")
        assert_close(rest, expected[1], rtol=1e-6, atol=1e-9, what=f"the rest after {siblings}")


@pytest.mark.points(6)
def test_the_tokens_have_the_law_of_the_target(submission, rng):
    """Over all draws of two siblings, what comes out has the target's law, exactly."""
    for p, q in ((np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.7, 0.1])), laws(rng, 2, 3)):
        law = np.zeros(3)
        for one, two in permutations(range(3), 2):
            drawn = q[one] * q[two] / (1 - q[one])
            accept, rest = submission.sibling_law(p.copy(), q.copy(), [one, two])
            first, second = (float(chance) for chance in accept)
            law[one] += drawn * first
            law[two] += drawn * (1 - first) * second
            law += drawn * (1 - first) * (1 - second) * np.asarray(rest)
        assert_close(law, p, rtol=1e-6, what="the law of the tokens that come out")


@pytest.mark.points(3)
def test_equal_laws(submission):
    """With equal laws the first sibling is always accepted, and nothing is nan."""
    accept, rest = submission.sibling_law(P.copy(), P.copy(), [2])
    assert_close(np.asarray(accept, dtype=float), np.array([1.0]), what="the acceptance")
    assert_close(rest, P, what="the rest")


@pytest.mark.points(7)
def test_paths_of_certain_laws(submission, rng):
    """A path goes to the children of an accepted node, and ends with a token of the target's own."""
    target = np.eye(4)[[2, 3, 1, 0, 2, 3, 1]]
    draft = np.full((7, 4), 0.25)
    generator = submission.generator(new_seed(rng))
    found = submission.sample_path(list(PARENTS), list(TOKENS), target, draft, generator)
    assert_equal([int(token) for token in found], [2, 3, 2, 1], what="the path")
    target[0] = np.eye(4)[0]
    found = submission.sample_path(list(PARENTS), list(TOKENS), target, draft, generator)
    assert_equal([int(token) for token in found], [0, 1], what="the path when the target's first token is another")
    found = submission.sample_path([], [], target[:1], draft[:1], generator)
    assert_equal([int(token) for token in found], [0], what="the path of a tree without nodes")


def check_paths(submission, rng, parents, tokens, target, draft, times):
    law = law_of_paths(parents, tokens, target, draft)
    generator = submission.generator(new_seed(rng))
    found = submission.run_paths(list(parents), list(tokens), target.copy(), draft.copy(), generator, times)
    seen = Counter(tuple(int(token) for token in path) for path in found)
    # What can't come out is counted too: it tells a token that is drawn from a wrong law from one of another.
    order = sorted({*law, *((token,) for token in range(target.shape[1]))})
    counts = [seen[path] for path in order]
    what = f"the paths of {times} runs, in the order {order} and anything else"
    assert_distribution([*counts, times - sum(counts)], [*(law[path] for path in order), 0.0], what=what)


@pytest.mark.points(4)
def test_each_sibling_has_a_chance_of_its_own(submission, rng):
    """All siblings are tried, each with a random number of its own, whatever became of the one before it."""
    # Token 0 has the chance 1/2. Token 1 is then certain, or has the chance 1/2 too.
    for root in ([0.3, 0.7, 0.0], [0.3, 0.275, 0.425]):
        target = np.array([root, [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
        draft = np.array([[0.6, 0.2, 0.2], [0.95, 0.025, 0.025], [0.95, 0.025, 0.025]])
        law = law_of_paths([-1, -1], [0, 1], target, draft)
        generator = submission.generator(new_seed(rng))
        found = submission.run_paths([-1, -1], [0, 1], target, draft, generator, 120)
        seen = Counter(tuple(int(token) for token in path) for path in found)
        order = [(0, 2), (1, 1), (0,), (1,), (2,)]
        counts = [seen[path] for path in order]
        what = f"the paths of 120 runs, in the order {order} and all others, for the root's law {root}"
        assert_distribution([*counts, 120 - sum(counts)], [*(law[path] for path in order), 0.0], what=what)


@pytest.mark.points(8)
def test_sampled_paths_follow_the_rule(submission, rng):
    """Each path comes out as often as the trials of the siblings say."""
    target = np.array([[0.1, 0.8, 0.1], [0.6, 0.2, 0.2], [0.3, 0.3, 0.4]])
    draft = np.array([[0.1, 0.1, 0.8], [1 / 3, 1 / 3, 1 / 3], [1 / 3, 1 / 3, 1 / 3]])
    check_paths(submission, rng, [-1, -1], [2, 0], target, draft, 240)
    # The node's own row of the draft makes its child likely to be rejected, the root's never.
    target, draft = np.array([[1.0, 0.0], [0.5, 0.5], [0.5, 0.5]]), np.array([[0.5, 0.5], [0.95, 0.05], [0.5, 0.5]])
    check_paths(submission, rng, [-1, 0], [0, 0], target, draft, 120)


@pytest.mark.points(2)
def test_the_same_generator_gives_the_same_paths(submission, rng):
    """All chance comes from rng: the same state of it gives the same paths, another one gives others."""
    target, draft = laws(rng, 7, 4), laws(rng, 7, 4)
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = []
    for seed in (seeds[0], seeds[0], seeds[1]):
        generator = submission.generator(seed)
        runs.append(submission.run_paths(list(PARENTS), list(TOKENS), target, draft, generator, 6))
    assert_equal(runs[1], runs[0], what="the paths of the second run with one seed")
    assert [list(path) for path in runs[2]] != [list(path) for path in runs[0]], "Two seeds of rng gave the same paths."
