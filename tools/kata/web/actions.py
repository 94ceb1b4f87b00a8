"""What the pages ask for by their buttons and keys. Answers are JSON, with parts of pages as HTML."""

from dataclasses import asdict
from datetime import timedelta
from difflib import ndiff
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError

from kata.catalog.solutions import load_mistakes, right_answers
from kata.errors import KataError
from kata.grading.engine import GradingCancelled
from kata.learner import checking
from kata.learner.begin import begin
from kata.learner.contrast import Contrast, contrast
from kata.learner.hints import cost, take_hint
from kata.learner.history import kept_files, numbered, refuse, restore_version
from kata.learner.interviewing import begin_interview, end_interview, hand_in, refuse_interview, running
from kata.learner.lesson import mistakes_met
from kata.learner.light_reviews import QUIZ_MINUTES
from kata.learner.plan import part_form, quiz_of, set_daily_minutes
from kata.learner.rating_words import sentence
from kata.learner.shown_path import shown
from kata.learner.solutions import first_line, is_open, open_solution, own_answer
from kata.learner.standing import standing
from kata.progress import clock
from kata.progress.plan import whole
from kata.progress.rating import PART, STUB
from kata.progress.state import KNOWN, RESUME, SNOOZE
from kata.stub import without_given
from kata.web.handlers import GuardedHandler
from kata.web.live_pages import text_of_attempt
from kata.web.templates import render
from kata.web.verdict import verdict_values
from kata.workspace import AttemptChanged, fingerprint, keep_beside, put, read_attempt, reset, save, scaffold

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.learner.session import Session


class JsonAction(GuardedHandler):
    """Does something, and says in JSON what came of it."""

    def part(self, template: str, **values: Any) -> str:
        return str(render(template, base=self.site.base, nonce=self.nonce, **values))

    def file(self, session: "Session", kata: "Kata") -> dict[str, Any]:
        """How the attempt stands."""
        return {"at": self.site.live.now(), **text_of_attempt(session.attempt(kata))}


class BeginAction(JsonAction):
    """Begins a kata, or goes on with it; a review from a fresh stub, or from one function of it."""

    def post(self, name: str) -> None:
        review = self.sent.get("review")
        with self.session() as session:
            kata = session.catalog.get(name)
            state = session.states()[kata.name]
            form = None
            if review in (STUB, PART) and state.begun and not state.unfinished:
                refuse_interview(session, "It is begun anew after its end.", kata.name)
                form = (part_form(session, kata, state) if review == PART else None) or whole(kata.minutes)
            begun = begin(session, kata, state, review=form)
            self.finish(
                {"kept": shown(begun.kept) if begun.kept else "", "part": begun.part, **self.file(session, kata)}
            )


class QuizAction(JsonAction):
    """A lighter review: the next question about known mistakes; after the last one, how it is rated."""

    def post(self, name: str) -> None:
        answers = self.sent.get("answers")
        if not isinstance(answers, list):
            raise HTTPError(400)
        with self.session() as session:
            kata = session.catalog.get(name)
            refuse_interview(session, "It is begun anew after its end.", kata.name)
            state = session.states()[kata.name]
            questions = quiz_of(kata, state)
            if not questions:
                raise KataError(f"{kata.name} has too few known mistakes to ask about.")
            if len(answers) > len(questions):
                raise HTTPError(400)
            right = [answer == one.right for answer, one in zip(answers, questions, strict=False)]
            values: dict[str, Any] = {"kata": kata, "count": len(questions), "asked": len(answers), "right": sum(right)}
            values["last"] = (questions[len(answers) - 1], right[-1]) if answers else None
            values["question"] = questions[len(answers)] if len(answers) < len(questions) else None
            rated = None
            if values["question"] is None:
                wrong = len(questions) - sum(right)
                rated = session.keep(
                    lambda progress: progress.answer_quiz(kata.name, kata.spec_hash, wrong, QUIZ_MINUTES)
                )
            values["rated"] = sentence(rated, session.states()[kata.name].scheduled) if rated else ""
            self.finish({"html": self.part("quiz.html", **values)})


