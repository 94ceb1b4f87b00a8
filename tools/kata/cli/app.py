"""The group of commands, and what becomes of errors, Ctrl-C and closed pipes."""

import errno
import importlib
import os
import sys
from collections.abc import Iterator, MutableMapping
from typing import IO, Any

import click

from kata import __version__
from kata.cli.messages import print_message
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


# Each command: where it is, and its line in `kata --help`. It is imported when it is used: all of them together take
# longer than a person likes to wait for one.
COMMANDS = {
    "init": ("init:init", "Make a workspace, the folder that you work in."),
    "next": ("next:next_", "Begin the next kata, or go on with an unfinished one."),
    "start": ("next:start", "Begin a kata of your choice."),
    "show": ("show:show", "Read what a kata asks for."),
    "edit": ("edit:edit", "Open your attempt in your editor."),
    "check": ("check:check", "Grade your attempt."),
    "watch": ("watch:watch", "Check on every save."),
    "hint": ("hint:hint", "Get a hint, one at a time."),
    "solution": ("solution:solution", "Read the solution: after a pass, or when you give up."),
    "note": ("note:note", "Note something about a kata, for later."),
    "try": ("try_:try_", "Run a call of your own against your file."),
    "repro": ("repro:repro", "Write a failing call as a script, for a debugger."),
    "reset": ("reset:reset", "Start a kata over; your work is kept."),
    "history": ("history:history", "See every version that you checked."),
    "restore": ("history:restore", "Bring back a version that you checked."),
    "review": ("review:review", "See what is due to be practised again."),
    "plan": ("plan:plan", "See the next days; minutes a day, snooze."),
    "path": ("path:path", "See the paths, or follow one."),
    "interview": ("interview:interview", "A timed set: no hints, results at the end."),
    "progress": ("progress:progress", "Take your progress to another machine."),
    "list": ("list:list_", "List the katas and how far you are."),
    "web": ("web:web", "Work on them in your browser, on this machine."),
    "browse": ("browse:browse", "Browse the katas on the whole screen."),
    "stats": ("stats:stats", "See what you have done."),
    "completion": ("completion:completion", "Let TAB complete commands and kata names."),
    "doctor": ("doctor:doctor", "Look at this machine and your workspace."),
    "grade": ("grade:grade", "Grade a whole class; a stopped run goes on where it was."),
    "author": ("author:author", "Write katas, and prove that they are sound."),
    "classroom": ("classroom:classroom", "Make assignments for a class, grade them, collect the marks."),
    "notebook": ("notebook:notebook", "Katas as notebooks: for nbgrader, and to practise in."),
    "audit": ("audit:audit", "Try hostile answers against this machine's walls."),
}


class CommandError(click.ClickException):
    """A KataError on its way to the screen."""

    def __init__(self, error: KataError) -> None:
        super().__init__(str(error))
        setattr(self, "exit_code", error.exit_code)  # noqa: B010  click declares it for the class only

    def show(self, file: IO[Any] | None = None) -> None:
        print_message(self.message)


def _add_plain_option(command: click.Command) -> None:
    """Give `--plain` to a command, and to those below it."""
    command.params.append(plain_option())
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _add_plain_option(below)


class Commands(MutableMapping[str, click.Command]):
    """The commands by name, each imported when it is asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, attribute = COMMANDS[name][0].split(":")
            command: click.Command = getattr(importlib.import_module(f"kata.cli.commands.{module}"), attribute)
            _add_plain_option(command)
            self._loaded[name] = command
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class KataGroup(click.Group):
    """Commands in the order in which they are met; errors as sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands = Commands()
        self.params.append(plain_option())

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KataError as error:
            raise CommandError(error) from None
        except KeyboardInterrupt:
            print_message("Interrupted.")
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            _discard_output()  # nobody reads on: `kata list | head -1`
            sys.exit(PIPE_CLOSED)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                raise
            _discard_output()
            print_message(f"{error.strerror}: the output, or a temporary file, could not be written.")
            sys.exit(NO_VERDICT)


@click.group(cls=KataGroup, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kata")
def cli() -> None:
    pass


def _discard_output() -> None:
    """What is left in the buffer of standard output must not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
