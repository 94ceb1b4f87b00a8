"""Mutants made by rule: what the rules change, and what they leave alone."""

from kata.author.mutants import canonical, make_mutants

SOURCE = '''"""Docs stay 1 + 1."""

import math


def mean(xs, eps=0.5):
    """Docs stay 2 + 2."""
    if not xs:
        raise ValueError(f"no {len(xs) + 1} values")
    total = 0
    for x in xs:
        total += x
    return -total / max(len(xs), 1)
'''


def test_each_mutant_changes_one_thing_and_is_valid_python():
    mutants = make_mutants(SOURCE)
    for mutant in mutants:
        compile(mutant.source, "mutant", "exec")
        assert mutant.source != canonical(SOURCE)
        assert str(mutant).startswith(f"line {mutant.line}: ")
    assert len({mutant.source for mutant in mutants}) == len(mutants)


def test_operators_constants_names_and_lines_are_changed():
    changes = " | ".join(str(mutant) for mutant in make_mutants(SOURCE))
    for change in [
        "total -= x",
        "total * max",
        "min(len(xs), 1)",
        "max(len(xs), 2)",
        "+total",
        "not not xs",
        "eps=1.0",
    ]:
        assert change in changes
    assert any("pass" in mutant.source and "total += x" not in mutant.source for mutant in make_mutants(SOURCE))


def test_docstrings_imports_and_texts_of_errors_are_left_alone():
    for mutant in make_mutants(SOURCE):
        assert "Docs stay 1 + 1." in mutant.source
        assert "Docs stay 2 + 2." in mutant.source
        assert "import math" in mutant.source
        assert "len(xs) + 1" in mutant.source or "ValueError" not in mutant.source


def test_comments_and_layout_make_no_difference():
    assert canonical("x = 1  # one\n\n\ny = (2)") == canonical("x = 1\ny = 2")
