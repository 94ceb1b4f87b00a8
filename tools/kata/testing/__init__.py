"""What graders compare with: one helper for values, one for the laws of random things, one for gradients.

The helpers know nothing of processes; they work on plain values and say, when one is wrong, where and how.
"""

from kata.testing.compare import Mismatch, assert_close, assert_equal
from kata.testing.laws import assert_distribution, numerical_gradient

__all__ = ["Mismatch", "assert_close", "assert_distribution", "assert_equal", "numerical_gradient"]
