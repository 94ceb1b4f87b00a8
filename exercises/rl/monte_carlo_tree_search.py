"""Monte Carlo tree search: look ahead where it matters, one simulation at a
time.

A game tree is too large to search fully. MCTS grows a part of it, and spends
most simulations on the moves that have done well so far. Each decision in the
tree is a bandit problem, solved by UCB1; the whole is called UCT, upper
confidence bounds for trees. A simulation has four phases:

1. **Select**: start at the root. While the game isn't over and every action of
   the node has a child, go to the child with the largest

       mean(child) + c * sqrt(ln N(node) / N(child))

   where N counts the simulations that passed through or ended in a node, and
   mean(child) is the mean of their values as seen by the player who moves at
   ``node``.
2. **Expand**: if the game isn't over there, add a child for the first action
   that has none, and go to it. A simulation adds one node at most.
3. **Evaluate**: the value of the node that was reached is the game's result if
   it is over, and else what ``evaluate`` says: a random playout, or a value
   network.
4. **Back up**: add the value and one visit to every node from there up to the
   root, both included.

Conventions:

- **Values** are for player 1, in the game's results as in what ``evaluate``
  returns. Player -1 wants the opposite: what is worth v to player 1 is worth
  -v to player -1. A player may move several times in a row, so ask whose turn
  it is.
- **Order**: "first" is the order of ``game.actions``. Of children with equal
  bounds, the first wins.
- **Tree**: a state that is reached in two ways has two nodes, with visits of
  their own.
- **Budget**: ``mcts`` calls ``evaluate`` once in each simulation that doesn't
  end in a finished game, and at no other time.
- **Randomness** is drawn from the ``random.Random`` that is handed in.
  ``mcts`` itself has none.

`TableGame` is given, and shows what a game has: states and actions are
strings, and no state is ever changed.
"""

import random
from collections.abc import Callable


def mcts(
    game: "TableGame", root: str, n_simulations: int, c: float, evaluate: Callable[[str], float]
) -> dict[str, tuple[int, float]]:
    """Search from a state.

    Args:
        game: the rules.
        root: the state to search from.
        n_simulations: how many simulations to run, at least 1.
        c: the weight of exploration, at least 0.
        evaluate: gives the value for player 1 of a state in which the game
            isn't over.

    Returns:
        For each action of the root, in their order, (visits, mean): the visits
        of its child and the mean of their values, as seen by the player who
        moves at the root; (0, 0.0) for an action that wasn't tried.

    Raises:
        ValueError: if the game is over at the root.

    Examples:
        Player 1 goes left or right, then player -1 chooses. Left looks
        better than it is:

        >>> moves = {
        ...     "start": {"left": "L", "right": "R"},
        ...     "L": {"x": "L1", "y": "L2"},
        ...     "R": {"x": "R1", "y": "R2"},
        ... }
        >>> results = {"L1": 1.0, "L2": -1.0, "R1": 0.5, "R2": 0.25}
        >>> game = TableGame(moves, {"start": 1, "L": -1, "R": -1}, results)
        >>> mcts(game, "start", 2, 1.0, {"L": 0.75, "R": 0.5}.get)
        {'left': (1, 0.75), 'right': (1, 0.5)}
        >>> search = mcts(
        ...     game, "start", 200, 1.0, {"L": 0.75, "R": 0.5}.get
        ... )
        >>> search["right"][0] > 150, best_action(search)
        (True, 'right')
    """
    raise NotImplementedError


def best_action(search: dict[str, tuple[int, float]]) -> str:
    """The action to play after a search: the one with the most visits.

    Visits are safer than means, which rest on few values for an action that
    was seldom tried.

    Args:
        search: what `mcts` returned.

    Returns:
        The action with the most visits; of several, the one with the largest
        mean among them, and then the first.

    Examples:
        >>> best_action({"a": (3, 0.9), "b": (5, 0.1), "c": (5, 0.2)})
        'c'
    """
    raise NotImplementedError


