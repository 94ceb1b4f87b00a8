"""What is to be learned from a solution: which known mistakes one made."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kata.progress import Progress


def mistakes_met(progress: "Progress", kata: str) -> dict[str, int]:
    """The known mistakes that were recognised in this learner's checks: the number of the first version of each.

    Only those that explained all that failed: that one of several causes was theirs too is likely, and no more.
    """
    from kata.grading.verdict import Verdict

    made: dict[str, int] = {}
    for number, version in enumerate(progress.versions(kata), start=1):
        if version.status == "failed":
            try:
                verdict = Verdict.from_dict(progress.verdict(version))
            except (ValueError, TypeError, KeyError):
                continue  # of a release whose verdicts this one can't read
            for diagnosis in verdict.diagnoses:
                if diagnosis.known and diagnosis.whole and diagnosis.headline:
                    made.setdefault(diagnosis.mistake, number)
    return made
