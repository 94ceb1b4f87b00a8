"""When a file of a git repository was committed: the date of a clone's files is the one of cloning.

The repository is a student's, its settings too: nothing that they could name may run, and nothing is fetched.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

SECONDS = 30  # that one question to git may take
MOST_VERSIONS = 500  # of a file that are looked through for one of an earlier date

_SAFE = ["-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "-c", "safe.directory=*"]


@dataclass(frozen=True)
class Commit:
    """A commit that changed a file; its date is the one that whoever made it claims."""

    name: str
    date: datetime


class Repository:
    """A clone, read with care: a question that git can't answer has no answer, and is no error.

    Args:
        git: the program.
    """

    def __init__(self, folder: Path, git: str) -> None:
        self.folder = folder
        self.git = git

    def last_commit(self, path: PurePosixPath, data: bytes) -> Commit | None:
        """The last commit that changed a file; None when the file isn't as it was committed.

        Args:
            path: from the clone's folder.
            data: what the file holds now.
        """
        listed = self._ask("ls-tree", "-z", "HEAD", "--", str(path))
        blob = listed.split(b"\t")[0].split()[-1].decode("ascii", "replace") if listed else ""
        # A checkout on Windows may have changed the ends of lines.
        if blob not in (_blob(data, len(blob)), _blob(data.replace(b"\r\n", b"\n"), len(blob))):
            return None
        return next(self.commits(path, most=1), None)

    def commits(self, path: PurePosixPath, *, most: int = MOST_VERSIONS) -> Iterator[Commit]:
        """The commits that changed a file, the latest first."""
        # Not `git log`, which may show signatures, by a program that the repository's settings name.
        output = self._ask("rev-list", f"-{most}", "--no-commit-header", "--format=%H %cI", "HEAD", "--", str(path))
        for line in output.decode("ascii", "replace").splitlines():
            name, _, date = line.partition(" ")
            try:
                yield Commit(name, datetime.fromisoformat(date))
            except ValueError:
                continue

    def content(self, commit: Commit, path: PurePosixPath, most: int) -> bytes | None:
        """What a file held in a commit; None when it was deleted there, or has more than `most` bytes."""
        name = f"{commit.name}:{path}"
        size = self._ask("cat-file", "-s", name).strip()
        if not size.isdigit() or int(size) > most:
            return None
        return self._ask("cat-file", "blob", name)

    def _ask(self, *arguments: str) -> bytes:
        environment = {
            "PATH": os.defpath,
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_LITERAL_PATHSPECS": "1",
        }
        command = [self.git, *_SAFE, f"--git-dir={self.folder / '.git'}", "--no-replace-objects", *arguments]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return b""
        return done.stdout


def repository_of(place: Path, top: Path, git: str) -> Repository | None:
    """The clone that a file lies in, at `top` or below it; None when it lies in none.

    A `.git` that is a file or a link leads elsewhere, and isn't followed.
    """
    for folder in place.parents:
        inside = folder / ".git"
        if inside.is_dir() and not inside.is_symlink():
            return Repository(folder, git)
        if folder == top:
            break
    return None


def _blob(data: bytes, length: int) -> str:
    """The name that git gives to a content, in a repository whose names have so many letters."""
    hashed = hashlib.sha256 if length == 64 else hashlib.sha1
    return hashed(b"blob %d\0" % len(data) + data).hexdigest()
