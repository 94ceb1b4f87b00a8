"""The record of a proof: a small file among a kata's solutions, which holds for as long as its key does."""

import dataclasses
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kata.author.key import RECORD, key_of
from kata.author.proof import Counts, Proof
from kata.catalog import Kata


@dataclass(frozen=True)
class Record:
    """What is kept of a proof that held."""

    key: str
    counts: Counts
    cpu_seconds: float
    headroom: float | None
    diagnosed: dict[str, int] = field(default_factory=dict)  # see `diagnoses.Outcome`; empty: it wasn't proved
    versions: dict[str, str] = field(default_factory=dict)  # that it was made with; it holds with others too


def record_path(kata: Kata) -> Path:
    return kata.solutions_dir / RECORD


def make_record(proof: Proof, key: str) -> Record:
    """Args: key: of the kata, from before it was proved."""
    headroom = None if proof.headroom is None else float(f"{proof.headroom:.3g}")
    return Record(key, proof.counts, round(proof.cpu_seconds, 1), headroom, proof.diagnosed, proof.versions)


def write_record(kata: Kata, record: Record) -> None:
    """Raises OSError when it can't be written."""
    path = record_path(kata)
    new = path.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(dataclasses.asdict(record), indent=2, sort_keys=True) + "\n", encoding="utf-8")
    new.replace(path)


def read_record(kata: Kata) -> Record | None:
    """The record of a kata; None when there is none that this version can read."""
    try:
        data: dict[str, Any] = json.loads(record_path(kata).read_text(encoding="utf-8"))
        return Record(**{**data, "counts": Counts(**data["counts"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def has_current_record(kata: Kata) -> bool:
    """Whether nothing that the proof of a kata depends on has changed since it was recorded."""
    record = read_record(kata)
    return record is not None and record.key == key_of(kata)


def other_numbers(kata: Kata, proof: Proof) -> str:
    """A sentence when a proof found other numbers than a record that should hold for it; else empty."""
    record = read_record(kata)
    if record is None or record.key != key_of(kata):
        return ""
    recorded, found = dataclasses.asdict(record.counts), dataclasses.asdict(proof.counts)
    unlike = [f"{name} {found[name]}, recorded {recorded[name]}" for name in found if found[name] != recorded[name]]
    return f"the proof doesn't give the numbers of its record: {'; '.join(unlike)}" if unlike else ""
