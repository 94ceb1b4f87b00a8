"""What a learner has done, kept in the workspace's SQLite file."""

from kata.progress.database import ProgressError
from kata.progress.interviews import Interview, InterviewAnswer
from kata.progress.progress import Note, Progress, Version
from kata.progress.rating import Rated, Rating
from kata.progress.schedule import Scheduled
from kata.progress.state import State

__all__ = [
    "Interview",
    "InterviewAnswer",
    "Note",
    "Progress",
    "ProgressError",
    "Rated",
    "Rating",
    "Scheduled",
    "State",
    "Version",
]
