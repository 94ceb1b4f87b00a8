"""Grades `decision_tree`: leaves as sets of rows, split one after the other, and a search over all pruned trees."""

from itertools import pairwise

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

KNOWN = ("n", "impurity", "value")
SPLIT = {"feature", "threshold", "left", "right"}


def pair_impurity(y, criterion):
    """Over all pairs of rows: the chance of different labels, or half the mean squared difference."""
    pairs = np.count_nonzero(y[:, None] != y) if criterion == "gini" else (np.subtract.outer(y, y) ** 2).sum() / 2
    return float(pairs) / len(y) ** 2


def candidates(X, y, criterion, min_leaf):
    found = []
    for j, x in enumerate(X.T):
        for a, b in pairwise(sorted(set(x.tolist()))):
            sides = y[x <= a], y[x >= b]
            if min(map(len, sides)) >= min_leaf:
                cost = sum(len(side) / len(y) * pair_impurity(side, criterion) for side in sides)
                found.append((cost, j, (a + b) / 2))
    return found


def partition(X, y, criterion, max_depth, min_leaf):
    """The tree as a dict from the path of a node ("", "L", "LR", ...) to its rows and its split, or None for a leaf."""
    nodes, waiting = {}, [("", np.arange(len(y)))]
    while waiting:
        path, rows = waiting.pop()
        splits = sorted(candidates(X[rows], y[rows], criterion, min_leaf))
        if len(path) == max_depth or pair_impurity(y[rows], criterion) <= 1e-12 or not splits:
            nodes[path] = rows, None
            continue
        top = splits[0][0] + 1e-12
        feature, threshold = min(split[1:] for split in splits if split[0] <= top)
        nodes[path] = rows, (feature, threshold)
        left = X[rows, feature] <= threshold
        waiting += [(path + "L", rows[left]), (path + "R", rows[~left])]
    return nodes


def walk(tree, path="", needs=KNOWN):
    """(path, node) of every node, with what is wrong about its form said."""
    assert isinstance(tree, dict), f"A node has to be a dict, and is {type(tree).__name__}."
    lacks, kind = sorted(set(needs) - tree.keys()), "node that is split" if "left" in tree else "leaf"
    assert not lacks, f"A {kind} lacks {' and '.join(lacks)}: every node has n, impurity and value."
    # A leaf whose four keys hold None is judged elsewhere.
    tree = {key: value for key, value in tree.items() if key not in SPLIT or value is not None}
    found = SPLIT & tree.keys()
    assert found in (set(), SPLIT), f"A node has of a split's four keys only {sorted(found)}."
    nodes = [(path, tree)]
    return nodes + [
        node
        for side in sorted(found - {"feature", "threshold"})
        for node in walk(tree[side], path + side[0].upper(), needs)
    ]


def check(submission, X, y, criterion, max_depth, min_leaf, needs=()):
    """The shape of a tree and its splits. What its nodes know is judged elsewhere."""
    expected = partition(X, y, criterion, max_depth, min_leaf)
    nodes = dict(walk(submission.grow(X, y, criterion, max_depth, min_leaf), needs=needs))
    splits = {
        path: (int(node["feature"]), float(node["threshold"])) for path, node in nodes.items() if "feature" in node
    }
    wanted = {path: split for path, (_, split) in expected.items() if split is not None}
    assert_equal(sorted(splits), sorted(wanted), what="the nodes that are split, as paths from the root")
    order = sorted(wanted)
    where = [path or "root" for path in order]
    assert_equal([splits[p][0] for p in order], [int(wanted[p][0]) for p in order], what=f"the features at {where}")
    thresholds = [float(wanted[p][1]) for p in order]
    assert_close([splits[p][1] for p in order], thresholds, rtol=1e-7, what=f"the thresholds at {where}")
    return nodes, expected


def rows(rng, n, d):
    return rng.normal(size=(n, d)).round(2)


LAKE = np.array([[4, 8], [6, 7.5], [7, 3], [11, 9], [12, 2.5], [14, 6], [15, 8.5], [18, 7]], dtype=float)
FISH = np.array([3, 3, 5, 3, 5, 5, 3, 5])


def leaf(n, impurity, value):
    return {"n": n, "impurity": impurity, "value": value}


