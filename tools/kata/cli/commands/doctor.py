"""`kata doctor`: what this machine and this workspace offer, and the way out of what is missing."""

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, NamedTuple

import click

from kata import __version__
from kata.cli.layout import Span
from kata.cli.options import json_option, with_session
from kata.cli.output import make_screen
from kata.cli.status import NOT_PASSED
from kata.errors import CannotGrade, KataError
from kata.learner.packages import install_line, installed
from kata.learner.session import Session
from kata.libraries import LIBRARIES, packages

_WHAT = {
    "bubblewrap": "nothing exists for an answer but what it needs",
    "landlock": "no other file, no network, no other process or program",
    "limits": "memory, CPU time and file size; an answer can read and write your files, and use the network",
}
_PACKAGES = ("numpy", "scipy", "gymnasium", "pytest", "pytest-timeout", "fsrs", "textual", "watchfiles")
_OPTIONAL = [name for name, package in packages().items() if package.requirement]
_OLDEST_PYTHON = (3, 11)
_LEAST_DISK = 1 << 30
_FULL_DISK = 64 << 20
_STYLES = {"OK": "good", "WARN": "warn", "FAIL": "bad"}


class Finding(NamedTuple):
    """One line: what was looked at, how it stands, and the way out where there is something to do."""

    what: str
    state: Literal["OK", "WARN", "FAIL"]
    found: str
    way_out: str = ""


@click.command()
@json_option
@with_session
def doctor(session: Session, as_json: bool) -> None:
    """Look at everything that the other commands need, and say the way out of what is missing.

    Each line is OK, WARN (something is less than it could be) or FAIL (something doesn't work). Exit status 1 when a
    line is FAIL.

    \b
    Examples:
      kata doctor
      kata doctor --json
    """
    from kata.sandbox.levels import available_levels, best_level

    offered = available_levels()
    best = best_level() if not all(offered.values()) else ""
    selftest = _selftest() if best else {}
    findings = [
        _python(),
        *_packages(),
        *_libraries(),
        _editor(),
        _terminal(),
        *_levels(offered, best),
        _forking(),
        *_known_answers(selftest),
        *_workspace(session),
        _disk(session),
    ]
    if as_json:
        packages = {name: _version(name) for name in (*_PACKAGES, *_OPTIONAL)}
        found: dict[str, Any] = {"mlkata": __version__, "python": platform.python_version(), "packages": packages}
        found |= {"levels": offered, "best": best, "selftest": selftest}
        click.echo(json.dumps({**found, "findings": [finding._asdict() for finding in findings]}, indent=2))
    else:
        _show(findings)
    sys.exit(NOT_PASSED if any(finding.state == "FAIL" for finding in findings) else 0)


def _show(findings: list[Finding]) -> None:
    screen = make_screen()
    screen.line(("mlkata ", "strong"), f"{__version__} on {platform.platform(terse=True)}")
    rows: list[list[Span]] = []
    for finding in findings:
        state: Span = (finding.state, _STYLES[finding.state])
        rows.append([state, (finding.what, "strong"), f"{finding.found} {finding.way_out}".strip()])
    screen.table(rows)
    screen.blank()
    failed = sum(finding.state == "FAIL" for finding in findings)
    warned = sum(finding.state == "WARN" for finding in findings)
    if failed:
        screen.line((f"{failed} of these must be put right.", "bad"))
    elif warned:
        screen.line("Everything works; ", (f"{warned} of these could be better.", "warn"))
    else:
        screen.line(("Everything works.", "good"))


def _python() -> Finding:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info < _OLDEST_PYTHON:
        return Finding("Python", "FAIL", found, "It takes Python 3.11 or newer.")
    return Finding("Python", "OK", found)


def _packages() -> Iterator[Finding]:
    versions = {name: _version(name) for name in _PACKAGES}
    missing = [name for name, found in versions.items() if not found]
    if missing:
        command = f"{sys.executable} -m pip install {' '.join(missing)}"
        yield Finding("packages", "FAIL", f"Not installed: {', '.join(missing)}.", f"Run: {command}")
    else:
        yield Finding("packages", "OK", ", ".join(f"{name} {found}" for name, found in versions.items()))


