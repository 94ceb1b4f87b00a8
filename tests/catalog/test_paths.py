"""The package's own paths: what a day takes, and what comes before what."""

import pytest

from kata.catalog import load_catalog
from kata.catalog.paths import CATALOG as EVERYTHING
from kata.catalog.paths import LearningPath, load_paths

CATALOG = load_catalog()
PATHS = load_paths(CATALOG)


def test_a_day_of_the_week_takes_two_hours_at_most() -> None:
    days = PATHS["one-week"].parts
    assert len(days) == 7
    for day in days:
        assert sum(CATALOG.get(name).minutes for name in day.names if name in CATALOG) <= 120, day.title


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_what_a_kata_builds_on_comes_before_it(path: LearningPath) -> None:
    names = [kata.name for kata in path.katas(CATALOG)]
    late = {
        (name, before)
        for place, name in enumerate(names)
        for before in CATALOG.get(name).after
        if before in names[place:]
    }
    assert late == set()


def test_every_kata_has_a_place_in_a_path() -> None:
    placed = {name for path in PATHS.values() if path.name != EVERYTHING for part in path.parts for name in part.names}
    assert {kata.name for kata in CATALOG} - placed == set()
