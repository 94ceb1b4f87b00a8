"""Auto-graded machine-learning katas."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext kata` in a notebook does: add the magic `%kata`."""
    from kata.cli.magics import register

    register(shell)
