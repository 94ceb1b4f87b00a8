"""The solutions of a kata: its right answers, its known mistakes, its equivalent mutants."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.catalog.kata import CatalogError, Kata, read_text
from kata.toml_file import TEXT, Key, read_toml, table, tables

MOST_CPU_SECONDS = 15
CAUGHT_BY = "caught by:"  # begins the last line of the docstring of a mistake that is a whole program

Edits = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer.

    Attributes:
        edits: (find, replace) of each change that makes it of the reference; none for a whole program.
    """

    name: str
    source: str
    says: str
    caught_by: str
    edits: Edits = ()


@dataclass(frozen=True)
class Equivalent:
    """A mutant of the reference that changes nothing that the spec promises, and why."""

    source: str
    why: str


_EDITS = tables({"find": TEXT, "replace": Key("a text", lambda v: isinstance(v, str))}, least=1)
_KEYS = {
    "mistake": tables({"name": TEXT, "edits": _EDITS, "says": TEXT, "caught_by": TEXT}),
    "equivalent": tables({"edits": _EDITS, "why": TEXT}),
    "proof": table(
        {
            "cpu_seconds": Key(
                f"a number above 0 and at most {MOST_CPU_SECONDS}",
                lambda v: isinstance(v, int | float) and 0 < v <= MOST_CPU_SECONDS,
            ),
            "why": TEXT,
        }
    ).or_else(None),
}


def mistakes_path(kata: Kata) -> Path:
    """Where the mistakes that are edits of the reference stand."""
    return kata.solutions_dir / "mistakes.toml"


def load_mistakes(kata: Kata) -> list[Mistake]:
    """The known mistakes, edits of the reference first; none when a kata has no solutions (a starter repository).

    Raises:
        CatalogError: when a file is wrong, named by entry and key.
    """
    found: dict[str, Mistake] = {}
    path = mistakes_path(kata)
    entries = _read(kata).get("mistake", ())
    if entries:
        reference = read_text(kata.reference_path)
        for entry in entries:
            edits = _pairs(entry["edits"])
            source = _apply(f"{path}: mistake `{entry['name']}`", reference, edits)
            if entry["name"] in found:
                raise CatalogError(f"{path}: two mistakes are called `{entry['name']}`.")
            found[entry["name"]] = Mistake(entry["name"], source, entry["says"], entry["caught_by"], edits)
    for program in sorted((kata.solutions_dir / "mistakes").glob("*.py")):
        mistake = _whole_program(program)
        if mistake.name in found:
            raise CatalogError(f"{program}: {path.name} has a mistake `{mistake.name}` too; rename one.")
        found[mistake.name] = mistake
    return list(found.values())


def load_equivalents(kata: Kata) -> list[Equivalent]:
    """The mutants that mistakes.toml lists as changing nothing.

    Raises:
        CatalogError: when the file is wrong, named by entry and key.
    """
    entries = _read(kata).get("equivalent", ())
    reference = read_text(kata.reference_path)
    return [
        Equivalent(_apply(f"{mistakes_path(kata)}: equivalent {n}", reference, _pairs(entry["edits"])), entry["why"])
        for n, entry in enumerate(entries, start=1)
    ]


def declared_cost(kata: Kata) -> tuple[float, str] | None:
    """(CPU seconds, reason) of the [proof] table, for a kata whose proof may cost more than others.

    Raises:
        CatalogError: when a key is wrong or more than 15 seconds are asked for.
    """
    entry = _read(kata).get("proof")
    return None if entry is None else (float(entry["cpu_seconds"]), entry["why"])


def _read(kata: Kata) -> dict[str, Any]:
    path = mistakes_path(kata)
    return read_toml(path, _KEYS, CatalogError) if path.is_file() else {}


def _pairs(edits: tuple[dict[str, str], ...]) -> Edits:
    return tuple((edit["find"], edit["replace"]) for edit in edits)


def _apply(where: str, reference: str, edits: Edits) -> str:
    """The reference with each edit made; each must match exactly once.

    Raises:
        CatalogError: when one doesn't.
    """
    source = reference
    for find, replace in edits:
        count = source.count(find)
        if count != 1:
            raise CatalogError(f"{where}: `{find}` stands {count} times in the reference, not once.")
        source = source.replace(find, replace)
    return source


def _whole_program(path: Path) -> Mistake:
    """A mistake of mistakes/NAME.py: its docstring is what the learner reads, and names the test at its end.

    Raises:
        CatalogError: when the docstring isn't like that.
    """
    source = read_text(path)
    try:
        docstring = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError as error:
        raise CatalogError(f"{path}: not valid Python: {error.msg}, line {error.lineno}.") from None
    *says, last = docstring.strip().splitlines() or [""]
    test = last.strip().removeprefix(CAUGHT_BY).strip()
    if not any(says) or not last.strip().startswith(CAUGHT_BY) or not test.isidentifier():
        raise CatalogError(
            f"{path}: its docstring must say to the learner what is wrong, and its last line must be "
            f"`{CAUGHT_BY} test_...`."
        )
    return Mistake(path.stem.replace("_", "-"), source, " ".join(" ".join(says).split()), test)


def right_answers(kata: Kata) -> dict[str, str]:
    """The right answers by file name, the reference first."""
    paths = sorted(kata.solutions_dir.glob("*.py"), key=lambda path: (path.name != "reference.py", path.name))
    return {path.stem: read_text(path) for path in paths}


def needs(source: str) -> list[str]:
    """The packages of a `# needs: scipy` line, which makes an answer a library's own route."""
    for line in source.splitlines()[:5]:
        if line.startswith("# needs:"):
            return [name.strip() for name in line.removeprefix("# needs:").split(",")]
    return []
