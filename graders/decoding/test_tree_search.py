"""Grades `tree_search`: the tree stays with the grader, and the oracle looks through a plain list of open states."""

import pytest

from kata.testing import assert_close, assert_equal

# Children in the order of the proposals; upper-case states are final.
TREE = {"r": ["a", "b", "c"], "a": ["d", "e"], "b": ["f", "g"], "c": ["h"], "d": ["i"], "e": ["J"], "h": ["K"]}
VALUES = {"r": 0, "a": 7, "b": 6, "c": 5, "d": 3, "e": 4, "f": 2, "g": 5.5, "h": 4.5, "i": 1, "J": 3.5, "K": 9}


class Puzzle:
    """A tree that notes what it is asked."""

    def __init__(self, tree, values, root="r"):
        self.tree, self.values, self.root = tree, values, root
        self.expanded, self.valued = [], []

    def propose(self, state):
        self.expanded.append(state)
        return list(self.tree.get(state, []))

    def value(self, state):
        self.valued.append(state)
        return float(self.values[state])

    def is_final(self, state):
        return state.isupper()


def by_list(puzzle, width, max_depth, budget):
    """The answer, and the states that are expanded and valued, in order."""
    values, depths = puzzle.values, {puzzle.root: 0}
    waiting, expanded, spent = [puzzle.root], [], False
    while waiting and not spent:
        state = max(waiting, key=values.get)
        waiting.remove(state)
        if state.isupper():
            return state, expanded, list(depths)
        if depths[state] >= max_depth:
            continue
        expanded.append(state)
        for child in puzzle.tree.get(state, [])[:width]:
            if child in depths:
                continue
            spent = len(depths) == budget
            if spent:
                break
            depths[child] = depths[state] + 1
            waiting.append(child)
    return max([s for s in depths if s.isupper()] or depths, key=values.get), expanded, list(depths)


def check(submission, tree, values, width=9, max_depth=9, budget=99, judge_answer=True, root="r"):
    """The states that are expanded, and unless it is judged elsewhere, the answer."""
    puzzle = Puzzle(tree, values, root)
    found = submission.tree_search(root, puzzle.propose, puzzle.value, puzzle.is_final, width, max_depth, budget)
    answer, expanded, valued = by_list(puzzle, width, max_depth, budget)
    assert_equal(puzzle.expanded, expanded, what="the states that are expanded, in order")
    if judge_answer:
        assert_equal(found[0], answer, what="the answer")
        assert_close(found[1], float(values[answer]), what="its value")
    return puzzle, valued


def draw(rng):
    """A tree of two or three children a state and four levels, final leaves having the largest values."""
    names = iter("abcdefghijklmnopqstuvwxyz" * 9)
    tree, level, values = {}, ["r"], {"r": 0}
    for depth in range(1, 4):
        below = []
        for state in level:
            if state.isupper():
                continue
            tree[state] = [f"{state}{next(names)}" for _ in range(int(rng.integers(2, 4)))]
            if depth == 3:
                tree[state][-1] = tree[state][-1].upper()
            below += tree[state]
        level = below
        values |= dict(zip(level, (rng.permutation(len(level)) - 2.0 * depth + 0.1 * depth).tolist(), strict=True))
    return tree, {state: value + 50.0 * state.isupper() for state, value in values.items()}


@pytest.mark.points(28)
def test_the_best_open_state_comes_next(submission, rng):
    """The state with the largest value is expanded next, whichever branch it stands in."""
    check(submission, TREE, {state: value - 10.0 for state, value in VALUES.items()})
    check(submission, *draw(rng))


@pytest.mark.points(14)
def test_a_final_state_is_taken_and_not_grabbed(submission):
    """A final state that is proposed waits as long as an open state is rated higher."""
    tree = {"r": ["A", "b"], "b": ["C"]}
    check(submission, tree, {"r": 0, "A": 3, "b": 4, "C": 3.5})
    check(submission, tree, {"r": 0, "A": 5, "b": 4, "C": 9})
    check(submission, {"R": ["a", "B"]}, {"R": 1, "a": 2, "B": 3}, root="R")


