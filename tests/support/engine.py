"""The catalog, one warm engine, and answers made from a few lines of source."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from kata.catalog import Catalog, load_catalog
from kata.grading.engine import Engine
from kata.grading.job import Job, Options
from kata.grading.run import Run
from kata.grading.selftest import toy
from kata.grading.submission import Submission
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.levels import best_level

Answer = Callable[..., Submission]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with Engine() as engine:
        yield engine


@pytest.fixture(scope="session")
def fork_servers() -> Iterator[dict[str, ForkServerClient]]:
    clients: dict[str, ForkServerClient] = {}
    yield clients
    for fork_server in clients.values():
        fork_server.close()


def begin_run(
    source: str,
    fork_server: ForkServerClient,
    limits: Limits,
    *,
    parameters: dict[str, list[str]] | None = None,
    changes: tuple[str, ...] = (),
    opaque: tuple[str, ...] = (),
    functions: tuple[str, ...] = (),
) -> Run:
    """An answer in a process of its own, in the middle of a test."""
    kata = replace(toy("numpy"), changes=changes, opaque=opaque)
    run = Run(Job(kata, source, Options(seed=1, filename="toy.py")), fork_server)
    run.limits = limits
    run.parameters = parameters or {}
    run.functions = frozenset(functions)
    try:
        run.start()
        run.begin_test("test", limits.cpu_seconds, 7)
    except BaseException:
        run.close()
        raise
    return run


@pytest.fixture
def answer(fork_servers: dict[str, ForkServerClient]) -> Iterator[Answer]:
    """Runs a source as an answer in a process of its own and gives what a grader sees of it."""
    runs = []

    def start(source: str, library: str = "numpy", limits: Limits | None = None, **options: Any) -> Submission:
        if library not in fork_servers:
            fork_servers[library] = ForkServerClient(library, (), best_level(), Limits())
        runs.append(begin_run(source, fork_servers[library], limits or Limits(cpu_seconds=1.0), **options))
        return runs[-1].submission()

    yield start
    for run in runs:
        run.close()
