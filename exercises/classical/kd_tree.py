"""The k-d tree: nearest neighbours without looking at every point.

A brute-force search measures all N points for every query. A k-d tree cuts
space in two at the median point, first along the first coordinate, then the
second, and so on in turn. A search walks down to where the query lies, and on
the way back leaves out every half that is too far away to matter. In few
dimensions (maps, point clouds, games, scikit-learn's neighbours) that takes
about log N steps; above some twenty dimensions nearly everything has to be
visited, which is why vector search uses graphs and hashes instead.

Building: of the points that a node gets, sorted along its axis, the one in
the middle is the node's own, those before it go left, those after it right.

    axis = depth mod D            the root has the depth 0
    own  = sorted[n // 2]         of n points

Searching, with the k best points so far: measure the node's own point; go on
with the side of the plane on which the query lies; then with the other side,
but only if it can hold anything better:

    |query[axis] - own[axis]| <= distance of the k-th best
                                  or fewer than k have been found

A ball of that radius around the query reaches across the plane exactly then.

Conventions:

- **A tree** is None where there are no points, else a tuple (index, axis,
  left, right): the index of the node's own point, and two trees.
- **Equal coordinates** along the axis are sorted by index, so that equal
  values may stand on both sides of a node.
- **measure(p, q)** gives the distance of two points, and is the only source
  of distances. It may be any for which no coordinate differs by more than the
  distance: Euclidean, Manhattan, maximum. It is called once at most for a
  point.
- **Visits**: a search that is handed 127 points spread over a square must get
  by with 40 measurements for the nearest one. (The rule above takes about 15.)
- **Equal distances**: of points that are equally far, the one with the lower
  index is nearer. That is why the comparison above has "<=".
- **Points** are tuples of D floats, D at least 1; no libraries.
"""

from collections.abc import Callable

Point = tuple[float, ...]
Tree = tuple | None


def build(points: list[Point]) -> Tree:
    """The tree of all points.

    Args:
        points: N tuples of D floats, N at least 1.

    Returns:
        A nested tuple (index, axis, left, right).

    Examples:
        >>> build([(7.0,), (2.0,), (5.0,)])
        (2, 0, (1, 0, None, None), (0, 0, None, None))
    """
    raise NotImplementedError


def nearest(points: list[Point], tree: Tree, query: Point, measure: Callable[[Point, Point], float]) -> int:
    """The nearest point.

    Args:
        points: the points that the tree was built of, at least one.
        tree: what ``build`` returns for them.
        query: a tuple of D floats.
        measure: gives the distance of two points.

    Returns:
        Its index.

    Examples:
        >>> import math
        >>> points = [(7.0,), (2.0,), (5.0,)]
        >>> nearest(points, build(points), (3.0,), math.dist)
        1
    """
    raise NotImplementedError


def k_nearest(
    points: list[Point], tree: Tree, query: Point, k: int, measure: Callable[[Point, Point], float]
) -> list[int]:
    """The k nearest points.

    Args:
        points: the points that the tree was built of.
        tree: what ``build`` returns for them.
        query: a tuple of D floats.
        k: from 1 to N.
        measure: gives the distance of two points.

    Returns:
        The indices of k points, the nearest first.

    Examples:
        >>> import math
        >>> points = [(7.0,), (2.0,), (5.0,)]
        >>> k_nearest(points, build(points), (3.0,), 2, math.dist)
        [1, 2]
    """
    raise NotImplementedError
