"""From an answer's source to a verdict."""

from kata.grading.engine import Engine
from kata.grading.verdict import Confinement, Diagnosis, Test, Verdict

__all__ = ["Confinement", "Diagnosis", "Engine", "Test", "Verdict"]
