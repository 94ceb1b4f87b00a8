"""The proof that mistakes are told apart: each is diagnosed as itself, and of two at once, none but these is named.

Right answers need no proof: they pass, and what passes isn't diagnosed.
"""

import ast
import dataclasses
import hashlib
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from kata.catalog import Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import Mistake, load_mistakes
from kata.grading.verdict import Verdict

MOST_PAIRS = 10  # that are drawn of a kata's

# itself   it is named, and nothing else
# twin     another is named, which can't be told from it here, and their sentences are the same
# silent   nothing is named
# other    something is named that it isn't
Outcome = Literal["itself", "twin", "silent", "other"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

# Gives the verdict on a source, see `report_diagnoses`.
Grade = Callable[[str, list[Mistake], list[Mistake]], Verdict]


@dataclass
class Diagnosed:
    """What a wrong answer of which the mistakes are known is told."""

    name: str  # of the mistake, or of both, joined by +
    outcome: Outcome
    named: list[str]
    twins: list[str] = field(default_factory=list)  # of a silent one: what is named when it isn't listed itself


@dataclass
class DiagnosisReport:
    """How a kata's mistakes are told apart."""

    kata: str
    mistakes: list[Diagnosed] = field(default_factory=list)
    pairs: list[Diagnosed] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome == outcome for one in self.mistakes)

    def problems(self) -> list[str]:
        """What is wrong, a sentence each."""
        found = []
        for one in self.mistakes:
            if one.outcome == "silent":
                why = f"; it can't be told from {_listed(one.twins)}, which says something else" if one.twins else ""
                found.append(f"mistake `{one.name}` isn't recognised{why}")
            elif one.outcome == "other":
                found.append(f"mistake `{one.name}` is taken for {_listed(one.named)}")
        pairs = [one for one in self.pairs if one.outcome == "other"]
        return found + [f"of {one.name} together {_listed(one.named)} is named" for one in pairs]

    def to_dict(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "problems": self.problems()}


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def report_diagnoses(
    kata: Kata,
    grade: Grade,
    *,
    on_progress: Callable[[str, str, int, int], None] | None = None,
) -> DiagnosisReport:
    """Grade every mistake of a kata as an answer, and pairs of them, and see what is named.

    Args:
        grade: gives the verdict on a source, with these mistakes known; always with the same seed. Third come the
            known mistakes from whose verdicts this one follows: itself, or two that fail in different tests.
        on_progress: called with (kata, phase, done, total) before each answer.
    """
    mistakes = load_mistakes(kata)
    report = DiagnosisReport(kata.name)
    step = on_progress or (lambda *_: None)
    failing: dict[str, set[str]] = {}
    for done, mistake in enumerate(mistakes):
        step(kata.name, "diagnoses", done, len(mistakes))
        verdict = grade(mistake.source, mistakes, [mistake])
        failing[mistake.name] = {test.name for test in verdict.tests if test.status != "passed"}
        one = diagnosed([mistake], mistakes, verdict)
        if one.outcome == "silent":
            others = [other for other in mistakes if other.name != mistake.name]
            one.twins = [
                found.mistake
                for found in grade(mistake.source, others, [mistake]).diagnoses
                if found.whole and found.known
            ]
        report.mistakes.append(one)
    pairs = drawn_pairs(kata, mistakes)
    for done, (first, second, source) in enumerate(pairs):
        step(kata.name, "pairs of mistakes", done, len(pairs))
        apart = failing[first.name].isdisjoint(failing[second.name])
        verdict = grade(source, mistakes, [first, second] if apart else [])
        if verdict.status == "failed" and not _is_another(verdict):
            report.pairs.append(diagnosed([first, second], mistakes, verdict))
    return report


def diagnosed(made: Sequence[Mistake], mistakes: Sequence[Mistake], verdict: Verdict) -> Diagnosed:
    """What a verdict names, of an answer that makes these mistakes."""
    named = [diagnosis.mistake for diagnosis in verdict.diagnoses if diagnosis.known]
    own = {mistake.name for mistake in made}
    sentences = {mistake.says for mistake in made}
    agreeing = {mistake.name for mistake in mistakes if mistake.says in sentences}
    outcome: Outcome
    if not named:
        outcome = "silent"
    elif set(named) <= own:
        outcome = "itself"
    else:
        outcome = "twin" if set(named) <= agreeing else "other"
    return Diagnosed(" + ".join(mistake.name for mistake in made), outcome, named)


def _is_another(verdict: Verdict) -> bool:
    """Whether two mistakes at once do in every test what a single one does: then they are that one."""
    known = [diagnosis for diagnosis in verdict.diagnoses if diagnosis.known]
    return len(known) == 1 and known[0].whole


def drawn_pairs(kata: Kata, mistakes: Sequence[Mistake]) -> list[tuple[Mistake, Mistake, str]]:
    """Pairs of mistakes that can be made together, with the source that makes both: always the same few of all."""
    edits = [mistake for mistake in mistakes if mistake.edits]
    reference = read_text(kata.reference_path) if edits else ""

    def order(pair: tuple[Mistake, Mistake]) -> bytes:
        return hashlib.sha256(f"{pair[0].name}+{pair[1].name}".encode()).digest()

    found = []
    for first, second in sorted(itertools.combinations(edits, 2), key=order):
        source = _both(reference, first, second)
        if source is not None:
            found.append((first, second, source))
            if len(found) == MOST_PAIRS:
                break
    return found


def _both(reference: str, first: Mistake, second: Mistake) -> str | None:
    """The reference with the edits of both mistakes; None when they get into each other's way."""
    source = reference
    for find, replace in (*first.edits, *second.edits):
        if source.count(find) != 1:
            return None
        source = source.replace(find, replace)
    try:
        ast.parse(source)
    except SyntaxError:
        return None
    return source
