"""A new assignment: what students get, and apart from it what the instructor keeps."""

import ast
import hashlib
import json
import os
import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata import libraries
from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import needs, right_answers
from kata.classroom import wheel
from kata.classroom.assignment import (
    FILE,
    WHEEL,
    AssignedKata,
    Assignment,
    AssignmentError,
    check_weights,
    write_assignment,
)
from kata.classroom.bundle import PLAIN, SEALED, bundle_key, is_private, pack, seal
from kata.classroom.keys import KEY_VARIABLE
from kata.errors import KataError
from kata.stub import definitions
from kata.workspace.workspace import MARK, SETTINGS

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
STARTER = "starter"
INSTRUCTOR = "instructor"
HIDDEN = ".classroom"
SEALED_PLACE = f"{HIDDEN}/{SEALED}"
WORKFLOW = ".github/workflows/classroom.yml"
SECRET = "secret.key"
ROSTER = "roster.csv"
WRITTEN = "written.json"
ROSTER_HEAD = "student,name,email\n"
_LIBRARYS = """\
# NOT TO BE HANDED IN: the library's own way, which shows that the grader is right. As an answer it is refused where the
# kata is about writing it oneself, and earns nothing.
"""
_NO_HINT = "This hint isn't given in this assignment."


def new_assignment(
    assignment: Assignment, catalog: Catalog, folder: Path, *, secret: bytes | None = None
) -> dict[str, list[Path]]:
    """Write an assignment into `folder`: `starter/` for students, `instructor/` for the instructor.

    Args:
        assignment: what was chosen.
        catalog: has its katas, with their graders.
        secret: what keys and final seeds are made from; by default a new one. The same input gives the same bytes.

    Returns:
        What was written, by the two names.

    Raises:
        KataError: for an assignment that doesn't fit its katas, and a folder that isn't empty or can't be written.
    """
    katas = check_assignment(assignment, catalog)
    sides = {STARTER: folder / STARTER, INSTRUCTOR: folder / INSTRUCTOR}
    for place in sides.values():
        if os.path.lexists(place) and not (place.is_dir() and not any(place.iterdir())):
            raise KataError(f"{place} exists and isn't empty; nothing was written. Name another folder with --to.")
    secret = secrets.token_bytes(32) if secret is None else secret
    texts = both_sides(assignment, katas, write_assignment(assignment), secret)
    texts[INSTRUCTOR] |= {
        SECRET: b64encode(secret) + b"\n",
        ROSTER: ROSTER_HEAD.encode(),
        WRITTEN: digests(texts[STARTER]),
    }
    return {side: write_files(sides[side], files) for side, files in texts.items()}


def both_sides(
    assignment: Assignment, katas: Sequence[Kata], written: str, secret: bytes
) -> dict[str, dict[str, bytes]]:
    """What follows from an assignment's file, by the two sides and the paths there.

    Args:
        written: the text of the instructor's classroom.toml.
    """
    plain = pack(written, katas)
    key = bundle_key(secret, assignment.name) if assignment.graders == "bundle" else ""
    return {
        STARTER: starter_files(assignment, katas)
        | ({SEALED_PLACE: seal(plain, key)} if key else {})
        | ({f"{HIDDEN}/{wheel.NAME}": wheel.own_wheel()} if assignment.install == WHEEL else {}),
        INSTRUCTOR: _instructor_files(assignment, katas, written, key) | {PLAIN: plain},
    }


def digests(files: Mapping[str, bytes]) -> bytes:
    """What is remembered of a starter's files, so that an update tells those that were edited since."""
    return json.dumps({name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}, indent=0).encode()


