"""Too many points are measured, as when both sides are always visited, which is brute force with a tree around it: the far
side is left out when its plane is farther away than the k-th best.

caught by: test_halves_that_are_too_far_away_are_left_out
"""


def build(points):
    def make(idx, depth):
        if len(idx) == 0:
            return None
        axis = depth % len(points[0])
        idx = sorted(idx, key=lambda i: (points[i][axis], i))
        m = len(idx) // 2
        return (idx[m], axis, make(idx[:m], depth + 1), make(idx[m + 1 :], depth + 1))

    return make(range(len(points)), 0)


def k_nearest(points, tree, query, k, measure):
    results = []

    def traverse(node):
        if node is None:
            return
        index, _, left, right = node
        results.append((measure(query, points[index]), index))
        traverse(left)
        traverse(right)

    traverse(tree)
    results.sort()
    return [index for _, index in results[:k]]


def nearest(points, tree, query, measure):
    return k_nearest(points, tree, query, 1, measure)[0]
