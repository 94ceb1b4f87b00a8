"""Grades `gradient_check`: on cubic polynomials a central difference is known exactly, its error included."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


class Function:
    """A function to hand in, which notes the arrays that it is called with; messages show it by its text."""

    def __init__(self, text, function):
        self.text, self.function, self.seen = text, function, []

    def __call__(self, x):
        self.seen.append(x)
        return self.function(x)

    def __repr__(self):
        return f"<function {self.text}>"


class Cubic(Function):
    """f(x) = sum a x^3 + b x^2 + c x, of which the central difference is f'(x) + a h^2, up to rounding."""

    def __init__(self, a, b, c):
        super().__init__("sum(a x^3 + b x^2 + c x)", lambda x: float((a * x**3 + b * x**2 + c * x).sum()))
        self.gradient = Function("3 a x^2 + 2 b x + c", lambda x: 3 * a * x**2 + 2 * b * x + c)
        self.difference = lambda x, h: self.gradient(x) + a * h**2


def some_cubic(rng, shape):
    return Cubic(*rng.uniform(0.2, 2.0, size=(3, *shape)))


def some_line(rng, shape):
    """A linear function, of which every difference is right: for tests that are about something else."""
    return Cubic(np.zeros(shape), np.zeros(shape), rng.uniform(0.2, 2.0, size=shape))


def wave(frequency):
    """sin(k x) of one entry, which bends so fast that the default step and tolerance show."""
    return Function(f"sin({frequency:g} x)", lambda x: float(np.sin(frequency * x[0])))


def half_square():
    return Function("sum(x^2) / 2", lambda x: float((x * x).sum()) / 2)


def check_gradient(submission, rng, shape, step, function=some_cubic):
    f, x = function(rng, shape), rng.normal(size=shape)
    gradient = submission.numerical_gradient(f, x, step=step)
    assert_close(gradient, f.difference(x, step), rtol=1e-7, exact_dtype=True)
    return f


@pytest.mark.points(16)
def test_central_differences(submission, rng):
    """Each entry is (f(x + h e_i) - f(x - h e_i)) / (2 h), which for a large h isn't quite the derivative."""
    for step in (0.5, 0.01):
        check_gradient(submission, rng, (3,), step)
    x = rng.uniform(0.5, 1.5, size=1)
    expected = 1e5 * np.cos(1e5 * x) * np.sin(1.0)  # k cos(k x) sin(k h) / (k h) with k h = 1
    assert_close(
        submission.numerical_gradient(wave(1e5), x), expected, atol=1e-2, what="with the default step, the result"
    )


@pytest.mark.points(10)
def test_arrays_of_any_shape(submission, rng):
    """x may have any shape: the function is called with arrays of that shape, and the gradient has it too."""
    for shape in [(2, 3), (2, 1, 2)]:
        f = check_gradient(submission, rng, shape, 0.25, some_line)
        wrong = [seen.shape for seen in f.seen if seen.shape != shape]
        assert not wrong, f"the function was called with an array of shape {wrong[0]} where x has shape {shape}"


@pytest.mark.points(10)
def test_other_entries_stay_where_they_are(submission, rng):
    """Only one entry moves at a time, also in a function that couples all of them."""
    x, weights = rng.normal(size=4), rng.normal(size=(4, 4))
    # Of a quadratic form the central difference is the derivative, whatever the step.
    gradient = submission.numerical_gradient(Function("x^T A x", lambda x: float(x @ weights @ x)), x, step=0.75)
    assert_close(gradient, (weights + weights.T) @ x, rtol=1e-9)


@pytest.mark.points(5)
def test_two_calls_an_entry(submission, rng):
    """The function is called exactly twice for each entry of x."""
    for shape in [(3,), (2, 2)]:
        f = check_gradient(submission, rng, shape, 0.5, some_line)
        assert_equal(len(f.seen), 2 * int(np.prod(shape)), what=f"the number of calls for shape {shape}")


@pytest.mark.points(10)
def test_float64_whatever_comes_in(submission, rng):
    """Integer and float32 arrays are converted to float64, before the step is added and before anything is compared."""
    for x in (np.array([2, -1, 3]), np.array([1000.0, 0.5, -40.0], dtype=np.float32)):
        f = some_line(rng, (3,))
        gradient = submission.numerical_gradient(f, x, step=1e-3)
        assert_close(gradient, f.difference(x.astype(float), 1e-3), rtol=1e-6, exact_dtype=True)
        assert_equal(submission.gradient_check(f, f.gradient, x, step=1e-3, tolerance=1e-3), True, what="the check")
        wrong = [str(seen.dtype) for seen in [*f.seen, *f.gradient.seen] if seen.dtype.name != "float64"]
        assert not wrong, f"the function was called with an array of dtype {wrong[0]}"
    for dtype in (np.uint8, np.float32):
        one, other = np.array([3, 250], dtype=dtype), np.array([4, 240], dtype=dtype)
        wide = float(submission.relative_error(one.astype(np.float64), other.astype(np.float64)))
        assert wide > 0, "The relative error of arrays that differ is above 0."
        assert_close(submission.relative_error(one, other), wide, what=f"the relative error of {dtype.__name__} arrays")


@pytest.mark.points(13)
def test_relative_error(submission, rng):
    """The relative error is the largest |a - b| / max(|a|, |b|, floor) of all entries."""
    for shape in [(6,), (1, 2, 3)]:
        a, b = rng.normal(size=(2, *shape))
        b.flat[0] = a.flat[0] * 1.25
        for floor in (1e-8, 0.5, 30.0):
            entries = zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)
            expected = max(abs(p - q) / max(abs(p), abs(q), floor) for p, q in entries)
            assert_close(submission.relative_error(a, b, floor=floor), expected)
    one = rng.uniform(1, 2, size=4)
    assert_close(submission.relative_error(one, 0.75 * one), 0.25)
    assert_close(submission.relative_error(0.75 * one, one), 0.25)


