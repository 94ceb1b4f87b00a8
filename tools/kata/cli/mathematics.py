# ruff: noqa: RUF001 (the signs are meant)
"""Formulas as a reader expects them in a terminal: x_i^2 with its index and power, LaTeX without its commands."""

import re

_GREEK_NAMES = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π
rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ
Omega Ω
"""
_COMMAND_NAMES = r"""
cdot · times × div ÷ pm ± leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ sim ∼ equiv ≡ propto ∝ in ∈ notin ∉ subset ⊂ cup ∪
cap ∩ to → rightarrow → leftarrow ← gets ← Rightarrow ⇒ mapsto ↦ infty ∞ partial ∂ nabla ∇ sum Σ prod Π int ∫ forall ∀
exists ∃ ldots … dots … cdots ⋯ odot ⊙ otimes ⊗ oplus ⊕ circ ∘ langle ⟨ rangle ⟩ mid | lVert ‖ rVert ‖ Vert ‖ top ᵀ
ell ℓ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ sqrt √ prime ′ ll ≪ gg ≫ quad qquad
"""
_words = _GREEK_NAMES.split()
GREEK = dict(zip(_words[::2], _words[1::2], strict=True))
_words = _COMMAND_NAMES.replace("quad qquad", "").split()
_COMMANDS = GREEK | dict(zip(_words[::2], _words[1::2], strict=True)) | {"quad": "  ", "qquad": "    "}

_UP = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyzTKNMD", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴷᴺᴹᴰ", strict=True)
)
_DOWN = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_DOUBLED = dict(zip("RNZQCE", "ℝℕℤℚℂ𝔼", strict=True))

_DOLLARS = re.compile(r"\$\$(.+?)\$\$|(?<![\w\\$])\$(?=\S)([^$\n]+?)(?<=\S)\$(?!\w)|\\\((.+?)\\\)|\\\[(.+?)\\\]")
_INDEX = re.compile(
    r"((?<![A-Za-z0-9_])d?[A-Za-z][′']?|[α-ωΑ-Ω\u2200-\u22ff]|\))_(\{[^{}]*\}|[a-z0-9]{1,2}(?![A-Za-z0-9_]))"
)
_POWER = re.compile(r"(?<=[\w)\]ᵢⱼ|‖′'₀-₉])\^(\{[^{}]*\}|-?[0-9]+|[A-Za-z](?![A-Za-z0-9_]))")
_NAMES = re.compile(rf"(?<![A-Za-z0-9.])({'|'.join(sorted(GREEK, key=len, reverse=True))})(?![A-Za-z0-9.(=])")
_SUM = re.compile(r"(?<![A-Za-z0-9_.])(sum|prod)(?=_[a-z{])")
_SIGNS = [(" <- ", " ← "), (" -> ", " → "), (" <= ", " ≤ "), (" >= ", " ≥ "), (" != ", " ≠ "), (" * ", " · ")]
_IS_CODE = re.compile(r">>>|\bimport |\bdef |\breturn\b|\b(np|torch|nn|math|self)\.|\bfor \w+ in |==|\"")


def is_formula(lines: list[str]) -> bool:
    """Whether a block that is set in is mathematics: neither code nor a table."""
    text = "\n".join(lines)
    return not _IS_CODE.search(text) and not any(line.lstrip().startswith("|") for line in lines)


def formula(line: str, *, columns: bool = True) -> str:
    """A line of a formula; with `columns`, what stands below one another in lines stays so."""
    parts = re.split(r"( {2,})", _latex_spans(line))
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


def prose(text: str) -> str:
    """A text in which LaTeX between dollars is made readable, and nothing else touched."""
    return _latex_spans(text) if "$" in text or "\\(" in text or "\\[" in text else text


def _latex_spans(text: str) -> str:
    return _DOLLARS.sub(lambda found: latex(next(filter(None, found.groups()))), text)


def latex(source: str) -> str:
    """LaTeX as text: `\\frac{a}{b}` is a/b, `x_{i-1}` has its index below, an unknown command is its name."""
    text = re.sub(r"\\(left|right|big|Big|bigl|bigr|displaystyle|,|;|!|:)(?![a-zA-Z])", "", source)
    text = re.sub(r"\\mathbb\{(\w)\}", lambda found: _DOUBLED.get(found[1], found[1]), text)
    wrapped = r"\\(?:mathrm|mathbf|mathcal|mathit|boldsymbol|text|textrm|operatorname|bm)\{([^{}]*)\}"
    for _ in range(4):  # from the inside out
        text = re.sub(wrapped, r"\1", text)
        text = re.sub(r"\\(?:hat|widehat)\{([^{}]*)\}", "\\1\u0302", text)
        text = re.sub(r"\\(?:bar|overline)\{([^{}]*)\}", "\\1\u0304", text)
        text = re.sub(r"\\tilde\{([^{}]*)\}", "\\1\u0303", text)
        text = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", lambda f: f"{_held(f[1])}/{_held(f[2])} ", text)
        text = re.sub(r"\\sqrt\{([^{}]*)\}", lambda found: f"√{_held(found[1])}", text)
    text = re.sub(r"\\([A-Za-z]+) ?", lambda found: _command(found[1], found[0]), text)
    return _signs(text.replace("^ᵀ", "ᵀ")).replace("{", "").replace("}", "").strip()


def _command(name: str, whole: str) -> str:
    space = " " if whole.endswith(" ") else ""
    return _COMMANDS.get(name, name) + space


def _held(text: str) -> str:
    """In brackets, unless it is one thing."""
    return text if re.fullmatch(r"\\?\w+|\w+\([^()]*\)", text) else f"({text})"


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
