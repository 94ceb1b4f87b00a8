"""Grades `monte_carlo_tree_search`: each choice comes from all values that its children have seen."""

import math

import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform


def random_game(rng, depth, width, turn, least=2):
    """Moves, players, results and estimates of a random tree; `turn(level)` says who moves at a level.

    A state has from `least` to `width` actions.
    """
    moves, players, results, estimates = {}, {}, {}, {}
    level = ["r"]
    for number in range(depth + 1):
        following = []
        for state in level:
            if number == depth or (number > 1 and rng.random() < 0.2):
                results[state] = round(float(rng.normal()), 6)
                continue
            names = [f"{letter}{rng.integers(10)}" for letter in rng.permutation(list("abcdefg"))]
            moves[state] = {name: state + name for name in names[: int(rng.integers(least, width + 1))]}
            players[state], estimates[state] = turn(number), round(float(rng.normal()), 6)
            following += moves[state].values()
        level = following
    return moves, players, results, estimates


def expected_searches(game, root, numbers, c):
    """What the searches return in a game in which no state can be reached twice, so that states stand for nodes."""
    moves, players, results, estimates = game
    values = {root: []}  # of the simulations through each node, for player 1
    found = {}
    for number in range(1, max(numbers) + 1):
        path = [root]
        while path[-1] in moves:
            state = path[-1]
            fresh = [child for child in moves[state].values() if child not in values]
            if fresh:
                path.append(fresh[0])
                break
            log_n = math.log(len(values[state]))
            bounds = []
            for seen in (values[child] for child in moves[state].values()):
                bounds.append(players[state] * sum(seen) / len(seen) + c * math.sqrt(log_n / len(seen)))
            path.append(list(moves[state].values())[bounds.index(max(bounds))])
        last = path[-1]
        for state in path:
            values.setdefault(state, []).append(estimates[last] if last in moves else results[last])
        if number in numbers:
            rows = [(name, values.get(child, [])) for name, child in moves[root].items()]
            found[number] = [
                (name, (len(seen), players[root] * sum(seen) / len(seen) if seen else 0.0)) for name, seen in rows
            ]
    return [found[number] for number in numbers]


def run(submission, game, numbers, c, root="r"):
    moves, players, results, estimates = game
    # Who evaluates a finished game gets its result: that costs a test of its own.
    values = estimates | results
    return submission.searches(submission.TableGame(moves, players, results), root, numbers, c, values)


def check(submission, game, numbers, c, root="r"):
    actual = run(submission, game, numbers, c, root)
    for number, one, other in zip(numbers, actual, expected_searches(game, root, numbers, c), strict=True):
        after = f"after {number} simulation{'s' * (number > 1)}"
        names, rows = [name for name, _ in other], [row[1] for row in one]
        assert_equal([row[0] for row in one], names, what=f"the actions {after}")
        if all(isinstance(row, tuple) and len(row) == 2 for row in rows):
            visits = [row[0] for _, row in other]
            assert_equal([row[0] for row in rows], visits, what=f"the visits of {', '.join(names)} {after}")
        assert_close(one, other, what=f"the search {after}")


@pytest.mark.points(14)
def test_untried_actions_come_first_and_in_order(submission, rng):
    """A node's untried actions come before any is tried again, first ones first, one new node a simulation."""
    # With c = 0 the means alone decide, at the root alone: it has tried each action before another level has to choose.
    for _ in range(2):
        game = random_game(rng, 3, 5, lambda level: 1)
        n_actions = len(game[0]["r"])
        check(submission, game, [1, 2, n_actions - 1, n_actions, n_actions + 1, n_actions + 2], 0.0)


@pytest.mark.points(10)
def test_evaluate_is_called_once_a_simulation(submission, rng):
    """evaluate is called once in each simulation that doesn't end in a finished game, and never for a finished one."""
    moves = {"r": {"a": "A", "b": "over", "c": "C"}, "A": {"x": "X", "y": "Y"}, "C": {"z": "lost"}, "X": {"w": "won"}}
    players, results = dict.fromkeys(moves, 1), {"over": 0.1, "lost": -2.0, "won": 0.4, "Y": 0.3}
    estimates = {state: round(float(rng.normal()), 3) for state in moves}
    asked = []

    def evaluate(state):
        asked.append(state)
        return estimates.get(state, 0.0)

    search = submission.mcts(submission.TableGame(moves, players, results), "r", 60, 2.0, evaluate)
    assert_equal(list(search), ["a", "b", "c"], what="the actions of the search")
    assert_equal(sorted(set(asked)), ["A", "C", "X"], what="the states that were evaluated in 60 simulations")
    assert_equal(sorted(asked), ["A", "C", "X"], what="the evaluations in 60 simulations")


