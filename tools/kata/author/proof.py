"""What a proof of one kata found out."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

COST = "cost"  # the name of the one check that depends on the machine


@dataclass
class Check:
    """One thing that was proved, or what stands against it."""

    name: str
    passed: bool
    detail: str = ""


@dataclass
class Counts:
    """What was tried. A proof that is made again gives the same numbers."""

    seeds: int = 0
    right_answers: int = 0
    empty_answers: int = 0
    mistakes: int = 0
    mutants: int = 0
    mutants_caught: int = 0
    equivalents: int = 0


@dataclass
class Proof:
    """Everything that `verify` found out about one kata."""

    kata: str
    checks: list[Check] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    cpu_seconds: float = 0.0
    headroom: float | None = None  # how many times closer than the tolerance the right answers came
    untried: list[str] = field(default_factory=list)  # right answers that need packages which aren't installed
    diagnosed: dict[str, int] = field(default_factory=dict)  # how many mistakes by what their learners are told
    versions: dict[str, str] = field(default_factory=dict)  # of Python and the libraries

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "passed": self.passed}
