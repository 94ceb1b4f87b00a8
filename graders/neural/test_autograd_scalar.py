"""Grades `autograd_scalar`: the complex step gives every derivative of the same expression, with no rule for any."""

import cmath
import operator
from random import Random

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, new_seed

COMPLEX = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "neg": operator.neg,
    "tanh": cmath.tanh,
    "exp": cmath.exp,
    "relu": lambda z: z if z.real > 0 else 0j,
}


def evaluate(inputs, steps, moved=None, by=0j):
    """All values of the expression in complex numbers, with one of them moved by a step."""
    values = []
    for i in range(len(inputs) + len(steps)):
        if i < len(inputs):
            value = complex(inputs[i])
        else:
            name, *operands = steps[i - len(inputs)]
            value = COMPLEX[name](*(values[x] if isinstance(x, int) else x for x in operands))
        values.append(value + by if i == moved else value)
    return values


def complex_step(inputs, steps):
    """The data of all values, and the derivative of the last with respect to each: imag f(x + ih) / h, h tiny."""
    data = [value.real for value in evaluate(inputs, steps)]
    return data, [evaluate(inputs, steps, i, 1e-30j)[-1].imag / 1e-30 for i in range(len(data))]


def check(submission, inputs, steps):
    data, grads = submission.differentiate(inputs, steps)
    expected_data, expected_grads = complex_step(inputs, steps)
    assert_close(array(data), np.array(expected_data), what="the data of all values")
    assert_close(array(grads), np.array(expected_grads), what="the grad of all values")


def array(numbers):
    """A list of numbers as an array; anything else as it is, to be refused."""
    return np.array(numbers, float) if all(isinstance(x, int | float) for x in numbers) else numbers


def number(rng, low, high):
    """A number with a random sign and a magnitude between the bounds."""
    return round(float(rng.uniform(low, high) * rng.choice([-1, 1])), 4)


@pytest.mark.points(10)
def test_every_operation_computes_its_value(submission, rng):
    """Arithmetic on values gives new values with the right data, and a grad of 0.0."""
    a, b = number(rng, 0.5, 3), number(rng, 0.5, 3)
    x, y = submission.Value(a), submission.Value(b)
    cases = {
        "x": (x, a),
        "x + y": (x + y, a + b),
        "x - y": (x - y, a - b),
        "x * y": (x * y, a * b),
        "x / y": (x / y, a / b),
        "x ** 3": (x ** submission.argument(3), a**3),
        "y ** -2": (y ** submission.argument(-2), b**-2),
        "-x": (-x, -a),
        "x.tanh()": (x.tanh(), cmath.tanh(a).real),
        "y.exp()": (y.exp(), cmath.exp(b).real),
        "x.relu()": (x.relu(), max(a, 0.0)),
        "(-x).relu()": ((-x).relu(), max(-a, 0.0)),
        "Value(3)": (submission.Value(3), 3.0),
    }
    assert_equal([x.grad, cases["x * y"][0].grad], [0.0, 0.0], what="grad before any backward")
    for text, found in [("Value(3).data", cases["Value(3)"][0].data), ("Value(3).grad", cases["Value(3)"][0].grad)]:
        assert isinstance(found, float), f"{text} should be a float; it is an {type(found).__name__}."
    for text, (value, data) in cases.items():
        assert_close(value.data, data, what=f"the data of {text} at x = {a}, y = {b}")


@pytest.mark.points(10)
def test_every_operation_has_its_derivative(submission, rng):
    """Each operation passes the right derivative on to each of its operands, also at 0."""
    for name in ("+", "-", "*", "/"):
        inputs = [number(rng, 0.5, 3), number(rng, 0.5, 3)]
        # The factor in front keeps the derivative of the result from being 1.
        check(submission, inputs, [(name, 0, 1), ("*", -1, number(rng, 1.5, 3))])
    for name in ("neg", "tanh", "exp", "relu"):
        for sign in (1, -1):
            check(submission, [sign * float(rng.uniform(0.3, 1.5))], [(name, 0), ("*", -1, number(rng, 1.5, 3))])
    for exponent in (2.0, 3.0, -1.0, -2.0, 1.0):
        for sign in (1, -1):
            base = sign * float(rng.uniform(0.5, 2))
            check(submission, [base], [("**", 0, exponent), ("*", -1, number(rng, 1.5, 3))])
    # At 0 nothing can be had by dividing the result by an operand, or by a logarithm.
    for exponent in (3.0, 2.0, 1.0):
        check(submission, [0.0], [("**", 0, exponent), ("*", -1, number(rng, 1.5, 3))])
    for steps in ([("*", 0, 1)], [("*", 1, 0)], [("/", 0, 1)]):
        check(submission, [0.0, number(rng, 0.5, 3)], [*steps, ("*", -1, number(rng, 1.5, 3))])
    for exponent in (0.5, -1.5, 2.25):
        check(submission, [float(rng.uniform(0.5, 2))], [("**", 0, exponent), ("*", -1, number(rng, 1.5, 3))])


