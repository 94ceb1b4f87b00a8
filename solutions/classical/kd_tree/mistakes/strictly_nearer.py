"""Of points that are equally far the one that is met first stays: only a strictly smaller distance replaces it. The pairs
(distance, index) are compared, and a plane that is exactly as far is crossed.

caught by: test_equally_far_points
"""


def build(points):
    def rec(ids, depth):
        if not ids:
            return None
        axis = depth % len(points[0])
        ids.sort(key=lambda i: (points[i][axis], i))
        mid = len(ids) // 2
        return (ids[mid], axis, rec(ids[:mid], depth + 1), rec(ids[mid + 1 :], depth + 1))

    return rec(list(range(len(points))), 0)


def nearest(points, tree, query, measure):
    best = [None, float("inf")]

    def search(node):
        if node is None:
            return
        index, axis, left, right = node
        d = measure(points[index], query)
        if d < best[1]:
            best[0], best[1] = index, d
        diff = query[axis] - points[index][axis]
        first, second = (left, right) if diff < 0 else (right, left)
        search(first)
        if abs(diff) < best[1]:
            search(second)

    search(tree)
    return best[0]


def k_nearest(points, tree, query, k, measure):
    best = []

    def search(node):
        if node is None:
            return
        index, axis, left, right = node
        d = measure(points[index], query)
        if len(best) < k:
            best.append((d, index))
            best.sort()
        elif d < best[-1][0]:
            best[-1] = (d, index)
            best.sort()
        diff = query[axis] - points[index][axis]
        first, second = (left, right) if diff < 0 else (right, left)
        search(first)
        if len(best) < k or abs(diff) < best[-1][0]:
            search(second)

    search(tree)
    return [i for _, i in best]