def _libraries() -> Iterator[Finding]:
    """What katas may be written in and needn't be installed."""
    for name in _OPTIONAL:
        found = _version(name)
        way_out = "" if found else f"Run: {install_line([name], sys.executable)}"
        without = "Not installed; the katas that use it can't be graded."
        yield Finding(name, "OK" if found else "WARN", found or without, way_out)


def _editor() -> Finding:
    from kata.cli.editor import editor_command

    try:
        command = editor_command(None, os.environ)
    except KataError as error:
        return Finding("editor", "WARN", str(error))
    if shutil.which(command[0]) is None:
        return Finding("editor", "WARN", f"`{command[0]}` can't be found.", "Set VISUAL to another editor.")
    return Finding("editor", "OK", " ".join(command))


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", "OK", "none: this goes into a pipe or a file, so it is plain text")
    columns, lines = shutil.get_terminal_size()
    size = f"{columns} columns by {lines} lines"
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        way_out = "Set LANG to one that ends in .UTF-8."
        return Finding("terminal", "WARN", f"{size}; it takes no Unicode ({sys.stdout.encoding}).", way_out)
    if columns < 80 or lines < 24:
        return Finding("terminal", "WARN", f"{size}.", "`kata browse` and tables are made for 80 by 24 and more.")
    return Finding("terminal", "OK", size)


def _levels(offered: dict[str, str], best: str) -> Iterator[Finding]:
    """The levels of confinement, the tightest first."""
    from kata.sandbox.confinement import LEVELS

    for level in reversed(LEVELS):
        why_not = offered[level]
        if why_not:
            yield Finding(f"confinement: {level}", "WARN" if best else "FAIL", f"no: {why_not}")
        else:
            used = "used: " if level == best else ""
            weak = level == best == "limits"
            yield Finding(f"confinement: {level}", "WARN" if weak else "OK", f"{used}{_WHAT[level]}")


def _forking() -> Finding:
    from kata.sandbox.launch import forking_is_safe

    if forking_is_safe():
        return Finding("answers", "OK", "each runs in a process that is forked from a warm one")
    found = (
        "Each runs in an interpreter that is started afresh: safe here, and slower, the more so the larger the library."
    )
    return Finding("answers", "WARN", found, "KATA_FORK=1 forks all the same.")


def _known_answers(failed: dict[str, str]) -> Iterator[Finding]:
    for library, why in failed.items():
        if why:
            yield Finding(f"self-test: {library}", "FAIL", why)
        else:
            yield Finding(f"self-test: {library}", "OK", "known answers get the points that they must")


def _workspace(session: Session) -> Iterator[Finding]:
    workspace = session.workspace_if_any
    if workspace is None:
        yield Finding("workspace", "WARN", "There is none here.", "`kata init DIR` makes one; run `kata` inside it.")
        return
    if not os.access(workspace.root, os.W_OK):
        yield Finding("workspace", "FAIL", f"{workspace.root} can't be written to.", "Make it yours, or take another.")
    else:
        yield Finding("workspace", "OK", str(workspace.root))
    yield _tried("catalog", lambda: f"{len(session.catalog)} katas")
    yield _tried("record", lambda: _record(session))


def _record(session: Session) -> str:
    session.need_record()
    known = session.read(lambda progress: progress.states())
    return f"{sum(state.checks for state in known.values())} checks of {len(known)} katas"


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "OK", look())
    except KataError as error:
        return Finding(what, "FAIL", str(error))


def _disk(session: Session) -> Finding:
    workspace = session.workspace_if_any
    folder = workspace.root if workspace else Path.cwd()
    free = shutil.disk_usage(folder).free
    found = f"{free / (1 << 30):.1f} GiB free where your work is"
    if free < _FULL_DISK:
        return Finding("disk", "FAIL", f"{found}.", "Make room: what you check can't be kept.")
    return Finding("disk", "WARN" if free < _LEAST_DISK else "OK", found)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _selftest() -> dict[str, str]:
    """Why the self-test fails, by library; "" where it holds."""
    from kata.grading.engine import Engine
    from kata.grading.selftest import ensure_passed, toy

    failed = {}
    for library, record in LIBRARIES.items():
        if not all(map(installed, record.package_names)):
            continue
        with Engine(selftest="never") as engine:
            try:
                ensure_passed(engine.grade_toy, toy(library), engine.level(), always=True)
                failed[library] = ""
            except CannotGrade as error:
                failed[library] = str(error)
    return failed
