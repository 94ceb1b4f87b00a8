"""`kata author`: for those who write katas."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.options import json_option, with_session
from kata.cli.output import make_screen
from kata.cli.paths import shown
from kata.cli.screen import Screen
from kata.cli.status import NOT_PASSED
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.author.verify import Proof
    from kata.cli.session import Session


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
    """Write the five files of a new kata from templates, and track.toml if the track is new. Nothing is overwritten.

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
    screen.code(f"kata author verify {written[0].stem}{flag}", indent=2)


@author.command(short_help="Prove that katas are sound.")
@click.argument("names", metavar="[KATA...]", nargs=-1)
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="How many katas at a time.")
@click.option("--seeds", type=click.IntRange(min=1), default=5, show_default=True, help="Seeds for each answer.")
@json_option
@with_session
def verify(session: "Session", names: Sequence[str], jobs: int, seeds: int, as_json: bool) -> None:
    """Prove that each KATA is sound, by default every kata of the catalog: the stub fails, right answers pass, known
    mistakes and mutants are caught. Exit status 1 when a proof fails.

    \b
    Examples:
      kata author verify causal_mask
      kata author verify --jobs 4 --json > proofs.json
    """
    katas = [session.catalog.get(name) for name in names] or list(session.catalog)
    proofs = _proofs(katas, jobs, seeds, quiet=as_json)
    if as_json:
        click.echo(json.dumps([proof.to_dict() for proof in proofs], indent=2))
    else:
        _show_proofs(make_screen(), proofs)
    if not all(proof.passed for proof in proofs):
        sys.exit(NOT_PASSED)


def _proofs(katas: Sequence[Kata], jobs: int, seeds: int, quiet: bool) -> "list[Proof]":
    """The proofs, in the order of `katas`; how far they are is shown meanwhile, on standard error."""
    from kata.author.verify import verify as prove
    from kata.cli.progress_bar import progress_bar

    with progress_bar(len(katas), quiet) as bar:
        found = {}
        for proof in prove(katas, jobs=jobs, seeds=seeds, on_progress=bar.phase):
            found[proof.kata] = proof
            bar.done(proof.kata, "sound" if proof.passed else "NOT SOUND")
    return [found[kata.name] for kata in katas if kata.name in found]


def _show_proofs(screen: Screen, proofs: "Sequence[Proof]") -> None:
    failed = [proof for proof in proofs if not proof.passed]
    header = [(title, "dim") for title in ("kata", "mutants caught", "headroom", "CPU s", "")]
    rows = [header]
    for proof in proofs:
        word, style = ("sound", "good") if proof.passed else ("NOT SOUND", "bad")
        rows.append(
            [
                (proof.kata, "strong"),
                (f"{proof.mutants_caught}/{proof.mutants}", ""),
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
    sound = len(proofs) - len(failed)
    screen.line((f"{sound} of {len(proofs)} sound.", "failed" if failed else "passed"))
