"""The tree is searched level by level, every open state of a level before the next: best-first takes the best open state of any
depth.

caught by: test_the_best_open_state_comes_next
"""


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}
    level = [root]
    for depth in range(max_depth):
        next_level = []
        for state in sorted(level, key=lambda s: -values[s]):
            if is_final(state):
                continue
            for child in propose(state)[:width]:
                if child not in values and len(values) < budget:
                    values[child] = value(child)
                    next_level.append(child)
        level = next_level
    finals = [s for s in values if is_final(s)]
    best = max(finals if finals else values, key=lambda s: values[s])
    return best, values[best]
