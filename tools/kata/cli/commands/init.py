"""`kata init`: a workspace."""

import os
import shutil
from pathlib import Path

import click

from kata.cli.options import katas_from_option, minutes_option
from kata.cli.screen import Screen
from kata.cli.welcome import show_welcome
from kata.learner.plan import MINUTES
from kata.learner.shown_path import shown
from kata.progress import Progress
from kata.progress.plan import DAILY_MINUTES
from kata.workspace import Workspace, init_workspace
from kata.workspace.trust import trust
from kata.workspace.vscode import write_vscode


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@minutes_option
@click.option(
    "--vscode/--no-vscode",
    default=None,
    help="Write .vscode/: tasks that list problems, the debugger, the test explorer.",
)
@katas_from_option
def init(folder: Path, minutes: int | None, vscode: bool | None, katas_from: tuple[Path, ...]) -> None:
    """Make a workspace of DIR: the folder that your attempts and your progress live in.

    DIR may exist and hold files; nothing in it is changed. Folders given by --katas-from are remembered. In a terminal
    you are asked how many minutes a day you have, unless --minutes says it, and where VS Code is installed whether it
    is to know the workspace. `kata init . --vscode` does that later; files that are there stay as they are.

    \b
    Examples:
      kata init my-katas
      kata init .
      kata init . --minutes 20 --vscode
      kata init course --katas-from /srv/course-katas
    """
    from kata.cli.output import can_ask, make_screen

    workspace, new = init_workspace(folder, katas_from)
    for root in katas_from if new else ():
        trust(root)
    screen = make_screen()
    if not new:
        rest = "." if vscode else "; nothing was changed."
        screen.line(f"{shown(workspace.root)} is a workspace already{rest}")
        if minutes is not None:
            screen.line("Inside it, ", (f"kata plan --minutes {minutes}", "code"), " changes the minutes a day.")
        if vscode:
            _write_vscode(screen, workspace)
        return
    show_welcome(screen)
    _keep_minutes(workspace, _ask_minutes() if minutes is None and can_ask() else minutes)
    if vscode is None and can_ask() and _has_vscode():
        vscode = click.confirm("Let VS Code know the workspace: tasks, the debugger, the test explorer?", default=True)
    screen.line(("A workspace is made: ", "strong"), (shown(workspace.root), "code"))
    rows = [
        (("attempts/", "code"), "your files, one a kata"),
        ((".kata/", "code"), "your progress and settings"),
    ]
    screen.table(rows, indent=2)
    if vscode:
        _write_vscode(screen, workspace)
    screen.blank()
    if workspace.root != Path.cwd():
        screen.line("Go there and begin:")
        screen.code(f"cd {_quoted(shown(workspace.root))}\nkata next", indent=2)
    else:
        screen.line("Begin:")
        screen.code("kata next", indent=2)


def _has_vscode() -> bool:
    return os.environ.get("TERM_PROGRAM") == "vscode" or shutil.which("code") is not None


def _write_vscode(screen: Screen, workspace: Workspace) -> None:
    written, kept = write_vscode(workspace)
    if written:
        names = ", ".join(str(path.relative_to(workspace.root)) for path in written)
        screen.line(("For VS Code: ", "strong"), (names, "code"), ". Run Test Task checks the open file.")
    for path in kept:
        screen.line((str(path.relative_to(workspace.root)), "code"), " is there already, and stays as it is.")


def _ask_minutes() -> int:
    from kata.cli.output import make_screen

    make_screen().line("How many minutes a day do you have? Reviews and new katas share them; 0 is no limit.")
    return int(click.prompt("Minutes a day", default=DAILY_MINUTES, value_proc=_read_minutes))


def _read_minutes(typed: str) -> int:
    try:
        return int(click.IntRange(0, 600)(typed))
    except click.UsageError:
        raise click.UsageError("Type a whole number from 0, which is no limit, to 600.") from None


def _keep_minutes(workspace: Workspace, minutes: int | None) -> None:
    if minutes is not None:
        with Progress(workspace.progress_path) as progress:
            progress.set(MINUTES, str(minutes))


def _quoted(path: str) -> str:
    import shlex

    return path if path.startswith("~/") and " " not in path else shlex.quote(path)
