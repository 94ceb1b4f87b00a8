"""What is to be graded, as the engine hands it to the grading process."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kata.catalog import Kata

# Whose failing calls are written as scripts: of all tests, which takes a record of every call; or, from what is known
# without one, of those that ran out of time.
Scripts = Literal["none", "timeouts", "all"]


@dataclass(frozen=True)
class Options:
    """How an answer is graded."""

    seed: int = 0  # whatever is random in the tests follows from it
    filename: str = ""  # how the verdict and tracebacks name the answer; empty: KATA.py
    mistakes: list[dict[str, str]] = field(default_factory=list)  # name, says, caught_by, source; empty: no diagnosis
    only: list[str] = field(default_factory=list)  # test functions to run; empty: all
    first: list[str] = field(default_factory=list)  # test functions to run before the others, in this order
    stop_early: bool = False  # after the first test that does not pass
    exempt: bool = False  # a library's own route, in the proof: no rule applies
    packages: list[str] = field(default_factory=list)  # further packages that it may read, for such a route
    cpu_seconds: float = 0.0  # of a test; 0: what the kata says
    shown: bool = True  # whether anybody is going to read how a test failed
    scripts: Scripts = "none"
    # Jobs in a row that name the same one share an answer's process. Only for trusted answers: the engine doesn't hear
    # how far a job is, and need not step in.
    process: str = ""
    # A known mistake that is graded in a proof: how it ends in each test is kept, for the diagnoses that follow.
    keep: bool = False
    # The sources of one that was kept with the same seed, or of several that fail in different tests and are made at
    # once: nothing is run again but what the diagnosis needs.
    kept: list[str] = field(default_factory=list)
    measured: bool = False  # whether its CPU time is asked for, so that no process is to be left behind it
    call: str = ""  # run this and nothing else: no grader has a part in it


@dataclass(frozen=True)
class Job:
    """One answer to grade: the text of a file, and the kata that it answers."""

    kata: Kata
    answer: str
    options: Options = Options()

    @property
    def filename(self) -> str:
        return self.options.filename or f"{self.kata.name}.py"

    def to_dict(self) -> dict[str, Any]:
        """Itself as texts and plain values, for JSON. The stub is read where it is used."""
        kata = {one.name: getattr(self.kata, one.name) for one in dataclasses.fields(self.kata)}
        return {"kata": kata | {"root": str(self.kata.root)}, "answer": self.answer, "options": vars(self.options)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Job":
        kata: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data["kata"].items()
        }
        kata["root"] = Path(data["kata"]["root"])
        return cls(Kata(**kata), data["answer"], Options(**data["options"]))
