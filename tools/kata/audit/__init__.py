"""The project's own hostile answers, and what becomes of them at every level of confinement."""

from kata.audit.collection import HostileAnswer, load_submissions
from kata.audit.runner import Auditor, AuditResult

__all__ = ["AuditResult", "Auditor", "HostileAnswer", "load_submissions"]
