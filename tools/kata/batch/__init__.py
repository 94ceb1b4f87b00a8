"""Grading a whole class: submissions found, graded, kept and reported."""
