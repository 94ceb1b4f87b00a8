"""A workspace that may be somebody else's runs no graders of its own before its owner has said so."""

from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.learner.shown_path import shown
from kata.workspace.trust import in_question, trust

if TYPE_CHECKING:
    from kata.learner.session import Session


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
    answer = session.confirm(says, "Do you trust whoever made that folder?") if session.confirm else None
    if answer is None:
        raise CannotGrade(
            f"{says} Nobody has said that they are trusted: run `kata check {kata.name}` in a terminal, which asks, or "
            f"name the folder yourself: `--katas-from {shown(root)}`."
        )
    if not answer:
        raise CannotGrade(f"{kata.name} was not graded, since its grader isn't trusted.")
    trust(root)
