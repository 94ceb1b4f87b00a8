"""Markdown, for a workflow's job summary and for people."""

import re

from kata.formats.text import WORDS, defused, details, earned, held, reason, short, title, total
from kata.grading.repro_file import file_name, has_script
from kata.grading.verdict import Test, Verdict, without_scripts

# GitHub takes a MiB of summary for a step, and shows nothing of a longer one.
MOST_BYTES = 1_000_000
TEXT = 3000


def render(verdicts: list[Verdict], *, heading: str = "Result", notes: list[str] | None = None) -> str:
    """A table of the katas, and below it what did not pass.

    Args:
        heading: above all.
        notes: sentences about the submission as a whole.
    """
    points, most = total(verdicts)
    parts = [f"## {_inline(heading)}: {points} of {most} points\n", _table(verdicts)]
    parts += [f"- {_inline(note)}\n" for note in notes or []]
    size = sum(len(part.encode()) for part in parts)
    for verdict in verdicts:
        if verdict.passed:
            continue
        section = _section(verdict)
        if size + len(section.encode()) > MOST_BYTES:  # what went wrong matters more than running it again
            section = _section(without_scripts(verdict))
        size += len(section.encode())
        if size > MOST_BYTES:
            parts.append("There is more, which doesn't fit here.\n")
            break
        parts.append(section)
    return "\n".join(parts)


def sentence(heading: str, says: str) -> str:
    """A heading and a sentence, where there is no verdict."""
    return f"## {_inline(heading)}\n\n{_inline(says)}\n"


def _table(verdicts: list[Verdict]) -> str:
    rows = ["| kata | points | tests passed | |", "|---|--:|--:|---|"]
    for verdict in verdicts:
        points = f"{total([verdict])[0]} of {verdict.max_points}"
        passed = f"{sum(held(verdict, test) for test in verdict.tests)} of {len(verdict.tests)}"
        rows.append(f"| {_inline(verdict.kata)} | {points} | {passed} | {WORDS.get(verdict.status, verdict.status)} |")
    return "\n".join(rows) + "\n"


def _section(verdict: Verdict) -> str:
    lines = [f"### {_inline(verdict.kata)}", ""]
    if verdict.message:
        lines += [_block(verdict.message), ""]
    for diagnosis in verdict.headlines():
        lines += [f"**{_inline(diagnosis.says)}**", ""]
    if verdict.status == "failed":
        for test in verdict.tests:
            lines += _test(verdict, test)
    return "\n".join(lines) + "\n"


def _test(verdict: Verdict, test: Test) -> list[str]:
    # Where a kata has fewer points than tests, some tests have none of their own.
    points = f" ({earned(verdict, test)} of {test.max_points})" if test.max_points else ""
    if held(verdict, test):
        return [f"- passed{points}: {_inline(title(test))}", ""]
    text = f"{reason(verdict, test)}\n{details(test)}".rstrip()
    lines = [f"- **{WORDS.get(test.status, test.status)}**{points}: {_inline(title(test))}", ""]
    if text != WORDS.get(test.status):
        lines += [_block(text, "  "), ""]
    return [*lines, *_script(verdict, test)] if test.script else lines


def _script(verdict: Verdict, test: Test) -> list[str]:
    """The file that runs a failing call again, whole: a part of it would be of no use."""
    if not has_script(test):
        return [f"  {_inline(test.script.removeprefix('# '))}", ""]
    name = file_name(verdict.kata, test)
    says = f"To run this call again, save what follows as `{name}` beside your `{verdict.kata}.py`: `python {name}`"
    return [f"  {says}", "", _fenced(defused(test.script), "  ", f"python {name}"), ""]


def _inline(text: str) -> str:
    """A text in a line of Markdown, every sign of which stands for itself."""
    return re.sub(r"([\\`*_{}\[\]<>#!|~@&])", r"\\\1", short(text, 500).replace("\n", " "))


def _block(text: str, indent: str = "") -> str:
    """A block of code that nothing in the text can end."""
    return _fenced(short(text, TEXT), indent, "text")


def _fenced(text: str, indent: str, info: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return "\n".join(f"{indent}{line}" for line in [f"{fence}{info}", *text.splitlines(), fence])
