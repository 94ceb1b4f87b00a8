"""The catalog, one warm engine, and answers made from a few lines of source."""

from collections.abc import Callable, Iterator

import pytest

from kata.catalog import Catalog, load_catalog
from kata.grading.engine import Engine
from kata.grading.run import Run
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


@pytest.fixture
def answer(fork_servers: dict[str, ForkServerClient]) -> Iterator[Answer]:
    """Runs a source as an answer in a process of its own and gives what a grader sees of it."""
    runs = []

    def start(
        source: str,
        library: str = "numpy",
        parameters: dict[str, list[str]] | None = None,
        changes: tuple[str, ...] = (),
        limits: Limits | None = None,
    ) -> Submission:
        if library not in fork_servers:
            fork_servers[library] = ForkServerClient(library, (), best_level(), Limits())
        run = Run(
            kata="toy",
            source=source,
            given="",
            filename="toy.py",
            seed=1,
            fork_server=fork_servers[library],
            limits=limits or Limits(cpu_seconds=1.0),
            parameters=parameters or {},
            changes=changes,
        )
        runs.append(run)
        run.start()
        run.begin_test("test", run.limits.cpu_seconds, 7)
        return run.submission()

    yield start
    for run in runs:
        run.close()
