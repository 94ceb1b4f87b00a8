"""Problems, a line each as compilers write them: FILE:LINE:COLUMN: error: MESSAGE.

Editors read it: VS Code by the matcher of `kata init --vscode`, Vim and Neovim by their own `errorformat`, PyCharm by
an output filter. The last line of a kata, which is not of that form, has its points.
"""

import re
from collections.abc import Iterator, Mapping

from kata.formats.text import WORDS, defused, held, reason, title, total
from kata.grading.verdict import Test, Verdict
from kata.safe import cut
from kata.stub import definitions

LONGEST = 500  # characters of a message

_LINE = re.compile(r"\bline (\d+)", re.IGNORECASE)
_CALLED = re.compile(r"\w+")


def render(
    verdicts: list[Verdict], *, files: Mapping[str, str] | None = None, sources: Mapping[str, str] | None = None
) -> str:
    """A line for each test that did not pass, or for what is wrong with the whole file.

    Args:
        files: the path of each kata's answer; by default as in a workspace.
        sources: their texts, in which the function that a test is about is looked up.
    """
    lines = []
    for verdict in verdicts:
        file = (files or {}).get(verdict.kata, f"attempts/{verdict.track}/{verdict.kata}.py")
        source = (sources or {}).get(verdict.kata, "")
        for line, message in _problems(verdict, source):
            lines.append(f"{file}:{line}:1: error: {cut(' '.join(defused(message).split()), LONGEST)}")
        points, most = total([verdict])
        lines.append(f"{verdict.kata} {WORDS.get(verdict.status, verdict.status)}, {points} of {most} points")
    return "\n".join(lines) + "\n"


def _problems(verdict: Verdict, source: str) -> Iterator[tuple[int, str]]:
    """What is wrong, with the line that it is about."""
    if verdict.status != "failed":
        if not verdict.passed:
            # A sentence may go on in lines that are set in, and with where it was; each of the others is a problem.
            for sentence in re.split(r"\n(?=\S)(?!.*, line \d+, in )", verdict.message):
                yield _line_in(sentence), sentence.split("\n")[0]
        return
    places = _places(source)
    for test in verdict.tests:
        if not held(verdict, test):
            yield _line_of(test, places), f"{title(test)} {reason(verdict, test)}"


def _line_of(test: Test, places: Mapping[str, int]) -> int:
    """Where the answer raised, else the definition that was called last."""
    raised = _LINE.findall(test.traceback)
    if raised:
        return int(raised[-1])
    called = [places[name] for name in _CALLED.findall(test.call) if name in places]
    return called[-1] if called else 1


def _line_in(sentence: str) -> int:
    found = _LINE.findall(sentence)
    return int(found[-1]) if found else 1


def _places(source: str) -> dict[str, int]:
    try:
        return {name: definition.line for name, definition in definitions(source).items()}
    except (SyntaxError, ValueError, RecursionError):
        return {}
