"""Where a learner's attempts live, and how they are read and never lost."""

from kata.workspace.attempts import (
    AttemptChanged,
    AttemptUnreadable,
    adopt,
    fingerprint,
    keep_beside,
    put,
    read_attempt,
    reset,
    save,
    scaffold,
    scaffold_with,
)
from kata.workspace.scripts import keep_aside
from kata.workspace.workspace import NoWorkspace, Workspace, WorkspaceError, find_workspace, init_workspace

__all__ = [
    "AttemptChanged",
    "AttemptUnreadable",
    "NoWorkspace",
    "Workspace",
    "WorkspaceError",
    "adopt",
    "find_workspace",
    "fingerprint",
    "init_workspace",
    "keep_aside",
    "keep_beside",
    "put",
    "read_attempt",
    "reset",
    "save",
    "scaffold",
    "scaffold_with",
]
