"""Draws docs/failing.svg and docs/passing.svg: real verdicts, by the renderer that the terminal gets.

Run it from the repository: `python docs/make_pictures.py`.
"""

import io
from pathlib import Path

from rich.console import Console

from kata.catalog import Kata, load_catalog
from kata.catalog.solutions import load_mistakes
from kata.cli.colour import ColourScreen
from kata.cli.verdict import VerdictContext, show_verdict
from kata.grading.engine import Engine

WIDTH = 88
SEED = 7


def draw(engine: Engine, kata: Kata, source: str, checks: int, picture: Path) -> None:
    """Grade `source` as if it were the attempt, and draw what `kata check` shows."""
    path = f"attempts/{kata.track}/{kata.name}.py"
    verdict = engine.grade(kata, source, seed=SEED, filename=path)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False)
    show_verdict(
        ColourScreen(console.file, WIDTH, console),
        verdict,
        VerdictContext(path=path, checks=checks, hints_seen=0, hints=len(kata.hints)),
    )
    picture.write_text(console.export_svg(title="kata check", unique_id=picture.stem), encoding="utf-8")
    print(f"{picture}: {verdict.status}, {verdict.points} points")


def main() -> None:
    here = Path(__file__).parent
    kata = load_catalog().get("causal_mask")
    mistakes = {mistake.name: mistake.source for mistake in load_mistakes(kata)}
    with Engine() as engine:
        draw(engine, kata, mistakes["a-triangle-of-ones"], 1, here / "failing.svg")
        draw(engine, kata, kata.reference_path.read_text(encoding="utf-8"), 2, here / "passing.svg")


if __name__ == "__main__":
    main()
