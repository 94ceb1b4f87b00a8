"""The grader bundle: what grades an assignment, as one file, plain for the instructor or sealed for a public place.

A bundle holds the assignment's file and everything of its private katas; katas of the package are named only, which is
why a bundle is refused by another version than its own.
"""

import base64
import binascii
import hashlib
import hmac
import io
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kata import __version__
from kata.catalog import Catalog, Kata, load_catalog, package_root
from kata.catalog.families import families_path
from kata.catalog.graders import grader_files
from kata.catalog.index import _index_path
from kata.catalog.solutions import mistakes_path
from kata.classroom.assignment import FILE, Assignment, load_assignment
from kata.classroom.keys import KEY_VARIABLE
from kata.errors import CannotGrade, KataError
from kata.origin import install_command
from kata.sandbox.temporary import OwnFolder
from kata.untrusted import Unreadable, read_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

FORMAT = 1
HEAD = "bundle.json"
PLAIN = "grader.zip"
SEALED = "grader.bundle"
SECRET_BYTES = 32
LARGEST_SEALED = 50_000_000  # bytes of a bundle that lies in a submission
_KEY_BYTES = 64
_MAGIC = b"mlkata bundle "
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleError(CannotGrade):
    """The bundle can't be opened; the message says why."""


@dataclass(frozen=True)
class Bundle:
    """An opened bundle: the assignment, and a catalog that has the graders of all its katas."""

    assignment: Assignment
    catalog: Catalog


def is_private(kata: Kata) -> bool:
    """Whether a kata isn't one of those that come with the package."""
    return kata.root != package_root()


# -- writing --


def pack(assignment_file: str, katas: Sequence[Kata]) -> bytes:
    """A plain bundle: the same bytes for the same input.

    Args:
        assignment_file: the text of the instructor's classroom.toml.
        katas: those of the assignment.
    """
    files = {HEAD: json.dumps(_head()).encode(), FILE: assignment_file.encode()}
    for kata in katas:
        if is_private(kata):
            for path in _files(kata):
                name, data = path.relative_to(kata.root).as_posix(), path.read_bytes()
                if files.setdefault(name, data) != data:
                    raise BundleError(f"Two catalogs have a file {name}, and they differ; let {path} have both.")
    return zipped(files)


def zipped(files: dict[str, bytes], executable: Sequence[str] = ()) -> bytes:
    """A zip file of these files that depends on nothing else: no time, no order, no owner.

    Args:
        executable: the names of those that are programs.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def seal(plain: bytes, key: str) -> bytes:
    """A bundle that only the key opens. AES-SIV needs no random number, so that the same input gives the same bytes.

    Raises:
        KataError: if the key can't be one, or the library for it isn't installed.
    """
    head = _MAGIC + json.dumps(_head()).encode() + b"\n"
    return head + _cipher(key).encrypt(plain, [head])


def _head() -> dict[str, object]:
    return {"format": FORMAT, "mlkata": __version__}


def _files(kata: Kata) -> Iterator[Path]:
    """What grades a kata: all of it but the right answers that aren't the reference."""
    yield kata.manifest_path.parent / "track.toml"
    yield kata.manifest_path
    yield kata.stub_path
    yield from grader_files(kata)
    yield from (path for path in [families_path(kata.root)] if path.is_file())
    yield kata.reference_path
    yield from (path for path in [mistakes_path(kata)] if path.is_file())
    yield from sorted((kata.solutions_dir / "mistakes").glob("*.py"))


# -- opening --


