"""The indices are those of the half that a node got, and not of all points: the halves are lists of points, which don't
know where they came from. Indices are sorted and split.

caught by: test_the_tree
"""


def build(points, depth=0):
    if not points:
        return None
    axis = depth % len(points[0])
    ordered = sorted(points, key=lambda p: p[axis])
    mid = len(ordered) // 2
    return (
        points.index(ordered[mid]),
        axis,
        build(ordered[:mid], depth + 1),
        build(ordered[mid + 1 :], depth + 1),
    )


def k_nearest(points, tree, query, k, measure):
    best = []

    def search(node):
        if node is None:
            return
        index, axis, left, right = node
        best.append((measure(query, points[index]), index))
        best.sort()
        del best[k:]
        diff = query[axis] - points[index][axis]
        search(left if diff < 0 else right)
        if len(best) < k or abs(diff) <= best[-1][0]:
            search(right if diff < 0 else left)

    search(tree)
    return [index for _, index in best]


def nearest(points, tree, query, measure):
    return k_nearest(points, tree, query, 1, measure)[0]
