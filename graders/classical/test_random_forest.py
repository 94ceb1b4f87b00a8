"""Grades `random_forest`: the laws of bags and of drawn features, and votes counted one at a time."""

from collections import Counter
from itertools import product
from math import factorial

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def label_of(tree, x):
    while "value" not in tree:
        tree = tree["left"] if x[tree["feature"]] <= tree["threshold"] else tree["right"]
    return int(tree["value"])


def winner(labels):
    return min(Counter(labels).items(), key=lambda item: (-item[1], item[0]))[0]


def grow(submission, rng, X, y, n_trees, max_features):
    """Trees and bags, with what is wrong about their form said."""
    trees, bags = submission.grow_forest(X, y, n_trees, max_features, submission.generator(new_seed(rng)))
    assert_equal(len(trees), n_trees, what="the number of trees")
    assert_equal(len(bags), n_trees, what="the number of bags")
    bags = [np.array([int(row) for row in np.asarray(bag)]) for bag in bags]
    strange = sum(not 0 <= int(row) < len(y) for bag in bags for row in bag)
    assert_equal(strange, 0, what="the number of row numbers that aren't from 0 to N - 1")
    return trees, bags


def features_of(tree):
    """The features of a node and of those below it, the left ones first."""
    if "value" in tree:
        return []
    return [int(tree["feature"]), *features_of(tree["left"]), *features_of(tree["right"])]


def split(feature, threshold, left, right):
    return {"feature": feature, "threshold": threshold, "left": left, "right": right}


def leaf(value):
    return {"value": value}


def some_trees(low):
    """Trees that say 3, 8 and the label `low`."""
    return [
        split(0, 2.0, leaf(3), split(1, 0.5, leaf(8), leaf(low))),
        split(1, 1.5, split(0, 1.0, leaf(8), leaf(low)), leaf(3)),
        split(0, 3.5, leaf(low), leaf(3)),
        split(1, 0.5, leaf(8), leaf(3)),
        split(0, 1.0, leaf(3), leaf(8)),
    ]


ROWS = np.array([[1.0, 0.0], [2.0, 1.5], [2.5, 0.25], [4.0, 0.75], [3.0, 2.0], [0.5, 1.0], [5.0, 0.5]])
# No votes of a row's out-of-bag trees are a draw, which is judged apart. Row 6 is in every bag.
TRUTH = np.array([3, 1, 8, 3, 1, 3, 8])
BAGS = [
    np.array([3, 3, 3, 5, 0, 6, 6]),
    np.array([0, 3, 0, 6, 2, 3, 5]),
    np.array([6, 0, 2, 1, 6, 6, 2]),
    np.array([5, 5, 4, 3, 0, 6, 3]),
    np.array([5, 3, 4, 6, 0, 0, 1]),
]


def best_threshold(x, labels):
    """The first threshold whose two sides have the least Gini impurity."""
    values = np.unique(x)
    found = (values[1:] + values[:-1]) / 2
    sides = [[labels[x <= threshold], labels[x > threshold]] for threshold in found]
    pure = [sum((np.unique(side, return_counts=True)[1] ** 2).sum() / len(side) for side in pair) for pair in sides]
    return float(found[np.argmax(np.array(pure) > max(pure) - 1e-9)])


def many_rows(trees):
    """23 rows, bags and labels, so many that two scores are seldom alike by chance; no votes are a draw."""
    rng = np.random.default_rng(14)
    X, bags = rng.uniform(0, 5, size=(23, 2)), [rng.integers(23, size=23).tolist() for _ in trees]
    truth = rng.choice([1, 3, 8], size=23)
    for row in range(23):
        votes = Counter(label_of(tree, X[row]) for tree, bag in zip(trees, bags, strict=True) if row not in bag)
        best = [label for label in votes if votes[label] == max(votes.values())]
        if len(best) > 1:
            for bag in bags:
                bag.append(row)
        elif best and row % 3:
            truth[row] = best[0]
    return X, [np.array(bag) for bag in bags], truth