def check_assignment(assignment: Assignment, catalog: Catalog) -> tuple[Kata, ...]:
    """The katas of an assignment, in its order.

    Raises:
        KataError: when one isn't there or can't be assigned, or points don't fit its grader.
    """
    katas = []
    for assigned in assignment.katas:
        kata = catalog.get(assigned.kata)
        if not kata.grader_path.is_file():
            raise AssignmentError(f"{kata.name} has no grader at {kata.grader_path}; it can't be assigned.")
        names = _test_names(kata)
        if assigned.tests:
            check_weights(assigned, names)
        for seen in assignment.feedback.visibility:
            if seen.startswith(f"{kata.name}.") and seen.removeprefix(f"{kata.name}.") not in names:
                raise AssignmentError(
                    f"{kata.name} has no test `{seen.split('.')[1]}`; its tests are {', '.join(names)}."
                )
        katas.append(kata)
    hidden = [kata.name for kata in katas if is_private(kata)]
    if hidden and assignment.graders == "open":
        raise AssignmentError(
            f"With `--graders open` no workflow could grade {' and '.join(hidden)}, from a catalog of your own. "
            "Choose bundle, repository or central."
        )
    return tuple(katas)


def _test_names(kata: Kata) -> list[str]:
    """The test functions of a grader, in their order, read and not run."""
    return [name for name in definitions(read_text(kata.grader_path)) if name.startswith("test_")]


# -- what students get --


def starter_files(assignment: Assignment, katas: Sequence[Kata]) -> dict[str, bytes]:
    """The files of a starter repository by their paths, but for a sealed bundle."""
    environment = templates()
    private = [kata for kata in katas if is_private(kata)]
    # The names of tests are a grader's, and public only with it.
    files = {
        FILE: write_assignment(assignment, with_tests=assignment.graders == "open"),
        "README.md": environment.get_template("README.md.j2").render(_readme(assignment, katas)),
        WORKFLOW: environment.get_template("classroom.yml.j2").render(_workflow(assignment, katas)),
        ".devcontainer/devcontainer.json": environment.get_template("devcontainer.json.j2").render(
            name=assignment.name, install=_install_line(assignment, katas)
        ),
        f"{MARK}/{SETTINGS}": f"katas_from = {json.dumps(['.'] if private else [])}\n",
        ".gitignore": f"{MARK}/*\n!{MARK}/{SETTINGS}\n__pycache__/\nrepro/\n",
    }
    for kata in katas:
        files[f"attempts/{kata.track}/{kata.name}.py"] = kata.stub
    for kata in private:
        track = kata.manifest_path.parent / "track.toml"
        files[track.relative_to(kata.root).as_posix()] = read_text(track)
        files[kata.stub_path.relative_to(kata.root).as_posix()] = kata.stub
        files[kata.manifest_path.relative_to(kata.root).as_posix()] = _manifest(kata, assignment.hints)
    return {path: text.encode() for path, text in files.items()}


