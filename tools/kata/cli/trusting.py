"""A question that is asked on the terminal."""

import os
import sys

import click


def confirm(says: str, question: str) -> bool | None:
    """Tell something and ask about it; None where nobody can be asked."""
    if not _can_ask():
        return None
    click.echo(says, err=True)
    return click.confirm(question, err=True)


def _can_ask() -> bool:
    """Whether there is somebody: on a build server a terminal says nothing."""
    automatic = os.environ.get("CI") or os.environ.get("GITHUB_ACTIONS")
    return not automatic and sys.stdin.isatty() and sys.stderr.isatty()
