"""What would go to the screen, as lines: to be counted, cut, or shown by another program."""

import io
from collections.abc import Callable

from kata.cli.screen import Screen


def rendered(write: Callable[[Screen], None], *, width: int, plain: bool) -> list[str]:
    """The lines that `write` writes on a screen; with escape sequences for colours unless `plain`."""
    out = io.StringIO()
    if plain:
        write(Screen(out, width))
    else:
        from rich.console import Console

        from kata.cli.colour import ColourScreen

        console = Console(file=out, force_terminal=True, width=max(width, 20), highlight=False, soft_wrap=True)
        write(ColourScreen(out, width, console))
    return out.getvalue().removesuffix("\n").split("\n") if out.getvalue() else []
