"""Reviews that are lighter than a fresh stub: questions about a kata's known mistakes, or one function of several."""

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from kata.catalog import Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import Mistake, load_mistakes
from kata.stub import functions, unwritten

QUIZ_MINUTES = 3
MISTAKES = 2  # of a quiz: where each is, and what it gives
CHOICES = 4
FEWEST = 3  # choices, without which a question is too easy
ROWS = 12  # of code in a question: with its choices it fits a terminal


@dataclass(frozen=True)
class Question:
    """A question of a quiz.

    Attributes:
        code: lines of a program, each with the letter of its choice or nothing.
        choices: the answers, where they aren't lines of the code.
        right: the letter of the right one.
        explanation: what is told after the answer.
    """

    asks: str
    code: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]
    right: str
    explanation: str

    @property
    def letters(self) -> list[str]:
        return [letter for letter, _ in self.choices] or [letter for letter, _ in self.code if letter]


def has_quiz(kata: Kata) -> bool:
    """Whether a kata has mistakes enough for a quiz, as far as can be told without making one."""
    return len({one.says for one in load_mistakes(kata) if len(one.edits) == 1}) >= FEWEST


def make_quiz(kata: Kata, seed: str) -> list[Question]:
    """Questions about known mistakes of a kata, the same for one seed; none where it has too few.

    Raises:
        CatalogError: if its solutions can't be read.
    """
    draw = Random(f"{kata.name}:{seed}")
    mistakes = [one for one in load_mistakes(kata) if len(one.edits) == 1]
    says = list(dict.fromkeys(one.says for one in mistakes))
    if len(says) < FEWEST:
        return []
    reference = read_text(kata.reference_path).splitlines()
    questions: list[Question] = []
    told: set[str] = set()
    for mistake in draw.sample(mistakes, len(mistakes)):
        if mistake.says in told:
            continue
        made = _about(mistake, reference, says, draw)
        if made:
            told.add(mistake.says)
            questions += made
        if len(told) == MISTAKES:
            return questions
    return []


def _about(mistake: Mistake, reference: Sequence[str], says: Sequence[str], draw: Random) -> list[Question]:
    """Where a mistake is, and what it gives; nothing where the mistake is a line that is missing."""
    lines = mistake.source.splitlines()
    if len(lines) != len(reference):
        return []
    changed = [number for number, (line, right) in enumerate(zip(lines, reference, strict=True)) if line != right]
    if len(changed) != 1:
        return []
    place = changed[0]
    shown = _window(mistake.source, place)
    statements = [number for number in shown if number != place and number in _statements(mistake.source)]
    if len(statements) < FEWEST - 1:
        return []
    marked = sorted([place, *draw.sample(statements, min(CHOICES - 1, len(statements)))])
    letters = {number: "abcd"[index] for index, number in enumerate(marked)}
    width = min(len(lines[number]) - len(lines[number].lstrip()) for number in shown if lines[number].strip())
    code = [(letters.get(number, ""), lines[number][width:]) for number in shown]
    where = Question(
        "One of the marked lines is wrong. Which?",
        code,
        (),
        letters[place],
        f"Line {letters[place]} should be: {reference[place].strip()}",
    )
    others = draw.sample([one for one in says if one != mistake.says], min(CHOICES, len(says)) - 1)
    answers = draw.sample([mistake.says, *others], len(others) + 1)
    what = Question(
        f"And what does line {letters[place]} give, as it stands there?",
        (),
        [("abcd"[index], answer) for index, answer in enumerate(answers)],
        "abcd"[answers.index(mistake.says)],
        mistake.says,
    )
    return [where, what]


def _window(source: str, place: int) -> list[int]:
    """The lines that are shown around a line: its function without the docstring, as much as fits."""
    best = range(len(source.splitlines()))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            span = range(node.lineno - 1, node.end_lineno)
            if place in span and len(span) < len(best):
                best = span
    hidden = _docstring_lines(source)
    lines = source.splitlines()
    inside = [number for number in best if number not in hidden and lines[number].strip()]
    if len(inside) <= ROWS:
        return inside
    middle = inside.index(place) if place in inside else 0
    first = min(max(middle - ROWS // 2, 0), len(inside) - ROWS)
    return inside[first : first + ROWS]


def _docstring_lines(source: str) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
                found |= set(range(first.lineno - 1, first.end_lineno))
    return found


def _statements(source: str) -> set[int]:
    """Lines on which a statement of a function's body begins."""
    return {
        node.lineno - 1
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.stmt)
        and node is not function
        and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Raise)
    } - _docstring_lines(source)


@dataclass(frozen=True)
class ReviewPart:
    """A function or method that can be written again while the rest of an answer stands."""

    name: str
    text: str  # the answer, with the stub's function in place of what was written
    share: float  # of the lines that were written


def parts(stub: str, own: str) -> list[ReviewPart]:
    """What could be taken out of an answer: at least two functions or methods, or nothing.

    Args:
        own: an answer that passed.
    """
    try:
        asked, written = unwritten(stub), functions(own)
    except (SyntaxError, ValueError, RecursionError):
        return []
    names = [name for name in asked if name in written and not name.endswith(".__init__")]
    if len(names) < 2:
        return []
    lines, stub_lines = own.splitlines(keepends=True), stub.splitlines(keepends=True)
    sizes = {name: len(written[name]) for name in names}
    found = []
    for name in names:
        span, place = written[name], asked[name]
        body = stub_lines[place.start : place.stop]
        if _indent(lines[span.start]) != _indent(body[0]):
            continue
        text = "".join([*lines[: span.start], *body, *lines[span.stop :]])
        found.append(ReviewPart(name, text, sizes[name] / sum(sizes.values())))
    return found if len(found) > 1 else []


def part_minutes(kata: Kata, part: ReviewPart) -> int:
    return min(max(math.ceil(kata.minutes * part.share / 5) * 5, 5), kata.minutes)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
