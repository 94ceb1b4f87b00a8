"""`%kata` in a notebook: `check` grades the cells that ran, every other command does what it does in a terminal."""

import html
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kata.cli.notebooks import ensure_gradable
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.learner.session import Session


def register(shell: Any) -> None:
    """Add the magic to a shell of IPython."""
    shell.register_magic_function(run_line, magic_kind="line", magic_name="kata")


def run_line(line: str) -> None:
    """Run a line of `%kata`. What goes wrong is a sentence, never a traceback."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        print(f"%kata can't read this line: {error}.")
        return
    try:
        if words[:1] == ["check"] and not any(word.startswith("-") or word.endswith(".ipynb") for word in words):
            _check(words[1:])
        else:
            _run(words or ["--help"])
    except KataError as error:
        print(error)


def _run(words: list[str]) -> None:
    from kata.cli.app import cli

    try:
        cli.main(words, prog_name="kata", standalone_mode=False)
    except click.ClickException as error:
        error.show()
    except (SystemExit, click.Abort):
        pass  # the exit status is a shell's


def _check(names: list[str]) -> None:
    from kata.learner.session import Session

    session = Session()
    session.does_without_record = True
    try:
        for kata in _katas(session, names):
            _check_one(session, kata)
        if session.workspace_if_any is None:
            print("Not recorded: there is no workspace here. `%kata init .` makes one.")
    finally:
        session.close()
        for warning in session.take_warnings():
            print(f"Warning: {warning}")


def _katas(session: "Session", names: list[str]) -> "list[Kata]":
    from kata.notebook.answers import katas_in
    from kata.notebook.kernel import cells_here

    if names:
        return [session.catalog.get(name) for name in names]
    katas = katas_in(cells_here(), session.catalog)
    if not katas:
        raise KataError("No cell that ran defines what a kata asks for. Run the cell of your answer, then check again.")
    return katas


def _check_one(session: "Session", kata: "Kata") -> None:
    from kata.learner.checking import grade, ready_with, record
    from kata.notebook.kernel import engine, show, source_here
    from kata.notebook.outputs import whole_page

    ensure_gradable(session, kata)
    source = source_here(kata)
    if source is None:
        raise KataError(f"No cell that ran defines what {kata.name} asks for. Run the cell of your answer first.")
    ready = ready_with(session, kata, Path.cwd(), source, filename=f"{kata.name}.ipynb")
    verdict = grade(engine(), ready)
    rated = record(session, ready, verdict)
    show(whole_page(verdict) + (f"<p>{html.escape(rated)}</p>" if rated else ""))
