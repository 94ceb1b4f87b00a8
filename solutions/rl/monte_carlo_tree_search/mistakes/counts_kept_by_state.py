"""Visits and totals are kept by state, so that two ways to one state share
them: each way has a node with visits of its own.

caught by: test_a_state_reached_twice_has_two_nodes
"""

import math
from collections import defaultdict


def mcts(game, root, n_simulations, c, evaluate):
    actions = game.actions(root)
    if not actions:
        raise ValueError("the game is over")
    visits, totals, children = defaultdict(int), defaultdict(float), defaultdict(dict)
    for _ in range(n_simulations):
        path = [root]
        while game.actions(path[-1]):
            state = path[-1]
            untried = [action for action in game.actions(state) if action not in children[state]]
            if untried:
                children[state][untried[0]] = game.play(state, untried[0])
                path.append(children[state][untried[0]])
                break
            log_n, player = math.log(visits[state]), game.player(state)
            path.append(
                max(
                    children[state].values(),
                    key=lambda s: player * totals[s] / visits[s] + c * math.sqrt(log_n / visits[s]),
                )
            )
        state = path[-1]
        value = evaluate(state) if game.actions(state) else game.result(state)
        for state in path:
            visits[state] += 1
            totals[state] += value
    found = dict.fromkeys(actions, (0, 0.0))
    for action, child in children[root].items():
        found[action] = (visits[child], game.player(root) * totals[child] / visits[child])
    return found


def best_action(search):
    return max(search, key=search.get)


def playout(game, state, rng):
    while game.actions(state):
        state = game.play(state, rng.choice(game.actions(state)))
    return game.result(state)
