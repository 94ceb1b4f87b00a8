"""Which katas a run proves: those that have changed, those of a shard, or a drawn few."""

import hashlib
from collections.abc import Iterable

from kata.author.key import key_of
from kata.author.record import has_current_record
from kata.catalog import Kata

DRAWN = 0.1  # the part of the katas that every run of the tests proves anew
MOST = 12  # of them: what a run of the tests has time for


def changed(katas: Iterable[Kata]) -> list[Kata]:
    """The katas whose proof isn't recorded, or that something has changed for since it was."""
    return [kata for kata in katas if not has_current_record(kata)]


def shard(katas: Iterable[Kata], number: int, of: int) -> list[Kata]:
    """The katas of one of `of` shards, counted from 1. Which shard a kata is in follows from its name alone."""
    return [kata for kata in katas if int.from_bytes(_hash(kata.name)) % of == number - 1]


def draw(katas: Iterable[Kata]) -> list[Kata]:
    """A tenth of the katas, from 1 to 12: the same ones for as long as nothing changes that a proof depends on."""
    keys = {kata: key_of(kata) for kata in katas}
    everything = "".join(sorted(keys.values()))
    ranked = sorted(keys, key=lambda kata: _hash(everything + kata.name))
    return ranked[: min(MOST, max(1, round(DRAWN * len(ranked))))]


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
