"""The theory page of a kata, exercises/TRACK/KATA.md, if there is one: why it works, where it is used, what goes wrong.

The pages keep to the part of Markdown that docstrings are written in (`kata.docstring` reads a section's body), below
headings that begin with `##`.
"""

from dataclasses import dataclass

from kata.catalog.kata import Kata, read_text

SOURCES = "Sources"  # the heading of the last section


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; the text before the first heading has none."""

    title: str
    body: str


def read_theory(kata: Kata) -> list[Section]:
    """The sections of a kata's theory page; none where it has no page."""
    if not kata.theory_path.is_file():
        return []
    sections: list[tuple[str, list[str]]] = [("", [])]
    fenced = False
    for line in read_text(kata.theory_path).splitlines():
        fenced ^= line.lstrip().startswith("```")
        if line.startswith("#") and not fenced:
            sections.append((line.lstrip("#").strip(), []))
        else:
            sections[-1][1].append(line)
    found = [Section(title, "\n".join(lines).strip("\n")) for title, lines in sections]
    return [section for section in found if section.title or section.body]
