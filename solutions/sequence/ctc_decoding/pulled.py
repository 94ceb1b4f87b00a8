"""Each candidate pulls its sums from the beam before it: from itself, and from its parent if that was kept."""

from math import exp, inf, log


def total(*values):
    top = max(values)
    return -inf if top == -inf else top + log(sum(exp(v - top) for v in values))


def ctc_greedy(log_probs):
    path = [max(enumerate(row), key=lambda pair: pair[1])[0] for row in log_probs]
    return [k for before, k in zip([0, *path], path) if k and k != before]


def ctc_beam_search(log_probs, width):
    if width < 1:
        raise ValueError("a beam needs a width of at least 1")
    blank, label, beam = {(): 0.0}, {}, [()]
    for row in log_probs:
        candidates = dict.fromkeys(beam) | {(*p, k): None for p in beam for k in range(1, len(row))}
        new_blank, new_label = {}, {}
        for c in candidates:
            new_blank[c] = total(blank.get(c, -inf), label.get(c, -inf)) + row[0]
            if c:
                parent = c[:-1]
                from_parent = [blank.get(parent, -inf)]
                if parent[-1:] != c[-1:]:
                    from_parent.append(label.get(parent, -inf))
                new_label[c] = total(label.get(c, -inf), *from_parent) + row[c[-1]]
        scores = {c: total(new_blank[c], new_label.get(c, -inf)) for c in candidates}
        possible = [c for c in candidates if scores[c] > -inf]
        beam = sorted(possible, key=scores.get, reverse=True)[:width]
        blank = {c: new_blank[c] for c in beam}
        label = {c: new_label[c] for c in beam if c}
    return [(list(c), total(blank[c], label.get(c, -inf))) for c in beam]
