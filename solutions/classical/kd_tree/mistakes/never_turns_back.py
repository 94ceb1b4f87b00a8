"""The search walks down to a leaf and doesn't turn back: the nearest point may be across a plane that is nearer than
the best one so far.

caught by: test_the_nearest_point_across_a_plane
"""


def build(points):
    def helper(indices, depth):
        if not indices:
            return None
        axis = depth % len(points[0])
        indices = sorted(indices, key=lambda i: (points[i][axis], i))
        mid = len(indices) // 2
        return (indices[mid], axis, helper(indices[:mid], depth + 1), helper(indices[mid + 1 :], depth + 1))

    return helper(list(range(len(points))), 0)


def nearest(points, tree, query, measure):
    best, best_distance = None, float("inf")
    node = tree
    while node is not None:
        index, axis, left, right = node
        d = measure(points[index], query)
        if d < best_distance:
            best, best_distance = index, d
        node = left if query[axis] < points[index][axis] else right
    return best


def k_nearest(points, tree, query, k, measure):
    found = []
    node = tree
    while node is not None:
        index, axis, left, right = node
        found.append((measure(points[index], query), index))
        node = left if query[axis] < points[index][axis] else right
    return [i for _, i in sorted(found)[:k]]
