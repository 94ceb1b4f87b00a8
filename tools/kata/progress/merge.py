"""Two records become one: every row of the other that isn't here yet, put into its place by time.

A row is the same on two machines when its kata, its time to the microsecond and what it is about are the same. Each
record keeps the order in which it was written, so that a clock that went back on one machine confuses nothing.
"""

import heapq
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class _Table:
    name: str
    at: str  # the column with the time
    key: tuple[str, ...]  # what makes two rows the same
    refers: str = ""  # the column that holds a number of another table
    to: str = ""


# A table comes after the one that it refers to.
_TABLES = (
    _Table("attempts", "begun_at", ("kata", "begun_at")),
    _Table("checks", "at", ("kata", "at", "source"), "round", "attempts"),
    _Table("hints", "seen_at", ("kata", "tier", "seen_at"), "round", "attempts"),
    _Table("give_ups", "at", ("kata", "at"), "round", "attempts"),
    _Table("ratings", "at", ("kata", "at"), "round", "attempts"),
    _Table("interviews", "begun_at", ("begun_at",)),
    _Table("interview_katas", "''", ("interview", "kata"), "interview", "interviews"),
    _Table("hand_ins", "at", ("interview", "kata", "at"), "interview", "interviews"),
    _Table("plan_changes", "at", ("kata", "at")),
    _Table("notes", "at", ("kata", "at", "text")),
)


def merge(ours: sqlite3.Connection, theirs: sqlite3.Connection, names: Mapping[str, str]) -> dict[str, int]:
    """Bring what `theirs` knows into `ours`, in the transaction that is open.

    Args:
        names: the present name of each kata that was called otherwise.

    Returns:
        How many rows of each table are new.
    """
    for digest, text in theirs.execute("SELECT hash, text FROM sources"):
        ours.execute("INSERT OR IGNORE INTO sources (hash, text) VALUES (?, ?)", [digest, text])
    numbers: dict[str, dict[int | None, int | None]] = {}
    added = {table.name: _merge_table(ours, theirs, table, names, numbers) for table in _TABLES}
    ours.execute("DELETE FROM schedule")  # it follows from the ratings
    for key in ("current", "path", "minutes"):
        value = theirs.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone()
        if value is not None:
            ours.execute("INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)", [key, names.get(*value, *value)])
    return added


def _merge_table(
    ours: sqlite3.Connection,
    theirs: sqlite3.Connection,
    table: _Table,
    names: Mapping[str, str],
    numbers: dict[str, dict[int | None, int | None]],
) -> int:
    """Merge one table; notes in `numbers` which of our rows each of theirs is now."""
    columns = [row[1] for row in ours.execute(f"PRAGMA table_info({table.name})")]
    key = [columns.index(name) for name in table.key]
    at = columns.index(table.at) if table.at in columns else None
    known = {tuple(row[1:]): row[0] for row in ours.execute(f"SELECT id, {', '.join(table.key)} FROM {table.name}")}
    new: list[tuple[int, list[object]]] = []  # their number, the row
    mine: dict[int | None, int | None] = {None: None}
    for found in theirs.execute(f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY id"):
        row = list(found)
        if "kata" in columns:
            place = columns.index("kata")
            row[place] = names.get(row[place], row[place])
        if table.refers:
            place = columns.index(table.refers)
            row[place] = numbers[table.to].get(row[place])
        same = known.get(tuple(row[place] for place in key))
        if same is not None:
            mine[found[0]] = same
        else:
            new.append((found[0], row))
    moved: dict[int, int] = {}  # our rows that make room: number before, number now
    if new:
        time = "id" if at is None else table.at
        present = ours.execute(f"SELECT id, {time} FROM {table.name} ORDER BY id").fetchall()
        order = heapq.merge(
            (("" if at is None else when, 0, number) for number, when in present),
            (("" if at is None else str(row[at]), 1, index) for index, (_, row) in enumerate(new)),
            key=lambda entry: (entry[0], entry[1]),
        )
        for place, (_, origin, which) in enumerate(order, start=1):
            if origin == 1:
                new[which][1][0] = place
                mine[new[which][0]] = place
            elif which != place:
                moved[which] = place
    if moved:
        _renumber(ours, table.name, moved)
        mine = {number: moved.get(place, place) if place in moved else place for number, place in mine.items()} | {
            number: int(str(row[0])) for number, row in new
        }
    marks = ", ".join("?" * len(columns))
    for number, row in new:
        ours.execute(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", row)
        if table.name == "checks":
            (verdict,) = theirs.execute("SELECT json FROM verdicts WHERE check_id = ?", [number]).fetchone() or ("{}",)
            ours.execute("INSERT INTO verdicts (check_id, json) VALUES (?, ?)", [row[0], verdict])
    numbers[table.name] = mine
    return len(new)


def _renumber(connection: sqlite3.Connection, name: str, moved: Mapping[int, int]) -> None:
    """Give rows new numbers, here and wherever they are referred to."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS moved (before INTEGER PRIMARY KEY, now INTEGER)")
    connection.execute("DELETE FROM temp.moved")
    connection.executemany("INSERT INTO temp.moved VALUES (?, ?)", moved.items())
    places = [(table.name, table.refers) for table in _TABLES if table.to == name]
    places += [(name, "id")] + ([("verdicts", "check_id")] if name == "checks" else [])
    for table, column in places:
        # By way of negative numbers, so that no two rows ever share one.
        new = f"-(SELECT now FROM temp.moved WHERE before = {column})"
        connection.execute(f"UPDATE {table} SET {column} = {new} WHERE {column} IN (SELECT before FROM temp.moved)")
        connection.execute(f"UPDATE {table} SET {column} = -{column} WHERE {column} < 0")
