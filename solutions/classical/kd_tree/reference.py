"""A k-d tree with pruning on the way back.

Why it works: a point beyond the plane differs from the query along the axis by at least the distance of the plane, so
if that is more than the distance of the k-th best, nothing there can be among them. Going into the near side first
makes the k-th best small early.
"""


def build(points):
    def grow(rows, depth):
        if not rows:
            return None
        axis = depth % len(points[0])
        rows = sorted(rows, key=lambda row: (points[row][axis], row))
        middle = len(rows) // 2
        return (rows[middle], axis, grow(rows[:middle], depth + 1), grow(rows[middle + 1 :], depth + 1))

    return grow(list(range(len(points))), 0)


def nearest(points, tree, query, measure):
    return k_nearest(points, tree, query, 1, measure)[0]


def k_nearest(points, tree, query, k, measure):
    best = []  # (distance, index), the nearest first

    def visit(node):
        if node is None:
            return
        index, axis, left, right = node
        best.append((measure(points[index], query), index))
        best.sort()
        del best[k:]
        gap = query[axis] - points[index][axis]
        near, far = (left, right) if gap < 0 else (right, left)
        visit(near)
        if len(best) < k or abs(gap) <= best[-1][0]:
            visit(far)

    visit(tree)
    return [index for _, index in best]
