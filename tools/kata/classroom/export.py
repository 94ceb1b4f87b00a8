"""An assignment for platforms that run a grader of the instructor's: Gradescope and Classroom 50."""

from collections.abc import Sequence
from pathlib import Path

from kata import libraries
from kata.catalog import Kata
from kata.classroom import wheel
from kata.classroom.assignment import WHEEL, Assignment, write_assignment
from kata.classroom.bundle import PLAIN, SEALED, Bundle, bundle_key, is_private, pack, seal, zipped
from kata.classroom.grade import katas_of
from kata.classroom.starter import needed_packages, templates, write_files
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
    message = "This submission could not be graded. It is not your fault; tell your instructor, who can read why."
    verdicts = [
        Verdict(kata.name, kata.track, "grader_error", 0, assigned.points, [], message=message)
        for kata, assigned in zip(katas, assignment.katas, strict=True)
    ]
    return render("gradescope", verdicts)


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


def _wheel(assignment: Assignment) -> dict[str, bytes]:
    return {wheel.NAME: wheel.own_wheel()} if assignment.install == WHEEL else {}


def _values(assignment: Assignment, katas: Sequence[Kata]) -> dict[str, object]:
    import shlex

    return {
        "confinement": assignment.confinement,
        # It lies beside the script, in a folder that the script names.
        "requirement": '"$root/source"/' * (assignment.install == WHEEL) + shlex.quote(assignment.requirement()),
        "packages": needed_packages(katas),
        "advice": libraries.advice(needed_packages(katas)),
    }
