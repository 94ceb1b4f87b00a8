"""A whole class through `kata grade`: answers a second by phase, memory over the run, and marks that survive kills.

    python benchmarks/batch.py [--students 200] [--katas causal_mask softmax ...] [--copies 0.0] [--json FILE]
    python benchmarks/batch.py --students 2000 --copies 0.8 --kills 10      # SIGKILL at random: the same marks?
    python benchmarks/batch.py --students 2000 --copies 0.8 --kills 10 --dask 2     # the workers of a cluster instead

The class is made up: right answers, known mistakes, stubs, broken and hostile files, empty folders. `--copies` is the
share of answers that somebody else handed in too, character by character; those are graded once. What 20,000 students
by 50 katas would take is computed from what was measured.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kata.batch.outputs import write_outputs
from kata.batch.plan import Course, Seeds, course_of, look, make_plan
from kata.batch.run import RunEvent, grade_planned
from kata.batch.store import Store
from kata.catalog import load_catalog
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes, needs, right_answers
from kata.classroom.roster import Roster
from kata.grading.pool import Pool

KATAS = ["causal_mask", "perplexity", "bpe_merge", "softmax", "td_zero"]
RENEW_AFTER = 500  # answers after which an engine takes a new process, see `Engine`
COURSE = (20_000, 50)


def hand_in(folder: Path, students: int, katas: list[str], copies: float, seed: int = 1) -> Counter[tuple[str, str]]:
    """Writes the class; returns how often each known mistake was planted."""
    rng, catalog = random.Random(seed), load_catalog()
    planted: Counter[tuple[str, str]] = Counter()
    for number in range(students):
        for name in katas:
            kata, kind = catalog.get(name), rng.random()
            mark = f"# student {number}\n" if rng.random() >= copies else ""
            place = folder / f"student{number:05d}" / "attempts" / kata.track / f"{name}.py"
            place.parent.mkdir(parents=True, exist_ok=True)
            if kind < 0.45:
                rights = [source for source in right_answers(kata).values() if not needs(source)]
                source = rng.choice(rights)
            elif kind < 0.83:
                mistakes = load_mistakes(kata)
                mistake = mistakes[min(int(rng.expovariate(0.7)), len(mistakes) - 1)]
                planted[name, mistake.name] += 1
                source = mistake.source
            elif kind < 0.87:
                source, mark = kata.stub, ""
            elif kind < 0.90:
                source = "def broken(:\n"
            elif kind < 0.92:
                source = "import os\nos._exit(0)\n"
            elif kind < 0.94:
                source = read_text(kata.reference_path) + "\nraise RuntimeError('while it is loaded')\n"
            elif kind < 0.95:
                source = read_text(kata.reference_path) + "\nwhile True: pass\n" * (number % 40 == 0)
            else:
                continue
            place.write_text(source + mark)
    return planted


def processes() -> tuple[float, float, float]:
    """Resident MiB of this process, of those below it, and the CPU seconds of all, of those that have ended too.

    The CPU seconds are what a run costs, however busy the machine is; those of an engine that was renewed are lost.
    """
    parents, sizes, seconds = {}, {}, {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
            sizes[int(entry.parent.name)] = int((entry.parent / "statm").read_text().split()[1])
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
        seconds[int(entry.parent.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    mib = os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    below = {os.getpid()}
    for _ in range(6):
        below |= {pid for pid, parent in parents.items() if parent in below}
    own = sizes[os.getpid()] * mib
    return own, sum(sizes[pid] for pid in below) * mib - own, sum(seconds[pid] for pid in below)


def timed(function: Callable[[], object]) -> float:
    begun = time.perf_counter()
    function()
    return time.perf_counter() - begun


def measure(folder: Path, course: Course, jobs: int) -> dict[str, object]:
    samples: list[tuple[int, float, float, float]] = []  # gradings, and what `processes` says

    def sample(event: RunEvent) -> None:
        gradings = event.graded + event.repeated
        if gradings % every == 0:
            samples.append((gradings, *processes()))

    with Store(folder / "results.db") as store:
        seconds = {"looking": timed(lambda: look(store, course, folder / "class", Roster()))}
        seconds["planning"] = timed(lambda: make_plan(store, course, Seeds(7)))
        answers = store.rows("SELECT count(*) FROM answers")[0][0]
        different = store.rows("SELECT count(*) FROM temp.todo")[0][0]
        every = max(different // 8, 1)
        with Pool(jobs) as pool:
            seconds["grading"] = timed(
                lambda: grade_planned(store, course, pool, seeds=Seeds(7), run=store.begin_run({}), on_event=sample)
            )
        repeated = store.rows("SELECT sum(repeated) FROM results")[0][0]
        seconds["writing"] = timed(lambda: write_outputs(store, course, folder / "out", run_info={}))
        seconds["writing again"] = timed(lambda: write_outputs(store, course, folder / "out", run_info={}))
        marks = len(store.rows("SELECT 1 FROM students")) * len(course.katas)
    size = (folder / "results.db").stat().st_size
    print(f"\n{answers} answers, {different} different, {repeated} graded a second time; {jobs} engines\n")
    units = {"looking": answers, "planning": answers, "grading": different + repeated}
    for phase, taken in seconds.items():
        print(f"{phase:<15}{taken:9.1f} s{units.get(phase, marks) / taken:11.0f} a second")
    print(f"\n{'graded':>8}{'this process':>15}{'engines':>11}")
    for done, own, below, _ in samples:
        print(f"{done:>8}{own:11.0f} MiB{below:7.0f} MiB")
    whole = [sample for sample in samples if sample[0] < RENEW_AFTER * jobs * 0.8]
    each = (whole[-1][3] - whole[0][3]) / (whole[-1][0] - whole[0][0])
    total = COURSE[0] * COURSE[1]
    again = 1 + repeated / max(different, 1)
    print(f"\none grading takes {1e3 * each:.0f} ms of CPU time; results.db has {size / different / 1024:.1f} KiB each")
    for cores in (2, 16, 64):
        hours = total * each * again / cores / 3600
        print(f"{COURSE[0]:,} students, {COURSE[1]} katas, all different, on {cores:>2} cores: {hours:6.1f} hours")
    written = sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.is_file())
    hours = seconds["writing"] / marks * total / 3600
    print(f"writing for them: {hours:.1f} hours, on one core, and {written / marks * total / 1e9:.0f} GB")
    return {
        "seconds": seconds,
        "cpu_seconds_each": each,
        "samples": samples,
        "answers": answers,
        "different": different,
        "repeated": repeated,
    }


def survive(folder: Path, katas: list[str], kills: int, workers: int) -> bool:
    """Whether a run that is disturbed gives the marks of one that isn't, each result once."""
    command = [*(sys.executable, "-m", "kata", "grade", str(folder / "class"), "--katas", ",".join(katas))]
    command += ["--seed", "7", "--quiet", "--out"]
    seconds = timed(lambda: subprocess.run([*command, str(folder / "calm")], check=True))
    print(f"undisturbed: {seconds:.0f} s", flush=True)
    disturb = disturb_workers if workers else kill_runs
    disturb([*command, str(folder / "killed")], kills, seconds, workers)
    calm, killed = ((folder / name / "gradebook.csv").read_text() for name in ("calm", "killed"))
    with sqlite3.connect(folder / "killed" / "results.db") as connection:
        results, times = connection.execute("SELECT count(*), sum(times) FROM results").fetchone()
        wanted = connection.execute("SELECT count(DISTINCT key) FROM answers WHERE chosen").fetchone()[0]
    print(f"same marks: {calm == killed}; {wanted} different answers, {results} results, delivered {times} times")
    return calm == killed and wanted == results == times


