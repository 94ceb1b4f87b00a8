"""`kata stats --html`: everything on one page that needs nothing else."""

from kata.learner.report.page import write_report

__all__ = ["write_report"]
