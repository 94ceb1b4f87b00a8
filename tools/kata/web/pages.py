"""The pages, and the parts of a kata's page that are asked for when they are opened."""

from datetime import date
from typing import TYPE_CHECKING, Any

from kata.catalog.paths import CATALOG, find_path, load_paths
from kata.catalog.theory import read_theory
from kata.errors import KataError
from kata.learner.candidates import find_scope
from kata.learner.choice import choose_next
from kata.learner.filters import Filter
from kata.learner.interviewing import running
from kata.learner.packages import install_line, missing
from kata.learner.plan import describe_work, light_form, plan, today
from kata.learner.rating_words import day, due_text, many
from kata.learner.shown_path import shown
from kata.progress import State, clock
from kata.progress.rating import PART, QUIZ, STUB
from kata.web.handlers import GuardedHandler
from kata.web.markup import whole_docstring
from kata.web.page_values import about, facets, rows, stages

if TYPE_CHECKING:
    from kata.learner.session import Session


class WholePage(GuardedHandler):
    """A whole page, with what stands on each."""

    def show_page(self, session: "Session", template: str, **values: Any) -> None:
        self.site.close(session)  # so that what it has to say is said on this page
        self.show(template, warnings=self.site.take_warnings(), **values)


class ListPage(WholePage):
    """Every kata and how far one is."""

    def get(self) -> None:
        with self.session() as session:
            states = session.states()
            found = rows(list(session.catalog), states, session.read(lambda progress: progress.current))
            due = sum(row.due for row in found)
            day = today(session)
            work = plan(session, states, find_scope(session), 1, day)[0].work
            passed = sum(row.status == "passed" for row in found)
            interview = running(session)
            self.show_page(
                session,
                "list.html",
                rows=found,
                due=due,
                day=day,
                work=[(session.catalog.get(one.kata), describe_work(one), one.minutes) for one in work],
                passed=passed,
                interview=interview,
                workspace=shown(session.workspace.root),
                **facets(session.catalog),
            )


class SearchPage(GuardedHandler):
    """The names of the katas that words are about, the best first."""

    def get(self) -> None:
        with self.session() as session:
            wanted = Filter(text=self.get_query_argument("q", ""))
            found = wanted.find(session, session.states(), clock.now())
        self.finish({"names": [kata.name for kata in found.katas], "says": found.says()})


class PathsPage(WholePage):
    """The paths and how far one is on each."""

    def get(self) -> None:
        with self.session() as session:
            states = session.states()
            followed = session.read(lambda progress: progress.setting("path")) or CATALOG
            paths = []
            for path in load_paths(session.catalog).values():
                katas = path.katas(session.catalog)
                paths.append((path, sum(states[kata.name].passed for kata in katas), len(katas)))
            self.show_page(session, "paths.html", paths=paths, followed=followed)


class PathPage(WholePage):
    """One path's katas."""

    def get(self, name: str) -> None:
        with self.session() as session:
            path = find_path(session.catalog, name)
            followed = session.read(lambda progress: progress.setting("path")) or CATALOG
            parts = stages(path, session.catalog, session.states())
            self.show_page(session, "path.html", path=path, parts=parts, followed=followed == path.name)


class NextPage(GuardedHandler):
    """Goes to the kata that is next."""

    def get(self) -> None:
        with self.session() as session:
            interview = running(session)
            if interview is not None:
                self.redirect(f"{self.site.base}interview")
                return
            choice, _ = choose_next(session, session.states())
            where = f"katas/{choice.kata.name}" if choice.kata else ""
            self.redirect(f"{self.site.base}{where}{f'?review={choice.review.kind}' if choice.review else ''}")


