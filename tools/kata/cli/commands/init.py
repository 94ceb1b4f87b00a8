"""`kata init`: a workspace."""

from pathlib import Path

import click

from kata.cli.options import katas_from_option
from kata.cli.welcome import show_welcome
from kata.learner.paths import shown
from kata.workspace import init_workspace
from kata.workspace.trust import trust


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@katas_from_option
def init(folder: Path, katas_from: tuple[Path, ...]) -> None:
    """Make a workspace of DIR: the folder that your attempts and your progress live in.

    DIR may exist and hold files; nothing in it is changed. Folders given by --katas-from are remembered.

    \b
    Examples:
      kata init my-katas
      kata init .
      kata init course --katas-from /srv/course-katas
    """
    from kata.cli.output import make_screen

    workspace, new = init_workspace(folder, katas_from)
    for root in katas_from if new else ():
        trust(root)
    screen = make_screen()
    if not new:
        screen.line(f"{shown(workspace.root)} is a workspace already; nothing was changed.")
        return
    show_welcome(screen)
    screen.line(("A workspace is made: ", "strong"), (shown(workspace.root), "code"))
    rows = [
        (("attempts/", "code"), "your files, one a kata"),
        ((".kata/", "code"), "your progress and settings"),
    ]
    screen.table(rows, indent=2)
    screen.blank()
    if workspace.root != Path.cwd():
        screen.line("Go there and begin:")
        screen.code(f"cd {_quoted(shown(workspace.root))}\nkata next", indent=2)
    else:
        screen.line("Begin:")
        screen.code("kata next", indent=2)


def _quoted(path: str) -> str:
    import shlex

    return path if path.startswith("~/") and " " not in path else shlex.quote(path)
