"""Grades `isolation_forest`: c(n) by the recursion of random cuts, exact laws of first cuts, trees written by hand."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def mean_depth(n):
    """The mean path length on n rows: the first cut leaves 1 to n - 1 of them on the left, each equally likely."""
    depth = [0.0, 0.0]
    for m in range(2, n + 1):
        depth.append(1 + sum(k / m * depth[k] + (m - k) / m * depth[m - k] for k in range(1, m)) / (m - 1))
    return depth[n]


def own_score(trees, x, psi):
    lengths = []
    for tree in trees:
        node, cuts = tree, 0
        while "size" not in node:
            node, cuts = node["left" if x[node["feature"]] < node["threshold"] else "right"], cuts + 1
        lengths.append(cuts + mean_depth(node["size"]))
    return 2.0 ** (-sum(lengths) / len(lengths) / mean_depth(psi))


def grow(submission, rng, X, n_trees, psi):
    trees = submission.grow_forest(X, n_trees, psi, submission.generator(new_seed(rng)))
    assert_equal(len(trees), n_trees, what="the number of trees")
    return trees


def walk(tree, depth=0):
    """(node, depth) of all nodes."""
    assert isinstance(tree, dict), "A node has to be a dict."
    if "size" in tree:
        return [(tree, depth)]
    assert {"feature", "threshold", "left", "right"} <= tree.keys(), f"A node has the keys {sorted(map(str, tree))}."
    return [(tree, depth), *walk(tree["left"], depth + 1), *walk(tree["right"], depth + 1)]


def leaf_sizes(tree):
    return [(int(node["size"]), depth) for node, depth in walk(tree) if "size" in node]


def split(feature, threshold, left, right):
    return {"feature": feature, "threshold": threshold, "left": left, "right": right}


def leaf(size):
    return {"size": size}


TREES = [
    split(0, 2.5, leaf(1), split(1, 0.5, leaf(4), split(0, 6.0, leaf(2), leaf(1)))),
    split(1, 1.0, split(0, 3.0, leaf(3), leaf(1)), leaf(4)),
    split(0, 5.0, split(1, -1.0, leaf(1), leaf(6)), leaf(1)),
]
ROWS = np.array([[0.0, 0.0], [3.25, 0.75], [5.5, 0.25], [7.0, 2.0], [2.0, -3.0], [4.0, 1.5]])


@pytest.mark.points(15)
def test_the_average_path_length(submission):
    """c(n) is the mean number of random cuts until a row of n is alone."""
    for n in (7, 3, 4, 12, 40, 2, 1):
        assert_close(float(submission.average_path_length(n)), mean_depth(n), rtol=1e-6, what=f"c({n})")


@pytest.mark.points(30)
def test_the_scores(submission, rng):
    """The score is 2 to the power of minus the mean path length over c(psi); a leaf of more rows adds c(size)."""
    X = np.concatenate([ROWS, rng.uniform(-4, 8, size=(4, 2))])
    for trees, psi in ((TREES[:1], 8), (TREES, 8), (TREES[1:], 12)):
        expected = np.array([own_score(trees, x, psi) for x in X])
        assert_close(submission.scores(trees, X, psi), expected, rtol=1e-6, what="the scores")


@pytest.mark.points(5)
def test_a_row_at_the_threshold(submission):
    """A row at the threshold goes to the right."""
    X = np.array([[2.5, 0.5], [2.5, 0.4], [5.0, 1.0]])
    for trees in (TREES[:1], TREES[1:2], TREES[2:]):
        expected = np.array([own_score(trees, x, 8) for x in X])
        assert_close(submission.scores(trees, X, 8), expected, rtol=1e-6, what="the scores")


@pytest.mark.points(15)
def test_trees_isolate_rows(submission, rng):
    """Every cut separates rows of its node, and the leaves have the sizes of the training rows that they hold."""
    X = rng.normal(size=(8, 3))
    for tree in grow(submission, rng, X, 4, 8):
        nodes = [(tree, X, 0)]
        while nodes:
            node, rows, depth = nodes.pop()
            if "size" in node:
                assert_equal(int(node["size"]), len(rows), what="the size of a leaf")
                continue
            x, t = rows[:, int(node["feature"])], float(node["threshold"])
            assert len(x) > 1, "A node with a single row is cut."
            assert x.min() <= t <= x.max(), "A cut has to lie between the rows of its node."
            nodes += [(node["left"], rows[x < t], depth + 1), (node["right"], rows[x >= t], depth + 1)]
        assert_equal(
            max(size for size, depth in leaf_sizes(tree) if depth < 3), 1, what="the largest leaf above the limit"
        )


@pytest.mark.points(5)
def test_trees_end_at_their_depth_limit(submission, rng):
    """No leaf is more than ceil(log2 psi) cuts deep."""
    for psi, limit in ((8, 3), (9, 4), (2, 1)):
        # Each row is twice as far out as the one before, so that a tree without a limit is nearly a chain.
        trees = grow(submission, rng, 2.0 ** np.arange(psi)[:, None] ** 1.5, 8, psi)
        deepest = max(depth for tree in trees for _, depth in leaf_sizes(tree))
        assert_equal(deepest, limit, what=f"the depth of the deepest leaf for psi {psi}")


@pytest.mark.points(10)
def test_the_law_of_the_first_cut(submission, rng):
    """The threshold is uniform between the smallest and the largest value: a wide gap is cut more often."""
    trees = grow(submission, rng, np.array([[0.0], [1.0], [3.0], [40.0]]), 60, 4)
    cuts = [int(np.searchsorted([1.0, 3.0], float(tree["threshold"]))) for tree in trees]
    assert_distribution(
        np.bincount(cuts, minlength=3), [1 / 40, 2 / 40, 37 / 40], what="the gaps that the first cuts lie in"
    )


@pytest.mark.points(10)
def test_the_law_of_the_features(submission, rng):
    """A feature is drawn uniformly from those with two different values, at every cut."""
    X = np.array([[0.0, 5.0, 0.0, 100.0], [1.0, 5.0, 0.0, 0.0], [2.0, 5.0, 0.5, 500.0], [4.0, 5.0, 0.25, 900.0]])
    trees = grow(submission, rng, X, 60, 4)
    roots = np.bincount([int(tree["feature"]) for tree in trees], minlength=4)
    assert_distribution(roots, [1 / 3, 0, 1 / 3, 1 / 3], what="the features of the first cuts")


@pytest.mark.points(5)
def test_the_law_of_the_subsamples(submission, rng):
    """A tree has psi different rows, drawn uniformly and anew; psi above N counts as N."""
    seed = new_seed(rng)
    same = [str(submission.grow_forest(np.arange(9.0)[:, None], 3, 4, submission.generator(seed))) for _ in range(2)]
    assert_equal(same[1], same[0], what="the trees of a generator with the same seed")
    # Row i is the only one that isn't 0 in feature i: two rows can be cut by their own two features only.
    trees = grow(submission, rng, np.eye(12), 60, 2)
    totals = [sum(size for size, _ in leaf_sizes(tree)) for tree in trees]
    assert_equal(totals, [2] * 60, what="the numbers of rows in the trees")
    whole = sum("size" in tree for tree in trees)
    assert_equal(whole, 0, what="the number of trees of two different rows that have no cut")
    features = np.bincount([int(tree["feature"]) for tree in trees], minlength=12)
    assert_distribution(features, np.full(12, 1 / 12), what="the features that two rows of twelve are cut by")
    for tree in grow(submission, rng, np.arange(5.0)[:, None], 3, 64):
        assert_equal(sum(size for size, _ in leaf_sizes(tree)), 5, what="the number of rows in a tree of all rows")


@pytest.mark.points(5)
def test_equal_rows_stay_together(submission, rng):
    """Equal rows stay together in a leaf."""
    X = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [4.0, 2.0]])
    for tree in grow(submission, rng, X, 4, 5):
        assert_equal(sorted(leaf_sizes(tree)), [(1, 1), (4, 1)], what="the sizes and depths of the leaves")
