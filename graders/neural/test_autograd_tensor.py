"""Grades `autograd_tensor`: the complex step gives every gradient of the same expression, with no rule for any."""

import operator

import numpy as np
import pytest

from kata.testing import assert_close, complex_step, sizes

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "@": operator.matmul}


def evaluate(inputs, steps):
    """The last value of the expression, in NumPy."""
    values = list(inputs)
    for name, first, *rest in steps:
        a = values[first] if isinstance(first, int) else first
        if name in OPERATORS:
            values.append(OPERATORS[name](a, values[rest[0]] if isinstance(rest[0], int) else rest[0]))
        elif name == "sum":
            values.append(a.sum(axis=rest[0], keepdims=rest[1]))
        elif name == "reshape":
            values.append(a.reshape(rest[0]))
        elif name == "index":
            values.append(a[rest[0]])
        else:
            values.append({"neg": lambda a: -a, "exp": np.exp, "relu": lambda a: a * (a.real > 0)}[name](a))
    return np.asarray(values[-1])


def expected_gradients(inputs, steps, gradient):
    made = []
    for i in range(len(inputs)):

        def function(x, i=i):
            return evaluate([*inputs[:i], x, *inputs[i + 1 :]], steps)

        made.append(complex_step(function, inputs[i], gradient))
    return made


def check(submission, rng, inputs, steps, what):
    """Value and gradients of the inputs for a random gradient of the result."""
    inputs = [np.asarray(x, dtype=float) for x in inputs]
    value = evaluate(inputs, steps)
    gradient = rng.normal(size=value.shape).round(3)
    data, grads = submission.differentiate(inputs, steps, np.array(gradient))
    assert_close(np.asarray(data), value, rtol=1e-7, what=f"the data of {what}")
    for i, grad in enumerate(expected_gradients(inputs, steps, gradient)):
        assert_close(np.asarray(grads[i]), grad, rtol=1e-6, what=f"the grad of input {i} of {what}")


def arrays(rng, *shapes):
    """Arrays whose entries lie between 0.5 and 2 in size."""
    return [rng.uniform(0.5, 2, size=shape) * rng.choice([-1, 1], size=shape) for shape in shapes]


@pytest.mark.points(12)
def test_arithmetic_of_one_shape(submission, rng):
    """+ - * / and the minus pass the right gradient on to both operands of one shape."""
    for name in ("+", "-", "*", "/"):
        check(submission, rng, arrays(rng, (2, 3), (2, 3)), [(name, 0, 1)], f"a {name} b")
    check(submission, rng, arrays(rng, (4,)), [("neg", 0)], "-a")
    for name, text in (("exp", "a.exp()"), ("relu", "a.relu()")):
        check(submission, rng, [np.array([[1.0, -0.5, 0.25], [-1.0, 2.0, 0.75]])], [(name, 0)], text)


@pytest.mark.points(2)
def test_relu_at_0(submission):
    """At 0 the derivative of the rectifier is 0."""
    data, grads = submission.differentiate([np.array([0.0, -1.0, 2.0])], [("relu", 0)], np.array([3.0, 4.0, 5.0]))
    assert_close(np.asarray(data), np.array([0.0, 0.0, 2.0]), what="the data of a.relu()")
    assert_close(np.asarray(grads[0]), np.array([0.0, 0.0, 5.0]), what="the grad of a of a.relu()")


@pytest.mark.points(4)
def test_plain_numbers(submission, rng):
    """A plain number may stand on either side of + - * /."""
    for name in ("+", "-", "*", "/"):
        check(submission, rng, arrays(rng, (2, 3)), [(name, 0, 2.5), (name, 0.75, -1)], f"0.75 {name} (a {name} 2.5)")
    found = submission.Tensor([[1, 2]]) + submission.argument(3)
    assert_close(found.data, np.array([[4.0, 5.0]]), exact_dtype=True, what="the data of Tensor([[1, 2]]) + 3")


@pytest.mark.points(16)
def test_broadcasting(submission, rng):
    """Where an operand was stretched, its gradient is summed back to its own shape."""
    shapes = [
        ((3, 4), (4,)),
        ((3, 1), (3, 4)),
        ((2, 3, 2), (3, 1)),
        ((3, 1), (1, 4)),
        ((), (2, 3)),
        ((1, 1, 3), (2, 1, 1)),
    ]
    for i, (a, b) in enumerate(shapes):
        name = "+*-/+*"[i]
        check(submission, rng, arrays(rng, a, b), [(name, 0, 1)], f"a {name} b of the shapes {a} and {b}")


@pytest.mark.points(12)
def test_matmul(submission, rng):
    """The gradients of A @ B are G B^T and A^T G."""
    check(submission, rng, [[[1.0, 2.0], [3.0, 4.0]], [[1.0, 5.0], [-2.0, 0.5]]], [("@", 0, 1)], "a @ b")
    n, k, m = sizes(rng, 2, 3, 4)
    check(submission, rng, arrays(rng, (n, k), (k, m)), [("@", 0, 1)], "a @ b")


