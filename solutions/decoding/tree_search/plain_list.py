"""A list of nodes in the order in which they were valued; the best open one is looked for each time."""


class Node:
    def __init__(self, state, rating, depth):
        self.state, self.rating, self.depth, self.open = state, rating, depth, True


class Spent(Exception):
    pass


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    nodes = [Node(root, value(root), 0)]
    seen = {root}

    def expand(node):
        for child in propose(node.state)[:width]:
            if child not in seen:
                if len(nodes) >= budget:
                    raise Spent
                seen.add(child)
                nodes.append(Node(child, value(child), node.depth + 1))

    try:
        while True:
            waiting = [node for node in nodes if node.open]
            if not waiting:
                break
            best = max(waiting, key=lambda node: node.rating)
            best.open = False
            if is_final(best.state):
                return best.state, best.rating
            if best.depth < max_depth:
                expand(best)
    except Spent:
        pass
    answer = max(nodes, key=lambda node: (bool(is_final(node.state)), node.rating))
    return answer.state, answer.rating