@contextmanager
def open_bundle(path: Path, key: str | None = None, *, submission: Path | None = None) -> Iterator[Bundle]:
    """Open a bundle for as long as it is used; what was unpacked is removed afterwards.

    Args:
        path: of a plain or a sealed bundle.
        key: of a sealed one. With a key, nothing else is opened.
        submission: the folder that is graded with it. Whoever made that could have written a plain bundle in it.

    Raises:
        BundleError: if it can't be read, can't be trusted, is of another version, or the key isn't its own.
    """
    inside = submission is not None and lies_in(path, submission)
    data = _read(path, submission if inside else None)
    if data.startswith(_MAGIC):
        data = _unsealed(path, data, key)
    elif key:
        raise BundleError(
            f"{path} isn't sealed, and there is a key: with a key, only a sealed bundle is opened. Whoever put this "
            "one there could have written it."
        )
    elif inside:
        raise BundleError(
            f"{path} lies in the submission and isn't sealed: whoever handed it in could have written it. Grade with "
            "a sealed one, or with one from elsewhere."
        )
    with OwnFolder("bundle") as folder:
        root = Path(folder)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                _check_head(path, archive.read(HEAD))
                archive.extractall(root)
        except (zipfile.BadZipFile, KeyError):
            raise BundleError(f"{path} is no grader bundle, or a damaged one. `kata classroom new` makes it.") from None
        roots = [root] if (root / "exercises").is_dir() else []
        catalog = load_catalog(roots)
        _index_path(root).unlink(missing_ok=True)  # of a folder that nobody opens again
        yield Bundle(load_assignment(root), catalog)


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, by its name or by what it stands for."""
    plain, real = Path(os.path.abspath(path)), path.resolve()
    return plain.is_relative_to(os.path.abspath(folder)) or real.is_relative_to(folder.resolve())


def _read(path: Path, submission: Path | None) -> bytes:
    try:
        if submission is None:
            return path.read_bytes()
        inside = Path(os.path.relpath(path, submission))
        return read_file(inside, LARGEST_SEALED, beneath=submission)
    except OSError as error:
        raise BundleError(f"{path}: the grader bundle can't be read ({error.strerror}).") from None
    except Unreadable as error:
        raise BundleError(f"{path}: the grader bundle {error.says}") from None


def _check_head(path: Path, head: bytes) -> None:
    try:
        found = json.loads(head)
        form, version = found["format"], str(found["mlkata"])
    except (ValueError, KeyError, TypeError):
        raise BundleError(f"{path} is no grader bundle, or a damaged one. `kata classroom new` makes it.") from None
    if form != FORMAT:
        raise BundleError(f"{path} is a bundle of format {form}, and this mlkata {__version__} reads {FORMAT}.")
    check_version(path, version)


def check_version(path: Path, version: str) -> None:
    """Make sure that an assignment was made with this version: what a kata grades may differ in another.

    Raises:
        BundleError: if it wasn't; names both versions.
    """
    if version != __version__:
        raise BundleError(
            f"{path} was made with mlkata {version}, and this is mlkata {__version__}: what a kata grades may differ. "
            f"Install that version, or carry the assignment over with "
            "`kata classroom update`."
        )


def _unsealed(path: Path, data: bytes, key: str | None) -> bytes:
    from cryptography.exceptions import InvalidTag

    head, _, sealed = data.partition(b"\n")
    _check_head(path, head.removeprefix(_MAGIC))
    if not key:
        raise BundleError(
            f"{path} is sealed, and there is no key: set {KEY_VARIABLE} to what stands in the instructor's bundle.key. "
            "In a workflow it is a secret of the organisation, which runs from forks don't get."
        )
    try:
        return _cipher(key).decrypt(sealed, [head + b"\n"])
    except InvalidTag:
        raise BundleError(
            f"{path}: the key in {KEY_VARIABLE} doesn't open it. Each assignment has its own, in bundle.key."
        ) from None


# -- keys --


def bundle_key(secret: bytes, name: str) -> str:
    """The key that seals an assignment's bundle, made from the instructor's secret. It doesn't tell the secret."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"mlkata bundle {name}".encode()).derive(secret)
    return base64.b64encode(derived).decode()


def final_seed(secret: bytes, name: str, kata: str) -> int:
    """The seed of the final marks: the same for every student, and known to nobody without the instructor's secret."""
    digest = hmac.digest(secret, f"mlkata final {name} {kata}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:8]) >> 1


def read_secret(path: Path) -> bytes:
    """The instructor's secret from its file.

    Raises:
        KataError: if it can't be read, or is none.
    """
    try:
        secret = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, ValueError) as error:
        raise KataError(f"{path}: the instructor's secret can't be read ({error}).") from None
    if len(secret) != SECRET_BYTES:
        raise KataError(f"{path} is no secret of an assignment: it must be base64 of {SECRET_BYTES} bytes.")
    return secret


def _cipher(key: str) -> "AESSIV":
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV
    except ImportError:
        raise BundleError(f"Sealed bundles need a package. To install: {install_command('classroom')}") from None
    try:
        raw = base64.b64decode(key.strip(), validate=True)
        if len(raw) != _KEY_BYTES:
            raise ValueError
        return AESSIV(raw)
    except (ValueError, binascii.Error):
        raise BundleError(f"The key in {KEY_VARIABLE} is no key of a bundle. Copy the whole of bundle.key.") from None
