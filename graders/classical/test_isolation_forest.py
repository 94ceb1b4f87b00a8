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


def walk(tree, above=()):
    """(node, the features that are cut above it) of all nodes."""
    assert isinstance(tree, dict), "A node has to be a dict."
    if "size" in tree:
        return [(tree, above)]
    assert {"feature", "threshold", "left", "right"} <= tree.keys(), f"A node has the keys {sorted(map(str, tree))}."
    below = (*above, int(tree["feature"]))
    return [(tree, above), *walk(tree["left"], below), *walk(tree["right"], below)]


def leaf_sizes(tree):
    """(size, depth) of all leaves."""
    return [(int(node["size"]), len(above)) for node, above in walk(tree) if "size" in node]


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
    for n in (7, 3, 4, 25, 2, 1):
        assert_close(float(submission.average_path_length(n)), mean_depth(n), rtol=1e-6, what=f"c({n})")


@pytest.mark.points(25)
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


@pytest.mark.points(10)
def test_the_law_of_the_subsamples(submission, rng):
    """A tree has psi different rows, drawn uniformly and anew; psi above N counts as N."""
    # Each row is sixteen times as far out as the one before: two of them are mostly cut just below the larger one.
    places = 16.0 ** np.arange(12)
    trees = grow(submission, rng, places[:, None], 45, 2)
    totals = [sum(size for size, _ in leaf_sizes(tree)) for tree in trees]
    assert_equal(totals, [2] * 45, what="the numbers of rows in the trees")
    smallest = min(size for tree in trees for size, _ in leaf_sizes(tree))
    assert smallest > 0, "A leaf has no rows: a threshold has to lie between the rows of its node."
    assert not all("size" in tree for tree in trees), "No tree is cut."
    assert not any("size" in tree for tree in trees), "A tree can't be cut: its two rows are one and the same row."
    cuts = np.bincount(np.searchsorted(places[1:], [float(tree["threshold"]) for tree in trees]), minlength=11)
    assert cuts.max() <= 30, "All trees have the same rows: a subsample is drawn anew for each of them."
    law = np.zeros(11)
    for b in range(1, 12):
        for a in range(b):
            law[a:b] += np.diff(places[a : b + 1]) / (places[b] - places[a]) / 66
    assert_distribution(cuts, law, what="the gaps that pairs of twelve rows are cut in")
    for tree in grow(submission, rng, np.arange(5.0)[:, None], 3, 64):
        assert_equal(sum(size for size, _ in leaf_sizes(tree)), 5, what="the number of rows in a tree of all rows")


@pytest.mark.points(10)
def test_trees_isolate_rows(submission, rng):
    """Every cut separates rows of its node, and the leaves have the sizes of the training rows that they hold."""
    X = rng.normal(size=(8, 3))
    trees = grow(submission, rng, X, 3, 8)
    leaves, cuts = [], []
    for tree in trees:
        nodes = [(tree, X)]
        while nodes:
            node, rows = nodes.pop()
            if "size" in node:
                leaves.append((int(node["size"]), len(rows)))  # what it says, what it holds
                continue
            x, t = rows[:, int(node["feature"])], float(node["threshold"])
            cuts.append((x, t))
            nodes += [(node["left"], rows[x < t]), (node["right"], rows[x >= t])]
    assert all(says - held == 0 for says, held in leaves), "A leaf's size isn't the number of rows of X that end in it."
    assert all(len(x) > 1 for x, _ in cuts), "A node with a single row is cut."
    assert all(x.min() <= t <= x.max() for x, t in cuts), "A cut has to lie between the rows of its node."
    largest = max(size for tree in trees for size, depth in leaf_sizes(tree) if depth < 3)
    assert_equal(largest, 1, what="the largest leaf above the limit")


