"""When a file of a git repository was committed: the date of a clone's files is the one of cloning.

The repository is a student's. Of it git sees nothing but the objects: it runs in an empty repository of ours, so that
no setting, hook, filter or attribute of theirs has a say, and which commit is the last is read as text. Objects that
lie elsewhere (another student's, by a link or by git's own ways to borrow them) are no part of it.
"""

import atexit
import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from kata.untrusted import RefusedFile, Unreadable, read_file, walk

SECONDS = 30  # that one question to git may take
MOST_VERSIONS = 500  # of a file that are looked through for one of an earlier date

MOST_PACKED_REFS = 5_000_000  # bytes

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/[\w.@+/-]+)")
# What is worked out from the objects, and could say something else than they do.
_SETTINGS = ["-c", "core.commitGraph=false", "-c", "core.multiPackIndex=false", "-c", "safe.directory=*"]


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
        self.head = _head(folder) if _keeps_to_itself(folder) else ""

    def last_commit(self, path: PurePosixPath, data: bytes) -> Commit | None:
        """The last commit that changed a file; None when the file isn't as it was committed.

        Args:
            path: from the clone's folder.
            data: what the file holds now.
        """
        listed = self._ask("ls-tree", "-z", self.head, "--", str(path))
        blob = listed.split(b"\t")[0].split()[-1].decode("ascii", "replace") if listed else ""
        # A checkout on Windows may have changed the ends of lines.
        if blob not in (_blob(data, len(blob)), _blob(data.replace(b"\r\n", b"\n"), len(blob))):
            return None
        return next(self.commits(path, most=1), None)

    def commits(self, path: PurePosixPath, *, most: int = MOST_VERSIONS) -> Iterator[Commit]:
        """The commits that changed a file, the latest first."""
        # Not `git log`, which may show signatures, by a program that the repository's settings name.
        output = self._ask("rev-list", f"-{most}", "--no-commit-header", "--format=%H %cI", self.head, "--", str(path))
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
        if not self.head:
            return b""
        shallow = self.folder / ".git" / "shallow"
        environment = {
            "PATH": os.defpath,
            "GIT_DIR": _empty_repository(len(self.head)),
            "GIT_OBJECT_DIRECTORY": str(self.folder / ".git" / "objects"),
            **({"GIT_SHALLOW_FILE": str(shallow)} if shallow.is_file() and not shallow.is_symlink() else {}),
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_TERMINAL_PROMPT": "0",
        }
        command = [self.git, *_SETTINGS, *arguments]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return b""
        return done.stdout


@functools.cache
def _empty_repository(length: int) -> str:
    """A repository of ours without anything in it, for objects whose names have so many letters."""
    folder = tempfile.mkdtemp(prefix="kata-git-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("objects", "refs"):
        os.mkdir(os.path.join(folder, name))
    settings = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n"
    settings += f"\tobjectformat = {'sha256' if length == 64 else 'sha1'}\n"
    Path(folder, "config").write_text(settings)
    Path(folder, "HEAD").write_text("ref: refs/heads/none\n")
    return folder


def _keeps_to_itself(folder: Path) -> bool:
    """Whether all objects of a clone lie in it."""
    borrowed = {"info/alternates", "info/http-alternates"}
    objects = folder / ".git" / "objects"
    entries = walk(objects)
    return not objects.is_symlink() and not any(
        isinstance(one, RefusedFile) or str(one.path) in borrowed for one in entries
    )


def _head(folder: Path) -> str:
    """The name of the commit that is checked out; empty when it can't be told."""
    text = _text_in(folder, "HEAD", 1000).strip()
    named = _REF.fullmatch(text)
    if named is None or ".." in named[1]:
        return text if _COMMIT.fullmatch(text) else ""
    found = _text_in(folder, named[1], 1000).strip()
    if not found:
        lines = (line.split(" ", 1) for line in _text_in(folder, "packed-refs", MOST_PACKED_REFS).splitlines())
        found = next((line[0] for line in lines if line[1:] == [named[1]]), "")
    return found if _COMMIT.fullmatch(found) else ""


def _text_in(folder: Path, name: str, most: int) -> str:
    try:
        return read_file(Path(".git", name), most, beneath=folder).decode("utf-8", "replace")
    except Unreadable:
        return ""


def repository_of(place: Path, top: Path, git: str) -> Repository | None:
    """The clone that a file lies in, at `top` or below it; None when it lies in none.

    A `.git` that is a file or a link leads elsewhere, and isn't followed.
    """
    for folder in place.parents:
        inside = folder / ".git"
        if inside.is_dir() and not inside.is_symlink():
            return _opened(folder, git)
        if folder == top:
            break
    return None


@functools.lru_cache(maxsize=4)
def _opened(folder: Path, git: str) -> Repository:
    return Repository(folder, git)


def _blob(data: bytes, length: int) -> str:
    """The name that git gives to a content, in a repository whose names have so many letters."""
    hashed = hashlib.sha256 if length == 64 else hashlib.sha1
    return hashed(b"blob %d\0" % len(data) + data).hexdigest()
