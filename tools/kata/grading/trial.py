"""A call of the learner's own against their answer, in the same process and within the same limits as a check."""

import time
from dataclasses import dataclass

from kata.grading import rules
from kata.grading.channel import AnswerRaised, ReplyRefused
from kata.grading.handles import Handle
from kata.grading.outcomes import Outcome
from kata.grading.run import Run
from kata.sandbox import wire
from kata.testing.show import show_value


@dataclass
class Trial:
    """What a call came to: a value, or a sentence that says why there is none."""

    value: str = ""  # shortened
    message: str = ""
    traceback: str = ""  # the learner's own frames
    output: str = ""  # what the answer printed, cut
    duration: float = 0.0


def run_trial(run: Run, call: str) -> Trial:
    """Load the answer of `run` and evaluate `call` in it: statements, of which the last may be an expression."""
    message = rules.syntax_error(run.source, run.filename)
    if message:
        return Trial(message=message)
    trial = Trial()
    try:
        run.start()
        run.begin_test("try", run.limits.cpu_seconds, run.seed)
        assert run.session is not None
        begun = time.perf_counter()
        value, _ = run.session.channel.request("evaluate", [call])
        trial.duration = round(time.perf_counter() - begun, 6)
        if isinstance(value, Handle):
            text, _ = run.session.channel.request("operate", ["repr", [wire.LIST, value._tree]])
            trial.value = str(text)[:2000]
        elif value is not None:
            trial.value = show_value(value)
    except AnswerRaised as error:
        trial.message = f"{error.type_name}: {error.text}" if error.text else error.type_name
        trial.traceback = run.show_frames(error.frames)
    except ReplyRefused as error:
        trial.message = str(error)
    except Outcome as outcome:
        trial.message = str(outcome)
    trial.output = run.load_output + run.printed()
    return trial
