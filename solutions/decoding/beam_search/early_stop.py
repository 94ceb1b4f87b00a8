"""Nodes that point to their parents, and an end as soon as no live hypothesis can come into the n best any more.

A live hypothesis with total t can still reach at most t / max_new_tokens ** alpha: its total can't rise, and no
continuation is longer. So the search may end before the live ones do, with the same result and fewer calls.
"""


class Node:
    def __init__(self, parent, token, total):
        self.parent, self.token, self.total = parent, token, total
        self.length = 0 if parent is None else parent.length + 1

    def tokens(self):
        return [] if self.parent is None else [*self.parent.tokens(), self.token]


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if width < 1:
        raise ValueError("width must be positive")
    if max_new_tokens < 1:
        raise ValueError("max_new_tokens must be positive")
    if n_best < 1 or n_best > width:
        raise ValueError("n_best must lie between 1 and width")

    def score(node):
        return node.total / node.length**alpha

    live = [Node(None, None, 0.0)]
    finished = []
    while live and live[0].length < max_new_tokens:
        best_scores = sorted((score(node) for node in finished), reverse=True)
        if len(best_scores) >= n_best:
            bound = max(node.total for node in live) / max_new_tokens**alpha
            if bound < best_scores[n_best - 1]:
                live = []
                break
        children = []
        for node in live:
            values = log_probs([*prompt, *node.tokens()])
            children.extend(Node(node, i, node.total + v) for i, v in enumerate(values) if v != -float("inf"))
        # Two stable sorts: by tokens first, then by total.
        children.sort(key=Node.tokens)
        children.sort(key=lambda node: node.total, reverse=True)
        kept = children[:width]
        finished += [node for node in kept if node.token == eos]
        live = [node for node in kept if node.token != eos]
    pool = sorted(finished + live, key=Node.tokens)
    pool.sort(key=score, reverse=True)
    return [(node.tokens(), score(node)) for node in pool[:n_best]]
