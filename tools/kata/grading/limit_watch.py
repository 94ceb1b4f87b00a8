"""The watch over an answer's process while its replies are awaited: what it uses, and when that is too much."""

import random
import time
from typing import Any

from kata.grading.outcomes import Crashed, LimitHit, Outcome, Timeout
from kata.sandbox.launch import ForkServerGone, Limits, WorkerProcess
from kata.sandbox.scratch import MOST_ENTRIES

WATCH_SECONDS = 0.1
_moments = random.Random()  # of its own: graders seed the global one


class RunClock:
    """What an answer has used in all tests of a run, in however many processes.

    Attributes:
        waited: seconds in which its replies were awaited.
        over: whether the run has taken all its time.
    """

    def __init__(self) -> None:
        self.waited = 0.0
        self.over = False
        self._cpu: dict[int, float] = {}

    @property
    def cpu(self) -> float:
        """CPU seconds, as far as they were seen."""
        return sum(self._cpu.values())

    def see(self, pid: int, cpu: float) -> None:
        self._cpu[pid] = max(cpu, self._cpu.get(pid, 0.0))


class Watch:
    """Looks at a process now and then, and raises an outcome once it is over a limit. It ends nothing itself.

    Attributes:
        clock: of the run that the process is a part of.
        next: the moment of the next look, which the answer can't know.
    """

    def __init__(self, process: WorkerProcess, limits: Limits) -> None:
        self.process = process
        self.limits = limits
        self.clock = RunClock()
        self._cpu_seen = 0.0
        # Until it is ready, which may take a while on a busy machine, its own beginnings don't count.
        self._resident_before: int | None = None

    def begin(self, cpu_limit: float) -> None:
        """Start the clock of a test anew."""
        self.cpu_limit = cpu_limit
        self._cpu_before: float | None = None
        self._begun = self._watched = self._since = time.monotonic()
        self.next = self._begun + WATCH_SECONDS
        self._idle = self._waited = 0.0

    def begin_waiting(self) -> None:
        """A reply is awaited from now on."""
        self._watched = self._since = time.monotonic()

    def end_waiting(self) -> None:
        waited = time.monotonic() - self._since
        self._waited += waited
        self.clock.waited += waited

    @property
    def due(self) -> bool:
        return time.monotonic() >= self.next

    def usage(self) -> dict[str, Any]:
        """What `ForkServer.do_usage` says.

        Raises:
            Crashed: when the answer has ended the fork server with its own process.
        """
        try:
            return self.process.usage()
        except ForkServerGone:
            if self.process.fork_server.level != "limits":
                raise
            # There, an answer can do that.
            raise Crashed("Your code's process is gone, and so is the one that started it.") from None

    def cpu_seconds(self) -> float:
        """Of the answer's process, as long as it lives."""
        usage = self.usage()
        return 0.0 if "exit" in usage else float(usage["cpu"])

    def measure_fresh(self) -> None:
        """Remember the memory of a process that has run nothing yet; the same for all children of one parent."""
        fork_server = self.process.fork_server
        if fork_server.resident_bytes is None:
            fork_server.resident_bytes = int(self.usage().get("rss", 0))
        self._resident_before = fork_server.resident_bytes

    def look(self) -> float:
        """Called while a reply is awaited.

        Returns:
            For how many seconds it has only waited, as far as one look can tell.

        Raises:
            Outcome: when it is over a limit or has ended.
        """
        usage = self.usage()
        if "exit" in usage:
            raise self.death(usage)
        now = time.monotonic()
        # Seen at moments that the answer can't know: whoever computes in between uses up CPU time.
        # One look says nothing of a long time: on a busy machine it is this process that was kept waiting.
        idle = min(now - self._watched, 3 * WATCH_SECONDS) if usage["waiting"] else 0.0
        self._look_at_time(usage["cpu"], now)
        self._look_at_size(usage)
        self._watched = now
        self.next = now + WATCH_SECONDS * _moments.uniform(0.5, 1.5)
        return idle

    def _look_at_time(self, cpu: float, now: float) -> None:
        limits, clock = self.limits, self.clock
        spent = self._spent(cpu, now)
        if spent > self.cpu_limit:
            raise Timeout(f"Your code used more than the {self.cpu_limit:g} seconds of CPU time that this test has.")
        waited = now - self._since
        if self._waited + waited > self.cpu_limit * limits.wall_factor:
            allowed = self.cpu_limit * limits.wall_factor
            raise Timeout(f"Your code did not come back within {allowed:g} seconds; it waited.")
        clock.see(self.process.pid, cpu)
        if clock.waited + waited > limits.run_seconds and clock.cpu < limits.busy_share * (clock.waited + waited):
            clock.over = True
            raise Timeout(
                f"Your code has kept its tests waiting for more than {limits.run_seconds:g} seconds together, and "
                "computed next to nothing in that time."
            )

    def _spent(self, cpu: float, now: float) -> float:
        """CPU seconds of this test.

        The clock is read only when a test turns out to be long: asking at the start of each would cost more than most
        tests do. Until then no more can have been used than has passed, or than was used since the last reading.
        """
        if self._cpu_before is None:
            self._cpu_before = cpu - min(cpu - self._cpu_seen, now - self._begun)
        self._cpu_seen = cpu
        return cpu - self._cpu_before

    def count_idle(self, seconds: float) -> None:
        """Raises Timeout when it has only waited for too long in a test."""
        self._idle += seconds
        most = min(self.limits.idle_seconds, self.cpu_limit)
        if self._idle > most:
            raise waited_too_long(most)

    def _look_at_size(self, usage: dict[str, Any]) -> None:
        limits = self.limits
        fresh = self._resident_before
        if fresh is not None and usage["rss"] - fresh > limits.memory_bytes:
            raise LimitHit(f"Your code used more than the {limits.memory_bytes >> 20} MiB of memory that it may.")
        if usage["threads"] > limits.threads:
            raise LimitHit(f"Your code started more than the {limits.threads} threads that it may.")
        if usage["scratch"] > limits.scratch_bytes:
            raise LimitHit(f"Your code wrote more than the {limits.scratch_bytes >> 20} MiB of files that it may.")
        if usage["files"] > MOST_ENTRIES:
            raise LimitHit(f"Your code made more than the {MOST_ENTRIES} files that it may.")

    def death(self, usage: dict[str, Any]) -> Outcome:
        """What the end of the process means."""
        status = usage["exit"]
        if usage.get("overfull"):
            return LimitHit(
                f"Your code wrote more than the {self.limits.scratch_bytes >> 20} MiB, or made more than the "
                f"{MOST_ENTRIES} files, that it may."
            )
        if status == -9:
            return Crashed("Your code's process was killed; most often it used too much memory.")
        if status == -31:
            return Crashed("Your code's process was ended by the sandbox: it asked the system for something refused.")
        if status < 0:
            return Crashed(f"Your code's process died of signal {-status}.")
        return Crashed("Your code ended its own process; it must return to its caller.")


def waited_too_long(seconds: float) -> Timeout:
    return Timeout(f"Your code waited for more than {seconds:g} seconds in a test, and computed nothing.")
