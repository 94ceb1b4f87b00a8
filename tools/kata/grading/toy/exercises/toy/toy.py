"""Two functions whose right results are known: what an engine grades before its verdicts count."""


def double(values: list[float]) -> list[float]:
    """Twice each value, computed by the library that is tried."""
    raise NotImplementedError


def opened() -> list[str]:
    """Which of the files that no answer may read could be opened."""
    raise NotImplementedError
