"""Files that the platform writes for a learner, who may have changed them since."""

import os
import shutil
from pathlib import Path

from kata.workspace.attempts import _free_place
from kata.workspace.workspace import Workspace, WorkspaceError, reason


def keep_aside(workspace: Workspace, path: Path, text: str) -> Path | None:
    """Write `text` to `path`; what stood there, when it is another text, is kept.

    Returns:
        Where it is kept.

    Raises:
        WorkspaceError: if a file can't be moved or written.
    """
    kept = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            if path.is_file() and path.read_bytes() == text.encode():
                return None
            kept = _free_place(workspace.kept_dir, path.stem, path.suffix)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, kept)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(f"{path} can't be written: {reason(error)}.") from None
    return kept