class SetAsideAction(JsonAction):
    """A kata doesn't come for some days, or at all; or comes again."""

    def post(self, name: str) -> None:
        days, known = self.sent.get("days"), self.sent.get("known") is True
        with self.session() as session:
            kata = session.catalog.get(name)
            if isinstance(days, int) and 1 <= days <= 365:
                until = clock.now().astimezone().date() + timedelta(days=days)
                session.keep(lambda progress: progress.change_plan(kata.name, SNOOZE, until))
            else:
                session.keep(lambda progress: progress.change_plan(kata.name, KNOWN if known else RESUME))
        self.finish({})


class MinutesAction(JsonAction):
    """The minutes a day that one has."""

    def post(self) -> None:
        minutes = self.sent.get("minutes")
        if not isinstance(minutes, int) or not 0 <= minutes <= 1440:
            raise KataError("Minutes a day are a whole number from 0, which is no limit, to 1440.")
        with self.session() as session:
            set_daily_minutes(session, minutes)
        self.finish({})


class SaveAction(JsonAction):
    """Writes what stands in the editor into the attempt, unless that was changed by another program meanwhile."""

    def post(self, name: str) -> None:
        text, known = self.text("text"), self.text("known")
        with self.session() as session:
            kata = session.catalog.get(name)
            path = session.attempt(kata)
            if not known and not path.exists():
                begin(session, kata, session.states()[kata.name])
                known = fingerprint(kata.stub)
            try:
                known = save(session.workspace, kata, text, known)
                self.finish({"known": known, "at": self.site.live.now()})
            except AttemptChanged as error:
                self.set_status(409)
                self.finish({"error": str(error), "conflict": True, **self.file(session, kata)})


class KeepAction(JsonAction):
    """Settles a conflict: what isn't taken is kept beside, as a reset keeps what it replaces."""

    def post(self, name: str) -> None:
        text, known, mine = self.text("text"), self.text("known"), self.sent.get("mine") is True
        with self.session() as session:
            kata = session.catalog.get(name)
            path = session.attempt(kata)
            if not mine:
                kept = keep_beside(session.workspace, kata, text)
            elif not path.exists():
                scaffold(session.workspace, kata)
                save(session.workspace, kata, text, fingerprint(kata.stub))
                kept = None
            elif fingerprint(read_attempt(path)) != known:
                raise KataError("The file was changed once more; look at what stands there now.")
            else:
                kept = put(session.workspace, kata, text)
            self.finish({"kept": shown(kept) if kept else "", **self.file(session, kata)})


class CheckAction(JsonAction):
    """Grades the attempt; in an interview, hands it in."""

    async def post(self, name: str) -> None:
        seed = self.sent.get("seed")
        if seed is not None and not (isinstance(seed, int) and 0 <= seed < 2**63):
            raise HTTPError(400)
        with self.session() as session:
            kata = session.catalog.get(name)
            handed_in = hand_in(session, kata)
            if handed_in is not None:
                self.finish({"html": self.part("handed_in.html", kata=kata, handed_in=handed_in)})
                return
            ready = checking.read(session, kata, seed)
        live = self.site.live
        try:
            verdict = await self.site.checks.grade(
                ready, lambda done, of: live.tell(kata.name, {"type": "progress", "done": done, "of": of})
            )
        except GradingCancelled as cancelled:
            self.finish({"stopped": str(cancelled)})
            return
        with self.session() as session:
            rated = checking.record(session, ready, verdict)
            state = session.states()[kata.name]
            stands = standing(session) if verdict.passed else None
        html = self.part("verdict.html", **verdict_values(verdict, ready, rated), standing=stands)
        self.finish(
            {
                "html": html,
                "verdict": verdict.to_dict(),
                "passed": verdict.passed,
                "open": is_open(state),
                "rated": rated,
            }
        )


class StopAction(JsonAction):
    """Ends the check that runs."""

    async def post(self, name: str) -> None:
        self.finish({"stopped": await self.site.checks.stop(name)})


