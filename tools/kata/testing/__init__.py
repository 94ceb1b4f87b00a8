"""What graders compare with and draw from: values, the laws of random things, gradients, sizes.

The helpers know nothing of processes; they work on plain values and say, when one is wrong, where and how. Those that
make tensors are in `kata.testing.tensors`.
"""

from kata.testing.compare import Mismatch, assert_close, assert_equal
from kata.testing.draws import new_seed, shuffled, sizes, uniform
from kata.testing.laws import assert_distribution, complex_step, numerical_gradient

__all__ = [
    "Mismatch",
    "assert_close",
    "assert_distribution",
    "assert_equal",
    "complex_step",
    "new_seed",
    "numerical_gradient",
    "shuffled",
    "sizes",
    "uniform",
]
