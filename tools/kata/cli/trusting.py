"""The question whether a workspace that may be somebody else's is to run graders of its own."""

import os
import sys
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.paths import shown
from kata.errors import CannotGrade
from kata.workspace.trust import in_question, trust

if TYPE_CHECKING:
    from kata.cli.session import Session


def ensure_trusted(session: "Session", kata: Kata) -> None:
    """Ask once for each catalog that only the workspace's settings name.

    Raises:
        CannotGrade: when the answer is no, or nobody can be asked.
    """
    root = in_question(kata, session.workspace_if_any, session.katas_from)
    if root is None:
        return
    says = (
        f"This workspace takes katas from {shown(root)}, with graders of its own. A grader is a program that runs as "
        "you and can do what you can."
    )
    if not session.asks or not _can_ask():
        raise CannotGrade(
            f"{says} Nobody has said that they are trusted: run `kata check {kata.name}` in a terminal, which asks, or "
            f"name the folder yourself: `--katas-from {shown(root)}`."
        )
    click.echo(says, err=True)
    if not click.confirm("Do you trust whoever made that folder?", err=True):
        raise CannotGrade(f"{kata.name} was not graded, since its grader isn't trusted.")
    trust(root)


def _can_ask() -> bool:
    """Whether there is somebody: on a build server a terminal says nothing."""
    automatic = os.environ.get("CI") or os.environ.get("GITHUB_ACTIONS")
    return not automatic and sys.stdin.isatty() and sys.stderr.isatty()
