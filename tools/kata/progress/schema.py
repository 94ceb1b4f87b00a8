"""The tables of progress.db, by version."""

# Written to the file's header, so that a file of another program is not taken for ours: "kata" in ASCII.
APPLICATION = 0x6B617461

# MIGRATIONS[v] takes a file of version v to version v + 1. A step, once released, never changes.
MIGRATIONS = [
    """
    -- One row for each time that a kata was begun from its stub; the newest one counts.
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        spec TEXT NOT NULL,             -- hash of the specification that the attempt answers
        begun_at TEXT NOT NULL          -- times are UTC, as 2026-11-22T03:57:00.123456+00:00
    );
    CREATE INDEX attempts_by_kata ON attempts (kata);

    -- Every text that was ever checked, once.
    CREATE TABLE sources (
        hash TEXT PRIMARY KEY,          -- SHA-256 of the text in UTF-8
        text TEXT NOT NULL
    ) WITHOUT ROWID;

    -- One row a check. The whole verdict stands apart, so that this table stays small to read.
    CREATE TABLE checks (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        at TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES sources (hash),
        spec TEXT NOT NULL,
        status TEXT NOT NULL,
        points INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        duration REAL NOT NULL
    );
    CREATE INDEX checks_by_kata ON checks (kata, status, points);
    CREATE TABLE verdicts (
        check_id INTEGER PRIMARY KEY REFERENCES checks (id),
        json TEXT NOT NULL
    );

    CREATE TABLE hints (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        tier INTEGER NOT NULL,          -- 1, 2 or 3
        seen_at TEXT NOT NULL
    );
    CREATE TABLE give_ups (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        at TEXT NOT NULL
    );

    CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
]

VERSION = len(MIGRATIONS)

# The tables whose rows belong to a kata.
BY_KATA = ("attempts", "checks", "hints", "give_ups")
