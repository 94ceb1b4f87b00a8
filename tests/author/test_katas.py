"""The proof of every kata: on record for all as they are now, and made anew for a drawn few."""

import pytest

from kata.author.proof import COST
from kata.author.selection import changed
from kata.author.verify import prove
from kata.catalog.kata import read_text
from kata.grading.engine import Engine
from tests.support.needs import drawn_katas, each_kata


@pytest.fixture(scope="session")
def engines():
    """A warm engine for each library."""
    made = {}

    def engine(kata):
        if kata.uses not in made:
            made[kata.uses] = Engine()
        return made[kata.uses]

    yield engine
    for engine in made.values():
        engine.close()


def test_every_proof_is_on_record(catalog):
    stale = [kata.name for kata in changed(catalog)]
    if stale:
        pytest.fail(
            f"{len(stale)} proofs aren't on record for the katas as they are now: {', '.join(stale)}. "
            "Run `kata author verify --changed --record`, and commit what it writes.",
            pytrace=False,
        )


@pytest.mark.slow
@pytest.mark.parametrize("kata", each_kata())
def test_the_stub_scores_0_and_the_reference_100(engines, kata):
    engine = engines(kata)
    unedited = engine.grade(kata, kata.stub, seed=1)
    assert (unedited.status, unedited.points) == ("unedited", 0)
    right = engine.grade(kata, read_text(kata.reference_path), seed=1)
    assert (right.status, right.points) == ("passed", 100), right.message


@pytest.mark.slow
@pytest.mark.parametrize("kata", drawn_katas())
def test_a_drawn_kata_is_proved_anew(engines, kata):
    proof = prove(engines(kata), kata)
    # What a proof costs depends on what else the machine does; `kata author verify` shows it.
    failed = [f"{check.name}: {check.detail}" for check in proof.checks if not check.passed and check.name != COST]
    assert not failed, "\n".join(failed)
