"""`kata stats --html`: everything on one page that needs nothing else."""

from kata.cli.report.page import write_report

__all__ = ["write_report"]
