# ruff: noqa: RUF001 (the signs are meant)
"""Formulas as a reader expects them in a terminal: x_i^2 with its index and power."""

import re

from kata.formula import GREEK

_UP = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyzTKNMD", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴷᴺᴹᴰ", strict=True)
)
_DOWN = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))

_INDEX = re.compile(
    r"((?<![A-Za-z0-9_])d?[A-Za-z][′']?|[α-ωΑ-Ω\u2200-\u22ff]|\))_(\{[^{}]*\}|[a-z0-9]{1,2}(?![A-Za-z0-9_]))"
)
_POWER = re.compile(r"(?<=[\w)\]ᵢⱼ|‖′'₀-₉])\^(\{[^{}]*\}|-?[0-9]+|[A-Za-z](?![A-Za-z0-9_]))")
_NAMES = re.compile(rf"(?<![A-Za-z0-9.])({'|'.join(sorted(GREEK, key=len, reverse=True))})(?![A-Za-z0-9.(=])")
_SUM = re.compile(r"(?<![A-Za-z0-9_.])(sum|prod)(?=_[a-z{])")
_SIGNS = [(" <- ", " ← "), (" -> ", " → "), (" <= ", " ≤ "), (" >= ", " ≥ "), (" != ", " ≠ "), (" * ", " · ")]


def formula(line: str, *, columns: bool = True) -> str:
    """A line of a formula; with `columns`, what stands below one another in lines stays so."""
    parts = re.split(r"( {2,})", line)
    shown = ""
    lost = 0
    for part in parts:
        if part.strip():
            new = _signs(part)
            lost += len(part) - len(new)
            shown += new
        else:
            shown += part + (" " * lost if part and shown and columns else "")
            lost = 0 if shown else lost
    return shown


def _signs(text: str) -> str:
    text = _SUM.sub(lambda found: "Σ" if found[1] == "sum" else "Π", text)
    text = _NAMES.sub(lambda found: GREEK[found[1]], text)
    text = _INDEX.sub(lambda found: found[1] + _shifted(found[2], _DOWN, "_"), text)
    text = _POWER.sub(lambda found: _shifted(found[1], _UP, "^"), text)
    text = re.sub(r"\bsqrt(?=[({])", "√", text)
    for ascii_, sign in _SIGNS:
        text = text.replace(ascii_, sign)
    return text


def _shifted(text: str, table: dict[str, str], sign: str) -> str:
    """Letters below or above the line, where there is one for each; else as they were written."""
    inside = text.strip("{}").replace(" ", "")
    if all(character in table for character in inside):
        return "".join(table[character] for character in inside)
    return sign + (f"({text[1:-1]})" if text.startswith("{") else text)