class ReviewPage(WholePage):
    """What is due, and what comes later."""

    def get(self) -> None:
        from kata.progress.schedule import recall

        with self.session() as session:
            now = clock.now()
            states = session.states().values()
            known = [(state.scheduled, state) for state in states if state.scheduled and state.kata in session.catalog]
            known.sort(key=lambda pair: pair[0].due)
            reviews = [
                {
                    "kata": session.catalog.get(state.kata),
                    "due": scheduled.is_due(now),
                    "when": due_text(scheduled, now),
                    "day": day(scheduled.due, now),
                    "rating": state.rating.word if state.rating else "",
                    "interval": many(scheduled.days, "day"),
                    "recall": f"{recall(scheduled, now):.0%}",
                }
                for scheduled, state in known
            ]
            self.show_page(session, "review.html", reviews=reviews)


class StatsPage(WholePage):
    """What one has done: the page of `kata stats --html`, inside of this one's frame."""

    def get(self) -> None:
        from kata.learner.report.page import known

        with self.session() as session:
            self.show_page(session, "stats.html", **known(session, date.today()))


class InterviewPage(WholePage):
    """The interview that runs and its clock; else how to begin one, and the last card."""

    def get(self) -> None:
        with self.session() as session:
            found = running(session)
            last = session.read(lambda progress: progress.interviews.last())
            values: dict[str, Any] = {"interview": found, "card": last.card if last else None, "katas": []}
            if found is not None:
                counts = {name: sum(one.kata == name for one in found.hand_ins) for name in found.katas}
                inside = [session.catalog.get(name) for name in found.katas if name in session.catalog]
                values["katas"] = [(kata, counts[kata.name]) for kata in inside]
                values["seconds"] = max(int(found.left(clock.now()).total_seconds()), 0)
            self.show_page(
                session,
                "interview.html",
                paths=load_paths(session.catalog).values(),
                **facets(session.catalog),
                **values,
            )


class TheoryPage(WholePage):
    """Why it works, where it is used, what goes wrong."""

    def get(self, name: str) -> None:
        with self.session() as session:
            kata = session.catalog.get(name)
            sections = [(section.title, whole_docstring(section.body)) for section in read_theory(kata)]
            if not sections:
                raise KataError(f"{kata.title} has no page of theory.")
            self.show_page(session, "theory.html", kata=kata, sections=sections)


class KataPage(WholePage):
    """The task on the left, the editor and the verdict on the right."""

    def get(self, name: str) -> None:
        with self.session() as session:
            kata = session.catalog.get(name)
            if kata.name != name:
                self.redirect(f"{self.site.base}katas/{kata.name}")
                return
            state = session.states()[kata.name]
            interview = running(session)
            katas = list(session.catalog)
            place = katas.index(kata)
            absent = missing(kata)
            self.show_page(
                session,
                "kata.html",
                **about(session.catalog, kata),
                state=state,
                row=rows([kata], {kata.name: state})[0],
                review=self._review(state),
                light=light_form(session, kata, state) if state.scheduled else None,
                interview=interview if interview and kata.name in interview.katas else None,
                seconds=max(int(interview.left(clock.now()).total_seconds()), 0) if interview else 0,
                path=shown(session.attempt(kata)),
                stub=kata.stub,
                install=install_line(absent) if absent else "",
                before=katas[place - 1] if place else None,
                after=katas[place + 1] if place + 1 < len(katas) else None,
                spec_changed=state.begun and state.spec != kata.spec_hash,
            )

    def _review(self, state: State) -> str:
        """How it is to be reviewed, if the address says so and a round isn't under way."""
        wanted = self.get_query_argument("review", "")
        return wanted if wanted in (STUB, PART, QUIZ) and state.begun and not state.unfinished else ""


PAGES = [
    ("/?", ListPage),
    ("/search", SearchPage),
    ("/next", NextPage),
    ("/paths", PathsPage),
    ("/paths/([^/]+)", PathPage),
    ("/review", ReviewPage),
    ("/stats", StatsPage),
    ("/interview", InterviewPage),
    ("/katas/([^/]+)", KataPage),
    ("/katas/([^/]+)/theory", TheoryPage),
]