def inner(n, impurity, value, feature, threshold, left, right):
    return {**leaf(n, impurity, value), "feature": feature, "threshold": threshold, "left": left, "right": right}


def example():
    """A tree of six leaves whose pruned trees at many prices all differ."""
    a = inner(6, 0.48, 1, 2, 0.5, leaf(4, 0.375, 1), leaf(2, 0.0, 4))
    b = inner(8, 0.46, 4, 0, -1.0, leaf(3, 0.0, 4), inner(5, 0.44, 1, 1, 7.0, leaf(1, 0.0, 1), leaf(4, 0.375, 4)))
    c = inner(6, 0.3, 1, 1, 2.0, leaf(3, 0.28, 1), leaf(3, 0.12, 1))
    return inner(20, 0.5, 1, 1, 3.0, inner(14, 0.495, 4, 0, 1.0, a, b), c)


def pruned(tree):
    """Every pruned tree, as the set of paths of the nodes that stay split."""
    if "left" not in tree:
        return [frozenset()]
    sides = [[(side, cut) for cut in pruned(tree[side])] for side in ("left", "right")]
    both = [
        frozenset({""} | {"L" + p for p in left} | {"R" + p for p in right})
        for _, left in sides[0]
        for _, right in sides[1]
    ]
    return [frozenset(), *both]


def risk_and_leaves(tree, kept):
    """The summed risk of the leaves of a pruned tree, and their number."""
    leaves, waiting = [], [("", tree)]
    while waiting:
        path, node = waiting.pop()
        if path in kept:
            waiting += [(path + "L", node["left"]), (path + "R", node["right"])]
        else:
            leaves.append(node["n"] / tree["n"] * node["impurity"])
    return sum(leaves), len(leaves)


def all_pruned(tree):
    """The risk and the number of leaves of every pruned tree, by what stays split in it."""
    return {kept: risk_and_leaves(tree, kept) for kept in pruned(tree)}


def cheapest(trees, alpha):
    """The paths of the nodes that stay split in the pruned tree of the smallest cost, found by trying all."""
    costs = {kept: risk + alpha * leaves for kept, (risk, leaves) in trees.items()}
    lowest = min(costs.values())
    return sorted(min((kept for kept, cost in costs.items() if cost <= lowest + 1e-12), key=len))


def stump(n, impurity, below):
    return inner(2 * n, impurity, 0, 0, 1.0, leaf(n, below, 0), leaf(n, below, 1))


@pytest.mark.points(20)
def test_a_tree_for_classes(submission, rng):
    """Both sides of every split are split again by the best split, until they are pure."""
    check(submission, LAKE, FISH, "gini", 10, 1)
    y = rng.permutation(np.array([0, 0, 0, 1, 1, 4, 4, 1]))
    check(submission, rows(rng, 8, 3), y, "gini", 9, 1)


@pytest.mark.points(10)
def test_a_tree_for_numbers(submission, rng):
    """A regression tree is split by the squared error."""
    check(submission, LAKE, np.array([1.0, 0.5, 4.0, 7.0, 3.5, 2.0, 8.0, 6.5]), "squared_error", 10, 1)
    y = rng.normal(size=6)
    check(submission, rows(rng, 6, 2), y, "squared_error", 9, 1)


@pytest.mark.points(10)
def test_limits_stop_the_growth(submission):
    """No leaf is more than max_depth splits deep, and none has fewer than min_leaf rows."""
    y = np.array([1.0, 0.5, 4.0, 7.0, 3.5, 2.0, 8.0, 6.5])
    # The tree of -LAKE is that of LAKE with its sides exchanged: both have to count their splits.
    for X, max_depth, min_leaf in ((LAKE, 2, 1), (-LAKE, 2, 1), (LAKE, 0, 1), (LAKE, 9, 3)):
        check(submission, X, y, "squared_error", max_depth, min_leaf)


