"""An interview: how it begins, what it forbids while it runs, and how what is handed in is graded at its end."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from kata.catalog import Kata
from kata.errors import CannotGrade, KataError
from kata.learner.candidates import find_scope
from kata.learner.packages import missing
from kata.learner.trusting import ensure_trusted
from kata.progress import Interview, InterviewAnswer, Progress, clock
from kata.workspace import read_attempt, reset

if TYPE_CHECKING:
    from kata.grading.verdict import Verdict
    from kata.learner.session import Session

TIME_UP = "The time of the interview is up. `kata interview` grades what you handed in and shows the card."


def running(session: "Session") -> Interview | None:
    """The interview that has begun and is still to be graded."""
    if session.workspace_if_any is None:
        return None
    return session.read(lambda progress: progress.interviews.running())


def refuse_interview(session: "Session", instead: str, kata: str | None = None) -> None:
    """Raise while an interview runs: for every kata, or for one that is in it.

    Raises:
        KataError: says what to do `instead`.
    """
    interview = running(session)
    if interview is None or (kata is not None and kata not in interview.katas):
        return
    if not interview.left(clock.now()):
        raise KataError(TIME_UP)
    what = f"{kata} is in the interview that is running" if kata else "An interview is running"
    raise KataError(f"{what}. {instead}")


@dataclass(frozen=True)
class HandIn:
    """What may be told of an answer that was handed in."""

    fault: str  # why Python can't read it, or nothing
    minutes_left: int
    open: Sequence[str]  # the katas of which nothing was handed in yet


def hand_in(session: "Session", kata: Kata) -> HandIn | None:
    """Keep the attempt for the end, while its kata is in an interview; None if it isn't.

    Raises:
        KataError: if the time is up, or it could not be kept.
    """
    interview = running(session)
    now = clock.now()
    if interview is None or kata.name not in interview.katas:
        return None
    if not interview.left(now):
        raise KataError(TIME_UP)
    source = read_attempt(session.attempt(kata))
    if source == kata.stub:
        raise KataError(f"{kata.name} is the stub still; there is nothing to hand in.")
    session.progress.interviews.hand_in(interview, kata.name, source, now)
    handed_in = {kata.name, *(one.kata for one in interview.hand_ins)}
    left = round(interview.left(now).total_seconds() / 60)
    return HandIn(syntax_fault(source), left, [name for name in interview.katas if name not in handed_in])


def begin_interview(
    session: "Session",
    minutes: int,
    *,
    path: str | None = None,
    track: str | None = None,
    level: str | None = None,
    seed: int | None = None,
) -> Interview:
    """Draw a set and put its stubs in their places; earlier work is kept.

    Without a track or a path it is drawn from the path that is followed.

    Raises:
        KataError: if no kata fits, or it could not be recorded.
    """
    scope = find_scope(session, track, level, path)
    states = session.states()
    katas = [kata for kata in scope.among if not missing(kata)]
    # What one is in the middle of is left alone while there is something else.
    katas = [kata for kata in katas if not states[kata.name].unfinished] or katas
    drawn = draw_set(katas, minutes, Random(seed))
    session.need_record()
    for kata in drawn:
        session.attempt(kata)
        reset(session.workspace, kata)

    def begin(progress: Progress) -> bool:
        for kata in reversed(drawn):  # the first is then the current one
            progress.begin(kata.name, kata.spec_hash, anew=True)
        return progress.interviews.begin(minutes, scope.path_name, [kata.name for kata in drawn])

    if session.keep(begin) is None:
        raise KataError("The interview can't be begun: it could not be recorded. The stubs are in their places.")
    found = running(session)
    assert found is not None
    return found


def end_interview(session: "Session", interview: Interview) -> dict[str, Any]:
    """Grade what was handed in, put it on record, and make the card."""
    ended = min(clock.now(), interview.ends)
    hand_ins = [*interview.hand_ins, *collect_unsubmitted(session, interview)]
    verdicts = grade_all(session, interview, hand_ins)
    card = make_card(interview, hand_ins, verdicts, ended)
    record_all(session, hand_ins, verdicts)
    session.keep(lambda progress: progress.interviews.end(replace(interview, card=card), card))
    return card


def draw_set(katas: Sequence[Kata], minutes: int, draw: Random) -> list[Kata]:
    """As many katas as fit into the time, drawn at random, in the order in which they stand.

    Raises:
        KataError: if none fits.
    """
    left = minutes
    taken = []
    for kata in draw.sample(list(katas), len(katas)):
        if kata.minutes <= left:
            left -= kata.minutes
            taken.append(kata.name)
    if not taken:
        shortest = min((kata.minutes for kata in katas), default=0)
        raise KataError(
            f"None of these katas fits into {minutes} minutes; the shortest takes {shortest}. Give it more: --minutes."
            if shortest
            else "There is no kata to draw from that can be run here. `kata list` shows what there is."
        )
    return [kata for kata in katas if kata.name in taken]


def syntax_fault(source: str) -> str:
    """Why Python can't read a source, or nothing: all that an interview tells before its end."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = f" (line {error.lineno})" if isinstance(error, SyntaxError) and error.lineno else ""
        return f"Python can't read it{line}: {error.msg if isinstance(error, SyntaxError) else error}."
    return ""


