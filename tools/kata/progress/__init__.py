"""What a learner has done, kept in the workspace's SQLite file."""

from kata.progress.database import ProgressError
from kata.progress.progress import Progress, State, Version

__all__ = ["Progress", "ProgressError", "State", "Version"]
