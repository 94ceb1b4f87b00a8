"""Where a learner's attempts live, and how they are read and never lost."""

from kata.workspace.attempts import AttemptUnreadable, adopt, read_attempt, reset, scaffold
from kata.workspace.workspace import NoWorkspace, Workspace, WorkspaceError, find_workspace, init_workspace

__all__ = [
    "AttemptUnreadable",
    "NoWorkspace",
    "Workspace",
    "WorkspaceError",
    "adopt",
    "find_workspace",
    "init_workspace",
    "read_attempt",
    "reset",
    "scaffold",
]
