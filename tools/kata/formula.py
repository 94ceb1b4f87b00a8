# ruff: noqa: RUF001 (the signs are meant)
"""What in a specification is a formula, in the plain text in which stubs write them."""

import re

_GREEK_NAMES = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π
rho ρ sigma σ tau τ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ
Omega Ω
"""
_words = _GREEK_NAMES.split()
GREEK = dict(zip(_words[::2], _words[1::2], strict=True))

_IS_CODE = re.compile(r">>>|\bimport |\bdef |\breturn\b|\b(np|torch|nn|math|self)\.|\bfor \w+ in |==|[\"`]|<\||\|\||##")
_IS_MATHEMATICS = re.compile(r"(^|\s)(=|<-|~|<=|\*)(\s|$)|\bsum_|\bsqrt\(")


def is_formula(block: str) -> bool:
    """Whether a block that is set in is mathematics, and not code, a table or an example."""
    return _IS_MATHEMATICS.search(block) is not None and not _IS_CODE.search(block)