@pytest.mark.points(18)
def test_selection_follows_the_bounds(submission, rng):
    """Selection takes the child with the largest mean + c * sqrt(ln N(node) / N(child)), at every level."""
    numbers = [20, 30, 45, 60]
    wide, deep = {"depth": 3, "width": 5, "least": 4}, {"depth": 4, "width": 3}
    for c, form in [
        (uniform(rng, 2.0, 3.0), wide),
        (uniform(rng, 2.0, 3.0), deep),
        (0.8, deep),
        (0.4, deep),
        (0.0, deep),
    ]:
        game = random_game(rng, turn=lambda level: 1, **form)
        # All visits at once: those of one search look alike by chance under different formulas.
        actual, expected = run(submission, game, numbers, c), expected_searches(game, "r", numbers, c)
        if all(isinstance(row, tuple) and len(row) == 2 for search in actual for _, row in search):
            visits = [[row[0] for _, row in search] for search in expected]
            what = f"the visits of the root's children after 20, 30, 45 and 60 simulations with c = {c:g}"
            assert_equal([[row[0] for _, row in search] for search in actual], visits, what=what)
        assert_close(actual, expected, what=f"the searches with c = {c:g}")
    # N counts every simulation that passed through or ended in a node: the choice after the fourth would be another one
    # with one more at the root, or one fewer at the node below it.
    two, results = {"x": "X", "y": "Y"}, {"X": 0.325, "Y": 0.0}
    check(submission, ({"r": two}, {"r": 1}, results, {}), [4, 5, 6], 1.0)
    check(submission, ({"r": {"a": "A"}, "A": two}, {"r": 1, "A": 1}, results, {"A": 0.1}), [5, 6, 7], 1.0)


def two_levels(first, second, leaves=(1.0, -1.0)):
    """A game in which whoever moves at the root keeps going to A, where `second` chooses among the leaves."""
    names = [f"x{number}" for number in range(len(leaves))]
    moves = {"r": {"a": "A", "b": "B"}, "A": {name: "A" + name for name in names}, "B": {"z": "Z"}}
    players = {"r": first, "A": second, "B": second}
    results = {"A" + name: float(leaf) for name, leaf in zip(names, leaves, strict=True)} | {"Z": -2.0 * first}
    return moves, players, results, {"A": 0.5 * first, "B": -2.5 * first}


@pytest.mark.points(16)
def test_each_player_chooses_for_itself(submission, rng):
    """Player -1 prefers low values for player 1, and means are those of the player who moves at the root."""
    # c is 0, so that no bonus plays a part: each player takes the best mean.
    check(submission, two_levels(1, -1), [4, 5, 6, 12], 0.0)
    check(submission, two_levels(-1, 1), [4, 5, 6, 12], 0.0)
    for first in (1, -1):
        check(submission, random_game(rng, 4, 3, lambda level, first=first: first * (-1) ** level), [8, 12, 20], 0.0)


@pytest.mark.points(12)
def test_a_player_may_move_twice(submission, rng):
    """Whose turn it is comes from the game: players needn't alternate."""
    check(submission, two_levels(1, 1), [4, 5, 6, 12], 0.0)
    check(submission, two_levels(-1, -1), [4, 5, 6, 12], 0.0)
    for player in (1, -1):
        check(submission, two_levels(player, player, rng.permutation([-0.9, -0.2, 0.7, 0.4])), [6, 7, 8, 20], 0.0)


@pytest.mark.points(8)
def test_equal_bounds_go_to_the_first(submission, rng):
    """Of children with equal bounds, the first in the order of the game's actions is chosen."""
    moves, players, _, _ = random_game(rng, 3, 4, lambda level: -1)
    states = {child for children in moves.values() for child in children.values()} | {"r"}
    level = dict.fromkeys(states, 0.0)
    check(submission, (moves, players, level, level), [5, 9, 14], 1.0)
    check(submission, (moves, players, level, level), [9], 0.0)