@pytest.mark.points(5)
def test_plain_numbers_on_either_side(submission, rng):
    """A plain int or float may stand on either side of + - * / and as an exponent."""
    a, n, c = number(rng, 0.5, 3), int(rng.integers(2, 6)), number(rng, 0.5, 3)
    cases = {
        "(c + (x + n)) * n": (lambda x, n, c: (c + (x + n)) * n, n),
        "c * (x - c)": (lambda x, n, c: c * (x - c), c),
        "n - x": (lambda x, n, c: n - x, -1),
        "c / x": (lambda x, n, c: c / x, -c / a**2),
        "x ** n / n": (lambda x, n, c: x**n / n, a ** (n - 1)),
    }
    for text, (build, derivative) in cases.items():
        x = submission.Value(a)
        y = build(x, submission.argument(n), submission.argument(c))
        y.backward()
        what = f"data and derivative of {text} at x = {a}, n = {n}, c = {c}"
        assert_close((y.data, x.grad), (build(a, n, c), float(derivative)), what=what)


@pytest.mark.points(15)
def test_contributions_of_several_uses_add_up(submission, rng):
    """A value that is used several times gets the sum of what comes from each use."""
    a, b = number(rng, 0.5, 2), number(rng, 0.5, 2)
    check(submission, [a], [("+", 0, 0), ("*", -1, 3.0)])
    check(submission, [a], [("*", 0, 0), ("*", -1, 0), ("-", -1, 0)])
    check(submission, [a, b], [("*", 0, 1), ("+", 0, 1), ("*", -1, -2), ("*", -1, 0)])
    check(submission, [a], [("-", 0, 0), ("*", 0, 0), ("+", -1, -2), ("*", -1, 0)])


@pytest.mark.points(10)
def test_a_derivative_is_complete_before_it_is_passed_on(submission, rng):
    """A value passes its derivative on only when the contributions of all its uses have arrived."""
    a, b = number(rng, 0.5, 2), number(rng, 0.5, 2)
    # The middle value is used by the result itself and again at the end of a longer path.
    long = [("tanh", 2), ("*", -1, 1), ("exp", -1)]
    check(submission, [a, b], [("*", 0, 0), *long, ("*", -1, 2), ("*", -1, 3.0)])
    check(submission, [a, b], [("*", 0, 0), *long, ("*", 2, -1), ("*", -1, 3.0)])
    # Diamonds in a row: each value is used twice by the next.
    check(submission, [a, b], [("*", 0, 0.5), ("+", -1, 1), ("*", -1, -2), ("tanh", -1), ("*", -1, -2), ("-", -1, -3)])


@pytest.mark.points(5)
def test_random_expressions(submission, rng):
    """In random expressions the data and grad of every value are right, of those in between too."""
    draw = Random(new_seed(rng))
    for _ in range(3):
        inputs = [draw.uniform(0.5, 1.5) * draw.choice([-1, 1]) for _ in range(3)]
        steps = []
        while len(steps) < 15:
            n = len(inputs) + len(steps)
            name = draw.choice(["+", "-", "*", "*", "neg", "tanh", "relu", "exp", "/", "**"])
            one, two = draw.randrange(n), draw.randrange(max(0, n - 4), n)
            # exp, / and ** act on a tanh, so that nothing grows without bound.
            bounded = [("tanh", one), ("+", -1, 2.0)]
            steps += {
                "exp": [("tanh", one), ("exp", -1)],
                "/": [*bounded, ("/", two, -1)],
                "**": [*bounded, ("**", -1, draw.choice([2.0, -1.0, 0.5, 3.0]))],
                "*": [("tanh", one), ("*", two, -1)],
            }.get(name) or [(name, one) if name in ("neg", "tanh", "relu") else (name, one, two)]
        check(submission, inputs, [*steps, ("+", -1, 0), ("-", -1, -2), ("*", -1, 1.5)])


