"""What the shell offers after TAB. Whatever goes wrong here offers nothing: a prompt is no place for an error."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kata.errors import KataError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kata.catalog import Catalog


def complete_katas(context: click.Context, parameter: click.Parameter, typed: str) -> "list[CompletionItem]":
    """Names of katas that begin as typed, with their titles; hyphens count as underscores."""
    from click.shell_completion import CompletionItem

    wanted = typed.replace("-", "_").lower()
    hyphens = "-" in typed
    return [
        CompletionItem(kata.name.replace("_", "-") if hyphens else kata.name, help=kata.title)
        for catalog in _catalog()
        for kata in catalog
        if kata.name.startswith(wanted)
    ]


def complete_tracks(context: click.Context, parameter: click.Parameter, typed: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    wanted = typed.replace("-", "_").lower()
    return [
        CompletionItem(track.name, help=track.title)
        for catalog in _catalog()
        for track in catalog.tracks.values()
        if track.name.startswith(wanted)
    ]


def complete_tags(context: click.Context, parameter: click.Parameter, typed: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    tags = sorted({tag for catalog in _catalog() for kata in catalog for tag in kata.tags})
    return [CompletionItem(tag) for tag in tags if tag.startswith(typed.lower())]


def complete_paths(context: click.Context, parameter: click.Parameter, typed: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    from kata.catalog.paths import load_paths

    wanted = typed.replace("_", "-").lower()
    return [
        CompletionItem(path.name, help=path.title)
        for catalog in _catalog()
        for path in load_paths(catalog).values()
        if path.name.startswith(wanted)
    ]


def _catalog() -> "Iterator[Catalog]":
    from kata.learner.session import Session

    try:
        yield Session().catalog
    except (KataError, OSError):
        return
