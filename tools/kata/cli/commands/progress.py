"""`kata progress`: the record taken to another machine, and brought together with the one there."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.cli.options import with_session
from kata.errors import CannotGrade
from kata.learner.rating_words import many
from kata.learner.shown_path import shown

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress.transfer import Draft


@click.group()
def progress() -> None:
    """Take your progress to another machine. The file holds every version that you checked and your files as they are;
    what two machines know is merged by kata and time, and nothing is lost."""


@progress.command("export", short_help="Write all progress to a file.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@with_session
def export(session: "Session", file: Path | None) -> None:
    """Write all that is on record, and your files as they are, to FILE, by default kata-progress-DATE.db.

    \b
    Examples:
      kata progress export
      kata progress export ~/kata.db
    """
    from kata.cli.output import make_screen
    from kata.progress import Progress, clock
    from kata.progress.transfer import Draft
    from kata.workspace import read_attempt

    workspace = session.workspace
    target = file or Path(f"kata-progress-{clock.now().astimezone():%Y%m%d}.db")
    drafts = []
    for kata in session.catalog:
        path = workspace.attempt_path(kata)
        if not path.is_file():
            continue
        try:
            text = read_attempt(path)
        except CannotGrade as error:
            session.warn(f"{error} It isn't in the export.")
            continue
        if text != kata.stub:
            drafts.append(Draft(kata.name, text))
    with Progress(workspace.progress_path) as record:
        record.export_to(target, drafts)
        known = len(record.names())
    screen = make_screen()
    screen.line(("Written: ", "strong"), (shown(target.absolute()), "code"))
    screen.line(f"It holds {many(known, 'kata')} and {many(len(drafts), 'file')} of yours. On the other machine:")
    screen.code(f"kata progress import {target.name}", indent=2)


@progress.command("import", short_help="Merge progress from a file.")
@click.argument("file", type=click.Path(path_type=Path))
@with_session
def import_(session: "Session", file: Path) -> None:
    """Merge the progress in FILE, an export or another workspace's progress.db, into this workspace's.

    A kata that has no file here gets the other machine's; where both have one, yours stays and the other is kept
    beside it. To import twice changes nothing.

    \b
    Examples:
      kata progress import kata-progress-20261122.db
    """
    from kata.cli.output import make_screen
    from kata.progress import Progress

    workspace = session.workspace
    names = {former: kata.name for kata in session.catalog for former in kata.formerly if former not in session.catalog}
    with Progress(workspace.progress_path) as record:
        for notice in record.notices:
            session.warn(notice)
        found = record.import_from(file, names)
    placed, kept = _place(session, found.drafts)
    screen = make_screen()
    if found.nothing and not placed and not kept:
        screen.line("All of it was here already; nothing was changed.")
        return
    screen.line(("Imported: ", "strong"), f"{many(found.checks, 'check')}, {many(found.added['ratings'], 'rating')}.")
    if placed:
        screen.line(f"Files put in their places: {', '.join(placed)}.")
    for path in kept:
        screen.line("Yours stays; the other's is kept: ", (shown(path), "code"))
    screen.line(
        ("kata history KATA", "code"), " lists the versions of both, ", ("kata restore", "code"), " brings one back."
    )


def _place(session: "Session", drafts: "tuple[Draft, ...]") -> tuple[list[str], list[Path]]:
    """Put the other machine's files where there is none, and keep them beside what differs."""
    from kata.learner.history import kept_files
    from kata.workspace import keep_beside, scaffold_with

    placed, kept = [], []
    for draft in drafts:
        if draft.kata not in session.catalog:
            session.warn(f"{draft.kata} isn't in this catalog; its file stays in the export.")
            continue
        kata = session.catalog.get(draft.kata)
        path = session.attempt(kata)
        if scaffold_with(session.workspace, kata, draft.text):
            placed.append(kata.name)
            continue
        here = [path, *kept_files(session, kata)]
        if not any(one.is_file() and one.read_bytes() == draft.text.encode() for one in here):
            kept.append(keep_beside(session.workspace, kata, draft.text))
    return placed, kept