def collect_unsubmitted(session: "Session", interview: Interview) -> list[InterviewAnswer]:
    """What was written in time and never handed in: it counts as handed in at the end."""
    taken = []
    now = min(clock.now(), interview.ends)
    for name in interview.katas:
        if name not in session.catalog:
            continue
        kata = session.catalog.get(name)
        path = session.attempt(kata)
        try:
            written = datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo)
            source = read_attempt(path)
        except (CannotGrade, OSError):
            continue
        last = [hand_in.source for hand_in in interview.hand_ins if hand_in.kata == name]
        if written <= interview.ends + timedelta(seconds=1) and source != kata.stub and source not in last[-1:]:
            taken.append(InterviewAnswer(name, now, source))
    return taken


def grade_all(session: "Session", interview: Interview, hand_ins: Sequence[InterviewAnswer]) -> "list[Verdict | None]":
    """The verdict on each answer, in their order; None where there can't be one."""
    from kata.grading.engine import Engine

    found: list[Verdict | None] = []
    with Engine() as engine:
        for hand_in in hand_ins:
            if hand_in.kata not in session.catalog:
                session.warn(f"{hand_in.kata} is no longer in the catalog; what you handed in is kept, not graded.")
                found.append(None)
                continue
            kata = session.catalog.get(hand_in.kata)
            try:
                ensure_trusted(session, kata)
                filename = str(session.workspace.attempt_path(kata).relative_to(session.workspace.root))
                found.append(
                    engine.grade(kata, hand_in.source, seed=interview.number, filename=filename, diagnose=False)
                )
            except CannotGrade as error:
                session.warn(f"{hand_in.kata} could not be graded: {error}")
                found.append(None)
    return found


def make_card(
    interview: Interview, hand_ins: Sequence[InterviewAnswer], verdicts: "Sequence[Verdict | None]", ended: datetime
) -> dict[str, Any]:
    """The result, as it is kept: the last answer to each kata counts."""
    rows = []
    for name in interview.katas:
        mine = [(hand_in, v) for hand_in, v in zip(hand_ins, verdicts, strict=True) if hand_in.kata == name and v]
        row: dict[str, Any] = {"kata": name, "hand_ins": len(mine), "status": "not handed in", "first_run": False}
        row |= {"points": 0, "max_points": 100, "tests_passed": 0, "tests": 0, "minutes": None}
        if mine:
            hand_in, verdict = mine[-1]
            row |= {"status": verdict.status, "points": verdict.points, "max_points": verdict.max_points}
            row["tests_passed"] = sum(test.status == "passed" for test in verdict.tests)
            row["tests"] = len(verdict.tests)
            row["first_run"] = mine[0][1].passed
            row["minutes"] = _minutes(hand_in.at - interview.begun)
        rows.append(row)
    return {
        "begun": interview.begun.isoformat(),
        "minutes": interview.minutes,
        "used": min(_minutes(ended - interview.begun), interview.minutes),
        "path": interview.path,
        "katas": rows,
        "passed": sum(row["status"] == "passed" for row in rows),
        "first_run": sum(row["first_run"] for row in rows),
        "tests_passed": sum(row["tests_passed"] for row in rows),
        "tests": sum(row["tests"] for row in rows),
        "review": [row["kata"] for row in rows if row["status"] != "passed"],
    }


def record_all(session: "Session", hand_ins: Sequence[InterviewAnswer], verdicts: "Sequence[Verdict | None]") -> None:
    """Put the verdicts on record as of the time of each answer, once."""
    for hand_in, verdict in zip(hand_ins, verdicts, strict=True):
        if verdict is None:
            continue
        known = session.read(lambda progress, name=hand_in.kata: progress.versions(name))  # type: ignore[misc]
        if any(version.at == hand_in.at for version in known):
            continue
        data: Mapping[str, Any] = verdict.to_dict()
        session.keep(
            lambda progress, one=hand_in, data=data: progress.record(  # type: ignore[misc]
                one.kata, data["spec"], one.source, data, at=one.at
            )
        )


def _minutes(passed: timedelta) -> int:
    return max(round(passed.total_seconds() / 60), 0)
