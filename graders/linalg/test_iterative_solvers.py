"""Grades `iterative_solvers`: systems with known solutions, and Jacobi's path as a power of its iteration matrix."""

from itertools import pairwise

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def dominant(rng, n):
    a = rng.uniform(-1, 1, size=(n, n))
    return a + np.diag(rng.choice([-1.0, 1.0], size=n) * 3 * n * rng.uniform(0.6, 1.0, size=n))


def definite(rng, values):
    vectors = np.linalg.qr(rng.normal(size=(len(values), len(values))))[0]
    return (vectors * values) @ vectors.T


def solve(function, a, b, tol, max_steps=400):
    x, steps, done = function(a, b, tol, max_steps)
    return np.asarray(x), int(steps), bool(done)


@pytest.mark.points(14)
def test_jacobi_solves_the_system(submission, rng):
    """Jacobi's x solves a diagonally dominant system, whatever the signs of the diagonal."""
    for a in (np.array([[4.0, 1.0], [1.0, -3.0]]), dominant(rng, 5)):
        x = rng.uniform(1, 2, size=len(a))
        found, _, _ = solve(submission.solve_jacobi, a, a @ x, 1e-10)
        assert_close(found, x, rtol=1e-4, what="x")  # when it ends is judged elsewhere


@pytest.mark.points(16)
def test_the_path_of_jacobi(submission, rng):
    """After k steps from 0, x is the sum of the first k powers of I - A / D, times b / D."""
    fixed = np.array([[4.0, 1.0], [2.0, -8.0]])
    found, steps, _ = solve(submission.solve_jacobi, fixed, np.array([8.0, 16.0]), 1e-12, 1)
    assert steps <= 1, f"There were {steps} steps with max_steps = 1."
    assert_close(found, np.array([2.0, -2.0]), what="x after one step")
    a = dominant(rng, 4)
    b, diagonal = a @ rng.uniform(1, 2, size=4), np.diag(a)
    step = np.eye(4) - a / diagonal[:, None]
    for k in (2, 4):
        expected = sum(np.linalg.matrix_power(step, i) @ (b / diagonal) for i in range(k))
        found, _, _ = solve(submission.solve_jacobi, a, b, 1e-15, k)
        assert_close(found, expected, rtol=1e-9, what=f"x after {k} steps")


@pytest.mark.points(12)
def test_the_first_step_of_conjugate_gradients(submission, rng):
    """The first step goes along b, so far that the residual is at right angles to it."""
    for a in (np.array([[4.0, 1.0], [1.0, 3.0]]), definite(rng, np.linspace(1, 10, 5))):
        b = rng.uniform(1, 2, size=len(a))
        found, _, _ = solve(submission.solve_gradients, a, b, 1e-12, 1)
        assert_close(found, b * (b @ b) / (b @ a @ b), what="x after one step")


@pytest.mark.points(16)
def test_the_second_step_of_conjugate_gradients(submission, rng):
    """After two steps x is the best combination of b and A b, as the error's A-norm measures it."""
    for a in (np.diag([1.0, 2.0, 4.0]), definite(rng, np.linspace(1, 10, 5))):
        b = rng.uniform(1, 2, size=len(a))
        space = np.column_stack([b, a @ b])
        expected = space @ np.linalg.solve(space.T @ a @ space, space.T @ b)
        found, _, _ = solve(submission.solve_gradients, a, b, 1e-12, 2)
        assert_close(found, expected, rtol=1e-7, what="x after two steps")


@pytest.mark.points(14)
def test_as_many_steps_as_there_are_eigenvalues(submission, rng):
    """Conjugate gradients solve the system in as many steps as A has different eigenvalues, N at the latest."""
    for values in (
        [1.0, 10.0],
        [2.0, 2.0, 2.0, 9.0, 9.0],
        [1.0, 1.0, 4.0, 4.0, 10.0, 10.0, 10.0],
        [1.0, 2.0, 5.0, 10.0],
    ):
        a = definite(rng, np.array(values))
        x = rng.uniform(1, 2, size=len(values))
        found, steps, _ = solve(submission.solve_gradients, a, a @ x, 1e-8)
        assert_close(found, x, rtol=1e-5, what="x")
        assert_equal(steps, len(set(values)), what=f"the number of steps for the eigenvalues {values}")


def check_residual(function, a, b):
    """The steps end where the residual is at most tol |b|, and no later; |b| is 1 here, so that no share is judged."""
    b = b / np.linalg.norm(b)
    _, steps, done = solve(function, a, b, 1e-3)
    residuals = [float(np.linalg.norm(b - a @ solve(function, a, b, 1e-15, k)[0])) for k in range(11)]
    falling = all(later < 0.98 * earlier for earlier, later in pairwise(residuals))
    if falling and done:  # whether x is right is judged elsewhere
        # The numbers for several tolerances tell one wrong measure from another.
        tols = [share * residuals[k] for k in (2, 3, 6, 9) for share in (1.01, 0.99)]
        found = [solve(function, a, b, tol)[1] for tol in tols]
        shown = ", ".join(f"{tol:.3g}" for tol in tols)
        assert_equal(found, [2, 3, 3, 4, 6, 7, 9, 10], what=f"the steps for |b| = 1 and the tolerances {shown}")
    assert steps > 1, f"The solver says that it took {steps} steps."