def kill_runs(command: list[str], kills: int, seconds: float, workers: int) -> None:
    rng = random.Random(3)
    for number in range(kills):
        # What a killed process can't clean up goes with the class.
        place = {**os.environ, "TMPDIR": str(Path(command[-1]).parent)}
        process = subprocess.Popen(command, start_new_session=True, env=place)
        try:
            process.wait(timeout=3 + rng.uniform(0, 1.5 * seconds / kills))
            print("it was done before it could be killed")
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            print(f"killed {number + 1} times", flush=True)
    subprocess.run(command, check=True)


def disturb_workers(command: list[str], kills: int, seconds: float, workers: int) -> None:
    from distributed import LocalCluster

    rng, done = random.Random(3), threading.Event()
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:

        def kill() -> None:
            for number in range(kills):
                if done.wait(3 + rng.uniform(0, 1.5 * seconds / kills)):
                    return
                pids = [worker.pid for worker in cluster.workers.values() if worker.pid]
                os.kill(rng.choice(pids), signal.SIGKILL)
                print(f"killed {number + 1} workers", flush=True)

        thread = threading.Thread(target=kill)
        thread.start()
        taken = timed(lambda: subprocess.run([*command, "--scheduler", cluster.scheduler_address], check=True))
        done.set()
        thread.join()
        print(f"on the cluster: {taken:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--katas", nargs="+", default=KATAS)
    parser.add_argument("--copies", type=float, default=0.0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--dask", type=int, default=0, metavar="WORKERS")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kata-class-"))
    try:
        planted = hand_in(folder / "class", arguments.students, arguments.katas, arguments.copies)
        print("planted most often:", ", ".join(f"{kata} {name} {n}" for (kata, name), n in planted.most_common(3)))
        if arguments.kills:
            sys.exit(0 if survive(folder, arguments.katas, arguments.kills, arguments.dask) else 1)
        catalog = load_catalog()
        course = course_of(tuple(catalog.get(name) for name in arguments.katas))
        found = measure(folder, course, arguments.jobs)
        if arguments.json:
            arguments.json.write_text(json.dumps(found, indent=1))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
