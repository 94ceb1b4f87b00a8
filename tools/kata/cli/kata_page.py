"""A kata as a page: its title, its conditions, its specification."""

from kata.catalog import Catalog, Kata
from kata.catalog.families import forbidden
from kata.cli.begin import describe
from kata.cli.layout import Span
from kata.cli.packages import install_line, missing
from kata.cli.screen import Screen
from kata.libraries import LIBRARIES


def show_kata(screen: Screen, catalog: Catalog, kata: Kata) -> None:
    """Write a kata's title, its conditions and its specification."""
    from kata.cli.spec import show_spec

    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    _show_conditions(screen, catalog, kata)
    screen.blank()
    show_spec(screen, kata.stub)
    screen.blank()
    for source in kata.sources:
        screen.line((source, "dim"), first=("Source: ", "dim"))


def _show_conditions(screen: Screen, catalog: Catalog, kata: Kata) -> None:
    known = [name for name in kata.after if name in catalog]
    unknown = [name for name in kata.after if name not in catalog]
    if known:
        screen.line(("Builds on ", "dim"), ", ".join(known))
    if unknown:
        verb = "which isn't" if len(unknown) == 1 else "which aren't"
        screen.line(("Builds on ", "dim"), ", ".join(unknown), (f", {verb} in this catalog yet", "dim"))
    absent = missing(kata)
    lack: Span = (f" (not installed here; {install_line(absent)})", "warn") if absent else ""
    screen.line(("Uses ", "dim"), ", ".join([kata.uses, *kata.imports]), lack)
    ready_made = _ready_made(kata)
    if ready_made:
        screen.line(("Not allowed: ", "warn"), ", ".join(ready_made), " and their like")


def _ready_made(kata: Kata) -> list[str]:
    """Examples of what the kata forbids, two a family, of those that its library has at all."""
    packages = {*LIBRARIES[kata.uses].package_names, *kata.imports}
    found = []
    for family in forbidden(kata):
        own = [name for name in family.names if name.split(".")[0] in packages and "._" not in name]
        found += [f"`{name}`" for name in own[:2]]
    return found
