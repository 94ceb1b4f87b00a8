"""Which catalogs a workspace's settings may name: graders are programs that run as the user, outside all walls.

A clone of somebody else's repository may hold a workspace with graders in it. So a catalog that has graders and that
only a workspace's settings name is used for grading once the user has said so, as editors do it.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from kata.catalog import Kata, package_root
from kata.folders import state_folder
from kata.workspace.workspace import Workspace


def in_question(kata: Kata, workspace: Workspace | None, named: Sequence[Path]) -> Path | None:
    """The catalog of a kata, if nobody has said yet that its graders may run here.

    Args:
        named: catalogs that the user names in this very command.
    """
    root = kata.root
    if root == package_root() or root in [path.resolve() for path in named]:
        return None
    if workspace is None or not kata.grader_path.exists() or str(root) in _trusted():
        return None
    return root


def trust(root: Path) -> None:
    """Remember that the graders of a catalog may run as this user."""
    file = _file()
    known = [*dict.fromkeys([*_trusted(), str(root.expanduser().resolve())])]
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(known), encoding="utf-8")
    new.replace(file)


def _trusted() -> list[str]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(root) for root in found] if isinstance(found, list) else []


def _file() -> Path:
    return state_folder() / "trusted.json"
