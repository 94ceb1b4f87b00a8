"""The group of commands, and what becomes of errors, Ctrl-C and closed pipes."""

import errno
import io
import os
import sys
from typing import IO, Any

import click

from kata import __version__
from kata.cli.commands.author import author
from kata.cli.commands.browse import browse
from kata.cli.commands.check import check
from kata.cli.commands.completion import completion
from kata.cli.commands.edit import edit
from kata.cli.commands.help import hint, solution
from kata.cli.commands.init import init
from kata.cli.commands.list import list_
from kata.cli.commands.next import next_, start
from kata.cli.commands.repro import repro
from kata.cli.commands.reset import reset
from kata.cli.commands.show import show
from kata.cli.commands.stats import stats
from kata.cli.commands.try_ import try_
from kata.cli.commands.watch import watch
from kata.cli.messages import tell
from kata.cli.options import plain_option
from kata.cli.status import INTERRUPTED, NO_VERDICT, PIPE_CLOSED
from kata.errors import KataError

HELP = """Auto-graded machine-learning katas, in your terminal.

\b
Examples:
  kata init my-katas       make a workspace; then: cd my-katas
  kata next                begin the next kata
  kata check               grade it
  kata hint                when you are stuck

\b
Exit status:
  0  done; for `check`: passed
  1  not passed (for `author verify`: a proof failed)
  2  wrong usage: an unknown command, kata or option; no workspace
  3  could not grade: no verdict was reached
"""


class Failure(click.ClickException):
    """A KataError on its way to the screen."""

    def __init__(self, error: KataError) -> None:
        super().__init__(str(error))
        setattr(self, "exit_code", error.exit_code)  # noqa: B010  click declares it for the class only

    def show(self, file: IO[Any] | None = None) -> None:
        tell(self.message)


class KataGroup(click.Group):
    """Commands in the order in which they are met; errors as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KataError as error:
            raise Failure(error) from None
        except KeyboardInterrupt:
            tell("Interrupted.")
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            _write_no_more()  # nobody reads on: `kata list | head -1`
            sys.exit(PIPE_CLOSED)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                raise
            _write_no_more()
            tell(f"{error.strerror}: the output, or a temporary file, could not be written.")
            sys.exit(NO_VERDICT)


def _let_all_be_plain(command: click.Command) -> None:
    """Give `--plain` to a command, and to those below it."""
    command.params.append(plain_option())
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _let_all_be_plain(below)


@click.group(cls=KataGroup, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kata")
def cli() -> None:
    pass


COMMANDS: list[click.Command] = [init, next_, start, show, edit, check, watch, hint, solution, try_, repro, reset]
COMMANDS += [list_, browse, stats, completion, author]
for command in COMMANDS:
    cli.add_command(command)
_let_all_be_plain(cli)


def main() -> None:
    """The entry point of `kata` and of `python -m kata`."""
    # A stream that was closed by whoever started this (`>&-`) is None.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a character that the terminal's encoding lacks
    cli(prog_name="kata")


def _write_no_more() -> None:
    """What is left in the buffer of standard output must not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
