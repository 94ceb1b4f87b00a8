"""The solutions of a kata: its right answers, its known mistakes, its equivalent mutants."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.catalog.kata import CatalogError, Kata, read_text

MOST_CPU_SECONDS = 15.0


@dataclass(frozen=True)
class KnownAnswer:
    """A known wrong answer, or an equivalent mutant of the reference."""

    name: str
    source: str
    says: str = ""
    caught_by: str = ""


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path}: not valid TOML: {error}.") from None


def _apply(path: Path, label: str, reference: str, edits: list[dict[str, str]]) -> str:
    """The reference with each edit made; each must match exactly once.

    Raises:
        CatalogError: when one doesn't, or has a wrong key.
    """
    source = reference
    for edit in edits:
        if set(edit) != {"find", "replace"}:
            raise CatalogError(f"{path}: {label}: an edit has the keys `find` and `replace`, this one {sorted(edit)}.")
        count = source.count(edit["find"])
        if count != 1:
            raise CatalogError(f"{path}: {label}: `{edit['find']}` stands {count} times in the reference, not once.")
        source = source.replace(edit["find"], edit["replace"])
    return source


def _keys(path: Path, label: str, entry: dict[str, Any], keys: set[str]) -> None:
    missing, extra = keys - set(entry), set(entry) - keys
    if missing or extra:
        what = f"the key `{min(missing)}` is missing" if missing else f"there is no key `{min(extra)}`"
        raise CatalogError(f"{path}: {label}: {what}; its keys are {', '.join(sorted(keys))}.")


def load_mistakes(kata: Kata) -> list[KnownAnswer]:
    """The known mistakes of mistakes.toml, as sources; none when a kata has no solutions (a starter repository).

    Raises:
        CatalogError: when the file is wrong, named by entry and key.
    """
    path = kata.solutions_dir / "mistakes.toml"
    if not path.is_file():
        return []
    reference = read_text(kata.reference_path)
    found: dict[str, KnownAnswer] = {}
    for entry in _read(path).get("mistake", []):
        label = f"mistake `{entry.get('name', '?')}`"
        where = "file" if "file" in entry else "edits"
        _keys(path, label, entry, {"name", where, "says", "caught_by"})
        if entry["name"] in found:
            raise CatalogError(f"{path}: two mistakes are called `{entry['name']}`.")
        if where == "file":
            source = read_text(kata.solutions_dir / entry["file"])
        else:
            source = _apply(path, label, reference, entry["edits"])
        found[entry["name"]] = KnownAnswer(entry["name"], source, entry["says"], entry["caught_by"])
    return list(found.values())


def load_equivalents(kata: Kata) -> list[KnownAnswer]:
    """The mutants that mistakes.toml lists as changing nothing, each with its reason in `says`."""
    path = kata.solutions_dir / "mistakes.toml"
    reference = read_text(kata.reference_path)
    found = []
    for number, entry in enumerate(_read(path).get("equivalent", []), start=1):
        label = f"equivalent {number}"
        _keys(path, label, entry, {"edits", "why"})
        found.append(KnownAnswer(label, _apply(path, label, reference, entry["edits"]), entry["why"]))
    return found


def declared_cost(kata: Kata) -> tuple[float, str] | None:
    """(CPU seconds, reason) of the [proof] table, for a kata whose proof may cost more than others.

    Raises:
        CatalogError: when a key is wrong or more than 15 seconds are asked for.
    """
    path = kata.solutions_dir / "mistakes.toml"
    entry = _read(path).get("proof")
    if entry is None:
        return None
    _keys(path, "[proof]", entry, {"cpu_seconds", "why"})
    if not 0 < entry["cpu_seconds"] <= MOST_CPU_SECONDS:
        raise CatalogError(f"{path}: [proof]: `cpu_seconds` is at most {MOST_CPU_SECONDS:g}.")
    return float(entry["cpu_seconds"]), str(entry["why"])


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
