"""Arguments and options that commands share, each declared once."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kata.catalog import LEVELS
from kata.cli.complete import complete_katas, complete_paths, complete_tags, complete_tracks
from kata.learner.filters import DUE, STATUSES, Filter, tag_named, track_named
from kata.libraries import LIBRARIES

if TYPE_CHECKING:
    from kata.learner.session import Session

kata_argument = click.argument("name", metavar="[KATA]", required=False, shell_complete=complete_katas)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
katas_from_option = click.option(
    "--katas-from",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also take katas from this folder (exercises/, solutions/, graders/); may be given again.",
)
track_option = click.option("--track", metavar="TRACK", shell_complete=complete_tracks, help="Only this track.")
level_option = click.option("--level", type=click.Choice(LEVELS), help="Only this level.")
# What narrows a list of katas; `filter_options` hands them over as one `Filter`.
_FILTERS = (
    track_option,
    level_option,
    click.option(
        "--status",
        type=click.Choice([*STATUSES, DUE]),
        help="Only what is passed, begun, new, known or given-up, or due.",
    ),
    click.option("--tag", metavar="TAG", shell_complete=complete_tags, help="Only what has this tag."),
    click.option("--minutes", type=click.IntRange(min=1), metavar="N", help="Only what takes at most N minutes."),
    click.option("--uses", type=click.Choice(list(LIBRARIES)), help="Only what is written with this library."),
    click.option(
        "--text",
        default="",
        metavar="WORDS",
        help="Only what these words are about, the nearest first; typing errors are forgiven.",
    ),
)
path_option = click.option(
    "--path",
    metavar="PATH",
    shell_complete=complete_paths,
    help="Only this path; `kata path` lists them.",
)
minutes_option = click.option(
    "--minutes",
    type=click.IntRange(0, 600),
    metavar="N",
    help="Have N minutes a day from now on, for reviews and new katas together; 0 is no limit.",
)
editor_option = click.option("--editor", metavar="COMMAND", help="Open it in this editor.")
edit_option = click.option("--edit", is_flag=True, help="Open it in your editor at once.")


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, below `with_session`, the options that narrow a list of katas, as a `Filter` called `wanted`."""

    @functools.wraps(command)
    def run(session: "Session", **options: Any) -> None:
        own = {name: options.pop(name) for name in ("level", "status", "minutes", "uses", "text")}
        track, tag = options.pop("track"), options.pop("tag")
        wanted = Filter(
            track=track_named(session.catalog, track) if track else None,
            tag=tag_named(session.catalog, tag) if tag else None,
            **own,
        )
        command(session, wanted=wanted, **options)

    for option in reversed(_FILTERS):
        run = option(run)
    return run


def _use_plain(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.meta["kata.plain"] = True


def plain_option() -> click.Option:
    """`--plain`, which the group and every command have."""
    help_ = "No colour, no box characters, a word beside every symbol."
    return click.Option(["--plain"], is_flag=True, expose_value=False, is_eager=True, callback=_use_plain, help=help_)


def with_session(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a Session as its first argument, close it, and tell its warnings last."""

    @katas_from_option
    @functools.wraps(command)
    def run(katas_from: tuple[Path, ...], **options: Any) -> None:
        from kata.cli.messages import print_message
        from kata.cli.trusting import confirm
        from kata.learner.session import Session

        session = Session(katas_from)
        session.confirm = confirm
        try:
            command(session, **options)
        finally:
            session.close()
            for warning in session.take_warnings():
                print_message(f"Warning: {warning}")

    return run
