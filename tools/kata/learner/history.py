"""Every version that was checked, and the way back to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.errors import KataError
from kata.learner.interviewing import refuse_interview
from kata.workspace import AttemptUnreadable, put, read_attempt

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import Version


@dataclass(frozen=True)
class Restored:
    """What became of the file."""

    number: int
    version: "Version"
    same: bool  # it was that version already
    kept: Path | None  # where what stood there is kept
    ends_review: bool = False  # a review had been begun, and this is no answer to it


def restore_version(session: "Session", kata: Kata, number: int | None = None) -> Restored:
    """Bring a version back, by default the last one that isn't what stands in the file; what stands there is kept.

    Raises:
        KataError: if there is no such version, or the kata is in an interview.
    """
    refuse(session, kata)
    versions = session.read(lambda progress: progress.versions(kata.name))
    try:
        now = read_attempt(session.attempt(kata))
    except AttemptUnreadable:
        now = None
    if number is None:
        others = [one for one in versions if session.read(lambda progress, one=one: progress.source(one)) != now]  # type: ignore[misc]
        if not others:
            if not versions:
                raise KataError(f"Nothing of {kata.name} was checked yet: there is no version to bring back.")
            raise KataError(f"No other version of {kata.name} was checked. `kata history {kata.name}` lists them.")
        number = versions.index(others[-1]) + 1
    version = numbered(kata, versions, number)
    source = session.read(lambda progress: progress.source(version))
    if source == now:
        return Restored(number, version, True, None)
    kept = put(session.workspace, kata, source)
    ends_review = session.keep(lambda progress: progress.bring_back(kata.name, version))
    return Restored(number, version, False, kept, bool(ends_review))


def kept_files(session: "Session", kata: Kata) -> list[Path]:
    """What resets, reviews and restores kept of a kata, the oldest first."""
    found = []
    for name in (kata.name, *kata.formerly):
        found += [
            path
            for path in session.workspace.kept_dir.glob(f"{name}-*")
            if path.stem[len(name) + 1 :].replace("-", "").isdigit()
        ]
    return sorted(found, key=lambda path: path.stem.split("-")[1:])


def refuse(session: "Session", kata: Kata) -> None:
    """Earlier answers stay out of sight while the kata is in an interview."""
    refuse_interview(session, "Earlier answers stay out of sight until `kata interview --end`.", kata.name)


def numbered(kata: Kata, versions: "list[Version]", number: int) -> "Version":
    """The version of that number.

    Raises:
        KataError: if there is none.
    """
    if number > len(versions):
        has = f"has the versions 1 to {len(versions)}; `kata history {kata.name}` lists them."
        raise KataError(f"{kata.name} {has}" if versions else f"Nothing of {kata.name} was checked yet.")
    return versions[number - 1]
