"""An assignment for platforms that run a grader of the instructor's."""

import io
import json
import shlex
import tarfile
import uuid
from collections.abc import Sequence
from pathlib import Path

from kata import libraries
from kata.catalog import Kata
from kata.classroom import wheel
from kata.classroom.assignment import WHEEL, Assignment, write_assignment
from kata.classroom.bundle import PLAIN, SEALED, Bundle, bundle_key, is_private, pack, seal, zipped
from kata.classroom.grade import katas_of
from kata.classroom.starter import HIDDEN, SEALED_PLACE, key_secret, needed_packages, templates, write_files
from kata.errors import KataError
from kata.formats import render
from kata.grading.verdict import Verdict

# What the platforms let a grading take, less a margin.
GRADESCOPE_MINUTES = 8
CLASSROOM50_MINUTES = 10
CLASSROOM50_BYTES = 10 << 20


def gradescope(bundle: Bundle) -> bytes:
    """The zip file that Gradescope takes as an autograder.

    Args:
        bundle: the opened bundle of the assignment.
    """
    assignment, katas = bundle.assignment, katas_of(bundle.assignment, bundle.catalog)
    values = _values(assignment, katas)
    files = {
        "setup.sh": templates().get_template("setup.sh.j2").render(values).encode(),
        "run_autograder": templates()
        .get_template("run_autograder.j2")
        .render(values, minutes=GRADESCOPE_MINUTES)
        .encode(),
        "not_graded.json": _not_graded(assignment, katas).encode(),
        PLAIN: pack(write_assignment(assignment), katas),
    } | _wheel(assignment)
    return zipped(files, executable=("setup.sh", "run_autograder"))


def _not_graded(assignment: Assignment, katas: Sequence[Kata]) -> str:
    return render("gradescope", _no_verdicts(assignment, katas))


def _no_verdicts(assignment: Assignment, katas: Sequence[Kata]) -> list[Verdict]:
    """What stands where nothing could be graded."""
    message = "This submission could not be graded. It is not your fault; tell your instructor, who can read why."
    return [
        Verdict(kata.name, kata.track, "grader_error", 0, assigned.points, [], message=message)
        for kata, assigned in zip(katas, assignment.katas, strict=True)
    ]


def classroom50(bundle: Bundle, folder: Path, secret: bytes | None = None) -> list[Path]:
    """Write what goes into Classroom 50's `CLASSROOM/autograders/ASSIGNMENT/`.

    Args:
        bundle: the opened bundle of the assignment.
        folder: where to write.
        secret: the instructor's. That place can be read by anyone, so private katas go there sealed.

    Returns:
        What was written.

    Raises:
        KataError: if private katas couldn't be sealed, or it is larger than Classroom 50 takes.
    """
    assignment, katas = bundle.assignment, katas_of(bundle.assignment, bundle.catalog)
    plain = pack(write_assignment(assignment), katas)
    name, data = PLAIN, plain
    if any(is_private(kata) for kata in katas):
        if secret is None:
            raise KataError("Anyone can read what Classroom 50 grades with: sealing private katas takes --secret.")
        name, data = SEALED, seal(plain, bundle_key(secret, assignment.name))
    size = len(data) + sum(map(len, _wheel(assignment).values()))
    if size > CLASSROOM50_BYTES:
        raise KataError(f"It has {size >> 20} MiB in all, and Classroom 50 takes {CLASSROOM50_BYTES >> 20}.")
    needed = needed_packages(katas)
    requirements = [assignment.requirement(), *needed]
    script = (
        templates()
        .get_template("autograder.py.j2")
        .render(
            _values(assignment, katas),
            minutes=CLASSROOM50_MINUTES,
            bundle=name,
            requirements=requirements,
            wheel=assignment.install == WHEEL,
        )
    )
    return write_files(folder, {"autograder.py": script.encode(), name: data} | _wheel(assignment))


# Platforms whose grader is a script with what it needs beside it, by how people know them.
SCRIPTED = {"autolab": "Autolab", "codegrade": "CodeGrade", "codio": "Codio", "prairielearn": "PrairieLearn"}
SCRIPT_MINUTES = 8


