"""`kata edit`: the attempt, in the learner's editor."""

from typing import TYPE_CHECKING

import click

from kata.cli.editor import open_editor
from kata.cli.options import editor_option, kata_argument, with_session
from kata.workspace import scaffold

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@kata_argument
@editor_option
@with_session
def edit(session: "Session", name: str | None, editor: str | None) -> None:
    """Open your attempt at KATA, by default the kata that you work on, at the first body that isn't written yet.

    The editor is the one of --editor, else $VISUAL, else $EDITOR, else VS Code when you are in its terminal, else
    nano, vim or vi.

    \b
    Examples:
      kata edit
      kata edit softmax --editor "code --wait"
    """
    kata = session.kata(name)
    path = session.attempt(kata)
    scaffold(session.workspace, kata)
    session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash))
    open_editor(path, editor)
