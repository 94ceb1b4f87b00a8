"""The project's own hostile answers, and what becomes of them at every level of confinement."""

from kata.audit.collection import Submission, load_submissions
from kata.audit.runner import Auditor, Result

__all__ = ["Auditor", "Result", "Submission", "load_submissions"]
