"""An assignment that has changed: what follows from the instructor's classroom.toml is written anew."""

import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kata import __version__
from kata.catalog import load_catalog
from kata.catalog.kata import read_text
from kata.classroom.assignment import FILE, AssignmentError, load_assignment
from kata.classroom.bundle import PLAIN, BundleError, open_bundle, read_secret
from kata.classroom.starter import HIDDEN, INSTRUCTOR, SECRET, STARTER, WRITTEN, both_sides, check_assignment, digests
from kata.errors import KataError


@dataclass(frozen=True)
class Update:
    """What an update did.

    Attributes:
        written: the files that are new or have changed.
        kept: files of the starter that somebody had edited, and that stay as they are.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def update_assignment(
    instructor: Path, starter: Path, katas_from: Sequence[Path] = (), *, force: bool = False
) -> Update:
    """Carry the instructor's classroom.toml into the starter, the bundle and what else follows from it.

    Args:
        katas_from: folders of katas of one's own; by default they come from the bundle.
        force: write over files of the starter that were edited.

    Raises:
        KataError: when the assignment doesn't fit its katas, or something can't be read or written. Nothing is then
            written.
    """
    file = instructor / FILE
    assignment = replace(load_assignment(file), mlkata=__version__)
    if not starter.is_dir():
        raise KataError(f"There is no folder {starter}; name the starter with --starter.")
    # The file is the instructor's own, comments and all: only the version in it is ours.
    written = re.sub(r"(?m)^mlkata *=.*$", f'mlkata = "{__version__}"', read_text(file), count=1)
    secret = read_secret(instructor / SECRET)
    with ExitStack() as stack:
        try:
            catalog = (
                load_catalog(katas_from) if katas_from else stack.enter_context(open_bundle(instructor / PLAIN)).catalog
            )
        except BundleError:
            catalog = load_catalog()
            own = [one.kata for one in assignment.katas if one.kata not in catalog]
            if own:
                raise AssignmentError(
                    f"The bundle in {instructor} can't be opened by this mlkata {__version__}, and {' and '.join(own)} "
                    "came from a catalog of your own: name it with --katas-from."
                ) from None
        katas = check_assignment(assignment, catalog)
        sides = both_sides(assignment, katas, written, secret)
    known = json.loads(read_text(instructor / WRITTEN)) if (instructor / WRITTEN).is_file() else {}
    kept = (
        []
        if force
        else [name for name, data in sides[STARTER].items() if _edited(starter / name, data, known.get(name))]
    )
    for stale in (starter / HIDDEN).glob("mlkata-*.whl"):  # of the version before
        if f"{HIDDEN}/{stale.name}" not in sides[STARTER]:
            stale.unlink()
    changed = _write(starter, {name: data for name, data in sides[STARTER].items() if name not in kept})
    now = json.loads(digests(sides[STARTER])) | {name: known[name] for name in kept if name in known}
    sides[INSTRUCTOR][WRITTEN] = json.dumps(now, indent=0).encode()
    changed += [path for path in _write(instructor, sides[INSTRUCTOR]) if path.name != WRITTEN]
    return Update(tuple(changed), tuple(starter / name for name in kept))


def _edited(path: Path, data: bytes, known: str | None) -> bool:
    """Whether a file is neither what is to be written nor what was written the last time."""
    if not path.is_file():
        return False
    now = path.read_bytes()
    return now != data and hashlib.sha256(now).hexdigest() != known


def _write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    written = []
    for name in sorted(files):
        path = folder / name
        if path.is_file() and path.read_bytes() == files[name]:
            continue
        beside = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(files[name])
            beside.chmod(0o600 if path.suffix == ".key" else 0o644)
            beside.replace(path)
        except OSError as error:
            raise KataError(f"{path} can't be written: {error.strerror}.") from None
        written.append(path)
    return written
