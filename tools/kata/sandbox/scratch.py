"""The folder that an answer may write in: what is in it, and how to be rid of it, whatever the answer made there.

An answer can nest folders thousands deep, take its own rights to them away, and make as many files as there is room
for.
"""

import errno
import os
from stat import S_ISDIR

MOST_ENTRIES = 1000  # files and folders that an answer may have made: nobody needs more


def contents(folder: str, most: int) -> tuple[int, int]:
    """How many entries are beneath a folder, and how many bytes they hold; not counted beyond `most` entries."""
    entries = size = 0
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as found:
                for entry in found:
                    facts = entry.stat(follow_symlinks=False)
                    entries += 1
                    size += facts.st_blocks * 512
                    if entries > most:
                        return entries, size
                    if S_ISDIR(facts.st_mode):
                        folders.append(entry.path)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:  # what lies deeper can't be counted in this way
                return most + 1, size
    return entries, size


def remove(folder: str) -> None:
    """Remove a folder with all beneath it, as far as that can be done.

    With no recursion: folders are moved to the top, one level at a time, under names that the answer couldn't know.
    """
    try:
        os.chmod(folder, 0o700)
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        waiting = _flatten(top, top)
        while waiting:
            name = waiting.pop()
            try:
                os.chmod(name, 0o700, dir_fd=top)
                inside = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
                try:
                    waiting += _flatten(top, inside)
                finally:
                    os.close(inside)
                os.rmdir(name, dir_fd=top)
            except OSError:
                continue
        os.rmdir(folder)
    except OSError:
        return
    finally:
        os.close(top)


def _flatten(top: int, inside: int) -> list[str]:
    """Remove the files of one folder and move its folders to the top; returns their names there."""
    found = []
    for name in os.listdir(inside):
        try:
            os.unlink(name, dir_fd=inside)
            continue
        except OSError:
            new = name if inside == top else os.urandom(8).hex()
        try:
            os.chmod(name, 0o700, dir_fd=inside)  # a folder that can't be written can't be moved
            os.rename(name, new, src_dir_fd=inside, dst_dir_fd=top)
        except OSError:
            continue
        found.append(new)
    return found