@pytest.mark.points(10)
def test_only_the_first_proposals_count(submission, rng):
    """Of a state's proposals the first width are looked at, however the others are rated."""
    tree = {"r": ["a", "b", "C"], "a": ["D", "e", "F"], "b": ["G"]}
    check(submission, tree, {"r": 0, "a": 2, "b": 1, "C": 9, "D": 1.5, "e": 0.5, "F": 8, "G": 3}, width=2)
    check(submission, tree, {"r": 0, "a": 2, "b": 1, "C": 9, "D": 1.5, "e": 0.5, "F": 8, "G": 3}, width=1)
    # Of a's proposals b was valued before, and is one of the two all the same: D isn't looked at.
    tree = {"r": ["a", "b"], "a": ["b", "c", "D"], "c": ["E"]}
    check(submission, tree, {"r": 0, "a": 5, "b": 1, "c": 3, "D": 9, "E": 4}, width=2)


@pytest.mark.points(8)
def test_the_depth_is_limited(submission):
    """States of depth max_depth are valued and may be the answer, but are not expanded."""
    # The only final state comes last, so that it is no matter when it ends the search.
    tree, values = TREE | {"e": []}, VALUES | {"h": 0.6, "K": 0.5}
    for max_depth in (0, 1, 2, 3):
        check(submission, tree, values, max_depth=max_depth, judge_answer=max_depth == 3)


@pytest.mark.points(2)
def test_a_final_state_at_the_largest_depth_ends_the_search(submission):
    """Whether a state is final is asked before its depth: a final one of depth max_depth that is taken ends it."""
    tree = {"r": ["a", "b"], "a": ["C"], "b": ["D"]}
    check(submission, tree, {"r": 0, "a": 5, "b": 3, "C": 4, "D": 9}, max_depth=2)


@pytest.mark.points(16)
def test_the_budget(submission, rng):
    """At most budget states are valued, the root included; then the best final one of them is the answer."""
    tree = {"r": ["a", "B", "c"], "a": ["D", "e", "f"], "e": ["G"]}
    values = {"r": 0, "a": 9, "B": 1, "c": 2, "D": 3, "e": 8, "f": 7, "G": 10}
    for budget in (1, 3, 5, 6, 7):
        puzzle, valued = check(submission, tree, values, budget=budget)
        assert_equal(puzzle.valued, valued, what=f"the states that are valued with a budget of {budget}")
    # The budget is spent when a is expanded, but nothing that it proposes would have to be valued: b comes next.
    check(submission, {"r": ["a", "b"], "a": ["b"], "b": ["a"]}, {"r": 0, "a": 5, "b": 4}, budget=3)


@pytest.mark.points(8)
def test_states_that_are_proposed_twice(submission):
    """A state that was valued before is neither valued nor opened again."""
    tree = {"r": ["a", "b"], "a": ["c", "b"], "b": ["c", "d", "a"], "c": ["d"], "d": ["E"]}
    values = {"r": 0, "a": 5, "b": 4, "c": 3, "d": 2, "E": 1}
    puzzle, valued = check(submission, tree, values)
    assert_equal(puzzle.valued, valued, what="the states that are valued")


@pytest.mark.points(8)
def test_ties_go_to_the_older_state(submission):
    """Of equal values the state that was valued first comes first, and so it does in the end."""
    tree = {"r": ["z", "b", "m"], "z": ["y"], "b": ["c"], "m": ["n"]}
    check(submission, tree, {"r": 0, "z": 2, "b": 2, "m": 2, "y": 1, "c": 1.25, "n": 1.5})
    check(submission, {"r": ["m", "z", "b"]}, {"r": 0, "m": 2, "z": 2, "b": 2})
    # The state that was valued first is now the one that stands higher up, now the one that stands deeper.
    tree = {"r": ["a", "b"], "a": ["c"], "b": ["e", "f"], "c": ["d"], "d": ["g"], "e": ["h"]}
    check(submission, tree, {"r": 0, "a": 9, "b": 5, "c": 5, "d": 4, "e": 4, "f": 1, "g": 3, "h": 2})


@pytest.mark.points(6)
def test_without_a_final_state(submission):
    """If nothing final was found, the answer is the best of all that were valued, the expanded ones too."""
    tree = {"r": ["a", "b"], "a": ["c"], "b": ["d"]}
    check(submission, tree, {"r": 0, "a": 3, "b": 4, "c": 1, "d": 2})
    check(submission, tree, {"r": 5, "a": 3, "b": 4, "c": 1, "d": 2})
    check(submission, tree, {"r": 0, "a": 3, "b": 4, "c": 1, "d": 2}, budget=4)
