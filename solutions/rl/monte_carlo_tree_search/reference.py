"""Monte Carlo tree search with UCT.

Why it works: UCB1 tries a bad arm only logarithmically often, so the mean of a node is soon that of its best child, as
its mover sees it. Applied at every node, means turn into minimax values from the leaves up. All totals are kept for
player 1; whose turn it is matters in one place only, where a mover compares children.
"""

import math


class Node:
    def __init__(self, state):
        self.state = state
        self.visits = 0
        self.total = 0.0  # of values for player 1
        self.children = {}


def mcts(game, root, n_simulations, c, evaluate):
    actions = game.actions(root)
    if not actions:
        raise ValueError("the game is over")
    top = Node(root)
    for _ in range(n_simulations):
        path = descend(game, top, c)
        state = path[-1].state
        value = evaluate(state) if game.actions(state) else game.result(state)
        for node in path:
            node.visits += 1
            node.total += value
    player = game.player(root)
    search = dict.fromkeys(actions, (0, 0.0))
    for action, child in top.children.items():
        search[action] = (child.visits, player * child.total / child.visits)
    return search


def descend(game, node, c):
    """Select and expand: the nodes from the root to the one that is to be evaluated."""
    path = [node]
    while actions := game.actions(node.state):
        untried = [action for action in actions if action not in node.children]
        if untried:
            new = node.children[untried[0]] = Node(game.play(node.state, untried[0]))
            return [*path, new]
        # Children were added in the order of the actions, and max keeps the first of equals.
        node = max(node.children.values(), key=bound(node, game.player(node.state), c))
        path.append(node)
    return path


def bound(node, player, c):
    spread = c * math.sqrt(math.log(node.visits))
    return lambda child: player * child.total / child.visits + spread / math.sqrt(child.visits)


def best_action(search):
    return max(search, key=search.get)


def playout(game, state, rng):
    while actions := game.actions(state):
        state = game.play(state, rng.choice(actions))
    return game.result(state)
