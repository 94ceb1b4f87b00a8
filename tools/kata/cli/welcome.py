"""What someone reads who makes a workspace for the first time on a machine, and never again."""

from pathlib import Path

from kata.cli.screen import Screen
from kata.folders import state_folder


def show_welcome(screen: Screen) -> None:
    """Write the welcome, unless it was read here before. Where that can't be remembered, it comes again."""
    mark = _mark()
    if mark.exists():
        return
    screen.line(("Welcome.", "title"))
    screen.line(
        "A kata is a small file with something left out: an algorithm of machine learning, which you write. The top "
        "of the file says exactly what is wanted. A check runs your code and says what is wrong, not only that "
        "something is."
    )
    screen.blank()
    screen.table(
        [
            (("kata next", "code"), "begins the next kata, or a review that is due"),
            (("kata edit", "code"), "opens it in your editor"),
            (("kata watch", "code"), "checks on every save; `kata check` checks once"),
            (("kata hint", "code"), "three hints, from a nudge to almost the code"),
            (("kata browse", "code"), "all katas on the whole screen"),
        ],
        indent=2,
    )
    screen.blank()
    screen.line(
        "Your work is never overwritten, and every version that you check can be brought back. Nothing leaves this "
        "machine. ",
        ("kata completion", "code"),
        " makes TAB complete the names of katas.",
    )
    screen.blank()
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError:
        return


def _mark() -> Path:
    """The file that says that it was read."""
    return state_folder() / "welcomed"
