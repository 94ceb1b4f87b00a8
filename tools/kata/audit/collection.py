"""The hostile answers: a short file each, whose first line says what it tries.

A header of comments follows: `kata`, `share` (the points that it may get at most), and if need be `levels` (where it
is tried; elsewhere it would harm this machine), `rules: only` (not tried with the rules about the source set aside),
`runs` (how often, one run after the other), `diagnosed: yes`, `honest: yes` (it must get its whole share) and
`prologue: wire`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kata.sandbox.confinement import LEVELS

FOLDER = Path(__file__).parent / "submissions"

# What somebody who has read this package would write first.
_WIRE = """\
import gc, socket, struct
import msgpack
from kata.sandbox.wire import ARRAY, LIST, TENSOR, TUPLE

def frame(tree):
    body = msgpack.packb(tree)
    return struct.pack("<II", len(body), 0) + body

def channel(found=[]):
    if not found:
        found += [thing for thing in gc.get_objects() if isinstance(thing, socket.socket) and thing.fileno() > 2]
    return found[0]

"""


@dataclass(frozen=True)
class HostileAnswer:
    """One hostile answer."""

    name: str
    tries: str  # a sentence
    kata: str
    share: int
    levels: tuple[str, ...]
    rules_only: bool
    runs: int
    diagnosed: bool
    honest: bool
    text: str

    def source(self, bait: dict[str, object]) -> str:
        """The answer, with what the audit has laid out for it under the name `bait`."""
        return f"bait = {bait!r}\n{self.text}" if re.search(r"\bbait\b", self.text) else self.text


def load_submissions() -> list[HostileAnswer]:
    """All of them, by name."""
    return list(_read())


def _read() -> Iterator[HostileAnswer]:
    for path in sorted(FOLDER.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        tries = text.split('"""')[1]
        header = dict(re.findall(r"^# (\w+): (.+)$", text, re.MULTILINE))
        prologue = _WIRE if header.get("prologue") == "wire" else ""
        yield HostileAnswer(
            name=path.stem,
            tries=tries,
            kata=header["kata"],
            share=int(header["share"]),
            levels=tuple(header.get("levels", " ".join(LEVELS)).split()),
            rules_only=header.get("rules") == "only",
            runs=int(header.get("runs", 1)),
            diagnosed=header.get("diagnosed") == "yes",
            honest=header.get("honest") == "yes",
            text=prologue + text,
        )


def is_valid(source: str) -> bool:
    """Whether it is Python at all: an attack with a slip of the pen would prove nothing."""
    try:
        ast.parse(source)
    except (SyntaxError, RecursionError):
        return False
    return True