@pytest.mark.points(6)
def test_a_state_reached_twice_has_two_nodes(submission):
    """Two ways to a state are two nodes, with visits of their own."""
    moves = {"r": {"a": "A", "b": "B"}, "A": {"x": "S"}, "B": {"y": "S"}, "S": {"p": "P", "q": "Q"}}
    players, results = {"r": 1, "A": -1, "B": 1, "S": -1}, {"P": 0.9, "Q": -0.7}
    estimates = {"r": 0.0, "A": 0.2, "B": 0.1, "S": 0.35}
    # The same game with the state written twice.
    twice = {"r": {"a": "A", "b": "B"}, "A": {"x": "S"}, "B": {"y": "T"}}
    twice |= {"S": {"p": "P", "q": "Q"}, "T": {"p": "V", "q": "W"}}
    copies = (twice, players | {"T": -1}, results | {"V": 0.9, "W": -0.7}, estimates | {"T": 0.35})
    numbers = [6, 7, 8, 9, 15]
    game = submission.TableGame(moves, players, results)
    # c is 0, so that no bonus plays a part.
    actual = submission.searches(game, "r", numbers, 0.0, estimates | results)
    assert_close(actual, expected_searches(copies, "r", numbers, 0.0), what="the searches")


@pytest.mark.points(8)
def test_the_most_visited_action_is_played(submission, rng):
    """The action with the most visits is played; of several the one with the largest mean, then the first."""
    names = [str(name) for name in rng.permutation(["up", "down", "left", "right", "stay"])]
    cases = [
        ([(3, 0.9), (7, -0.4), (5, 0.2), (0, 0.0), (6, 0.8)], 1),
        ([(4, 0.1), (6, -0.9), (6, -0.3), (2, 1.0), (6, -0.5)], 2),
        ([(1, -1.0), (2, 0.5), (1, 3.0), (2, 0.5), (2, 0.25)], 1),
        ([(1, -2.0), (0, 0.0), (0, 0.0), (0, 0.0), (0, 0.0)], 0),
    ]
    for rows, best in cases:
        assert_equal(submission.best_action(dict(zip(names, rows, strict=True))), names[best], what=f"for {rows}")


@pytest.mark.points(6)
def test_playouts_are_uniform(submission, rng):
    """In a playout every action of every state is equally likely, and it ends with the game's result."""
    moves = {"r": {"a": "A", "b": "B", "c": "C"}, "A": {"x": "1", "y": "2"}, "C": {"x": "3", "y": "4", "z": "D"}}
    moves["D"] = {"w": "5"}
    leaves = {"B": 1 / 3, "1": 1 / 6, "2": 1 / 6, "3": 1 / 9, "4": 1 / 9, "5": 1 / 9}
    results = {leaf: float(value) for leaf, value in zip(leaves, rng.permutation(6), strict=True)}
    game = submission.TableGame(moves, {"r": -1, "A": 1, "C": 1, "D": -1}, results)
    generator = submission.random(new_seed(rng))
    found = submission.playouts(400, game, "r", generator)
    counts = [found.count(value) for value in results.values()]
    assert_equal(sum(counts), 400, what="how many of 400 playouts gave a result of the game")
    assert_distribution(counts, list(leaves.values()), what="the results of 400 playouts")
    assert_equal(submission.playouts(3, game, "5", generator), [results["5"]] * 3, what="playouts of a finished game")
    seed = new_seed(rng)
    one, other = (submission.playouts(30, game, "r", submission.random(seed)) for _ in range(2))
    assert_equal(other, one, what="the playouts with the same seed again")


@pytest.mark.points(2)
def test_a_finished_game_is_refused(submission):
    """Searching from a state in which the game is over raises ValueError."""
    game = submission.TableGame({"r": {"a": "A"}}, {"r": 1}, {"A": 1.0})
    assert_equal(submission.mcts(game, "r", 2, 1.0, {"A": 1.0}.get), {"a": (2, 1.0)}, what="the search")
    with pytest.raises(ValueError):
        submission.mcts(game, "A", 2, 1.0, {"A": 1.0}.get)
