"""A simulation makes children of all actions at once and evaluates the node
that it expanded, the root to begin with: it adds one child, and evaluates
that one.

caught by: test_untried_actions_come_first_and_in_order
"""

import math


class Node:
    def __init__(self, state):
        self.state = state
        self.children = {}
        self.visits = 0
        self.total = 0.0


def ucb(node, child, player, c):
    if child.visits == 0:
        return math.inf
    return player * child.total / child.visits + c * math.sqrt(math.log(node.visits) / child.visits)


def mcts(game, root, n_simulations, c, evaluate):
    if not game.actions(root):
        raise ValueError("the game is over")
    tree = Node(root)
    for _ in range(n_simulations):
        path = [tree]
        while path[-1].children:
            node = path[-1]
            player = game.player(node.state)
            path.append(max(node.children.values(), key=lambda child: ucb(node, child, player, c)))
        leaf = path[-1]
        if game.actions(leaf.state):
            leaf.children = {action: Node(game.play(leaf.state, action)) for action in game.actions(leaf.state)}
            value = evaluate(leaf.state)
        else:
            value = game.result(leaf.state)
        for node in path:
            node.visits += 1
            node.total += value
    player = game.player(root)
    return {
        action: (child.visits, player * child.total / child.visits if child.visits else 0.0)
        for action, child in tree.children.items()
    }


def best_action(search):
    return max(search, key=search.get)


def playout(game, state, rng):
    while game.actions(state):
        state = game.play(state, rng.choice(game.actions(state)))
    return game.result(state)
