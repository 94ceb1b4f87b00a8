"""`kata author`: for those who write katas."""

import itertools
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.options import editor_option, json_option, kata_argument, with_session
from kata.cli.output import make_screen
from kata.cli.screen import Screen
from kata.cli.status import NOT_PASSED
from kata.errors import CannotGrade, KataError
from kata.learner.shown_path import shown

if TYPE_CHECKING:
    from kata.author.diagnoses import DiagnosisReport
    from kata.author.outside_answers import OutsideResult
    from kata.author.proof import Proof
    from kata.catalog.solutions import Mistake
    from kata.grading.verdict import Verdict
    from kata.learner.session import Session


@click.group()
def author() -> None:
    """Write katas, and prove that they are sound. CONTRIBUTING.md says what makes a good one."""


@author.command(short_help="Write a new kata's files from templates.")
@click.argument("track")
@click.argument("name", metavar="KATA")
@click.option(
    "--to",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="ROOT",
    help="The folder that holds exercises/, solutions/ and graders/, or will; by default the one you are in.",
)
@with_session
def new(session: "Session", track: str, name: str, root: Path | None) -> None:
    """Write the files of a new kata from templates, and track.toml if the track is new. Nothing is overwritten.

    \b
    Examples:
      kata author new attention sliding_window_mask
      kata author new finance bond_price --to ~/my-katas
    """
    from kata.author.new import new_kata
    from kata.catalog import load_catalog

    if root is None:
        root = Path.cwd()
        if not (root / "exercises").is_dir():
            raise KataError(f"{root} holds no folder `exercises`. Go to a catalog, or name one: --to ROOT.")
    catalog = session.catalog
    if (root / "exercises").is_dir():
        catalog = load_catalog(list(dict.fromkeys([*(kata.root for kata in catalog), root])))
    written = new_kata(root, catalog, track, name)
    screen = make_screen()
    screen.line(("Written:", "strong"))
    for path in written:
        screen.line((shown(path), "code"), indent=2)
    screen.blank()
    screen.line("Fill in what says TODO, then prove it:")
    flag = "" if root == Path.cwd() else f" --katas-from {shown(root)}"
    screen.code(f"kata author open {written[0].stem}{flag}\nkata author verify {written[0].stem}{flag}", indent=2)


@author.command("open", short_help="Open all files of a kata in your editor.")
@kata_argument
@editor_option
@with_session
def open_(session: "Session", name: str | None, editor: str | None) -> None:
    """Open all files of KATA in your editor, by default of the kata that you work on: its manifest, stub, grader and
    solutions, wherever they lie.

    \b
    Examples:
      kata author open causal_mask
      kata author open bond_price --katas-from ~/my-katas --editor "code --wait"
    """
    from kata.author.key import kata_files
    from kata.cli.editor import open_editor

    manifest, stub, *others = kata_files(session.kata(name))
    open_editor(stub, editor, others=[manifest, *others])


