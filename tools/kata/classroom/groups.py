"""Groups: one answer, and a mark for each member."""

from collections.abc import Mapping
from pathlib import Path

from kata.classroom.roster import Person, identity_key
from kata.csv_file import read_table
from kata.errors import KataError

GROUPS = "groups.csv"


class Groups:
    """Who works together.

    Args:
        members: the students of each group, by its name.
    """

    def __init__(self, members: Mapping[str, list[str]] | None = None) -> None:
        self.members = dict(members or {})
        self._names = {identity_key(name): name for name in self.members}
        self._of_student = {identity_key(one): name for name, those in self.members.items() for one in those}

    def named(self, person: Person) -> str | None:
        """The group that hands in under its own name, as a folder of clones or a team on Moodle does."""
        for text in (person.name, person.student):
            if text and identity_key(text) in self._names:
                return self._names[identity_key(text)]
        return None

    def of(self, student: str) -> str | None:
        """The group of a student."""
        return self._of_student.get(identity_key(student))


def load_groups(path: Path) -> Groups:
    """Read a CSV with the columns `group` and `student`, a line for each member.

    Raises:
        KataError: names the line that is wrong.
    """
    members: dict[str, list[str]] = {}
    known: dict[str, str] = {}
    for line, row in read_table(path):
        if not {"group", "student"} <= row.keys():
            raise KataError(f"{path}: it needs the columns `group` and `student`.")
        group, student = row["group"], row["student"]
        if not group and not student:
            continue
        if not group or not student:
            raise KataError(f"{path}, line {line}: it must name a group and a student.")
        if identity_key(student) in known:
            raise KataError(f"{path}, line {line}: `{student}` is in {known[identity_key(student)]} already.")
        known[identity_key(student)] = group
        members.setdefault(group, []).append(student)
    return Groups(members)