class WarmAction(JsonAction):
    """Lets the processes for a kata's library start."""

    async def post(self, name: str) -> None:
        from kata.learner.trusting import ensure_trusted

        with self.session() as session:
            kata = session.catalog.get(name)
            ensure_trusted(session, kata)
        await self.site.checks.warm(kata)
        self.finish({})


class TryAction(JsonAction):
    """Runs a call of the learner's own against the attempt."""

    async def post(self, name: str) -> None:
        call = self.text("call")
        with self.session() as session:
            ready = checking.read(session, session.catalog.get(name), to_grade=False)
        try:
            trial = await self.site.checks.try_call(ready, call)
        except GradingCancelled as cancelled:
            self.finish({"stopped": str(cancelled)})
            return
        self.finish({**asdict(trial), "html": self.part("trial.html", call=call, trial=trial)})


class AgainAction(JsonAction):
    """The failing call of a test on one line, for the console."""

    async def post(self, name: str) -> None:
        test, seed = self.text("test"), self.text("seed")
        if not seed.isdecimal() or int(seed) >= 2**63:
            raise HTTPError(400)
        with self.session() as session:
            ready = checking.read(session, session.catalog.get(name), int(seed))
        try:
            self.finish({"call": await self.site.checks.failing_line(ready, test)})
        except GradingCancelled as cancelled:
            self.finish({"stopped": str(cancelled)})


class HintAction(JsonAction):
    """The next hint, on record; with `again`, those that were seen."""

    def post(self, name: str) -> None:
        with self.session() as session:
            kata = session.catalog.get(name)
            again = self.sent.get("again") is True
            before = session.states()[kata.name]
            seen = before.hints if again else take_hint(session, kata)
            price = cost(before, seen) if seen and not before.round_over else ""
            self.finish({"html": self.part("hints.html", kata=kata, seen=seen, cost=price), "seen": seen})


class SolutionAction(JsonAction):
    """The reference and other right answers, how one's own differs, and what people get wrong."""

    def post(self, name: str) -> None:
        wanted = self.sent.get("answer") or "reference"
        with self.session() as session:
            kata = session.catalog.get(name)
            rated = open_solution(session, kata, give_up=self.sent.get("give_up") is True)
            answers = right_answers(kata)
            if wanted not in answers:
                raise KataError(f"{kata.name} has no answer `{wanted}`.")
            try:
                own = without_given(own_answer(session, kata), kata.stub)
            except KataError:
                own = ""
            found = contrast(own, answers[wanted], wanted) if own else None
            met = session.read(lambda progress: mistakes_met(progress, kata.name))
            html = self.part(
                "solution.html",
                kata=kata,
                rated=rated,
                name=wanted,
                source=answers[wanted],
                contrast=found,
                parts=_diffs(found),
                answers={other: first_line(text) for other, text in answers.items() if other != wanted},
                mistakes=[(mistake, met.get(mistake.name)) for mistake in load_mistakes(kata)],
            )
        self.finish({"html": html})


class HistoryAction(JsonAction):
    """Every version that was checked; with `number`, the code of one."""

    def post(self, name: str) -> None:
        number = self.sent.get("number")
        with self.session() as session:
            kata = session.catalog.get(name)
            versions = session.read(lambda progress: progress.versions(kata.name))
            values: dict[str, Any] = {"kata": kata, "versions": list(enumerate(versions, start=1)), "source": None}
            if isinstance(number, int) and number > 0:
                refuse(session, kata)
                version = numbered(kata, versions, number)
                values |= {"source": session.read(lambda progress: progress.source(version)), "number": number}
            values["kept"] = [shown(path) for path in kept_files(session, kata)]
        self.finish({"html": self.part("history.html", **values)})


