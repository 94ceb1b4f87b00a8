"""Grades `ssm_convolution`: the oracle runs the recurrence, and sums products of shifted inputs."""

import numpy as np
import pytest

from kata.testing import assert_close

A = np.array([[0.5, 0.75], [0.25, 0.875]])
B = np.array([[1.0, 2.0], [-1.0, 0.5]])
C = np.array([[3.0, -0.5], [2.0, 1.5]])
U = np.array([[[1.0, -2.0], [0.5, 1.0], [-1.5, 0.25], [2.0, 0.75], [-0.5, 3.0]]])


def by_recurrence(u, a, b, c, d):
    x = np.zeros((len(u), *a.shape))
    y = np.empty(u.shape)
    for t in range(u.shape[1]):
        x = a * x + b * u[:, t, :, None]
        y[:, t] = (c * x).sum(axis=2) + d * u[:, t]
    return y


def by_shifts(u, kernel):
    y = np.zeros(u.shape)
    for age, weight in enumerate(kernel[: u.shape[1]]):
        y[:, age:] += weight * u[:, : u.shape[1] - age]
    return y


def check_kernel(submission, a, b, c, length):
    pulse = np.zeros((1, length, len(a)))
    pulse[:, 0] = 1
    found = submission.ssm_kernel(a.copy(), b.copy(), c.copy(), length)
    assert_close(found, by_recurrence(pulse, a, b, c, 0.0)[0], rtol=1e-9, atol=1e-12, what="the kernel")


def check_convolution(submission, u, kernel):
    found = submission.causal_convolution(u.copy(), kernel.copy())
    assert_close(found, by_shifts(u, kernel), rtol=1e-9, atol=1e-10, what="the convolution")


def check_layer(submission, u, a, b, c, d):
    found = submission.ssm_convolution(*(v.copy() for v in (u, a, b, c, d)))
    assert_close(found, by_recurrence(u, a, b, c, d), rtol=1e-9, atol=1e-10, what="the outputs")


@pytest.mark.points(20)
def test_the_kernel_is_the_response_to_a_pulse(submission, rng):
    """K_l = sum over n of C_n Abar_n^l Bbar_n, for each channel."""
    check_kernel(submission, A, B, C, 4)
    check_kernel(submission, rng.uniform(0.1, 1.1, (2, 3)), *rng.normal(size=(2, 2, 3)), 5)


@pytest.mark.points(6)
def test_factors_that_are_negative_or_0(submission):
    """A negative Abar alternates; one of 0 leaves K_0 = C Bbar alone."""
    check_kernel(submission, np.array([[-0.5, 0.25], [0.0, -1.5]]), B, C, 4)


@pytest.mark.points(20)
def test_the_convolution_of_short_signals(submission, rng):
    """Entry t is the sum of kernel[l] u_{t-l}, channel by channel; here nothing reaches the end."""
    for u, kernel in ((U, C), (rng.normal(size=(2, 4, 3)), rng.normal(size=(4, 3)))):
        rows, steps, channels = u.shape
        long_u = np.concatenate([u, np.zeros((rows, steps + 1, channels))], axis=1)
        zeros = np.zeros((2 * steps + 1 - len(kernel), channels))
        check_convolution(submission, long_u, np.concatenate([kernel, zeros]))


@pytest.mark.points(14)
def test_nothing_comes_back_at_the_beginning(submission, rng):
    """The first outputs don't depend on the last inputs, whatever the kernel holds at its end."""
    kernel = np.array([[1.0, 0.5], [-2.0, 0.25], [0.5, 3.0], [4.0, -1.0], [2.0, 5.0]])
    check_convolution(submission, U, kernel)
    check_convolution(submission, rng.normal(size=(2, 6, 3)), rng.normal(size=(6, 3)))


@pytest.mark.points(8)
def test_kernels_of_another_length(submission):
    """A kernel may be shorter or longer than the input; the output is as long as the input."""
    kernel = np.arange(1.0, 17.0).reshape(8, 2) % 5
    for length in (1, 3):
        check_convolution(submission, U, kernel[:length])
    # Behind the input's length the long kernel is constant: wherever it is cut off, the same comes back.
    check_convolution(submission, U, np.concatenate([kernel[:5], np.full((35, 2), [3.0, -2.0])]))
    check_convolution(submission, U, kernel)


@pytest.mark.points(14)
@pytest.mark.timeout(0.3)
def test_a_long_sequence(submission):
    """131 072 steps and a kernel as long take O(T log T), not T^2."""
    steps = 2**17
    u, kernel = np.zeros((1, steps, 1)), np.zeros((steps + 1, 1))
    u[0, [0, 10, 15_000]] = 1.0
    kernel[[0, 7, 50_000]] = 2.0
    expected = np.zeros(steps)
    expected[[0, 7, 50_000, 10, 17, 50_010, 15_000, 15_007, 65_000]] = 2.0  # nothing comes back at the beginning
    found = submission.causal_convolution(u, kernel)
    assert_close(found, expected.reshape(u.shape), rtol=1e-9, atol=1e-9, what="the convolution")


@pytest.mark.points(14)
def test_the_layer_equals_the_recurrence(submission, rng):
    """The outputs are those of the recurrence, read after the update."""
    check_layer(submission, U, A, B, C, np.zeros(2))
    check_layer(submission, rng.normal(size=(2, 6, 3)), *rng.normal(size=(3, 3, 2)), np.zeros(3))


@pytest.mark.points(4)
def test_the_input_past_the_state(submission, rng):
    """D u_t is added to every output, for each channel its own."""
    check_layer(submission, U, A, B, C, np.array([10.0, -4.0]))
    check_layer(submission, rng.normal(size=(2, 4, 3)), *rng.normal(size=(3, 3, 2)), rng.uniform(1, 2, 3))
