"""`kata try`: a call of the learner's own."""

import ast
import sys
from typing import TYPE_CHECKING

import click

from kata.cli.complete import complete_katas
from kata.cli.options import with_session
from kata.cli.status import NOT_PASSED
from kata.errors import KataError
from kata.learner.checking import read

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command("try")
@click.argument("arguments", metavar="[KATA] CALL", nargs=-1, required=True, shell_complete=complete_katas)
@with_session
def try_(session: "Session", arguments: tuple[str, ...]) -> None:
    """Run CALL with your attempt at KATA, by default the kata that you work on, in the process and within the limits of
    a check, and show what it gives.

    CALL is Python: an expression, or statements with an expression at the end. It sees all names of your file, and np
    and torch where the kata uses them. Nothing is recorded. Exit status: 0 when it ran, 1 when it raised or was
    stopped, 3 when it could not be run.

    \b
    Examples:
      kata try 'causal_mask(4)'
      kata try causal_mask 'causal_mask(4)'
      kata try softmax 'x = np.array([1.0, 2.0]); softmax(x).sum()'
    """
    from kata.cli.output import make_screen
    from kata.grading.engine import Engine

    name, call = (None, arguments[0]) if len(arguments) == 1 else (arguments[0], " ".join(arguments[1:]))
    if len(arguments) > 2:
        raise click.UsageError("Put the call between quotes: kata try KATA 'f(1, 2)'.")
    if name is None and call in session.catalog and session.read(lambda progress: progress.current) != call:
        raise click.UsageError(f"Say what to run in {call}: kata try {call} '{call}(...)'.")
    try:
        ast.parse(call)
    except (SyntaxError, ValueError) as error:
        raise KataError(f"`{call}` is not valid Python: {getattr(error, 'msg', error)}.") from None
    session.does_without_record = True
    ready = read(session, session.kata(name), to_grade=False)
    screen = make_screen()
    with screen.busy("Running ..."), Engine() as engine:
        trial = engine.try_call(ready.kata, ready.source, call, filename=ready.filename)
    if trial.output:
        screen.line(("your code printed", "dim"))
        screen.text(trial.output, indent=2)
    if trial.value:
        screen.text(trial.value)
    elif not trial.message:
        screen.line(("It gave None.", "dim"))
    if trial.message:
        screen.line((trial.message, "bad"))
        screen.text(trial.traceback, indent=2) if trial.traceback else None
        if name is None:
            screen.line((f"It ran with {ready.kata.name}, which you work on; kata try KATA CALL names another.", "dim"))
        sys.exit(NOT_PASSED)
