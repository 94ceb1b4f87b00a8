"""From an answer's source to a verdict."""
