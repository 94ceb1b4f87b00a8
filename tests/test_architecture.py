"""docs/architecture.md is true: what it names exists, and every room stands in it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tools/kata"
TEXT = (ROOT / "docs/architecture.md").read_text("utf-8")
QUOTED = re.findall(r"`([^`\n]+)`", TEXT)
# Places of the kind that a change makes: TRACK, KATA and NAME stand for its own name.
WRITTEN = [name for name in QUOTED if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", name) and re.search(r"/|\.\w+$", name)]


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rooms() -> list[str]:
    rows = [line.split("|")[1] for line in section("Rooms").splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_every_file_that_it_names_exists() -> None:
    named = [
        name for name in WRITTEN if not re.search(r"\b(TRACK|KATA|NAME)\b|test_KATA", name) and name not in rooms()
    ]
    assert len(named) > 40
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_room_is_in_it() -> None:
    there = {path.name + "/" * path.is_dir() for path in PACKAGE.iterdir() if not path.name.startswith(("_", "."))}
    assert set(rooms()) == there - {"py.typed"}


def test_every_class_and_constant_that_it_names_exists() -> None:
    known: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "submissions" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        known |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            known |= {target.id for target in targets if isinstance(target, ast.Name)}
    named = {name for name in QUOTED if re.fullmatch(r"[A-Z][A-Za-z]+", name)} - {"TRACK", "KATA", "NAME"}
    assert named - known == set()


def test_it_has_twenty_words_and_eight_changes() -> None:
    words = [line for line in section("Words").splitlines() if line.startswith("|")]
    assert len(words) - 2 == 20
    assert len(re.findall(r"^\*\*.+?\*\*", section("Eight changes"), re.MULTILINE)) == 8
