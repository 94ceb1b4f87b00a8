"""Where a learner's attempts live, and how they are read and never lost."""

from kata.workspace.attempts import (
    AttemptUnreadable,
    adopt,
    keep_beside,
    put,
    read_attempt,
    reset,
    scaffold,
    scaffold_with,
)
from kata.workspace.scripts import keep_aside
from kata.workspace.workspace import NoWorkspace, Workspace, WorkspaceError, find_workspace, init_workspace

__all__ = [
    "AttemptUnreadable",
    "NoWorkspace",
    "Workspace",
    "WorkspaceError",
    "adopt",
    "find_workspace",
    "init_workspace",
    "keep_aside",
    "keep_beside",
    "put",
    "read_attempt",
    "reset",
    "scaffold",
    "scaffold_with",
]
