"""Where this program keeps files of the user's outside a workspace, under one name."""

from pathlib import Path

_NAME = "mlkata"


def cache_folder() -> Path:
    """For what can be made again."""
    from platformdirs import user_cache_path  # most commands do without

    return user_cache_path(_NAME, appauthor=False)


def state_folder() -> Path:
    """For what is remembered of this user on this machine."""
    from platformdirs import user_state_path

    return user_state_path(_NAME, appauthor=False)
