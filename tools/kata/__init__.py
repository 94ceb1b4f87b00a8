"""Auto-graded machine-learning katas."""

__version__ = "0.1.0"