@pytest.mark.points(5)
def test_trees_end_at_their_depth_limit(submission, rng):
    """No leaf is more than ceil(log2 psi) cuts deep."""
    for psi, limit in ((8, 3), (9, 4), (2, 1)):
        # Each row is twice as far out as the one before, so that a tree without a limit is nearly a chain.
        trees = grow(submission, rng, 2.0 ** np.arange(psi)[:, None] ** 1.5, 5, psi)
        deepest = max(depth for tree in trees for _, depth in leaf_sizes(tree))
        assert_equal(deepest, limit, what=f"the depth of the deepest leaf for psi {psi}")
    trees = grow(submission, rng, 2.0 ** np.arange(40)[:, None] ** 1.5, 3, 8)
    deepest = max(depth for tree in trees for _, depth in leaf_sizes(tree))
    assert deepest <= 3, "With psi 8 of 40 rows a leaf is more than 3 cuts deep: the limit is that of psi."
    trees = grow(submission, rng, 2.0 ** np.arange(8)[:, None] ** 1.5, 5, 64)
    deepest = max(depth for tree in trees for _, depth in leaf_sizes(tree))
    assert deepest <= 3, "With psi 64 of 8 rows a leaf is more than 3 cuts deep: a psi above N counts as N."


@pytest.mark.points(10)
def test_the_law_of_the_first_cut(submission, rng):
    """The threshold is uniform between the smallest and the largest value: a wide gap is cut more often."""
    # Four values, each in so many rows that every subsample has all of them, and nearly the same mean.
    trees = grow(submission, rng, np.tile([[0.0], [1.0], [3.0], [400.0]], (100, 1)), 40, 128)
    thresholds = [float(tree["threshold"]) for tree in trees]
    counts = np.bincount(np.searchsorted([1.0, 3.0], thresholds), minlength=3)
    assert_distribution(counts, [1 / 400, 2 / 400, 397 / 400], what="the gaps that the first cuts lie in")
    counts = np.bincount(np.searchsorted(np.arange(1, 7) * 400 / 7, thresholds), minlength=7)
    assert_distribution(counts, np.full(7, 1 / 7), what="the sevenths of the range that the first cuts lie in")


@pytest.mark.points(10)
def test_the_law_of_the_features(submission, rng):
    """A feature is drawn uniformly from those with two different values, at every cut."""
    # So many rows that it doesn't matter whether one may be drawn twice. Feature 1 has one value only.
    n = np.arange(1000.0)
    X = np.stack([n, np.full(1000, 5.0), n**0.5, -(n**3)], axis=1)
    trees = grow(submission, rng, X, 40, 2)
    cut = [int(tree["feature"]) for tree in trees if "size" not in tree]
    assert cut, "No root is cut."
    assert len(trees) - len(cut) <= 1, "Roots are leaves, though three of their features have different values."
    assert not cut.count(1), "A root is cut at feature 1, which has one value only."
    assert_distribution(np.bincount(cut, minlength=4), [1 / 3, 0, 1 / 3, 1 / 3], what="the features of the first cuts")
    # A feature of two values has one on either side of its cut.
    X = np.stack([n % 2, n], axis=1)
    for tree in grow(submission, rng, X, 8, 8):
        for node, above in walk(tree):
            again = "size" not in node and int(node["feature"]) == 0 and 0 in above
            assert not again, "Feature 0 has two values, and is cut again below a cut of it: it has one value there."


@pytest.mark.points(5)
def test_equal_rows_stay_together(submission, rng):
    """Equal rows stay together in a leaf."""
    X = np.repeat([[1.0, 2.0], [4.0, 3.0]], 200, axis=0)
    for tree in grow(submission, rng, X, 6, 8):
        leaves = leaf_sizes(tree)
        assert_equal(sum(size for size, _ in leaves), 8, what="the number of rows in a tree of 8 rows of two kinds")
        assert_equal(max(depth for _, depth in leaves) <= 1, True, what="whether one cut parts rows of two kinds")


@pytest.mark.points(5)
def test_all_chance_comes_from_rng(submission, rng):
    """The same state of rng gives the same trees, another one gives others."""
    seed = new_seed(rng)
    X = np.column_stack([np.arange(9.0), 20.0 - 2 * np.arange(9.0), np.arange(9.0) * 4 % 9])
    seeds = (seed, seed, (seed + 1) % 2**32)
    same = [submission.grow_forest(X, 4, 4, submission.generator(start)) for start in seeds]
    for tree in same[0]:
        assert_equal(sum(size for size, _ in leaf_sizes(tree)), 4, what="the number of rows in a tree of four")
    assert_equal(str(same[1]), str(same[0]), what="the trees of a generator with the same seed")
    assert len({str(trees) for trees in same}) > 1, "Two seeds of rng gave the same trees: all chance comes from it."
