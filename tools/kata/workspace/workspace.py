"""The folder that a learner works in: attempts/ for their files, .kata/ for the platform's."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kata.catalog import Kata
from kata.errors import KataError
from kata.toml_file import Keys, read_toml, texts

MARK = ".kata"
SETTINGS = "settings.toml"
_SETTINGS_KEYS: Keys = {"katas_from": texts("a list of folders").or_else([])}


class WorkspaceError(KataError):
    """The workspace can't be made, read or written; the message says why."""


class NoWorkspace(WorkspaceError):
    """There is no workspace here or above."""


@dataclass(frozen=True)
class Workspace:
    """A folder with a `.kata/` in it."""

    root: Path

    @property
    def attempts_dir(self) -> Path:
        return self.root / "attempts"

    @property
    def progress_path(self) -> Path:
        return self.root / MARK / "progress.db"

    @property
    def kept_dir(self) -> Path:
        """Where `reset` keeps the work that it replaces."""
        return self.root / MARK / "kept"

    @property
    def settings_path(self) -> Path:
        return self.root / MARK / SETTINGS

    def attempt_path(self, kata: Kata) -> Path:
        return self.attempts_dir / kata.track / f"{kata.name}.py"

    def katas_from(self) -> list[Path]:
        """The further catalogs that this workspace takes katas from; a relative path starts at the workspace.

        Raises:
            WorkspaceError: if the settings can't be read; names the file and the key.
        """
        if not self.settings_path.exists():
            return []
        found = read_toml(self.settings_path, _SETTINGS_KEYS, WorkspaceError)
        return [self.root / item for item in found["katas_from"]]


def find_workspace(start: Path, environment: Mapping[str, str] = os.environ) -> Workspace:
    """The workspace that KATA_WORKSPACE names, else the nearest one at or above `start`.

    Raises:
        NoWorkspace: if there is none.
    """
    named = environment.get("KATA_WORKSPACE")
    if named:
        root = Path(named).expanduser().absolute()
        if (root / MARK).is_dir():
            return Workspace(root)
        raise NoWorkspace(f"KATA_WORKSPACE is {named}, which is no workspace. `kata init` followed by it makes one.")
    start = start.absolute()
    for folder in [start, *start.parents]:
        if (folder / MARK).is_dir():
            return Workspace(folder)
    raise NoWorkspace(
        f"There is no workspace in {start} or above it. `kata init DIR` makes one; run `kata` inside it, "
        "or set KATA_WORKSPACE to it."
    )


def init_workspace(folder: Path, katas_from: Sequence[Path] = ()) -> tuple[Workspace, bool]:
    """Make a workspace of `folder`, which may exist and hold files: nothing in it is changed.

    Args:
        folder: made if it is missing.
        katas_from: further catalogs, written to the settings of a new workspace.

    Returns:
        The workspace, and whether it is new.

    Raises:
        WorkspaceError: if the folder can't be made or written, or is a workspace already and `katas_from` is given.
    """
    workspace = Workspace(folder.expanduser().absolute())
    if workspace.settings_path.exists():
        if katas_from:
            raise WorkspaceError(
                f"{workspace.root} is a workspace already. Add the folder to `katas_from` in {workspace.settings_path}."
            )
        return workspace, False
    lines = ["# Folders with katas beside those that come with the package (exercises/, solutions/, graders/)."]
    # A JSON list of texts is TOML too.
    lines.append(
        "katas_from = " + json.dumps([str(path.expanduser().resolve()) for path in katas_from], ensure_ascii=False)
    )
    try:
        workspace.attempts_dir.mkdir(parents=True, exist_ok=True)
        workspace.settings_path.parent.mkdir(exist_ok=True)
        workspace.settings_path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(f"No workspace can be made in {workspace.root}: {reason(error)}.") from None
    return workspace, True


def reason(error: OSError) -> str:
    """What the system said, with the file that it said it of."""
    text = error.strerror or str(error)
    return f"{text} ({error.filename})" if error.filename else text