@pytest.mark.points(5)
def test_a_split_without_a_gain_is_taken(submission):
    """XOR is learned, though its first split gains nothing."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    # Beside other splits: which ones an answer makes says more than that it makes none.
    X = np.vstack([np.column_stack([X, np.zeros(4)]), [[0.0, 0.0, 1.0], [1.0, 1.0, 1.0]]])
    check(submission, X, np.array([0, 1, 1, 0, 4, 5]), "gini", 5, 1)


@pytest.mark.points(2)
def test_a_pure_node_stays_a_leaf(submission):
    """A node is pure, and stays a leaf, if its impurity is at most 1e-12."""
    # The mean of three times 0.1 isn't 0.1.
    y = np.array([0.1, 0.1, 0.1, 5.0, 5.0 + 1e-7])
    check(submission, np.arange(5.0)[:, None], y, "squared_error", 5, 1)
    # Two rows of an impurity of 2.5e-11, which is small and not pure.
    y = np.array([2.0, 9.0, 9.0 + 1e-5])
    check(submission, np.arange(3.0)[:, None], y, "squared_error", 5, 1)


@pytest.mark.points(3)
def test_equal_rows_stay_together(submission):
    """A node of equal rows with different labels stays a leaf."""
    X = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [5.0, 2.0]])
    check(submission, X, np.array([0, 1, 1, 0]), "gini", 5, 1)


@pytest.mark.points(3)
def test_a_leaf_has_none_of_the_four_keys(submission):
    """A leaf has only n, impurity and value: feature, threshold and the two sides aren't among its keys."""
    X, y = np.array([[1.0], [2.0], [4.0]]), np.array([0, 0, 1])
    node = dict(submission.grow(X, y, "gini", 3, 1)["right"])
    found = sorted(SPLIT & node.keys())
    assert not [key for key in found if node[key] is None], f"A leaf has the keys {found}."
    assert not found, f"A node that should be a leaf is split, or has the keys {found}."


@pytest.mark.points(8)
def test_what_a_node_knows(submission):
    """A node has the number of its rows, their impurity, and their most frequent label or their mean."""
    # No node has two labels that are equally frequent: which of them it predicts is judged below.
    for y, criterion in ((FISH[:7], "gini"), (np.array([1.0, 0.5, 4.0, 7.0, 3.5]), "squared_error")):
        nodes, expected = check(submission, LAKE[: len(y)], y, criterion, 9, 1, KNOWN)
        parts = {path: y[rows] for path, (rows, _) in sorted(expected.items())}
        where = [path or "root" for path in parts]
        found = [nodes[path] for path in parts]
        assert_equal([int(node["n"]) for node in found], list(map(len, parts.values())), what=f"n at {where}")
        impurities = [pair_impurity(part, criterion) for part in parts.values()]
        assert_close([float(node["impurity"]) for node in found], impurities, what=f"the impurities at {where}")
        mean = criterion == "squared_error"
        values = [float(part.mean() if mean else np.argmax(np.bincount(part))) for part in parts.values()]
        assert_close([float(node["value"]) for node in found], values, what=f"the values at {where}")


def root_value(submission, rng, labels):
    """The value of a root, checked to be whole, whatever the order of its labels."""
    X = rng.normal(size=(len(labels), 2))
    value = float(dict(walk(submission.grow(X, np.array(labels), "gini", 1, 1)))[""]["value"])
    assert value in labels, f"The value of a root with the labels {labels} is {value:g}."
    return int(value)


@pytest.mark.points(2)
def test_of_equally_frequent_labels_the_smallest(submission, rng):
    """Of equally frequent labels the smallest is the value, not the one that comes first or last among the rows."""
    for labels in ([5, 2, 9, 7, 9, 5, 2], [9, 7, 5, 2, 5, 2, 9]):
        assert_equal(root_value(submission, rng, labels), 2, what=f"the value of a root with the labels {labels}")


@pytest.mark.points(2)
def test_labels_are_any_integers(submission, rng):
    """Labels are any integers, negative ones too, which a table of counts can't be indexed by."""
    assert_equal(root_value(submission, rng, [4, 1, 4]), 4, what="the value of a root with the labels 4, 1 and 4")
    labels = [-3, 6, -3, -3, 1]
    assert_equal(root_value(submission, rng, labels), -3, what=f"the value of a root with the labels {labels}")


