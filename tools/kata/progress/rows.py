"""Rows that are written in more than one place."""

import hashlib
import sqlite3


def insert(connection: sqlite3.Connection, table: str, **values: object) -> int:
    """Write a row; returns its number."""
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values.values()))
    return int(cursor.lastrowid or 0)


def keep_source(connection: sqlite3.Connection, source: str) -> str:
    """Keep a text, once; returns its hash."""
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    connection.execute("INSERT OR IGNORE INTO sources (hash, text) VALUES (?, ?)", [digest, source])
    return digest
