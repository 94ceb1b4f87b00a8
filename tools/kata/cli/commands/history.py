"""`kata history` and `kata restore`: every version that was checked, and the way back to it."""

import json
from typing import TYPE_CHECKING

import click

from kata.cli.layout import Span
from kata.cli.options import json_option, kata_argument, with_session
from kata.learner.shown_path import shown

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import Version

MOST = 20  # versions that are listed unless all are asked for


@click.command()
@kata_argument
@click.argument("number", type=click.IntRange(1), required=False)
@click.option("--all", "whole", is_flag=True, help=f"List all, not only the last {MOST}.")
@json_option
@with_session
def history(session: "Session", name: str | None, number: int | None, whole: bool, as_json: bool) -> None:
    """See every version of KATA that was checked, with its verdict, and the files that a reset or a review kept. With
    NUMBER, see the code of that version.

    \b
    Examples:
      kata history
      kata history 3
      kata history softmax 3
      kata history softmax --json
    """
    from kata.cli.output import make_screen
    from kata.learner.history import kept_files, numbered, refuse

    session.need_workspace()
    name, number = _swapped(name, number)
    kata = session.kata(name)
    versions = session.read(lambda progress: progress.versions(kata.name))
    screen = make_screen()
    if number is not None:
        version = numbered(kata, versions, number)
        refuse(session, kata)
        source = session.read(lambda progress: progress.source(version))
        if as_json:
            click.echo(json.dumps(_as_data(number, version) | {"source": source}, indent=2))
        else:
            screen.code(source)
        return
    kept = kept_files(session, kata)
    if as_json:
        found = [_as_data(place, version) for place, version in enumerate(versions, start=1)]
        click.echo(json.dumps({"kata": kata.name, "versions": found, "kept": [str(path) for path in kept]}, indent=2))
        return
    screen.line((kata.title, "title"), (f"  {kata.name}", "dim"))
    if not versions and not kept:
        screen.line("Nothing of it was checked yet.")
        return
    rows: list[list[Span]] = []
    rounds = list(dict.fromkeys(version.round for version in versions))
    for place, version in list(enumerate(versions, start=1))[0 if whole else -MOST :]:
        round_ = f"round {rounds.index(version.round) + 1}" if len(rounds) > 1 else ""
        when = f"{version.at.astimezone():%Y-%m-%d %H:%M}"
        style = "good" if version.status == "passed" else ""
        rows.append([(str(place), "strong"), when, (f"{version.points}", ""), (version.status, style), (round_, "dim")])
    if len(rows) < len(versions):
        screen.line((f"{len(versions) - len(rows)} earlier ones: --all lists them.", "dim"))
    screen.table(rows, indent=2, right=[0, 2])
    for path in kept:
        screen.line((shown(path), "code"), indent=2, first="kept: ")
    screen.blank()
    screen.table(
        [
            ((f"kata history {kata.name} NUMBER", "code"), "see that version"),
            ((f"kata restore {kata.name} NUMBER", "code"), "bring it back; what is in the file now is kept"),
        ]
    )


@click.command()
@kata_argument
@click.argument("number", type=click.IntRange(1), required=False)
@with_session
def restore(session: "Session", name: str | None, number: int | None) -> None:
    """Bring back version NUMBER of KATA, by default the last one that was checked and isn't what stands in the file.
    What stands there now is kept.

    \b
    Examples:
      kata restore
      kata restore 3
      kata restore softmax 3
    """
    from kata.cli.output import make_screen
    from kata.learner.history import restore_version

    session.need_workspace()
    name, number = _swapped(name, number)
    kata = session.kata(name)
    restored = restore_version(session, kata, number)
    version, path = restored.version, shown(session.attempt(kata))
    screen = make_screen()
    if restored.same:
        screen.line((path, "code"), f" is version {restored.number} already.")
        return
    when = f"{version.at.astimezone():%Y-%m-%d %H:%M}"
    screen.line(
        (path, "code"), f" is version {restored.number} again, of {when}: {version.status}, {version.points} points."
    )
    if restored.kept is not None:
        screen.line("What was there is kept: ", (shown(restored.kept), "code"))
    if restored.ends_review:
        screen.line(
            "The review that you had begun ends with that, and doesn't count. ",
            (f"kata review {kata.name}", "code"),
            " begins one from the stub.",
        )


def _swapped(name: str | None, number: int | None) -> tuple[str | None, int | None]:
    """`kata restore 3` is about the kata that one works on."""
    if name is not None and name.isdecimal() and number is None:
        return None, int(name)
    return name, number


def _as_data(number: int, version: "Version") -> dict[str, object]:
    return {
        "number": number,
        "at": version.at.isoformat(),
        "status": version.status,
        "points": version.points,
        "round": version.round,
    }