@pytest.mark.points(4)
def test_jacobi_ends_by_the_residual(submission, rng):
    """Jacobi's steps end as soon as |b - A x| <= tol |b|, however far x still moves."""
    # The solution for a matrix 50 times as large is 50 times as small, and so are all changes of x; residuals stay.
    a, b = np.array([[2.0, 1.0], [1.0, -2.0]]), np.array([0.6, 0.8])
    steps = [solve(submission.solve_jacobi, scale * a, b, 1e-3)[1] for scale in (50.0, 1.0, 0.02)]
    what = "the steps for a matrix 50 times as large, as large and 50 times as small"
    assert_equal(steps, [max(steps[1], 2)] * 3, what=what)
    a = np.array([[4.0, 1.0, 0.5, -1.0], [1.0, -5.0, 1.0, 0.5], [0.5, -1.0, 6.0, 1.0], [1.0, 0.5, -1.0, -7.0]])
    check_residual(submission.solve_jacobi, 50.0 * a, np.array([1.0, 3.0, -2.0, 0.5]))
    check_residual(submission.solve_jacobi, 0.02 * dominant(rng, 4), rng.uniform(1, 2, size=4))


@pytest.mark.points(4)
def test_conjugate_gradients_end_by_the_residual(submission, rng):
    """The steps of conjugate gradients end as soon as |b - A x| <= tol |b|."""
    a = definite(rng, np.linspace(1, 10, 30))
    check_residual(submission.solve_gradients, a, a @ rng.uniform(1, 2, size=30))


@pytest.mark.points(4)
def test_the_tolerance_is_a_share_of_the_right_hand_side(submission, rng):
    """The steps don't depend on the size of b."""
    one, other = dominant(rng, 4), definite(rng, np.linspace(1, 10, 30))
    for function, a in ((submission.solve_jacobi, one), (submission.solve_gradients, other)):
        b = a @ rng.uniform(1, 2, size=len(a))
        b /= np.linalg.norm(b)
        plain, steps, done = solve(function, a, b, 1e-3)
        assert steps > 1, f"The solver says that it took {steps} steps."
        _, *exactly = solve(function, a, b, 1e-3, steps)
        for scale in (2.0**30, 2.0**-60):  # a small number beside |b| is no longer small then
            found, *again = solve(function, a, scale * b, 1e-3)
            what = f"the steps, and whether it is done, for a right-hand side {scale:.0e} times as large"
            assert_equal(again, [steps, done], what=what)
            assert_close(found / scale, plain, rtol=1e-6, what="x, by the same number")
            _, *again = solve(function, a, scale * b, 1e-3, steps)
            what = f"the steps, and whether it is done, for one {scale:.0e} times as large and exactly so many steps"
            assert_equal(again, exactly, what=what)


@pytest.mark.points(8)
def test_not_done_is_said(submission, rng):
    """What isn't done after max_steps, and not before, is said, and what is done at the last step is done."""
    one, other = dominant(rng, 4), definite(rng, np.linspace(1, 10, 12))
    for function, a in ((submission.solve_jacobi, one), (submission.solve_gradients, other)):
        b = a @ rng.uniform(1, 2, size=len(a))
        b /= np.linalg.norm(b)  # what tol is a share of is judged elsewhere
        _, steps, done = solve(function, a, b, 1e-3)
        if done:  # whether it gets there is judged elsewhere
            _, again, done = solve(function, a, b, 1e-3, steps)
            assert_equal(
                (again, done), (steps, True), what="the steps and whether it is done, with exactly so many steps"
            )
        _, again, done = solve(function, a, b, 1e-3, 1)
        assert_equal((again, done), (1, False), what="the steps and whether it is done, with a single step")
    stiff = definite(rng, np.geomspace(1, 1e5, 12))  # rounding makes it some 20 steps
    product = submission.callback(lambda v: stiff @ v, limit=200)
    _, _, done = submission.conjugate_gradients(product, rng.normal(size=12), 1e-6, 60)
    assert done or product.calls >= 60, (
        f"conjugate_gradients gave up a system of 12 unknowns after {product.calls} products with max_steps = 60."
    )


@pytest.mark.points(4)
def test_b_of_0_takes_no_step(submission, rng):
    """For b = 0 the start is the solution, and no step is taken."""
    a = definite(rng, np.array([3.0, 2.0, 1.0]))
    for name in ("solve_jacobi", "solve_gradients"):
        x, steps, done = solve(getattr(submission, name), a, np.zeros(3), 1e-6)
        assert_equal((steps, done), (0, True), what=f"the steps of {name} for b = 0, and whether it is done")
        assert_equal(x, np.zeros(3), what=f"the x of {name} for b = 0")


@pytest.mark.points(4)
def test_one_product_a_step(submission, rng):
    """The matrix is multiplied once in each step, and at most once more."""
    one, other = dominant(rng, 4), definite(rng, np.linspace(1, 10, 12))
    for name, a, arguments in (("jacobi", one, (np.diag(one).copy(),)), ("conjugate_gradients", other, ())):
        product = submission.callback(lambda v, a=a: a @ v, limit=60)
        _, steps, _ = getattr(submission, name)(product, *arguments, a @ np.arange(1.0, len(a) + 1), 1e-3, 20)
        assert int(steps) > 1, f"The solver says that it took {steps} steps."
        assert product.calls <= int(steps) + 1, f"{name} took {product.calls} products for {steps} steps."