class NotesAction(JsonAction):
    """What was noted about the kata; with `text` one more, with `remove` one less."""

    def post(self, name: str) -> None:
        text, remove = self.sent.get("text"), self.sent.get("remove")
        with self.session() as session:
            kata = session.catalog.get(name)
            refuse_interview(session, "Notes can be read again after `kata interview --end`.", kata.name)
            if isinstance(text, str) and text.strip():
                session.progress.add_note(kata.name, text.strip())
            notes = session.read(lambda progress: progress.notes(kata.name))
            if isinstance(remove, int) and 1 <= remove <= len(notes):
                session.progress.remove_note(notes.pop(remove - 1))
            self.finish({"html": self.part("notes.html", notes=list(enumerate(notes, start=1)))})


class RestoreAction(JsonAction):
    """Brings a version back; what stands in the file is kept."""

    def post(self, name: str) -> None:
        number = self.sent.get("number")
        if not isinstance(number, int) or number < 1:
            raise HTTPError(400)
        with self.session() as session:
            kata = session.catalog.get(name)
            restored = restore_version(session, kata, number)
            kept = shown(restored.kept) if restored.kept else ""
            self.finish({"same": restored.same, "kept": kept, **self.file(session, kata)})


class ResetAction(JsonAction):
    """Puts the stub back; the work is kept."""

    def post(self, name: str) -> None:
        with self.session() as session:
            kata = session.catalog.get(name)
            kept = reset(session.workspace, kata)
            session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash, anew=True))
            self.finish({"kept": shown(kept) if kept else "", **self.file(session, kata)})


class FollowAction(JsonAction):
    """Follows a path from now on."""

    def post(self) -> None:
        from kata.catalog.paths import find_path

        with self.session() as session:
            path = find_path(session.catalog, self.text("path"))
            session.keep(lambda progress: progress.set("path", path.name))
        self.finish({"path": path.name})


class BeginInterviewAction(JsonAction):
    """Draws a set and starts the clock."""

    def post(self) -> None:
        minutes = self.sent.get("minutes", 45)
        if not isinstance(minutes, int) or not 1 <= minutes <= 600:
            raise KataError("An interview takes 1 to 600 minutes.")
        choice = {key: self.sent.get(key) or None for key in ("path", "track", "level")}
        if not all(value is None or isinstance(value, str) for value in choice.values()):
            raise HTTPError(400)
        with self.session() as session:
            if running(session) is not None:
                raise KataError("An interview is running already.")
            begin_interview(session, minutes, **choice)
        self.finish({})


class EndInterviewAction(JsonAction):
    """Grades what was handed in, and shows the card."""

    async def post(self) -> None:
        def end() -> None:
            with self.session() as session:
                found = running(session)
                if found is not None:
                    end_interview(session, found)

        await self.site.checks.run(end)
        self.finish({})


def _diffs(found: Contrast | None) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Each part that differs with its lines: "-" for one's own, "+" for the other's, " " for both."""
    diffs = []
    for part in found.parts if found else ():
        if not part.same:
            lines = [] if part.renamed else [line for line in ndiff(part.mine, part.theirs) if line[0] != "?"]
            diffs.append((part, [(line[0], line[2:]) for line in lines]))
    return diffs


NAME = "/katas/([^/]+)"
ACTIONS = [
    (f"{NAME}/begin", BeginAction),
    (f"{NAME}/quiz", QuizAction),
    (f"{NAME}/aside", SetAsideAction),
    (f"{NAME}/save", SaveAction),
    (f"{NAME}/keep", KeepAction),
    (f"{NAME}/check", CheckAction),
    (f"{NAME}/stop", StopAction),
    (f"{NAME}/warm", WarmAction),
    (f"{NAME}/try", TryAction),
    (f"{NAME}/again", AgainAction),
    (f"{NAME}/hint", HintAction),
    (f"{NAME}/solution", SolutionAction),
    (f"{NAME}/history", HistoryAction),
    (f"{NAME}/notes", NotesAction),
    (f"{NAME}/restore", RestoreAction),
    (f"{NAME}/reset", ResetAction),
    ("/minutes", MinutesAction),
    ("/follow", FollowAction),
    ("/interview/begin", BeginInterviewAction),
    ("/interview/end", EndInterviewAction),
]
