"""The learner's editor: which one it is, and how it is told the line."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from kata.cli.messages import print_message
from kata.errors import KataError
from kata.learner.shown_path import shown
from kata.stub import first_unfinished

# How editors are told a line, by the name of their program.
_PLUS = "vi vim nvim view gvim mvim nano pico emacs emacsclient kak micro gedit joe jed mg ne jove gnome-text-editor"
_GOTO = "code code-insiders codium vscodium cursor windsurf positron"
_COLON = "hx helix subl sublime_text zed zeditor lapce"
_LINE = "pycharm charm idea kate mate"
# What there mostly is, where nobody has said which editor.
FALLBACKS = ("nano", "vim", "vi")


def open_editor(
    path: Path,
    chosen: str | None = None,
    environment: Mapping[str, str] = os.environ,
    *,
    others: Sequence[Path] = (),
) -> None:
    """Open a file at the first body that is not written yet, and wait until the editor gives the terminal back.

    Args:
        others: further files, which are opened beside it.
        chosen: a command, as in `--editor "code --wait"`; by default `editor_command` finds one.

    Raises:
        KataError: if there is no editor, it can't be started, or it ends with an error.
    """
    command = editor_command(chosen, environment)
    if not any(text and text.strip() for text in (chosen, environment.get("VISUAL"), environment.get("EDITOR"))):
        print_message(f"No editor is set: {command[0]} it is. The variable VISUAL names another (export VISUAL=nano).")
    if shutil.which(command[0], path=environment.get("PATH")) is None:
        raise KataError(
            f"The editor `{command[0]}` can't be found. Set VISUAL to another, or name one: --editor COMMAND. "
            f"The file is {shown(path)}."
        )
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        source = ""  # the editor will say what is wrong with it
    arguments = [*command, *_place(command[0], path, first_unfinished(source)), *map(str, others)]
    try:
        status = subprocess.call(arguments, env=dict(environment))
    except OSError as error:
        raise KataError(f"The editor `{command[0]}` can't be started: {error.strerror}.") from None
    if status:
        raise KataError(f"The editor `{shlex.join(command)}` ended with status {status}. The file is {shown(path)}.")


def editor_command(chosen: str | None, environment: Mapping[str, str]) -> list[str]:
    """The command of the editor: the chosen one, $VISUAL, $EDITOR, VS Code inside its own terminal, or a fallback.

    Raises:
        KataError: if none of these is there, or one can't be read as a command.
    """
    for origin, text in (
        ("--editor", chosen),
        ("VISUAL", environment.get("VISUAL")),
        ("EDITOR", environment.get("EDITOR")),
    ):
        if text and text.strip():
            try:
                return shlex.split(text)
            except ValueError:
                raise KataError(f"{origin} is `{text}`, in which a quote isn't closed.") from None
    if environment.get("TERM_PROGRAM") == "vscode":
        for name in _GOTO.split():
            if shutil.which(name, path=environment.get("PATH")):
                return [name]
    for name in FALLBACKS:
        if shutil.which(name, path=environment.get("PATH")):
            return [name]
    raise KataError(
        "No editor is set, and there is neither nano nor vi. Set the environment variable VISUAL (export VISUAL=nano), "
        "or name one: --editor nano."
    )


def _place(program: str, path: Path, line: int | None) -> list[str]:
    """The arguments that open `path` at `line`; an editor that isn't known is given the file alone."""
    name = Path(program).name.removesuffix(".exe")
    file = str(path)
    if line is None:
        return [file]
    if name in _PLUS.split():
        return [f"+{line}", file]
    if name in _GOTO.split():
        return ["--goto", f"{file}:{line}"]
    if name in _COLON.split():
        return [f"{file}:{line}"]
    if name in _LINE.split():
        return ["--line", str(line), file]
    return [file]
