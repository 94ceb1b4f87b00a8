"""Grades the answers of the self-test."""

import pytest

from kata.grading.submission import Submission
from kata.testing import assert_equal


@pytest.mark.points(60)
def test_double(submission: Submission) -> None:
    """Each value is doubled."""
    assert_equal(submission.double([1.5, -2.0, 0.0]), [3.0, -4.0, 0.0])


@pytest.mark.points(40)
def test_opened(submission: Submission) -> None:
    """No file beside the graders can be opened."""
    assert_equal(submission.opened(), [])
