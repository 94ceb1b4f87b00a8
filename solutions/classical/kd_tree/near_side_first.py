"""Comes back from the near side with its k best before the node's own point is measured."""


def build(points):
    def grow(pairs, depth):
        if len(pairs) == 0:
            return None
        axis = depth % len(pairs[0][1])
        pairs = sorted(pairs)
        pairs = sorted(pairs, key=lambda pair: pair[1][axis])
        half = len(pairs) // 2
        return (pairs[half][0], axis, grow(pairs[:half], depth + 1), grow(pairs[half + 1 :], depth + 1))

    return grow(list(enumerate(points)), 0)


def merged(best, more, k):
    return sorted(best + more)[:k]


def search(points, node, query, k, measure, best):
    if node is None:
        return best
    index, axis, left, right = node
    below = query[axis] < points[index][axis]
    best = search(points, left if below else right, query, k, measure, best)
    gap = abs(query[axis] - points[index][axis])
    if len(best) == k and best[-1][0] < gap:
        return best
    best = merged(best, [(measure(points[index], query), index)], k)
    if len(best) == k and best[-1][0] < gap:
        return best
    return search(points, right if below else left, query, k, measure, best)


def k_nearest(points, tree, query, k, measure):
    return [index for _, index in search(points, tree, query, k, measure, [])]


def nearest(points, tree, query, measure):
    (found,) = search(points, tree, query, 1, measure, [])
    return found[1]
