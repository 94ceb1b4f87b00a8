"""One recursive function a simulation; a node is a list [visits, mean for the player who moved into it, children]."""

from math import log, sqrt


def mcts(game, root, n_simulations, c, evaluate):
    if not game.actions(root):
        raise ValueError("nothing to search")
    tree = [0, 0.0, {}]

    def simulate(node, state):
        actions = game.actions(state)
        if not actions:
            value = game.result(state)
        elif node[0] == 0 and node is not tree:
            value = evaluate(state)
        else:
            children = node[2]
            if len(children) < len(actions):
                action = actions[len(children)]
                children[action] = [0, 0.0, {}]
            else:
                action = actions[0]
                best = None
                for name in actions:
                    n, mean, _ = children[name]
                    upper = mean + c * sqrt(log(node[0]) / n)
                    if best is None or upper > best:
                        best, action = upper, name
            child = children[action]
            value = simulate(child, game.play(state, action))
            seen = value * game.player(state)
            child[1] += (seen - child[1]) / child[0]
        node[0] += 1
        return value

    for _ in range(n_simulations):
        simulate(tree, root)
    nothing = [0, 0.0, {}]
    return {action: tuple(tree[2].get(action, nothing)[:2]) for action in game.actions(root)}


def best_action(search):
    names = list(search)
    names.sort(key=lambda name: (-search[name][0], -search[name][1]))
    return names[0]


def playout(game, state, rng):
    actions = game.actions(state)
    if not actions:
        return game.result(state)
    return playout(game, game.play(state, actions[rng.randrange(len(actions))]), rng)