def playout(game: "TableGame", state: str, rng: random.Random) -> float:
    """Play to the end at random, each action of each state being equally
    likely.

    Args:
        game: the rules.
        state: where to start; the game may be over there.
        rng: where every choice is drawn from.

    Returns:
        The result for player 1.

    Examples:
        >>> import random
        >>> game = TableGame(
        ...     {"a": {"go": "b"}, "b": {"stop": "c"}},
        ...     {"a": 1, "b": -1},
        ...     {"c": -2.5},
        ... )
        >>> (
        ...     playout(game, "a", random.Random(0)),
        ...     playout(game, "c", random.Random(0)),
        ... )
        (-2.5, -2.5)
    """
    raise NotImplementedError


# given
class TableGame:
    """A game for two, written down as tables.

    Args:
        moves: for each state in which the game isn't over, the states that its
            actions lead to.
        players: for each of these states who moves, 1 or -1.
        results: for each state in which the game is over, the result for
            player 1.

    Examples:
        >>> game = TableGame(
        ...     {"a": {"win": "b", "lose": "c"}},
        ...     {"a": -1},
        ...     {"b": -1.0, "c": 1.0},
        ... )
        >>> (
        ...     game.actions("a"),
        ...     game.player("a"),
        ...     game.play("a", "win"),
        ...     game.actions("b"),
        ...     game.result("b"),
        ... )
        (['win', 'lose'], -1, 'b', [], -1.0)
    """

    def __init__(self, moves: dict[str, dict[str, str]], players: dict[str, int], results: dict[str, float]) -> None:
        self._moves = moves
        self._players = players
        self._results = results

    def actions(self, state: str) -> list[str]:
        """The actions of a state, in their order; none if the game is over.

        Args:
            state: any state.

        Returns:
            A list of actions.
        """
        return list(self._moves.get(state, {}))

    def player(self, state: str) -> int:
        """Who moves.

        Args:
            state: a state in which the game isn't over.

        Returns:
            1 or -1.
        """
        return self._players[state]

    def play(self, state: str, action: str) -> str:
        """The state that an action leads to.

        Args:
            state: a state in which the game isn't over.
            action: one of its actions.

        Returns:
            The next state.
        """
        return self._moves[state][action]

    def result(self, state: str) -> float:
        """The result.

        Args:
            state: a state in which the game is over.

        Returns:
            The result for player 1.
        """
        return self._results[state]


# given
def searches(game: TableGame, root: str, numbers: list[int], c: float, estimates: dict[str, float]) -> list:
    """Search with several numbers of simulations, with a table of values in
    place of playouts.

    Args:
        game: the rules.
        root: the state to search from.
        numbers: how many simulations to run in each search.
        c: the weight of exploration.
        estimates: the value for player 1 of each state in which the game isn't
            over.

    Returns:
        The items of what `mcts` returned, for each of the numbers.

    Examples:
        >>> game = TableGame({"a": {"win": "b"}}, {"a": -1}, {"b": -1.0})
        >>> searches(game, "a", [1, 3], 1.0, {})
        [[('win', (1, 1.0))], [('win', (3, 1.0))]]
    """
    return [list(mcts(game, root, number, c, estimates.__getitem__).items()) for number in numbers]


# given
def playouts(n: int, game: TableGame, state: str, rng: random.Random) -> list[float]:
    """Several playouts, one after the other.

    Args:
        n: how many.
        game: the rules.
        state: where each of them starts.
        rng: where every choice is drawn from.

    Returns:
        The n results.

    Examples:
        >>> import random
        >>> game = TableGame({"a": {"win": "b"}}, {"a": -1}, {"b": -1.0})
        >>> playouts(2, game, "a", random.Random(0))
        [-1.0, -1.0]
    """
    return [playout(game, state, rng) for _ in range(n)]