@pytest.mark.points(15)
def test_a_row_goes_down_to_its_leaf(submission, rng):
    """A row goes to the left if its feature is at most the threshold, and gets the value of its leaf."""
    tree, X = example(), rng.choice([-1.0, 0.5, 1.0, 2.0, 3.0, 4.0, 7.0, 8.0], size=(12, 3))
    X[:4] = [[1, 3, 0.5], [-1, 3, 9], [0, 2, 0.7], [2, 3, 0]]

    def value(x, node):
        while "left" in node:
            node = node["right" if x[node["feature"]] > node["threshold"] else "left"]
        return node["value"]

    assert_equal(submission.predict(tree, X), np.array([value(x, tree) for x in X]), what="the predicted labels")
    numbers = inner(5, 2.0, 0.25, 1, 3.0, leaf(3, 0.5, -0.75), leaf(2, 0.25, 1.5))
    assert_close(submission.predict(numbers, X), np.where(X[:, 1] <= 3, -0.75, 1.5), what="the predicted numbers")
    assert_equal(submission.predict(leaf(4, 0.0, 6), X), np.full(12, 6), what="what a single leaf predicts")


@pytest.mark.points(15)
def test_the_cheapest_pruned_tree(submission, rng):
    """Of all pruned trees the one with the smallest cost comes back."""
    tree = example()
    fixed = [(tree, alpha) for alpha in (0.08, 0.01, 0.032, 0.05)]
    # A split that stays on its own merits goes with the one above it; what such a node costs has to be handed up.
    fixed += [
        (inner(10, 0.55, 0, 0, 1.0, leaf(4, 0.5, 0), inner(6, 0.5, 0, 0, 2.0, leaf(3, 0.3, 0), leaf(3, 0.4, 1))), 0.08)
    ]
    # Where leaves cost 0.05, a price for the three nodes of a split would cut off both of its splits.
    fixed += [
        (
            inner(10, 0.51, 0, 0, 1.0, leaf(4, 0.3, 0), inner(6, 0.55, 0, 0, 2.0, leaf(3, 0.3, 0), leaf(3, 0.55, 1))),
            0.05,
        )
    ]
    # Stumps tell shares of the rows from their numbers and from the impurity alone, and both from a rule for all nodes.
    fixed += [
        (stump(2, 0.5, 0.1), 0.1),
        (stump(2, 0.5, 0.3), 0.05),
        (stump(2, 0.5, 0.49), 0.05),
        (stump(10, 0.5, 0.48), 0.05),
    ]
    trees = all_pruned(tree)
    for cases in (fixed, [(tree, float(rng.uniform(0.005, 0.09)))]):
        found = [dict(walk(submission.prune(tree, alpha))) for tree, alpha in cases]
        kept = [sorted(path for path, node in nodes.items() if "left" in node) for nodes in found]
        at = ", ".join(f"{alpha:.4g}" for _, alpha in cases)
        best = [cheapest(trees if one is tree else all_pruned(one), alpha) for one, alpha in cases]
        assert_equal(kept, best, what=f"the nodes that stay split at alpha {at}, as paths")
        for i, nodes in enumerate(found):
            before = dict(walk(cases[i][0]))
            for path, node in nodes.items():
                keys = (*KNOWN, *(("feature", "threshold") if "left" in node else ()))
                here, right = ({key: one[key] for key in keys} for one in (node, before[path]))
                assert_equal(here, right, what=f"the node at {path or 'the root'}")


@pytest.mark.points(5)
def test_of_equal_costs_the_smaller_tree(submission):
    """Of pruned trees with equal costs the one with the fewest leaves comes back."""
    stump = inner(4, 0.5, 0, 0, 1.0, leaf(2, 0.0, 0), leaf(2, 0.0, 1))
    for alpha, size in ((0.5, 1), (0.4375, 3), (0.5 - 1e-10, 3)):
        left = walk(submission.prune(stump, alpha))
        assert_equal(len(left), size, what=f"the number of nodes that alpha {alpha:.12g} leaves of a stump")
    useless = inner(4, 0.5, 0, 0, 1.0, leaf(2, 0.5, 0), leaf(2, 0.5, 1))
    left = walk(submission.prune(useless, 0.0))
    assert_equal(len(left), 1, what="the number of nodes that alpha 0 leaves of a split without a gain")
    # In the numbers of a computer the leaf costs 1e-16 more: up to 1e-12 that is the same.
    near = inner(10, 0.46, 0, 0, 1.0, leaf(3, 0.1, 0), leaf(7, 0.4, 1))
    what = "the number of nodes that alpha 0.15 leaves of a stump, where both costs are 0.61 but for rounding"
    assert_equal(len(walk(submission.prune(near, 0.15))), 1, what=what)
