"""What it costs to keep every kata proved: CPU seconds of a full proof, and the time of the tests, for 516 katas.

    python benchmarks/proof.py [--katas causal_mask softmax ... | --every 8] [--jobs 2] [--tests] [--json FILE]

The proof is `kata author verify` as a command, with every process that it starts: engines, answers, the linter. The
mean of each library is taken to 516 katas in the proportions that the libraries have in the catalog. With --tests, the
README's test command is run as well (pytest -n 2): what it does for each kata grows with their number, the rest stays.

CPU seconds are not the machine's alone: an engine's processes take turns, and where others run in between, each turn
begins with cold caches. On two cores with ten busy processes the same proof was measured at 1.2 to 1.5 times as much.
"""

import argparse
import collections
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from kata.author.selection import DRAWN
from kata.catalog import load_catalog
from kata.sandbox.limits import become_subreaper

KATAS = 516
ROOT = Path(__file__).parents[1]
CPU_BAR, TESTS_BAR = 2.5, 600.0
DEAREST = 8  # katas that are named


def spent(command: list[str]) -> tuple[float, float, str]:
    """(wall seconds, CPU seconds of the command and all that it started, its output)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    wall = time.perf_counter() - begun
    while True:  # those that were left to us
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measure_proofs(names: list[str], jobs: int) -> dict[str, object]:
    catalog = load_catalog()
    shares = collections.Counter(kata.uses for kata in catalog)
    chosen = collections.defaultdict(list)
    for name in names:
        chosen[catalog.get(name).uses].append(name)
    means, walls, unsound = {}, {}, []
    gradings: dict[str, float] = {}  # by kata
    for library, group in sorted(chosen.items()):
        wall, cpu, output = spent(
            [sys.executable, "-m", "kata", "author", "verify", "--json", "--jobs", str(jobs), *group]
        )
        proofs = json.loads(output)
        unsound += [proof["kata"] for proof in proofs if not proof["passed"]]
        gradings |= {proof["kata"]: proof["cpu_seconds"] for proof in proofs}
        graded = sum(proof["cpu_seconds"] for proof in proofs)
        means[library], walls[library] = cpu / len(group), wall / len(group)
        print(
            f"{library:8} {len(group):3} katas: {cpu / len(group):5.2f} CPU s each, of which {graded / len(group):.2f} "
            f"are gradings; {wall / len(group):5.2f} s of wall clock with {jobs} jobs",
            flush=True,
        )
    known = {library: count for library, count in shares.items() if library in means}
    total = sum(known.values())
    mean = sum(means[library] * count for library, count in known.items()) / total
    wall = sum(walls[library] * count for library, count in known.items()) / total * KATAS
    print(f"mean of the catalog's mixture: {mean:.2f} CPU s a kata (bar {CPU_BAR}); {KATAS} katas: {wall / 60:.1f} min")
    dearest = sorted(gradings, key=gradings.__getitem__, reverse=True)[:DEAREST]
    print(f"of which gradings: {sum(gradings.values()) / len(gradings):.2f} CPU s a kata, as the records hold them")
    print(f"the dearest: {', '.join(f'{name} {gradings[name]:.1f}' for name in dearest)}")
    if unsound:
        print(f"NOT SOUND: {', '.join(unsound)}")
    return {
        "cpu_seconds": means,
        "mean": mean,
        "gradings": gradings,
        "minutes_for_all": wall / 60,
        "unsound": unsound,
    }


def measure_tests() -> dict[str, object]:
    """The README's test command: what it takes here, and what it would take with 516 katas."""
    names = {kata.name for kata in load_catalog()}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        wall, _, _ = spent([sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junit-xml={report}"])
        cases = list(ET.parse(report).getroot().iter("testcase"))
    by_kata = sum(
        float(case.get("time", "0"))
        for case in cases
        if (case.get("name") or "").partition("[")[2].partition("]")[0] in names
    )
    everything = sum(float(case.get("time", "0")) for case in cases)
    share = by_kata / everything
    then = wall * (1 - share) + wall * share * KATAS / len(names)
    print(f"the tests: {wall:.0f} s, {share:.0%} of it for single katas (a drawn {DRAWN:.0%} proved anew)")
    print(f"with {KATAS} katas: {then:.0f} s (bar {TESTS_BAR:.0f})")
    return {"seconds": wall, "share": share, "seconds_for_all": then}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--katas", nargs="+", help="only these")
    parser.add_argument("--every", type=int, default=1, help="only every N-th kata")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tests", action="store_true", help="measure the README's test command too")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    become_subreaper()
    in_order = sorted(load_catalog(), key=lambda kata: kata.uses)
    names = options.katas or [kata.name for kata in in_order][:: options.every]
    found: dict[str, object] = {"proofs": measure_proofs(names, options.jobs)}
    if options.tests:
        found["tests"] = measure_tests()
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
