"""What `kata grade` says of a class: the plan, and what came out."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kata import __version__
from kata.cli.layout import Span
from kata.cli.output import make_screen
from kata.cli.screen import Screen
from kata.learner.shown_path import shown

if TYPE_CHECKING:
    from kata.batch.plan import Plan, Seeds
    from kata.batch.report.statistics import Statistics
    from kata.batch.run import RunEvent

_MOST_MISTAKES = 3


def show_plan(plans: "list[Plan]", as_json: bool) -> None:
    """What would be graded, and why."""
    if as_json:
        found = [
            {
                "kata": plan.kata,
                "answers": plan.answers,
                "different": plan.different,
                "kept": plan.kept,
                "to_grade": plan.to_grade,
                "why": dict(plan.why),
            }
            for plan in plans
        ]
        click.echo(json.dumps(found, indent=2))
        return
    screen = make_screen()
    rows: list[list[Span]] = [[(head, "dim") for head in ("kata", "answers", "different", "kept", "to grade", "why")]]
    for plan in plans:
        why = ", ".join(f"{count} {reason}" for reason, count in plan.why.items())
        rows.append([plan.kata, *map(str, (plan.answers, plan.different, plan.kept, plan.to_grade)), (why, "dim")])
    screen.table(rows, right=[1, 2, 3, 4])
    screen.blank()
    screen.line(f"{sum(plan.to_grade for plan in plans)} would be graded. Nothing was graded or written.")


def as_data(
    plans: "list[Plan]", event: "RunEvent", statistics: "Statistics", seeds: "Seeds", out: Path
) -> dict[str, Any]:
    """What came out, for `--json`."""
    return {
        "mlkata": __version__,
        "seeds": None if seeds.by_student else {name: seeds.of(name) for name in statistics.names},
        "students": len(statistics.students),
        "graded": event.graded,
        "graded_again": event.repeated,
        "kept": sum(plan.kept for plan in plans),
        "without_verdict": event.faults,
        "different_the_second_time": len(statistics.different),
        "problems": len(statistics.problems),
        "katas": {name: dict(statistics.outcomes[name]) for name in statistics.names},
        "mistakes": [
            {"kata": one.kata, "mistake": one.name, "answers": one.count}
            for one in statistics.frequent_mistakes(_MOST_MISTAKES)
        ],
        "out": str(out),
    }


def show_grades(screen: Screen, plans: "list[Plan]", event: "RunEvent", statistics: "Statistics", out: Path) -> None:
    """What came out, for a person."""
    kept = sum(plan.kept for plan in plans)
    screen.line(
        (f"{len(statistics.students):,} students", "strong"),
        f", {event.graded:,} answers graded, {kept:,} known from before, {event.repeated:,} graded a second time",
    )
    screen.blank()
    heads = ("kata", "passed", "partly", "no points", "not begun", "nothing", "not judged")
    rows: list[list[Span]] = [[(head, "dim") for head in heads]]
    for name in statistics.names:
        counts = statistics.outcomes[name]
        rows.append(
            [
                name,
                (str(counts["passed"]), "good"),
                *(str(counts[outcome]) for outcome in ("partly", "no points", "not begun", "nothing handed in")),
                (str(counts["not judged"]), "bad" if counts["not judged"] else ""),
            ]
        )
    screen.table(rows, right=[1, 2, 3, 4, 5, 6])
    mistakes = statistics.frequent_mistakes(_MOST_MISTAKES)
    if mistakes:
        screen.blank()
        screen.line(("Most frequent mistakes", "title"))
        screen.table([[str(one.count), one.kata, one.says] for one in mistakes], indent=2, right=[0])
    screen.blank()
    if event.faults:
        screen.line((f"{event.faults} could not be graded", "bad"), ": the same command tries them again.")
    if statistics.different:
        screen.line(
            (f"{len(statistics.different)} came out differently when graded again", "warn"), "; the report lists them."
        )
    if statistics.problems:
        found = len(statistics.problems)
        screen.line(f"{found} thing{'s' * (found != 1)} to look at: ", (shown(out / "problems.csv"), "code"))
    for place, written in statistics.sheets:
        screen.line("Filled in: ", (shown(place), "code"), f", {written:,} marks")
    screen.line("Report: ", (shown(out / "report.html"), "code"))