def scripted(platform: str, bundle: Bundle, folder: Path) -> list[Path]:
    """Write what one of the `SCRIPTED` platforms takes.

    Args:
        bundle: the opened bundle of the assignment.
        folder: where to write.

    Returns:
        What was written.

    Raises:
        KataError: if something exists already or can't be written.
    """
    assignment, katas = bundle.assignment, katas_of(bundle.assignment, bundle.catalog)
    values = _values(assignment, katas) | {"platform": platform, "title": SCRIPTED[platform], "minutes": SCRIPT_MINUTES}
    values["requirement"] = '"$here"/' * (assignment.install == WHEEL) + shlex.quote(assignment.requirement())
    script = templates().get_template("grade.sh.j2").render(values).encode()
    files = {"grade.sh": script, PLAIN: pack(write_assignment(assignment), katas)} | _wheel(assignment)
    if platform == "autolab":
        files = {"autograde.tar": _tar(files), "autograde-Makefile": _MAKEFILE}
    elif platform == "prairielearn":
        files["not_graded.json"] = render("prairielearn", _no_verdicts(assignment, katas)).encode()
        files = {f"tests/{name}": data for name, data in files.items()}
        files["info.json"] = _prairielearn_question(assignment)
    written = write_files(folder, files)
    for path in written:
        if path.suffix == ".sh":
            path.chmod(0o755)
    return written


_MAKEFILE = b"""all:
\t@mkdir -p autograde
\t@tar -xf autograde.tar -C autograde
\t@bash autograde/grade.sh
"""


def _tar(files: dict[str, bytes]) -> bytes:
    """A tar file of these files that depends on nothing else: no time, no order, no owner."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(files[name]), 0o755 if name.endswith(".sh") else 0o644
            archive.addfile(entry, io.BytesIO(files[name]))
    return out.getvalue()


def _prairielearn_question(assignment: Assignment) -> bytes:
    """A question's info.json. Its image needs Python 3.11; mlkata is installed, unless the image has it."""
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"mlkata:{assignment.name}")),
        "title": assignment.name,
        "topic": "katas",
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": "python:3.12",
            "entrypoint": "/grade/tests/grade.sh",
            "timeout": 60 * (SCRIPT_MINUTES + 1),
            "enableNetworking": True,
        },
    }
    return (json.dumps(info, indent=2) + "\n").encode()


def gitlab(bundle: Bundle, path: Path) -> list[Path]:
    """Write a `.gitlab-ci.yml` for the starter.

    Raises:
        KataError: for an assignment whose graders stay in a repository of their own, and a file that exists.
    """
    assignment, katas = bundle.assignment, katas_of(bundle.assignment, bundle.catalog)
    sources = {
        "open": '--assignment "$CI_PROJECT_DIR"',
        "bundle": f'--bundle "$CI_PROJECT_DIR/{SEALED_PLACE}"',
        "central": '--assignment "$CI_PROJECT_DIR" --examples',
    }
    if assignment.graders not in sources:
        raise KataError(
            "On GitLab the graders can be `open`, in a `bundle`, or `central`; classroom.toml says otherwise."
        )
    values = _values(assignment, katas) | {
        "graders": assignment.graders,
        "key_secret": key_secret(assignment.name),
        "source": sources[assignment.graders],
        # A dot at its beginning stands for the submission's folder.
        "requirement": assignment.requirement(f"./{HIDDEN}/"),
    }
    return write_files(path.parent, {path.name: templates().get_template("gitlab-ci.yml.j2").render(values).encode()})


def _wheel(assignment: Assignment) -> dict[str, bytes]:
    return {wheel.NAME: wheel.own_wheel()} if assignment.install == WHEEL else {}


def _values(assignment: Assignment, katas: Sequence[Kata]) -> dict[str, object]:
    return {
        "confinement": assignment.confinement,
        # It lies beside the script, in a folder that the script names.
        "requirement": '"$root/source"/' * (assignment.install == WHEEL) + shlex.quote(assignment.requirement()),
        "packages": needed_packages(katas),
        "advice": libraries.advice(needed_packages(katas)),
    }
