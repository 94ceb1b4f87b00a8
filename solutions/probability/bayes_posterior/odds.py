"""Exact odds as fractions, and for many tests powers of one number with a hyperbolic tangent at the end."""

import math
from fractions import Fraction


def posterior(prior, likelihood, false_positive_rate):
    if min(prior, likelihood, false_positive_rate) < 0 or max(prior, likelihood, false_positive_rate) > 1:
        raise ValueError("not a probability")
    ill = Fraction(prior) * Fraction(likelihood)
    healthy = (1 - Fraction(prior)) * Fraction(false_positive_rate)
    if ill + healthy == 0:
        raise ValueError("impossible evidence")
    return float(ill / (ill + healthy))


def sequential_posterior(prior, likelihood, false_positive_rate, results):
    if prior == 0 or prior == 1:
        return prior * 1.0
    terms = [math.log(prior / (1 - prior))]
    for positive in results:
        if positive:
            terms.append(math.log(likelihood) - math.log(false_positive_rate))
        else:
            terms.append(math.log1p(-likelihood) - math.log1p(-false_positive_rate))
    total = math.fsum(terms)
    return math.exp(total - math.log1p(math.exp(total))) if total < 0 else 0.5 + 0.5 * math.tanh(total / 2)
