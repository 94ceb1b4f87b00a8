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
    """
    -- What belongs to a round, the work from one stub: its number is the id in `attempts`. It is null for a hint or a
    -- give-up before the kata was begun, until it is.
    ALTER TABLE checks ADD COLUMN round INTEGER;
    ALTER TABLE hints ADD COLUMN round INTEGER;
    ALTER TABLE give_ups ADD COLUMN round INTEGER;
    UPDATE checks SET round = coalesce(
        (SELECT max(id) FROM attempts a WHERE a.kata = checks.kata AND a.begun_at <= checks.at),
        (SELECT min(id) FROM attempts a WHERE a.kata = checks.kata)
    );
    UPDATE hints SET round = coalesce(
        (SELECT max(id) FROM attempts a WHERE a.kata = hints.kata AND a.begun_at <= hints.seen_at),
        (SELECT min(id) FROM attempts a WHERE a.kata = hints.kata)
    );
    UPDATE give_ups SET round = coalesce(
        (SELECT max(id) FROM attempts a WHERE a.kata = give_ups.kata AND a.begun_at <= give_ups.at),
        (SELECT min(id) FROM attempts a WHERE a.kata = give_ups.kata)
    );

    -- How a round ended, once for each: by a pass or by giving up. kata.progress.rating has the rules.
    CREATE TABLE ratings (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        round INTEGER,
        at TEXT NOT NULL,
        rating INTEGER NOT NULL,        -- 1 again, 2 hard, 3 good, 4 easy
        wrong INTEGER NOT NULL,         -- wrong answers before the pass
        hints INTEGER NOT NULL,         -- the highest tier seen before the pass
        given_up INTEGER NOT NULL
    );
    CREATE INDEX ratings_by_kata ON ratings (kata);
    CREATE INDEX checks_by_time ON checks (at);
    INSERT INTO ratings (kata, round, at, rating, wrong, hints, given_up)
        SELECT kata, round, min(at), 1, 0, 0, 1 FROM give_ups GROUP BY kata, round;
    INSERT INTO ratings (kata, round, at, rating, wrong, hints, given_up)
        SELECT kata, round, at,
            min(CASE WHEN wrong = 0 THEN 4 WHEN wrong < 5 THEN 3 ELSE 2 END, 4 - hint), wrong, hint, 0
        FROM (
            SELECT kata, round, at,
                (SELECT count(*) FROM checks c WHERE c.kata = p.kata AND c.round = p.round AND c.id < p.id
                    AND c.status IN ('failed', 'forbidden')) AS wrong,
                coalesce((SELECT max(tier) FROM hints h WHERE h.round = p.round AND h.seen_at <= p.at), 0) AS hint
            FROM checks p
            WHERE p.id IN (SELECT min(id) FROM checks WHERE status = 'passed' GROUP BY round)
                AND p.round NOT IN (SELECT round FROM ratings WHERE round IS NOT NULL)
        );

    -- When each kata is to be reviewed: what follows from its ratings, kept so that reading it is quick.
    CREATE TABLE schedule (
        kata TEXT PRIMARY KEY,
        ratings INTEGER NOT NULL,       -- how many it follows from; another number now means that it is stale
        last_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        stability REAL NOT NULL,        -- days until the chance of recall is 90 %
        difficulty REAL NOT NULL        -- 1 to 10
    ) WITHOUT ROWID;

    -- Timed sets. What is handed in is graded at the end; until then nothing of it stands in `checks`.
    CREATE TABLE interviews (
        id INTEGER PRIMARY KEY,
        begun_at TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        path TEXT NOT NULL,
        ended_at TEXT,
        card TEXT                       -- the result, as JSON, once graded
    );
    CREATE TABLE interview_katas (
        id INTEGER PRIMARY KEY,         -- their order
        interview INTEGER NOT NULL REFERENCES interviews (id),
        kata TEXT NOT NULL
    );
    CREATE TABLE hand_ins (
        id INTEGER PRIMARY KEY,
        interview INTEGER NOT NULL REFERENCES interviews (id),
        kata TEXT NOT NULL,
        at TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES sources (hash)
    );
    """,
    """
    -- A review may be lighter than a fresh stub. What was brought back from an earlier round is no review at all.
    ALTER TABLE attempts ADD COLUMN kind TEXT NOT NULL DEFAULT 'stub';  -- stub, part or quiz
    ALTER TABLE attempts ADD COLUMN part TEXT NOT NULL DEFAULT '';      -- of a part: the function to be written
    ALTER TABLE attempts ADD COLUMN minutes INTEGER NOT NULL DEFAULT 0; -- of a lighter one; 0: the kata's own
    ALTER TABLE attempts ADD COLUMN restored INTEGER NOT NULL DEFAULT 0;

    -- What FSRS was set to when the row was made; anything else now means that it is stale.
    ALTER TABLE schedule ADD COLUMN parameters TEXT NOT NULL DEFAULT '';

    -- What was said of when a kata is to come; the newest row of a kata counts.
    CREATE TABLE plan_changes (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,             -- snooze, known or resume
        until TEXT NOT NULL             -- of a snooze: the day on which it may come again, as 2026-11-22
    );
    """,
    """
    -- What the learner noted about a kata. Nothing is deleted: a row with `removes` takes back the note of that time.
    CREATE TABLE notes (
        id INTEGER PRIMARY KEY,
        kata TEXT NOT NULL,
        at TEXT NOT NULL,
        text TEXT NOT NULL,
        removes TEXT NOT NULL DEFAULT ''
    );
    """,
]

VERSION = len(MIGRATIONS)

# The tables whose rows belong to a kata.
BY_KATA = ("attempts", "checks", "hints", "give_ups", "ratings", "interview_katas", "hand_ins", "plan_changes", "notes")
