"""What other systems read, one module a format over the one verdict.

Each has `render(verdicts)`, a text. Points are whole numbers and agree in all of them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kata.grading.verdict import Verdict

# Format, and what reads it.
FORMATS = {
    "autolab": "Autolab",
    "classroom": "the reporter of GitHub Classroom's graders, in a workflow",
    "classroom50": "Classroom 50",
    "codegrade": "CodeGrade's custom tests",
    "codio": "Codio's auto-grading call",
    "exercism": "Exercism's test runner interface, version 3",
    "gradescope": "Gradescope",
    "json": "programs",
    "junit": "whatever reads JUnit's XML",
    "markdown": "people, and the summary of a workflow's job",
    "prairielearn": "PrairieLearn's external grading",
    "problems": "editors: a line a problem, as compilers write it",
}


def render(name: str, verdicts: "list[Verdict]", **options: Any) -> str:
    """The verdicts in the format of that name; `options` are those of its module."""
    text: str = importlib.import_module(f"kata.formats.{name}").render(verdicts, **options)
    return text