@pytest.mark.points(3)
def test_relu_at_zero_and_tanh_far_out(submission, rng):
    """The derivative of relu at 0 is 0, and tanh and its derivative hold for numbers of any size."""
    for zero in (0.0, -0.0):
        assert_equal(submission.differentiate([zero], [("relu", 0)]), ([0.0, 0.0], [0.0, 1.0]))
    assert_equal(submission.differentiate([0.25], [("relu", 0)]), ([0.25, 0.25], [1.0, 1.0]))
    for far in (1000.0, -1000.0, 400.0):
        sign = 1.0 if far > 0 else -1.0
        assert_equal(submission.differentiate([far], [("tanh", 0)]), ([far, sign], [0.0, 1.0]))
    check(submission, [number(rng, 3, 6)], [("tanh", 0)])


@pytest.mark.points(7)
def test_backward_adds_to_what_is_there(submission, rng):
    """Every backward adds the derivatives of its result: twice on one result doubles them, two results give the sum."""
    a, b = number(rng, 0.5, 2), number(rng, 0.5, 2)
    x, y = submission.Value(a), submission.Value(b)
    u = x * y
    v = u * u
    w = u + v
    v.backward()
    v.backward()
    grads = [value.grad for value in (x, y, u, v)]
    what = f"the grads of x = {a}, y = {b}, u = x * y and v = u * u"
    assert_close(grads, [4 * a * b * b, 4 * a * a * b, 4 * a * b, 2.0], what=f"{what} after two calls of v.backward()")
    w.backward()
    grads = [value.grad for value in (x, y, u, v, w)]
    expected = [6 * a * b * b + b, 6 * a * a * b + a, 6 * a * b + 1, 3.0, 1.0]
    assert_close(grads, expected, what=f"{what} and w = u + v after one more of w.backward()")


@pytest.mark.points(3)
def test_only_what_the_result_came_from_is_reached(submission, rng):
    """Values that the result wasn't computed from keep their grad, and grad can be assigned to."""
    a, b = number(rng, 0.5, 2), number(rng, 0.5, 2)
    x, y = submission.Value(a), submission.Value(b)
    y.grad = 7.0
    u = x * submission.argument(3)
    v = u * y
    u.backward()
    grads = [value.grad for value in (x, u, v, y)]
    assert_close(grads, [3.0, 1.0, 0.0, 7.0], what="the grads of x, u = 3 * x, v = u * y and y after u.backward()")
    x.grad = 0.0
    v.backward()
    assert_close([x.grad, y.grad], [3 * b, 7 + 3 * a], what="the grads of x, set back to 0, and y after v.backward()")


@pytest.mark.points(15)
@pytest.mark.timeout(2)
def test_deep_graphs(submission, rng):
    """Thousands of operations in a row are no problem: depth isn't bounded by Python's recursion limit."""
    rate, n = float(rng.uniform(2e-4, 3e-4)), 3000
    # x <- x * (1 + rate), so that there is one path.
    data, grads = submission.differentiate([2.0], [("*", -1, 1 + rate)], n)
    growth = (1 + rate) ** n
    assert_close(
        (data[-1], grads[0]), (2 * growth, growth), rtol=1e-8, what=f"data and derivative of 2 * (1 + {rate}) ** {n}"
    )


@pytest.mark.points(15)
@pytest.mark.timeout(0.2)
def test_work_grows_with_the_operations(submission, rng):
    """The time of backward is proportional to the number of operations, where 2 ** 60 paths lead through the graph."""
    factor = float(rng.uniform(0.45, 0.55))
    # x <- (x + x) * factor: each level doubles the number of paths.
    data, grads = submission.differentiate([2.0], [("+", -1, -1), ("*", -1, factor)], 60)
    growth = (2 * factor) ** 60
    what = f"data and derivative of 2 * (2 * {factor}) ** 60"
    assert_close((data[-1], grads[0]), (2 * growth, growth), rtol=1e-8, what=what)
    # Many operations, of few levels each.
    _, grads = submission.differentiate([1.5, 0.0], [("+", -1, 0)], 300)
    assert_close(grads[0], 300.0, what="the derivative of x + x + ... + x, 300 times")


@pytest.mark.points(2)
def test_a_value_is_no_exponent(submission):
    """A Value as an exponent raises TypeError; a plain number, negative or not whole, is fine."""
    x = submission.Value(4.0)
    assert_close(
        [(x ** submission.argument(0.5)).data, (x ** submission.argument(-1)).data],
        [2.0, 0.25],
        what="the data of x ** 0.5 and x ** -1",
    )
    with pytest.raises(TypeError):
        x ** submission.Value(2.0)
