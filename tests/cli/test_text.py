"""Text made harmless, wrapped, and docstrings made readable."""

import dataclasses
import io
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kata.catalog import load_catalog
from kata.cli.app import cli
from kata.cli.layout import cells, wrap
from kata.cli.screen import Screen
from kata.cli.spec import show_docstring, show_spec
from kata.grading.verdict import Confinement, Diagnosis, Test, Verdict
from kata.safe import safe
from kata.workspace import Workspace
from tests.support.cli import Run


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ntext", "plain\ntext"),
        ("\x1b[2J\x07\x00", r"\x1b[2J\x07\x00"),
        ("a\rb\r\nc", "a\\rb\nc"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("abc\u202edef\u2066\u200b", r"abc\u202edef\u2066\u200b"),
        ("line\u2028end\ud800", r"line\u2028end\ud800"),
        ("a\tb", "a   b"),
        ("é 漢 ✓", "é 漢 ✓"),
    ],
)
def test_what_could_act_on_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert safe(text) == shown


def joined(lines: list[list[tuple[str, str]]]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_wrapping_keeps_words_and_styles() -> None:
    lines = wrap(["the quick ", ("brown fox", "bold"), " jumps"], 12, first="- ")
    assert joined(lines) == ["- the quick", "  brown fox", "  jumps"]
    assert ("brown", "bold") in lines[1]


def test_wrapping_keeps_pieces_that_touch_together() -> None:
    lines = wrap(["the ", ("'g4'", "bold"), ": (1, ", ("2", "good"), ")"], 12)
    assert joined(lines) == ["the 'g4':", "(1, 2)"]


def test_text_is_folded_after_a_space_where_there_is_one() -> None:
    out = io.StringIO()
    Screen(out, 20).text("[0.6778, 0.1225, 0.4]\n" + "x" * 25)
    assert out.getvalue().split("\n") == ["[0.6778, 0.1225,", "0.4]", "x" * 20, "x" * 5, ""]


def test_wrapping_breaks_a_long_word_and_counts_wide_characters() -> None:
    assert joined(wrap(["x" * 25], 10)) == ["x" * 10, "x" * 10, "x" * 5]
    assert joined(wrap(["漢字" * 6], 10)) == ["漢字漢字漢", "字漢字漢字", "漢字"]
    assert cells("漢a\u0301") == 3


def test_wrapping_keeps_line_feeds() -> None:
    assert joined(wrap(["a\n\nb"], 10, first="> ")) == ["> a", "  ", "  b"]


def page(docstring: str, width: int = 60) -> str:
    out = io.StringIO()
    show_docstring(Screen(out, width), docstring)
    return out.getvalue()


def test_a_docstring_is_read_as_its_author_meant_it() -> None:
    text = page(
        "First **bold** line that goes on\nand on with ``code``.\n\n"
        "- a bullet that is long enough to be wrapped at\n  sixty columns\n- another\n\n"
        "The formula:\n\n    y = x  +  1\n\n"
        "Args:\n    x: a number with a long description that must\n        be continued.\n    *rest: more.\n\n"
        "Returns:\n    A number.\n\n"
        "Raises:\n    ValueError: if not.\n\n"
        "Examples:\n    >>> f(1)\n    2\n"
    )
    assert "First bold line that goes on and on with `code`.\n" in text
    assert "- a bullet that is long enough to be wrapped at sixty\n  columns\n- another\n" in text
    assert "\n    y = x  +  1\n" in text
    assert "Args\n  x: a number with a long description that must be\n      continued.\n  *rest: more.\n" in text
    assert "Returns\n  A number.\n" in text
    assert "Raises\n  ValueError: if not.\n" in text
    assert "Examples\n  >>> f(1)\n  2\n" in text


def test_every_spec_of_the_catalog_can_be_shown_without_losing_a_word() -> None:
    for kata in load_catalog():
        out = io.StringIO()
        show_spec(Screen(out, 80), kata.stub)
        shown = set(out.getvalue().replace("*", " ").replace("`", " ").split())
        parts = kata.stub.split("\n\n\n")
        task = "".join(part for part in parts if not part.startswith("# given"))  # what is given is named, not shown
        headings = {word for word in ("Args", "Returns", "Raises", "Examples") if f"    {word}:\n" in task}
        assert headings, kata.name
        assert headings <= shown, kata.name
        assert "NotImplementedError" not in out.getvalue(), kata.name


DOCS = Path(__file__).parents[2] / "docs"


def commands(group: click.Group, prefix: str = "kata") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_the_reference_names_every_command_and_option() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    for name, command in commands(cli):
        assert f"`{name}" in text, name
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("-") or option in text, f"{name} {option}"


@pytest.mark.parametrize("part", [Verdict, Test, Diagnosis, Confinement])
def test_the_verdicts_page_describes_every_key(part: type) -> None:
    text = (DOCS / "verdict.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(part):
        assert f"`{field.name}`" in text, field.name


def test_a_class_is_shown_with_what_it_is_made_from() -> None:
    out = io.StringIO()
    show_spec(Screen(out, 80), load_catalog().get("adam").stub)
    assert "lr: float = 0.001" in out.getvalue()


def test_the_readme_shows_what_is_printed(kata: Run, workspace: Workspace) -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    command, _, output = re.findall(r"```console\n\$ kata (.*?)```", readme, re.DOTALL)[0].partition("\n")
    assert kata(*command.split()).output == output
