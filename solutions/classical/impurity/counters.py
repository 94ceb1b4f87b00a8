"""Counters and Python's numbers."""

import math
from collections import Counter, defaultdict


def gini(y):
    counts = Counter(y.tolist() if hasattr(y, "tolist") else y)
    n = sum(counts.values())
    return sum(c / n * (1 - c / n) for c in counts.values())


def entropy(y):
    counts = Counter(y.tolist() if hasattr(y, "tolist") else y)
    n = sum(counts.values())
    return math.fsum(c / n * math.log2(n / c) for c in counts.values())


def information_gain(y, groups, criterion="entropy"):
    if criterion not in ("entropy", "gini"):
        raise ValueError("criterion must be entropy or gini")
    impurity = entropy if criterion == "entropy" else gini
    members = defaultdict(list)
    for label, group in zip(y.tolist(), groups.tolist(), strict=True):
        members[group].append(label)
    return impurity(y) - math.fsum(len(m) * impurity(m) for m in members.values()) / len(y)


def gain_ratio(y, groups):
    if len(set(groups.tolist())) == 1:
        return 0.0
    return information_gain(y, groups) / entropy(groups)
