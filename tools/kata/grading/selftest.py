"""Before verdicts count: known answers are graded by the same engine, inside the same confinement.

A sandbox that breaks NumPy gives everybody 0 points and looks like perfect safety; one with a hole gives away the
graders. So a right answer has to get all points, a wrong one none, and a reader of what lies beside the graders must
not read it.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kata import __version__
from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.folders import cache_folder
from kata.grading.verdict import Verdict
from kata.libraries import LIBRARIES
from kata.sandbox.confinement import LEVELS

ROOT = Path(__file__).parent / "toy"
_REMEMBERED = 50

_RIGHT = "{double}def opened():\n    return []\n"
_WRONG = "def double(values):\n    return values\ndef opened():\n    return ['nothing']\n"
_READER = """\
{double}def opened():
    found = []
    for path in {paths!r}:
        try:
            open(path).close()
            found.append(path)
        except OSError:
            continue
    return found
"""


def ensure_passed(grade: Callable[[Kata, str], Verdict], kata: Kata, level: str, *, always: bool) -> None:
    """Run the self-test for the library of a kata, unless it held before on this machine as it is now.

    Args:
        grade: grades an answer to a kata, given as text.
        kata: its library is tested, and that its grader and its reference can't be read.
        level: at which `grade` runs answers.
        always: run it in any case.

    Raises:
        CannotGrade: when it doesn't hold.
    """
    record = _record()
    key = _key(level, kata.uses)
    if always or key not in _known(record):
        _run(grade, kata, level)
        _remember(record, key)


def remembered_level(library: str) -> str:
    """The tightest level, where the self-test held at it before on this machine as it is now; else empty."""
    tightest = LEVELS[-1]
    return tightest if _key(tightest, library) in _known(_record()) else ""


def forget(level: str, library: str) -> None:
    """Let the self-test run the next time: what held before doesn't any more."""
    record, key = _record(), _key(level, library)
    _write(record, [other for other in _known(record) if other != key])


def _run(grade: Callable[[Kata, str], Verdict], kata: Kata, level: str) -> None:
    double = LIBRARIES[kata.uses].double
    paths = [str(kata.grader_path), str(kata.reference_path), __file__, "/etc/passwd"]
    reader = _READER.format(double=double, paths=paths) if level != "limits" else _RIGHT.format(double=double)
    tried = (("right", _RIGHT.format(double=double), 100), ("wrong", _WRONG, 0), ("prying", reader, 100))
    for name, source, points in tried:
        verdict = grade(toy(kata.uses), source)
        if verdict.points != points:
            why = next((test.message for test in verdict.tests if test.status != "passed"), verdict.message)
            raise CannotGrade(
                f"The self-test at level `{level}` failed: a {name} answer got {verdict.points} points instead of "
                f"{points}. ({why}) No verdict could be trusted, so none is given. `kata doctor` says what this "
                "machine offers."
            )


def toy(library: str) -> Kata:
    return Kata(
        root=ROOT,
        track="toy",
        name="toy",
        title="Toy",
        level="easy",
        uses=library,
        minutes=1,
    )


def _key(level: str, library: str) -> str:
    """What a self-test depends on: this boot, the versions of all that takes part, the level, the library, the user."""
    from shutil import which

    from kata.sandbox.python import import_path

    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
    except OSError:
        boot = ""
    packages = [(path, os.stat(path).st_mtime_ns) for path in (*import_path(), *filter(None, [which("bwrap")]))]
    facts = [boot, os.uname().release, os.getuid(), __version__, sys.version, sys.executable, packages, level, library]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def _record() -> Path:
    return cache_folder() / "selftest.json"


def _known(record: Path) -> list[str]:
    try:
        found = json.loads(record.read_text())
    except (OSError, ValueError):
        return []
    return [str(key) for key in found] if isinstance(found, list) else []


def _remember(record: Path, key: str) -> None:
    _write(record, [*[other for other in _known(record) if other != key], key][-_REMEMBERED:])


def _write(record: Path, keys: list[str]) -> None:
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        new = record.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(keys))
        new.replace(record)
    except OSError:
        pass  # then it runs again next time