def _manifest(kata: Kata, hints: int) -> str:
    """A kata's file with the hints that are allowed and no comment: only what a student's `kata` has to know."""
    shown = [*kata.hints[:hints], *[_NO_HINT] * (len(kata.hints) - hints)]
    values: dict[str, Any] = {
        "title": kata.title,
        "level": kata.level,
        "uses": kata.uses,
        "minutes": kata.minutes,
        "sources": kata.sources,
        "hints": shown,
        "tags": kata.tags,
        "imports": kata.imports,
        "changes": kata.changes,
        "opaque": kata.opaque,
        "formerly": kata.formerly,
        "forbid": kata.forbid,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    limits = {"cpu_seconds": kata.cpu_seconds, "memory_mib": kata.memory_mib}
    if any(limits.values()):
        lines += ["", "[limits]", *(f"{key} = {value}" for key, value in limits.items() if value)]
    return "\n".join(lines) + "\n"


def templates() -> "Environment":
    """The templates of all that is written for an assignment."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )


def needed_packages(katas: Sequence[Kata]) -> tuple[str, ...]:
    """What the katas' libraries need besides the platform, as pip calls it."""
    return libraries.optional_packages(kata.uses for kata in katas)


def _install_line(assignment: Assignment, katas: Sequence[Kata]) -> str:
    return libraries.install_line([f'"{assignment.requirement(f"{HIDDEN}/")}"', *needed_packages(katas)])


def _readme(assignment: Assignment, katas: Sequence[Kata]) -> dict[str, Any]:
    listed = [
        {
            "name": kata.name,
            "title": kata.title,
            "points": assigned.points,
            "minutes": kata.minutes,
            "file": f"attempts/{kata.track}/{kata.name}.py",
            "spec": ast.get_docstring(ast.parse(kata.stub)) or "",
        }
        for assigned, kata in zip(assignment.katas, katas, strict=True)
    ]
    return {
        "name": assignment.name,
        "due": assignment.due.strftime("%Y-%m-%d %H:%M %Z") if assignment.due else "",
        "late": assignment.late.says() if assignment.due else "",
        "points": assignment.points,
        "graders": assignment.graders,
        "install_line": _install_line(assignment, katas),
        "katas": listed,
    }


def key_secret(name: str) -> str:
    """The organisation's secret for the key of an assignment's bundle; each has its own, as several live at once."""
    return f"{KEY_VARIABLE}_{name.upper().replace('-', '_')}"


def _workflow(assignment: Assignment, katas: Sequence[Kata]) -> dict[str, Any]:
    sources = {
        "open": '--assignment "$RUNNER_TEMP"',
        "bundle": f"--bundle submission/{SEALED_PLACE}",
        "repository": f"--bundle graders/{assignment.name}/{PLAIN}",
        "central": "--assignment submission --examples",
    }
    names = [kata.name for kata in katas]
    return {
        "graders": assignment.graders,
        "key_secret": key_secret(assignment.name),
        "source": sources[assignment.graders],
        "assignment": write_assignment(assignment) if assignment.graders == "open" else "",
        "confinement": assignment.confinement,
        "requirement": assignment.requirement(f"submission/{HIDDEN}/"),
        "packages": needed_packages(katas),
        "advice": libraries.advice(needed_packages(katas)),
        "katas": names,
        # The reporter reads one result for each kata; of a lone one there is only the whole.
        "output": lambda kata: kata if len(names) > 1 else "result",
    }


# -- what the instructor keeps --


def _instructor_files(assignment: Assignment, katas: Sequence[Kata], written: str, key: str) -> dict[str, bytes]:
    page = templates().get_template("INSTRUCTOR.md.j2")
    files = {
        FILE: written,
        "README.md": page.render(
            name=assignment.name,
            graders=assignment.graders,
            sealed=bool(key),
            mlkata=assignment.mlkata,
            key_secret=key_secret(assignment.name),
        ),
        ".gitignore": "*.key\n",
    }
    if key:
        files["bundle.key"] = f"{key}\n"
    for kata in katas:
        for name, source in right_answers(kata).items():
            files[f"answers/{kata.track}/{kata.name}/{name}.py"] = (_LIBRARYS if needs(source) else "") + source
    return {path: text.encode() for path, text in files.items()}


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write new files by their paths in a folder.

    Raises:
        KataError: if one exists or can't be written.
    """
    written = []
    try:
        for name in sorted(files):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # Keys are their owner's only.
            mode = 0o600 if path.suffix == ".key" else 0o666
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(files[name])
            written.append(path)
    except OSError as error:
        raise KataError(f"{path} can't be written: {error.strerror}.") from None
    return written


def assigned_katas(katas: Sequence[Kata], points: Mapping[str, int]) -> tuple[AssignedKata, ...]:
    """The entries of an assignment.

    Args:
        katas: in their order.
        points: by KATA, or by KATA.TEST for one test of it.

    Raises:
        AssignmentError: for points of a kata that isn't among them.
    """
    names = [kata.name for kata in katas]
    for name in points:
        if name.split(".")[0] not in names:
            raise AssignmentError(f"There are points for `{name}`, which isn't among the katas: {', '.join(names)}.")
    return tuple(
        AssignedKata(
            name,
            points.get(name, 100),
            {key.split(".", 1)[1]: value for key, value in points.items() if key.startswith(f"{name}.")},
        )
        for name in names
    )
