"""Grades `triton_row_softmax`: torch's softmax in float64 is the oracle.

The grader launches the kernel over grids of its own and looks at what was written and what was left alone. How often
the host launches, and what torch computes meanwhile, is seen in the answer's process: advisory, it catches honest
mistakes.
"""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal


def tensor(array):
    return torch.tensor(array, dtype=torch.float32)


def rising(rng, rows, columns):
    """Logits of which the largest is in the last block, however the rows are cut."""
    return tensor(0.5 * rng.uniform(size=(rows, columns))) + torch.arange(columns)


def softmax(x):
    return torch.softmax(x.double(), dim=-1).to(x.dtype)


@pytest.mark.points(20)
def test_rows_within_one_block(submission, rng):
    """Each row is divided by its own sum, and lanes beyond its end change nothing."""
    for rows, columns, block in [(2, 5, 8), (1, 8, 8), (1, 1, 4)]:
        x = tensor(2 * rng.normal(size=(rows, columns)) - 5.0)
        found = submission.triton_row_softmax(x, block)
        assert_close(found, softmax(x), what=f"the result for {rows} rows of {columns} in blocks of {block}")
    x = tensor(rng.normal(size=(1, 6)))
    assert_close(submission.triton_row_softmax(x), softmax(x), what="the result with the default block")


@pytest.mark.points(20)
def test_rows_wider_than_a_block(submission, rng):
    """Maximum and sum are those of the whole row, wherever its largest logit stands."""
    for columns, block in [(7, 4), (5, 2)]:
        x = rising(rng, 2, columns)
        x[1] = x[1].flip(0)
        found = submission.triton_row_softmax(x, block)
        assert_close(found, softmax(x), what=f"the result for rows of {columns} in blocks of {block}")


@pytest.mark.points(10)
def test_large_logits(submission, rng):
    """Logits in the thousands, of either sign, overflow nothing, in whichever block the largest is."""
    x = tensor(rng.integers(-8, 9, size=(3, 7)) / 4)
    x += tensor([[3000.0], [-3000.0], [0.0]])
    x[1, 5] = x[2, 1] = 2000.0
    assert_close(submission.triton_row_softmax(x, 4), softmax(x))


@pytest.mark.points(10)
def test_hidden_logits(submission, rng):
    """A logit of -inf has the probability 0, also where the first blocks of a row are all -inf."""
    x = rising(rng, 3, 6) - 50.0
    x[0, :4] = -math.inf
    x[1, 2:] = -math.inf
    x[2, [0, 3, 5]] = -math.inf
    assert_close(submission.triton_row_softmax(x, 4), softmax(x))


@pytest.mark.points(10)
def test_float16_is_computed_in_float32(submission, rng):
    """float16 gives float16; the sum of a long row of ones is beyond its range, and right all the same."""
    x = rising(rng, 1, 5).to(torch.float16)
    assert_close(submission.triton_row_softmax(x, 4), softmax(x), rtol=1e-2, exact_dtype=True)
    x = torch.zeros(1, 90_001, dtype=torch.float16)
    x[0, ::2] = -0.5
    found = submission.triton_row_softmax(x, 65_536)
    assert_close(found, softmax(x), rtol=5e-2, exact_dtype=True, what="the result for 90001 columns")


@pytest.mark.points(15)
def test_a_program_writes_its_row_and_nothing_else(submission, rng):
    """Program i reads row i and writes row i, with the strides that it is given, and touches nothing beyond it."""
    x = rising(rng, 4, 9)
    for programs, columns, block in [(2, 7, 4), (1, 6, 8)]:
        out = torch.full((4, 11), -7.0)
        expected = out.clone()
        expected[:programs, :columns] = softmax(x[:programs, :columns])
        kernel = submission.row_softmax_kernel
        after = submission.given("launch", kernel, programs, x, out, 9, 11, columns, BLOCK=block)
        what = f"the memory after {programs} programs over rows of {columns} in blocks of {block}"
        assert_close(after[1], expected, what=what)
        assert_equal(after[0], x, what="x, after the launch")


@pytest.mark.points(10)
def test_the_host_launches_a_program_for_each_row(submission, rng):
    """The kernel is launched once, over as many programs as there are rows, and torch computes nothing."""
    x = rising(rng, 3, 5)
    found, programs, operations = submission.given("watch_launches", submission.triton_row_softmax, x, 4)
    assert_equal(programs, [3], what="the programs of each launch")
    assert_equal(operations, [], what="torch's operations that computed something")
    assert_close(found, softmax(x))


@pytest.mark.points(5)
def test_a_block_that_is_no_power_of_two(submission, rng):
    """A block that isn't a power of two raises ValueError."""
    x = rising(rng, 1, 3)
    for block in (0, 3, 6, 1000):
        with pytest.raises(ValueError):
            submission.triton_row_softmax(x, block)
    for block in (1, 64):
        assert_close(submission.triton_row_softmax(x, block), softmax(x), what=f"the result with a block of {block}")
