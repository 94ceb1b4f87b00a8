"""Untried actions are taken from the end, as with list.pop: the first one
comes first.

caught by: test_untried_actions_come_first_and_in_order
"""

import math


class Node:
    def __init__(self, game, state):
        self.state = state
        self.untried = game.actions(state)
        self.children = {}
        self.visits = 0
        self.total = 0.0


def mcts(game, root, n_simulations, c, evaluate):
    if not game.actions(root):
        raise ValueError("the game is over")
    tree = Node(game, root)
    for _ in range(n_simulations):
        path = [tree]
        while game.actions(path[-1].state) and not path[-1].untried:
            path.append(select(game, path[-1], c))
        node = path[-1]
        if node.untried:
            action = node.untried.pop()
            node.children[action] = Node(game, game.play(node.state, action))
            path.append(node.children[action])
        state = path[-1].state
        value = evaluate(state) if game.actions(state) else game.result(state)
        for node in path:
            node.visits += 1
            node.total += value
    found = {}
    for action in game.actions(root):
        child = tree.children.get(action)
        found[action] = (child.visits, game.player(root) * child.total / child.visits) if child else (0, 0.0)
    return found


def select(game, node, c):
    sign, log_n = game.player(node.state), math.log(node.visits)
    children = [node.children[action] for action in game.actions(node.state)]
    bounds = [sign * child.total / child.visits + c * math.sqrt(log_n / child.visits) for child in children]
    return children[bounds.index(max(bounds))]


def best_action(search):
    return max(search, key=search.get)


def playout(game, state, rng):
    while game.actions(state):
        state = game.play(state, rng.choice(game.actions(state)))
    return game.result(state)
