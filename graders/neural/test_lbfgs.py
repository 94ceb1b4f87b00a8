"""Grades `lbfgs`: BFGS with its matrix written out, and every step judged from the points before it."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform

CURVATURE = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 2.0]])


def inverse(pairs, gamma, n):
    """H as a matrix, by the updates one after the other."""
    h = gamma * np.eye(n)
    for s, y in pairs:
        v = np.eye(n) - np.outer(y, s) / (s @ y)
        h = v.T @ h @ v + np.outer(s, s) / (s @ y)
    return h


def draw_pairs(rng, n, m):
    """Pairs of a quadratic function, which have positive curvature."""
    root = rng.normal(size=(n, n))
    hessian = root @ root.T + np.eye(n)
    return [(s, hessian @ s) for s in rng.normal(size=(m, n))]


def step_length(f, x, g, d):
    t = 1.0
    while f(x + t * d) > f(x) + 1e-4 * t * (g @ d):
        t /= 2
    return t


def next_point(submission, f, gradient, points, memory):
    """Where the next step must lead, from the points so far, with the answer's own directions, which have tests."""
    g = [gradient(x) for x in points]
    pairs = [(points[i + 1] - points[i], g[i + 1] - g[i]) for i in range(len(points) - 1)]
    pairs = [(s, y) for s, y in pairs if s @ y > 0][-memory:]
    gamma = pairs[-1][0] @ pairs[-1][1] / (pairs[-1][1] @ pairs[-1][1]) if pairs else 1.0
    d = np.array(submission.two_loop(g[-1], pairs, gamma))
    d = d if d @ g[-1] < 0 else -d  # which way it leads is judged elsewhere
    return points[-1] + step_length(f, points[-1], g[-1], d) * d


def run(submission, f, gradient, x0, n_steps, memory=10, tolerance=0.0):
    found = submission.lbfgs(
        submission.callback(lambda x: float(f(np.array(x))), limit=100),
        submission.callback(lambda x: np.array(gradient(np.array(x))), limit=100),
        np.array(x0),
        memory,
        n_steps,
        tolerance,
    )
    return [np.array(x) for x in found]


def check(submission, f, gradient, x0, n_steps, memory=10):
    """Every step of the answer leads where it must from the answer's own points before."""
    points = run(submission, f, gradient, x0, n_steps, memory)
    assert_equal(len(points), n_steps + 1, what="the number of points")
    assert_close(points[0], np.array(x0), what="the first point")
    for k in range(1, len(points)):
        expected = next_point(submission, f, gradient, points[:k], memory)
        assert_close(points[k], expected, rtol=1e-6, what=f"the point after step {k}")


def quadratic(matrix, minimum):
    def f(x):
        return (x - minimum) @ matrix @ (x - minimum) / 2

    return f, lambda x: matrix @ (x - minimum)


def random_quadratic(rng, n):
    """A function that the step of length 1 suits from the second step on."""
    q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return quadratic(q @ np.diag(np.linspace(0.3, 1.2, n)) @ q.T, rng.normal(size=n))


def rosenbrock(x):
    return 10 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def rosenbrock_gradient(x):
    return np.array([-40 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]), 20 * (x[1] - x[0] ** 2)])


@pytest.mark.points(14)
def test_the_direction_of_one_pair(submission, rng):
    """With one pair the direction is -H g, with H the update of I; without any it is -g."""
    s, y, g = np.array([1.0, 2.0, -1.0]), np.array([2.0, 1.0, 0.5]), np.array([3.0, -1.0, 2.0])
    assert_close(submission.two_loop(g, [(s, y)]), -inverse([(s, y)], 1.0, 3) @ g, what="the direction")
    assert_close(submission.two_loop(g, []), -g, what="the direction without pairs")
    pairs, g = draw_pairs(rng, 4, 1), rng.normal(size=4)
    assert_close(submission.two_loop(g, pairs), -inverse(pairs, 1.0, 4) @ g, rtol=1e-7, what="the direction")


