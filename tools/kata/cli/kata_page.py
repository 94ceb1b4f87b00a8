"""A kata as a page: its title, its conditions, its specification."""

from kata.catalog import Catalog, Kata
from kata.catalog.families import ready_made
from kata.catalog.theory import SOURCES, read_theory
from kata.cli.layout import Span
from kata.cli.screen import Screen
from kata.learner.begin import describe
from kata.learner.packages import install_line, missing


def show_kata(screen: Screen, catalog: Catalog, kata: Kata) -> None:
    """Write a kata's title, its conditions and its specification."""
    from kata.cli.spec import show_spec

    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    _show_conditions(screen, catalog, kata)
    screen.blank()
    show_spec(screen, kata.stub)
    screen.blank()
    _show_sources(screen, kata)
    if kata.theory_path.is_file():
        screen.line("Why it works and where it is used: ", (f"kata show {kata.name} --theory", "code"))


def show_theory(screen: Screen, kata: Kata) -> None:
    """Write why a kata's idea works, where it is used and what goes wrong."""
    from kata.cli.spec import show_docstring

    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    sections = read_theory(kata)
    for section in sections:
        screen.blank()
        if section.title:
            screen.line((section.title, "title"))
        show_docstring(screen, section.body)
    if not sections:
        screen.blank()
        screen.line(f"{kata.name} has no theory page yet. Its specification and its sources say the most.")
    if not sections or sections[-1].title != SOURCES:
        screen.blank()
        _show_sources(screen, kata)


def _show_sources(screen: Screen, kata: Kata) -> None:
    from kata.cli.spec import with_links

    for source in kata.sources:
        screen.line(*with_links(source, "dim"), first=("Source: ", "dim"))


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
    instead = ready_made(kata)
    if instead:
        screen.line(("Not allowed: ", "warn"), ", ".join(f"`{name}`" for name in instead), " and their like")