@pytest.mark.points(10)
def test_sums(submission, rng):
    """A sum passes its gradient on to each entry that went into it, over all axes or one, kept or not."""
    check(submission, rng, [[[1.0, 2.0], [3.0, 5.0]]], [("sum", 0, 1, False)], "a.sum(1) of a square")
    for axis, keepdims in ((None, False), (0, False), (-1, False), (1, True), (None, True)):
        steps = [("sum", 0, axis, keepdims)]
        check(submission, rng, arrays(rng, (2, 1, 3)), steps, f"a.sum({axis}, {keepdims})")


@pytest.mark.points(6)
def test_reshape(submission, rng):
    """reshape keeps the order of the entries, forwards and backwards."""
    for shape in ((6, 2), (12,), (3, -1)):
        check(submission, rng, arrays(rng, (2, 3, 2)), [("reshape", 0, shape)], f"a.reshape({shape})")


@pytest.mark.points(8)
def test_indexing(submission, rng):
    """Entries that are picked get their gradient, the others 0."""
    mask = np.array([[True, False, True], [False, False, True]])
    keys = {
        "a[1]": 1,
        "a[:, ::2]": (slice(None), slice(None, None, 2)),
        "a[..., None, 1]": (..., None, 1),
        "a[mask]": mask,
    }
    for text, key in keys.items():
        check(submission, rng, arrays(rng, (2, 3)), [("index", 0, key)], text)


@pytest.mark.points(5)
def test_indices_that_occur_several_times(submission, rng):
    """An entry that is picked several times gets the sum of its gradients."""
    check(submission, rng, arrays(rng, (4, 2)), [("index", 0, np.array([0, 2, 2, 2, 0]))], "a[[0, 2, 2, 2, 0]]")
    key = (np.array([1, 1, 0]), np.array([1, 1, 0]))
    check(submission, rng, arrays(rng, (2, 2)), [("index", 0, key)], "a[[1, 1, 0], [1, 1, 0]]")


@pytest.mark.points(9)
def test_contributions_of_several_uses_add_up(submission, rng):
    """A tensor that is used several times gets the sum of what comes from each use."""
    check(submission, rng, arrays(rng, (2, 2)), [("+", 0, 0)], "a + a")
    check(submission, rng, arrays(rng, (2,), (2,)), [("+", 0, 1), ("+", -1, 0)], "a + b + a")
    check(submission, rng, arrays(rng, (2, 2)), [("*", 0, 0), ("+", -1, 0)], "a * a + a")


@pytest.mark.points(7)
def test_a_gradient_is_complete_before_it_is_passed_on(submission, rng):
    """A tensor passes its gradient on once, when the contributions of all its uses have arrived."""
    long = [("exp", 2), ("*", -1, 1), ("neg", -1)]
    for last in (("*", -1, 2), ("*", 2, -1)):
        check(submission, rng, arrays(rng, (2,), (2,)), [("*", 0, 0), *long, last], "a long and a short path")
    # 40 doublings in a row make 2^40 paths.
    half = np.array([0.5, -0.25])
    steps = [("+", -1, -1)] * 40
    _, grads = submission.differentiate([half], steps, np.ones(2))
    assert_close(np.asarray(grads[0]), np.full(2, 2.0**40), what="the grad after 40 doublings")


@pytest.mark.points(4)
def test_gradients_of_several_calls_add_up(submission):
    """backward adds the gradient itself to grad, once for each call, for results that share tensors too."""
    x = submission.Tensor([1.0, 3.0])
    y = x * x
    z = y.sum()
    assert_close(y.grad, np.zeros(2), what="the grad of y before any call")
    for times in (1, 2, 3):
        z.backward()
        assert_close(x.grad, times * np.array([2.0, 6.0]), what=f"the grad of x after {times} calls")
        assert_close(y.grad, times * np.ones(2), what=f"the grad of y after {times} calls")
        assert_close(z.grad, float(times), what=f"the grad of z, the result, after {times} calls")
    y.backward(np.array([1.0, -1.0]))
    assert_close(x.grad, np.array([8.0, 12.0]), what="the grad of x after a call for another result")
    x.grad = np.array([0.5, 0.25])
    z.backward()
    assert_close(x.grad, np.array([2.5, 6.25]), what="the grad of x after [0.5, 0.25] was assigned to it and one call")


@pytest.mark.points(3)
def test_a_gradient_of_one_entry(submission):
    """Without a gradient, backward takes 1 for a tensor of one entry, and is a ValueError for more."""
    for shape in ((1, 1), ()):
        x = submission.Tensor(np.full(shape, 2.0))
        (x * x).backward()
        assert_close(x.grad, np.full(shape, 4.0), what="the grad of x")
    x = submission.Tensor([1.0, 2.0])
    with pytest.raises(ValueError):
        (x * x).backward()


@pytest.mark.points(2)
def test_deep_expressions(submission):
    """An expression may be 1100 operations deep."""
    _, grads = submission.differentiate([np.array([2.0, 4.0])], [("+", -1, 0)] * 1100, np.ones(2))
    assert_close(np.asarray(grads[0]), np.full(2, 1101.0), what="the grad after 1100 additions")