@pytest.mark.points(8)
def test_gamma_scales_the_first_h(submission, rng):
    """H starts as gamma I: gamma scales what lies between the two loops, and not the result."""
    s, y, g = np.array([1.0, 2.0, -1.0]), np.array([2.0, 1.0, 0.5]), np.array([3.0, -1.0, 2.0])
    for gamma in (0.5, uniform(rng, 1.5, 2.5)):
        assert_close(submission.two_loop(g, [], gamma), -gamma * g, what=f"the direction without pairs, {gamma = }")
        expected = -inverse([(s, y)], gamma, 3) @ g
        assert_close(submission.two_loop(g, [(s, y)], gamma), expected, what=f"the direction for {gamma = }")


@pytest.mark.points(14)
def test_the_direction_of_several_pairs(submission, rng):
    """With several pairs, H is updated by each, the oldest first, as BFGS does."""
    pairs = [(np.array(s), CURVATURE @ s) for s in ([1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [1.0, -1.0, 0.5])]
    g = np.array([3.0, -1.0, 2.0])
    for m in (2, 3):
        expected = -inverse(pairs[:m], 1.0, 3) @ g
        assert_close(submission.two_loop(g, pairs[:m]), expected, rtol=1e-7, what=f"the direction for {m} pairs")
    pairs, g = draw_pairs(rng, 6, 4), rng.normal(size=6)
    assert_close(submission.two_loop(g, pairs), -inverse(pairs, 1.0, 6) @ g, rtol=1e-6, what="the direction")


@pytest.mark.points(5)
def test_many_unknowns(submission, rng):
    """For 12 000 unknowns there is no room for a matrix."""
    n = 12_000
    s, y, g = rng.normal(size=(3, n))
    y = 2 * s + 0.1 * y
    r, a = 1 / (s @ y), (s @ g) / (s @ y)
    q = g - a * y
    assert_close(submission.two_loop(g, [(s, y)]), -(q + (a - r * (y @ q)) * s), rtol=1e-6)


@pytest.mark.points(13)
def test_backtracking(submission):
    """t is the first of 1, 1/2, 1/4 ... at which f has fallen by 0.0001 t |g . d| at least."""

    def length(f, x, g, d):
        callback = submission.callback(lambda x: float(f(float(x[0]))), limit=60)
        return submission.backtracking(callback, np.array([x]), np.array([g]), np.array([d]))

    assert_close(length(lambda x: x * x, 2.0, 4.0, -2.0), 1.0, what="t where the whole step is good")
    assert_close(length(lambda x: x * x, 2.0, 4.0, -20.0), 0.125, what="t for x^2, from 2 along -20")
    fall = {0.0: 1.0, 1.0: 0.9999999}
    assert_close(length(lambda x: fall.get(x, 0.55), 0.0, -1.0, 1.0), 0.5, what="t for a fall by a ten-millionth")
    # f falls by 0.00005 of what the slope promises at t = 1, and by 0.9 of it at 1/2.
    assert_close(length(lambda x: {0.0: 1.0, 1.0: 0.99995}.get(x, 0.55), 0.0, -1.0, 1.0), 0.5, what="t for a tiny fall")
    assert_close(
        length(lambda x: {0.0: 1.0, 1.0: 0.99985}.get(x, 0.55), 0.0, -1.0, 1.0), 1.0, what="t for a small fall"
    )
    assert_close(length(lambda x: x * x, 2.0, 4.0, -4.0), 0.5, what="t for x^2, from 2 along -4, which leads to -2")
    # At 1/2 f falls by 0.00007, which is enough for half a step.
    steps = {0.0: 1.0, 1.0: 1.5, 0.5: 0.99993}
    assert_close(length(lambda x: steps.get(x, 0.9), 0.0, -1.0, 1.0), 0.5, what="t for a fall that half a step needs")


@pytest.mark.points(2)
def test_only_downhill(submission):
    """A direction with g . d of 0 or more is a ValueError."""
    f = submission.callback(lambda x: float(x @ x), limit=60)
    g = np.array([2.0, 0.0])
    for d in ([1.0, 0.0], [0.0, 3.0]):
        with pytest.raises(ValueError):
            submission.backtracking(f, np.array([1.0, 0.0]), g, np.array(d))
    assert_close(submission.backtracking(f, np.array([1.0, 0.0]), g, np.array([-1.0, 0.0])), 1.0, what="t downhill")


@pytest.mark.points(14)
def test_gamma_is_that_of_the_newest_pair(submission, rng):
    """The steps take gamma = (s . y) / (y . y) from the newest pair, and 1 for the first step."""
    check(submission, *quadratic(CURVATURE / 4, np.zeros(3)), [4.0, -2.0, 1.0], 3)
    check(submission, *random_quadratic(rng, 4), rng.normal(size=4) + 2, 2)


@pytest.mark.points(12)
def test_the_history_is_limited(submission, rng):
    """Only the last pairs count, as many as memory says."""
    spread = np.diag([0.25, 0.5, 1.0, 1.5])
    check(submission, *quadratic(spread, np.zeros(4)), [4.0, -2.0, 1.0, 3.0], 5, memory=2)
    check(submission, *random_quadratic(rng, 4), rng.normal(size=4) + 2, 4, memory=1)


@pytest.mark.points(8)
def test_steps_are_backtracked(submission):
    """In a curved valley steps are halved until f has fallen enough."""
    check(submission, rosenbrock, rosenbrock_gradient, [-1.2, 1.0], 5)


@pytest.mark.points(6)
def test_pairs_without_positive_curvature_are_skipped(submission):
    """A pair with s . y of 0 or less is skipped, and the others stay."""

    def f(x):
        return np.cos(x[0]) + x[1] ** 2 / 4

    check(submission, f, lambda x: np.array([-np.sin(x[0]), x[1] / 2]), [0.5, 1.0], 5)

    # Here the first pair has positive curvature, the next two haven't.
    def slide(x):
        return np.cos(x[0]) - 0.6 * x[0] + x[1] ** 2 / 4

    check(submission, slide, lambda x: np.array([-np.sin(x[0]) - 0.6, x[1] / 2]), [-0.5, 1.0], 5)
    slope = np.array([1.0, -2.0])
    check(submission, lambda x: slope @ x, lambda x: slope, [3.0, 1.0], 3)


@pytest.mark.points(2)
def test_a_start_that_is_good_enough(submission):
    """Where x0 is good enough, or n_steps is 0, no step is taken."""
    f, gradient = quadratic(np.diag([0.5, 0.25]), np.zeros(2))
    found = run(submission, f, gradient, [1e-3, -2e-3], 5, tolerance=0.5)
    assert_equal(len(found), 1, what="the number of points when x0 is good enough")
    assert_equal(len(run(submission, f, gradient, [2.0, 1.0], 0)), 1, what="the number of points after no step")


@pytest.mark.points(2)
def test_where_it_stops(submission):
    """It stops before a step when no entry of the gradient exceeds the tolerance."""
    f, gradient = quadratic(np.diag([0.5, 0.25]), np.zeros(2))
    points = run(submission, f, gradient, [2.0, 1.0], 50, tolerance=1e-6)
    assert_close(points[-1], np.zeros(2), atol=1e-5, what="the last point")
    largest = [float(np.abs(gradient(x)).max()) for x in points]
    assert largest[-1] <= 1e-6 < min(largest[:-1]), f"It stopped at a gradient of {largest[-1]:.3g}, tolerance 1e-6."
    found = run(submission, f, gradient, [0.6, -1.8], 5, tolerance=0.5)
    assert_equal(len(found), 1, what="the number of points for a gradient of [0.3, -0.45] and a tolerance of 0.5")
    found = run(submission, f, gradient, [0.5, -2.0], 5, tolerance=0.5)
    assert_equal(len(found), 1, what="the number of points for a gradient of [0.25, -0.5] and a tolerance of 0.5")
