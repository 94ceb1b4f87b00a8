"""One softmax for each query: the keys of all its patterns are listed, a key twice if it is in two."""

import torch


def dilated_positions(n_tokens, segment, dilation, head):
    groups = []
    for start in range(0, n_tokens, segment):
        places = range(min(segment, n_tokens - start))
        groups.append([start + place for place in places if place % dilation == head % dilation])
    return groups


def dilated_attention(q, k, v, patterns, causal=False):
    n_tokens = q.shape[2]
    heads = []
    for h in range(q.shape[1]):
        # All queries that have the same groups share their list of keys.
        lists = [[] for _ in range(n_tokens)]
        for segment, dilation in patterns:
            for group in dilated_positions(n_tokens, segment, dilation, h):
                for t in group:
                    lists[t].append(group)
        queries_of = {}
        for t, groups in enumerate(lists):
            queries_of.setdefault(tuple(map(id, groups)), []).append(t)
        output = torch.zeros_like(v[:, h])
        for queries in queries_of.values():
            keys = [s for group in lists[queries[0]] for s in group]
            if not keys:
                continue
            logits = torch.einsum("btf,bsf->bts", q[:, h, queries], k[:, h, keys]) * q.shape[-1] ** -0.5
            if causal:
                late = torch.tensor(keys) > torch.tensor(queries)[:, None]
                logits = logits.masked_fill(late, float("-inf"))
            output[:, queries] = logits.softmax(dim=-1) @ v[:, h, keys]
        heads.append(output)
    return torch.stack(heads, dim=1)