@pytest.mark.points(20)
def test_the_vote(submission, rng):
    """The label that most trees give is predicted; of equally many votes the smallest label wins."""
    X = np.concatenate([ROWS, rng.uniform(0, 5, size=(5, 2))])
    plain, grown = some_trees(1), some_trees(-1)
    for trees in (plain, grown, grown[:4], grown[2:]):
        expected = np.array([winner([label_of(tree, x) for tree in trees]) for x in X])
        assert_equal(submission.predict(trees, X), expected, what="the vote")
    assert_equal(
        submission.predict([leaf(9), leaf(5), leaf(5), leaf(9)], X[:2]), np.array([5, 5]), what="a draw of 5 and 9"
    )
    large = 10**12
    found = submission.predict([leaf(large), leaf(-7), leaf(large)], X[:2])
    assert_equal(found, np.array([large, large]), what="the vote of two trees of three for a label of 10^12")


@pytest.mark.points(22)
def test_the_out_of_bag_score(submission, rng):
    """Each row is voted on by the trees whose bag doesn't have it; rows in all bags are left out."""
    trees = some_trees(1)
    for X, bags, truth in (
        many_rows(trees),
        (ROWS, BAGS, TRUTH),
        (ROWS[:6], [bag[bag < 6] for bag in BAGS], TRUTH[:6]),
        (ROWS, BAGS, rng.permutation(TRUTH)),
    ):
        right = []
        for row in range(len(X)):
            votes = [label_of(tree, X[row]) for tree, bag in zip(trees, bags, strict=True) if row not in bag.tolist()]
            right += [winner(votes) == truth[row]] if votes else []
        found = submission.oob_score(trees, bags, X, truth)
        assert_close(float(found), sum(right) / len(right), what="the out-of-bag score")


@pytest.mark.points(3)
def test_labels_and_draws_out_of_bag(submission):
    """Labels may be any integers out of bag too, and of equally many votes the smallest label wins."""
    # Six rows have a vote for 7, one for -5 and one for 9. The smallest, the first and the largest label are right in
    # one, two and three of them. Row 6 has the last tree's vote alone, and row 7 those of the others.
    bags, truth = [np.full(8, 6), np.full(8, 6), np.full(8, 7)], np.array([-5, 7, 7, 9, 9, 9, 9, 3])
    found = submission.oob_score([leaf(7), leaf(-5), leaf(9)], bags, np.zeros((8, 2)), truth)
    assert_close(float(found), 2 / 8, what="the score where rows have a vote for each of the labels 7, -5 and 9")


@pytest.mark.points(15)
def test_a_tree_is_grown_on_its_bag(submission, rng):
    """A tree knows the rows of its bag, and is the tree of no others."""
    X, y = rng.normal(size=(9, 2)), rng.permutation([0, 0, 0, 4, 4, 4, 7, 7, 7])
    for tree, bag in zip(*grow(submission, rng, X, y, 4, 1), strict=True):
        assert_equal(len(bag), 9, what="the number of rows in a bag")
        said = np.array([label_of(tree, X[row]) for row in bag])
        assert np.array_equal(said, y[bag]), (
            "A tree gives rows of its bag other labels than theirs: rows and labels are both taken with the bag, "
            "which is the one that is returned."
        )
        nodes = [(tree, bag)]
        while nodes:
            node, rows = nodes.pop()
            if "feature" in node:
                x = X[rows, int(node["feature"])]
                left = x <= float(node["threshold"])
                assert 0 < left.sum() < len(rows), "A node sends all rows of its bag to one side."
                what = "a threshold, beside the best one for the rows of the bag with their repeats"
                assert_close(float(node["threshold"]), best_threshold(x, y[rows]), what=what)
                nodes += [(node["left"], rows[left]), (node["right"], rows[~left])]


