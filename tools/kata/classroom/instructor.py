"""The instructor's side of an assignment, opened: what it is now, what grades it, and its secret."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kata.catalog import Catalog, Kata, load_catalog
from kata.classroom.assignment import FILE, Assignment, load_assignment
from kata.classroom.bundle import PLAIN, check_version, open_bundle, read_secret
from kata.classroom.starter import INSTRUCTOR, SECRET, check_assignment
from kata.errors import KataError


@dataclass(frozen=True)
class Instructor:
    """What stands in an instructor's folder.

    Attributes:
        assignment: as classroom.toml has it now, whatever it was when the bundle was made.
        katas: those of the assignment, with their graders.
        secret: what the final inputs follow from; None where it isn't there.
    """

    folder: Path
    assignment: Assignment
    catalog: Catalog
    katas: tuple[Kata, ...]
    secret: bytes | None


def instructor_folder(place: Path) -> Path | None:
    """The instructor's folder that is meant by it, by a file in it, or by the folder around both sides."""
    for folder in (place, place / INSTRUCTOR, place.parent):
        if (folder / PLAIN).is_file() and (folder / FILE).is_file():
            return folder
    return None


@contextmanager
def open_instructor(folder: Path, katas_from: Sequence[Path] = (), secret: Path | None = None) -> Iterator[Instructor]:
    """Open an instructor's folder for as long as it is used.

    Args:
        katas_from: take katas of one's own from these folders, and not from the bundle that was made of them.
        secret: the file of the secret, where it isn't in the folder.

    Raises:
        KataError: for an assignment, points or a secret that can't be; for katas that aren't there.
        BundleError: when the bundle can't be opened, or is another version's.
    """
    assignment = load_assignment(folder)
    check_version(folder / FILE, assignment.mlkata)
    place = secret or folder / SECRET
    known = read_secret(place) if secret or place.exists() else None
    if katas_from:
        catalog = load_catalog(katas_from)
        yield Instructor(folder, assignment, catalog, check_assignment(assignment, catalog), known)
        return
    if not (folder / PLAIN).is_file():
        raise KataError(f"{folder} holds no {PLAIN}; it is the folder `{INSTRUCTOR}` that `kata classroom new` made.")
    with open_bundle(folder / PLAIN) as bundle:
        katas = check_assignment(assignment, bundle.catalog)
        yield Instructor(folder, assignment, bundle.catalog, katas, known)
