"""Too many points are measured, as when the left side is always searched first, wherever the query lies: the best point is found
late, and until then little can be left out. The side of the query comes first.

caught by: test_halves_that_are_too_far_away_are_left_out
"""


def build(points):
    def make(rows, depth):
        if not rows:
            return None
        axis = depth % len(points[0])
        rows.sort(key=lambda i: (points[i][axis], i))
        mid = len(rows) // 2
        return (rows[mid], axis, make(rows[:mid], depth + 1), make(rows[mid + 1 :], depth + 1))

    return make(list(range(len(points))), 0)


def k_nearest(points, tree, query, k, measure):
    best = []

    def visit(node):
        if node is None:
            return
        i, axis, left, right = node
        best.append((measure(points[i], query), i))
        best.sort()
        if len(best) > k:
            best.pop()
        cut = points[i][axis]
        if len(best) < k or query[axis] - best[-1][0] <= cut:
            visit(left)
        if len(best) < k or query[axis] + best[-1][0] >= cut:
            visit(right)

    visit(tree)
    return [i for _, i in best]


def nearest(points, tree, query, measure):
    return k_nearest(points, tree, query, 1, measure)[0]