@pytest.mark.points(10)
def test_the_law_of_the_bags(submission, rng):
    """A bag has N rows, drawn uniformly and with replacement, anew for each tree."""
    _, bags = grow(submission, rng, np.array([[1.0], [2.0], [3.0]]), np.array([0, 0, 0]), 60, 1)
    different = {tuple(bag.tolist()) for bag in bags}
    assert len(different) > 1, "The 60 bags are all the same, in the same order: each tree draws its own."
    tallies = [tuple(np.bincount(bag, minlength=3).tolist()) for bag in bags]
    every = sorted(t for t in product(range(4), repeat=3) if sum(t) == 3)
    assert all(tally in every for tally in tallies), "A bag of three rows has to have three row numbers."
    law = [6 / (27 * factorial(a) * factorial(b) * factorial(c)) for a, b, c in every]
    assert_distribution([tallies.count(t) for t in every], law, what="how often the three rows are in a bag")
    drawn = np.bincount(np.concatenate(bags), minlength=3)
    assert_distribution(drawn, np.full(3, 1 / 3), what="how often each of the three rows is drawn in all,")


@pytest.mark.points(20)
def test_every_split_draws_its_features(submission, rng):
    """With max_features 1 the features of a node and of the node below it are drawn independently."""
    # All features order the rows in the same way: the trees' shapes say nothing about which feature was drawn.
    X = np.outer(np.arange(5.0), [1.0, 2.0, 3.0])
    trees, _ = grow(submission, rng, X, np.arange(5), 40, 1)
    pairs = []
    for tree in trees:
        below = [int(tree[side]["feature"]) for side in ("left", "right") if "feature" in tree.get(side, {})]
        pairs += [(int(tree["feature"]), below[0])] if below else []
    assert len(pairs) > 20, "Hardly any tree has a split below its root, though all labels are different."
    roots = np.bincount([root for root, _ in pairs], minlength=3)
    assert_distribution(roots, np.full(3, 1 / 3), what="the features of the roots")
    same = sum(root == other for root, other in pairs)
    what = "the nodes below a root that have its feature, or another,"
    assert_distribution([same, len(pairs) - same], [1 / 3, 2 / 3], what=what)


@pytest.mark.points(5)
def test_how_many_features_a_split_sees(submission, rng):
    """A split sees max_features different features: one that is useful is among 2 of 3 in two thirds of the cases."""
    y = np.array([0, 0, 0, 1, 1, 1])
    X = np.column_stack([np.full(6, 1.0), np.full(6, 4.0), np.arange(6.0)])  # only the last can be split
    for d, max_features, share, n_trees in ((3, 3, 1.0, 45), (3, 2, 2 / 3, 20), (2, 1, 1 / 2, 42)):
        trees, bags = grow(submission, rng, X[:, -d:].copy(), y, n_trees, max_features)
        roots = [tree for tree, bag in zip(trees, bags, strict=True) if 0 < y[bag].sum() < len(bag)]
        assert len(roots) > 10, "Hardly any bag has rows of both labels."
        best = sum(int(tree.get("feature", -1)) == d - 1 for tree in roots)
        what = f"the trees that begin with the only useful feature or don't, with {max_features} of {d} features,"
        assert_distribution([best, len(roots) - best], [share, 1 - share], what=what)


@pytest.mark.points(5)
def test_chance_comes_from_the_generator(submission, rng):
    """The same generator gives the same forest, and another one another."""
    X, y = rng.normal(size=(8, 40)), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    forests = [submission.grow_forest(X, y, 4, 1, submission.generator(seed)) for seed in (5, 5, 6)]
    bags = [str([sorted(int(row) for row in np.asarray(bag)) for bag in forest[1]]) for forest in forests]
    assert_equal(bags[1], bags[0], what="the bags of the same generator")
    trees = [str(forest[0]) for forest in forests]
    assert_equal(trees[1], trees[0], what="the trees of the same generator")
    assert_equal(len(set(bags)), 2, what="the number of different forests from two generators")
    # A generator of its own gives the splits, which are grown from the left, the same features of forty one by one.
    one, other = (np.array([j for tree in forests[i][0] for j in features_of(tree)]) for i in (0, 2))
    n = min(len(one), len(other))
    assert n == 0 or not np.array_equal(one[:n], other[:n]), (
        "The splits look at the same features whatever rng is: features are drawn from rng too."
    )