def _read_shard(context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    number, slash, of = text.partition("/")
    if slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise click.BadParameter(f"{text!r} is no shard; the third of eight is 3/8.")


def _gradable(session: "Session", names: Sequence[str]) -> list[Kata]:
    """The katas that are named, or all whose library is installed.

    Raises:
        CannotGrade: when one that is named needs what isn't installed.
    """
    from kata.learner.packages import install_line, missing

    katas = [session.catalog.get(name) for name in names] or list(session.catalog)
    lacking = {kata.name: missing(kata) for kata in katas if missing(kata)}
    if not lacking:
        return katas
    absent = list(dict.fromkeys(package for packages in lacking.values() for package in packages))
    sentence = f"{', '.join(lacking)}: needs {' and '.join(absent)}, not installed here. To install: "
    if names:
        raise CannotGrade(sentence + install_line(absent))
    session.warn(f"Left out: {sentence}{install_line(absent)}")
    return [kata for kata in katas if kata.name not in lacking]


@author.command(short_help="Prove that katas are sound.")
@click.argument("names", metavar="[KATA...]", nargs=-1)
@click.option("--changed", is_flag=True, help="Only katas that have changed since their proof was recorded.")
@click.option("--shard", callback=_read_shard, metavar="K/N", help="Only part K of N, for N machines; names decide.")
@click.option("--record", is_flag=True, help="Write a record of each proof that holds, among the kata's solutions.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="How many katas at a time.")
@click.option("--seeds", type=click.IntRange(min=1), default=5, show_default=True, help="Seeds for each answer.")
@json_option
@with_session
def verify(
    session: "Session",
    names: Sequence[str],
    changed: bool,
    shard: tuple[int, int] | None,
    record: bool,
    jobs: int,
    seeds: int,
    as_json: bool,
) -> None:
    """Prove that each KATA is sound, by default every kata of the catalog: the stub fails, right answers pass, known
    mistakes and mutants are caught. Exit status 1 when a proof fails.

    A proof that is on record (--record) needs no repeating until something changes that it depends on: the kata's own
    files, or the code of the platform that grades it.

    \b
    Examples:
      kata author verify causal_mask
      kata author verify --changed --record
      kata author verify --shard 3/8 --jobs 4 --json > proofs.json
    """
    from kata.author import selection
    from kata.author.prover import SEEDS

    if record and seeds != SEEDS:
        raise click.UsageError(f"A proof is recorded with {SEEDS} seeds; leave out --seeds or --record.")
    katas = _gradable(session, names)
    if shard is not None:
        katas = selection.shard(katas, *shard)
    if changed:
        katas = selection.changed(katas)
    _warn_of_style(session, katas)
    proofs = _proofs(katas, jobs, seeds, record=record, quiet=as_json)
    if as_json:
        click.echo(json.dumps([proof.to_dict() for proof in proofs], indent=2))
    elif not katas:
        make_screen().line(
            "Nothing to prove: " + ("every proof is on record." if changed else "there is no such kata.")
        )
    else:
        _show_proofs(make_screen(), proofs, record)
    if not all(proof.passed for proof in proofs):
        sys.exit(NOT_PASSED)


def _warn_of_style(session: "Session", katas: Sequence[Kata]) -> None:
    from kata.author.lint import lint_problems
    from kata.catalog import package_root

    own = [kata for kata in katas if kata.root != package_root()]
    for sentence in itertools.chain.from_iterable(lint_problems(own, style=True).values() if own else ()):
        session.warn(f"Style: {sentence}")


@author.command("try", short_help="Grade answers from outside, known to be right or wrong.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--kata", "names", metavar="KATA", multiple=True, help="Only this kata's; may be given several times.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="How many answers at a time.")
@click.option("--seeds", type=click.IntRange(min=1), default=3, show_default=True, help="Seeds for each answer.")
@json_option
@with_session
def try_(session: "Session", folder: Path, names: Sequence[str], jobs: int, seeds: int, as_json: bool) -> None:
    """Grade answers that the catalog doesn't know, FOLDER/TRACK/KATA/wrong/NAME.py and FOLDER/TRACK/KATA/right/NAME.py.
    The first comment line of each says what is wrong with it, or of what kind it is. Exit status 1 when a wrong one
    passes or a right one doesn't.

    \b
    Examples:
      kata author try answers
      kata author try answers --kata softmax --seeds 5 --json > tried.json
    """
    from kata.author.outside_answers import find_answers, try_answers

    wanted = {session.catalog.get(name).name for name in names}
    answers = [one for one in find_answers(folder, session.catalog) if not wanted or one.kata in wanted]
    results = try_answers(answers, session.catalog, jobs=jobs, seeds=seeds)
    if as_json:
        click.echo(json.dumps([result.to_dict() for result in results], indent=2))
    else:
        _show_tried(make_screen(), results)
    if not all(result.good for result in results):
        sys.exit(NOT_PASSED)


@author.command(short_help="See whether the diagnosis tells a kata's mistakes apart.")
@click.argument("names", metavar="[KATA...]", nargs=-1)
@click.option("--seed", type=click.IntRange(min=0), default=1000, show_default=True, help="Seed of the inputs.")
@json_option
@with_session
def diagnose(session: "Session", names: Sequence[str], seed: int, as_json: bool) -> None:
    """Grade every known mistake of each KATA as an answer, by default of every kata, and pairs of mistakes together:
    each must be diagnosed as itself, and of a pair nothing else may be named. Exit status 1 when one isn't.

    \b
    Examples:
      kata author diagnose softmax
      kata author diagnose --json > diagnoses.json
    """
    from kata.author.diagnoses import report_diagnoses
    from kata.cli.progress_bar import progress_bar
    from kata.grading.engine import Engine

    katas = _gradable(session, names)
    reports = []
    with progress_bar(len(katas), as_json) as bar, Engine() as engine:
        for kata in katas:

            def grade(source: str, known: "list[Mistake]", made: object, kata: Kata = kata) -> "Verdict":
                return engine.grade_with(kata, source, seed=seed, mistakes=known).verdict

            report = report_diagnoses(kata, grade, on_progress=bar.phase)
            reports.append(report)
            bar.done(kata.name, "told apart" if not report.problems() else "NOT TOLD APART")
    if as_json:
        click.echo(json.dumps([report.to_dict() for report in reports], indent=2))
    else:
        _show_reports(make_screen(), reports)
    if any(report.problems() for report in reports):
        sys.exit(NOT_PASSED)


def _show_reports(screen: Screen, reports: "Sequence[DiagnosisReport]") -> None:
    from kata.author.diagnoses import OUTCOMES

    titles = ("kata", "mistakes", "itself", "twin", "silent", "other", "pairs", "named", "other")
    rows = [[(title, "dim") for title in titles]]
    for report in reports:
        pairs = Counter(one.outcome for one in report.pairs)
        counts = [len(report.mistakes), *(report.count(outcome) for outcome in OUTCOMES)]
        counts += [len(report.pairs), pairs["itself"] + pairs["twin"], pairs["other"]]
        rows.append([(report.kata, "strong"), *((str(count), "") for count in counts)])
    screen.table(rows, right=range(1, len(titles)))
    problems = [(report.kata, problem) for report in reports for problem in report.problems()]
    if problems:
        screen.blank()
    for kata, problem in problems:
        screen.line(f"{kata}: {problem}.", rest="  ")
    screen.blank()
    mistakes = sum(len(report.mistakes) for report in reports)
    right = sum(report.count("itself") + report.count("twin") for report in reports)
    screen.line((f"{right} of {mistakes} mistakes are diagnosed as themselves.", "failed" if problems else "passed"))


def _show_tried(screen: Screen, results: "Sequence[OutsideResult]") -> None:
    """Each answer, what became of it and what the learner would be told; then how many of each."""
    for result in results:
        fewest, most = result.points
        points = f"{most}" if fewest == most else f"{fewest} to {most}"
        style = "good" if result.good else "bad"
        name = f"{result.answer.kata}/{result.answer.name}"
        screen.line((name, "strong"), f"  {points} points", first=(result.outcome.ljust(10), style))
        if result.answer.about:
            screen.line((result.answer.about, "dim"), indent=10)
        if not result.good:
            screen.line(result.why, indent=10)
        for diagnosis, count in result.diagnoses():
            seeds = "" if count == len(result.verdicts) else f", with {count} of {len(result.verdicts)} seeds"
            share = "all that failed" if diagnosis.whole else f"{len(diagnosis.tests)} of the failing tests"
            screen.line(diagnosis.says, indent=10, first=("says ", "dim"), rest="     ")
            screen.line((f"({diagnosis.mistake}: {share}{seeds})", "dim"), indent=15)
        if result.outcome == "caught" and not result.diagnoses():
            screen.line(("says nothing", "dim"), indent=10)
    screen.blank()
    counts = Counter(result.outcome for result in results)
    caught = [result for result in results if result.outcome == "caught"]
    silent = sum(not result.diagnoses() for result in caught)
    parts = [
        f"{counts[word]} {word}" for word in ("caught", "missed", "accepted", "refused", "ungraded") if counts[word]
    ]
    good = all(result.good for result in results)
    screen.line((", ".join(parts) + ".", "passed" if good else "failed"))
    if caught:
        screen.line(f"Of the {len(caught)} caught, {silent} hear nothing of their mistake.")


def _proofs(katas: Sequence[Kata], jobs: int, seeds: int, *, record: bool, quiet: bool) -> "list[Proof]":
    """The proofs, in the order of `katas`; how far they are is shown meanwhile, on standard error.

    Args:
        record: write a record of each that holds, as soon as it does.
    """
    from kata.author.key import key_of
    from kata.author.verify import verify as prove
    from kata.cli.progress_bar import progress_bar

    by_name = {kata.name: kata for kata in katas}
    # From before: what is changed meanwhile hasn't been proved.
    keys = {kata.name: key_of(kata) for kata in katas} if record else {}
    with progress_bar(len(katas), quiet) as bar:
        found = {}
        for proof in prove(katas, jobs=jobs, seeds=seeds, on_progress=bar.phase):
            found[proof.kata] = proof
            if record and proof.passed and not proof.untried:
                _record(by_name[proof.kata], proof, keys[proof.kata])
            bar.done(proof.kata, "sound" if proof.passed else "NOT SOUND")
    return [found[kata.name] for kata in katas if kata.name in found]


def _record(kata: Kata, proof: "Proof", key: str) -> None:
    from kata.author.record import make_record, record_path, write_record

    try:
        write_record(kata, make_record(proof, key))
    except OSError as error:
        raise KataError(f"The proof of {kata.name} can't be recorded in {record_path(kata)}: {error}.") from None


def _show_proofs(screen: Screen, proofs: "Sequence[Proof]", record: bool) -> None:
    failed = [proof for proof in proofs if not proof.passed]
    header = [(title, "dim") for title in ("kata", "mutants caught", "headroom", "CPU s", "")]
    rows = [header]
    for proof in proofs:
        word, style = ("sound", "good") if proof.passed else ("NOT SOUND", "bad")
        rows.append(
            [
                (proof.kata, "strong"),
                (f"{proof.counts.mutants_caught}/{proof.counts.mutants}", ""),
                ("-" if proof.headroom is None else f"{proof.headroom:.3g}", ""),
                (f"{proof.cpu_seconds:.1f}", ""),
                (word, style),
            ]
        )
    screen.table(rows, right=[1, 2, 3])
    for proof in failed:
        screen.blank()
        screen.line((proof.kata, "failed"))
        for check in proof.checks:
            if not check.passed:
                screen.line((check.name, "bad"), indent=2)
                screen.paragraphs(check.detail, indent=4)
    screen.blank()
    for proof in proofs:
        if proof.untried:
            part = "it isn't recorded: " if record else ""
            screen.line(f"{proof.kata} is proved in part; {part}{'; '.join(proof.untried)}, not installed here.")
    sound = len(proofs) - len(failed)
    screen.line((f"{sound} of {len(proofs)} sound.", "failed" if failed else "passed"))
