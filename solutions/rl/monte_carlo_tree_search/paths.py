"""No node objects: visits and totals in two dicts, by the path of actions that leads to a node."""

import math
from collections import defaultdict


def mcts(game, root, n_simulations, c, evaluate):
    if game.actions(root) == []:
        raise ValueError("the game is over")
    visits, totals = defaultdict(int), defaultdict(float)
    for _ in range(n_simulations):
        path, state = (), root
        while game.actions(state):
            fresh = [a for a in game.actions(state) if not visits[(*path, a)]]
            if fresh:
                choice = fresh[0]
            else:
                sign, log_n = game.player(state), math.log(visits[path])
                bounds = [
                    sign * totals[child] / visits[child] + c * math.sqrt(log_n / visits[child])
                    for child in ((*path, a) for a in game.actions(state))
                ]
                choice = game.actions(state)[bounds.index(max(bounds))]
            path, state = (*path, choice), game.play(state, choice)
            if fresh:
                break
        value = game.result(state) if not game.actions(state) else evaluate(state)
        for length in range(len(path) + 1):
            visits[path[:length]] += 1
            totals[path[:length]] += value
    sign = game.player(root)
    return {
        a: (visits[(a,)], sign * totals[(a,)] / visits[(a,)]) if visits[(a,)] else (0, 0.0) for a in game.actions(root)
    }


def best_action(search):
    most = max(n for n, _ in search.values())
    top = max(mean for n, mean in search.values() if n == most)
    return next(action for action, both in search.items() if both == (most, top))


def playout(game, state, rng):
    while game.actions(state):
        actions = game.actions(state)
        rng.shuffle(actions)
        state = game.play(state, actions[0])
    return game.result(state)
