"""Notebooks: made from katas, graded without running them, and what their cells call in a kernel."""

from kata.notebook.kernel import examples, grade

__all__ = ["examples", "grade"]