@pytest.mark.points(5)
def test_entries_of_zero(submission):
    """Two zeros don't differ, and below the floor of 1e-8 differences are divided by the floor."""
    assert_close(submission.relative_error(np.array([0.0, 3.0]), np.array([0.0, 4.0])), 0.25)
    assert_close(submission.relative_error(np.array([2e-9, 0.0]), np.array([-3e-9, 0.0])), 0.5)


@pytest.mark.points(10)
def test_gradient_check_accepts_right_and_refuses_wrong_gradients(submission, rng):
    """gradient_check is True up to the tolerance and False beyond it, if only one entry is wrong."""
    f, x = some_cubic(rng, (3,)), rng.uniform(0.5, 2.0, size=3)
    off = np.array([1.0, 0.99, 1.0])
    nearly = Function("with one entry that is 1 % off", lambda x: f.gradient(x) * off)
    assert_equal(submission.gradient_check(f, f.gradient, x), True, what="the check of a right gradient")
    assert_equal(submission.gradient_check(f, nearly, x), False, what="the check of a gradient that is 1 % off")
    assert_equal(submission.gradient_check(f, nearly, x, tolerance=0.011), True, what="the check at tolerance 0.011")
    assert_equal(submission.gradient_check(f, nearly, x, tolerance=0.009), False, what="the check at tolerance 0.009")
    # With a large step the measured gradient is the one that is off: 3 x^2 + h^2.
    one, zero = np.ones(1), np.zeros(1)
    cube = Cubic(one, zero, zero)
    for tolerance, right in [(0.24, False), (0.26, True)]:
        passed = submission.gradient_check(cube, cube.gradient, one, step=1.0, tolerance=tolerance)
        assert_equal(passed, right, what=f"the check of x^3 at 1 with step 1 and tolerance {tolerance}")


@pytest.mark.points(6)
def test_a_check_goes_by_the_relative_error(submission):
    """A check compares the relative error, with the floor of 1e-8, and passes it up to the tolerance itself."""

    def passed(slope, claimed, **options):
        function = Function(f"{slope!r} x", lambda x: float(slope * x[0]))
        gradient = Function(repr(claimed), lambda x: np.array([claimed]))
        return submission.gradient_check(function, gradient, np.ones(1), **options)

    # Of a linear function with dyadic numbers the measured gradient is exact.
    for slope, claimed, tolerance, right in [
        (4.0, 3.0, 0.25, True),
        (4.0, 3.0, 0.2499, False),
        (3.0, 4.0, 0.25, True),
        (-1.0, 1.0, 2.0, True),
        (1.0, 4.0, 0.75, True),
    ]:
        what = f"the check of {claimed} where the gradient is {slope}, with tolerance {tolerance}"
        assert_equal(passed(slope, claimed, step=0.5, tolerance=tolerance), right, what=what)
    # Gradients below the floor: differences of 1e-9, 1e-13 and 5e-15 are 0.1, 1e-5 and 5e-7 of it.
    for off, right in [(0.0, True), (-1e-9, False), (1e-13, False), (5e-15, True)]:
        what = f"the check of a gradient of 1e-9 that is off by {off}"
        assert_equal(passed(1e-9, 1e-9 + off), right, what=what)


@pytest.mark.points(5)
def test_the_defaults_of_a_check(submission):
    """Unless told otherwise a check takes the step 1e-5 and the tolerance 1e-6."""
    x = np.array([0.01])
    for factor, right in [(1, True), (1 + 1.2e-6, False), (1 - 2.4e-6, False)]:
        gradient = Function(f"200 cos(200 x) * {factor}", lambda x, factor=factor: 200 * np.cos(200 * x) * factor)
        # The measured gradient is too small by the factor 1 - (k h)^2 / 6, which is 1 - 0.67e-6.
        assert_equal(submission.gradient_check(wave(200.0), gradient, x), right, what=f"the check of {gradient.text}")


@pytest.mark.points(5)
def test_nan_never_passes(submission, rng):
    """A nan in either gradient makes the relative error nan, wherever it stands, and the check False."""
    x = rng.normal(size=4)
    for position in (0, 2):
        broken = x.copy()
        broken[position] = np.nan
        assert_close(submission.relative_error(broken, x), np.nan)
        assert_close(submission.relative_error(x, broken), np.nan)
        zero, nan = Function("0", lambda x: 0.0), Function("nan", lambda x: np.nan)
        for function, claimed in [(half_square(), broken), (zero, 0 * broken), (nan, np.nan * x)]:
            passed = submission.gradient_check(function, Function("with a nan", lambda _, wrong=claimed: wrong), x)
            assert_equal(passed, False, what=f"the check of a gradient with a nan, of the function {function.text}")
    passed = submission.gradient_check(half_square(), Function("x", lambda x: x), x)
    assert_equal(passed, True, what="the check of a right gradient")


@pytest.mark.points(5)
def test_shapes_that_differ_are_refused(submission, rng):
    """Gradients of different shapes raise ValueError, also where NumPy would broadcast them."""
    a = rng.normal(size=(3, 1))
    submission.relative_error(a, 0.5 * a)
    for other in (a[:, 0], a[:1], a.T):
        with pytest.raises(ValueError):
            submission.relative_error(a, other)
    for other in (a[:, 0], a[:1], a[:1, 0], a.T):
        with pytest.raises(ValueError):
            submission.gradient_check(half_square(), Function("x of another shape", lambda x, other=other: other), a)
