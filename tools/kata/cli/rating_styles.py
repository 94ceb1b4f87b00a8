"""Ratings and intervals in colour."""

from typing import TYPE_CHECKING

from kata.cli.layout import Span
from kata.learner.rating_words import due_text

if TYPE_CHECKING:
    from datetime import datetime

    from kata.progress import Scheduled

STYLES = {"again": "bad", "hard": "warn", "good": "good", "easy": "good"}


def due_word(scheduled: "Scheduled", now: "datetime") -> Span:
    """When the review is to be done; what is due stands out."""
    text = due_text(scheduled, now)
    return (text, "warn") if scheduled.is_due(now) else text
