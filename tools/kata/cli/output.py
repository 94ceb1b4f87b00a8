"""Which screen the commands write on: what standard output is, or the one that stands in for it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kata.cli.screen import Screen, is_plain

_instead: list[Screen] = []


@contextmanager
def writing_on(screen: Screen) -> Iterator[None]:
    """Let every command write on this screen meanwhile, and not on standard output."""
    _instead.append(screen)
    try:
        yield
    finally:
        _instead.pop()


def make_screen() -> Screen:
    """The screen that standard output is."""
    if _instead:
        return _instead[-1]
    width = shutil.get_terminal_size((80, 24)).columns
    if is_plain(sys.stdout):
        return Screen(sys.stdout, width)
    from kata.cli.colour import ColourScreen  # Rich takes a while to import

    return ColourScreen(sys.stdout, width)
